"""The workbook: numbers that are numbers, a header that stays, a page that prints, texts that stay texts."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from reports.definition import Sheet
from reports.render.xlsx import render
from tests.reports import reading, tables


def drawn(table, paper=tables.PAPER):
    return reading.worksheet(render(table, paper))


def row_of(sheet, label: str):
    return next(row for row in sheet.iter_rows() if label in {cell.value for cell in row})


def test_counts_and_percentages_are_numbers():
    sheet = drawn(tables.yearly())
    row = row_of(sheet, "2013")

    assert [cell.value for cell in row] == ["2.", "2013", 163, -18.5, 363, 54, 33]
    assert [cell.data_type for cell in row] == ["s", "s", "n", "n", "n", "n", "n"]
    assert [cell.number_format for cell in row[2:]] == ["#,##0", "#,##0.0", "#,##0", "#,##0", "#,##0.0"]
    assert [cell.value for cell in row_of(sheet, "Cả giai đoạn")] == [None, "Cả giai đoạn", 538, None, None, 178, 33.1]


def test_a_fraction_is_a_text_and_not_a_day():
    cell = row_of(drawn(tables.criteria()), "Khu phố có chi bộ")[2]

    assert (cell.value, cell.data_type, cell.number_format) == ("62/62", "s", "@")


def test_what_looks_like_a_formula_is_a_text():
    sheet = drawn(tables.appendix(tables.lines(["=1+1", "+1", "-1", "@x", "#REF!", "TRUE", "1/2"])))

    for label in ("=1+1", "+1", "-1", "@x", "#REF!", "TRUE", "1/2"):
        cell = row_of(sheet, label)[1]
        assert cell.data_type == "s"
        assert cell.quotePrefix is (label[0] in "=+-@")


def test_the_header_is_merged_frozen_and_repeated():
    sheet = drawn(tables.yearly())

    assert sheet.print_title_rows == "$5:$6"
    assert sheet.freeze_panes == "A7"
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A5:A6", "B5:B6", "C5:C6", "D5:D6", "E5:E6", "F5:G5"} <= merged
    assert [cell.value for cell in sheet[5]] == [
        "TT",
        "Năm",
        "Kết nạp",
        "So với năm trước (%)",
        "Lũy kế",
        "Trong đó ở địa bàn khu dân cư",
        None,
    ]
    assert [cell.value for cell in sheet[6]] == [None] * 5 + ["Số lượng", "Tỷ trọng (%)"]
    assert {cell.border.bottom.style for cell in sheet[6]} == {"thin"}


@pytest.mark.parametrize(
    ("landscape", "orientation", "margins"),
    [(False, "portrait", (20, 15, 20, 30)), (True, "landscape", (30, 20, 15, 20))],
)
def test_it_prints_on_a4_as_wide_as_the_page(landscape, orientation, margins):
    sheet = drawn(tables.appendix(landscape=landscape))

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == ("9", orientation) or (
        sheet.page_setup.paperSize,
        sheet.page_setup.orientation,
    ) == (9, orientation)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    edges = (sheet.page_margins.top, sheet.page_margins.right, sheet.page_margins.bottom, sheet.page_margins.left)
    assert tuple(round(edge * 25.4) for edge in edges) == margins
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$D$15"
    assert sheet.HeaderFooter.differentFirst
    assert sheet.oddHeader.center.text == "&P"
    assert sheet.firstHeader.center.text is None


def test_the_appendix_reads_from_top_to_bottom():
    sheet = drawn(tables.appendix(notes=("=Ghi chú.",)), tables.FROZEN)

    first = [row[0].value for row in sheet.iter_rows()]
    assert [value and reading.clean(value) for value in first[:5]] == [
        "PHỤ LỤC",
        "công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2012-2022",
        "(Kèm theo Báo cáo số -BC/TU, ngày /6/2022 của BTV Thành ủy)",
        "-----",
        "TT",
    ]
    assert first[15] == "=Ghi chú."
    assert first[-1].startswith("Số liệu chốt lúc 08:05")
    assert sheet["A16"].data_type == "s"
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A1:D1", "A2:D2", "A16:D16"}


def test_a_document_has_its_heading_and_signature():
    sheet = drawn(tables.appendix(sheet="van_ban"), replace(tables.PAPER, draft=True))
    values = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]

    assert values[:9] == [
        ["ĐẢNG BỘ TỈNH QUẢNG TRỊ", "ĐẢNG CỘNG SẢN VIỆT NAM"],
        ["THÀNH ỦY ĐÔNG HÀ", "Đông Hà, ngày     tháng 6 năm 2022"],
        ["*"],
        ["Số      -BC/TU"],
        ["DỰ THẢO"],
        [],
        ["BÁO CÁO"],
        ["công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2012-2022"],
        ["-----"],
    ]
    assert values[-7:] == [
        ["Nơi nhận:", "T/M BAN THƯỜNG VỤ"],
        ["- Ban Tổ chức Tỉnh ủy (báo cáo),", "BÍ THƯ"],
        ["- Đảng ủy các phường,"],
        ["- Lưu Văn phòng Thành ủy."],
        [],
        [],
        ["Nguyễn Văn An"],
    ]


def test_the_total_is_bold_and_parts_are_indented():
    sheet = drawn(tables.appendix())

    assert {cell.font.b for cell in row_of(sheet, "Toàn thành phố")} == {True}
    assert {cell.font.b for cell in row_of(sheet, "Phường 1")} == {False}
    assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"Times New Roman"}
    parts = drawn(tables.criteria())
    indents = [row_of(parts, row.label)[1].alignment.indent for row in tables.criteria().rows]
    assert indents == [0, 1, 1, 2, 0, 0]


def test_a_heading_runs_over_the_row_and_main_lines_are_bold():
    sheet = drawn(tables.people())
    heading = row_of(sheet, "Chi bộ Khu phố 1: 2 đồng chí")

    line = heading[0].row
    assert f"B{line}:E{line}" in {str(area) for area in sheet.merged_cells.ranges}
    assert (heading[0].value, heading[0].font.b, heading[1].font.b, heading[1].font.i) == ("I", True, True, False)
    assert {cell.font.b for cell in row_of(drawn(tables.form()), "Kỳ trước chuyển sang")} == {True}


def test_the_file_says_what_it_is_and_when():
    file = render(tables.appendix(), tables.FROZEN)
    properties = load_workbook(BytesIO(file)).properties

    assert properties.title == "Phụ lục công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2012-2022"
    assert properties.creator == properties.lastModifiedBy == "THÀNH ỦY ĐÔNG HÀ"
    assert properties.keywords == tables.FROZEN.digest
    assert properties.language == "vi-VN"
    assert str(properties.created) == str(properties.modified) == "2022-06-20 01:05:00"
    with zipfile.ZipFile(BytesIO(file)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2022, 6, 20, 8, 5, 0)}


def test_a_code_that_excel_refuses_still_names_the_sheet():
    assert drawn(tables.appendix(report="R/01:[x]*?'" + "d" * 40)).title == "R01x" + "d" * 27
    assert drawn(tables.appendix(report="[]")).title == "Bao cao"


def test_a_table_of_one_number_has_room_for_heading_and_signature():
    table = tables.criteria()
    narrow = replace(table, number_title="", header=(table.header[0][1:],))

    values = {cell.value for row in drawn(narrow).iter_rows() for cell in row}
    assert {"ĐẢNG BỘ TỈNH QUẢNG TRỊ", "ĐẢNG CỘNG SẢN VIỆT NAM", "Nguyễn Văn An"} <= values


@pytest.mark.parametrize("table", [tables.criteria(), tables.appendix(sheet=Sheet.DOCUMENT)])
def test_the_heading_stands_on_lines_of_its_own_width(table):
    sheet = drawn(table)

    for label in ("ĐẢNG BỘ TỈNH QUẢNG TRỊ", "ĐẢNG CỘNG SẢN VIỆT NAM"):
        cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == label)
        area = next((area for area in sheet.merged_cells.ranges if cell.coordinate in area), None)
        columns = range(cell.column, (area.max_col if area else cell.column) + 1)
        assert sum(sheet.column_dimensions[get_column_letter(column)].width for column in columns) > 32
        assert sheet.row_dimensions[cell.row].height < 2 * cell.font.size
