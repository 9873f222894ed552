"""Members: who stands in the register at its opening, who comes, moves on, leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from random import Random

from dangvien.dates import add_months, full_years
from dangvien.demo.chance import DAY, about, day_in, workday, workday_in
from dangvien.demo.figures import City, Unit
from dangvien.demo.people import People, birth_for_age, residence
from dangvien.demo.timeline import Timeline
from dangvien.demo.tree import Cell, Tree
from dangvien.models import Kind, Member, Movement, Person
from dangvien.period import Period

ENOUGH = 200 * DAY
"""Nothing new happens to a member for so long after the last thing."""

CITIZEN_NUMBERS_FROM = date(2016, 1, 1)
"""Whoever left the register before has no citizen number in it."""

TRIES = 80
"""How often chance is asked for a suitable day or member before giving up."""

RETIREMENT_AGE = 60
SMALLEST_CELL = 6
"""Nobody leaves a cell of this size: a cell must have three members on every day, and arrivals lie on other days."""

REASONS = {
    Kind.CHUYEN_DEN: ("Từ đảng bộ khác trong tỉnh", "Từ ngoài tỉnh"),
    Kind.CHUYEN_DI: ("Đến đảng bộ khác trong tỉnh", "Ra ngoài tỉnh"),
    Kind.XOA_TEN: ("Bỏ sinh hoạt chi bộ", "Không nộp hồ sơ chuyển sinh hoạt"),
    Kind.XIN_RA: ("Theo nguyện vọng cá nhân",),
    Kind.KHAI_TRU: ("Vi phạm kỷ luật Đảng",),
    Kind.TU_TRAN: ("",),
}


class TooFewMembers(ValueError):
    """The figures of a unit leave nobody who could leave it: too many cells for its members, or too many admissions."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(unit.code)


@dataclass(frozen=True)
class Habits:
    """What happens to members of a block in the ten reported years, in parts of the members at their end; retirements
    in parts of those who belong to the block by their work."""

    arrivals: float
    deaths: float
    moves: float
    retirements: float
    """Moves from a cell at work to that of one's khu phố, mostly out of a unit and into a ward of the same city."""
    struck: float = 0.012
    resigned: float = 0.005
    expelled: float = 0.004


HABITS = {
    "phuong": Habits(arrivals=0.15, deaths=0.125, moves=0.13, retirements=0.17),
    "hanh_chinh": Habits(arrivals=0.20, deaths=0.006, moves=0.22, retirements=0.13),
    "su_nghiep": Habits(arrivals=0.18, deaths=0.006, moves=0.17, retirements=0.13),
    "llvt": Habits(arrivals=0.46, deaths=0.004, moves=0.58, retirements=0.12),
    "doanh_nghiep": Habits(arrivals=0.10, deaths=0.008, moves=0.17, retirements=0.12),
}


@dataclass(eq=False)
class Life:
    """One membership while it is being made: where it stands now and when something last happened to it."""

    member: Member
    cell: Cell
    settled_on: date
    present: bool = True

    def age_on(self, day: date) -> int:
        return full_years(self.member.person.birth_date, day)


class Lives:
    """Makes memberships and keeps them, with their lines, for saving."""

    def __init__(self, rng: Random, city: City, tree: Tree, people: People, timeline: Timeline) -> None:
        self._rng, self._city, self._tree, self._people, self._timeline = rng, city, tree, people, timeline
        self.members: list[Member] = []
        self.movements: list[Movement] = []
        self._in_unit: dict[str, list[Life]] = {unit.code: [] for unit in city.units}
        self._size: Counter[Cell] = Counter()

    def begin(self, person: Person, cell: Cell, kind: Kind, day: date, **more: object) -> Life:
        """A membership that enters the register with a line of that kind."""
        member = Member(person=person, organization=cell.organization)
        life = Life(member, cell, day)
        self.members.append(member)
        self._in_unit[cell.unit.code].append(life)
        self._size[cell] += 1
        self.line(life, kind, day, **more)
        return life

    def line(self, life: Life, kind: Kind, day: date, **more: object) -> None:
        """One line of the ledger, at the cell where the member stands."""
        self.movements.append(
            Movement(member=life.member, organization=life.cell.organization, kind=kind, occurred_on=day, **more)
        )

    def leave(self, life: Life, kind: Kind, day: date) -> None:
        """The line by which a member leaves the register."""
        self.line(life, kind, day, reason=self._rng.choice(REASONS[kind]))
        life.present, life.settled_on = False, day
        self._size[life.cell] -= 1
        life.member.organization = None
        if day < CITIZEN_NUMBERS_FROM:
            life.member.person.citizen_id = None

    def open_register(self, unit: Unit, how_many: int) -> list[Life]:
        """The opening entries of a unit, with dates of admission that lie before them.

        Gives those among them who are still on probation that day.
        """
        cells, day = self._tree.cells_of(unit), self._timeline.opened_on
        on_probation = []
        for cell in self._rng.choices(cells, [cell.weight for cell in cells], k=how_many):
            life = self._already_a_member(cell, day, Kind.DAU_SO, reason="")
            if life.age_on(day) < 32 and self._rng.random() < 0.2:
                life.member.admitted_on = day - self._rng.randrange(5, 350) * DAY
                life.member.official_on = None
                on_probation.append(life)
        return on_probation

    def arrive(self, unit: Unit, how_many: int, period: Period) -> None:
        """Members who come from outside of the city."""
        cells = self._tree.cells_of(unit)
        for cell in self._rng.choices(cells, [cell.weight for cell in cells], k=how_many):
            self._already_a_member(
                cell, day_in(self._rng, period), Kind.CHUYEN_DEN, reason=self._rng.choice(REASONS[Kind.CHUYEN_DEN])
            )

    def retire(self, unit: Unit, ward: Unit, period: Period) -> None:
        """The oldest who still works in the unit goes over to a khu phố of the ward, at sixty if it can be."""
        able = [life for life in self._in_unit[unit.code] if not life.cell.is_residential and self._may_go(life)]
        settled = [life for life in able if life.settled_on + ENOUGH < period.last - 7 * DAY]
        if not settled:
            raise TooFewMembers(unit)
        life = min(settled, key=lambda life: life.member.person.birth_date)
        first = max(period.first, life.settled_on + ENOUGH)
        sixty = workday(add_months(life.member.person.birth_date, 12 * RETIREMENT_AGE))
        day = sixty if first <= sixty <= period.last else workday_in(self._rng, Period(first, period.last))
        self._move_home(life, ward, day)

    def _move_home(self, life: Life, ward: Unit, day: date) -> None:
        there = self._tree.cells_of(ward, residential=True)
        cell = self._rng.choices(there, [cell.weight for cell in there])[0]
        reason = "Nghỉ hưu, chuyển về nơi cư trú"
        self.line(life, Kind.CHUYEN_DI, day, counterpart=cell.organization, reason=reason)
        come_from = life.cell.organization
        self._in_unit[life.cell.unit.code].remove(life)
        self._in_unit[ward.code].append(life)
        self._size.update({life.cell: -1, cell: 1})
        life.cell, life.settled_on = cell, day
        life.member.organization, life.member.person.residence = cell.organization, residence(self._rng, cell)
        self.line(life, Kind.CHUYEN_DEN, day, counterpart=come_from, reason=reason)

    def depart(self, unit: Unit, kind: Kind, period: Period) -> None:
        """Somebody of the unit leaves on some day of the period, of an age that suits the kind."""
        for _ in range(TRIES):
            day = day_in(self._rng, period) if kind == Kind.TU_TRAN else workday_in(self._rng, period)
            life = self._pick(unit, day, partial(self._likely, kind))
            if life is not None:
                self.leave(life, kind, day)
                return
        raise TooFewMembers(unit)

    def _likely(self, kind: Kind, age: int) -> bool:
        chance = 1.0 if age < 65 else 0.1
        if kind == Kind.TU_TRAN:
            chance = min(1.0, max(0.01, ((age - 50) / 38) ** 3))
        elif kind == Kind.CHUYEN_DI:
            chance = 1.0 if age < 42 else 0.25
        return self._rng.random() < chance

    def _pick(self, unit: Unit, day: date, suits: Callable[[int], bool]) -> Life | None:
        """A member settled in the unit well before that day whose age then suits; None when chance found nobody."""
        pool = self._in_unit[unit.code]
        for _ in range(TRIES):
            life = self._rng.choice(pool)
            if self._may_go(life) and life.settled_on + ENOUGH < day and suits(life.age_on(day)):
                return life
        return None

    def _may_go(self, life: Life) -> bool:
        return life.present and self._size[life.cell] > SMALLEST_CELL

    def _already_a_member(self, cell: Cell, day: date, kind: Kind, reason: str) -> Life:
        """Somebody admitted elsewhere or long ago who enters the register with this line, mostly official."""
        rng = self._rng
        person = self._people.person(birth_for_age(rng, self._age_of_member(cell), day), cell, women=0.41)
        admitted_on = self._earlier_admission(person, day)
        self._people.standing(person, day, cell, member=True)
        life = self.begin(person, cell, kind, day, reason=reason)
        life.member.admitted_on = admitted_on
        life.member.official_on = add_months(admitted_on, 12)
        return life

    def _age_of_member(self, cell: Cell) -> int:
        rng = self._rng
        if cell.is_residential and rng.random() < 0.62:
            return round(rng.triangular(56, 83, 60))
        return rng.randrange(25, 58)

    def _earlier_admission(self, person: Person, day: date) -> date:
        """An admission at the age of 19 to 38, at least 14 months before the day."""
        latest = day - 430 * DAY
        grown = add_months(person.birth_date, 12 * 19)
        span = min((latest - grown).days, 19 * 365)
        return grown + self._rng.randrange(max(span, 1)) * DAY


def flows(rng: Random, unit: Unit, share: float) -> dict[Kind, int]:
    """How many of a unit come and leave, by kind, in a stretch of time that is `share` of the reported years."""
    habits = HABITS[unit.sector]
    rates = {
        Kind.CHUYEN_DEN: habits.arrivals,
        Kind.TU_TRAN: habits.deaths,
        Kind.CHUYEN_DI: habits.moves,
        Kind.XOA_TEN: habits.struck,
        Kind.XIN_RA: habits.resigned,
        Kind.KHAI_TRU: habits.expelled,
    }
    return {kind: about(rng, unit.members * rate * share) for kind, rate in rates.items()}
