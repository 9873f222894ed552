"""Who decides on a cell's people: the choices of issuer, the usual one, and the cells below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dangvien import rules
from dangvien.models import Mandate, Organization
from dangvien.procedure.places import Option, issuer_options, superior_line, usual_decider
from dangvien.procedure.route import route_through
from dangvien.scope import Scope


@dataclass(frozen=True)
class Deciders:
    """Committees that may have issued a decision about a cell's people.

    `usual` decides today, by the tree and the mandates (K34); `signer` is the name under its papers, if the register
    knows it. `subtree` is the part of the scope below it: where else the person could have been admitted by the same
    committee.
    """

    options: list[Option]
    usual: Organization | None
    signer: str
    subtree: Scope

    def first(self, last: Mapping[str, Any]) -> dict[str, Any]:
        """What a form begins with: who decides today, with who signed `last` when that was by the same committee."""
        if self.usual is not None and self.usual.pk == last.get("issuer"):
            return {"issuer": self.usual, "signer": last.get("signer", "")}
        return {"issuer": self.usual, "signer": self.signer}


def deciders_of(scope: Scope, cell: Organization | None) -> Deciders:
    """The deciders of a cell in scope; nobody for no cell."""
    if cell is None:
        return Deciders([], None, "", scope)
    line = superior_line(cell, scope.today)
    options = issuer_options(scope, cell, line)
    mandates = Mandate.objects.in_force_on(scope.today).filter(organization__in=[key for key, _ in line])
    era = rules.on(scope.today).organization_era.value
    key = route_through(cell.pk, line, era, list(mandates)).deciding or usual_decider(line)
    usual = next((option.organization for option in options if option.organization.pk == key), None)
    heads = usual.letterheads.all() if usual else ()
    signer = next((head.signer for head in heads if head.valid_from <= scope.today < head.valid_to), "")
    return Deciders(options, usual, signer, _below(scope, usual))


def _below(scope: Scope, decider: Organization | None) -> Scope:
    """The scope narrowed to the decider's subtree, unless the decider stands above the whole scope."""
    narrowed = scope.within(decider) if decider else scope
    return narrowed if narrowed.holdings else scope
