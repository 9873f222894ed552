"""Whom one meeting, one batch of decisions or one day of ceremonies may concern, read for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef

from dangvien.models import Candidate, Case, CaseState, Member, Organization, Step, StepKind
from dangvien.models.progress import CaseQuerySet
from dangvien.procedure.known import official_members
from dangvien.procedure.wayline import Subject
from dangvien.scope import Scope

READY: dict[StepKind, tuple[CaseState, ...]] = {
    StepKind.VAO_DANH_SACH: (CaseState.S01, CaseState.S03, CaseState.S04, CaseState.S05),
    StepKind.NQ_CHI_BO: (
        CaseState.S08, CaseState.S09, CaseState.S10, CaseState.S11, CaseState.S12, CaseState.X06, CaseState.X11,
    ),
    StepKind.QUYET_DINH_KET_NAP: (CaseState.S16,),
    StepKind.LE_KET_NAP: (CaseState.S18,),
    StepKind.NQ_CHI_BO_CONG_NHAN: (CaseState.D04, CaseState.X06),
    StepKind.QUYET_DINH_CONG_NHAN: (CaseState.D05, CaseState.D06, CaseState.D07),
}  # fmt: skip
"""Step → the states out of which it is taken; whether each case is ready is asked when it is recorded."""

OF_MEMBERS = (StepKind.NQ_CHI_BO_CONG_NHAN, StepKind.QUYET_DINH_CONG_NHAN)
_ASSIGNING = (StepKind.VAO_DANH_SACH, StepKind.TIEP_NHAN)


@dataclass(frozen=True)
class Attendant:
    """One case that may be among those of the day: whose, the newest line known, who helps."""

    case: Case
    seen: int
    helper: int | None = None

    @property
    def subject(self) -> Subject:
        subject = self.case.member if self.case.member_id else self.case.candidate
        assert subject is not None
        return subject


def attendants(cases: Iterable[Case], kind: StepKind) -> list[Attendant]:
    """Cases of `ready_for` with what a row shows of them (two queries)."""
    rows = list(cases)
    newest = dict(_lines(rows).values_list(_owner(kind)).annotate(Max("pk")).order_by())
    told = _lines(rows).standing().of_kind(*_ASSIGNING).filter(helper__isnull=False).in_order()
    helpers: dict[int, int] = dict(told.values_list(_owner(kind), "helper"))
    owners = [(row, row.member_id or row.candidate_id) for row in rows]
    return [Attendant(row, newest.get(key, 0), helpers.get(key or 0)) for row, key in owners]


def _owner(kind: StepKind) -> str:
    return "probationer" if kind in OF_MEMBERS else "candidate"


def ready_for(scope: Scope, kind: StepKind, cell: Organization | None = None) -> CaseQuerySet:
    """The open cases from whose state a step is taken, by name."""
    found = scope.cases.open().filter(state__in=READY[kind])
    found = found.of_probation() if kind in OF_MEMBERS else found.of_candidates()
    if cell is not None:
        found = found.filter(organization=cell)
    if kind is StepKind.VAO_DANH_SACH:
        listed = Step.objects.standing().of_kind(kind).filter(candidate=OuterRef("candidate"))
        found = found.filter(~Exists(listed))
    names = ("candidate__person", "candidate__organization", "member__person", "member__organization")
    return found.select_related("person", "organization", *names).in_name_order()


def _lines(rows: Iterable[Case]) -> Any:
    cases = list(rows)
    if any(row.member_id for row in cases):
        return Step.objects.filter(probationer__in=[row.member_id for row in cases])
    return Step.objects.filter(candidate__in=[row.candidate_id for row in cases])


def helpers_of_cells(scope: Scope, cells: Iterable[int]) -> dict[int, list[Member]]:
    """Cell → its official members, in one query."""
    found: dict[int, list[Member]] = {}
    for member in official_members(scope).filter(organization__in=set(cells)):
        found.setdefault(member.organization_id or 0, []).append(member)
    return found


def subject_key(subject: Subject) -> str:
    """A case among the rows of a page: "n12" for a candidate, "d7" for a member."""
    return f"n{subject.pk}" if isinstance(subject, Candidate) else f"d{subject.pk}"
