"""Periods: both ends included, named as reports name them."""

from datetime import date

import pytest

from dangvien.period import Period, PeriodError

DECADE = Period(date(2012, 1, 1), date(2022, 5, 20))


def test_a_period_that_ends_before_it_begins_is_refused_in_vietnamese():
    with pytest.raises(PeriodError) as caught:
        Period(date(2022, 5, 20), date(2012, 1, 1))
    assert caught.value.sentence == (
        "Ngày cuối kỳ (01/01/2012) sớm hơn ngày đầu kỳ (20/5/2022). Kiểm tra lại hai ngày."
    )
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.month(2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        (Period.quarter(2024, 1), date(2024, 1, 1), date(2024, 3, 31)),
        (Period.quarter(2024, 4), date(2024, 10, 1), date(2024, 12, 31)),
        (Period.half(2024), date(2024, 1, 1), date(2024, 6, 30)),
        (Period.half(2024, 2), date(2024, 7, 1), date(2024, 12, 31)),
        (Period.nine_months(2024), date(2024, 1, 1), date(2024, 9, 30)),
        (Period.year(2024), date(2024, 1, 1), date(2024, 12, 31)),
        (Period.year_to(date(2022, 5, 20)), date(2022, 1, 1), date(2022, 5, 20)),
        (Period.day(date(2022, 5, 20)), date(2022, 5, 20), date(2022, 5, 20)),
    ],
)
def test_the_usual_periods(period, first, last):
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "wrong", [lambda: Period.quarter(2024, 5), lambda: Period.half(2024, 0), lambda: Period.month(2024, 13)]
)
def test_parts_of_the_year_that_do_not_exist(wrong):
    with pytest.raises(ValueError, match="no such part of the year 2024"):
        wrong()


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period.year(2012), "năm 2012"),
        (Period.half(2022), "6 tháng đầu năm 2022"),
        (Period.half(2022, 2), "6 tháng cuối năm 2022"),
        (Period.nine_months(2022), "9 tháng đầu năm 2022"),
        (Period.quarter(2024, 1), "Quý I năm 2024"),
        (Period.quarter(2024, 4), "Quý IV năm 2024"),
        (Period.month(2024, 1), "tháng 01 năm 2024"),
        (Period.month(2024, 5), "tháng 5 năm 2024"),
        (Period.year_to(date(2022, 5, 20)), "5 tháng đầu năm 2022"),
        (Period.year_to(date(2022, 5, 31)), "5 tháng đầu năm 2022"),
        (Period.year_to(date(2022, 6, 20)), "6 tháng đầu năm 2022"),
        (Period.year_to(date(2022, 3, 20)), "3 tháng đầu năm 2022"),
        (Period.year_to(date(2022, 1, 20)), "từ 01/01/2022 đến 20/01/2022"),
        (Period.year_to(date(2022, 12, 20)), "từ 01/01/2022 đến 20/12/2022"),
        (Period.day(date(2022, 1, 1)), "ngày 01/01/2022"),
        (Period.day(date(2022, 5, 20)), "ngày 20/5/2022"),
        (Period(date(2022, 2, 1), date(2022, 4, 30)), "từ 01/02/2022 đến 30/4/2022"),
        (Period(date(2022, 4, 1), date(2022, 6, 29)), "từ 01/4/2022 đến 29/6/2022"),
        (DECADE, "từ 01/01/2012 đến 20/5/2022"),
        (Period(date(2012, 1, 1), date(2021, 12, 31)), "giai đoạn 2012-2021"),
        (Period(date(2012, 1, 1), date(2022, 1, 31)), "từ 01/01/2012 đến 31/01/2022"),
    ],
)
def test_labels(period, label):
    assert period.label == str(period) == label


def test_a_stage_is_named_by_its_years():
    assert DECADE.stage_label == "giai đoạn 2012-2022"
    assert Period.half(2022).stage_label == "năm 2022"


def test_the_decade_of_the_report_splits_into_ten_years_and_a_part():
    parts = list(DECADE.years())

    assert [part.year for part in parts] == list(range(2012, 2023))
    assert [part.partial for part in parts] == [False] * 10 + [True]
    assert parts[-1].period == Period(date(2022, 1, 1), date(2022, 5, 20))
    assert [part.label for part in parts[-2:]] == ["năm 2021", "5 tháng đầu năm 2022"]
    assert sum(part.period.days for part in parts) == DECADE.days


def test_a_first_year_may_be_partial_too():
    parts = list(Period(date(2012, 5, 3), date(2013, 12, 31)).years())

    assert [(part.label, part.partial) for part in parts] == [
        ("từ 03/5/2012 đến 31/12/2012", True),
        ("năm 2013", False),
    ]


def test_length_counts_both_ends():
    assert DECADE.length == (10, 4, 20)
    assert Period(date(2012, 5, 3), date(2022, 5, 20)).length == (10, 0, 18)
    assert Period.year(2024).length == (1, 0, 0)
    assert Period.day(date(2024, 2, 29)).length == (0, 0, 1)
    assert Period.year(2024).days == 366


def test_both_ends_belong():
    assert DECADE.first in DECADE
    assert DECADE.last in DECADE
    assert date(2022, 5, 21) not in DECADE
    assert date(2011, 12, 31) not in DECADE


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period.half(2022), Period.half(2021)),
        (Period.year_to(date(2022, 5, 20)), Period.year_to(date(2021, 5, 20))),
        (Period.month(2025, 2), Period.month(2024, 2)),
        (Period.month(2024, 2), Period.month(2023, 2)),
        (Period.day(date(2024, 2, 29)), Period.day(date(2023, 2, 28))),
        (Period(date(2012, 5, 3), date(2013, 5, 2)), Period(date(2011, 5, 3), date(2012, 5, 2))),
    ],
)
def test_the_same_period_last_year(period, before):
    assert period.previous_year() == before


def test_overlap_is_a_shared_day():
    assert Period.year(2012).overlaps(DECADE)
    assert Period.half(2024).overlaps(Period(date(2024, 6, 30), date(2024, 7, 1)))
    assert not Period.half(2024).overlaps(Period.half(2024, 2))
