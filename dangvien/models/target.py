"""What stands beside targets: cells exempt from the target of every cell, and who follows which unit."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from dangvien.models.dated_fact import Fact, FactQuerySet
from dangvien.models.organization import FOREVER, Organization

S = TypeVar("S", bound="Spell")


class SpellQuerySet(FactQuerySet[S]):
    def in_force_on(self, day: date) -> Self:
        """Standing and holding on a day."""
        return self.standing().filter(valid_from__lte=day, valid_to__gt=day)

    def newest_first(self) -> Self:
        return self.order_by("-valid_from", "-pk")


class Spell(Fact):
    """Something that holds of an organization between two days (half-open; FOREVER means "still"), by a document.

    Ended by `valid_to` with `end_reason`; entered by mistake it is taken back and never held.
    """

    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", default=FOREVER)
    document = models.CharField("theo văn bản", max_length=250)
    end_reason = models.CharField("lý do thôi", max_length=250, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether it holds with no end known."""
        return self.voided_at is None and self.valid_to == FOREVER


class TargetExemption(Spell):
    """A cell that need not reach the target of every cell, and why ("không còn nguồn")."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="target_exemptions", verbose_name="chi bộ"
    )
    reason = models.CharField("lý do miễn", max_length=250)

    objects = SpellQuerySet["TargetExemption"].as_manager()

    class Meta:
        verbose_name = "miễn chỉ tiêu"
        verbose_name_plural = "miễn chỉ tiêu"
        constraints = [
            models.CheckConstraint(name="exemption_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(name="exemption_has_reason_and_document", condition=~Q(reason="") & ~Q(document="")),
            models.UniqueConstraint(
                name="exemption_one_open_per_cell",
                fields=("organization",),
                condition=Q(valid_to=FOREVER, voided_at__isnull=True),
            ),
        ]
        indexes = [models.Index(name="exemption_by_cell", fields=("organization", "valid_from"))]

    def __str__(self) -> str:
        return f"Miễn chỉ tiêu từ {self.valid_from:%d/%m/%Y}: {self.reason}"


class UnitFollower(Spell):
    """Somebody a committee sent to follow a unit: one of its own members, or one of a group for mobilization.

    They need not stand in this register, so they are named as the decision names them. `team` is the group's name.
    """

    class Kind(models.TextChoices):
        COMMITTEE_MEMBER = "cap_uy_vien", "Cấp ủy viên phụ trách"
        TEAM = "to_van_dong", "Tổ vận động"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="followers", verbose_name="đơn vị")
    kind = models.CharField("phân công", max_length=12, choices=Kind)
    full_name = models.CharField("họ và tên", max_length=120)
    position = models.CharField("chức vụ", max_length=120, blank=True)
    team = models.CharField("tên tổ", max_length=120, blank=True)

    objects = SpellQuerySet["UnitFollower"].as_manager()

    class Meta:
        verbose_name = "phân công phụ trách"
        verbose_name_plural = "phân công phụ trách"
        constraints = [
            models.CheckConstraint(name="follower_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(name="follower_kind_is_known", condition=Q(kind__in=["cap_uy_vien", "to_van_dong"])),
            models.CheckConstraint(name="follower_has_a_document", condition=~Q(document="")),
            models.UniqueConstraint(
                name="follower_once_at_a_time",
                fields=("organization", "kind", "full_name"),
                condition=Q(valid_to=FOREVER, voided_at__isnull=True),
            ),
        ]
        indexes = [models.Index(name="follower_by_unit", fields=("organization", "valid_from"))]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.get_kind_display().lower()}"
