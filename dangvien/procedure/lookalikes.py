"""Is this the same person? People already in the register who look like one being entered.

Among 7.000 members several share a full name, so a name alone proves nothing: name and birth must both agree, as far as
the birth is known.
"""

from __future__ import annotations

from datetime import date

from dangvien.dates import PartialDate
from dangvien.models import Person
from dangvien.models.person import PersonQuerySet
from dangvien.text import search_key


def lookalikes(people: PersonQuerySet, full_name: str, birth: PartialDate) -> list[Person]:
    """People with the same name (marks and case apart) whose birth may be the same day."""
    named = people.filter(search_key=search_key(full_name), birth_date__year=birth.year).in_name_order()
    return [person for person in named if _may_be_same(person.birth, birth)]


def _may_be_same(one: PartialDate, other: PartialDate) -> bool:
    return one.earliest() <= other.latest() and other.earliest() <= one.latest()


def birth_columns(birth: PartialDate) -> tuple[date, str]:
    """A partial birth as the two columns of Person: the first day it can be, and how much of it is known."""
    precision = "ngay" if birth.is_full else "thang" if birth.month else "nam"
    return birth.earliest(), precision
