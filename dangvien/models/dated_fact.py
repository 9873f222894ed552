"""What the models of facts about a person share: who wrote it and when, and being taken back instead of deleted."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.db import models

from dangvien.dates import PartialDate
from dangvien.models.account import User
from dangvien.models.person import BirthPrecision

F = TypeVar("F", bound="Voidable")


class FactQuerySet(models.QuerySet[F]):
    """Facts that stand and facts that were taken back."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(voided_at__isnull=True)


class Voidable(models.Model):
    """A row that is never changed or deleted: a mistaken one is taken back with a reason."""

    voided_at = models.DateTimeField("đính chính lúc", null=True, blank=True)
    void_reason = models.CharField("lý do đính chính", max_length=250, blank=True)

    class Meta:
        abstract = True


class Fact(Voidable):
    """A fact about a person or a member: who wrote it and when."""

    recorded_at = models.DateTimeField("ghi sổ lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người ghi"
    )

    class Meta:
        abstract = True


def partial(day: date, precision: str) -> PartialDate:
    """A stored day exactly as far as it is known: nothing is invented."""
    if precision == BirthPrecision.YEAR:
        return PartialDate(day.year)
    if precision == BirthPrecision.MONTH:
        return PartialDate(day.year, day.month)
    return PartialDate.of(day)


def precision_of(day: PartialDate) -> BirthPrecision:
    """How much of a day its paper gives, as it is stored beside the earliest day it allows."""
    if day.day:
        return BirthPrecision.DAY
    return BirthPrecision.MONTH if day.month else BirthPrecision.YEAR
