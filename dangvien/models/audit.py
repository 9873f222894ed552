"""Who did, saw, printed what: append-only, chained by hash."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

_AS_TEXT = DjangoJSONEncoder(ensure_ascii=False, sort_keys=True).encode


def chained(previous: str, content: list[Any]) -> str:
    """The digest of an entry with this content, in the order of `AuditEntry.computed_digest`, after `previous`."""
    return hashlib.sha256(f"{previous}\n{_AS_TEXT(content)}".encode()).hexdigest()


class AuditIsAppendOnly(RuntimeError):
    """Somebody tried to change or delete an entry of the audit trail."""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def newest_first(self) -> AuditEntryQuerySet:
        return self.order_by("-sequence")

    def between(self, first: date | None, last: date | None) -> AuditEntryQuerySet:
        """Entries from the first day to the last, both included; a missing day leaves that side open."""
        found = self
        if first is not None:
            found = found.filter(at__gte=timezone.make_aware(datetime.combine(first, time.min)))
        if last is not None:
            found = found.filter(at__lte=timezone.make_aware(datetime.combine(last, time.max)))
        return found

    def about(self, subject: models.Model) -> AuditEntryQuerySet:
        """Entries whose subject is this row."""
        return self.filter(subject_type=str(subject._meta.verbose_name), subject_id=str(subject.pk))

    def update(self, **kwargs: Any) -> NoReturn:
        raise AuditIsAppendOnly("Nhật ký không được sửa.")

    def delete(self) -> NoReturn:
        raise AuditIsAppendOnly("Nhật ký không được xóa.")


class AuditEntry(models.Model):
    """One act, as text: no foreign keys, so that history never blocks and never changes with its subject.

    `digest` is the SHA-256 of this entry's content and the previous entry's digest; a changed or missing entry breaks
    the chain from there on (`manage.py reconcile` verifies it).
    """

    sequence = models.PositiveBigIntegerField("số thứ tự", unique=True)
    at = models.DateTimeField("lúc")
    actor_id = models.PositiveBigIntegerField("mã người làm", null=True)
    actor = models.CharField("người làm", max_length=160)
    verb = models.CharField("việc", max_length=40)
    subject_type = models.CharField("loại đối tượng", max_length=40)
    subject_id = models.CharField("mã đối tượng", max_length=40)
    subject = models.CharField("đối tượng", max_length=250)
    organization_id = models.PositiveBigIntegerField("mã tổ chức", null=True)
    before = models.JSONField("trước", null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("sau", null=True, encoder=DjangoJSONEncoder)
    reason = models.CharField("lý do", max_length=250, blank=True)
    address = models.CharField("từ máy", max_length=64, blank=True)
    request_id = models.CharField("mã yêu cầu", max_length=32, blank=True)
    digest = models.CharField(max_length=64)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng nhật ký"
        verbose_name_plural = "nhật ký"
        indexes = [
            models.Index(name="audit_by_subject", fields=("subject_type", "subject_id")),
            models.Index(name="audit_by_organization", fields=("organization_id", "sequence")),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.subject}"

    def computed_digest(self, previous: str) -> str:
        """The digest this entry must carry when the entry before it carries `previous`."""
        return chained(
            previous,
            [
                self.sequence,
                self.at.isoformat(),
                self.actor_id,
                self.actor,
                self.verb,
                self.subject_type,
                self.subject_id,
                self.subject,
                self.organization_id,
                self.before,
                self.after,
                self.reason,
                self.address,
                self.request_id,
            ],
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditIsAppendOnly("Nhật ký không được sửa.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditIsAppendOnly("Nhật ký không được xóa.")


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an entry is added so that two writers cannot fork it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = "đầu nhật ký"
        verbose_name_plural = "đầu nhật ký"

    def __str__(self) -> str:
        return f"{self.sequence}"
