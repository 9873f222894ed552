"""Forms of importing: the file and what it is, questions about it, what columns mean, writing, taking back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dangvien.actions.importing import RowWork
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import EMPTY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.fields import DayField, TextField
from dangvien.imports.allowed import ALSO_NEEDED, NEEDED, NOT_ALLOWED, may_bring
from dangvien.imports.screen import RowView
from dangvien.imports.summary import Question
from dangvien.models import RosterKind, TrainingClass
from dangvien.procedure.places import Option
from dangvien.rosters.fields import FORMS, RosterForm
from dangvien.rosters.grid import letters
from dangvien.rosters.sizes import MOST_BYTES, TOO_LARGE
from dangvien.scope import Scope
from dangvien.text import nfc

EMPTY_FILE = "Tệp này không có gì bên trong. Chọn lại tệp."
SKIP = ""
"""A column that is read past."""
ALSO = "+"
"""Between the fields of a column whose cells hold several facts."""
BY_DOCUMENT = (RosterKind.TARGETS, RosterKind.DECLARED)
"""Kinds whose figures stand on a document."""

FOUNDS_ONLY = (
    "Danh sách tổ chức chỉ thành lập tổ chức chưa có. Sáp nhập, đổi tên, chuyển cấp trên cả một đợt thì dùng trang "
    "Phương án sắp xếp, ở mục Tổ chức đảng."
)


class UploadForm(HouseForm):
    """A file and what it is about. `content` holds its bytes once it is valid."""

    kind = CodeField(label="Danh sách gì", noun="loại danh sách", choices=())
    organization = OrganizationField(
        label="Của tổ chức",
        noun="tổ chức",
        help_text="Chi bộ ghi trong tệp phải thuộc tổ chức này.",
    )
    as_of = DayField(
        label="Tính đến ngày",
        noun="ngày của danh sách",
        help_text="Danh sách đúng vào ngày nào, ví dụ 30/06/2025.",
        past=True,
    )
    training_class = CodeField(
        label="Lớp",
        noun="lớp",
        choices=(),
        required=False,
        help_text="Chỉ chọn khi đưa danh sách học viên, kết quả lớp.",
    )
    document = TextField(
        label="Theo văn bản",
        required=False,
        max_length=250,
        help_text="Chỉ ghi khi đưa chỉ tiêu hoặc số liệu, ví dụ Nghị quyết số 05-NQ/ĐU ngày 10/01/2025.",
    )
    file = forms.FileField(
        label="Tệp",
        help_text="Excel (.xlsx, .xls) hoặc .csv, không quá 25 MB. Tệp nhiều trang tính cũng được.",
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp danh sách.", "invalid": "Chọn lại tệp danh sách."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.csv,.txt"}),
    )

    def __init__(
        self,
        *args: Any,
        organizations: list[Option],
        classes: Sequence[tuple[TrainingClass, str]],
        scope: Scope,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        known = [kind for kind in RosterKind if kind in FORMS and ALSO_NEEDED.get(kind, NEEDED) in scope.permissions]
        set_choices(self.fields["kind"], [EMPTY, *((kind.value, kind.label) for kind in known)])
        if RosterKind.ORGANIZATIONS in known:
            self.fields["kind"].help_text = FOUNDS_ONLY
        offer(self, "organization", organizations)
        self._classes = {str(item.pk): item for item, _ in classes}
        set_choices(self.fields["training_class"], [EMPTY, *((str(item.pk), name) for item, name in classes)])
        if not classes:
            del self.fields["training_class"]
        self.content = b""
        self.digest = ""

    def clean_training_class(self) -> TrainingClass | None:
        """The class itself."""
        return self._classes.get(self.cleaned_data["training_class"])

    def clean_file(self) -> str:
        """Take the bytes; gives the name of the file. What it holds is read by the worker."""
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        self.content = sent.read()
        if not self.content:
            raise forms.ValidationError(EMPTY_FILE)
        self.digest = hashlib.sha256(self.content).hexdigest()
        return str(sent.name or "")[:200]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind == RosterKind.CLASS and not cleaned.get("training_class"):
            if "training_class" in self.fields:
                self.add_error("training_class", "Chọn lớp của danh sách này.")
            else:
                self.add_error("kind", "Chưa có lớp nào trong sổ. Mở lớp ở mục Lớp bồi dưỡng trước, rồi đưa danh sách.")
        if kind and cleaned.get("organization") and not may_bring(self.scope, kind, cleaned["organization"]):
            self.add_error("kind", NOT_ALLOWED[kind])
        if kind in BY_DOCUMENT and not cleaned.get("document"):
            self.add_error("document", "Ghi văn bản có các số này: tên, số, ngày.")
        return cleaned


class QuestionsForm(HouseForm):
    """Ticks for what is hidden, and for capitals; a tick means: take it."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys = [question.key for question in questions]
        for question in questions:
            self.fields[question.key] = forms.BooleanField(
                label=question.label, help_text=question.help, required=False, initial=question.now
            )

    @property
    def answers(self) -> dict[str, bool]:
        """Key of each question → whether it was ticked."""
        return {key: bool(self.cleaned_data[key]) for key in self._keys}


class ColumnsForm(HouseForm):
    """For one sheet: which rows hold the names of the columns, and what each column is."""

    header_rows = TextField(
        label="Tên cột nằm ở dòng",
        noun="dòng tên cột",
        max_length=20,
        help_text="Số dòng như Excel ghi bên trái, ví dụ 5 hoặc 5-6 khi tên cột chiếm hai dòng. "
        "Ghi 0 khi tệp không có tên cột.",
    )

    def __init__(
        self,
        *args: Any,
        form: RosterForm,
        width: int,
        columns: Mapping[str, Iterable[int]],
        header_rows: Sequence[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.width = width
        self._roster = form
        kept: dict[int, list[str]] = {}
        for key, numbers in columns.items():
            for column in numbers:
                kept.setdefault(column, []).append(key)
        labels = {field.key: field.label for field in form.fields}
        choices = [(SKIP, "– Bỏ qua –"), *((field.key, field.label) for field in form.fields)]
        for column in range(width):
            now = kept.get(column, [])
            several = [(ALSO.join(now), " + ".join(labels.get(key, key) for key in now))] if len(now) > 1 else []
            self.fields[_box(column)] = CodeField(
                label=f"Cột {letters(column)} là",
                noun="nội dung của cột",
                choices=[*choices, *several],
                empty=None,
                required=False,
                initial=ALSO.join(now) or SKIP,
            )
        self.fields["header_rows"].initial = _rows_in_words(header_rows)

    @property
    def boxes(self) -> list[forms.BoundField]:
        """One box a column, in order."""
        return [self[_box(column)] for column in range(self.width)]

    def clean_header_rows(self) -> list[int]:
        """The rows as numbers; none for 0."""
        typed = self.cleaned_data["header_rows"].replace("–", "-").replace(" ", "")
        first, _, last = typed.partition("-")
        if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in (first, last or first)):
            raise forms.ValidationError("Ghi số dòng, ví dụ 5 hoặc 5-6.")
        rows = list(range(int(first), int(last or first) + 1))
        if rows == [0]:
            return []
        if not rows or rows[0] == 0 or len(rows) > 6:
            raise forms.ValidationError("Tên cột chiếm từ một đến sáu dòng liền nhau, ví dụ 5-6.")
        return rows

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        named = self.columns
        if not any(key in named for key in self._roster.identity):
            self.add_error(None, "Chưa cột nào được chọn là “Họ và tên”. Chọn cột ấy rồi lưu.")
        for key, numbers in named.items():
            if len(numbers) > 1 and key in self._roster.identity:
                told = ", ".join(letters(number) for number in numbers)
                self.add_error(_box(numbers[-1]), f"Các cột {told} cùng chọn một nội dung. Để lại một cột.")
        return cleaned

    @property
    def columns(self) -> dict[str, list[int]]:
        """Field key → columns from 0."""
        found: dict[str, list[int]] = {}
        for column in range(self.width):
            for key in filter(None, str(self.cleaned_data.get(_box(column), "")).split(ALSO)):
                found.setdefault(key, []).append(column)
        return found


def _box(column: int) -> str:
    return f"cot_{letters(column).lower()}"


def _rows_in_words(rows: Sequence[int]) -> str:
    if not rows:
        return "0"
    return str(rows[0]) if len(rows) == 1 else f"{rows[0]}-{rows[-1]}"


class RowsForm(HouseForm):
    """What is done to the rows of one page: cells typed anew, readings taken, people chosen, rows left out.

    Everything typed on the page is kept whichever button is pressed.
    """

    dung = TextField(required=False, max_length=600)
    """An offered reading: the key of the row, the column and the text, parted by bars."""
    bo_qua = forms.CharField(required=False, max_length=20)
    lay_lai = forms.CharField(required=False, max_length=20)

    def __init__(self, *args: Any, rows: Sequence[RowView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = {str(view.row.pk): view for view in rows if view.may_mend}
        for key, view in self._rows.items():
            for column, *_ in view.boxes:
                self.fields[f"o_{key}_{column}"] = TextField(required=False, max_length=500, label=f"Ô {column}")
            self.fields[f"nguoi_{key}"] = forms.CharField(required=False, max_length=20)

    @property
    def work(self) -> dict[int, RowWork]:
        """Key of each row that something was done to → what."""
        taken, _, rest = self.cleaned_data["dung"].partition("|")
        column, bar, text = rest.partition("|")
        found = {}
        for key, view in self._rows.items():
            cells = self._typed(key, view)
            if bar and key == taken and column in {place for place, *_ in view.boxes}:
                cells[column] = text
            chosen = self.cleaned_data[f"nguoi_{key}"]
            choice = chosen if chosen and chosen != view.row.choice else None
            out = True if self.cleaned_data["bo_qua"] == key else False if self.cleaned_data["lay_lai"] == key else None
            if cells or choice is not None or out is not None:
                found[view.row.pk] = RowWork(cells, None if out is not None else choice, out)
        return found

    def shown(self, rows: Sequence[RowView]) -> list[RowView]:
        """The rows with what was sent in their boxes, for a page that comes back with a mistake."""
        sent = {view.row.pk: f"o_{view.row.pk}_" for view in rows}
        return [
            replace(
                view,
                typed={
                    column: str(self.data[name])
                    for column, *_ in view.boxes
                    if (name := f"{sent[view.row.pk]}{column}") in self.data
                },
            )
            for view in rows
        ]

    def _typed(self, key: str, view: RowView) -> dict[str, str]:
        """Column → what was typed where it differs from what the box showed."""
        return {
            column: typed
            for column, _, before, _ in view.boxes
            if (name := f"o_{key}_{column}") in self.data and (typed := self.cleaned_data[name]) != nfc(before)
        }


class CommitForm(HouseForm):
    """The last step before writing; `seen` is the stamp of the check the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class UndoForm(HouseForm):
    """Why a batch is taken back."""

    reason = TextField(label="Lý do hoàn tác", noun="lý do hoàn tác", max_length=250)
