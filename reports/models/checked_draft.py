"""A report that somebody wrote, brought to have its figures tested: its text for a time, what was found, the answers.

The text goes when it is dropped or when its time is over; that it was brought, and what people answered, stands in the
audit trail.
"""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from dangvien.models import Job, Organization, User
from dangvien.models.import_batch import AsWritten
from dangvien.scope import Scope

LONGEST_NOTE = 500
"""Characters of what a person says of a finding."""


class CheckedDraftQuerySet(models.QuerySet["CheckedDraft"]):
    def within(self, scope: Scope) -> CheckedDraftQuerySet:
        """The door: drafts brought for organizations in scope whose text is still there."""
        return self.filter(organization__in=scope.organizations).exclude(state=CheckedDraft.State.DROPPED)

    def newest_first(self) -> CheckedDraftQuerySet:
        return self.order_by("-recorded_at", "pk")

    def with_counts(self) -> CheckedDraftQuerySet:
        """Each with `found` (how many findings) and `waiting` (how many nobody answered)."""
        still = Q(findings__state=DraftFinding.State.OPEN)
        return self.annotate(found=models.Count("findings"), waiting=models.Count("findings", filter=still))

    def over(self, today: date) -> CheckedDraftQuerySet:
        """Those whose text was to be kept until a day before today."""
        return self.filter(kept_until__lt=today).exclude(state=CheckedDraft.State.DROPPED)


class CheckedDraft(models.Model):
    """One document, brought once for an organization in whose scope its figures are counted too.

    `as_of` is the day of its stocks, where whoever brought it said one. `pieces` is its text in order (see
    `reports.stored_check`), `figures` the numbers found in it, `counted` what the register counts for some of them,
    `unread` sentences about what was not read, `notes` what is worth knowing and not wrong. `rules` names the version
    of the rules it was tested by. `file_name` is empty for a text that was pasted.
    """

    class State(models.TextChoices):
        READING = "dang_doc", "Đang đọc và kiểm tra"
        UNREADABLE = "khong_doc", "Không đọc được"
        CHECKED = "da_kiem", "Đã kiểm tra"
        DROPPED = "bo", "Đã bỏ"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="checked_drafts", verbose_name="tổ chức"
    )
    as_of = models.DateField("số liệu tính đến ngày", null=True, blank=True)
    file_name = models.CharField("tên tệp", max_length=200, blank=True)
    digest = models.CharField("mã tệp", max_length=64)
    size = models.PositiveIntegerField("cỡ")
    state = models.CharField("trạng thái", max_length=9, choices=State, default=State.READING)
    message = models.CharField("lời nhắn", max_length=400, blank=True)
    pieces = models.JSONField("văn bản", encoder=AsWritten, default=list)
    figures = models.JSONField("các số", encoder=AsWritten, default=list)
    counted = models.JSONField("số trong sổ", encoder=AsWritten, default=list)
    unread = models.JSONField("phần không đọc được", encoder=AsWritten, default=list)
    notes = models.JSONField("nên biết", encoder=AsWritten, default=list)
    rules = models.CharField("bộ quy tắc", max_length=20, blank=True)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+", null=True, verbose_name="việc nền")
    checked_at = models.DateTimeField("kiểm tra lúc", null=True)
    kept_until = models.DateField("giữ đến hết ngày")
    recorded_at = models.DateTimeField("đưa lên lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đưa lên")

    objects = CheckedDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản kiểm tra số liệu"
        verbose_name_plural = "các văn bản kiểm tra số liệu"
        indexes = [models.Index(name="checked_draft_by_place", fields=("organization", "-recorded_at"))]

    def __str__(self) -> str:
        return self.file_name or "Văn bản dán vào"


class CheckedDraftFile(models.Model):
    """The bytes as they were sent, only until the worker has read them."""

    draft = models.OneToOneField(CheckedDraft, models.CASCADE, related_name="file", verbose_name="văn bản")
    content = models.BinaryField("nội dung")

    class Meta:
        verbose_name = "tệp chờ đọc"
        verbose_name_plural = "các tệp chờ đọc"

    def __str__(self) -> str:
        return str(self.draft)


class DraftFindingQuerySet(models.QuerySet["DraftFinding"]):
    def in_order(self) -> DraftFindingQuerySet:
        """As they stand in the document."""
        return self.order_by("position")


class DraftFinding(models.Model):
    """One thing the rules say about a draft, and what a person answered.

    `found` is the finding itself (see `reports.stored_check`). `repair` is the way of mending that was chosen;
    `version` counts the answers, so that two people do not overwrite each other.
    """

    class State(models.TextChoices):
        OPEN = "mo", "Chưa trả lời"
        ACCEPTED = "chap_nhan", "Chấp nhận, sẽ sửa"
        IGNORED = "bo_qua", "Bỏ qua"

    draft = models.ForeignKey(CheckedDraft, models.CASCADE, related_name="findings", verbose_name="văn bản")
    position = models.PositiveIntegerField("thứ tự")
    key = models.CharField("mã", max_length=200)
    klass = models.CharField("loại", max_length=20)
    verdict = models.CharField("kết luận", max_length=20)
    found = models.JSONField("điều thấy", encoder=AsWritten)
    state = models.CharField("trả lời", max_length=9, choices=State, default=State.OPEN)
    repair = models.CharField("cách sửa", max_length=400, blank=True)
    note = models.CharField("ghi chú", max_length=LONGEST_NOTE, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, verbose_name="người trả lời")
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    version = models.PositiveIntegerField("lần ghi", default=0)

    objects = DraftFindingQuerySet.as_manager()

    class Meta:
        verbose_name = "điểm phải xem"
        verbose_name_plural = "các điểm phải xem"
        constraints = [models.UniqueConstraint(name="draft_finding_once", fields=("draft", "position"))]

    def __str__(self) -> str:
        return f"điểm {self.position}"
