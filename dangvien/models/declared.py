"""Figures that a document states: targets set for a year, and counts of years for which no people are recorded."""

from __future__ import annotations

from fractions import Fraction
from typing import Self

from django.db import models
from django.db.models import F, Q

from dangvien.models.account import User
from dangvien.models.dated_fact import FactQuerySet, Voidable
from dangvien.models.import_batch import ImportBatch
from dangvien.models.organization import Organization


class Indicator(models.TextChoices):
    """What a declared figure counts."""

    TRAINED = "hoc_lop", "Quần chúng học lớp bồi dưỡng nhận thức"
    CERTIFIED = "cap_giay", "Quần chúng được cấp giấy chứng nhận"
    ADMITTED = "ket_nap", "Đảng viên mới kết nạp"
    RECOGNIZED = "cong_nhan", "Đảng viên được công nhận chính thức"
    MEMBERS = "dang_vien", "Đảng viên cuối kỳ"


class Tier(models.TextChoices):
    """Whose target it is: a year may carry both, and reaching one says nothing about the other."""

    GIVEN = "giao", "Được giao"
    PLEDGED = "phan_dau", "Nghị quyết, phấn đấu"


class Basis(models.TextChoices):
    """How the number of a target came about."""

    ASSIGNED = "giao_so", "Giao bằng số"
    RATE = "ty_le", "Tính theo tỷ lệ"
    SHARED = "phan_bo", "Phân bổ từ chỉ tiêu chung"


class StockKind(models.TextChoices):
    """Where the number of members comes from of which a rate is taken."""

    COUNTED = "dem", "Số đếm trong sổ"
    STATED = "van_ban", "Số văn bản nêu"


class Rounding(models.TextChoices):
    """What becomes of a part of a person."""

    UP = "len", "Làm tròn lên"
    HALF_UP = "gan_nhat", "Làm tròn đến số gần nhất"
    DOWN = "xuong", "Bỏ phần lẻ"


class ShareWay(models.TextChoices):
    """By what a target was shared out over those below."""

    STOCK = "dang_vien", "Theo số đảng viên"
    SURVEY = "nguon", "Theo nguồn khảo sát"
    HAND = "tay", "Ghi từng số"


RATE_SCALE = 10_000
"""Rates are stored in hundredths of a percent: 3,5 % is 350 of these."""


class DeclaredFigureQuerySet(FactQuerySet["DeclaredFigure"]):
    """Sentences about figures; none of them leaves out what was taken back, `standing` does."""

    def targets(self) -> Self:
        return self.filter(purpose=DeclaredFigure.Purpose.TARGET)

    def results(self) -> Self:
        """Counts of past years as documents give them."""
        return self.filter(purpose=DeclaredFigure.Purpose.RESULT)

    def for_year(self, year: int) -> Self:
        """Of this one year alone; the figure of a term is not a figure of its years."""
        return self.for_years(year, year)

    def for_years(self, first: int, last: int) -> Self:
        """Of exactly this span of years, both included."""
        return self.filter(first_year=first, last_year=last)

    def touching(self, first: int, last: int) -> Self:
        """Of any span that shares a year with this one."""
        return self.filter(first_year__lte=last, last_year__gte=first)

    def of_indicator(self, indicator: Indicator) -> Self:
        return self.filter(indicator=indicator)

    def of_source(self, source: str = "") -> Self:
        """Of one source of candidates; with "" those that are about everybody."""
        return self.filter(source=source)

    def of_tier(self, tier: Tier = Tier.GIVEN) -> Self:
        return self.filter(tier=tier)

    def by_organization(self) -> dict[int, DeclaredFigure]:
        """Organization → its standing figure. Ask for one indicator, source, tier, span first."""
        return {figure.organization_id: figure for figure in self.standing().order_by("pk")}

    def in_order(self) -> DeclaredFigureQuerySet:
        return self.order_by("organization", "indicator", "first_year", "pk")


class DeclaredFigure(Voidable):
    """One number of one organization and span of years, as a document gives it; never mixed with counted people.

    `source` is empty, or the code of a source of candidates (list `source`) the figure is about.

    A target keeps how it came about, so that it can be explained years later. `basis` RATE: `rate` hundredths of a
    percent of `stock` members on `stock_on` (counted here or as a document states, `stock_kind`) and of `stock_added`,
    the targets of the years between, rounded by `rounding`. SHARED: a part of `shared_from`, by `share_way`; the stock
    is then what its weight was. `replaces` is the row it corrects. `document` is how the paper is cited; its parts
    stand beside it where they were entered one by one.
    """

    class Purpose(models.TextChoices):
        TARGET = "chi_tieu", "Chỉ tiêu"
        RESULT = "ket_qua", "Kết quả theo văn bản"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="declared_figures", verbose_name="tổ chức"
    )
    purpose = models.CharField("là", max_length=8, choices=Purpose)
    indicator = models.CharField("chỉ số", max_length=10, choices=Indicator)
    source = models.CharField("nguồn", max_length=20, blank=True)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")
    value = models.PositiveIntegerField("số")
    document = models.CharField("theo văn bản", max_length=250)
    tier = models.CharField("loại chỉ tiêu", max_length=10, choices=Tier, default=Tier.GIVEN)
    document_number = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    document_day = models.DateField("ngày văn bản", null=True, blank=True)
    document_issuer = models.CharField("cơ quan ban hành", max_length=160, blank=True)
    basis = models.CharField("cách tính", max_length=8, choices=Basis, default=Basis.ASSIGNED)
    rate = models.PositiveSmallIntegerField("tỷ lệ, phần vạn", null=True, blank=True)
    stock = models.PositiveIntegerField("số đảng viên làm gốc", null=True, blank=True)
    stock_on = models.DateField("gốc tính vào ngày", null=True, blank=True)
    stock_kind = models.CharField("gốc lấy từ", max_length=8, choices=StockKind, blank=True)
    stock_added = models.PositiveIntegerField("cộng chỉ tiêu các năm trước", default=0)
    rounding = models.CharField("làm tròn", max_length=9, choices=Rounding, blank=True)
    shared_from = models.ForeignKey(
        "self", models.PROTECT, related_name="shares", null=True, blank=True, verbose_name="phân bổ từ"
    )
    share_way = models.CharField("phân bổ theo", max_length=10, choices=ShareWay, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name="thay cho"
    )
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="declared_figures", null=True, blank=True, verbose_name="lần nhập"
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")

    objects = DeclaredFigureQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu theo văn bản"
        verbose_name_plural = "số liệu theo văn bản"
        constraints = [
            models.CheckConstraint(name="declared_years_in_order", condition=Q(last_year__gte=F("first_year"))),
            models.CheckConstraint(name="declared_has_a_document", condition=~Q(document="")),
            models.UniqueConstraint(
                name="declared_once",
                fields=("organization", "purpose", "tier", "indicator", "source", "first_year", "last_year"),
                condition=Q(voided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="declared_rate_tells_its_stock",
                condition=~Q(basis="ty_le")
                | Q(rate__isnull=False, stock__isnull=False, stock_on__isnull=False) & ~Q(rounding=""),
            ),
            models.CheckConstraint(
                name="declared_share_names_its_whole", condition=~Q(basis="phan_bo") | Q(shared_from__isnull=False)
            ),
        ]
        indexes = [models.Index(name="declared_by_years", fields=("first_year", "last_year", "organization"))]

    def __str__(self) -> str:
        years = str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"
        return f"{self.get_indicator_display()} {years}: {self.value}"

    @property
    def is_target(self) -> bool:
        return self.purpose == self.Purpose.TARGET

    @property
    def share(self) -> Fraction | None:
        """The rate as a fraction of one: 3,5 % is 7/200."""
        return Fraction(self.rate, RATE_SCALE) if self.rate is not None else None

    @property
    def base(self) -> int | None:
        """The members of which the rate is taken: those of the day and the targets added to them."""
        return None if self.stock is None else self.stock + self.stock_added
