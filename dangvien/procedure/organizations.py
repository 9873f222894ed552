"""One organization's page: its life in placements, its letterhead, who serves there; choices for changing it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dangvien.models import Appointment, Letterhead, Organization, Placement
from dangvien.procedure.places import Option, committee_options, named_options
from dangvien.scope import Scope

RESERVED = ("thanh-lap", "sap-xep", "phuong-an")
"""Words that stand where addresses have an organization's code: no organization is called so."""


@dataclass(frozen=True)
class Life:
    """What an organization was, newest first, each placement with its superior's name of that time."""

    placements: list[tuple[Placement, str]]
    letterhead: Letterhead | None

    @property
    def current(self) -> Placement | None:
        """Its newest place: today's, or the last it had."""
        return self.placements[0][0] if self.placements else None


def life_of(scope: Scope, organization: Organization) -> Life:
    """Read an organization's placements and the letterhead in force today (two queries)."""
    above = Placement.objects.filter(
        organization=OuterRef("parent"), valid_from__lte=OuterRef("valid_from"), valid_to__gt=OuterRef("valid_from")
    )
    rows = (
        organization.placements.annotate(above_then=Subquery(above.values("name")[:1]))
        .select_related("decision")
        .order_by("-valid_from")
    )
    heads = organization.letterheads.filter(valid_from__lte=scope.today, valid_to__gt=scope.today)
    return Life([(row, vars(row)["above_then"] or "") for row in rows], heads.order_by("-valid_from").first())


def serving(scope: Scope, organization: Organization) -> QuerySet[Appointment]:
    """Who holds a role at this organization today, of those a keeper of accounts may see."""
    return (
        scope.appointments.filter(organization=organization, valid_from__lte=scope.today, valid_to__gt=scope.today)
        .select_related("user")
        .order_by("role", "user__full_name")
    )


def parent_options(scope: Scope, organization: Organization) -> list[Option]:
    """Where an organization may hang: committees in scope, and the superior it has now, which may lie above them."""
    options = [option for option in committee_options(scope) if option.organization != organization]
    present = Organization.objects.filter(
        child_placements__in=organization.placements.in_force_on(scope.today)
    ).exclude(pk__in=[option.organization.pk for option in options])
    return [*named_options(present, scope.today), *options]


def issuers_of_changes(scope: Scope) -> list[Option]:
    """Whose decisions may change organizations in scope: deciding committees in it and above it."""
    found = Organization.objects.filter(Q(pk__in=scope.organizations) | Q(pk__in=scope.superiors))
    return named_options(found.deciding(), scope.today)
