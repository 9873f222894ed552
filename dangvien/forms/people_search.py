"""Forms about finding a person anywhere in scope, and about two entries that are one."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien.forms.base import HouseForm
from dangvien.forms.fields import TextField
from dangvien.forms.filtering import NameFilterForm


class PeopleSearchForm(NameFilterForm):
    """One box for a name or a number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["ten"]
        box.label = "Tên, số căn cước, số thẻ, số lý lịch hoặc số giấy chứng nhận"
        box.help_text = "Tên gõ không dấu, thứ tự nào cũng được; số thì gõ đủ"


class DataForm(HouseForm):
    """For whom or what for somebody wants to see all that is held about one person."""

    reason = TextField(
        label="Ai yêu cầu, để làm gì",
        max_length=250,
        help_text="Ví dụ: chính người ấy đề nghị, đơn ngày 02/6. Lý do được giữ trong nhật ký",
    )
    in_full = forms.BooleanField(
        label="Hiện đủ số căn cước, số thẻ đảng viên",
        required=False,
        help_text="Chỉ đánh dấu khi phải đối chiếu số; việc này cũng vào nhật ký",
    )


class JoinForm(HouseForm):
    """On what ground two entries are one human being."""

    reason = TextField(
        label="Căn cứ",
        max_length=250,
        help_text="Ví dụ: đối chiếu lý lịch, cùng số căn cước. Căn cứ được giữ trong sổ.",
    )


class PartForm(HouseForm):
    """Why two entries are two people after all."""

    reason = TextField(label="Lý do tách", max_length=250)
