"""From words to the register: which figures of a text are asked about, of whom, of what time. No database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from dangvien.period import Period
from reports import catalog
from reports.beside.matching import Asked, Names, asked, name_key, with_cells
from reports.beside.meanings import words
from reports.beside.when import spans
from reports.definition import AnyColumn, Report
from reports.definition.heads import leaves_of
from reports.figure_check.findings import Figure, Piece

NAMES = Names(frozenset({"thanh pho song ha", "song ha"}), {"phuong 1": 1, "phuong an hoa": 2, "an hoa": 2})
TODAY = date(2026, 11, 30)
_NUMBER = re.compile(r"(?<![\w/.-])\d{1,3}(?:\.\d{3})+(?![\w/])|(?<![\w/.,-])\d+(?![\w/.-]*\d)")


def figures_of(pieces: Sequence[Piece]) -> list[Figure]:
    return [
        Figure(place, match.start(), match.end(), match[0], Fraction(match[0].replace(".", "")))
        for place, piece in enumerate(pieces)
        for match in _NUMBER.finditer(piece.text)
    ]


def found(*pieces: Piece | str, as_of: date | None = None) -> dict[str, Asked]:
    """What is asked for a text: printed number → question."""
    every = [piece if isinstance(piece, Piece) else Piece("doan", piece, "Đoạn") for piece in pieces]
    figures = figures_of(every)
    return {figures[each.figure].printed: each for each in asked(every, figures, words(), NAMES, as_of, TODAY)}


def short(each: Asked) -> tuple[str, int | None, str, str]:
    return each.meaning.code, each.place, each.first.isoformat(), each.last.isoformat()


DAY, END = "2024-06-30", "2024-12-31"
SENTENCES: dict[str, dict[str, tuple[str, int | None, str, str]]] = {
    "Tính đến ngày 30/6/2024, Đảng bộ thành phố Sông Hà có 12 tổ chức cơ sở đảng (7 đảng bộ cơ sở, 5 chi bộ cơ sở).": {
        "12": ("tccsd", None, DAY, DAY), "7": ("dang_bo_co_so", None, DAY, DAY), "5": ("chi_bo_co_so", None, DAY, DAY),
    },
    "Tổng số đảng viên tính đến ngày 30/6/2024 là 4.210 đồng chí.": {"4.210": ("dang_vien", None, DAY, DAY)},
    "Tổng số chi bộ trực thuộc đảng uỷ cơ sở là 97 chi bộ, trong đó: 60 chi bộ trực thuộc đảng uỷ các phường.": {
        "97": ("chi_bo", None, DAY, DAY), "60": ("chi_bo_phuong", None, DAY, DAY),
    },
    "Năm 2024, toàn Đảng bộ kết nạp được 120 đảng viên, trong đó khu dân cư kết nạp 45 đảng viên.": {
        "120": ("ket_nap", None, "2024-01-01", END), "45": ("ket_nap", None, "2024-01-01", END),
    },
    "Trong năm 2024, Đảng bộ Phường 1 kết nạp 14 đồng chí.": {"14": ("ket_nap", 1, "2024-01-01", END)},
    "Trong năm 2024, xã Lạ Lùng kết nạp 14 đồng chí.": {},
    "Từ năm 2020 đến tháng 6/2024, cử 210 quần chúng ưu tú tham gia lớp bồi dưỡng nhận thức về Đảng.": {
        "210": ("hoc_lop", None, "2020-01-01", DAY),
    },
    "6 tháng đầu năm 2024 có 3 đảng viên từ trần, 2 đảng viên chuyển đến.": {
        "3": ("tu_tran", None, "2024-01-01", DAY), "2": ("chuyen_den", None, "2024-01-01", DAY),
    },
    "Kết nạp 300 đảng viên (cụ thể, năm 2022: 90; năm 2023: 100; năm 2024: 110) giai đoạn 2022-2024.": {
        "300": ("ket_nap", None, "2022-01-01", END), "90": ("ket_nap", None, "2022-01-01", "2022-12-31"),
        "100": ("ket_nap", None, "2023-01-01", "2023-12-31"), "110": ("ket_nap", None, "2024-01-01", END),
    },
    "Phấn đấu năm 2024 kết nạp 150 đảng viên.": {},
    "Đến năm 2030 có 5.000 đảng viên.": {},
    "Kết nạp 150 đảng viên.": {},
    "Chi bộ họp 12 lần trong năm 2024, có 31 đồng chí dự.": {},
}  # fmt: skip


def test_each_sentence_is_asked_as_its_words_say():
    wrong = {}
    for sentence, wanted in SENTENCES.items():
        as_of = date(2024, 6, 30) if wanted and all(each[0].startswith("chi_bo") for each in wanted.values()) else None
        got = {printed: short(each) for printed, each in found(sentence, as_of=as_of).items()}
        if got != wanted:
            wrong[sentence] = got
    assert wrong == {}


def test_the_scope_is_the_last_one_named_before_the_number():
    got = found("Năm 2024, toàn Đảng bộ kết nạp được 120 đảng viên; các khu dân cư kết nạp 45 đảng viên.")

    assert (got["120"].cell.column, got["45"].cell.column) == ("ket_nap", "khu_dan_cu")


def test_a_part_that_no_report_counts_in_this_scope_is_not_asked():
    text = "Năm 2024, các khu dân cư kết nạp 45 đảng viên, trong đó kết nạp từ Đoàn Thanh niên là 30 đảng viên."

    assert list(found(text)) == ["45"]
    assert list(found(text.replace("các khu dân cư", "toàn Đảng bộ"))) == ["45", "30"]


def test_a_period_without_a_day_ends_on_the_draft_s_own_day():
    text = ["Tổng số đảng viên tính đến ngày 20/5/2022 là 900.", "Giai đoạn 2012-2022 kết nạp 80 đảng viên."]
    assert found(*text)["80"].last == date(2022, 5, 20)
    assert found(text[1])["80"].last == date(2022, 12, 31)
    assert found(text[1], as_of=date(2022, 9, 30))["80"].last == date(2022, 9, 30)


def test_a_period_is_carried_through_its_paragraph_and_not_further():
    first = "Từ năm 2020 đến hết năm 2023, toàn Đảng bộ kết nạp 80 đảng viên. Các phường kết nạp 30 đảng viên."

    assert short(found(first)["30"]) == ("ket_nap", None, "2020-01-01", "2023-12-31")
    assert "30" not in found("Từ năm 2020 đến hết năm 2023 có nhiều tiến bộ.", "Các phường kết nạp 30 đảng viên.")


def test_days_to_come_are_not_asked():
    assert found("Năm 2027 kết nạp 150 đảng viên.") == {}


HEAD = "công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2020-2023"


def cell(text: str, row: str, column: str, at: int) -> Piece:
    return Piece("o", text, f"Bảng 1, dòng {at}", 1, at, 2, row, column)


def test_a_table_is_asked_by_the_heads_of_its_rows_and_columns():
    column = "Số lượng đảng viên kết nạp"
    got = found(
        HEAD,
        cell("93", "Phường 1", column, 2),
        cell("59", "Phường An Hòa", column, 3),
        cell("11", "Phường Chưa Biết", column, 4),
        cell("163", "Toàn thành phố", column, 5),
        cell("7", "Phường 1", "Số chi bộ", 2),
    )

    assert {printed: short(each) for printed, each in got.items()} == {
        "93": ("ket_nap", 1, "2020-01-01", "2023-12-31"),
        "59": ("ket_nap", 2, "2020-01-01", "2023-12-31"),
        "163": ("ket_nap", None, "2020-01-01", "2023-12-31"),
    }
    assert {each.cell.column for each in got.values()} == {"khu_dan_cu"}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("từ năm 2012 đến ngày 20/5/2022", "2012-01-01", "2022-05-20"),
        ("giai đoạn từ 2012 - 5/2022", "2012-01-01", "2022-05-31"),
        ("2020 – 2025", "2020-01-01", "2025-12-31"),
        ("9 tháng đầu năm 2023", "2023-01-01", "2023-09-30"),
        ("quý iv năm 2023", "2023-10-01", "2023-12-31"),
        ("tháng 2/2024", "2024-02-01", "2024-02-29"),
        ("năm 2021", "2021-01-01", "2021-12-31"),
        ("tính đến ngày 05 tháng 3 năm 2024", None, "2024-03-05"),
        ("đến hết năm 2023", None, "2023-12-31"),
    ],
)
def test_times_are_read(text, first, last):
    (span,) = spans(text)

    assert span.last is not None
    assert (span.first and span.first.isoformat(), span.last.last.isoformat()) == (first, last)


def test_no_time_is_made_of_days_there_are_not_or_of_numbers_of_papers():
    for text in (
        "tính đến ngày 31/2/2022",
        "chỉ thị số 09-ct/tu, ngày 03/5/2012",
        "giai đoạn 2022-2012",
        "13 tháng đầu năm 2020",
    ):
        assert [span for span in spans(text) if span.last and span.last.exact] == [], text


def test_every_meaning_names_a_cell_that_its_report_has():
    missing = []
    for meaning in words().meanings:
        for at in meaning.cells.values():
            report = catalog.reports().get(at.report)
            if report is None or at.column not in {leaf.code for leaf in _leaves(report)}:
                missing.append(at)
    assert missing == []


def _leaves(report: Report) -> tuple[AnyColumn, ...]:
    return leaves_of(report.heads(Period.year(2023), report.chosen({})))


def test_numbers_of_cells_are_figures_too_and_words_in_cells_are_none():
    pieces = [cell("1.703", "Phường 1", "Kết nạp", 2), cell("2. ", "2.", "TT", 3), cell("12/5/2022", "", "", 4)]

    assert [(each.piece, each.printed) for each in with_cells(pieces, [])] == [(0, "1.703")]


def test_names_are_compared_without_their_form():
    assert name_key("Đảng bộ Phường 1") == name_key("Phường 1") == "phuong 1"
    assert name_key("Đảng uỷ xã An Hoà") == "xa an hoa"


def test_a_part_is_never_shown_as_the_whole():
    admitted = words().meaning("ket_nap")
    whole, part = admitted.cell("toan_bo"), admitted.cell("khu_dan_cu")

    assert whole is not None
    assert part is not None
    assert admitted.title(whole) == "Đảng viên kết nạp"
    assert admitted.title(part) == "Đảng viên kết nạp, địa bàn khu dân cư"
