"""Forms about organizations: the day of the tree, founding, changing, archiving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max

from dangvien import codes
from dangvien.actions.deciding import DecisionFacts
from dangvien.actions.reorganization import Place
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import EMPTY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.deciding import Reference, ReferenceField, symbol_of
from dangvien.forms.fields import DayField, IntegerField, TextField
from dangvien.forms.filtering import DayForm
from dangvien.models import OrganizationKind, Placement
from dangvien.procedure.places import Option

WORKING_KINDS = [choice for choice in OrganizationKind.choices if choice[0] != OrganizationKind.LUU_TRU]


class TreeForm(DayForm):
    """The day, and whether cells below committees are listed one by one."""

    chi_bo = forms.BooleanField(label="Hiện cả chi bộ trực thuộc và tổ chức lưu trữ", required=False)


class ByDecisionForm(HouseForm):
    """A change of organizations: from which day, and by which decision when its paper is at hand."""

    on = DayField(label="Từ ngày", noun="ngày có hiệu lực")
    number = ReferenceField(
        label="Theo quyết định số", required=False, max_length=40, noun="số quyết định", help_text="Ví dụ: 125-QĐ/TU"
    )
    issuer = OrganizationField(label="Cơ quan ban hành", noun="cơ quan ban hành", required=False)
    issued_on = DayField(label="Ngày quyết định", required=False)

    PAPER = ("number", "issuer", "issued_on")

    def __init__(self, *args: Any, issuers: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "issuer", issuers)
        self.fields["number"].widget.attrs["size"] = 24
        self.order_fields([*(name for name in self.fields if name not in self.PAPER), *self.PAPER])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for name in self.PAPER if cleaned.get(name) or name in self.errors]
        if given and len(given) < len(self.PAPER):
            for name in set(self.PAPER) - set(given):
                self.add_error(name, "Ghi quyết định thì ghi đủ số, cơ quan ban hành và ngày; hoặc để trống cả ba.")
        reference, issuer, day = (cleaned.get(name) for name in self.PAPER)
        if reference and issuer and day and not reference.symbol:
            cleaned["number"] = Reference(reference.number, symbol_of(issuer, day))
            if not cleaned["number"].symbol:
                self.add_error("number", "Gõ đủ số và ký hiệu như trên giấy, ví dụ 125-QĐ/ĐU.")
        return cleaned

    @property
    def paper(self) -> DecisionFacts | None:
        """The decision's paper, when one was given."""
        given = self.cleaned_data
        if not given["number"]:
            return None
        return DecisionFacts(
            issuer=given["issuer"],
            number=given["number"].number,
            symbol=given["number"].symbol,
            issued_on=given["issued_on"],
        )


class PlaceForm(ByDecisionForm):
    """What an organization is from a day on."""

    name = TextField(label="Tên tổ chức", max_length=200, help_text="Ví dụ: Chi bộ khu phố 3")
    short_name = TextField(
        label="Tên trong biểu",
        required=False,
        max_length=120,
        help_text="Ví dụ: Phường 1. Trống thì dùng tên đầy đủ",
    )
    kind = CodeField(label="Loại tổ chức", noun="loại tổ chức", choices=WORKING_KINDS)
    parent = OrganizationField(label="Cấp trên", noun="cấp trên", required=False)
    sector = CodeField(label="Khối", noun="khối", choices=(), required=False)
    area = CodeField(label="Địa bàn", noun="địa bàn", choices=(), required=False)
    position = IntegerField(
        label="Thứ tự trong biểu", required=False, least=0, most=9999, help_text="Số nhỏ đứng trước"
    )

    def __init__(self, *args: Any, parents: list[Option], current: Placement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        # Only what already stands at the top of the tree may stay there.
        self.fields["parent"].required = current is None or current.parent_id is not None
        offer(self, "parent", parents)
        set_choices(self.fields["sector"], [EMPTY, *codes.of("sector").choices])
        set_choices(self.fields["area"], [EMPTY, *codes.of("cell_area").choices])
        self.fields["position"].widget.attrs["size"] = 6

    @property
    def place(self) -> Place:
        """What was typed; the residential place of an organization that is changed stays with it."""
        given = self.cleaned_data
        return Place(
            name=given["name"],
            short_name=given["short_name"],
            kind=OrganizationKind(given["kind"]),
            parent=given["parent"],
            sector=given["sector"],
            area=given["area"],
            position=self._position(given["position"]),
            locality=self.current.locality if self.current else None,
        )

    def _position(self, typed: int | None) -> int:
        """The order in tables; without one the old order, and a new organization stands last among its siblings."""
        if typed is not None:
            return typed
        if self.current:
            return self.current.position
        parent = self.cleaned_data["parent"]
        siblings = parent.child_placements.in_force_on(self.cleaned_data["on"])
        return int(siblings.aggregate(last=Max("position", default=0))["last"]) + 1


class FoundForm(PlaceForm):
    """Founding an organization."""

    code = TextField(
        label="Mã tổ chức",
        max_length=60,
        help_text="Chữ thường không dấu, số và gạch nối, ví dụ phuong-1-khu-pho-3. Mã không đổi về sau.",
    )
    field_order = ["name", "short_name", "code", "kind", "parent", "sector", "area", "position", "on"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not code.isascii() or not all(char.isalnum() or char == "-" for char in code) or code != code.lower():
            raise forms.ValidationError("Mã chỉ gồm chữ thường không dấu, chữ số và gạch nối, ví dụ phuong-1.")
        if code == "thanh-lap":
            raise forms.ValidationError("Mã này dành cho phần mềm. Đặt mã khác.")
        return code


class ReplaceForm(PlaceForm):
    """A new name, kind or superior for an organization that works on."""

    field_order = ["name", "short_name", "kind", "parent", "sector", "area", "position", "on"]


class ArchiveForm(ByDecisionForm):
    """The end of an organization's work; its history stays under the heir."""

    heir = OrganizationField(label="Nơi kế thừa", noun="nơi kế thừa")

    def __init__(self, *args: Any, heirs: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "heir", heirs)
        self.order_fields(["heir", "on", *self.PAPER])
