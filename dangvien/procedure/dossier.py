"""The dossier of a case: which papers its way asks for, which are there, and what a return said is missing.

What steps, classes and decisions tell is filled in by itself; what somebody wrote about a paper stands before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dangvien.dates import add_months, full_years
from dangvien.dossier_list import ListedPaper, papers_on
from dangvien.models import (
    BatchItem,
    Candidate,
    DossierPaper,
    Matter,
    Member,
    Step,
    StepKind,
    TrainingClass,
)
from dangvien.procedure.casefile import CaseFile

ADMISSION, RECOGNITION, SPECIAL = "ket_nap", "cong_nhan", "dac_biet"
_OF_THE_ORGANS = ("bo_phan", "dang_uy")
_FIRST_CLASS = TrainingClass.Kind.NHAN_THUC.value


class State(StrEnum):
    """Whether a paper lies in the dossier, is still missing, or is not asked for on this way."""

    CO = "Có"
    CHUA = "Chưa có"
    KHONG_CAN = "Không cần"


@dataclass(frozen=True)
class Line:
    """One paper of one dossier. `why` says what tells of it, or why it is not asked for.

    `good_until` is the last day on which it serves; `is_old` when that day has passed (of a case already voted on: had
    passed on the day of the vote). `is_returned`: a return named it, and it has not been put in since. `known` are the
    day and number that steps and classes tell by themselves.
    """

    paper: ListedPaper
    state: State
    dated_on: date | None = None
    number: str = ""
    location: str = ""
    holder: str = ""
    why: str = ""
    good_until: date | None = None
    is_old: bool = False
    is_returned: bool = False
    known: tuple[date | None, str] = (None, "")

    @property
    def is_present(self) -> bool:
        return self.state is State.CO

    @property
    def is_missing(self) -> bool:
        return self.state is State.CHUA


@dataclass(frozen=True)
class Checklist:
    """The papers of one dossier in order, by the list of the file's day. `subject` is whose rows they are."""

    case: CaseFile
    subject: Candidate | Member
    lines: tuple[Line, ...]

    @property
    def present(self) -> int:
        return sum(line.is_present for line in self.lines)

    @property
    def wanted(self) -> int:
        """How many papers the way asks for."""
        return sum(line.state is not State.KHONG_CAN for line in self.lines)

    @property
    def missing_to_send(self) -> list[Line]:
        """Papers that go up with the dossier and are not there. What a committee above still has to write is no gap."""
        gaps = [line for line in self.lines if line.is_missing and line.paper.sent]
        return [line for line in gaps if line.is_returned or line.paper.needs not in _OF_THE_ORGANS]

    @property
    def old(self) -> list[Line]:
        return [line for line in self.lines if line.is_old]


def subject_of(case: CaseFile) -> Candidate | Member:
    """Whose dossier is being made now: the member's after the ceremony, before it the candidate's."""
    admitted = case.admitted_on is not None and (case.candidate is None or case.ceremony is not None)
    found = case.member if admitted else case.candidate or case.member
    assert found is not None
    return found


def checklist(case: CaseFile, subject: Candidate | Member | None = None) -> Checklist:
    """The papers a way asks for: a candidate's are those of the admission with the special ones, a member's those of
    the recognition, and where the admission was not followed here those of the admission too. Two queries.
    """
    subject = subject or subject_of(case)
    rows = {row.code: row for row in subject.papers.all()}
    returned = set(returned_codes(subject))
    groups: tuple[str, ...] = (ADMISSION, SPECIAL)
    if isinstance(subject, Member):
        groups = (RECOGNITION,) if case.candidate else (RECOGNITION, ADMISSION)
    listed = [paper for group in groups for paper in papers_on(case.today) if paper.group == group]
    asked = [paper for paper in listed if paper.group != SPECIAL or _special(case, paper) or paper.code in rows]
    lines = tuple(_line(case, paper, rows.get(paper.code), paper.code in returned) for paper in asked)
    return Checklist(case, subject, lines)


def _special(case: CaseFile, paper: ListedPaper) -> bool:
    """Whether a special case was noted, or its paper of consent is there."""
    matter = Matter(paper.matter)
    return case.flag(matter) is not None or (paper.consent and case.consent(matter, case.today) is not None)


def _line(case: CaseFile, paper: ListedPaper, row: DossierPaper | None, returned: bool) -> Line:
    known = _known(case, paper)
    state, why = State.CHUA, ""
    if row is not None:
        made_since = known is not None and known.at is not None and known.at > row.updated_at
        state = State.CO if row.is_present or made_since else State.CHUA
    elif known is not None:
        state, why = State.CO, known.told
    elif why := _unneeded(case, paper):
        state = State.KHONG_CAN
    present = state is State.CO
    dated_on = (row.dated_on if row else None) or (known.dated_on if known else None)
    until = _good_until(case, paper, dated_on) if present else None
    asked_on = case.resolution.occurred_on if case.resolution else case.today
    return Line(
        paper=paper,
        state=state,
        dated_on=dated_on if present else None,
        number=((row.number if row else "") or (known.number if known else "")) if present else "",
        location=row.location if row else "",
        holder=row.holder if row else "",
        why=why,
        good_until=until,
        is_old=until is not None and until < asked_on,
        is_returned=returned and state is State.CHUA,
        known=(known.dated_on, known.number) if known else (None, ""),
    )


@dataclass(frozen=True)
class _Known:
    """What steps and classes tell of a paper: day and number, in words where that is known from, written down when."""

    dated_on: date | None
    number: str
    told: str
    at: datetime | None = None


def _known(case: CaseFile, paper: ListedPaper) -> _Known | None:
    if paper.training:
        held = case.certificate(case.today) if paper.training == _FIRST_CLASS else case.new_member_certificate
        told = f"Theo {held.training_class.name}" if held else ""
        return _Known(held.certificate_on, held.certificate_number, told) if held else None
    if paper.consent:
        consent = case.consent(Matter(paper.matter), case.today)
        return _of_step(consent) if consent else None
    found = [step for step in (_step(case, paper, StepKind(kind)) for kind in paper.steps) if step is not None]
    if not found or (paper.all_steps and len(found) < len(paper.steps)):
        return None
    return _of_step(max(found, key=lambda item: item.occurred_on) if paper.all_steps else found[0])


def _of_step(step: Step) -> _Known:
    number = step.decision.reference if step.decision else step.number
    return _Known(step.occurred_on, number, f"Theo bước “{step.get_kind_display()}”", step.recorded_at)


def _step(case: CaseFile, paper: ListedPaper, kind: StepKind) -> Step | None:
    """The newest step of a kind, as far as it belongs to this list: opinions are asked twice, before each vote."""
    if kind == StepKind.NQ_CHI_BO:
        return case.resolution
    if kind in (StepKind.THAM_DINH_BO_PHAN, StepKind.NQ_DANG_UY):
        return case.on_resolution(kind)
    if kind == StepKind.QUYET_DINH_KET_NAP:
        return case.admission_decision
    steps = case.all(kind)
    if case.admitted_on is not None and case.ceremony is not None:
        later = paper.group == RECOGNITION
        steps = [step for step in steps if (step.occurred_on >= case.admitted_on) == later or kind in _AFTERWARDS]
    return steps[-1] if steps else None


_AFTERWARDS = (StepKind.HO_SO_DANG_VIEN,)
"""Papers of the admission that are made after the ceremony."""


def _unneeded(case: CaseFile, paper: ListedPaper) -> str:
    """Why a paper that is not there is not asked for; empty when it is."""
    if paper.needs == "neu_co":
        return "Chỉ khi có"
    if paper.needs == "bo_phan" and not case.route.checking:
        return "Không thuộc đảng bộ bộ phận"
    if paper.needs == "dang_uy" and not case.route.resolving:
        return "Nghị quyết chi bộ gửi thẳng cấp có thẩm quyền"
    if paper.needs == "doan_the":
        return _without_youth_paper(case)
    return ""


def _without_youth_paper(case: CaseFile) -> str:
    """Why nobody but members need introduce the person (294-QĐ/TW, 3.1); empty when a body has to."""
    if len({step.helper_id for step in case.all(StepKind.GIOI_THIEU_DANG_VIEN)}) > 1:
        return "Hai đảng viên giới thiệu"
    if case.flag(Matter.KHONG_CO_DOAN) and case.flag(Matter.KHONG_CO_CONG_DOAN):
        return "Không có tổ chức Đoàn và công đoàn"
    day = case.resolution.occurred_on if case.resolution else case.today
    if full_years(case.person.birth.earliest(), day) > case.rules_on(day).youth_max_age.value:
        return "Quá tuổi Đoàn"
    return ""


def _good_until(case: CaseFile, paper: ListedPaper, dated_on: date | None) -> date | None:
    """The last day on which a paper serves for the cell's vote (06-HD/TW, 5.4); None for one that does not age."""
    if dated_on is None or not paper.months:
        return None
    rules = case.rules_on(dated_on)
    months = rules.certificate_valid_months if paper.months == "giay_chung_nhan" else rules.dossier_stale_months
    return add_months(dated_on, months.value)


# What a return said


def returned_codes(subject: Candidate | Member) -> list[str]:
    """The papers named by the newest return of a dossier, while it has not been sent again; one query."""
    newest = subject.batch_items.order_by("-batch__sent_on", "-pk").first()
    if newest is None or newest.outcome != BatchItem.Outcome.TRA_LAI:
        return []
    return [str(code) for code in newest.missing]


def missing_of(case: CaseFile, subject: Candidate | Member | None = None) -> list[str]:
    """The names of the papers a case lacks: those a return named; once the cell has voted, all that go up with it."""
    found = checklist(case, subject)
    voted = case.recognition if isinstance(found.subject, Member) else case.resolution
    returned = [line.paper.name for line in found.lines if line.is_returned]
    others = [line.paper.name for line in found.missing_to_send if voted is not None and not line.is_returned]
    return [*returned, *others]
