"""The stock by hand: forms 3 and 4, members by age and sex. The lines of a member are added up first.

Form 3 is one statement for each of its two days: schooling and occupation are those of the day.
"""

from __future__ import annotations

from fractions import Fraction

from benchmarks.handwritten.asking import (
    AREA,
    CUNG_KY,
    KY_NAY,
    Figures,
    Rows,
    add,
    ask,
    band_on,
    last_birth,
    number_of,
    on,
    quoted,
)
from dangvien import codes
from dangvien.period import Period
from dangvien.text import round_half_up
from reports.catalog.co_cau_tuoi import AGES

STOCK = """
    stock(member_id, n) AS (
        SELECT m.member_id, SUM(m.sign) FROM dangvien_movement m
        WHERE m.occurred_on <= %(day)s AND m.organization_id IN (SELECT id FROM area)
        GROUP BY m.member_id HAVING SUM(m.sign) <> 0
    )"""
KNOWN = {
    "postgresql": """
    known AS (
        SELECT DISTINCT ON (person_id) person_id, occupation, general_education, professional, theory
        FROM dangvien_standing WHERE voided_at IS NULL AND since <= %(day)s ORDER BY person_id, since DESC
    )""",
    "sqlite": """
    known AS (
        SELECT person_id, occupation, general_education, professional, theory, MAX(since)
        FROM dangvien_standing WHERE voided_at IS NULL AND since <= %(day)s GROUP BY person_id
    )""",
}
"""The newest standing of each person; SQLite takes the other columns from the row of the maximum."""

_ERA = """CASE WHEN x.admitted_on >= '1975-05-01' THEN 'tu_1975' WHEN x.admitted_on >= '1954-07-21' THEN '1954_1975'
    WHEN x.admitted_on >= '1945-08-19' THEN '1945_1954' WHEN x.admitted_on IS NOT NULL THEN 'truoc_1945' ELSE '' END"""
_EXEMPT = """EXISTS (SELECT 1 FROM dangvien_memberstatus t WHERE t.member_id = x.id AND t.kind = 'mien'
    AND t.voided_at IS NULL AND t.since <= %(day)s AND (t.ended_on IS NULL OR t.ended_on > %(day)s))"""

TK03 = """
    WITH RECURSIVE {area}, {stock}, {known},
    people AS (
        SELECT stock.n, p.gender, p.ethnicity, p.religion, {band} AS band, {era} AS era,
            x.official_on, {exempt} AS exempt, %(last_birth)s - {birth} AS lived,
            COALESCE(k.occupation, '') AS occupation, COALESCE(k.general_education, '') AS schooling,
            COALESCE(k.professional, '') AS professional, COALESCE(k.theory, '') AS theory
        FROM stock JOIN dangvien_member x ON x.id = stock.member_id JOIN dangvien_person p ON p.id = x.person_id
        LEFT JOIN known k ON k.person_id = p.id
    )
    SELECT 'I', '', SUM(n) FROM people
    UNION ALL SELECT 'nu', '', SUM(n) FROM people WHERE gender = 'nu'
    UNION ALL SELECT 'du_bi', '', SUM(n) FROM people WHERE official_on IS NULL OR official_on > %(day)s
    UNION ALL SELECT 'dan_toc', '', SUM(n) FROM people WHERE ethnicity IN ({minorities})
    UNION ALL SELECT 'ton_giao', '', SUM(n) FROM people WHERE religion IN ({believers})
    UNION ALL SELECT 'mien', '', SUM(n) FROM people WHERE exempt
    UNION ALL SELECT 'lived', '', SUM(n * (lived / 10000)) FROM people
    UNION ALL SELECT 'nghe', occupation, SUM(n) FROM people GROUP BY occupation
    UNION ALL SELECT 'tuoi', band, SUM(n) FROM people GROUP BY band
    UNION ALL SELECT 'ket_nap', era, SUM(n) FROM people GROUP BY era
    UNION ALL SELECT 'pho_thong', schooling, SUM(n) FROM people GROUP BY schooling
    UNION ALL SELECT 'chuyen_mon', professional, SUM(n) FROM people GROUP BY professional
    UNION ALL SELECT 'ly_luan', theory, SUM(n) FROM people GROUP BY theory"""

MINORITIES = quoted(sorted(codes.of("ethnicity").having("minority")))
BELIEVERS = quoted(sorted(codes.of("religion").having("believer")))


def tk03(root: int, period: Period) -> Figures:
    """Form 3: everybody in the list at the end, taken apart."""
    found: Figures = {}
    for column, day in ((KY_NAY, period.last), (CUNG_KY, period.previous_year().last)):
        statement = TK03.format(
            area=AREA,
            stock=STOCK,
            known=on(KNOWN),
            band=band_on(day),
            era=_ERA,
            exempt=_EXEMPT,
            birth=number_of("p.birth_date"),
            minorities=MINORITIES,
            believers=BELIEVERS,
        )
        analysed(found, column, ask(statement, root, period, day=day, last_birth=last_birth(day)))
    return found


_BUSINESS = ("doanh_nghiep_quan_ly", "doanh_nghiep_gian_tiep", "doanh_nghiep_truc_tiep")
_LISTS = {
    "nghe": "occupation", "pho_thong": "education_general", "chuyen_mon": "education_professional",
    "ly_luan": "political_theory",
}  # fmt: skip


def analysed(found: Figures, column: str, rows: Rows) -> None:
    """Put (what, value, number) into the lines of forms 2 and 3."""
    numbers = {(what, value): int(number or 0) for what, value, number in rows}
    for (what, value), number in numbers.items():
        known = value in codes.of(_LISTS[what]) if what in _LISTS else bool(value)
        if what == "nghe" and value in _BUSINESS:
            add(found, "nghe_doanh_nghiep", column, number)
        if what == "ly_luan":
            if value in ("so_cap", "trung_cap", "cao_cap", "cu_nhan"):
                add(found, "ly_luan_cao_cap" if value in ("cao_cap", "cu_nhan") else f"ly_luan_{value}", column, number)
        elif what == "chuyen_mon":
            if known:
                add(found, f"chuyen_mon_{value}", column, number)
        elif what in _LISTS or what in ("tuoi", "ket_nap"):
            add(found, f"{what}_{value if known else 'chua_ro'}", column, number)
        elif what != "lived":
            add(found, what, column, number)
    people = numbers.get(("I", ""), 0)
    if people:
        found["tuoi_binh_quan", column] = str(round_half_up(Fraction(numbers["lived", ""], people), 1))


TK04 = f"""
    WITH RECURSIVE {AREA}, {STOCK}
    SELECT p.ethnicity, p.religion, p.gender, SUM(stock.n)
    FROM stock JOIN dangvien_member x ON x.id = stock.member_id JOIN dangvien_person p ON p.id = x.person_id
    GROUP BY 1, 2, 3"""


def tk04(root: int, period: Period) -> Figures:
    """Form 4: members by people and religion."""
    return peoples(ask(TK04, root, period))


_NAMED = ("01", "02", "03", "04", "05", "08")


def peoples(rows: Rows) -> Figures:
    """(ethnicity, religion, gender, number) in the lines of forms 2 (continued) and 4."""
    found: Figures = {}
    for ethnicity, religion, gender, number in rows:
        named = ethnicity in codes.of("ethnicity")
        line = "khac" if ethnicity == "56" or not named else "nuoc_ngoai" if ethnicity == "55" else ethnicity
        lines = ["dan_toc", f"dan_toc_{line}"]
        if religion in codes.of("religion") and religion != "00":
            lines += ["ton_giao", f"ton_giao_{religion if religion in _NAMED else 'khac'}"]
        for row in lines:
            add(found, row, "tong", number)
            if gender == "nu":
                add(found, row, "nu", number)
    return found


R27 = """
    WITH RECURSIVE {area}, {stock}
    SELECT {band}, p.gender, SUM(stock.n)
    FROM stock JOIN dangvien_member x ON x.id = stock.member_id JOIN dangvien_person p ON p.id = x.person_id
    GROUP BY 1, 2"""


def r27(root: int, period: Period) -> Figures:
    """Members by steps of five years and by sex."""
    bands = [(least, code) for code, _, least, _ in reversed(AGES)]
    found: Figures = {}
    for band, gender, number in ask(
        R27.format(area=AREA, stock=STOCK, band=band_on(period.last, bands=bands)), root, period
    ):
        for row in ("dang_vien", band):
            add(found, row, gender, number)
            add(found, row, "cong", number)
    return found
