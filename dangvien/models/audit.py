"""Who did, saw, printed what: append-only, chained by hash."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from dangvien.models.candidate import Candidate
from dangvien.models.member import Member
from dangvien.models.person import Person
from dangvien.models.training import Enrollment

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

    def about_people(self, people: models.QuerySet[Person]) -> AuditEntryQuerySet:
        """Entries about these people themselves, as members, candidates or learners."""
        asked = models.Q()
        for model in (Person, Member, Candidate, Enrollment):
            way = "pk" if model is Person else "person"
            keys = model._default_manager.filter(**{f"{way}__in": people.values("pk")})
            asked |= models.Q(
                subject_type=str(model._meta.verbose_name),
                subject_id__in=keys.order_by().values(key=Cast("pk", models.CharField())),
            )
        return self.filter(asked)

    def let_go(self, seal: AuditSeal) -> int:
        """Remove the entries a seal stands for; gives how many. Nothing else ever removes one."""
        return models.QuerySet.delete(self.filter(sequence__lte=seal.sequence))[0]

    def redact(self, entry: AuditEntry) -> None:
        """Rewrite the words of one entry about somebody whose identity is erased (actions/erasing.py, nothing else)."""
        said = {name: getattr(entry, name) for name in ("subject", "before", "after", "reason")}
        models.QuerySet.update(self.filter(pk=entry.pk), **said)

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


class AuditSeal(models.Model):
    """Where the trail begins today: entries up to `sequence` were let go after their term, whole as they were.

    `digest` is the digest of the last of them, so that the chain goes on from it. The same numbers stand in an entry of
    the trail itself, which is how a seal somebody put there behind our back is found.
    """

    sequence = models.PositiveBigIntegerField("đến dòng số", unique=True)
    digest = models.CharField("mã băm của dòng cuối", max_length=64)
    entries = models.PositiveBigIntegerField("số dòng thôi giữ")
    first_at = models.DateTimeField("dòng đầu lúc")
    last_at = models.DateTimeField("dòng cuối lúc")
    sealed_at = models.DateTimeField("niêm lúc", auto_now_add=True)

    class Meta:
        verbose_name = "niêm nhật ký"
        verbose_name_plural = "niêm nhật ký"

    def __str__(self) -> str:
        return f"{self.sequence}"

    @property
    def told(self) -> dict[str, Any]:
        """What the trail's own entry says of this seal."""
        return {"đến dòng": self.sequence, "số dòng": self.entries, "mã băm": self.digest}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditIsAppendOnly("Niêm nhật ký không được sửa.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditIsAppendOnly("Niêm nhật ký không được xóa.")
