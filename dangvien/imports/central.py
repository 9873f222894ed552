"""A list kept elsewhere (the central register's, above all) held against the members of an organization: who is missing
there, who is missing here, what differs cell by cell. Nothing of the register is written.

Somebody is found by number of citizens, then by card, then by name without marks and birth. Where more than one may be
meant nobody is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dangvien import codes
from dangvien.imports.known import Entry, Register
from dangvien.imports.matching import births_agree, same_name, told_alike
from dangvien.imports.units import RegisterUnits
from dangvien.models import Person, Standing, Verdict
from dangvien.procedure.roster_facts import LISTS, SCHOOLING_KEYS, MemberSaid, Record
from dangvien.rosters.fields import MEMBERS, RosterForm
from dangvien.rosters.units import Found
from dangvien.text import day_short, nfc, search_key

CENTRAL: RosterForm = replace(
    MEMBERS, fields=tuple(replace(each, required=each.key in ("ho_ten", "ngay_sinh")) for each in MEMBERS.fields)
)
"""The form of a list that is compared: whatever it does not tell is not missing."""

OUTCOMES: dict[str, str] = {
    Verdict.NEW: "Có trong tệp, không có trong sổ",
    Verdict.CHANGED: "Khác nhau",
    Verdict.SAME: "Giống nhau",
    Verdict.MAYBE: "Chưa rõ là ai",
    Verdict.WRONG: "Không so được",
}
"""What may be found of a row, in the words of a comparison; who is missing in the file stands in no row."""

LEFT_OUT = ("stt", "ghi_chu", "ho_dem", "ten", "nam", "nu")
"""Fields that say nothing the register keeps, or say it in another field."""


class AnyUnits:
    """Takes every name of a cell: whether the register has it is a difference, not a mistake."""

    def find(self, text: str) -> Found:
        """The text itself."""
        return Found(nfc(text))


@dataclass(frozen=True, slots=True)
class Line:
    """A row that could be read: its record, and the fields that have a column in its sheet."""

    record: Record
    told: frozenset[str]


@dataclass(slots=True)
class Outcome:
    """What was found of a row. `differs`: field → what the register says instead, as people write it."""

    verdict: Verdict
    person: int | None = None
    differs: dict[str, str] = field(default_factory=dict)
    alike: list[dict[str, Any]] = field(default_factory=list)
    remark: str = ""


class Comparing:
    """Holds rows against the members of an organization. Made once for a file; rows come in parts."""

    def __init__(self, register: Register, units: RegisterUnits) -> None:
        self.register, self.units = register, units
        present = [entry for entry in register.entries.values() if entry.organization in register.below.keys]
        self._by_citizen = {entry.citizen_id: entry for entry in present if entry.citizen_id}
        self._by_card = {entry.card: entry for entry in present if entry.card}
        self._present = {entry.person for entry in present}
        self._labels = {unit.key: unit.label for unit in units.all}
        self._met: dict[int, int] = {}

    def compare(self, lines: Sequence[tuple[int, Line]]) -> list[Outcome]:
        """The outcomes of numbered lines, in order; two queries for a part however long it is."""
        told = [(number, line, MemberSaid.of(line.record)) for number, line in lines]
        found = [self._match(said) for _, _, said in told]
        people = {entry.person for entries in found for entry in entries if len(entries) == 1}
        standings = self.register.numbers(citizens=(), cards=(), people=people).standings
        return [
            self._outcome(number, line, said, entries, standings)
            for (number, line, said), entries in zip(told, found, strict=True)
        ]

    def _match(self, said: MemberSaid) -> list[Entry]:
        """Whom a row may be about: nobody, one, or several who cannot be told apart."""
        for number, holders in ((said.person.citizen_id, self._by_citizen), (said.card, self._by_card)):
            if number and (entry := holders.get(number)):
                return [entry]
        named = [
            entry
            for entry in self.register.namesakes(search_key(said.person.full_name), said.person.birth.year)
            if entry.person in self._present and births_agree(entry.birth, said.person.birth)
        ]
        exact = [entry for entry in named if entry.birth == said.person.birth]
        return exact or named

    def _outcome(
        self, number: int, line: Line, said: MemberSaid, found: Sequence[Entry], standings: Mapping[int, Standing]
    ) -> Outcome:
        if not found:
            return Outcome(Verdict.NEW)
        if len(found) > 1:
            alike = told_alike(((entry, "cùng tên, cùng ngày sinh") for entry in found), self.register)
            return Outcome(Verdict.MAYBE, alike=alike)
        entry = found[0]
        if entry.person in self._met:
            remark = f"Cùng là {entry.full_name} như dòng {self._met[entry.person]} của tệp."
            return Outcome(Verdict.WRONG, person=entry.person, remark=remark)
        self._met[entry.person] = number
        held = self._held(entry, standings.get(entry.person))
        differs = {
            key: shown
            for key, (shown, same) in held.items()
            if key in line.told and not same(said, line.record.get(key)) and (shown or line.record.get(key))
        }
        return Outcome(Verdict.CHANGED if differs else Verdict.SAME, entry.person, differs)

    def _held(self, entry: Entry, standing: Standing | None) -> dict[str, tuple[str, Same]]:
        """Field → what the register says, as people write it, and whether a row says the same."""
        place = self._labels.get(entry.organization or 0, "")
        texts = {
            "ten_khac": entry.other_names,
            "que_quan": entry.native_place,
            "thuong_tru": entry.residence,
            "so_ly_lich": entry.file_number or "",
        }
        numbers = {"so_cccd": entry.citizen_id or "", "so_the": entry.card or "", "dien_thoai": entry.phone}
        return {
            "ho_ten": (entry.full_name, lambda said, _: same_name(said.person.full_name, entry.full_name)),
            "ngay_sinh": (str(entry.birth), lambda said, _: said.person.birth == entry.birth),
            "gioi_tinh": (_gender(entry.gender), lambda said, _: said.person.gender == entry.gender),
            "dan_toc": (_label("ethnicity", entry.ethnicity), lambda said, _: said.person.ethnicity == entry.ethnicity),
            "ton_giao": (_label("religion", entry.religion), lambda said, _: said.person.religion == entry.religion),
            **{key: (text, _same_text(text)) for key, text in texts.items()},
            **{key: (text, _same_digits(text)) for key, text in numbers.items()},
            "ngay_vao_dang": (_day(entry.admitted_on), lambda said, _: said.admitted_on == entry.admitted_on),
            "ngay_chinh_thuc": (_day(entry.official_on), lambda said, _: said.official_on == entry.official_on),
            "chi_bo": (place, lambda _, text: self._same_place(entry, place, text)),
            **{key: (_schooling(standing, key), _same_schooling(standing, key)) for key in SCHOOLING_KEYS},
        }

    def _same_place(self, entry: Entry, place: str, text: Any) -> bool:
        if not text:
            return False
        found = self.units.find(str(text))
        return self.units.key_of(found.name) == entry.organization or search_key(str(text)) == search_key(place)


Same = Callable[[MemberSaid, Any], bool]
"""Whether what a row says (understood, and as its record has it) is what the register says."""


def _same_text(held: str) -> Same:
    return lambda _, text: search_key(str(text or "")) == search_key(held)


def _same_digits(held: str) -> Same:
    return lambda _, text: _bare(str(text or "")) == _bare(held)


def _bare(text: str) -> str:
    return "".join(char for char in nfc(text) if char.isalnum()).casefold()


def _same_schooling(standing: Standing | None, key: str) -> Same:
    columns = SCHOOLING_KEYS[key]
    held = {name: getattr(standing, name) for name in columns if standing and getattr(standing, name)}

    def same(said: MemberSaid, _: Any) -> bool:
        told = {name: code for name, code in said.schooling.codes.items() if name in columns}
        return told == held and (bool(held) or key not in {of for of, _ in said.schooling.unkept})

    return same


def _schooling(standing: Standing | None, key: str) -> str:
    held = ((LISTS[name], getattr(standing, name)) for name in SCHOOLING_KEYS[key] if standing)
    return "; ".join(_label(name, code) for name, code in held if code)


def _gender(code: str) -> str:
    return str(Person.Gender(code).label)


def _label(name: str, code: str) -> str:
    return codes.of(name).label(code) if code in codes.of(name) else code


def _day(day: Any) -> str:
    return day_short(day) if day else ""


def told_fields(columns: Iterable[str]) -> frozenset[str]:
    """The fields that a sheet tells of, by the fields of its columns: parts of a name are the name."""
    found = set(columns)
    if found & {"ho_dem", "ten"}:
        found.add("ho_ten")
    if found & {"nam", "nu"}:
        found.add("gioi_tinh")
    return frozenset(found - set(LEFT_OUT))
