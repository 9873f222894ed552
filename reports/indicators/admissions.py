"""Admissions: lines of the ledger by which somebody becomes a member."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from dangvien.models import Kind
from dangvien.models.movement import MovementQuerySet
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition import Choices, Indicator
from reports.indicators.options import admission_day
from reports.indicators.organizations import residential


def _admissions(scope: Scope, period: Period, choices: Choices) -> MovementQuerySet:
    lines = scope.movements.filter(kind=Kind.KET_NAP)
    return lines.filter(**{f"{admission_day(choices)}__range": (period.first, period.last)})


ADMITTED = Indicator(
    "ket_nap",
    "Đảng viên kết nạp",
    "đảng viên",
    _admissions,
    place="organization",
    item="member__person",
    day=admission_day,
    weight="weight",
    joins=True,
)

ADMITTED_RESIDENTIAL = replace(
    ADMITTED,
    code="ket_nap_khu_dan_cu",
    label="Đảng viên kết nạp ở địa bàn khu dân cư",
    only=lambda period, choices: Q(organization__in=residential(period.last)),
)
