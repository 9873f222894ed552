"""STOCK-FLOW: opening + in − out = closing, in a paragraph or a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.figure_check.case import Case, Table, TableCell, shown
from reports.figure_check.findings import Finding, Klass, Span, Verdict
from reports.figure_check.mentions import Mention

_OPENING = re.compile(
    r"đầu (?:kỳ|năm|nhiệm kỳ|tháng|quý|giai đoạn)|năm trước chuyển sang|kỳ trước chuyển sang|có mặt đầu"
)
_CLOSING = re.compile(
    r"cuối (?:kỳ|năm|nhiệm kỳ|tháng|quý|giai đoạn)|nâng tổng số|đến nay|hiện (?:có|nay|còn)|đến hết|(?:tính "
    r")?đến (?:ngày )?(?=\d)|(?:tính )?đến ngày|"
    r"có mặt cuối|tổng số đảng viên (?:là|của|hiện|còn)|còn lại"
)
_IN = re.compile(r"kết nạp|chuyển (?:sinh hoạt )?(?:đảng )?đến|tiếp nhận|phục hồi|nơi khác đến|chuyển về|nhận về")
_OUT = re.compile(
    r"chuyển (?:sinh hoạt )?(?:đảng )?đi|từ trần|qua đời|khai trừ|xóa tên|xin ra|xin thôi|đưa ra khỏi|ra khỏi "
    r"đảng|mất(?!\w)|chết|hy sinh|"
    r"đi nơi khác"
)
_ALL_IN, _ALL_OUT = re.compile(r"(?<!\w)tăng(?!\w)"), re.compile(r"(?<!\w)giảm(?!\w)")
_NET = re.compile(r"chuyển đến (?P<more>nhiều|ít) hơn (?:số )?chuyển đi\s*$")
_RAISED = re.compile(r"nâng tổng số|đưa tổng số")
_REACH = 70


@dataclass(frozen=True)
class Flow:
    """A figure and its part in the balance: dau, cuoi, den, di, tang, giam."""

    role: str
    value: Fraction
    span: Span
    printed: str


def find(case: Case) -> Iterator[Finding]:
    """Balances that do not close."""
    groups: dict[int, list[Mention]] = {}
    for sentence in case.sentences:
        groups.setdefault(sentence.piece, []).extend(case.of(sentence))
    for mentions in groups.values():
        flows = _flows(mentions)
        raised = any(_RAISED.search(mention.left) for mention in mentions)
        finding = _judged(case, flows, raised)
        if finding:
            yield finding
    for table in case.tables:
        yield from _by_rows(case, table)
        yield from _by_columns(case, table)


def role(label: str) -> str:
    """The part of a label in a balance; empty for none. The word nearest the figure decides."""
    places = [
        (max(found.end() for found in pattern.finditer(label)), name)
        for name, pattern in (
            ("dau", _OPENING), ("cuoi", _CLOSING), ("den", _IN), ("di", _OUT), ("tang", _ALL_IN), ("giam", _ALL_OUT),
        )
        if pattern.search(label)
    ]  # fmt: skip
    return max(places)[1] if places else ""


def _flows(mentions: Sequence[Mention]) -> list[Flow]:
    found: list[Flow] = []
    for mention in mentions:
        if not mention.counts or mention.of is not None or mention.is_aim or mention.operator:
            continue
        if (
            mention.kind not in {"", "nguoi"}
            or re.search(r"so với[^,;:()]*$", mention.left)
            or "so với" in mention.right
        ):
            continue
        told = (
            mention.left if role(mention.left) else mention.sentence.low[max(0, mention.start - _REACH) : mention.start]
        )
        told = re.split(r"[;(]|[.]\s", told)[-1]
        if role(mention.left) == "" and any(
            char.isdigit() for char in re.sub(r"ngày.*|năm \d{4}|\d{1,2}/\d.*", "", told)
        ):
            told = mention.right if role(mention.right) in {"den", "di"} else ""
        net = _NET.search(mention.left)
        name = (
            ("den" if net["more"] == "nhiều" else "di")
            if net
            else role(told) or (role(mention.right) if role(mention.right) in {"den", "di"} else "")
        )
        if name:
            found.append(Flow(name, mention.value, mention.span, mention.printed))
    return found


def _judged(case: Case, flows: Sequence[Flow], raised: bool) -> Finding | None:
    opening = [flow for flow in flows if flow.role == "dau"]
    closing = [flow for flow in flows if flow.role == "cuoi"]
    if len(opening) != 1 or len(closing) != 1:
        return None
    change = [flow for flow in flows if flow.role in {"tang", "giam"}]
    if len(change) == 1 and abs(closing[0].value - opening[0].value) == change[0].value:
        flows = [flow for flow in flows if flow is not change[0]]  # what is left of both sides, not one of them
    into = [flow for flow in flows if flow.role == "tang"] or [flow for flow in flows if flow.role == "den"]
    out = [flow for flow in flows if flow.role == "giam"] or [flow for flow in flows if flow.role == "di"]
    if not (into and out) and not (raised and into):
        return None
    if len([flow for flow in flows if flow.role in {"tang", "giam"}]) > 2:
        return None
    added, left = (sum((flow.value for flow in side), Fraction(0)) for side in (into, out))
    expected = opening[0].value + added - left
    # Totals in and out, and their parts: whichever of both closes the balance
    parts = [flow for flow in flows if flow.role == "den"], [flow for flow in flows if flow.role == "di"]
    sums = [sum((flow.value for flow in side), Fraction(0)) for side in parts]
    others = {opening[0].value + one - other for one in {added, sums[0]} for other in {left, sums[1]}}
    if closing[0].value in {expected, *others}:
        return None
    return _finding(case, opening[0], into, out, closing[0], expected, "")


def _finding(
    case: Case, opening: Flow, into: Sequence[Flow], out: Sequence[Flow], closing: Flow, expected: Fraction, where: str
) -> Finding:
    terms = shown(opening.value) + "".join(f" + {shown(flow.value)}" for flow in into)
    terms += "".join(f" − {shown(flow.value)}" for flow in out)
    gap = closing.value - expected
    return case.finding(
        Klass.STOCK_FLOW,
        Verdict.WRONG,
        f"{where}Đầu kỳ cộng tăng, trừ giảm được {shown(expected)}, văn bản ghi cuối kỳ {shown(closing.value)} "
        f"(chênh {shown(abs(gap))}).",
        (closing.span, opening.span, *(flow.span for flow in (*into, *out))),
        printed=closing.printed,
        computed=shown(expected),
        arithmetic=f"{terms} = {shown(expected)}",
        repairs=(
            f"Sửa số cuối kỳ thành {shown(expected)}",
            f"Tìm {shown(abs(gap))} trường hợp {'tăng' if gap > 0 else 'giảm'} chưa ghi",
        ),
    )


# Tables -----------------------------------------------------------------------------------------------------------


def _by_rows(case: Case, table: Table) -> Iterator[Finding]:
    """Each row is one term, each column a balance."""
    roles = {row: role(table.label(row).lower()) for row in table.rows}
    for column in table.columns:
        flows = [_flow(name, cell) for row, name in roles.items() if name and (cell := table.value(row, column))]
        finding = _judged(case, flows, raised=False)
        if finding:
            yield finding


def _by_columns(case: Case, table: Table) -> Iterator[Finding]:
    """Each column is one term, each row a balance."""
    roles = {column: role(table.heading(column).lower()) for column in table.columns}
    if not {"dau", "cuoi"} <= set(roles.values()):
        return
    for row in table.rows:
        flows = [_flow(name, cell) for column, name in roles.items() if name and (cell := table.value(row, column))]
        finding = _judged(case, flows, raised=False)
        if finding:
            yield finding


def _flow(name: str, cell: TableCell) -> Flow:
    assert cell.value is not None
    return Flow(name, cell.value, cell.span, cell.text)
