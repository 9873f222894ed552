"""Lists as plain text: every encoding, every separator, cells of several lines; each cell a text, untouched."""

from __future__ import annotations

import unicodedata

import pytest

from dangvien.limited import Unreadable
from dangvien.rosters.encodings import tcvn3, vni
from dangvien.rosters.grid import Row
from dangvien.rosters.reading import bounds, read_roster
from tests.dangvien.rosters.reading.inside import sheets_of

TEXT = (
    "STT,Họ và tên,Ngày sinh,Giới tính\r\n1,Nguyễn Văn An,20/3/1985,Nam\r\n2,Trần Thị Bình,1/12/1990,Nữ\r\n"
    "3,Đặng Hữu Phước,3/1945,Nam\r\n"
)
ROWS = [
    Row(1, ["STT", "Họ và tên", "Ngày sinh", "Giới tính"]),
    Row(2, ["1", "Nguyễn Văn An", "20/3/1985", "Nam"]),
    Row(3, ["2", "Trần Thị Bình", "1/12/1990", "Nữ"]),
    Row(4, ["3", "Đặng Hữu Phước", "3/1945", "Nam"]),
]
TONES = "\u0300\u0301\u0303\u0309\u0323"


def as_1258(text):
    """Windows-1258 has letters with their shape, and tones as characters of their own."""
    out = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(part for part in parts if part in TONES)
        shape = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        out.append(shape + tone)
    return "".join(out).encode("cp1258")


def stored(text, letters):
    """The bytes of an old encoding, from its table."""
    back = {letter.upper(): old.upper() for old, letter in letters.items()}
    back |= {letter: old for old, letter in letters.items()}
    return "".join(back.get(char, char) for char in text).encode("latin-1")


def rows(content):
    sheet, *_ = sheets_of(content, "danh sach.csv")
    return sheet.rows, sheet.encoding


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (stored(TEXT, tcvn3.LETTERS), "tcvn3"),
        (stored(TEXT, vni.LETTERS), "vni"),
    ],
)
def test_every_encoding_gives_the_same_rows(content, encoding):
    assert rows(content) == (ROWS, encoding)


def test_names_drawn_in_a_capital_font_are_capitals_whatever_stands_beside_them():
    text = stored("Họ và tên,Giới tính\nNGUYễN VĂN AN,Nữ\nTRầN BìNH,Nam\n", tcvn3.LETTERS)

    assert [row.cells for row in rows(text)[0]] == [
        ["Họ và tên", "Giới tính"],
        ["NGUYỄN VĂN AN", "Nữ"],
        ["TRẦN BÌNH", "Nam"],
    ]


def test_windows_1258_keeps_its_tones_apart():
    told, encoding = rows(as_1258(TEXT))

    assert encoding == "windows-1258"
    assert told[1].cells[1] == "Nguyê\u0303n Văn An"
    assert [[unicodedata.normalize("NFC", cell) for cell in row.cells] for row in told] == [row.cells for row in ROWS]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_separator(separator, end):
    text = TEXT.replace(",", separator).replace("\r\n", end)

    assert rows(text.encode())[0] == ROWS


@pytest.mark.parametrize("separator", [";", "#"])
def test_excels_own_line_about_the_separator_is_no_row(separator):
    text = f"sep={separator}\r\n" + TEXT.replace(",", separator)

    assert rows(text.encode())[0] == ROWS


def test_commas_inside_cells_do_not_part_them():
    text = 'Họ và tên;Quê quán\n"Nguyễn Văn An";Gio Mỹ, Gio Linh, Quảng Trị\nTrần Thị Bình;Cam Lộ, Quảng Trị\n'

    assert [row.cells for row in rows(text.encode())[0]] == [
        ["Họ và tên", "Quê quán"],
        ["Nguyễn Văn An", "Gio Mỹ, Gio Linh, Quảng Trị"],
        ["Trần Thị Bình", "Cam Lộ, Quảng Trị"],
    ]


def test_quotes_and_line_breaks_and_empty_lines():
    text = 'Họ và tên,Ghi chú\n\n"Nguyễn Văn An\n20/3/1985","nói ""được"""\n ,\n,,\n =1+1 ,x\n'

    assert rows(text.encode())[0] == [
        Row(1, ["Họ và tên", "Ghi chú"]),
        Row(3, ["Nguyễn Văn An\n20/3/1985", 'nói "được"']),
        Row(6, [" =1+1 ", "x"]),
    ]


def test_one_column_needs_no_separator():
    assert [row.cells for row in rows("Họ và tên\nNguyễn Văn An\n".encode())[0]] == [["Họ và tên"], ["Nguyễn Văn An"]]


def test_what_is_behind_the_last_filled_cell_is_nothing():
    assert rows(("a,b" + "," * 300 + " \n" + "," * 250 + "\n").encode())[0] == [Row(1, ["a", "b"])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (TEXT.encode()[:-30] + TEXT.encode()[:30] + "ễ".encode()[:2], bounds.damaged_text(4)),
        (TEXT.replace("\r\n", "\n").encode().replace("ị".encode(), b"\xe1\xff\x8b"), bounds.damaged_text(3)),
        (TEXT.encode("utf-16")[:-1], bounds.BROKEN),
        (('a,"b\n' + "x,y\n" * 20_000).encode(), bounds.OPEN_QUOTE),
        (("a" + "," * 200 + "b\n").encode(), bounds.too_wide("", "GS1")),
        (b"H\x8a\x8d\x8f, \x90\x9d\xff\xfe\n", bounds.UNKNOWN_LETTERS),
        ((",".join("x" * 3000) + "\n").encode(), bounds.UNKNOWN),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(content, sentence):
    with pytest.raises(Unreadable) as told:
        rows(content)

    assert str(told.value) == sentence


def test_a_text_of_separators_only_has_nothing_inside():
    with pytest.raises(Unreadable) as told:
        read_roster(b"\n\n,,,\n , \n", "a.csv")

    assert str(told.value) == bounds.NOTHING_INSIDE


def test_the_rows_come_through_the_child():
    sheet, *_ = read_roster(TEXT.encode(), "a.csv")

    assert (sheet.rows, sheet.encoding) == (ROWS, "utf-8")


def test_a_file_of_one_line_of_many_megabytes_is_answered_in_bounded_time():
    with pytest.raises(Unreadable):
        sheets_of(b"a" * 5_000_000, "a.csv")
