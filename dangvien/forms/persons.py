"""The boxes about a person that every form of entering somebody shares, and telling two people apart."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from dangvien import codes
from dangvien.dates import PartialDate
from dangvien.forms.choices import CodeField, set_choices
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import DigitsField, PartialDayField, TextField
from dangvien.models import Person
from dangvien.procedure.checks.people import person_problems
from dangvien.procedure.elsewhere import former_with
from dangvien.procedure.lookalikes import birth_columns, lookalikes
from dangvien.procedure.problem import Met
from dangvien.scope import Scope


class Alike(NamedTuple):
    """Somebody already in the register beside the one being entered, as the page shows them."""

    key: str
    full_name: str
    birth: PartialDate
    gender: str
    native_place: str
    standing: str


class PersonForm(ConfirmedForm):
    """Somebody to be entered. Someone who looks like a person already known must be told apart first (K35).

    A citizen number whose digits disagree with birth and gender is confirmed against the papers (K42).
    """

    full_name = TextField(label="Họ và tên khai sinh", max_length=120, help_text="Viết đủ trong một ô, có dấu")
    birth = PartialDayField(label="Ngày sinh")
    gender = CodeField(
        label="Giới tính", noun="giới tính", choices=Person.Gender.choices, empty=None, widget=forms.RadioSelect
    )
    citizen_id = DigitsField(label="Số căn cước", required=False, length=12, help_text="12 chữ số")
    ethnicity = CodeField(label="Dân tộc", noun="dân tộc", choices=(), required=False)
    religion = CodeField(label="Tôn giáo", noun="tôn giáo", choices=(), required=False)
    native_place = TextField(label="Quê quán", required=False, max_length=250)
    residence = TextField(label="Nơi thường trú", required=False, max_length=250)
    phone = TextField(label="Điện thoại", required=False, max_length=20)

    NEW = "khac"
    MAY_BE_MEMBER = False
    """Whether a former member of another place may be taken up by the form."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.alike: list[Person] = []
        self.former: Person | None = None
        for name, first in (("ethnicity", "01"), ("religion", "00")):
            set_choices(self.fields[name], codes.of(name).choices)
            self.fields[name].initial = first
        self.fields["citizen_id"].widget.attrs["size"] = 16
        self.fields["phone"].widget.attrs["size"] = 16

    def clean_full_name(self) -> str:
        name = str(self.cleaned_data["full_name"])
        if not (name.isupper() and " " in name):
            return name
        offered = " ".join(word[:1] + word[1:].lower() for word in name.split())
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["full_name"] = offered
        raise ValidationError(f"Tên vừa gõ toàn chữ hoa. Ô này đã đổi thành “{offered}”: xem lại rồi bấm Lưu.")

    def people_alike(self, full_name: str, birth: PartialDate) -> list[Person]:
        """Who of those already known this may be."""
        return lookalikes(self.scope.people.select_related("member"), full_name, birth)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name, birth = cleaned.get("full_name"), cleaned.get("birth")
        if name and birth:
            number = str(cleaned.get("citizen_id") or "")
            self.former = former_with(self.scope, number, name, birth, members=self.MAY_BE_MEMBER)
            if self.former is not None:
                self.met = frozenset({Met.of(self.former.pk, "số căn cước", number)})
            self.alike = [*self.people_alike(name, birth), *filter(None, [self.former])]
        if self.alike:
            self._tell_apart()
        if birth and not self.errors and cleaned.get("same_person", self.NEW) == self.NEW:
            self.confirm(
                person_problems(
                    full_name=cleaned["full_name"],
                    birth=birth,
                    gender=cleaned["gender"],
                    citizen_id=cleaned.get("citizen_id") or "",
                    day=self.scope.today,
                )
            )
        return cleaned

    def _tell_apart(self) -> None:
        keys = [str(person.pk) for person in self.alike]
        self.fields["same_person"] = forms.ChoiceField(
            label="Có phải cùng một người không?",
            choices=[
                *((row.key, f"Chính là {row.full_name}, sinh {row.birth}, đã có trong sổ") for row in self.alike_rows),
                (self.NEW, "Không, đây là người khác"),
            ],
            widget=forms.RadioSelect,
        )
        chosen = self.data.get(self.add_prefix("same_person"))
        if chosen in {*keys, self.NEW}:
            self.cleaned_data["same_person"] = chosen
        else:
            self.add_error(
                "same_person",
                "Trong sổ đã có người trùng tên và ngày sinh. So hai người trong bảng rồi chọn một trả lời.",
            )

    @property
    def alike_rows(self) -> list[Alike]:
        """Those it may be, as far as the writer may know them: of somebody of another place only what was typed."""
        members = set(self.scope.members.filter(person__in=self.alike).values_list("person", flat=True))
        return [self._told(person, person.pk in members) for person in self.alike]

    def _told(self, person: Person, member_here: bool) -> Alike:
        if person == self.former:
            typed = self.cleaned_data
            return Alike(str(person.pk), typed["full_name"], typed["birth"], "–", "", "Đã rời một nơi khác trong sổ")
        member = getattr(person, "member", None)
        standing = "Quần chúng" if member is None else member.status_label if member_here else "–"
        return Alike(
            str(person.pk), person.full_name, person.birth, person.get_gender_display(), person.native_place, standing
        )

    @property
    def gender_label(self) -> str:
        """The gender as chosen, in words."""
        return dict(Person.Gender.choices).get(self.cleaned_data.get("gender", ""), "–")

    @property
    def person(self) -> Person:
        """The known person that was chosen, else a new one, not yet saved."""
        given = self.cleaned_data
        chosen = given.get("same_person")
        for known in self.alike:
            if str(known.pk) == chosen:
                return known
        birth_date, precision = birth_columns(given["birth"])
        return Person(
            full_name=given["full_name"],
            birth_date=birth_date,
            birth_precision=precision,
            gender=given["gender"],
            ethnicity=given["ethnicity"] or "01",
            religion=given["religion"] or "00",
            native_place=given["native_place"],
            residence=given["residence"],
            citizen_id=given["citizen_id"] or None,
            phone=given["phone"],
        )
