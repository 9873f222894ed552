"""Which organs a case of a cell passes on a day, and who decides: the three models of organization (A, B, C).

A: to 30/6/2025, the committee of the huyện decides after the đảng ủy of the xã. B: the standing committee of the xã or
phường decides, directly on the resolution of a thôn cell. C (208-QĐ/TW): the xã or phường is itself đảng bộ cơ sở and
decides; each converts on its own day (a `Mandate`). The tree of the day says the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dangvien.models import Mandate, Organization, OrganizationKind
from dangvien.procedure.places import superior_line


class Body(StrEnum):
    """Who votes on a decision, hence on which base and threshold (06-HD/TW, 3.7)."""

    STANDING = "ban_thuong_vu"
    DELEGATED = "duoc_uy_quyen"
    PROVINCE = "cap_tinh"


@dataclass(frozen=True)
class Route:
    """The organs above one cell on one day, by their keys; None where there is none on this way.

    `checking` is the đảng ủy bộ phận (S14, D06), `resolving` the đảng ủy cơ sở (S15, D07), `deciding` who decides (S17,
    D08) and `body` how it votes. `line` is the cell and everything above it, nearest first.
    """

    era: str
    line: tuple[int, ...]
    checking: int | None
    resolving: int | None
    deciding: int | None
    body: Body

    @property
    def approving(self) -> int | None:
        """Who agrees that a person's papers be started (S06): đảng ủy cơ sở, else who decides (38-HD/BTCTW, I.1.1c)."""
        return self.resolving or self.deciding


def route_of(cell: Organization, day: date, era_by_rule: str, mandates: Sequence[Mandate] | None = None) -> Route:
    """The way of a cell's cases on a day. `era_by_rule` is the dated rule's era for a commune not yet converted.

    `mandates` are those in force that day, when the caller knows them already.
    """
    line = superior_line(cell, day)
    if mandates is None:
        mandates = list(Mandate.objects.in_force_on(day).filter(organization__in=[key for key, _ in line]))
    return route_through(cell.pk, line, era_by_rule, mandates)


def route_through(cell: int, line: Sequence[tuple[int, str]], era_by_rule: str, mandates: Sequence[Mandate]) -> Route:
    """The same from what is already known of the tree: the organizations above the cell, nearest first, by kind."""
    given = {(item.organization_id, item.kind) for item in mandates}
    checking = resolving = deciding = None
    era, body = era_by_rule, Body.STANDING
    for key, kind in line:
        if (key, Mandate.Kind.MO_HINH_MOI) in given:
            era, deciding, resolving = "C", key, None
            break
        if kind == OrganizationKind.DANG_BO_BO_PHAN and checking is None and resolving is None:
            checking = key
        elif kind == OrganizationKind.DANG_BO_CO_SO and resolving is None:
            if (key, Mandate.Kind.UY_QUYEN) in given:
                deciding, body = key, Body.DELEGATED
                break
            resolving = key
        elif kind == OrganizationKind.CAP_TREN:
            deciding = key
            break
        elif kind == OrganizationKind.TINH:
            deciding, body = key, Body.PROVINCE
            break
    return Route(era, (cell, *(key for key, _ in line)), checking, resolving, deciding, body)
