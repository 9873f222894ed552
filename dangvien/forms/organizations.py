"""Forms about organizations: the day of the tree, founding, changing, archiving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max

from dangvien import codes
from dangvien.actions.reorganization import Place, archiving, changing, founding
from dangvien.forms.acts import ORDINALS, ActForm, ListedForm
from dangvien.forms.any_day import KnownDayForm
from dangvien.forms.choices import EMPTY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.fields import IntegerField, TextField
from dangvien.models import Organization, OrganizationKind, Placement
from dangvien.models.organization import CELLS
from dangvien.procedure.organizations import RESERVED
from dangvien.procedure.places import Option
from dangvien.procedure.restructuring import Restructuring
from dangvien.procedure.restructuring.making import promoting

WORKING_KINDS = [choice for choice in OrganizationKind.choices if choice[0] != OrganizationKind.LUU_TRU]


class TreeForm(KnownDayForm):
    """The day, and whether cells below committees are listed one by one."""

    chi_bo = forms.BooleanField(label="Hiện cả chi bộ trực thuộc và tổ chức lưu trữ", required=False)


class PlaceForm(ActForm):
    """What an organization is from a day on."""

    MORE = ("short_name", "sector", "area", "position", *ActForm.PAPER)

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
        if code in RESERVED:
            raise forms.ValidationError("Mã này dành cho phần mềm. Đặt mã khác.")
        return code

    def make(self) -> Restructuring:
        return founding(self.cleaned_data["code"], self.place, self.cleaned_data["on"])


class ReplaceForm(PlaceForm, ListedForm):
    """A new name, kind or superior for an organization that works on.

    A cell that becomes a committee names the cells founded under it; its people go into them by list.
    """

    cell_1 = TextField(label="Chi bộ mới thứ nhất, nhận mọi người", max_length=200, required=False)
    cell_2 = TextField(label="Chi bộ mới thứ hai, cho những người chọn riêng", max_length=200, required=False)
    cell_3 = TextField(label="Chi bộ mới thứ ba, cho những người chọn riêng", max_length=200, required=False)
    field_order = ["name", "short_name", "kind", "parent", "sector", "area", "position", "on"]

    NEW_CELLS = ("cell_1", "cell_2", "cell_3")

    def __init__(self, *args: Any, organization: Organization, current: Placement | None, **kwargs: Any) -> None:
        super().__init__(*args, organization=organization, current=current, **kwargs)
        if current is None or not current.is_cell:
            for name in self.NEW_CELLS:
                del self.fields[name]

    @property
    def cell_boxes(self) -> list[forms.BoundField]:
        """For the people of a cell that becomes a committee."""
        return [self[name] for name in self.NEW_CELLS if name in self.fields]

    @property
    def cells_are_open(self) -> bool:
        """Whether those boxes are to be seen at once."""
        names = [*self.NEW_CELLS, *self.row_names]
        return any(name in self.errors or self.data.get(name) for name in names if name in self.fields)

    @property
    def first_boxes(self) -> list[forms.BoundField]:
        return [box for box in super().first_boxes if box.name not in self.NEW_CELLS]

    def ways(self) -> list[tuple[str, str]]:
        return [(str(at), f"Chi bộ mới {word}") for at, word in enumerate(ORDINALS, 1)]

    @property
    def new_cells(self) -> list[str]:
        return [name for name in (self.cleaned_data.get(box) for box in self.NEW_CELLS) if name]

    @property
    def becomes_committee(self) -> bool:
        """Whether a cell is given a kind that holds no people."""
        kind = self.cleaned_data.get("kind")
        return bool(self.current and self.current.is_cell and kind and kind not in CELLS)

    def clean(self) -> dict[str, Any]:
        if not self.becomes_committee:
            if self.new_cells:
                self.add_error("cell_1", "Chi bộ mới chỉ ghi khi chi bộ này thành đảng bộ. Xóa ô này.")
        elif self.lines and not self.cleaned_data.get("cell_1"):
            self.add_error("cell_1", "Đảng bộ không có đảng viên trực tiếp. Ghi tên chi bộ mới nhận mọi người.")
        self.missing(str(at) for at in range(1, len(self.new_cells) + 1))
        return super().clean()

    def make(self) -> Restructuring:
        day = self.cleaned_data["on"]
        if self.becomes_committee:
            return promoting(self.organization, self.place.seat, self.new_cells, day, self.distribution("1"))
        return changing(self.organization, self.place, day)


class ArchiveForm(ActForm):
    """The end of an organization's work; its history stays under the heir."""

    heir = OrganizationField(label="Nơi kế thừa", noun="nơi kế thừa")
    field_order = ["heir", "on"]

    def __init__(self, *args: Any, organization: Organization, heirs: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        offer(self, "heir", heirs)

    def make(self) -> Restructuring:
        return archiving(self.organization, self.cleaned_data["heir"], self.cleaned_data["on"])
