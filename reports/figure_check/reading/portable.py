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
from reports.figure_check.reading.plain import Counted, blocks, numbered

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
    for number in range(min(pages, bounds.MOST_PAGES)):
        try:
            text = reader.pages[number].extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
        except (PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError):
            text = ""
        if sum(map(str.isalpha, text)) < _LEAST_LETTERS:
            empty.append(number + 1)
            continue
        read += 1
        yield from numbered(blocks(_dedented(text)), counted, page=number + 1)
    if not read:
        raise Unreadable(bounds.PDF_WITHOUT_TEXT)
    if pages > bounds.MOST_PAGES:
        yield {"partial": f"Tệp có {pages} trang: chỉ kiểm tra {bounds.MOST_PAGES} trang đầu."}
    if empty:
        yield {"partial": f"Không có chữ, nên chưa kiểm tra: trang {', '.join(map(str, empty))}."}


def _dedented(text: str) -> str:
    """Without the margin, and without the page's own number."""
    lines = text.split("\n")
    while lines and (not lines[0].strip() or _PAGE_NUMBER.fullmatch(lines[0])):
        lines.pop(0)
    while lines and (not lines[-1].strip() or _PAGE_NUMBER.fullmatch(lines[-1])):
        lines.pop()
    return "\n".join(line.strip() for line in lines)
