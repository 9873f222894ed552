"""Working out all cases at once: the same rows as one by one, in parts, with as many queries for many as for few."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangvien.actions import progress, refreshing, regulating
from dangvien.actions.jobs import run
from dangvien.actions.progress import refresh_all, refresh_candidate, refresh_member, said
from dangvien.holidays import DayKind
from dangvien.models import Candidate, Case, Clock, Deadline, Job, Kind, Member, Organization, Outcome, StepKind, User
from dangvien.procedure import casefiles
from dangvien.procedure.amending import AmendmentFacts, HolidayFacts
from dangvien.procedure.casefile import candidate_file, probation_file
from dangvien.procedure.casefiles import Surroundings, candidate_files, in_parts, probation_files
from dangvien.procedure.reconciliation import cases
from dangvien.procedure.reconciliation.fault import Reach
from tests import factories
from tests.people import World
from tests.trails import PASSED, SHORT, Trail

TODAY = date(2025, 10, 6)

VOTED = (StepKind.NQ_CHI_BO, StepKind.NQ_DANG_UY, StepKind.NQ_CHI_BO_CONG_NHAN, StepKind.NQ_DANG_UY_CONG_NHAN)
KINDS = (
    StepKind.VAO_DANH_SACH, StepKind.DON, StepKind.LY_LICH, StepKind.GUI_THAM_TRA, StepKind.GIOI_THIEU_DANG_VIEN,
    StepKind.Y_KIEN_CU_TRU, StepKind.NQ_CHI_BO, StepKind.NQ_DANG_UY, StepKind.TRINH, StepKind.QUYET_DINH_KET_NAP,
    StepKind.NHAN_QUYET_DINH, StepKind.HUY_QUYET_DINH, StepKind.CHUYEN_NOI, StepKind.GIA_HAN,
)  # fmt: skip
OUTCOMES = {
    StepKind.TRINH: Outcome.DU, StepKind.QUYET_DINH_KET_NAP: Outcome.DONG_Y, StepKind.CHUYEN_NOI: Outcome.CAP_CU_CHUYEN,
}  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from(KINDS), st.dates(date(2024, 1, 1), TODAY), st.booleans()), min_size=0, max_size=9
)


def rows() -> tuple[set[Any], set[Any]]:
    """What is written down of all cases, without the keys of the rows."""
    cases = Case.objects.values_list("candidate", "member", "person", "organization", "state", "since", "is_open")
    return set(cases), {(*said(item)[1:], item.case.person_id) for item in Deadline.objects.select_related("case")}


def one_by_one() -> tuple[set[Any], set[Any]]:
    Case.objects.all().delete()
    for candidate in Candidate.objects.select_related("person", "organization"):
        refresh_candidate(candidate, TODAY)
    for member in Member.objects.probationary().select_related("person", "organization"):
        refresh_member(member, TODAY)
    return rows()


@pytest.fixture
def mixed(world: World) -> World:
    """People at many places of the way, on probation, admitted, closed."""
    for cell in (world.a1, world.b1):
        Trail.candidate(cell)
        held = Trail.candidate(cell).dossier(date(2025, 2, 3))
        factories.certificate(held.subject, factories.training_class(world.city), date(2021, 3, 1))
        held.put(StepKind.GUI_THAM_TRA, date(2025, 3, 3))
        Trail.candidate(cell).dossier(date(2025, 2, 3)).resolved(date(2025, 7, 15))
        short = Trail.candidate(cell).dossier(date(2025, 2, 3))
        short.resolved(date(2025, 7, 15), SHORT)
        admitted = Trail.candidate(cell)
        admitted.resolved(date(2024, 7, 15))
        probation = admitted.admitted(date(2024, 9, 9))
        probation.put(StepKind.NQ_CHI_BO_CONG_NHAN, date(2025, 9, 15), PASSED)
        Trail.probation(cell, date(2025, 1, 31))
        closed = factories.candidate(cell)
        closed.closed_on, closed.close_reason = date(2024, 5, 5), "Tự xin thôi"
        closed.save()
    Case.objects.all().delete()
    return world


def test_all_at_once_gives_the_rows_of_one_by_one(mixed: World) -> None:
    single = one_by_one()
    Case.objects.all().delete()

    assert refresh_all(TODAY) == 14 + 2
    assert rows() == single
    assert len(single[1]) == 20


def test_again_changes_nothing_not_even_keys(mixed: World) -> None:
    refresh_all(TODAY)
    before = set(Deadline.objects.values_list("pk", flat=True)), set(Case.objects.values_list("pk", flat=True))

    refresh_all(TODAY)

    assert (
        set(Deadline.objects.values_list("pk", flat=True)),
        set(Case.objects.values_list("pk", flat=True)),
    ) == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=steps)
def test_whatever_the_steps_both_ways_agree(world: World, drawn: list[Any]) -> None:
    trail = Trail.candidate(world.a2)
    for kind, day, passed in drawn:
        votes = (PASSED if passed else SHORT) if kind in VOTED else None
        trail.put(kind, day, votes, outcome=OUTCOMES.get(kind, ""))
    around = Surroundings.load(TODAY)
    [many] = candidate_files([trail.subject.pk], around)
    one = candidate_file(Candidate.objects.select_related("person", "organization").get(pk=trail.subject.pk), TODAY)

    assert [step.pk for step in many.steps] == [step.pk for step in one.steps]
    refresh_candidate(trail.subject, TODAY)
    single = {said(item) for item in Deadline.objects.filter(case__candidate=trail.subject)}
    state = Case.objects.get(candidate=trail.subject)
    Case.objects.filter(candidate=trail.subject).update(state="S01", since=date(2020, 1, 1))
    Deadline.objects.filter(case=state).delete()
    refresh_all(TODAY, [world.a2])

    again = Case.objects.get(candidate=trail.subject)
    assert (again.state, again.since, again.is_open) == (state.state, state.since, state.is_open)
    assert {said(item) for item in Deadline.objects.filter(case__candidate=trail.subject)} == single


def test_the_files_of_many_are_those_of_one(mixed: World) -> None:
    around = Surroundings.load(TODAY)
    ways = candidate_files(list(Candidate.objects.values_list("pk", flat=True)), around)
    probations = probation_files(list(Member.objects.values_list("pk", flat=True)), around)

    for many in ways:
        assert many.candidate is not None
        one = candidate_file(many.candidate, TODAY)
        for name in ("steps", "enrollments", "lines", "standing", "line", "mandates", "member", "introductions"):
            assert getattr(many, name) == getattr(one, name), name
    for many in probations:
        assert many.member is not None
        one = probation_file(many.member, TODAY)
        for name in ("steps", "lines", "line", "candidate", "organization", "of_probation"):
            assert getattr(many, name) == getattr(one, name), name


def test_the_queries_do_not_grow_with_the_cases(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as sent:
            refresh_all(TODAY)
        return len(sent)

    Trail.candidate(world.a1).resolved(date(2025, 7, 15))
    refresh_all(TODAY)
    few = queries()
    for _ in range(20):
        Trail.candidate(world.a1).resolved(date(2025, 7, 15))
    queries()

    assert queries() == few < 40


def test_parts_take_everything_once(world: World) -> None:
    made = [factories.candidate(world.a1).pk for _ in range(7)]

    assert list(in_parts(Candidate.objects.all(), 3)) == [made[:3], made[3:6], made[6:]]
    assert list(in_parts(Candidate.objects.none(), 3)) == []


def test_it_tells_how_far_it_is(mixed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casefiles.in_parts, "__defaults__", (5,))
    told: list[tuple[int, int]] = []

    refresh_all(TODAY, report=lambda done, total: told.append((done, total)))

    assert told == [(5, 16), (10, 16), (12, 16), (16, 16)]


def test_only_the_organizations_asked_for(mixed: World) -> None:
    refresh_all(TODAY, [mixed.a1])

    assert {case.organization_id for case in Case.objects.all()} == {mixed.a1.pk}


def test_a_step_of_an_admitted_candidate_leaves_the_probation_as_it_stands(world: World) -> None:
    way = Trail.candidate(world.a1)
    way.resolved(date(2024, 7, 15))
    probation = way.admitted(date(2024, 9, 9))
    probation.put(StepKind.NQ_CHI_BO_CONG_NHAN, date(2025, 9, 15), PASSED)
    probation.due(TODAY)

    way.due(TODAY)

    assert Case.objects.get(member=probation.subject).state == "D05"


def test_the_command_works_them_out(mixed: World) -> None:
    output = StringIO()

    call_command("refresh_deadlines", stdout=output)

    assert output.getvalue().startswith("Đã tính lại 16 hồ sơ trong ")
    assert Case.objects.count() == 16


# After a change of the regulations


def _amend(by: User, organization: Organization) -> None:
    facts = AmendmentFacts("decision_days", "30", date(2025, 7, 1), organization, "Hướng dẫn 02-HD/BTCTU", "2.1", True)
    regulating.amend(by=by, facts=facts, desk=organization.pk)


def test_an_amendment_asks_the_worker_to_work_everything_out_anew(world: World, dung: User) -> None:
    trail = Trail.candidate(world.a1)
    trail.resolved(date(2025, 8, 20))
    before = trail.only(Clock.QUYET_DINH_KET_NAP).due_on

    _amend(dung, world.city)
    job = Job.objects.get(kind=refreshing.KIND)
    assert run(str(job.pk))

    after = Deadline.objects.get(clock=Clock.QUYET_DINH_KET_NAP)
    assert (after.due_on, before) == (date(2025, 10, 3), date(2025, 10, 24))
    job.refresh_from_db()
    assert (job.state, job.result_url) == (Job.State.XONG, "/viec-den-han/")
    assert (job.step, job.steps) == (1, 1)


def test_one_waiting_request_serves_several_changes(world: World, dung: User) -> None:
    regulating.confirm_calendar(by=dung, year=2027, document="Thông báo 5000/TB-BNV", desk=world.city.pk)
    assert Job.objects.filter(kind=refreshing.KIND).count() == 1
    job = Job.objects.get(kind=refreshing.KIND)
    assert run(str(job.pk))

    holiday = HolidayFacts(date(2026, 11, 24), DayKind.OFF, "Ngày Văn hóa Việt Nam", "Bộ luật Lao động sửa đổi")
    made = regulating.set_holiday(by=dung, facts=holiday, desk=world.city.pk)
    regulating.remove_holiday(by=dung, holiday=made, reason="Ghi nhầm", desk=world.city.pk)

    assert Job.objects.filter(kind=refreshing.KIND).count() == 2


# Reconciliation


def faults() -> list[str]:
    """What `reconcile` says of the cases."""
    return [fault.sentence for fault in cases.case_faults(Reach(), TODAY)]


def test_what_was_worked_out_agrees(mixed: World) -> None:
    refresh_all(TODAY)

    assert faults() == []


def test_a_tampered_deadline_is_named(mixed: World) -> None:
    refresh_all(TODAY)
    item = Deadline.objects.filter(clock=Clock.QUYET_DINH_KET_NAP).order_by("pk")[0]
    right = item.due_on
    Deadline.objects.filter(pk=item.pk).update(due_on=date(2030, 1, 1))

    assert sorted(faults()) == [
        f"Hồ sơ của {item.case.person}: hạn “Quyết định kết nạp” ngày 01/01/2030, đang chờ Cấp ủy cơ sở "
        "không khớp với các bước.",
        f"Hồ sơ của {item.case.person}: thiếu hạn “Quyết định kết nạp” ngày {right:%d/}{right.month}/{right.year}, "
        "đang chờ Cấp ủy cơ sở.",
    ]


def test_a_deadline_taken_away_or_written_twice_and_a_wrong_state_are_named(mixed: World) -> None:
    refresh_all(TODAY)
    first, second = Deadline.objects.filter(clock=Clock.THAM_TRA)
    first.delete()
    second.pk = None
    second.save()
    Case.objects.filter(pk=second.case_id).update(state="S05")

    found = faults()

    assert sum("thiếu hạn “Trả lời thẩm tra”" in fault for fault in found) == 1
    assert sum("ghi hai lần" in fault for fault in found) == 1
    assert sum("đang ghi “Có giấy chứng nhận”" in fault for fault in found) == 1


def test_cases_nobody_wrote_down_are_counted(mixed: World) -> None:
    assert faults() == [
        "12 quần chúng ưu tú chưa được tính trạng thái và thời hạn. Chạy lệnh refresh_deadlines để tính.",
        "4 đảng viên dự bị chưa được tính trạng thái và thời hạn. Chạy lệnh refresh_deadlines để tính.",
    ]


def test_a_member_who_left_keeps_a_closed_case(world: World) -> None:
    trail = Trail.probation(world.a1, date(2024, 9, 9))
    trail.due(TODAY)
    member = trail.subject
    factories.movement(member, world.a1, Kind.XOA_TEN, date(2025, 9, 15))
    member.organization = None
    member.save()

    refresh_all(TODAY)

    case = Case.objects.get(member=member)
    assert (case.state, case.is_open, case.deadlines.count()) == ("X14", False, 0)
    assert faults() == []
    assert progress.open_probations().count() == 0


def test_after_an_upgrade_the_command_writes_down_whoever_is_missing(world: World) -> None:
    Trail.candidate(world.a1).resolved(date(2024, 1, 15))
    refresh_all(TODAY)
    output = StringIO()
    call_command("refresh_deadlines", "--if-missing", stdout=output)
    assert not output.getvalue()

    Case.objects.all().delete()
    call_command("refresh_deadlines", "--if-missing", stdout=output)

    assert "Đã tính lại 1 hồ sơ" in output.getvalue()
    assert Case.objects.count() == 1
