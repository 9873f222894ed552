"""Forms of the monthly lists: which month and cells, and that a cell has reviewed its list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import CodeField, OrganizationField, set_choices
from dangvien.forms.fields import DayField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.procedure.monthly_lists import Month, Reviewed, months_of, reviewed_cells
from dangvien.procedure.places import subtree_options
from dangvien.scope import Scope
from dangvien.text import upper_first


class MonthForm(FilterForm):
    """Which month; without one, the one that runs."""

    thang = CodeField(label="Tháng", noun="tháng", choices=(), empty=None, required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.months = {month.code: month for month in months_of(scope.today)}
        set_choices(self.fields["thang"], [(code, upper_first(str(month))) for code, month in self.months.items()])

    @property
    def month(self) -> Month:
        """The month asked for; the one that runs while the form has a mistake."""
        asked = self.cleaned_data["thang"] if self.is_valid() else ""
        return self.months.get(asked) or Month.of(self.scope.today)


class MonthlyListsForm(MonthForm):
    """Which month, below which organization, and whether only cells that have not reviewed their lists."""

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    chua = forms.BooleanField(label="Chỉ chi bộ chưa rà soát", required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))

    def rows(self) -> Sequence[Reviewed]:
        """The cells asked for; none while the form has a mistake."""
        if not self.is_valid():
            return []
        asked = self.cleaned_data
        found = reviewed_cells(self.scope, self.month, asked["to_chuc"])
        return [row for row in found if row.review is None] if asked["chua"] else found


class ReviewForm(HouseForm):
    """The resolution by which a cell reviewed its list."""

    resolution = TextField(
        label="Số nghị quyết",
        noun="số nghị quyết",
        max_length=40,
        help_text="Ví dụ: 05-NQ/CB; nghị quyết họp tháng này",
    )
    reviewed_on = DayField(label="Ngày nghị quyết", noun="ngày nghị quyết")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].widget.attrs["size"] = 20
