"""Taking the identity of somebody who never became a member out of the register, and out of the audit trail."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from dangvien.models.organization import Organization
from dangvien.models.person import Person


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def waiting(self) -> ErasureQuerySet:
        """Proposals that nobody has confirmed or dropped, the oldest first."""
        return self.filter(outcome="").order_by("pk")

    def done(self) -> ErasureQuerySet:
        """Those that were carried out, the newest first."""
        return self.filter(outcome=Erasure.Outcome.DONE).order_by("-pk")


class Erasure(models.Model):
    """A proposal to erase who somebody is. Another person confirms it or drops it; carried out it cannot be undone.

    `digest` is that of the entries of the audit trail that were rewritten then (see `AuditRedaction`).
    """

    class Outcome(models.TextChoices):
        DONE = "da_xoa", "Đã xóa danh tính"
        DROPPED = "bo", "Bỏ đề nghị"

    person = models.ForeignKey(Person, models.PROTECT, related_name="erasures", verbose_name="người")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="erasures", verbose_name="chi bộ theo dõi sau cùng"
    )
    reason = models.CharField("lý do", max_length=250)
    proposed_at = models.DateTimeField("đề nghị lúc", auto_now_add=True)
    proposed_by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name="người đề nghị")
    outcome = models.CharField("kết quả", max_length=6, choices=Outcome, blank=True)
    settled_at = models.DateTimeField("xong lúc", null=True, blank=True)
    settled_by = models.ForeignKey(
        "User", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người xác nhận"
    )
    digest = models.CharField("mã băm của các dòng nhật ký đã che", max_length=64, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = "việc xóa danh tính"
        verbose_name_plural = "việc xóa danh tính"
        constraints = [
            models.UniqueConstraint(name="erasure_one_waiting", fields=("person",), condition=Q(outcome="")),
            models.CheckConstraint(
                name="erasure_settled_whole",
                condition=Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="erasure_by_two", condition=~Q(outcome="da_xoa", settled_by=models.F("proposed_by"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class AuditRedaction(models.Model):
    """One entry of the audit trail that no longer tells of whom: its number and the digest of what it says now.

    The entry keeps the digest it was chained with, so that those behind it hold; what it says now is held against
    `content` instead, and all of one erasure against the digest that the trail itself tells.
    """

    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="redactions", verbose_name="việc xóa")
    sequence = models.PositiveBigIntegerField("dòng số", unique=True)
    content = models.CharField("mã băm của nội dung nay", max_length=64)

    class Meta:
        verbose_name = "dòng nhật ký đã che"
        verbose_name_plural = "dòng nhật ký đã che"
        ordering = ("sequence",)

    def __str__(self) -> str:
        return f"{self.sequence}"


def digest_of(lines: Iterable[tuple[int, str]]) -> str:
    """One digest of all entries that an erasure rewrote: their numbers and what each says since."""
    told = "\n".join(f"{number} {content}" for number, content in sorted(lines))
    return hashlib.sha256(told.encode()).hexdigest()
