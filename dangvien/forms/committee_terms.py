"""Forms of a committee's terms: a new one, taking one back."""

from __future__ import annotations

from dangvien.forms.base import HouseForm
from dangvien.forms.fields import DayField, TextField


class CommitteeTermForm(HouseForm):
    """A term from the day after the congress on."""

    label = TextField(label="Nhiệm kỳ", max_length=9, help_text="Ví dụ: 2025-2030")
    first_day = DayField(
        label="Ngày đầu nhiệm kỳ", noun="ngày đầu nhiệm kỳ", help_text="Ngày liền sau ngày bế mạc đại hội"
    )
    document = TextField(
        label="Văn bản", max_length=120, help_text="Ví dụ: Nghị quyết Đại hội đại biểu Đảng bộ phường lần thứ I"
    )


class TakeTermBackForm(HouseForm):
    """Why a term is taken back."""

    reason = TextField(label="Lý do", max_length=250, help_text="Ví dụ: ghi nhầm ngày bế mạc đại hội")
