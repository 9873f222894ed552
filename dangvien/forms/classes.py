"""Forms about training classes: the filter, opening one, enrolling followed people."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, CodeField, OrganizationField, offer
from dangvien.forms.fields import DayField, IntegerField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.models import Candidate, TrainingClass
from dangvien.models.candidate import CandidateQuerySet, Stage
from dangvien.models.training import TrainingClassQuerySet
from dangvien.period import Period
from dangvien.procedure.places import Option, cell_options
from dangvien.scope import Scope

MOST_SHOWN = 100
"""How many people the list of boxes shows at once; more are found by choosing a cell."""


class ClassFilterForm(FilterForm):
    """Which classes to list."""

    nam = IntegerField(label="Năm khai giảng", required=False, least=1930, most=2100)
    loai = CodeField(label="Loại lớp", noun="loại lớp", choices=TrainingClass.Kind.choices, empty=ANY, required=False)
    dang_mo = forms.BooleanField(label="Chỉ lớp đang học", required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.fields["nam"].widget.attrs["size"] = 6

    def rows(self) -> TrainingClassQuerySet:
        """The classes asked for, newest first; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.classes.none()
        asked = self.cleaned_data
        found = self.scope.classes
        if asked["nam"]:
            found = found.during(Period.year(asked["nam"]))
        if asked["loai"]:
            found = found.filter(kind=asked["loai"])
        if asked["dang_mo"]:
            found = found.filter(starts_on__lte=self.scope.today, ends_on__gte=self.scope.today)
        return found.order_by("-starts_on", "code")


class ClassForm(HouseForm):
    """Opening a class."""

    code = TextField(label="Mã lớp", max_length=30, help_text="Ví dụ: NT-2022-01; mỗi mã dùng cho một lớp")
    name = TextField(label="Tên lớp", max_length=200)
    kind = CodeField(label="Loại lớp", noun="loại lớp", choices=TrainingClass.Kind.choices, empty=None)
    organizer = OrganizationField(label="Cấp ủy mở lớp", noun="cấp ủy mở lớp")
    starts_on = DayField(label="Khai giảng", noun="ngày khai giảng")
    ends_on = DayField(label="Bế giảng", noun="ngày bế giảng")
    venue = TextField(label="Nơi học", required=False, max_length=200)

    def __init__(self, *args: Any, organizers: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organizer", organizers)
        self.fields["code"].widget.attrs["size"] = 20


class EnrollFilterForm(FilterForm):
    """Whose people to show for enrolling."""

    chi_bo = OrganizationField(label="Chi bộ", required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("chi_bo", cell_options(scope))

    def people(self, training_class: TrainingClass) -> CandidateQuerySet:
        """Followed people who can be sent to this class: not in it, without a certificate, not in another class."""
        if not self.is_valid():
            return self.scope.candidates.none()
        cell = self.cleaned_data["chi_bo"]
        scope = self.scope.within(cell) if cell else self.scope
        return (
            scope.candidates.in_stage(Stage.THEO_DOI)
            .exclude(person__enrollments__training_class=training_class)
            .select_related("person", "organization")
            .in_name_order()
        )


class EnrollForm(HouseForm):
    """The people ticked in the list; its value is the list of candidates."""

    people = forms.MultipleChoiceField(
        label="Người được cử đi học",
        error_messages={
            "required": "Đánh dấu ít nhất một người.",
            "invalid_choice": "Trong những người đã đánh dấu có người không còn có thể cử đi học. Chọn lại.",
        },
    )

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {str(candidate.pk): candidate for candidate in candidates}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, str(candidate)) for key, candidate in self.candidates.items()]

    @property
    def chosen(self) -> list[Candidate]:
        return [self.candidates[key] for key in self.cleaned_data["people"]]

    @property
    def ticked(self) -> list[str]:
        """What was ticked in the sent form, to show it again."""
        return list(self["people"].value() or [])
