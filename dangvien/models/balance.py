"""Chốt sổ: how many members an organization had at the end of a day, lest a nation be added up each time."""

from __future__ import annotations

from django.db import models

from dangvien.models.organization import Organization


class ClosingBalance(models.Model):
    """The sum of an organization's signs up to `closed_on`, over the lines with keys up to `last_line`.

    It cannot go wrong in silence: lines are only ever added, and whoever reads a balance adds those that came later
    (with keys above `last_line`) though they are dated before. `reconcile` counts every balance anew.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="closing_balances", verbose_name="tổ chức"
    )
    closed_on = models.DateField("chốt đến hết ngày")
    headcount = models.IntegerField("số đảng viên")
    last_line = models.BigIntegerField("dòng sổ cuối cùng đã cộng")

    class Meta:
        verbose_name = "số chốt sổ"
        verbose_name_plural = "số chốt sổ"
        constraints = [
            models.UniqueConstraint(name="balance_one_a_day", fields=("organization", "closed_on")),
        ]
        indexes = [models.Index(name="balance_by_day", fields=("closed_on", "organization"))]

    def __str__(self) -> str:
        return f"{self.closed_on:%d/%m/%Y}: {self.headcount}"
