"""Acts on the tree, each as one row: what was done, on which day, by which decision, and whether it was taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dangvien.models.organization import Organization


class ReorganizationQuerySet(models.QuerySet["Reorganization"]):
    def standing(self) -> ReorganizationQuerySet:
        """Those that were not taken back."""
        return self.filter(taken_back_at__isnull=True)


class Reorganization(models.Model):
    """One guided act: the placements it opened and the ledger lines it wrote point to it.

    `plan` is what was shown and agreed to before it was carried out, by codes of organizations and keys of members; it
    stays readable when the act was taken back.
    """

    class Kind(models.TextChoices):
        THANH_LAP = "thanh_lap", "Thành lập"
        THAY_DOI = "thay_doi", "Đổi tên, loại, cấp trên"
        SAP_NHAP = "sap_nhap", "Sáp nhập"
        HOP_NHAT = "hop_nhat", "Hợp nhất"
        CHIA_TACH = "chia_tach", "Chia tách"
        GIAI_THE = "giai_the", "Giải thể"
        LUU_TRU = "luu_tru", "Đưa vào lưu trữ"
        DE_AN = "de_an", "Thực hiện phương án sắp xếp"

    kind = models.CharField("việc", max_length=12, choices=Kind)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="reorganizations", verbose_name="tổ chức chính của việc"
    )
    occurred_on = models.DateField("có hiệu lực từ ngày")
    decision = models.ForeignKey(
        "Decision", models.PROTECT, related_name="reorganizations", null=True, blank=True, verbose_name="quyết định"
    )
    plan = models.JSONField("nội dung đã xem trước", default=dict)
    recorded_at = models.DateTimeField("ghi sổ lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(
        "User", models.PROTECT, related_name="reorganizations", null=True, blank=True, verbose_name="người ghi"
    )
    taken_back_at = models.DateTimeField("rút lại lúc", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "User", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người rút lại"
    )
    taken_back_reason = models.CharField("lý do rút lại", max_length=250, blank=True)

    objects = ReorganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "việc sắp xếp tổ chức"
        verbose_name_plural = "việc sắp xếp tổ chức"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="reorganization_taken_back_has_reason",
                condition=Q(taken_back_at__isnull=True) | ~Q(taken_back_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ngày {self.occurred_on:%d/%m/%Y}"


class ReformPlan(models.Model):
    """A workbook of old and new units, read, checked and rehearsed before it is carried out as one act.

    `rows` are the lines as they were understood; `act` is set when the plan was carried out.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="reform_plans", verbose_name="đảng bộ lập phương án"
    )
    name = models.CharField("tên phương án", max_length=200)
    occurred_on = models.DateField("có hiệu lực từ ngày")
    file_name = models.CharField("tên tệp", max_length=200, blank=True)
    digest = models.CharField("mã tệp", max_length=64, blank=True)
    rows = models.JSONField("các dòng đã đọc", default=list)
    recorded_at = models.DateTimeField("đưa lên lúc", auto_now_add=True)
    recorded_by = models.ForeignKey("User", models.PROTECT, related_name="reform_plans", verbose_name="người đưa lên")
    act = models.OneToOneField(
        Reorganization, models.PROTECT, related_name="reform_plan", null=True, blank=True, verbose_name="việc đã ghi"
    )
    dropped_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    class Meta:
        verbose_name = "phương án sắp xếp"
        verbose_name_plural = "phương án sắp xếp"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name
