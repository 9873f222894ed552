"""Acts that were carried out, for the screens: lists of them, and what one of them did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from dangvien.models import Movement, Organization, Placement, Reorganization
from dangvien.models.reorganization import ReorganizationQuerySet
from dangvien.procedure.restructuring.effects import SHOWN, Change
from dangvien.scope import Scope


@dataclass(frozen=True)
class Done:
    """What an act did, as it was shown before: rows of organizations, flows of people, figures; numbers of each."""

    changes: list[Change]
    flows: list[Any]
    figures: list[Any]
    organizations: int
    members: int
    candidates: int

    @property
    def more(self) -> int:
        return self.organizations - len(self.changes)


def acts_in(scope: Scope) -> ReorganizationQuerySet:
    """Acts on organizations in scope, the newest first."""
    return scope.reorganizations.select_related("decision", "recorded_by", "taken_back_by", "organization")


def acts_on(scope: Scope, organization: Organization) -> ReorganizationQuerySet:
    """Acts in scope that concerned one organization, the newest first: filed under it, or that gave it a new place,
    or brought people to it or from it."""
    placed = Placement.objects.filter(organization=organization, reorganization__isnull=False)
    moved = Movement.objects.filter(organization=organization, reorganization__isnull=False)
    concerned = Q(organization=organization) | Q(pk__in=placed.values("reorganization"))
    return acts_in(scope).filter(concerned | Q(pk__in=moved.order_by().values("reorganization")))


def is_within(scope: Scope, act: Reorganization) -> bool:
    """Whether every organization of an act lies in scope, so that it may be taken back from there."""
    touched = Organization.objects.filter(placements__reorganization=act)
    return not touched.exclude(pk__in=scope.organizations.values("pk")).exists()


def done_by(act: Reorganization) -> Done:
    """What was kept with an act when it was carried out."""
    kept = act.plan.get("effects", {})
    changes = kept.get("changes", [])
    return Done(
        changes=[
            Change(code, what, tuple(before), tuple(after), along)
            for code, what, before, after, along in changes[:SHOWN]
        ],
        flows=kept.get("flows", [])[:SHOWN],
        figures=kept.get("figures", [])[:SHOWN],
        organizations=len(changes),
        members=kept.get("members", 0),
        candidates=kept.get("candidates", 0),
    )
