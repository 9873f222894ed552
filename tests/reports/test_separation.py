"""Where an organization wants it, three people see a report before it is issued."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from dangvien.period import Period
from dangvien.procedure.problem import Refused
from reports import issuing, lifecycle, separating
from reports.catalog import by_code
from reports.engine.question import Question
from reports.lifecycle import NumberFacts
from reports.models import DutySeparation, Issue
from tests import factories
from tests.dangvien.reading import mistakes, newest_entry, page_of
from tests.people import TODAY


@pytest.fixture
def others(world):
    return [
        factories.user(name, full, world.ward_a, "dang_uy") for name, full in (("yen", "Võ Yến"), ("tam", "Lý Tám"))
    ]


@pytest.fixture
def apart(world, an):
    return separating.separate_duties(
        by=an, organization=world.ward_a, since=date(2024, 6, 1), document="Quy chế 03-QC/ĐU"
    )


@pytest.fixture
def draft(world, an):
    report = by_code("R02")
    question = Question(report, world.scope(world.ward_a), world.ward_a, Period.year(2023), report.chosen({}))
    return issuing.freeze(by=an, question=question)


FACTS = NumberFacts("BC", 1, "ĐU", TODAY)


def refusal(call, **arguments):
    with pytest.raises(Refused) as refused:
        call(**arguments)
    return [problem.sentence for problem in refused.value.problems]


def test_who_drafted_or_checked_does_not_approve_and_who_approved_does_not_issue(apart, draft, an, others):
    yen, tam = others
    checked = lifecycle.check(by=yen, issue=draft)

    for by in (an, yen):
        (told,) = refusal(lifecycle.approve, by=by, issue=checked)
        assert told == (
            "Đơn vị tách người lập, duyệt, ban hành (Quy chế 03-QC/ĐU). Đồng chí đã lập hoặc kiểm tra báo cáo này nên "
            "không tự duyệt. Người duyệt được: Lý Tám."
        )
    approved = lifecycle.approve(by=tam, issue=checked)
    (told,) = refusal(lifecycle.publish, by=tam, issue=approved, facts=FACTS, today=TODAY)
    assert "đã duyệt báo cáo này nên không tự ban hành" in told

    assert lifecycle.publish(by=an, issue=approved, facts=FACTS, today=TODAY).state == Issue.State.BAN_HANH


def test_even_where_nobody_else_may(apart, draft, an):
    checked = lifecycle.check(by=an, issue=draft)

    (told,) = refusal(lifecycle.approve, by=an, issue=checked)
    assert "Chưa có ai khác có quyền làm bước này" in told


def test_before_its_day_and_after_its_end_it_does_not_hold(world, draft, an, as_an):
    checked = lifecycle.check(by=an, issue=draft)
    begun = separating.separate_duties(by=an, organization=world.ward_a, since=date(2024, 6, 4), document="Quy chế")
    assert lifecycle.approve(by=an, issue=checked).state == Issue.State.DA_DUYET

    ended = separating.end_separation(by=an, separation=begun, last_day=date(2024, 6, 9), reason="Thiếu người")
    found = DutySeparation.objects.in_force_at
    assert (found(world.ward_a.pk, date(2024, 6, 9)), found(world.ward_a.pk, date(2024, 6, 10))) == (ended, None)
    assert newest_entry().reason == "Thiếu người"


def test_it_is_set_once_and_ended_on_its_page(world, as_an, an):
    address = reverse("bao-cao-tach-viec")
    typed = {"organization": world.ward_a.pk, "since": "1/6/2024", "document": "Quy chế 03-QC/ĐU"}
    assert "Chưa đơn vị nào đặt" in " ".join(page_of(as_an.get(address)).texts("p"))
    assert mistakes(as_an.post(address, {**typed, "document": ""})).keys() == {"document"}

    as_an.post(address, {**typed, "token": str(uuid4())})
    page = page_of(as_an.get(address))
    assert page.texts("th", scope="row") == ["Đảng bộ Phường A"]
    assert "đã đặt tách người từ ngày 01/6/2024" in str(mistakes(as_an.post(address, typed)))

    end = reverse("bao-cao-tach-viec-thoi", args=[DutySeparation.objects.get().pk])
    assert mistakes(as_an.post(end, {"last_day": "1/5/2024", "reason": "x"})).keys() == {"last_day"}
    as_an.post(end, {"last_day": "3/6/2024", "reason": "Thiếu người"})
    assert not DutySeparation.objects.get().is_open
    assert localdate() == TODAY
