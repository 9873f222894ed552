"""Party organizations and residential places standing at the end of a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dangvien.models import OrganizationKind, Placement, Post
from dangvien.period import Period
from reports.definition import Choices, Indicator, Thing

RESIDENTIAL = "khu_dan_cu"
WARDS = ("phuong", "xa", "thi_tran")
"""Khối whose committees belong to residential places."""


def placed(day: date, **conditions: Any) -> QuerySet[Any]:
    """Keys of the organizations that had such a place in the tree on the day."""
    return Placement.objects.in_force_on(day).filter(**conditions).values("organization")


def residential(day: date) -> QuerySet[Any]:
    """Organizations of the residential places on the day: their cells, and the ward and commune committees themselves.

    One without a place that day keeps what it ever was, so that its line is not filtered away in silence: the engine
    finds it homeless.
    """
    then = Placement.objects.in_force_on(day)
    elsewhere = Exists(then.filter(organization=OuterRef("organization")))
    return (
        Placement.objects.filter(Q(area=RESIDENTIAL) | Q(area="", sector__in=WARDS))
        .filter(Q(valid_from__lte=day, valid_to__gt=day) | ~elsewhere)
        .values("organization")
    )


STANDING = Indicator(
    "to_chuc_dang",
    "Tổ chức đảng",
    "tổ chức",
    lambda scope, period, choices: scope.placements.standing_on(period.last),
    place="organization",
    item="organization",
    thing=Thing.ORGANIZATION,
)


def organizations(
    code: str, label: str, *, kinds: tuple[OrganizationKind, ...], sectors: tuple[str, ...] = ()
) -> Indicator:
    """Organizations of these kinds standing at the end of the period, of these sectors when given."""

    def of_these(period: Period, choices: Choices) -> Q:
        return Q(kind__in=kinds, sector__in=sectors) if sectors else Q(kind__in=kinds)

    return replace(STANDING, code=code, label=label, only=of_these)


def cells_under(code: str, label: str, *, sectors: tuple[str, ...] = ()) -> Indicator:
    """Chi bộ trực thuộc standing at the end of the period, by the sector of the organization above them."""

    def below_these(period: Period, choices: Choices) -> Q:
        cells = Q(kind=OrganizationKind.CHI_BO)
        return cells & Q(parent__in=placed(period.last, sector__in=sectors)) if sectors else cells

    return replace(STANDING, code=code, label=label, unit="chi bộ", only=below_these)


LOCALITIES = Indicator(
    "khu_pho",
    "Khu phố, thôn",
    "khu phố",
    lambda scope, period, choices: scope.localities.filter(valid_from__lte=period.last, valid_to__gt=period.last),
    place="organization",
    item="pk",
    thing=Thing.LOCALITY,
)

LOCALITIES_WITH_CELL = replace(
    LOCALITIES,
    code="khu_pho_co_chi_bo",
    label="Khu phố, thôn có chi bộ",
    only=lambda period, choices: Q(Exists(Placement.objects.standing_on(period.last).filter(locality=OuterRef("pk")))),
)

LOCALITIES_WITH_COMMITTEE = replace(
    LOCALITIES,
    code="khu_pho_co_cap_uy",
    label="Khu phố, thôn có chi bộ có cấp ủy",
    only=lambda period, choices: Q(
        Exists(
            Placement.objects.standing_on(period.last).filter(
                locality=OuterRef("pk"), organization__in=Post.objects.committees_on(period.last)
            )
        )
    ),
)
"""A chi ủy is known by its members: at least one chi ủy viên holds the post at the cell."""
