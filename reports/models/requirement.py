"""Which report an organization asks of those directly below it, until when; whose drafts the schedule makes."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from dangvien.models import FOREVER, Organization, User
from dangvien.rules import UNCHECKED_MARK
from dangvien.scope import Scope


class PeriodKind(models.TextChoices):
    """How often a report is asked for. Six and nine months run from 1 January."""

    THANG = "thang", "Hằng tháng"
    QUY = "quy", "Hằng quý"
    SAU_THANG = "sau_thang", "6 tháng đầu năm"
    CHIN_THANG = "chin_thang", "9 tháng đầu năm"
    NAM = "nam", "Hằng năm"


class ReportRequirementQuerySet(models.QuerySet["ReportRequirement"]):
    def within(self, scope: Scope) -> ReportRequirementQuerySet:
        """The door: what organizations in scope ask for, and what those above the scope ask of it."""
        return self.filter(Q(organization__in=scope.organizations) | Q(organization__in=scope.superiors))

    def asked_by(self, scope: Scope) -> ReportRequirementQuerySet:
        """The door for those who keep the requirements: what organizations in scope ask for."""
        return self.filter(organization__in=scope.organizations)

    def in_order(self) -> ReportRequirementQuerySet:
        return self.order_by("organization__code", "report", "period_kind", "valid_from")


class ReportRequirement(models.Model):
    """A report that every committee directly below `organization` sends for each period that ends between two days.

    `deadline_days` are calendar days after the period's last day. `document` is the text that asks for it, `checked`
    whether somebody has held the deadline against that text. A new deadline is a new row from its day on.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="report_requirements", verbose_name="cấp ủy yêu cầu"
    )
    report = models.CharField("báo cáo", max_length=60)
    period_kind = models.CharField("kỳ", max_length=10, choices=PeriodKind)
    deadline_days = models.PositiveSmallIntegerField("số ngày sau kỳ")
    document = models.CharField("văn bản", max_length=200)
    checked = models.BooleanField("đã đối chiếu với nguyên văn", default=False)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", default=FOREVER)

    objects = ReportRequirementQuerySet.as_manager()

    class Meta:
        verbose_name = "yêu cầu báo cáo"
        verbose_name_plural = "yêu cầu báo cáo"
        constraints = [
            models.CheckConstraint(
                name="report_requirement_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))
            ),
            models.UniqueConstraint(
                name="report_requirement_one_open",
                fields=("organization", "report", "period_kind"),
                condition=Q(valid_to=FOREVER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.get_period_kind_display().lower()}"

    @property
    def is_open(self) -> bool:
        return self.valid_to == FOREVER

    @property
    def mark(self) -> str:
        """The words beside a deadline that nobody has held against its text."""
        return "" if self.checked else UNCHECKED_MARK

    def asks_on(self, day: date) -> bool:
        return self.valid_from <= day < self.valid_to


class AutomaticDraftQuerySet(models.QuerySet["AutomaticDraft"]):
    def within(self, scope: Scope) -> AutomaticDraftQuerySet:
        """The door: the settings of organizations in scope."""
        return self.filter(organization__in=scope.organizations)

    def switched_on(self) -> AutomaticDraftQuerySet:
        return self.filter(on=True).select_related("organization", "set_by").order_by("pk")


class AutomaticDraft(models.Model):
    """Whether the schedule makes an organization's drafts of the reports of one kind of period.

    They are counted with the rights of whoever switched it on, as long as these last.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="automatic_drafts", verbose_name="tổ chức"
    )
    period_kind = models.CharField("kỳ", max_length=10, choices=PeriodKind)
    on = models.BooleanField("tự lập", default=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đặt")
    set_at = models.DateTimeField("đặt lúc", auto_now=True)

    objects = AutomaticDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "việc tự lập bản thảo"
        verbose_name_plural = "việc tự lập bản thảo"
        constraints = [
            models.UniqueConstraint(name="automatic_draft_once_per_kind", fields=("organization", "period_kind"))
        ]

    def __str__(self) -> str:
        return f"{self.get_period_kind_display()}: {'tự lập' if self.on else 'không tự lập'}"
