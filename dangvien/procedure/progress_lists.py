"""The rows of the lists of cases: what a page shows of each person, read for a whole page at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dangvien.models import Case, CaseState, Clock, Deadline, Member, Step, StepKind
from dangvien.models.progress import PHASES, CertificateTally, Phase
from dangvien.procedure.checks.admission import official_day
from dangvien.procedure.deadlines import Certificate
from dangvien.procedure.order import RECOGNITION_PAPERS
from dangvien.procedure.places import Place, places_of


@dataclass(frozen=True)
class Due:
    """A day by which something has to be done, and how far away it is."""

    day: date
    today: date
    what: str = ""

    @property
    def words(self) -> str:
        """ "còn 40 ngày", "hôm nay" or "quá 15 ngày"."""
        days = (self.day - self.today).days
        if days > 0:
            return f"còn {days} ngày"
        return "hôm nay" if days == 0 else f"quá {-days} ngày"

    @property
    def tone(self) -> str:
        """How the words are coloured beside being read."""
        days = (self.day - self.today).days
        return "wrong" if days < 0 else "warn" if days <= NEAR else ""


NEAR = 30
"""Days before its end in which a term stands out: the office's own notice, not a rule."""


# People on their way -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PhaseCount:
    """One field of the strip: how many are in a phase, and those of its states that anybody is in."""

    phase: Phase
    cases: int
    states: list[StateCount]


@dataclass(frozen=True)
class StateCount:
    """How many are in one state, and how many days the one has been in it who waits longest."""

    state: CaseState
    cases: int
    longest: int


def phase_counts(tallies: Mapping[str, tuple[int, date]], today: date) -> list[PhaseCount]:
    """The strip from the counts by state; people who are moving are named only where there are some."""
    counts = []
    for phase, states in PHASES.items():
        rows = [StateCount(state, *_waited(tallies[state], today)) for state in states if state in tallies]
        if rows or phase != Phase.CHUYEN:
            counts.append(PhaseCount(phase, sum(row.cases for row in rows), rows))
    return counts


def _waited(tally: tuple[int, date], today: date) -> tuple[int, int]:
    return tally[0], (today - tally[1]).days


@dataclass(frozen=True)
class CaseLine:
    """One case with its place."""

    case: Case
    place: Place | None
    today: date

    @property
    def days(self) -> int:
        """Days in the present state."""
        return (self.today - self.case.since).days


@dataclass(frozen=True)
class PipelineLine(CaseLine):
    """One person on the way; the case carries its nearest deadline (`with_due`)."""

    @property
    def due(self) -> Due | None:
        """The nearest deadline."""
        day, clock = vars(self.case)["due_on"], vars(self.case)["due_clock"]
        return Due(day, self.today, str(Clock(clock).label)) if day else None


LineT = TypeVar("LineT", PipelineLine, "CertifiedLine")


def _with_places(kind: type[LineT], cases: Iterable[Case], today: date) -> list[LineT]:
    found = list(cases)
    places = places_of([case.organization_id for case in found], today)
    return [kind(case, places.get(case.organization_id), today) for case in found]


def pipeline_lines(cases: Iterable[Case], today: date) -> list[PipelineLine]:
    """The lines of some cases, with their places (one query)."""
    return _with_places(PipelineLine, cases, today)


# Certificates --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CertifiedLine(CaseLine):
    """One holder of a certificate; the case carries its day (`with_certificate`)."""

    @property
    def certificate(self) -> Certificate:
        return Certificate.of(vars(self.case)["certificate_on"], self.today)


def certified_lines(cases: Iterable[Case], today: date) -> list[CertifiedLine]:
    """The lines of some holders, with their places (one query)."""
    return _with_places(CertifiedLine, cases, today)


@dataclass(frozen=True)
class Cohort:
    """One line of the counts of certificates: of a year, of a cell, or of all together."""

    tally: CertificateTally
    name: str
    above: str = ""

    @property
    def numbers(self) -> list[CohortNumber]:
        """The counts in the order of the columns."""
        tally = self.tally
        counts = (tally.issued, tally.admitted, tally.valid, tally.soon, tally.over)
        return [CohortNumber(*named, count) for named, count in zip(COUNTED, counts, strict=True)]


@dataclass(frozen=True)
class CohortNumber:
    """One count: its name, the state of the list that shows its people (forms/progress_lists.py), how many."""

    label: str
    state: str
    count: int


COUNTED = (
    ("Được cấp giấy", "tat_ca"),
    ("Đã kết nạp", "da_ket_nap"),
    ("Còn hạn", "con_han"),
    ("Sắp hết hạn", "sap_het"),
    ("Hết hạn", "het_han"),
)
"""The counts of a cohort and the states that list their people."""


def cohorts(tallies: Sequence[CertificateTally], today: date, *, by_cell: bool) -> list[Cohort]:
    """Years newest first; cells in the order of their superiors and names."""
    if not by_cell:
        return [Cohort(tally, f"Năm {tally.key}") for tally in sorted(tallies, key=lambda tally: -tally.key)]
    places = places_of([tally.key for tally in tallies], today)
    named = [(tally, places.get(tally.key)) for tally in tallies]
    rows = [Cohort(tally, str(place or "–"), place.above if place else "") for tally, place in named]
    return sorted(rows, key=lambda row: (row.above, row.name))


def total_of(tallies: Sequence[CertificateTally]) -> Cohort:
    """The line under the counts."""
    names = ("issued", "admitted", "valid", "soon", "over")
    return Cohort(CertificateTally(0, *(sum(getattr(tally, name) for tally in tallies) for name in names)), "Cộng")


# Verifications -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VerificationLine:
    """One verification sent and not answered, by its clock."""

    deadline: Deadline
    place: Place | None
    today: date

    @property
    def case(self) -> Case:
        return self.deadline.case

    @property
    def step(self) -> Step:
        """The request."""
        assert self.deadline.step is not None
        return self.deadline.step

    @property
    def days(self) -> int:
        """Days since it was sent."""
        return (self.today - self.step.occurred_on).days

    @property
    def due(self) -> Due:
        return Due(self.deadline.due_on, self.today)


def verification_lines(deadlines: Iterable[Deadline], today: date) -> list[VerificationLine]:
    """The lines of some requests, with the places of their people (one query)."""
    found = list(deadlines)
    places = places_of([deadline.organization_id for deadline in found], today)
    return [VerificationLine(deadline, places.get(deadline.organization_id), today) for deadline in found]


# Probation -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProbationLine(CaseLine):
    """One member on probation: when it ends, who helps, what is still missing for the cell's resolution.

    `next` is the step that stops the nearest running clock and is due already; None while it is too early for any.
    """

    helper: str
    missing: tuple[str, ...]
    next: StepKind | None

    @property
    def member(self) -> Member:
        assert self.case.member is not None
        return self.case.member

    @property
    def due(self) -> Due | None:
        """The end of probation; None where the register has no day of admission."""
        day = self.member.admitted_on
        return Due(official_day(day), self.today) if day else None

    @property
    def learned(self) -> bool:
        return bool(vars(self.case)["learned"])

    @property
    def is_over(self) -> bool:
        """Whether the probation has come to its end."""
        return self.due is not None and self.due.day <= self.today


def probation_lines(cases: Iterable[Case], today: date) -> list[ProbationLine]:
    """The lines of some probations, with places, helpers, papers and clocks (four queries)."""
    found = list(cases)
    members = [case.member for case in found if case.member]
    places = places_of([case.organization_id for case in found], today)
    keys = [member.pk for member in members]
    helpers = helpers_of(keys)
    papers = _papers(members)
    steps = _next_steps(found, today)
    lines = []
    for case in found:
        assert case.member_id is not None
        kinds = papers.get(case.member_id, set())
        missing = tuple(name for name, kind in RECOGNITION_PAPERS if kind not in kinds)
        place = places.get(case.organization_id)
        lines.append(ProbationLine(case, place, today, helpers.get(case.member_id, ""), missing, steps.get(case.pk)))
    return lines


def helpers_of(members: Sequence[int]) -> dict[int, str]:
    """Member → who helps them; names of helpers stand on the paper of the cell, wherever the helper is today."""
    named = Step.objects.helping_on_probation(members).select_related("helper__person", "candidate__person__member")
    helpers: dict[int, str] = {}
    for step in named:
        member = step.probationer_id or (step.candidate.person.member.pk if step.candidate else None)
        if member is not None and step.helper is not None:
            helpers[member] = step.helper.person.full_name
    return helpers


def _next_steps(cases: Sequence[Case], today: date) -> dict[int, StepKind]:
    """Case → the step that stops its nearest running clock; the notice that a probation will end stops for none."""
    running = Deadline.objects.filter(case__in=cases).running_on(today).exclude(clock=Clock.HET_DU_BI).in_order()
    steps: dict[int, StepKind] = {}
    for case, step in running.values_list("case", "next_step"):
        steps.setdefault(case, StepKind(step))
    return steps


def _papers(members: Sequence[Member]) -> dict[int, set[str]]:
    """Member → the kinds of the papers recorded since the admission."""
    begun = {member.pk: member.admitted_on for member in members}
    kinds = [kind for _, kind in RECOGNITION_PAPERS]
    steps = Step.objects.standing().filter(probationer__in=begun).of_kind(*kinds)
    papers: dict[int, set[str]] = {}
    for member, kind, day in steps.values_list("probationer", "kind", "occurred_on"):
        since = begun[member]
        if since is None or day >= since:
            papers.setdefault(member, set()).add(kind)
    return papers
