"""An overview as a Word document: each drawing as SVG with the same in dots for what cannot show SVG, real tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from pathlib import PurePosixPath

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import parse_xml
from docx.shared import Mm

from dangvien.text import nfc
from reports.dashboard.panels import Overview, Panel
from reports.dashboard.paper import Mark, title_of
from reports.picture import Picture
from reports.render.docx import LANGUAGE, set_defaults, strip
from reports.render.layout import PORTRAIT
from reports.render.packing import repacked
from reports.render.wordml import NAMESPACE, WordCell, paragraph, row, run
from reports.render.wordml import table as word_table

_WIDE = 118.0
"""Width of a drawing in millimetres, as in the PDF."""
_TALLEST = 200.0
_EMU = 36000
"""Word's smallest units in a millimetre."""
_TEXT, _SMALL, _MARK = 14, 12, 8
_GREY = "595959"

_SPACES = (
    f"{NAMESPACE} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
)
_HAS_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The extension by which Word 2016 and later find the SVG beside the dots."""


def render(overview: Overview, mark: Mark) -> bytes:
    """The overview as a DOCX file; the drawings need their PNG. The same content gives the same bytes."""
    document = docx.Document()
    strip(document)
    set_defaults(document)
    _set_page(document)
    _set_properties(document, overview, mark.moment)
    body = document.element.body
    content = "".join(_content(document, overview, mark))
    for element in list(parse_xml(f"<w:body {_SPACES}>{content}</w:body>")):
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
            yield paragraph(_drawing(document, picture, drawn), align="center", after=6, keep=True)
        yield _table(panel)
        for place, note in enumerate(panel.notes):
            yield paragraph(run(nfc(note), _SMALL, italic=True), before=0 if place else 4)
    yield paragraph(run(nfc(mark.in_words), _MARK, color=_GREY), before=12)


def _drawing(document: Document, picture: Picture, number: int) -> str:
    """A run that holds the drawing: the dots, and in their extension the SVG."""
    dots, _ = document.part.get_or_add_image(BytesIO(picture.png))
    lines = document.part.relate_to(_svg_part(document, picture, number), RELATIONSHIP_TYPE.IMAGE)
    scale = min(_WIDE / picture.width, _TALLEST / picture.height)
    wide, tall = (round(side * scale * _EMU) for side in (picture.width, picture.height))
    words = escape(picture.alternative)
    title = escape(picture.title)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{tall}"/>'
        f'<wp:docPr id="{number}" name="Hình {number}" title="{title}" descr="{words}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Hình {number}" descr="{words}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{dots}"><a:extLst><a:ext uri="{_HAS_SVG}">'
        f'<asvg:svgBlip r:embed="{lines}"/></a:ext></a:extLst></a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _svg_part(document: Document, picture: Picture, number: int) -> PackagePart:
    name = PackURI(str(PurePosixPath("/word/media") / f"hinh{number}.svg"))
    return PackagePart(name, "image/svg+xml", picture.svg, document.part.package)


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
