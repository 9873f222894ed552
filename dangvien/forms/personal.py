"""The form that corrects what the register says of a person."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien.actions.personal import Overtaken
from dangvien.forms.confirming import TICK, ConfirmedForm
from dangvien.forms.fields import IntegerField, TextField
from dangvien.forms.persons import PersonForm
from dangvien.models import Candidate, Member, Person
from dangvien.procedure.checks.people import person_problems
from dangvien.procedure.personal import NOUNS, REASONED, PersonFacts
from dangvien.procedure.problem import Refused


class PersonalForm(PersonForm):
    """Somebody's own data. The citizen number stands on no page: its box is empty, and left empty it stays.

    What tells people apart changes with a reason; a member's day of birth with the number of a document too.
    """

    drop_citizen_id = forms.BooleanField(label="Bỏ số căn cước đang ghi (ghi nhầm người)", required=False)
    reason = TextField(
        label="Lý do sửa",
        required=False,
        max_length=200,
        help_text="Cần khi sửa tên, ngày sinh, giới tính, số căn cước",
    )
    number = TextField(
        label="Số văn bản cho sửa ngày sinh",
        noun="số văn bản",
        required=False,
        max_length=40,
        help_text="Chỉ cần khi sửa ngày sinh của đảng viên (06-HD/TW, 9.2)",
    )
    seen = IntegerField(widget=forms.HiddenInput, required=False, least=0)

    MORE = ("phone", "residence", "native_place", "ethnicity", "religion", "drop_citizen_id")
    field_order = ("token", "seen", "full_name", "birth", "gender", "citizen_id", "number", "reason", *MORE)

    def __init__(self, *args: Any, subject: Candidate | Member, **kwargs: Any) -> None:
        self.subject = subject
        self.before = PersonFacts.of(subject.person)
        first: dict[str, Any] = {name: getattr(self.before, name) for name in NOUNS if name != "citizen_id"}
        first["birth"] = str(self.before.birth)
        super().__init__(*args, initial={**first, "seen": subject.person.version}, **kwargs)
        held = self.before.told("citizen_id")
        self.fields["citizen_id"].help_text = f"Đang ghi số {held}; để trống thì giữ" if held else "12 chữ số"
        if not held:
            del self.fields["drop_citizen_id"]
        if not isinstance(subject, Member):
            del self.fields["number"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super(PersonForm, self).clean() or self.cleaned_data
        if not self.errors and any(name in REASONED for name in self.facts.changed_from(self.before)):
            facts = self.facts
            self.confirm(
                person_problems(
                    full_name=facts.full_name,
                    birth=facts.birth,
                    gender=facts.gender,
                    citizen_id=facts.citizen_id,
                    native_place=facts.native_place,
                    day=self.scope.today,
                    people=self.scope.people,
                    but=Person(pk=self.subject.person_id),
                )
            )
        return cleaned

    @property
    def facts(self) -> PersonFacts:
        """What a form without mistakes says."""
        given = self.cleaned_data
        said = {name: given[name] for name in NOUNS if name not in ("citizen_id", "ethnicity", "religion")}
        typed = given.get("citizen_id") or ("" if given.get("drop_citizen_id") else self.before.citizen_id)
        return PersonFacts(
            **said, citizen_id=typed, ethnicity=given["ethnicity"] or "01", religion=given["religion"] or "00"
        )

    def take(self, refused: Refused) -> None:
        """Of an entry that somebody else corrected, what they wrote is known from now on."""
        ConfirmedForm.take(self, refused)
        if isinstance(refused, Overtaken):
            typed: Any = self.data
            self.data = typed = typed.copy()
            typed[self.add_prefix("seen")] = str(refused.version)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in (*self.MORE, TICK)]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def more_is_open(self) -> bool:
        return any(field.errors for field in self.more_fields)
