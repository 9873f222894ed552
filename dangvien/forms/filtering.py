"""Forms above lists: every part of an address passes a form, so that nonsense gets a sentence and never a crash."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.choices import flatten_choices

from dangvien.forms.choices import ANY, offer
from dangvien.forms.fields import DayField, TextField
from dangvien.procedure.places import Option
from dangvien.text import day_full

FORGOTTEN = "Từ tìm không còn được giữ. Gõ lại tên cần tìm."


class FilterForm(forms.Form):
    """A form that asks. All its boxes may be empty; `params` are those that may stand in an address."""

    def offer(self, name: str, options: list[Option]) -> None:
        """Fill a box of organizations; empty means all."""
        offer(self, name, options, empty=ANY)

    @property
    def params(self) -> dict[str, str]:
        """The boxes that were filled, as typed, without the words of a search by name."""
        typed = {name: str(self.data.get(name, "")) for name in self.fields}
        return {name: value for name, value in typed.items() if value and name != "ten"}

    @property
    def narrows(self) -> bool:
        """Whether anything was asked, so that there is something to take back; the sort order is not a question."""
        return any(self.data.get(name) for name, field in self.fields.items() if not field.widget.is_hidden)

    @property
    def in_words(self) -> str:
        """What was asked, for the head of a file: "Tổ chức: Đảng bộ Phường A; Nguồn: Nông thôn". Names are left out."""
        asked = [
            (str(field.label), _said(field, self.cleaned_data[name]))
            for name, field in self.fields.items()
            if name != "ten" and not field.widget.is_hidden and self.cleaned_data.get(name)
        ]
        return "; ".join(f"{label}: {words}" for label, words in asked)


def _said(field: forms.Field, value: Any) -> str:
    """A value as the box shows it."""
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        pairs: list[tuple[Any, Any]] = list(flatten_choices(choices))
        labels = {str(code): str(label) for code, label in pairs}
        return labels.get(str(field.prepare_value(value)), "")
    return day_full(value) if isinstance(value, date) else str(value)


class DayForm(FilterForm):
    """As of which day something is shown; without one, today."""

    ngay = DayField(label="Xem vào ngày", required=False, noun="ngày xem")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def day(self) -> date:
        """The day asked for; today while the form has a mistake."""
        return (self.cleaned_data.get("ngay") if self.is_valid() else None) or self.today


class NameFilterForm(FilterForm):
    """A list of people searched by name. The words travel in the session; the address carries their key, `tim`."""

    ten = TextField(label="Tên, không cần gõ dấu", required=False, max_length=60, noun="tên cần tìm")
    tim = TextField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, forgotten: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forgotten = forgotten

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.forgotten:
            self.add_error("ten", FORGOTTEN)
        return cleaned

    @property
    def params(self) -> dict[str, str]:
        return {name: value for name, value in super().params.items() if name != "tim"}


class DayPairMixin(forms.Form):
    """Two days, `tu` and `den`, of which the second must not come before the first."""

    tu = DayField(label="Từ ngày", required=False, help_text="")
    den = DayField(label="Đến ngày", required=False, help_text="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("tu", "den"):
            self.fields[name].widget.attrs["size"] = 10

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("tu"), cleaned.get("den")
        if first and last and last < first:
            self.add_error("den", "Đến ngày sớm hơn từ ngày. Kiểm tra lại hai ngày.")
        return cleaned
