"""The form of one step of a case, made from its definition: what it asks, in the words of that step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from dangvien import codes
from dangvien.actions.casework import Stale, record_problems
from dangvien.forms.ballots import BALLOTS, EXCLUDED, ballot_fields, left_over, unfinished, votes_of
from dangvien.forms.choices import EMPTY, CodeField, OrganizationField
from dangvien.forms.confirming import TICK, ConfirmedForm
from dangvien.forms.deciding import DecisionForm
from dangvien.forms.fields import DayField, DigitsField, IntegerField, TextField
from dangvien.forms.step_boxes import MemberField, RequestField
from dangvien.models import Matter, Outcome, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.facts import DecisionFacts, StepFacts
from dangvien.procedure.known import OWN_NUMBERS, Known, common_months, organ
from dangvien.procedure.problem import Refused
from dangvien.procedure.step_definition import StepDefinition
from dangvien.procedure.votes import CELL_VOTES, MUST_VOTE
from dangvien.procedure.wording import WORDING
from dangvien.text import lower_first

FEW = 3
"""So many choices are shown as round buttons; more stand in a list."""

CARD_DIGITS = 12
CARD_LENGTHS = (8, CARD_DIGITS)
"""Digits of a card's number: of the card before 2 September 2025, and of the present one (347-QĐ/TW)."""
FILE_NUMBER_LENGTH = 12
_LARGEST_KEY = 2**63 - 1
_LENGTHS = {"number": 40, "basis_number": 40, "body": 200, "signer": 120}


class StepForm(ConfirmedForm):
    """One step of a case. `facts_given` is what it says when it is valid.

    `seen` is the newest line of the case when the page was opened: when somebody wrote another one meanwhile, the form
    is shown again with everything typed. `series` completes a number typed without its symbol (8 → 08-NQ/CB).
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=_LARGEST_KEY)

    def __init__(
        self,
        *args: Any,
        case: CaseFile,
        step: StepDefinition,
        known: Known,
        series: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.step, self.known = case, step, known
        self.words = WORDING[step.kind]
        self.series = {**self.words.series, **(series or {})}
        self._add_boxes()

    def _add_boxes(self) -> None:
        decides = "decision" in self.step.asks
        if not decides:
            self.fields["occurred_on"] = DayField(label=self.words.day, noun=lower_first(self.words.day))
        for name in self.step.asks:
            if name == "vote":
                self.fields |= ballot_fields(required=self.step.kind in MUST_VOTE)
            elif name != "decision" and (field := self._box(name)) is not None:
                self.fields[name] = field
        for name, hint in {**self._number_hints(), **self.words.hints, **self.known.hints}.items():
            if name in self.fields:
                self.fields[name].help_text = hint

    def _box(self, name: str) -> forms.Field | None:
        label = self.words.label(name)
        given: dict[str, Any] = {"label": label, "required": name not in self.words.optional}
        noun = lower_first(label)
        match name:
            case "number" | "basis_number" | "body" | "signer":
                return self._text_box(name, noun, given)
            case "basis_on":
                return DayField(noun=noun, **given)
            case "count":
                return IntegerField(noun=noun, least=0 if name in self.words.optional else 1, most=999, **given)
            case "abroad":
                return forms.BooleanField(label=label, required=False)
            case "helper":
                return MemberField(groups=self.known.helpers, **given)
            case "answers":
                return RequestField(requests=self.known.requests, **given)
            case "organization":
                field = OrganizationField(noun=noun, **given)
                field.offer(self.known.organizations)
                return field
            case "outcome":
                return self._choice([(item.value, item.label) for item in self.step.outcomes], noun, given)
            case "matter":
                return self._choice([(item.value, item.label) for item in self.step.matters], noun, given)
        raise ValueError(name)

    def _text_box(self, name: str, noun: str, given: dict[str, Any]) -> forms.Field:
        if name == "number" and self.step.kind is StepKind.PHAT_THE:
            return DigitsField(length=CARD_LENGTHS, noun=noun, **given)
        if name == "number" and self.step.kind is StepKind.HO_SO_DANG_VIEN:
            return TextField(noun=noun, max_length=FILE_NUMBER_LENGTH, **given)
        if name == "body" and self.step.kind is StepKind.GIOI_THIEU_DOAN_THE:
            return CodeField(noun="đoàn thể", choices=codes.of("introducing_body").choices, **given)
        return TextField(noun=noun, max_length=_LENGTHS[name], **given)

    @staticmethod
    def _choice(choices: list[tuple[str, str]], noun: str, given: dict[str, Any]) -> forms.Field | None:
        if len(choices) == 1 and not given["required"]:
            return None if choices[0][0] == Outcome.KHAC else CodeField(noun=noun, choices=choices, **given)
        if len(choices) <= FEW:
            return CodeField(noun=noun, choices=choices, empty=None, widget=forms.RadioSelect, **given)
        return CodeField(noun=noun, choices=choices, empty=EMPTY, **given)

    def _number_hints(self) -> dict[str, str]:
        """How a number may be shortened, beside each box whose series is known."""
        named = [name for name in self.series if name in self.step.asks and self.step.kind not in OWN_NUMBERS]
        return {name: f"Chỉ cần gõ số: 8 thành 08-{self.series[name]}" for name in named}

    # What a page shows

    @property
    def ballots(self) -> list[forms.BoundField]:
        return [self[name] for name in BALLOTS if name in self.fields]

    @property
    def ballots_wrong(self) -> bool:
        return any(box.errors for box in self.ballots)

    @property
    def excluded_hint(self) -> str:
        if self.step.kind in CELL_VOTES:
            return EXCLUDED
        return "" if self.step.kind in MUST_VOTE else "Không biết số phiếu thì để trống ô Tán thành"

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The boxes seen at once: what is folded is known or seldom needed."""
        apart = {*BALLOTS, *self.words.folded, TICK}
        return [box for box in self.visible_fields() if box.name not in apart]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in self.words.folded]

    @property
    def more_is_open(self) -> bool:
        return any(box.errors for box in self.more_fields)

    # What was typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._complete(cleaned)
        if "vote" in self.step.asks:
            for name, sentence in unfinished(cleaned).items():
                if name not in self.errors:
                    self.add_error(name, sentence)
        if not self.errors:
            self.confirm([*record_problems(self.case, self.facts_given), *left_over(self.facts_given.vote)])
        return cleaned

    def _complete(self, cleaned: dict[str, Any]) -> None:
        """What the register can add by itself, and what one box asks of another."""
        kind, day = self.step.kind, cleaned.get("occurred_on")
        if "decision" not in self.step.asks and kind not in OWN_NUMBERS:
            for name, symbol in self.series.items():
                cleaned[name] = completed(cleaned.get(name), symbol)
        if kind is StepKind.GIOI_THIEU_DANG_VIEN and day and cleaned.get("helper") and cleaned.get("count") is None:
            cleaned["count"] = common_months(self.case, cleaned["helper"], day)
            if "count" not in self.errors and (sentence := self._months_unknown(cleaned["count"], day, cleaned)):
                self.add_error("count", sentence)
        if kind is StepKind.PHAT_THE and day and cleaned.get("number"):
            lengths = {CARD_DIGITS, self.case.rules_on(day).card_digits.value}
            if len(cleaned["number"]) not in lengths:
                self.add_error("number", f"Số thẻ phát ngày này phải có {CARD_DIGITS} chữ số. Kiểm tra lại số.")
        if kind is StepKind.VAN_BAN_DONG_Y and cleaned.get("matter") != Matter.TREN_60:
            cleaned["outcome"] = ""  # a mark that the matter chosen afterwards does not ask for
        if kind is StepKind.CHUYEN_NOI and not (cleaned.get("organization") or cleaned.get("body")):
            self.add_error("organization", "Chọn chi bộ nơi đến, hoặc ghi tên nơi đến ở ngoài sổ này.")

    def _months_unknown(self, months: int | None, day: date, cleaned: Mapping[str, Any]) -> str:
        """Why the months have to be typed: the register does not know them, or knows of too few to be all of them."""
        if months is None:
            return "Đảng viên này không cùng chi bộ theo sổ: nhập số tháng đã cùng công tác, cư trú."
        short_is_fine = cleaned.get("matter") == Matter.NGUOI_THAY or self.case.has(StepKind.TIEP_NHAN)
        if short_is_fine or months >= self.case.rules_on(day).introducer_months.value:
            return ""
        return f"Nhập số tháng đã cùng công tác, cư trú: theo sổ mới biết {months} tháng, thật ra có thể lâu hơn."

    @property
    def decision_given(self) -> DecisionFacts | None:
        """The decision's paper, of a form that has one."""
        return None

    @property
    def facts_given(self) -> StepFacts:
        """What the form says; of a form without mistakes only."""
        given, kind = self.cleaned_data, self.step.kind
        day = given.get("occurred_on") or given["issued_on"]
        place = given.get("organization") if "organization" in self.step.asks else organ(self.case, kind, day)
        number = given.get("number") if "number" in self.step.asks else ""
        return StepFacts(
            kind=kind,
            occurred_on=day,
            organization=place,
            body=given.get("body") or "",
            number=number or "",
            basis_number=given.get("basis_number") or "",
            basis_on=given.get("basis_on"),
            signer=given.get("signer") or "",
            outcome=Outcome(given["outcome"]) if given.get("outcome") else None,
            matter=Matter(given["matter"]) if given.get("matter") else None,
            abroad=bool(given.get("abroad")),
            count=given.get("count"),
            helper=given.get("helper"),
            answers=given.get("answers"),
            vote=votes_of(given) if "vote" in self.step.asks else None,
            decision=self.decision_given,
        )

    def take(self, refused: Refused) -> None:
        """Problems at their boxes; of a case that somebody else wrote in, the newest line is known from now on."""
        for problem in refused.problems:
            self.add_error(self._at(problem.field), problem.sentence)
        if isinstance(refused, Stale):
            typed: Any = self.data
            self.data = typed = typed.copy()
            typed[self.add_prefix("seen")] = str(refused.newest)

    def _at(self, field: str) -> str | None:
        other = {"occurred_on": "issued_on", "vote": "agree"}.get(field, field)
        return next((name for name in (field, other) if name in self.fields), None)


class DecisionStepForm(StepForm, DecisionForm):
    """A step that is a decision: its boxes, and the day of the decision is the day of the step.

    When the committee does not agree there may be no numbered decision: then the day alone is asked for.
    """

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        assert known.deciders is not None
        super().__init__(*args, known=known, issuers=known.deciders.options, **kwargs)
        self.fields["issued_on"].label = self.words.day
        if self.data.get(self.add_prefix("outcome")) == Outcome.KHONG_DONG_Y:
            self.fields["issuer"].required = self.fields["number"].required = False
        self.order_fields(["token", "seen", "outcome", "number", "issued_on", "basis_on", "issuer", "signer"])

    @property
    def decision_given(self) -> DecisionFacts | None:
        return self.facts


def step_form(*args: Any, step: StepDefinition, **kwargs: Any) -> StepForm:
    """The form of a step's kind."""
    made = DecisionStepForm if "decision" in step.asks else StepForm
    return made(*args, step=step, **kwargs)


def completed(number: Any, symbol: str) -> Any:
    """A number typed alone, with the symbol of its series: "8" → "08-NQ/CB"; anything else as it was typed."""
    if isinstance(number, str) and number.isascii() and number.isdecimal() and len(number) <= len("999999") and symbol:
        return f"{int(number):02d}-{symbol}"
    return number


def symbol_in(number: str) -> str:
    """The symbol of a number as typed, to be offered with the next one: "08-NQ/CB" → "NQ/CB"; empty for others."""
    first, dash, symbol = number.partition("-")
    return symbol.strip() if dash and first.strip().isdecimal() else ""
