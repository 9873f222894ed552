"""One row read: each field from its column or columns, sex and birth from marks, units from the group above."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dangvien.rosters.checks import swapped_cells
from dangvien.rosters.encodings import Encoding, convert
from dangvien.rosters.form import BASE_KEYS, Field, RosterForm, Value
from dangvien.rosters.grid import Raw, cell_of, letters
from dangvien.rosters.layout import GROUP_KEYS, Layout
from dangvien.rosters.pieces import FILE_NUMBER, day_of_parts, of_digits, piece
from dangvien.rosters.swapped import CELLS
from dangvien.rosters.units import Units
from dangvien.rosters.values import NOTHING, Finding, Reader, Reading, reader_of, tidy
from dangvien.rosters.values.base import ERROR, wrong
from dangvien.rosters.values.choices import FEMALE, MALE, MARKS, RESULT_WORDS, UnitReader, is_score
from dangvien.rosters.values.days import text_day
from dangvien.rosters.values.names import (
    looks_like_a_name,
    looks_like_a_unit,
    with_doubtful_capitals,
    with_lost_capitals,
)
from dangvien.rosters.years import year_of_heading
from dangvien.text import day_full, search_key

_APART = (Value.SERIAL, Value.NAME_FIRST, Value.NAME_LAST, Value.MALE_MARK, Value.FEMALE_MARK)
_UNIT_IN_TITLE = re.compile(r"\bchi bộ\b.*", re.IGNORECASE)
_NAMES = (Value.NAME, Value.NAME_FIRST, Value.NAME_LAST)
_ABROAD = frozenset({"viet nam", "vn", "chxhcn viet nam"})
_OF_ANOTHER_KIND = frozenset({
    "name_invalid", "gender_unknown", "code_unknown", "card_format", "citizen_format", "unit_unknown",
    "date_unreadable", "result_unknown",
})  # fmt: skip
"""What is said of a cell that may hold the value of another one."""
_LENIENT: Mapping[Value, Callable[[str], bool]] = {
    Value.FILE_NUMBER: lambda text: bool(FILE_NUMBER.fullmatch(text)),
    Value.TEXT: looks_like_a_unit,
    Value.CERTIFICATE: lambda text: any(char.isdigit() for char in text) and not text_day(text),
}
"""Fields that take anything: what a value must look like to be theirs beyond doubt."""


@dataclass(slots=True)
class Taken:
    """What was read of a row. `values` holds what could be read, `shown` what stands in the cells; `findings` are
    (letters of the column, field, finding)."""

    keys: Sequence[str]
    values: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    findings: list[tuple[str, str, Finding]] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """The record that would go in."""
        return {key: self.values.get(key) for key in self.keys}


@dataclass(frozen=True, slots=True)
class _Step:
    """How one field is read: `take` gives the raw cell to read and the column to blame."""

    key: str
    field: Field
    column: int
    letters: str
    read: Reader
    plain: bool
    take: Callable[[Sequence[Raw]], Raw]


class RowReader:
    """Reads rows of one sheet. Made once for a sheet."""

    def __init__(
        self,
        form: RosterForm,
        layout: Layout,
        *,
        as_of: date,
        units: Units,
        mend_capitals: bool = True,
        stored: str = "",
    ) -> None:
        """`stored`: how a text file stored its letters, which are Unicode by now (`Sheet.encoding`)."""
        self.form, self.layout, self._stored = form, layout, stored
        self._unit = UnitReader(units)
        self._readers: dict[str, Reader] = {
            known.key: reader_of(known, as_of=as_of, units=units, mend_capitals=mend_capitals)
            for known in form.fields
            if known.value is not Value.YEAR_COLUMNS
        }
        self._steps = [step for known in form.fields if (step := self._step(known))]
        self._walk = [
            (step.key, step.column, step.letters, step.read, None if step.plain else step.take) for step in self._steps
        ]
        self._marks = tuple(layout.columns.get(key, (None,))[0] for key in ("nam", "nu"))
        self._keys = self._record_keys()
        self._group_key = next((key for key in GROUP_KEYS if key in self._readers), "")
        self._elsewhere = self._unit_of_sheet(units)
        self._groups: dict[str, Reading] = {}
        self._count = self._readers.get("so")
        self._years = self._year_columns()
        self._required = [known for known in form.fields if known.required]

    def _has(self, key: str) -> bool:
        return key in self.layout.columns

    def _record_keys(self) -> tuple[str, ...]:
        base = BASE_KEYS.get(
            self.form.kind, tuple(f.key for f in self.form.fields if f.template and f.value not in _APART)
        )
        marks = "nam" in self.layout.columns or "nu" in self.layout.columns
        more = [
            known.key
            for known in self.form.fields
            if known.key not in base
            and known.value not in _APART
            and (self._has(known.key) or (marks and known.key == "gioi_tinh"))
        ]
        return (*base, *more)

    def _step(self, known: Field) -> _Step | None:
        columns = self.layout.columns.get(known.key)
        if not columns or known.value in (Value.SERIAL, Value.MALE_MARK, Value.FEMALE_MARK, Value.YEAR_COLUMNS):
            return None
        read = self._readers[known.key]
        if known.key == "ten" and not self._has("ho_dem") and not self._has("ho_ten"):
            read = self._readers["ho_ten"]
        if self._stored == Encoding.TCVN3 or any(self.layout.encodings.get(c) is Encoding.TCVN3 for c in columns):
            if known.value in _NAMES:
                read = with_lost_capitals(read)
            elif known.value is Value.TEXT:
                read = with_doubtful_capitals(read)
        plain = len(columns) == 1 and columns[0] not in self.layout.shared and columns[0] not in self.layout.encodings
        return _Step(known.key, known, columns[0], letters(columns[0]), read, plain, self._taker(known, columns))

    def _raw(self, cells: Sequence[Raw], column: int) -> Raw:
        raw = cells[column] if column < len(cells) else None
        if isinstance(raw, str) and column in self.layout.encodings:
            return convert(raw, self.layout.encodings[column])
        return raw

    def _text(self, cells: Sequence[Raw], column: int) -> str:
        raw = self._raw(cells, column)
        return raw if isinstance(raw, str) else cell_of(raw).text

    def _taker(self, known: Field, columns: Sequence[int]) -> Callable[[Sequence[Raw]], Raw]:
        """How the cell or cells of a field become one cell."""
        if len(columns) == 1:
            column = columns[0]
            if column in self.layout.shared:
                keys = self.layout.shared[column]
                return lambda cells: piece(self._raw(cells, column), keys, known.key)
            return lambda cells: self._raw(cells, column)
        if known.value in (Value.DAY, Value.BIRTH):
            return lambda cells: day_of_parts([tidy(self._text(cells, column)) for column in columns])
        if known.value in (Value.CARD, Value.CITIZEN, Value.FILE_NUMBER) and len(columns) >= 6:
            keys = next((self.layout.shared[c] for c in columns if c in self.layout.shared), (known.key,))
            return lambda cells: of_digits([self._text(cells, column) for column in columns], keys, known.key)
        if known.value is Value.NAME:
            return lambda cells: " ".join(text for c in columns if (text := tidy(self._text(cells, c)))) or None
        if known.value is Value.TEXT:
            return lambda cells: self._joined(cells, columns)
        if known.value is Value.RESULT:
            return lambda cells: self._marked_result(cells, columns)
        return lambda cells: next((raw for c in columns if not cell_of(raw := self._raw(cells, c)).is_blank), None)

    def _joined(self, cells: Sequence[Raw], columns: Sequence[int]) -> Raw:
        texts = [text for column in columns if (text := tidy(self._text(cells, column)))]
        if len(texts) > 1 and search_key(texts[-1]) in _ABROAD:
            texts.pop()
        return ", ".join(dict.fromkeys(texts)) or None

    def _marked_result(self, cells: Sequence[Raw], columns: Sequence[int]) -> Raw:
        """The result whose column has a mark; of several marks all, which is no result. A word goes before the score
        it was given for."""
        told = [
            self._result_of(column) if tidy(text) in MARKS else tidy(text)
            for column in columns
            if tidy(text := self._text(cells, column))
        ]
        words = [text for text in told if not is_score(text)]
        return ", ".join(words or told) or None

    def _result_of(self, column: int) -> str:
        heading = self.layout.headings.get(column, "").rpartition(" / ")[2]
        return RESULT_WORDS.get(search_key(heading), heading)

    def _unit_of_sheet(self, units: Units) -> str:
        """The cell that the sheet is about, by its name or its title, when neither column nor group says it."""
        if not self._group_key or self._has(self._group_key):
            return ""
        for place, text in enumerate((self.layout.name, *self.layout.titles)):
            found = units.find(tidy(text)) if tidy(text) else None
            if found and found.name and (found.exact or not place or looks_like_a_unit(text)):
                return found.name
        for text in self.layout.titles:
            # "DANH SÁCH ĐẢNG VIÊN CHI BỘ KHU PHỐ 3"
            inside = _UNIT_IN_TITLE.search(tidy(text))
            found = units.find(inside[0].strip(" .,:;()")) if inside else None
            if found and found.name:
                return found.name
        return ""

    def _year_columns(self) -> dict[int, int]:
        keys = [known.key for known in self.form.fields if known.value is Value.YEAR_COLUMNS]
        if not keys:
            return {}
        found: dict[int, int] = {}
        for column in self.layout.columns.get(keys[0], ()):
            heading = self.layout.headings.get(column, "").rpartition(" / ")[2]
            if year := year_of_heading(heading):
                found[column] = year
        return found

    def read(self, cells: Sequence[Raw], group: str) -> Taken:
        """What a row says. `group` is the text of the group row above it, "" for none."""
        taken = Taken(self._keys)
        values, shown = taken.values, taken.shown
        width, american = len(cells), self.layout.american
        refused = False
        for key, column, name, read, take in self._walk:
            raw = (cells[column] if column < width else None) if take is None else take(cells)
            if raw is None or raw == "":
                continue
            reading = read(raw)
            shown[key] = raw if raw.__class__ is str else cell_of(raw).text
            if column in american:
                reading = self._american(column, raw, reading)
            values[key] = reading.value
            if reading.findings:
                taken.findings += [(name, key, finding) for finding in reading.findings]
                refused = refused or reading.is_refused
        self._name(taken)
        if self._marks != (None, None):
            self._by_marks(taken, cells)
        if self._group_key and not shown.get(self._group_key):
            self._of_group(taken, group)
        if self._years:
            self._figures(taken, cells)
        if refused:
            self._exchanged(taken, cells)
        self._missing(taken)
        return taken

    def _american(self, column: int, raw: Raw, reading: Reading) -> Reading:
        """A day of a column in which month and day were turned round: both readings are offered, none is taken."""
        kind = self.layout.american[column]
        if kind == CELLS and isinstance(raw, dict) and "d" in raw:
            day = date.fromisoformat(raw["d"])
        elif (
            kind != CELLS
            and isinstance(raw, str)
            and (parts := text_day(raw))
            and max(parts[:2]) <= 12
            and min(parts[:2])
        ):
            day = date(parts[2], parts[1], parts[0])
        else:
            return reading
        if day.day == day.month or day.day > 12:
            return reading
        other = date(day.year, day.day, day.month)
        return wrong(
            "date_day_month_swapped",
            "cột này có ngày bị đổi chỗ ngày và tháng (Excel đặt theo kiểu Mỹ): "
            f"là {day_full(other)} hay {day_full(day)}?",
            f"Gõ lại ngày đúng là chữ, ví dụ {day_full(other)}.",
        )

    def _name(self, taken: Taken) -> None:
        """A name in two columns is one name."""
        if self._has("ho_ten") or not self._has("ten"):
            return
        values, shown = taken.values, taken.shown
        first, last = values.pop("ho_dem", None), values.pop("ten", None)
        shown["ho_ten"] = " ".join(text for key in ("ho_dem", "ten") if (text := shown.get(key, "")))
        taken.findings = [
            (column, "ho_ten" if key in ("ho_dem", "ten") else key, finding) for column, key, finding in taken.findings
        ]
        if last and (first or not tidy(shown.get("ho_dem", ""))):
            values["ho_ten"] = f"{first} {last}" if first else last

    def _by_marks(self, taken: Taken, cells: Sequence[Raw]) -> None:
        """Sex, and perhaps birth, from an x or a birth date in one of two columns."""
        if taken.values.get("gioi_tinh"):
            return
        told = []
        for column, gender in zip(self._marks, (MALE, FEMALE), strict=True):
            if column is not None and not cell_of(raw := self._raw(cells, column)).is_blank:
                told.append((column, gender, raw))
        if len(told) > 1:
            column = told[0][0]
            taken.shown["gioi_tinh"] = self._text(cells, column)
            sentence = "cả cột Nam và cột Nữ đều có dấu."
            finding = Finding("gender_unknown", ERROR, sentence, "Chỉ để dấu ở một cột.")
            taken.findings.append((letters(column), "gioi_tinh", finding))
        elif told:
            self._by_mark(taken, *told[0])
        elif None in self._marks:
            # One column only: those without a mark are of the other sex.
            taken.values["gioi_tinh"] = MALE if self._marks[0] is None else FEMALE

    def _by_mark(self, taken: Taken, column: int, gender: str, raw: Raw) -> None:
        text = tidy(cell_of(raw).text)
        if text in MARKS:
            taken.values["gioi_tinh"] = gender
            return
        reading = self._readers["ngay_sinh"](raw)
        if column in self.layout.american:
            reading = self._american(column, raw, reading)
        if any(
            finding.code in ("date_unreadable", "formula_error", "formula_without_value")
            for finding in reading.findings
        ):
            sentence = f"“{text}” ở cột {gender} không phải dấu x hay ngày sinh."
            finding = Finding("gender_unknown", ERROR, sentence, "Ghi x hoặc ngày sinh vào đúng cột.")
            taken.findings.append((letters(column), "gioi_tinh", finding))
            taken.shown["gioi_tinh"] = text
            return
        taken.values["gioi_tinh"] = gender
        if not self._has("ngay_sinh"):
            taken.values["ngay_sinh"], taken.shown["ngay_sinh"] = reading.value, text
            taken.findings += [(letters(column), "ngay_sinh", finding) for finding in reading.findings]

    def _of_group(self, taken: Taken, group: str) -> None:
        """The unit of a row that has none of its own: the group row above, else what the sheet is about."""
        key = self._group_key
        text = group or self._elsewhere
        if not text:
            return
        if self.form.field(key).value is Value.TEXT:
            taken.values[key] = text
        else:
            reading = self._groups.get(text)
            if reading is None:
                reading = self._groups[text] = self._unit.read(text)
            taken.values[key] = reading.value
            taken.findings += [("", key, finding) for finding in reading.findings]
        taken.shown[key] = text

    def _figures(self, taken: Taken, cells: Sequence[Raw]) -> None:
        """Figures in columns of years."""
        key = next(known.key for known in self.form.fields if known.value is Value.YEAR_COLUMNS)
        found: dict[str, int] = {}
        for column, year in self._years.items():
            reading = self._count(self._raw(cells, column)) if self._count else NOTHING
            taken.findings += [(letters(column), key, finding) for finding in reading.findings]
            if reading.value is not None:
                found[str(year)] = reading.value
        taken.values[key] = found or None

    def _exchanged(self, taken: Taken, cells: Sequence[Raw]) -> None:
        """Two cells that hold each other's values: told so, instead of one fault in each."""
        steps = {step.key: step for step in self._steps if step.plain and taken.shown.get(step.key)}
        wrong_keys = [key for _, key, finding in taken.findings if finding.code in _OF_ANOTHER_KIND and key in steps]
        for key in wrong_keys:
            for other, step in steps.items():
                if other != key and self._fit(steps[key], step, cells, wrong_keys):
                    labels = f"{_label(steps[key].field)} và {_label(step.field)}"
                    finding = swapped_cells(f"hình như {labels} ghi đổi chỗ cho nhau.")
                    taken.findings = [kept for kept in taken.findings if kept[1] not in (key, other)]
                    taken.findings += [(s.letters, s.key, finding) for s in sorted((steps[key], step), key=_column)]
                    taken.values.pop(key, None)
                    taken.values.pop(other, None)
                    return

    def _fit(self, one: _Step, other: _Step, cells: Sequence[Raw], wrong_keys: Sequence[str]) -> bool:
        mine, theirs = cells[one.column], cells[other.column]
        if one.field.value is other.field.value and one.field.codes == other.field.codes:
            return False
        lenient = _LENIENT.get(other.field.value)
        if lenient:
            if (
                not isinstance(mine, str)
                or not lenient(tidy(mine))
                or other.key in ("ghi_chu", "que_quan", "thuong_tru")
            ):
                return False
        elif other.key not in wrong_keys:
            return False
        if Value.NAME in (one.field.value, other.field.value):
            named = theirs if one.field.value is Value.NAME else mine
            if not isinstance(named, str) or not (looks_like_a_name(named) or tidy(named).isupper()):
                return False
        forth, back = one.read(theirs), other.read(mine)
        return forth.value is not None and back.value is not None and not forth.is_refused and not back.is_refused

    def _missing(self, taken: Taken) -> None:
        """Required cells with nothing in them."""
        lacking = [known for known in self._required if taken.values.get(known.key) is None]
        if not lacking:
            return
        blamed = {key for _, key, _ in taken.findings}
        for known in lacking:
            key = known.key
            if key in blamed:
                continue
            columns = self._columns_of(key)
            if not columns:
                continue
            finding = Finding("required", ERROR, f"thiếu {_label(known)}.", f"Ghi {_label(known)} vào ô này.")
            taken.findings.append((letters(columns[0]), key, finding))

    def _columns_of(self, key: str) -> Sequence[int]:
        if columns := self.layout.columns.get(key):
            return columns
        if key == "ho_ten":
            return self.layout.columns.get("ten", ())
        if key in ("gioi_tinh", "ngay_sinh") and self._marks[0] is not None:
            gender_told = key == "gioi_tinh" or not self._has("ngay_sinh")
            return (self._marks[0],) if gender_told else ()
        return ()


def _column(step: _Step) -> int:
    return step.column


def _label(known: Field) -> str:
    """The word of a field inside a sentence."""
    return known.label[:1].lower() + known.label[1:]
