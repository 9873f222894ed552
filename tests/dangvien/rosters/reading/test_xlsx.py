"""Workbooks as they really come: each point that rosters have, and exactly the cells that must come out."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from dangvien.limited import Unreadable
from dangvien.rosters.grid import Row, Sheet
from dangvien.rosters.reading import bounds, iterate_roster, read_roster
from dangvien.rosters.reading.events import understood
from tests.dangvien.rosters import workbooks_made as made
from tests.dangvien.rosters.reading.inside import sheets_of


def cells(content):
    """Row number → cells of the first sheet, read without a child."""
    return {row.number: row.cells for row in sheets_of(content)[0].rows}


def day(iso, shown, shape="yyyy-mm-dd"):
    return {"d": iso, "t": shown, "o": shape}


AN = [{"n": 1, "t": "1"}, "Nguyễn Văn An", day("1985-03-20", "1985-03-20"), "Nam"]
BINH = [{"n": 2, "t": "2"}, "Trần Thị Bình", day("1990-12-01", "1990-12-01"), "Nữ"]
HEADERS = list(made.HEADERS)


def test_a_sheet_comes_before_its_rows_through_the_child_whatever_the_name():
    assert list(iterate_roster(made.plain(), "danh-sach.doc")) == [
        Sheet("Danh sách", "visible", [], [], []),
        Row(1, HEADERS),
        Row(2, AN),
        Row(3, BINH),
    ]


def test_all_sheets_with_their_rows():
    sheets = read_roster(made.hidden_things(), "a.xlsx")

    assert [(sheet.name, sheet.state, len(sheet.rows)) for sheet in sheets] == [
        ("Danh sách", "visible", 3),
        ("Bản cũ", "hidden", 1),
        ("Mã", "very_hidden", 1),
    ]
    assert sheets[0].hidden_columns == [2]
    assert [row.hidden for row in sheets[0].rows] == [False, True, False]


def test_merges_are_told_and_empty_rows_are_not():
    sheet, *_ = sheets_of(made.letterhead())

    assert sorted(sheet.merges) == [(4, 0, 5, 0), (4, 1, 5, 1), (4, 2, 4, 3), (6, 0, 6, 3), (8, 0, 8, 3)]
    assert [row.number for row in sheet.rows] == [1, 3, 4, 5, 6, 7, 8, 9, 10, 12]
    assert sheet.rows[0].cells == ["ĐẢNG BỘ PHƯỜNG HÒA AN", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"]
    assert sheet.rows[3].cells == [None, None, "Sinh", "Vào Đảng"]


def test_formulas_give_their_stored_value_and_say_when_there_is_none():
    assert cells(made.formulas()) == {
        1: [{"n": 2, "t": "2"}, {"f": "=A1+1"}, None, "An", {"e": "#N/A"}, {"f": "="}],
    }


def test_comments_stand_with_their_cells_also_with_an_empty_one():
    assert cells(made.commented()) == {
        1: HEADERS,
        2: [AN[0], {"s": "Nguyễn Văn An", "m": "Kiểm tra lại\nngày sinh"}, *AN[2:]],
        3: [*BINH[:3], {"s": "Nữ", "m": "Hỏi chi bộ"}, {"s": "", "m": "Ô trống"}],
    }


def test_days_counted_from_1904():
    assert cells(made.counted_from_1904())[2] == AN


def test_days_are_what_has_the_format_of_a_day_and_exists():
    column = [row[0] for row in cells(made.many_days()).values()]

    assert column == [
        day("1985-03-20", "20/03/1985", "dd/mm/yyyy"),
        day("1985-03-20", "20/03/1985", "mm-dd-yy"),
        day("1985-03-20", "3/20/1985", "m/d/yyyy"),
        day("1985-03-20", "03/1985", "mm/yyyy"),
        {"n": 31126, "t": "31126"},
        day("1985-03-20", "20/03/1985 14:30", "dd/mm/yyyy hh:mm"),
        day("1900-01-01", "01/01/1900", "dd/mm/yyyy"),
        day("1900-02-28", "28/02/1900", "dd/mm/yyyy"),
        {"n": 60, "t": "29/02/1900", "o": "dd/mm/yyyy"},
        day("1900-03-01", "01/03/1900", "dd/mm/yyyy"),
        {"n": 0, "t": "0", "o": "dd/mm/yyyy"},
        {"n": -3, "t": "-3", "o": "dd/mm/yyyy"},
        {"n": 3_000_000, "t": "3000000", "o": "dd/mm/yyyy"},
        {"n": 0.5, "t": "12:00", "o": "h:mm"},
    ]


def test_long_numbers_keep_their_digits():
    assert [cell["t"] for cell in cells(made.long_numbers())[1]] == [
        "43000001",
        "45085001234",
        "0.5",
        "45.3",
        "79085001234",
        "10000000000000000",
    ]


def test_zeros_that_only_the_format_shows_are_seen():
    assert cells(made.padded_numbers())[1] == [
        {"n": 5000997, "t": "05000997", "o": "00000000"},
        {"n": 79085001234, "t": "079085001234", "o": "000000000000"},
        {"n": 200001, "t": "200001 QT", "o": '000000" QT"'},
        {"n": 1703, "t": "1703", "o": "#,##0"},
    ]


def test_texts_come_untouched():
    assert cells(made.odd_texts()) == {1: list(made.ODD_TEXTS)}


def test_runs_of_a_rich_text_are_one_text():
    assert cells(made.rich_text()) == {1: ["Nguyễn Văn An", "x"]}


def test_escaped_controls_are_themselves():
    assert cells(made.escaped_text()) == {1: ["Nguyễn\rVăn An"]}


def test_borders_beyond_the_data_are_nothing():
    assert cells(made.far_used_range()) == {1: HEADERS, 2: AN, 3: BINH}


@pytest.mark.parametrize("content", [made.strict_form(), made.with_macros(), made.as_excel(made.plain())])
def test_other_forms_of_a_workbook_give_the_same(content):
    assert cells(content) == {1: HEADERS, 2: AN, 3: BINH}


@pytest.mark.parametrize("content", [made.odd_texts(), made.rich_text(), made.escaped_text(), made.commented()])
def test_texts_that_sheets_share_come_as_those_in_the_sheet(content):
    assert cells(made.as_excel(content)) == cells(content)


def test_readings_of_asian_scripts_are_no_part_of_the_text():
    phonetic = '<is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is>'
    content = made.with_sheet(f'<row r="1"><c r="A1" t="inlineStr">{phonetic}</c></row>')

    assert cells(content) == cells(made.as_excel(content)) == {1: ["東京"]}


def test_names_with_a_prefix():
    sheet, *_ = sheets_of(made.prefixed())

    assert (sheet.rows, sheet.merges) == ([Row(1, ["Họ và tên"], hidden=True)], [(1, 0, 2, 1)])


def test_the_same_values_as_openpyxl_reads():
    content = made.letterhead()
    rows = list(load_workbook(BytesIO(content), data_only=True).worksheets[0].iter_rows(values_only=True))

    for number, line in cells(content).items():
        expected = list(rows[number - 1])
        while expected and expected[-1] is None:
            expected.pop()
        plain = [cell if not isinstance(cell, dict) else cell.get("d", cell.get("n")) for cell in line]
        assert plain == [value.date().isoformat() if hasattr(value, "date") else value for value in expected]


class TestBounds:
    def test_two_hundred_columns_go_and_one_more_does_not(self):
        assert cells(made.saved(made.book(range(200))))[1][-1] == {"n": 199, "t": "199"}

        with pytest.raises(Unreadable) as told:
            cells(made.saved(made.book(range(201))))
        assert str(told.value) == (
            "Trang tính “Danh sách” có ô GS1 nằm ngoài 200 cột đầu. Xóa các cột thừa ở bên phải, lưu lại rồi gửi."
        )

    def test_too_many_rows(self, monkeypatch):
        monkeypatch.setattr("dangvien.rosters.reading.MOST_ROWS", 2)

        with pytest.raises(Unreadable) as told:
            read_roster(made.plain(), "a.xlsx")
        assert str(told.value) == bounds.TOO_MANY_ROWS

    def test_too_large(self):
        with pytest.raises(Unreadable) as told:
            read_roster(b"x" * (bounds.MOST_BYTES + 1), "a.csv")
        assert str(told.value) == bounds.TOO_LARGE

    @pytest.mark.parametrize("content", [made.saved(made.book()), made.million_empty_rows(with_data=False)])
    def test_nothing_inside(self, content):
        with pytest.raises(Unreadable) as told:
            read_roster(content, "a.xlsx")
        assert str(told.value) == bounds.NOTHING_INSIDE

    def test_a_child_that_lies_is_not_believed(self):
        for event in (
            ["row", 0, False, []],
            ["row", 1, False, [None] * 201],
            ["row", 1],
            ["row", 1, False, [["An"]]],
            ["row", 1, False, [5]],
            ["row", 1, False, [{"n": "5", "t": "5"}]],
            ["row", 1, False, [{"d": "31/02/2025", "t": ""}]],
            ["row", 1, False, [{"d": 5, "t": ""}]],
            ["row", 1, False, [{"s": ["An"]}]],
            ["sheet", "a", "visible", ["B"], [], ""],
            ["sheet", "a", "visible", [], [[1, 2]], ""],
            "row",
            None,
        ):
            with pytest.raises(Unreadable):
                understood(event)
