"""What reading a cell gives: the value that would go in, what is to be seen about it; text as it is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from dangvien.rosters.grid import Cell, CellKind, Raw, cell_of
from dangvien.rosters.issues import Severity
from dangvien.text import nfc

ERROR, WARNING = Severity.ERROR, Severity.WARNING

BLANK_MARKS = frozenset({"-", "–", "—", "_", ".", "..", "...", "…", "--", "//", "/", "\\"})
"""What people put into a cell to say that there is nothing to say."""

_FORMULA = re.compile(r"\s*(?:[=@]\S|[+\-](?:[^\s\d]|[\d.,]+\s*[+\-*/^&]).*[(|!])", re.DOTALL)
_LONGEST_SHOWN = 60
_REMEMBERED = 5_000
"""Different texts of one column that are remembered: sexes and cells repeat, numbers that name people never do."""


class Finding(NamedTuple):
    """One thing to see about a cell: a code of `issues`, a sentence, and what to do."""

    code: str
    severity: Severity
    sentence: str
    mend: str = ""


class Reading(NamedTuple):
    """What one cell says. `value` is None when it is empty or cannot be taken."""

    value: Any = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_refused(self) -> bool:
        """An error was found: there is no value to go on with."""
        return any(finding.severity is ERROR for finding in self.findings)


NOTHING = Reading()

Reader = Callable[[Raw], Reading]


def wrong(code: str, sentence: str, mend: str = "") -> Reading:
    """A cell that cannot be taken."""
    return Reading(None, (Finding(code, ERROR, sentence, mend),))


def doubtful(value: Any, code: str, sentence: str, mend: str = "") -> Reading:
    """A cell that is taken, and the user is told."""
    return Reading(value, (Finding(code, WARNING, sentence, mend),))


def shown(text: str) -> str:
    """A text as a sentence quotes it."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"


@lru_cache(maxsize=20_000)
def tidy(text: str) -> str:
    """Text as the register keeps it: NFC, single spaces, nothing invisible, the Vietnamese Đ for the Icelandic one."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    if not (text.isprintable() and unicodedata.is_normalized("NFC", text)):
        text = nfc(text)
    else:
        text = " ".join(text.split())
    return text.replace("Ð", "Đ").replace("ð", "đ").replace("Ɖ", "Đ")


def careful(read: Callable[[Cell], Reading], *, text_may_be_a_formula: bool = False) -> Reader:
    """A reader of raw cells: errors and formulas without a value are told the same way in every column; what was read
    once is not read again, as long as it is among the first texts of its column.

    `text_may_be_a_formula`: text that a spreadsheet would run goes in as the text it is, and is told; elsewhere it is
    nobody's name or number.
    """
    known: dict[str, Reading] = {}

    def reader(raw: Raw) -> Reading:
        if raw is None or raw == "":
            return NOTHING
        if isinstance(raw, str):
            found = known.get(raw)
            if found is None:
                found = _of_cell(cell_of(raw), read, text_may_be_a_formula)
                if len(known) < _REMEMBERED:
                    known[raw] = found
            return found
        return _of_cell(cell_of(raw), read, text_may_be_a_formula)

    return reader


def _of_cell(cell: Cell, read: Callable[[Cell], Reading], text_may_be_a_formula: bool) -> Reading:
    if cell.kind is CellKind.EMPTY:
        return NOTHING
    if cell.kind is CellKind.ERROR:
        return wrong(
            "formula_error",
            f"công thức cho kết quả lỗi “{shown(cell.text)}”.",
            "Mở tệp, sửa công thức hoặc gõ thẳng giá trị vào ô.",
        )
    if cell.kind is CellKind.FORMULA:
        return wrong(
            "formula_without_value",
            "ô có công thức nhưng tệp không lưu kết quả.",
            "Mở tệp bằng Excel, bấm Lưu rồi đưa lên lại, hoặc gõ thẳng giá trị vào ô.",
        )
    if cell.kind is CellKind.TEXT and not cell.text[:1].isalnum():
        if tidy(cell.text) in BLANK_MARKS or not tidy(cell.text):
            return NOTHING
        if _FORMULA.match(cell.text):
            return _formula_text(cell, read, text_may_be_a_formula)
    return read(cell)


def _formula_text(cell: Cell, read: Callable[[Cell], Reading], allowed: bool) -> Reading:
    sentence = f"chữ “{shown(cell.text)}” giống một công thức."
    if not allowed:
        return wrong("formula_text", sentence, "Gõ lại nội dung đúng vào ô.")
    told = Finding("formula_text", WARNING, sentence, "Sổ giữ nguyên là chữ, không tính; sửa lại nếu gõ nhầm.")
    plain = read(cell)
    return Reading(plain.value, (told, *plain.findings))
