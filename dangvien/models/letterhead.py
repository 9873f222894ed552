"""What stands at the head and the foot of an organization's papers, as reference data."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dangvien.models.organization import FOREVER, Organization


class Letterhead(models.Model):
    """Heading, symbol, place and signature of one issuing body between two days (Quy định 66, then 399-QĐ/TW)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="letterheads", verbose_name="tổ chức")
    superior = models.CharField("cấp trên (dòng 1)", max_length=120, help_text="Ví dụ: ĐẢNG BỘ TỈNH QUẢNG TRỊ")
    body = models.CharField("cơ quan ban hành (dòng 2)", max_length=120, help_text="Ví dụ: THÀNH ỦY ĐÔNG HÀ")
    place = models.CharField("địa danh", max_length=60)
    symbol = models.CharField("ký hiệu", max_length=20, help_text="Ví dụ: TU, ĐU")
    attached_to = models.CharField(
        "tên trong phụ lục", max_length=120, help_text="Ví dụ: BTV Thành ủy (Kèm theo Báo cáo … của BTV Thành ủy)"
    )
    authority = models.CharField("thể thức ký", max_length=120, help_text="Ví dụ: T/M BAN THƯỜNG VỤ")
    position = models.CharField("chức vụ người ký", max_length=80)
    signer = models.CharField("người ký", max_length=120, blank=True)
    recipients = models.TextField("nơi nhận", help_text="Mỗi dòng một nơi; dòng cuối là nơi lưu.")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", default=FOREVER)

    class Meta:
        verbose_name = "thể thức văn bản"
        verbose_name_plural = "thể thức văn bản"
        ordering = ("organization", "-valid_from")
        constraints = [
            models.CheckConstraint(name="letterhead_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))),
            models.UniqueConstraint(name="letterhead_one_start_per_day", fields=("organization", "valid_from")),
        ]

    def __str__(self) -> str:
        return self.body
