"""Measures that only layouts of other offices' papers need: ratings, badges, posts, stages of a way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DurationField,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    When,
)  # fmt: skip
from django.db.models.functions import Cast

from dangvien import codes
from dangvien.models import Kind, Placement, Post
from dangvien.period import Period
from reports.definition import Choices, Dimension, Indicator, Summary
from reports.indicators import ADMITTED, CHANGES, TRAINED

RATED = Indicator(
    "xep_loai", "Đảng viên được xếp loại", "đảng viên",
    lambda scope, period, choices: scope.ratings.standing().filter(year=period.last.year),
    place="member__organization", item="member__person",
)  # fmt: skip
LEVEL = Dimension("muc", "Mức xếp loại", lambda *_: F("level"), tuple(codes.of("rating").choices))

AWARDED = Indicator(
    "trao_huy_hieu", "Huy hiệu Đảng trao trong kỳ", "huy hiệu",
    lambda scope, period, choices: scope.badges.standing().filter(awarded_on__range=(period.first, period.last)),
    place="member__organization", item="member__person", day=lambda choices: "awarded_on",
)  # fmt: skip
HELD = replace(
    AWARDED, code="co_huy_hieu", label="Huy hiệu Đảng có đến cuối kỳ", day=None,
    lines=lambda scope, period, choices: scope.badges.standing().filter(awarded_on__lte=period.last),
)  # fmt: skip
YEARS = Dimension(
    "loai", "Loại huy hiệu", lambda *_: Cast("years", CharField()), tuple((str(n), f"{n} năm") for n in (30, 40, 50))
)

COMMITTEE = Indicator(
    "cap_uy", "Cấp ủy viên", "người",
    lambda scope, period, choices: Post.objects.standing()
    .filter(organization__in=scope.organizations.values("pk"))
    .filter(Q(until__isnull=True) | Q(until__gt=period.last), since__lte=period.last)
    .filter(title__in=["bi_thu", "pho_bi_thu", "chi_uy_vien"]),
    place="organization", item="person",
)  # fmt: skip

FOLLOWED = Indicator(
    "dang_theo_doi", "Đang theo dõi", "người",
    lambda scope, period, choices: scope.candidates.on_list(period.last), place="organization", item="person",
)  # fmt: skip
OPENED = replace(
    FOLLOWED, code="dua_vao", label="Đưa vào theo dõi", day=lambda choices: "opened_on",
    lines=lambda scope, period, choices: scope.candidates.filter(opened_on__range=(period.first, period.last)),
)  # fmt: skip
CERTIFIED = replace(
    TRAINED, code="cap_giay", label="Được cấp giấy", day=lambda choices: "certificate_on",
    lines=lambda scope, period, choices: scope.sent_enrollments.filter(
        certificate_on__range=(period.first, period.last)
    ),
)  # fmt: skip
RECOGNIZED = replace(CHANGES, code="cong_nhan", only=lambda period, choices: Q(kind=Kind.CONG_NHAN))


def days(indicator: Indicator, since: str) -> Indicator:
    """The median of the days from then to the day of the indicator."""

    def passed(_period: Period, choices: Choices) -> Expression:
        assert indicator.day is not None
        return ExpressionWrapper(F(indicator.day(choices)) - F(since), output_field=DurationField())

    return replace(indicator, code=f"ngay_{indicator.code}", unit="ngày", amount=passed, summary=Summary.MEDIAN)


DAYS_TO_ADMISSION = days(ADMITTED, "candidate__opened_on")
DAYS_TO_RECOGNITION = days(RECOGNIZED, "member__admitted_on")


def _sector(indicator: Indicator, period: Period, _choices: Choices) -> Any:
    """The khối of a line's organization, or of what stands above it."""

    def placed(key: Any) -> Any:
        return Placement.objects.in_force_on(period.last).filter(organization=key)

    above = Subquery(placed(OuterRef("parent")).values("sector")[:1])
    own = placed(OuterRef(indicator.place)).annotate(khoi=Case(When(sector="", then=above), default=F("sector")))
    return Subquery(own.values("khoi")[:1])


SECTOR = Dimension("khoi", "Khối", _sector, tuple(codes.of("sector").choices))
