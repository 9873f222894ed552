"""Forms of the guided acts on organizations. Each says a plan, which is checked as a whole before it is shown."""

from __future__ import annotations

from typing import Any

from dangvien.forms.acts import ORDINALS, ActForm, ListedForm
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import CodeField, OrganizationField, offer
from dangvien.forms.fields import TextField
from dangvien.forms.filtering import FilterForm
from dangvien.models import Organization
from dangvien.procedure.places import Option
from dangvien.procedure.restructuring import Restructuring
from dangvien.procedure.restructuring.making import (
    Distribution,
    are_alike,
    dissolving,
    joining,
    merging,
    splitting,
)

STAY = "0"


class WhichForm(FilterForm):
    """Which organization an act is about."""

    to_chuc = OrganizationField(label="Tổ chức", noun="tổ chức")

    def __init__(self, *args: Any, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_chuc", options)


class MergeForm(ActForm):
    """One or more organizations into one that goes on."""

    organization = OrganizationField(label="Tổ chức sáp nhập", noun="tổ chức sáp nhập")
    second = OrganizationField(label="Tổ chức sáp nhập thứ hai", noun="tổ chức thứ hai", required=False)
    heir = OrganizationField(label="Vào tổ chức", noun="tổ chức nhận sáp nhập")
    field_order = ["organization", "second", "heir", "on"]

    def __init__(self, *args: Any, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("organization", "second", "heir"):
            offer(self, name, options)

    def clean(self) -> dict[str, Any]:
        given = [self.cleaned_data.get(name) for name in ("organization", "second", "heir")]
        _refuse_mixture(self, "heir", [one for one in given if one is not None])
        return super().clean()

    def make(self) -> Restructuring:
        given = self.cleaned_data
        sources = [one for one in (given["organization"], given["second"]) if one is not None]
        return merging(sources, given["heir"], given["on"])


class JoinForm(ActForm):
    """Two or three organizations into a new one, which stands where the first one stood."""

    first = OrganizationField(label="Tổ chức thứ nhất", noun="tổ chức thứ nhất")
    second = OrganizationField(label="Tổ chức thứ hai", noun="tổ chức thứ hai")
    third = OrganizationField(label="Tổ chức thứ ba", noun="tổ chức thứ ba", required=False)
    name = TextField(
        label="Tên tổ chức mới",
        max_length=200,
        help_text="Loại, cấp trên, khối và địa bàn lấy theo tổ chức thứ nhất.",
    )
    short_name = TextField(label="Tên trong biểu", required=False, max_length=120)
    field_order = ["first", "second", "third", "name", "short_name", "on"]

    def __init__(self, *args: Any, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second", "third"):
            offer(self, name, options)

    def clean(self) -> dict[str, Any]:
        given = [self.cleaned_data.get(name) for name in ("first", "second", "third")]
        _refuse_mixture(self, "second", [one for one in given if one is not None])
        return super().clean()

    def make(self) -> Restructuring:
        given = self.cleaned_data
        sources = [one for one in (given["first"], given["second"], given["third"]) if one is not None]
        return joining(sources, given["name"], given["short_name"], given["on"])


def _refuse_mixture(form: HouseForm, field: str, organizations: list[Organization]) -> None:
    """The organizations of one act are several, and either all cells or all committees."""
    if len({one.pk for one in organizations}) < len(organizations):
        form.add_error(field, "Một tổ chức được chọn hai lần. Chọn các tổ chức khác nhau.")
    if not are_alike(organizations):
        form.add_error(field, "Chi bộ chỉ nhập với chi bộ, đảng bộ chỉ nhập với đảng bộ. Chọn lại.")


class SplitForm(ListedForm):
    """New organizations out of one, which ends or goes on with those who were not given a new place."""

    name_1 = TextField(label="Tên tổ chức mới thứ nhất", max_length=200)
    name_2 = TextField(label="Tên tổ chức mới thứ hai", max_length=200, required=False)
    name_3 = TextField(label="Tên tổ chức mới thứ ba", max_length=200, required=False)
    others = CodeField(
        label="Những người không chọn riêng ở danh sách dưới",
        noun="nơi đến chung",
        choices=[
            (STAY, "Ở lại; tổ chức cũ tiếp tục hoạt động"),
            *((str(at), f"Về tổ chức mới {word}; tổ chức cũ thôi hoạt động") for at, word in enumerate(ORDINALS, 1)),
        ],
    )
    field_order = ["name_1", "name_2", "name_3", "others", "on"]

    def ways(self) -> list[tuple[str, str]]:
        return [(str(at), f"Tổ chức mới {word}") for at, word in enumerate(ORDINALS, 1)]

    @property
    def names(self) -> list[str]:
        given = [self.cleaned_data.get(f"name_{at}") for at in (1, 2, 3)]
        return [name for name in given if name]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("name_3") and not given.get("name_2"):
            self.add_error("name_2", "Ghi tên tổ chức mới thứ hai trước tổ chức thứ ba.")
        ends = given.get("others", STAY) != STAY
        if ends and not given.get("name_2"):
            self.add_error("name_2", "Tổ chức cũ thôi hoạt động thì phải có ít nhất hai tổ chức mới.")
        numbers = [str(at) for at in range(1, len(self.names) + 1)]
        self.missing(numbers)
        if ends and given.get("others") not in numbers:
            self.add_error("others", "Tổ chức mới này chưa ghi tên ở trên.")
        return super().clean()

    def make(self) -> Restructuring:
        others = self.cleaned_data["others"]
        distribution = self.distribution(None if others == STAY else others)
        return splitting(self.organization, self.names, self.cleaned_data["on"], distribution, ends=others != STAY)


class DissolveForm(ListedForm):
    """An organization ends; what it held goes to others by list."""

    to_1 = OrganizationField(label="Chuyển mọi người sang", noun="nơi nhận", required=False)
    to_2 = OrganizationField(label="Nơi nhận thứ hai, cho những người chọn riêng", noun="nơi nhận", required=False)
    to_3 = OrganizationField(label="Nơi nhận thứ ba, cho những người chọn riêng", noun="nơi nhận", required=False)
    field_order = ["to_1", "to_2", "to_3", "on"]

    def __init__(self, *args: Any, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("to_1", "to_2", "to_3"):
            offer(self, name, options)
        self.fields["to_1"].required = bool(self.lines)

    def ways(self) -> list[tuple[str, str]]:
        return [(str(at), f"Nơi nhận {word}") for at, word in enumerate(ORDINALS, 1)]

    def clean(self) -> dict[str, Any]:
        given = {str(at): self.cleaned_data.get(f"to_{at}") for at in (1, 2, 3)}
        named = [one.pk for one in given.values() if isinstance(one, Organization)]
        if len(named) != len(set(named)):
            self.add_error("to_2", "Một nơi nhận được chọn hai lần. Chọn các nơi khác nhau.")
        self.missing(number for number, one in given.items() if one)
        return super().clean()

    def make(self) -> Restructuring:
        codes = {str(at): one.code for at in (1, 2, 3) if (one := self.cleaned_data.get(f"to_{at}")) is not None}
        chosen = self.distribution("1" if "1" in codes else None)

        def named(numbers: Any) -> dict[int, str]:
            return {key: codes[number] for key, number in numbers.items()}

        distribution = Distribution(
            codes.get("1"), named(chosen.members), named(chosen.candidates), named(chosen.organizations)
        )
        return dissolving(self.organization, self.cleaned_data["on"], distribution)


class TakeBackForm(HouseForm):
    """Why an act is taken back."""

    reason = TextField(label="Lý do rút lại", max_length=250, noun="lý do rút lại")
