"""The report in words: Word templates that were brought, and reports made of one with every number kept."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from dangvien.models import Job, Organization, User
from dangvien.scope import Scope
from reports.models.issue import IssueIsPermanent


class WordTemplateQuerySet(models.QuerySet["WordTemplate"]):
    def within(self, scope: Scope) -> WordTemplateQuerySet:
        """The door: templates of organizations in scope, and of those above, who write them for everybody below."""
        return self.filter(Q(organization__in=scope.organizations) | Q(organization__in=scope.superiors))

    def in_use(self) -> WordTemplateQuerySet:
        return self.filter(retired_at__isnull=True)

    def in_order(self) -> WordTemplateQuerySet:
        return self.order_by("name", "-uploaded_at", "pk")


class WordTemplate(models.Model):
    """A Word file with named figures, as somebody brought it. It never changes: a better one is brought anew.

    `layout` is what was read of it (`reports.narrative.wordfile`), `asked` the keys of its figures and tables in their
    order. One that is no longer used stays, because reports were made of it.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="word_templates", verbose_name="đơn vị")
    name = models.CharField("tên mẫu", max_length=120)
    content = models.BinaryField("tệp Word")
    digest = models.CharField("mã kiểm", max_length=64)
    layout = models.JSONField("phần đọc được")
    asked = models.JSONField("các con số và bảng mẫu cần", default=list)
    uploaded_at = models.DateTimeField("đưa lên lúc", auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đưa lên")
    retired_at = models.DateTimeField("thôi dùng lúc", null=True)

    objects = WordTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu báo cáo bằng lời"
        verbose_name_plural = "mẫu báo cáo bằng lời"
        indexes = [models.Index(name="word_template_by_place", fields=("organization", "name"))]

    def __str__(self) -> str:
        return self.name


class WrittenReportQuerySet(models.QuerySet["WrittenReport"]):
    def within(self, scope: Scope) -> WrittenReportQuerySet:
        """The door: reports written for organizations in scope."""
        return self.filter(organization__in=scope.organizations)

    def newest_first(self) -> WrittenReportQuerySet:
        return self.order_by("-frozen_at", "pk")

    def delete(self) -> Any:
        raise IssueIsPermanent


class WrittenReport(models.Model):
    """A text with its numbers as they were when it was made, never counted again.

    `content` and `layout` are the template's; `figures` says of each number its words, its definition, its days, its
    cells and the hash of the list behind it; `tables` are whole tables by key; `evidence` the lists themselves, by the
    names that `figures` gives. `digest` is the SHA-256 of all this. `files` are the printed forms: format → path, size
    and digest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="written_reports", verbose_name="phạm vi"
    )
    first = models.DateField("từ ngày")
    last = models.DateField("đến ngày")
    name = models.CharField("tên báo cáo", max_length=120)
    template = models.ForeignKey(WordTemplate, models.PROTECT, related_name="reports", null=True, verbose_name="mẫu")
    content = models.BinaryField("tệp Word của mẫu")
    layout = models.JSONField("phần đọc được của mẫu")
    figures = models.JSONField("các con số")
    tables = models.JSONField("các bảng")
    evidence = models.JSONField("dòng sổ đứng sau")
    digest = models.CharField("mã kiểm", max_length=64)
    frozen_at = models.DateTimeField("chốt lúc")
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người chốt")
    job = models.OneToOneField(Job, models.PROTECT, related_name="written_report", null=True, verbose_name="việc in")
    files = models.JSONField("các tệp", default=dict)

    objects = WrittenReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo bằng lời"
        verbose_name_plural = "báo cáo bằng lời"
        indexes = [models.Index(name="written_report_by_place", fields=("organization", "-frozen_at"))]
        constraints = [models.CheckConstraint(name="written_ends_after_it_begins", condition=Q(last__gte=F("first")))]

    def __str__(self) -> str:
        return f"{self.name} {self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises IssueIsPermanent when anything but the job and the files of a kept report would change."""
        changed = set(kwargs.get("update_fields") or ["all"])
        if not self._state.adding and not changed <= {"job", "files"}:
            raise IssueIsPermanent
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise IssueIsPermanent
