"""Two entries that are one human being: joined without touching either history, and parted again when mistaken."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dangvien.models.person import Person


class PersonLinkQuerySet(models.QuerySet["PersonLink"]):
    def standing(self) -> PersonLinkQuerySet:
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)


class PersonLink(models.Model):
    """`other` is the same human being as `kept`, who stands for both. Rows of both stay where they are."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="joined", verbose_name="người giữ lại")
    other = models.ForeignKey(Person, models.PROTECT, related_name="joined_to", verbose_name="người ghép vào")
    reason = models.CharField("căn cứ ghép", max_length=250)
    recorded_at = models.DateTimeField("ghép lúc", auto_now_add=True)
    recorded_by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name="người ghép")
    undone_at = models.DateTimeField("tách lúc", null=True, blank=True)
    undone_by = models.ForeignKey(
        "User", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người tách"
    )
    undo_reason = models.CharField("lý do tách", max_length=250, blank=True)

    objects = PersonLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "việc ghép người"
        verbose_name_plural = "việc ghép người"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(name="person_link_joins_two", condition=~Q(kept=F("other"))),
            models.CheckConstraint(
                name="person_link_undone_has_reason", condition=Q(undone_at__isnull=True) | ~Q(undo_reason="")
            ),
            models.UniqueConstraint(
                name="person_link_one_for_each", fields=("other",), condition=Q(undone_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.other} là {self.kept}"
