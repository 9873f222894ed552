"""The empty workbook of a kind of list with what the register knows: the organizations to choose from."""

from __future__ import annotations

from dangvien.imports.units import RegisterUnits
from dangvien.models import Organization
from dangvien.models.import_batch import RosterKind
from dangvien.procedure.places import working_options
from dangvien.rosters.fields import FORMS
from dangvien.rosters.template import template_of
from dangvien.scope import Scope

OF_CELLS = (RosterKind.MEMBERS, RosterKind.CANDIDATES, RosterKind.CLASS)
"""Kinds whose rows name a cell; those of the others name any organization."""

KINDS: list[tuple[str, str]] = [(kind.value, str(kind.label)) for kind in RosterKind if kind.value in FORMS]
"""Kinds of lists that have a form, in the order of the menu."""


def unit_labels(scope: Scope, organization: Organization, kind: str) -> dict[int, str]:
    """The working organizations of a subtree that a row of this kind may name, in official order, each by the name by
    which it is found again (`RegisterUnits`)."""
    only_cells = kind in OF_CELLS
    known = RegisterUnits.below(organization, scope.today, cells_only=only_cells)
    labels = {unit.key: unit.label for unit in known.all}
    options = working_options(scope.within(organization))
    return {
        option.organization.pk: labels.get(option.organization.pk, option.label)
        for option in options
        if option.group or not only_cells
    }


def template_for(scope: Scope, organization: Organization, kind: str) -> tuple[bytes, int]:
    """The bytes of the workbook for one organization, and how many organizations stand in it."""
    units = list(unit_labels(scope, organization, kind).values())
    return template_of(FORMS[kind], units=units, of=organization.name_on(scope.today)), len(units)
