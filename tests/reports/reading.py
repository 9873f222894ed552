"""Reading printed files back, by other programs than those that wrote them where there are any."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import unescape
from html.parser import HTMLParser
from io import BytesIO

import docx
from docx.table import Table as WordTable
from docx.table import _Row
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pikepdf import Pdf

from dangvien.text import decimal, nfc

MM_PER_POINT = 25.4 / 72


def poppler(program: str, *options: str, file: bytes) -> str:
    """What a program of poppler-utils says of a PDF."""
    done = subprocess.run(
        [program, *options, "-", *(["-"] if program == "pdftotext" else [])],
        input=file,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


@dataclass(frozen=True)
class Word:
    """A word on a page with its box, in millimetres from the upper left corner."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


@cache
def words(pdf: bytes) -> list[Word]:
    """Every word of a PDF where it stands."""
    found, page = [], 0
    for line in poppler("pdftotext", "-bbox", file=pdf).splitlines():
        page += "<page " in line
        if match := re.search(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*)</word>', line):
            left, top, right, bottom = (float(edge) * MM_PER_POINT for edge in match.groups()[:4])
            found.append(Word(page, unescape(match[5]), left, top, right, bottom))
    return found


def line_of(pdf: bytes, *texts: str, page: int = 1) -> Word:
    """The box around words that follow each other."""
    every = [word for word in words(pdf) if word.page == page]
    for start in range(len(every)):
        run = every[start : start + len(texts)]
        if tuple(word.text for word in run) == texts:
            return Word(
                page,
                " ".join(texts),
                min(word.left for word in run),
                min(word.top for word in run),
                max(word.right for word in run),
                max(word.bottom for word in run),
            )
    raise LookupError(texts)


def text(pdf: bytes) -> str:
    """All text of a PDF in reading order."""
    return poppler("pdftotext", file=pdf)


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of every page in whole millimetres."""
    with Pdf.open(BytesIO(pdf)) as opened:
        boxes = [[float(edge) * MM_PER_POINT for edge in page.mediabox] for page in opened.pages]
    return [(round(right - left), round(top - bottom)) for left, bottom, right, top in boxes]


def picture(pdf: bytes, dots_per_inch: float) -> bytes:
    """The first page as PNG."""
    command = ["pdftoppm", "-png", "-r", str(dots_per_inch), "-f", "1", "-l", "1"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


@cache
def structure(pdf: bytes) -> list[tuple[int, str]]:
    """The structure tree with its texts: (depth, tag or quoted text), without attributes."""
    lines = poppler("pdfinfo", "-struct-text", file=pdf).splitlines()
    found = ((len(line) - len(line.lstrip()), line.strip()) for line in lines)
    return [
        (depth, item if item.startswith('"') else item.partition(" ")[0].rstrip(":"))
        for depth, item in found
        if item and not item.startswith("/")
    ]


def pdf_tables(pdf: bytes) -> list[list[list[str]]]:
    """The tables by their tags: one for each page, rows of cell texts, header rows included."""
    tables: list[list[list[str]]] = []
    around: int | None = None
    for depth, item in structure(pdf):
        if item == "Table":
            tables.append([])
            around = depth
        elif around is None or depth <= around:
            around = None
        elif item == "TR":
            tables[-1].append([])
        elif item in {"TH", "TD"}:
            tables[-1][-1].append("")
        elif item.startswith('"'):
            tables[-1][-1][-1] = f"{tables[-1][-1][-1]} {item[1:-1]}".strip()
    return tables


def pdf_rows(pdf: bytes, header_rows: int = 1) -> list[list[str]]:
    """The rows below the header, page after page; a heading has nothing in the columns it runs over after its first."""
    rows = [row for table in pdf_tables(pdf) for row in table[header_rows:]]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def word_table(file: bytes) -> WordTable:
    """The counted table of a Word file: the only one with a frame."""
    framed = [table for table in docx.Document(BytesIO(file)).tables if table._tbl.xpath("./w:tblPr/w:tblLook")]
    assert len(framed) == 1
    return framed[0]


def docx_rows(file: bytes, header_rows: int = 1) -> list[list[str]]:
    """The rows below the header."""
    rows = word_table(file).rows[header_rows:]
    return [[text for texts in _texts(row) for text in texts] for row in rows]


def _texts(row: _Row) -> Iterator[list[str]]:
    """The paragraphs of every cell; the columns that a cell runs over after its first have nothing."""
    before = None
    for cell in row.cells:
        yield [""] if cell._tc is before else [paragraph.text for paragraph in cell.paragraphs]
        before = cell._tc


def docx_tables(file: bytes, header_rows: int = 1) -> list[list[list[str]]]:
    """The rows below the header of every framed table."""
    framed = [table for table in docx.Document(BytesIO(file)).tables if table._tbl.xpath("./w:tblPr/w:tblLook")]
    return [[["\n".join(texts) for texts in _texts(row)] for row in table.rows[header_rows:]] for table in framed]


def worksheet(file: bytes) -> Worksheet:
    """The only sheet of a workbook."""
    (sheet,) = load_workbook(BytesIO(file)).worksheets
    return sheet


def xlsx_rows(file: bytes) -> list[list[str]]:
    """The framed rows below the header, numbers as Vietnamese Excel shows them."""
    sheet = worksheet(file)
    last_header = int(str(sheet.print_title_rows).rpartition("$")[2])
    rows = []
    for row in sheet.iter_rows(min_row=last_header + 1):
        if row[0].border.left.style != "thin":
            break
        rows.append([_shown(cell.value, cell.number_format) for cell in row])
    return rows


def _shown(value: object, number_format: str) -> str:
    if value is None:
        return ""
    if value == 0 and number_format.endswith('"-"'):
        return "-"
    if isinstance(value, int | float):
        return decimal(Decimal(str(value)), len(number_format.partition(".")[2]))
    return str(value)


class _HtmlTables(HTMLParser):
    """Gathers the cells of the bodies of counted tables."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._in_body = self._in_cell = False
        self._place = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._in_body = False
        elif tag == "tbody":
            self._in_body = True
            self.tables.append([])
        elif tag == "tr" and self._in_body:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self._in_body:
            self._in_cell = True
            # The columns that a cell runs over after its first have nothing.
            after = [""] * (int(dict(attrs).get("colspan") or 1) - 1)
            self.tables[-1][-1] += ["", *after]
            self._place = len(self.tables[-1][-1]) - 1 - len(after)

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self._in_body = False
        elif tag in {"td", "th"}:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_body and self._in_cell:
            self.tables[-1][-1][self._place] += data


def html_tables(file: bytes) -> list[list[list[str]]]:
    """The rows below the header of every counted table of a page."""
    parser = _HtmlTables()
    parser.feed(file.decode())
    return parser.tables


def beside(tables: list[list[list[str]]], shared: int) -> list[list[str]]:
    """The rows of tables on facing pages put together again; `shared` columns stand on both pages."""
    pairs = zip(tables[::2], tables[1::2], strict=True)
    return [[*left, *right[shared:]] for lefts, rights in pairs for left, right in zip(lefts, rights, strict=True)]


def clean(text: str) -> str:
    """A text with ordinary spaces."""
    return nfc(text)
