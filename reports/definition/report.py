"""A whole report, and what it must fulfil to be taken into the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition.checks import Check
from reports.definition.columns import AnyColumn
from reports.definition.errors import DefinitionError
from reports.definition.faults import faults_of_table
from reports.definition.heads import AnyHead, Group, expanded, leaves_of
from reports.definition.measures import Choices
from reports.definition.pictured import AgainstDrawn, Drawn, YearsDrawn
from reports.definition.rows import OrganizationRows, PeriodRows, Rows


@dataclass(frozen=True)
class Option:
    """A choice the reader makes on the form; the first value is the default. Printed in the note when `noted`.

    `from_register` gives more values out of the register, as far as the reader sees it (a class, a batch of dossiers).
    """

    code: str
    label: str
    values: tuple[tuple[str, str], ...]
    noted: bool = True
    from_register: Callable[[Scope], Sequence[tuple[str, str]]] | None = None

    @property
    def default(self) -> str:
        return self.values[0][0]

    def offered(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """Every value a reader with this scope may choose, with its label."""
        return (*self.values, *self.from_register(scope)) if self.from_register else self.values


def shown_or_not(code: str, label: str) -> Option:
    """The option by which a reader leaves out a `Group` that names it as `optional`."""
    return Option(code, label, (("co", "có"), ("khong", "không")), noted=False)


class Total(StrEnum):
    """Where the line of totals stands and whether it carries the running number ("10." in the 2022 appendix)."""

    NONE = "khong"
    FIRST = "dau"
    LAST = "cuoi"
    LAST_NUMBERED = "cuoi_danh_so"


class Sheet(StrEnum):
    """How the printed page begins: an appendix to a report, a report of its own with the full heading, or a statistical
    form in the frame of the central organization commission."""

    APPENDIX = "phu_luc"
    DOCUMENT = "van_ban"
    FORM = "bieu_mau"


class Zero(StrEnum):
    """How nothing is printed."""

    DIGIT = "0"
    DASH = "-"


@dataclass(frozen=True)
class Report:
    """A whole report. `title` is printed; `name` stands in lists on the screen.

    `period_words` may use {years} ("giai đoạn 2012-2022"), {label} ("6 tháng đầu năm 2022"), {day} (the last day),
    {year} and {first_year} ("năm học {first_year}-{year}"). `number_format` writes the running number ("{}." gives
    "1."); `as_of_day` asks for one day instead of a period. `numbered` adds the row of column numbers under the header.
    `notes` are printed under the table before the engine's own. `facing` is how many columns stand on the left of two
    facing pages. `form` is the mark of an official form ("Biểu số 1-BTCTW"), in force from `valid_from` to before
    `valid_to`; two versions of one form are two reports. `picture` is drawn under the table. `uncertain` says what
    about the layout has not been compared with a text.
    """

    code: str
    slug: str
    name: str
    title: str
    basis: str
    rows: Rows
    row_title: str
    columns: tuple[AnyHead, ...]
    purpose: str
    options: tuple[Option, ...] = ()
    total: Total = Total.NONE
    total_label: str = "Tổng cộng"
    number_title: str = "TT"
    number_format: str = "{}."
    sheet: Sheet = Sheet.APPENDIX
    period_words: str = "{label}"
    as_of_day: bool = False
    landscape: bool = False
    numbered: bool = False
    notes: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    zero: Zero = Zero.DIGIT
    facing: int = 0
    form: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    uncertain: str = ""
    picture: Drawn | None = None

    def __post_init__(self) -> None:
        for name in ("code", "slug", "name", "title", "basis", "row_title", "purpose"):
            if not getattr(self, name).strip():
                raise DefinitionError(f"báo cáo {self.code or '?'}: thiếu {name}")
        leaves = self.leaves(_SAMPLE, {option.code: option.default for option in self.options})
        found = (
            *faults_of_table(self.rows, self.columns, leaves),
            *_faults(self, {column.code for column in leaves}),
        )
        for fault in found:
            raise DefinitionError(f"báo cáo {self.code}: {fault}")

    def heads(self, period: Period, choices: Choices) -> tuple[AnyColumn | Group, ...]:
        """The header for a period and the reader's choices: repeated columns written out, unwanted groups left out."""
        return expanded(self.columns, period, choices)

    def leaves(self, period: Period, choices: Choices) -> tuple[AnyColumn, ...]:
        """The columns at the bottom of that header, from left to right."""
        return leaves_of(self.heads(period, choices))

    def chosen(self, given: Mapping[str, str]) -> dict[str, str]:
        """The options with the reader's choices over the defaults. Raises KeyError naming an unknown choice.

        Whether a value out of the register is one the reader sees is asked where the scope is known.
        """
        chosen = {option.code: option.default for option in self.options}
        for code, value in given.items():
            option = next((item for item in self.options if item.code == code), None)
            if option is None or (option.from_register is None and value not in dict(option.values)):
                raise KeyError(f"{code}={value}")
            chosen[code] = value
        return chosen


_SAMPLE = Period(date(2023, 1, 1), date(2024, 12, 31))
"""Two years by which repeated columns are written out to be looked over."""


def _faults(report: Report, codes: set[str]) -> Iterator[str]:
    """What is wrong with the rest of the sheet, given the codes of its columns."""
    known = {option.code for option in report.options}
    for head in report.columns:
        if isinstance(head, Group) and head.optional and head.optional not in known:
            yield f"nhóm cột “{head.header}” cần lựa chọn {head.optional} không có"
    if report.facing and report.facing >= len(codes):
        yield "hai trang đối nhau cần ít nhất một cột ở trang phải"
    for code in report.picture.columns if report.picture else ():
        if code not in codes:
            yield f"hình cần cột {code} không có"
    if isinstance(report.picture, YearsDrawn) and not isinstance(report.rows, PeriodRows):
        yield "hình theo năm cần các dòng là năm"
    if isinstance(report.picture, AgainstDrawn) and not isinstance(report.rows, OrganizationRows):
        yield "hình chỉ tiêu và kết quả cần các dòng là tổ chức"
    for check in report.checks:
        for ref in (check.left, check.right):
            if not ref.report and ref.column not in codes:
                yield f"kiểm tra “{check.sentence}” cần cột {ref.column} không có"
