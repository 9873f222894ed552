"""Forms about who learns in a class: choosing people, proposing them, answering proposals, numbering certificates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from dangvien.actions.certificates import numbering_problems
from dangvien.actions.training import NO_LONGER
from dangvien.forms.choices import OrganizationField
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import DayField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.models import ClassProposal, TrainingClass
from dangvien.models.candidate import CandidateQuerySet
from dangvien.models.member import MemberQuerySet
from dangvien.procedure.checks.learners import full_problem, learner_problems
from dangvien.procedure.learners import Row, pool
from dangvien.procedure.places import cell_options
from dangvien.procedure.problem import Problem
from dangvien.scope import Scope

MOST_SHOWN = 100
"""How many people a list of boxes shows at once; more are found by choosing a cell."""


class LearnerFilterForm(FilterForm):
    """Whose people to show for sending to a class."""

    chi_bo = OrganizationField(label="Chi bộ", required=False)
    ca_nguoi_da_hoc = forms.BooleanField(label="Cả người đang học hoặc có giấy còn hạn", required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("chi_bo", cell_options(scope))

    def people(self, training_class: TrainingClass) -> CandidateQuerySet | MemberQuerySet:
        """Those who can be sent to this class; nobody while the form has a mistake."""
        everybody = False
        scope = Scope.empty(self.scope.today)
        if self.is_valid():
            cell, everybody = self.cleaned_data["chi_bo"], self.cleaned_data["ca_nguoi_da_hoc"]
            scope = self.scope.within(cell) if cell else self.scope
        return pool(scope, training_class, everybody=everybody)


class TickedForm(ConfirmedForm):
    """Rows ticked in a list; `chosen` are those ticked, of a valid form."""

    people = forms.MultipleChoiceField(
        label="Người được cử đi học",
        error_messages={"required": "Đánh dấu ít nhất một người.", "invalid_choice": NO_LONGER},
    )

    def __init__(self, *args: Any, keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, key) for key in keys]

    @property
    def ticked(self) -> list[str]:
        """What was ticked in the sent form, to show it again."""
        return list(self["people"].value() or [])


class EnrollForm(TickedForm):
    """People put on the class list by the committee that runs the class."""

    def __init__(self, *args: Any, training_class: TrainingClass, rows: list[Row], scope: Scope, **kwargs: Any) -> None:
        self.rows: Mapping[str, Row] = {str(row.pk): row for row in rows}
        self.training_class, self.scope = training_class, scope
        super().__init__(*args, keys=self.rows, **kwargs)

    @property
    def chosen(self) -> list[Row]:
        return [self.rows[key] for key in self.cleaned_data["people"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self.confirm(self.findings())
        return cleaned

    def findings(self) -> list[Problem]:
        """What is to be compared with papers before these people are sent."""
        people = [row.person for row in self.chosen]
        found = learner_problems(self.training_class, people, self.scope.today)
        return [
            *full_problem(self.training_class, len(people)),
            *(problem for person in people for problem in found.get(person.pk, ())),
        ]


class ProposeForm(EnrollForm):
    """People proposed by their cell, with its resolution."""

    resolution = TextField(
        label="Số nghị quyết hoặc danh sách của chi bộ", required=False, max_length=40, help_text="Ví dụ: 12-NQ/CB"
    )
    proposed_on = DayField(label="Ngày nghị quyết", noun="ngày nghị quyết", past=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].widget.attrs["size"] = 20


APPROVE, RETURN = "duyet", "tra_lai"


class AnswerForm(TickedForm):
    """Proposals ticked, and the answer: a list with its number, or the reason they go back."""

    tat_ca = forms.BooleanField(label="Tất cả người trong danh sách này", required=False)
    decided_on = DayField(label="Ngày duyệt, ngày trả lại", noun="ngày duyệt", past=True)
    list_number = TextField(
        label="Số danh sách hoặc văn bản duyệt",
        noun="số danh sách hoặc văn bản duyệt",
        required=False,
        max_length=40,
        help_text="Ví dụ: 03-DS/ĐU; cần khi duyệt",
    )
    reason = TextField(
        label="Lý do trả lại", required=False, max_length=250, help_text="Viết ngắn; cần khi trả lại, chi bộ đọc được"
    )

    def __init__(
        self,
        *args: Any,
        training_class: TrainingClass,
        proposals: list[ClassProposal],
        answer: str = APPROVE,
        **kwargs: Any,
    ) -> None:
        self.proposals = {str(proposal.pk): proposal for proposal in proposals}
        self.training_class, self.answer = training_class, answer
        super().__init__(*args, keys=self.proposals, **kwargs)
        self.fields["people"].required = False
        self.fields["people"].error_messages["invalid_choice"] = (
            "Trong danh sách có đề nghị đã được trả lời hoặc đã rút. Xem lại danh sách rồi đánh dấu lại."
        )
        self.fields["list_number"].widget.attrs["size"] = 20

    @property
    def chosen(self) -> list[ClassProposal]:
        if self.cleaned_data["tat_ca"]:
            return list(self.proposals.values())
        return [self.proposals[key] for key in self.cleaned_data["people"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "people" not in self.errors and not self.chosen:
            self.add_error("people", "Đánh dấu ít nhất một người, hoặc đánh dấu “Tất cả”.")
        if self.answer == APPROVE and not self.errors:
            self.confirm(full_problem(self.training_class, len(self.chosen)))
        return cleaned


class NumberForm(ConfirmedForm):
    """The first number, and the day on all certificates."""

    first = TextField(
        label="Số giấy đầu tiên",
        noun="số giấy đầu tiên",
        max_length=30,
        help_text="Ví dụ: 01/GCN; các số sau tự tăng: 02/GCN, 03/GCN…",
    )
    issued_on = DayField(label="Ngày cấp", noun="ngày cấp giấy", past=True)

    def __init__(self, *args: Any, training_class: TrainingClass, scope: Scope, waiting: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.training_class, self.scope, self.waiting = training_class, scope, waiting
        self.fields["first"].widget.attrs["size"] = 14

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, day = cleaned.get("first"), cleaned.get("issued_on")
        if first and day:
            self.confirm(numbering_problems(self.training_class, self.waiting, first, day, self.scope))
        return cleaned
