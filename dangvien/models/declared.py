"""Figures that a document states: targets set for a year, and counts of years for which no people are recorded."""

from __future__ import annotations

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


class DeclaredFigureQuerySet(FactQuerySet["DeclaredFigure"]):
    def in_order(self) -> DeclaredFigureQuerySet:
        return self.order_by("organization", "indicator", "first_year", "pk")


class DeclaredFigure(Voidable):
    """One number of one organization and span of years, as a document gives it; never mixed with counted people.

    `source` is empty, or the code of a source of candidates (list `candidate_source`) the figure is about.
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
                fields=("organization", "purpose", "indicator", "source", "first_year", "last_year"),
                condition=Q(voided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        years = str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"
        return f"{self.get_indicator_display()} {years}: {self.value}"
