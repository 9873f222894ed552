"""The filter above Việc đến hạn."""

from __future__ import annotations

from typing import Any

from dangvien.forms.choices import ANY, CodeField, OrganizationField, set_choices
from dangvien.forms.filtering import FilterForm
from dangvien.models import Clock, WaitingFor
from dangvien.models.progress import DeadlineQuerySet
from dangvien.procedure.due import ELSEWHERE, LATE, LATER, Horizon, running
from dangvien.procedure.places import subtree_options
from dangvien.scope import Scope

OWN = ("", "Việc của đơn vị")


class DueForm(FilterForm):
    """Which clocks to list. Without an answer to `cho`, those that wait for somebody in the scope (`levels`)."""

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    viec = CodeField(label="Việc", noun="việc", choices=Clock.choices, empty=ANY, required=False)
    cho = CodeField(
        label="Đang chờ",
        noun="nơi đang chờ",
        choices=[(ELSEWHERE, "Nơi khác"), *WaitingFor.choices],
        empty=OWN,
        required=False,
    )
    han = CodeField(label="Hạn", noun="khoảng hạn", choices=(), required=False)

    def __init__(
        self, *args: Any, scope: Scope, horizon: Horizon, levels: frozenset[WaitingFor], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.horizon, self.levels = scope, horizon, levels
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))
        ahead = [(str(days), f"Trong {days} ngày tới") for days in horizon.days]
        later = (LATER, horizon.bands[-1].label)
        set_choices(self.fields["han"], [ANY, (LATE, "Quá hạn"), *ahead, later])

    @property
    def narrowed(self) -> Scope:
        """The scope, cut to the organization asked for; nobody's while the form has a mistake."""
        if not self.is_valid():
            return Scope.empty(self.scope.today)
        asked = self.cleaned_data["to_chuc"]
        return self.scope.within(asked) if asked else self.scope

    def of_every_band(self) -> DeadlineQuerySet:
        """What fits everything asked but the band and who is waited for: what the counts above the list count."""
        found = running(self.narrowed, self.horizon)
        if self.is_valid() and self.cleaned_data["viec"]:
            found = found.filter(clock=self.cleaned_data["viec"])
        return found

    def rows(self, found: DeadlineQuerySet) -> DeadlineQuerySet:
        """Of those the ones asked for, the longest overdue first."""
        if not self.is_valid():
            return found.in_order()
        asked = self.cleaned_data["cho"]
        if not asked:
            found = found.filter(waiting_for__in=sorted(self.levels))
        elif asked == ELSEWHERE:
            found = found.exclude(waiting_for__in=sorted(self.levels))
        else:
            found = found.filter(waiting_for=asked)
        return found.filter(self.horizon.of_code(self.cleaned_data["han"])).with_people().in_order()

    def elsewhere(self, found: DeadlineQuerySet) -> DeadlineQuerySet:
        """What waits for others, for the short list below one's own; none when somebody in particular was asked for."""
        if not self.is_valid() or self.cleaned_data["cho"]:
            return found.none()
        other = found.exclude(waiting_for__in=sorted(self.levels))
        return other.filter(self.horizon.of_code(self.cleaned_data["han"])).with_people().in_order()
