"""Boxes that only the forms of steps have: choosing a member, choosing a verification that was sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dangvien.forms.choices import EMPTY, LongSelect
from dangvien.models import Member, Step
from dangvien.procedure.known import BESIDE, NAMED, OWN
from dangvien.text import day_full


class MemberField(forms.ChoiceField):
    """A list of members under headings; its value is a Member or None. What is not on offer is refused."""

    widget = LongSelect

    def __init__(self, *, groups: Iterable[tuple[str, list[Member]]], noun: str = "đảng viên", **kwargs: Any) -> None:
        self.noun = noun
        self.offered: dict[str, Member] = {}
        choices: list[Any] = [EMPTY]
        for heading, members in groups:
            self.offered.update((str(member.pk), member) for member in members)
            choices.append((heading, [(str(member.pk), _called(member, heading)) for member in members]))
        super().__init__(choices=choices, **kwargs)

    def to_python(self, value: Any) -> Any:
        return None if value in self.empty_values else self.offered.get(str(value), str(value))

    def validate(self, value: Any) -> None:
        if value is None:
            if self.required:
                raise ValidationError(f"Chọn {self.noun}.", code="required")
        elif not isinstance(value, Member):
            raise ValidationError(
                f"Chọn {self.noun} trong danh sách: đảng viên chính thức của chi bộ hoặc của đảng bộ.", code="invalid"
            )


def _called(member: Member, heading: str) -> str:
    """By name, and by birth where that is in scope: of who is only named by a case the name is all that is known.

    Under the name of a cell the line says it again: a box that is closed shows the line alone.
    """
    if heading == NAMED:
        return str(member)
    called = f"{member} ({member.person.birth})"
    return called if heading in (OWN, BESIDE) else f"{called}, {heading}"


class RequestField(forms.ChoiceField):
    """A list of verifications that were sent; its value is the step, or None."""

    widget = LongSelect

    def __init__(self, *, requests: Iterable[Step], noun: str = "công văn đã gửi", **kwargs: Any) -> None:
        self.noun = noun
        self.offered = {str(step.pk): step for step in requests}
        super().__init__(choices=[EMPTY, *((key, _sent(step)) for key, step in self.offered.items())], **kwargs)

    def to_python(self, value: Any) -> Any:
        return None if value in self.empty_values else self.offered.get(str(value), str(value))

    def validate(self, value: Any) -> None:
        if value is None:
            if self.required:
                raise ValidationError(f"Chọn {self.noun}.", code="required")
        elif not isinstance(value, Step):
            raise ValidationError(f"Chọn {self.noun} trong danh sách các nơi còn chờ trả lời.", code="invalid")


def _sent(step: Step) -> str:
    return f"{step.get_matter_display()}: {step.body}, gửi {day_full(step.occurred_on)}"
