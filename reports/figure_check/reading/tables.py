"""Tables: rows of texts become cells that know the words at the head of their row and of their column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

_NUMBER = re.compile(r"[-+−]?\d[\d.,\s]*%?|[-–—]|x", re.IGNORECASE)
_RUNNING = re.compile(r"(?:\d{1,3}|[IVXLC]{1,6}|[a-zđ])[.)]?(?:\d{1,2}[.)]?)*|[-+*]", re.IGNORECASE)
"""The running number of a row: 1., II, a), 1.2."""
_MOST_HEADER_ROWS = 4
_LONGEST_LABEL = 600
"""Letters of a label: every cell of its row or column carries it."""


def cells(number: int, rows: Sequence[Sequence[str]], named: str = "") -> Iterator[dict[str, Any]]:
    """The cells of the table with this number (from 1), row by row; `named` is added to its place."""
    head = header_rows(rows)
    labels = _column_labels(rows[:head])
    name = f"Bảng {number}{f' ({named})' if named else ''}"
    for place, row in enumerate(rows, start=1):
        label = row_label(row)[:_LONGEST_LABEL] if place > head else ""
        for column, text in enumerate(row, start=1):
            if text.strip():
                yield {
                    "kind": "o",
                    "text": text,
                    "place": f"{name}, dòng {place}, cột {column}",
                    "table": number,
                    "row": place,
                    "column": column,
                    "row_label": label,
                    "column_label": labels[column - 1] if place > head and column <= len(labels) else "",
                }


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the first one with figures; 0 when the figures begin at once."""
    for place, row in enumerate(rows[: _MOST_HEADER_ROWS + 1]):
        if _has_figures(row) and not _numbers_columns(row):
            return place
    return 1 if len(rows) > 1 else 0


def _has_figures(row: Sequence[str]) -> bool:
    """A row of figures has a number that is neither its running number nor a year at the head of a column."""
    figures = [text for text in map(str.strip, row[1:]) if any(map(str.isdigit, text)) and _NUMBER.fullmatch(text)]
    return bool(figures) and not all(map(_is_year, figures))


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", text))


def _numbers_columns(row: Sequence[str]) -> bool:
    """The numbered line under a header: 1, 2, 3… or (1), (2), (3)=(1)+(2)."""
    texts = [text.strip().strip("()") for text in row if text.strip()]
    counted = [int(text) for text in texts if text.isascii() and text.isdigit()]
    follows = len(counted) > 1 and all(later - earlier == 1 for earlier, later in pairwise(counted))
    return follows and counted[0] in {1, 2} and len(counted) >= len(texts) - 1


def _column_labels(head: Sequence[Sequence[str]]) -> list[str]:
    width = max((len(row) for row in head), default=0)
    labels: list[str] = []
    for column in range(width):
        parts = [row[column].strip() for row in head if column < len(row) and not _numbers_columns(row)]
        labels.append(" – ".join(dict.fromkeys(part for part in parts if part))[:_LONGEST_LABEL])
    return labels


def row_label(row: Sequence[str]) -> str:
    """The words of a row: its first text that is no number and no running number."""
    for text in row:
        told = text.strip()
        if told and not _NUMBER.fullmatch(told) and not _RUNNING.fullmatch(told):
            return told
    return ""
