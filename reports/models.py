"""A printed report with its numbers frozen."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from dangvien.models import Job, Organization, User
from dangvien.scope import Scope


class IssueQuerySet(models.QuerySet["Issue"]):
    def within(self, scope: Scope) -> IssueQuerySet:
        """The door: reports printed for organizations in scope."""
        return self.filter(organization__in=scope.organizations)

    def newest_first(self) -> IssueQuerySet:
        return self.order_by("-frozen_at")


class Issue(models.Model):
    """A report as it was printed: its numbers, and which lines stood behind each, never counted again.

    `table` is `Table.to_json()`; `evidence` maps a cell's key to the things behind it, so
    that a later difference can be named person by person; `digest` is the SHA-256 of both, printed in the PDF's foot.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.CharField("báo cáo", max_length=60)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="issues", verbose_name="phạm vi")
    first = models.DateField("từ ngày")
    last = models.DateField("đến ngày")
    options = models.JSONField("lựa chọn", default=dict)
    table = models.JSONField("bảng số liệu")
    evidence = models.JSONField("dòng sổ đứng sau")
    digest = models.CharField("mã kiểm", max_length=64)
    frozen_at = models.DateTimeField("chốt lúc")
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="issues", verbose_name="người chốt")
    reason = models.CharField("lý do chốt khi còn kiểm tra không đạt", max_length=250, blank=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="issue", null=True, verbose_name="việc in")

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo đã chốt"
        verbose_name_plural = "báo cáo đã chốt"
        indexes = [models.Index(name="issue_by_place", fields=("organization", "-frozen_at"))]
        constraints = [models.CheckConstraint(name="issue_ends_after_it_begins", condition=Q(last__gte=F("first")))]

    def __str__(self) -> str:
        return f"{self.report} {self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}"


class IssueFile(models.Model):
    """One printed form of an issue. The bytes lie under `DATA_DIR/files`, named by their own hash."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"
        XLSX = "xlsx", "Excel"

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="files", verbose_name="báo cáo")
    format = models.CharField("dạng", max_length=4, choices=Format)
    path = models.CharField("tệp", max_length=200)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    digest = models.CharField("mã kiểm", max_length=64)

    class Meta:
        verbose_name = "tệp báo cáo"
        verbose_name_plural = "tệp báo cáo"
        constraints = [models.UniqueConstraint(name="issue_file_once_per_format", fields=("issue", "format"))]

    def __str__(self) -> str:
        return f"{self.issue} ({self.get_format_display()})"
