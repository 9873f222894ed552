"""What a row of a list of organizations says, and the seat that is founded by it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dangvien import codes
from dangvien.models import OrganizationKind
from dangvien.models.organization import CELLS
from dangvien.procedure.restructuring import Seat
from dangvien.procedure.roster_facts import Record, code_of, day_of, text_of
from dangvien.text import search_key

CODE = re.compile(r"[a-z0-9_-]{1,60}")
"""What a code of an organization may be made of."""

_NUMBER = re.compile(
    r"(?:quyết định )?(?:số )?0*(\d{1,6})\s*[-–/]?\s*QĐ\s*[/-]\s*([A-ZĐĂÂÊÔƠƯ]+(?:[-/][A-ZĐĂÂÊÔƠƯ]+)*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class OrganizationSaid:
    """One row. None where it says nothing, or something that is on no list."""

    code: str | None
    name: str | None
    short_name: str | None
    kind: OrganizationKind | None
    parent: str | None
    sector: str | None
    area: str | None
    founded_on: date | None
    decision: str | None
    decided_on: date | None
    issuer: str | None

    @classmethod
    def of(cls, record: Record) -> OrganizationSaid:
        kind = code_of(record, "loai", "organization_kind")
        code = text_of(record, "ma")
        return cls(
            code=code.lower() if code else None,
            name=text_of(record, "ten_to_chuc"),
            short_name=text_of(record, "ten_ngan"),
            kind=OrganizationKind(kind) if kind else None,
            parent=text_of(record, "truc_thuoc"),
            sector=code_of(record, "khoi", "sector"),
            area=code_of(record, "dia_ban", "cell_area"),
            founded_on=day_of(record, "ngay_thanh_lap"),
            decision=text_of(record, "so_quyet_dinh"),
            decided_on=day_of(record, "ngay_quyet_dinh"),
            issuer=text_of(record, "co_quan"),
        )

    @property
    def is_cell(self) -> bool:
        return self.kind in CELLS

    def seat(self, parent: str) -> Seat:
        """Where it stands from the day of founding on, below the organization of this code."""
        assert self.name is not None, "such a row is wrong"
        assert self.kind is not None, "such a row is wrong"
        return Seat(
            name=self.name,
            kind=self.kind,
            parent=parent,
            short_name=self.short_name or "",
            sector=self.sector or "",
            area=self.area or "",
        )


class FileOrganizations:
    """The organizations that the rows of one file name, for superiors that stand in the file itself."""

    def __init__(self, rows: Iterable[OrganizationSaid] = ()) -> None:
        self._by_code: dict[str, OrganizationSaid] = {}
        self._by_name: dict[str, list[OrganizationSaid]] = {}
        for said in rows:
            self.add(said)

    def add(self, said: OrganizationSaid) -> None:
        """Count a row in; of two rows with one code the first is meant."""
        if said.code:
            self._by_code.setdefault(said.code, said)
        self._by_name.setdefault(search_key(said.name or ""), []).append(said)

    def named(self, text: str) -> list[OrganizationSaid]:
        """The rows a text may name as a superior: by code, else by name."""
        if (found := self._by_code.get(text.lower())) is not None:
            return [found]
        return self._by_name.get(search_key(text), [])


def decision_number(text: str) -> tuple[int, str] | None:
    """Number and symbol of a decision as it is cited: "12-QĐ/ĐU", "Quyết định số 45 -QĐ/TU"; None for others."""
    found = _NUMBER.fullmatch(text.strip())
    return (int(found[1]), found[2].upper()) if found else None


def label_in(name: str, code: str) -> str:
    """A code as people read it; a code that is on the list no more stands as it is."""
    listed = codes.of(name)
    return listed.label(code) if code in listed else code
