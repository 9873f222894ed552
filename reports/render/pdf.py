"""The sheet as PDF: tagged (PDF/UA-1), with title, author and language, the fonts inside, the same bytes every time.

WeasyPrint draws it from the templates of `html`. Its memory grows with the rows it holds, so a long table is drawn in
parts that follow each other page by page and are joined afterwards (`parts`); the pages come out as they would in one
piece.
"""

from __future__ import annotations

from functools import partial

from weasyprint.urls import FatalURLFetchingError

from reports.fonts import FontError, by_address, font_files
from reports.pictures.of_table import for_paper, pictures_of
from reports.press import Forme, Press
from reports.render import html, layout, parts
from reports.render.joining import join
from reports.render.letterhead import Paper
from reports.render.parts import Progress, numbering
from reports.table import Table

ROWS_IN_ONE_PIECE = 300
"""The longest table drawn in one piece; it takes some 40 MB."""
ROWS_IN_A_PART = 150
"""Half as much memory; every part costs about half a page laid out twice."""


SCHEME = "hinh:"
"""How the sheet names its drawings; nothing else knows such addresses."""


def _tell_nobody(_drawn: int, _of: int) -> None:
    """The progress of somebody who does not ask for it."""


def render(table: Table, paper: Paper, *, progress: Progress = _tell_nobody) -> bytes:
    """The sheet as a PDF file.

    Raises FontError (its message is for the operator) when the fonts cannot be used, PressError when a process that
    draws a part of a long table ended before its time.
    """
    clean = layout.on_paper(table)
    files, pictures = font_files(), pictures_of(clean)
    faces = "\n".join(file.rule for file in files)
    forme = Forme(
        style=f"{faces}\n{html.stylesheet()}\n{html.page_rules(clean)}",
        fonts=by_address(files),
        identifier=paper.digest or clean.digest(),
        pictures={f"{SCHEME}{picture.slug}": for_paper(picture) for picture in pictures},
    )
    rows = len(clean.all_rows)
    try:
        if rows > ROWS_IN_ONE_PIECE:
            source = partial(html.sheet, clean, paper, anchored=True, pictures=pictures, scheme=SCHEME)
            drawn = parts.drawn(clean, source, forme, rows_in_a_part=ROWS_IN_A_PART, progress=progress)
            return join(drawn, forme.identifier.encode())
        press = Press(forme)
        whole = press.drawn(
            press.laid(html.sheet(clean, paper, pictures=pictures, scheme=SCHEME), numbering(first_page=1))
        )
    except FatalURLFetchingError as error:
        raise FontError(f"Không đọc được phông chữ để in PDF ({error}).") from error
    progress(rows, rows)
    return whole
