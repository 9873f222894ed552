"""Vietnamese text: normal form, keys, numbers and days as printed."""

import random
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien import text

# The order ICU gives for Vietnamese, given name first (checked there and on PostgreSQL's vi-x-icu).
ROSTER = [
    "Đinh An", "Nguyễn An", "Nguyễn Thị An", "Nguyễn Văn An", "Hoàng Anh", "Phạm Thị Ánh", "Trần Thị Ân", "Lê Ấn",
    "Đỗ Văn Bảo", "Nguyễn Thị Bắc", "Lê Thị Dung", "Trần Dũng", "Trần Đại", "Lê Đạt", "Ngô Đức", "Nguyễn Thị Hà",
    "Nguyễn Văn Hạ", "Nguyễn Hai", "Trần Hải", "Lê Văn Hoa", "Vũ Thị Hòa", "Nguyễn Thị Oanh", "Lê Ông", "Trần Ơn",
    "Nguyễn Út", "Nguyễn Ước", "Nguyễn Văn Ý", "Nguyễn Thị Yến",
]  # fmt: skip


def shuffled(names: list[str]) -> list[str]:
    return random.Random(7).sample(names, len(names))


def windows_form(name: str) -> str:
    """As UniKey's "Unicode tổ hợp" types it: ready-made ê and ơ, loose tones."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    letters = unicodedata.normalize("NFC", name)
    apart = (unicodedata.normalize("NFD", letter) for letter in letters)
    return "".join(
        unicodedata.normalize("NFC", "".join(char for char in parts if char not in tones))
        + "".join(char for char in parts if char in tones)
        for parts in apart
    )


def test_the_roster_sorts_as_a_vietnamese_reader_expects():
    assert sorted(shuffled(ROSTER), key=text.sort_key) == ROSTER


def test_tones_follow_the_order_none_huyen_hoi_nga_sac_nang():
    names = ["Ha", "Hà", "Hả", "Hã", "Há", "Hạ"]

    assert sorted(shuffled(names), key=text.sort_key) == names


def test_every_letter_of_the_alphabet_stands_in_its_place():
    alphabet = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")

    assert sorted(shuffled(alphabet), key=text.sort_key) == alphabet


def test_the_tone_of_the_given_name_counts_before_the_family_name():
    assert sorted(["Hà Anh", "Ha Bình", "Trần Hà", "Vũ Ha"], key=text.sort_key) == [
        "Hà Anh",
        "Ha Bình",
        "Vũ Ha",
        "Trần Hà",
    ]


def test_the_key_is_made_of_digits_only_so_that_every_collation_agrees():
    keys = [text.sort_key(name) for name in [*ROSTER, "H'Hen Niê", "Müller", "李明", "Ksor-Phước", "Phường 10"]]

    assert all(key.isascii() and key.isdigit() for key in keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vũ Thị Hòa", "Vũ Thị Hoà"),
        ("Vũ Thị Hòa", "VŨ THỊ HÒA"),
        ("Trần Đại", "Trần Ðại"),
        ("Nguyễn Văn An", "  Nguyễn\u00a0Văn   An\u200b"),
        ("H'Hen Niê", "Hhen Niê"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one, other):
    assert text.sort_key(one) == text.sort_key(other)


def test_names_built_otherwise():
    assert text.sort_key("") == ""
    assert sorted(["Sáng", "Lê Sáng", "Y Sa"], key=text.sort_key) == ["Y Sa", "Sáng", "Lê Sáng"]
    assert text.sort_key("Nguyễn Minh Anh", given="Minh Anh") < text.sort_key("Lê Minh Bảo", given="Minh Bảo")
    assert text.sort_key("Y Moan Ênuôl", given="Moan")[:2] == text.sort_key("Moan")[:2]


def test_foreign_letters_sort_by_their_bases_and_other_scripts_last():
    names = ["Muller", "Strauß", "Zoë", "Ω", "李"]

    assert sorted(shuffled(names), key=text.sort_key) == names
    assert text.sort_key("Łukasz") == text.sort_key("Lukasz")


def test_a_very_long_name_has_a_key_that_fits_its_column():
    assert len(text.sort_key("Nguyễn " * 200)) == text.SORT_KEY_LENGTH


@given(st.text())
def test_any_text_has_keys_and_they_are_stable(raw):
    cleaned = text.nfc(raw)

    assert text.nfc(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode()
    assert text.search_key(cleaned) == text.search_key(raw)
    assert len(text.search_key(raw)) <= len(cleaned)
    assert set(text.sort_key(raw)) <= set("0123456789")


@pytest.mark.parametrize("name", ROSTER)
def test_every_form_of_unicode_becomes_one(name):
    assert text.nfc(unicodedata.normalize("NFD", name)) == name
    assert text.nfc(windows_form(name)) == name


def test_windows_form_is_neither_nfc_nor_nfd():
    name = "Nguyễn"

    assert windows_form(name) not in {name, unicodedata.normalize("NFD", name)}


def test_nfc_removes_what_cannot_be_seen():
    assert text.nfc("\ufeffNguyễn\u00a0\tVăn\r\n A\u200bn\x00\x07\ud800 ") == "Nguyễn Văn An"


def test_nfc_lines_keeps_the_lines():
    assert text.nfc_lines("\n Dòng  một \r\n\r\nDòng hai\x00\n\n") == "Dòng một\n\nDòng hai"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Đặng  Thị HÒA", "dang thi hoa"),
        ("Khóa XI", "khoa xi"),
        ("Ðào Ước Ơn", "dao uoc on"),
        ("Phường 5", "phuong 5"),
        ("  ", ""),
    ],
)
def test_search_key(typed, key):
    assert text.search_key(typed) == key


@pytest.mark.parametrize(("number", "printed"), [(0, "0"), (999, "999"), (1703, "1.703"), (1234567, "1.234.567"),
                                                 (-1703, "-1.703")])  # fmt: skip
def test_thousands(number, printed):
    assert text.thousands(number) == printed


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Decimal("36.862"), 1, "36,9"),
        (Decimal("0.05"), 1, "0,1"),
        (Decimal("0.25"), 1, "0,3"),
        (Decimal("-0.25"), 1, "-0,3"),
        (Decimal("-0.01"), 1, "0,0"),
        (Fraction(58500, 1587), 1, "36,9"),
        (100, 2, "100,00"),
        (Decimal("1234.5"), 1, "1.234,5"),
        (Decimal("2339.13"), 0, "2.339"),
    ],
)
def test_decimal_rounds_half_up_with_a_comma(value, places, printed):
    assert text.decimal(value, places) == printed


def test_counts_in_running_text():
    assert [text.two_digits(n) for n in (0, 1, 9, 10, 1703)] == ["0", "01", "09", "10", "1.703"]


def test_lists_in_a_sentence():
    assert text.join_vi([]) == ""
    assert text.join_vi(["phường 1"]) == "phường 1"
    assert text.join_vi(iter(["phường 1", "phường 2", "phường 3"])) == "phường 1, phường 2 và phường 3"


@pytest.mark.parametrize(
    ("day", "short", "long", "full"),
    [
        (date(2012, 5, 3), "03/5/2012", "ngày 03 tháng 5 năm 2012", "03/05/2012"),
        (date(2013, 1, 15), "15/01/2013", "ngày 15 tháng 01 năm 2013", "15/01/2013"),
        (date(2022, 2, 8), "08/02/2022", "ngày 08 tháng 02 năm 2022", "08/02/2022"),
        (date(2016, 11, 18), "18/11/2016", "ngày 18 tháng 11 năm 2016", "18/11/2016"),
    ],
)
def test_days_as_printed(day, short, long, full):
    assert (text.day_short(day), text.day_long(day), text.day_full(day)) == (short, long, full)


def test_first_letters():
    assert text.lower_first("Phường 1") == "phường 1"
    assert text.lower_first("Đảng viên") == "đảng viên"
    assert text.lower_first("BTV Thành ủy") == "BTV Thành ủy"
    assert text.lower_first("") == ""
    assert text.upper_first("ủy viên") == "Ủy viên"
