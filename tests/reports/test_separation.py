"""Where an organization wants it, three people see a report before it is issued."""

from __future__ import annotations

from datetime import date, timedelta
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


def test_who_drafts_who_approves_and_who_issues_are_three_people(apart, draft, an, others):
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
    assert "đã lập hoặc duyệt báo cáo này nên không tự ban hành" in told
    (told,) = refusal(lifecycle.publish, by=an, issue=approved, facts=FACTS, today=TODAY)
    assert told == (
        "Đơn vị tách người lập, duyệt, ban hành (Quy chế 03-QC/ĐU). Đồng chí đã lập hoặc duyệt báo cáo này nên "
        "không tự ban hành. Người ban hành được: Võ Yến."
    )

    assert lifecycle.publish(by=yen, issue=approved, facts=FACTS, today=TODAY).state == Issue.State.BAN_HANH


def test_a_report_that_replaces_another_passes_through_three_people_too(world, apart, draft, an, others):
    yen, tam = others
    lifecycle.approve(by=tam, issue=lifecycle.check(by=yen, issue=draft))
    out = lifecycle.publish(by=yen, issue=draft, facts=FACTS, today=TODAY)
    withdrawn = lifecycle.withdraw(by=an, issue=out, document="Công văn 1", on=TODAY, reason="Sai", today=TODAY)
    assert withdrawn.state == Issue.State.THU_HOI

    again = issuing.draft_replacement(by=yen, issue=withdrawn, scope=world.scope(world.ward_a))
    lifecycle.approve(by=tam, issue=lifecycle.check(by=an, issue=again))
    facts = NumberFacts("BC", 2, "ĐU", TODAY)
    (told,) = refusal(lifecycle.publish, by=yen, issue=again, facts=facts, today=TODAY)
    assert "đã lập hoặc duyệt báo cáo này nên không tự ban hành" in told
    assert lifecycle.publish(by=an, issue=again, facts=facts, today=TODAY).state == Issue.State.BAN_HANH


def test_what_one_person_approved_before_it_was_set_is_not_issued_after(world, draft, an, others):
    yen, _ = others
    world.ward_a.appointments.filter(user__in=others).update(valid_to=TODAY)
    checked = lifecycle.check(by=an, issue=draft)
    approved = lifecycle.approve(by=an, issue=checked)
    separating.separate_duties(by=an, organization=world.ward_a, since=date(2024, 6, 1), document="Quy chế")

    (told,) = refusal(lifecycle.publish, by=yen, issue=approved, facts=FACTS, today=TODAY)

    assert "Nguyễn Thị An vừa lập hoặc kiểm tra vừa duyệt báo cáo này. Trả lại bản thảo để người khác duyệt." in told


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


def test_what_the_city_set_is_not_ended_by_the_ward_it_binds(world, an, as_an, chi, as_chi):
    held = separating.separate_duties(by=chi, organization=world.ward_a, since=date(2024, 6, 1), document="Quy chế TU")
    end, listed = reverse("bao-cao-tach-viec-thoi", args=[held.pk]), reverse("bao-cao-tach-viec")

    (told,) = refusal(separating.end_separation, by=an, separation=held, last_day=TODAY, reason="Vướng")
    assert told.startswith("Việc tách người này do Đảng bộ thành phố đặt")
    assert told in " ".join(page_of(as_an.get(end)).texts("p"))
    assert end not in as_an.get(listed).content.decode()
    as_an.post(end, {"last_day": f"{TODAY:%d/%m/%Y}", "reason": "Vướng"})
    held.refresh_from_db()
    assert held.is_open

    assert end in as_chi.get(listed).content.decode()
    as_chi.post(end, {"last_day": f"{TODAY:%d/%m/%Y}", "reason": "Đủ người"})
    held.refresh_from_db()
    assert not held.is_open


def test_it_ends_today_at_the_earliest_and_holds_through_that_day(world, an, draft):
    held = separating.separate_duties(by=an, organization=world.ward_a, since=date(2024, 5, 1), document="Quy chế")

    (told,) = refusal(
        separating.end_separation, by=an, separation=held, last_day=TODAY - timedelta(days=1), reason="Vướng"
    )
    assert told.startswith("Ngày cuối trước hôm nay (03/6/2024)")

    separating.end_separation(by=an, separation=held, last_day=TODAY, reason="Vướng")
    checked = lifecycle.check(by=an, issue=draft)
    (told,) = refusal(lifecycle.approve, by=an, issue=checked)
    assert "Chưa có ai khác có quyền làm bước này" in told


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
