"""Forms of reform plans: the workbook, who gets what of divided units, the last step, taking back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dangvien.forms.acts import ByDecisionForm
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import EMPTY, CodeField, OrganizationField, offer
from dangvien.forms.fields import DayField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.limited import Unreadable
from dangvien.procedure.places import Option
from dangvien.procedure.reform_plans import Question
from dangvien.procedure.reform_sheets import PLACES_SHEET, SHEETS, Sheets
from dangvien.workbooks import MOST_BYTES, TOO_LARGE, read_safely

NO_LINES = "Tệp không có dòng nào ghi việc phải làm. Chọn việc ở cột “Việc” cho các tổ chức thay đổi rồi gửi lại."


class TemplateForm(FilterForm):
    """For which đảng bộ and which day the empty workbook is wanted."""

    to_chuc = OrganizationField(label="Đảng bộ", noun="đảng bộ")
    ngay = DayField(label="Có hiệu lực từ ngày", noun="ngày có hiệu lực")

    def __init__(self, *args: Any, roots: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_chuc", roots)


class UploadForm(HouseForm):
    """A workbook and what it is for. `sheets` is what it says; the file itself is gone with the request."""

    organization = OrganizationField(label="Đảng bộ lập phương án", noun="đảng bộ")
    name = TextField(label="Tên phương án", max_length=200, help_text="Ví dụ: Phương án sắp xếp xã, phường năm 2025")
    on = DayField(label="Có hiệu lực từ ngày", noun="ngày có hiệu lực")
    file = forms.FileField(
        label="Tệp Excel",
        help_text="Tệp .xlsx theo mẫu, không quá 2 MB. Sổ đọc các dòng rồi bỏ tệp, không giữ lại.",
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp Excel.", "invalid": "Chọn lại tệp Excel."},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, roots: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", roots)
        self.digest = ""
        self.sheets = Sheets(())

    def clean_file(self) -> str:
        """Read the workbook; gives its name."""
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        content = sent.read()
        try:
            self.sheets = Sheets.of_workbook(read_safely(content, SHEETS, [PLACES_SHEET]))
        except Unreadable as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if not self.sheets.lines:
            raise forms.ValidationError(NO_LINES)
        self.digest = hashlib.sha256(content).hexdigest()
        return str(sent.name or "")[:200]


class ChoicesForm(HouseForm):
    """One box for each question about a divided unit; a box may stay open."""

    def __init__(self, *args: Any, questions: Sequence[Question], name_of: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys: dict[str, str] = {}
        self.questions = questions
        for question in questions:
            box = question.key.replace(":", "__")
            self._keys[box] = question.key
            self.fields[box] = CodeField(
                label=question.what,
                noun="nơi nhận",
                choices=[(heir, name_of(heir)) for heir in question.heirs],
                empty=EMPTY,
                required=False,
                initial=question.chosen,
            )

    @property
    def rows(self) -> list[tuple[Question, forms.BoundField]]:
        """Each question with its box."""
        return [(question, self[question.key.replace(":", "__")]) for question in self.questions]

    @property
    def choices(self) -> dict[str, str]:
        """Key of a question → heir chosen, empty where the box stayed open."""
        return {key: self.cleaned_data[box] for box, key in self._keys.items()}


class PerformForm(ByDecisionForm):
    """The last step: by which decision. `seen` says how far the register had come when the preview was read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("on")  # the plan has its day

    @property
    def stamp(self) -> dict[str, int]:
        """What the preview had seen; empty for nonsense, which then counts as stale."""
        pairs = [part.partition("=") for part in self.cleaned_data["seen"].split(";")]
        return {name: int(number) for name, _, number in pairs if number.isdecimal() and len(number) < 19}

    @staticmethod
    def written(stamp: dict[str, int]) -> str:
        """A stamp as the hidden box carries it."""
        return ";".join(f"{name}={number}" for name, number in stamp.items())


class TakePlanBackForm(HouseForm):
    """Why a plan that was carried out is taken back."""

    reason = TextField(label="Lý do rút lại", noun="lý do rút lại", max_length=250)
