"""Organizations as people name them: what each was called on a day and what it hung under; lists to choose from.

Names of organizations are no secret, so a name is found for every id that a row in scope carries; choices come from the
scope alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from dangvien.models import Organization, OrganizationKind, Placement
from dangvien.models.organization import CELLS, DECIDERS, OrganizationQuerySet, PlacementQuerySet
from dangvien.scope import Scope

ARCHIVE_MARK = "lưu trữ"
FOLD_ABOVE = 400
"""A filter in a scope with more organizations than this offers cells only under the organization already chosen."""
LONGEST_KEY = 18
"""Digits of the longest number that is asked of the database as a key."""


@dataclass(frozen=True)
class Place:
    """What an organization was called on a day and what stood above it then (empty when nothing did)."""

    code: str
    name: str
    above: str
    archived: bool

    def __str__(self) -> str:
        return f"{self.name} ({ARCHIVE_MARK})" if self.archived else self.name


@dataclass(frozen=True)
class Option:
    """One organization to choose: itself, how it is called, and the heading it stands under."""

    organization: Organization
    label: str
    group: str = ""


def places_of(organizations: Iterable[int | None], day: date) -> Mapping[int, Place]:
    """The places of some organizations on a day, in one query; those that did not stand then are absent."""
    wanted = {key for key in organizations if key is not None}
    rows = Placement.objects.in_force_on(day).filter(organization__in=wanted).with_superior(day)
    return {
        row.organization_id: Place(row.organization.code, row.name, vars(row)["above_name"] or "", row.is_archive)
        for row in rows.select_related("organization")
    }


def cell_options(scope: Scope) -> list[Option]:
    """Every cell in scope under its superior's name; archives too, for entries about the years when they worked."""
    return [option for option in _options(scope.placements, scope.today) if option.group]


def committee_options(scope: Scope) -> list[Option]:
    """Every organization in scope that works today and is not a cell, in official order."""
    working = scope.placements.exclude(kind=OrganizationKind.LUU_TRU).exclude(kind__in=CELLS)
    return [Option(option.organization, option.label) for option in _options(working, scope.today)]


def subtree_options(scope: Scope, chosen: str = "") -> list[Option]:
    """For filters: every organization in scope, committees first, then the cells under each.

    Of a scope of many organizations the cells are left out, except those of the organization already chosen (its key
    as the address has it): nobody finds one cell among thousands, and a province's list would wait for all of them.
    """
    placements = scope.placements
    if len(scope.keys) > FOLD_ABOVE:
        key = int(chosen) if chosen.isdecimal() and len(chosen) <= LONGEST_KEY else 0
        unfolded = ~Q(character=OrganizationKind.CHI_BO) | Q(parent=key) | Q(organization=key)
        placements = placements.with_character().filter(unfolded)
    found = _options(placements, scope.today)
    return [option for option in found if not option.group] + [option for option in found if option.group]


def working_options(scope: Scope) -> list[Option]:
    """Every organization in scope that works today: committees first, then the cells under each."""
    found = _options(scope.placements.exclude(kind=OrganizationKind.LUU_TRU), scope.today)
    return [option for option in found if not option.group] + [option for option in found if option.group]


def _options(placements: PlacementQuerySet, day: date) -> list[Option]:
    rows = placements.in_force_on(day).with_character().in_tree_order(day)
    known = ("organization_id", "organization__code", "name", "kind")
    facts = rows.values_list(*known, F("character"), F("above_name"))
    options = []
    for key, code, name, kind, character, above in facts:
        organization = Organization.from_db(rows.db, ("id", "code"), (key, code))  # thousands: without their placements
        label = f"{name} ({ARCHIVE_MARK})" if kind == OrganizationKind.LUU_TRU else name
        options.append(Option(organization, label, (above or "Chi bộ") if character in CELLS else ""))
    return options


def issuer_options(scope: Scope, cell: Organization, line: list[tuple[int, str]]) -> list[Option]:
    """Committees whose decisions may concern a cell: first those of its `superior_line`, then those of past years."""
    options = named_options(scope.issuers(cell), scope.today)
    nearness = {key: place for place, (key, _) in enumerate(line)}
    return sorted(options, key=lambda option: nearness.get(option.organization.pk, len(line)))


def named_options(organizations: OrganizationQuerySet, day: date) -> list[Option]:
    """Organizations by their names of a day, in official order, with their letterheads."""
    options = []
    for organization in organizations.in_order_on(day).prefetch_related("letterheads"):
        then = vars(organization)
        name = then["name_then"] or organization.code
        archived = then["kind_then"] == OrganizationKind.LUU_TRU
        options.append(Option(organization, f"{name} ({ARCHIVE_MARK})" if archived else name))
    return options


def superior_line(cell: Organization, day: date) -> list[tuple[int, str]]:
    """The organizations above a cell on a day, nearest first, each with its kind, in one query."""
    above = Organization.objects.ever_above([cell.pk])
    rows = Placement.objects.in_force_on(day).filter(organization__in=above | Organization.objects.filter(pk=cell.pk))
    known = {key: (parent, kind) for key, parent, kind in rows.values_list("organization_id", "parent_id", "kind")}
    line: list[tuple[int, str]] = []
    here = known.get(cell.pk, (None, ""))[0]
    while here in known and here not in dict(line):
        parent, kind = known[here]
        line.append((here, kind))
        here = parent
    return line


def line_since(cell: Organization, line: Sequence[tuple[int, str]], day: date) -> date:
    """Since when the line above a cell stands as it did on a day, in one query; that day for a cell without a place."""
    rows = Placement.objects.in_force_on(day).filter(organization__in=[cell.pk, *(key for key, _ in line)])
    return max(rows.values_list("valid_from", flat=True), default=day)


def usual_decider(line: list[tuple[int, str]]) -> int | None:
    """Who decides on admissions below this line of superiors by their kinds alone, where no mandate says otherwise.

    The nearest committee directly above the grassroots (`route_through` knows who may decide).
    Where there is none (an xã or phường that is itself đảng bộ cơ sở, 208-QĐ/TW), the nearest that decides at all.
    """
    for kinds in ((OrganizationKind.CAP_TREN,), DECIDERS):
        for key, kind in line:
            if kind in kinds:
                return key
    return None


def issuers_seen(scope: Scope) -> list[Option]:
    """Those who issued the decisions a person may see."""
    issuers = Organization.objects.filter(pk__in=scope.decisions.order_by().values("issuer"))
    return named_options(issuers, scope.today)
