"""The day, and the place, whose regulations are asked for."""

from __future__ import annotations

from typing import Any

from dangvien.forms.choices import OrganizationField
from dangvien.forms.fields import DayField
from dangvien.forms.filtering import DayForm
from dangvien.models import Organization
from dangvien.procedure.places import committee_options
from dangvien.scope import Scope

OWN = ("", "Đơn vị của tôi")


class BasesForm(DayForm):
    """One day and one place; empty means today, and where the person serves."""

    noi = OrganizationField(label="Áp dụng tại", required=False)
    ngay = DayField(label="Quy định có hiệu lực vào ngày", noun="ngày", required=False)
    field_order = ["ngay", "noi"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, today=scope.today, **kwargs)
        options = committee_options(scope)
        if len(options) > 1:
            field = self.fields["noi"]
            assert isinstance(field, OrganizationField)
            field.offer(options, empty=OWN)
        else:
            del self.fields["noi"]

    @property
    def place(self) -> Organization | None:
        """The place asked for; None for one's own, and while the form has a mistake."""
        return self.cleaned_data.get("noi") if self.is_valid() else None
