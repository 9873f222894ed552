"""The small register that is drilled: a city, two wards with a cell each, and the three people who work in it.

An keeps the books of ward A, Bình those of ward B, Dũng is the administrator; all have the password of the factories.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import transaction

from dangvien.models import Kind, OrganizationKind, User
from tests import factories
from tests.factories import PASSWORD

SINCE = date(2020, 1, 1)
CELL, OTHER_CELL = "Chi bộ A1", "Chi bộ B1"


@transaction.atomic
def settle() -> None:
    """Fill an empty register."""
    city = factories.organization("tp", "Đảng bộ thành phố", OrganizationKind.CAP_TREN)
    factories.letterhead(city, "TU", "Trần Văn Ký")
    wards = [
        factories.organization(code, name, OrganizationKind.DANG_BO_CO_SO, city, sector="phuong")
        for code, name in (("phuong-a", "Đảng bộ Phường A"), ("phuong-b", "Đảng bộ Phường B"))
    ]
    factories.letterhead(wards[0], "ĐU", "Nguyễn Thị An")
    for ward, code, name in zip(wards, ("a-1", "b-1"), (CELL, OTHER_CELL), strict=True):
        cell = factories.organization(code, name, OrganizationKind.CHI_BO, ward, area="khu_dan_cu")
        for _ in range(3):
            member = factories.member(cell, admitted_on=SINCE)
            factories.movement(member, cell, Kind.CONG_NHAN, SINCE.replace(year=SINCE.year + 1))
    hashed = MD5PasswordHasher().encode(PASSWORD, "drill")
    for username, name, place, role in (
        ("an", "Nguyễn Thị An", wards[0], "dang_uy"),
        ("binh", "Trần Văn Bình", wards[1], "dang_uy"),
        ("dung", "Phạm Văn Dũng", city, "quan_tri"),
    ):
        made = factories.user(username, name, place, role)
        User.objects.filter(pk=made.pk).update(password=hashed)
