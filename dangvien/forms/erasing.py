"""Forms about erasing who somebody was."""

from __future__ import annotations

from django import forms

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import CodeField
from dangvien.forms.fields import TextField

CONFIRM, DROP = "xoa", "bo"


class ProposeForm(HouseForm):
    """Why somebody's identity should go."""

    reason = TextField(
        label="Lý do xóa",
        max_length=250,
        help_text="Ví dụ: hết thời hạn giữ; người ấy yêu cầu. Lý do này cũng bị xóa khi xác nhận",
    )


class SettleForm(HouseForm):
    """Carry it out, or leave the person as they are."""

    answer = CodeField(
        label="Đồng chí quyết định",
        noun="một cách",
        choices=[(CONFIRM, "Xóa danh tính, không lấy lại được"), (DROP, "Bỏ đề nghị, giữ nguyên")],
        empty=None,
        widget=forms.RadioSelect,
    )
