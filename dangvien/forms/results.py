"""The grid of results of a class: one row a learner, checked row by row, saved together or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from dangvien.actions.training import ResultFacts, not_enrolled, result_problems
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import CodeField
from dangvien.forms.fields import DayField, TextField
from dangvien.models import Enrollment, Person, TrainingClass
from dangvien.procedure.problem import Problem
from dangvien.scope import Scope

ROWS = "nguoi"
"""The name under which a page sends whose rows it showed."""

STRANGER = "Có dòng không thuộc danh sách lớp này. Ghi danh người đó trước, rồi mở lại trang kết quả."

_LARGEST_KEY = 2**63 - 1


class ResultRow(forms.Form):
    """One learner's boxes."""

    result = CodeField(label="Kết quả", noun="kết quả", choices=Enrollment.Result.choices, empty=None)
    grade = TextField(label="Xếp loại", required=False, max_length=20)
    certificate_number = TextField(label="Số giấy chứng nhận", required=False, max_length=30)
    certificate_on = DayField(label="Ngày cấp", noun="ngày cấp giấy", required=False, help_text="")

    def __init__(self, data: Any, *, person: Person, enrollment: Enrollment | None) -> None:
        initial = {name: getattr(enrollment, name) for name in self.base_fields} if enrollment else {}
        super().__init__(data, prefix=f"n{person.pk}", initial=initial)
        self.person, self.enrollment = person, enrollment
        for name, size in (("result", None), ("grade", 8), ("certificate_number", 14), ("certificate_on", 11)):
            box = self.fields[name].widget.attrs
            box["aria-label"] = f"{self.fields[name].label}: {person}"
            if size:
                box["size"] = size

    def facts(self, common_day: date | None) -> ResultFacts:
        """What the row says; a certificate without its own day takes the common one."""
        given = self.cleaned_data
        result = Enrollment.Result(given["result"])
        if result == Enrollment.Result.DANG_HOC and given["certificate_number"]:
            result = Enrollment.Result.DAT  # a number has been given out: the result box was merely not touched
        day = given["certificate_on"] or (common_day if result == Enrollment.Result.DAT else None)
        return ResultFacts(self.person, result, given["grade"], given["certificate_number"], day)

    def take(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.sentence)

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        """What is wrong with the row, each sentence naming the person, under the id that its box refers to."""
        boxes = [(f"{field.auto_id}_error", field.errors) for field in self]
        return [
            (key, [self._naming(str(sentence)) for sentence in found])
            for key, found in [(f"{self.prefix}-error", self.non_field_errors()), *boxes]
            if found
        ]

    def _naming(self, sentence: str) -> str:
        return sentence if self.person.full_name in sentence else f"{self.person}: {sentence}"


class ResultsForm(HouseForm):
    """The rows of one page, and a day that serves every certificate without its own."""

    common_day = DayField(
        label="Cùng ngày cấp cho cả lớp",
        noun="ngày cấp chung",
        required=False,
        help_text="Dùng cho người được cấp giấy mà ô ngày cấp để trống. Ví dụ: 03/02/1990",
    )

    def __init__(
        self, data: Any = None, *, scope: Scope, training_class: TrainingClass, enrollments: Iterable[Enrollment]
    ) -> None:
        super().__init__(data)
        self.scope, self.training_class = scope, training_class
        self.strangers = False
        listed = {item.person_id: item for item in enrollments}
        if data is None:
            self.rows = [ResultRow(None, person=item.person, enrollment=item) for item in listed.values()]
            return
        sent = [int(key) for key in data.getlist(ROWS) if key.isascii() and key.isdigit() and int(key) <= _LARGEST_KEY]
        known = {person.pk: person for person in scope.people.filter(pk__in=set(sent) - listed.keys())}
        known |= {key: item.person for key, item in listed.items() if key in sent}
        self.rows = [ResultRow(data, person=known[key], enrollment=listed.get(key)) for key in sent if key in known]
        self.strangers = len(self.rows) < len(data.getlist(ROWS))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.strangers:
            self.add_error(None, STRANGER)
        for row in self.rows:
            valid = row.is_valid()
            if row.enrollment is None:
                # Not on the list as the writer sees it: another ward may have sent this person to the class.
                row.take([not_enrolled(self.training_class, row.person)])
            elif valid and row.has_changed():
                facts = row.facts(cleaned.get("common_day"))
                row.take(result_problems(self.training_class, facts, self.scope.today))
        self._numbers_once()
        for row in self.rows:
            for _, sentences in row.told:
                for sentence in sentences:
                    self.add_error(None, sentence)
        return cleaned

    def _numbers_once(self) -> None:
        """A number typed twice on the page itself, which the register cannot know yet."""
        typed = [(row, row.cleaned_data.get("certificate_number")) for row in self.rows if row.is_valid()]
        counts = Counter(number for _, number in typed if number)
        for row, number in typed:
            if counts[number] > 1:
                row.add_error(
                    "certificate_number", f"{row.person}: số {number} ghi cho {counts[number]} người trên trang này."
                )

    @property
    def boxes(self) -> dict[str, str]:
        """Where each sentence about a row sends its reader: the id of the box, or of the row's first box."""
        return {
            sentence: f"{row['result'].auto_id}" if key.endswith("-error") else key.removesuffix("_error")
            for row in self.rows
            for key, sentences in row.told
            for sentence in sentences
        }

    @property
    def changed(self) -> list[ResultFacts]:
        """What is to be written: the rows of a valid form that say something new."""
        common_day = self.cleaned_data.get("common_day")
        return [row.facts(common_day) for row in self.rows if row.has_changed()]
