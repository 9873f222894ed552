"""Decisions of committees: type, number, day, issuer. A number is used once per issuer, type and term."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dangvien.models.organization import Organization


class Decision(models.Model):
    """A numbered document on which a line of the ledger or an organization's placement rests.

    Numbers run from 01 per document type and committee term, not per year (36-HD/VPTW; docs/glossary.md), hence the
    uniqueness on (issuer, type, term, number). No scan is kept, by design (docs/threat-model.md).

    `voided_at` is set when everything that rested on the row was reversed and its number was entered anew: the new
    paper has a row of its own, and what was reversed still shows what it said then.
    """

    class Subject(models.TextChoices):
        KET_NAP = "ket_nap", "Kết nạp đảng viên"
        CONG_NHAN = "cong_nhan", "Công nhận đảng viên chính thức"
        HUY = "huy", "Hủy quyết định, xóa tên"
        MO_LOP = "mo_lop", "Mở lớp bồi dưỡng"
        TO_CHUC = "to_chuc", "Tổ chức đảng"
        KHAC = "khac", "Việc khác"

    issuer = models.ForeignKey(
        Organization, models.PROTECT, related_name="issued_decisions", verbose_name="cơ quan ban hành"
    )
    subject = models.CharField("về việc", max_length=12, choices=Subject)
    document_type = models.CharField("loại văn bản", max_length=6, default="QĐ")
    number = models.PositiveIntegerField("số")
    symbol = models.CharField("ký hiệu", max_length=20, help_text="Ví dụ: TU, ĐU, BTCTU.")
    term = models.CharField("nhiệm kỳ", max_length=9, help_text="Ví dụ: 2020-2025.")
    issued_on = models.DateField("ngày ban hành")
    signer = models.CharField("người ký", max_length=120, blank=True)
    summary = models.CharField("trích yếu", max_length=250, blank=True)
    voided_at = models.DateTimeField("thôi dùng lúc", null=True, blank=True)

    class Meta:
        verbose_name = "quyết định"
        verbose_name_plural = "quyết định"
        ordering = ("-issued_on", "-number")
        constraints = [
            models.UniqueConstraint(
                name="decision_number_once_per_term",
                fields=("issuer", "document_type", "term", "number"),
                condition=Q(voided_at__isnull=True),
                violation_error_message="Số quyết định này đã dùng trong nhiệm kỳ.",
            ),
            models.CheckConstraint(name="decision_number_is_positive", condition=Q(number__gte=1)),
        ]
        indexes = [models.Index(name="decision_by_day", fields=("-issued_on", "-number"))]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number as Party papers print it: at least two digits, a hyphen, a slash ("05-QĐ/TU")."""
        return f"{self.number:02d}-{self.document_type}/{self.symbol}"
