"""Workbooks of reform plans, made as a clerk would make them, and the reform of 1 July 2025 as such a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from dangvien.demo import figures
from dangvien.models import FOREVER, OrganizationKind, Placement
from dangvien.procedure.reform_sheets import COLUMNS, PLACE_COLUMNS, PLACES_SHEET, SHEET, Line, PlaceLine, Sheets

FIELDS = ("old", "old_name", "work", "new", "name", "kind", "parent", "position", "remark")


def line(row: int = 4, **boxes: str) -> Line:
    return Line(row=row, **boxes)


def sheets(*lines: Mapping[str, str], places: Iterable[tuple[str, str, str]] = (), **choices: str) -> Sheets:
    """Lines from row 4 on, as the template has them; choices by the key of the question with "__" for ":"."""
    return Sheets(
        tuple(Line(row=row, **boxes) for row, boxes in enumerate(lines, start=4)),
        tuple(PlaceLine(row, *boxes) for row, boxes in enumerate(places, start=4)),
        {key.replace("__", ":"): heir for key, heir in choices.items()},
    )


def book(
    lines: Iterable[Mapping[str, Any]],
    places: Iterable[Iterable[str]] = (),
    *,
    headers: Iterable[str] = COLUMNS,
    sheet: str = SHEET,
) -> bytes:
    """A workbook of these lines, with the title and the empty row that the template has above its header."""
    made = Workbook()
    first = made.worksheets[0]
    first.title = sheet
    first.append(["Phương án"])
    first.append([])
    first.append(list(headers))
    for boxes in lines:
        first.append([boxes.get(name, "") for name in FIELDS])
    second = made.create_sheet(PLACES_SHEET)
    second.append(["Khu phố, thôn"])
    second.append([])
    second.append(list(PLACE_COLUMNS))
    for row in places:
        second.append(list(row))
    return saved(made)


def saved(made: Workbook) -> bytes:
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def reform_of_2025() -> list[dict[str, str]]:
    """The demo's reform as the lines of a plan, on a register where the city of 2022 still stands."""
    reform = figures.dong_ha_reform()
    now = {
        row.organization.code: row for row in Placement.objects.filter(valid_to=FOREVER).select_related("organization")
    }
    lines: list[dict[str, str]] = []
    for heir in reform["heir"]:
        lines.append(
            {
                "work": "thành lập mới",
                "new": heir["code"],
                "name": heir["name"],
                "kind": str(OrganizationKind(heir["kind"]).label),
                "parent": heir["parent"],
                "position": str(heir["position"]),
            }
        )
        lines += [_moved(code, now[code].name, heir["code"]) for code in heir["receives"]]
        for code in heir["absorbs"]:
            lines.append({"old": code, "old_name": now[code].name, "work": "sáp nhập", "new": heir["code"]})
            lines += _cells(now, code, heir["code"])
    for move in reform["move"]:
        lines += [_moved(code, now[code].name, move["parent"]) for code in move["organizations"]]
    city = reform["city"]["code"]
    lines.append({"old": city, "old_name": now[city].name, "work": "giải thể"})
    return lines


def _moved(code: str, name: str, parent: str) -> dict[str, str]:
    return {"old": code, "old_name": name, "work": "chuyển cấp trên", "parent": parent}


def _cells(now: Mapping[str, Placement], ward: str, heir: str) -> list[dict[str, str]]:
    """The cells of a ward: under the heir, those of khu phố with the ward's old name behind theirs, numbered anew."""
    unit = now[ward]
    cells = sorted((row for row in now.values() if row.parent_id == unit.organization_id), key=lambda row: row.position)
    lines = []
    for position, row in enumerate(cells, start=1):
        moved = _moved(row.organization.code, row.name, heir) | {"position": str(unit.position * 100 + position)}
        if row.area == "khu_dan_cu":
            moved["name"] = f"{row.name} - {unit.short_name}"
        lines.append(moved)
    return lines
