"""Admissions by hand: form 2 with its continuation, by kind of person, by organization, beside the year before."""

from __future__ import annotations

from benchmarks.handwritten.asking import (
    AREA,
    BANDS,
    CUNG_KY,
    KY_NAY,
    LINES,
    Figures,
    add,
    ask,
    in_both,
    number_of,
    quoted,
    which,
    with_total,
)
from benchmarks.handwritten.members import BELIEVERS, MINORITIES, analysed, peoples
from benchmarks.handwritten.structure import GRASSROOTS, grassroots
from dangvien import codes
from dangvien.period import Period

YOUTH, MASS = (quoted(sorted(codes.of("introducing_body").having(what))) for what in ("youth", "mass"))

_INTRODUCED = """EXISTS (SELECT 1 FROM dangvien_introduction i
    WHERE i.candidate_id = m.candidate_id AND i.body IN ({bodies}))"""
_NOTED = """EXISTS (SELECT 1 FROM dangvien_step s WHERE s.candidate_id = m.candidate_id AND s.kind = 'dac_biet'
    AND s.matter = '{matter}' AND s.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM dangvien_step r WHERE r.reverses_id = s.id))"""
_LEFT = """EXISTS (SELECT 1 FROM dangvien_movement e WHERE e.member_id = m.member_id AND e.id <> m.id
    AND e.kind IN ('khai_tru', 'xoa_ten', 'xin_ra', 'huy_ket_nap') AND e.occurred_on <= m.occurred_on AND e.weight = 1
    AND NOT EXISTS (SELECT 1 FROM dangvien_movement r WHERE r.reverses_id = e.id))"""
_LIVED = "({day} + CASE WHEN {day} % 10000 = 228 AND {day} / 10000 % 4 <> 0 THEN 1 ELSE 0 END - {birth})"
_BANDS = " ".join(f"WHEN lived >= {age * 10_000} THEN '{code}'" for age, code in BANDS)


def introduced(bodies: str) -> str:
    """SQL for whether one of some bodies introduced the candidate of a line."""
    return _INTRODUCED.format(bodies=bodies)


def lived() -> str:
    """SQL for the age on the day of admission, in ten thousandths of a year as the calendar writes them."""
    return _LIVED.format(day=number_of("m.occurred_on"), birth=number_of("p.birth_date")).replace("%", "%%")


TK02 = """
    WITH RECURSIVE {area},
    people AS (
        SELECT {which} AS years, m.weight AS n, p.gender, p.ethnicity, {lived} AS lived,
            {youth} AS youth, {owner} AS owner, {married} AS married, {left} OR {again} AS again,
            COALESCE(k.occupation, '') AS occupation, COALESCE(k.general_education, '') AS schooling,
            COALESCE(k.professional, '') AS professional
        FROM dangvien_movement m
        JOIN dangvien_member x ON x.id = m.member_id JOIN dangvien_person p ON p.id = x.person_id
        LEFT JOIN dangvien_standing k ON k.id = (SELECT t.id FROM dangvien_standing t WHERE t.person_id = p.id
            AND t.voided_at IS NULL AND t.since <= m.occurred_on ORDER BY t.since DESC LIMIT 1)
        WHERE m.kind = 'ket_nap' AND {in_both} AND m.organization_id IN (SELECT id FROM area)
    )
    SELECT years, 'I', '', SUM(n) FROM people GROUP BY 1
    UNION ALL SELECT years, 'nu', '', SUM(n) FROM people WHERE gender = 'nu' GROUP BY 1
    UNION ALL SELECT years, 'dan_toc', '', SUM(n) FROM people WHERE ethnicity IN ({minorities}) GROUP BY 1
    UNION ALL SELECT years, 'doan_vien', '', SUM(n) FROM people WHERE youth GROUP BY 1
    UNION ALL SELECT years, 'chu_doanh_nghiep', '', SUM(n) FROM people WHERE owner GROUP BY 1
    UNION ALL SELECT years, 'hon_nhan', '', SUM(n) FROM people WHERE married GROUP BY 1
    UNION ALL SELECT years, 'ket_nap_lai', '', SUM(n) FROM people WHERE again GROUP BY 1
    UNION ALL SELECT years, 'lived', '', SUM(n * (lived / 10000)) FROM people GROUP BY 1
    UNION ALL SELECT years, 'nghe', occupation, SUM(n) FROM people GROUP BY 1, occupation
    UNION ALL SELECT years, 'tuoi', CASE {bands} ELSE '' END AS band, SUM(n) FROM people GROUP BY 1, band
    UNION ALL SELECT years, 'pho_thong', schooling, SUM(n) FROM people GROUP BY 1, schooling
    UNION ALL SELECT years, 'chuyen_mon', professional, SUM(n) FROM people GROUP BY 1, professional"""


def tk02(root: int, period: Period) -> Figures:
    """Form 2: who was admitted in both years, and the organizations at their ends that admitted."""
    statement = TK02.format(
        area=AREA,
        which=which(),
        in_both=in_both(),
        lived=lived(),
        youth=introduced(YOUTH),
        owner=_NOTED.format(matter="chu_doanh_nghiep"),
        married=_NOTED.format(matter="hon_nhan_nuoc_ngoai"),
        left=_LEFT,
        again=_NOTED.format(matter="ket_nap_lai"),
        minorities=MINORITIES,
        bands=_BANDS,
    )
    rows, found = ask(statement, root, period), Figures()
    for column in (KY_NAY, CUNG_KY):
        analysed(found, column, [row[1:] for row in rows if row[0] == column])
    for column, of in ((KY_NAY, period), (CUNG_KY, period.previous_year())):
        for kind, admitting, without_source, number in ask(GRASSROOTS, root, of, year=of.last.year):
            grassroots(found, column, kind, admitting, without_source, number)
    return found


TK02B = f"""
    WITH RECURSIVE {AREA}
    SELECT p.ethnicity, p.religion, p.gender, SUM(m.weight)
    FROM dangvien_movement m
    JOIN dangvien_member x ON x.id = m.member_id JOIN dangvien_person p ON p.id = x.person_id
    WHERE m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(first)s AND %(last)s
        AND m.organization_id IN (SELECT id FROM area)
    GROUP BY 1, 2, 3"""


def tk02b(root: int, period: Period) -> Figures:
    """Form 2, continued: those admitted, by people and religion."""
    return peoples(ask(TK02B, root, period))


R05 = f"""
    WITH RECURSIVE {LINES}
    SELECT below.line, {which()}, SUM(m.weight)
    FROM dangvien_movement m JOIN below ON below.id = m.organization_id
    WHERE m.kind = 'ket_nap' AND {in_both()}
    GROUP BY 1, 2"""


def r05(root: int, period: Period) -> Figures:
    """Admissions of each unit beside the same period of last year."""
    found: Figures = {}
    for line, column, number in ask(R05, root, period):
        add(found, line, column, number)
    return with_total(found)


R06 = """
    WITH RECURSIVE {area}
    SELECT years, SUM(n), SUM(CASE WHEN youth THEN n ELSE 0 END), SUM(CASE WHEN mass THEN n ELSE 0 END),
        SUM(CASE WHEN gender = 'nu' THEN n ELSE 0 END), SUM(CASE WHEN ethnicity IN ({minorities}) THEN n ELSE 0 END),
        SUM(CASE WHEN religion IN ({believers}) THEN n ELSE 0 END),
        SUM(CASE WHEN lived >= 180000 AND lived < 310000 THEN n ELSE 0 END)
    FROM (
        SELECT {which} AS years, m.weight AS n, p.gender, p.ethnicity, p.religion, {lived} AS lived,
            {youth} AS youth, {mass} AS mass
        FROM dangvien_movement m
        JOIN dangvien_member x ON x.id = m.member_id JOIN dangvien_person p ON p.id = x.person_id
        WHERE m.kind = 'ket_nap' AND {in_both} AND m.organization_id IN (SELECT id FROM area)
    ) AS people
    GROUP BY 1"""
_TRAITS = ("ket_nap", "doan_vien", "hoi_vien", "nu", "dan_toc", "ton_giao", "18_30")


def r06(root: int, period: Period) -> Figures:
    """Those admitted by what they are, beside the same period of last year."""
    statement = R06.format(
        area=AREA,
        which=which(),
        in_both=in_both(),
        lived=lived(),
        youth=introduced(YOUTH),
        mass=introduced(MASS),
        minorities=MINORITIES,
        believers=BELIEVERS,
    )
    found: Figures = {}
    for column, *numbers in ask(statement, root, period):
        for row, number in zip(_TRAITS, numbers, strict=True):
            add(found, row, column, number)
    return found
