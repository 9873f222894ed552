"""Forms made from a report's definition: for whom, over which period, with which choices."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

from dangvien.dates import first_of_year
from dangvien.forms.base import HouseForm
from dangvien.forms.fields import DayField
from dangvien.period import Period, PeriodError
from dangvien.procedure.places import Option, named_options
from dangvien.scope import Scope
from dangvien.text import day_full
from reports.definition import OrganizationRows, Report
from reports.engine.question import SHEET, TREE, Question
from reports.usual_periods import UsualPeriod, usual_days, usual_periods


class QuestionForm(forms.Form):
    """The parameters of one report. Its data comes from the address, so that a page can be kept and sent on."""

    to_chuc = forms.ChoiceField(label="Phạm vi", error_messages={"invalid_choice": "Chọn một tổ chức trong danh sách."})
    ky = forms.ChoiceField(
        label="Kỳ",
        required=False,
        help_text="Chọn một kỳ, hoặc để nguyên rồi nhập hai ngày.",
        error_messages={"invalid_choice": "Chọn một kỳ trong danh sách, hoặc nhập hai ngày."},
    )
    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)

    def __init__(self, *args: Any, report: Report, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report, self.scope = report, scope
        self.places = {option.organization.code: option for option in report_places(scope)}
        self._choice("to_chuc").choices = [(code, option.label) for code, option in self.places.items()]
        own = (code for code, option in self.places.items() if option.organization.pk in scope.roots)
        self.fields["to_chuc"].initial = next(own, None)  # not simply the first: wards may stand before their city
        self.fields["den"].initial = scope.today
        self.fields["tu"].initial = first_of_year(scope.today)
        self.usual = {item.code: item.period for item in self._usual_periods()}
        if report.as_of_day:
            del self.fields["tu"]
            self.fields["den"].label = "Tính đến ngày"
            self.fields["ky"].help_text = "Chọn một ngày hay dùng, hoặc để nguyên rồi nhập ngày."
        options = [*report.options, *([TREE] if isinstance(report.rows, OrganizationRows) else []), SHEET]
        for option in options:
            self.fields[option.code] = forms.ChoiceField(
                label=option.label,
                choices=option.offered(scope),
                initial=report.sheet.value if option is SHEET else option.default,
                required=False,
                error_messages={"invalid_choice": f"{option.label}: chọn một mục trong danh sách."},
            )

    def _usual_periods(self) -> list[UsualPeriod]:
        found = usual_days(self.scope.today) if self.report.as_of_day else usual_periods(self.scope.today)
        typed = "Tự nhập ngày" if self.report.as_of_day else "Tự nhập hai ngày"
        self._choice("ky").choices = [("", typed), *((item.code, item.label) for item in found)]
        return found

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ky"):
            return self._with_usual(data)
        for name in ("tu", "den"):
            field = self.fields.get(name)
            if isinstance(field, DayField) and not data.get(name) and name not in self.errors:
                self.add_error(name, field.missing())
        last = data.get("den")
        first = last if self.report.as_of_day else data.get("tu")
        if first and last:
            try:
                data["period"] = Period(first, last)
            except PeriodError as wrong:
                self.add_error("den", wrong.sentence)
        return data

    def _with_usual(self, data: dict[str, Any]) -> dict[str, Any]:
        """The chosen period stands, whatever the two days below it say."""
        for name in ("tu", "den"):
            self.errors.pop(name, None)
        data["period"] = self.usual[data["ky"]]
        return data

    @property
    def question(self) -> Question:
        """The question a valid form asks."""
        data = self.cleaned_data
        chosen = {option.code: data[option.code] for option in self.report.options if data.get(option.code)}
        return Question(
            report=self.report,
            scope=self.scope,
            organization=self.places[data["to_chuc"]].organization,
            period=data["period"],
            choices=self.report.chosen(chosen),
            tree=data.get(TREE.code) or TREE.default,
            sheet=data.get(SHEET.code) or "",
        )


def report_places(scope: Scope) -> list[Option]:
    """Organizations a report may be asked for: those in scope that are not cells, and first the roots themselves."""
    options = named_options(scope.reporting_organizations, scope.today)
    return sorted(options, key=lambda option: option.organization.pk not in scope.roots)


def address_of(question: Question) -> str:
    """The question as a query string that `QuestionForm` reads back."""
    pairs = {"to_chuc": question.organization.code, "den": day_full(question.period.last)}
    if not question.report.as_of_day:
        pairs["tu"] = day_full(question.period.first)
    pairs |= question.choices
    if isinstance(question.report.rows, OrganizationRows):
        pairs[TREE.code] = question.tree
    pairs[SHEET.code] = question.sheet_code
    return urlencode(pairs)


class FreezeForm(HouseForm):
    """The wish to freeze what is on the screen as a draft."""
