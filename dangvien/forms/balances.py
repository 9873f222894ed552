"""What Đối chiếu sổ is asked: for whom, over which period, in which tree, and what was known by which day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from dangvien.dates import first_of_year
from dangvien.forms.choices import CodeField, OrganizationField
from dangvien.forms.fields import DayField
from dangvien.forms.filtering import DayPairMixin, FilterForm
from dangvien.models import Organization
from dangvien.period import Period
from dangvien.procedure.balances import NOW, THEN, Area, area_of, end_of
from dangvien.procedure.places import subtree_options
from dangvien.scope import Scope
from dangvien.text import day_full

TREES = ((THEN, "Của ngày cuối kỳ"), (NOW, "Hiện nay"))


class BalanceForm(DayPairMixin, FilterForm):
    """One organization and a period; what is left empty is the reader's own unit and this year up to today."""

    to_chuc = OrganizationField(label="Tổ chức")
    cay = CodeField(label="Hệ thống tổ chức", noun="hệ thống tổ chức", choices=TREES, empty=None, required=False)
    biet_den = DayField(label="Chỉ tính dòng đã ghi đến hết ngày", required=False, noun="ngày ghi sổ")
    field_order = ["to_chuc", "tu", "den", "cay", "biet_den"]

    def __init__(self, asked: QueryDict, *, scope: Scope) -> None:
        data: dict[str, Any] = {name: asked.get(name, "") for name in self.base_fields}
        options = subtree_options(scope, data["to_chuc"])
        usual = next((item.organization.pk for item in options if item.organization.pk in scope.roots), "")
        today = scope.today
        super().__init__(
            {
                **data,
                "to_chuc": data["to_chuc"] or str(usual),
                "tu": data["tu"] or day_full(first_of_year(today)),
                "den": data["den"] or day_full(today),
                "cay": data["cay"] or THEN,
            }
        )
        self.scope = scope
        field = self.fields["to_chuc"]
        assert isinstance(field, OrganizationField)
        field.offer(options, empty=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        last = cleaned.get("den")
        if last and last > self.scope.today:
            self.add_error("den", f"Kỳ đối chiếu không được quá hôm nay, {day_full(self.scope.today)}.")
        return cleaned

    @property
    def organization(self) -> Organization:
        found = self.cleaned_data["to_chuc"]
        assert isinstance(found, Organization)
        return found

    @property
    def area(self) -> Area:
        """The rows of what a valid form asks."""
        given = self.cleaned_data
        return area_of(self.scope, self.organization, Period(given["tu"], given["den"]), given["cay"])

    @property
    def known_at(self) -> datetime | None:
        """The moment up to which lines were written; None for all of them."""
        day = self.cleaned_data["biet_den"]
        return end_of(day) if day else None

    @property
    def usual_data(self) -> dict[str, str]:
        """Every box as it stands, to be put into addresses."""
        return {name: str(self.data.get(name, "")) for name in self.fields if self.data.get(name)}


class ColumnForm(forms.Form):
    """Which number of the table is opened."""

    dong = forms.CharField(max_length=20)
    cot = forms.CharField(max_length=12)
