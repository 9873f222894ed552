"""The Word document: a real table, real margins, the page number, the language, what it says of itself."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from dangvien.text import nfc
from reports.render.docx import render
from reports.table import Table
from tests.reports import reading, tables


def drawn(table: Table, paper=tables.PAPER) -> Document:
    return docx.Document(BytesIO(render(table, paper)))


def texts(document: Document) -> list[str]:
    return [nfc(paragraph.text) for paragraph in document.paragraphs]


def millimetres(length: int | None) -> float:
    assert length is not None
    return round(length / Mm(1), 1)


def test_the_appendix_opens_as_printed():
    assert texts(drawn(tables.appendix()))[:4] == [
        "PHỤ LỤC",
        "công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2012-2022",
        "(Kèm theo Báo cáo số -BC/TU, ngày /6/2022 của BTV Thành ủy)",
        "-----",
    ]


def test_a_document_has_heading_and_signature_in_tables_without_frames():
    document = drawn(tables.appendix(sheet="van_ban"), tables.FROZEN)
    head, numbers, end = document.tables

    assert [[nfc(part.text) for part in cell.paragraphs] for cell in head.rows[0].cells] == [
        ["ĐẢNG BỘ TỈNH QUẢNG TRỊ", "THÀNH ỦY ĐÔNG HÀ", "*", "Số -BC/TU"],
        ["ĐẢNG CỘNG SẢN VIỆT NAM", "", "Đông Hà, ngày tháng 6 năm 2022"],
    ]
    assert texts(document)[:3] == [
        "BÁO CÁO",
        "công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2012-2022",
        "-----",
    ]
    assert [[part.text for part in cell.paragraphs] for cell in end.rows[0].cells] == [
        ["Nơi nhận:", *tables.PAPER.recipient_lines],
        ["T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Văn An"],
    ]
    assert texts(document)[-1].startswith("Số liệu chốt lúc 08:05, ngày 20/6/2022; mã kiểm 5f5f")
    for table in (head, end):
        assert {border.get(border.keys()[0]) for border in table._tbl.xpath("./w:tblPr/w:tblBorders/*")} == {"nil"}
    assert [millimetres(column.width) for column in head.columns] == [77, 88]
    assert [millimetres(column.width) for column in end.columns] == [85, 80]
    assert len(numbers.rows) == 11


@pytest.mark.parametrize(
    ("landscape", "orientation", "size", "margins"),
    [
        (False, WD_ORIENT.PORTRAIT, (210, 297), (20, 15, 20, 30)),
        (True, WD_ORIENT.LANDSCAPE, (297, 210), (30, 20, 15, 20)),
    ],
)
def test_the_page(landscape, orientation, size, margins):
    document = drawn(tables.appendix(landscape=landscape))
    (section,) = document.sections

    assert section.orientation == orientation
    assert (millimetres(section.page_width), millimetres(section.page_height)) == size
    edges = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert tuple(map(millimetres, edges)) == margins
    widths = [
        cell.width
        for cell in reading.word_table(render(tables.appendix(landscape=landscape), tables.PAPER)).rows[1].cells
    ]
    assert sum(map(millimetres, widths)) == pytest.approx(size[0] - margins[1] - margins[3], abs=0.2)


def test_pages_are_numbered_from_the_second_in_the_header():
    (section,) = drawn(tables.appendix()).sections

    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    assert section.header.paragraphs[0]._p.xpath("./w:fldSimple/@w:instr") == [" PAGE "]
    assert section.header.paragraphs[0]._p.xpath("./w:pPr/w:jc/@w:val") == ["center"]
    assert millimetres(section.header_distance) == 10


def test_the_header_repeats_and_rows_stay_whole():
    table = reading.word_table(render(tables.yearly(), tables.PAPER))
    rows = [row._tr for row in table.rows]

    assert [bool(row.xpath("./w:trPr/w:tblHeader")) for row in rows] == [True, True, False, False, False, False]
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)


def test_header_cells_are_merged():
    table = reading.word_table(render(tables.yearly(), tables.PAPER))
    first, second = ([cell.text for cell in row.cells] for row in table.rows[:2])

    group = "Trong đó ở địa bàn khu dân cư"
    assert first == ["TT", "Năm", "Kết nạp", "So với năm trước (%)", "Lũy kế", group, group]
    assert second == ["TT", "Năm", "Kết nạp", "So với năm trước (%)", "Lũy kế", "Số lượng", "Tỷ trọng (%)"]


def test_numbers_are_right_the_rest_left_and_the_total_bold():
    table = reading.word_table(render(tables.appendix(), tables.PAPER))

    for row in table.rows[1:]:
        aligned = [cell.paragraphs[0]._p.xpath("./w:pPr/w:jc/@w:val")[0] for cell in row.cells]
        assert aligned == ["center", "left", "right", "right"]
    bold = [{bool(cell.paragraphs[0].runs[0].bold) for cell in row.cells} for row in table.rows]
    assert bold == [{True}, *[{False}] * 9, {True}]


def test_parts_are_indented_and_inner_headings_italic():
    table = reading.word_table(render(tables.criteria(), tables.PAPER))
    labels = [row.cells[1].paragraphs[0] for row in table.rows[1:]]

    indents = [label.paragraph_format.left_indent or 0 for label in labels]
    assert [millimetres(indent) for indent in indents] == [0, 4, 4, 8, 0, 0]
    assert [bool(label.runs[0].italic) for label in labels] == [False, False, True, False, False, False]


def test_a_heading_runs_over_the_row_and_main_lines_are_bold():
    """The running number stands apart; what is numbered A or II is bold, its cells too."""
    heading = reading.word_table(render(tables.people(), tables.PAPER)).rows[2]
    assert [cell.text for cell in heading.cells] == ["I", *["Chi bộ Khu phố 1: 2 đồng chí"] * 4]
    assert len(heading._tr.xpath("./w:tc")) == 2
    assert [bool(cell.paragraphs[0].runs[0].bold) for cell in heading.cells] == [True] * 5
    main, line = reading.word_table(render(tables.form(), tables.PAPER)).rows[3:5]
    assert {bool(cell.paragraphs[0].runs[0].bold) for cell in main.cells} == {True}
    assert {bool(cell.paragraphs[0].runs[0].bold) for cell in line.cells} == {False}


def test_the_last_rows_stay_with_the_signature():
    def kept(table: Table) -> list[bool]:
        rows = reading.word_table(render(table, tables.PAPER)).rows[1:]
        return [bool(row.cells[0].paragraphs[0]._p.xpath("./w:pPr/w:keepNext")) for row in rows]

    assert kept(tables.appendix(sheet="van_ban")) == [False] * 8 + [True] * 2
    assert kept(tables.appendix()) == [False] * 10
    document = drawn(tables.appendix(sheet="van_ban", notes=("Ghi chú.",)))
    after = document.paragraphs[texts(document).index("Ghi chú.") :][:2]
    assert all(paragraph.paragraph_format.keep_with_next for paragraph in after)


def test_font_language_and_size():
    document = drawn(tables.appendix())
    defaults = document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr")[0]

    assert set(defaults.xpath("./w:rFonts/@*")) == {"Times New Roman"}
    assert defaults.xpath("./w:lang/@w:val") == ["vi-VN"]
    assert document.paragraphs[0].runs[0].font.size == Pt(14)
    assert drawn(tables.appendix(sheet="van_ban")).tables[0].rows[0].cells[1].paragraphs[0].runs[0].font.size == Pt(15)


def test_the_title_is_in_the_outline():
    document = drawn(tables.appendix())

    outlined = [paragraph.text for paragraph in document.paragraphs if paragraph._p.xpath("./w:pPr/w:outlineLvl")]
    assert outlined == ["công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2012-2022"]


def test_the_file_says_what_it_is():
    properties = drawn(tables.appendix(), tables.FROZEN).core_properties

    assert properties.title == "Phụ lục công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2012-2022"
    assert properties.author == properties.last_modified_by == "THÀNH ỦY ĐÔNG HÀ"
    assert properties.keywords == tables.FROZEN.digest
    assert properties.language == "vi-VN"
    assert properties.created is not None
    assert properties.created.astimezone(UTC) == datetime(2022, 6, 20, 1, 5, tzinfo=UTC)
    assert properties.comments == ""


def test_nothing_of_the_librarys_template_is_left():
    with zipfile.ZipFile(BytesIO(render(tables.appendix(), tables.PAPER))) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name or "customXml" in name]
        assert {entry.date_time for entry in archive.infolist()} == {(2022, 5, 20, 0, 0, 0)}


def test_a_draft_is_marked():
    paper = replace(tables.PAPER, draft=True)

    assert "DỰ THẢO" in texts(drawn(tables.appendix(), paper))
    assert "DỰ THẢO" in drawn(tables.criteria(), paper).tables[0].rows[0].cells[0].text
    assert "DỰ THẢO" not in texts(drawn(tables.appendix()))


def test_a_thousand_rows_are_drawn():
    rows = reading.word_table(render(tables.long(1000), tables.PAPER))._tbl.tr_lst

    assert len(rows) == 1001
