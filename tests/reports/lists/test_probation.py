"""R12: members on probation whose twelve months end."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from dangvien.dates import add_months
from dangvien.models import Deadline, StepKind
from dangvien.period import Period
from dangvien.text import day_short
from reports.engine.computing import compute
from tests import factories
from tests.reports.lists.reading import lines, names
from tests.worlds import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


def ask(city, day, place="tp", **choices):
    return compute(city.ask("R12", Period.day(day), place=place, today=localdate(), **choices))


def on_probation(city, cell, name, months_ago, days=0):
    """Somebody admitted so many months before today."""
    begun = add_months(localdate(), -months_ago)
    return factories.member(city[cell], name, begun.replace(day=max(1, min(28, begun.day - days))), official=False)


def test_who_is_over_stands_on_it_with_the_terms_that_are_written_down(city):
    member = on_probation(city, "p1c1", "Lê Thị Bình", 13)
    begun = member.admitted_on
    ends = add_months(begun, 12)
    review = Deadline.objects.get(case__member=member, clock="xet_cong_nhan")

    (line,) = lines(ask(city, localdate()))

    assert line[:7] == (
        "1.", "Lê Thị Bình", "08/3/1995", "Tên p1c1, Tên p1", day_short(begun), day_short(ends),
        day_short(review.due_on),
    )  # fmt: skip
    assert line[7] == ""
    assert line[8].startswith("Chờ chi bộ xét, ")


def test_the_first_to_be_over_stands_first_and_the_horizon_looks_ahead(city):
    on_probation(city, "p1c1", "Lê Thị Bình", 13)
    on_probation(city, "p2c1", "Lê Thị An", 14)
    on_probation(city, "p1c1", "Lê Thị Chi", 10)
    on_probation(city, "p1c1", "Lê Thị Dung", 2)

    assert names(ask(city, localdate())) == ["Lê Thị An", "Lê Thị Bình"]
    assert names(ask(city, localdate(), chan_troi="90")) == ["Lê Thị An", "Lê Thị Bình", "Lê Thị Chi"]
    assert lines(ask(city, localdate(), chan_troi="90"))[2][8].startswith("Chưa hết 12 tháng, còn ")


def test_after_the_cells_vote_the_committees_term_runs(city):
    member = on_probation(city, "p1c1", "Lê Thị Bình", 13)
    voted = add_months(member.admitted_on, 12)
    factories.step(member, StepKind.NQ_CHI_BO_CONG_NHAN, voted, number="03-NQ/CB", outcome="dong_y")
    decision = Deadline.objects.get(case__member=member, clock="quyet_dinh_cong_nhan")

    (line,) = lines(ask(city, localdate()))

    assert line[6:8] == (f"đã xét {day_short(voted)}", day_short(decision.due_on))
    assert line[8].startswith("Chờ quyết định, ")


def test_who_is_recognized_or_of_another_ward_is_not_on_it(city):
    on_probation(city, "p2c1", "Lê Thị Bình", 13)
    factories.member(city["p1c1"], "Lê Thị An", add_months(localdate(), -14))

    assert names(ask(city, localdate(), place="p1")) == []
    assert ask(city, localdate(), place="p1").empty == ("Không có đảng viên dự bị nào đến hạn công nhận trong kỳ này.")


@pytest.mark.parametrize("people", [2, 9])
def test_the_queries_do_not_grow_with_the_list(city, people, django_assert_max_num_queries):
    for place in range(people):
        on_probation(city, f"p{place % 2 + 1}c1", f"Lê Thị {place}", 13)

    with django_assert_max_num_queries(12):
        ask(city, localdate())
