"""Plans of the guided acts, made from what a form says: merging, joining into a new one, splitting, dissolving."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dangvien.models import FOREVER, Candidate, Member, Organization, OrganizationKind, Placement, Reorganization
from dangvien.procedure.restructuring.plan import Move, Restructuring, Seat
from dangvien.text import search_key

LONGEST_CODE = 60
Act = Reorganization.Kind


@dataclass(frozen=True)
class Distribution:
    """Who goes where, by keys of members, of candidates and of organizations below; everybody else to `others`
    (None: they stay)."""

    others: str | None
    members: Mapping[int, str] = field(default_factory=dict)
    candidates: Mapping[int, str] = field(default_factory=dict)
    organizations: Mapping[int, str] = field(default_factory=dict)


def newest_of(organization: Organization) -> Placement:
    """The newest place of an organization, with its superior. Raises `Placement.DoesNotExist` without one."""
    return organization.placements.select_related("parent").get(valid_to=FOREVER)


def are_alike(organizations: Sequence[Organization]) -> bool:
    """Whether these are all cells or all committees now."""
    return len({newest_of(organization).is_cell for organization in organizations}) <= 1


def below(organizations: Iterable[Organization]) -> list[Placement]:
    """What hangs under some organizations now, archives apart, in the official order."""
    rows = Placement.objects.filter(parent__in=list(organizations), valid_to=FOREVER)
    return list(rows.exclude(kind=OrganizationKind.LUU_TRU).select_related("organization").in_order())


def free_code(name: str, above: str | None, taken: Iterable[str] = ()) -> str:
    """A code nobody uses yet, from a new organization's name and its superior's code."""
    words = re.sub(r"[^a-z0-9]+", "-", search_key(name)).strip("-")
    for word in ("dang-bo-", "chi-bo-"):
        words = words.removeprefix(word)
    stem = f"{above}-{words}" if above else words
    stem = stem[: LONGEST_CODE - 4].strip("-") or "to-chuc"
    used = {*taken, *Organization.objects.filter(code__startswith=stem).values_list("code", flat=True)}
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if code not in used)


def merging(sources: Sequence[Organization], heir: Organization, on: date) -> Restructuring:
    """Some organizations into one that stands already: their people, or what hangs under them, go to it."""
    return _together(Act.SAP_NHAP, sources, heir.code, heir.code, on)


def joining(sources: Sequence[Organization], name: str, short_name: str, on: date) -> Restructuring:
    """Some organizations into a new one, which stands where the first of them stood."""
    now = newest_of(sources[0])
    above = now.parent.code if now.parent else None
    code = free_code(name, above)
    seat = replace(Seat.of(now, above), name=name, short_name=short_name)
    plan = _together(Act.HOP_NHAT, sources, code, sources[0].code, on)
    return replace(plan, founded={code: seat})


def _together(kind: Act, sources: Sequence[Organization], to: str, main: str, on: date) -> Restructuring:
    codes = [source.code for source in sources]
    return Restructuring(
        kind,
        main,
        on,
        changed={row.organization.code: Seat.of(row, to) for row in below(sources)},
        ended=dict.fromkeys(codes, to),
        rest=dict.fromkeys(cells_of(sources), to),
    )


def cells_of(organizations: Iterable[Organization]) -> list[str]:
    """Codes of those that hold people: cells, and whatever has members or candidates for another reason."""
    found = []
    for organization in organizations:
        people = Member.objects.filter(organization=organization).exists()
        if people or Candidate.objects.open().filter(organization=organization).exists():
            found.append(organization.code)
    return found


def splitting(
    organization: Organization, names: Sequence[str], on: date, distribution: Distribution, *, ends: bool
) -> Restructuring:
    """New organizations beside an old one, which ends or goes on. In `distribution` the new ones are "1", "2"…"""
    now = newest_of(organization)
    above = now.parent.code if now.parent else None
    founded: dict[str, Seat] = {}
    for name in names:
        seat = replace(Seat.of(now, above), name=name, short_name="", locality=None)
        founded[free_code(name, above, founded)] = seat
    codes = dict(zip(map(str, range(1, len(names) + 1)), founded, strict=True))
    plan = _distributed(Act.CHIA_TACH, organization, on, _named(distribution, codes))
    ended = {organization.code: next(iter(founded))} if ends else {}
    return replace(plan, founded=founded, ended=ended)


def dissolving(organization: Organization, on: date, distribution: Distribution) -> Restructuring:
    """An organization ends; what it held is given to others by list. Its history is kept under its superior."""
    now = newest_of(organization)
    heir = now.parent.code if now.parent else (distribution.others or organization.code)
    plan = _distributed(Act.GIAI_THE, organization, on, distribution)
    return replace(plan, ended={organization.code: heir})


def promoting(
    organization: Organization, seat: Seat, names: Sequence[str], on: date, distribution: Distribution
) -> Restructuring:
    """A cell becomes a committee; its people go into cells founded under it, "1", "2"… in `distribution`."""
    founded: dict[str, Seat] = {}
    for position, name in enumerate(names, start=1):
        cell = Seat(
            name, OrganizationKind.CHI_BO, organization.code, sector=seat.sector, area=seat.area, position=position
        )
        founded[free_code(name, organization.code, founded)] = cell
    codes = dict(zip(map(str, range(1, len(names) + 1)), founded, strict=True))
    plan = _distributed(Act.THAY_DOI, organization, on, _named(distribution, codes))
    return replace(plan, founded=founded, changed={organization.code: seat})


def _named(distribution: Distribution, codes: Mapping[str, str]) -> Distribution:
    """With the codes of the new organizations in the place of their numbers; a number that is not there stays away."""

    def known(chosen: Mapping[int, str]) -> dict[int, str]:
        return {key: codes[number] for key, number in chosen.items() if number in codes}

    return Distribution(
        codes.get(distribution.others or ""),
        known(distribution.members),
        known(distribution.candidates),
        known(distribution.organizations),
    )


def _distributed(kind: Act, organization: Organization, on: date, distribution: Distribution) -> Restructuring:
    """People by list, the others together; organizations below the same way."""
    code, others = organization.code, distribution.others
    moves: dict[str, tuple[list[int], list[int]]] = {}
    for at, chosen in enumerate((distribution.members, distribution.candidates)):
        for key, target in chosen.items():
            if target != others:
                moves.setdefault(target, ([], []))[at].append(key)
    changed: dict[str, Seat] = {}
    listed: Mapping[int, str | None] = distribution.organizations
    for row in below([organization]):
        above = listed.get(row.organization_id, others)
        if above is not None:
            changed[row.organization.code] = Seat.of(row, above)
    holds_people = bool(cells_of([organization]))
    return Restructuring(
        kind,
        code,
        on,
        changed=changed,
        moves=tuple(Move(code, target, tuple(one), tuple(two)) for target, (one, two) in moves.items()),
        rest={code: others} if others is not None and holds_people else {},
    )
