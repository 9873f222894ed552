"""What the forms of acts on organizations share: the day, the decision, the plan they say, lists of places to go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import CodeField, OrganizationField, offer
from dangvien.forms.deciding import Reference, ReferenceField, symbol_of
from dangvien.forms.fields import DayField
from dangvien.models import Organization
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.places import Option
from dangvien.procedure.problem import Level, Problem
from dangvien.procedure.restructuring import Restructuring, problems
from dangvien.procedure.restructuring.listing import Line
from dangvien.procedure.restructuring.making import Distribution
from dangvien.scope import Scope

ORDINALS = ("thứ nhất", "thứ hai", "thứ ba")


class ByDecisionForm(HouseForm):
    """A change of organizations: from which day, and by which decision when its paper is at hand."""

    on = DayField(label="Từ ngày", noun="ngày có hiệu lực")
    number = ReferenceField(
        label="Theo quyết định số", required=False, max_length=40, noun="số quyết định", help_text="Ví dụ: 125-QĐ/TU"
    )
    issuer = OrganizationField(label="Cơ quan ban hành", noun="cơ quan ban hành", required=False)
    issued_on = DayField(label="Ngày quyết định", required=False)

    PAPER = ("number", "issuer", "issued_on")

    def __init__(self, *args: Any, issuers: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "issuer", issuers)
        self.fields["number"].widget.attrs["size"] = 24
        self.order_fields([*(name for name in self.fields if name not in self.PAPER), *self.PAPER])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for name in self.PAPER if cleaned.get(name) or name in self.errors]
        if given and len(given) < len(self.PAPER):
            for name in set(self.PAPER) - set(given):
                self.add_error(name, "Ghi quyết định thì ghi đủ số, cơ quan ban hành và ngày; hoặc để trống cả ba.")
        reference, issuer, day = (cleaned.get(name) for name in self.PAPER)
        if reference and issuer and day and not reference.symbol:
            cleaned["number"] = Reference(reference.number, symbol_of(issuer, day))
            if not cleaned["number"].symbol:
                self.add_error("number", "Gõ đủ số và ký hiệu như trên giấy, ví dụ 125-QĐ/ĐU.")
        return cleaned

    @property
    def paper(self) -> DecisionFacts | None:
        """The decision's paper, when one was given."""
        given = self.cleaned_data
        if not given["number"]:
            return None
        return DecisionFacts(
            issuer=given["issuer"],
            number=given["number"].number,
            symbol=given["number"].symbol,
            issued_on=given["issued_on"],
        )


class ActForm(ByDecisionForm):
    """An act by its day and, when the paper is at hand, its decision. `plan` is what it says when it is valid."""

    MORE: tuple[str, ...] = ByDecisionForm.PAPER
    """Boxes folded away until they are needed."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.plan: Restructuring | None = None
        self.found: list[Problem] = []

    def make(self) -> Restructuring:
        """The plan that the boxes say."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            self.plan = self.make()
            self.found = list(problems(self.plan, self.scope.today, self.scope))
            for problem in self.found:
                if problem.level is Level.REFUSE:
                    self.add_error(problem.field if problem.field in self.fields else None, problem.sentence)
        return cleaned

    @property
    def first_boxes(self) -> list[forms.BoundField]:
        return [box for box in self.visible_fields() if box.name not in self.MORE and box.name not in self.row_names]

    @property
    def more_boxes(self) -> list[forms.BoundField]:
        return [box for box in self.visible_fields() if box.name in self.MORE]

    @property
    def more_is_open(self) -> bool:
        return any(box.errors or (self.is_bound and box.value()) for box in self.more_boxes)

    @property
    def row_names(self) -> Sequence[str]:
        return ()


class ListedForm(ActForm):
    """An act that gives each person of an organization, or each organization below it, a place by list."""

    def __init__(self, *args: Any, organization: Organization, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization, self.lines = organization, lines
        self.fields |= {line.box: self._box(line) for line in lines}

    def _box(self, line: Line) -> forms.Field:
        field = CodeField(
            label=line.name,
            noun=f"nơi đến của {line.name}",
            choices=self.ways(),
            empty=("", "Như những người khác"),
            required=False,
        )
        field.widget.attrs["aria-label"] = f"Nơi đến của {line.name}"
        return field

    def ways(self) -> list[tuple[str, str]]:
        """Where a line can go: a number for each receiving place."""
        raise NotImplementedError

    @property
    def row_names(self) -> Sequence[str]:
        return [line.box for line in self.lines]

    @property
    def rows(self) -> list[tuple[Line, forms.BoundField]]:
        return [(line, self[line.box]) for line in self.lines]

    def distribution(self, others: str | None) -> Distribution:
        """What the list says, in the numbers of the receiving places."""
        chosen: dict[str, dict[int, str]] = {"dang-vien": {}, "nguon": {}, "to-chuc": {}}
        for line in self.lines:
            if number := self.cleaned_data.get(line.box):
                chosen[line.what][line.key] = number
        return Distribution(others, chosen["dang-vien"], chosen["nguon"], chosen["to-chuc"])

    def missing(self, numbers: Iterable[str]) -> None:
        """Tell the lines that go to a place that was not named."""
        known = set(numbers)
        for line in self.lines:
            number = self.cleaned_data.get(line.box)
            if number and number not in known:
                self.add_error(line.box, f"{line.name}: nơi đến {ORDINALS[int(number) - 1]} chưa ghi ở trên.")
