"""Pairs of entries that may be one human being: born the same day with names alike, or of one name and one year.

Among many thousands several people share a name, so no pair is a verdict: the two are shown side by side. Entries with
different numbers of citizens are two people. The cost grows with the people, not with their pairs: only those of one
birthday, or of one name and year, are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from dangvien.models import Person, PersonLink
from dangvien.models.person import PersonQuerySet

ALIKE = 88
"""From so many per cent on (rapidfuzz `token_sort_ratio` of the folded names) two names of one birthday are alike."""

MOST = 400
"""So many pairs are shown at the most, the likeliest first."""

_COLUMNS = ("pk", "search_key", "birth_date", "birth_precision", "gender", "citizen_id", "native_place")


@dataclass(frozen=True)
class Pair:
    """Two entries, how likely they are one (0–100), and on what ground."""

    one: int
    other: int
    score: int
    ground: str


def pairs_in(people: PersonQuerySet) -> list[Pair]:
    """The pairs among these people that nobody has joined yet, the likeliest first."""
    joined = {frozenset(pair) for pair in PersonLink.objects.standing().values_list("kept", "other")}
    rows = list(people.order_by("pk").only(*_COLUMNS))
    found: dict[tuple[int, int], Pair] = {}
    for pair in (*_of_one_birthday(rows), *_of_one_name(rows)):
        key = (pair.one, pair.other)
        if frozenset(key) not in joined and (key not in found or found[key].score < pair.score):
            found[key] = pair
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.one, pair.other))[:MOST]


def _of_one_birthday(rows: Iterable[Person]) -> Iterator[Pair]:
    born: dict[object, list[Person]] = defaultdict(list)
    for person in rows:
        if person.birth.is_full:
            born[person.birth_date, person.gender].append(person)
    for together in born.values():
        for one, other in combinations(together, 2):
            likeness = fuzz.token_sort_ratio(one.search_key, other.search_key)
            if likeness >= ALIKE and not _are_two(one, other):
                told = "cùng tên" if likeness == 100 else f"tên giống nhau {likeness:.0f}%"
                yield _pair(one, other, round(likeness), f"cùng ngày sinh, {told}")


def _of_one_name(rows: Iterable[Person]) -> Iterator[Pair]:
    named: dict[object, list[Person]] = defaultdict(list)
    for person in rows:
        named[person.search_key, person.birth_date.year, person.gender].append(person)
    for together in named.values():
        for one, other in combinations(together, 2):
            if (one.birth == other.birth and one.birth.is_full) or _are_two(one, other):
                continue
            swapped = (one.birth_date.day, one.birth_date.month) == (other.birth_date.month, other.birth_date.day)
            if not (one.birth.is_full and other.birth.is_full):
                yield _pair(one, other, 80, "cùng tên, cùng năm sinh, một bên không rõ ngày")
            elif swapped:
                yield _pair(one, other, 85, "cùng tên, ngày và tháng sinh đổi chỗ cho nhau")


def _pair(one: Person, other: Person, score: int, ground: str) -> Pair:
    same_place = bool(one.native_place) and one.native_place == other.native_place
    return Pair(
        one.pk, other.pk, min(score + 5 * same_place, 100), f"{ground}, cùng quê quán" if same_place else ground
    )


def _are_two(one: Person, other: Person) -> bool:
    return bool(one.citizen_id and other.citizen_id and one.citizen_id != other.citizen_id)
