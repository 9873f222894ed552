"""What a row of a list says, in the terms of the register: a record's texts as codes, days and numbers.

A record is what `dangvien.rosters` made of a row: field key → text as people write it, days as ISO text, None where the
cell is empty. What a list does not tell is None here and is never filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from dangvien import codes
from dangvien.dates import PartialDate
from dangvien.models import Enrollment, Person
from dangvien.text import search_key

Record = Mapping[str, Any]

GENDERS = {search_key(str(label)): str(value) for value, label in Person.Gender.choices}

SCHOOLING_KEYS = {
    "trinh_do": ("general_education", "professional"),
    "ly_luan": ("theory",),
    "nghe_nghiep": ("occupation",),
}
"""Field → columns of a standing it may fill."""

LISTS = {
    "general_education": "education_general",
    "professional": "education_professional",
    "theory": "political_theory",
    "occupation": "occupation",
}
"""Column of a standing → its code list."""

_FACTS = re.compile(r"[;\n]")
_PARTS = re.compile(r"[;,\n]|\s[-–+]\s")


def text_of(record: Record, key: str) -> str | None:
    """A text, or None where the list says nothing. Records hold their texts in one normal form already."""
    value = record.get(key)
    return None if value is None else str(value) or None


def day_of(record: Record, key: str) -> date | None:
    """A full day, or None."""
    value = record.get(key)
    return date.fromisoformat(value) if value else None


def code_of(record: Record, key: str, name: str) -> str | None:
    """The code that a text means, or None where it says nothing or nothing known."""
    text = record.get(key)
    return _found(name, str(text)) if text else None


@lru_cache(maxsize=4096)
def _found(name: str, text: str) -> str | None:
    """The code of a text; a list says the same few words again and again."""
    return codes.of(name).find(text)


@lru_cache(maxsize=256)
def _gender(text: str) -> str | None:
    return GENDERS.get(search_key(text))


class Schooling(NamedTuple):
    """Codes of what somebody learned and works as, and the texts that no code holds (field, text)."""

    codes: Mapping[str, str]
    unkept: tuple[tuple[str, str], ...] = ()


def schooling_of(record: Record) -> Schooling:
    """What a row says of schooling, theory and work."""
    return _schooling(*[text_of(record, key) for key in SCHOOLING_KEYS])


@lru_cache(maxsize=4096)
def _schooling(*texts: str | None) -> Schooling:
    found: dict[str, str] = {}
    unkept: list[tuple[str, str]] = []
    for (key, columns), text in zip(SCHOOLING_KEYS.items(), texts, strict=True):
        for part in _said(text, columns) if text else ():
            column = next((name for name in columns if _found(LISTS[name], part)), None)
            if column is None or column in found:
                unkept.append((key, part))
            else:
                found[column] = _found(LISTS[column], part) or ""
    return Schooling(found, tuple(unkept))


def _said(text: str, columns: tuple[str, ...]) -> Iterator[str]:
    """The facts of a list, each whole where it is known ("Biết đọc, biết viết"), else by its parts."""
    for fact in _FACTS.split(text):
        if any(_found(LISTS[name], fact) for name in columns):
            yield fact.strip()
            continue
        for part in _PARTS.split(fact):
            if part.strip():
                yield part.strip()


class PersonSaid(NamedTuple):
    """What a row says of a human being; None: nothing. A record holds these fields as text or not at all."""

    full_name: str
    birth: PartialDate
    gender: str | None
    ethnicity: str | None = None
    religion: str | None = None
    other_names: str | None = None
    native_place: str | None = None
    residence: str | None = None
    citizen_id: str | None = None
    phone: str | None = None

    @classmethod
    def of(cls, record: Record) -> PersonSaid:
        """Raises KeyError or ValueError for a record without name or birth: such a row does not come here."""
        said = record.get
        return cls(
            record["ho_ten"],
            PartialDate.from_iso(record["ngay_sinh"]),
            _gender(said("gioi_tinh") or ""),
            _found("ethnicity", text) if (text := said("dan_toc")) else None,
            _found("religion", text) if (text := said("ton_giao")) else None,
            said("ten_khac") or None,
            said("que_quan") or None,
            said("thuong_tru") or None,
            said("so_cccd") or None,
            said("dien_thoai") or None,
        )


class MemberSaid(NamedTuple):
    """What a row of a list of members says."""

    person: PersonSaid
    unit: str | None
    admitted_on: date | None
    official_on: date | None
    card: str | None
    file_number: str | None
    schooling: Schooling

    @classmethod
    def of(cls, record: Record) -> MemberSaid:
        said, day = record.get, date.fromisoformat
        return cls(
            PersonSaid.of(record),
            said("chi_bo") or None,
            day(text) if (text := said("ngay_vao_dang")) else None,
            day(text) if (text := said("ngay_chinh_thuc")) else None,
            said("so_the") or None,
            said("so_ly_lich") or None,
            _schooling(said("trinh_do") or None, said("ly_luan") or None, said("nghe_nghiep") or None),
        )


FAILED = frozenset({"khong dat", "khong dat yeu cau", "hong", "khong duoc cap giay"})
LEFT = frozenset({"bo hoc", "nghi hoc", "vang", "bo thi", "khong tham gia"})
RUNNING = frozenset({"dang hoc"})
UNGRADED = frozenset({"dat", "dat yeu cau", "duoc cap giay chung nhan", "dat, cho cap giay"})
"""Results without marks and case; every other one is a grade of somebody who passed."""


@dataclass(frozen=True, slots=True)
class LearnerSaid:
    """What a row of a class list says."""

    person: PersonSaid
    unit: str | None
    result: Enrollment.Result
    grade: str
    awaits: bool
    number: str
    issued_on: date | None

    @classmethod
    def of(cls, record: Record) -> LearnerSaid:
        said = text_of(record, "ket_qua") or ""
        key = search_key(said)
        number, issued_on = text_of(record, "so_gcn") or "", day_of(record, "ngay_cap")
        if key in FAILED:
            result = Enrollment.Result.KHONG_DAT
        elif key in LEFT:
            result = Enrollment.Result.BO_HOC
        elif key in RUNNING or not (number and issued_on):
            result = Enrollment.Result.DANG_HOC
        else:
            result = Enrollment.Result.DAT
        passed = key not in FAILED | LEFT | RUNNING
        return cls(
            person=PersonSaid.of(record),
            unit=text_of(record, "don_vi"),
            result=result,
            grade=said if passed and key not in UNGRADED else "",
            awaits=passed and result == Enrollment.Result.DANG_HOC,
            number=number if result == Enrollment.Result.DAT else "",
            issued_on=issued_on if result == Enrollment.Result.DAT else None,
        )
