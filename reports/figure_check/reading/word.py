"""DOCX as a stream: paragraphs, cells of tables, footnotes; what was struck out in revision is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dangvien.limited import Unreadable
from dangvien.rosters.reading.markup import Attributes, Markup, chunks, local, prefixless
from dangvien.rosters.reading.package import Package
from reports.figure_check.reading import bounds, tables

_MAIN, _NOTES, _END_NOTES = "officeDocument", "footnotes", "endnotes"
_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "pPrChange", "rPrChange"})
_ASIDE = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_MOST_SPAN = 60


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    span: int = 1
    merged: bool = False
    texts: list[str] = field(default_factory=list)


@dataclass
class _Walk:
    """Where the reader stands in a part."""

    found: list[dict[str, Any]] = field(default_factory=list)
    text: list[list[str]] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    skipped: int = 0
    in_text: bool = False
    listed: bool = False
    note: str = ""

    def starts(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if self.skipped or tag in _SKIPPED:
            self.skipped += 1
            return
        told = prefixless(attributes)
        if tag == "p":
            self.text.append([])
            self.listed = False
        elif tag == "t":
            self.in_text = True
        elif tag in {"tab", "br", "cr"} and self.text:
            self.text[-1].append(" ")
        elif tag == "noBreakHyphen" and self.text:
            self.text[-1].append("-")
        elif tag == "numId" and told.get("val", "0") != "0":
            self.listed = True
        elif tag in {"footnote", "endnote"}:
            self.note = told.get("type", "normal")
        else:
            self._starts_of_table(tag, told)

    def _starts_of_table(self, tag: str, told: Attributes) -> None:
        if tag == "tbl":
            self.tables.append(_Table())
        if not self.tables:
            return
        table = self.tables[-1]
        if tag == "tr":
            table.rows.append([])
        elif tag == "tc":
            table.span, table.merged, table.texts = 1, False, []
        elif tag == "gridSpan" and told.get("val", "").isdigit():
            table.span = min(int(told["val"]), _MOST_SPAN)
        elif tag == "vMerge":
            table.merged = told.get("val", "continue") == "continue"

    def ends(self, name: str) -> None:
        tag = local(name)
        if self.skipped:
            self.skipped -= 1
            return
        if tag == "t":
            self.in_text = False
        elif tag == "p" and self.text:
            self._paragraph("".join(self.text.pop()).strip())
        elif tag == "tc" and self.tables:
            self._cell(self.tables[-1])
        elif tag == "tbl" and self.tables:
            self._table(self.tables.pop())
        elif tag in {"footnote", "endnote"}:
            self.note = ""

    def said(self, text: str) -> None:
        if self.in_text and not self.skipped and self.text:
            self.text[-1].append(text)

    def _paragraph(self, text: str) -> None:
        if not text:
            return
        if self.tables:
            self.tables[-1].texts.append(text)
        elif self.note:
            if self.note not in _ASIDE:
                self.found.append({"kind": "chu_thich", "text": text})
        else:
            # Numbers that Word counts by itself are not in the text: the paragraph is still one of a list.
            self.found.append({"kind": "doan", "text": f"- {text}" if self.listed else text})

    def _cell(self, table: _Table) -> None:
        text = " ".join(table.texts)
        row = table.rows[-1] if table.rows else []
        if table.merged and len(table.rows) > 1 and len(row) < len(table.rows[-2]) and not text:
            text = table.rows[-2][len(row)] if tables.header_rows(table.rows) >= len(table.rows) else ""
        row.extend([text] * table.span)
        table.texts = []

    def _table(self, table: _Table) -> None:
        if self.tables:  # a table inside a cell is read as the text of that cell
            self.tables[-1].texts.extend(" ".join(row) for row in table.rows)
        else:
            self.found.append({"kind": "o", "rows": table.rows})


def docx_pieces(content: bytes) -> Iterator[dict[str, Any]]:
    """The pieces of a document, its footnotes last. Raises `Unreadable`."""
    package = Package(content)
    main = next(
        (relation.target for relation in package.relations("").values() if relation.type == _MAIN), "word/document.xml"
    )
    if main not in package:
        raise Unreadable(bounds.NOT_A_DOCX)
    yield from _placed(_walked(package, main))
    number = 0
    for relation in package.relations(main).values():
        if relation.type in {_NOTES, _END_NOTES} and relation.target in package:
            for note in _walked(package, relation.target):
                number += 1
                yield {"kind": "chu_thich", "text": note.get("text", ""), "place": f"Chú thích {number}"}


def _walked(package: Package, part: str) -> Iterator[dict[str, Any]]:
    """What a part holds, as far as it was read so far, piece by piece: a long document need not be held whole."""
    markup, walk = Markup(), _Walk()
    markup.parser.StartElementHandler = walk.starts
    markup.parser.EndElementHandler = walk.ends
    markup.parser.CharacterDataHandler = walk.said
    with package.open(part) as stream:
        for piece in chunks(stream):
            markup.feed(piece)
            yield from walk.found
            walk.found.clear()
    markup.feed(b"", last=True)
    yield from walk.found


def _placed(found: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    paragraphs = counted = 0
    for one in found:
        if one["kind"] != "o":
            paragraphs += 1
            yield {**one, "place": f"Đoạn {paragraphs}"}
        elif _is_table(one["rows"]):
            counted += 1
            yield from tables.cells(counted, one["rows"])
        else:  # a frame without lines that only places the letterhead or the signature
            for row in one["rows"]:
                for text in dict.fromkeys(text for text in row if text):
                    paragraphs += 1
                    yield {"kind": "doan", "text": text, "place": f"Đoạn {paragraphs}"}


def _is_table(rows: list[list[str]]) -> bool:
    """Whether a table holds figures: at least two rows with one."""
    return sum(any(text and text.strip()[0].isdigit() for text in row[1:]) for row in rows) > 1
