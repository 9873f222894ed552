"""Forms of files of lists: the empty workbook, the register as a file, a list to compare with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dangvien.actions.exporting import LONGEST_REASON
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import CodeField, OrganizationField, offer
from dangvien.forms.fields import TextField
from dangvien.forms.filtering import FilterForm
from dangvien.models import TrainingClass
from dangvien.procedure.places import Option
from dangvien.rosters.sizes import MOST_BYTES, TOO_LARGE
from dangvien.text import day_full

WHY = "Ví dụ: Đối chiếu với danh sách của Ban Tổ chức. Lý do được ghi vào nhật ký và in ở mọi trang của tệp."


class RosterTemplateForm(FilterForm):
    """Which kind of list is wanted, and whose organizations stand in it."""

    loai = CodeField(label="Loại danh sách", noun="loại danh sách", choices=[])
    to_chuc = OrganizationField(label="Đảng bộ", noun="đảng bộ")

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], roots: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["loai"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = list(kinds)
        offer(self, "to_chuc", roots)


class ReasonForm(HouseForm):
    """What people's data are taken out of the program for."""

    reason = TextField(label="Xuất để làm gì", noun="lý do xuất", max_length=LONGEST_REASON, help_text=WHY)


class WhyForm(ReasonForm):
    """What a list of people is taken out for; `ve` is the address of its file."""

    ve = forms.CharField(widget=forms.HiddenInput, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("token")  # nothing is written: sent twice it only asks for the file twice


class RegisterExportForm(ReasonForm):
    """The register of an organization as a file."""

    kind = CodeField(label="Danh sách", noun="danh sách", choices=[])
    organization = OrganizationField(label="Của tổ chức", noun="tổ chức")
    training_class = forms.ChoiceField(
        label="Lớp",
        required=False,
        help_text="Chỉ chọn khi xuất danh sách học viên.",
        error_messages={"invalid_choice": "Chọn lớp trong danh sách."},
    )

    field_order = ("kind", "organization", "training_class", "reason")

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[tuple[str, str]],
        roots: list[Option],
        classes: Iterable[TrainingClass],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kind, chosen = self.fields["kind"], self.fields["training_class"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(chosen, forms.ChoiceField)
        kind.choices = list(kinds)
        offer(self, "organization", roots)
        self._classes = {str(each.pk): each for each in classes}
        named = [(key, f"{each.name} ({day_full(each.starts_on)})") for key, each in self._classes.items()]
        chosen.choices = [("", "– Chọn lớp –"), *named]

    @property
    def chosen_class(self) -> TrainingClass | None:
        return self._classes.get(self.cleaned_data["training_class"])


class CompareForm(HouseForm):
    """A list that is held against the register. `content` holds its bytes once it is valid."""

    organization = OrganizationField(label="So với đảng viên của", noun="tổ chức")
    file = forms.FileField(
        label="Tệp",
        help_text="Excel (.xlsx, .xls) hoặc .csv, không quá 25 MB.",
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp danh sách.", "invalid": "Chọn lại tệp danh sách."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.csv,.txt"}),
    )

    def __init__(self, *args: Any, organizations: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", organizations)
        self.content = b""

    def clean_file(self) -> str:
        """Take the bytes; gives the name of the file. What it holds is read by the worker."""
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        self.content = sent.read()
        if not self.content:
            raise forms.ValidationError("Tệp này không có gì bên trong. Chọn lại tệp.")
        return str(sent.name or "danh-sach")[:200]
