"""What a row of a list of quần chúng ưu tú says, in the terms of the register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangvien import codes
from dangvien.procedure.roster_facts import PersonSaid, Record, code_of, day_of, text_of
from dangvien.text import nfc

UNSORTED = "chua_phan_loai"
"""The source of somebody whose list names none: said so, not guessed."""

_PARTS = re.compile(r"\s*[;,\n/+]\s*|\s+và\s+")


@dataclass(frozen=True, slots=True)
class CandidateSaid:
    """One row. None where it says nothing, or something that is on no list."""

    person: PersonSaid
    unit: str | None
    source: str | None
    opened_on: date | None
    bodies: tuple[str, ...]
    unknown_bodies: tuple[str, ...]
    schooling: str
    number: str
    issued_on: date | None

    @classmethod
    def of(cls, record: Record) -> CandidateSaid:
        """Raises KeyError or ValueError for a record without name or birth: such a row does not come here."""
        bodies, unknown = bodies_of(record.get("gioi_thieu"))
        return cls(
            person=PersonSaid.of(record),
            unit=text_of(record, "chi_bo"),
            source=code_of(record, "nguon", "source") if text_of(record, "nguon") else UNSORTED,
            opened_on=day_of(record, "ngay_vao_danh_sach"),
            bodies=bodies,
            unknown_bodies=unknown,
            schooling=code_of(record, "hoc_van", "education_general") or "",
            number=text_of(record, "so_gcn") or "",
            issued_on=day_of(record, "ngay_cap"),
        )


def bodies_of(value: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the bodies a cell names, in order and once each, and the words that name none."""
    known = codes.of("introducing_body")
    if isinstance(value, str) and (whole := known.find(value)):
        return (whole,), ()
    parts = value if isinstance(value, (list, tuple)) else _PARTS.split(nfc(str(value))) if value else []
    found: list[str] = []
    unknown: list[str] = []
    for part in (str(part).strip() for part in parts):
        code = known.find(part)
        if code is None and part:
            unknown.append(part)
        elif code and code not in found:
            found.append(code)
    return tuple(found), tuple(unknown)
