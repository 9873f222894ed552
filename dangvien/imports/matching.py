"""Who of the register a row is about, by name and birth; what it would write over of them, and what it lacks.

Shared by all lists of people. Whoever only looks like somebody is for the user to tell apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from dangvien import codes
from dangvien.dates import PartialDate
from dangvien.imports.findings import Findings
from dangvien.imports.known import Entry, Register
from dangvien.models import Person
from dangvien.procedure.duplicates import ALIKE
from dangvien.procedure.roster_facts import PersonSaid
from dangvien.text import nfc, search_key, sort_key

NEW = "moi"
"""What a user answers about a row that is about nobody of the register: `ImportRow.choice`."""

MOST_ALIKE = 5


class Match(NamedTuple):
    """Who a row is about: somebody for sure, or those it may be."""

    entry: Entry | None = None
    alike: tuple[tuple[Entry, str], ...] = ()
    seen: tuple[tuple[Entry, str], ...] = ()
    """Everybody the user chooses from; `alike` only while they have to choose."""


def same_name(one: str, other: str) -> bool:
    """Whether two names are one: case and the place of the tone do not matter."""
    return sort_key(one) == sort_key(other)


def births_agree(one: PartialDate, other: PartialDate) -> bool:
    """Whether two births, each as far as it is known, may be one day."""
    return one.earliest() <= other.latest() and other.earliest() <= one.latest()


def match(said: PersonSaid, register: Register, *, sure: Callable[[Entry], bool], choice: str) -> Match:
    """Who a row is about by name and birth. `sure` tells whether somebody of that name and birth is the one."""
    key = search_key(said.full_name)
    named = [
        entry
        for entry in register.namesakes(key, said.birth.year)
        if births_agree(entry.birth, said.birth) and not _two_people(entry, said)
    ]
    certain = [entry for entry in named if entry.birth == said.birth and sure(entry)]
    if len(certain) == 1 and not choice:
        return Match(entry=certain[0])
    alike: dict[int, tuple[Entry, str]] = {
        entry.person: (
            entry,
            "cùng tên, cùng ngày sinh" if entry.birth == said.birth else "cùng tên, ngày sinh có thể là một",
        )
        for entry in named
    }
    for entry in register.namesakes(key, said.birth.year):
        if entry.person not in alike and _turned(entry.birth, said.birth) and not _two_people(entry, said):
            alike[entry.person] = (entry, "cùng tên, ngày và tháng sinh đổi chỗ cho nhau")
    if said.birth.is_full:
        for entry in register.born_on(said.birth.earliest()):
            if entry.person in alike or (said.gender and entry.gender != said.gender) or _two_people(entry, said):
                continue
            likeness = fuzz.token_sort_ratio(entry.search_key, key)
            if likeness >= ALIKE:
                alike[entry.person] = (entry, f"cùng ngày sinh, tên giống nhau {likeness:.0f}%")
    some = tuple(alike.values())[:MOST_ALIKE]
    if choice.isdecimal() and (chosen := alike.get(int(choice))):
        return Match(entry=chosen[0], seen=some)
    return Match(alike=() if choice == NEW else some, seen=some)


def _two_people(entry: Entry, said: PersonSaid) -> bool:
    return bool(entry.citizen_id and said.citizen_id and entry.citizen_id != said.citizen_id)


def _turned(one: PartialDate, other: PartialDate) -> bool:
    return one.is_full and other.is_full and (one.day, one.month) == (other.month, other.day)


def told_alike(found: Iterable[tuple[Entry, str]], register: Register) -> list[dict[str, Any]]:
    """Those a row may be about, as `ImportRow.alike` keeps them; no number that names a person."""
    return [
        {
            "person": entry.person,
            "name": entry.full_name,
            "birth": str(entry.birth),
            "where": register.place_of(entry),
            "ground": ground,
        }
        for entry, ground in found
    ]


def person_changes(said: PersonSaid, entry: Entry) -> dict[str, Any]:
    """What a row would write over of somebody's own data: field → what stands there, as a record writes it."""
    before: dict[str, Any] = {}
    if not same_name(said.full_name, entry.full_name):
        before["ho_ten"] = entry.full_name
    if said.birth != entry.birth and not (births_agree(said.birth, entry.birth) and _known_better(entry, said)):
        before["ngay_sinh"] = entry.birth.iso
    if said.gender and said.gender != entry.gender:
        before["gioi_tinh"] = str(Person.Gender(entry.gender).label)
    for key, code, old, name in (
        ("dan_toc", said.ethnicity, entry.ethnicity, "ethnicity"),
        ("ton_giao", said.religion, entry.religion, "religion"),
    ):
        if code and code != old:
            before[key] = codes.of(name).label(old) if old in codes.of(name) else old
    texts = (
        ("ten_khac", said.other_names, entry.other_names),
        ("que_quan", said.native_place, entry.native_place),
        ("thuong_tru", said.residence, entry.residence),
        ("so_cccd", said.citizen_id, entry.citizen_id or ""),
        ("dien_thoai", said.phone, entry.phone),
    )
    return before | {key: old for key, text, old in texts if text is not None and text != nfc(old)}


def _known_better(entry: Entry, said: PersonSaid) -> bool:
    """Whether the register knows the birth further than the list does."""
    return len(entry.birth.iso) > len(said.birth.iso)


def check_person(said: PersonSaid, findings: Findings, options: Mapping[str, Any]) -> None:
    """What the register needs of somebody new. Nothing is assumed unless the user said so for the whole list."""
    if said.gender is None:
        findings.fail("gioi_tinh", "gender_needed", "Sổ chưa có người này và danh sách không ghi giới tính.",
                      "Thêm cột Giới tính.")  # fmt: skip
    for key, code, what, usual in (
        ("dan_toc", said.ethnicity, "dân tộc", "Kinh"),
        ("ton_giao", said.religion, "tôn giáo", "Không"),
    ):
        if code is None and findings.said(key):
            findings.fail(key, "code_unknown", f"“{findings.said(key)}” không có trong danh mục {what}.",
                          "Ghi như trong danh mục.")  # fmt: skip
        elif code is None and not options.get("assume"):
            findings.fail(
                key,
                "required_for_register",
                f"Sổ cần {what} của người mới, ô này trống.",
                f"Ghi {what} vào ô, hoặc chọn ghi “{usual}” cho mọi người mà danh sách để trống.",
            )
