"""As of which day, and what was known by which day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dangvien.forms.fields import DayField
from dangvien.forms.filtering import DayForm
from dangvien.procedure.balances import end_of


class KnownDayForm(DayForm):
    """A day in life, and the last day in the book whose lines count; without the second all of them."""

    biet_den = DayField(label="Chỉ tính dòng đã ghi đến hết ngày", required=False, noun="ngày ghi sổ")

    @property
    def known_at(self) -> datetime | None:
        """The moment up to which lines were written; None for all of them, and while the form has a mistake."""
        day = self.cleaned_data.get("biet_den") if self.is_valid() else None
        return end_of(day) if day else None


class FileDayForm(KnownDayForm):
    """The day of a person's file, which nobody knows before it has come."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day = cleaned.get("ngay")
        if day and day > self.today:
            self.add_error("ngay", "Ngày xem không được sau hôm nay.")
        return cleaned
