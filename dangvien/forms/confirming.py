"""Warnings that a person must have compared with the papers before the form is carried out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms

from dangvien.forms.base import HouseForm
from dangvien.procedure.problem import Level, Problem

TICK = "doi_chieu"


class Checkbox(forms.CheckboxInput):
    """A check box that sends which warnings it stood under, so that a tick never confirms warnings not yet seen."""

    def __init__(self, shown: str) -> None:
        super().__init__(check_test=lambda value: value == shown)
        self.shown = shown

    def format_value(self, value: Any) -> str:
        return self.shown

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, "")


class ConfirmedForm(HouseForm):
    """A form whose warnings are shown and confirmed with "Tôi đã đối chiếu" before it is carried out."""

    warnings: tuple[Problem, ...] = ()

    def confirm(self, problems: Iterable[Problem]) -> None:
        """Ask for the tick when there are warnings and nothing refuses; call at the end of `clean`.

        Refusals are left to the action, which has the last word; what is refused now need not be confirmed yet.
        """
        found = tuple(problems)
        if any(problem.level is Level.REFUSE for problem in found):
            return
        self.warnings = tuple(problem for problem in found if problem.level is Level.WARN)
        if not self.warnings:
            return
        shown = hashlib.sha256("\n".join(problem.sentence for problem in self.warnings).encode()).hexdigest()[:16]
        self.fields[TICK] = forms.CharField(
            label="Tôi đã đối chiếu các điểm cần chú ý với giấy tờ", widget=Checkbox(shown)
        )
        if self.data.get(self.add_prefix(TICK)) != shown:
            self.add_error(TICK, "Đọc các điểm cần chú ý, đối chiếu với giấy tờ rồi đánh dấu vào ô này.")
