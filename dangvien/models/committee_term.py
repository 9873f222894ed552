"""Terms of one committee: from the day after its congress its document numbers run from 01 again."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from dangvien.models.dated_fact import Voidable
from dangvien.models.organization import Organization


class CommitteeTermQuerySet(models.QuerySet["CommitteeTerm"]):
    def standing(self) -> CommitteeTermQuerySet:
        """Those that were not taken back, the earliest first."""
        return self.filter(voided_at__isnull=True).order_by("first_day")


class CommitteeTerm(Voidable):
    """A term (nhiệm kỳ) of one committee, in force from its first day until its next term begins.

    `first_day` is the day after the congress closed (36-HD/VPTW); `document` names the paper that says so. Where a
    committee has written none down, the generic terms of fixtures/rules/terms.toml hold.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="committee_terms", verbose_name="cấp ủy"
    )
    label = models.CharField("nhiệm kỳ", max_length=9)
    first_day = models.DateField("ngày đầu nhiệm kỳ")
    document = models.CharField("văn bản", max_length=120)

    objects = CommitteeTermQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm kỳ cấp ủy"
        verbose_name_plural = "nhiệm kỳ cấp ủy"
        constraints = [
            models.UniqueConstraint(
                name="committee_term_once", fields=("organization", "label"), condition=Q(voided_at__isnull=True)
            ),
            models.UniqueConstraint(
                name="committee_term_one_a_day",
                fields=("organization", "first_day"),
                condition=Q(voided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"nhiệm kỳ {self.label}"

    def began_by(self, day: date) -> bool:
        return self.first_day <= day
