"""What the register cannot take from a row whatever it says: texts longer than their columns, one person told twice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from dangvien.imports.findings import Findings
from dangvien.models import DeclaredFigure, Enrollment, Member, Person, Placement, RosterKind
from dangvien.models.import_batch import CheckedRow
from dangvien.text import thousands

_PERSON = {
    "ho_ten": (Person, "full_name"),
    "ten_khac": (Person, "other_names"),
    "que_quan": (Person, "native_place"),
    "thuong_tru": (Person, "residence"),
    "dien_thoai": (Person, "phone"),
}
_COLUMNS: Mapping[str, Mapping[str, tuple[Any, str]]] = {
    RosterKind.MEMBERS: {**_PERSON, "so_the": (Member, "card_number"), "so_ly_lich": (Member, "file_number")},
    RosterKind.CANDIDATES: _PERSON,
    RosterKind.CLASS: {
        **_PERSON,
        "ket_qua": (Enrollment, "grade"),
        "so_gcn": (Enrollment, "certificate_number"),
    },
    RosterKind.ORGANIZATIONS: {"ten_to_chuc": (Placement, "name"), "ten_ngan": (Placement, "short_name")},
    RosterKind.TARGETS: {"van_ban": (DeclaredFigure, "document")},
    RosterKind.DECLARED: {"van_ban": (DeclaredFigure, "document")},
}
"""Kind of list → field → the column that keeps its text."""


def too_long(kind: str, columns: Mapping[str, str], record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Cells whose text the register has no room for: cut short it would be another text."""
    wide = [
        (key, len(text), room)
        for key, room in _rooms(kind)
        if (text := record.get(key)) is not None and text.__class__ is str and len(text) > room
    ]
    if not wide:
        return []
    findings = Findings(columns, record)
    for key, length, room in wide:
        findings.fail(key, "too_long", f"Ô này có {thousands(length)} chữ, sổ chỉ giữ được {room}.", "Ghi ngắn lại.")
    return findings.all


@cache
def _rooms(kind: str) -> list[tuple[str, int]]:
    """Fields, and how many characters the column of each holds."""
    return [(key, model._meta.get_field(column).max_length) for key, (model, column) in _COLUMNS[kind].items()]


def told_twice(
    row: CheckedRow, person: int | None, columns: Mapping[str, str], seen: dict[int, tuple[int, int]]
) -> list[dict[str, Any]]:
    """Somebody of the register whom an earlier row is about: of two rows the second would write over the first."""
    if person is None:
        return []
    first = seen.setdefault(person, (row.sheet, row.number))
    if first == (row.sheet, row.number):
        return []
    findings = Findings(columns, row.record or {})
    where = f"dòng {first[1]}" if first[0] == row.sheet else f"dòng {first[1]} của trang tính thứ {first[0] + 1}"
    findings.fail(
        "ho_ten",
        "person_twice",
        f"Dòng này và {where} là cùng một người trong sổ.",
        "Bỏ một dòng, hoặc chọn lại người.",
    )
    return findings.all
