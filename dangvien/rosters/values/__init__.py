"""Cells as what they mean: for each field a reader that gives a value and what is to be seen about the cell.

A reader is made once for a file and remembers texts it has read. Values are what goes into a record: text, days as ISO
text, counts as numbers, lists of labels.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from dangvien.rosters.form import Field, Value
from dangvien.rosters.grid import Cell
from dangvien.rosters.units import Units
from dangvien.rosters.values import choices, days, names, numbers
from dangvien.rosters.values.base import NOTHING, Finding, Reader, Reading, careful, tidy

__all__ = ["NOTHING", "Finding", "Reader", "Reading", "reader_of", "tidy"]


def reader_of(field: Field, *, as_of: date, units: Units, mend_capitals: bool = True) -> Reader:
    """The reader of one field. `as_of` is the day the file tells of: later days have not come yet."""
    free = choices.read_schooling if field.key == "trinh_do" else choices.read_text
    read: dict[Value, Callable[[Cell], Reading]] = {
        Value.NAME: partial(names.read_name, mend_capitals=mend_capitals),
        Value.NAME_FIRST: partial(names.read_part, mend_capitals=mend_capitals),
        Value.NAME_LAST: partial(names.read_part, mend_capitals=mend_capitals),
        Value.DAY: partial(days.read_day, as_of=as_of),
        Value.BIRTH: partial(days.read_birth, as_of=as_of),
        Value.GENDER: choices.read_gender,
        Value.CODE: partial(choices.read_code, name=field.codes, label=field.label),
        Value.CODES: partial(choices.read_codes, name=field.codes, label=field.label),
        Value.UNIT: choices.UnitReader(units),
        Value.CARD: partial(numbers.read_card, as_of=as_of),
        Value.CITIZEN: numbers.read_citizen,
        Value.FILE_NUMBER: numbers.read_file_number,
        Value.CERTIFICATE: numbers.read_certificate,
        Value.RESULT: choices.read_result,
        Value.COUNT: numbers.read_count,
        Value.YEAR: numbers.read_year,
        Value.YEARS: numbers.read_years,
    }
    if field.value in read:
        return careful(read[field.value])
    return careful(free, text_may_be_a_formula=True)
