"""Mandates of committees, and the way of a cell's cases by organization and day (models A, B, C; K34)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dangvien import rules
from dangvien.actions.mandates import end_mandate, grant_mandate
from dangvien.models import FOREVER, Deadline, Mandate, Organization, OrganizationKind, StepKind, User
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.mandates import grantable
from dangvien.procedure.problem import Refused
from dangvien.procedure.route import Body, Route, route_of
from tests import factories
from tests.people import World
from tests.ways import Walk

TODAY = date(2026, 10, 5)
REFORM, CONVERSION = date(2025, 7, 1), date(2026, 9, 30)


def grant(by: User, organization: Organization, kind: Mandate.Kind = Mandate.Kind.MO_HINH_MOI, **given) -> Mandate:
    facts = {
        "since": CONVERSION,
        "until": None,
        "document": "Quyết định 125-QĐ/TU",
        "issued_on": date(2026, 9, 20),
        "today": TODAY,
        **given,
    }
    return grant_mandate(by=by, organization=organization, kind=kind, **facts)


@pytest.fixture
def province(world: World) -> Organization:
    return factories.organization("tinh", "Đảng bộ tỉnh", OrganizationKind.TINH)


def reform(world: World, province: Organization) -> None:
    """1 July 2025: ward A is a commune directly below the province, and decides itself."""
    close = world.ward_a.placements.get()
    close.valid_to = REFORM
    close.save()
    kind = OrganizationKind.CAP_TREN
    factories.place(world.ward_a, "Đảng bộ Phường A", kind, province, sector="phuong", valid_from=REFORM)


def way(cell: Organization, day: date) -> Route:
    return route_of(cell, day, rules.on(day).organization_era.value)


# Ways


def test_era_A_the_ward_resolves_and_the_city_decides(world: World):
    found = way(world.a1, date(2024, 6, 3))

    assert (found.era, found.checking, found.resolving, found.deciding) == ("A", None, world.ward_a.pk, world.city.pk)
    assert found.body is Body.STANDING
    assert found.approving == world.ward_a.pk
    assert found.line == (world.a1.pk, world.ward_a.pk, world.city.pk)


def test_era_A_a_part_committee_checks_before_the_grassroots_committee_resolves(world: World):
    part = factories.organization("bp", "Đảng bộ bộ phận Chợ", OrganizationKind.DANG_BO_BO_PHAN, world.ward_a)
    cell = factories.organization("bp-1", "Chi bộ Chợ", OrganizationKind.CHI_BO, part)

    found = way(cell, date(2024, 6, 3))

    assert (found.checking, found.resolving, found.deciding) == (part.pk, world.ward_a.pk, world.city.pk)


def test_a_grassroots_cell_has_nobody_between_it_and_the_decider(world: World):
    cell = factories.organization("cbcs", "Chi bộ cơ sở Trạm", OrganizationKind.CHI_BO_CO_SO, world.city)

    found = way(cell, date(2024, 6, 3))

    assert (found.checking, found.resolving, found.deciding) == (None, None, world.city.pk)
    assert found.approving == world.city.pk


def test_the_reform_of_july_2025_lets_the_ward_decide_on_the_cells_resolution(world: World, province: Organization):
    reform(world, province)

    before, after = way(world.a1, REFORM - timedelta(days=1)), way(world.a1, REFORM)

    assert (before.era, before.resolving, before.deciding) == ("A", world.ward_a.pk, world.city.pk)
    assert (after.era, after.resolving, after.deciding) == ("B", None, world.ward_a.pk)
    assert after.body is Body.STANDING


def test_era_B_a_grassroots_committee_inside_the_commune_still_resolves(world: World, province: Organization):
    reform(world, province)
    office = factories.organization("ubnd", "Đảng bộ Ủy ban nhân dân", OrganizationKind.DANG_BO_CO_SO, world.ward_a)
    cell = factories.organization("ubnd-1", "Chi bộ Văn phòng", OrganizationKind.CHI_BO, office)

    found = way(cell, date(2025, 9, 1))

    assert (found.resolving, found.deciding) == (office.pk, world.ward_a.pk)


def test_era_C_a_ward_that_converts_on_30_9_2026_decides_before_and_after(
    world: World, province: Organization, an: User
):
    reform(world, province)
    office = factories.organization("ubnd", "Đảng bộ Ủy ban nhân dân", OrganizationKind.DANG_BO_CO_SO, world.ward_a)
    cell = factories.organization("ubnd-1", "Chi bộ Văn phòng", OrganizationKind.CHI_BO, office)
    grant(an, world.ward_a)

    before, after = way(world.a1, CONVERSION - timedelta(days=1)), way(world.a1, CONVERSION)

    assert (before.era, before.deciding) == ("B", world.ward_a.pk)
    assert (after.era, after.resolving, after.deciding) == ("C", None, world.ward_a.pk)
    assert way(cell, CONVERSION - timedelta(days=1)).resolving == office.pk
    assert (way(cell, CONVERSION).era, way(cell, CONVERSION).resolving) == ("C", None)
    assert way(world.b1, CONVERSION).era == "B"


def test_a_delegated_committee_decides_itself_by_two_thirds_of_all(world: World, an: User):
    grant(an, world.ward_a, Mandate.Kind.UY_QUYEN, since=date(2024, 3, 1), until=date(2024, 12, 31))

    for day, deciding, body in (
        (date(2024, 2, 29), world.city.pk, Body.STANDING),
        (date(2024, 3, 1), world.ward_a.pk, Body.DELEGATED),
        (date(2024, 12, 31), world.ward_a.pk, Body.DELEGATED),
        (date(2025, 1, 1), world.city.pk, Body.STANDING),
    ):
        found = way(world.a1, day)
        assert (found.deciding, found.body) == (deciding, body), day


def test_where_only_the_province_stands_above_it_decides(world: World):
    top = factories.organization("tinh", "Đảng bộ tỉnh", OrganizationKind.TINH)
    base = factories.organization("cs", "Đảng bộ Bệnh viện tỉnh", OrganizationKind.DANG_BO_CO_SO, top)
    cell = factories.organization("cs-1", "Chi bộ Khoa Nội", OrganizationKind.CHI_BO, base)

    found = way(cell, date(2024, 6, 3))

    assert (found.resolving, found.deciding, found.body) == (base.pk, top.pk, Body.PROVINCE)


def test_K34_a_ward_decides_only_from_the_day_it_was_delegated(world: World, an: User):
    walk = Walk(an, world.a1, world.city)
    walk.until(StepKind.TRINH)
    day = walk.day + timedelta(days=1)
    by_ward = DecisionFacts(world.ward_a, 5, "ĐU", day)
    with pytest.raises(Refused, match="không có thẩm quyền"):
        walk.step(StepKind.QUYET_DINH_KET_NAP, day, decision=by_ward)

    grant(an, world.ward_a, Mandate.Kind.UY_QUYEN, since=day, issued_on=day)

    assert walk.step(StepKind.QUYET_DINH_KET_NAP, day, decision=by_ward).decision is not None


# Granting and ending


def test_a_mandate_is_written_down_with_its_document(world: World, an: User):
    made = grant(an, world.ward_a, until=date(2027, 1, 1))

    assert (made.valid_from, made.valid_to) == (CONVERSION, date(2027, 1, 2))
    assert (made.document, made.issued_on) == ("Quyết định 125-QĐ/TU", date(2026, 9, 20))
    assert grant(an, world.ward_b).valid_to == FOREVER


def test_what_is_owed_below_is_computed_anew(world: World, an: User):
    """Before the mandate the ward's committee has to resolve; after it the ward decides and the papers go to it."""
    walk = Walk(an, world.a1, world.city, begins_on=date(2026, 7, 27), today=TODAY)
    walk.until(StepKind.NQ_CHI_BO)
    waiting = Deadline.objects.filter(case=walk.case, clock="quyet_dinh_ket_nap")
    assert waiting.get().waiting_for == "cap_uy"

    grant(an, world.ward_a, since=walk.day)

    assert waiting.get().waiting_for == "tham_quyen"


@pytest.mark.parametrize(
    ("where", "given", "words"),
    [
        ("a1", {}, "là chi bộ, không giao được"),
        ("city", {"kind": Mandate.Kind.UY_QUYEN}, "không giao được việc này"),
        ("ward_a", {"since": date(2026, 7, 25)}, "chỉ có từ ngày 26/7/2026"),
        ("ward_a", {"since": date(2009, 1, 1), "kind": Mandate.Kind.UY_QUYEN}, "không hoạt động"),
        ("ward_a", {"until": date(2026, 9, 1)}, "Đến ngày phải sau từ ngày"),
        ("ward_a", {"issued_on": date(2026, 10, 6)}, "ở tương lai"),
        ("ward_a", {"document": "  "}, "Nhập số, ký hiệu văn bản"),
    ],
    ids=["a cell", "not a base", "too early", "before it stood", "ends before", "document of tomorrow", "no document"],
)
def test_a_mandate_that_cannot_be_is_refused(world: World, an: User, where: str, given, words: str):
    with pytest.raises(Refused, match=words):
        grant(an, getattr(world, where), **given)
    assert not Mandate.objects.exists()


def test_two_mandates_of_a_kind_never_overlap(world: World, an: User):
    made = grant(an, world.ward_a, until=date(2026, 12, 31))

    for since in (date(2026, 8, 1), date(2026, 10, 1), date(2026, 12, 31)):
        with pytest.raises(Refused, match="Đã ghi việc này từ ngày 30/9/2026 đến trước ngày"):
            grant(an, world.ward_a, since=since)
    assert grant(an, world.ward_a, since=date(2027, 1, 1)).pk != made.pk
    grant(an, world.ward_a, Mandate.Kind.UY_QUYEN, since=date(2026, 10, 1))


def test_a_mandate_ends_with_a_day_and_a_reason(world: World, an: User):
    made = grant(an, world.ward_a)
    for last_day, reason, words in (
        (TODAY, " ", "Nhập văn bản"),
        (CONVERSION - timedelta(days=1), "QĐ 9", "trước ngày bắt đầu"),
    ):
        with pytest.raises(Refused, match=words):
            end_mandate(by=an, mandate=made, last_day=last_day, reason=reason, today=TODAY)

    ended = end_mandate(by=an, mandate=made, last_day=TODAY, reason="QĐ 9", today=TODAY)

    assert ended.valid_to == TODAY + timedelta(days=1)
    assert way(world.a1, TODAY).era == "C"
    assert way(world.a1, TODAY + timedelta(days=1)).era == "B"
    with pytest.raises(Refused, match="đã hết"):
        end_mandate(by=an, mandate=ended, last_day=TODAY, reason="QĐ 9", today=TODAY)


def test_what_may_be_given_hangs_on_the_kind(world: World):
    assert grantable(world.ward_a, TODAY) == [Mandate.Kind.MO_HINH_MOI, Mandate.Kind.UY_QUYEN]
    assert grantable(world.city, TODAY) == [Mandate.Kind.MO_HINH_MOI]
    assert grantable(world.a1, TODAY) == []
