"""The targets of the directive of 2023 and the city of the resolution of 2024, as the reports count them."""

from __future__ import annotations

import tomllib
from datetime import date
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from dangvien.models import DeclaredFigure, Kind, Member, Movement, Organization, OrganizationKind, Person, User
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.scope import Scope
from dangvien.text import thousands
from reports.catalog import by_code
from reports.engine.computing import compute
from reports.engine.question import Question
from reports.table import Table
from tests import factories

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).resolve().parents[2] / "fixtures" / "seeds"
OPENED = date(2020, 1, 1)


def seed(name: str) -> dict[str, Any]:
    return tomllib.loads((SEEDS / f"{name}.toml").read_text(encoding="utf-8"))


def counted(code: str, place: Organization, period: Period, **choices: str) -> Table:
    report = by_code(code)
    scope = Scope.whole(place, [Permission.VIEW_REPORTS], date(2026, 1, 1))
    return compute(Question(report, scope, place, period, report.chosen(choices)))


def given(place: Organization, year: int, value: int, by: User) -> DeclaredFigure:
    return factories.declared_figure(
        place, by, purpose="chi_tieu", first_year=year, last_year=year, value=value, document="Văn bản giao chỉ tiêu"
    )


def test_the_targets_of_the_directive_stand_year_by_year_and_add_up():
    """S2-05: 2.112, 2.173, 2.238; together 6.523."""
    province = factories.organization("tinh", "Đảng bộ tỉnh", OrganizationKind.TINH)
    by = factories.user("a", "Người ghi", province, "ban_to_chuc")
    for target in seed("hung_yen_2023")["target"]:
        given(province, target["year"], target["value"], by)

    table = counted("R20", province, Period(date(2023, 1, 1), date(2025, 12, 31)), so_nam_lien="0")

    (row,) = table.rows
    shown = {column: cell.text for column, cell in zip(table.columns, row.cells, strict=True)}
    assert [shown[f"chi_tieu_{year}"] for year in (2023, 2024, 2025)] == ["2.112", "2.173", "2.238"]
    assert shown["chi_tieu_chung"] == "6.523"
    assert shown["so_nam"] == "3"


@pytest.fixture
def city() -> Organization:
    """The city of the resolution: 41 grassroots organizations with their cells and 7.894 members since 2020."""
    facts = seed("quang_ninh_style_2023")
    top = factories.organization("tp", "Đảng bộ thành phố", OrganizationKind.CAP_TREN)
    people, places = [], []
    for line in facts["organization"]:
        unit = factories.organization(
            line["code"],
            line["name"],
            OrganizationKind(line["kind"]),
            top,
            sector=line["sector"],
            short_name=line["short_name"],
        )
        cells = [unit]
        for area, number in line.get("cells_by_area", {}).items():
            for place in range(number):
                code = f"{line['code']}-{area.replace('_', '-')}-{place}"
                cells.append(factories.organization(code, f"Chi bộ {code}", OrganizationKind.CHI_BO, unit, area=area))
        people += [
            Person(full_name="Lê Văn Sổ", birth_date=date(1980, 1, 1), gender="nam") for _ in range(line["members"])
        ]
        places += [cells[-1]] * line["members"]
    for person in people:
        person.derive_keys()
    people = Person.objects.bulk_create(people, batch_size=500)
    members = Member.objects.bulk_create(
        [Member(person=person, organization=place) for person, place in zip(people, places, strict=True)],
        batch_size=500,
    )
    Movement.objects.bulk_create(
        [
            Movement(member=member, organization=member.organization, kind=Kind.DAU_SO, occurred_on=OPENED)
            for member in members
        ],
        batch_size=500,
    )
    return top


def test_the_city_of_the_resolution_and_its_target(city):
    """S3-01 to S3-03 and S3-05: 41 = 24 + 17, 304 cells, 7.894 members, 3,5 % of them."""
    day = Period.day(date(2023, 12, 31))
    overview = counted("R00", city, day)
    lines = ("tccsd", "dang_bo_co_so", "chi_bo_co_so", "chi_bo", "dang_vien")
    assert [overview.cell(line, "so_luong").text for line in lines] == ["41", "24", "17", "304", "7.894"]

    by = factories.user("a", "Người ghi", city, "ban_to_chuc")
    given(city, 2024, ceil(Fraction(35, 1000) * 7894), by)
    for line in seed("quang_ninh_style_2023")["organization"]:
        unit = Organization.objects.get(code=line["code"])
        given(unit, 2024, ceil(Fraction(35, 1000) * line["members"]), by)
    table = counted("R03", city, Period.year(2024))

    assert len(table.rows) == 41
    assert table.total is not None
    assert table.cell("tong", "dau_nam").text == "7.894"
    assert table.cell("mau-01", "dau_nam").text == "530"
    assert (table.cell("mau-01", "chi_tieu").text, table.cell("mau-01", "ty_le_giao").text) == ("19", "3,6")
    parts = sum(ceil(Fraction(35, 1000) * line["members"]) for line in seed("quang_ninh_style_2023")["organization"])
    assert [check.sentence for check in table.checks if not check.holds] == [
        f"Chỉ tiêu (người), năm 2024: cộng các dòng {thousands(parts)} > giao cho Đảng bộ thành phố 277"
    ]
