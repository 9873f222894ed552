"""Forms about requests of the people the register is about."""

from __future__ import annotations

from typing import Any

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import CodeField
from dangvien.forms.fields import DayField, TextField
from dangvien.models import PersonRequest


class RequestForm(HouseForm):
    """Who asked, when, for what."""

    kind = CodeField(label="Người ấy yêu cầu", noun="loại yêu cầu", choices=PersonRequest.Kind.choices)
    asked_on = DayField(label="Ngày nhận yêu cầu", noun="ngày nhận yêu cầu")
    asked_by = TextField(
        label="Người đến yêu cầu, nếu là người khác",
        noun="người đến yêu cầu",
        required=False,
        max_length=120,
        help_text="Để trống khi chính người ấy yêu cầu. Người khác thì phải có giấy ủy quyền",
    )
    content = TextField(
        label="Nội dung yêu cầu",
        max_length=250,
        help_text="Ví dụ: xem mọi điều sổ ghi về mình; sửa ngày sinh thành 03/02/1990. Không chép nội dung hồ sơ mật",
    )


class AnswerForm(HouseForm):
    """What they were answered, and when."""

    outcome = CodeField(label="Kết quả", noun="kết quả", choices=PersonRequest.Outcome.choices)
    answer = TextField(
        label="Trả lời",
        multiline=True,
        max_length=500,
        help_text="Câu này in trên phiếu trả lời. Không làm được thì nói vì sao, theo văn bản nào",
    )
    answered_on = DayField(label="Ngày trả lời", noun="ngày trả lời")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].widget.attrs["rows"] = 4
