"""Where the drafting, the approving and the issuing of reports are held by different people."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from dangvien.models import FOREVER, Organization, User
from dangvien.scope import Scope


class DutySeparationQuerySet(models.QuerySet["DutySeparation"]):
    def within(self, scope: Scope) -> DutySeparationQuerySet:
        """The door: the settings of organizations in scope."""
        return self.filter(organization__in=scope.organizations)

    def in_force_at(self, organization: int, day: date) -> DutySeparation | None:
        """What an organization has set itself for a day; nothing where one person may do several steps."""
        return self.filter(organization=organization, valid_from__lte=day, valid_to__gt=day).first()

    def in_order(self) -> DutySeparationQuerySet:
        return self.order_by("organization__code", "valid_from")


class DutySeparation(models.Model):
    """From a day on, in one organization: who drafted or checked a report does not approve it, who drafted or approved
    it does not issue it, even when nobody else may. `document` is what it was decided by, there or above."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="tổ chức")
    document = models.CharField("căn cứ", max_length=200)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", default=FOREVER)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = DutySeparationQuerySet.as_manager()

    class Meta:
        verbose_name = "việc tách người lập, duyệt, ban hành"
        verbose_name_plural = "việc tách người lập, duyệt, ban hành"
        constraints = [
            models.CheckConstraint(
                name="duty_separation_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))
            ),
            models.UniqueConstraint(
                name="duty_separation_one_open", fields=("organization",), condition=Q(valid_to=FOREVER)
            ),
        ]

    def __str__(self) -> str:
        return f"từ {self.valid_from:%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        return self.valid_to == FOREVER
