"""Grid, widths and fonts: what all printed forms share."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from reports.fonts import FontError, font_files, vietnamese_letters
from reports.render import layout
from reports.table import Cell, CellKind, HeaderCell, Row, Table
from tests.reports import tables


def test_every_header_cell_has_its_place():
    places = {(place.row, place.column): place.cell.text for place in layout.header_places(tables.yearly())}

    assert places == {
        (0, 0): "TT",
        (0, 1): "Năm",
        (0, 2): "Kết nạp",
        (0, 3): "So với năm trước (%)",
        (0, 4): "Lũy kế",
        (0, 5): "Trong đó ở địa bàn khu dân cư",
        (1, 5): "Số lượng",
        (1, 6): "Tỷ trọng (%)",
    }


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (((HeaderCell("TT"), HeaderCell("TCCSĐ"), HeaderCell("Một")),), "không phủ kín 4 cột"),
        (((HeaderCell("TT"), HeaderCell("TCCSĐ"), HeaderCell("Một", columns=3)),), "không phủ kín 4 cột"),
        (
            (
                (HeaderCell("TT"), HeaderCell("A", rows=2), HeaderCell("B"), HeaderCell("C", rows=2)),
                (HeaderCell("D", columns=2), HeaderCell("E")),
            ),
            "đè lên nhau ở “D”",
        ),
    ],
)
def test_a_header_that_does_not_fill_its_grid_is_refused(header, said):
    with pytest.raises(ValueError, match=said):
        layout.header_places(tables.appendix(header=header))


@pytest.mark.parametrize(
    "table",
    [
        tables.appendix(),
        tables.yearly(),
        tables.criteria(),
        tables.long(50, landscape=True),
        tables.appendix((), total=None),
        tables.appendix(tables.lines(["x" * 300])),
        tables.appendix(
            tuple(row.__class__(row.key, row.number, row.label, row.cells * 15) for row in tables.appendix().rows),
            header=((HeaderCell("TT"), HeaderCell("TCCSĐ"), *[HeaderCell("Số lượng đảng viên")] * 30),),
            columns=tuple(f"c{place}" for place in range(30)),
            total=None,
        ),
    ],
    ids=["appendix", "yearly", "criteria", "landscape", "empty", "long word", "thirty columns"],
)
def test_columns_fill_the_page_exactly(table):
    widths = layout.column_widths(table)

    assert len(widths) == layout.grid_width(table)
    assert sum(widths) == pytest.approx(layout.page_of(table).text_width)
    assert min(widths) > 0


def test_longer_labels_get_more_room():
    short = layout.column_widths(tables.appendix())[1]
    long = layout.column_widths(tables.appendix(tables.lines(["Đảng bộ Trung tâm Phát triển quỹ đất thành phố"])))[1]

    assert long > short + 20


def test_letters_are_smaller_when_columns_are_many():
    sizes = [layout.font_size(of_columns("Số", count)) for count in (2, 5, 6, 8, 9, 12)]

    assert sizes == [13, 13, 12, 12, 11, 10]


def test_letters_are_smaller_before_words_are_broken():
    table = of_columns("Phường", 9)

    assert layout.font_size(of_columns("Phường", 7)) == 12
    assert layout.font_size(table) < 11
    assert sum(layout.column_widths(table)) == pytest.approx(layout.page_of(table).text_width)
    assert layout.font_size(of_columns("Phường", 40)) == 8


def of_columns(header: str, count: int) -> Table:
    """A table with so many columns of this header."""
    blank = Cell(CellKind.BLANK, None)
    rows = tuple(Row(label, "1.", label, (blank,) * count) for label in ("Phường 1", "Phường Đông Thanh"))
    head = (HeaderCell("TT"), HeaderCell("TCCSĐ"), *(HeaderCell(header) for _ in range(count)))
    return tables.appendix(rows, columns=tuple(map(str, range(count))), header=(head,), total=None)


def test_vietnamese_has_134_letters_with_marks_and_all_plain_ones():
    letters = vietnamese_letters()

    assert len([letter for letter in letters if not letter.isascii()]) == 134
    assert {"ơ", "Ư", "ệ", "ạ", "Đ", "ỹ"} <= letters


def test_four_styles_are_found():
    assert [(file.style, file.weight) for file in font_files()] == [
        ("normal", "normal"),
        ("normal", "bold"),
        ("italic", "normal"),
        ("italic", "bold"),
    ]


def test_missing_fonts_are_named_with_the_remedy(settings, tmp_path):
    settings.REPORT_FONT_DIR = str(tmp_path)

    with pytest.raises(FontError, match=r"Không thấy phông chữ .*LiberationSerif-Regular.ttf.* fonts-liberation2"):
        font_files()


def test_fonts_without_vietnamese_are_refused(settings, tmp_path):
    for file in font_files():
        old = TTFont(file.path)
        keep = subset.Subsetter()
        keep.populate(unicodes=[ord(letter) for letter in vietnamese_letters() - {"ơ", "ư", "ệ"}])
        keep.subset(old)
        old.save(tmp_path / file.path.name)
    settings.REPORT_FONT_DIR = str(tmp_path)

    with pytest.raises(FontError, match=r"thiếu 3 chữ tiếng Việt \(ơ ư ệ …\).*không dùng fonts-liberation 1.x"):
        font_files()


def test_a_broken_font_file_is_said_to_be_broken(settings, tmp_path):
    for file in font_files():
        shutil.copy(file.path, tmp_path)
    Path(tmp_path / "LiberationSerif-Bold.ttf").write_bytes(b"nothing")
    settings.REPORT_FONT_DIR = str(tmp_path)

    with pytest.raises(FontError, match="Không đọc được phông chữ"):
        font_files()


def test_labels_of_a_panel_stand_on_one_line_as_those_of_the_first():
    narrow = tables.panels()
    rows = [replace(row, label=f"{row.label} Hòa Hảo", cells=row.cells + row.cells[:1]) for row in narrow.rows]
    header = ((*narrow.header[0], HeaderCell("Tỷ lệ phần trăm")),)
    wide = replace(narrow, rows=tuple(rows), columns=("tong", "nu", "ty_le"), header=header)
    table = layout.on_paper(wide)
    place, points = table.columns.index("ten:2"), layout.font_size(table)
    labels = [row.cells[place].text for row in table.all_rows]

    width = layout.column_widths(table)[layout.lead_columns(table) + place]

    assert width > max(layout.text_width(label, points) for label in labels)
