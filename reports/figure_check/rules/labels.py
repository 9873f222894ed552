"""LABEL and TEXT: rows of totals against what the text says of the same thing.

A total whose row is called "Toàn thành phố" while the text gives another number for the whole city, and the table's
number for a part of it, has the wrong label; without the second sentence text and table simply disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from reports.figure_check import times
from reports.figure_check.case import Case, Table, TableCell, is_total, shown
from reports.figure_check.findings import Finding, Klass, Verdict
from reports.figure_check.listings import covers
from reports.figure_check.mentions import Mention
from reports.figure_check.wording import AREAS, canonical, characteristics, low, tokens

_WHOLE = re.compile(
    r"(?<!\w)(?:toàn|cả)\s+(?:đảng bộ\s+)?(?P<what>tỉnh|thành phố|huyện|thị xã|quận|phường|xã|đảng bộ|ngành|khối)"
)
_TOTAL = re.compile(r"tổng số|tổng cộng|cả |toàn |tổng ")
_CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm|so với|năm|riêng|trong đó|tại|của)(?!\w)")
_ACTIONS = {
    "ket_nap": re.compile(r"kết nạp(?! đảng(?! viên))"),
    "hoc": re.compile(r"(?<!\w)lớp(?!\w)|bồi dưỡng"),
    "den": re.compile(r"chuyển đến"),
    "di": re.compile(r"chuyển đi"),
    "ra": re.compile(r"xóa tên|khai trừ|xin ra"),
    "chinh_thuc": re.compile(r"chính thức"),
    "du_bi": re.compile(r"dự bị"),
}
_NOUNS = ("quần chúng", "đảng viên", "chi bộ", "tổ chức cơ sở đảng", "đoàn viên", "đảng bộ")
_REFERRED = re.compile(r"phụ lục|biểu|bảng|kèm theo|danh sách")
_CLOSE = Fraction(1, 4)
"""How near a number of the text must be to the table's to be taken for the same thing."""


def find(case: Case) -> Iterator[Finding]:
    """Totals of tables that the text contradicts."""
    for table in case.tables:
        for row in table.rows:
            if is_total(table.label(row)):
                for column in table.columns:
                    cell = table.value(row, column)
                    if cell and not cell.percent and cell.value:
                        yield from _tested(case, table, cell)


def _tested(case: Case, table: Table, cell: TableCell) -> Iterator[Finding]:
    value = cell.value or Fraction(0)
    subject = acts(cell.column_label), noun(cell.column_label)
    if not subject[1] and not subject[0]:
        return
    same = [m for m in case.mentions if _is_about(m, *subject)]
    whole = _WHOLE.search(low(cell.row_label))
    if whole:
        wide = [
            m
            for m in same
            if (told := _scope(m)) and told == whole["what"] and not _is_of_another_time(case, table, cell, m)
        ]
        other = [m for m in wide if m.value != cell.value]
        if other and not any(m.value == cell.value for m in wide):
            narrow = [m for m in same if m.value == cell.value and m not in wide] or [
                m for m in case.of(other[0].sentence) if m.value == cell.value and m.counts and m.unit == other[0].unit
            ]
            yield _label(case, table, cell, other[0], narrow)
            return
        if wide:
            return
    if any(m.value == cell.value for m in same):
        return
    phrase = tokens(cell.column_label)
    likely = [
        m
        for m in same
        if not characteristics(f"{m.left} {m.right}") - characteristics(f"{cell.column_label} {_caption(case, table)}")
        and not _is_of_a_year(m) and not _is_part(m) and abs(m.value - value) <= _CLOSE * value
        and _is_of(case, table, cell, m)
        and covers(phrase, m.words | tokens(m.unit)) >= 0.5
    ]  # fmt: skip
    if len({m.value for m in likely}) == 1:
        yield _text(case, table, cell, likely[0])


def _is_of(case: Case, table: Table, cell: TableCell, mention: Mention) -> bool:
    """Whether a figure is said to be the table's: the sentence names the table, or both name the same whole or area."""
    if _REFERRED.search(mention.sentence.low):
        return True
    whole = _WHOLE.search(low(cell.row_label))
    if whole and _scope(mention) == whole["what"]:
        return True
    areas = characteristics(_caption(case, table)) & AREAS
    return bool(areas) and areas == characteristics(mention.left) & AREAS


def acts(label: str) -> frozenset[str]:
    """What is done to those counted."""
    told = low(label)
    found = {name for name, pattern in _ACTIONS.items() if pattern.search(told)}
    if {"hoc", "ket_nap"} <= found and "lớp" in told:
        found.discard("ket_nap")  # "lớp bồi dưỡng kết nạp đảng": they learn
    return frozenset(found)


def noun(label: str) -> str:
    """Who is counted."""
    told = low(label)
    return next((name for name in _NOUNS if name in told), "")


def _is_about(mention: Mention, action: frozenset[str], what: str) -> bool:
    if not mention.counts or mention.is_aim or mention.of is not None or mention.operator:
        return False
    unit = canonical(mention.unit)
    told = f"{mention.left} {mention.unit} {mention.right}"
    if what and unit and unit != what and unit != "người":
        return False
    return acts(told) == action and bool(unit or action)


def _scope(mention: Mention) -> str:
    """Of which whole a figure is: "toàn Đảng bộ thành phố kết nạp được 1.587"."""
    found = _WHOLE.search(mention.left)
    return found["what"] if found else ""


def _is_of_a_year(mention: Mention) -> bool:
    return bool(re.search(r"năm \d{4}|tháng đầu năm|quý|cùng kỳ|so với", mention.left))


def _is_of_another_time(case: Case, table: Table, cell: TableCell, mention: Mention) -> bool:
    """Whether a figure is not of the time that the head of the table names."""
    if not _is_of_a_year(mention):
        return False
    if re.search(r"cùng kỳ|so với", mention.left):
        return True
    head = cell.column_label if _times(cell.column_label) else _caption(case, table)
    return not _times(mention.left) or _times(mention.left) != _times(head)


def _times(text: str) -> frozenset[tuple[date, date]]:
    """The days, months and years of a text."""
    return frozenset((moment.first, moment.last) for moment in times.moments(text))


def _is_part(mention: Mention) -> bool:
    return (
        bool(re.search(r"(?:trong đó|riêng|gồm|tại|so với|tăng|giảm)(?!\w)[^,;]*$", mention.left))
        or mention.bracket > 0
    )


def _caption(case: Case, table: Table) -> str:
    """The words above a table."""
    first = min(cell.piece for cell in table.cells.values())
    return " ".join(piece.text for piece in case.draft.pieces[max(0, first - 3) : first] if piece.kind != "o")


def _label(case: Case, table: Table, cell: TableCell, other: Mention, narrow: list[Mention]) -> Finding:
    rows = sum(1 for row in table.rows if table.label(row) and not is_total(table.label(row)))
    told = (
        f"; trong bài, {shown(cell.value or Fraction(0))} là số của một phần: “{_led(case, narrow[0])}”"
        if narrow
        else ""
    )
    return case.finding(
        Klass.LABEL,
        Verdict.WRONG,
        f"Dòng “{cell.row_label}” ghi {cell.text}, nhưng văn bản ghi số của {other.left.strip()[-50:]} là "
        f"{other.printed}{told}.",
        (cell.span, other.span, *(mention.span for mention in narrow[:1])),
        printed=cell.text,
        computed=other.printed,
        arithmetic=f"dòng tổng cộng {rows} dòng của bảng = {cell.text}; {other.printed} ở "
        f"{case.draft.pieces[other.span[0]].place.lower()}",
        base=f"{rows} đơn vị có trong bảng",
        repairs=(
            f"Đổi tên dòng “{cell.row_label}” thành “Cộng” kèm phạm vi của bảng ({rows} đơn vị)",
            f"Hoặc ghi số của toàn bộ: {other.printed}",
        ),
    )


def _led(case: Case, mention: Mention) -> str:
    """The words before a figure, back to the figure before it or the last 60 characters."""
    before = [other.end for other in case.of(mention.sentence) if other.end <= mention.start]
    told = mention.sentence.text[max(before, default=0) : mention.start]
    return re.split(r"[;:]|,\s*trong đó", told)[-1].strip(" ,.")[-60:]


def _text(case: Case, table: Table, cell: TableCell, other: Mention) -> Finding:
    return case.finding(
        Klass.TEXT,
        Verdict.WRONG,
        f"Trong bài ghi {other.printed}, bảng {table.number} ghi {cell.text} ở dòng “{cell.row_label}”, cột "
        f"“{cell.column_label}”.",
        (other.span, cell.span),
        printed=other.printed,
        computed=cell.text,
        arithmetic=f"{other.printed} ≠ {cell.text}",
        repairs=(f"Sửa {other.printed} thành {cell.text}", f"Hoặc sửa bảng thành {other.printed}"),
    )
