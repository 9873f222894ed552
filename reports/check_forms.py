"""Forms of testing a draft's figures: bringing it, choosing what is shown of the findings, answering one."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import OrganizationField, offer
from dangvien.forms.fields import DayField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.scope import Scope
from dangvien.uploads import MOST_OF_DRAFT
from reports.checking import EMPTY_FILE, EMPTY_TEXT, TOO_LARGE, AnswerFacts
from reports.forms import report_places
from reports.models import LONGEST_NOTE, CheckedDraft, DraftFinding

LONGEST_TEXT = 500_000
"""Characters that may be pasted: some 200 pages."""

OTHER = "khac"
"""The choice of a repair that is none of those offered."""


class PastedField(TextField):
    """A text of many lines as it was copied: unlike in other boxes tabs stay, because they part the cells of tables."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(multiline=True, **kwargs)

    def to_python(self, value: Any) -> str:
        super().to_python(value)  # refuses what cannot be read
        return unicodedata.normalize("NFC", str(value or "")).replace("\r\n", "\n")


class DraftForm(HouseForm):
    """A draft: a file or a pasted text, and whose figures it tells. `content` holds its bytes once it is valid."""

    organization = OrganizationField(
        label="Văn bản nói về số liệu của",
        noun="tổ chức",
        help_text="Sổ đếm trong phạm vi tổ chức này; ai xem được báo cáo của tổ chức thì xem được kết quả.",
    )
    as_of = DayField(
        label="Số liệu tính đến ngày",
        required=False,
        help_text="Để trống nếu văn bản đã nêu ngày. Ví dụ: 20/5/2022",
    )
    file = forms.FileField(
        label="Tệp",
        required=False,
        help_text=f"Word (.docx), PDF, Excel (.xlsx) hoặc .txt, không quá {MOST_OF_DRAFT // 1024 // 1024} MB.",
        allow_empty_file=True,
        error_messages={"invalid": "Chọn lại tệp."},
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.xlsx,.xlsm,.txt"}),
    )
    text = PastedField(
        label="Hoặc dán văn bản",
        noun="văn bản dán vào",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Dán cả bảng kèm theo nếu có.",
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = report_places(scope)
        offer(self, "organization", options)
        own = [option.organization for option in options if option.organization.pk in scope.roots]
        if own and not self.initial.get("organization"):
            self.fields["organization"].initial = own[0]
        self.content, self.file_name = b"", ""

    def clean_file(self) -> Any:
        """Take the bytes, if a file was sent. What it holds is read by the worker."""
        sent: UploadedFile[Any] | None = self.cleaned_data["file"]
        if not sent:
            return None
        if (sent.size or 0) > MOST_OF_DRAFT:
            raise ValidationError(TOO_LARGE)
        self.content, self.file_name = sent.read(), str(sent.name or "van-ban")[:200]
        if not self.content:
            raise ValidationError(EMPTY_FILE)
        return sent

    def clean_text(self) -> str:
        """The pasted text, if it is not longer than what is read."""
        pasted = str(self.cleaned_data["text"])
        if len(pasted) > LONGEST_TEXT:
            raise ValidationError("Văn bản dán vào dài quá 500.000 chữ cái. Dán riêng phần có số liệu.")
        return pasted

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"file", "text"} & self.errors.keys():
            return data
        pasted = data.get("text", "")
        if self.content and pasted.strip():
            self.add_error("text", "Chỉ gửi một trong hai: bỏ văn bản ở ô này, hoặc không chọn tệp.")
        elif not self.content and not pasted.strip():
            self.add_error("text", EMPTY_TEXT)
        elif not self.content:
            self.content = pasted.encode()
        return data


class FindingFilterForm(FilterForm):
    """Which of the findings are shown."""

    loai = forms.ChoiceField(label="Loại", required=False)
    tra_loi = forms.ChoiceField(label="Trả lời", required=False, choices=[("", "Tất cả"), *DraftFinding.State.choices])

    def __init__(self, *args: Any, classes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["loai"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Tất cả"), *classes]


class AnswerForm(HouseForm):
    """What a person says of one finding."""

    state = forms.ChoiceField(
        label="Trả lời",
        choices=[
            (DraftFinding.State.ACCEPTED, "Chấp nhận: văn bản cần sửa"),
            (DraftFinding.State.IGNORED, "Bỏ qua: số trong văn bản không sai"),
            (DraftFinding.State.OPEN, "Để xem lại sau"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn một câu trả lời.", "invalid_choice": "Chọn một câu trả lời."},
    )
    repair = forms.ChoiceField(label="Cách sửa", required=False, widget=forms.RadioSelect)
    note = TextField(
        label="Ghi chú",
        noun="ghi chú",
        required=False,
        multiline=True,
        max_length=LONGEST_NOTE,
        help_text="Cách sửa khác, hoặc vì sao bỏ qua. Không ghi tên người, chuyện riêng của ai.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, finding: DraftFinding, **kwargs: Any) -> None:
        chosen = finding.repair or (OTHER if finding.state == DraftFinding.State.ACCEPTED else "")
        state = finding.state if finding.version else ""  # nothing is chosen for whoever answers first
        initial = {"state": state, "repair": chosen, "note": finding.note, "seen": finding.version}
        super().__init__(*args, initial=initial, **kwargs)
        offered = [str(each) for each in finding.found["repairs"]]
        if offered:
            field = self.fields["repair"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*((text, text) for text in offered), (OTHER, "Cách khác, ghi ở dưới")]
        else:
            del self.fields["repair"]

    @property
    def facts(self) -> AnswerFacts:
        """What a valid form says."""
        given = self.cleaned_data
        repair = given.get("repair", "")
        return AnswerFacts(
            DraftFinding.State(given["state"]),
            "" if repair == OTHER else repair,
            given["note"],
            given["seen"] or 0,
        )


def first_values(old: CheckedDraft | None) -> dict[str, Any]:
    """What a form begins with when a draft that could not be read is sent again."""
    return {} if old is None else {"organization": old.organization, "as_of": old.as_of}
