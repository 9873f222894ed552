"""What a committee was given by a document for a time: a new model of organization, the right to decide."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from dangvien.models.organization import FOREVER, Organization


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force_on(self, day: date) -> MandateQuerySet:
        return self.filter(valid_from__lte=day, valid_to__gt=day)


class Mandate(models.Model):
    """A committee's mandate between two days (half-open; FOREVER means "still"), by a numbered document.

    `MO_HINH_MOI`: the commune has become đảng bộ cơ sở under the province (208-QĐ/TW); the day differs from commune to
    commune. `UY_QUYEN`: the committee of a đảng bộ cơ sở may decide on admissions itself (294-QĐ/TW, 22).
    """

    class Kind(models.TextChoices):
        MO_HINH_MOI = "mo_hinh_moi", "Chuyển sang mô hình đảng bộ cơ sở"
        UY_QUYEN = "uy_quyen", "Được ủy quyền quyết định kết nạp đảng viên"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="mandates", verbose_name="tổ chức")
    kind = models.CharField("loại", max_length=14, choices=Kind)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", default=FOREVER)
    document = models.CharField("văn bản", max_length=120)
    issued_on = models.DateField("ngày văn bản")

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "việc giao quyền"
        verbose_name_plural = "việc giao quyền"
        ordering = ("valid_from", "pk")
        constraints = [
            models.CheckConstraint(name="mandate_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(name="mandate_kind_is_known", condition=Q(kind__in=["mo_hinh_moi", "uy_quyen"])),
            models.UniqueConstraint(
                name="mandate_one_open_of_a_kind", fields=("organization", "kind"), condition=Q(valid_to=FOREVER)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} từ {self.valid_from:%d/%m/%Y}"
