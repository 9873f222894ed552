"""Who of those already in the register somebody from outside may be (K35)."""

from __future__ import annotations

from dangvien.dates import PartialDate
from dangvien.models import Person
from dangvien.procedure.lookalikes import lookalikes
from dangvien.scope import Scope


def known_arrivals(scope: Scope, full_name: str, birth: PartialDate, citizen_id: str) -> list[Person]:
    """People with this name and birth: in scope, who left from it, or who came to it before.

    Somebody of another place is found by the citizen number together with name and birth: whoever types all three has
    the papers in hand.
    """
    left = Person.objects.filter(pk__in=scope.members.gone().values("person"))
    sources = [scope.people, scope.transferred_people, left]
    if citizen_id:
        sources.append(Person.objects.filter(citizen_id=citizen_id))
    found: dict[int, Person] = {}
    for source in sources:
        for person in lookalikes(source.select_related("member"), full_name, birth):
            found.setdefault(person.pk, person)
    return list(found.values())
