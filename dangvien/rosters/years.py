"""Years in lists of figures: a year or a span in a cell, a year as the name of a column."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dangvien.text import nfc, search_key

FIRST_YEAR, LAST_YEAR = 1930, 2100
"""What four digits must lie between to be read as a year: the Party was founded in the first."""

_SPAN = re.compile(r"(?:giai doan |tu |nam )*(\d{4})(?: ?(?:-|–|—|den|toi) ?(?:nam )?(\d{4}))?")
_HEADING = re.compile(r"(?:nam |ket qua (?:nam )?|thuc hien (?:nam )?|chi tieu (?:nam )?|kh (?:nam )?)?(\d{4})(?:\.0)?")


def years_of_cell(text: str) -> tuple[int, int] | None:
    """The first and last year a cell tells: "2019", "Năm 2019", "2015-2020", "từ 2015 đến 2020"; None for others."""
    found = _SPAN.fullmatch(re.sub(r"\s+", " ", search_key(nfc(text))).removesuffix(".0"))
    if found is None:
        return None
    first = int(found[1])
    last = int(found[2] or found[1])
    return (first, last) if FIRST_YEAR <= first <= last <= LAST_YEAR else None


def written_years(first: int, last: int) -> str:
    """As a record keeps them: "2019", "2015-2020"."""
    return str(first) if first == last else f"{first}-{last}"


def year_of_heading(text: str) -> int | None:
    """The year a column is about: "2015", "Năm 2015", "Kết quả 2015"; None for a heading that is no year."""
    found = _HEADING.fullmatch(re.sub(r"\s+", " ", search_key(nfc(text))))
    return int(found[1]) if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR else None


def year_columns(headings: Mapping[int, str]) -> dict[int, int]:
    """Column → its year, for the headings of a row (the lowest header row): none where two columns share a year."""
    found = {column: year for column, text in headings.items() if (year := year_of_heading(text))}
    return found if len(set(found.values())) == len(found) else {}


def figures_of(record: Mapping[str, object]) -> dict[tuple[int, int], int]:
    """The figures of a record as it was understood: years → number, from its year columns and from year and number."""
    found: dict[tuple[int, int], int] = {}
    wide = record.get("cac_nam")
    if isinstance(wide, Mapping):
        found |= {(int(year), int(year)): value for year, value in wide.items() if isinstance(value, int)}
    years = years_of_cell(str(record.get("cua_nam") or ""))
    value = record.get("so")
    if years and isinstance(value, int):
        found[years] = value
    return found
