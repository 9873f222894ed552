"""The forms of the two acts that make a member: admission and official recognition."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien.actions.deciding import decision_problems
from dangvien.forms.choices import CodeField, OrganizationField, offer
from dangvien.forms.deciding import DecisionForm
from dangvien.forms.fields import DayField
from dangvien.models import Candidate, Matter, Member
from dangvien.procedure.checks.admission import (
    WHY,
    AdmissionFacts,
    RecognitionFacts,
    admission_problems,
    recognition_problems,
)
from dangvien.procedure.places import Option
from dangvien.procedure.problem import Refused
from dangvien.scope import Scope

_REASONS = [(reason.value, reason.label) for reason in WHY]


class AtOnceForm(DecisionForm):
    """A decision written at once, without its steps. Why is asked only when the register was already in use then."""

    why = CodeField(
        label="Vì sao ghi tắt",
        noun="vì sao ghi tắt",
        choices=_REASONS,
        empty=None,
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get(self.add_prefix("why")):
            self._ask_why()

    def _ask_why(self) -> None:
        self.fields["why"].widget = forms.RadioSelect(choices=_REASONS)

    @property
    def reason(self) -> Matter | None:
        """Why, as chosen."""
        given = self.cleaned_data.get("why")
        return Matter(given) if given else None

    def take(self, refused: Refused) -> None:
        """Problems at their boxes; the box for why appears when it is asked for."""
        if any(problem.field == "why" for problem in refused.problems):
            self._ask_why()
        super().take(refused)


class AdmissionForm(AtOnceForm):
    """Admission of one candidate: the decision, then where and when the ceremony was."""

    ceremony_on = DayField(label="Ngày tổ chức lễ kết nạp", noun="ngày lễ kết nạp")
    cell = OrganizationField(label="Chi bộ kết nạp", noun="chi bộ")

    def __init__(
        self, *args: Any, scope: Scope, candidate: Candidate, issuers: list[Option], cells: list[Option], **kwargs: Any
    ) -> None:
        super().__init__(*args, issuers=issuers, **kwargs)
        self.scope, self.candidate = scope, candidate
        offer(self, "cell", cells)
        self.order_fields([*(name for name in self.fields if name != "why"), "why"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        facts, ceremony, cell = self.facts, cleaned.get("ceremony_on"), cleaned.get("cell")
        if facts and ceremony and cell:
            today = self.scope.today
            case = AdmissionFacts(self.candidate, cell, facts.issued_on, ceremony, facts.issuer, self.reason)
            self.confirm([*decision_problems(facts, today), *admission_problems(case, today)])
        return cleaned


class RecognitionForm(AtOnceForm):
    """Official recognition of one member. The official day is computed, never typed."""

    def __init__(self, *args: Any, scope: Scope, member: Member, issuers: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, issuers=issuers, **kwargs)
        self.scope, self.member = scope, member

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if facts := self.facts:
            today = self.scope.today
            case = RecognitionFacts(self.member, facts.issued_on, facts.issuer, self.reason)
            self.confirm([*decision_problems(facts, today), *recognition_problems(case, today)])
        return cleaned
