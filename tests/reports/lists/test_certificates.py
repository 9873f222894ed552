"""R13 and R23: learners, and holders of a certificate who were not admitted."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Kind, Member, StepKind
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.catalog import by_code
from reports.engine.computing import compute
from tests import factories
from tests.reports.lists.reading import headings, lines, names
from tests.worlds import City

YEAR = Period.year(2023)
LATER = Period.day(date(2025, 12, 31))

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def held(city):
    return factories.training_class(city["tp"], "K1")


def test_a_learner_stands_with_sender_result_and_certificate(city, held):
    binh = factories.candidate(city["p1c1"], "Lê Thị Bình", birth=date(1998, 5, 3))
    certified = factories.certificate(binh, held)
    factories.enrollment(held, factories.candidate(city["p2c1"], "Lê Thị An"))

    table = compute(city.ask("R13", YEAR))

    assert headings(table) == ["Lớp K1 (01/6/2023 đến 09/6/2023): 2 người"]
    assert lines(table) == [
        ("1.", "Lê Thị Bình", "03/5/1998", "Tên p1c1, Tên p1", "Được cấp giấy chứng nhận",
         certified.certificate_number, "20/6/2023", "20/6/2028"),
        ("2.", "Lê Thị An", "03/02/1998", "Tên p2c1, Tên p2", "Đang học", "", "", ""),
    ]  # fmt: skip


def test_a_class_may_be_chosen_whenever_it_was_held(city, held):
    other = factories.training_class(city["tp"], "K2", date(2021, 6, 9))
    factories.enrollment(held, factories.candidate(city["p1c1"], "Lê Thị Bình"))
    factories.enrollment(other, factories.candidate(city["p1c1"], "Lê Thị An"))

    assert names(compute(city.ask("R13", YEAR))) == ["Lê Thị Bình"]
    table = compute(city.ask("R13", YEAR, lop="K2"))
    assert names(table) == ["Lê Thị An"]
    assert "Lớp: Lớp K2, khai giảng 01/6/2021." in table.notes


def test_the_classes_offered_are_those_the_reader_sees(city, held):
    here = Scope.whole(city["p1"], [Permission.VIEW_REPORTS])
    elsewhere = factories.training_class(city["p2"], "P2")
    option = next(option for option in by_code("R13").options if option.code == "lop")

    offered = dict(option.offered(here))

    assert held.code in offered
    assert elsewhere.code not in offered
    assert option.default == "tat_ca"


def test_a_certificate_that_is_over_says_so_unless_the_cell_has_considered_the_person(city, held):
    over = factories.candidate(city["p1c1"], "Lê Thị An", date(2016, 1, 10))
    used = factories.candidate(city["p1c1"], "Lê Thị Bình", date(2016, 1, 10))
    for candidate in (over, used):
        factories.certificate(candidate, held)
    factories.step(used, StepKind.NQ_CHI_BO, date(2025, 3, 4), number="03-NQ/CB", outcome="dong_y")

    table = compute(city.ask("R13", Period(date(2023, 1, 1), date(2028, 6, 20))))
    assert [line[7] for line in lines(table)] == ["20/6/2028", "đã xét kết nạp"]
    table = compute(city.ask("R13", Period(date(2023, 1, 1), date(2028, 6, 21))))
    assert [line[7] for line in lines(table)] == ["đã hết hạn 20/6/2028", "đã xét kết nạp"]


def test_certified_and_not_admitted(city, held):
    factories.certificate(factories.candidate(city["p1c2"], "Lê Thị An"), held)
    gone = factories.closed(factories.candidate(city["p1c1"], "Lê Thị Bình"), date(2024, 1, 5))
    factories.certificate(gone, held)
    admitted = factories.candidate(city["p1c1"], "Lê Thị Chi")
    factories.certificate(admitted, held)
    factories.admitted(admitted, date(2025, 3, 3))
    factories.enrollment(held, factories.candidate(city["p1c1"], "Lê Thị Dung"))

    table = compute(city.ask("R23", LATER))

    assert [(line[1], line[3], line[5], line[6], line[7]) for line in lines(table)] == [
        ("Lê Thị Bình", "Tên p1c1", "20/6/2023", "30", "20/6/2028"),
        ("Lê Thị An", "Tên p1c2", "20/6/2023", "30", "20/6/2028"),
    ]
    assert [line[8] for line in lines(table)] == ["Đưa ra khỏi danh sách", "Có giấy chứng nhận"]
    assert table.notes[0] == "Giấy còn giá trị: 2 người; đã hết giá trị: 0 người."
    assert names(compute(city.ask("R23", Period.day(date(2025, 3, 2))))) == ["Lê Thị Bình", "Lê Thị Chi", "Lê Thị An"]


def test_only_those_followed_or_only_certificates_that_are_over(city, held):
    factories.certificate(factories.candidate(city["p1c2"], "Lê Thị An"), held)
    factories.certificate(factories.closed(factories.candidate(city["p1c1"], "Lê Thị Bình"), date(2024, 1, 5)), held)
    old = factories.training_class(city["tp"], "K0", date(2018, 6, 9))
    factories.certificate(factories.candidate(city["p1c1"], "Lê Thị Chi", date(2017, 1, 2)), old, date(2018, 6, 20))

    assert names(compute(city.ask("R23", LATER, theo_doi="dang"))) == ["Lê Thị Chi", "Lê Thị An"]
    assert names(compute(city.ask("R23", LATER, giay="het_han"))) == ["Lê Thị Chi"]
    assert names(compute(city.ask("R23", LATER, giay="con_han"))) == ["Lê Thị Bình", "Lê Thị An"]


def test_the_newest_certificate_of_the_day_counts(city, held):
    candidate = factories.candidate(city["p1c1"], "Lê Thị Chi", date(2017, 1, 2))
    old = factories.training_class(city["tp"], "K0", date(2018, 6, 9))
    factories.certificate(candidate, old, date(2018, 6, 20))
    factories.certificate(candidate, held)

    assert [line[5] for line in lines(compute(city.ask("R23", LATER)))] == ["20/6/2023"]
    assert [line[5] for line in lines(compute(city.ask("R23", Period.day(date(2023, 6, 19)))))] == ["20/6/2018"]


def test_members_are_not_on_it_but_who_left_before_the_certificate_is(city, held):
    for name, left in (("Lê Thị An", None), ("Lê Thị Bình", date(2022, 3, 3))):
        candidate = factories.candidate(city["p1c1"], name)
        factories.certificate(candidate, held)
        member = Member.objects.create(person=candidate.person, organization=city["p1c1"])
        city.line(member, "p1c1", Kind.DAU_SO, date(2015, 1, 1))
        if left:
            city.line(member, "p1c1", Kind.XIN_RA, left)

    assert names(compute(city.ask("R23", LATER))) == ["Lê Thị Bình"]


def test_nobody_is_said_in_words(city):
    assert compute(city.ask("R13", YEAR)).empty == "Không có học viên nào trong kỳ này."
    assert compute(city.ask("R23", LATER)).empty == "Không có ai đã học lớp nhận thức mà chưa kết nạp trong kỳ này."


@pytest.mark.parametrize("report", ["R13", "R23"])
@pytest.mark.parametrize("people", [2, 9])
def test_the_queries_do_not_grow_with_the_list(city, held, report, people, django_assert_max_num_queries):
    for place in range(people):
        factories.certificate(factories.candidate(city[f"p{place % 2 + 1}c1"], f"Lê Thị {place}"), held)

    with django_assert_max_num_queries(14):
        compute(city.ask(report, YEAR if report == "R13" else LATER))
