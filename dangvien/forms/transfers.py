"""Forms of transfers: sending a member elsewhere, one step, taking in from outside, the filter above the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from dangvien.dates import PartialDate
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, CodeField, OrganizationField, offer
from dangvien.forms.confirming import TICK, ConfirmedForm
from dangvien.forms.fields import DayField, DigitsField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.forms.persons import PersonForm
from dangvien.models import Member, Person, TransferKind, TransferReason
from dangvien.models.transfer import TransferQuerySet, TransferStepKind
from dangvien.procedure.arrivals import known_arrivals
from dangvien.procedure.places import Option, cell_options, subtree_options
from dangvien.procedure.transfer_checks import (
    ArrivalFacts,
    TransferFacts,
    TransferStepFacts,
    transfer_problems,
    transfer_step_problems,
)
from dangvien.procedure.transfer_lists import Tab, rows_of
from dangvien.procedure.transfers import TransferFile
from dangvien.scope import Scope

FROM_OUTSIDE = [
    (TransferKind.CHINH_THUC.value, "Chuyển đến chính thức"),
    (TransferKind.TAM_THOI.value, "Đến sinh hoạt tạm thời"),
]


class _Folded(forms.BaseForm):
    """A form some of whose boxes are folded away at first (`MORE`)."""

    MORE: tuple[str, ...] = ()

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [box for box in self.visible_fields() if box.name not in (*self.MORE, "same_person", TICK)]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def more_is_open(self) -> bool:
        """True when a folded box has a mistake or was filled."""
        return any(box.errors for box in self.more_fields)


class TransferBoxes(forms.Form):
    """What a transfer says, whether of one member or of several."""

    kind = CodeField(label="Loại chuyển", noun="loại chuyển", choices=TransferKind.choices)
    destination = OrganizationField(
        label="Nơi đến",
        noun="nơi đến",
        required=False,
        help_text="Ở đảng bộ khác thì chọn đảng bộ ấy; bên đó chọn chi bộ",
    )
    destination_name = TextField(
        label="Nơi đến ngoài sổ",
        required=False,
        max_length=200,
        help_text="Chỉ ghi khi nơi đến không có trong ô trên. Ví dụ: Đảng ủy xã Vĩnh Thủy, Quảng Trị",
    )
    introduced_on = DayField(label="Ngày giấy giới thiệu", required=False, help_text="Để trống khi chưa cấp giấy")
    reason = CodeField(label="Lý do chuyển", noun="lý do chuyển", choices=TransferReason.choices)
    until = DayField(
        label="Tạm thời đến hết ngày", required=False, noun="ngày cuối", help_text="Chỉ ghi khi chuyển tạm thời"
    )
    decided_on = DayField(
        label="Ngày quyết định chuyển",
        required=False,
        help_text="Ngày quyết định chuyển công tác, nghỉ hưu, xuất ngũ: thời hạn làm thủ tục tính từ ngày này",
    )

    @property
    def paper_number(self) -> str:
        """The number of the paper, where all share one."""
        return ""

    @property
    def transfer_facts(self) -> TransferFacts:
        """What was said, of boxes that were found well filled."""
        given = self.cleaned_data
        return TransferFacts(
            kind=TransferKind(given["kind"]),
            reason=TransferReason(given["reason"]),
            destination=given["destination"],
            destination_name=given["destination_name"],
            decided_on=given["decided_on"],
            introduced_on=given["introduced_on"],
            number=self.paper_number,
            until=given["until"],
        )


class TransferForm(_Folded, TransferBoxes, ConfirmedForm):
    """Sending one member elsewhere; which paper fits is a thing to compare."""

    number = TextField(
        label="Số giấy giới thiệu", required=False, max_length=40, help_text="Để trống khi chưa cấp giấy"
    )

    MORE = ("until", "decided_on")
    field_order = ("token", "kind", "destination", "destination_name", "introduced_on", "number", "reason", *MORE)

    def __init__(self, *args: Any, member: Member, places: list[Option], scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.scope = member, scope
        offer(self, "destination", places)

    @property
    def paper_number(self) -> str:
        return str(self.cleaned_data["number"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self.confirm(transfer_problems(self.member, self.transfer_facts, self.scope.today))
        return cleaned


_NUMBERS: Mapping[TransferStepKind, str] = {
    TransferStepKind.GIOI_THIEU: "Số giấy giới thiệu",
    TransferStepKind.PHIEU_BAO: "Số phiếu báo",
    TransferStepKind.GIA_HAN: "Số văn bản",
}
_DAYS: Mapping[TransferStepKind, str] = {
    TransferStepKind.GIOI_THIEU: "Ngày giấy giới thiệu",
    TransferStepKind.TIEP_NHAN: "Ngày chi bộ tiếp nhận",
    TransferStepKind.PHIEU_BAO: "Ngày phiếu báo",
    TransferStepKind.TU_CHOI: "Ngày trả lại nơi đi",
    TransferStepKind.TRA_LAI: "Ngày thôi chuyển",
    TransferStepKind.GIA_HAN: "Ngày gia hạn",
    TransferStepKind.TRO_VE: "Ngày trở về",
}


class TransferStepForm(ConfirmedForm):
    """One step: its day, and what else such a step says."""

    occurred_on = DayField(label="Ngày")
    organization = OrganizationField(label="Chi bộ tiếp nhận", noun="chi bộ tiếp nhận")
    number = TextField(label="Số giấy", required=False, max_length=40)
    until = DayField(label="Tạm thời đến hết ngày", noun="ngày cuối")
    reason = TextField(label="Lý do", max_length=250)

    def __init__(
        self, *args: Any, file: TransferFile, kind: TransferStepKind, cells: list[Option], scope: Scope, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.file, self.kind, self.scope = file, kind, scope
        self.fields["occurred_on"].label = _DAYS[kind]
        if kind in _NUMBERS:
            self.fields["number"].label = _NUMBERS[kind]
        else:
            del self.fields["number"]
        if kind is TransferStepKind.TIEP_NHAN:
            offer(self, "organization", cells)
        else:
            del self.fields["organization"]
        extends = (kind is TransferStepKind.GIOI_THIEU and file.is_temporary) or kind is TransferStepKind.GIA_HAN
        if not extends:
            del self.fields["until"]
        if kind not in (TransferStepKind.TU_CHOI, TransferStepKind.TRA_LAI):
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self.confirm(transfer_step_problems(self.file, self.facts, self.scope.today))
        return cleaned

    @property
    def facts(self) -> TransferStepFacts:
        """What was said, of a form that was found well filled."""
        given = self.cleaned_data
        return TransferStepFacts(
            self.kind,
            given["occurred_on"],
            number=given.get("number") or "",
            organization=given.get("organization"),
            until=given.get("until"),
            reason=given.get("reason") or "",
        )


class TakingBackForm(HouseForm):
    """Why a mistaken step is taken back."""

    reason = TextField(
        label="Lý do đính chính",
        max_length=250,
        multiline=True,
        help_text="Ví dụ: ghi nhầm người; ghi nhầm chi bộ. Lý do được giữ trong sổ.",
    )


class ArrivalForm(_Folded, PersonForm):
    """Taking in somebody with a paper of a place outside: who, from where, to which cell, and the Party dates."""

    admitted_on = DayField(label="Ngày vào Đảng", required=False, help_text="Không phải ghi khi chỉ đến tạm thời")
    official_on = DayField(label="Ngày chính thức", required=False, help_text="Để trống khi còn là đảng viên dự bị")
    origin_name = TextField(label="Từ đâu đến", max_length=200, help_text="Chi bộ, đảng bộ, tỉnh ghi trên giấy")
    cell = OrganizationField(label="Chi bộ tiếp nhận", noun="chi bộ tiếp nhận")
    occurred_on = DayField(label="Ngày chi bộ tiếp nhận", past=True)
    number = TextField(label="Số giấy giới thiệu", required=False, max_length=40)
    card_number = DigitsField(label="Số thẻ đảng viên", required=False, length=(8, 12), help_text="8 hoặc 12 chữ số")
    kind = CodeField(label="Loại chuyển", noun="loại chuyển", choices=FROM_OUTSIDE, empty=None)
    until = DayField(
        label="Tạm thời đến hết ngày", required=False, noun="ngày cuối", help_text="Chỉ ghi khi đến tạm thời"
    )
    reason = CodeField(
        label="Lý do chuyển", noun="lý do chuyển", choices=TransferReason.choices, empty=None, required=False
    )

    MAY_BE_MEMBER = True
    MORE = (
        "occurred_on", "number", "card_number", "kind", "until", "reason", "citizen_id", "ethnicity", "religion",
        "native_place", "residence", "phone",
    )  # fmt: skip
    field_order = (
        "token", "full_name", "birth", "gender", "origin_name", "cell", "admitted_on", "official_on", *MORE,
    )  # fmt: skip

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        offer(self, "cell", cell_options(scope))
        self.fields["reason"].initial = TransferReason.KHAC

    def people_alike(self, full_name: str, birth: PartialDate) -> list[Person]:
        return known_arrivals(self.scope, full_name, birth)

    @property
    def facts(self) -> ArrivalFacts:
        """What was said, of a form that was found well filled."""
        given = self.cleaned_data
        return ArrivalFacts(
            cell=given["cell"],
            origin_name=given["origin_name"],
            occurred_on=given["occurred_on"],
            kind=TransferKind(given["kind"]),
            reason=TransferReason(given["reason"] or TransferReason.KHAC),
            number=given["number"],
            until=given["until"],
            admitted_on=given["admitted_on"],
            official_on=given["official_on"],
            card_number=given["card_number"],
        )


class TransferFilterForm(FilterForm):
    """Which transfers to list: one of four lists (`muc`), of an organization, of a kind."""

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    loai = CodeField(label="Loại chuyển", noun="loại chuyển", choices=TransferKind.choices, empty=ANY, required=False)
    muc = CodeField(
        noun="danh sách", choices=[(tab.value, tab.label) for tab in Tab], widget=forms.HiddenInput, required=False
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))

    @property
    def tab(self) -> Tab:
        """The list asked for; the first one while the form has a mistake."""
        asked = self.cleaned_data.get("muc") if self.is_valid() else ""
        return Tab(asked) if asked else Tab.CHO_NOI_DEN

    def rows(self, tab: Tab) -> TransferQuerySet:
        """The transfers of a list that fit what was asked; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.transfers.none()
        asked = self.cleaned_data
        found = rows_of(self.scope.within(asked["to_chuc"]) if asked["to_chuc"] else self.scope, tab)
        return found.filter(kind=asked["loai"]) if asked["loai"] else found
