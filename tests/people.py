"""A small world of two wards under one city, and the six people who use the program in it.

An is the secretary of ward A, Bình of ward B; Chi sits on the city's organization board; Dũng is the administrator;
Giang may only read in ward A; Hoa is the secretary of a cell of ward A. It is 3 June 2024 there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
import time_machine
from django.test import Client

from dangvien.models import Organization, OrganizationKind, User
from dangvien.permissions import Permission
from dangvien.scope import Scope
from tests import factories

TODAY = date(2024, 6, 3)
NOON = "2024-06-03T12:00:00+07:00"


@dataclass(frozen=True)
class World:
    """The organizations by short names: a1 and a2 are cells of ward A, b1 of ward B; a3 stands since 2023 only."""

    city: Organization
    ward_a: Organization
    ward_b: Organization
    a1: Organization
    a2: Organization
    a3: Organization
    b1: Organization

    def scope(self, organization: Organization) -> Scope:
        """What somebody who may do everything sees below an organization."""
        return Scope.whole(organization, list(Permission), TODAY)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOON):
        yield small_world()


def small_world() -> World:
    """Its organizations and a letterhead, at noon of its day."""
    city = factories.organization("tp", "Đảng bộ thành phố", OrganizationKind.CAP_TREN)
    wards = [
        factories.organization(code, name, OrganizationKind.DANG_BO_CO_SO, city, sector="phuong")
        for code, name in (("phuong-a", "Đảng bộ Phường A"), ("phuong-b", "Đảng bộ Phường B"))
    ]

    def cell(code: str, name: str, ward: Organization, **more: object) -> Organization:
        return factories.organization(code, name, OrganizationKind.CHI_BO, ward, area="khu_dan_cu", **more)

    factories.letterhead(city, "TU", "Trần Văn Ký")
    return World(
        city,
        wards[0],
        wards[1],
        a1=cell("a-1", "Chi bộ A1", wards[0]),
        a2=cell("a-2", "Chi bộ A2", wards[0]),
        a3=cell("a-3", "Chi bộ A3", wards[0], valid_from=date(2023, 1, 1)),
        b1=cell("b-1", "Chi bộ B1", wards[1]),
    )


@pytest.fixture
def an(world: World) -> User:
    return factories.user("an", "Nguyễn Thị An", world.ward_a, "dang_uy")


@pytest.fixture
def binh(world: World) -> User:
    return factories.user("binh", "Trần Văn Bình", world.ward_b, "dang_uy")


@pytest.fixture
def chi(world: World) -> User:
    return factories.user("chi", "Lê Thị Chi", world.city, "ban_to_chuc")


@pytest.fixture
def dung(world: World) -> User:
    return factories.user("dung", "Phạm Văn Dũng", world.city, "quan_tri")


@pytest.fixture
def giang(world: World) -> User:
    return factories.user("giang", "Đỗ Thị Giang", world.ward_a, "xem")


@pytest.fixture
def hoa(world: World) -> User:
    return factories.user("hoa", "Hồ Thị Hoa", world.a1, "chi_bo")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which a person has signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def as_an(an: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(an)


@pytest.fixture
def as_binh(binh: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(binh)


@pytest.fixture
def as_chi(chi: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(chi)


@pytest.fixture
def as_dung(dung: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(dung)


@pytest.fixture
def as_giang(giang: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(giang)


@pytest.fixture
def as_hoa(hoa: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(hoa)
