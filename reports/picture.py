"""A drawing of figures and the figures themselves: plain values, ready to stand in a page, a PDF or a Word document."""

from __future__ import annotations

from dataclasses import dataclass

POINTS_WIDE = 360
"""Width of every picture in its own units, so that its letters are equally large in all of them."""


@dataclass(frozen=True)
class Picture:
    """One drawing. `svg` carries title and description, text as text, no style, script or address.

    `png` is the same drawing in dots for what cannot show SVG; empty unless it was asked for. Sizes are in units of the
    drawing, `POINTS_WIDE` of them across. `slug` names it among the pictures of one page.
    """

    slug: str
    title: str
    description: str
    svg: bytes
    width: float
    height: float
    png: bytes = b""

    @property
    def alternative(self) -> str:
        """What stands for the drawing where it is not seen."""
        return f"{self.title}. {self.description}"


@dataclass(frozen=True)
class Datum:
    """One value of a table under a picture as it is printed. `opens` says that a list stands behind it."""

    text: str
    opens: bool = False


@dataclass(frozen=True)
class DataRow:
    """A line of the table under a picture. `key` names it in addresses."""

    key: str
    label: str
    data: tuple[Datum, ...]
    is_total: bool = False


@dataclass(frozen=True)
class DataTable:
    """The numbers of a picture. `columns` are codes (as in addresses) and headers of the values, left to right."""

    row_title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[DataRow, ...]

    def text(self, row: str, column: str) -> str:
        """One value as printed. Raises KeyError for a cell that is not there."""
        codes = [code for code, _ in self.columns]
        for line in self.rows:
            if line.key == row and column in codes:
                return line.data[codes.index(column)].text
        raise KeyError(f"{row}|{column}")
