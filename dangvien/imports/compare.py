"""A row of a list of members against the register: new, changed (and what), the same, or not to be written.

Somebody is known for sure by a number of citizens or a card that goes with the name or the birth, or by name, birth
and day of admission together; who a row may be about is found in `matching`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from dangvien import codes
from dangvien.imports.findings import Findings
from dangvien.imports.known import Entry, Numbers, Register
from dangvien.imports.matching import (
    Match,
    births_agree,
    check_person,
    match,
    person_changes,
    same_name,
    told_alike,
)
from dangvien.imports.units import RegisterUnits
from dangvien.models import Verdict
from dangvien.procedure.duplicates import ALIKE
from dangvien.procedure.roster_facts import LISTS, SCHOOLING_KEYS, MemberSaid, Record
from dangvien.text import day_full, nfc, search_key

LEAVE_OUT = "bo"
"""What a user answers about a row that is not to be written: `ImportRow.choice`."""


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
                    "citizen_elsewhere" if key == "so_cccd" else "card_elsewhere",
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
