"""The same figures by hand: one SQL statement a report, as good as we could write it for both databases.

They give what stands in the rows and the total of the sheet, in its order, and nothing else: no fence, no options, no
checks, no lists behind the numbers. That is the yardstick.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from dangvien.period import Period

Rows = list[tuple[Any, ...]]

_AREA = """
    area(id, path) AS (
        SELECT CAST(%(root)s AS bigint), CAST(0 AS bigint)
        UNION ALL
        SELECT p.organization_id, area.path * 1000 + p.position
        FROM dangvien_placement p JOIN area ON p.parent_id = area.id
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s
    )"""

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
        SELECT id, id, 0 FROM line
        UNION ALL
        SELECT p.organization_id, below.line, CASE WHEN p.area = 'khu_dan_cu' THEN 1 ELSE 0 END
        FROM dangvien_placement p JOIN below ON p.parent_id = below.id
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s
          AND NOT (p.kind IN ('dang_bo_co_so', 'cap_tren_co_so') AND p.sector IN ('phuong', 'xa', 'thi_tran'))
    ),
    trained(line, n) AS (
        SELECT below.line, COUNT(*)
        FROM dangvien_trainingclass c
        JOIN dangvien_enrollment e ON e.training_class_id = c.id
        JOIN below ON below.id = e.sent_by_id
        WHERE c.kind = 'nhan_thuc' AND c.starts_on BETWEEN %(first)s AND %(last)s
        GROUP BY below.line
    ),
    admitted(line, n) AS (
        SELECT below.line, SUM(m.weight)
        FROM below JOIN dangvien_movement m ON m.organization_id = below.id
        WHERE below.residential = 1 AND m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(first)s AND %(last)s
        GROUP BY below.line
    )
    SELECT line.code, line.label, COALESCE(trained.n, 0), COALESCE(admitted.n, 0)
    FROM line
    LEFT JOIN trained ON trained.line = line.id
    LEFT JOIN admitted ON admitted.line = line.id
    ORDER BY line.path, line.label"""

R02 = f"""
    WITH RECURSIVE {_AREA}
    SELECT {{year}}, SUM(m.weight), SUM(CASE WHEN home.organization_id IS NULL THEN 0 ELSE m.weight END)
    FROM dangvien_movement m
    JOIN area ON area.id = m.organization_id
    LEFT JOIN dangvien_placement home ON home.organization_id = m.organization_id AND home.area = 'khu_dan_cu'
        AND home.valid_from <= %(last)s AND home.valid_to > %(last)s
    WHERE m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(first)s AND %(last)s
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

R00_MEMBERS = f"""
    WITH RECURSIVE {_AREA}
    SELECT SUM(m.sign), SUM(CASE WHEN x.official_on <= %(last)s THEN m.sign ELSE 0 END)
    FROM dangvien_movement m
    JOIN area ON area.id = m.organization_id
    JOIN dangvien_member x ON x.id = m.member_id
    WHERE m.occurred_on <= %(last)s"""

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


def _ask(statement: str, root: int, period: Period) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"root": root, "first": period.first, "last": period.last})
        return [tuple(row) for row in cursor.fetchall()]


def r01(root: int, period: Period) -> Rows:
    """(row's code, learners, admitted) in the order of the sheet, then the total."""
    rows = [(code, trained, int(admitted)) for code, _, trained, admitted in _ask(R01, root, period)]
    return [*rows, ("tong", sum(row[1] for row in rows), sum(row[2] for row in rows))]


def r02(root: int, period: Period) -> Rows:
    """(year, admitted, admitted in residential cells), then the total."""
    year = (
        "CAST(EXTRACT(YEAR FROM m.occurred_on) AS integer)"
        if connection.vendor == "postgresql"
        else "CAST(strftime('%%Y', m.occurred_on) AS integer)"
    )
    rows = [(str(year), int(all_), int(home)) for year, all_, home in _ask(R02.format(year=year), root, period)]
    return [*rows, ("tong", sum(row[1] for row in rows), sum(row[2] for row in rows))]


def r00(root: int, period: Period) -> Mapping[str, str | int]:
    """Criterion → value, those of the sheet."""
    found: dict[str, str | int] = dict.fromkeys(
        ("tccsd", "dang_bo_co_so", "chi_bo_co_so", "chi_bo", *(f"tccsd_{line}" for line, _ in _SECTOR_LINES.values())),
        0,
    ) | dict.fromkeys((f"chi_bo_{line}" for _, line in _SECTOR_LINES.values()), 0)

    def add(*lines: str) -> None:
        for line in lines:
            found[line] = int(found[line]) + number

    for kind, sector, number in _ask(R00_ORGANIZATIONS, root, period):
        own, cells = _SECTOR_LINES.get(sector, (None, None))
        if kind == "chi_bo":
            add("chi_bo", *([f"chi_bo_{cells}"] if cells else []))
        else:
            add("tccsd", kind, *([f"tccsd_{own}"] if own else []))
    ((localities, homes),) = _ask(R00_LOCALITIES, root, period)
    ((members, official),) = _ask(R00_MEMBERS, root, period)
    found["khu_pho"] = f"{homes:,}/{localities:,}".replace(",", ".")
    return found | {"dang_vien": int(members), "chinh_thuc": int(official), "du_bi": int(members - official)}
