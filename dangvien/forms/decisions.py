"""The filter above the list of decisions."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dangvien.forms.choices import ANY, CodeField, OrganizationField
from dangvien.forms.fields import IntegerField
from dangvien.forms.filtering import FilterForm
from dangvien.models import Decision
from dangvien.procedure.places import issuers_seen
from dangvien.scope import Scope


class DecisionFilterForm(FilterForm):
    """Which decisions to list, newest first."""

    so = IntegerField(label="Số", required=False, least=1, most=999_999)
    nam = IntegerField(label="Năm", required=False, least=1930, most=2100)
    viec = CodeField(label="Về việc", noun="việc", choices=Decision.Subject.choices, empty=ANY, required=False)
    co_quan = OrganizationField(label="Cơ quan ban hành", noun="cơ quan ban hành", required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("co_quan", issuers_seen(scope))
        self.fields["so"].widget.attrs["size"] = self.fields["nam"].widget.attrs["size"] = 6

    def rows(self) -> QuerySet[Decision]:
        """The decisions asked for; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.decisions.none()
        asked = self.cleaned_data
        found = self.scope.decisions.filter(voided_at__isnull=True)
        if asked["so"]:
            found = found.filter(number=asked["so"])
        if asked["nam"]:
            found = found.filter(issued_on__year=asked["nam"])
        if asked["viec"]:
            found = found.filter(subject=asked["viec"])
        if asked["co_quan"]:
            found = found.filter(issuer=asked["co_quan"])
        return found.order_by("-issued_on", "-number", "pk")
