"""The way of one case: the state of each step by what the register holds."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Enrollment, Introduction, Kind
from dangvien.procedure.steps import State, steps_of
from tests import factories

TODAY = date(2024, 6, 3)


@pytest.fixture
def case(world):
    return factories.candidate(world.a1)


def states(case):
    return [step.state for step in steps_of(case, TODAY)]


def test_a_fresh_case_waits_for_introduction_and_class(case):
    assert states(case) == [State.DONE, State.NOW, State.NOW, State.LATER, State.LATER, State.LATER]


def test_a_learner_waits_for_the_certificate(world, case):
    Introduction.objects.create(candidate=case, body="doan_thanh_nien")
    factories.enrollment(factories.training_class(world.city), case)

    assert states(case) == [State.DONE, State.DONE, State.WAITING, State.WAITING, State.LATER, State.LATER]


def test_somebody_who_failed_may_be_sent_again(world, case):
    failed = factories.enrollment(factories.training_class(world.city), case)
    failed.result = Enrollment.Result.KHONG_DAT
    failed.save()

    assert states(case)[2:4] == [State.NOW, State.LATER]
    factories.certificate(case, factories.training_class(world.city, ends_on=date(2024, 1, 9)), date(2024, 1, 20))
    assert states(case)[2:5] == [State.DONE, State.DONE, State.NOW]


def test_an_admitted_person_waits_for_the_twelve_months(world, case):
    member = factories.member(world.a1, official=False)
    factories.movement(member, world.a1, Kind.KET_NAP, date(2023, 5, 19), candidate=case)

    steps = steps_of(case, TODAY)

    assert [step.state for step in steps[4:]] == [State.DONE, State.WAITING]
    assert steps[5].facts == "hết 12 tháng dự bị ngày 19/05/2024"
    member.official_on = date(2024, 5, 19)
    member.admitted_on = date(2023, 5, 19)
    member.save()
    assert steps_of(case, TODAY)[5].state is State.DONE


def test_a_stopped_case_offers_nothing(world, case):
    factories.certificate(case, factories.training_class(world.city))
    case.closed_on, case.close_reason = date(2024, 1, 1), "Chuyển đi"
    case.save()

    assert [step.act for step in steps_of(case, TODAY)] == [""] * 6
