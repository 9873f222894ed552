"""A row against the register: new, changed (and what), the same, perhaps somebody who is there, or not to be written.

Somebody is known for sure by a number of citizens or a card that goes with the name or the birth, or by name, birth
and day of admission together. Whoever only looks like somebody is for the user to tell apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from dangvien import codes
from dangvien.dates import PartialDate
from dangvien.imports.findings import Findings
from dangvien.imports.known import Entry, Numbers, Register
from dangvien.imports.units import RegisterUnits
from dangvien.models import Person, Verdict
from dangvien.procedure.duplicates import ALIKE
from dangvien.procedure.roster_facts import LISTS, SCHOOLING_KEYS, MemberSaid, PersonSaid, Record
from dangvien.text import day_full, nfc, search_key, sort_key

NEW, LEAVE_OUT = "moi", "bo"
"""What a user may answer about a row besides the key of a person: `ImportRow.choice`."""

MOST_ALIKE = 5


class Asked(NamedTuple):
    """One row to compare: its record, the columns its fields stand in, and what the user chose."""

    record: Record
    columns: Mapping[str, str]
    choice: str = ""


@dataclass(slots=True)
class Compared:
    """What would become of a row. `before`: field → what the register says, where it would be written over."""

    verdict: Verdict
    before: dict[str, Any] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    person: int | None = None
    alike: list[dict[str, Any]] = field(default_factory=list)


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


class MemberComparison:
    """Compares rows of a list of members, a part at a time."""

    def __init__(self, register: Register, units: RegisterUnits, *, document: str, options: Mapping[str, Any]) -> None:
        self.register, self.units, self.document, self.options = register, units, document, options

    def compare(self, asked: Sequence[Asked]) -> list[Compared]:
        """The verdicts, in order. How many rows there are changes no number of queries."""
        told = [(row, MemberSaid.of(row.record)) for row in asked]
        by_name = [match(said.person, self.register, sure=_sure_of(said), choice=row.choice) for row, said in told]
        numbers = self.register.numbers(
            citizens=(said.person.citizen_id for _, said in told if said.person.citizen_id),
            cards=(said.card for _, said in told if said.card),
            people={entry.person for found in by_name for entry in _everybody(found)},
        )
        compared = []
        for (row, said), found in zip(told, by_name, strict=True):
            one = self._one(row, said, found, numbers)
            one.alike = one.alike or told_alike(found.seen, self.register)
            compared.append(one)
        return compared

    def _one(self, row: Asked, said: MemberSaid, found: Match, numbers: Numbers) -> Compared:
        findings = Findings(row.columns, row.record)
        entry = self._by_number(said, numbers, findings) or found.entry
        for key, text in said.schooling.unkept:
            findings.warn(key, "text_not_kept", f"“{text}” không có trong danh mục của sổ nên không ghi vào hồ sơ; "
                          "tệp gốc vẫn giữ.", "Cần ghi thì chọn mục gần nhất trong danh mục.")  # fmt: skip
        unit = self.units.key_of(said.unit)
        self._check_unit(said, unit, findings)
        self._check_days(said, findings)
        if findings.grave:
            return Compared(Verdict.WRONG, issues=findings.all, person=entry.person if entry and entry.seen else None)
        if entry is None and found.alike:
            findings.warn("ho_ten", "perhaps_known", "Trong sổ có người giống người này.",
                          "So hai người: là một thì chọn người ấy, không phải thì chọn người mới.")  # fmt: skip
            return Compared(Verdict.MAYBE, issues=findings.all)
        if entry is None:
            return self._new(said, findings, None)
        return self._known(row, said, entry, unit, numbers, findings)

    def _by_number(self, said: MemberSaid, numbers: Numbers, findings: Findings) -> Entry | None:
        """Whom a number names. Numbers of somebody else are errors; outside the scope nobody is named."""
        found: Entry | None = None
        for key, number, holders, what in (
            ("so_cccd", said.person.citizen_id, numbers.by_citizen, "Số căn cước"),
            ("so_the", said.card, numbers.by_card, "Số thẻ đảng"),
        ):
            holder = holders.get(number) if number else None
            if holder is None:
                continue
            code = "citizen_taken" if key == "so_cccd" else "card_taken"
            if not holder.seen:
                findings.fail(
                    key,
                    code,
                    f"{what} này đã ghi cho một người của nơi khác trong sổ.",
                    "Kiểm tra lại số. Nếu là cùng một người thì ghi việc chuyển sinh hoạt, không nhập mới.",
                )
                continue
            agrees = same_name(holder.full_name, said.person.full_name) or (
                births_agree(holder.birth, said.person.birth)
                and fuzz.token_sort_ratio(holder.search_key, search_key(said.person.full_name)) >= ALIKE
            )
            if not agrees or (found is not None and found.person != holder.person):
                findings.fail(key, code, f"{what} này trong sổ là của {holder.full_name}, sinh {holder.birth}.",
                              "Kiểm tra lại số, họ tên và ngày sinh với hồ sơ.")  # fmt: skip
                continue
            found = found or holder
        return found

    def _check_unit(self, said: MemberSaid, unit: int | None, findings: Findings) -> None:
        if said.unit and unit is None:
            findings.fail("chi_bo", "unit_unknown", f"Không có chi bộ “{said.unit}”.", "Ghi tên chi bộ như trong sổ.")
        elif unit is not None and unit not in self.register.working:
            findings.fail("chi_bo", "unit_closed", f"{said.unit} nay không còn hoạt động.",
                          "Ghi chi bộ đang sinh hoạt hiện nay.")  # fmt: skip
        elif unit is None:
            findings.fail("chi_bo", "required", "Chưa ghi chi bộ.", "Ghi chi bộ đang sinh hoạt.")

    def _check_days(self, said: MemberSaid, findings: Findings) -> None:
        day = self.register.as_of
        for key, value, what in (
            ("ngay_vao_dang", said.admitted_on, "Ngày vào Đảng"),
            ("ngay_chinh_thuc", said.official_on, "Ngày chính thức"),
        ):
            if value is not None and value > day:
                findings.fail(key, "date_future", f"{what} sau ngày của danh sách ({day_full(day)}).",
                              "Kiểm tra lại ngày, hoặc ngày của danh sách.")  # fmt: skip

    def _new(self, said: MemberSaid, findings: Findings, entry: Entry | None) -> Compared:
        """Somebody who comes into the register; `entry` when it knows the person already."""
        if entry is None:
            check_person(said.person, findings, self.options)
        verdict = Verdict.WRONG if findings.grave else Verdict.NEW
        before = person_changes(said.person, entry) if entry else {}
        return Compared(verdict, before, findings.all, entry.person if entry else None)

    def _known(
        self, row: Asked, said: MemberSaid, entry: Entry, unit: int | None, numbers: Numbers, findings: Findings
    ) -> Compared:
        ledger = numbers.ledgers.get(entry.member or 0)
        if entry.organization is None:
            if entry.person in numbers.followed:
                findings.fail(
                    "ho_ten",
                    "is_candidate",
                    f"{entry.full_name} đang được theo dõi là quần chúng ưu tú.",
                    "Ghi kết nạp trong hồ sơ của người ấy, hoặc ghi thôi theo dõi, rồi kiểm tra lại.",
                )
                return Compared(Verdict.WRONG, issues=findings.all, person=entry.person)
            if ledger is None or not ledger.lines:
                return self._new(said, findings, entry)
            if row.choice != str(entry.person):
                findings.warn("ho_ten", "left_register", f"{entry.full_name} đã ra khỏi sổ.",
                              "Nay ghi vào sổ lại thì chọn người ấy.")  # fmt: skip
                return Compared(
                    Verdict.MAYBE,
                    issues=findings.all,
                    alike=told_alike([(entry, "đã ra khỏi sổ")], self.register),
                )
            _check_order(entry.admitted_on or said.admitted_on, entry.official_on or said.official_on, findings)
            return self._new(said, findings, entry)
        if entry.organization not in self.register.below.keys:
            findings.fail("ho_ten", "person_elsewhere",
                          f"{entry.full_name} đang sinh hoạt ở {self.register.place_of(entry) or 'nơi khác'}.",
                          "Ghi việc chuyển sinh hoạt, không nhập mới.")  # fmt: skip
            return Compared(Verdict.WRONG, issues=findings.all, person=entry.person)
        if unit is not None and unit != entry.organization:
            findings.warn(
                "chi_bo",
                "unit_differs",
                f"Sổ ghi đang sinh hoạt ở {self.register.place_of(entry)}; nhập danh sách không chuyển chi bộ.",
                "Chuyển chi bộ thì ghi việc chuyển sinh hoạt.",
            )
        before = self._changes(said, entry, numbers, findings)
        if findings.grave:
            return Compared(Verdict.WRONG, issues=findings.all, person=entry.person)
        verdict = Verdict.CHANGED if before else Verdict.SAME
        return Compared(verdict, before=before, issues=findings.all, person=entry.person)

    def _changes(self, said: MemberSaid, entry: Entry, numbers: Numbers, findings: Findings) -> dict[str, Any]:
        """What would be written over, field by field. An empty cell says nothing and changes nothing."""
        before = person_changes(said.person, entry)
        if "ngay_sinh" in before and not self.document:
            findings.fail(
                "ngay_sinh",
                "birth_needs_document",
                f"Sổ ghi sinh {entry.birth}. Ngày sinh của đảng viên chỉ sửa theo văn bản của cấp có thẩm "
                "quyền (06-HD/TW, 9.2).",
                "Kiểm tra lại ngày sinh, hoặc ghi văn bản cho cả danh sách.",
            )
        for key, new, old in (
            ("so_the", said.card, entry.card or ""),
            ("so_ly_lich", said.file_number, entry.file_number or ""),
        ):
            if new is not None and nfc(new) != old:
                before[key] = old
        ledger = numbers.ledgers.get(entry.member or 0)
        for key, day, old_day, here in (
            ("ngay_vao_dang", said.admitted_on, entry.admitted_on, bool(ledger and ledger.admitted_here)),
            ("ngay_chinh_thuc", said.official_on, entry.official_on,
             bool(ledger and (ledger.recognized_here or ledger.admitted_here))),
        ):  # fmt: skip
            if day is None or day == old_day:
                continue
            entered = ledger.entered_on if ledger else None
            if here or entered is None or day > entered:
                kept = day_full(old_day) if old_day else "chưa có"
                findings.warn(key, "date_from_ledger", f"Sổ ghi {kept}; ngày này do dòng sổ giữ, nhập không đổi được.",
                              "Cần sửa thì ghi hoặc đính chính trong hồ sơ đảng viên.")  # fmt: skip
            else:
                before[key] = old_day.isoformat() if old_day else ""
        _check_order(
            said.admitted_on if "ngay_vao_dang" in before else entry.admitted_on,
            said.official_on if "ngay_chinh_thuc" in before else entry.official_on,
            findings,
        )
        before |= self._schooling(said, entry, numbers, findings)
        return before

    def _schooling(self, said: MemberSaid, entry: Entry, numbers: Numbers, findings: Findings) -> dict[str, Any]:
        row = numbers.standings.get(entry.person)
        differing = {
            name: code for name, code in said.schooling.codes.items() if row is None or getattr(row, name) != code
        }
        if not differing:
            return {}
        if row is not None and row.since >= self.register.as_of:
            for key in _fields_of(differing):
                findings.warn(key, "newer_known", f"Sổ đã có dòng từ {row.since_known}, mới bằng hoặc hơn danh sách.",
                              "Sổ giữ nguyên; cần sửa thì ghi trong quá trình của đảng viên.")  # fmt: skip
            return {}
        held = {name: getattr(row, name) if row else "" for name in LISTS}
        return {
            key: "; ".join(codes.of(LISTS[name]).label(held[name]) for name in SCHOOLING_KEYS[key] if held[name])
            for key in _fields_of(differing)
        }


def _check_order(admitted: date | None, official: date | None, findings: Findings) -> None:
    """Both days as they would stand after the row: one may come from the list, one from the register."""
    if admitted and official and official < admitted:
        key = "ngay_chinh_thuc" if findings.said("ngay_chinh_thuc") else "ngay_vao_dang"
        findings.fail(
            key,
            "date_order",
            f"Cùng với ngày đang có trong sổ thì ngày chính thức {day_full(official)} trước ngày vào Đảng "
            f"{day_full(admitted)}.",
            "Kiểm tra lại hai ngày.",
        )


def _fields_of(columns: Iterable[str]) -> list[str]:
    names = set(columns)
    return [key for key, filled in SCHOOLING_KEYS.items() if names.intersection(filled)]


def _everybody(found: Match) -> Iterable[Entry]:
    return [*(entry for entry, _ in found.alike), *([found.entry] if found.entry else [])]


def _sure_of(said: MemberSaid) -> Callable[[Entry], bool]:
    """Beside name and birth the day of admission agrees, and no card says otherwise.

    Of somebody whose lines were all taken back no day is kept: then the number of the file does, when both have one.
    """

    def sure(entry: Entry) -> bool:
        if entry.member is None or (said.card and entry.card and said.card != entry.card):
            return False
        if entry.organization is None and entry.admitted_on is None:
            return not (said.file_number and entry.file_number) or said.file_number == entry.file_number
        return said.admitted_on is not None and entry.admitted_on == said.admitted_on

    return sure


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
