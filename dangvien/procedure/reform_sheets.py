"""The workbook of a reform plan as rows: which columns its sheets have, which works a line may ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

from dangvien.models import OrganizationKind
from dangvien.text import search_key

SHEET, PLACES_SHEET = "Phương án", "Địa bàn"

OLD, OLD_NAME, WORK, NEW, NAME = "Mã cũ", "Tên cũ", "Việc", "Mã mới", "Tên mới"
KIND, PARENT, POSITION, REMARK = "Loại mới", "Cấp trên mới (mã)", "Thứ tự", "Ghi chú"
COLUMNS = (OLD, OLD_NAME, WORK, NEW, NAME, KIND, PARENT, POSITION, REMARK)

PLACE_OLD, PLACE, PLACE_HEIR = "Mã đảng bộ cũ", "Khu phố, thôn", "Mã nơi nhận"
PLACE_COLUMNS = (PLACE_OLD, PLACE, PLACE_HEIR)

SHEETS = {SHEET: COLUMNS, PLACES_SHEET: PLACE_COLUMNS}


class Work(StrEnum):
    """What a line asks for; the value is what stands in the column "Việc"."""

    KEEP = "giữ nguyên"
    ABSORB = "sáp nhập"
    UNITE = "hợp nhất"
    DIVIDE = "chia"
    DISSOLVE = "giải thể"
    FOUND = "thành lập mới"
    RENAME = "đổi tên"
    REHANG = "chuyển cấp trên"


ENDING = (Work.ABSORB, Work.UNITE, Work.DIVIDE, Work.DISSOLVE)
"""After these the old organization works no more (a divided one may be one of its own heirs)."""

_WORKS = {search_key(work): work for work in Work} | {
    "chia tach": Work.DIVIDE,
    "thanh lap": Work.FOUND,
    "doi cap tren": Work.REHANG,
}
KINDS = {label: OrganizationKind(value) for value, label in OrganizationKind.choices if value != "luu_tru"}
"""Name of a kind → the kind."""
_KINDS = {search_key(label): kind for label, kind in KINDS.items()} | {kind.value: kind for kind in KINDS.values()}


@dataclass(frozen=True)
class Line:
    """One line of the sheet "Phương án" as it was typed."""

    row: int
    old: str = ""
    old_name: str = ""
    work: str = ""
    new: str = ""
    name: str = ""
    kind: str = ""
    parent: str = ""
    position: str = ""
    remark: str = ""

    @property
    def asks(self) -> Work | None:
        """The work asked for; None for a word that is none of them."""
        return _WORKS.get(search_key(self.work))

    @property
    def kind_asked(self) -> OrganizationKind | None:
        """The kind named; None for none, or for a word that is no kind."""
        return _KINDS.get(search_key(self.kind)) or _KINDS.get(self.kind)

    @property
    def is_blank(self) -> bool:
        """A line of the template in which nothing was asked for."""
        return not any((self.work, self.new, self.name, self.kind, self.parent, self.position))


@dataclass(frozen=True)
class PlaceLine:
    """One line of the sheet "Địa bàn": a khu phố or thôn of a divided unit, and the heir it goes to."""

    row: int
    old: str = ""
    place: str = ""
    heir: str = ""


LineT = TypeVar("LineT", Line, PlaceLine)


@dataclass(frozen=True)
class Sheets:
    """What a workbook says, and what was chosen on the page for what it left open."""

    lines: tuple[Line, ...]
    places: tuple[PlaceLine, ...] = ()
    choices: Mapping[str, str] | None = None
    """Key of a question (`reform_plans.Question`) → code of the heir chosen."""

    @property
    def new_codes(self) -> set[str]:
        """Every code that stands in the column for new ones."""
        return {line.new for line in self.lines if line.new}

    @classmethod
    def of_workbook(cls, read: Mapping[str, Iterable[Iterable[Any]]]) -> Sheets:
        """From what `workbooks.read_safely` gives for SHEETS; lines that ask for nothing are left out."""
        lines = (Line(*row) for row in read[SHEET])
        return cls(
            tuple(line for line in lines if not line.is_blank), tuple(PlaceLine(*row) for row in read[PLACES_SHEET])
        )

    @classmethod
    def of_rows(cls, rows: Mapping[str, Any]) -> Sheets:
        """From the column of a kept plan."""
        return cls(
            tuple(_line(Line, row) for row in rows.get("lines", ())),
            tuple(_line(PlaceLine, row) for row in rows.get("places", ())),
            dict(rows.get("choices", {})),
        )

    def as_rows(self) -> dict[str, Any]:
        """As a plan keeps it."""
        return {
            "lines": [asdict(line) for line in self.lines],
            "places": [asdict(line) for line in self.places],
            "choices": dict(self.choices or {}),
        }


def _line(kind: type[LineT], row: Mapping[str, Any]) -> LineT:
    return kind(**{field.name: row[field.name] for field in fields(kind) if field.name in row})
