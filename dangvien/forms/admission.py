"""The forms of the two acts that make a member: admission and official recognition."""

from __future__ import annotations

from typing import Any

from dangvien.actions.deciding import decision_problems
from dangvien.forms.choices import OrganizationField, offer
from dangvien.forms.deciding import DecisionForm
from dangvien.forms.fields import DayField
from dangvien.models import Candidate, Member
from dangvien.procedure.checks.admission import (
    AdmissionFacts,
    RecognitionFacts,
    admission_problems,
    recognition_problems,
)
from dangvien.procedure.places import Option
from dangvien.scope import Scope


class AdmissionForm(DecisionForm):
    """Admission of one candidate: the decision, then where and when the ceremony was."""

    ceremony_on = DayField(label="Ngày tổ chức lễ kết nạp", noun="ngày lễ kết nạp")
    cell = OrganizationField(label="Chi bộ kết nạp", noun="chi bộ")

    def __init__(
        self, *args: Any, scope: Scope, candidate: Candidate, issuers: list[Option], cells: list[Option], **kwargs: Any
    ) -> None:
        super().__init__(*args, issuers=issuers, **kwargs)
        self.scope, self.candidate = scope, candidate
        offer(self, "cell", cells)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        facts, ceremony, cell = self.facts, cleaned.get("ceremony_on"), cleaned.get("cell")
        if facts and ceremony and cell:
            today = self.scope.today
            case = AdmissionFacts(self.candidate, cell, facts.issued_on, ceremony)
            self.confirm([*decision_problems(facts, today), *admission_problems(case, today)])
        return cleaned


class RecognitionForm(DecisionForm):
    """Official recognition of one member. The official day is computed, never typed."""

    def __init__(self, *args: Any, scope: Scope, member: Member, issuers: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, issuers=issuers, **kwargs)
        self.scope, self.member = scope, member

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if facts := self.facts:
            today = self.scope.today
            case = RecognitionFacts(self.member, facts.issued_on)
            self.confirm([*decision_problems(facts, today), *recognition_problems(case, today)])
        return cleaned
