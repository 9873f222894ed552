"""A report with its numbers frozen, from its draft to the paper that was issued, and what became of that paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from dangvien.models import Job, Organization, User
from dangvien.scope import Scope


class IssueIsPermanent(Exception):
    """Somebody tried to delete a frozen report, or to change one that was issued."""


class IssueQuerySet(models.QuerySet["Issue"]):
    def within(self, scope: Scope) -> IssueQuerySet:
        """The door: reports printed for organizations in scope."""
        return self.filter(organization__in=scope.organizations)

    def newest_first(self) -> IssueQuerySet:
        return self.order_by("-frozen_at", "pk")

    def kept(self) -> IssueQuerySet:
        """Without drafts that were dropped."""
        return self.exclude(state=Issue.State.BO)

    def delete(self) -> Any:
        raise IssueIsPermanent


class Issue(models.Model):
    """A report as it was frozen: its numbers, and which lines stood behind each, never counted again.

    `table` is `Table.to_json()`; `evidence` maps a cell's key to the things behind it, so
    that a later difference can be named person by person; `digest` is the SHA-256 of both, printed in the PDF's foot.

    `state` is where its `steps` have brought it. Issuing gives `document_type`, `number`, `symbol`, `term`,
    `issued_on`, and keeps in `paper` what stands around the table, so that printing again gives the same bytes whatever
    becomes of the letterhead. From then on nothing but `state` changes. `reason` is why it went on though a check did
    not hold. `replaces` is the issued report that this one is to stand for; `drafted_for` the requirement for which the
    schedule made it.
    """

    class State(models.TextChoices):
        BAN_THAO = "ban_thao", "Bản thảo"
        DA_KIEM_TRA = "da_kiem_tra", "Đã kiểm tra"
        DA_DUYET = "da_duyet", "Đã duyệt"
        BAN_HANH = "ban_hanh", "Đã ban hành"
        THAY_THE = "thay_the", "Đã được thay thế"
        THU_HOI = "thu_hoi", "Đã thu hồi"
        BO = "bo", "Bản thảo đã bỏ"

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
    reason = models.CharField("lý do khi còn kiểm tra không khớp", max_length=250, blank=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="issue", null=True, verbose_name="việc in")
    state = models.CharField("trạng thái", max_length=12, choices=State, default=State.BAN_THAO)
    document_type = models.CharField("loại văn bản", max_length=6, blank=True)
    number = models.PositiveIntegerField("số", null=True)
    symbol = models.CharField("ký hiệu", max_length=20, blank=True)
    term = models.CharField("nhiệm kỳ", max_length=9, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True)
    paper = models.JSONField("thể thức đã in", null=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, related_name="replacements", null=True, verbose_name="thay thế báo cáo"
    )
    drafted_for = models.ForeignKey(
        "ReportRequirement", models.PROTECT, related_name="drafts", null=True, verbose_name="tự lập theo yêu cầu"
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo đã chốt"
        verbose_name_plural = "báo cáo đã chốt"
        indexes = [
            models.Index(name="issue_by_place", fields=("organization", "-frozen_at")),
            models.Index(name="issue_by_period", fields=("report", "organization", "last")),
        ]
        constraints = [
            models.CheckConstraint(name="issue_ends_after_it_begins", condition=Q(last__gte=F("first"))),
            models.UniqueConstraint(
                name="issue_number_once_per_term",
                fields=("organization", "document_type", "term", "number"),
                condition=Q(number__isnull=False),
                violation_error_message="Số văn bản này đã dùng trong nhiệm kỳ.",
            ),
            models.CheckConstraint(
                name="issue_out_has_number_and_day",
                condition=~Q(state__in=["ban_hanh", "thay_the", "thu_hoi"])
                | Q(number__gte=1, issued_on__isnull=False, paper__isnull=False),
            ),
            models.UniqueConstraint(
                name="issue_drafted_once_by_schedule",
                fields=("drafted_for", "organization", "first", "last"),
                condition=Q(drafted_for__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises IssueIsPermanent when anything but the state of an issued report would change."""
        stored = Issue.objects.filter(pk=self.pk).values_list("state", flat=True).first()
        if stored in OUT and set(kwargs.get("update_fields") or ["all"]) != {"state"}:
            raise IssueIsPermanent
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise IssueIsPermanent

    @property
    def is_out(self) -> bool:
        """Whether it was issued, whatever became of it since."""
        return self.state in OUT

    @property
    def reference(self) -> str:
        """The number as Party papers print it ("05-BC/TU"); empty before it is issued."""
        return f"{self.number:02d}-{self.document_type}/{self.symbol}" if self.number else ""


OUT = frozenset({Issue.State.BAN_HANH, Issue.State.THAY_THE, Issue.State.THU_HOI})
"""States of a report that was issued once."""


class IssueStep(models.Model):
    """One step of a frozen report: who took it, when, and what was said. Rows are only added.

    `on` is the day that the paper of the step carries: of issue, of withdrawal. `document` names the paper of a
    withdrawal. `alone` is true when who approved had also checked, because nobody else of the organization may.
    """

    class Kind(models.TextChoices):
        KIEM_TRA = "kiem_tra", "Đã kiểm tra"
        DUYET = "duyet", "Đã duyệt"
        BAN_HANH = "ban_hanh", "Ban hành"
        TRA_LAI = "tra_lai", "Trả lại bản thảo"
        BO = "bo", "Bỏ bản thảo"
        THU_HOI = "thu_hoi", "Thu hồi"
        THAY_THE = "thay_the", "Được thay thế"

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="steps", verbose_name="báo cáo")
    kind = models.CharField("bước", max_length=8, choices=Kind)
    at = models.DateTimeField("lúc", auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người làm")
    on = models.DateField("ngày của văn bản", null=True)
    document = models.CharField("văn bản", max_length=120, blank=True)
    reason = models.CharField("lý do", max_length=250, blank=True)
    alone = models.BooleanField("người kiểm tra tự duyệt", default=False)

    class Meta:
        verbose_name = "bước của báo cáo"
        verbose_name_plural = "bước của báo cáo"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.get_kind_display()


class IssueFile(models.Model):
    """One printed form of an issue. The bytes lie under `DATA_DIR/files`, named by their own hash.

    `draft` files carry DỰ THẢO and no number; the others are the paper that was issued.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"
        XLSX = "xlsx", "Excel"

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="files", verbose_name="báo cáo")
    format = models.CharField("dạng", max_length=4, choices=Format)
    draft = models.BooleanField("dự thảo", default=True)
    path = models.CharField("tệp", max_length=200)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    digest = models.CharField("mã kiểm", max_length=64)

    class Meta:
        verbose_name = "tệp báo cáo"
        verbose_name_plural = "tệp báo cáo"
        constraints = [models.UniqueConstraint(name="issue_file_once_per_format", fields=("issue", "format", "draft"))]

    def __str__(self) -> str:
        return f"{self.issue} ({self.get_format_display()})"
