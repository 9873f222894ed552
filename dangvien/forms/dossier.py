"""Forms of dossiers: the grid of papers, sending dossiers up, receiving a batch, returning one dossier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import now

from dangvien.actions.dossier import PaperFacts
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, CodeField, OrganizationField
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import DayField, TextField
from dangvien.forms.filtering import DayPairMixin, FilterForm
from dangvien.models import Candidate, Case, DossierBatch, Member
from dangvien.models.dossier import DossierBatchQuerySet
from dangvien.procedure.batches import unready
from dangvien.procedure.dossier import Checklist, Line
from dangvien.procedure.places import subtree_options, working_options
from dangvien.procedure.problem import Refused
from dangvien.scope import Scope


class PaperRow(forms.Form):
    """One paper's boxes. A box counts as changed against what the page said when it was opened (`seen`)."""

    is_present = forms.BooleanField(label="Có", required=False)
    dated_on = DayField(label="Ngày", noun="ngày của giấy", required=False, help_text="")
    number = TextField(label="Số", required=False, max_length=40)
    location = TextField(label="Nằm ở đâu", required=False, max_length=80)
    holder = TextField(label="Ai giữ", required=False, max_length=80)

    SIZES = {"dated_on": 10, "number": 10, "location": 16, "holder": 14}

    def __init__(self, data: Any, *, line: Line) -> None:
        self.line = line
        stored = {
            "is_present": line.is_present,
            "dated_on": line.dated_on,
            "number": line.number,
            "location": line.location,
            "holder": line.holder,
        }
        self.sign = json.dumps([str(self.base_fields[key].prepare_value(value) or "") for key, value in stored.items()])
        sent = self._read(str(data.get(f"{line.paper.code}-seen", ""))) if data is not None else None
        self.was_shown = sent is not None
        self.seen = json.dumps(list(sent.values())) if sent else self.sign
        super().__init__(data, prefix=line.paper.code, initial=sent or stored)
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label}: {line.paper.name}"
            if name in self.SIZES:
                field.widget.attrs["size"] = self.SIZES[name]

    @classmethod
    def _read(cls, sign: str) -> dict[str, str] | None:
        try:
            words = json.loads(sign)
        except (ValueError, RecursionError):
            return None
        fits = isinstance(words, list) and len(words) == len(cls.base_fields)
        return dict(zip(cls.base_fields, map(str, words), strict=True)) if fits else None

    @property
    def facts(self) -> PaperFacts:
        """What the row says; day and number that the steps tell anyway are left to them."""
        given = self.cleaned_data
        known_on, known_number = self.line.known
        return PaperFacts(
            code=self.line.paper.code,
            is_present=given["is_present"],
            dated_on=None if given["dated_on"] == known_on else given["dated_on"],
            number="" if given["number"] == known_number else given["number"],
            location=given["location"],
            holder=given["holder"],
        )

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        """What is wrong with the row, under the id its box refers to."""
        return [(f"{box.auto_id}_error", [str(error) for error in box.errors]) for box in self if box.errors]


class DossierForm(HouseForm):
    """The papers of one dossier; those that were changed are written down together or not at all."""

    opened_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, data: Any = None, *, listed: Checklist) -> None:
        super().__init__(data)
        self.listed = listed
        self.fields["opened_at"].initial = now().isoformat
        self.rows = [PaperRow(data, line=line) for line in listed.lines]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for row in self.rows:
            if not row.is_valid():
                self._tell(row)
        return cleaned

    def _tell(self, row: PaperRow) -> None:
        for _, sentences in row.told:
            for sentence in sentences:
                self.add_error(None, sentence if self._named(row, sentence) else f"{row.line.paper.name}: {sentence}")

    @staticmethod
    def _named(row: PaperRow, sentence: str) -> bool:
        return sentence.startswith(row.line.paper.name)

    @property
    def changed(self) -> list[PaperFacts]:
        """What is to be written: the rows of a valid form that say something new; a page sends those it showed."""
        return [row.facts for row in self.rows if row.was_shown and row.has_changed()]

    @property
    def seen_at(self) -> datetime | None:
        """When the page was read; None for a client that does not tell."""
        try:
            found = datetime.fromisoformat(self.cleaned_data["opened_at"])
        except ValueError:
            return None
        return found if found.tzinfo else None

    @property
    def boxes(self) -> dict[str, str]:
        """Where each sentence about a row sends its reader."""
        return {
            sentence if self._named(row, sentence) else f"{row.line.paper.name}: {sentence}": key.removesuffix("_error")
            for row in self.rows
            for key, sentences in row.told
            for sentence in sentences
        }

    def take(self, refused: Refused) -> None:
        """Each problem at its row's box; what others wrote meanwhile is known from now on."""
        by_code = {row.line.paper.code: row for row in self.rows}
        for problem in refused.problems:
            code, _, box = problem.field.rpartition("-")
            if code in by_code:
                by_code[code].add_error(box, problem.sentence)
            self.add_error(None, problem.sentence)
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed[self.add_prefix("opened_at")] = now().isoformat()


class BatchFilterForm(FilterForm, DayPairMixin):
    """Which batches to list."""

    WAITING, RECEIVED, RETURNED = "cho_nhan", "da_nhan", "tra_lai"

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    viec = CodeField(label="Về việc", noun="việc", choices=DossierBatch.Purpose.choices, empty=ANY, required=False)
    tinh_trang = CodeField(
        label="Tình trạng",
        noun="tình trạng",
        choices=[(WAITING, "Chờ nhận"), (RECEIVED, "Đã nhận"), (RETURNED, "Có hồ sơ trả lại")],
        empty=ANY,
        required=False,
    )
    field_order = ["to_chuc", "viec", "tinh_trang", "tu", "den"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))

    def rows(self) -> DossierBatchQuerySet:
        """The batches asked for, the newest first; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.batches.none()
        asked = self.cleaned_data
        found = (self.scope.within(asked["to_chuc"]) if asked["to_chuc"] else self.scope).batches
        if asked["viec"]:
            found = found.filter(purpose=asked["viec"])
        if asked["tinh_trang"] == self.WAITING:
            found = found.waiting()
        elif asked["tinh_trang"] == self.RECEIVED:
            found = found.filter(received_on__isnull=False)
        elif asked["tinh_trang"] == self.RETURNED:
            found = found.with_returned()
        if asked["tu"]:
            found = found.filter(sent_on__gte=asked["tu"])
        if asked["den"]:
            found = found.filter(sent_on__lte=asked["den"])
        return found.with_counts().newest_first()


class SenderForm(FilterForm):
    """Whose dossiers are to go up, and for what."""

    tu_noi = OrganizationField(label="Nơi gửi", noun="nơi gửi")
    viec = CodeField(label="Về việc", noun="việc", choices=DossierBatch.Purpose.choices, empty=None, required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("tu_noi", working_options(scope))


class SendForm(ConfirmedForm):
    """Which of the ready dossiers go up, with which list. Papers that are missing are told before it is carried out."""

    subjects = forms.MultipleChoiceField(
        label="Hồ sơ gửi lên",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một hồ sơ."},
    )
    number = TextField(label="Số danh sách, công văn", required=False, max_length=40, noun="số danh sách")
    sent_on = DayField(label="Ngày gửi")

    def __init__(self, *args: Any, cases: Sequence[Case], scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.cases = {str(case.pk): case for case in cases}
        field = self.fields["subjects"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, str(case.person)) for key, case in self.cases.items()]
        field.error_messages["invalid_choice"] = "Có hồ sơ không còn ở bước gửi lên. Tải lại trang rồi chọn lại."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self.confirm(unready(self.chosen, self.scope.today))
        return cleaned

    @property
    def rows(self) -> list[tuple[Any, Case, bool]]:
        """Each box with its case, and whether the dossier was sent once and came back."""
        boxes = list(self["subjects"])
        return [(box, case, vars(case)["came_back"]) for box, case in zip(boxes, self.cases.values(), strict=True)]

    @property
    def chosen(self) -> list[Candidate | Member]:
        """Whose dossiers go up."""
        picked = [self.cases[key] for key in self.cleaned_data["subjects"]]
        return [subject for case in picked if (subject := case.candidate or case.member) is not None]


class ReceiveForm(HouseForm):
    """The day on which a batch arrived."""

    received_on = DayField(label="Ngày nhận")


class ReturnForm(HouseForm):
    """Which papers of a dossier are missing, chosen from its list, and the day it goes back."""

    codes = forms.MultipleChoiceField(
        label="Giấy tờ phải bổ sung",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Chọn trong mục lục những giấy tờ phải bổ sung.",
            "invalid_choice": "Chọn giấy tờ trong mục lục của hồ sơ này.",
        },
    )
    returned_on = DayField(label="Ngày trả lại")

    def __init__(self, *args: Any, listed: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["codes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(line.paper.code, line.paper.name) for line in listed.lines]
