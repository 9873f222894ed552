"""Days as typed: always day first, or a sentence that says what to type."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien.dates import (
    DayError,
    PartialDate,
    add_months,
    first_of_year,
    full_months,
    full_years,
    parse_day,
    parse_partial,
)

TODAY = date(2026, 11, 21)
LEAP_YEAR = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]

SPELLINGS = {
    "slashes": lambda d: f"{d.day}/{d.month}/{d.year}",
    "padded slashes": lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}",
    "together": lambda d: f"{d.day:02d}{d.month:02d}{d.year}",
    "hyphens": lambda d: f"{d.day}-{d.month}-{d.year}",
    "dots": lambda d: f"{d.day}.{d.month}.{d.year}",
    "iso": lambda d: d.isoformat(),
    "spaces": lambda d: f" {d.day} / {d.month} / {d.year} ",
    "only spaces": lambda d: f"{d.day} {d.month} {d.year}",
    "party": lambda d: f"{d.day:02d}/{d.month if d.month > 2 else f'0{d.month}'}/{d.year}",
    "words": lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    "no marks": lambda d: f"Ngay {d.day:02d} thang {d.month:02d}, nam {d.year}",
    "no-break space": lambda d: f"\u00a0{d.day}/{d.month}/{d.year}",
    "excel": lambda d: f"{d.isoformat()} 00:00:00",
    "short year": lambda d: f"{d.day}/{d.month}/90" if d.year == 1990 else f"{d.day}/{d.month}/{d.year}",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_day_of_a_leap_year_in_every_spelling(spelling):
    write = SPELLINGS[spelling]

    assert [parse_day(write(day), TODAY) for day in LEAP_YEAR] == LEAP_YEAR


@pytest.mark.parametrize("weekday", ["thứ Bảy, ", "Thứ bảy ", "thứ 7, ", "CN ", "Chủ nhật, "])
def test_what_the_screen_shows_may_be_typed_back(weekday):
    assert parse_day(f"{weekday}03/02/1990", TODAY) == date(1990, 2, 3)


@pytest.mark.parametrize(
    ("typed", "year"),
    [("3/2/90", 1990), ("3-2-32", 1932), ("3.2.99", 1999), ("3/2/00", 2000), ("3/2/15", 2015), ("03/02/68", 1968)],
)
def test_a_two_digit_year_is_taken_when_only_one_century_is_possible(typed, year):
    assert parse_day(typed, TODAY) == date(year, 2, 3)


@pytest.mark.parametrize("typed", ["3/2/16", "3/2/22", "3/2/26", "3/2/31"])
def test_a_two_digit_year_of_two_centuries_is_asked_about(typed):
    with pytest.raises(DayError, match=rf"19{typed[-2:]} hay 20{typed[-2:]}: nhập đủ bốn chữ số") as caught:
        parse_day(typed, TODAY)
    assert caught.value.code == "century"


def test_without_today_every_two_digit_year_is_asked_about():
    with pytest.raises(DayError, match="1990 hay 2090"):
        parse_day("3/2/90")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/11/2012", "Tháng 11 chỉ có 30 ngày."),
        ("31112012", "Tháng 11 chỉ có 30 ngày."),
        ("30/02/2012", "Tháng 2 năm 2012 chỉ có 29 ngày."),
        ("29/2/2023", "Tháng 2 năm 2023 chỉ có 28 ngày."),
        ("2023-02-29", "Tháng 2 năm 2023 chỉ có 28 ngày."),
        ("32/12/2012", "Tháng 12 chỉ có 31 ngày."),
        ("00/12/2012", "Không có ngày 00: nhập ngày từ 01 đến 31."),
        ("05/13/2012", "Không có tháng 13: nhập ngày trước, tháng sau, ví dụ 03/02/1990."),
        ("05/111/2012", "Không có tháng 111: nhập ngày trước, tháng sau, ví dụ 03/02/1990."),
        ("05/00/2012", "Không có tháng 0: nhập ngày trước, tháng sau, ví dụ 03/02/1990."),
        ("05/12/198", "Năm “198” không đúng: năm có bốn chữ số, ví dụ 03/02/1990."),
        ("05/12/20130", "Năm “20130” không đúng: năm có bốn chữ số, ví dụ 03/02/1990."),
        ("05/12/1012", "Năm 1012 không đúng: nhập năm từ 1900 đến 2100."),
        ("", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
        ("\x00 ", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
        ("hôm qua", "“hôm qua” chưa phải là một ngày. Nhập theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
        ("02/1990", "“02/1990” chưa phải là một ngày. Nhập theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
        ("030290", "“030290” chưa phải là một ngày. Nhập theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
    ],
)
def test_what_is_not_a_day_says_what_to_type(typed, sentence):
    with pytest.raises(DayError) as caught:
        parse_day(typed, TODAY)
    assert caught.value.sentence == sentence


@given(st.text(max_size=80))
def test_any_text_is_a_day_or_a_day_error(typed):
    with suppress(DayError):
        assert isinstance(parse_day(typed, TODAY), date)


@given(st.text(alphabet="0123456789/-. ", max_size=16))
def test_any_digits_are_a_partial_date_or_a_day_error(typed):
    with suppress(DayError):
        partial = parse_partial(typed, TODAY)
        assert partial.earliest() <= partial.latest()
        assert PartialDate.from_iso(partial.iso) == partial
        assert parse_partial(str(partial)) == partial


@pytest.mark.parametrize(
    ("typed", "shown", "iso", "earliest", "latest"),
    [
        ("1990", "1990", "1990", date(1990, 1, 1), date(1990, 12, 31)),
        ("năm 1990", "1990", "1990", date(1990, 1, 1), date(1990, 12, 31)),
        ("00/00/1945", "1945", "1945", date(1945, 1, 1), date(1945, 12, 31)),
        ("02/1990", "02/1990", "1990-02", date(1990, 2, 1), date(1990, 2, 28)),
        ("3/1945", "03/1945", "1945-03", date(1945, 3, 1), date(1945, 3, 31)),
        ("tháng 2 năm 1992", "02/1992", "1992-02", date(1992, 2, 1), date(1992, 2, 29)),
        ("1990-12", "12/1990", "1990-12", date(1990, 12, 1), date(1990, 12, 31)),
        ("00/3/1945", "03/1945", "1945-03", date(1945, 3, 1), date(1945, 3, 31)),
        ("3/2/1990", "03/02/1990", "1990-02-03", date(1990, 2, 3), date(1990, 2, 3)),
        ("03021990", "03/02/1990", "1990-02-03", date(1990, 2, 3), date(1990, 2, 3)),
        ("3/2/90", "03/02/1990", "1990-02-03", date(1990, 2, 3), date(1990, 2, 3)),
    ],
)
def test_a_birth_keeps_the_precision_it_was_typed_with(typed, shown, iso, earliest, latest):
    partial = parse_partial(typed, TODAY)

    assert (str(partial), partial.iso) == (shown, iso)
    assert (partial.earliest(), partial.latest()) == (earliest, latest)
    assert partial.is_full is (earliest == latest)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("13/1990", "Không có tháng 13"),
        ("31/11/1990", "Tháng 11 chỉ có 30 ngày."),
        ("05/00/1990", "Có ngày thì phải có tháng"),
        ("1600", "Năm 1600 không đúng"),
        ("xuân 1990", "không rõ ngày thì nhập 02/1990"),
    ],
)
def test_an_impossible_birth_says_what_to_type(typed, sentence):
    with pytest.raises(DayError, match=sentence):
        parse_partial(typed)


def test_partial_dates_sort_by_time_unknown_parts_first():
    texts = ["1990", "1990-02", "1990-02-03", "1991"]

    assert [partial.iso for partial in sorted(PartialDate.from_iso(text) for text in reversed(texts))] == texts
    assert PartialDate.of(date(1990, 2, 3)).iso == "1990-02-03"


@pytest.mark.parametrize("stored", ["", "90", "1990-2", "1990-02-03-04", "1990-02-03x"])
def test_only_what_iso_wrote_is_read_back(stored):
    with pytest.raises(ValueError, match="not a partial date"):
        PartialDate.from_iso(stored)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 10, 10), 12, date(2025, 10, 10)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 12, 31), 60, date(2030, 12, 31)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
    ],
)
def test_months_end_with_the_month(day, months, result):
    assert add_months(day, months) == result


def test_age_is_counted_in_whole_years():
    born = date(2004, 2, 29)

    assert full_years(born, date(2022, 2, 27)) == 17
    assert full_years(born, date(2022, 2, 28)) == 18
    assert full_years(date(1990, 2, 3), date(2020, 2, 2)) == 29
    assert full_years(date(1990, 2, 3), date(2020, 2, 3)) == 30
    assert full_years(date(1990, 2, 3), date(1990, 2, 2)) == -1


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 1200))
def test_full_months_undoes_add_months(start, months):
    assert full_months(start, add_months(start, months)) == months


def test_the_first_day_of_a_year():
    assert first_of_year(date(2024, 12, 31)) == date(2024, 1, 1)
