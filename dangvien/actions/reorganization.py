"""Single changes of organizations, for whoever calls without a form: each is a plan of the engine
(`actions/restructuring.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from dangvien.actions.restructuring import carry_out
from dangvien.models import Decision, Locality, Organization, OrganizationKind, Placement, Reorganization, User
from dangvien.procedure.restructuring import Restructuring, Seat


@dataclass(frozen=True)
class Place:
    """What an organization is from a day on: name, kind, parent and how tables group and order it."""

    name: str
    kind: OrganizationKind
    parent: Organization | None
    short_name: str = ""
    sector: str = ""
    area: str = ""
    position: int = 0
    locality: Locality | None = None

    @property
    def seat(self) -> Seat:
        """The same as a plan says it: by codes and keys."""
        return Seat(
            name=self.name,
            kind=self.kind,
            parent=self.parent.code if self.parent else None,
            short_name=self.short_name,
            sector=self.sector,
            area=self.area,
            position=self.position,
            locality=self.locality.pk if self.locality else None,
        )


def founding(code: str, place: Place, on: date) -> Restructuring:
    """The plan of founding one organization; it is filed under the superior."""
    main = place.parent.code if place.parent else code
    return Restructuring(Reorganization.Kind.THANH_LAP, main, on, founded={code: place.seat})


def changing(organization: Organization, place: Place, on: date) -> Restructuring:
    """The plan of a new name, kind or superior for one organization."""
    return Restructuring(Reorganization.Kind.THAY_DOI, organization.code, on, changed={organization.code: place.seat})


def archiving(organization: Organization, heir: Organization, on: date) -> Restructuring:
    """The plan of keeping one organization as an archive."""
    return Restructuring(Reorganization.Kind.LUU_TRU, organization.code, on, ended={organization.code: heir.code})


def found(*, by: User | None, code: str, place: Place, on: date, decision: Decision | None = None) -> Organization:
    """Found an organization: a new identity and its first placement."""
    carry_out(by=by, restructuring=founding(code, place, on), decision=decision, today=localdate())
    return Organization.objects.get(code=code)


def replace(
    *, by: User | None, organization: Organization, place: Place, on: date, decision: Decision | None = None
) -> Placement:
    """Give an organization a new name, kind or superior from a day on; its past stays as it was."""
    act = carry_out(by=by, restructuring=changing(organization, place, on), decision=decision, today=localdate())
    return act.placements.get()


def archive(
    *, by: User | None, organization: Organization, heir: Organization, on: date, decision: Decision | None = None
) -> Placement:
    """End an organization's activity: from that day it is kept as an archive under its heir, history and all.

    Refused while organizations still stand under it or people in it: they must be moved first.
    """
    act = carry_out(by=by, restructuring=archiving(organization, heir, on), decision=decision, today=localdate())
    return act.placements.get()
