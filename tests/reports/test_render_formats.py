"""The same table in every form: cell by cell, byte for byte again, whatever stands in its labels."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from html import escape
from io import BytesIO

import docx
import pytest

from reports.pictures.of_table import pictures_of
from reports.render import FORMATS, RENDERERS, file_name, layout, pdf
from reports.table import Cell, CellKind, Table
from tests.reports import reading, tables

TABLES = {
    "appendix": tables.appendix(),
    "yearly": tables.yearly(),
    "criteria": tables.criteria(),
    "landscape": tables.long(90, landscape=True, sheet="van_ban"),
    "people": tables.people(),
    "form": tables.form(),
    "framed": replace(tables.form(), sheet="bieu_mau", form="Biểu số 1-BTCTW", title="THỐNG KÊ TĂNG, GIẢM"),
    "panels": tables.panels(),
}
HOSTILE = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "-2",
    "#N/A",
    "{{ paper }} {% load static %}",
    "a & b \"c\" 'd' ]]>",
    "&amp; &lt;",
    "",
]

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
every_format = pytest.mark.parametrize("code", FORMATS)


def expected(table: Table) -> list[list[str]]:
    """The rows as they should be read back: words without their line breaks."""
    number = bool(table.number_title)
    return [
        [*([row.number] if number else []), row.label, *(reading.clean(cell.text) for cell in row.cells)]
        for row in table.all_rows
    ]


@every_table
def test_pdf_has_every_cell(table):
    drawn = reading.pdf_rows(RENDERERS["pdf"](table, tables.PAPER), len(table.header))
    assert drawn == expected(layout.on_paper(table))


@pytest.mark.parametrize("code", ["pdf", "docx", "xlsx", "html"])
def test_a_statistical_form_stands_in_its_own_frame(code):
    """The board left, the number of the form right, the title below; its maker and the head of the board at the end."""
    drawn = RENDERERS[code](TABLES["framed"], tables.PAPER)
    if code == "docx":
        document = docx.Document(BytesIO(drawn))
        sides = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        words = " ".join([*(paragraph.text for paragraph in document.paragraphs), *sides])
    elif code == "xlsx":
        words = " ".join(str(value) for row in reading.worksheet(drawn).values for value in row if value)
    else:
        words = drawn.decode() if code == "html" else reading.text(drawn)
    flat = " ".join(words.split())
    for text in (
        "THÀNH ỦY ĐÔNG HÀ", "BAN TỔ CHỨC", "Biểu số 1-BTCTW", "THỐNG KÊ TĂNG, GIẢM", "NGƯỜI LẬP BIỂU", "TRƯỞNG BAN",
        "Đông Hà, ngày", "(Ký, đóng dấu, ghi rõ họ và tên)",
    ):  # fmt: skip
        assert text in flat.replace("\u00a0", " "), text
    for text in ("PHỤ LỤC", "Kèm theo", "Nơi nhận", "ĐẢNG CỘNG SẢN", "BÍ THƯ"):
        assert text not in flat


@every_table
def test_word_has_every_cell(table):
    drawn = reading.docx_rows(RENDERERS["docx"](table, tables.PAPER), len(table.header))
    assert [[reading.clean(text) for text in row] for row in drawn] == expected(layout.on_paper(table))


@every_table
def test_excel_has_every_cell(table):
    drawn = reading.xlsx_rows(RENDERERS["xlsx"](table, tables.PAPER))
    assert [[reading.clean(text) for text in row] for row in drawn] == expected(layout.on_paper(table))


@every_table
def test_json_has_every_cell_and_how_many_stand_behind_it(table):
    data = json.loads(RENDERERS["json"](table, tables.PAPER))

    rows = [*data["rows"], *([data["total"]] if data["total"] else [])]
    rows = [data["total"], *data["rows"]] if table.total_first else rows
    assert [
        [row["number"], row["label"], *(reading.clean(cell["text"]) for cell in row["cells"].values())] for row in rows
    ] == expected(table)
    for row, drawn in zip(table.all_rows, rows, strict=True):
        assert [cell["things"] for cell in drawn["cells"].values()] == [cell.things for cell in row.cells]
        assert list(drawn["cells"]) == list(table.columns)


def test_json_values_are_numbers_texts_and_nulls():
    data = json.loads(RENDERERS["json"](tables.yearly(), tables.FROZEN))

    assert {code: cell["value"] for code, cell in data["rows"][0]["cells"].items()} == {
        "ket_nap": 200,
        "tang_giam": None,
        "luy_ke": 200,
        "khu_dan_cu": 66,
        "ty_trong": 33.0,
    }
    assert data["columns"][3] == {"code": "khu_dan_cu", "title": "Số lượng", "under": ["Trong đó ở địa bàn khu dân cư"]}
    assert data["columns"][0] == {"code": "ket_nap", "title": "Kết nạp", "under": []}
    assert data["digest"] == tables.FROZEN.digest
    assert data["notes"] == list(tables.yearly().notes)
    assert data["checks"] == [{"sentence": "Kết nạp: cộng các dòng 585 = đếm thẳng 585", "holds": True}]
    assert json.loads(RENDERERS["json"](tables.criteria(), tables.PAPER))["rows"][4]["cells"]["so_luong"] == {
        "kind": "n_tren_n",
        "value": "62/62",
        "text": "62/62",
        "opens": True,
        "things": 62,
    }


PICTURES = {
    "years": replace(
        tables.yearly(),
        drawn={"kind": "theo_nam", "title": "Kết nạp theo năm", "value": "ket_nap", "unit": "đảng viên"},
    ),
    "targets": replace(
        tables.appendix(), drawn={"kind": "doi_chieu", "title": "Kết quả", "target": "hoc_lop", "value": "ket_nap"}
    ),
}


@pytest.mark.parametrize("table", PICTURES.values(), ids=PICTURES)
def test_a_report_carries_its_picture_in_every_form(table):
    """With words for who does not see it; the frozen table alone gives it again."""
    (picture,) = pictures_of(table)
    kept = Table.from_json(json.loads(json.dumps(table.to_json())))
    drawn = {code: RENDERERS[code](kept, tables.FROZEN) for code in ("html", "pdf", "docx", "xlsx")}

    assert drawn == {code: RENDERERS[code](table, tables.FROZEN) for code in drawn}
    assert picture.svg in drawn["html"]
    assert picture.title in " ".join(reading.text(drawn["pdf"]).split())
    assert "Figure" in [tag for _, tag in reading.structure(drawn["pdf"])]
    with zipfile.ZipFile(BytesIO(drawn["docx"])) as word:
        assert picture.svg == word.read("word/media/hinh1.svg")
        assert escape(picture.alternative) in word.read("word/document.xml").decode()
    with zipfile.ZipFile(BytesIO(drawn["xlsx"])) as book:
        assert book.read("xl/media/image1.png") == pictures_of(table, with_png=True)[0].png


def test_nothing_is_drawn_where_there_is_nothing_to_compare():
    years, targets = PICTURES["years"], PICTURES["targets"]
    none = Cell(CellKind.COUNT, 0)
    zeros = tuple(replace(row, cells=(none,) * len(row.cells)) for row in years.rows)

    assert pictures_of(tables.yearly()) == []
    assert pictures_of(replace(years, rows=years.rows[:1])) == []
    assert pictures_of(replace(years, rows=zeros)) == []
    assert pictures_of(replace(targets, rows=targets.rows[:1])) == []
    assert pictures_of(replace(targets, rows=targets.rows * 7)) == []
    assert len(pictures_of(replace(targets, rows=targets.rows * 3))) == 2


@every_format
def test_drawing_twice_gives_the_same_bytes(code):
    assert RENDERERS[code](tables.yearly(), tables.FROZEN) == RENDERERS[code](tables.yearly(), tables.FROZEN)


def test_another_process_gives_the_same_bytes():
    program = (
        "import django, hashlib; django.setup();"
        "from reports.render import RENDERERS; from tests.reports.tables import FROZEN, criteria;"
        "[print(code, hashlib.sha256(draw(criteria(), FROZEN)).hexdigest()) for code, draw in RENDERERS.items()]"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], env=_environment(), capture_output=True, text=True, check=True
    )

    here = {
        code: hashlib.sha256(draw(tables.criteria(), tables.FROZEN)).hexdigest() for code, draw in RENDERERS.items()
    }
    assert dict(line.split() for line in run.stdout.splitlines()) == here


def _environment() -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "dangvien.settings", "PYTHONHASHSEED": "77", "TZ": "America/Lima"}


@every_format
def test_the_digest_and_the_day_make_the_bytes_differ(code):
    other = replace(tables.FROZEN, digest="6a" * 32)

    assert RENDERERS[code](tables.appendix(), other) != RENDERERS[code](tables.appendix(), tables.FROZEN)


def test_hostile_labels_stay_labels():
    table = tables.appendix(tables.lines(HOSTILE))

    assert reading.pdf_rows(RENDERERS["pdf"](table, tables.PAPER)) == expected(table)
    assert reading.docx_rows(RENDERERS["docx"](table, tables.PAPER)) == expected(table)
    assert reading.xlsx_rows(RENDERERS["xlsx"](table, tables.PAPER)) == expected(table)
    cells = [cell for row in reading.worksheet(RENDERERS["xlsx"](table, tables.PAPER)).iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    page = RENDERERS["html"](table, tables.PAPER).decode()
    assert "<script" not in page
    assert "{{ paper }} {% load static %}" in page


def test_invisible_characters_go_and_letters_become_whole():
    table = tables.appendix(
        tables.lines(["\x00nul\x07 và\ufffe \u200bẩn", "Phu\u031bo\u031b\u0300ng \ud800Đo\u0302ng", "a\nb\tc"])
    )
    labels = ["nul và ẩn", "Phường Đông", "a b c"]

    assert [row[1] for row in reading.pdf_rows(RENDERERS["pdf"](table, tables.PAPER))[:3]] == labels
    labels[2] = "a\nb c"  # a break stays one
    assert [row[1] for row in reading.docx_rows(RENDERERS["docx"](table, tables.PAPER))[:3]] == labels
    assert [row[1] for row in reading.xlsx_rows(RENDERERS["xlsx"](table, tables.PAPER))[:3]] == labels
    assert all(f">{label}<" in RENDERERS["html"](table, tables.PAPER).decode() for label in labels)
    assert json.loads(RENDERERS["json"](table, tables.PAPER))["rows"][1]["label"] == "Phường Đông"


@every_format
def test_a_table_without_rows_is_drawn(code):
    table = tables.appendix((), total=None)
    drawn = RENDERERS[code](table, tables.PAPER)

    if code == "pdf":
        assert reading.pdf_rows(drawn) == [["Không có dòng nào trong kỳ này."]]
    elif code == "docx":
        assert reading.docx_rows(drawn)[0] == ["Không có dòng nào trong kỳ này.", "", "", ""]
    elif code == "xlsx":
        assert reading.xlsx_rows(drawn) == [["Không có dòng nào trong kỳ này.", "", "", ""]]
    elif code == "html":
        assert "Không có dòng nào trong kỳ này." in drawn.decode()
    else:
        assert json.loads(drawn)["rows"] == []


@every_format
def test_a_table_without_running_numbers_is_drawn(code):
    table = tables.appendix(number_title="", header=(tables.appendix().header[0][1:],))

    drawn = RENDERERS[code](table, tables.PAPER)

    if code == "pdf":
        assert reading.pdf_rows(drawn) == expected(table)
    elif code == "docx":
        assert reading.docx_rows(drawn) == expected(table)
    elif code == "xlsx":
        assert reading.xlsx_rows(drawn) == expected(table)
    else:
        assert ">TT<" not in drawn.decode()


FACING = tables.facing(11)
LEFT = [[row.number, row.label, *(cell.text for cell in row.cells[:2])] for row in FACING.rows]
RIGHT = [[row.number, row.label, *(cell.text for cell in row.cells[2:])] for row in FACING.rows]


def test_facing_pages_hold_nine_lines_each_left_and_right():
    pages = reading.pdf_tables(RENDERERS["pdf"](FACING, tables.PAPER))

    assert [page[2:] for page in pages] == [LEFT[:9], RIGHT[:9], LEFT[9:], RIGHT[9:]]
    assert pages[0][0] == ["TT", "Họ và tên", "A", "Đi và đến"]
    assert pages[1][:2] == [["TT", "Họ và tên", "Đi và đến", "D"], ["C"]]


def test_facing_pages_in_word_and_excel():
    word = RENDERERS["docx"](FACING, tables.PAPER)
    sheet = reading.worksheet(RENDERERS["xlsx"](FACING, tables.PAPER))

    assert reading.docx_tables(word, header_rows=2) == [LEFT[:9], RIGHT[:9], LEFT[9:], RIGHT[9:]]
    assert sheet.page_setup.pageOrder == "overThenDown"
    assert [mark.id for mark in sheet.col_breaks.brk] == [4]
    assert sheet.print_title_cols == "$A:$B"
    assert reading.xlsx_rows(RENDERERS["xlsx"](FACING, tables.PAPER)) == [
        [*left, *right[2:]] for left, right in zip(LEFT, RIGHT, strict=True)
    ]


def test_many_spreads_are_drawn_in_parts_that_lose_nothing(monkeypatch):
    table = tables.facing(40)
    whole = reading.pdf_tables(RENDERERS["pdf"](table, tables.PAPER))
    monkeypatch.setattr(pdf, "ROWS_IN_ONE_PIECE", 20)
    monkeypatch.setattr(pdf, "ROWS_IN_A_PART", 10)

    assert reading.pdf_tables(RENDERERS["pdf"](table, tables.PAPER)) == whole


def test_file_names_say_report_and_period():
    assert file_name(tables.appendix(), "pdf") == "phu-luc-khu-dan-cu_2012-01-01_2022-05-20.pdf"
    assert file_name(tables.appendix(report="X 9/Đ"), "xlsx") == "x-9-d_2012-01-01_2022-05-20.xlsx"
    with pytest.raises(KeyError):
        file_name(tables.appendix(), "odt")


def test_every_format_has_a_renderer_and_every_kind_of_cell_was_drawn():
    assert list(FORMATS) == list(RENDERERS)
    drawn = {cell.kind for table in TABLES.values() for row in table.all_rows for cell in row.cells}
    assert drawn == set(CellKind)
