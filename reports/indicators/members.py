"""The stock: members in the list at the end of a day, added up from the ledger."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from reports.definition import Indicator

MEMBERS = Indicator(
    "dang_vien",
    "Đảng viên trong danh sách",
    "đảng viên",
    lambda scope, period, choices: scope.movements.until(period.last),
    place="organization",
    item="member__person",
    weight="sign",
)

MEMBERS_PROBATIONARY = replace(
    MEMBERS,
    code="dang_vien_du_bi",
    label="Đảng viên dự bị",
    only=lambda period, choices: Q(member__official_on__isnull=True) | Q(member__official_on__gt=period.last),
)
"""By the day recognition takes effect, twelve months after admission, however late its decision (294-QĐ/TW, 4.2.2)."""

MEMBERS_OFFICIAL = replace(
    MEMBERS,
    code="dang_vien_chinh_thuc",
    label="Đảng viên chính thức",
    only=lambda period, choices: Q(member__official_on__lte=period.last),
)
