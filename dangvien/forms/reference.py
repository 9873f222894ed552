"""Forms of the reference data: residential places and the heads of papers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from dangvien.forms.choices import CodeField, OrganizationField, offer
from dangvien.forms.fields import DayField, TextField
from dangvien.models import FOREVER, Letterhead, Locality
from dangvien.procedure.places import subtree_options
from dangvien.scope import Scope
from dangvien.text import day_full

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm  # takes a parameter only in the stubs


class _DatedForm(_ModelForm):
    """A line that belongs to an organization of the scope and holds between two days.

    People write the last day on which it holds; the column keeps the first on which it no longer does.
    """

    scope: ClassVar[Scope]
    organization = OrganizationField(label="Thuộc tổ chức")
    valid_from = DayField(label="Từ ngày", noun="ngày bắt đầu")
    last_day = DayField(label="Đến hết ngày", noun="ngày cuối", required=False, help_text="Để trống khi chưa định")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", (option for option in subtree_options(self.scope) if not option.group))
        if self.instance.pk:
            self.initial["organization"] = self.instance.organization
            if self.instance.valid_to != FOREVER:
                self.initial["last_day"] = self.instance.valid_to - timedelta(days=1)

    def clean(self) -> dict[str, Any]:
        # The parent's clean would add Django's own sentences about uniqueness; ours name the day and the way out.
        given: dict[str, Any] = self.cleaned_data
        first, last = given.get("valid_from"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", f"Ngày cuối sớm hơn ngày bắt đầu ({day_full(first)}). Kiểm tra lại hai ngày.")
        self.refuse_doubles(given)
        self.instance.valid_to = last + timedelta(days=1) if last else FOREVER
        return given

    def refuse_doubles(self, given: dict[str, Any]) -> None:
        """Add an error when another line already says the same."""
        raise NotImplementedError


class LocalityForm(_DatedForm):
    """A khu phố, thôn or tổ dân phố."""

    name = TextField(label="Tên", max_length=120, help_text="Ví dụ: Khu phố 3")
    kind = CodeField(label="Loại", noun="loại", choices=Locality.Kind.choices)
    field_order = ["name", "kind", "organization", "valid_from", "last_day"]

    class Meta:
        model = Locality
        fields = ("name", "kind", "organization", "valid_from")

    def refuse_doubles(self, given: dict[str, Any]) -> None:
        same = self.scope.localities.filter(organization=given.get("organization"), name=given.get("name"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", f"{given['name']} đã có trong danh mục của tổ chức này. Sửa mục đang có.")


class LetterheadForm(_DatedForm):
    """Head and foot of an issuing body's papers."""

    superior = TextField(
        label="Cấp trên (dòng 1)", noun="dòng 1", max_length=120, help_text="Ví dụ: ĐẢNG BỘ TỈNH QUẢNG TRỊ"
    )
    body = TextField(
        label="Cơ quan ban hành (dòng 2)", noun="dòng 2", max_length=120, help_text="Ví dụ: THÀNH ỦY ĐÔNG HÀ"
    )
    place = TextField(label="Địa danh", max_length=60, help_text="Ví dụ: Đông Hà")
    symbol = TextField(label="Ký hiệu", max_length=20, help_text="Ví dụ: TU, ĐU")
    attached_to = TextField(
        label="Tên trong phụ lục", max_length=120, help_text="Như trong câu: Kèm theo Báo cáo … của BTV Thành ủy"
    )
    authority = TextField(label="Quyền hạn ký", max_length=120, help_text="Ví dụ: T/M BAN THƯỜNG VỤ")
    position = TextField(label="Chức vụ người ký", max_length=80, help_text="Ví dụ: PHÓ BÍ THƯ")
    signer = TextField(label="Người ký", max_length=120, required=False)
    recipients = TextField(
        label="Nơi nhận", multiline=True, max_length=2000, help_text="Mỗi dòng một nơi; dòng cuối là nơi lưu"
    )
    field_order = ["organization"]

    class Meta:
        model = Letterhead
        fields = (
            "organization", "superior", "body", "place", "symbol", "attached_to", "authority", "position", "signer",
            "recipients", "valid_from",
        )  # fmt: skip

    def refuse_doubles(self, given: dict[str, Any]) -> None:
        day = given.get("valid_from")
        if day is None:
            return
        same = self.scope.letterheads.filter(organization=given.get("organization"), valid_from=day)
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("valid_from", f"Tổ chức này đã có thể thức từ ngày {day_full(day)}. Sửa mục đang có.")
