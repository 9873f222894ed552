"""Word files (.docx) that somebody sends: read into plain blocks, and filled. Runs in a child of `limited`.

Nothing here knows Django or the register, and nothing in the file is carried out. What comes back is plain JSON: the
paragraphs and tables as far as Party papers use them, and which placeholders they hold. A file is filled by changing
the text of its own runs, so that whoever made it finds their layout again.

Blocks: `{"p": {…layout}, "runs": […]}`, `{"table": {…}, "rows": [[{"span", "blocks"}]]}`, `{"bang": key}`. A run is
`{"t": text, …}`, `{"f": key, …}` (a placeholder) or `{"n": number}` (a footnote), with "b", "i", "u", "s" (points).
Lengths are millimetres, sizes points.
"""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

from dangvien.limited import MEGABYTE, Unreadable, run_limited
from reports.narrative.placeholders import TABLE_WORD, pieces_of, stray_braces
from reports.narrative.word_looks import Styles, W, millimetres

MOST_BYTES = 2 * MEGABYTE
"""Of a template as it is sent."""
_MOST_ENTRIES, _MOST_UNPACKED, _MOST_RATIO, _MOST_PART = 400, 40 * MEGABYTE, 200, 12 * MEGABYTE
_MOST_PARAGRAPHS = 4000
_MEMORY, _SECONDS = 700 * MEGABYTE, 20
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

NOT_WORD = "Tệp này không phải tệp Word (.docx). Mở bằng Word, chọn “Lưu thành”, loại “Word Document (.docx)”."
OLD_KIND = "Tệp này là Word kiểu cũ (.doc) hoặc có mật khẩu. Mở bằng Word, bỏ mật khẩu, lưu thành loại .docx rồi gửi."
BROKEN = "Tệp bị hỏng hoặc chép chưa hết. Mở lại bằng Word, lưu thành tệp mới rồi gửi."
SWOLLEN = "Tệp nén bất thường: giải nén ra quá lớn. Chép phần chữ sang một tệp Word mới rồi gửi."
WITH_MACROS = "Tệp có chương trình hoặc tệp khác nhúng bên trong. Lưu thành loại .docx thường, bỏ phần nhúng rồi gửi."
LINKED = "Tệp nối đến tệp hoặc địa chỉ ở nơi khác. Bỏ phần nối ra ngoài trong Word rồi gửi."
TOO_LARGE = "Tệp lớn hơn 2 MB. Bỏ hình ảnh không cần, lưu lại rồi gửi."
TOO_LONG = "Mẫu dài hơn 4.000 đoạn. Chia thành nhiều mẫu."
PROTECTED_WORDS = "Dấu ngoặc {{ hoặc }} thừa hay thiếu ở đoạn “%s”. Viết đúng hai ngoặc mở, tên, hai ngoặc đóng."
TABLE_ALONE = "Bảng phải đứng riêng một đoạn: “%s”. Đưa {{bang …}} xuống một dòng riêng."


def read_safely(content: bytes) -> dict[str, Any]:
    """`read_template` in a child bound in memory and time. Raises `Unreadable` with one sentence."""
    _not_too_large(content)
    found: dict[str, Any] = run_limited(read_template, content, memory=_MEMORY, seconds=_SECONDS)
    return found


def fill_safely(content: bytes, values: dict[str, str], tables: dict[str, str]) -> bytes:
    """The file with its placeholders filled, made in such a child. `tables`: key → WordprocessingML of our own."""
    _not_too_large(content)
    filled: str = run_limited(fill_template, content, values, tables, memory=_MEMORY, seconds=_SECONDS)
    return base64.b64decode(filled)


def _not_too_large(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)


# In the child ------------------------------------------------------------------------------------------------------


def read_template(content: bytes) -> dict[str, Any]:
    """The blocks of a file, its footnotes, the keys it asks for in their order, and what is wrong with it."""
    parts = _parts(content)
    styles = Styles(parts.get("word/styles.xml"))
    body = parts["word/document.xml"].find(f"{W}body")
    if body is None:
        raise Unreadable(BROKEN)
    reading = _Reading(styles)
    blocks = list(reading.blocks(body))
    notes = {}
    for note in parts["word/footnotes.xml"].findall(f"{W}footnote") if "word/footnotes.xml" in parts else ():
        if note.get(f"{W}type") in (None, "normal"):
            notes[str(note.get(f"{W}id"))] = list(reading.blocks(note))
    for name in _edges(parts):
        list(reading.blocks(parts[name]))  # read for what it asks; headers are not shown on the screen
    return {"blocks": blocks, "notes": notes, "asked": reading.asked, "faults": reading.faults}


def fill_template(content: bytes, values: dict[str, str], tables: dict[str, str]) -> str:
    """The filled file in base64."""
    parts = _parts(content)
    changed = {}
    for name in ("word/document.xml", "word/footnotes.xml", *_edges(parts)):
        if name in parts:
            _fill(parts[name], values, tables)
            changed[name] = serialize_part_xml(parts[name])
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename, (2000, 1, 1, 0, 0, 0))
            kept.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(kept, changed.get(entry.filename) or old.read(entry))
    return base64.b64encode(written.getvalue()).decode()


def _edges(parts: dict[str, Any]) -> list[str]:
    return sorted(name for name in parts if name.startswith(("word/header", "word/footer")))


def _parts(content: bytes) -> dict[str, Any]:
    """The parts that hold text, as trees. Refuses what is no Word file, before anything is unpacked."""
    if content.startswith(_OLD):
        raise Unreadable(OLD_KIND)
    if not content.startswith(b"PK"):
        raise Unreadable(NOT_WORD)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as wrong:
        raise Unreadable(BROKEN) from wrong
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise Unreadable(NOT_WORD)
    if any("vbaProject" in name or "/embeddings/" in name or "/activeX/" in name for name in names):
        raise Unreadable(WITH_MACROS)
    unpacked = sum(entry.file_size for entry in entries)
    dense = any(e.file_size > MEGABYTE and e.file_size > _MOST_RATIO * max(e.compress_size, 1) for e in entries)
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED or dense or len(names) < len(entries):
        raise Unreadable(SWOLLEN)
    return _trees(archive, names)


def _trees(archive: zipfile.ZipFile, names: set[str]) -> dict[str, Any]:
    found = {}
    try:
        for name in sorted(names):
            if name.endswith(".rels"):
                _nothing_outside(archive.read(name))
            texts = name in ("word/document.xml", "word/styles.xml", "word/footnotes.xml")
            if not (texts or (name.startswith(("word/header", "word/footer")) and name.endswith(".xml"))):
                continue
            source = archive.read(name)
            if len(source) > _MOST_PART:
                raise Unreadable(SWOLLEN)
            if b"<!DOCTYPE" in source[:4096] or b"<!ENTITY" in source:
                raise Unreadable(BROKEN)
            found[name] = parse_xml(source)
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        EOFError,
        KeyError,
        RuntimeError,
        SyntaxError,
        zlib.error,
    ) as wrong:
        raise Unreadable(BROKEN) from wrong
    paragraphs = sum(1 for _ in found["word/document.xml"].iter(f"{W}p"))
    if paragraphs > _MOST_PARAGRAPHS:
        raise Unreadable(TOO_LONG)
    return found


def _nothing_outside(source: bytes) -> None:
    """Only links that a reader clicks may lead out of the file: no remote template, picture or object."""
    if b"<!DOCTYPE" in source:
        raise Unreadable(BROKEN)
    for relation in parse_xml(source):
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        if relation.get("TargetMode") == "External" and kind != "hyperlink":
            raise Unreadable(LINKED)


class _Texts:
    """The text of one paragraph: its nodes one after the other, and the whole."""

    def __init__(self, paragraph: Any) -> None:
        self.nodes: list[tuple[Any, str]] = []
        for node in _own(paragraph):
            if node.tag == f"{W}t":
                self.nodes.append((node, node.text or ""))
            elif node.tag == f"{W}tab":
                self.nodes.append((node, "\t"))
            elif node.tag in (f"{W}br", f"{W}cr"):
                self.nodes.append((node, "\n"))
            elif node.tag == f"{W}footnoteReference":
                self.nodes.append((node, ""))
        self.whole = "".join(text for _, text in self.nodes)


def _own(paragraph: Any) -> Iterator[Any]:
    """What lies in the paragraph's runs, without the paragraphs of text boxes in it and without deleted text."""
    for child in paragraph:
        if child.tag in (f"{W}p", f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom", f"{W}instrText"):
            continue
        if child.tag in (f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}footnoteReference"):
            yield child
        else:
            yield from _own(child)


class _Reading:
    """Gathers blocks; on the way what is asked for and what is wrong."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.asked: list[str] = []
        self.faults: list[str] = []

    def blocks(self, parent: Any) -> Iterator[dict[str, Any]]:
        for child in parent:
            if child.tag == f"{W}p":
                yield self._paragraph(child)
                for box in child.iter(f"{W}txbxContent"):
                    yield from self.blocks(box)
            elif child.tag == f"{W}tbl":
                yield self._table(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
                yield from self.blocks(child)

    def _table(self, table: Any) -> dict[str, Any]:
        widths = [millimetres(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        borders = table.find(f"{W}tblPr/{W}tblBorders")
        styled = table.find(f"{W}tblPr/{W}tblStyle") is not None
        sides = [] if borders is None else [side.get(f"{W}val") for side in borders]
        framed = styled if borders is None else any(side not in (None, "nil", "none") for side in sides)
        rows = []
        for row in table.findall(f"{W}tr"):
            cells = []
            for cell in row.findall(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                wide = int(span.get(f"{W}val") or 1) if span is not None else 1
                cells.append({"span": max(1, min(wide, 60)), "blocks": list(self.blocks(cell))})
            rows.append(cells)
        return {"table": {"framed": framed, "widths": widths}, "rows": rows}

    def _paragraph(self, paragraph: Any) -> dict[str, Any]:
        texts = _Texts(paragraph)
        keys = [key for _, _, key in pieces_of(texts.whole)]
        self.asked += [key for key in keys if key not in self.asked]
        if stray_braces(texts.whole):
            self.faults.append(PROTECTED_WORDS % texts.whole.strip()[:80])
        tables = [key for key in keys if key.startswith(f"{TABLE_WORD} ")]
        if tables:
            if texts.whole.strip().count("{{") > 1 or not texts.whole.strip().startswith("{{"):
                self.faults.append(TABLE_ALONE % texts.whole.strip()[:80])
            elif texts.whole.strip().endswith("}}"):
                return {"bang": tables[0]}
        layout = self.styles.paragraph(paragraph)
        return {"p": layout, "runs": list(self._runs(texts, layout))}

    def _runs(self, texts: _Texts, layout: dict[str, Any]) -> Iterator[dict[str, Any]]:
        places = {start: (end, key) for start, end, key in pieces_of(texts.whole)}
        at, inside = 0, 0
        for node, text in texts.nodes:
            look = self.styles.run(node, layout)
            if node.tag == f"{W}footnoteReference":
                yield {"n": str(node.get(f"{W}id"))}
                continue
            plain = ""
            for offset, letter in enumerate(text):
                here = at + offset
                if here in places:
                    if plain:
                        yield {"t": plain, **look}
                        plain = ""
                    inside, key = places[here]
                    yield {"f": key, **look}
                if here >= inside:
                    plain += letter
            if plain:
                yield {"t": plain, **look}
            at += len(text)


# Filling -----------------------------------------------------------------------------------------------------------


def _fill(tree: Any, values: dict[str, str], tables: dict[str, str]) -> None:
    for paragraph in list(tree.iter(f"{W}p")):
        texts = _Texts(paragraph)
        places = list(pieces_of(texts.whole))
        if len(places) == 1 and places[0][2] in tables and texts.whole.strip().startswith("{{"):
            _put_table(paragraph, tables[places[0][2]])
        elif places:
            _put_words(texts, places, values)


def _put_table(paragraph: Any, xml: str) -> None:
    parent = paragraph.getparent()
    wrapper = parse_xml(f'<w:body xmlns:w="{W[1:-1]}">{xml}</w:body>')
    place = parent.index(paragraph)
    for element in reversed(list(wrapper)):
        parent.insert(place, element)
    # A paragraph stays behind the table: Word wants one at the end of a cell, and two tables would grow together.
    for node, _ in _Texts(paragraph).nodes:
        if node.tag == f"{W}t":
            node.text = ""


def _put_words(texts: _Texts, places: list[tuple[int, int, str]], values: dict[str, str]) -> None:
    """Each value stands where its placeholder began, in the look of that run; the rest of the placeholder goes."""
    at = 0
    for node, text in texts.nodes:
        end = at + len(text)
        if node.tag == f"{W}t":
            kept, place = "", at
            for start, stop, key in places:
                if stop <= at or start >= end:
                    continue
                kept += text[max(place, at) - at : max(start, at) - at]
                if start >= at:
                    kept += values.get(key, "")
                place = stop
            kept += text[max(place, at) - at :] if place < end else ""
            if kept != text:
                _write(node, kept)
        at = end


def _write(node: Any, text: str) -> None:
    """The text of a node, with real line breaks where it has several lines."""
    first, *others = text.split("\n")
    node.text = first
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    after = node
    for line in others:
        broken = parse_xml(f'<w:br xmlns:w="{W[1:-1]}"/>')
        more = deepcopy(node)
        more.text = line
        after.addnext(broken)
        broken.addnext(more)
        after = more
