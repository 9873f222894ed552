"""Correcting what the register says of a person: what may not be, what needs a reason or a paper, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dangvien import codes
from dangvien.dates import PartialDate
from dangvien.models import Candidate, Member, Person
from dangvien.procedure.checks.people import person_problems
from dangvien.procedure.lookalikes import birth_columns
from dangvien.procedure.problem import Problem
from dangvien.text import day_short, nfc

REASONED = ("full_name", "birth", "gender", "citizen_id")
"""What tells people apart: changed only with a reason."""

NOUNS: Mapping[str, str] = {
    "full_name": "họ và tên",
    "birth": "ngày sinh",
    "gender": "giới tính",
    "citizen_id": "số căn cước",
    "ethnicity": "dân tộc",
    "religion": "tôn giáo",
    "native_place": "quê quán",
    "residence": "nơi thường trú",
    "phone": "điện thoại",
}
"""Field → how a sentence and the audit trail call it."""


@dataclass(frozen=True)
class PersonFacts:
    """What a person's entry says; `citizen_id` is empty when none is known."""

    full_name: str
    birth: PartialDate
    gender: str
    citizen_id: str = ""
    ethnicity: str = "01"
    religion: str = "00"
    native_place: str = ""
    residence: str = ""
    phone: str = ""

    @classmethod
    def of(cls, person: Person) -> PersonFacts:
        plain = {name: getattr(person, name) for name in NOUNS if name not in ("birth", "citizen_id")}
        return cls(birth=person.birth, citizen_id=person.citizen_id or "", **plain)

    def write_to(self, person: Person) -> None:
        """Set a person's columns; the caller saves."""
        for name in NOUNS:
            if name not in ("birth", "citizen_id"):
                setattr(person, name, nfc(getattr(self, name)))
        person.birth_date, person.birth_precision = birth_columns(self.birth)
        person.citizen_id = self.citizen_id or None

    def changed_from(self, other: PersonFacts) -> list[str]:
        """The fields in which two entries differ, in the order of a form."""
        return [name for name in NOUNS if nfc(str(getattr(self, name))) != nfc(str(getattr(other, name)))]

    def told(self, name: str) -> str:
        """One field in words; of a number that names a person only the end."""
        value = str(getattr(self, name))
        match name:
            case "gender":
                return str(Person.Gender(value).label)
            case "ethnicity" | "religion":
                return codes.of(name).label(value)
            case "citizen_id":
                return f"…{value[-3:]}" if value else ""
        return value


def change_problems(
    subject: Candidate | Member, facts: PersonFacts, *, reason: str, number: str, today: date
) -> Iterator[Problem]:
    """Every reason against correcting somebody's entry, with the warnings of K42; a namesake is the form's affair.

    A member's day of birth is that of the documents the superior committee settled: it changes only by a document with
    a number (06-HD/TW, 9.2).
    """
    person, before = subject.person, PersonFacts.of(subject.person)
    changed = facts.changed_from(before)
    if not changed:
        yield Problem("", "Không có gì khác với điều đang ghi trong sổ. Sửa ít nhất một ô.")
        return
    if not nfc(facts.full_name).strip():
        yield Problem("full_name", "Nhập họ và tên khai sinh.")
    weighty = [NOUNS[name] for name in REASONED if name in changed]
    if weighty and not reason.strip():
        yield Problem("reason", f"Ghi lý do sửa {', '.join(weighty)}. Ví dụ: gõ nhầm so với giấy khai sinh.")
    if "birth" in changed:
        yield from _birth_problems(subject, facts.birth, number, today)
    if weighty:
        yield from person_problems(
            full_name=facts.full_name,
            birth=facts.birth,
            gender=facts.gender,
            citizen_id=facts.citizen_id,
            native_place=facts.native_place,
            day=today,
            but=person,
        )


def _birth_problems(subject: Candidate | Member, birth: PartialDate, number: str, today: date) -> Iterator[Problem]:
    if birth.earliest() > today:
        yield Problem("birth", "Ngày sinh ở tương lai. Kiểm tra lại ngày.")
    if isinstance(subject, Member):
        begun, what = subject.admitted_on, "ngày vào Đảng"
        if not number.strip():
            yield Problem(
                "number",
                "Ngày sinh của đảng viên chỉ sửa theo văn bản của cấp có thẩm quyền (06-HD/TW, 9.2). "
                "Nhập số văn bản ấy.",
                source="06-HD/TW, 9.2",
            )
    else:
        begun, what = subject.opened_on, "ngày bắt đầu theo dõi"
    if begun is not None and birth.earliest() >= begun:
        yield Problem("birth", f"Ngày sinh phải trước {what} ({day_short(begun)}). Kiểm tra lại ngày.")
