"""Boxes in which an organization is chosen, always from what the scope offered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from dangvien.models import Organization
from dangvien.procedure.places import Option

EMPTY = ("", "– Chọn –")
ANY = ("", "Tất cả")


class LongSelect(forms.Select):
    """The list Django draws, written in one go: one template for each of thousands of lines takes longer than the page.

    Lines and headings as in `choices`; disabled lines and attributes of single lines are not known here.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The HTML of the box with the chosen line marked."""
        chosen = set(self.format_value(value))
        given = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", given, mark_safe("".join(_lines(self.choices, chosen))))  # noqa: S308


def _lines(choices: Iterable[Any], chosen: set[str]) -> Iterator[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield f'<optgroup label="{escape(value)}">{"".join(_lines(label, chosen))}</optgroup>'
        else:
            mark = " selected" if str(value) in chosen else ""
            yield f'<option value="{escape(value)}"{mark}>{escape(label)}</option>'


class OrganizationField(forms.ChoiceField):
    """A list of organizations under the headings of their superiors; its value is an Organization or None.

    What is not on offer is refused with one sentence, whether it does not exist or lies outside of the scope.
    """

    widget = LongSelect

    def __init__(self, *, noun: str = "tổ chức", **kwargs: Any) -> None:
        self.noun = noun
        self._offered: dict[str, Organization] = {}
        super().__init__(**kwargs)
        self.error_messages["required"] = f"Chọn {noun}."

    def offer(self, options: Iterable[Option], *, empty: tuple[str, str] | None = EMPTY) -> None:
        """Set what can be chosen, in the order given; options of one heading stand together."""
        # A new dictionary: Django gives every form a shallow copy of its fields, which share what is inside.
        self._offered = {}
        choices: list[Any] = [empty] if empty else []
        groups: dict[str, list[tuple[str, str]]] = {}
        for option in options:
            key = str(option.organization.pk)
            self._offered[key] = option.organization
            if not option.group:
                choices.append((key, option.label))
            elif option.group in groups:
                groups[option.group].append((key, option.label))
            else:
                groups[option.group] = [(key, option.label)]
                choices.append((option.group, groups[option.group]))
        self.choices = choices
        if len(self._offered) == 1 and self.required:
            self.initial = self.initial or next(iter(self._offered))

    @property
    def offered(self) -> list[Organization]:
        return list(self._offered.values())

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, Organization) else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        return self._offered.get(str(value), str(value))

    def validate(self, value: Any) -> None:
        if value is None:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
        elif not isinstance(value, Organization):
            raise ValidationError(
                f"Chọn {self.noun} trong danh sách; tổ chức ngoài phạm vi của đồng chí không dùng được.",
                code="invalid_choice",
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")


class CodeField(forms.ChoiceField):
    """A choice from a code list or from an enumeration; `noun` is its name in a sentence."""

    def __init__(
        self, *, noun: str, choices: Iterable[tuple[str, str]], empty: tuple[str, str] | None = EMPTY, **kwargs: Any
    ) -> None:
        super().__init__(choices=[*([empty] if empty else []), *choices], **kwargs)
        self.error_messages["required"] = f"Chọn {noun}."
        self.error_messages["invalid_choice"] = f"Chọn {noun} trong danh sách."


def offer(form: forms.BaseForm, name: str, options: Iterable[Option], *, empty: tuple[str, str] | None = EMPTY) -> None:
    """Fill a form's box of organizations."""
    field = form.fields[name]
    assert isinstance(field, OrganizationField)
    field.offer(options, empty=empty)


def set_choices(field: forms.Field, choices: Iterable[tuple[str, str]]) -> None:
    """Give a box of choices those of a code list, when the form is made and not when the module is read."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
