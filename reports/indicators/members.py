"""The stock: members in the list at the end of a day, added up from the ledger."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from dangvien.models import Kind, Post
from dangvien.models.movement import MovementQuerySet
from dangvien.models.record import HEAD, SECRETARY
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition import Choices, Indicator


def _stock(scope: Scope, period: Period) -> MovementQuerySet:
    """The lines that change how many there are; a recognition changes nothing."""
    return scope.movements.until(period.last).exclude(sign=0)


MEMBERS = Indicator(
    "dang_vien",
    "Đảng viên trong danh sách",
    "đảng viên",
    lambda scope, period, choices: _stock(scope, period),
    place="organization",
    item="member__person",
    weight="sign",
    until="occurred_on",
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


MEMBERS_WITH_DECEASED = replace(
    MEMBERS,
    code="dang_vien_ca_tu_tran",
    label="Đảng viên trong danh sách, kể cả người từ trần trong kỳ",
    only=lambda period, choices: ~Q(kind=Kind.TU_TRAN, occurred_on__gte=period.first),
)
"""The stock as if nobody had died in the period: what was given to somebody in it was given, though they died after.

A death written down by mistake is taken back by a line of the same kind and day, so neither counts.
"""


def _of_heads(scope: Scope, period: Period, choices: Choices) -> MovementQuerySet:
    """The lines of those who head a thôn or a tổ dân phố at the end of the period."""
    return _stock(scope, period).filter(member__person__in=Post.objects.holders_on(period.last, HEAD))


HEADS = replace(
    MEMBERS, code="truong_thon", label="Trưởng thôn, tổ trưởng tổ dân phố là đảng viên", lines=_of_heads, until=""
)
"""Members who hold the post on the day, each where they are a member."""

HEADS_SECRETARIES = replace(
    HEADS,
    code="truong_thon_bi_thu",
    label="Bí thư chi bộ kiêm trưởng thôn, tổ trưởng tổ dân phố",
    only=lambda period, choices: Q(member__person__in=Post.objects.holders_on(period.last, SECRETARY)),
)
