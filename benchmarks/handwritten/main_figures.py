"""The figures that reports in words are written from, by hand (R28): one statement for the admitted, one for the rest.

For periods that begin with the year: what is counted since new year is then the period's own.
"""

from __future__ import annotations

from benchmarks.handwritten.admissions import MASS, YOUTH, introduced, lived
from benchmarks.handwritten.asking import AREA, CUNG_KY, KY_NAY, Figures, add, ask, in_both, which
from benchmarks.handwritten.members import BELIEVERS, MINORITIES
from benchmarks.handwritten.targets import TARGETS
from dangvien.period import Period

_RESIDENTIAL = "p.area = 'khu_dan_cu' OR p.area = '' AND p.sector IN ('phuong', 'xa', 'thi_tran')"
HOME = f"""
    home(id, years) AS (
        SELECT p.organization_id, '{KY_NAY}' FROM dangvien_placement p
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s AND ({_RESIDENTIAL})
        UNION ALL
        SELECT p.organization_id, '{CUNG_KY}' FROM dangvien_placement p
        WHERE p.valid_from <= %(last_before)s AND p.valid_to > %(last_before)s AND ({_RESIDENTIAL})
    )"""

ADMITTED = """
    WITH RECURSIVE {area}, {home}
    SELECT years, home, SUM(n), SUM(CASE WHEN youth THEN n ELSE 0 END), SUM(CASE WHEN mass THEN n ELSE 0 END),
        SUM(CASE WHEN youth AND mass THEN n ELSE 0 END), SUM(CASE WHEN gender = 'nu' THEN n ELSE 0 END),
        SUM(CASE WHEN ethnicity IN ({minorities}) THEN n ELSE 0 END),
        SUM(CASE WHEN religion IN ({believers}) THEN n ELSE 0 END),
        SUM(CASE WHEN lived >= 180000 AND lived < 310000 THEN n ELSE 0 END)
    FROM (
        SELECT {which} AS years, m.weight AS n, p.gender, p.ethnicity, p.religion, {lived} AS lived,
            {youth} AS youth, {mass} AS mass, CASE WHEN home.id IS NULL THEN 0 ELSE 1 END AS home
        FROM dangvien_movement m
        JOIN dangvien_member x ON x.id = m.member_id JOIN dangvien_person p ON p.id = x.person_id
        LEFT JOIN home ON home.id = m.organization_id AND home.years = {which}
        WHERE m.kind = 'ket_nap' AND {in_both} AND m.organization_id IN (SELECT id FROM area)
    ) AS people
    GROUP BY 1, 2"""
_TRAITS = ("", "_doan", "_hoi_vien", "_ca_hai", "_nu", "_dan_toc", "_ton_giao", "_18_30")

OTHERS = f"""
    WITH RECURSIVE {AREA}, {HOME}
    SELECT 'hoc_lop', {which("k.starts_on")}, COUNT(*), COUNT(home.id)
    FROM dangvien_enrollment e JOIN dangvien_trainingclass k ON k.id = e.training_class_id
    LEFT JOIN home ON home.id = e.sent_by_id AND home.years = {which("k.starts_on")}
    WHERE k.kind = 'nhan_thuc' AND {in_both("k.starts_on")} AND e.sent_by_id IN (SELECT id FROM area) GROUP BY 2
    UNION ALL
    SELECT 'cap_giay', {which("e.certificate_on")}, COUNT(*), 0
    FROM dangvien_enrollment e JOIN dangvien_trainingclass k ON k.id = e.training_class_id
    WHERE k.kind = 'nhan_thuc' AND e.result = 'dat' AND {in_both("e.certificate_on")}
        AND e.sent_by_id IN (SELECT id FROM area) GROUP BY 2
    UNION ALL
    SELECT 'cong_nhan', {which()}, SUM(m.weight), 0
    FROM dangvien_movement m
    WHERE m.kind = 'cong_nhan' AND {in_both()} AND m.organization_id IN (SELECT id FROM area) GROUP BY 2
    UNION ALL
    SELECT 'chi_tieu', CASE WHEN d.first_year = %(year)s THEN '{KY_NAY}' ELSE '{CUNG_KY}' END, SUM(d.value), 0
    FROM dangvien_declaredfigure d
    WHERE {TARGETS} AND d.organization_id = %(root)s AND d.source = '' AND d.first_year IN (%(year)s, %(year)s - 1)
    GROUP BY 2"""


def r28(root: int, period: Period) -> Figures:
    """Admitted by what they are, everywhere and in residential places; learners, recognized, the target."""
    statement = ADMITTED.format(
        area=AREA,
        home=HOME,
        which=which(),
        in_both=in_both(),
        lived=lived(),
        youth=introduced(YOUTH),
        mass=introduced(MASS),
        minorities=MINORITIES,
        believers=BELIEVERS,
    )
    found: Figures = {}
    for column, home, *numbers in ask(statement, root, period):
        for trait, number in zip(_TRAITS, numbers, strict=True):
            add(found, f"ket_nap{trait}", column, number)
            add(found, f"kdc{trait}", column, number if home else 0)
        add(found, "luy_ke", column, numbers[0])
    for row, column, number, at_home in ask(OTHERS, root, period, year=period.last.year):
        add(found, row, column, number)
        add(found, f"{row}_kdc", column, at_home)
    return found
