"""The table as HTML: one template for the screen and for paper, and the whole sheet around it.

On the screen a counted cell is a link to the things behind it; on paper it is plain text. Nothing here carries a style
of its own: the screen's policy forbids it, and paper has its own sheet, `templates/print/report.css`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime, make_aware

from dangvien.text import upper_first
from reports.definition import Sheet
from reports.picture import Picture
from reports.pictures.of_table import pictures_of
from reports.render import emphasis, layout
from reports.render.letterhead import (
    APPENDIX,
    DASHES,
    DRAFT_MARK,
    HEAD,
    MAKER,
    RECIPIENTS_TITLE,
    STAR,
    STATE_TITLE,
    Paper,
)
from reports.table import CellKind, Row, RowStyle, Table

LinkBuilder = Callable[[str, str], str]
"""(row's key, column's code) → the address of the list behind that cell."""

PeoplePages = Mapping[int, str]
"""Person → the address of their page, for those the reader may open."""

KEPT_ROWS = 2
"""Rows that stay on the page of whatever follows the table."""

DEEPEST_LEVEL = 4
"""Levels of indentation that have a style."""

_CLASSES = {
    RowStyle.LINE: "",
    RowStyle.PART: "part",
    RowStyle.HEADING: "inner-heading",
    RowStyle.SUBTOTAL: "subtotal",
    RowStyle.TOTAL: "total",
}
_CELLS = {CellKind.TEXT: "words", CellKind.MIDDLE: "middle words", CellKind.CROSS: "middle"}
"""How a cell is aligned; every other kind is a number."""


@dataclass(frozen=True)
class HeaderView:
    """A cell of the header as drawn."""

    text: str
    columns: int
    rows: int

    @property
    def scope(self) -> str:
        """What the cell is the header of."""
        return "colgroup" if self.columns > 1 else "col"


@dataclass(frozen=True)
class CellView:
    """A number or text as drawn; `url` is empty when nothing opens."""

    text: str
    url: str
    classes: str = "number"


@dataclass(frozen=True)
class RowView:
    """A line as drawn. `number` is None when the table has no column for it; `anchor` names the line in the file.

    `url` is the page of the person a line of a list is about; empty where the reader may not open it. `span` is over
    how many columns the label runs: a heading has no cells.
    """

    anchor: str
    number: str | None
    label: str
    classes: str
    level: int
    cells: tuple[CellView, ...]
    url: str = ""
    span: int = 1


@dataclass(frozen=True)
class TableView:
    """What `templates/reports/_table.html` draws. `groups` are the columns that stand under one header, by place;
    `side` is "left" or "right" on facing pages."""

    id: str
    caption: str
    quiet: bool
    groups: tuple[range, ...]
    header: tuple[tuple[HeaderView, ...], ...]
    rows: tuple[RowView, ...]
    width: int
    empty: str = layout.NO_ROWS
    side: str = ""

    @property
    def opens(self) -> bool:
        """Whether a number of it opens a list."""
        return any(cell.url for row in self.rows for cell in row.cells)


def table_view(
    table: Table,
    link: LinkBuilder | None = None,
    *,
    caption: str = "",
    quiet: bool = True,
    table_id: str = "bang-bao-cao",
    people: PeoplePages | None = None,
) -> TableView:
    """The table for `templates/reports/_table.html`, which expects it as `view`.

    With `link` every counted cell opens its list, with `people` the names of a list open the pages of its people.
    `caption` (by default the printed title) names the table for screen readers and, with `quiet=False`, for everybody.
    Raises ValueError when the header's spans do not fill its grid.
    """
    clean = layout.tidy(table)
    return _view(clean, clean.all_rows, link, caption=caption, quiet=quiet, table_id=table_id, people=people or {})


def render(table: Table, paper: Paper) -> bytes:
    """The sheet as one HTML file with its style sheet inside, to be kept or opened without the server."""
    clean = layout.on_paper(table)
    styles = f"{stylesheet()}\n{page_rules(clean)}"
    return sheet(clean, paper, styles=styles, pictures=pictures_of(clean)).lstrip().encode()


def sheet(
    table: Table,
    paper: Paper,
    *,
    first_row: int = 0,
    last_row: int | None = None,
    anchored: bool = False,
    styles: str = "",
    pictures: Sequence[Picture] = (),
    scheme: str = "",
) -> str:
    """The HTML of the sheet, or of the part of it that holds the rows from `first_row` up to and without `last_row`.

    What stands above the table belongs to the part with the first row, what stands below it to the part with the last.
    With `anchored` every line has the id "d" + its place. `table` must be as it stands on paper. `pictures` stand below
    the table: inside the page, or with a `scheme` under addresses that begin with it.
    """
    last = len(table.all_rows) if last_row is None else min(last_row, len(table.all_rows))
    if table.facing:
        views = _spreads(table, first_row, last)
    else:
        rows = table.all_rows[first_row:last]
        views = [_view(table, rows, None, first_place=first_row, anchored=anchored, kept=KEPT_ROWS)]
    return render_to_string(
        "print/report.html",
        {
            "views": views,
            "opening": first_row == 0,
            "closing": last == len(table.all_rows),
            "styles": styles,
            "scheme": scheme,
            # Written by our own drawing, its texts escaped.
            "pictures": [(picture, mark_safe(picture.svg.decode())) for picture in pictures],  # noqa: S308
            **surroundings(table, paper),
        },
    )


def _spreads(table: Table, first_row: int, last_row: int) -> list[TableView]:
    """Some lines at a time, first their left page, then their right one."""
    found = []
    for start in range(first_row, max(last_row, first_row + 1), layout.ROWS_OF_A_SPREAD):
        end = min(start + layout.ROWS_OF_A_SPREAD, last_row)
        for half, side in zip(layout.faces(table), ("left", "right"), strict=True):
            found.append(_view(half, half.all_rows[start:end], None, table_id=f"bang-{start}-{side}", side=side))
    return found


def surroundings(table: Table, paper: Paper) -> dict[str, Any]:
    """Everything on the sheet that is not the table, in words."""
    appendix = table.sheet == Sheet.APPENDIX
    moment = moment_of(table, paper)
    return {
        "paper": paper,
        "appendix": appendix,
        "framed": table.sheet == Sheet.FORM,
        "form": table.form,
        "form_title": table.title,
        "form_period": table.period_words,
        "maker": MAKER,
        "head": HEAD,
        "landscape": table.landscape,
        "state_title": STATE_TITLE,
        "star": STAR,
        "draft": DRAFT_MARK if paper.draft else "",
        "heading": APPENDIX if appendix else paper.type_name,
        "title": layout.printed_title(table),
        "number_line": unbroken(paper.number_line),
        "place_and_day": unbroken(paper.place_and_day),
        "attached_line": unbroken(paper.attached_line),
        "dashes": DASHES,
        "recipients_title": RECIPIENTS_TITLE,
        "notes": notes_below(table, paper),
        "document_title": document_title(table, paper),
        "author": author(table, paper),
        "keywords": paper.digest,
        "moment": moment.isoformat(timespec="seconds"),
    }


def notes_below(table: Table, paper: Paper) -> tuple[str, ...]:
    """The sentences under the table: its own notes, then the record of checks that did not hold."""
    return (*table.notes, *paper.record)


def document_title(table: Table, paper: Paper) -> str:
    """The file's title: "Phụ lục công tác phát triển đảng viên …"."""
    if table.sheet == Sheet.FORM:
        return f"{table.form or 'Biểu'} {layout.printed_title(table)}"
    kind = APPENDIX if table.sheet == Sheet.APPENDIX else paper.type_name
    return f"{upper_first(kind.lower())} {layout.printed_title(table)}"


def author(table: Table, paper: Paper) -> str:
    """The file's author: the issuing body, or the organization counted when there is no letterhead."""
    return paper.body or table.organization


def moment_of(table: Table, paper: Paper) -> datetime:
    """The moment written into files: when the numbers were frozen, else the start of the paper's day or of the period's
    last, so that printing again gives the same bytes."""
    if paper.frozen_at:
        return localtime(paper.frozen_at)
    day = paper.day or datetime.fromisoformat(table.last).date()
    return localtime(make_aware(datetime.combine(day, time.min)))


def unbroken(text: str) -> str:
    """The text with no-break spaces where two or more spaces leave room to write."""
    return re.sub(" {2,}", lambda room: layout.NO_BREAK * len(room.group()), text)


def stylesheet() -> str:
    """The style sheet of paper."""
    return (Path(settings.BASE_DIR) / "templates" / "print" / "report.css").read_text(encoding="utf-8")


def page_rules(table: Table) -> str:
    """What the style sheet cannot know: the widths of this table's columns and the size of its letters."""
    rules = [f".report {{ font-size: {layout.font_size(table)}pt }}"]
    halves = layout.faces(table)
    for half, side in zip(halves, (".left ", ".right ") if len(halves) > 1 else ("",), strict=True):
        widths = layout.column_widths(half)
        rules += [f"{side}.c{place} {{ width: {width:.2f}mm }}" for place, width in enumerate(widths)]
    return "\n".join(rules)


def _view(
    table: Table,
    rows: Sequence[Row],
    link: LinkBuilder | None,
    *,
    caption: str = "",
    quiet: bool = True,
    table_id: str = "bang",
    first_place: int = 0,
    anchored: bool = False,
    kept: int = 0,
    side: str = "",
    people: PeoplePages = MappingProxyType({}),
) -> TableView:
    places = layout.header_places(table)
    top = [range(place.column, place.column + place.cell.columns) for place in places if place.row == 0]
    keep_from = len(table.all_rows) - kept
    return TableView(
        id=table_id,
        caption=caption or upper_first(layout.printed_title(table)),
        quiet=quiet,
        groups=tuple(top),
        header=tuple(tuple(HeaderView(cell.text, cell.columns, cell.rows) for cell in line) for line in table.header),
        rows=tuple(
            RowView(
                anchor=f"d{place}" if anchored else "",
                number=row.number if table.number_title else None,
                label=row.label,
                classes=_classes(row, kept=place >= keep_from),
                level=min(row.level, DEEPEST_LEVEL),
                cells=() if emphasis.spans(row) else _cell_views(table, row, link),
                span=1 + len(row.cells) if emphasis.spans(row) else 1,
                url=people.get(row.person, "") if row.person is not None else "",
            )
            for place, row in enumerate(rows, start=first_place)
        ),
        width=layout.grid_width(table),
        side=side,
        empty=layout.said_without_rows(table),
    )


def _classes(row: Row, *, kept: bool) -> str:
    return " ".join(
        name
        for name, holds in (
            (_CLASSES[row.style], True),
            ("main", emphasis.is_main(row)),
            ("kept", kept),
        )
        if name and holds
    )


def _cell_views(table: Table, row: Row, link: LinkBuilder | None) -> tuple[CellView, ...]:
    return tuple(
        CellView(
            cell.text,
            link(row.key, column) if link and cell.opens and cell.text else "",
            _CELLS.get(cell.kind, "number"),
        )
        for column, cell in zip(table.columns, row.cells, strict=True)
    )
