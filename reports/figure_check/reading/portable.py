"""PDF with text: page by page, as it is laid out, so that columns of a table stay apart."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from dangvien.limited import Unreadable
from reports.figure_check.reading import bounds
from reports.figure_check.reading.plain import Block, Counted, blocks, numbered

_PAGE_NUMBER = re.compile(r"\s*[-–]?\s*\d{1,4}\s*[-–]?\s*(?:/\s*\d{1,4}\s*)?")
_LEAST_LETTERS = 20
"""Letters of a page that has text at all."""


def pdf_pieces(content: bytes) -> Iterator[dict[str, Any]]:
    """The pieces of each page. Raises `Unreadable` for a file that is broken, locked, or has no text."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains of every odd file; nobody reads that here
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(bounds.LOCKED_PDF)
        pages = len(reader.pages)
    except (PyPdfError, RecursionError) as wrong:
        raise Unreadable(bounds.BROKEN_PDF) from wrong
    counted, empty, read = Counted(), [], 0
    held: Block | None = None  # the last paragraph of a page: it may go on on the next one
    held_on = 0
    for number in range(min(pages, bounds.MOST_PAGES)):
        try:
            text = reader.pages[number].extract_text(extraction_mode="layout", layout_mode_space_vertically=True)
        except (PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError):
            text = ""
        if sum(map(str.isalpha, text)) < _LEAST_LETTERS:
            empty.append(number + 1)
            continue
        read += 1
        found = blocks(_dedented(text))
        if held is not None and found and found[0].kind == "doan" and _goes_on(held.lines[-1], found[0].lines[0]):
            held.lines += found.pop(0).lines
        ahead = found.pop() if found and found[-1].kind == "doan" else None
        if found or ahead is not None:
            yield from numbered([held] if held is not None else [], counted, page=held_on)
            held, held_on = ahead, number + 1
            yield from numbered(found, counted, page=number + 1)
    yield from numbered([held] if held is not None else [], counted, page=held_on)
    if not read:
        raise Unreadable(bounds.PDF_WITHOUT_TEXT)
    if pages > bounds.MOST_PAGES:
        yield {"partial": f"Tệp có {pages} trang: chỉ kiểm tra {bounds.MOST_PAGES} trang đầu."}
    if empty:
        yield {"partial": f"Không có chữ, nên chưa kiểm tra: trang {', '.join(map(str, empty))}."}


def _goes_on(before: str, after: str) -> bool:
    """Whether a page begins in the middle of a paragraph."""
    return not before.rstrip("\x00").endswith((".", ":", ";", "!", "?")) and (
        after[0].islower() or not before.isupper()
    )


def _dedented(text: str) -> str:
    """Without the margin, and without the page's own number."""
    lines = text.split("\n")
    while lines and (not lines[0].strip() or _PAGE_NUMBER.fullmatch(lines[0])):
        lines.pop(0)
    while lines and (not lines[-1].strip() or _PAGE_NUMBER.fullmatch(lines[-1])):
        lines.pop()
    return "\n".join(line.strip() for line in lines)
