"""The day whose regulations are asked for."""

from __future__ import annotations

from dangvien.forms.fields import DayField
from dangvien.forms.filtering import DayForm


class BasesForm(DayForm):
    """One day; empty means today."""

    ngay = DayField(label="Quy định có hiệu lực vào ngày", noun="ngày", required=False)
