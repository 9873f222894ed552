"""Files that want to do harm, through the whole door: one sentence, or simply the rows, in little time and memory."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from dangvien.limited import MEGABYTE, Unreadable
from dangvien.rosters.reading import bounds, read_roster
from tests.dangvien.rosters import workbooks_made as made
from tests.dangvien.rosters.reading.inside import sheets_of


def sentence_of(content, name="a.xlsx"):
    with pytest.raises(Unreadable) as told:
        read_roster(content, name)
    return str(told.value)


def sentence_inside(content):
    """The same without the child: for files that need none of its bounds."""
    with pytest.raises(Unreadable) as told:
        sheets_of(content)
    return str(told.value)


def names(content):
    return [row.cells[1] for row in read_roster(content, "a.xlsx")[0].rows]


@pytest.fixture(autouse=True)
def little_memory(monkeypatch):
    """Less than half of what children have: none of these files may need more."""
    monkeypatch.setattr("dangvien.rosters.reading.MEMORY", 400 * MEGABYTE)


def test_merges_of_everything_are_a_bounded_number():
    sheet, *_ = read_roster(made.merge_bomb(), "a.xlsx")

    assert len(sheet.merges) == bounds.MOST_MERGES
    assert len(sheet.rows) == 3


def test_a_cell_at_the_end_of_the_world():
    assert sentence_of(made.far_cell()) == bounds.too_wide("Danh sách", "XFD1048576")


def test_a_row_at_the_end_of_the_world():
    assert [row.number for row in read_roster(made.far_cell("A1048576"), "a.xlsx")[0].rows] == [1, 1048576]


@pytest.mark.parametrize("address", ["XFE1", "A1048577", "A0", "1A", "AAAA1", "A"])
def test_a_cell_beyond_it(address):
    assert sentence_inside(made.with_sheet(f'<row r="1"><c r="{address}"><v>1</v></c></row>')) == bounds.BROKEN


def test_a_sheet_that_unpacks_to_gigabytes():
    assert sentence_of(made.zip_bomb_sheet()) == bounds.SWOLLEN


def test_a_bomb_in_a_part_that_nobody_opens():
    """No real workbook has one, and whatever opens the file after us would unpack it."""
    assert sentence_of(made.zip_bomb_part()) == bounds.SWOLLEN


def test_a_sheet_that_lies_about_its_size():
    assert sentence_of(made.zip_bomb_lying()) == bounds.SWOLLEN


@pytest.mark.parametrize(
    "part", [made.SHEET1, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"]
)
def test_entities_within_entities(part):
    assert sentence_inside(made.billion_laughs(part)) == bounds.STRANGE


def test_nothing_is_fetched_from_outside():
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for where in (f"http://127.0.0.1:{server.server_port}/x", "file:///etc/passwd"):
            assert sentence_of(made.external_entity(where)) == bounds.STRANGE
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


def test_a_million_empty_rows_are_nothing():
    assert [row.cells for row in read_roster(made.million_empty_rows(), "a.xlsx")[0].rows] == [["Họ và tên"]]


def test_a_cell_longer_than_excel_knows_is_cut_where_excel_would_cut_it():
    noise = "".join(chr(0x4E00 + place * 7919 % 20_000) for place in range(3_000_000))
    sheet, *_ = read_roster(
        made.with_sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{noise}</t></is></c></row>'), "a.xlsx"
    )

    assert sheet.rows[0].cells == [noise[: bounds.LONGEST_TEXT]]


def test_a_tag_without_an_end_in_sight():
    """Old expat begins such a tag anew with every piece: thirty megabytes of it would be a quarter of a minute."""
    noise = "".join(chr(0x4E00 + place * 7919 % 20_000) for place in range(1_000_000))

    assert sentence_inside(made.with_sheet(f'<row r="1" x="{noise}"/>')) == bounds.STRANGE


@pytest.mark.parametrize("content", [made.bad_checksum(), made.plain()[:3000], made.plain()[:-30], b"PK\x03\x04"])
def test_broken_or_cut(content):
    assert sentence_inside(content) == bounds.BROKEN


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="A1" t="s"><v>9999</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" s="x"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>một</v></c></row>',
        '<row r="x"/>',
        '<row r="1"><c r="A1"><v>1</c></row>',
    ],
)
def test_sheets_that_no_program_wrote(xml):
    good = '<row r="1"><c r="A1"><v>1</v></c></row>' if xml.startswith('<row r="2"') else ""

    assert sentence_inside(made.with_sheet(good + xml)) == bounds.BROKEN


def test_a_number_beyond_all_numbers_is_the_text_it_is():
    content = made.with_sheet('<row r="1"><c r="A1"><v>1e999</v></c><c r="B1" s="9999"><v>5</v></c></row>')

    assert read_roster(content, "a.xlsx")[0].rows[0].cells == ["1e999", {"n": 5, "t": "5"}]
