"""Everything the register holds about one case, read at once: what the checks, the states and the clocks look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from dangvien.dates import add_months
from dangvien.models import (
    Candidate,
    ClassProposal,
    Enrollment,
    Introduction,
    Kind,
    Mandate,
    Matter,
    Member,
    Movement,
    Organization,
    Person,
    Standing,
    Step,
    StepKind,
    TrainingClass,
)
from dangvien.procedure.places import line_since, superior_line
from dangvien.procedure.predecessors import cell_left_behind
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.route import Route, route_through
from dangvien.rules import Rules

Line = tuple[tuple[int, str], ...]
"""The organizations above a cell, nearest first, each with its kind."""


@dataclass(frozen=True)
class CaseFile:
    """The standing facts of one case as of `today`, in the order of life.

    `candidate` is absent for members whose admission was never followed here; `member` until the ceremony. `line` is
    every organization above the case's cell today, nearest first, each with its kind, and has stood so since
    `line_since`. Only a file `of_probation` holds the steps of the probation. `asked_on` is the day of the step that
    the file is asked about: the organs are those of that day (of today when there is none).
    """

    person: Person
    organization: Organization
    today: date
    regulations: Regulations
    candidate: Candidate | None = None
    member: Member | None = None
    steps: tuple[Step, ...] = ()
    enrollments: tuple[Enrollment, ...] = ()
    proposals: tuple[ClassProposal, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    lines: tuple[Movement, ...] = ()
    standing: Standing | None = None
    line: tuple[tuple[int, str], ...] = ()
    line_since: date = date.min
    mandates: tuple[Mandate, ...] = field(default=())
    of_probation: bool = False
    asked_on: date | None = None
    _earlier: dict[tuple[int, date], tuple[Line, tuple[Mandate, ...]]] = field(default_factory=dict, repr=False)

    # Rules and organs of a day

    def rules_on(self, day: date) -> Rules:
        """The rules in force that day for this case's organizations."""
        return self.regulations.on(day, self._places)

    def after_working_days(self, start: date, days: int) -> date:
        """The last day of a deadline of so many working days, counted as this case's organizations count."""
        return self.regulations.after_working_days(start, days, self._places)

    @property
    def _places(self) -> list[int]:
        return [self.organization.pk, *(key for key, _ in self.line)]

    def at(self, day: date) -> CaseFile:
        """The same file, asked about a step of that day."""
        return replace(self, asked_on=day)

    def cell_on(self, day: date) -> int:
        """The key of the cell the case was at on a day: before a new place took it in, or the cell was reorganized, the
        old one. A probation goes along with the member: it was where the member left from later."""
        for step in self.all(StepKind.TIEP_NHAN):
            if step.occurred_on > day and step.origin_id is not None:
                return step.origin_id
        for line in self.lines if self.of_probation else ():
            if line.kind in (Kind.DI_NOI_BO, Kind.CHUYEN_DI) and line.occurred_on > day:
                return line.organization_id
        return self.organization.pk

    def route_on(self, day: date) -> Route:
        """The organs the case passes by the rules and the tree of that day, from the cell it was at then.

        The line of today is known already; an earlier one that was another is read once for the file (two queries).
        """
        cell = self.cell_on(day)
        line, mandates = self.line, self.mandates
        if cell != self.organization.pk or day < self.line_since:
            line, mandates = self._line_then(cell, day)
        inforce = [item for item in mandates if item.valid_from <= day < item.valid_to]
        return route_through(cell, line, self.rules_on(day).organization_era.value, inforce)

    def _line_then(self, cell: int, day: date) -> tuple[Line, tuple[Mandate, ...]]:
        if (cell, day) not in self._earlier:
            line = tuple(superior_line(Organization(pk=cell), day))
            if not line and self.candidate is not None and (before := cell_left_behind(self.candidate.pk, day)):
                line = tuple(superior_line(Organization(pk=before), day))
            mandates = Mandate.objects.filter(organization__in=[cell, *(key for key, _ in line)])
            self._earlier[cell, day] = line, tuple(mandates)
        return self._earlier[cell, day]

    @cached_property
    def route(self) -> Route:
        """The organs on the day asked about."""
        return self.route_on(self.asked_on or self.today)

    # Steps

    def all(self, *kinds: StepKind) -> list[Step]:
        """Standing steps of these kinds in order."""
        return [step for step in self.steps if step.kind in kinds]

    def last(self, *kinds: StepKind) -> Step | None:
        found = self.all(*kinds)
        return found[-1] if found else None

    def has(self, *kinds: StepKind) -> bool:
        return bool(self.all(*kinds))

    @cached_property
    def restarted_at(self) -> Step | None:
        """The step after which the cell has to vote anew: a decision cancelled before the ceremony."""
        return self.last(StepKind.HUY_QUYET_DINH)

    @cached_property
    def resolution(self) -> Step | None:
        """The cell's resolution on admission that the case now rests on (S13)."""
        found = self.last(StepKind.NQ_CHI_BO)
        return found if found and not self._is_before(found, self.restarted_at) else None

    def on_resolution(self, *kinds: StepKind) -> Step | None:
        """The last of these steps taken after the cell's present resolution; None without one."""
        return self.after(self.resolution, *kinds)

    @cached_property
    def recognition(self) -> Step | None:
        """The cell's newest resolution on official recognition (D05)."""
        return self.last(StepKind.NQ_CHI_BO_CONG_NHAN)

    def on_recognition(self, *kinds: StepKind) -> Step | None:
        """The last of these steps taken after the cell's newest resolution on recognition; None without one."""
        return self.after(self.recognition, *kinds)

    def after(self, first: Step | None, *kinds: StepKind) -> Step | None:
        """The last of these steps that stands after another one."""
        if first is None:
            return None
        later = [step for step in self.all(*kinds) if self._is_before(first, step)]
        return later[-1] if later else None

    @staticmethod
    def _is_before(one: Step, other: Step | None) -> bool:
        """Whether a step stands before another one: by its day, of one day by the order of writing."""
        return other is not None and (one.occurred_on, one.pk or 0) < (other.occurred_on, other.pk or 0)

    @cached_property
    def admission_decision(self) -> Step | None:
        """The decision of admission that stands: agreed to, on the present resolution, not cancelled."""
        found = self.last(StepKind.QUYET_DINH_KET_NAP)
        if found is None or found.outcome != "dong_y" or self._is_before(found, self.restarted_at):
            return None
        return found

    @cached_property
    def received(self) -> Step | None:
        """The cell's receipt of the decision (S18); after a move the new cell receives it anew."""
        found = self.on_resolution(StepKind.NHAN_QUYET_DINH)
        return None if found and self._is_before(found, self.last(StepKind.TIEP_NHAN)) else found

    @cached_property
    def ceremony(self) -> Step | None:
        return self.last(StepKind.LE_KET_NAP)

    @cached_property
    def closing(self) -> Step | None:
        """The step that took the person off the list, if one was written."""
        return self.last(StepKind.THOI_THEO_DOI)

    # Special cases, consents, verification

    def flag(self, matter: Matter) -> Step | None:
        """The note that this special case applies; criminal proceedings end with their own note."""
        found = next((step for step in reversed(self.all(StepKind.DAC_BIET)) if step.matter == matter), None)
        if matter == Matter.BI_KHOI_TO and found and (over := self.flag(Matter.HET_BI_KHOI_TO)):
            return None if self._is_before(found, over) else found
        return found

    def consent(self, matter: Matter, by: date) -> Step | None:
        """A paper of consent on a matter, issued on or before a day."""
        papers = [s for s in self.all(StepKind.VAN_BAN_DONG_Y) if s.matter == matter and s.occurred_on <= by]
        return papers[-1] if papers else None

    def extension(self, matter: Matter) -> Step | None:
        """The newest extension of a term (Matter.QUYET_DINH_KET_NAP or QUYET_DINH_CONG_NHAN)."""
        return next((step for step in reversed(self.all(StepKind.GIA_HAN)) if step.matter == matter), None)

    @cached_property
    def open_requests(self) -> list[Step]:
        """Verifications sent and neither answered yet nor found unnecessary since."""
        answered = {step.answers_id for step in self.all(StepKind.TRA_LOI_THAM_TRA, StepKind.MIEN_THAM_TRA)}
        spared = [step for step in self.all(StepKind.MIEN_THAM_TRA) if step.answers_id is None]
        return [
            step
            for step in self.all(StepKind.GUI_THAM_TRA)
            if step.pk not in answered
            and not any(item.matter == step.matter and item.occurred_on >= step.occurred_on for item in spared)
        ]

    # Training

    def enrolled(self, kind: TrainingClass.Kind) -> list[Enrollment]:
        return [item for item in self.enrollments if item.training_class.kind == kind]

    def certificate(self, day: date) -> Enrollment | None:
        """The newest certificate of the class for candidates issued on or before a day."""
        held = [
            item
            for item in self.enrolled(TrainingClass.Kind.NHAN_THUC)
            if item.certificate_on is not None and item.certificate_on <= day
        ]
        return max(held, key=lambda item: (item.certificate_on or date.min, item.pk or 0), default=None)

    @cached_property
    def new_member_certificate(self) -> Enrollment | None:
        """The certificate of the class for new members, earned since the admission."""
        held = [item for item in self.enrolled(TrainingClass.Kind.DANG_VIEN_MOI) if item.certificate_on]
        since = self.admitted_on
        return next((item for item in reversed(held) if since is None or (item.certificate_on or since) >= since), None)

    @property
    def proposed_on(self) -> date | None:
        """The day the cell proposed the person for a class that has not answered yet."""
        return max((item.proposed_on for item in self.proposals), default=None)

    # Membership

    @property
    def admitted_on(self) -> date | None:
        """The day of the ceremony, from which probation runs."""
        return self.member.admitted_on if self.member and self.member.organization_id else None

    @property
    def probation_ends_on(self) -> date | None:
        """The end of probation by the rules of the ceremony's day, which is the official day (294-QĐ/TW, 4.2.2)."""
        if self.admitted_on is None:
            return None
        return add_months(self.admitted_on, self.rules_on(self.admitted_on).probation_months.value)

    @property
    def admission_line(self) -> Movement | None:
        """The newest standing line of admission in the ledger."""
        return next((line for line in reversed(self.lines) if line.kind == Kind.KET_NAP), None)

    @property
    def own_admission(self) -> Movement | None:
        """The standing line of admission that ended this candidate's way; an earlier membership's line is another's."""
        if self.candidate is None:
            return None
        own = [line for line in self.lines if line.kind == Kind.KET_NAP and line.candidate_id == self.candidate.pk]
        return own[-1] if own else None

    @property
    def departures(self) -> list[Movement]:
        """Standing lines by which the person left the Party: what makes another admission a readmission."""
        return [line for line in self.lines if line.kind in ENDS]

    @property
    def dossier_started_on(self) -> date | None:
        """When the dossier was begun: the later of application and lý lịch (06-HD/TW, 5.4a does not define it)."""
        application, history = self.last(StepKind.DON), self.last(StepKind.LY_LICH)
        if application is None or history is None:
            return None
        return max(application.occurred_on, history.occurred_on)


@dataclass(frozen=True)
class Membership:
    """The present membership by the standing lines of the ledger, or the last one of somebody who has left.

    A restored membership is the one from before it was lost.

    `after` is the day on which the membership before it ended: its own steps are all later. `place` is where the
    member last arrived, with or without an admission here.
    """

    admission: Movement | None
    place: Organization | None
    after: date

    @classmethod
    def of(cls, lines: Sequence[Movement]) -> Membership:
        """From standing lines in the order of life, with their organizations and candidates."""
        came = max((at for at, line in enumerate(lines) if line.sign > 0), default=0)
        ended = [at for at, line in enumerate(lines[:came]) if line.kind in ENDS and not _restored(lines[at + 1 :])]
        begun = ended[-1] + 1 if ended else 0
        admissions = [line for line in lines[begun:] if line.kind == Kind.KET_NAP]
        return cls(
            admission=admissions[-1] if admissions else None,
            place=lines[came].organization if lines and lines[came].sign > 0 else None,
            after=lines[begun - 1].occurred_on if begun else date.min,
        )


def _restored(later: Sequence[Movement]) -> bool:
    """Whether the first who came or went after a departure is the same person, restored: that membership goes on."""
    return next((line.kind == Kind.PHUC_HOI for line in later if line.sign), False)


ENDS = tuple(Kind.ends())
"""Lines by which somebody leaves the Party; who moves away stays in it."""


def candidate_file(candidate: Candidate, today: date, regulations: Regulations | None = None) -> CaseFile:
    """The file of one candidate's way (ten queries). Steps of their probation are read from the member's own file."""
    steps = Step.objects.filter(candidate=candidate).standing().in_order()
    member = Member.objects.filter(person=candidate.person_id).select_related("organization").first()
    return _read(
        candidate.person,
        candidate.organization,
        today,
        regulations,
        steps=tuple(steps.with_papers()),
        candidate=candidate,
        member=member,
    )


def probation_file(member: Member, today: date, regulations: Regulations | None = None) -> CaseFile:
    """The file of a member's probation: the steps of the present membership, and the way that led there, if known.

    Of somebody who has left, of the last membership; such a member has at least one standing line.
    """
    known = Movement.objects.standing().filter(member=member).select_related("candidate", "organization").in_order()
    membership = Membership.of(list(known))
    own = Step.objects.filter(probationer=member, occurred_on__gt=membership.after)
    candidate = membership.admission.candidate if membership.admission else None
    steps = own | Step.objects.filter(candidate=candidate) if candidate else own
    organization = member.organization or membership.place
    assert organization is not None, "a member without a place and without a line has no case"
    return _read(
        member.person,
        organization,
        today,
        regulations,
        steps=tuple(steps.standing().in_order().with_papers()),
        candidate=candidate,
        member=member,
        of_probation=True,
    )


def _read(
    person: Person,
    organization: Organization,
    today: date,
    regulations: Regulations | None,
    *,
    steps: tuple[Step, ...],
    candidate: Candidate | None,
    member: Member | None,
    of_probation: bool = False,
) -> CaseFile:
    line = tuple(superior_line(organization, today))
    enrollments = Enrollment.objects.filter(person=person).select_related("training_class__organizer")
    introductions = Introduction.objects.filter(candidate=candidate) if candidate else Introduction.objects.none()
    return CaseFile(
        person=person,
        organization=organization,
        today=today,
        regulations=regulations or Regulations.load(),
        candidate=candidate,
        member=member,
        steps=steps,
        enrollments=tuple(enrollments.order_by("training_class__starts_on", "pk")),
        proposals=tuple(ClassProposal.objects.open().filter(person=person)),
        introductions=tuple(introductions.order_by("pk")),
        lines=tuple(Movement.objects.standing().filter(member__person=person).in_order()),
        standing=Standing.objects.standing().filter(person=person, since__lte=today).order_by("-since").first(),
        line=line,
        line_since=line_since(organization, line, today),
        mandates=tuple(Mandate.objects.filter(organization__in=[organization.pk, *(key for key, _ in line)])),
        of_probation=of_probation,
    )
