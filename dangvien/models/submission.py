"""Which sent forms have been carried out, so that a double click or a resent page does nothing twice."""

from __future__ import annotations

import uuid

from django.db import models


class Submission(models.Model):
    """The token of a form that was carried out, and where its sender was then sent.

    Written in the same transaction as the change itself: either both are kept or neither.
    """

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("User", models.PROTECT, related_name="submissions")
    outcome_url = models.CharField(max_length=250)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "lần gửi biểu mẫu"
        verbose_name_plural = "lần gửi biểu mẫu"

    def __str__(self) -> str:
        return str(self.token)
