"""A list as its reader sees it: plain rows of words."""

from __future__ import annotations

from reports.table import RowStyle, Table


def lines(table: Table) -> list[tuple[str, ...]]:
    """Each ordinary line: its number, its label, the words of its cells."""
    return [
        (row.number, row.label, *(cell.text for cell in row.cells)) for row in table.rows if row.style is RowStyle.LINE
    ]


def headings(table: Table) -> list[str]:
    """The headings of the groups."""
    return [row.label for row in table.rows if row.style is RowStyle.HEADING]


def foot(table: Table) -> str:
    """The label of the line of totals; nothing without one."""
    return table.total.label if table.total else ""


def names(table: Table) -> list[str]:
    """The labels of the ordinary lines."""
    return [line[1] for line in lines(table)]
