"""An overview as a Word document: each drawing as SVG with the same in dots for what cannot show SVG, real tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.shared import Mm

from dangvien.text import nfc
from reports.dashboard.panels import Overview, Panel
from reports.dashboard.paper import Mark, title_of
from reports.render.docx import LANGUAGE, set_defaults, strip
from reports.render.drawings import SPACES, drawing
from reports.render.layout import PORTRAIT
from reports.render.packing import repacked
from reports.render.wordml import WordCell, paragraph, row, run
from reports.render.wordml import table as word_table

_TEXT, _SMALL, _MARK = 14, 12, 8
_GREY = "595959"


def render(overview: Overview, mark: Mark) -> bytes:
    """The overview as a DOCX file; the drawings need their PNG. The same content gives the same bytes."""
    document = docx.Document()
    strip(document)
    set_defaults(document)
    _set_page(document)
    _set_properties(document, overview, mark.moment)
    body = document.element.body
    content = "".join(_content(document, overview, mark))
    for element in list(parse_xml(f"<w:body {SPACES}>{content}</w:body>")):
        body.insert_element_before(element, "w:sectPr")
    written = BytesIO()
    document.save(written)
    return repacked(written.getvalue(), mark.moment.astimezone(UTC).replace(tzinfo=None))


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PORTRAIT.width), Mm(PORTRAIT.height)
    section.top_margin, section.bottom_margin = Mm(PORTRAIT.top), Mm(PORTRAIT.bottom)
    section.left_margin, section.right_margin = Mm(PORTRAIT.left), Mm(PORTRAIT.right)


def _set_properties(document: Document, overview: Overview, moment: datetime) -> None:
    properties = document.core_properties
    properties.title = title_of(overview)[:255]
    properties.author = properties.last_modified_by = overview.asked.name[:255]
    properties.comments = ""
    properties.language = LANGUAGE
    properties.created = properties.modified = moment.astimezone(UTC).replace(tzinfo=None)
    properties.revision = 1


def _content(document: Document, overview: Overview, mark: Mark) -> Iterator[str]:
    for words in ("TỔNG QUAN", f"phát triển đảng viên năm {overview.asked.year}", nfc(overview.asked.name)):
        yield paragraph(run(words, _TEXT, bold=True), align="center", keep=True)
    drawn = 0
    for panel in overview.panels:
        yield paragraph(run(nfc(panel.heading), _TEXT, bold=True), before=16, after=3, keep=True, heading=True)
        if panel.empty:
            yield paragraph(run(nfc(panel.empty), _SMALL))
            continue
        yield paragraph(run(nfc(panel.says), _SMALL), after=4, keep=True)
        for picture in panel.pictures:
            drawn += 1
            yield paragraph(drawing(document, picture, drawn), align="center", after=6, keep=True)
        yield _table(panel)
        for place, note in enumerate(panel.notes):
            yield paragraph(run(nfc(note), _SMALL, italic=True), before=0 if place else 4)
    yield paragraph(run(nfc(mark.in_words), _MARK, color=_GREY), before=12)


def _table(panel: Panel) -> str:
    table = panel.table
    number = min(32.0, PORTRAIT.text_width * 0.6 / len(table.columns))
    widths = (PORTRAIT.text_width - number * len(table.columns), *(number for _ in table.columns))

    def cell(text: str, width: float, align: str, bold: bool) -> WordCell:
        filled = run(nfc(text), _SMALL, bold=bold) if text else ""
        return WordCell(paragraph(filled, align=align, before=1.5, after=1.5, empty_line=_SMALL), width, middle=True)

    headers = (table.row_title, *(header for _, header in table.columns))
    lines = [
        row((cell(text, width, "center", True) for text, width in zip(headers, widths, strict=True)), header=True),
        *(
            row(
                cell(text, width, "right" if place else "left", line.is_total)
                for place, (text, width) in enumerate(
                    zip((line.label, *(datum.text for datum in line.data)), widths, strict=True)
                )
            )
            for line in table.rows
        ),
    ]
    return word_table(lines, widths, framed=True, padding=2, caption=nfc(panel.heading))
