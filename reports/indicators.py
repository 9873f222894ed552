"""Named measures. Each gives the lines behind a number; the engine sums them, a click lists them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dangvien import codes
from dangvien.models import Introduction, Kind, OrganizationKind, Placement, TrainingClass
from dangvien.models.movement import MovementQuerySet
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition import Choices, Indicator, Lines, Option, Thing

ADMISSION_DAY = Option(
    "ngay_ket_nap",
    "Tính kết nạp theo",
    (("le", "ngày lễ kết nạp"), ("quyet_dinh", "ngày ký quyết định kết nạp")),
)
"""Which of its two days places an admission in a period: not settled in a central text (handbook 9.1, item 7)."""

LEARNERS = Option("hoc_vien", "Đếm học viên theo", (("luot", "lượt dự lớp"), ("nguoi", "từng người một lần")))
"""Whether somebody sent to two classes counts twice; the 2022 report does not say."""

RESIDENTIAL = "khu_dan_cu"


def admission_day(choices: Choices) -> str:
    """The path from an admission's line to the day that places it in a period."""
    return "decision__issued_on" if choices.get("ngay_ket_nap") == "quyet_dinh" else "occurred_on"


def _admissions(scope: Scope, period: Period, choices: Choices) -> MovementQuerySet:
    lines = scope.movements.filter(kind=Kind.KET_NAP)
    return lines.filter(**{f"{admission_day(choices)}__range": (period.first, period.last)})


def _cells_of(day: date, **conditions: Any) -> QuerySet[Any]:
    return Placement.objects.in_force_on(day).filter(**conditions).values("organization")


def _cells_of_area(area: str, day: date) -> QuerySet[Any]:
    """Organizations of this area on the day; one without a place that day keeps the area it ever had.

    So a line of an organization that did not stand is not filtered away in silence: the engine finds it homeless.
    """
    then = Placement.objects.in_force_on(day)
    elsewhere = Exists(then.filter(organization=OuterRef("organization")))
    return (
        Placement.objects.filter(area=area)
        .filter(Q(valid_from__lte=day, valid_to__gt=day) | ~elsewhere)
        .values("organization")
    )


def _introduced(*, youth: bool) -> Lines:
    """Admissions of people introduced by the Youth Union, or by another body of the political system."""
    bodies = codes.of("introducing_body").having("youth")

    def lines(scope: Scope, period: Period, choices: Choices) -> MovementQuerySet:
        by_youth = Q(body__in=bodies)
        introductions = Introduction.objects.filter(by_youth if youth else ~by_youth, candidate=OuterRef("candidate"))
        return _admissions(scope, period, choices).filter(Exists(introductions))

    return lines


TRAINED = Indicator(
    "hoc_lop",
    "Quần chúng tham gia lớp bồi dưỡng",
    "người",
    lambda scope, period, choices: scope.sent_enrollments.of_kind(TrainingClass.Kind.NHAN_THUC).during(period),
    place="sent_by",
    item="person",
    day=lambda choices: "training_class__starts_on",
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

ADMITTED_RESIDENTIAL = Indicator(
    "ket_nap_khu_dan_cu",
    "Đảng viên kết nạp ở địa bàn khu dân cư",
    "đảng viên",
    lambda scope, period, choices: _admissions(scope, period, choices).filter(
        organization__in=_cells_of_area(RESIDENTIAL, period.last)
    ),
    place="organization",
    item="member__person",
    day=admission_day,
    weight="weight",
)

ADMITTED_BY_YOUTH_UNION = Indicator(
    "ket_nap_doan",
    "Kết nạp từ đoàn viên do Đoàn Thanh niên giới thiệu",
    "đảng viên",
    _introduced(youth=True),
    place="organization",
    item="member__person",
    day=admission_day,
    weight="weight",
)

ADMITTED_BY_OTHER_BODIES = Indicator(
    "ket_nap_doan_the",
    "Kết nạp do tổ chức chính trị - xã hội khác giới thiệu",
    "đảng viên",
    _introduced(youth=False),
    place="organization",
    item="member__person",
    day=admission_day,
    weight="weight",
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

MEMBERS_PROBATIONARY = Indicator(
    "dang_vien_du_bi",
    "Đảng viên dự bị",
    "đảng viên",
    lambda scope, period, choices: scope.movements.until(period.last).filter(
        Q(member__official_on__isnull=True) | Q(member__official_on__gt=period.last)
    ),
    place="organization",
    item="member__person",
    weight="sign",
)

MEMBERS_OFFICIAL = Indicator(
    "dang_vien_chinh_thuc",
    "Đảng viên chính thức",
    "đảng viên",
    lambda scope, period, choices: scope.movements.until(period.last).filter(member__official_on__lte=period.last),
    place="organization",
    item="member__person",
    weight="sign",
)


def organizations(
    code: str, label: str, *, kinds: tuple[OrganizationKind, ...], sectors: tuple[str, ...] = ()
) -> Indicator:
    """Organizations of these kinds standing at the end of the period, of these sectors when given."""

    def lines(scope: Scope, period: Period, choices: Choices) -> QuerySet[Any]:
        standing = scope.placements.standing_on(period.last).filter(kind__in=kinds)
        return standing.filter(sector__in=sectors) if sectors else standing

    return Indicator(code, label, "tổ chức", lines, place="organization", item="organization", thing=Thing.ORGANIZATION)


def cells_under(code: str, label: str, *, sectors: tuple[str, ...] = ()) -> Indicator:
    """Chi bộ trực thuộc standing at the end of the period, by the sector of the organization above them."""

    def lines(scope: Scope, period: Period, choices: Choices) -> QuerySet[Any]:
        standing = scope.placements.standing_on(period.last).filter(kind=OrganizationKind.CHI_BO)
        if not sectors:
            return standing
        return standing.filter(parent__in=_cells_of(period.last, sector__in=sectors))

    return Indicator(code, label, "chi bộ", lines, place="organization", item="organization", thing=Thing.ORGANIZATION)


def _localities(*, with_cell: bool) -> Lines:
    def lines(scope: Scope, period: Period, choices: Choices) -> QuerySet[Any]:
        standing = scope.localities.filter(valid_from__lte=period.last, valid_to__gt=period.last)
        if not with_cell:
            return standing
        return standing.filter(Exists(Placement.objects.standing_on(period.last).filter(locality=OuterRef("pk"))))

    return lines


LOCALITIES = Indicator(
    "khu_pho", "Khu phố, thôn", "khu phố", _localities(with_cell=False), place="organization", item="pk",
    thing=Thing.LOCALITY,
)  # fmt: skip

LOCALITIES_WITH_CELL = Indicator(
    "khu_pho_co_chi_bo", "Khu phố, thôn có chi bộ", "khu phố", _localities(with_cell=True), place="organization",
    item="pk", thing=Thing.LOCALITY,
)  # fmt: skip
