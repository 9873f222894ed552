"""The filled text as HTML, for the screen and for paper, and as PDF: a walk over what was read of the template.

On the screen every number leads to what stands behind it; on paper the same words stand without links. The page and its
letters are those of every report (`templates/print/report.css`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from reports.fonts import FontError, by_address, font_files
from reports.press import Openable
from reports.render import html, layout
from reports.render.html import TableView, table_view
from reports.table import Table

FigureLink = Callable[[str, int | None], str]
"""The address of what stands behind a key, or behind one of its cells; "" where nothing does."""
TableLink = Callable[[str], Callable[[str, str], str]]
"""For the key of a table, the addresses of its cells."""

_ALIGN = {"center": "middle", "right": "at-right", "justify": "justified"}


@dataclass(frozen=True)
class Span:
    """A stretch of text in one look. `note` is the number of a footnote that is referred to here."""

    text: str = ""
    url: str = ""
    classes: str = ""
    breaks: bool = False
    note: NoteView | None = None


@dataclass(frozen=True)
class NoteView:
    """A footnote: its number and its words."""

    number: int
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class CellView:
    """A cell of a table of the template."""

    span: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Block:
    """A paragraph, a table of the template, or a counted table."""

    kind: str
    classes: str = ""
    name: str = ""
    spans: tuple[Span, ...] = ()
    rows: tuple[tuple[CellView, ...], ...] = ()
    widths: tuple[str, ...] = ()
    view: TableView | None = None


@dataclass
class Filled:
    """The text with its figures: blocks in order, and the footnotes they refer to."""

    blocks: tuple[Block, ...] = ()
    notes: list[NoteView] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    """Style rules that only this text needs: the widths of its tables' columns."""


class _Walk:
    def __init__(
        self,
        kept: Mapping[str, Any],
        figures: Mapping[str, Mapping[str, Any]],
        tables: Mapping[str, Table],
        link: FigureLink | None,
        table_link: TableLink | None,
    ) -> None:
        self.kept, self.figures, self.tables = kept, figures, tables
        self.link, self.table_link = link, table_link
        self.filled = Filled()
        self.tables_drawn = 0

    def walk(self) -> Filled:
        self.filled.blocks = tuple(self._blocks(self.kept["blocks"]))
        return self.filled

    def _blocks(self, blocks: list[dict[str, Any]]) -> Iterator[Block]:
        for block in blocks:
            if "bang" in block:
                yield self._counted(block["bang"])
            elif "rows" in block:
                yield self._table(block)
            else:
                yield self._paragraph(block)

    def _counted(self, key: str) -> Block:
        self.tables_drawn += 1
        table, name = self.tables[key], f"bang-{self.tables_drawn}"
        cells = self.table_link(key) if self.table_link else None
        if cells is None:  # on paper: the widths and the size of letters, for this table alone
            table = layout.on_paper(table)
            self.filled.rules += [f"#{name} {rule}" for rule in html.page_rules(table).splitlines()]
        return Block("report", name=name, view=table_view(table, cells, table_id=f"{name}-ten"))

    def _table(self, block: dict[str, Any]) -> Block:
        self.tables_drawn += 1
        name = f"bang-{self.tables_drawn}"
        widths = block["table"]["widths"]
        whole = sum(widths) or 1
        for place, width in enumerate(widths):
            self.filled.rules.append(f"#{name} .w{place} {{ width: {width * 100 / whole:.2f}% }}")
        rows = tuple(
            tuple(CellView(cell["span"], tuple(self._blocks(cell["blocks"]))) for cell in row) for row in block["rows"]
        )
        look = "framed" if block["table"]["framed"] else "unframed"
        return Block("table", classes=look, name=name, rows=rows, widths=tuple(f"w{n}" for n in range(len(widths))))

    def _paragraph(self, block: dict[str, Any]) -> Block:
        said = block["p"]
        if said.get("rule") and not block["runs"]:
            return Block("rule")
        words = [_ALIGN.get(said.get("align", ""), "")]
        words += ["indented"] if said.get("first", 0) > 0 else []
        words += ["new-page"] if said.get("break") else []
        words += [f"above-{_step(said['before'])}"] if said.get("before") else []
        words += [f"below-{_step(said['after'])}"] if said.get("after") else []
        words += ["kept"] if said.get("keep") else []
        spans = tuple(self._spans(block["runs"]))
        kind = "heading" if said.get("level") and spans else "paragraph"
        return Block(kind, " ".join(word for word in words if word), spans=spans)

    def _spans(self, runs: list[dict[str, Any]]) -> Iterator[Span]:
        for item in runs:
            if "n" in item:
                yield from self._note(item["n"])
                continue
            classes = _classes(item)
            if "f" not in item:
                yield from _lines(item["t"], "", classes)
                continue
            told = self.figures[item["f"]]
            pieces = told["pieces"] or [[told["text"], None]]
            for words, cell in pieces:
                whole = cell is None and not told["pieces"]
                url = self.link(item["f"], cell) if self.link and (whole or cell is not None) else ""
                yield from _lines(words, url, classes)

    def _note(self, name: str) -> Iterator[Span]:
        blocks = self.kept["notes"].get(name)
        if blocks is None:
            return
        number = len(self.filled.notes) + 1
        self.filled.notes.append(NoteView(number, ()))  # its place first: a note inside it would come after
        runs = [item for block in blocks if "runs" in block for item in block["runs"]]
        self.filled.notes[number - 1] = NoteView(number, tuple(self._spans(runs)))
        yield Span(note=self.filled.notes[number - 1])


def _step(points: float) -> int:
    """Space above or below in steps that the style sheet knows."""
    return min((0, 3, 6, 12, 24, 92), key=lambda step: abs(step - points))


def _classes(look: Mapping[str, Any]) -> str:
    words = [
        name for key, name in (("b", "bold"), ("i", "slanted"), ("u", "underlined"), ("box", "boxed")) if look.get(key)
    ]
    if look.get("s"):
        words.append(f"size-{min((8, 10, 11, 12, 13, 14, 15, 16), key=lambda size: abs(size - look['s']))}")
    return " ".join(words)


def _lines(text: str, url: str, classes: str) -> Iterator[Span]:
    for place, line in enumerate(text.split("\n")):
        if place:
            yield Span(breaks=True)
        if line:
            yield Span(line, url, classes)


def filled(
    kept: Mapping[str, Any],
    figures: Mapping[str, Mapping[str, Any]],
    tables: Mapping[str, Table],
    *,
    link: FigureLink | None = None,
    table_link: TableLink | None = None,
) -> Filled:
    """The text for `templates/reports/_written.html`. `kept` is a template's layout, `figures` what its keys say."""
    return _Walk(kept, figures, tables, link, table_link).walk()


def pdf(text: Filled, *, title: str, author: str, moment: str, digest: str, foot: str) -> bytes:
    """The text as a PDF file; the same text gives the same bytes. Raises FontError when the letters are missing."""
    source = render_to_string(
        "print/written.html",
        {"text": text, "title": title, "author": author, "moment": moment, "digest": digest, "foot": foot},
    )
    files = font_files()
    fetch, fonts = Openable(by_address(files)), FontConfiguration()
    own = (Path(settings.BASE_DIR) / "templates" / "print" / "written.css").read_text(encoding="utf-8")
    rules = "\n".join([*(file.rule for file in files), html.stylesheet(), own, *text.rules])
    try:
        sheet = CSS(string=rules, font_config=fonts, url_fetcher=fetch)
        document = HTML(string=source, url_fetcher=fetch).render(
            stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
        )
        drawn: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=digest.encode())
    except FatalURLFetchingError as error:
        raise FontError(f"Không đọc được phông chữ để in PDF ({error}).") from error
    return drawn
