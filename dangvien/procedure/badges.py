"""Party badges (Huy hiệu Đảng): who reaches which level by a round of the year, who waits after discipline.

294-QĐ/TW, 28.3.1; 38-HD/BTCTW, III.1; handbook of the register, 4.6. Read for any number of members with a constant
number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from dangvien.dates import add_months
from dangvien.models import Badge, Discipline, Kind, Member, Movement
from dangvien.models.member import MemberQuerySet
from dangvien.procedure.party_age import PART, PartyAge, party_ages
from dangvien.procedure.regulations import Regulations

LONGEST_WAIT_MONTHS = 36
"""How far back a discipline is looked for: longer than any wait, and a day known only to the year."""


class Group(StrEnum):
    """When the level was reached, seen from the round asked for."""

    NOW = "dot_nay"
    EARLIER = "dot_truoc"
    NEXT = "dot_sau"

    @property
    def label(self) -> str:
        return {"dot_nay": "Đến đợt này", "dot_truoc": "Từ các đợt trước", "dot_sau": "Chuẩn bị cho đợt sau"}[self]


@dataclass(frozen=True)
class Round:
    """A round of the year with those before and after it."""

    day: date
    previous: date
    following: date

    @property
    def key(self) -> str:
        """As an address has it."""
        return self.day.isoformat()


@dataclass(frozen=True)
class BadgeLine:
    """One member and a level they reach and do not have. `waits_until`: the first day after the wait of a discipline
    on which it may be given, when that lies after the round."""

    member: Member
    years: int
    reached_on: date
    age: PartyAge
    group: Group
    waits_until: date | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the badge may be given in this round."""
        return self.group is not Group.NEXT and self.waits_until is None


def levels_on(day: date, regulations: Regulations) -> tuple[int, ...]:
    """The full years for which there is a badge, ascending."""
    return tuple(int(part) for part in regulations.on(day).badge_years.value.split(","))


def rounds_of(year: int, regulations: Regulations) -> list[date]:
    """The days of a year on which badges are given, in order."""
    parts = regulations.on(date(year, 12, 31)).badge_rounds.value.split(",")
    return sorted(date(year, int(month), int(day)) for day, _, month in (part.partition("/") for part in parts))


def rounds_around(year: int, regulations: Regulations) -> list[Round]:
    """The rounds of a year and of the years beside it, each with its neighbours."""
    days = [day for each in range(year - 2, year + 3) for day in rounds_of(each, regulations)]
    return [Round(day, days[at - 1], days[at + 1]) for at, day in enumerate(days) if year - 1 <= day.year <= year + 1]


def round_for(today: date, regulations: Regulations) -> Round:
    """The round to prepare: the first that is not over."""
    return next(item for item in rounds_around(today.year, regulations) if item.day >= today)


def badge_lines(members: MemberQuerySet, asked: Round, today: date, regulations: Regulations) -> list[BadgeLine]:
    """Of these members, whoever reaches a level by a round or by the one after it and does not have it (five queries).

    Of several levels reached only the highest is told. In the order of the groups, the highest level first, then by
    given name as the members came.
    """
    levels = levels_on(asked.day, regulations)
    old = list(members.filter(_old_enough(add_months(asked.following, -12 * levels[0]))).select_related("person"))
    ages = party_ages(old, today)
    held = _held(ages)
    waits = _waits(ages, asked, regulations)
    lines: list[BadgeLine] = []
    for member in old:
        age = ages.get(member.pk)
        if age is not None:
            lines += _lines_of(member, age, levels, held.get(member.pk, 0), waits.get(member.pk), asked, today)
    order = list(Group)
    return sorted(lines, key=lambda line: (order.index(line.group), -line.years))


def _old_enough(latest: date) -> Q:
    """Official members present who may have belonged to the Party since that day: gaps only make them younger."""
    arrivals = Movement.objects.standing().filter(
        Q(occurred_on__lte=latest) | Q(decision__issued_on__lte=latest),
        member=OuterRef("pk"),
        kind__in=Kind.arrivals(),
    )
    return Q(organization__isnull=False, official_on__isnull=False) & (Q(admitted_on__lte=latest) | Q(Exists(arrivals)))


def _lines_of(
    member: Member,
    age: PartyAge,
    levels: Sequence[int],
    held: int,
    free_from: date | None,
    asked: Round,
    today: date,
) -> Iterable[BadgeLine]:
    reached = {years: age.reaches_on(years, known=today) for years in levels if years > held}
    by_now = [years for years, day in reached.items() if day <= asked.day]
    if by_now:
        years = max(by_now)
        group = Group.NOW if reached[years] > asked.previous else Group.EARLIER
        waits = free_from if free_from and free_from > asked.day else None
        yield BadgeLine(member, years, reached[years], age, group, waits)
    for years, day in reached.items():
        if asked.day < day <= asked.following:
            waits = free_from if free_from and free_from > asked.following else None
            yield BadgeLine(member, years, day, age, Group.NEXT, waits)


def _held(members: Collection[int]) -> dict[int, int]:
    """Member → the highest level they have."""
    found: dict[int, int] = {}
    for part in _parts(members):
        for key, years in Badge.objects.standing().filter(member__in=part).values_list("member_id", "years"):
            found[key] = max(years, found.get(key, 0))
    return found


def _waits(members: Collection[int], asked: Round, regulations: Regulations) -> dict[int, date]:
    """Member → the first day after every wait of theirs."""
    found: dict[int, date] = {}
    since = add_months(asked.day, -LONGEST_WAIT_MONTHS)
    for part in _parts(members):
        for row in Discipline.objects.standing().filter(member__in=part, decided_on__gte=since):
            free = free_from(row, regulations)
            if free is not None:
                found[row.member_id] = max(free, found.get(row.member_id, free))
    return found


def free_from(row: Discipline, regulations: Regulations) -> date | None:
    """The first day after the wait that a discipline brings; None for a form that brings none.

    By the rules of its own day; a day known only to the month or the year counts from the last it can be.
    """
    then = regulations.on(row.decided_on)
    months = {
        "khien_trach": then.badge_wait_reprimand_months.value,
        "canh_cao": then.badge_wait_warning_months.value,
        "cach_chuc": then.badge_wait_dismissal_months.value,
    }.get(row.form)
    return add_months(row.decided_known.latest(), months) if months else None


def _parts(keys: Collection[int]) -> Iterable[list[int]]:
    listed = list(keys)
    return (listed[start : start + PART] for start in range(0, len(listed), PART))
