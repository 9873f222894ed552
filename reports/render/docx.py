"""The sheet as a Word document that offices go on editing: a real table, real margins, Times New Roman, Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm

from reports.definition import Sheet
from reports.pictures.of_table import pictures_of
from reports.render import emphasis, html, layout
from reports.render.drawings import SPACES, drawing
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
from reports.render.packing import repacked
from reports.render.wordml import NAMESPACE, PAGE_BREAK, WordCell, paragraph, row, rule, run
from reports.render.wordml import table as word_table
from reports.table import CellKind, Row, Table

FONT = "Times New Roman"
LANGUAGE = "vi-VN"

_TEXT, _STATE, _SMALL, _FROZEN = 14, 15, 12, 8
_BODIES, _STATE_SIDE, _BETWEEN = 77.0, 84.4, 3.6
_RECIPIENTS, _SIGNATURE = 85.0, 80.0
_HEAD_HEIGHT = 30.6
_INDENTS = (0, 4, 8, 12, 16)
_GREY = "595959"
_ALIGN = {CellKind.TEXT: "left", CellKind.MIDDLE: "center", CellKind.CROSS: "center"}
"""Where a cell's content stands; every other kind is a number."""


def render(table: Table, paper: Paper) -> bytes:
    """The sheet as a DOCX file; the same table and paper give the same bytes."""
    clean = layout.on_paper(table)
    document = docx.Document()
    moment = html.moment_of(clean, paper)
    strip(document)
    set_defaults(document)
    _set_page(document, clean)
    _set_properties(document, clean, paper, moment)
    body = document.element.body
    for element in _elements("".join(_sheet(document, clean, paper))):
        rows = element.findall(qn("w:tr"))
        for line in rows:
            element.remove(line)
        body.insert_element_before(element, "w:sectPr")
        element.extend(rows)  # one by one: moving a whole table takes time by the square of its rows
    written = BytesIO()
    document.save(written)
    return repacked(written.getvalue(), moment)


def _elements(xml: str) -> list[BaseOxmlElement]:
    return list(parse_xml(f"<w:body {SPACES}>{xml}</w:body>"))


# The document around the text -------------------------------------------------------------------------------------


def strip(document: Document) -> None:
    """Take out what the library's template brings and nobody here uses."""
    package = document.part.package
    for relations in (package.rels, document.part.rels):
        for name, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in {"thumbnail", "customXml", "stylesWithEffects"}:
                del relations[name]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:default")) != "1":
            styles.remove(style)


def set_defaults(document: Document) -> None:
    """Times New Roman, the usual size and Vietnamese for everything that says nothing else."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    styles.replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {NAMESPACE}><w:rPrDefault><w:rPr>"
            f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
            f'<w:sz w:val="{_TEXT * 2}"/><w:szCs w:val="{_TEXT * 2}"/>'
            f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
            '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        ),
    )
    settings = document.settings.element
    language = settings.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), LANGUAGE)
    language.set(qn("w:eastAsia"), LANGUAGE)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # Word 2013 and later: a table's edge stands at the margin


def _set_page(document: Document, table: Table) -> None:
    section, page = document.sections[0], layout.page_of(table)
    section.orientation = WD_ORIENT.LANDSCAPE if table.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    set_page_number(section, page.top)


def set_page_number(section: Section, top: float) -> None:
    """The number of the page in the upper margin, from the second page on; `top` is that margin in millimetres."""
    section.header_distance = section.footer_distance = Mm(top - 10)
    section.different_first_page_header_footer = True
    number = f'<w:fldSimple w:instr=" PAGE ">{run("2", _TEXT)}</w:fldSimple>'
    for header, text in ((section.first_page_header, ""), (section.header, number)):
        header.is_linked_to_previous = False
        empty = header.paragraphs[0]._p
        empty.getparent().replace(empty, _elements(paragraph(text, align="center"))[0])


def _set_properties(document: Document, table: Table, paper: Paper, moment: datetime) -> None:
    properties = document.core_properties
    properties.title = html.document_title(table, paper)[:255]
    properties.author = properties.last_modified_by = html.author(table, paper)[:255]
    properties.keywords = paper.digest
    properties.comments = ""
    properties.language = LANGUAGE
    properties.created = properties.modified = moment.astimezone(UTC).replace(tzinfo=None)
    properties.revision = 1


# The text ---------------------------------------------------------------------------------------------------------


def _sheet(document: Document, table: Table, paper: Paper) -> Iterator[str]:
    appendix = table.sheet == Sheet.APPENDIX
    if table.sheet == Sheet.FORM:
        yield from _form_opening(table, paper)
    else:
        yield from _appendix_opening(table, paper) if appendix else _document_opening(table, paper)
    if table.facing:
        yield from _spreads(table)
    else:
        yield _numbers(table, keeps=not appendix or bool(html.notes_below(table, paper)))
    yield from _notes(table, paper, appendix)
    for number, picture in enumerate(pictures_of(table, with_png=True), start=1):
        yield paragraph(drawing(document, picture, number), align="center", before=14, keep=True)
        yield paragraph(run(picture.title, _SMALL), align="center")
    yield from _closing(table, paper, appendix)


def _appendix_opening(table: Table, paper: Paper) -> Iterator[str]:
    if paper.draft:
        frame = '<w:framePr w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" w:x="1" w:y="1"/>'
        yield paragraph(run(f" {DRAFT_MARK} ", _TEXT, bold=True, framed=True), special=frame)
    yield paragraph(run(APPENDIX, _TEXT, bold=True), align="center", keep=True)
    yield _title(table)
    attached = html.unbroken(paper.attached_line)
    yield paragraph(run(attached, _TEXT, italic=True), align="center", keep=True)
    yield _dashes()


def _document_opening(table: Table, paper: Paper) -> Iterator[str]:
    bodies = [
        paragraph(run(paper.superior, _TEXT), align="center"),
        paragraph(run(paper.body, _TEXT, bold=True), align="center"),
        paragraph(run(STAR, _TEXT), align="center"),
        paragraph(run(html.unbroken(paper.number_line), _TEXT), align="center"),
    ]
    if paper.draft:
        bodies.append(paragraph(run(f" {DRAFT_MARK} ", _TEXT, bold=True, framed=True), align="center"))
    state = [
        paragraph(run(STATE_TITLE, _STATE, bold=True), align="center"),
        rule(7),
        paragraph(run(html.unbroken(paper.place_and_day), _TEXT, italic=True), align="center", before=3),
    ]
    left = layout.page_of(table).text_width - _STATE_SIDE - _BETWEEN
    sides = (
        WordCell("".join(bodies), left),
        WordCell("".join(state), _STATE_SIDE + _BETWEEN, inset=_BETWEEN),
    )
    yield word_table([row(sides, height=_HEAD_HEIGHT)], [side.width for side in sides], framed=False, padding=0)
    yield paragraph(run(paper.type_name, _STATE, bold=True), align="center", keep=True)
    yield _title(table)
    yield _dashes()


def _form_opening(table: Table, paper: Paper) -> Iterator[str]:
    above, board = paper.form_bodies
    bodies = [
        paragraph(run(above, _SMALL), align="center"),
        paragraph(run(board, _SMALL, bold=True), align="center"),
    ]
    if paper.draft:
        bodies.append(paragraph(run(f" {DRAFT_MARK} ", _SMALL, bold=True, framed=True), align="center"))
    mark = paragraph(run(table.form, _SMALL, bold=True), align="right")
    whole = layout.page_of(table).text_width
    sides = (WordCell("".join(bodies), whole / 2), WordCell(mark, whole / 2))
    yield word_table([row(sides)], [side.width for side in sides], framed=False, padding=0)
    title = run(table.title, _TEXT, bold=True)
    yield paragraph(title, align="center", before=8, keep=True, heading=True)
    yield paragraph(run(table.period_words, _TEXT, bold=True), align="center", after=8, keep=True)


def _title(table: Table) -> str:
    return paragraph(run(layout.printed_title(table), _TEXT, bold=True), align="center", keep=True, heading=True)


def _dashes() -> str:
    return paragraph(run(DASHES, _TEXT), align="center", after=6, keep=True)


def _notes(table: Table, paper: Paper, appendix: bool) -> Iterator[str]:
    for place, note in enumerate(html.notes_below(table, paper)):
        yield paragraph(run(note, _SMALL, italic=True), before=0 if place else 6, keep=not appendix)


def _closing(table: Table, paper: Paper, appendix: bool) -> Iterator[str]:
    if not appendix:
        yield paragraph(keep=True, empty_line=_SMALL)
        yield _form_end(table, paper) if table.sheet == Sheet.FORM else _end(table, paper)
    # Word wants a paragraph after a table at the end, whether or not there is something to say.
    frozen = run(paper.foot_line, _FROZEN, color=_GREY) if paper.foot_line else ""
    yield paragraph(frozen, before=10 if frozen else 0, empty_line=1)


def _end(table: Table, paper: Paper) -> str:
    recipients = [
        paragraph(run(RECIPIENTS_TITLE, _TEXT, underline=True)),
        *(paragraph(run(line, _SMALL)) for line in paper.recipient_lines),
    ]
    signature = [
        paragraph(run(paper.authority, _TEXT, bold=True), align="center"),
        paragraph(run(paper.position, _TEXT), align="center"),
        paragraph(run(paper.signer, _TEXT, bold=True), align="center", before=91.6),
    ]
    left = layout.page_of(table).text_width - _SIGNATURE
    sides = (WordCell("".join(recipients), left), WordCell("".join(signature), _SIGNATURE))
    return word_table([row(sides)], [side.width for side in sides], framed=False, padding=0)


def _form_end(table: Table, paper: Paper) -> str:
    maker = [
        paragraph(empty_line=_SMALL),
        paragraph(run(MAKER[0], _SMALL, bold=True), align="center"),
        paragraph(run(" ".join(MAKER[1:]), _SMALL, italic=True), align="center"),
    ]
    head = [
        paragraph(run(html.unbroken(paper.place_and_day), _SMALL, italic=True), align="center"),
        paragraph(run(HEAD[0], _SMALL, bold=True), align="center"),
        paragraph(run(HEAD[1], _SMALL, italic=True), align="center"),
        paragraph(before=80, empty_line=_SMALL),
    ]
    left = layout.page_of(table).text_width - _SIGNATURE
    sides = (WordCell("".join(maker), left), WordCell("".join(head), _SIGNATURE))
    return word_table([row(sides)], [side.width for side in sides], framed=False, padding=0)


# The table --------------------------------------------------------------------------------------------------------


def _spreads(table: Table) -> Iterator[str]:
    """Two facing pages at a time: the left columns of some lines, then their right columns."""
    points = layout.font_size(table)
    for start in range(0, max(1, len(table.all_rows)), layout.ROWS_OF_A_SPREAD):
        for place, half in enumerate(layout.faces(table)):
            if start or place:
                yield PAGE_BREAK
            rows = half.all_rows[start : start + layout.ROWS_OF_A_SPREAD]
            yield _numbers(half, keeps=False, rows=rows, points=points)


def table_alone(table: Table) -> str:
    """The table as WordprocessingML, to stand inside a text on a portrait page."""
    return _numbers(replace(layout.on_paper(table), landscape=False), keeps=False)


def _numbers(table: Table, *, keeps: bool, rows: tuple[Row, ...] | None = None, points: int | None = None) -> str:
    """The table, or some of its rows. With `keeps` its last rows stay on the page of what follows."""
    shown = table.all_rows if rows is None else rows
    widths, points = layout.column_widths(table), points or layout.font_size(table)
    lines = list(_header_rows(table, widths, points))
    keep_from = len(shown) - html.KEPT_ROWS if keeps else len(shown)
    lines.extend(_row(table, item, widths, points, place >= keep_from) for place, item in enumerate(shown))
    if not shown:
        nothing = paragraph(run(layout.said_without_rows(table), points), align="center", before=2, after=2)
        lines.append(row([WordCell(nothing, sum(widths), columns=len(widths), middle=True)]))
    return word_table(lines, widths, framed=True, padding=2, caption=layout.printed_title(table))


def _header_rows(table: Table, widths: tuple[float, ...], points: int) -> Iterator[str]:
    places = layout.header_places(table)
    for line in range(len(table.header)):
        covering = (place for place in places if place.row <= line < place.row + place.cell.rows)
        cells = []
        for place in sorted(covering, key=lambda place: place.column):
            tall = place.cell.rows > 1
            first = place.row == line
            text = run(place.cell.text, points, bold=True) if first else ""
            cells.append(
                WordCell(
                    paragraph(text, align="center", before=2, after=2, keep=True),
                    sum(widths[place.column : place.column + place.cell.columns]),
                    columns=place.cell.columns,
                    merge=("restart" if first else "continue") if tall else "",
                    middle=True,
                )
            )
        yield row(cells, header=True)


def _row(table: Table, item: Row, widths: tuple[float, ...], points: int, keep: bool) -> str:
    bold, italic, alone = emphasis.is_bold(item), emphasis.is_slanted(item), emphasis.spans(item)
    indent = _INDENTS[min(item.level, len(_INDENTS) - 1)]
    cells = () if alone else item.cells
    texts = [(item.label, "left"), *((cell.text, _ALIGN.get(cell.kind, "right")) for cell in cells)]
    if table.number_title:
        texts.insert(0, (item.number, "center"))
    label = layout.lead_columns(table) - 1
    if alone:  # a heading runs over all columns that are left
        widths = (*widths[:label], sum(widths[label:]))
    return row(
        WordCell(
            paragraph(
                run(text, points, bold=bold, italic=italic) if text else "",
                align=align,
                before=2,
                after=2,
                indent=indent if column == label else 0,
                keep=keep,
                empty_line=points,
            ),
            widths[column],
            columns=1 + len(item.cells) if alone and column == label else 1,
            middle=True,
        )
        for column, (text, align) in enumerate(texts)
    )
