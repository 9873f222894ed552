"""Recording and mending steps: what a reversal sets back, what it is refused for, what the ledger forbids."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dangvien.actions import casework_bulk, progress
from dangvien.actions.candidacy import follow
from dangvien.actions.casework import Stale, newest_step, record, reverse_step
from dangvien.actions.casework_bulk import Entry, record_together
from dangvien.actions.correction import reverse
from dangvien.actions.deciding import record_decision
from dangvien.actions.progress import refresh_all, refresh_member
from dangvien.dates import add_months
from dangvien.models import (
    AuditEntry,
    Candidate,
    Case,
    CaseState,
    Clock,
    Deadline,
    Decision,
    Introduction,
    Kind,
    Matter,
    Member,
    Movement,
    Organization,
    Outcome,
    Step,
    StepKind,
    User,
)
from dangvien.procedure.casefile import CaseFile, probation_file
from dangvien.procedure.checks import running
from dangvien.procedure.checks.check import Check, Result
from dangvien.procedure.facts import DecisionFacts, StepFacts
from dangvien.procedure.problem import Refused
from tests import factories
from tests.people import World
from tests.ways import Walk

REASON = "Ghi nhầm người"


@pytest.fixture
def walk(world: World, an: User) -> Walk:
    return Walk(an, world.a1, world.city)


def write(walk: Walk, kind: StepKind, day: date, subject: Candidate | Member, **given: Any) -> Step:
    """One step of a subject that the walk itself would not choose."""
    subject.refresh_from_db()
    return record(by=walk.by, subject=subject, facts=walk.facts(kind, day, **given), today=walk.today)


def take_back(walk: Walk, step: Step) -> None:
    reverse_step(by=walk.by, step=step, reason=REASON, today=walk.today)


def come_from_outside(cell: Organization, kind: Kind, today: date) -> Member:
    """Somebody on probation whose admission no line of this register wrote."""
    member = Member.objects.create(person=factories.person(), organization=cell, admitted_on=date(2024, 5, 1))
    factories.movement(member, cell, kind, date(2024, 5, 2))
    refresh_member(member, today)
    return member


def member_before(walk: Walk, *kinds_and_days: tuple[Kind, date], **more: Any) -> Member:
    """The candidate was a member once, by these lines, and is no longer."""
    member = Member.objects.create(person=walk.candidate.person, **more)
    for kind, day in kinds_and_days:
        factories.movement(member, walk.cell, kind, day, reason="x" if kind == Kind.XOA_TEN else "")
    return member


def readmit(walk: Walk) -> Step:
    walk.until(StepKind.TRINH)
    walk.step(StepKind.VAN_BAN_DONG_Y, matter=Matter.KET_NAP_LAI, number="77-CV/TU")
    walk.step(StepKind.QUYET_DINH_KET_NAP)
    walk.step(StepKind.NHAN_QUYET_DINH)
    return walk.step(StepKind.LE_KET_NAP)


# Members whose admission is not in this ledger


@pytest.mark.parametrize("kind", [Kind.DAU_SO, Kind.CHUYEN_DEN])
def test_a_probationer_who_came_from_outside_can_be_struck_off(walk: Walk, world: World, kind: Kind):
    member = come_from_outside(world.a1, kind, walk.today)

    for number, of in enumerate((StepKind.NQ_CHI_BO_XOA_TEN, StepKind.NQ_DANG_UY_XOA_TEN, StepKind.QUYET_DINH_XOA_TEN)):
        write(walk, of, date(2024, 12, 1 + number), member)

    case = Case.objects.get(member=member)
    assert (case.state, case.is_open, case.organization) == (CaseState.X14, False, world.a1)


def test_a_case_whose_member_died_is_closed_by_the_next_refreshing(walk: Walk, world: World):
    member = come_from_outside(world.a1, Kind.DAU_SO, walk.today)
    factories.movement(member, world.a1, Kind.TU_TRAN, date(2025, 1, 1))
    member.organization = None
    member.save()

    refresh_all(walk.today)

    case = Case.objects.get(member=member)
    assert not case.is_open
    assert not Deadline.objects.filter(case=case).exists()


# Readmission


def test_a_readmitted_member_can_be_struck_off_again(walk: Walk):
    lines = ((Kind.KET_NAP, date(2016, 5, 19)), (Kind.CONG_NHAN, date(2017, 5, 19)), (Kind.XOA_TEN, date(2020, 1, 15)))
    member = member_before(walk, *lines)
    readmit(walk)

    for kind in (StepKind.NQ_CHI_BO_XOA_TEN, StepKind.NQ_DANG_UY_XOA_TEN, StepKind.QUYET_DINH_XOA_TEN):
        walk.step(kind)

    member.refresh_from_db()
    assert (member.organization, member.official_on) == (None, None)


def test_reversing_a_readmission_gives_the_dates_of_the_old_book_back(walk: Walk):
    lines = ((Kind.DAU_SO, date(2010, 5, 19)), (Kind.XOA_TEN, date(2020, 1, 15)))
    member = member_before(walk, *lines, admitted_on=date(1990, 1, 1), official_on=date(1991, 1, 1))

    take_back(walk, readmit(walk))

    member.refresh_from_db()
    assert (member.organization, member.admitted_on, member.official_on) == (None, date(1990, 1, 1), date(1991, 1, 1))


def test_a_readmitted_member_is_filed_anew(walk: Walk):
    lines = ((Kind.DAU_SO, date(2010, 5, 19)), (Kind.XOA_TEN, date(2020, 1, 15)))
    member = member_before(walk, *lines, file_number="000001 QT")

    readmit(walk)

    assert Deadline.objects.filter(case__member=member, clock=Clock.HO_SO_DANG_VIEN).exists()
    filed = walk.step(StepKind.HO_SO_DANG_VIEN)
    assert not Deadline.objects.filter(case__member=member, clock=Clock.HO_SO_DANG_VIEN).exists()
    take_back(walk, filed)
    member.refresh_from_db()
    assert member.file_number == "000001 QT"


# Days against the ledger


def test_an_admission_is_not_cancelled_before_its_ceremony(walk: Walk):
    walk.until(StepKind.LE_KET_NAP)
    member = walk.member
    assert member.admitted_on is not None

    with pytest.raises(Refused, match="trước"):
        write(walk, StepKind.HUY_KET_NAP, member.admitted_on - timedelta(days=2), member)


def test_nobody_is_struck_off_before_a_later_line(walk: Walk, world: World):
    walk.until(StepKind.LE_KET_NAP)
    member = walk.member
    for cell, kind in ((world.a1, Kind.DI_NOI_BO), (world.a2, Kind.DEN_NOI_BO)):
        factories.movement(member, cell, kind, date(2024, 12, 1))
    member.organization = world.a2
    member.save()
    write(walk, StepKind.NQ_CHI_BO_XOA_TEN, date(2024, 11, 1), member)
    write(walk, StepKind.NQ_DANG_UY_XOA_TEN, date(2024, 11, 5), member)

    with pytest.raises(Refused, match="Nhận do sắp xếp tổ chức"):
        write(walk, StepKind.QUYET_DINH_XOA_TEN, date(2024, 11, 20), member)


def test_somebody_who_is_a_member_is_not_admitted_again(walk: Walk, world: World):
    walk.until(StepKind.NHAN_QUYET_DINH)
    member = Member.objects.create(person=walk.candidate.person, organization=world.a2)
    factories.movement(member, world.a2, Kind.DAU_SO, date(2020, 1, 1))

    with pytest.raises(Refused, match="đang là đảng viên"):
        write(walk, StepKind.LE_KET_NAP, walk.day + timedelta(days=1), walk.candidate)


def test_a_step_of_the_probation_is_not_before_the_ceremony(walk: Walk):
    walk.until(StepKind.LE_KET_NAP)
    member = walk.member
    assert member.admitted_on is not None

    with pytest.raises(Refused, match="trước ngày vào Đảng"):
        write(walk, StepKind.HO_SO_DANG_VIEN, member.admitted_on - timedelta(days=5), member)


def test_who_is_followed_anew_does_not_become_a_member_by_a_reversal(walk: Walk, world: World, an: User):
    walk.until(StepKind.LE_KET_NAP)
    cancelled = walk.step(StepKind.HUY_KET_NAP)
    later = walk.day + timedelta(days=1)
    follow(
        by=an, person=walk.candidate.person, cell=world.a1, source="nong_thon", opened_on=later, bodies=[],
        today=walk.today,
    )  # fmt: skip

    with pytest.raises(Refused, match="hồ sơ kết nạp mới"):
        take_back(walk, cancelled)

    assert Movement.objects.filter(member__person=walk.candidate.person).headcount() == 0


# The ledger's own reversal


@pytest.mark.parametrize("kind", [StepKind.LE_KET_NAP, StepKind.QUYET_DINH_CONG_NHAN, StepKind.PHAT_THE])
def test_a_line_that_a_step_rests_on_is_not_reversed_without_it(walk: Walk, an: User, kind: StepKind):
    walk.until(kind)
    line = walk.member.movements.standing().order_by("-occurred_on", "-pk").first()
    assert line is not None

    with pytest.raises(Refused, match=kind.label):
        reverse(by=an, line=line, reason=REASON)

    assert line in Movement.objects.standing()


# What rests on a step


@pytest.mark.parametrize(
    "kind",
    [
        StepKind.CHUNG_NHAN_LY_LICH,
        StepKind.Y_KIEN_CU_TRU,
        StepKind.GIOI_THIEU_DANG_VIEN,
        StepKind.GIOI_THIEU_DOAN_THE,
        StepKind.TRA_LOI_THAM_TRA,
    ],
)
def test_a_paper_is_not_reversed_under_the_resolution_it_lay_before(walk: Walk, kind: StepKind):
    walk.until(StepKind.NQ_CHI_BO)
    paper = walk.candidate.steps.get(kind=kind)

    with pytest.raises(Refused, match="dựa vào bước này"):
        take_back(walk, paper)

    take_back(walk, walk.candidate.steps.get(kind=StepKind.NQ_CHI_BO))
    if kind is StepKind.TRA_LOI_THAM_TRA:
        take_back(walk, walk.candidate.steps.get(kind=StepKind.CHUNG_NHAN_LY_LICH))
    take_back(walk, paper)


def test_a_paper_written_twice_may_be_reversed_once(walk: Walk):
    walk.until(StepKind.Y_KIEN_CU_TRU)
    walk.day -= timedelta(days=1)
    twice = walk.step(StepKind.Y_KIEN_CU_TRU)
    walk.step(StepKind.CHUNG_NHAN_LY_LICH)
    walk.step(StepKind.NQ_CHI_BO)
    first = walk.candidate.steps.filter(kind=StepKind.Y_KIEN_CU_TRU).earliest("pk")

    take_back(walk, first)

    with pytest.raises(Refused, match="dựa vào bước này"):
        take_back(walk, twice)


def test_an_opinion_is_not_reversed_under_the_recognition(walk: Walk):
    walk.until(StepKind.NQ_CHI_BO_CONG_NHAN)

    with pytest.raises(Refused, match="dựa vào bước này"):
        take_back(walk, Step.objects.get(probationer=walk.member, kind=StepKind.Y_KIEN_DOAN_THE))


def test_a_consent_is_not_reversed_under_the_step_it_allowed(walk: Walk):
    walk.until(StepKind.NHAN_QUYET_DINH)
    late = add_months(walk.day, 3)
    consent = walk.step(StepKind.VAN_BAN_DONG_Y, add_months(walk.day, 2), matter=Matter.LE_MUON, number="5-CV/TU")
    ceremony = walk.step(StepKind.LE_KET_NAP, late)
    assert ceremony.checks.filter(consent=consent).exists()

    with pytest.raises(Refused, match="dựa vào bước này"):
        take_back(walk, consent)


def test_a_ceremony_is_not_reversed_under_the_steps_of_the_probation(walk: Walk):
    walk.until(StepKind.HO_SO_DANG_VIEN)
    ceremony = walk.candidate.steps.get(kind=StepKind.LE_KET_NAP)

    with pytest.raises(Refused, match="Lập lý lịch, phiếu đảng viên"):
        take_back(walk, ceremony)

    take_back(walk, Step.objects.get(probationer=walk.member))
    take_back(walk, ceremony)
    assert not Case.objects.filter(member__person=walk.candidate.person).exists()


# What a reversal leaves


def test_reversing_the_sending_does_not_open_a_case_closed_since(walk: Walk, world: World):
    walk.until(StepKind.LY_LICH)
    walk.step(StepKind.CHUYEN_NOI, organization=world.a2)
    sent = walk.step(StepKind.CHUYEN_HO_SO, number="5-CV/ĐU")
    closing = walk.step(StepKind.THOI_THEO_DOI)

    take_back(walk, sent)

    walk.candidate.refresh_from_db()
    assert walk.candidate.closed_on == closing.occurred_on
    assert not walk.case.is_open


def test_an_introduction_renewed_stays_when_the_first_is_reversed(walk: Walk):
    walk.until(StepKind.LY_LICH)
    first = walk.step(StepKind.GIOI_THIEU_DOAN_THE, number="04-NQ/ĐTN")
    again = walk.step(StepKind.GIOI_THIEU_DOAN_THE, number="09-NQ/ĐTN")

    take_back(walk, first)

    kept = Introduction.objects.get(candidate=walk.candidate)
    assert (kept.resolution, kept.resolved_on) == ("09-NQ/ĐTN", again.occurred_on)
    take_back(walk, again)
    assert not Introduction.objects.filter(candidate=walk.candidate).exists()


def test_the_file_number_before_comes_back(walk: Walk):
    walk.until(StepKind.HO_SO_DANG_VIEN)
    number = walk.member.file_number
    again = walk.step(StepKind.HO_SO_DANG_VIEN)
    unnumbered = walk.step(StepKind.HO_SO_DANG_VIEN, number="")

    take_back(walk, unnumbered)
    assert walk.member.file_number == again.number
    take_back(walk, again)
    assert walk.member.file_number == number


def test_the_card_number_before_comes_back(walk: Walk):
    walk.until(StepKind.CONG_BO)
    member = walk.member
    member.card_number = "00000012"
    member.save()

    take_back(walk, walk.step(StepKind.PHAT_THE))

    assert walk.member.card_number == "00000012"


# Decisions


def test_a_number_typed_again_gives_a_row_of_its_own(walk: Walk, an: User):
    walk.until(StepKind.QUYET_DINH_KET_NAP)
    struck = walk.candidate.steps.get(kind=StepKind.QUYET_DINH_KET_NAP)
    paper = struck.decision
    assert paper is not None
    take_back(walk, struck)
    day = walk.day + timedelta(days=1)
    facts = DecisionFacts(paper.issuer, paper.number, "TU", day)

    again = walk.step(StepKind.QUYET_DINH_KET_NAP, day, decision=facts)

    assert again.decision_id != paper.pk
    said = paper.issued_on
    paper.refresh_from_db()
    assert (paper.issued_on, paper.voided_at is not None) == (said, True)
    with pytest.raises(Refused, match="đã dùng"):
        record_decision(by=an, facts=facts, subject=Decision.Subject.KET_NAP, today=walk.today)


# A decision taken again


def test_X13_the_steps_of_the_probation_stay_in_its_file(walk: Walk):
    walk.until(StepKind.HO_SO_DANG_VIEN)
    day = walk.day + timedelta(days=5)

    again = walk.step(StepKind.LAM_LAI_QUYET_DINH, day, basis_on=day + timedelta(days=4))

    file = probation_file(walk.member, walk.today)
    assert again in file.steps
    assert file.has(StepKind.HO_SO_DANG_VIEN)


def test_X13_after_the_cell_was_reorganized(walk: Walk, world: World):
    walk.until(StepKind.LE_KET_NAP)
    member = walk.member
    moved = walk.day + timedelta(days=30)
    for cell, kind in ((world.a1, Kind.DI_NOI_BO), (world.a2, Kind.DEN_NOI_BO)):
        factories.movement(member, cell, kind, moved)
    member.organization = world.a2
    member.save()
    with pytest.raises(Refused, match="do sắp xếp tổ chức"):
        walk.step(StepKind.LAM_LAI_QUYET_DINH, moved + timedelta(days=5), basis_on=moved)

    anew = walk.member.admitted_on
    assert anew is not None
    walk.step(StepKind.LAM_LAI_QUYET_DINH, moved + timedelta(days=5), basis_on=anew + timedelta(days=3))

    assert (walk.member.organization, walk.member.admitted_on) == (world.a2, anew + timedelta(days=3))
    for cell, there in ((world.a1, 0), (world.a2, 1)):
        assert Movement.objects.filter(member=member, organization=cell).headcount() == there


def test_X13_a_recognition_may_be_reversed_afterwards(walk: Walk):
    walk.until(StepKind.QUYET_DINH_CONG_NHAN)
    recognized = Step.objects.get(probationer=walk.member, kind=StepKind.QUYET_DINH_CONG_NHAN)
    walk.step(StepKind.LAM_LAI_QUYET_DINH)

    take_back(walk, recognized)

    assert walk.member.official_on is None


# What fits a step


def test_an_admission_needs_its_paper_and_outcome(walk: Walk):
    walk.until(StepKind.TRINH)

    with pytest.raises(Refused, match="Chọn đồng ý"):
        walk.step(StepKind.QUYET_DINH_KET_NAP, outcome=None)
    with pytest.raises(Refused, match="cơ quan ban hành quyết định"):
        walk.step(StepKind.QUYET_DINH_KET_NAP, decision=None)
    with pytest.raises(Refused, match="không có kết quả"):
        walk.step(StepKind.QUYET_DINH_KET_NAP, outcome=Outcome.DU)


def test_a_step_of_the_probation_is_not_written_into_the_way_before(walk: Walk):
    walk.until(StepKind.LE_KET_NAP)

    with pytest.raises(Refused, match="thuộc hồ sơ đảng viên dự bị"):
        write(walk, StepKind.HO_SO_DANG_VIEN, walk.day, walk.candidate)


def test_a_card_is_given_once(walk: Walk):
    walk.until(StepKind.PHAT_THE)

    with pytest.raises(Refused, match="đã ghi, ngày"):
        walk.step(StepKind.PHAT_THE)


# Who is told


def test_taking_in_stands_in_the_audit_trail_of_both_places(walk: Walk, world: World):
    walk.until(StepKind.LY_LICH)
    walk.step(StepKind.CHUYEN_NOI, organization=world.b1, number="7-GCN")
    walk.step(StepKind.TIEP_NHAN, organization=world.b1, helper=factories.member(world.b1))

    entries = AuditEntry.objects.filter(verb="ghi bước", after__bước=StepKind.TIEP_NHAN.label)

    assert set(entries.values_list("organization_id", flat=True)) == {world.a1.pk, world.b1.pk}
    for entry in entries:
        assert entry.after is not None
        assert (entry.after["từ"], entry.after["đến"]) == (world.a1.name_on(walk.day), world.b1.name_on(walk.day))


def test_lines_that_a_step_writes_have_their_own_entry(walk: Walk):
    walk.until(StepKind.LE_KET_NAP)
    walk.step(StepKind.LAM_LAI_QUYET_DINH)
    walk.step(StepKind.HUY_KET_NAP)

    told = [str((entry.after or {})["dòng"]) for entry in AuditEntry.objects.filter(verb="ghi dòng sổ")]

    assert sorted(told) == sorted([Kind.KET_NAP.label, Kind.HUY_KET_NAP.label])


def test_many_steps_of_others_are_told_in_brief(walk: Walk):
    walk.step(StepKind.VAO_DANH_SACH)
    seen = newest_step(walk.candidate)
    for number in range(5):
        walk.step(StepKind.GIOI_THIEU_DOAN_THE, number=f"{number}-NQ/ĐTN")

    with pytest.raises(Stale, match=r"^5 việc đã ghi thêm") as told:
        record(
            by=walk.by,
            subject=walk.candidate,
            facts=walk.facts(StepKind.DAC_BIET, walk.day, matter=Matter.UY_TIN),
            today=walk.today,
            seen=seen,
        )

    assert str(told.value).count("vừa ghi") == 3


# What it costs, and two writers at once


def test_every_check_runs_once_for_a_step(walk: Walk, monkeypatch: pytest.MonkeyPatch):
    walk.until(StepKind.CHUNG_NHAN_LY_LICH)
    asked: list[str] = []
    result_of = running.result_of

    def counting(check: Check, case: CaseFile, facts: StepFacts) -> Result | None:
        asked.append(check.id)
        return result_of(check, case, facts)

    monkeypatch.setattr(running, "result_of", counting)

    walk.step(StepKind.NQ_CHI_BO)

    assert asked
    assert len(asked) == len(set(asked))


def test_several_steps_lock_their_people_in_one_order(walk: Walk, world: World, monkeypatch: pytest.MonkeyPatch):
    other = Walk(walk.by, world.a1, world.city)
    locked: list[set[int]] = []
    monkeypatch.setattr(casework_bulk, "lock_people", lambda people: locked.append(set(people)))
    entries = [Entry(one.candidate, one.facts(StepKind.VAO_DANH_SACH, one.day)) for one in (other, walk)]

    record_together(by=walk.by, entries=entries, today=walk.today)

    assert locked == [{walk.candidate.person_id, other.candidate.person_id}]


def test_a_case_is_read_after_its_row_was_locked(walk: Walk, monkeypatch: pytest.MonkeyPatch):
    """What another writer keeps while one waits for the row is in what is written down then."""
    walk.until(StepKind.VAO_DANH_SACH)
    walk.certify(walk.day)
    monkeypatch.setattr(progress, "lock_people", lambda _people: walk.step(StepKind.DUOC_LAM_THU_TUC))

    progress.refresh_candidate(walk.candidate, walk.today)

    assert walk.case.state == CaseState.S06


def test_nobody_waits_for_the_trail_while_a_case_is_read_anew(walk: Walk):
    """The end of the trail is held from the first entry to the end of the transaction, and everybody needs it."""
    with CaptureQueriesContext(connection) as captured:
        walk.step(StepKind.VAO_DANH_SACH)
    asked = [query["sql"] for query in captured]

    held = next(place for place, sql in enumerate(asked) if "dangvien_audithead" in sql)
    assert [sql for sql in asked[held:] if "dangvien_case" in sql or "dangvien_deadline" in sql] == []
