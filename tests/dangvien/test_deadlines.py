"""Clocks in calendar months: the end of probation, the end of a certificate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien.procedure.checks.admission import official_day
from dangvien.procedure.deadlines import (
    Certificate,
    last_admission_due,
    oldest_valid_certificate,
    probation_end,
)
from tests import factories

TODAY = date(2024, 6, 3)
DAYS = st.dates(date(2012, 1, 1), date(2030, 12, 31))


@given(DAYS)
def test_the_last_admission_that_is_due_is_due_and_the_next_day_is_not(by):
    last = last_admission_due(by)

    assert official_day(last) <= by < official_day(last + timedelta(days=1))


@given(DAYS)
def test_the_oldest_certificate_that_is_valid_is_valid_and_an_older_one_is_not(today):
    oldest = oldest_valid_certificate(today)

    assert Certificate.of(oldest, today).is_valid
    assert not Certificate.of(oldest - timedelta(days=1), today).is_valid


@pytest.mark.parametrize(
    ("issued_on", "words", "tone"),
    [
        (date(2024, 6, 3), "còn 60 tháng", "good"),
        (date(2020, 1, 1), "còn 6 tháng", "good"),
        (date(2019, 12, 3), "còn 6 tháng", "warn"),
        (date(2019, 6, 20), "còn 17 ngày", "warn"),
        (date(2019, 6, 3), "còn 0 ngày", "warn"),
        (date(2019, 6, 2), "hết hạn 02/06/2024", "wrong"),
    ],
)
def test_a_certificate_in_words(issued_on, words, tone):
    paper = Certificate.of(issued_on, TODAY)

    assert (paper.words, paper.tone) == (words, tone)


@pytest.mark.parametrize(
    ("admitted_on", "words", "is_over"),
    [
        (date(2023, 6, 2), "quá 1 ngày", True),
        (date(2023, 6, 3), "hôm nay", True),
        (date(2023, 6, 4), "còn 1 ngày", False),
        (date(2024, 2, 29), "còn 270 ngày", False),
    ],
)
def test_the_end_of_probation_in_words(world, admitted_on, words, is_over):
    end = probation_end(factories.member(world.a1, admitted_on=admitted_on, official=False), TODAY)

    assert end is not None
    assert (end.words, end.is_over) == (words, is_over)


def test_nobody_else_has_an_end_of_probation(world):
    official = factories.member(world.a1)
    gone = factories.member(world.a1, official=False)
    gone.organization = None

    assert probation_end(official, TODAY) is None
    assert probation_end(gone, TODAY) is None
