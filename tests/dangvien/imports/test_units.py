"""Cells found by what people write: said exactly, near, or not at all with offers."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.imports.units import RegisterUnits
from dangvien.models import Organization, OrganizationKind, Placement
from dangvien.rosters.units import Found
from tests import factories
from tests.hoa_an import hoa_an

DAY = date(2025, 6, 30)


@pytest.fixture
def ward(db: None) -> Organization:
    return hoa_an()


@pytest.mark.parametrize(
    "text",
    ["Chi bộ Khu phố 1", "chi bộ khu phố 1", "Chi\u00a0bộ  Khu phố 1 ", "Chi bộ Khu phô\u0301 1"],
)
def test_a_name_is_exact_whatever_its_case_spaces_and_form(ward: Organization, text: str) -> None:
    assert RegisterUnits.below(ward, DAY).find(text) == Found("Chi bộ Khu phố 1", exact=True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CB KP 1", "Chi bộ Khu phố 1"),
        ("kp1", "Chi bộ Khu phố 1"),
        ("Khu phố 01", "Chi bộ Khu phố 1"),
        ("Chi bo Khu pho 1", "Chi bộ Khu phố 1"),
        ("CBKP 1", None),
        ("Chi bộ Trường Tiểu học Hoà Bình", "Chi bộ Trường Tiểu học Hòa Bình"),
        ("CB Trường TH Hòa Bình", "Chi bộ Trường Tiểu học Hòa Bình"),
        ("TH Hoà Bình", "Chi bộ Trường Tiểu học Hòa Bình"),
        ("CB QS", "Chi bộ Quân sự"),
        ("Chi bộ Khu phố 99", None),
        ("Hòa Bình", None),
        ("", None),
    ],
)
def test_the_same_words_are_near_and_anything_else_is_not(ward: Organization, text: str, name: str | None) -> None:
    found = RegisterUnits.below(ward, DAY).find(text)
    assert (found.name, found.near) == (name, name is not None)


def test_what_only_looks_like_a_name_is_offered(ward: Organization) -> None:
    found = RegisterUnits.below(ward, DAY).find("Chi bộ Khu phố 99")
    assert found.name is None
    assert len(found.suggestions) == 3
    assert all(name.startswith("Chi bộ Khu phố") for name in found.suggestions)


def test_cells_of_one_name_are_told_apart_by_what_stands_above(ward: Organization) -> None:
    city = Organization.objects.get(code="dong-ha")
    other = factories.organization(
        "hoa-binh", "Đảng bộ phường Hòa Bình", OrganizationKind.DANG_BO_CO_SO, city, short_name="Phường Hòa Bình"
    )
    factories.organization("hoa-binh-1", "Chi bộ Khu phố 1", OrganizationKind.CHI_BO, other)
    units = RegisterUnits.below(city, DAY)
    found = units.find("Chi bộ Khu phố 1")
    assert (found.name, set(found.suggestions)) == (
        None,
        {"Chi bộ Khu phố 1, Đảng bộ phường Hòa An", "Chi bộ Khu phố 1, Phường Hòa Bình"},
    )
    assert units.find("KP 1 (phường Hoà Bình)").name == "Chi bộ Khu phố 1, Phường Hòa Bình"
    assert units.find("Chi bộ Khu phố 1, Phường Hòa Bình").exact
    assert units.key_of("Chi bộ Khu phố 1, Phường Hòa Bình") == Organization.objects.get(code="hoa-binh-1").pk


def test_only_what_stood_on_the_day_and_holds_members_can_be_meant(ward: Organization) -> None:
    Placement.objects.filter(organization__code="hoa-an-1").update(valid_to=date(2025, 1, 1))
    units = RegisterUnits.below(ward, DAY)
    assert units.find("Chi bộ Khu phố 1").name is None
    assert units.find("Đảng bộ phường Hòa An").name is None
    assert RegisterUnits.below(ward, DAY, cells_only=False).find("phường Hòa An").name == "Đảng bộ phường Hòa An"
    assert RegisterUnits.below(ward, date(2024, 12, 31)).find("KP 1").name == "Chi bộ Khu phố 1"


def test_the_organizations_are_read_in_one_query(ward: Organization, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        units = RegisterUnits.below(ward, DAY)
        assert [units.find(f"KP {number}").name for number in range(1, 7)] == [
            f"Chi bộ Khu phố {number}" for number in range(1, 7)
        ]
