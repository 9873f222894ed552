"""The accounts of the demo: one for every role, a second ward's secretary, one password for all of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from dangvien.actions import accounts
from dangvien.demo.figures import City
from dangvien.demo.tree import Tree
from dangvien.models import FOREVER, Organization, User
from dangvien.permissions import ROLES

SINCE = date(2021, 1, 1)
"""From this day on the accounts hold their roles."""
ENDED = "Tổ chức kết thúc hoạt động ngày 01/7/2025"


@dataclass(frozen=True)
class Account:
    """One account: who signs in, and the role held at an organization between two days (half-open)."""

    username: str
    full_name: str
    role: str
    organization: Organization
    since: date = SINCE
    until: date = FOREVER

    @property
    def sentence(self) -> str:
        """The line that people read: "bithu.phuong1: Bí thư, cán bộ đảng ủy, Đảng bộ Phường 1"."""
        return f"{self.username}: {ROLES[self.role].label}, {self.organization.name_on(self.since)}"


def of(city: City, tree: Tree) -> list[Account]:
    """The accounts for a tree. After the reform those of the city and its wards have ended and others begun."""
    end = tree.reformed_on
    first, second = (tree.units[ward.code] for ward in city.wards[:2])
    cell = tree.cells_of(city.wards[0], residential=True)[0].organization
    made = [
        Account("xem.phuong1", "Lê Thị Mỹ Hạnh", "xem", first, until=end),
        Account("chibo.kp1.phuong1", "Hoàng Văn Lợi", "chi_bo", cell),
        Account("bithu.phuong1", "Nguyễn Hữu Cảnh", "dang_uy", first, until=end),
        Account("bithu.phuong2", "Lê Thị Thanh Nhàn", "dang_uy", second, until=end),
        Account("bantochuc", "Phan Thị Ngọc Trâm", "ban_to_chuc", tree.city, until=end),
        Account("quantri", "Võ Quang Tín", "quan_tri", tree.province),
    ]
    if end == FOREVER:
        return made
    north, south = (tree.committee(ward, end) for ward in city.wards[:2])
    return [
        *made,
        Account("xem.dongha", "Trần Thị Khuê", "xem", north, since=end),
        Account("bithu.dongha", "Lê Thị Hải Vân", "dang_uy", north, since=end),
        Account("bithu.namdongha", "Hoàng Văn Thuận", "dang_uy", south, since=end),
        Account("bantochuc.tinh", "Đoàn Minh Khoa", "ban_to_chuc", tree.province, since=end),
    ]


def open_all(made: Sequence[Account], password: str) -> dict[str, User]:
    """Save the accounts with their appointments, by their names; nobody is asked to change the password."""
    hashed = make_password(password)
    users = {
        account.username: User.objects.create(username=account.username, full_name=account.full_name, password=hashed)
        for account in made
    }
    for account in made:
        user = users[account.username]
        appointment = accounts.appoint(
            by=None, user=user, organization=account.organization, role=account.role, since=account.since
        )
        if account.until != FOREVER:
            last_day = account.until - timedelta(days=1)
            accounts.end_appointment(by=users["quantri"], appointment=appointment, last_day=last_day, reason=ENDED)
    return users


def slip_path() -> Path:
    """Where an installation keeps the accounts of its demo register."""
    return Path(settings.DATA_DIR) / "demo-accounts.txt"


def keep_slip(made: Iterable[Account], password: str) -> str:
    """Write the accounts that can be used and their password into a file only its owner reads; gives its text."""
    lines = [account.sentence for account in made if account.until == FOREVER]
    text = "\n".join(["Tài khoản của sổ mẫu:", *(f"  {line}" for line in lines), f"Mật khẩu chung: {password}", ""])
    handle = os.open(slip_path(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        os.fchmod(handle, 0o600)
        stream.write(text)
    return text


def kept_slip() -> str:
    """The accounts of the demo register made here earlier; empty when there is none."""
    path = slip_path()
    return path.read_text(encoding="utf-8") if path.exists() else ""
