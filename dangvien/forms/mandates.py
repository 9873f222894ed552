"""Forms of mandates: what a committee is given by a document, and its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import CodeField, set_choices
from dangvien.forms.fields import DayField, TextField
from dangvien.models import Mandate


class GrantForm(HouseForm):
    """What is given, from which day, by which document."""

    kind = CodeField(label="Việc giao", noun="việc giao", choices=(), empty=None, widget=forms.RadioSelect)
    since = DayField(label="Từ ngày", noun="ngày bắt đầu")
    until = DayField(
        label="Đến hết ngày", noun="ngày cuối", required=False, help_text="Để trống khi văn bản không ghi thời hạn"
    )
    document = TextField(label="Văn bản", max_length=120, help_text="Ví dụ: Quyết định 125-QĐ/TU")
    issued_on = DayField(label="Ngày văn bản")

    def __init__(self, *args: Any, kinds: Iterable[Mandate.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["kind"], [(kind.value, kind.label) for kind in kinds])


class EndForm(HouseForm):
    """The last day on which a mandate holds, and the document or reason."""

    last_day = DayField(label="Ngày cuối còn hiệu lực", noun="ngày cuối")
    reason = TextField(label="Văn bản cho thôi hoặc lý do", max_length=250)
