"""A register of any size written by SQL alone: a nation of 5,4 million members takes minutes instead of hours.

The shape is that of the real one: communes of some 1.640 members in cells of 18, a ledger since 2010 with admissions,
transfers (half of them inside a commune), departures and reversals, written in the order of days; people of every age,
ethnicity and religion with what they learned and work as, classes and their learners, posts. Nobody in it has a name
worth reading; only the counting is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from benchmarks.province import NotEmpty
from dangvien import codes
from dangvien.models import Organization

OF_A_COMMUNE, OF_A_CELL, COMMUNES_OF_A_PROVINCE = 1640, 18, 97
ROOT = "toan-dang-bo"


@dataclass(frozen=True)
class Shape:
    """How many of everything for so many members. Keys: the top is 1, then provinces, communes, cells."""

    members: int

    @property
    def communes(self) -> int:
        return max(2, self.members // OF_A_COMMUNE)

    @property
    def provinces(self) -> int:
        return max(1, self.communes // COMMUNES_OF_A_PROVINCE)

    @property
    def cells(self) -> int:
        return max(2 * self.communes, self.members // OF_A_CELL)

    @property
    def first_commune(self) -> int:
        return 2 + self.provinces

    @property
    def first_cell(self) -> int:
        return self.first_commune + self.communes

    def cell_of(self, number: str) -> str:
        """SQL for the cell a member began in."""
        return f"{self.first_cell} + ({number} * 7919) % {self.cells}"

    def commune_of(self, cell: str) -> str:
        return f"{self.first_commune} + ({cell} - {self.first_cell}) % {self.communes}"

    def province_of(self, number: str) -> str:
        """SQL for the place, from 0, of the province a member began in."""
        return f"(({number} * 7919) % {self.cells}) % {self.communes} % {self.provinces}"


def _numbers(last: int, first: int = 1) -> str:
    """A table expression of the numbers i, both ends included."""
    if connection.vendor == "postgresql":
        return f"generate_series(CAST({first} AS bigint), {last}) AS n(i)"  # their products outgrow an integer
    return f"""(WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})
        SELECT i FROM n) AS n"""


def _day(days: str) -> str:
    """SQL for a day so many days after 1 January 2010."""
    if connection.vendor == "postgresql":
        return f"(date '2010-01-01' + ({days})::int)"
    return f"date('2010-01-01', ({days}) || ' days')"


def _two(number: str) -> str:
    """SQL for a number below a hundred in two digits."""
    if connection.vendor == "postgresql":
        return f"lpad(({number})::text, 2, '0')"
    return f"substr('0' || ({number}), -2)"


def _one_of(number: str, values: Sequence[str]) -> str:
    """SQL for one of some values, in turn."""
    cases = " ".join(f"WHEN {place} THEN '{value}'" for place, value in enumerate(values))
    return f"CASE {number} % {len(values)} {cases} END"


def _codes(name: str) -> list[str]:
    return [code for code, _ in codes.of(name).choices]


ALL_DAYS = 16 * 365
"""Days of the ledger: up to the end of December 2025."""
QUARTER = 91
"""Days between one class of a province and the next."""


def statements(shape: Shape) -> list[str]:
    """What writes the register, in order."""
    organizations = 1 + shape.provinces + shape.communes + shape.cells
    place = """INSERT INTO dangvien_placement (organization_id, parent_id, name, short_name, kind, sector, area,
        locality_id, position, valid_from, valid_to)"""
    forever = "'2010-01-01', '9999-12-31'"
    province = f"2 + (i - {shape.first_commune}) % {shape.provinces}"
    columns = (
        "INSERT INTO dangvien_movement (member_id, organization_id, counterpart_id, kind, occurred_on, recorded_at,"
    )
    columns += " reason, ground, candidate_id, reverses_id)"
    begun_days = f"((i * 31) % {ALL_DAYS - 400} + 400)"
    begun, young = _day(begun_days), _day(f"{begun_days} - 6800 - (i * 13) % 6000")
    old, official = _day("-3000 - (i * 7) % 5000"), _day("-2600 - (i * 7) % 5000")
    learners, quarters = shape.members // 10, ALL_DAYS // QUARTER
    opened = _day(f"(i - 1) / {shape.provinces} * {QUARTER}")
    no = "false" if connection.vendor == "postgresql" else "0"
    later = f"{_day(f'{ALL_DAYS - 400} + (i * 17) % 400')}"
    cell = shape.cell_of("i")
    there = f"""CASE WHEN i % 2 = 0 THEN {shape.first_cell} + ({cell} - {shape.first_cell} + {shape.communes})
        % {shape.cells} ELSE {shape.first_cell} + ({cell} - {shape.first_cell} + 1) % {shape.cells} END"""
    gone = "CASE i % 4 WHEN 0 THEN 'xoa_ten' WHEN 1 THEN 'xin_ra' WHEN 2 THEN 'khai_tru' ELSE 'tu_tran' END"
    lines = f"""
        SELECT i AS member, {cell} AS place, CAST(NULL AS bigint) AS other, 'dau_so' AS kind, {_day("0")} AS day
            FROM {_numbers(shape.members)} WHERE i % 10 < 6
        UNION ALL SELECT i, {cell}, NULL, 'ket_nap', {begun} FROM {_numbers(shape.members)} WHERE i % 10 >= 6
        UNION ALL SELECT i, {cell}, {there}, 'chuyen_di', {later} FROM {_numbers(shape.members)} WHERE i % 10 = 1
        UNION ALL SELECT i, {there}, {cell}, 'chuyen_den', {later} FROM {_numbers(shape.members)} WHERE i % 10 = 1
        UNION ALL SELECT i, {cell}, NULL, {gone}, {later} FROM {_numbers(shape.members)} WHERE i % 20 = 2"""
    when = "CURRENT_TIMESTAMP"
    return [
        f"INSERT INTO dangvien_organization (id, code) SELECT i, 'to-chuc-' || i FROM {_numbers(organizations)}",
        f"UPDATE dangvien_organization SET code = '{ROOT}' WHERE id = 1",
        f"{place} VALUES (1, NULL, 'Toàn đảng bộ', '', 'dang_bo_tinh', '', '', NULL, 1, {forever})",
        f"{place} SELECT i, 1, 'Tỉnh ' || i, '', 'cap_tren_co_so', '', '', NULL, i, {forever} "
        f"FROM {_numbers(shape.first_commune - 1, 2)}",
        f"{place} SELECT i, {province}, 'Xã ' || i, '', 'dang_bo_co_so', {_one_of('i', ['phuong', 'xa', 'xa'])}, '', "
        f"NULL, i, {forever} FROM {_numbers(shape.first_cell - 1, shape.first_commune)}",
        f"""INSERT INTO dangvien_locality (id, name, kind, organization_id, valid_from, valid_to)
            SELECT i, 'Thôn ' || i, 'thon', {shape.commune_of("i")}, {forever}
            FROM {_numbers(organizations, shape.first_cell)} WHERE i % 10 < 7""",
        f"{place} SELECT i, {shape.commune_of('i')}, 'Chi bộ ' || i, '', 'chi_bo', '', "
        f"CASE WHEN i % 10 < 7 THEN 'khu_dan_cu' ELSE 'co_quan' END, CASE WHEN i % 10 < 7 THEN i END, i, {forever} "
        f"FROM {_numbers(organizations, shape.first_cell)}",
        f"""INSERT INTO dangvien_person (id, full_name, sort_key, search_key, other_names, birth_date, birth_precision,
            gender, ethnicity, religion, native_place, residence, phone, version)
            SELECT i, 'Người ' || i, '' || i, 'nguoi ' || i, '',
            CASE WHEN i % 10 < 6 THEN {_day("(i * 37) % 18000 - 27000")} ELSE {young} END, 'ngay',
            CASE WHEN i % 5 < 2 THEN 'nu' ELSE 'nam' END,
            CASE WHEN i % 8 = 0 THEN {_two("2 + i / 8 % 53")} ELSE '01' END,
            CASE WHEN i % 11 = 0 THEN {_two("1 + i / 11 % 8")} ELSE '00' END, '', '', '', 1
            FROM {_numbers(shape.members + learners)}""",
        f"""INSERT INTO dangvien_member (id, person_id, file_number, admitted_on, official_on)
            SELECT i, i, '', CASE WHEN i % 10 < 6 THEN {old} ELSE {begun} END, CASE WHEN i % 10 < 6 THEN {official}
            WHEN {begun_days} + 365 < {ALL_DAYS} THEN {_day(f"{begun_days} + 365")} END
            FROM {_numbers(shape.members)}""",
        f"""INSERT INTO dangvien_candidate (id, person_id, organization_id, source, opened_on, close_reason)
            SELECT i, i, {cell}, {_one_of("i / 10", _codes("source"))}, {_day(f"{begun_days} - 400")}, ''
            FROM {_numbers(shape.members)} WHERE i % 10 >= 6""",
        f"""INSERT INTO dangvien_introduction (candidate_id, body, resolution)
            SELECT i, {_one_of("i / 10", _codes("introducing_body"))}, '' FROM {_numbers(shape.members)}
            WHERE i % 10 >= 6""",
        f"{columns} SELECT member, place, other, kind, day, {when}, '', '', "
        f"CASE WHEN kind = 'ket_nap' THEN member END, NULL FROM ({lines}) AS l ORDER BY day",
        f"""{columns} SELECT member_id, organization_id, counterpart_id, kind, occurred_on, {when}, 'ghi nhầm', '',
            NULL, id FROM dangvien_movement WHERE kind IN ('tu_tran', 'xoa_ten') AND member_id % 200 = 22""",
        *(
            f"""INSERT INTO dangvien_standing (void_reason, person_id, since, precision, general_education,
            professional, theory, occupation)
            SELECT '', i, {_day(since)}, 'ngay', {_one_of(f"(i / 3 + {turn})", _codes("education_general"))},
            {_one_of(f"(i / 7 + {turn})", ["", *_codes("education_professional")])},
            {_one_of(f"(i / 11 + {turn})", _codes("political_theory"))},
            {_one_of(f"(i + {turn})", _codes("occupation"))} FROM {_numbers(shape.members)} WHERE {whom}"""
            for turn, since, whom in ((0, "-4000", "i % 10 > 0"), (1, "i % 5000", "i % 3 = 1"))
        ),
        f"""INSERT INTO dangvien_trainingclass (id, code, name, kind, organizer_id, starts_on, ends_on, venue, lessons,
            sessions, provider_kind, provider)
            SELECT i, 'NT-' || i, 'Lớp ' || i, 'nhan_thuc', 2 + (i - 1) % {shape.provinces}, {opened}, {opened}, '', 50,
            10, '', '' FROM {_numbers(shape.provinces * quarters)}""",
        *(
            f"""INSERT INTO dangvien_enrollment (training_class_id, person_id, sent_by_id, result, grade,
            awaits_certificate, certificate_number, certificate_on)
            SELECT 1 + {shape.province_of("i")} + {shape.provinces} * ({quarter}), i, {cell}, 'dat', '', {no}, '' || i,
            {_day(f"({quarter}) * {QUARTER} + 20")} FROM {_numbers(*whom)} WHERE {of_them}"""
            for quarter, whom, of_them in (
                (f"{begun_days} / {QUARTER} - 2", (shape.members,), f"i % 10 >= 6 AND {begun_days} >= {2 * QUARTER}"),
                (f"(i * 17) % {quarters}", (shape.members + learners, shape.members + 1), "1 = 1"),
            )
        ),
        *(
            f"""INSERT INTO dangvien_post (void_reason, recorded_at, person_id, title, organization_id, place, since,
            precision, until_precision) SELECT '', {when}, i, '{title}', {cell}, '', '2015-01-01', 'ngay', 'ngay'
            FROM {_numbers(shape.members)} WHERE {whom}"""
            for title, whom in (("bi_thu", "i % 18 = 1"), ("truong_thon", "i % 36 = 1"), ("chi_uy_vien", "i % 18 = 5"))
        ),
    ]


def _indexes_taken_away(cursor: Any) -> list[str]:
    """Drop the indexes of the large tables that no constraint needs; gives the statements that make them again."""
    cursor.execute(
        """SELECT i.indexname, i.indexdef FROM pg_indexes i JOIN pg_class c ON c.relname = i.indexname
        WHERE i.tablename IN ('dangvien_movement', 'dangvien_member', 'dangvien_person',
            'dangvien_standing', 'dangvien_enrollment', 'dangvien_candidate', 'dangvien_introduction',
            'dangvien_placement')
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)"""
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def make(members: int, report: Callable[[str], object] = lambda _: None) -> Shape:
    """Fill the migrated, empty database. Foreign keys are right by construction and not looked at one by one."""
    if Organization.objects.exists():
        raise NotEmpty("Cơ sở dữ liệu này đã có sổ; chỉ tạo sổ mẫu lớn trong cơ sở dữ liệu trống.")
    shape = Shape(members)
    later: list[str] = []
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            later = _indexes_taken_away(cursor)
        for statement in [*statements(shape), *later]:
            cursor.execute(statement)
            report(statement[:60])
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return shape
