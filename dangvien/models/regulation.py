"""What administrators add to the regulations that are shipped: amended values, and days off or worked."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from dangvien import rules
from dangvien.holidays import DayKind
from dangvien.models.account import User
from dangvien.models.organization import Organization
from dangvien.text import day_full


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def standing(self) -> AmendmentQuerySet:
        """Those nobody has withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def newest_first(self) -> AmendmentQuerySet:
        return self.order_by("-since", "-pk")


class Amendment(models.Model):
    """One value of a rule from a day on, by a text: for everybody, or for one organization and all below it.

    `value` is text that the rule's own type has accepted. It holds until `withdrawn_on` (that day excluded) and is
    never deleted or changed; withdrawn on the day it began, it never held.
    """

    rule = models.CharField("quy định", max_length=40)
    value = models.CharField("giá trị", max_length=200)
    since = models.DateField("từ ngày")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="amendments", null=True, blank=True, verbose_name="áp dụng tại"
    )
    document = models.CharField("văn bản", max_length=200)
    point = models.CharField("điểm", max_length=80, blank=True)
    checked = models.BooleanField("đã đối chiếu văn bản", default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    withdrawn_on = models.DateField("thôi áp dụng từ ngày", null=True, blank=True)
    withdraw_reason = models.CharField("lý do thôi áp dụng", max_length=250, blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = "bổ sung quy định"
        verbose_name_plural = "bổ sung quy định"
        constraints = [
            models.UniqueConstraint(
                name="amendment_one_per_day_everywhere",
                fields=("rule", "since"),
                condition=Q(organization__isnull=True, withdrawn_on__isnull=True),
            ),
            models.UniqueConstraint(
                name="amendment_one_per_day_and_place",
                fields=("rule", "since", "organization"),
                condition=Q(organization__isnull=False, withdrawn_on__isnull=True),
            ),
            models.CheckConstraint(
                name="amendment_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True, withdraw_reason="")
                | (Q(withdrawn_on__gte=F("since")) & ~Q(withdraw_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How people call the rule; the stored name of one that a later version no longer has."""
        name = rules.names().get(self.rule)
        return name.label if name else self.rule

    @property
    def written(self) -> str:
        """The value with its unit, in words."""
        name = rules.names().get(self.rule)
        return name.written(self.value) if name else self.value

    @property
    def source(self) -> str:
        """The text and the place in it."""
        return f"{self.document}, {self.point}" if self.point else self.document

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.withdrawn_on is None or day < self.withdrawn_on)


class Holiday(models.Model):
    """A weekday off or a day worked, recorded by an administrator; it stands in place of a shipped day."""

    class Kind(models.TextChoices):
        """What the day is; the same codes as holidays.DayKind."""

        NGHI = DayKind.OFF.value, "Ngày nghỉ"
        LAM_BU = DayKind.WORKED.value, "Ngày làm việc"

    day = models.DateField("ngày", unique=True)
    name = models.CharField("tên", max_length=120)
    kind = models.CharField("loại", max_length=10, choices=Kind.choices, default=Kind.NGHI)
    document = models.CharField("văn bản", max_length=200)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm việc"
        verbose_name_plural = "ngày nghỉ, ngày làm việc"
        ordering = ("day",)
        constraints = [
            models.CheckConstraint(
                name="holiday_kind_is_known", condition=Q(kind__in=[kind.value for kind in DayKind])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, ngày {day_full(self.day)}"
