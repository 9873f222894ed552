"""Targets and results, the same period of last year, characteristics, and years missed in a row, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dangvien.models import Kind, OrganizationKind, UnitFollower
from dangvien.period import Period
from reports.definition import Thing
from reports.engine.computing import compute
from reports.engine.listing import behind, entries
from reports.table import Table
from tests.reports.layouts.world import Register

pytestmark = pytest.mark.django_db

YEAR = Period.year(2024)
THREE_YEARS = Period(date(2022, 1, 1), date(2024, 12, 31))


@pytest.fixture
def register() -> Register:
    return Register()


def shown(table: Table) -> list[str]:
    return [" | ".join([row.label, *(cell.text for cell in row.cells)]).strip() for row in table.all_rows]


def test_targets_and_results_by_organization(register):
    table = compute(register.ask("R03", YEAR))

    assert shown(table) == [
        "Tên p1 | 4 | 2 | 50,0 | 2 | 2 | 100,0 | 0 | đạt |  |",
        "Tên p2 | 3 | 2 | 66,7 | 1 | 1 | 50,0 | -1 | không đạt |  |",
        "Tên cq | 1 |  |  | 0 | 0 |  |  |  |  |",
        "Tên dn | 0 | 1 |  | 1 | 1 | 100,0 | 0 | đạt |  |",
        "Cộng các đơn vị trên | 8 | 5 | 62,5 | 4 | 4 | 80,0 | -1 | không đạt |  |",
    ]
    assert [check.sentence for check in table.checks if "giao cho" in check.sentence] == [
        "Chỉ tiêu (người), năm 2024: cộng các dòng 5 ≤ giao cho Tên tp 5"
    ]
    assert table.holds


def test_half_a_year_has_the_target_of_the_year_and_its_own_words(register):
    """In June half of the target is enough; in March nothing is judged yet."""
    june = compute(register.ask("R03", Period.half(2024)))
    march = compute(register.ask("R03", Period.quarter(2024, 1)))

    assert [row.cells[june.columns.index("muc")].text for row in june.rows] == ["đạt", "chậm", "", "chậm"]
    assert june.cell("p1", "chi_tieu").value == 2
    assert [row.cells[march.columns.index("muc")].text for row in march.rows] == [
        "chưa đến mốc", "chưa đến mốc", "", "chưa đến mốc",
    ]  # fmt: skip


def test_the_result_adds_up_since_new_year_and_the_period_counts_alone(register):
    table = compute(register.ask("R03", Period.half(2024, 2)))

    assert (table.cell("p1", "trong_ky").value, table.cell("p1", "luy_ke").value) == (0, 2)
    assert (table.cell("p2", "trong_ky").value, table.cell("p2", "luy_ke").value) == (1, 1)


def test_a_ward_sees_its_own_cells(register):
    register.target("p1c1", 2024, 3)
    table = compute(register.ask("R03", YEAR, place="p1"))

    assert [row.key for row in table.rows] == ["p1c1", "p1c2", "p1s"]
    assert [check.sentence for check in table.checks if not check.holds] == [
        "Chỉ tiêu (người), năm 2024: cộng các dòng 3 > giao cho Tên p1 2"
    ]


def test_a_cell_that_asks_is_its_own_row(register):
    table = compute(register.ask("R03", YEAR, place="p1s"))

    assert [row.key for row in table.rows] == ["p1s"]
    assert table.cell("p1s", "luy_ke").value == 1


def test_a_target_opens_into_the_row_that_says_it(register):
    question = register.ask("R03", YEAR)
    found = behind(question, "p1", "chi_tieu")

    assert (found.value, found.thing, len(found.things)) == (2, Thing.FIGURE, 1)
    (entry,) = entries(found.thing, found.things, YEAR.last)
    assert "Nghị quyết 01-NQ/TU" in entry.name
    with pytest.raises(KeyError):
        behind(question, "p9", "chi_tieu")


def test_a_target_taken_back_and_one_only_pledged_do_not_count(register):
    taken = register.target("cq", 2024, 7)
    taken.voided_at, taken.void_reason = taken.recorded_at, "ghi nhầm"
    taken.save()
    register.target("cq", 2024, 9, tier="phan_dau")

    assert compute(register.ask("R03", YEAR)).cell("cq", "chi_tieu").value is None
    assert compute(register.ask("R03", YEAR, loai_chi_tieu="phan_dau")).cell("cq", "chi_tieu").value == 9


def test_who_follows_a_unit_stands_beside_it(register):
    UnitFollower.objects.create(
        organization=register["p2"], kind="cap_uy_vien", full_name="Trần Văn Theo", document="QĐ 3",
        valid_from=date(2024, 1, 1), recorded_by=register.user,
    )  # fmt: skip

    table = compute(register.ask("R03", YEAR))
    without = compute(register.ask("R03", YEAR, phan_cong="khong"))

    assert table.cell("p2", "theo_doi").text == "Trần Văn Theo, cấp ủy viên phụ trách"
    assert "theo_doi" not in without.columns


def test_targets_and_results_by_source(register):
    table = compute(register.ask("R04", YEAR))

    assert shown(table) == [
        "Nông thôn | 2 | 0 | 0 | 0,0 | -2 | 0,0",
        "Đơn vị kinh tế tư nhân | 2 | 1 | 1 | 50,0 | -1 | 25,0",
        "Học sinh, sinh viên | 1 | 2 | 2 | 200,0 | 1 | 50,0",
        "Cơ quan hành chính, đơn vị sự nghiệp |  | 0 | 0 |  |  | 0,0",
        "Bộ đội xuất ngũ |  | 0 | 0 |  |  | 0,0",
        "Chưa phân loại |  | 1 | 1 |  |  | 25,0",
        "Cộng các nguồn | 5 | 4 | 4 | 80,0 | -1 | 100,0",
    ]


def test_a_ward_sees_the_targets_of_its_own_sources(register):
    """The city's targets are not added to those of its wards, nor theirs to its."""
    table = compute(register.ask("R04", YEAR, place="p1"))

    assert [row.cells[0].text for row in table.rows] == ["1", "", "1", "", ""]


def test_beside_the_same_period_of_last_year(register):
    table = compute(register.ask("R05", YEAR))

    assert shown(table) == [
        "Tên p1 | 2 | 1 | 1 | 100,0 | 1",
        "Tên p2 | 1 | 0 | 1 |  | 2",
        "Tên cq | 0 | 1 | -1 | -100,0 | 4",
        "Tên dn | 1 | 0 | 1 |  | 2",
        "Cộng các đơn vị trên | 4 | 2 | 2 | 100,0 |",
    ]
    assert table.holds


def test_organizations_that_missed_two_years_running(register):
    table = compute(register.ask("R20", THREE_YEARS))

    assert shown(table) == [
        "Tên p2 | 2 | 1 | 50,0 | 1 | 0 | 0,0 | 2 | 1 | 50,0 | 5 | 2 | 40,0 | 3",
        "Cộng mọi đơn vị | 4 | 2 | 50,0 | 4 | 2 | 50,0 | 5 | 4 | 80,0 | 13 | 8 | 61,5 |",
    ]
    assert "3 đơn vị khác không nằm trong danh sách này; dòng tổng tính cả các đơn vị đó." in table.notes
    assert [row.key for row in compute(register.ask("R20", THREE_YEARS, so_nam_lien="0")).rows] == [
        "p2", "p1", "cq", "dn",
    ]  # fmt: skip


def test_a_year_that_is_not_over_is_not_missed(register):
    """Ward 1 missed 2022 and 2023; what it will reach in 2024 is not known in June."""
    half = Period(date(2022, 1, 1), date(2024, 6, 30))
    to_come = register.ask("R20", THREE_YEARS, today=date(2024, 11, 30))

    assert compute(register.ask("R20", half)).cell("p1", "so_nam").value == 2
    assert compute(to_come).cell("p1", "so_nam").value == 2


def test_characteristics_of_those_admitted_of_a_ward(register):
    table = compute(register.ask("R06", YEAR, place="p1"))

    assert shown(table)[0] == "Tổng số kết nạp | 2 | 100,0 | 1 | 1 | 100,0"
    assert table.cell("nu", "ky_nay").value == 1
    assert table.cell("18_30", "ty_le").text == "100,0"


@pytest.mark.parametrize("code", ["R03", "R04", "R05", "R06", "R20"])
def test_evidence_changes_no_number_and_every_number_opens(register, code):
    period = THREE_YEARS if code == "R20" else YEAR
    question = register.ask(code, period)
    table = compute(question, with_evidence=True)

    assert shown(table) == shown(compute(question))
    for row in table.all_rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell.opens:
                assert behind(question, row.key, column).value == cell.value, (row.key, column)
                assert len(table.evidence[f"{row.key}|{column}"]) == cell.things


@pytest.mark.parametrize("code", ["R03", "R04", "R05", "R06", "R20"])
def test_queries_do_not_grow_with_the_rows(register, code, django_assert_num_queries):
    period = THREE_YEARS if code == "R20" else YEAR
    with CaptureQueriesContext(connection) as few:
        compute(register.ask(code, period))
    for place in range(3, 12):
        ward = f"p{place}"
        register.add(ward, OrganizationKind.DANG_BO_CO_SO, "tp", sector="phuong", position=place)
        register.add(f"{ward}c1", OrganizationKind.CHI_BO, ward, area="khu_dan_cu")
        register.target(ward, 2024, 1)
        register.line(register.member(), f"{ward}c1", Kind.KET_NAP, date(2024, 5, 1))

    with django_assert_num_queries(len(few)):
        compute(register.ask(code, period))
