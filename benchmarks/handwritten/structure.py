"""Organizations by hand: form 5, the grassroots of forms 2 and 10, residential places and their heads."""

from __future__ import annotations

from benchmarks.handwritten.asking import AREA, CUNG_KY, KY_NAY, Figures, add, ask, with_total
from benchmarks.handwritten.movements import FLOWS
from dangvien.period import Period
from dangvien.text import thousands

_THEN = "{0}.valid_from <= %(last)s AND {0}.valid_to > %(last)s"
_P, _C = _THEN.format("p"), _THEN.format("c")

TK05 = f"""
    WITH RECURSIVE {AREA},
    typed(id, sector) AS (
        SELECT p.organization_id, p.sector FROM dangvien_placement p
        WHERE {_P} AND p.kind IN ('dang_bo_co_so', 'chi_bo_co_so') AND p.sector <> ''
        UNION ALL
        SELECT p.organization_id, typed.sector FROM dangvien_placement p JOIN typed ON p.parent_id = typed.id WHERE {_P}
    ),
    heads(id, n) AS (
        SELECT m.organization_id, SUM(m.sign) FROM dangvien_movement m WHERE m.occurred_on <= %(last)s GROUP BY 1
    )
    SELECT COALESCE(typed.sector, ''), p.kind, COUNT(*), SUM(COALESCE(heads.n, 0))
    FROM area JOIN dangvien_placement p ON p.organization_id = area.id AND {_P}
    LEFT JOIN typed ON typed.id = area.id LEFT JOIN heads ON heads.id = area.id
    GROUP BY 1, 2"""
_TYPES = {
    "xa": "1", "phuong": "2", "thi_tran": "3", "hanh_chinh": "45", "su_nghiep": "6", "llvt": "78",
    "doanh_nghiep": "9", "khac": "11",
}  # fmt: skip
_KINDS = ("dang_bo_co_so", "chi_bo_co_so", "dang_bo_bo_phan", "chi_bo")


def tk05(root: int, period: Period) -> Figures:
    """Form 5: organizations and members by the khối of their tổ chức cơ sở đảng."""
    found: Figures = {}
    for sector, kind, organizations, members in ask(TK05, root, period):
        row = f"loai_{_TYPES.get(sector, '')}"
        add(found, row, "dang_vien", members)
        if kind in _KINDS:
            add(found, row, kind, organizations)
    return with_total(found)


GRASSROOTS = f"""
    WITH RECURSIVE {AREA},
    up(id) AS (
        SELECT m.organization_id FROM dangvien_movement m
        WHERE m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(first)s AND %(last)s AND m.weight = 1
            AND NOT EXISTS (SELECT 1 FROM dangvien_movement r WHERE r.reverses_id = m.id)
        UNION
        SELECT p.parent_id FROM dangvien_placement p JOIN up ON p.organization_id = up.id
        WHERE p.parent_id IS NOT NULL AND {_P}
    ),
    said(id, empty) AS (
        SELECT c.organization_id, CASE WHEN EXISTS (
            SELECT 1 FROM dangvien_sourcesurvey s
            WHERE s.organization_id = c.organization_id AND s.year = %(year)s AND s.none_reason <> ''
        ) THEN 1 ELSE 0 END
        FROM dangvien_placement c WHERE {_C} AND c.kind IN ('chi_bo', 'chi_bo_co_so')
        UNION
        SELECT p.parent_id, said.empty FROM dangvien_placement p JOIN said ON p.organization_id = said.id
        WHERE p.parent_id IS NOT NULL AND {_P}
    )
    SELECT p.kind, CASE WHEN p.organization_id IN (SELECT id FROM up) THEN 1 ELSE 0 END,
        COALESCE(sources.empty, 0), COUNT(*)
    FROM area JOIN dangvien_placement p ON p.organization_id = area.id AND {_P}
    LEFT JOIN (SELECT id, MIN(empty) AS empty FROM said GROUP BY id) sources ON sources.id = area.id
    WHERE p.kind IN ('dang_bo_co_so', 'chi_bo_co_so')
    GROUP BY 1, 2, 3"""
"""Grassroots organizations: whether anybody below them was admitted, and whether nobody is left to admit."""


def grassroots(found: Figures, column: str, kind: str, admitting: int, without_source: int, number: int) -> None:
    """Part III of form 2."""
    row = kind.removesuffix("_co_so")
    add(found, "III", column, number)
    add(found, row, column, number)
    add(found, f"{row}_ket_nap", column, number * admitting)
    add(found, f"{row}_het_nguon", column, number * without_source)


TK10 = f"""
    WITH RECURSIVE {AREA}
    SELECT 'bien_dong', years, kind, n, on_probation FROM ({FLOWS}) AS flows WHERE kind IN ('cong_nhan', 'xoa_ten')
    UNION ALL
    SELECT 'cam_tinh', CASE WHEN s.occurred_on >= %(first)s THEN '{KY_NAY}' ELSE '{CUNG_KY}' END, '', COUNT(*), 0
    FROM dangvien_step s LEFT JOIN dangvien_candidate c ON c.id = s.candidate_id
    LEFT JOIN dangvien_member x ON x.id = s.probationer_id
    WHERE s.kind = 'vao_danh_sach' AND s.reverses_id IS NULL
        AND (s.occurred_on BETWEEN %(first)s AND %(last)s OR s.occurred_on BETWEEN %(first_before)s AND %(last_before)s)
        AND NOT EXISTS (SELECT 1 FROM dangvien_step r WHERE r.reverses_id = s.id)
        AND COALESCE(c.organization_id, x.organization_id) IN (SELECT id FROM area)
    GROUP BY 2
    UNION ALL
    SELECT 'hoc_lop', CASE WHEN k.starts_on >= %(first)s THEN '{KY_NAY}' ELSE '{CUNG_KY}' END, '', COUNT(*), 0
    FROM dangvien_enrollment e JOIN dangvien_trainingclass k ON k.id = e.training_class_id
    WHERE k.kind = 'nhan_thuc' AND e.sent_by_id IN (SELECT id FROM area)
        AND (k.starts_on BETWEEN %(first)s AND %(last)s OR k.starts_on BETWEEN %(first_before)s AND %(last_before)s)
    GROUP BY 2"""
QUIET = f"""
    WITH RECURSIVE {AREA},
    up(id) AS (
        SELECT m.organization_id FROM dangvien_movement m
        WHERE m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(first)s AND %(last)s AND m.weight = 1
            AND NOT EXISTS (SELECT 1 FROM dangvien_movement r WHERE r.reverses_id = m.id)
        UNION
        SELECT p.parent_id FROM dangvien_placement p JOIN up ON p.organization_id = up.id
        WHERE p.parent_id IS NOT NULL AND {_P}
    )
    SELECT SUM(CASE WHEN area.id IN (SELECT id FROM up) THEN 0 ELSE 1 END),
        SUM(CASE WHEN p.kind = 'dang_bo_co_so' AND area.id IN (
            SELECT organization_id FROM dangvien_mandate
            WHERE kind = 'uy_quyen' AND valid_from <= %(last)s AND valid_to > %(last)s
        ) THEN 1 ELSE 0 END)
    FROM area JOIN dangvien_placement p ON p.organization_id = area.id AND {_P}
    WHERE p.kind IN ('dang_bo_co_so', 'chi_bo_co_so')"""


def tk10(root: int, period: Period) -> Figures:
    """Form 10, part II: the work of admission of both years."""
    found: Figures = {}
    for what, column, kind, number, on_probation in ask(TK10, root, period):
        if kind == "xoa_ten":
            add(found, "khong_cong_nhan", column, on_probation)
        else:
            add(found, "chinh_thuc" if kind else what, column, number)
    for column, of in ((KY_NAY, period), (CUNG_KY, period.previous_year())):
        [(quiet, entrusted)] = ask(QUIET, root, of)
        add(found, "khong_ket_nap", column, quiet)
        add(found, "giao_quyen", column, entrusted)
    return found


WARDS = f"""
    WITH RECURSIVE {AREA},
    line(id, code) AS (
        SELECT p.organization_id, o.code
        FROM area JOIN dangvien_placement p ON p.organization_id = area.id AND {_P}
        JOIN dangvien_organization o ON o.id = area.id
        WHERE p.kind IN ('dang_bo_co_so', 'cap_tren_co_so') AND p.sector IN ('phuong', 'xa', 'thi_tran')
    ),
    below(id, line) AS (
        SELECT id, code FROM line
        UNION ALL
        SELECT p.organization_id, below.line FROM dangvien_placement p JOIN below ON p.parent_id = below.id
        WHERE {_P} AND NOT (p.kind IN ('dang_bo_co_so', 'cap_tren_co_so') AND p.sector IN ('phuong', 'xa', 'thi_tran'))
    )"""
_HELD = "t.voided_at IS NULL AND t.since <= %(last)s AND (t.until IS NULL OR t.until > %(last)s)"

R22 = f"""{WARDS}
    SELECT below.line, COUNT(*), COUNT(homes.id), SUM(COALESCE(homes.led, 0))
    FROM dangvien_locality l JOIN below ON below.id = l.organization_id
    LEFT JOIN (
        SELECT p.locality_id AS id, MAX(CASE WHEN p.organization_id IN (
            SELECT t.organization_id FROM dangvien_post t WHERE t.title = 'chi_uy_vien' AND {_HELD}
                AND t.organization_id IS NOT NULL) THEN 1 ELSE 0 END) AS led
        FROM dangvien_placement p WHERE {_P} AND p.kind <> 'luu_tru' AND p.locality_id IS NOT NULL GROUP BY 1
    ) homes ON homes.id = l.id
    WHERE l.valid_from <= %(last)s AND l.valid_to > %(last)s
    GROUP BY 1"""


def r22(root: int, period: Period) -> Figures:
    """Residential places with a cell, and with one that has a committee."""
    numbers: Figures = {}
    for line, localities, homes, led in ask(R22, root, period):
        for column, number in (("so_thon", localities), ("chi_bo", homes), ("cap_uy", led)):
            add(numbers, line, column, number)
    with_total(numbers)
    found: Figures = {key: number for key, number in numbers.items() if key[1] == "so_thon"}
    for row in {row for row, _ in numbers}:
        whole = int(numbers[row, "so_thon"])
        for column in ("chi_bo", "cap_uy"):
            found[row, column] = f"{thousands(int(numbers.get((row, column), 0)))}/{thousands(whole)}"
    return found


R21 = f"""{WARDS}
    SELECT 'thon', below.line, COUNT(*), 0
    FROM dangvien_locality l JOIN below ON below.id = l.organization_id
    WHERE l.valid_from <= %(day)s AND l.valid_to > %(day)s GROUP BY 2
    UNION ALL
    SELECT 'nguoi', below.line, SUM(m.sign), SUM(CASE WHEN x.person_id IN (
        SELECT t.person_id FROM dangvien_post t WHERE t.title = 'bi_thu' AND {_HELD.replace("last", "day")}
    ) THEN m.sign ELSE 0 END)
    FROM dangvien_movement m JOIN below ON below.id = m.organization_id JOIN dangvien_member x ON x.id = m.member_id
    WHERE m.occurred_on <= %(day)s AND x.person_id IN (
        SELECT t.person_id FROM dangvien_post t WHERE t.title = 'truong_thon' AND {_HELD.replace("last", "day")})
    GROUP BY 2"""


def r21(root: int, period: Period) -> Figures:
    """Heads of residential places who are members, and secretaries among them; beside a year before."""
    found: Figures = {}
    for tail, day in (("", period.last), ("_truoc", period.previous_year().last)):
        for what, line, number, secretaries in ask(R21, root, period, day=day):
            add(found, line, ("so_thon" if what == "thon" else "dang_vien") + tail, number)
            if not tail:
                add(found, line, "kiem", secretaries)
    return with_total(found)
