"""The filter above the lists of a review: which list, which organization; behind a number its kind and year."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien.forms.choices import CodeField, OrganizationField
from dangvien.forms.filtering import FilterForm
from dangvien.models import Kind, Organization
from dangvien.procedure.places import subtree_options
from dangvien.procedure.reviews import LEFT, Review
from dangvien.scope import Scope


class ReviewFilterForm(FilterForm):
    """One of the lists (`muc`) of an organization; `loai`, `nam` and `rieng` open a number of those who left."""

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    muc = CodeField(
        noun="danh sách", choices=[(one.value, one.label) for one in Review], widget=forms.HiddenInput, required=False
    )
    loai = CodeField(
        noun="việc", choices=[(kind.value, kind.label) for kind in LEFT], widget=forms.HiddenInput, required=False
    )
    nam = forms.IntegerField(label="Năm", widget=forms.HiddenInput, required=False, min_value=1930, max_value=2999)
    rieng = CodeField(noun="phần", choices=[("co", "Ghi thẳng")], widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))

    @property
    def review(self) -> Review:
        asked = self.cleaned_data.get("muc") if self.is_valid() else ""
        return Review(asked) if asked else Review.HAI_NAM

    @property
    def organization(self) -> Organization | None:
        return self.cleaned_data.get("to_chuc") if self.is_valid() else None

    @property
    def narrowed(self) -> Scope:
        """The scope of the organization asked for; nobody's while the form has a mistake."""
        if not self.is_valid():
            return Scope.empty(self.scope.today)
        return self.scope.within(self.organization) if self.organization else self.scope

    @property
    def number(self) -> tuple[Kind, int] | None:
        """The kind and the year of a number that was opened."""
        if not self.is_valid() or self.review is not Review.RA_KHOI:
            return None
        kind, year = self.cleaned_data["loai"], self.cleaned_data["nam"]
        return (Kind(kind), year) if kind and year else None

    @property
    def own(self) -> Organization | None:
        return self.organization if self.is_valid() and self.cleaned_data["rieng"] else None
