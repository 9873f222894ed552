"""The grid of results of a class: one row a learner, checked row by row, saved together or not at all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from dangvien.forms.choices import CodeField
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import DayField, IntegerField, MarkField, TextField
from dangvien.forms.pasting import AWAITING
from dangvien.models import Enrollment, Person, TrainingClass
from dangvien.models.training import AWAITING_LABEL
from dangvien.procedure.checks.results import ResultFacts, issuer_problems, not_enrolled, result_problems
from dangvien.procedure.problem import Level, Problem
from dangvien.scope import Scope

ROWS = "nguoi"
"""The name under which a page sends whose rows it showed."""

STRANGER = "Có dòng không thuộc danh sách lớp này. Ghi danh người đó trước, rồi mở lại trang kết quả."

_LARGEST_KEY = 2**63 - 1

_CHOICES = (
    *((value, label) for value, label in Enrollment.Result.choices if value == Enrollment.Result.DANG_HOC),
    (AWAITING, AWAITING_LABEL),
    *((value, label) for value, label in Enrollment.Result.choices if value != Enrollment.Result.DANG_HOC),
)


def stored_of(enrollment: Enrollment) -> dict[str, Any]:
    """What the boxes of a row say of a stored result."""
    result = AWAITING if enrollment.awaits_certificate else enrollment.result
    return {
        "attended": enrollment.attended,
        "score": enrollment.score,
        "grade": enrollment.grade,
        "result": result,
        "certificate_number": enrollment.certificate_number,
        "certificate_on": enrollment.certificate_on,
    }


class ResultRow(forms.Form):
    """One learner's boxes.

    `seen` carries what they said when the page was opened: a box counts as changed only against that, and a row that
    somebody else wrote meanwhile is not written over unread.
    """

    attended = IntegerField(label="Số buổi có mặt", noun="số buổi có mặt", required=False, least=0, most=999)
    score = MarkField(label="Điểm bài thu hoạch", noun="điểm bài thu hoạch", required=False)
    grade = TextField(label="Xếp loại", required=False, max_length=20)
    result = CodeField(label="Kết quả", noun="kết quả", choices=_CHOICES, empty=None)
    certificate_number = TextField(label="Số giấy chứng nhận", required=False, max_length=30)
    certificate_on = DayField(label="Ngày cấp", noun="ngày cấp giấy", required=False, help_text="")

    SIZES = {"attended": 3, "score": 4, "grade": 8, "certificate_number": 12, "certificate_on": 10}

    def __init__(self, data: Any, *, person: Person, enrollment: Enrollment | None) -> None:
        self.person, self.enrollment = person, enrollment
        self.stored = stored_of(enrollment) if enrollment else {}
        self.sign = self._sign(self.stored)
        prefix = f"n{person.pk}"
        sent = str(data.get(f"{prefix}-seen", "")) if data is not None else ""
        self.seen = self._read(sent) if sent else None
        """What the page said when it was opened; None when it does not tell."""
        self.kept_sign = sent if self.seen is not None else self.sign
        super().__init__(data, prefix=prefix, initial=self.seen or self.stored)
        for name, field in self.fields.items():
            box = field.widget.attrs
            box["aria-label"] = f"{field.label}: {person}"
            if name in self.SIZES:
                box["size"] = self.SIZES[name]

    @classmethod
    def _sign(cls, stored: dict[str, Any]) -> str:
        """The boxes' words as one text."""
        return json.dumps([str(cls.base_fields[name].prepare_value(value) or "") for name, value in stored.items()])

    @classmethod
    def _read(cls, sign: str) -> dict[str, Any] | None:
        try:
            words = json.loads(sign)
        except (ValueError, RecursionError):
            return None
        if not isinstance(words, list) or len(words) != len(cls.base_fields):
            return None
        return dict(zip(cls.base_fields, map(str, words), strict=True))

    @property
    def was_changed_by_another(self) -> bool:
        """Whether the stored result is no longer what the page showed when it was opened."""
        return self.enrollment is not None and self.seen is not None and self.kept_sign != self.sign

    def tell_of_the_change(self) -> None:
        """Say what somebody else wrote meanwhile; what was typed stays, and the next saving goes over it knowingly."""
        assert self.enrollment is not None
        said = [self.enrollment.result_label.lower()]
        if self.enrollment.certificate_number:
            said.append(f"giấy số {self.enrollment.certificate_number}")
        self.add_error(
            None,
            f"{self.person}: trong lúc đồng chí nhập, người khác đã ghi {', '.join(said)}. "
            "Xem lại dòng này rồi bấm Lưu lần nữa nếu vẫn đúng.",
        )
        self.kept_sign = self.sign

    def facts(self, common_day: date | None) -> ResultFacts:
        """What the row says; a certificate without its own day takes the common one."""
        given = self.cleaned_data
        awaits = given["result"] == AWAITING
        result = Enrollment.Result.DANG_HOC if awaits else Enrollment.Result(given["result"])
        if result == Enrollment.Result.DANG_HOC and given["certificate_number"]:
            # A number has been given out: the result box was merely not touched.
            result, awaits = Enrollment.Result.DAT, False
        day = given["certificate_on"] or (common_day if result == Enrollment.Result.DAT else None)
        return ResultFacts(
            self.person,
            result,
            given["grade"],
            given["certificate_number"],
            day,
            attended=given["attended"],
            score=given["score"],
            awaits_certificate=awaits,
        )

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
        return sentence if sentence.startswith(self.person.full_name) else f"{self.person}: {sentence}"


class ResultsForm(ConfirmedForm):
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
        self._doubts: list[Problem] = []
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
        certified = [self._checked(row, cleaned.get("common_day")) for row in self.rows]
        self._numbers_once()
        for row in self.rows:
            for _, sentences in row.told:
                for sentence in sentences:
                    self.add_error(None, sentence)
        if not self.errors:
            issuer = issuer_problems(self.training_class) if any(certified) else []
            self.confirm([*issuer, *self._doubts])
        return cleaned

    def _checked(self, row: ResultRow, common_day: date | None) -> bool:
        """Check one row; whether it gives out a certificate that was not there before."""
        valid = row.is_valid()
        if row.enrollment is None:
            # Not on the list as the writer sees it: another ward may have sent this person to the class.
            row.take([not_enrolled(self.training_class, row.person)])
        elif row.has_changed() and row.was_changed_by_another:
            row.tell_of_the_change()
        elif valid and row.has_changed():
            facts = row.facts(common_day)
            found = result_problems(self.training_class, facts, self.scope.today, self.scope)
            row.take(problem for problem in found if problem.level is Level.REFUSE)
            self._doubts += [problem for problem in found if problem.level is not Level.REFUSE]
            return facts.result == Enrollment.Result.DAT != row.enrollment.result
        return False

    def _numbers_once(self) -> None:
        """A number typed twice on the page itself, which the register cannot know yet."""
        typed = [(row, row.cleaned_data.get("certificate_number")) for row in self.rows if row.is_valid()]
        counts = Counter(number for _, number in typed if number)
        for row, number in typed:
            if counts[number] > 1:
                row.add_error(
                    "certificate_number", f"{row.person}: số {number} ghi cho {counts[number]} người trên trang này."
                )

    @staticmethod
    def boxes_of(enrollment: Enrollment) -> dict[str, str]:
        """The words a page would send of a row nobody touched, by the names of its boxes."""
        row = ResultRow(None, person=enrollment.person, enrollment=enrollment)
        return {**dict(zip(row.fields, json.loads(row.sign), strict=True)), "seen": row.sign}

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
