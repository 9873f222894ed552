"""Lists by hand: one statement that reads the rows of the list in its order, with what stands in their columns.

Compared is which rows there are. Left out: R10 and R24, which read the handful of dossiers of one meeting, and R12,
whose terms are counted in working days of the rules of each day and only lie written down for the reports.
"""

from __future__ import annotations

from typing import Any

from benchmarks.handwritten.asking import Figures, ask, on
from dangvien.dates import add_months
from dangvien.period import Period

_PLACED = """
    area(id, path) AS (
        SELECT CAST(%(root)s AS bigint), CAST('' AS text)
        UNION ALL
        SELECT p.organization_id, area.path || {position} || p.name || '/'
        FROM dangvien_placement p JOIN area ON p.parent_id = area.id
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s
    )"""
_POSITION = {"postgresql": "lpad(p.position::text, 6, '0')", "sqlite": "substr('000000' || p.position, -6)"}
_CALLED = """LEFT JOIN dangvien_placement n ON n.organization_id = {organization}
        AND n.valid_from <= {day} AND n.valid_to > {day}
    LEFT JOIN dangvien_placement above ON above.organization_id = n.parent_id
        AND above.valid_from <= {day} AND above.valid_to > {day}"""
_STANDS = "m.weight = 1 AND NOT EXISTS (SELECT 1 FROM dangvien_movement r WHERE r.reverses_id = m.id)"

R11 = f"""
    WITH RECURSIVE {{area}},
    helper(member_id, name, turn) AS (
        SELECT x.id, h.full_name,
            ROW_NUMBER() OVER (PARTITION BY x.id ORDER BY s.occurred_on DESC, s.id DESC)
        FROM dangvien_step s
        LEFT JOIN dangvien_candidate c ON c.id = s.candidate_id
        JOIN dangvien_member x ON x.id = s.probationer_id OR x.person_id = c.person_id
        JOIN dangvien_member w ON w.id = s.helper_id JOIN dangvien_person h ON h.id = w.person_id
        WHERE s.reverses_id IS NULL AND s.kind IN ('le_ket_nap', 'phan_cong_giup_do')
            AND NOT EXISTS (SELECT 1 FROM dangvien_step r WHERE r.reverses_id = s.id)
            AND x.admitted_on >= %(first)s
    )
    SELECT m.id, p.full_name, p.birth_date, p.birth_precision, d.number, d.symbol, d.issued_on, m.occurred_on,
        n.name, above.name, c.source, helper.name
    FROM dangvien_movement m JOIN area ON area.id = m.organization_id
    JOIN dangvien_member x ON x.id = m.member_id JOIN dangvien_person p ON p.id = x.person_id
    LEFT JOIN dangvien_decision d ON d.id = m.decision_id LEFT JOIN dangvien_candidate c ON c.id = m.candidate_id
    LEFT JOIN helper ON helper.member_id = m.member_id AND helper.turn = 1
    {_CALLED.format(organization="m.organization_id", day="m.occurred_on")}
    WHERE m.kind = 'ket_nap' AND m.occurred_on BETWEEN %(first)s AND %(last)s AND {_STANDS}
    ORDER BY area.path, p.sort_key, m.id"""

R13 = f"""
    WITH RECURSIVE {{area}}
    SELECT e.id, p.full_name, p.birth_date, p.birth_precision, n.name, above.name, e.result, e.certificate_number,
        e.certificate_on, k.name, k.starts_on, k.ends_on,
        (SELECT MIN(m.occurred_on) FROM dangvien_movement m JOIN dangvien_member x ON x.id = m.member_id
            WHERE x.person_id = e.person_id AND m.kind = 'ket_nap' AND m.occurred_on <= %(last)s
                AND m.occurred_on >= e.certificate_on AND {_STANDS}) AS admitted_on,
        (SELECT MIN(s.occurred_on) FROM dangvien_step s JOIN dangvien_candidate c ON c.id = s.candidate_id
            WHERE c.person_id = e.person_id AND s.kind = 'nq_chi_bo' AND s.occurred_on <= %(last)s
                AND s.occurred_on >= e.certificate_on AND s.reverses_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM dangvien_step r WHERE r.reverses_id = s.id)) AS voted_on
    FROM dangvien_enrollment e JOIN dangvien_trainingclass k ON k.id = e.training_class_id
    JOIN dangvien_person p ON p.id = e.person_id
    LEFT JOIN area ON area.id = e.sent_by_id
    {_CALLED.format(organization="e.sent_by_id", day="k.starts_on")}
    WHERE k.kind = 'nhan_thuc' AND k.starts_on BETWEEN %(first)s AND %(last)s
        AND (area.id IS NOT NULL OR k.organizer_id IN (SELECT id FROM area))
    ORDER BY k.starts_on, k.code, area.path, p.sort_key, e.id"""

R23 = f"""
    WITH RECURSIVE {{area}},
    newest(id, person_id, sent_by_id, certificate_number, certificate_on, turn) AS (
        SELECT e.id, e.person_id, e.sent_by_id, e.certificate_number, e.certificate_on,
            ROW_NUMBER() OVER (PARTITION BY e.person_id ORDER BY e.certificate_on DESC, e.id DESC)
        FROM dangvien_enrollment e JOIN dangvien_trainingclass k ON k.id = e.training_class_id
        WHERE k.kind = 'nhan_thuc' AND e.result = 'dat' AND e.certificate_on <= %(last)s
    ),
    member(person_id, headcount, admitted_on) AS (
        SELECT x.person_id, SUM(m.sign), MAX(CASE WHEN m.kind = 'ket_nap' AND {_STANDS} THEN m.occurred_on END)
        FROM dangvien_movement m JOIN dangvien_member x ON x.id = m.member_id
        WHERE m.occurred_on <= %(last)s GROUP BY x.person_id
    ),
    way(person_id, organization_id, state, turn) AS (
        SELECT c.person_id, c.organization_id, t.state,
            ROW_NUMBER() OVER (PARTITION BY c.person_id ORDER BY c.id DESC)
        FROM dangvien_candidate c LEFT JOIN dangvien_case t ON t.candidate_id = c.id
    )
    SELECT newest.id, p.full_name, p.birth_date, p.birth_precision, newest.certificate_number, newest.certificate_on,
        n.name, above.name, way.state
    FROM newest JOIN area ON area.id = newest.sent_by_id JOIN dangvien_person p ON p.id = newest.person_id
    LEFT JOIN member ON member.person_id = newest.person_id
    LEFT JOIN way ON way.person_id = newest.person_id AND way.turn = 1
    {_CALLED.format(organization="COALESCE(way.organization_id, newest.sent_by_id)", day="%(last)s")}
    WHERE newest.turn = 1 AND COALESCE(member.headcount, 0) <= 0
        AND (member.admitted_on IS NULL OR member.admitted_on < newest.certificate_on)
    ORDER BY area.path, p.sort_key, newest.id"""

R19 = f"""
    WITH RECURSIVE {{area}},
    keeper(id, holder) AS (
        SELECT p.organization_id, p.organization_id FROM dangvien_placement p
        WHERE p.kind <> 'luu_tru' AND p.valid_from <= %(last)s AND p.valid_to > %(last)s
        UNION
        SELECT p.organization_id, keeper.holder FROM dangvien_placement p JOIN keeper ON p.parent_id = keeper.id
        WHERE p.kind = 'luu_tru' AND p.valid_from <= %(last)s AND p.valid_to > %(last)s
    ),
    newest(id, day) AS (
        SELECT keeper.holder, MAX(m.occurred_on) FROM dangvien_movement m JOIN keeper ON keeper.id = m.organization_id
        WHERE m.kind = 'ket_nap' AND m.occurred_on <= %(last)s AND {_STANDS} GROUP BY 1
    ),
    founded(id, day) AS (
        SELECT organization_id, MIN(valid_from) FROM dangvien_placement WHERE kind IN ('chi_bo', 'chi_bo_co_so')
        GROUP BY 1
    ),
    quiet(id, name, above, founded_on, last_on, path) AS (
        SELECT area.id, p.name, above.name, founded.day, newest.day, area.path
        FROM area JOIN dangvien_placement p ON p.organization_id = area.id
            AND p.valid_from <= %(last)s AND p.valid_to > %(last)s
        JOIN founded ON founded.id = area.id LEFT JOIN newest ON newest.id = area.id
        LEFT JOIN dangvien_placement above ON above.organization_id = p.parent_id
            AND above.valid_from <= %(last)s AND above.valid_to > %(last)s
        WHERE p.kind IN ('chi_bo', 'chi_bo_co_so') AND founded.day <= %(year_ago)s
            AND (newest.day IS NULL OR newest.day < %(year_ago)s)
    ),
    heads(id, members, ages) AS (
        SELECT m.organization_id, SUM(m.sign), SUM(m.sign * {{years}})
        FROM dangvien_movement m JOIN dangvien_member x ON x.id = m.member_id
        JOIN dangvien_person p ON p.id = x.person_id
        WHERE m.occurred_on <= %(last)s AND m.organization_id IN (SELECT id FROM quiet) GROUP BY 1
    )
    SELECT o.code, quiet.name, quiet.above, quiet.founded_on, quiet.last_on, heads.members, heads.ages, s.none_reason,
        s.surveyed_on
    FROM quiet JOIN dangvien_organization o ON o.id = quiet.id LEFT JOIN heads ON heads.id = quiet.id
    LEFT JOIN dangvien_sourcesurvey s ON s.organization_id = quiet.id AND s.year = %(year)s
    ORDER BY quiet.path"""
_AGES = {
    "postgresql": "EXTRACT(YEAR FROM age(%(last)s, p.birth_date))::int",
    "sqlite": "((CAST(REPLACE(%(last)s, '-', '') AS INTEGER)"
    " - CAST(REPLACE(p.birth_date, '-', '') AS INTEGER)) / 10000)",
}


def _keys(letter: str, statement: str, root: int, period: Period, **more: Any) -> Figures:
    area = _PLACED.format(position=on(_POSITION))
    years = on(_AGES)
    rows = ask(statement.format(area=area, years=years), root, period, **more)
    return {(f"{letter}{row[0]}", ""): 1 for row in rows}


def r11(root: int, period: Period) -> Figures:
    """Those admitted, one by one."""
    return _keys("d", R11, root, period)


def r13(root: int, period: Period) -> Figures:
    """The learners of every class that began in the period."""
    return _keys("v", R13, root, period)


def r19(root: int, period: Period) -> Figures:
    """Cells that admitted nobody for two years."""
    year_ago = add_months(period.last, -24)
    return _keys("", R19, root, period, year_ago=year_ago, year=period.last.year)


def r23(root: int, period: Period) -> Figures:
    """Those who hold a certificate and were not admitted."""
    return _keys("g", R23, root, period)
