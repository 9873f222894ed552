"""Four published documents, cut down to their headings and the sentences with figures: what is found in them.

The ids are those under which the relations of the documents are known; whatever is not listed must not be reported.
"""

from __future__ import annotations

import json
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.figure_check.checking import check
from reports.figure_check.findings import Checked, Finding, Klass, Verdict
from reports.figure_check.reading import read_draft

FOLDER = Path(__file__).parent / "drafts"

FOUND = [
    ("ten_years", "S0-R09", Klass.SUM, "585", "608"),
    ("ten_years", "S0-R10", Klass.RATIO, "80,6% và 19,4%", "83,8% và 20,2%"),
    ("ten_years", "S0-R13", Klass.GROWTH, "24,3%", "24,3 điểm %"),
    ("ten_years", "S0-R14", Klass.DEFINITION, "36,9% và 12,6%", "hai cách tính"),
    ("ten_years", "S0-R15", Klass.LABEL, "585", "1.587"),
    ("ten_years", "S0-R16", Klass.PERIOD, "10 năm", "10 năm 4 tháng 20 ngày"),
    ("ten_years", "S0-R17", Klass.PERIOD, "", "3 mốc cuối khác nhau"),
    ("ten_years", "S0-R19", Klass.UNSUPPORTED, "trên 90%", "từ 527 trở lên trong 585"),
    ("ten_years", "S0-R20", Klass.UNSUPPORTED, "tăng dần qua các năm", ""),
    ("ten_years", "S0-R22", Klass.TEXT, "khóa XI", "khóa XII"),
    ("conclusion", "S1-R1", Klass.AVERAGE, "hơn 2.400", "2.339,1"),
    ("conclusion", "S1-04", Klass.UNSUPPORTED, "97,8%", ""),
    ("directive", "S2-R1", Klass.RATIO, "2.112", "2.110"),
    ("directive", "S2-R6 pace", Klass.UNSUPPORTED, "đạt yêu cầu về số lượng", "1,4%/năm"),
    ("directive", "S2-R6 trend", Klass.UNSUPPORTED, "năm sau cao hơn năm trước", ""),
    ("directive", "S2-R7 title", Klass.PERIOD, "giai đoạn 2020 - 2025", "giai đoạn 2023 - 2025"),
    ("directive", "S2-R7 year", Klass.PERIOD, "năm 2023: 2.112", "từ 28/8/2023 còn 4 tháng"),
    ("resolution", "S3-04", Klass.DEFINITION, "2,4%", ""),
    ("resolution", "S3-R2", Klass.DEFINITION, "", "hai chỉ tiêu khác nhau"),
    ("resolution", "S3-R3", Klass.PERIOD, "Giai đoạn 2025 - 2030", "trùng năm 2025"),
    ("resolution", "S3-R4", Klass.SYMBOL, "27-CT/TU", "27-CTr/TU"),
]
"""Document, relation, class, as printed ("" when that is a sentence), as computed."""


@cache
def checked(name: str) -> Checked:
    path = FOLDER / f"{name}.txt"
    return check(read_draft(path.read_bytes(), path.name))


def found(name: str, relation: str) -> Finding:
    _, _, klass, printed, computed = next(row for row in FOUND if row[:2] == (name, relation))
    [one] = [
        finding
        for finding in checked(name).findings
        if finding.klass is klass and finding.computed == computed and printed in {"", finding.printed}
    ]
    return one


@pytest.mark.parametrize(("name", "relation"), [row[:2] for row in FOUND], ids=[row[1] for row in FOUND])
def test_a_relation_that_does_not_hold_is_found(name: str, relation: str):
    finding = found(name, relation)

    piece, start, end = finding.spans[0]
    assert checked(name).draft.pieces[piece].text[start:end]
    assert finding.sentence.endswith(".")
    assert finding.repairs


@pytest.mark.parametrize("name", ["ten_years", "conclusion", "directive", "resolution"])
def test_whatever_holds_is_not_reported(name: str):
    listed = {found(name, row[1]).key for row in FOUND if row[0] == name}

    assert [finding for finding in checked(name).findings if finding.key not in listed] == []
    assert len(checked(name).findings) == len(listed)


def test_the_sum_of_the_sources_comes_with_its_base_and_both_repairs():
    """S0-R09, R11: 490 + 118 = 608; one of three numbers must change."""
    finding = found("ten_years", "S0-R09")

    assert finding.base == "608 (tổng các phần)"
    assert finding.arithmetic == "490 + 118 = 608; tổng in: 585; chênh 23"
    assert finding.repairs == (
        "Sửa 490 thành 467 (467 chiếm 79,8%; 118 chiếm 20,2%)",
        "Sửa 118 thành 95 (490 chiếm 83,8%; 95 chiếm 16,2%)",
        "Sửa tổng 585 thành 608",
    )
    assert found("ten_years", "S0-R10").base == "608 (tổng các phần)"


def test_the_average_names_the_number_of_years_that_would_make_it_true():
    finding = found("conclusion", "S1-R1")

    assert finding.base == "22 năm"
    assert "23 năm" in finding.arithmetic


def test_growth_without_a_base_tells_what_the_base_would_be():
    assert found("conclusion", "S1-04").base == "số của năm 1997 phải vào khoảng 43.306"


def test_the_target_of_2023_is_told_to_be_of_70400():
    finding = found("directive", "S2-R1")

    assert finding.base == "70.400 đảng viên (3% × 70.400 = 2.112)"
    assert "đúng số của năm 2024, 2025" in finding.sentence


def test_a_draft_is_told_to_be_one():
    """S0-R23."""
    assert checked("ten_years").notes == ("Số hoặc ngày của văn bản còn để trống.", "Văn bản đang là dự thảo.")


def test_both_places_of_the_wrong_term_are_marked():
    texts = [
        checked("ten_years").draft.pieces[piece].text[start:end]
        for piece, start, end in found("ten_years", "S0-R22").spans
    ]

    assert len(texts) == 2
    assert all("28-CT/TW" in text and "XI" in text for text in texts)


def test_figures_of_text_and_table_have_their_units():
    figures = {(figure.printed, figure.unit) for figure in checked("ten_years").figures}

    assert {
        ("6.913", "đảng viên"), ("188", "chi bộ"), ("1.703", "quần chúng"), ("585", "đảng viên"),
        ("1.587", "đảng viên"),
    } <= figures  # fmt: skip


def test_verdicts_tell_errors_from_doubts():
    assert found("ten_years", "S0-R09").verdict is Verdict.WRONG
    assert found("ten_years", "S0-R14").verdict is Verdict.DOUBTFUL
    assert found("ten_years", "S0-R20").verdict is Verdict.UNSUPPORTED


def test_the_same_draft_gives_the_same_findings():
    path = FOLDER / "directive.txt"
    text = path.read_text(encoding="utf-8")
    again = check(read_draft(f"Kính gửi các đồng chí.\n\n{text}".encode(), path.name))

    assert [finding.key for finding in again.findings] == [finding.key for finding in checked("directive").findings]


# The command --------------------------------------------------------------------------------------------------------


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("check_figures", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_gives_json():
    told = json.loads(run(str(FOLDER / "ten_years.txt"), "--json"))

    [one] = [finding for finding in told["findings"] if finding["class"] == "SUM"]
    assert one["printed"] == "585"
    assert one["computed"] == "608"
    assert one["verdict"] == "sai"
    assert one["place"].startswith("Đoạn ")
    assert "490 đảng viên" in one["sentence"]
    assert one["repairs"]


def test_the_command_speaks_to_people():
    told = run(str(FOLDER / "conclusion.txt"))

    assert "conclusion.txt: 10 số liệu, 2 chỗ cần xem." in told
    assert "Đúng nếu tính trên: 22 năm" in told


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"PK\x03\x04 not a zip", "bao-cao.docx", "bên trong không phải"),
        (b"", "bao-cao.txt", "không có chữ nào"),
        (b"%PDF-1.7 nothing", "bao-cao.pdf", "PDF bị hỏng"),
    ],
)
def test_the_command_says_what_it_cannot_read(tmp_path: Path, content: bytes, name: str, sentence: str):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        run(str(path))


def test_the_command_says_when_there_is_no_file(tmp_path: Path):
    with pytest.raises(CommandError, match="Không đọc được"):
        run(str(tmp_path / "khong-co.docx"))
