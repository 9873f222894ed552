"""Several members at once: sent elsewhere by one decision, or taken in on one day; all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from dangvien.actions.casework_bulk import RowsRefused
from dangvien.actions.transferring import Leaving
from dangvien.forms.choices import ANY, OrganizationField, offer
from dangvien.forms.confirming import TICK, ConfirmedForm
from dangvien.forms.deciding import DecisionForm
from dangvien.forms.fields import DayField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.forms.transfers import TransferBoxes
from dangvien.models import Member, Organization, Transfer
from dangvien.models.transfer import TransferStepKind
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.places import Option, subtree_options
from dangvien.procedure.problem import Level, Problem, Refused
from dangvien.procedure.transfer_checks import TransferStepFacts, transfer_problems
from dangvien.scope import Scope


class WhoseForm(FilterForm):
    """Whose members are listed to choose from."""

    to_chuc = OrganizationField(label="Đảng viên của", noun="tổ chức")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))), empty=ANY)


class Row(forms.Form):
    """One person's boxes. `subject` is the member, or the transfer by which somebody comes."""

    chosen = forms.BooleanField(label="Chọn", required=False)
    number = TextField(label="Số giấy giới thiệu", required=False, max_length=40)

    def __init__(self, data: Any, *, subject: Member | Transfer, numbered: bool) -> None:
        self.subject = subject
        self.problems: list[str] = []
        super().__init__(data, prefix=f"n{subject.pk}")
        if not numbered:
            del self.fields["number"]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {self.who}"

    @property
    def who(self) -> Member:
        return self.subject if isinstance(self.subject, Member) else self.subject.member

    @property
    def is_chosen(self) -> bool:
        """Ticked, or with a number typed."""
        return self.is_bound and any(self.data.get(self.add_prefix(name)) for name in self.fields)

    def take(self, problems: Iterable[Problem]) -> list[str]:
        """Keep what stands against this person, each sentence naming them."""
        told = [_naming(str(self.who), problem.sentence) for problem in problems]
        told += [_naming(str(self.who), str(error)) for errors in self.errors.values() for error in errors]
        self.problems = list(dict.fromkeys([*self.problems, *told]))
        return self.problems


def _naming(name: str, sentence: str) -> str:
    return sentence if sentence.startswith(name) else f"{name}: {sentence}"


def _shared(found: Mapping[int, Sequence[Problem]]) -> set[str]:
    """The sentences that are told of everybody."""
    told = [{one.sentence for one in own} for own in found.values()]
    return set.intersection(*told) if told else set()


class RowsForm(ConfirmedForm):
    """What the people share, and a row for each of them."""

    rows: list[Row]

    @property
    def chosen(self) -> list[Row]:
        return [row for row in self.rows if row.is_chosen]

    @property
    def headings(self) -> list[str]:
        return [str(box.label) for box in self.rows[0].visible_fields() if box.name != "chosen"] if self.rows else []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.chosen:
            self.add_error(None, "Chưa chọn ai. Đánh dấu vào ô đầu dòng của từng người.")
        for row in self.chosen:
            if not row.is_valid():
                self._tell(row, ())
        if not self.errors:
            self._check_rows()
        return cleaned

    def _check_rows(self) -> None:
        found = {place: self.problems_of(row) for place, row in enumerate(self.chosen)}
        self._tell_all({key: [one for one in own if one.level is Level.REFUSE] for key, own in found.items()})
        if self.errors:
            return
        shared = _shared(found)
        warnings = list({one.sentence: one for own in found.values() for one in own if one.sentence in shared}.values())
        warnings += [
            Problem(one.field, _naming(str(self.chosen[key].who), one.sentence), Level.WARN, source=one.source)
            for key, own in found.items()
            for one in own
            if one.sentence not in shared
        ]
        self.confirm(warnings)

    def problems_of(self, row: Row) -> list[Problem]:
        """What stands against one person, before the action has the last word."""
        raise NotImplementedError

    def _tell_all(self, found: Mapping[int, Sequence[Problem]]) -> None:
        """What stands against everybody alike at the box it is about, once; the rest at each person's row."""
        rows, shared = self.chosen, _shared(found) if len(found) == len(self.chosen) else set()
        for field, sentence in dict.fromkeys((one.field, one.sentence) for own in found.values() for one in own):
            if sentence in shared and field in self.fields:
                self.add_error(field, sentence)
        for key, own in found.items():
            self._tell(rows[key], [one for one in own if not (one.sentence in shared and one.field in self.fields)])

    def _tell(self, row: Row, problems: Iterable[Problem]) -> None:
        for sentence in row.take(problems):
            self.add_error(None, sentence)

    @property
    def where(self) -> dict[str, str]:
        """Where each sentence about a person sends its reader: the tick of the row."""
        return {sentence: row["chosen"].auto_id for row in self.chosen for sentence in row.problems}

    def take(self, refused: Refused) -> None:
        if not isinstance(refused, RowsRefused):
            super().take(refused)
            return
        self._tell_all(refused.rows)


class LeavingTogetherForm(RowsForm, TransferBoxes, DecisionForm):
    """Several members of one organization, sent to one place; by one decision when there is one."""

    DECISION = ("issuer", "number", "issued_on", "signer")
    MORE = ("until", "decided_on", *DECISION)

    def __init__(
        self, data: Any = None, *, members: Iterable[Member], places: list[Option], scope: Scope, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.scope = scope
        self.rows = [Row(data, subject=member, numbered=True) for member in members]
        offer(self, "destination", places)
        for name in self.DECISION:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = [name for name in ("issuer", "number", "issued_on") if cleaned.get(name)]
        if said and len(said) < len(self.DECISION) - 1:
            self.add_error("issuer", "Quyết định phải đủ cơ quan ban hành, số và ngày; không có thì để trống cả ba ô.")
        return cleaned

    @property
    def head_fields(self) -> list[forms.BoundField]:
        return [box for box in self.visible_fields() if box.name not in (*self.MORE, TICK)]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def more_is_open(self) -> bool:
        return any(box.errors for box in self.more_fields)

    def problems_of(self, row: Row) -> list[Problem]:
        assert isinstance(row.subject, Member)
        return transfer_problems(row.subject, self.transfer_facts, self.scope.today)

    @property
    def leaving(self) -> list[Leaving]:
        return [Leaving(row.who, row.cleaned_data["number"]) for row in self.chosen]

    @property
    def paper(self) -> DecisionFacts | None:
        """The decision, when there is one."""
        return self.facts


class ArrivingTogetherForm(RowsForm):
    """Several members taken in on one day."""

    occurred_on = DayField(label="Ngày chi bộ tiếp nhận", past=True)
    cell = OrganizationField(
        label="Chi bộ tiếp nhận",
        noun="chi bộ tiếp nhận",
        required=False,
        help_text="Người được giới thiệu thẳng đến một chi bộ thì về chi bộ ấy, không theo ô này",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        transfers: Iterable[Transfer],
        cells: list[Option],
        direct: dict[int, Organization],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.direct = direct
        self.rows = [Row(data, subject=transfer, numbered=False) for transfer in transfers]
        offer(self, "cell", cells)

    @property
    def head_fields(self) -> list[forms.BoundField]:
        return [box for box in self.visible_fields() if box.name != TICK]

    def problems_of(self, row: Row) -> list[Problem]:
        if self._cell(row) is None:
            return [Problem("cell", "Chọn chi bộ tiếp nhận.")]
        return []

    def _cell(self, row: Row) -> Organization | None:
        assert isinstance(row.subject, Transfer)
        return self.direct.get(row.subject.destination_id or 0) or self.cleaned_data.get("cell")

    @property
    def entries(self) -> list[tuple[Transfer, TransferStepFacts]]:
        """What is to be recorded, of a form that was found valid."""
        day, kind = self.cleaned_data["occurred_on"], TransferStepKind.TIEP_NHAN
        return [
            (row.subject, TransferStepFacts(kind, day, organization=self._cell(row)))
            for row in self.chosen
            if isinstance(row.subject, Transfer)
        ]
