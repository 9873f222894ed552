"""Form 1 (gains and losses) and what form 7 says of transfers, by hand: one statement for both years."""

from __future__ import annotations

from benchmarks.handwritten.asking import AREA, CUNG_KY, KY_NAY, Figures, add, ask, in_both, which
from dangvien.period import Period

_PROVINCE = """(SELECT COUNT(*) FROM dangvien_placement
    WHERE kind = 'dang_bo_tinh' AND valid_from <= %({day})s AND valid_to > %({day})s)"""

FLOWS = f"""
    SELECT {which()} AS years, m.kind,
        CASE WHEN m.kind NOT IN ('chuyen_den', 'chuyen_di', 'den_noi_bo', 'di_noi_bo') THEN ''
            WHEN m.counterpart_id IS NULL THEN 'ngoai' ELSE 'gan' END AS side,
        SUM(m.weight) AS n,
        SUM(CASE WHEN m.kind = 'xoa_ten' AND (x.official_on IS NULL OR x.official_on > m.occurred_on)
            THEN m.weight ELSE 0 END) AS on_probation
    FROM dangvien_movement m JOIN dangvien_member x ON x.id = m.member_id
    WHERE {in_both()} AND m.organization_id IN (SELECT id FROM area) AND (
        m.kind NOT IN ('chuyen_den', 'chuyen_di', 'den_noi_bo', 'di_noi_bo')
        OR m.counterpart_id IS NULL OR m.counterpart_id NOT IN (SELECT id FROM area))
    GROUP BY 1, 2, 3"""
"""The lines of both periods by kind and by what lies at the other end; moves inside the area are neither."""

TK01 = f"""
    WITH RECURSIVE {AREA}
    {FLOWS}
    UNION ALL
    SELECT 'dau_ky', '', '', SUM(m.sign),
        SUM(CASE WHEN m.occurred_on < %(first_before)s THEN m.sign ELSE 0 END)
    FROM dangvien_movement m
    WHERE m.occurred_on < %(first)s AND m.organization_id IN (SELECT id FROM area)
    UNION ALL
    SELECT 'tinh', '', '', {_PROVINCE.format(day="last")}, {_PROVINCE.format(day="last_before")}"""

_ROWS = {
    "ket_nap": "B1", "chuyen_den": "B2", "phuc_hoi": "B3", "den_noi_bo": "B4", "dau_so": "B5", "tu_tran": "C1",
    "khai_tru": "C2", "xoa_ten": "C3", "xin_ra": "C4", "chuyen_di": "C5", "di_noi_bo": "C6", "huy_ket_nap": "C7",
}  # fmt: skip


def tk01(root: int, period: Period) -> Figures:
    """Form 1: opening, gains, losses, closing."""
    found: Figures = {}
    rows = ask(TK01, root, period)
    [province] = [{KY_NAY: now, CUNG_KY: before} for what, _, _, now, before in rows if what == "tinh"]
    for years, kind, side, number, on_probation in rows:
        if years == "dau_ky":
            add(found, "A", KY_NAY, number)
            add(found, "A", CUNG_KY, on_probation)
        elif kind in _ROWS:
            row = _ROWS[kind]
            add(found, row, years, number)
            add(found, row[0], years, number)
            if kind in ("chuyen_den", "chuyen_di"):
                add(found, row + ("b" if side == "gan" else "a" if province[years] else "c"), years, number)
            if kind == "xoa_ten":
                add(found, "C3a", years, on_probation)
    for years in (KY_NAY, CUNG_KY):
        a, b, c = (int(found.get((row, years), 0)) for row in "ABC")
        add(found, "D", years, a + b - c)
    return found
