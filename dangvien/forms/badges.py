"""Forms of Party badges: the list of a round, and the numbers of the badges given in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from dangvien.dates import PartialDate
from dangvien.forms.choices import ANY, CodeField, OrganizationField, set_choices
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import PartialDayField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.procedure.awards import LONGEST_NUMBER, Award, award_problems, number_field
from dangvien.procedure.badges import BadgeLine, Group, Round, round_for, rounds_around
from dangvien.procedure.places import subtree_options
from dangvien.procedure.regulations import Regulations
from dangvien.scope import Scope
from dangvien.text import day_full


class RoundForm(FilterForm):
    """Which round, below which organization, and whom of its list."""

    dot = CodeField(label="Đợt", noun="đợt trao", choices=(), empty=None, required=False)
    to_chuc = OrganizationField(label="Tổ chức", required=False)
    nhom = CodeField(
        label="Xem",
        noun="nhóm",
        choices=[(group.value, group.label) for group in Group],
        empty=ANY,
        required=False,
    )

    def __init__(self, data: Any, *, scope: Scope, regulations: Regulations) -> None:
        self.usual = round_for(scope.today, regulations)
        self.rounds = {item.key: item for item in rounds_around(scope.today.year, regulations)}
        super().__init__(data, initial={"dot": self.usual.key})
        self.scope = scope
        self.fields["dot"].initial = self.usual.key
        set_choices(self.fields["dot"], [("", f"{day_full(self.usual.day)} (đợt tới)"), *self._others()])
        self.offer("to_chuc", subtree_options(scope, str(data.get("to_chuc", ""))))

    def _others(self) -> list[tuple[str, str]]:
        return [(key, day_full(item.day)) for key, item in self.rounds.items()]

    @property
    def asked(self) -> Round:
        """The round asked for; the next one when none was, or while the form has a mistake."""
        key = self.cleaned_data.get("dot") if self.is_valid() else None
        return self.rounds[key] if key else self.usual

    @property
    def chosen(self) -> Scope:
        """The scope, cut to the organization asked for."""
        asked = self.cleaned_data.get("to_chuc") if self.is_valid() else None
        return self.scope.within(asked) if asked else self.scope

    @property
    def group(self) -> Group | None:
        asked = self.cleaned_data.get("nhom") if self.is_valid() else None
        return Group(asked) if asked else None


class AwardsForm(ConfirmedForm):
    """The day of a round and a box for the number of each badge; a box left empty gives no badge."""

    awarded_on = PartialDayField(label="Ngày trao", noun="ngày trao", help_text="Ví dụ: 7/11/2026")

    def __init__(self, data: Any = None, *, lines: Sequence[BadgeLine], asked: Round, scope: Scope) -> None:
        super().__init__(data, initial={"awarded_on": PartialDate.of(asked.day)})
        self.lines, self.scope = lines, scope
        for line in lines:
            box = TextField(
                label=f"Số Huy hiệu của {line.member}",
                noun=f"số Huy hiệu của {line.member}",
                required=False,
                max_length=LONGEST_NUMBER,
            )
            box.widget.attrs |= {"aria-label": f"Số Huy hiệu {line.years} năm: {line.member}", "size": 12}
            self.fields[self._box(line)] = box

    @staticmethod
    def _box(line: BadgeLine) -> str:
        return number_field(Award(line.member, line.years))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and cleaned.get("awarded_on") and self.awards:
            self.confirm(award_problems(self.awards, cleaned["awarded_on"], self.scope.today))
        return cleaned

    @property
    def awards(self) -> list[Award]:
        """What a valid form says: the lines with a number."""
        typed = [(line, self.cleaned_data.get(self._box(line), "")) for line in self.lines]
        return [Award(line.member, line.years, number) for line, number in typed if number]

    @property
    def rows(self) -> list[tuple[BadgeLine, forms.BoundField]]:
        return [(line, self[self._box(line)]) for line in self.lines]
