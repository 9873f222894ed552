"""What a comparison found, as lists to read and to take along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dangvien.dates import PartialDate
from dangvien.imports.central import CENTRAL, OUTCOMES
from dangvien.models import ImportBatch, ImportRow, Verdict
from dangvien.models.member import MemberQuerySet
from dangvien.procedure.places import places_of
from dangvien.scope import Scope
from dangvien.spreadsheet import Value
from dangvien.text import day_short

MISSING_THERE = "thieu-o-tep"
"""The part of a comparison that stands in no row: members of the register whom the file does not name."""

PARTS: dict[str, str] = {
    MISSING_THERE: "Có trong sổ, không có trong tệp",
    "thieu-o-so": OUTCOMES[Verdict.NEW],
    "khac": OUTCOMES[Verdict.CHANGED],
    "chua-ro": OUTCOMES[Verdict.MAYBE],
    "khong-so-duoc": OUTCOMES[Verdict.WRONG],
    "giong": OUTCOMES[Verdict.SAME],
}
"""Part of a comparison, as it stands in the address → what it is called."""

VERDICTS: dict[str, Verdict] = {
    "thieu-o-so": Verdict.NEW,
    "khac": Verdict.CHANGED,
    "chua-ro": Verdict.MAYBE,
    "khong-so-duoc": Verdict.WRONG,
    "giong": Verdict.SAME,
}

MASKED = ("so_cccd", "so_the")
"""Fields whose numbers screens show the end of only."""

HEADERS = ("TT", "Kết quả", "Dòng trong tệp", "Họ và tên", "Ngày sinh", "Chi bộ", "Ô", "Tệp ghi", "Sổ ghi")


@dataclass(frozen=True)
class Difference:
    """One cell in which the file and the register differ."""

    key: str
    label: str
    there: str
    here: str

    @property
    def is_masked(self) -> bool:
        return self.key in MASKED


@dataclass(frozen=True)
class Told:
    """A row of the file as a list shows it."""

    row: ImportRow
    name: str
    birth: str
    unit: str
    differences: tuple[Difference, ...]
    remarks: tuple[str, ...]


def missing_there(scope: Scope, batch: ImportBatch) -> MemberQuerySet:
    """Members of the organization, as the register stands now, whom no row of the file is about."""
    named = batch.rows.filter(person__isnull=False).values("person")
    return scope.within(batch.organization).present_members.exclude(person__in=named)


def counts_of(scope: Scope, batch: ImportBatch) -> dict[str, int]:
    """Part → how many."""
    found = {part: int(batch.counts.get(verdict.value, 0)) for part, verdict in VERDICTS.items()}
    return {MISSING_THERE: missing_there(scope, batch).count(), **found}


def told(rows: Iterable[ImportRow]) -> list[Told]:
    """Rows as lists show them."""
    return [
        Told(
            row,
            str((row.record or {}).get("ho_ten") or ""),
            shown((row.record or {}).get("ngay_sinh")),
            str((row.record or {}).get("chi_bo") or ""),
            tuple(_differences(row)),
            tuple(_remark(issue) for issue in row.issues),
        )
        for row in rows
    ]


def _differences(row: ImportRow) -> Iterator[Difference]:
    record: Mapping[str, Any] = row.record or {}
    for field in CENTRAL.fields:
        if field.key in row.before:
            yield Difference(field.key, field.label, shown(record.get(field.key)), str(row.before[field.key]))


def _remark(issue: Mapping[str, Any]) -> str:
    """Sentences about a cell say where it is themselves."""
    return str(issue["message"])


def shown(value: Any) -> str:
    """A value of a record as people write it: days 27/3/1982, births as far as they are known."""
    text = str(value) if value is not None else ""
    try:
        day = PartialDate.from_iso(text)
    except ValueError:
        return text
    return day_short(day.earliest()) if day.is_full else str(day)


def lines_of(scope: Scope, batch: ImportBatch) -> list[Sequence[Value]]:
    """Everything that differs, one line a cell: who is missing on either side, differing cells, what is not clear."""
    lines: list[list[Value]] = []
    members = missing_there(scope, batch).select_related("person").in_name_order()
    places = places_of(members.values_list("organization", flat=True), scope.today)
    for member in members:
        place = str(places.get(member.organization_id or 0, ""))
        lines.append([PARTS[MISSING_THERE], "", member.person.full_name, str(member.person.birth), place, "", "", ""])
    rows = batch.rows.exclude(verdict=Verdict.SAME).order_by("verdict", "sheet", "number")
    for line in told(rows.iterator(2000)):
        who: list[Value] = [OUTCOMES[line.row.verdict], str(line.row.number), line.name, line.birth, line.unit]
        if line.differences:
            lines += [[*who, each.label, each.there, each.here] for each in line.differences]
        else:
            lines.append([*who, "", "; ".join(line.remarks), ""])
    return [[number, *line] for number, line in enumerate(lines, start=1)]
