"""What organizations are after a reform: their seats, their names for tables, and whether their tree can stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dangvien.models import OrganizationKind
from dangvien.procedure.reform_lines import Finding
from dangvien.procedure.reform_register import Node
from dangvien.procedure.reform_sheets import KIND, PARENT, SHEET, Line
from dangvien.procedure.restructuring.plan import Seat
from dangvien.text import search_key, upper_first

RANK = {
    OrganizationKind.TINH: 0,
    OrganizationKind.CAP_TREN: 1,
    OrganizationKind.DANG_BO_CO_SO: 2,
    OrganizationKind.CHI_BO_CO_SO: 2,
    OrganizationKind.DANG_BO_BO_PHAN: 3,
    OrganizationKind.CHI_BO: 4,
}
"""Who may hang under whom: a superior stands higher than what it holds, and a cell holds nothing."""

_HEADS = ("Đảng bộ ", "Chi bộ ")
_SECTORS = {"phuong": "phuong", "xa": "xa", "thi tran": "thi_tran"}

_HEADS = ("Đảng bộ ", "Chi bộ ")
_SECTORS = {"phuong": "phuong", "xa": "xa", "thi tran": "thi_tran"}


def tree_findings(
    root: str,
    after: Mapping[str, Seat],
    changed: Mapping[str, Seat],
    ended: Mapping[str, str],
    lines: Mapping[str, Sequence[Line]],
) -> Iterator[Finding]:
    """Superiors that do not stand after the reform or cannot hold what hangs under them; circles.

    Only where the plan changes something: a tree that was crooked before is not the plan's fault. `changed` are all
    organizations with a new seat, `lines` those that speak of an organization, by its code. What stands above `root`
    lies outside of the plan.
    """
    for code, seat in after.items():
        above_code = seat.parent or ""
        if code == root or not above_code or not ({code, above_code} & changed.keys() or above_code in ended):
            continue
        own = lines.get(code, ())
        line = next(iter(own or lines.get(above_code, ())), Line(0))
        if code in changed and _circles(after, code):
            sentence = f"{seat.name} thành cấp trên của chính nó. Sửa cấp trên."
        else:
            sentence = _fault(seat, above_code, after, ended, told=bool(own and own[0].parent == above_code))
        if sentence:
            yield Finding(SHEET, line.row, PARENT if own else KIND, above_code, sentence)


def _fault(seat: Seat, parent: str, after: Mapping[str, Seat], ended: Mapping[str, str], *, told: bool) -> str:
    """Why an organization cannot hang where it would; `told`: its own line names that superior."""
    above = after.get(parent)
    if above is None:
        if parent in ended:
            # Without a line of its own it is asked about, or must be named: said elsewhere.
            return "Cấp trên này chấm dứt trong phương án. Ghi mã cấp trên khác." if told else ""
        return "Cấp trên này không có trong phương án, cũng không hoạt động trong đảng bộ. Sửa mã."
    if above.is_cell:
        return f"{above.name} là chi bộ, không có tổ chức cấp dưới: {seat.name}. Sửa loại hoặc cấp trên."
    if RANK[above.kind] >= RANK[seat.kind]:
        told_kinds = f"{above.name} ({above.kind.label}) không thể là cấp trên của {seat.name} ({seat.kind.label})"
        return f"{told_kinds}. Sửa loại hoặc cấp trên."
    return ""


def _circles(after: Mapping[str, Seat], code: str) -> bool:
    """Whether one comes back to an organization by going up from it."""
    met: set[str] = set()
    here = after[code].parent or ""
    while here in after and here not in met:
        if here == code:
            return True
        met.add(here)
        here = after[here].parent or ""
    return False


def seat_of(node: Node) -> Seat:
    """What an organization is before the reform."""
    return Seat(
        name=node.name,
        kind=OrganizationKind(node.kind),
        parent=node.parent or None,
        short_name=node.short_name,
        sector=node.sector,
        area=node.area,
        position=node.position,
        locality=node.locality,
    )


def short_name(name: str) -> str:
    """The name for tables: without "Đảng bộ", "Chi bộ" before it."""
    for head in _HEADS:
        if name.startswith(head):
            return upper_first(name.removeprefix(head))
    return name


def renamed_short(node: Node, name: str) -> str:
    """The new name for tables, made as the old one was made from the old name."""
    if not node.short_name or node.short_name == node.name:
        return name if node.short_name else ""
    return short_name(name)


def only_one(values: Iterable[str]) -> str:
    """The one value they all have; empty when there are several or none."""
    several = set(values)
    return several.pop() if len(several) == 1 else ""


def sector_by_name(name: str) -> str:
    """The block of tables that a name tells by its first word."""
    words = search_key(short_name(name))
    return next((sector for word, sector in _SECTORS.items() if words.startswith(f"{word} ")), "")


def number_of(text: str, default: int) -> int:
    """The order typed; `default` for none."""
    return int(text) if text.isdecimal() and len(text) <= 4 else default
