"""Who of those already in the register somebody from outside may be (K35)."""

from __future__ import annotations

from dangvien.dates import PartialDate
from dangvien.models import Person
from dangvien.procedure.lookalikes import lookalikes
from dangvien.scope import Scope


def known_arrivals(scope: Scope, full_name: str, birth: PartialDate) -> list[Person]:
    """People with this name and birth: in scope, who left from it, or who came to it before.

    Somebody of another place is found by number, name and birth together (`elsewhere.former_with`).
    """
    found: dict[int, Person] = {}
    for source in (scope.everybody, scope.transferred_people):
        for person in lookalikes(source.select_related("member"), full_name, birth):
            found.setdefault(person.pk, person)
    return list(found.values())
