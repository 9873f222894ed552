"""Targets of admissions as documents set them, the sources they are shared out by, and the marks of progress."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from dangvien import codes
from dangvien.models import Indicator as Declared
from dangvien.models import Organization, Tier
from dangvien.period import Period
from dangvien.procedure.targets.progress import Band as Standing
from dangvien.procedure.targets.progress import Marks
from dangvien.procedure.targets.reading import rules_for
from dangvien.scope import Scope
from reports.definition import Band, Choices, Dimension, Indicator, Option, Thing

TIER = Option("loai_chi_tieu", "Chỉ tiêu", tuple((tier.value, tier.label.lower()) for tier in Tier))
"""A year may carry a target that was given and one that a congress pledged; they are never added."""


def _targets(scope: Scope, period: Period, choices: Choices) -> QuerySet[Any]:
    """Of every calendar year the period touches: a part of a year has the target of the whole year."""
    figures = scope.declared_figures.standing().targets().of_indicator(Declared.ADMITTED)
    figures = figures.of_tier(Tier(choices.get(TIER.code, Tier.GIVEN)))
    return figures.filter(_in_years(period), first_year=F("last_year"))


def _in_years(period: Period) -> Q:
    return Q(first_year__range=(period.first.year, period.last.year))


def _value(_period: Period, _choices: Choices) -> F:
    return F("value")


TARGET = Indicator(
    "chi_tieu",
    "Chỉ tiêu kết nạp",
    "đảng viên",
    _targets,
    place="organization",
    item="pk",
    thing=Thing.FIGURE,
    only=lambda period, choices: _in_years(period) & Q(source=""),
    amount=_value,
    own=True,
    blank=True,
    joins=True,
)
"""What an organization itself was given, from all sources. Blank where nothing was given."""

TARGET_BY_SOURCE = replace(
    TARGET,
    code="chi_tieu_nguon",
    label="Chỉ tiêu kết nạp theo nguồn",
    only=lambda period, choices: _in_years(period) & ~Q(source=""),
)
"""What it was given of one source or another; to be divided by SOURCE."""

_UNCLASSIFIED = "chua_phan_loai"


def _source(indicator: Indicator, _period: Period, _choices: Choices) -> F:
    return F("source" if indicator.thing is Thing.FIGURE else "candidate__source")


SOURCE = Dimension(
    "nguon",
    "Nguồn",
    _source,
    tuple((code, label) for code, label in codes.of("source").choices if code != _UNCLASSIFIED),
    codes.of("source").label(_UNCLASSIFIED),
    of_event=True,
)
"""The five sources of Chỉ thị 49-CT/TU, point 2.1: of an admission by its candidate, of a target by what it says.

Whoever was admitted without a candidate in the register, or with one whose source nobody wrote, is not classified.
"""


def progress_bands(organization: Organization, period: Period, _choices: Choices) -> tuple[Band, ...]:
    """In which words a result in percent of the target of the year is judged on the last day of the period."""
    day, last = period.last, date(period.last.year, 12, 31)
    marks = Marks.of(rules_for(organization, last), day.year)
    reached = (
        Band("vuot", Standing.OVER.label, max(100, marks.met_percent), above=marks.met_percent <= 100),
        Band("dat", Standing.MET.label, marks.met_percent),
    )
    if day >= last:
        return (*reached, Band("khong_dat", Standing.MISSED.label))
    if day < marks.half_day:
        return (*reached, Band("chua_den_moc", Standing.EARLY.label))
    return (*reached, Band("dung", Standing.ON_WAY.label, marks.half_percent), Band("cham", Standing.LATE.label))
