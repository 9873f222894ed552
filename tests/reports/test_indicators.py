"""Traits and dimensions against the same said in Python, on the day of the event and at the end of a period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dangvien.dates import full_years
from dangvien.models import Kind, Movement, Standing
from dangvien.period import Period
from reports.indicators import (
    ADMISSION_ERA,
    ADMITTED,
    AGE,
    MEMBERS,
    OCCUPATION,
    age_of,
    aged,
    on_probation,
    youngest_birth,
)
from tests.worlds import City

EVENT = date(2019, 3, 1)
PERIOD = Period(date(2019, 1, 1), date(2019, 12, 31))

days = st.dates(date(2000, 1, 1), date(2030, 12, 31)) | st.sampled_from(
    [date(2023, 2, 28), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2000, 2, 28)]
)
births = st.dates(date(1930, 1, 1), date(1999, 12, 31)) | st.sampled_from([date(1980, 2, 29), date(1980, 2, 28)])


def band_of(age: int) -> str:
    if age < 18:
        return ""
    if age > 60:
        return "tren_60"
    first = 18 if age <= 30 else 31 + (age - 31) // 5 * 5
    return f"{first}_{30 if first == 18 else first + 4}"


class Ages(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(births, days)
    def test_an_age_is_the_one_a_person_would_count(self, birth, day):
        city = City(wards=1, cells=1)
        member = city.member()
        member.person.birth_date = birth
        member.person.save()
        city.line(member, "p1c1", Kind.KET_NAP, day)
        age = full_years(birth, day)
        for indicator, period in ((ADMITTED, Period.year(day.year)), (MEMBERS, Period.day(day))):
            lines = Movement.objects.annotate(
                band=AGE.value(indicator, period, {}), years=age_of(indicator, period, {})
            )
            assert lines.values_list("years", "band").get() == (age, band_of(age))
            assert lines.filter(aged(age, age)(indicator, period, {})).exists()
            assert lines.filter(aged(age)(indicator, period, {})).exists()
            assert not lines.filter(aged(age + 1)(indicator, period, {})).exists()
            assert not lines.filter(aged(0, age - 1)(indicator, period, {})).exists()

    @settings(max_examples=200, deadline=None)
    @given(st.integers(0, 90), days)
    def test_the_youngest_birthday_of_an_age_is_the_last_that_reaches_it(self, age, day):
        born = youngest_birth(age, day)
        assert full_years(born, day) == age
        assert full_years(born + timedelta(days=1), day) == age - 1


pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City(wards=1, cells=1)


def values(dimension, indicator, period):
    lines = Movement.objects.in_order().annotate(value=dimension.value(indicator, period, {}))
    return [value or "" for value in lines.values_list("value", flat=True)]


def test_an_occupation_is_that_of_the_day_of_the_event_or_of_the_end_of_the_period(city):
    member = city.member()
    city.line(member, "p1c1", Kind.KET_NAP, EVENT)
    for since, occupation in ((date(2018, 1, 1), "sinh_vien"), (date(2019, 6, 1), "vien_chuc_cong_lap")):
        Standing.objects.create(person=member.person, since=since, occupation=occupation)
    taken_back = Standing.objects.create(person=member.person, since=date(2019, 7, 1), occupation="khac")
    taken_back.voided_at, taken_back.void_reason = "2020-01-01T00:00Z", "ghi nhầm"
    taken_back.save()

    assert values(OCCUPATION, ADMITTED, PERIOD) == ["sinh_vien"]
    assert values(OCCUPATION, MEMBERS, PERIOD) == ["vien_chuc_cong_lap"]
    assert values(OCCUPATION, MEMBERS, Period.day(date(2017, 12, 31))) == [""]


@pytest.mark.parametrize(
    ("day", "era"),
    [
        (date(1945, 8, 18), "truoc_1945"),
        (date(1945, 8, 19), "1945_1954"),
        (date(1954, 7, 20), "1945_1954"),
        (date(1954, 7, 21), "1954_1975"),
        (date(1975, 4, 30), "1954_1975"),
        (date(1975, 5, 1), "tu_1975"),
        (None, ""),
    ],
)
def test_each_admission_day_lies_in_one_era(city, day, era):
    member = city.member()
    member.admitted_on = day
    member.save()
    city.line(member, "p1c1", Kind.DAU_SO, EVENT)

    assert values(ADMISSION_ERA, MEMBERS, PERIOD) == [era]


def test_recognition_counts_from_its_day_however_late_it_was_written(city):
    member = city.member()
    member.admitted_on, member.official_on = date(2018, 3, 1), date(2019, 3, 1)
    member.save()
    city.line(member, "p1c1", Kind.KET_NAP, date(2018, 3, 1))

    def is_probationary(day):
        return Movement.objects.filter(on_probation(MEMBERS, Period.day(day), {})).exists()

    assert is_probationary(date(2019, 2, 28))
    assert not is_probationary(date(2019, 3, 1))


def test_moves_inside_a_set_of_organizations_are_not_seen_from_it(city):
    city.add("p2", "dang_bo_co_so", "tp", sector="phuong")
    city.add("p2c1", "chi_bo", "p2")
    keys = [city[code].pk for code in ("p1", "p1c1")]
    member = city.member()
    city.line(member, "p1c1", Kind.KET_NAP, EVENT)
    for out, into in ((Kind.CHUYEN_DI, Kind.CHUYEN_DEN), (Kind.DI_NOI_BO, Kind.DEN_NOI_BO)):
        city.line(member, "p1c1", out, EVENT, counterpart=city["p1"])
        city.line(member, "p1", into, EVENT, counterpart=city["p1c1"])
        city.line(member, "p1c1", out, EVENT, counterpart=city["p2c1"])
    city.line(member, "p1c1", Kind.CHUYEN_DEN, EVENT)

    seen = [line.kind for line in Movement.objects.seen_from(keys).in_order()]
    assert seen == ["ket_nap", "chuyen_di", "di_noi_bo", "chuyen_den"]
    assert [line.kind for line in Movement.objects.seen_from(None).in_order()] == ["ket_nap", "chuyen_den"]
