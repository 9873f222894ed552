"""The door for drafts: what came is told by its content, read in a child that is bound in memory and time.

Text that was pasted is read there too. What was read before a bound was met is kept; the draft says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dangvien.limited import TOO_HEAVY, Unreadable, stream_limited
from dangvien.rosters.reading import read_roster
from dangvien.text import nfc, thousands
from reports.figure_check.findings import Draft, Piece
from reports.figure_check.reading import bounds
from reports.figure_check.reading.kinds import Kind, kind_of
from reports.figure_check.reading.sheets import sheet_pieces
from reports.figure_check.reading.work import PASTED, read, typed_pieces

__all__ = ["Unreadable", "pasted_draft", "read_draft", "text_draft"]


def read_draft(content: bytes, file_name: str) -> Draft:
    """The draft in a file: DOCX, PDF with text, XLSX or XLS, plain text. Raises `Unreadable` with one sentence."""
    if len(content) > bounds.MOST_BYTES:
        raise Unreadable(bounds.TOO_LARGE)
    kind = kind_of(content, file_name)
    if kind is Kind.SHEETS:
        return _bounded(sheet_pieces(read_roster(content, file_name)))
    draft = _bounded(_told(content, kind.value))
    if not draft.pieces:
        raise Unreadable(draft.partial[0] if draft.partial else bounds.NOTHING_INSIDE)
    return draft


def pasted_draft(content: bytes) -> Draft:
    """The draft in a text that somebody pasted, as UTF-8; empty for nothing but spaces. Raises `Unreadable`."""
    return _bounded(_told(content, PASTED))


def text_draft(text: str) -> Draft:
    """The same for a text of our own, without a child."""
    return _bounded(typed_pieces(text))


def _told(content: bytes, kind: str) -> Iterator[dict[str, Any]]:
    """What the child says. A child that died on the way leaves what it had said, and a sentence."""
    heard = False
    try:
        for told in stream_limited(read, content, kind, memory=bounds.MEMORY, seconds=bounds.SECONDS):
            if isinstance(told, dict):
                heard = True
                yield told
    except Unreadable as wrong:
        if not heard or str(wrong) != TOO_HEAVY:
            raise
        yield {"partial": bounds.STOPPED}


def _bounded(told: Iterator[dict[str, Any]]) -> Draft:
    """The pieces up to the bounds, each as it should be: what a child says is not trusted."""
    pieces: list[Piece] = []
    partial: list[str] = []
    characters = 0
    for one in told:
        if "partial" in one:
            partial.append(nfc(str(one["partial"])))
            continue
        piece = _piece(one)
        if not piece.text:
            continue
        characters += len(piece.text)
        if len(pieces) >= bounds.MOST_PIECES or characters > bounds.MOST_CHARACTERS:
            partial.append(
                f"Văn bản quá dài: chỉ kiểm tra {thousands(len(pieces))} đoạn và ô đầu tiên, đến {piece.place.lower()}."
            )
            break
        pieces.append(piece)
    return Draft(tuple(pieces), tuple(dict.fromkeys(partial)))


def _piece(told: dict[str, Any]) -> Piece:
    kind = told.get("kind")
    table, row, column = (int(told.get(name) or 0) for name in ("table", "row", "column"))
    row_label, column_label = (nfc(str(told.get(name) or ""))[:300] for name in ("row_label", "column_label"))
    return Piece(
        kind if kind in {"o", "chu_thich"} else "doan",
        nfc(str(told.get("text", "")))[: bounds.LONGEST_PIECE],
        nfc(str(told.get("place", "")))[:100],
        table,
        row,
        column,
        row_label,
        column_label,
    )
