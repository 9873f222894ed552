"""Admissions with everything that comes before and after: candidacy, class, decision, ceremony, recognition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TypeVar

from dangvien.dates import add_months
from dangvien.demo.candidates import YOUTH, Candidates, others_body
from dangvien.demo.chance import DAY, apportion, workday, workday_in
from dangvien.demo.courses import Course, Courses
from dangvien.demo.figures import City, Unit
from dangvien.demo.lives import Life, Lives
from dangvien.demo.papers import Papers
from dangvien.demo.people import People, birth_for_age
from dangvien.demo.timeline import LAST_DAY
from dangvien.demo.tree import Tree
from dangvien.models import Decision, Enrollment, Kind
from dangvien.period import Period
from dangvien.procedure.checks.admission import official_day

CEREMONY_WITHIN = 18
"""Days at most from a decision to the ceremony. The demo keeps both in one year and on one side of the report's last
day, so that flows come out the same whichever date is counted."""

LATER_YEARS = {2022: 0.039, 2023: 0.068, 2024: 0.075, 2025: 0.080, 2026: 0.055}
"""Invented admissions of the years after the report, in parts of all reported ones."""

DUE_NOW = Period(date(2025, 9, 1), date(2025, 10, 31))
"""Whoever was admitted in these months has just ended the probation on the demo's last day and waits for a decision;
every ward has somebody of them."""

NEVER_RECOGNIZED = 0.012

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """One admission to be made: in which unit and year, how old, introduced by whom."""

    unit: Unit
    period: Period
    young: bool
    by_youth: bool
    by_others: bool


def reported_cases(rng: Random, city: City) -> list[Case]:
    """Every admission the report counts, so that years, wards, bodies and ages all come out as printed."""
    years = sorted(city.admitted_by_year)
    ward_total = sum(unit.admitted for unit in city.wards)
    # The share of the wards grew under the directive; where each year stood in between is invented.
    ward_years = apportion(
        ward_total, [city.admitted_by_year[year] * (0.27 + 0.02 * place) for place, year in enumerate(years)]
    )
    parts = _parts(city.period)
    ward_kinds = _ward_kinds(rng, city)
    ward_units = _shuffled(rng, [unit for unit in city.wards for _ in range(unit.admitted)])
    others = [unit for unit in city.units if not unit.is_ward]
    other_units = _shuffled(rng, [unit for unit in others for _ in range(unit.admitted)])
    other_young = city.city_youths - city.ward_youths
    other_kinds = _shuffled(rng, [place < other_young for place in range(len(other_units))])
    cases = []
    wards, rest = iter(zip(ward_units, ward_kinds, strict=True)), iter(zip(other_units, other_kinds, strict=True))
    for year, in_wards in zip(years, ward_years, strict=True):
        for _ in range(in_wards):
            unit, (young, by_youth, by_others) = next(wards)
            cases.append(Case(unit, parts[year], young, by_youth, by_others))
        for _ in range(city.admitted_by_year[year] - in_wards):
            unit, young = next(rest)
            by_youth = young and rng.random() < 0.78
            cases.append(Case(unit, parts[year], young, by_youth, not by_youth or rng.random() < 0.06))
    return cases


def later_cases(rng: Random, city: City, period: Period) -> list[Case]:
    """The invented admissions after the report."""
    parts = _parts(period)
    places = [(unit, DUE_NOW) for unit in city.wards]
    for year, share in LATER_YEARS.items():
        count = round(city.admitted * share)
        chosen = rng.choices(city.units, [unit.admitted for unit in city.units], k=count)
        places += [(unit, parts[year]) for unit in chosen]
    cases = []
    for unit, when in places:
        young = rng.random() < 0.9
        by_youth = young and rng.random() < 0.8
        cases.append(Case(unit, when, young, by_youth, not by_youth or rng.random() < 0.05))
    return cases


class Admissions:
    """Carries cases out."""

    def __init__(
        self,
        rng: Random,
        tree: Tree,
        people: People,
        candidates: Candidates,
        courses: Courses,
        papers: Papers,
        lives: Lives,
    ) -> None:
        self._rng, self._tree, self._people = rng, tree, people
        self._candidates, self._courses, self._papers, self._lives = candidates, courses, papers, lives

    def admit(self, case: Case, *, residential: bool) -> Course:
        """Make one case real, in a khu phố or in any cell of the unit; gives the class the person came from."""
        rng = self._rng
        cells = self._tree.cells_of(case.unit, residential=residential)
        cell = rng.choices(cells, [cell.pull for cell in cells])[0]
        decided_on, ceremony_on = self._days(case.period)
        age = _young_age(rng) if case.young else rng.randrange(31, 47)
        born = birth_for_age(rng, age, ceremony_on)
        course = self._courses.before(decided_on, add_months(born, 12 * 18))
        person = self._people.person(born, cell, women_among_new(ceremony_on))
        followed_since = course.starts_on - rng.randrange(20, 240) * DAY
        self._people.standing(person, followed_since, cell, member=False)
        candidate = self._candidates.follow(person, cell, followed_since)
        bodies = [YOUTH] if case.by_youth else []
        if case.by_others:
            bodies.append(others_body(rng, person, cell))
        self._candidates.introduce(candidate, bodies, workday(decided_on - rng.randrange(40, 75) * DAY))
        self._courses.attend(course, person, cell, Enrollment.Result.DAT)
        issuer = self._tree.committee(case.unit, decided_on)
        decision = self._papers.issue(issuer, Decision.Subject.KET_NAP, decided_on)
        life = self._lives.begin(person, cell, Kind.KET_NAP, ceremony_on, decision=decision, candidate=candidate)
        life.member.admitted_on = ceremony_on
        self._probation(life, ceremony_on)
        return course

    def recognize(self, life: Life) -> None:
        """The recognition twelve months after the admission, once its decision was taken some weeks later."""
        assert life.member.admitted_on is not None
        due = official_day(life.member.admitted_on)
        decided_on = workday(due + self._rng.randrange(8, 52) * DAY)
        life.settled_on = max(decided_on, life.settled_on)
        if decided_on > LAST_DAY or due > add_months(DUE_NOW.first, 12):
            return
        issuer = self._tree.committee(life.cell.unit, decided_on)
        decision = self._papers.issue(issuer, Decision.Subject.CONG_NHAN, decided_on)
        self._lives.line(life, Kind.CONG_NHAN, due, decision=decision)
        life.member.official_on = due

    def _probation(self, life: Life, admitted_on: date) -> None:
        course = self._courses.for_new_member(admitted_on)
        if course:
            self._courses.attend(course, life.member.person, life.cell, Enrollment.Result.DAT)
        struck_on = workday(official_day(admitted_on) + self._rng.randrange(10, 60) * DAY)
        if self._rng.random() < NEVER_RECOGNIZED and struck_on <= LAST_DAY:
            self._lives.leave(life, Kind.XOA_TEN, struck_on)
        else:
            self.recognize(life)

    def _days(self, period: Period) -> tuple[date, date]:
        """A decision and a ceremony inside the period, the second up to some weeks after the first."""
        decided_on = workday_in(self._rng, Period(period.first + 3 * DAY, period.last - (CEREMONY_WITHIN + 4) * DAY))
        return decided_on, decided_on + self._rng.randrange(4, CEREMONY_WITHIN + 1) * DAY


def women_among_new(day: date) -> float:
    """The share of women among new people: it grows from year to year."""
    return 0.385 + 0.011 * (day.year - 2012)


def _young_age(rng: Random) -> int:
    return round(rng.triangular(19, 30, 24))


def _ward_kinds(rng: Random, city: City) -> list[tuple[bool, bool, bool]]:
    """For every admission of the wards: young, introduced by the Youth Union, introduced by another body.

    Whoever the Youth Union introduces is young; the other young ones are introduced by others.
    """
    by = city.introduced
    young_by_others = city.ward_youths - by.by_youth_only - by.by_both
    kinds = [
        *[(True, True, False)] * by.by_youth_only,
        *[(True, True, True)] * by.by_both,
        *[(True, False, True)] * young_by_others,
        *[(False, False, True)] * (by.by_others_only - young_by_others),
    ]
    return _shuffled(rng, kinds)


def _shuffled(rng: Random, items: list[T]) -> list[T]:
    rng.shuffle(items)
    return items


def _parts(period: Period) -> dict[int, Period]:
    return {part.year: part.period for part in period.years()}


def learners_besides(rng: Random, count: int, courses: list[Course], taken: dict[Course, int]) -> Iterator[Course]:
    """Classes for `count` more learners, so that all of them end up about equally full."""
    even = (count + sum(taken.values())) / len(courses)
    shares = apportion(count, [max(even - taken.get(course, 0), even / 6) for course in courses])
    slots = [course for course, share in zip(courses, shares, strict=True) for _ in range(share)]
    return iter(_shuffled(rng, slots))
