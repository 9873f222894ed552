"""Named measures. Each gives the lines behind a number; the engine sums them, a click lists them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dangvien.models import Kind, OrganizationKind, Placement, TrainingClass
from dangvien.models.movement import MovementQuerySet
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition import Choices, Indicator, Option, Thing

ADMISSION_DAY = Option(
    "ngay_ket_nap",
    "Tính kết nạp theo",
    (("le", "ngày lễ kết nạp"), ("quyet_dinh", "ngày ký quyết định kết nạp")),
)
"""Which of its two days places an admission in a period: not settled in a central text (docs/decisions)."""

LEARNERS = Option("hoc_vien", "Đếm học viên theo", (("luot", "lượt dự lớp"), ("nguoi", "từng người một lần")))
"""Whether somebody sent to two classes counts twice; the 2022 report does not say."""

RESIDENTIAL = "khu_dan_cu"
WARDS = ("phuong", "xa", "thi_tran")
"""Khối whose committees belong to residential places."""


def admission_day(choices: Choices) -> str:
    """The path from an admission's line to the day that places it in a period."""
    return "decision__issued_on" if choices.get("ngay_ket_nap") == "quyet_dinh" else "occurred_on"


def _admissions(scope: Scope, period: Period, choices: Choices) -> MovementQuerySet:
    lines = scope.movements.filter(kind=Kind.KET_NAP)
    return lines.filter(**{f"{admission_day(choices)}__range": (period.first, period.last)})


def _cells_of(day: date, **conditions: Any) -> QuerySet[Any]:
    return Placement.objects.in_force_on(day).filter(**conditions).values("organization")


def _residential(day: date) -> QuerySet[Any]:
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


TRAINED = Indicator(
    "hoc_lop",
    "Quần chúng tham gia lớp bồi dưỡng",
    "người",
    lambda scope, period, choices: scope.sent_enrollments.of_kind(TrainingClass.Kind.NHAN_THUC).during(period),
    place="sent_by",
    item="person",
    day=lambda choices: "training_class__starts_on",
)

TRAINED_RESIDENTIAL = replace(
    TRAINED,
    code="hoc_lop_khu_dan_cu",
    label="Quần chúng ở địa bàn khu dân cư tham gia lớp bồi dưỡng",
    only=lambda period, choices: Q(sent_by__in=_residential(period.last)),
)

ADMITTED = Indicator(
    "ket_nap",
    "Đảng viên kết nạp",
    "đảng viên",
    _admissions,
    place="organization",
    item="member__person",
    day=admission_day,
    weight="weight",
)

ADMITTED_RESIDENTIAL = replace(
    ADMITTED,
    code="ket_nap_khu_dan_cu",
    label="Đảng viên kết nạp ở địa bàn khu dân cư",
    only=lambda period, choices: Q(organization__in=_residential(period.last)),
)

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

MEMBERS_OFFICIAL = replace(
    MEMBERS,
    code="dang_vien_chinh_thuc",
    label="Đảng viên chính thức",
    only=lambda period, choices: Q(member__official_on__lte=period.last),
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
        return cells & Q(parent__in=_cells_of(period.last, sector__in=sectors)) if sectors else cells

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
