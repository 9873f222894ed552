"""Django's own date fields and template output, with the project's formats."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.utils import formats, translation

LEAP_YEAR = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize("spelling", ["%d/%m/%Y", "%-d/%-m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"])
def test_django_reads_every_day_of_a_leap_year_day_first(spelling):
    field = forms.DateField()

    assert [field.clean(day.strftime(spelling)) for day in LEAP_YEAR] == LEAP_YEAR


@pytest.mark.parametrize("typed", ["1111990", "3/2/22", "02/30/2024"])
def test_django_refuses_what_it_would_have_to_guess(typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


def test_days_and_moments_are_shown_day_first():
    day = date(1990, 2, 3)

    assert formats.date_format(day) == "03/02/1990"
    assert formats.date_format(day, "SHORT_DATE_FORMAT") == "03/02/1990"
    assert formats.date_format(datetime(1990, 2, 3, 9, 5, tzinfo=UTC), "DATETIME_FORMAT") == "09:05 03/02/1990"
    assert formats.localize_input(day) == "03/02/1990"


def test_numbers_have_dots_and_a_comma():
    assert formats.number_format(1703, use_l10n=True, force_grouping=True) == "1.703"
    assert formats.number_format(36.9, decimal_pos=1) == "36,9"


def test_weeks_begin_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
