"""The register's number beside the printed one: counted in one's own scope, opened by the ordinary page."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from dangvien.models import OrganizationKind
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.beside.counting import Beside, counted
from reports.figure_check.findings import Piece
from tests import factories
from tests.reports.test_beside import figures_of

TEXT = (
    "Năm 2023, Đảng bộ Phường A kết nạp 3 đảng viên; năm 2023 toàn Đảng bộ kết nạp 5 đảng viên, trong đó khu dân cư "
    "kết nạp 2 đảng viên. Trong năm 2023, Đảng bộ Phường B kết nạp 1 đảng viên."
)


def beside(scope: Scope, organization) -> list[Beside]:
    pieces = [Piece("doan", TEXT, "Đoạn 1")]
    return counted(scope, organization, pieces, figures_of(pieces), date(2023, 12, 31))[0]


def test_when_the_time_is_over_no_more_is_counted_and_it_says_so(world, an):
    pieces = [Piece("doan", TEXT, "Đoạn 1")]

    given = (Scope.of(an), world.city, pieces, figures_of(pieces), date(2023, 12, 31))
    assert counted(*given, seconds=0.0) == ([], False)


def test_each_number_is_that_of_the_place_it_speaks_of_and_opens_its_people(world, as_chi, chi):
    for name in ("Lê Văn Một", "Lê Văn Hai"):
        factories.member(world.a1, name, date(2023, 2, 3))
    factories.member(world.b1, "Lê Văn Ba", date(2023, 5, 3))
    scope = Scope.of(chi).limited_to(Permission.VIEW_REPORTS)

    found = beside(scope, world.city)

    assert [(each.printed, each.value, each.off, each.organization) for each in found] == [
        ("3", 2, -1, "phuong-a"), ("5", 3, -2, "tp"), ("2", 3, 1, "tp"), ("1", 1, 0, "phuong-b"),
    ]  # fmt: skip
    assert [Beside.from_json(each.to_json()) for each in found] == found
    result = factories.check_result()
    result.counted.extend(each.to_json() for each in found)
    draft = factories.checked_draft(world.city, chi, result)
    page = as_chi.get(reverse("bao-cao-kiem-tra-so-lieu-xem", args=[draft.pk]))
    people = as_chi.get(page.context["compared"][0].address).content.decode()
    assert "Lê Văn Một" in people
    assert "Lê Văn Ba" not in people


def test_of_a_ward_nothing_is_told_about_the_other_one(world, an):
    found = beside(Scope.of(an).limited_to(Permission.VIEW_REPORTS), world.ward_a)

    assert [(each.printed, each.organization) for each in found] == [
        ("3", "phuong-a"),
        ("5", "phuong-a"),
        ("2", "phuong-a"),
    ]


def test_names_are_those_of_the_draft_s_own_day(world, chi):
    factories.member(world.b1, "Lê Văn Ba", date(2023, 5, 3))
    world.ward_b.placements.update(valid_to=date(2024, 1, 1))
    factories.place(
        world.ward_b, "Đảng bộ Phường Mới", OrganizationKind.DANG_BO_CO_SO, world.city, valid_from=date(2024, 1, 1)
    )
    text = (
        "Tính đến ngày 31/12/2023, Đảng bộ Phường B có tổng số 2 đảng viên, Đảng bộ Phường Mới có tổng số 9 đảng viên."
    )
    pieces = [Piece("doan", text, "Đoạn 1")]

    found, _ = counted(Scope.of(chi), world.city, pieces, figures_of(pieces), None)

    assert [(each.printed, each.value, each.organization) for each in found] == [("2", 1, "phuong-b")]
