"""The monthly review of a cell's list of quần chúng ưu tú: that it was held, when, and by which resolution."""

from __future__ import annotations

from datetime import date

from django.db import models

from dangvien.models.organization import Organization


class ListReviewQuerySet(models.QuerySet["ListReview"]):
    def of_month(self, month: date) -> ListReviewQuerySet:
        """Reviews of the month in which this day lies."""
        return self.filter(month=month.replace(day=1))


class ListReview(models.Model):
    """One cell reviewed its list for one month (38-HD/BTCTW, point I.1.1d). `month` is the first day of that month."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="list_reviews", verbose_name="chi bộ")
    month = models.DateField("tháng")
    reviewed_on = models.DateField("ngày nghị quyết")
    resolution = models.CharField("số nghị quyết", max_length=40)
    recorded_by = models.ForeignKey(
        "User", models.PROTECT, related_name="list_reviews", null=True, blank=True, verbose_name="người ghi"
    )

    objects = ListReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "rà soát danh sách nguồn"
        verbose_name_plural = "rà soát danh sách nguồn"
        constraints = [
            models.UniqueConstraint(name="list_review_one_per_cell_and_month", fields=("organization", "month")),
        ]

    def __str__(self) -> str:
        return f"Rà soát danh sách nguồn tháng {self.month.month}/{self.month.year}"
