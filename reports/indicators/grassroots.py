"""Tổ chức cơ sở đảng: which type everything below them belongs to, which admit, which have nobody left to admit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Expression, Q, QuerySet, Value, When

from dangvien import codes
from dangvien.models import Kind, Mandate, Movement, Organization, OrganizationKind, Placement, SourceSurvey
from dangvien.models.organization import CELLS, GRASSROOTS
from dangvien.period import Period
from reports.definition import Choices, Dimension, Indicator
from reports.indicators.options import admission_day
from reports.indicators.organizations import organizations

_DEPTH = 3
"""Steps from a tổ chức cơ sở đảng to the last below it: đảng bộ bộ phận, chi bộ, the archive of a chi bộ."""


def _below(day: date, tops: QuerySet[Any]) -> Q:
    """Organizations that are, or on a day hang under, some; for the path "organization"."""
    found, level = Q(organization__in=tops), tops
    for _ in range(_DEPTH):
        level = Placement.objects.in_force_on(day).filter(parent__in=level).values("organization")
        found |= Q(organization__in=level)
    return found


def _above(day: date, organizations: QuerySet[Any]) -> Q:
    """Organizations that are, or on a day stand above, some; for the path "organization"."""
    return Q(organization__in=Organization.objects.at_or_above(organizations, on=day).order_by().values("pk"))


def _type(indicator: Indicator, period: Period, _choices: Choices) -> Expression:
    then = Placement.objects.in_force_on(period.last)
    cases = []
    for sector, _ in codes.of("sector").choices:
        tops = then.filter(kind__in=GRASSROOTS, sector=sector).values("organization")
        inside = then.filter(_below(period.last, tops)).values("organization")
        cases.append(When(Q((f"{indicator.place}__in", inside)), then=Value(sector)))
    return Case(*cases, default=Value(""), output_field=CharField())


def _types(period: Period) -> Mapping[int, str]:
    """The same by organization, from one look at the tree."""
    facts = Placement.objects.in_force_on(period.last).values_list("organization", "parent", "kind", "sector")
    tree = {key: (parent, kind, sector) for key, parent, kind, sector in facts}
    order = {sector: place for place, (sector, _) in enumerate(codes.of("sector").choices)}
    found: dict[int, str] = {}
    for key in tree:
        above: list[str] = []
        here: int | None = key
        for _ in range(_DEPTH + 1):
            if here is None or here not in tree:
                break
            parent, kind, sector = tree[here]
            if kind in GRASSROOTS and sector in order:
                above.append(sector)
            here = parent
        found[key] = min(above, key=order.__getitem__) if above else ""
    return found


SECTOR = Dimension(
    "khoi",
    "Khối của tổ chức cơ sở đảng",
    _type,
    tuple(codes.of("sector").choices),
    "Chưa rõ khối",
    of_place=_types,
)
"""The khối of the tổ chức cơ sở đảng that an organization, or a line of one, belongs to at the period's end."""

GRASSROOTS_COMMITTEES = organizations("dang_bo_co_so", "Đảng bộ cơ sở", kinds=(OrganizationKind.DANG_BO_CO_SO,))
GRASSROOTS_CELLS = organizations("chi_bo_co_so", "Chi bộ cơ sở", kinds=(OrganizationKind.CHI_BO_CO_SO,))
ALL_GRASSROOTS = organizations("tccsd", "Tổ chức cơ sở đảng", kinds=GRASSROOTS)
PART_COMMITTEES = organizations("dang_bo_bo_phan", "Đảng bộ bộ phận", kinds=(OrganizationKind.DANG_BO_BO_PHAN,))
SUBORDINATE_CELLS = organizations("chi_bo_truc_thuoc", "Chi bộ trực thuộc", kinds=(OrganizationKind.CHI_BO,))


def _admitting(period: Period, choices: Choices) -> Q:
    days = {f"{admission_day(choices)}__range": (period.first, period.last)}
    places = Movement.objects.standing().filter(kind=Kind.KET_NAP, **days).order_by().values("organization")
    return _above(period.last, places)


def admitting(_indicator: Indicator, period: Period, choices: Choices) -> Q:
    """Organizations that, themselves or below them, admitted somebody in the period."""
    return _admitting(period, choices)


def not_admitting(_indicator: Indicator, period: Period, choices: Choices) -> Q:
    """Organizations that admitted nobody in the period, neither themselves nor below them."""
    return ~_admitting(period, choices)


def without_source(_indicator: Indicator, period: Period, _choices: Choices) -> Q:
    """Organizations all of whose cells said, in the survey of the period's last year, that nobody is left to admit."""
    year = period.last.year
    empty = SourceSurvey.objects.of_year(year).without_source().order_by().values("organization")
    cells = Placement.objects.standing_on(period.last).filter(kind__in=CELLS)
    others = cells.exclude(organization__in=empty).values("organization")
    said = cells.filter(organization__in=empty).values("organization")
    return _above(period.last, said) & ~_above(period.last, others)


def entrusted(_indicator: Indicator, period: Period, _choices: Choices) -> Q:
    """Committees that may decide on admissions themselves at the period's end (294-QĐ/TW, 22)."""
    holding = Mandate.objects.in_force_on(period.last).filter(kind=Mandate.Kind.UY_QUYEN)
    return Q(organization__in=holding.order_by().values("organization"))
