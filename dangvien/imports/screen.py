"""Rows of a file as the screens show them: what will be written, what changes, what is wrong where, who it may be.

Nothing is decided here; numbers that name a person are masked, but a wrong cell shows what is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dangvien import codes
from dangvien.dates import PartialDate
from dangvien.imports.summary import SheetView
from dangvien.models import ImportBatch, ImportRow, Member, Person
from dangvien.procedure.places import Place, places_of
from dangvien.rosters.encodings import Encoding, convert
from dangvien.rosters.fields import FORMS, Field, RosterForm, Value
from dangvien.rosters.grid import Row, column_of, letters
from dangvien.rosters.issues import Severity
from dangvien.rosters.offers import offers_of
from dangvien.scope import Scope
from dangvien.text import masked, nfc, thousands, upper_first

MASKED = (Value.CITIZEN, Value.CARD)
NAMES = ("ho_ten", "ten", "ten_to_chuc", "to_chuc")
UNITS = ("chi_bo", "don_vi", "truc_thuoc", "chi_so")
_ISO = re.compile(r"\d{4}(-\d{2}){0,2}")
_NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Fact:
    """One thing a row tells: its word, what the file says, what the register says where that differs."""

    label: str
    text: str
    before: str = ""


@dataclass(frozen=True)
class Wrong:
    """One sentence about one cell. `column` is "" where it is about the row; `mended` what was typed here before."""

    column: str
    place: str
    label: str
    value: str
    message: str
    mend: str
    grave: bool
    mended: str = ""
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alike:
    """Somebody of the register a row may be about."""

    key: str
    name: str
    birth: str
    citizen: str
    unit: str
    ground: str = ""


@dataclass(frozen=True)
class RowView:
    """One row for the screen."""

    row: ImportRow
    sheet: str
    name: str
    unit: str
    facts: tuple[Fact, ...] = ()
    wrongs: tuple[Wrong, ...] = ()
    alike: tuple[Alike, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    """What was typed into the boxes and could not be kept: column → text."""

    @property
    def changes(self) -> tuple[Fact, ...]:
        """What would be written over something else."""
        return tuple(fact for fact in self.facts if fact.label and fact.before != fact.text and self.row.before)

    @property
    def others(self) -> tuple[Fact, ...]:
        """What the row tells besides the name, which stands beside it."""
        return tuple(fact for fact in self.facts if fact.text and fact.text != self.name)

    @property
    def may_mend(self) -> bool:
        """Not in the register yet, and of a file that is still open or was written in part."""
        states = ImportBatch.State
        return not self.row.committed and self.row.batch.state in (states.CHECKED, states.COMMITTED)

    @property
    def left(self) -> str:
        """Why an undoing left this row."""
        return str(self.row.made.get("left", ""))

    @property
    def boxes(self) -> tuple[tuple[str, str, str, tuple[Wrong, ...]], ...]:
        """The cells that can be mended here: column, label, what is in it, the sentences about it."""
        found: dict[str, list[Wrong]] = {}
        for wrong in self.wrongs:
            if wrong.column:
                found.setdefault(wrong.column, []).append(wrong)
        return tuple(
            (column, here[0].label, self.typed.get(column, here[0].mended or here[0].value), tuple(here))
            for column, here in found.items()
        )

    @property
    def about_the_row(self) -> tuple[Wrong, ...]:
        return tuple(wrong for wrong in self.wrongs if not wrong.column)


@dataclass
class Reader:
    """Reads rows of one batch for the screen; people are asked for once for all rows of a page."""

    batch: ImportBatch
    sheets: Sequence[SheetView]
    scope: Scope

    @property
    def form(self) -> RosterForm | None:
        return FORMS.get(self.batch.kind)

    def views(self, rows: Iterable[ImportRow]) -> list[RowView]:
        """The rows of a page, in their order."""
        listed = list(rows)
        for row in listed:
            row.batch = self.batch
        people = self._people(listed)
        return [self._view(row, people) for row in listed]

    def _view(self, row: ImportRow, people: Mapping[int, Alike]) -> RowView:
        record: Mapping[str, Any] = row.record or {}
        return RowView(
            row=row,
            sheet=self.sheet_name(row.sheet),
            name=self._first(row, NAMES) or f"Dòng {row.number}",
            unit=self._first(row, UNITS),
            facts=tuple(self._facts(record, row.before or {}) if row.record else self._as_typed(row)),
            wrongs=tuple(self._wrong(row, issue) for issue in row.issues),
            alike=tuple(replace(people[key], ground=why) for key, why in _told(row.alike) if key in people),
        )

    def sheet_name(self, sheet: int) -> str:
        return self.sheets[sheet].name if sheet < len(self.sheets) else f"Trang {sheet + 1}"

    def _first(self, row: ImportRow, keys: Iterable[str]) -> str:
        """What the record says, or for a row that must not go in what stands in the cells."""
        for key in keys:
            if row.record and row.record.get(key):
                return str(row.record[key])
            if row.sheet < len(self.sheets) and (told := self._in_cells(row, self.sheets[row.sheet], key)):
                return told
        return ""

    def _in_cells(self, row: ImportRow, sheet: SheetView, key: str) -> str:
        columns = [*(sheet.columns.get("ho_dem", ()) if key == "ten" else ()), *sheet.columns.get(key, ())]
        texts = []
        for column in columns:
            text = cell_text(row, letters(column))
            if column in sheet.encodings and letters(column) not in row.mended:
                text = convert(text, Encoding(sheet.encodings[column]))
            texts.append(nfc(text))
        return " ".join(text for text in texts if text)

    def _facts(self, record: Mapping[str, Any], before: Mapping[str, Any]) -> Iterable[Fact]:
        fields = self.form.fields if self.form else ()
        # In the order of the form: a database does not always give keys back as they were written.
        for key in (each.key for each in fields if each.key in record or each.key in before):
            what = _field(self.form, key)
            if what is None or what.value is Value.SERIAL or (record.get(key) in _NOTHING and key not in before):
                continue
            was = shown(what, before[key]) if key in before else shown(what, record.get(key))
            yield Fact(what.label, shown(what, record.get(key)), was)

    def _as_typed(self, row: ImportRow) -> Iterable[Fact]:
        """Of a row that must not go in: what stands in its cells, to know whom it is about; bad cells stand apart."""
        if row.sheet >= len(self.sheets):
            return
        sheet = self.sheets[row.sheet]
        bad = {str(issue.get("column", "")) for issue in row.issues}
        for key, columns in sheet.columns.items():
            what = _field(self.form, key)
            if what is None or what.value is Value.SERIAL or {letters(column) for column in columns} & bad:
                continue
            text = self._in_cells(row, sheet, key)
            yield Fact(what.label, masked(text) if what.value in MASKED else text)

    def _wrong(self, row: ImportRow, issue: Mapping[str, Any]) -> Wrong:
        column, what = str(issue.get("column", "")), _field(self.form, str(issue.get("field", "")))
        value = str(issue.get("value", ""))
        return Wrong(
            column=column,
            place=f"{column}{row.number}" if column else f"dòng {row.number}",
            label=what.label if what else "",
            value=value,
            message=self._message(row, column, str(issue.get("message", ""))),
            mend=str(issue.get("mend", "")),
            grave=issue.get("severity") == Severity.ERROR,
            mended=str(row.mended.get(column, "")),
            offers=offers_of(str(issue.get("code", "")), value, what.value if what else None),
        )

    def _message(self, row: ImportRow, column: str, message: str) -> str:
        """The sentence without the place, which the screen says beside it."""
        where = f"ô {column}{row.number}" if column else f"dòng {row.number}"
        place = f"Trang “{self.sheet_name(row.sheet)}”, {where}: "
        return upper_first(message.removeprefix(place)) if message.startswith(place) else message

    def _people(self, rows: Iterable[ImportRow]) -> dict[int, Alike]:
        """Everybody the rows may be about, as far as the scope goes: three queries whatever the rows."""
        wanted = {key for row in rows for key, _ in _told(row.alike)}
        if not wanted:
            return {}
        people = list(self.scope.people.filter(pk__in=wanted))
        members = {member.person_id: member for member in self.scope.members.filter(person__in=wanted).order_by("-pk")}
        places = places_of([member.organization_id for member in members.values()], self.scope.today)
        return {person.pk: _alike(person, members.get(person.pk), places) for person in people}


def _alike(person: Person, member: Member | None, places: Mapping[int, Place]) -> Alike:
    place = places.get(member.organization_id or 0) if member else None
    return Alike(str(person.pk), person.full_name, str(person.birth), masked(person.citizen_id or ""), str(place or ""))


def _told(alike: Iterable[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """The people of `ImportRow.alike`, each with what they have in common with the row."""
    return [(int(item["person"]), str(item.get("ground", ""))) for item in alike]


def _field(form: RosterForm | None, key: str) -> Field | None:
    try:
        return form.field(key) if form else None
    except KeyError:
        return None


def shown(what: Field, value: Any) -> str:
    """A value of a record as a person reads it: days day first, codes in words, numbers of people masked."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{year}: {thousands(number)}" for year, number in sorted(value.items()))
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    if isinstance(value, int):
        return thousands(value)
    text = str(value)
    if what.value in (Value.DAY, Value.BIRTH) and _ISO.fullmatch(text):
        return str(PartialDate.from_iso(text))
    if what.value is Value.CODE and what.codes:
        known = codes.of(what.codes)
        return known[text].label if text in known else text
    return masked(text) if what.value in MASKED else text


def cell_text(row: ImportRow, column: str) -> str:
    """What a person sees in a cell of a row, with what was typed here instead."""
    if column in row.mended:
        return str(row.mended[column])
    return Row(row.number, row.cells).cell(column_of(column)).text
