"""Names of organizations, choices of them, and who usually decides for a cell."""

from __future__ import annotations

from datetime import date

from dangvien.forms.deciding import symbol_of
from dangvien.models import OrganizationKind
from dangvien.procedure.deciders import deciders_of
from dangvien.procedure.places import (
    cell_options,
    committee_options,
    issuer_options,
    places_of,
    subtree_options,
    superior_line,
    usual_decider,
)
from tests import factories

TODAY = date(2024, 6, 3)


def labels(options):
    return [(option.group, option.label) for option in options]


def test_places_are_named_by_the_day(world):
    world.a1.placements.update(valid_to=date(2024, 1, 1))
    factories.place(world.a1, "Chi bộ Một", OrganizationKind.CHI_BO, world.ward_b, valid_from=date(2024, 1, 1))

    then, now = (places_of([world.a1.pk, None], day)[world.a1.pk] for day in (date(2020, 1, 1), TODAY))

    assert (str(then), then.above) == ("Chi bộ A1", "Đảng bộ Phường A")
    assert (str(now), now.above) == ("Chi bộ Một", "Đảng bộ Phường B")
    assert places_of([world.a3.pk], date(2020, 1, 1)) == {}


def test_cells_stand_under_their_superior_and_archives_are_marked(world):
    world.a2.placements.update(valid_to=date(2024, 1, 1))
    factories.place(world.a2, "Chi bộ A2", OrganizationKind.LUU_TRU, world.a1, valid_from=date(2024, 1, 1))

    assert labels(cell_options(world.scope(world.ward_a))) == [
        ("Đảng bộ Phường A", "Chi bộ A1"),
        ("Đảng bộ Phường A", "Chi bộ A3"),
        ("Chi bộ A1", "Chi bộ A2 (lưu trữ)"),
    ]


def test_committees_and_everything(world):
    scope = world.scope(world.city)

    assert [label for _, label in labels(committee_options(scope))] == [
        "Đảng bộ thành phố",
        "Đảng bộ Phường A",
        "Đảng bộ Phường B",
    ]
    assert len(subtree_options(scope)) == 7


def test_the_line_of_superiors_and_the_usual_decider(world):
    line = superior_line(world.a1, TODAY)

    assert line == [(world.ward_a.pk, "dang_bo_co_so"), (world.city.pk, "cap_tren_co_so")]
    assert usual_decider(line) == world.city.pk
    assert usual_decider(line[:1]) == world.ward_a.pk
    assert usual_decider([]) is None


def test_K34_the_usual_decider_is_the_one_with_a_mandate(world):
    scope = world.scope(world.city)
    assert deciders_of(scope, world.a1).usual == world.city

    factories.mandate(world.ward_a, date(2024, 1, 1))

    deciders = deciders_of(scope, world.a1)
    assert deciders.usual == world.ward_a
    assert deciders_of(scope, world.b1).usual == world.city
    last = {"issuer": world.city.pk, "signer": "Trần Văn Ký"}
    assert deciders.first(last) == {"issuer": world.ward_a, "signer": ""}
    assert deciders.first({"issuer": world.ward_a.pk, "signer": "Hồ Văn Mới"})["signer"] == "Hồ Văn Mới"


def test_issuers_are_the_superiors_of_today_and_of_past_years(world):
    old = factories.organization("cu", "Đảng bộ cũ", OrganizationKind.CAP_TREN, valid_to=date(2015, 1, 1))
    world.ward_a.placements.update(valid_from=date(2015, 1, 1))
    factories.place(world.ward_a, "Đảng bộ Phường A", OrganizationKind.DANG_BO_CO_SO, old, valid_to=date(2015, 1, 1))
    factories.place(old, "Đảng bộ cũ", OrganizationKind.LUU_TRU, world.city, valid_from=date(2015, 1, 1))

    found = issuer_options(world.scope(world.ward_a), world.a1, superior_line(world.a1, TODAY))

    assert [option.label for option in found] == ["Đảng bộ Phường A", "Đảng bộ thành phố", "Đảng bộ cũ (lưu trữ)"]


def test_a_ward_that_is_itself_directly_under_the_province_decides(world):
    """After 01/7/2025: the ward is cấp trên trực tiếp cơ sở, and the cells of another ward are not offered."""
    world.ward_a.placements.update(kind=OrganizationKind.CAP_TREN)

    found = deciders_of(world.scope(world.city), world.a1)

    assert found.usual == world.ward_a
    assert {option.organization for option in cell_options(found.subtree)} == {world.a1, world.a2, world.a3}


def test_a_decider_above_the_scope_leaves_the_scope_as_it_is(world):
    found = deciders_of(world.scope(world.ward_a), world.a1)

    assert (found.usual, found.signer) == (world.city, "Trần Văn Ký")
    assert len(cell_options(found.subtree)) == 3
    assert deciders_of(world.scope(world.ward_a), None).options == []


def test_the_symbol_is_that_of_the_day_else_of_the_newest_letterhead(world):
    head = world.city.letterheads.get()
    head.valid_to = date(2020, 1, 1)
    head.save()
    factories.letterhead(world.city, "TƯ", since=date(2021, 1, 1))

    assert symbol_of(world.city, date(2015, 1, 1)) == "TU"
    assert symbol_of(world.city, date(2020, 6, 1)) == "TƯ"
    assert symbol_of(world.ward_a, TODAY) == ""
