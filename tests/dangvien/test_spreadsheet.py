from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dangvien.dates import PartialDate
from dangvien.spreadsheet import Value, workbook
from dangvien.views.exporting import excel, file_name

DAY, BIRTH = (datetime.fromisoformat(day) for day in ("2026-03-05", "1990-02-03"))
"""Days as the reader of workbooks gives them back."""


def opened(content: bytes) -> Worksheet:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_values_come_back_as_what_they_are():
    row: list[Value] = [
        "Nguyễn Văn An",
        12,
        Decimal("2.5"),
        date(2026, 3, 5),
        PartialDate(1990, 2, 3),
        PartialDate(1990, 2),
        "",
        None,
    ]

    sheet = opened(workbook("Danh sách", [f"Cột {n}" for n in range(8)], [row], "Năm 2026"))

    assert [sheet["A1"].value, sheet["A2"].value] == ["Danh sách", "Năm 2026"]
    assert [cell.value for cell in sheet[4]] == [f"Cột {n}" for n in range(8)]
    assert [cell.value for cell in sheet[5]] == [
        "Nguyễn Văn An", 12, 2.5, DAY, BIRTH, "02/1990", None, None,
    ]  # fmt: skip
    assert [cell.number_format for cell in sheet[5]][:5] == ["@", "#,##0", "#,##0.0#", "dd/mm/yyyy", "dd/mm/yyyy"]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", '=HYPERLINK("x")', "00123"])
def test_text_is_never_a_formula(text):
    sheet = opened(workbook(text, [text], [[text]], text))

    for place in ("A1", "A2", "A4", "A5"):
        assert (sheet[place].value, sheet[place].data_type) == (text, "s")


def test_what_excel_cannot_hold_is_left_out():
    sheet = opened(workbook("A/B: [năm] *?" + "x" * 40, ["Tên"], [["a\x00b\x07c\nd"], ["x" * 40_000]]))

    assert sheet["A5"].value == "abc\nd"
    assert len(sheet["A6"].value) == 32_767
    assert len(sheet.title) <= 31


def test_it_prints_on_a4_with_the_header_on_every_sheet():
    narrow = opened(workbook("Hẹp", ["Một", "Hai"], [["a", "b"]]))
    wide = opened(workbook("Rộng", [f"Cột số {n} rất dài" for n in range(12)], []))

    assert (str(narrow.page_setup.paperSize), narrow.page_setup.orientation) == ("9", "portrait")
    assert wide.page_setup.orientation == "landscape"
    assert narrow.print_title_rows == "$4:$4"
    assert narrow.freeze_panes == "A5"
    assert narrow.page_setup.fitToHeight == 0


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="row 1 has 1 values for 2 columns"):
        workbook("Danh sách", ["Một", "Hai"], [["a"]])


def test_the_file_has_a_plain_name():
    answer = excel("Khảo sát nguồn: Phường 1, năm 2026", b"PK")

    assert answer["Content-Disposition"] == 'attachment; filename="khao-sat-nguon-phuong-1-nam-2026.xlsx"'
    assert answer.content == b"PK"
    assert file_name('"\r\n;') == "danh-sach.xlsx"
    assert len(file_name("Đ" * 300)) <= 85
