"""The two boxes of an overview: of which organization, for which year."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from dangvien.forms.choices import CodeField, OrganizationField
from dangvien.forms.filtering import FilterForm
from dangvien.models import Organization
from dangvien.procedure.places import subtree_options
from dangvien.scope import Scope
from reports.dashboard.asked import Asked

YEARS_OFFERED = 15
"""How far back an overview may be asked for."""


class OverviewForm(FilterForm):
    """One organization and a year; what is left empty is the reader's own unit and this year."""

    to_chuc = OrganizationField(label="Tổ chức")
    nam = CodeField(label="Năm", noun="năm", choices=(), empty=None)

    def __init__(self, asked: QueryDict, *, scope: Scope) -> None:
        data: dict[str, Any] = {name: asked.get(name, "") for name in self.base_fields}
        options = subtree_options(scope, data["to_chuc"])
        usual = next((item.organization.pk for item in options if item.organization.pk in scope.roots), "")
        this = scope.today.year
        super().__init__({"to_chuc": data["to_chuc"] or str(usual), "nam": data["nam"] or str(this)})
        self.scope = scope
        places, years = self.fields["to_chuc"], self.fields["nam"]
        assert isinstance(places, OrganizationField)
        assert isinstance(years, CodeField)
        places.offer(options, empty=None)
        years.choices = [(str(year), str(year)) for year in range(this, this - YEARS_OFFERED, -1)]

    @property
    def organization(self) -> Organization:
        found = self.cleaned_data["to_chuc"]
        assert isinstance(found, Organization)
        return found

    @property
    def asked(self) -> Asked:
        """What a valid form asks."""
        return Asked(self.scope, self.organization, int(self.cleaned_data["nam"]))


def address_of(organization: int, year: int) -> str:
    """The boxes as they stand in an address."""
    return urlencode({"to_chuc": organization, "nam": year})
