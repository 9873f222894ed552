"""The overview and the appendices by hand (R00, R01, R02): one to three statements each."""

from __future__ import annotations

from benchmarks.handwritten.asking import Figures, add, ask, on, with_total
from dangvien.period import Period
from dangvien.text import thousands

_AREA = """
    area(id, path) AS (
        SELECT CAST(%(root)s AS bigint), CAST(0 AS bigint)
        UNION ALL
        SELECT p.organization_id, area.path * 1000 + p.position
        FROM dangvien_placement p JOIN area ON p.parent_id = area.id
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s
    )"""

_RESIDENTIAL = "p.area = 'khu_dan_cu' OR p.area = '' AND p.sector IN ('phuong', 'xa', 'thi_tran')"

R01 = f"""
    WITH RECURSIVE {_AREA},
    line(id, code, label, path) AS (
        SELECT p.organization_id, o.code, CASE WHEN p.short_name <> '' THEN p.short_name ELSE p.name END, area.path
        FROM area
        JOIN dangvien_placement p ON p.organization_id = area.id
        JOIN dangvien_organization o ON o.id = area.id
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s
          AND p.kind IN ('dang_bo_co_so', 'cap_tren_co_so') AND p.sector IN ('phuong', 'xa', 'thi_tran')
    ),
    below(id, line, residential) AS (
        SELECT id, id, 1 FROM line
        UNION ALL
        SELECT p.organization_id, below.line, CASE WHEN {_RESIDENTIAL} THEN 1 ELSE 0 END
        FROM dangvien_placement p JOIN below ON p.parent_id = below.id
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s
          AND NOT (p.kind IN ('dang_bo_co_so', 'cap_tren_co_so') AND p.sector IN ('phuong', 'xa', 'thi_tran'))
    ),
    trained(place, n) AS (
        SELECT e.sent_by_id, COUNT(*)
        FROM dangvien_enrollment e
        WHERE e.sent_by_id IN (SELECT id FROM below WHERE residential = 1) AND e.training_class_id IN (
            SELECT id FROM dangvien_trainingclass
            WHERE kind = 'nhan_thuc' AND starts_on BETWEEN %(first)s AND %(last)s
        )
        GROUP BY e.sent_by_id
    ),
    admitted(place, n) AS (
        SELECT m.organization_id, SUM(m.weight)
        FROM dangvien_movement m
        WHERE m.organization_id IN (SELECT id FROM below WHERE residential = 1)
          AND m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(first)s AND %(last)s
        GROUP BY m.organization_id
    ),
    counted(line, trained, admitted) AS (
        SELECT below.line, SUM(COALESCE(trained.n, 0)), SUM(COALESCE(admitted.n, 0))
        FROM below LEFT JOIN trained ON trained.place = below.id LEFT JOIN admitted ON admitted.place = below.id
        GROUP BY below.line
    )
    SELECT line.code, line.label, counted.trained, counted.admitted
    FROM line JOIN counted ON counted.line = line.id
    ORDER BY line.path, line.label"""

R02 = f"""
    WITH RECURSIVE area(id, residential) AS (
        SELECT CAST(%(root)s AS bigint), 0
        UNION ALL
        SELECT p.organization_id, CASE WHEN {_RESIDENTIAL} THEN 1 ELSE 0 END
        FROM dangvien_placement p JOIN area ON p.parent_id = area.id
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s
    )
    SELECT {{year}}, SUM(m.weight),
        SUM(CASE WHEN m.organization_id IN (SELECT id FROM area WHERE residential = 1) THEN m.weight ELSE 0 END)
    FROM dangvien_movement m
    WHERE m.organization_id IN (SELECT id FROM area)
      AND m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(first)s AND %(last)s
    GROUP BY 1
    ORDER BY 1"""

R00_ORGANIZATIONS = f"""
    WITH RECURSIVE {_AREA}
    SELECT p.kind, CASE WHEN p.kind = 'chi_bo' THEN above.sector ELSE p.sector END, COUNT(*)
    FROM area
    JOIN dangvien_placement p ON p.organization_id = area.id AND p.valid_from <= %(last)s AND p.valid_to > %(last)s
    LEFT JOIN dangvien_placement above ON above.organization_id = p.parent_id
        AND above.valid_from <= %(last)s AND above.valid_to > %(last)s
    WHERE p.kind IN ('dang_bo_co_so', 'chi_bo_co_so', 'chi_bo')
    GROUP BY 1, 2"""

R00_LOCALITIES = f"""
    WITH RECURSIVE {_AREA}
    SELECT COUNT(*), COUNT(home.locality_id)
    FROM area
    JOIN dangvien_locality l ON l.organization_id = area.id AND l.valid_from <= %(last)s AND l.valid_to > %(last)s
    LEFT JOIN (
        SELECT DISTINCT locality_id FROM dangvien_placement
        WHERE valid_from <= %(last)s AND valid_to > %(last)s AND kind <> 'luu_tru'
    ) home ON home.locality_id = l.id"""

R00_MEMBERS = {
    "postgresql": f"""
        WITH RECURSIVE {_AREA}
        SELECT SUM(m.sign), SUM(CASE WHEN x.official_on <= %(last)s THEN m.sign ELSE 0 END)
        FROM dangvien_movement m JOIN dangvien_member x ON x.id = m.member_id
        WHERE m.occurred_on <= %(last)s AND m.organization_id IN (SELECT id FROM area)""",
    "sqlite": f"""
        WITH RECURSIVE {_AREA}
        SELECT SUM(life.n), SUM(CASE WHEN x.official_on <= %(last)s THEN life.n ELSE 0 END)
        FROM (
            SELECT m.member_id, SUM(m.sign) AS n
            FROM dangvien_movement m
            WHERE m.occurred_on <= %(last)s AND m.organization_id IN (SELECT id FROM area)
            GROUP BY m.member_id
        ) life JOIN dangvien_member x ON x.id = life.member_id""",
}
"""The quicker of several on each."""

_SECTOR_LINES = {
    "phuong": ("phuong", "phuong"),
    "xa": ("xa", "xa"),
    "thi_tran": ("xa", "xa"),
    "hanh_chinh": ("hanh_chinh", "hcsn"),
    "su_nghiep": ("su_nghiep", "hcsn"),
    "llvt": ("llvt", "llvt"),
    "doanh_nghiep": ("doanh_nghiep", "doanh_nghiep"),
    "khac": ("khac", "khac"),
}
"""Sector → its line among the grassroots organizations and among the cells."""


def r01(root: int, period: Period) -> Figures:
    """Learners and admitted of the residential places of each ward."""
    found: Figures = {}
    for code, _, trained, admitted in ask(R01, root, period):
        add(found, code, "hoc_lop", trained)
        add(found, code, "ket_nap", admitted)
    return with_total(found)


_YEAR = {"postgresql": "EXTRACT(YEAR FROM m.occurred_on)", "sqlite": "substr(m.occurred_on, 1, 4)"}


def r02(root: int, period: Period) -> Figures:
    """Admitted in each year, everywhere and in residential places."""
    found: Figures = {}
    for year, everywhere, home in ask(R02.format(year=on(_YEAR)), root, period):
        add(found, str(int(year)), "ket_nap", everywhere)
        add(found, str(int(year)), "khu_dan_cu", home)
    return with_total(found)


def r00(root: int, period: Period) -> Figures:
    """The lines of the overview that count something."""
    found: Figures = {}
    for kind, sector, number in ask(R00_ORGANIZATIONS, root, period):
        own, cells = _SECTOR_LINES.get(sector, ("", ""))
        if kind == "chi_bo":
            lines = ["chi_bo", f"chi_bo_{cells}"] if cells else ["chi_bo"]
        else:
            lines = ["tccsd", kind, f"tccsd_{own}"] if own else ["tccsd", kind]
        for line in lines:
            add(found, line, "so_luong", number)
    ((localities, homes),) = ask(R00_LOCALITIES, root, period)
    ((members, official),) = ask(on(R00_MEMBERS), root, period)
    found["khu_pho", "so_luong"] = f"{thousands(homes)}/{thousands(localities)}"
    for line, number in (("dang_vien", members), ("chinh_thuc", official), ("du_bi", members - official)):
        add(found, line, "so_luong", number)
    return found
