"""What a step changes besides being recorded: pointers of the candidate and the member, lines of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from dangvien import codes
from dangvien.actions.admission import dates_of, write_admission, write_recognition
from dangvien.actions.auditing import note
from dangvien.actions.correction import set_pointers, take_back
from dangvien.actions.deciding import record_decision
from dangvien.dates import add_months
from dangvien.models import (
    Candidate,
    Decision,
    Introduction,
    Kind,
    Member,
    Movement,
    Organization,
    Outcome,
    Step,
    StepKind,
    User,
)
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.moves import leads_outside, outcome_of_move, pending_move
from dangvien.procedure.problem import Refused
from dangvien.procedure.votes import ends_the_way
from dangvien.text import day_short


@dataclass(frozen=True)
class Deed:
    """Who records which step of which case."""

    by: User
    case: CaseFile
    facts: StepFacts
    today: date


@dataclass(frozen=True)
class Worked:
    """What a step's consequences add to its row. `replaced` as in `models.Step`."""

    decision: Decision | None = None
    movement: Movement | None = None
    outcome: str = ""
    body: str = ""
    origin: Organization | None = None
    answers: Step | None = None
    replaced: dict[str, str] = field(default_factory=dict)


def before(*, by: User, case: CaseFile, facts: StepFacts, today: date) -> Worked:
    """Do what a step of this kind entails; the checks have been passed. Gives what the step's row is to carry."""
    act = _ACTS.get(facts.kind)
    return act(Deed(by, case, facts, today)) if act else Worked()


Act = Callable[[Deed], Worked]


def _introduced(deed: Deed) -> Worked:
    """One row for each body, which is what reports count; `deed.facts.body` is its code."""
    assert deed.case.candidate is not None
    Introduction.objects.get_or_create(
        candidate=deed.case.candidate,
        body=deed.facts.body,
        defaults={"resolution": deed.facts.number, "resolved_on": deed.facts.occurred_on},
    )
    return Worked(body=codes.of("introducing_body").label(deed.facts.body))


def _closed(deed: Deed) -> Worked:
    close(deed.case, deed.facts.occurred_on, Outcome(deed.facts.outcome or Outcome.KHAC).label)
    return Worked()


def close(case: CaseFile, day: date, reason: str) -> None:
    assert case.candidate is not None
    case.candidate.closed_on, case.candidate.close_reason = day, reason
    case.candidate.save(update_fields=["closed_on", "close_reason"])


def _decided_on_admission(deed: Deed) -> Worked:
    if ends_the_way(deed.case, deed.facts):
        close(deed.case, deed.facts.occurred_on, Outcome.CAP_UY_KHONG_DONG_Y.label)
    return _paper(deed, Decision.Subject.KET_NAP)


def _paper(deed: Deed, subject: Decision.Subject) -> Worked:
    """The decision's own row, where there is a numbered decision: a refusal may be told by another paper."""
    if deed.facts.decision is None:
        return Worked()
    return Worked(decision=record_decision(by=deed.by, facts=deed.facts.decision, subject=subject, today=deed.today))


def _ceremony(deed: Deed) -> Worked:
    decision = deed.case.admission_decision
    assert deed.case.candidate is not None
    assert decision is not None
    replaced = dates_of(deed.case.member) if deed.case.member else {}
    line = write_admission(
        by=deed.by,
        candidate=deed.case.candidate,
        cell=deed.facts.organization or deed.case.organization,
        paper=decision.decision,
        ceremony_on=deed.facts.occurred_on,
    )
    return Worked(movement=line, replaced=replaced)


def _filed(deed: Deed) -> Worked:
    return _numbered(deed, "file_number") if deed.facts.number else Worked()


def _numbered(deed: Deed, column: str) -> Worked:
    member = locked_member(deed.case)
    replaced = {column: getattr(member, column) or ""}
    setattr(member, column, deed.facts.number)
    member.save(update_fields=[column])
    return Worked(replaced=replaced)


def _recognized(deed: Deed) -> Worked:
    worked = _paper(deed, Decision.Subject.CONG_NHAN)
    if deed.facts.outcome == Outcome.KHONG_DONG_Y:
        return worked
    official_on = deed.facts.basis_on or deed.case.probation_ends_on
    assert official_on is not None
    line = write_recognition(
        by=deed.by, member=locked_member(deed.case), paper=worked.decision, official_on=official_on
    )
    return Worked(decision=worked.decision, movement=line)


def _carded(deed: Deed) -> Worked:
    return _numbered(deed, "card_number")


def _moved(deed: Deed) -> Worked:
    return Worked(outcome=outcome_of_move(deed.case, deed.facts), origin=deed.case.organization)


def _sent_on(deed: Deed) -> Worked:
    """The dossier has left; for a place outside of this register that is the end of the case here."""
    if leads_outside(deed.case):
        close(deed.case, deed.facts.occurred_on, Outcome.CHUYEN_DI.label)
    return Worked(answers=pending_move(deed.case))


def _taken_in(deed: Deed) -> Worked:
    candidate, place = deed.case.candidate, deed.facts.organization
    assert candidate is not None
    moved = deed.case.last(StepKind.CHUYEN_NOI)
    if place is not None:
        candidate.organization = place
        candidate.save(update_fields=["organization"])
    return Worked(origin=deed.case.organization, answers=moved)


def _reviewed(deed: Deed) -> Worked:
    return Worked(answers=deed.case.last(StepKind.DE_NGHI_XEM_LAI))


def _cancelled_before(deed: Deed) -> Worked:
    return _paper(deed, Decision.Subject.HUY)


def _left(kind: Kind) -> Act:
    def act(deed: Deed) -> Worked:
        worked, member = _paper(deed, Decision.Subject.HUY), locked_member(deed.case)
        assert member.organization is not None
        line = _line(deed, member, member.organization, kind, deed.facts.occurred_on, worked.decision)
        set_pointers(member)
        member.save()
        return Worked(decision=worked.decision, movement=line)

    return act


def _line(
    deed: Deed,
    member: Member,
    place: Organization,
    kind: Kind,
    day: date,
    decision: Decision | None,
    candidate: Candidate | None = None,
) -> Movement:
    """A line of the ledger and its own trace, at the place that loses or keeps the member."""
    line = Movement.objects.create(
        member=member,
        organization=place,
        kind=kind,
        occurred_on=day,
        decision=decision,
        candidate=candidate,
        recorded_by=deed.by,
    )
    told = {"quyết định": decision.reference} if decision else {}
    after = {"dòng": line.get_kind_display(), **told, "ngày": day}
    note(by=deed.by, verb="ghi dòng sổ", subject=member, organization=place, after=after)
    return line


INSIDE = (Kind.DI_NOI_BO, Kind.DEN_NOI_BO)
"""Lines of a reorganization: the member went along with the cell, the admission stays what it was."""


def _decided_again(deed: Deed) -> Worked:
    """A decision of the wrong body or by the wrong way is taken again: the member stays, the dates are set anew."""
    member, old = locked_member(deed.case), deed.case.admission_line
    assert old is not None
    at = deed.case.lines.index(old)
    later = deed.case.lines[at + 1 :]
    if strange := next((line for line in later if line.kind not in (Kind.CONG_NHAN, *INSIDE)), None):
        raise Refused.at(
            "",
            f"Sau lễ kết nạp sổ còn có dòng “{strange.get_kind_display()}” ngày {day_short(strange.occurred_on)}. "
            "Đính chính dòng ấy trước.",
        )
    admitted_on = deed.facts.basis_on or old.occurred_on
    _between(admitted_on, deed.case.lines[:at], [line for line in later if line.kind in INSIDE])
    worked = _paper(deed, Decision.Subject.KET_NAP)
    recognized = [line for line in later if line.kind == Kind.CONG_NHAN]
    for line in [*reversed(recognized), old]:
        take_back(by=deed.by, line=line, reason="Quyết định lại do sai thẩm quyền hoặc thủ tục", carrying=True)
    line = _line(deed, member, old.organization, Kind.KET_NAP, admitted_on, worked.decision, old.candidate)
    official_on = add_months(admitted_on, deed.case.rules_on(admitted_on).probation_months.value)
    if recognized and official_on <= deed.today:
        # An official member stays one; only the day follows the new ceremony (294-QĐ/TW, 4.4.2).
        last = recognized[-1]
        _line(deed, member, last.organization, Kind.CONG_NHAN, official_on, last.decision)
    member.refresh_from_db()
    set_pointers(member)
    member.save()
    return Worked(decision=worked.decision, movement=line)


def _between(admitted_on: date, earlier: Sequence[Movement], moved: Sequence[Movement]) -> None:
    """Refuse a ceremony dated before the person left an earlier membership, or after the cell was reorganized."""
    if earlier and admitted_on < earlier[-1].occurred_on:
        left = earlier[-1]
        raise Refused.at(
            "basis_on",
            f"Ngày lễ {day_short(admitted_on)} trước dòng “{left.get_kind_display()}” ngày "
            f"{day_short(left.occurred_on)} trong sổ. Kiểm tra lại hai ngày này.",
        )
    if moved and admitted_on >= moved[0].occurred_on:
        raise Refused.at(
            "basis_on",
            f"Ngày {day_short(moved[0].occurred_on)} đồng chí này đã theo chi bộ sang nơi mới do sắp xếp tổ chức. "
            "Ngày lễ phải trước ngày ấy.",
        )


_ACTS: dict[StepKind, Act] = {
    StepKind.GIOI_THIEU_DOAN_THE: _introduced,
    StepKind.THOI_THEO_DOI: _closed,
    StepKind.QUYET_DINH_KET_NAP: _decided_on_admission,
    StepKind.LE_KET_NAP: _ceremony,
    StepKind.HO_SO_DANG_VIEN: _filed,
    StepKind.QUYET_DINH_CONG_NHAN: _recognized,
    StepKind.PHAT_THE: _carded,
    StepKind.CHUYEN_NOI: _moved,
    StepKind.CHUYEN_HO_SO: _sent_on,
    StepKind.TIEP_NHAN: _taken_in,
    StepKind.KET_LUAN_XEM_LAI: _reviewed,
    StepKind.HUY_QUYET_DINH: _cancelled_before,
    StepKind.HUY_KET_NAP: _left(Kind.HUY_KET_NAP),
    StepKind.LAM_LAI_QUYET_DINH: _decided_again,
    StepKind.QUYET_DINH_XOA_TEN: _left(Kind.XOA_TEN),
}


def locked_member(case: CaseFile) -> Member:
    """The member's row, locked: pointers are written from what stands."""
    assert case.member is not None
    return (
        Member.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization")
        .get(pk=case.member.pk)
    )
