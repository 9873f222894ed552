"""Forms for several cases at once: what they share above, one row a person below, saved together or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from dangvien.actions.casework import record_problems
from dangvien.actions.casework_bulk import Entry, RowsRefused
from dangvien.forms.ballots import COUNTS, count_field, method_field, unfinished, votes_of
from dangvien.forms.choices import OrganizationField
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.deciding import DecisionForm, Reference
from dangvien.forms.fields import DayField, IntegerField, TextField
from dangvien.forms.step_boxes import MemberField
from dangvien.forms.steps import completed
from dangvien.models import Candidate, Member, Organization, Outcome, StepKind
from dangvien.procedure.casefile import CaseFile, candidate_file, probation_file
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import DecisionFacts, StepFacts
from dangvien.procedure.gatherings import OF_MEMBERS, Attendant, subject_key
from dangvien.procedure.problem import Level, Problem, Refused
from dangvien.procedure.regulations import Regulations

HEAD_VOTES = ("convened", "excluded", "present")
ROW_VOTES = ("agree", "disagree", "invalid")
_LARGEST_KEY = 2**63 - 1
MOST_ROWS = 30
"""So many people are recorded at once."""


class Row(forms.Form):
    """One person's boxes; those of somebody not chosen are not looked at."""

    chosen = forms.BooleanField(label="Chọn", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=_LARGEST_KEY)

    def __init__(self, data: Any, *, attendant: Attendant, boxes: Mapping[str, forms.Field]) -> None:
        self.attendant, self.subject = attendant, attendant.subject
        self.facts: StepFacts | None = None
        super().__init__(data, prefix=subject_key(self.subject), initial={"seen": attendant.seen})
        self.fields |= boxes
        for name, field in self.fields.items():
            if name != "seen":
                field.widget.attrs["aria-label"] = f"{field.label}: {self.subject}"

    @property
    def is_chosen(self) -> bool:
        """Ticked, or with ballots or a number typed."""
        typed = (self.data.get(self.add_prefix(name)) for name in ("chosen", "agree", "number"))
        return self.is_bound and any(typed)

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [box for box in self.visible_fields() if box.name != "chosen"]

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        """What is wrong with the row, each sentence naming the person, under the id that its box refers to."""
        found = [(f"{self.prefix}-error", list(self.non_field_errors()))]
        found += [(f"{box.auto_id}_error", list(box.errors)) for box in self.boxes]
        return [(key, [self._naming(str(text)) for text in texts]) for key, texts in found if texts]

    def _naming(self, sentence: str) -> str:
        name = str(self.subject)
        return sentence if sentence.startswith(name) else f"{name}: {sentence}"

    def take(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.sentence)


class TogetherForm(ConfirmedForm):
    """What the day's people share, and their rows. `entries` is what it says when it is valid."""

    def __init__(
        self, data: Any = None, *, kind: StepKind, attendants: list[Attendant], today: date, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.kind, self.today = kind, today
        self.rows = [Row(data, attendant=one, boxes=self.row_boxes(one)) for one in attendants]

    def row_boxes(self, attendant: Attendant) -> dict[str, forms.Field]:
        raise NotImplementedError

    def facts_of(self, row: Row, case: CaseFile, place: int) -> StepFacts:
        """What a row says, `place` being its place among the chosen ones."""
        raise NotImplementedError

    @property
    def chosen(self) -> list[Row]:
        return [row for row in self.rows if row.is_chosen]

    @property
    def headings(self) -> list[str]:
        return [str(box.label) for box in self.rows[0].boxes] if self.rows else []

    @property
    def head_fields(self) -> list[forms.BoundField]:
        return [box for box in self.visible_fields() if box.name != "doi_chieu" and box.name not in self.ballot_names]

    @property
    def ballots(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ballot_names]

    @property
    def ballot_names(self) -> tuple[str, ...]:
        return tuple(name for name in (*HEAD_VOTES, "method") if name in self.fields)

    @property
    def ballots_wrong(self) -> bool:
        return any(box.errors for box in self.ballots)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.chosen:
            self.add_error(None, "Chưa chọn ai. Đánh dấu vào ô đầu dòng của từng người.")
        elif len(self.chosen) > MOST_ROWS:
            self.add_error(None, f"Mỗi lần ghi không quá {MOST_ROWS} người. Bỏ bớt dấu chọn, ghi làm hai lần.")
        elif not self.errors:
            self._check_rows()
        self._tell_rows()
        return cleaned

    def _check_rows(self) -> None:
        warnings: list[Problem] = []
        regulations = Regulations.load()
        for place, row in enumerate(self.chosen):
            if not row.is_valid() or not self._complete(row):
                continue
            case = _file(row.subject, self.today, regulations)
            row.facts = self.facts_of(row, case, place)
            found = record_problems(case, row.facts)
            row.take(problem for problem in found if problem.level is Level.REFUSE)
            warnings += [_of(row, problem) for problem in found if problem.level is Level.WARN]
        self.check_together()
        if not any(row.errors for row in self.chosen):
            self.confirm([*self.shared_warnings(), *warnings])

    def _complete(self, row: Row) -> bool:
        """Whether the row says enough; what is missing is told at its box."""
        given = {**self.cleaned_data, **row.cleaned_data}
        if "agree" in row.fields:
            if given.get("agree") is None and self.kind in (StepKind.NQ_CHI_BO, StepKind.NQ_CHI_BO_CONG_NHAN):
                row.add_error("agree", "Nhập số phiếu tán thành.")
            for name, sentence in unfinished(given).items():
                row.add_error(name if name in row.fields else None, sentence)
        if "helper" in row.fields and given.get("helper") is None:
            row.add_error("helper", "Chọn đảng viên giúp đỡ.")
        return not row.errors

    def check_together(self) -> None:
        """What only the rows together can get wrong."""

    def shared_warnings(self) -> list[Problem]:
        """What to attend to that no single row knows yet."""
        return []

    def _tell_rows(self) -> None:
        for row in self.chosen:
            for _, sentences in row.told:
                for sentence in sentences:
                    self.add_error(None, sentence)

    @property
    def where(self) -> dict[str, str]:
        """Where each sentence about a row sends its reader: the id of the box, or of the row's tick."""
        return {
            sentence: row["chosen"].auto_id if key.endswith("-error") else key.removesuffix("_error")
            for row in self.chosen
            for key, sentences in row.told
            for sentence in sentences
        }

    @property
    def entries(self) -> list[Entry]:
        """What is to be recorded: the chosen rows of a valid form."""
        rows = [(row, row.facts) for row in self.chosen]
        return [Entry(row.subject, facts, row.cleaned_data.get("seen")) for row, facts in rows if facts is not None]

    def take(self, refused: Refused) -> None:
        if not isinstance(refused, RowsRefused):
            super().take(refused)
            return
        rows = self.chosen
        for place, problems in refused.rows.items():
            rows[place].take(problems)
            if place in refused.newest:
                typed: Any = rows[place].data
                rows[place].data = typed = typed.copy()
                typed[rows[place].add_prefix("seen")] = str(refused.newest[place])
        self._tell_rows()


class MeetingForm(TogetherForm):
    """One meeting of one cell: onto the list, on admission or on recognition."""

    occurred_on = DayField(label="Ngày họp chi bộ", noun="ngày họp chi bộ")
    number = TextField(label="Số nghị quyết", max_length=40, help_text="Chỉ cần gõ số: 8 thành 08-NQ/CB")

    def __init__(
        self,
        *args: Any,
        kind: StepKind,
        cell: Organization,
        members: list[Member],
        symbol: str = "NQ/CB",
        **kwargs: Any,
    ) -> None:
        self.cell, self.members, self.symbol = cell, members, symbol
        super().__init__(*args, kind=kind, **kwargs)
        if self._votes:
            self.fields |= {name: count_field(name, required=name != "excluded") for name in HEAD_VOTES}
            self.fields["method"] = method_field()
        self.fields["number"].help_text = f"Chỉ cần gõ số: 8 thành 08-{symbol}"

    @property
    def _votes(self) -> bool:
        return self.kind is not StepKind.VAO_DANH_SACH

    def row_boxes(self, attendant: Attendant) -> dict[str, forms.Field]:
        if self._votes:
            return _vote_boxes()
        return {"helper": _helper_box(self.members, attendant)}

    def facts_of(self, row: Row, case: CaseFile, place: int) -> StepFacts:
        given = self.cleaned_data
        return StepFacts(
            self.kind,
            given["occurred_on"],
            organization=self.cell,
            number=completed(given["number"], self.symbol),
            helper=row.cleaned_data.get("helper"),
            vote=votes_of({**given, **row.cleaned_data}) if self._votes else None,
        )


class DecisionsForm(TogetherForm, DecisionForm):
    """A batch of decisions of one day: the first number runs on from row to row, and each may be typed instead."""

    field_order = ("token", "number", "issued_on", "issuer", "signer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = "Số của quyết định đầu tiên"
        self.fields |= {name: count_field(name, required=False) for name in HEAD_VOTES}
        self.fields["method"] = method_field()

    def row_boxes(self, attendant: Attendant) -> dict[str, forms.Field]:
        number = IntegerField(label="Số quyết định", noun="số quyết định", required=False, least=1, most=999_999)
        number.widget.attrs["size"] = 6
        return {"number": number, **_vote_boxes()}

    def facts_of(self, row: Row, case: CaseFile, place: int) -> StepFacts:
        given = self.cleaned_data
        first = given["number"]
        paper = DecisionFacts(
            issuer=given["issuer"],
            number=row.cleaned_data.get("number") or self._running(place),
            symbol=first.symbol,
            issued_on=given["issued_on"],
            signer=given["signer"],
        )
        return StepFacts(
            self.kind,
            given["issued_on"],
            organization=given["issuer"],
            basis_on=case.probation_ends_on if self.kind in OF_MEMBERS else None,
            signer=given["signer"],
            outcome=Outcome.DONG_Y,
            vote=votes_of({**given, **row.cleaned_data}),
            decision=paper,
        )

    def _running(self, place: int) -> int:
        """The number of a row without one: after the nearest typed one above, else after the first."""
        first = self.cleaned_data["number"]
        assert isinstance(first, Reference)
        for back, row in enumerate(reversed(self.chosen[:place]), start=1):
            typed = row.cleaned_data.get("number") if row.is_valid() else None
            if typed:
                return int(typed) + back
        return first.number + place

    def check_together(self) -> None:
        papers = [(row, row.facts.decision.number) for row in self.chosen if row.facts and row.facts.decision]
        counts = Counter(number for _, number in papers)
        for row, number in papers:
            if counts[number] > 1:
                row.add_error("number", f"Số {number} ghi cho {counts[number]} người trên trang này.")


class CeremonyForm(TogetherForm):
    """The ceremonies of one day, one person after the other."""

    occurred_on = DayField(label="Ngày tổ chức lễ", noun="ngày tổ chức lễ")

    def __init__(self, *args: Any, members: Mapping[int, list[Member]], **kwargs: Any) -> None:
        self.members = members
        super().__init__(*args, **kwargs)

    def row_boxes(self, attendant: Attendant) -> dict[str, forms.Field]:
        return {"helper": _helper_box(self.members.get(attendant.case.organization_id, []), attendant)}

    def facts_of(self, row: Row, case: CaseFile, place: int) -> StepFacts:
        return StepFacts(
            self.kind,
            self.cleaned_data["occurred_on"],
            organization=case.organization,
            helper=row.cleaned_data.get("helper"),
        )

    def shared_warnings(self) -> list[Problem]:
        """K33, before any of the rows is recorded: several ceremonies of one cell on one day."""
        cells = Counter(row.attendant.case.organization_id for row in self.chosen)
        if max(cells.values(), default=0) < 2:
            return []
        day = self.cleaned_data["occurred_on"]
        sentence = "Có chi bộ kết nạp nhiều người trong ngày này. Tổ chức lễ cho từng người một; đối chiếu biên bản."
        return [Problem("", sentence, Level.WARN, "K33", source_of("K33", day))]


class GatheringForm(forms.Form):
    """Which meeting of which cell, or which batch: asked by the address."""

    def __init__(
        self, *args: Any, kinds: list[tuple[StepKind, str]], cells: list[Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if cells is not None:
            self.fields["chi_bo"] = OrganizationField(label="Chi bộ", noun="chi bộ")
            box = self.fields["chi_bo"]
            assert isinstance(box, OrganizationField)
            box.offer(cells)
        if len(kinds) > 1:
            self.fields["viec"] = forms.ChoiceField(
                label="Việc",
                choices=[(kind.value, label) for kind, label in kinds],
                error_messages={"required": "Chọn việc.", "invalid_choice": "Chọn việc trong danh sách."},
            )


def _vote_boxes() -> dict[str, forms.Field]:
    return {name: count_field(name, required=False) for name in ROW_VOTES if name in COUNTS}


def _helper_box(members: list[Member], attendant: Attendant) -> MemberField:
    field = MemberField(
        label="Đảng viên giúp đỡ", groups=[("Trong chi bộ", members)] if members else [], required=False
    )
    field.initial = attendant.helper
    return field


def _file(subject: Candidate | Member, today: date, regulations: Regulations) -> CaseFile:
    if isinstance(subject, Member):
        return probation_file(subject, today, regulations)
    return candidate_file(subject, today, regulations)


def _of(row: Row, problem: Problem) -> Problem:
    """A warning with the name of the person it is about."""
    sentence = problem.sentence
    name = str(row.subject)
    told = sentence if sentence.startswith(name) else f"{name}: {sentence}"
    return Problem(problem.field, told, problem.level, problem.rule, problem.source)
