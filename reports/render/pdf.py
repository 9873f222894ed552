"""The sheet as PDF: tagged (PDF/UA-1), with title, author and language, the fonts inside, the same bytes every time.

WeasyPrint draws it from the templates of `html`. Its memory grows with the rows it holds, so a long table is drawn in
parts that follow each other page by page and are joined afterwards; the pages come out as they would in one piece.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from reports.render import html, layout
from reports.render.fonts import FontError, FontFile, font_files
from reports.render.joining import join
from reports.render.letterhead import Paper
from reports.table import Table

ROWS_IN_ONE_PIECE = 300
"""The longest table drawn in one piece; it takes some 40 MB."""
ROWS_IN_A_PART = 150
"""Half as much memory; every part costs about half a page laid out twice."""

Progress = Callable[[int, int], None]
"""Told after every part how many rows are drawn, and of how many."""


def _tell_nobody(_drawn: int, _of: int) -> None:
    """The progress of somebody who does not ask for it."""


def render(table: Table, paper: Paper, *, progress: Progress = _tell_nobody) -> bytes:
    """The sheet as a PDF file. Raises FontError (its message is for the operator) when the fonts cannot be used."""
    clean = layout.on_paper(table)
    try:
        return _printed(_Press(clean, paper), len(clean.all_rows), progress)
    except FatalURLFetchingError as error:
        raise FontError(f"Không đọc được phông chữ để in PDF ({error}).") from error


def _printed(press: _Press, rows: int, progress: Progress) -> bytes:
    if rows > ROWS_IN_ONE_PIECE:
        return join(_parts(press, rows, progress), press.identifier)
    whole = press.draw(press.laid(0, None, first_page=1))
    progress(rows, rows)
    return whole


def _parts(press: _Press, rows: int, tell: Progress) -> Iterator[bytes]:
    """The pages in order."""
    first_row, first_page = 0, 1
    while first_row < rows:
        last_row = first_row + ROWS_IN_A_PART
        drawn, first_row, first_page = press.part(first_row, last_row, first_page)
        gc.collect()  # boxes refer to each other; left alone, several parts would be in memory at once
        tell(first_row, rows)
        yield drawn


class FontsOnly:
    """What WeasyPrint may open: these files and nothing else, no file of this machine and no address of another."""

    _fail_on_errors = True  # read by WeasyPrint: something refused stops the drawing instead of leaving a gap

    def __init__(self, files: tuple[FontFile, ...]) -> None:
        self._paths = {file.url: file.path for file in files}

    def __call__(self, url: str) -> Any:
        """The contents of a font file. Raises ValueError for any other address."""
        if url not in self._paths:
            raise ValueError(f"refused: {url[:200]}")
        return URLFetcherResponse(url, self._paths[url].read_bytes(), {"Content-Type": "font/ttf"})


class _Press:
    """One table on one paper, ready to be laid out from any row on."""

    def __init__(self, table: Table, paper: Paper) -> None:
        self.table = table
        self.paper = paper
        files = font_files()
        self.fetch = FontsOnly(files)
        self.fonts = FontConfiguration()
        faces = "\n".join(file.rule for file in files)
        self.style = self._css(f"{faces}\n{html.stylesheet()}\n{html.page_rules(table)}")
        self.identifier = (paper.digest or table.digest()).encode()

    def laid(self, first_row: int, last_row: int | None, first_page: int) -> Any:
        """The WeasyPrint document of these rows, its pages numbered from `first_page`."""
        in_parts = last_row is not None or first_row > 0
        source = html.sheet(self.table, self.paper, first_row=first_row, last_row=last_row, anchored=in_parts)
        numbering = self._css(
            "@page :first { @top-center { content: none } }"
            if first_page == 1
            else f"@page :first {{ counter-reset: page {first_page} }}"
        )
        document = HTML(string=source, url_fetcher=self.fetch)
        return document.render(stylesheets=[self.style, numbering], font_config=self.fonts, pdf_variant="pdf/ua-1")

    def part(self, first_row: int, last_row: int, first_page: int) -> tuple[bytes, int, int]:
        """The full pages that begin with these rows, and the row and page with which the next part begins.

        The last page, which is not full, is left to the next part. What little would remain at the end is taken along.
        """
        rows = len(self.table.all_rows)
        if self.table.facing:
            return self._spreads(first_row, last_row, first_page)
        if last_row + ROWS_IN_A_PART // 2 >= rows:
            return self.draw(self.laid(first_row, None, first_page)), rows, 0
        laid = self.laid(first_row, last_row, first_page)
        *full, unfinished = laid.pages
        if not full:
            return self.draw(self.laid(first_row, None, first_page)), rows, 0
        next_row = min(int(name[1:]) for name in unfinished.anchors)
        return self.draw(laid.copy(full)), next_row, first_page + len(full)

    def _spreads(self, first_row: int, last_row: int, first_page: int) -> tuple[bytes, int, int]:
        """Whole spreads: their last page is as full as it will be."""
        last_row = first_row + -(-(last_row - first_row) // layout.ROWS_OF_A_SPREAD) * layout.ROWS_OF_A_SPREAD
        rows = len(self.table.all_rows)
        laid = self.laid(first_row, last_row if last_row < rows else None, first_page)
        return self.draw(laid), min(last_row, rows), first_page + len(laid.pages)

    def draw(self, document: Any) -> bytes:
        """The PDF of a laid document."""
        drawn: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=self.identifier)
        return drawn

    def _css(self, rules: str) -> Any:
        return CSS(string=rules, font_config=self.fonts, url_fetcher=self.fetch)
