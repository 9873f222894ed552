"""What the trail tells of work on a list of people: the cell before and after, the answers, the columns.

Who somebody is stays out of it: an identity that is erased later must not stand in an entry about a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dangvien.models import ImportBatch, ImportRow
from dangvien.rosters.fields import FORMS
from dangvien.rosters.form import Field, Value
from dangvien.rosters.grid import column_of, letters

Told = dict[str, Any]

PLAIN = frozenset({
    Value.DAY, Value.BIRTH, Value.GENDER, Value.MALE_MARK, Value.FEMALE_MARK, Value.CODE, Value.CODES, Value.UNIT,
    Value.RESULT, Value.COUNT, Value.YEAR, Value.YEARS, Value.YEAR_COLUMNS,
})  # fmt: skip
"""What a column holds whose cells are told as they stand: it outlives an erased identity (actions/erasing.py)."""

NUMBERS = frozenset({Value.CITIZEN, Value.CARD})
"""Of these the end is told, as every screen shows them."""

SAID = {
    "dong_an": "nhập cả dòng ẩn",
    "cot_an": "nhập cả cột ẩn",
    "viet_hoa": "đổi tên viết hoa",
    "mac_dinh": "hiểu ô trống",
}
"""Question about the whole file → as the trail says it; `trang_N` is hidden sheet N."""

_NOT_TOLD = "(không ghi ra vì nói về người)"
_TAIL = 3


def cell_told(batch: ImportBatch, row: ImportRow, column: str, old: str, new: str) -> tuple[Told, Told]:
    """A mended cell: what the entry holds of before and after."""
    what = _field(batch, row.sheet, column)
    where = {"ô": f"{column}{row.number}"}
    if what is not None and what.value in PLAIN:
        return {"nội dung": old}, {**where, "cột": what.label, "nội dung": new}
    if what is not None and what.value in NUMBERS:
        return {"nội dung": _end(old)}, {**where, "cột": what.label, "nội dung": _end(new)}
    return {}, {**where, "cột": what.label if what else "chưa rõ", "nội dung": _NOT_TOLD if new else "xóa trắng"}


def answers_told(batch: ImportBatch, before: Mapping[str, Any], keys: Mapping[str, str]) -> tuple[Told, Told]:
    """Answers about the whole file that are not what they were; `keys` is question → key of `ImportBatch.options`."""
    names = {str(n): str(sheet.get("name") or n + 1) for n, sheet in enumerate(batch.layout.get("sheets", []))}
    sheets = {**before.get("sheets", {}), **batch.options.get("sheets", {})}
    pairs = [(f"nhập trang tính “{names.get(n, n)}”", _at(before, n), _at(batch.options, n)) for n in sorted(sheets)]
    pairs += [(SAID[key], bool(before.get(own)), bool(batch.options.get(own))) for key, own in keys.items()]
    return _changed(pairs)


def columns_told(batch: ImportBatch, sheet: int, columns: Mapping[str, Sequence[int]]) -> tuple[Told, Told]:
    """What each column of a sheet was taken for before, and is from now on."""
    kept = batch.layout["sheets"][sheet]
    before, form = kept.get("columns") or {}, FORMS[batch.kind]
    labels = {item.key: item.label for item in form.fields}
    keys = sorted({*before, *columns}, key=lambda key: list(labels).index(key) if key in labels else len(labels))
    return _changed([(labels.get(key, key), _letters(before.get(key)), _letters(columns.get(key))) for key in keys])


def _field(batch: ImportBatch, sheet: int, column: str) -> Field | None:
    sheets = batch.layout.get("sheets", [])
    columns = sheets[sheet].get("columns") or {} if 0 <= sheet < len(sheets) else {}
    number = column_of(column)
    keys = {key for key, numbers in columns.items() if number in map(int, numbers)}
    found = [item for item in FORMS[batch.kind].fields if item.key in keys]
    return next((item for item in found if item.value not in PLAIN), found[0] if found else None)


def _changed(pairs: Sequence[tuple[str, Any, Any]]) -> tuple[Told, Told]:
    told = [(name, old, new) for name, old, new in pairs if old != new]
    return {name: old for name, old, _ in told}, {name: new for name, _, new in told}


def _at(options: Mapping[str, Any], sheet: str) -> bool:
    return bool(options.get("sheets", {}).get(sheet, False))


def _letters(numbers: Sequence[int] | None) -> str:
    return ", ".join(letters(int(number)) for number in numbers or ())


def _end(number: str) -> str:
    return f"{'•' * max(len(number) - _TAIL, 0)}{number[-_TAIL:]}"
