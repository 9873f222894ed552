"""Organizations in time: any day's tree, the archive rule, and acts that refuse what cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from dangvien.actions.reorganization import Place, archive, found, replace
from dangvien.models import AuditEntry, Kind, Organization, OrganizationKind, Placement
from dangvien.procedure.problem import Refused
from tests.worlds import SINCE, City

pytestmark = pytest.mark.django_db

REFORM = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)


@pytest.fixture
def city():
    return City()


def codes(queryset):
    return sorted(queryset.values_list("code", flat=True))


def under(root, day):
    return codes(Organization.objects.under([root.pk], on=day))


def test_the_subtree_is_that_of_the_day(city):
    replace(
        by=None,
        organization=city["p1c1"],
        place=Place("Chi bộ dời", OrganizationKind.CHI_BO, city["p2"]),
        on=REFORM,
    )

    assert under(city["p1"], BEFORE) == ["p1", "p1c1", "p1c2"]
    assert under(city["p1"], REFORM) == ["p1", "p1c2"]
    assert under(city["p2"], REFORM) == ["p1c1", "p2", "p2c1", "p2c2"]
    assert city["p1c1"].name_on(BEFORE) == "Tên p1c1"
    assert city["p1c1"].name_on(REFORM) == "Chi bộ dời"


def test_an_absorbed_organization_rolls_up_to_its_heir(city):
    for cell in ("p2c1", "p2c2"):
        replace(by=None, organization=city[cell], place=Place(cell, OrganizationKind.CHI_BO, city["p1"]), on=REFORM)
    archive(by=None, organization=city["p2"], heir=city["p1"], on=REFORM)

    assert under(city["p1"], REFORM) == ["p1", "p1c1", "p1c2", "p2", "p2c1", "p2c2"]
    assert under(city["p2"], BEFORE) == ["p2", "p2c1", "p2c2"]
    assert city["p2"].placement_on(REFORM).is_archive
    assert codes(Organization.objects.filter(placements__in=Placement.objects.standing_on(REFORM))) == [
        "p1", "p1c1", "p1c2", "p2c1", "p2c2", "tp",
    ]  # fmt: skip


def test_an_organization_with_others_below_it_is_not_archived(city):
    with pytest.raises(Refused, match="còn 2 tổ chức trực thuộc"):
        archive(by=None, organization=city["p2"], heir=city["p1"], on=REFORM)


def test_a_cell_with_members_is_not_archived(city):
    member = city.member()
    city.line(member, "p1c1", Kind.DAU_SO, date(2015, 1, 1))
    member.organization = city["p1c1"]
    member.save()

    with pytest.raises(Refused, match="còn 1 đảng viên"):
        archive(by=None, organization=city["p1c1"], heir=city["p1c2"], on=REFORM)


def test_a_cell_is_not_archived_before_its_last_line(city):
    member = city.member()
    city.line(member, "p1c1", Kind.DAU_SO, date(2015, 1, 1))
    city.line(member, "p1c1", Kind.CHUYEN_DI, REFORM)

    with pytest.raises(Refused, match="có dòng sổ ngày 01/7/2025"):
        archive(by=None, organization=city["p1c1"], heir=city["p1c2"], on=REFORM)
    archive(by=None, organization=city["p1c1"], heir=city["p1c2"], on=date(2025, 7, 2))


def test_an_organization_with_others_below_it_does_not_become_a_cell(city):
    with pytest.raises(Refused, match="Còn 2 tổ chức trực thuộc"):
        replace(by=None, organization=city["p2"], place=Place("Hai", OrganizationKind.CHI_BO, city["tp"]), on=REFORM)


def test_no_organization_hangs_under_itself(city):
    with pytest.raises(Refused, match="nằm dưới chính tổ chức này"):
        replace(
            by=None,
            organization=city["p1"],
            place=Place("Phường", OrganizationKind.DANG_BO_CO_SO, city["p1"]),
            on=REFORM,
        )
    with pytest.raises(Refused, match="là chi bộ"):
        replace(
            by=None,
            organization=city["p1"],
            place=Place("Phường", OrganizationKind.DANG_BO_CO_SO, city["p1c1"]),
            on=REFORM,
        )


def test_the_walk_ends_even_on_a_circle(city):
    Placement.objects.filter(organization=city["tp"]).update(parent=city["p1c1"])

    assert under(city["p1"], REFORM) == codes(Organization.objects.all())


def test_a_change_must_follow_the_last_one(city):
    place = Place("Phường", OrganizationKind.DANG_BO_CO_SO, city["tp"])
    with pytest.raises(Refused, match="phải sau ngày ấy"):
        replace(by=None, organization=city["p1"], place=place, on=SINCE)


def test_a_code_is_used_once_and_founding_is_noted(city):
    place = Place("Chi bộ mới", OrganizationKind.CHI_BO, city["p1"])
    found(by=None, code="moi", place=place, on=REFORM)

    with pytest.raises(Refused, match="đã dùng cho tổ chức khác"):
        found(by=None, code="moi", place=place, on=REFORM)
    (after,) = AuditEntry.objects.filter(verb="thành lập tổ chức").values_list("after", flat=True)
    assert after is not None
    assert after["tên"] == "Chi bộ mới"


def test_nothing_is_founded_under_what_did_not_stand(city):
    with pytest.raises(Refused, match="không hoạt động"):
        found(by=None, code="som", place=Place("Sớm", OrganizationKind.CHI_BO, city["p1"]), on=date(2009, 1, 1))


def test_the_database_keeps_one_open_place_and_days_in_order(city):
    same = {"organization": city["p1"], "parent": city["tp"], "name": "Hai", "kind": "dang_bo_co_so"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(**same, valid_from=date(2020, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(**same, valid_from=date(2009, 1, 1), valid_to=date(2009, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(
            **{**same, "parent": city["p1"]}, valid_from=date(2008, 1, 1), valid_to=date(2009, 1, 1)
        )
