"""Forms of a member's status: writing one down, its end, taking a mistake back; and the filter above the list."""

from __future__ import annotations

from datetime import date
from typing import Any

from dangvien import codes
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, EMPTY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import DayField, TextField
from dangvien.forms.progress_lists import ListForm
from dangvien.models import Member, StatusKind
from dangvien.models.member_status import MemberStatusQuerySet
from dangvien.procedure.member_statuses import StatusFacts, status_problems
from dangvien.procedure.places import Option

BOXES = {
    StatusKind.MIEN: ("ground", "since", "until", "decider", "number", "decided_on"),
    StatusKind.DINH_CHI: ("since", "until", "decider", "number", "decided_on"),
    StatusKind.DI_XA: ("since", "place", "contact", "until"),
    StatusKind.MAT_LIEN_LAC: ("since",),
}
"""What is asked of each kind, in order."""

REQUIRED = {
    StatusKind.MIEN: ("ground", "since", "decider", "number", "decided_on"),
    StatusKind.DINH_CHI: ("since", "number", "decided_on"),
    StatusKind.DI_XA: ("since", "place", "contact"),
    StatusKind.MAT_LIEN_LAC: ("since",),
}


class StatusForm(ConfirmedForm):
    """A status of one kind: only the boxes of that kind."""

    ground = CodeField(label="Lý do miễn", noun="lý do miễn", choices=(), required=False)
    since = DayField(label="Từ ngày", noun="ngày bắt đầu")
    until = DayField(label="Dự kiến đến hết ngày", noun="ngày cuối", required=False)
    place = TextField(
        label="Nơi đến", required=False, max_length=200, help_text="Ví dụ: thành phố Biên Hòa, tỉnh Đồng Nai"
    )
    contact = TextField(
        label="Chi bộ giữ liên lạc bằng cách nào",
        noun="cách chi bộ giữ liên lạc",
        required=False,
        max_length=120,
        help_text="Ví dụ: gọi điện mỗi tháng; qua gia đình",
    )
    decider = OrganizationField(label="Nơi quyết định", noun="nơi quyết định", required=False)
    number = TextField(label="Số văn bản", required=False, max_length=40, help_text="Ví dụ: 12-NQ/CB")
    decided_on = DayField(label="Ngày văn bản", required=False)

    def __init__(
        self, *args: Any, kind: StatusKind, member: Member, deciders: list[Option], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.member, self.today = kind, member, today
        for name in [name for name in self.fields if name not in ("token", *BOXES[kind])]:
            del self.fields[name]
        for name in REQUIRED[kind]:
            self.fields[name].required = True
        self.order_fields(["token", *BOXES[kind]])
        if "ground" in self.fields:
            set_choices(self.fields["ground"], [EMPTY, *codes.of("exemption_ground").choices])
            self.fields["until"].help_text = "Để trống khi miễn vì tuổi cao, sức yếu"
        if "decider" in self.fields:
            offer(self, "decider", deciders)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self.confirm(status_problems(self.member, self.facts, self.today))
        return cleaned

    @property
    def facts(self) -> StatusFacts:
        """What was typed, of a form without mistakes at its boxes."""
        given = {name: value for name in BOXES[self.kind] if (value := self.cleaned_data.get(name)) not in (None, "")}
        return StatusFacts(kind=self.kind, **given)


class EndStatusForm(HouseForm):
    """From which day a status no longer holds."""

    ended_on = DayField(label="Thôi từ ngày", noun="ngày thôi")


class TakeBackForm(HouseForm):
    """Why an entry was a mistake."""

    reason = TextField(
        label="Lý do lấy lại",
        max_length=250,
        multiline=True,
        help_text="Ví dụ: ghi nhầm người; ghi nhầm ngày. Lý do được giữ trong sổ.",
    )


OVERDUE = "qua_han"


class StatusFilterForm(ListForm):
    """Which statuses to list: those in force on a day, of the members in scope today."""

    loai = CodeField(label="Tình trạng", noun="tình trạng", choices=StatusKind.choices, empty=ANY, required=False)
    han = CodeField(
        label="Thời hạn", noun="thời hạn", choices=[(OVERDUE, "Quá hạn, chưa ghi thôi")], empty=ANY, required=False
    )
    ngay = DayField(label="Vào ngày", noun="ngày xem", required=False, help_text="Để trống là hôm nay")
    field_order = ["ten", "to_chuc", "loai", "han", "ngay"]
    SORTS = ("ten", "tu", "han")

    @property
    def day(self) -> date:
        """The day asked for; today while the form has a mistake."""
        return (self.cleaned_data.get("ngay") if self.is_valid() else None) or self.scope.today

    def rows(self) -> MemberStatusQuerySet:
        """The statuses asked for, in the order asked for; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.member_statuses.none()
        asked = self.cleaned_data
        statuses = self.narrowed.member_statuses
        found = statuses.overdue_on(self.day) if asked["han"] == OVERDUE else statuses.in_force_on(self.day)
        if asked["loai"]:
            found = found.filter(kind=asked["loai"])
        key, turned = self.order
        return found.matching(asked["ten"]).sorted_by(key, turned=turned).select_related("member__person")
