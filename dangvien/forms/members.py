"""Forms about members: the filter above the list, and mending a line of the ledger."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models import F
from django.db.models.expressions import OrderBy

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, CodeField, OrganizationField
from dangvien.forms.fields import TextField
from dangvien.forms.filtering import DayPairMixin, NameFilterForm
from dangvien.models import Person
from dangvien.models.member import MemberQuerySet
from dangvien.procedure.deadlines import last_admission_due
from dangvien.procedure.places import subtree_options
from dangvien.scope import Scope


class MemberStatus(models.TextChoices):
    """What the list of members can be narrowed to."""

    CHINH_THUC = "chinh_thuc", "Chính thức"
    DU_BI = "du_bi", "Dự bị"
    DU_12 = "du_12_thang", "Dự bị đã đủ 12 tháng"
    DA_RA = "da_ra", "Đã ra khỏi sổ"


SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "ten": ("person__sort_key", "person__birth_date", "person_id"),
    "-ten": ("-person__sort_key", "-person__birth_date", "-person_id"),
    "vao_dang": (F("admitted_on").asc(nulls_last=True), "pk"),
    "-vao_dang": (F("admitted_on").desc(nulls_last=True), "pk"),
}
"""How the list can be sorted: the address's word → the columns."""


class MemberFilterForm(DayPairMixin, NameFilterForm):
    """Which members to list; without a status, those in the register today."""

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    trang_thai = CodeField(
        label="Trạng thái",
        noun="trạng thái",
        choices=MemberStatus.choices,
        empty=("", "Đang sinh hoạt"),
        required=False,
    )
    gioi = CodeField(label="Giới tính", noun="giới tính", choices=Person.Gender.choices, empty=ANY, required=False)
    xep = CodeField(noun="cách xếp", choices=[(key, key) for key in SORTS], widget=forms.HiddenInput, required=False)
    field_order = ["ten", "to_chuc", "trang_thai", "gioi", "tu", "den"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))
        self.fields["tu"].label = "Vào Đảng từ ngày"

    def rows(self) -> MemberQuerySet:
        """The members asked for, in the order asked for; nobody while the form has a mistake."""
        if not self.is_valid():
            return self.scope.members.none()
        asked = self.cleaned_data
        scope = self.scope.within(asked["to_chuc"]) if asked["to_chuc"] else self.scope
        found = self._of_status(scope).select_related("person")
        if asked["gioi"]:
            found = found.filter(person__gender=asked["gioi"])
        if asked["tu"]:
            found = found.filter(admitted_on__gte=asked["tu"])
        if asked["den"]:
            found = found.filter(admitted_on__lte=asked["den"])
        return found.matching(asked["ten"]).order_by(*SORTS[asked["xep"] or "ten"])

    def _of_status(self, scope: Scope) -> MemberQuerySet:
        present = scope.present_members
        match self.cleaned_data["trang_thai"]:
            case MemberStatus.CHINH_THUC:
                return present.official()
            case MemberStatus.DU_BI:
                return present.probationary()
            case MemberStatus.DU_12:
                return present.probationary().filter(admitted_on__lte=last_admission_due(self.scope.today))
            case MemberStatus.DA_RA:
                return scope.members.gone()
            case _:
                return present


class CorrectionForm(HouseForm):
    """Why a line of the ledger is mended."""

    reason = TextField(
        label="Lý do đính chính",
        max_length=250,
        multiline=True,
        help_text="Ví dụ: ghi nhầm chi bộ; ghi nhầm ngày lễ. Lý do được giữ trong sổ.",
    )
