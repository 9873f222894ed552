"""Pieces of WordprocessingML as text: runs, paragraphs, cells, tables.

Building a large table through python-docx's objects takes minutes; as text it takes a moment, and the same library
reads it back. Lengths are millimetres, sizes of letters points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NO_FRAME = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
_FRAME = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def twips(millimetres: float) -> int:
    """Twentieths of a point, Word's unit of length."""
    return round(millimetres / 25.4 * 1440)


def run(
    text: str,
    points: float,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    framed: bool = False,
    color: str = "",
) -> str:
    """A stretch of text in one appearance; its lines are broken where it breaks them."""
    size = round(points * 2)
    properties = (
        ("<w:b/><w:bCs/>" if bold else "")
        + ("<w:i/><w:iCs/>" if italic else "")
        + (f'<w:color w:val="{color}"/>' if color else "")
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        + ('<w:u w:val="single"/>' if underline else "")
        + ('<w:bdr w:val="single" w:sz="6" w:space="0" w:color="000000"/>' if framed else "")
    )
    lines = (f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def paragraph(
    *runs: str,
    align: str = "left",
    before: float = 0,
    after: float = 0,
    indent: float = 0,
    keep: bool = False,
    heading: bool = False,
    special: str = "",
    empty_line: float = 0,
) -> str:
    """A paragraph in single spacing. `before` and `after` in points; `keep` holds it on the page of what follows;
    `heading` puts it into the document's outline; `special` is a property of the paragraph written by hand;
    `empty_line` is the size of its line when nothing stands in it."""
    properties = (
        ("<w:keepNext/>" if keep else "")
        + special
        + f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="240" w:lineRule="auto"/>'
        + (f'<w:ind w:left="{twips(indent)}"/>' if indent else "")
        + f'<w:jc w:val="{align}"/>'
        + ('<w:outlineLvl w:val="0"/>' if heading else "")
        + (f'<w:rPr><w:sz w:val="{round(empty_line * 2)}"/></w:rPr>' if empty_line else "")
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def rule(indent: float) -> str:
    """A line of 0,75 points, indented by so much on both sides, in a paragraph that is hardly there."""
    sides = twips(indent)
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="0" w:after="0" w:line="60" w:lineRule="exact"/>'
        f'<w:ind w:left="{sides}" w:right="{sides}"/></w:pPr></w:p>'
    )


PAGE_BREAK = (
    '<w:p><w:pPr><w:pageBreakBefore/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
"""A paragraph that is hardly there, on a new page."""


@dataclass(frozen=True)
class WordCell:
    """A cell with its paragraphs, the columns it spans, and its place in a cell that spans rows."""

    content: str
    width: float
    columns: int = 1
    merge: str = ""
    inset: float | None = None
    middle: bool = False

    @property
    def xml(self) -> str:
        """The cell. `merge` is "restart" for the first row of a tall cell, "continue" below it."""
        properties = (
            f'<w:tcW w:w="{twips(self.width)}" w:type="dxa"/>'
            + (f'<w:gridSpan w:val="{self.columns}"/>' if self.columns > 1 else "")
            + (f'<w:vMerge w:val="{self.merge}"/>' if self.merge else "")
            + (f'<w:tcMar><w:left w:w="{twips(self.inset)}" w:type="dxa"/></w:tcMar>' if self.inset is not None else "")
            + ('<w:vAlign w:val="center"/>' if self.middle else "")
        )
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{self.content}</w:tc>"


def row(cells: Iterable[WordCell], *, header: bool = False, height: float = 0) -> str:
    """A row that no page break goes through; a header row is repeated on every page. `height` is the least height."""
    properties = (
        "<w:cantSplit/>"
        + (f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else "")
        + ("<w:tblHeader/>" if header else "")
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cell.xml for cell in cells)}</w:tr>"


def table(rows: Iterable[str], widths: Sequence[float], *, framed: bool, padding: float, caption: str = "") -> str:
    """A table of fixed column widths. `padding` is the room left and right inside every cell."""
    sides = "".join(f'<w:{side} w:w="{twips(padding)}" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/>'
        f'<w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{_FRAME if framed else _NO_FRAME}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar>'
        + ('<w:tblLook w:val="0020" w:firstRow="1"/>' if framed else "")
        + (f'<w:tblCaption w:val="{escape(caption)}"/>' if caption else "")
        + f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
