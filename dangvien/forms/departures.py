"""Forms of leaving the Party and coming back: a death, a decision to let somebody go, a restoration."""

from __future__ import annotations

from typing import Any

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import EMPTY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.deciding import DecisionForm
from dangvien.forms.fields import DayField, TextField
from dangvien.models import Kind
from dangvien.procedure.departures import DAY_LABELS, grounds
from dangvien.procedure.places import Option
from dangvien.text import upper_first


class DeathForm(HouseForm):
    """The day of a death, and the paper it was taken from. There is no decision."""

    occurred_on = DayField(label="Ngày từ trần", past=True)
    paper = TextField(
        label="Giấy tờ", noun="giấy tờ", required=False, max_length=120, help_text="Ví dụ: Trích lục khai tử số 12/2024"
    )


class DepartureForm(DecisionForm):
    """The decision by which somebody leaves, and from which day. `ground` only where a name is struck off."""

    occurred_on = DayField(label="Ngày", help_text="Ngày việc này có hiệu lực; thường là ngày quyết định")
    ground = CodeField(label="Lý do xóa tên", noun="lý do xóa tên", choices=())

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occurred_on"].label = upper_first(DAY_LABELS[kind])
        if kind == Kind.XOA_TEN:
            set_choices(self.fields["ground"], [EMPTY, *grounds()])
        else:
            del self.fields["ground"]


class RestoreForm(DecisionForm):
    """The decision by which somebody is a member again, from which day and in which cell."""

    occurred_on = DayField(
        label=upper_first(DAY_LABELS[Kind.PHUC_HOI]), help_text="Ngày việc này có hiệu lực; thường là ngày quyết định"
    )
    cell = OrganizationField(label="Về sinh hoạt tại chi bộ", noun="chi bộ")

    def __init__(self, *args: Any, cells: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "cell", cells)
