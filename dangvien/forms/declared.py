"""Forms of figures that a document states: the list, a new one, taking one back."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien import codes
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.fields import IntegerField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.models import DeclaredFigure, Indicator
from dangvien.models.declared import DeclaredFigureQuerySet
from dangvien.procedure.declared import LARGEST, FigureFacts
from dangvien.procedure.places import subtree_options
from dangvien.rosters.years import FIRST_YEAR, LAST_YEAR
from dangvien.scope import Scope

EVERYBODY = ("", "Chung, không theo nguồn")
TAKEN_BACK = "da_lay_lai"


class DeclaredFilterForm(FilterForm):
    """Which figures to list."""

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    nam = IntegerField(label="Năm", required=False, least=FIRST_YEAR, most=LAST_YEAR)
    la = CodeField(
        label="Loại số liệu", noun="loại số liệu", choices=DeclaredFigure.Purpose.choices, empty=ANY, required=False
    )
    chi_so = CodeField(label="Chỉ số", noun="chỉ số", choices=Indicator.choices, empty=ANY, required=False)
    xem = CodeField(
        label="Xem",
        noun="tình trạng",
        choices=[(TAKEN_BACK, "Số đã lấy lại")],
        empty=("", "Số đang dùng"),
        required=False,
    )

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(data.get("to_chuc", ""))))
        self.fields["nam"].widget.attrs["size"] = 6

    @property
    def shows_taken_back(self) -> bool:
        return self.is_valid() and self.cleaned_data["xem"] == TAKEN_BACK

    def rows(self) -> DeclaredFigureQuerySet:
        """The figures asked for; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.declared_figures.none()
        asked = self.cleaned_data
        scope = self.scope.within(asked["to_chuc"]) if asked["to_chuc"] else self.scope
        found = scope.declared_figures.filter(voided_at__isnull=not self.shows_taken_back)
        if asked["nam"]:
            found = found.filter(first_year__lte=asked["nam"], last_year__gte=asked["nam"])
        if asked["la"]:
            found = found.filter(purpose=asked["la"])
        if asked["chi_so"]:
            found = found.filter(indicator=asked["chi_so"])
        return found.order_by("organization", "purpose", "indicator", "source", "first_year", "last_year", "pk")


class DeclareForm(HouseForm):
    """One figure: whose, what it counts, of which years, how many, by which document."""

    organization = OrganizationField(label="Tổ chức")
    purpose = CodeField(
        label="Loại số liệu",
        noun="loại số liệu",
        choices=DeclaredFigure.Purpose.choices,
        empty=None,
        widget=forms.RadioSelect,
    )
    indicator = CodeField(label="Chỉ số", noun="chỉ số", choices=Indicator.choices)
    source = CodeField(label="Nguồn", noun="nguồn", choices=(), empty=EVERYBODY, required=False)
    first_year = IntegerField(label="Từ năm", noun="năm", help_text="Ví dụ: 2015")
    last_year = IntegerField(
        label="Đến năm",
        noun="năm cuối",
        required=False,
        help_text="Số của một năm thì để trống; số chung của mấy năm thì ghi năm cuối",
    )
    value = IntegerField(label="Số", noun="số", least=0, most=LARGEST)
    document = TextField(
        label="Theo văn bản",
        noun="văn bản",
        max_length=250,
        help_text="Ví dụ: Báo cáo số 120-BC/TU ngày 15/12/2022 của Thành ủy",
    )

    def __init__(self, *args: Any, scope: Scope, targets: bool, **kwargs: Any) -> None:
        """`targets`: whether whoever writes sets targets at all; others are not offered them."""
        super().__init__(*args, **kwargs)
        offer(self, "organization", subtree_options(scope))
        if not targets:
            results = DeclaredFigure.Purpose.RESULT
            set_choices(self.fields["purpose"], [(results.value, results.label)])
            self.fields["purpose"].initial = results.value
        set_choices(self.fields["source"], [EVERYBODY, *codes.of("source").choices])
        self.fields["first_year"].widget.attrs["size"] = self.fields["last_year"].widget.attrs["size"] = 6

    @property
    def facts(self) -> FigureFacts:
        """What a valid form says."""
        given = self.cleaned_data
        return FigureFacts(
            organization=given["organization"],
            purpose=DeclaredFigure.Purpose(given["purpose"]),
            indicator=Indicator(given["indicator"]),
            first_year=given["first_year"],
            last_year=given["last_year"] or given["first_year"],
            value=given["value"],
            document=given["document"],
            source=given["source"],
        )


class TakeFigureBackForm(HouseForm):
    """Why a figure is taken back."""

    reason = TextField(
        label="Lý do", max_length=250, help_text="Ví dụ: ghi nhầm năm; văn bản đã thay bằng văn bản khác"
    )
