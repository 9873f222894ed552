"""Workbooks of the old Excel, made record by record."""

from __future__ import annotations

import pytest

from dangvien.limited import Unreadable
from dangvien.rosters.grid import Row
from dangvien.rosters.reading import bounds, read_roster
from tests.dangvien.rosters.reading.inside import sheets_of
from tests.dangvien.rosters.xls_made import ERROR_NA, Formula, OldSheet, old_workbook


def one(cells, **facts):
    return sheets_of(old_workbook(OldSheet("Danh sách", cells), **facts), "a.xls")[0].rows


def test_sheets_rows_hidden_things_and_merges():
    content = old_workbook(
        OldSheet(
            "Danh sách",
            {(0, 0): "Họ và tên", (0, 1): "Ngày sinh", (3, 0): "Nguyễn Văn An", (3, 1): "20/3/1985", (9, 9): None},
            hidden_rows=(3,),
            hidden_columns=(1, 250),
            merges=((0, 1, 0, 0),),
        ),
        OldSheet("Bản cũ", {(0, 0): "x"}, state=1),
        OldSheet("Mã", {(0, 0): "x"}, state=2),
    )

    first, second, third = read_roster(content, "a.xls")

    assert first.rows == [Row(1, ["Họ và tên", "Ngày sinh"]), Row(4, ["Nguyễn Văn An", "20/3/1985"], hidden=True)]
    assert (first.hidden_columns, first.merges) == ([1], [(1, 0, 2, 0)])
    assert [sheet.state for sheet in (first, second, third)] == ["visible", "hidden", "very_hidden"]


def test_kinds_of_cells():
    cells = {
        (0, 0): 43000001.0,
        (0, 1): (31126.0, "dd/mm/yyyy"),
        (0, 2): True,
        (0, 3): ERROR_NA,
        (0, 4): Formula(45085001234.0),
        (0, 5): (5000997.0, "00000000"),
        (0, 6): "  Nguyê\u0303n\u00a0An ",
        (0, 7): (59.0, "dd/mm/yyyy"),
        (0, 8): 31126.0,
    }

    assert one(cells) == [
        Row(
            1,
            [
                {"n": 43000001, "t": "43000001"},
                {"d": "1985-03-20", "t": "20/03/1985", "o": "dd/mm/yyyy"},
                {"b": True},
                {"e": "#N/A"},
                {"n": 45085001234, "t": "45085001234"},
                {"n": 5000997, "t": "05000997", "o": "00000000"},
                "  Nguyê\u0303n\u00a0An ",
                {"d": "1900-02-28", "t": "28/02/1900", "o": "dd/mm/yyyy"},
                {"n": 31126, "t": "31126"},
            ],
        )
    ]


def test_days_counted_from_1904():
    assert one({(0, 0): (29664.0, "dd/mm/yyyy")}, from_1904=True)[0].cells == [
        {"d": "1985-03-20", "t": "20/03/1985", "o": "dd/mm/yyyy"}
    ]


def test_excel_95_is_read_too():
    assert one({(0, 0): "Ho va ten", (1, 0): 5.0}, version=0x0500) == [
        Row(1, ["Ho va ten"]),
        Row(2, [{"n": 5, "t": "5"}]),
    ]


def test_a_cell_too_far_to_the_right():
    with pytest.raises(Unreadable) as told:
        one({(0, 0): "x", (4, 200): "y"})

    assert str(told.value) == bounds.too_wide("Danh sách", "GS5")


def test_a_character_that_no_database_keeps_is_left_out():
    """Programs that wrote .xls themselves left the end of their strings in the cells."""
    assert one({(0, 0): "Nguyễn Văn An\0", (1, 0): "\0", (1, 1): "\0Hồ\0 Thị Bé"}) == [
        Row(1, ["Nguyễn Văn An"]),
        Row(2, [None, "Hồ Thị Bé"]),
    ]
