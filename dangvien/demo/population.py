"""The people of one city from the opening of the register to the demo's last day, not saved yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from dangvien import rules
from dangvien.demo.admissions import Admissions, Case, later_cases, learners_besides, reported_cases, women_among_new
from dangvien.demo.candidates import Candidates
from dangvien.demo.chance import about, generator
from dangvien.demo.courses import Course, Courses
from dangvien.demo.figures import City, Unit
from dangvien.demo.lives import HABITS, Lives, flows
from dangvien.demo.papers import Desk, Papers
from dangvien.demo.people import People
from dangvien.demo.timeline import Timeline
from dangvien.demo.tree import Cell, Tree
from dangvien.models import Kind
from dangvien.period import Period

OTHER_LEARNERS = 0.6
"""Reported learners of units that are no wards and were not admitted, in parts of those admitted there."""
LATER_LEARNERS = 0.0058
"""Learners of one later class who are not admitted, in parts of the members."""
NOT_YET_TRAINED = 0.018
"""People on the lists who were not sent to a class yet, in parts of the members."""
OUTSIDE_KHU_PHO = 0.25
"""Of the wards' later people: those in cells of the ward's offices and schools. The report knows none of these."""
OFFICES_FROM = 2025
"""First year of admissions there: their classes then lie after the report as well."""

ARRIVALS, DEPARTURES = frozenset(Kind.arrivals()), frozenset(Kind.departures())


class Serials:
    """Running numbers that must not repeat in one register, whatever the number of cities in it."""

    def __init__(self) -> None:
        self.people = count(1)
        self.certificates = count(1)
        self.cards = count(45_000_001)
        self.files = count(1)


@dataclass(frozen=True)
class Plan:
    """Who comes and goes in a stretch of time: numbers by unit and kind, and retirements from unit to ward."""

    flows: Mapping[str, Mapping[Kind, int]]
    retirements: list[tuple[Unit, Unit]]

    def net(self, unit: Unit) -> int:
        """What the plan's departures and retirements add to the unit; arrivals are not in it."""
        leaving = sum(number for kind, number in self.flows[unit.code].items() if kind in DEPARTURES)
        return sum(to is unit for _, to in self.retirements) - sum(of is unit for of, _ in self.retirements) - leaving


class Population:
    """Makes everybody; `papers`, `people`, `candidates`, `courses` and `lives` then hold the rows to save."""

    def __init__(
        self, city: City, tree: Tree, desks: Mapping[str, Desk], serials: Serials, seed: str, mark: str
    ) -> None:
        self.city, self.tree, self._serials = city, tree, serials
        self.timeline = Timeline.of(city)
        self._rng = generator(seed, "population")
        self.papers = Papers(generator(seed, "papers"), desks)
        self.people = People(generator(seed, "people"), serials.people)
        self.courses = Courses(tree, self.papers, serials.certificates, generator(seed, "courses"), mark)
        self.candidates = Candidates(generator(seed, "candidates"), self.people, self.courses)
        self.lives = Lives(generator(seed, "lives"), city, tree, self.people, self.timeline)
        self._admissions = Admissions(
            generator(seed, "admissions"), tree, self.people, self.candidates, self.courses, self.papers, self.lives
        )
        self._trained: Counter[tuple[str, Course]] = Counter()

    def make(self) -> None:
        """Make everybody and everything that happens to them.

        The order matters: first who comes and who is admitted, then the opening entries that make the sums of the units
        right on the report's last day, then those who leave. The later years touch nothing that lies before them.
        """
        reported, later = self.timeline.reported, self.timeline.later
        plan = self._plan(1.0)
        self._come(plan, reported)
        self._admit(reported_cases(self._rng, self.city))
        self._open(plan)
        self._go(plan, reported)
        plan = self._plan(self.timeline.later_share)
        self._come(plan, later)
        self._admit(later_cases(self._rng, self.city, later))
        self._go(plan, later)
        self._reported_learners()
        self._later_learners()
        self.courses.number_certificates()
        self._number_members()

    def _plan(self, share: float) -> Plan:
        retirements = []
        for unit in self.city.units:
            working = unit.members * self.tree.working_share(unit)
            for _ in range(about(self._rng, working * HABITS[unit.sector].retirements * share)):
                anywhere = self._rng.choices(self.city.wards, [ward.members for ward in self.city.wards])[0]
                retirements.append((unit, unit if unit.is_ward else anywhere))
        return Plan({unit.code: flows(self._rng, unit, share) for unit in self.city.units}, retirements)

    def _come(self, plan: Plan, period: Period) -> None:
        for unit in self.city.units:
            self.lives.arrive(unit, plan.flows[unit.code][Kind.CHUYEN_DEN], period)

    def _admit(self, cases: list[Case]) -> None:
        for case in cases:
            offices_too = case.period.first.year >= OFFICES_FROM and self._rng.random() < OUTSIDE_KHU_PHO
            residential = case.unit.is_ward and not offices_too
            course = self._admissions.admit(case, residential=residential)
            self._trained[case.unit.code, course] += 1

    def _open(self, plan: Plan) -> None:
        """As many opening entries as the figures of each unit leave room for."""
        made = self._made_until(self.timeline.reported.last)
        for unit in self.city.units:
            for life in self.lives.open_register(unit, unit.members - made[unit.code] - plan.net(unit)):
                self._admissions.recognize(life)

    def _made_until(self, day: date) -> Counter[str]:
        """Members by unit, as the lines made so far add up on that day."""
        unit_of = {cell.organization.pk: cell.unit.code for cell in self.tree.cells}
        found: Counter[str] = Counter()
        for line in self.lives.movements:
            if line.occurred_on <= day:
                found[unit_of[line.organization_id]] += (line.kind in ARRIVALS) - (line.kind in DEPARTURES)
        return found

    def _go(self, plan: Plan, period: Period) -> None:
        for unit, ward in plan.retirements:
            self.lives.retire(unit, ward, period)
        for unit in self.city.units:
            for kind, number in plan.flows[unit.code].items():
                for _ in range(number if kind in DEPARTURES else 0):
                    self.lives.depart(unit, kind, period)

    def _reported_learners(self) -> None:
        """The learners that bring each ward to its reported number, and some of the other units."""
        courses = self.courses.during(self.timeline.reported)
        taken: Counter[Course] = Counter()
        by_unit: Counter[str] = Counter()
        for (unit_code, course), number in self._trained.items():
            taken[course] += number
            by_unit[unit_code] += number if course in courses else 0
        missing = [
            unit
            for unit in self.city.units
            for _ in range(unit.trained - by_unit[unit.code] if unit.is_ward else round(unit.admitted * OTHER_LEARNERS))
        ]
        self._rng.shuffle(missing)
        for unit, course in zip(missing, learners_besides(self._rng, len(missing), courses, taken), strict=True):
            cell = self._cell(unit, residential=unit.is_ward)
            self.candidates.learner(course, cell, women_among_new(course.starts_on))

    def _later_learners(self) -> None:
        rng, units = self._rng, self.city.units
        weights = [unit.trained or unit.admitted * OTHER_LEARNERS for unit in units]
        for course in self.courses.during(self.timeline.later):
            for unit in rng.choices(units, weights, k=about(rng, self.city.members * LATER_LEARNERS)):
                self.candidates.learner(course, self._any_cell(unit), women_among_new(course.starts_on))
        for unit in rng.choices(units, weights, k=about(rng, self.city.members * NOT_YET_TRAINED)):
            self.candidates.not_yet_trained(self._any_cell(unit), women=0.52)

    def _any_cell(self, unit: Unit) -> Cell:
        return self._cell(unit, residential=unit.is_ward and self._rng.random() > OUTSIDE_KHU_PHO)

    def _cell(self, unit: Unit, *, residential: bool) -> Cell:
        cells = self.tree.cells_of(unit, residential=residential)
        return self._rng.choices(cells, [cell.pull for cell in cells])[0]

    def _number_members(self) -> None:
        """File numbers for all; cards for the official ones, with the citizen number once the rules say so."""
        for member in self.lives.members:
            member.file_number = f"{next(self._serials.files):06d}"
        official = [member for member in self.lives.members if member.official_on]
        for member in sorted(official, key=lambda member: member.official_on or date.min):
            old = rules.on(member.official_on or date.min).card_digits.value == 8
            member.card_number = str(next(self._serials.cards)) if old else member.person.citizen_id
