"""What every list of people words alike: days of birth, the committee a line is grouped under."""

from __future__ import annotations

from collections.abc import Mapping

from dangvien.models import Person
from dangvien.procedure.spots import Spot
from dangvien.text import day_short


def birth(person: Person) -> str:
    """A day of birth as papers print it, as far as it is known: "03/5/1998", "5/1998", "1998"."""
    known = person.birth
    if known.is_full:
        return day_short(known.earliest())
    return str(known)


def groups_of(spots: Mapping[int, Spot]) -> Mapping[int, str]:
    """Line → the heading it stands under: what is above its cell, where a list reaches over more than one committee."""
    several = len({spot.committee for spot in spots.values()}) > 1
    return {key: spot.committee if several else "" for key, spot in spots.items()}
