"""Forms of the report in words: about what, what is typed for it, a template that is brought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import OrganizationField, offer
from dangvien.forms.fields import MarkField, TextField
from dangvien.scope import Scope
from dangvien.text import upper_first
from reports.catalog import by_code
from reports.engine.question import SHEET
from reports.forms import QuestionForm, report_places
from reports.narrative.figures import FIGURES
from reports.narrative.telling import Quote, quoted_names, written_labels
from reports.narrative.wordfile import MOST_BYTES, TOO_LARGE

PERIODIC = "R28"
"""The report whose boxes say about whom and when."""


class AboutForm(QuestionForm):
    """Of which organization and period; and, where there is a choice, by which template."""

    mau = forms.ChoiceField(
        label="Mẫu", required=False, error_messages={"invalid_choice": "Chọn một mẫu trong danh sách."}
    )

    def __init__(self, data: QueryDict | None, *, scope: Scope, templates: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(data, report=by_code(PERIODIC), scope=scope)
        for option in (*self.report.options, SHEET):
            del self.fields[option.code]
        if templates:
            field = self.fields["mau"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(templates)
            self.order_fields(["mau"])
        else:
            del self.fields["mau"]


class TypedForm(HouseForm):
    """What a template leaves to be typed: its texts, and quoted figures each with its document."""

    def __init__(self, *args: Any, asked: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = {f"loi_{place}": label for place, label in enumerate(dict.fromkeys(written_labels(asked)))}
        self.quoted = {f"so_{place}": name for place, name in enumerate(quoted_names(asked))}
        for box, label in self.labels.items():
            self.fields[box] = TextField(label=upper_first(label), noun=label, max_length=300)
        for box, name in self.quoted.items():
            figure = FIGURES[name]
            self.fields[box] = MarkField(
                label=figure.label,
                most=100,
                required=False,
                help_text="Ví dụ: 12,6. Không có thì để trống: chỗ ấy in (chưa có số).",
            )
            self.fields[f"van_ban_{box}"] = TextField(
                label=f"Văn bản nêu số ấy ({figure.label.lower()})",
                noun="văn bản nêu số ấy",
                required=False,
                max_length=250,
                help_text="Ví dụ: Chỉ thị số 09-CT/TU, ngày 03/5/2012",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for box in self.quoted:
            if data.get(box) is not None and not data.get(f"van_ban_{box}"):
                self.add_error(f"van_ban_{box}", "Nhập văn bản nêu số ấy: số, ký hiệu, ngày, cơ quan ban hành.")
        return data

    @property
    def asks(self) -> bool:
        """Whether anything is to be typed."""
        return bool(self.labels or self.quoted)

    @property
    def written(self) -> dict[str, str]:
        """Label → what was typed."""
        return {label: self.cleaned_data[box] for box, label in self.labels.items()}

    @property
    def quotes(self) -> dict[str, Quote]:
        """Quoted figure → its value and document."""
        given = self.cleaned_data
        return {
            name: Quote(given[box], given[f"van_ban_{box}"])
            for box, name in self.quoted.items()
            if given[box] is not None
        }


class BringForm(HouseForm):
    """A Word file, its name and whose template it is."""

    organization = OrganizationField(label="Đơn vị dùng mẫu", noun="đơn vị dùng mẫu")
    name = TextField(label="Tên mẫu", max_length=120, help_text="Ví dụ: Báo cáo quý của Ban Tổ chức")
    file = forms.FileField(
        label="Tệp Word",
        help_text="Tệp .docx, không quá 2 MB, có tên con số trong hai ngoặc, ví dụ {{ket_nap}}.",
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp Word.", "invalid": "Chọn lại tệp Word."},
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", report_places(scope))
        self.content = b""

    def clean_file(self) -> str:
        """Keep the bytes; what is in them is looked at by the action."""
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        self.content = sent.read()
        return str(sent.name or "")[:200]


class RetireForm(HouseForm):
    """The wish that a template is offered no more."""
