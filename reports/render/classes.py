"""Papers of a training class as PDF: its lists, and the certificates, one on each sheet.

WeasyPrint draws them with the fonts and the style of the house's papers. Nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from dangvien.text import nfc
from reports.fonts import FontError, by_address, font_files
from reports.press import Openable
from reports.render import html
from reports.render.letterhead import DASHES, STAR, STATE_TITLE, Paper

TO_SIGN = "In từ sổ để ký tên, đóng dấu; chưa ký và đóng dấu thì chưa phải giấy chứng nhận."


@dataclass(frozen=True)
class Head:
    """What all papers of one class say: whose class, what it is called, when, by which decision, who issues."""

    paper: Paper
    class_name: str
    code: str
    days: str
    decision: str
    issuer: str
    form: str
    subject: str


@dataclass(frozen=True)
class Certificate:
    """One certificate in words; an empty part is left open to be written by hand."""

    name: str
    birth: str
    native_place: str
    grade: str
    number: str
    place_and_day: str


@dataclass(frozen=True)
class ListSheet:
    """A list: its title, the columns with their widths in millimetres, and the lines."""

    title: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    note: str = ""


def certificates(head: Head, lines: Sequence[Certificate]) -> bytes:
    """The certificates as one PDF, A4 on its side, one a page. Raises FontError when the fonts cannot be used."""
    return _drawn("print/certificates.html", "certificates.css", head, {"certificates": lines, "to_sign": TO_SIGN})


def class_list(head: Head, sheet: ListSheet) -> bytes:
    """A list of a class as a PDF, A4 on its side. Raises FontError when the fonts cannot be used."""
    return _drawn("print/class_list.html", "class_list.css", head, {"sheet": sheet})


def _drawn(template: str, style: str, head: Head, more: dict[str, Any]) -> bytes:
    source = render_to_string(
        template,
        {"head": head, "paper": head.paper, "state_title": STATE_TITLE, "star": STAR, "dashes": DASHES, **more},
    )
    files = font_files()
    fetch, fonts = Openable(by_address(files)), FontConfiguration()
    own = (Path(settings.BASE_DIR) / "templates" / "print" / style).read_text(encoding="utf-8")
    rules = "\n".join([*(file.rule for file in files), html.stylesheet(), own])
    try:
        sheet = CSS(string=rules, font_config=fonts, url_fetcher=fetch)
        document = HTML(string=_in_one_form(source), url_fetcher=fetch).render(
            stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
        )
        drawn: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:
        raise FontError(f"Không đọc được phông chữ để in PDF ({error}).") from error
    return drawn


def _in_one_form(source: str) -> str:
    """The page line by line in one normal form, so that every letter finds its glyph."""
    return "\n".join(nfc(line) for line in source.splitlines())
