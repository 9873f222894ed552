"""Targets and results by hand, by organization and by source (R03, R04, R20), and what units stated (R25)."""

from __future__ import annotations

from datetime import date

from benchmarks.handwritten.asking import AREA, LINES, Figures, add, ask, on, with_total
from dangvien.period import Period

TARGETS = """d.purpose = 'chi_tieu' AND d.indicator = 'ket_nap' AND d.tier = 'giao' AND d.voided_at IS NULL
    AND d.first_year = d.last_year"""

R03 = f"""
    WITH RECURSIVE {LINES}
    SELECT below.line, 'dau_nam', SUM(m.sign), 0
    FROM dangvien_movement m JOIN below ON below.id = m.organization_id WHERE m.occurred_on < %(new_year)s GROUP BY 1
    UNION ALL
    SELECT below.line, 'ket_nap', SUM(m.weight),
        SUM(CASE WHEN m.occurred_on >= %(first)s THEN m.weight ELSE 0 END)
    FROM dangvien_movement m JOIN below ON below.id = m.organization_id
    WHERE m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(new_year)s AND %(last)s GROUP BY 1
    UNION ALL
    SELECT line.code, 'chi_tieu', SUM(d.value), 0
    FROM dangvien_declaredfigure d JOIN line ON line.id = d.organization_id
    WHERE {TARGETS} AND d.source = '' AND d.first_year = %(year)s GROUP BY 1"""


def r03(root: int, period: Period) -> Figures:
    """Members at new year, the year's target, admitted in the period and since new year, of each unit."""
    found: Figures = {}
    new_year = date(period.last.year, 1, 1)
    for line, what, number, in_period in ask(R03, root, period, new_year=new_year, year=new_year.year):
        add(found, line, "luy_ke" if what == "ket_nap" else what, number)
        add(found, line, "trong_ky", in_period)
    return with_total(found)


R04 = f"""
    WITH RECURSIVE {AREA}
    SELECT COALESCE(c.source, ''), SUM(m.weight),
        SUM(CASE WHEN m.occurred_on >= %(first)s THEN m.weight ELSE 0 END), 0
    FROM dangvien_movement m LEFT JOIN dangvien_candidate c ON c.id = m.candidate_id
    WHERE m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(new_year)s AND %(last)s
        AND m.organization_id IN (SELECT id FROM area)
    GROUP BY 1
    UNION ALL
    SELECT d.source, 0, 0, SUM(d.value) FROM dangvien_declaredfigure d
    WHERE {TARGETS} AND d.organization_id = %(root)s AND d.source <> '' AND d.first_year = %(year)s GROUP BY 1"""
_SOURCES = ("nong_thon", "kinh_te_tu_nhan", "hoc_sinh_sinh_vien", "co_quan_su_nghiep", "bo_doi_xuat_ngu")


def r04(root: int, period: Period) -> Figures:
    """Targets and admitted by the source of the candidates."""
    found: Figures = {}
    new_year = date(period.last.year, 1, 1)
    for source, since, in_period, target in ask(R04, root, period, new_year=new_year, year=new_year.year):
        line = f"nguon_{source if source in _SOURCES else 'chua_ro'}"
        for column, number in (("luy_ke", since), ("trong_ky", in_period), ("chi_tieu", target)):
            add(found, line, column, number)
    return with_total(found)


R20 = f"""
    WITH RECURSIVE {LINES}
    SELECT below.line, {{year}}, SUM(m.weight), 0
    FROM dangvien_movement m JOIN below ON below.id = m.organization_id
    WHERE m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(first)s AND %(last)s GROUP BY 1, 2
    UNION ALL
    SELECT line.code, d.first_year, 0, SUM(d.value)
    FROM dangvien_declaredfigure d JOIN line ON line.id = d.organization_id
    WHERE {TARGETS} AND d.source = '' AND d.first_year BETWEEN %(first_year)s AND %(last_year)s GROUP BY 1, 2"""
_YEAR = {
    "postgresql": "EXTRACT(YEAR FROM m.occurred_on)::int",
    "sqlite": "CAST(substr(m.occurred_on, 1, 4) AS INTEGER)",
}


def r20(root: int, period: Period) -> Figures:
    """Targets and results of each unit, year by year and together; every unit."""
    found: Figures = {}
    years = {"first_year": period.first.year, "last_year": period.last.year}
    for line, year, admitted, target in ask(R20.format(year=on(_YEAR)), root, period, **years):
        for column, number in (("ket_qua", admitted), ("chi_tieu", target)):
            add(found, line, f"{column}_{year}", number)
        add(found, line, "ket_nap", admitted)
        add(found, line, "chi_tieu_chung", target)
    return with_total(found)


R25 = f"""
    WITH RECURSIVE {LINES}
    SELECT below.line, SUM(m.sign),
        SUM(CASE WHEN m.kind = 'ket_nap' AND m.occurred_on >= %(first)s THEN m.weight ELSE 0 END),
        SUM(CASE WHEN m.kind = 'cong_nhan' AND m.occurred_on >= %(first)s THEN m.weight ELSE 0 END)
    FROM dangvien_movement m JOIN below ON below.id = m.organization_id WHERE m.occurred_on <= %(last)s GROUP BY 1"""
STATED = f"""
    WITH RECURSIVE {LINES}
    SELECT line.code, d.indicator, SUM(d.value)
    FROM dangvien_declaredfigure d JOIN line ON line.id = d.organization_id
    WHERE d.purpose = 'ket_qua' AND d.indicator IN ('dang_vien', 'ket_nap', 'cong_nhan') AND d.source = ''
        AND d.voided_at IS NULL AND d.first_year = %(first_year)s AND d.last_year = %(last_year)s GROUP BY 1, 2"""


def r25(root: int, period: Period) -> Figures:
    """What units counted and stated, the usual three pairs of columns; without a line of totals."""
    found: Figures = {}
    for line, members, admitted, recognized in ask(R25, root, period):
        for column, number in (("so_dang_vien", members), ("so_ket_nap", admitted), ("so_cong_nhan", recognized)):
            add(found, line, column, number)
    if not any(part.partial for part in period.years()):
        years = {"first_year": period.first.year, "last_year": period.last.year}
        for line, indicator, number in ask(STATED, root, period, **years):
            add(found, line, f"bao_{indicator}", number)
    return found
