"""Table → bytes, in every form a report leaves the program. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dangvien.text import search_key
from reports.catalog import by_code
from reports.render import docx, html, json, pdf, xlsx
from reports.render.letterhead import Paper
from reports.table import Table

Renderer = Callable[[Table, Paper], bytes]


@dataclass(frozen=True)
class Format:
    """A form of file: its ending (also its code), its name for readers and its MIME type."""

    code: str
    label: str
    mime: str


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        form.code: form
        for form in (
            Format("pdf", "PDF", "application/pdf"),
            Format("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Format("html", "Trang web", "text/html; charset=utf-8"),
            Format("json", "Dữ liệu JSON", "application/json"),
        )
    }
)
"""In the order in which they are offered."""

RENDERERS: Mapping[str, Renderer] = MappingProxyType(
    {"pdf": pdf.render, "docx": docx.render, "xlsx": xlsx.render, "html": html.render, "json": json.render}
)
"""Format's code → what draws it. The same table and paper give the same bytes."""


def file_name(table: Table, code: str) -> str:
    """What the file is called, "phu-luc-khu-dan-cu_2012-01-01_2022-05-20.pdf".

    Raises KeyError for an unknown format.
    """
    return f"{_slug(table)}_{table.first}_{table.last}.{FORMATS[code].code}"


def _slug(table: Table) -> str:
    """The report's address; for one that is no longer in the catalogue, its code in small letters."""
    try:
        return by_code(table.report).slug
    except KeyError:
        words = "".join(char if char.isalnum() else " " for char in search_key(table.report)).split()
        return "-".join(words) or "bao-cao"
