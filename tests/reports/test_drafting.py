"""Drafts made by the schedule: once, for who asked, with the rights of who switched it on, never issued."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from dangvien.actions import jobs
from dangvien.models import Appointment, Job
from dangvien.period import Period
from reports import drafting, lifecycle, requiring
from reports.catalog import by_code
from reports.engine.question import Question
from reports.issuing import freeze
from reports.models import AutomaticDraft, Issue, PeriodKind
from tests import factories

NEW_YEAR = date(2024, 1, 1)


@pytest.fixture
def asked(world):
    return factories.report_requirement(world.city, valid_from=date(2023, 1, 1))


@pytest.fixture
def switched(world, an, asked):
    requiring.set_automatic_drafts(by=an, organization=world.ward_a, kinds=[PeriodKind.NAM])


def work():
    """Do everything that waits, as a worker does."""
    for job in Job.objects.filter(kind=drafting.DRAFT_JOB, state=Job.State.CHO):
        jobs.run(str(job.pk))


def test_the_night_after_the_period_makes_a_draft_and_nothing_more(world, switched, an, asked):
    assert drafting.ask_for_due_drafts(NEW_YEAR) == 1
    work()

    issue = Issue.objects.get()
    assert (issue.report, issue.organization, issue.first, issue.last) == (
        "R02", world.ward_a, date(2023, 1, 1), date(2023, 12, 31),
    )  # fmt: skip
    assert (issue.state, issue.frozen_by, issue.drafted_for) == (Issue.State.BAN_THAO, an, asked)
    assert not issue.steps.exists()
    assert Job.objects.get(kind=drafting.DRAFT_JOB).result_url == reverse("bao-cao-da-chot", args=[issue.pk])


def test_ringing_twice_makes_one(switched):
    assert [drafting.ask_for_due_drafts(NEW_YEAR) for _ in range(2)] == [1, 0]
    work()
    assert drafting.ask_for_due_drafts(date(2024, 1, 2)) == 0
    Job.objects.filter(kind=drafting.DRAFT_JOB).update(state=Job.State.CHO, attempts=0)
    work()

    assert Issue.objects.count() == 1


@pytest.mark.parametrize(
    ("today", "made"),
    [(date(2023, 12, 31), 0), (NEW_YEAR, 1), (date(2024, 2, 14), 1), (date(2024, 2, 16), 0)],
)
def test_a_server_that_was_off_makes_up_for_it_within_reason(switched, today, made):
    assert drafting.ask_for_due_drafts(today) == made


def test_what_was_made_by_hand_is_not_made_again(world, an, switched):
    report = by_code("R02")
    freeze(
        by=an, question=Question(report, world.scope(world.ward_a), world.ward_a, Period.year(2023), report.chosen({}))
    )

    assert drafting.ask_for_due_drafts(NEW_YEAR) == 0


def test_what_was_dropped_stays_dropped(switched, an):
    drafting.ask_for_due_drafts(NEW_YEAR)
    work()
    lifecycle.drop(by=an, issue=Issue.objects.get(), reason="Không cần")

    assert drafting.ask_for_due_drafts(date(2024, 1, 2)) == 0


def test_kinds_that_are_not_switched_on_and_units_that_did_not_ask_get_none(world, an, asked):
    requiring.set_automatic_drafts(by=an, organization=world.ward_a, kinds=[PeriodKind.THANG])
    assert drafting.ask_for_due_drafts(NEW_YEAR) == 0
    requiring.set_automatic_drafts(by=an, organization=world.ward_a, kinds=[PeriodKind.NAM])
    requiring.set_automatic_drafts(by=an, organization=world.ward_a, kinds=[])

    assert drafting.ask_for_due_drafts(NEW_YEAR) == 0
    assert AutomaticDraft.objects.filter(on=True).count() == 0


@pytest.mark.parametrize(
    ("kind", "today", "last"),
    [
        (PeriodKind.THANG, date(2024, 3, 1), date(2024, 2, 29)),
        (PeriodKind.QUY, date(2024, 4, 1), date(2024, 3, 31)),
        (PeriodKind.SAU_THANG, date(2024, 7, 1), date(2024, 6, 30)),
        (PeriodKind.CHIN_THANG, date(2024, 10, 1), date(2024, 9, 30)),
    ],
)
def test_every_kind_of_period_is_made(world, an, kind, today, last):
    factories.report_requirement(world.city, period_kind=kind, valid_from=last)
    requiring.set_automatic_drafts(by=an, organization=world.ward_a, kinds=list(PeriodKind))

    assert drafting.ask_for_due_drafts(today) == 1
    work()
    assert Issue.objects.get().last == last


def test_who_switched_it_on_and_lost_the_right_makes_nothing(switched, an):
    drafting.ask_for_due_drafts(NEW_YEAR)
    Appointment.objects.filter(user=an).update(role="xem")
    work()

    job = Job.objects.get()
    assert job.state == Job.State.LOI
    assert "không còn quyền lập báo cáo" in job.message
    assert not Issue.objects.exists()
    assert drafting.ask_for_due_drafts(date(2024, 1, 2)) == 0  # it is not asked for every night for ever


def test_somebody_else_takes_it_over_by_saving_again(world, switched, as_an, an):
    other = factories.user("yen", "Phan Thị Yến", world.ward_a, "dang_uy")
    requiring.set_automatic_drafts(by=other, organization=world.ward_a, kinds=[PeriodKind.NAM])

    assert AutomaticDraft.objects.get().set_by == other
    assert "Phan Thị Yến" in as_an.get(reverse("bao-cao-tu-lap")).content.decode()


def test_the_screen_sets_it(world, asked, as_an, an):
    as_an.post(reverse("bao-cao-tu-lap"), {"organization": str(world.ward_a.pk), "kinds": ["nam", "quy"]})

    assert {(item.period_kind, item.on, item.set_by) for item in AutomaticDraft.objects.all()} == {
        ("nam", True, an),
        ("quy", True, an),
    }


def test_the_history_says_that_the_schedule_made_it(switched, as_an):
    drafting.ask_for_due_drafts(NEW_YEAR)
    work()

    assert (
        "Sổ tự lập theo lịch" in as_an.get(reverse("bao-cao-da-chot", args=[Issue.objects.get().pk])).content.decode()
    )
