"""Forms about accounts and the roles that let them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, CodeField, OrganizationField, offer
from dangvien.forms.fields import DayField, TextField
from dangvien.forms.filtering import NameFilterForm
from dangvien.permissions import ROLE_CHOICES, ROLES
from dangvien.procedure.places import subtree_options, working_options
from dangvien.scope import Scope
from dangvien.text import search_key, sort_key

OPEN, CLOSED = "mo", "khoa"

DESCRIBED_ROLES = [(code, f"{role.label}: {role.description}") for code, role in ROLES.items()]


class AccountFilterForm(NameFilterForm):
    """Which accounts to list."""

    to_chuc = OrganizationField(label="Có phân công tại", required=False)
    vai_tro = CodeField(label="Vai trò", noun="vai trò", choices=ROLE_CHOICES, empty=ANY, required=False)
    trang_thai = CodeField(
        label="Trạng thái",
        noun="trạng thái",
        choices=[(OPEN, "Đang mở"), (CLOSED, "Đã khóa")],
        empty=ANY,
        required=False,
    )
    field_order = ["ten", "to_chuc", "vai_tro", "trang_thai"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))

    def keys(self) -> list[int]:
        """The accounts asked for, by given name; none while the form has a mistake.

        Sorted and searched here: accounts are few, and an account carries no keys for it as people in the register do.
        """
        if not self.is_valid():
            return []
        asked = self.cleaned_data
        found = self.scope.users
        if asked["to_chuc"] or asked["vai_tro"]:
            held = (self.scope.within(asked["to_chuc"]) if asked["to_chuc"] else self.scope).appointments
            if asked["vai_tro"]:
                held = held.filter(role=asked["vai_tro"])
            found = found.filter(pk__in=held.in_force_on(self.scope.today).values("user"))
        if asked["trang_thai"]:
            found = found.filter(is_active=asked["trang_thai"] == OPEN)
        words = search_key(asked["ten"]).split()
        named = [
            (sort_key(full_name), username, key)
            for key, full_name, username in found.values_list("pk", "full_name", "username")
            if all(word in f"{search_key(full_name)} {username}" for word in words)
        ]
        return [key for _, _, key in sorted(named)]


class RoleForm(HouseForm):
    """A role at an organization of the scope, from a day on."""

    organization = OrganizationField(label="Tại tổ chức")
    role = CodeField(label="Vai trò", noun="vai trò", choices=DESCRIBED_ROLES, empty=None, widget=forms.RadioSelect)
    since = DayField(label="Từ ngày", noun="ngày bắt đầu")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", working_options(scope))
        self.fields["since"].initial = scope.today


class AccountForm(RoleForm):
    """Opening an account with its first role."""

    full_name = TextField(label="Họ và tên", max_length=120, help_text="Viết đủ trong một ô, có dấu")
    username = TextField(
        label="Tên đăng nhập", max_length=40, help_text="Chữ thường không dấu, chữ số, dấu chấm; ví dụ an.phuong1"
    )
    field_order = ["full_name", "username", "organization", "role", "since"]

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"]).lower()
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,39}", username):
            raise ValidationError(
                "Tên đăng nhập gồm 3 đến 40 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối, ví dụ an.phuong1.",
                code="username",
            )
        return username


class AppointForm(RoleForm):
    """Another role for an account, for good or until a last day that is known already."""

    until = DayField(
        label="Đến hết ngày",
        noun="ngày cuối giữ vai trò",
        required=False,
        help_text="Để trống nếu chưa biết; ghi “Thôi phân công” sau cũng được",
    )
    reason = TextField(label="Lý do", required=False, max_length=250, multiline=True)
    field_order = ["organization", "role", "since", "until", "reason"]


class ReasonForm(HouseForm):
    """Why an account is closed or opened again."""

    reason = TextField(label="Lý do", noun="lý do", max_length=250, multiline=True)


class EndForm(ReasonForm):
    """The last day of a role, and why it ends."""

    last_day = DayField(label="Ngày cuối giữ vai trò", noun="ngày cuối giữ vai trò")
    field_order = ["last_day", "reason"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today


class AddressForm(HouseForm):
    """Where somebody wants to be reminded; empty for nowhere."""

    WRONG = "Địa chỉ thư chưa đúng. Ví dụ: vanphong@phuong1.gov.vn."

    email = forms.EmailField(
        label="Địa chỉ thư điện tử",
        required=False,
        max_length=120,
        help_text="Để trống nếu không muốn nhận thư. Thư chỉ ghi số việc, không ghi tên ai.",
        error_messages={"invalid": WRONG},
        widget=forms.EmailInput(attrs={"size": 28, "autocomplete": "email", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        """Plain letters only: some signs that Django lets pass in a domain cannot be written on any mail."""
        typed = str(self.cleaned_data["email"])
        if not typed.isascii():
            raise ValidationError(self.WRONG, code="invalid")
        return typed
