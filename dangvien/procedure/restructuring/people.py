"""Who goes where when a plan is carried out: members, people followed by a cell, transfers under way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from dangvien.models import Candidate, Member, Transfer, TransferKind, TransferStepKind
from dangvien.procedure.restructuring.ground import Ground, in_parts


@dataclass(frozen=True)
class Passenger:
    """One row that goes along: its key, its person's, the key of the cell it leaves and the code of the one it
    comes to."""

    key: int
    person: int
    source: int
    target: str


def members_going(ground: Ground) -> list[Passenger]:
    """Members who change their cell, by the pointers as they are now, in the order of their keys."""
    named = {key: move.target for move in ground.plan.moves for key in move.members}
    rows = Member.objects.filter(organization__in=ground.keys(ground.plan.sources))
    return _going(ground, named, rows.order_by("pk").values_list("pk", "person_id", "organization_id"))


def candidates_going(ground: Ground) -> list[Passenger]:
    """People on their way to admission whom another cell follows from now on; ways that are over stay where they
    were."""
    named = {key: move.target for move in ground.plan.moves for key in move.candidates}
    rows = Candidate.objects.open().filter(organization__in=ground.keys(ground.plan.sources))
    return _going(ground, named, rows.order_by("pk").values_list("pk", "person_id", "organization_id"))


def _going(ground: Ground, named: dict[int, str], rows: Iterable[tuple[int, int, int | None]]) -> list[Passenger]:
    rest = {ground.organizations[code].pk: target for code, target in ground.plan.rest.items()}
    found = []
    for key, person, place in rows:
        target = named.get(key) or rest.get(place or 0)
        if target is not None and place is not None:
            found.append(Passenger(key, person, place, target))
    return found


def transfers_leaving(members: Iterable[Passenger]) -> list[Passenger]:
    """Transfers under way of members who go along: they start from the new cell from now on."""
    going = {passenger.key: passenger for passenger in members}
    found = []
    for part in in_parts(sorted(going)):
        rows = under_way().filter(member__in=part, origin__isnull=False).order_by("pk")
        for key, member, person, origin in rows.values_list("pk", "member_id", "member__person_id", "origin_id"):
            if going[member].source == origin:
                found.append(Passenger(key, person, origin, going[member].target))
    return found


def transfers_coming(ground: Ground) -> list[Passenger]:
    """Transfers under way that lead to a cell whose people all go: they lead to the new cell from now on."""
    rest = {ground.organizations[code].pk: target for code, target in ground.plan.rest.items()}
    rows = under_way().filter(destination__in=list(rest)).order_by("pk")
    return [
        Passenger(key, person, place, rest[place])
        for key, person, place in rows.values_list("pk", "member__person_id", "destination_id")
    ]


def under_way() -> QuerySet[Transfer]:
    """Transfers inside the register that still wait for somebody: nobody was taken in yet, or a stay is not over."""
    running = Transfer.objects.without_step(*TransferStepKind.closing())
    arrived = Transfer.objects.filter(kind__in=TransferKind.moving()).with_step(TransferStepKind.TIEP_NHAN)
    left = Transfer.objects.filter(kind__in=TransferKind.moving(), destination__isnull=True)
    return running.exclude(pk__in=arrived.values("pk")).exclude(pk__in=left.values("pk"))
