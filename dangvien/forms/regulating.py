"""Forms about what administrators add to the regulations: an amendment, its end, a day off, a year's plan."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien import rules
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import EMPTY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import DayField, TextField
from dangvien.holidays import DayKind
from dangvien.models import Holiday
from dangvien.procedure.amending import AmendmentFacts, HolidayFacts, holiday_problems
from dangvien.procedure.places import committee_options
from dangvien.scope import Scope

EVERYWHERE = ("", "Mọi nơi dùng sổ này")


class AmendForm(HouseForm):
    """A value of a rule from a day on, by a text."""

    rule = CodeField(label="Quy định", noun="quy định", choices=())
    value = TextField(label="Giá trị", max_length=200, help_text="Số ngày, số tháng, tuổi… như trong văn bản, ví dụ 45")
    since = DayField(label="Áp dụng từ ngày", noun="ngày bắt đầu áp dụng")
    organization = OrganizationField(label="Áp dụng tại", noun="nơi áp dụng", required=False)
    document = TextField(label="Văn bản", max_length=200, help_text="Ví dụ: Hướng dẫn 02-HD/BTCTU ngày 21/11/2025")
    point = TextField(label="Điểm, mục trong văn bản", required=False, max_length=80, help_text="Ví dụ: điểm 2.1.4")
    checked = forms.BooleanField(label="Đã đối chiếu với nguyên văn văn bản", required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = rules.names()
        set_choices(
            self.fields["rule"],
            [
                EMPTY,
                *((key, f"{names[key].label} ({names[key].unit})" if names[key].unit else names[key].label)
                  for key in rules.RULE_TYPES),
            ],
        )  # fmt: skip
        self.fields["organization"].required = not scope.is_topmost
        self.fields["organization"].help_text = "Nơi được chọn và mọi tổ chức ở dưới"
        offer(self, "organization", committee_options(scope), empty=EVERYWHERE if scope.is_topmost else EMPTY)
        self.fields["value"].widget.attrs["size"] = 24

    @property
    def facts(self) -> AmendmentFacts:
        """What was typed."""
        given = self.cleaned_data
        return AmendmentFacts(
            rule=given["rule"],
            value=given["value"],
            since=given["since"],
            organization=given["organization"],
            document=given["document"],
            point=given["point"],
            checked=given["checked"],
        )


class WithdrawForm(HouseForm):
    """The end of an amendment."""

    on = DayField(
        label="Thôi áp dụng từ ngày",
        noun="ngày thôi áp dụng",
        help_text="Từ ngày này giá trị có sẵn dùng lại. Ghi nhầm cả bổ sung thì nhập chính ngày bắt đầu của nó",
    )
    reason = TextField(label="Lý do", max_length=250, help_text="Ví dụ: có hướng dẫn mới thay thế")


class HolidayForm(ConfirmedForm):
    """A weekday off or a day worked."""

    day = DayField(label="Ngày", noun="ngày")
    kind = CodeField(label="Loại", noun="loại ngày", choices=Holiday.Kind.choices, empty=None, widget=forms.RadioSelect)
    name = TextField(
        label="Tên", noun="tên ngày", max_length=120, help_text="Ví dụ: Tết Nguyên đán; Làm bù cho ngày 02/01"
    )
    document = TextField(label="Văn bản", max_length=200, help_text="Ví dụ: Thông báo 6150/TB-BLĐTBXH ngày 03/12/2024")
    field_order = ["day", "kind", "name", "document"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self.confirm(holiday_problems(self.facts))
        return cleaned

    @property
    def facts(self) -> HolidayFacts:
        """What was typed."""
        given = self.cleaned_data
        return HolidayFacts(given["day"], DayKind(given["kind"]), given["name"], given["document"])


class PlanForm(HouseForm):
    """The text of a year's plan, by which its shipped days are recorded."""

    document = TextField(label="Văn bản", max_length=200, help_text="Số, ngày của thông báo lịch nghỉ năm ấy")


class RemoveForm(HouseForm):
    """Taking back a recorded day."""

    reason = TextField(label="Lý do", max_length=250, help_text="Ví dụ: ghi nhầm ngày")
