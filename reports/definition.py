"""The vocabulary of reports: what a one-file declaration in `catalog/` is made of.

A report says *what* stands on the sheet; the engine counts, checks and draws. docs/reports.md shows how to add one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from dangvien.period import Period
from dangvien.scope import Scope


class DefinitionError(ValueError):
    """A report declared incompletely or inconsistently; found when the server starts."""


class Thing(StrEnum):
    """What stands behind a number, and therefore what a click on it lists."""

    PERSON = "nguoi"
    ORGANIZATION = "to_chuc"
    LOCALITY = "khu_pho"


Choices = Mapping[str, str]
"""The options a reader chose: option code → value code."""

Lines = Callable[[Scope, Period, Choices], "QuerySet[Any]"]
"""Gives the rows behind a number: in scope, in the period, under the chosen options."""

Condition = Callable[[Period, Choices], Q]
"""Which of the lines count; about the line itself, never by a join that repeats it."""


@dataclass(frozen=True)
class Indicator:
    """A named measure. The number and the list behind it come from the same `lines`, so they cannot disagree.

    `place`, `day` and `item` are lookup paths from a line to its organization, its day (None for a stock, which is
    taken at the end of the period) and the thing counted. `weight` names the column summed over the lines (a ledger's
    `weight` or `sign`); None counts every line once. `only` says which of the lines count: indicators with the same
    `lines` and different conditions are counted together, in one reading of the lines.
    """

    code: str
    label: str
    unit: str
    lines: Lines
    place: str
    item: str
    day: Callable[[Choices], str] | None = None
    weight: str | None = None
    thing: Thing = Thing.PERSON
    only: Condition | None = None


@dataclass(frozen=True)
class Column:
    """A counted column. `once` counts each person once in a row, however many lines they have."""

    code: str
    header: str
    indicator: Indicator
    once: Callable[[Choices], bool] | None = None

    def counts_once(self, choices: Choices) -> bool:
        """Whether, under these choices, each thing counts once in a row."""
        return self.once is not None and self.once(choices)


@dataclass(frozen=True)
class Ratio:
    """A percentage of two counted columns of the same row: a ratio of sums, never a mean of ratios."""

    code: str
    header: str
    numerator: str
    denominator: str
    places: int = 1


@dataclass(frozen=True)
class Growth:
    """Change against the row before, in percent; blank for the first and for a partial period (and after zero)."""

    code: str
    header: str
    of: str
    places: int = 1


@dataclass(frozen=True)
class Running:
    """The sum of a counted column from the first row on."""

    code: str
    header: str
    of: str


AnyColumn = Column | Ratio | Growth | Running


@dataclass(frozen=True)
class Group:
    """Columns under one common header ("Trong đó")."""

    header: str
    columns: tuple[AnyColumn | Group, ...]


@dataclass(frozen=True)
class OrganizationRows:
    """One row for each organization of these kinds and sectors, in the official order, as of the tree's day."""

    kinds: tuple[str, ...]
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True)
class YearRows:
    """One row for each calendar year the period touches; an incomplete year carries its own label."""


@dataclass(frozen=True)
class Criterion:
    """One line of a list of criteria: a label and what is counted; `parts` are printed below it.

    With `adds_up` the parts must sum to the line (checked under the table); without it they are a "trong đó".
    `out_of` prints the number as "n/N" against another indicator. `kept_at_zero` false leaves the line out when it
    counts nothing (a khối that this city does not have).
    """

    code: str
    label: str
    indicator: Indicator
    parts: tuple[Criterion, ...] = ()
    adds_up: bool = True
    out_of: Indicator | None = None
    kept_at_zero: bool = True


@dataclass(frozen=True)
class Partition:
    """A second way of splitting a criterion that must add up as well ("chia theo khối")."""

    of: str
    label: str
    parts: tuple[Criterion, ...]


@dataclass(frozen=True)
class CriteriaRows:
    """A fixed list of criteria, each counted in every column's place (the column gives only the header)."""

    criteria: tuple[Criterion | Partition, ...]


Rows = OrganizationRows | YearRows | CriteriaRows


@dataclass(frozen=True)
class Option:
    """A choice the reader makes on the form; the first value is the default. Printed in the note when `noted`."""

    code: str
    label: str
    values: tuple[tuple[str, str], ...]
    noted: bool = True

    @property
    def default(self) -> str:
        return self.values[0][0]


class Total(StrEnum):
    """Where the line of totals stands and whether it carries the running number ("10." in the 2022 appendix)."""

    NONE = "khong"
    LAST = "cuoi"
    LAST_NUMBERED = "cuoi_danh_so"


class Sheet(StrEnum):
    """How the printed page begins: an appendix to a report, or a report of its own with the full heading."""

    APPENDIX = "phu_luc"
    DOCUMENT = "van_ban"


@dataclass(frozen=True)
class Report:
    """A whole report. `title` is printed; `name` stands in lists on the screen.

    `period_words` may use {years} ("giai đoạn 2012-2022"), {label} ("6 tháng đầu năm 2022") and {day} (the last day).
    `number_format` writes the running number ("{}." gives "1."); `as_of_day` asks for one day instead of a period.
    """

    code: str
    slug: str
    name: str
    title: str
    basis: str
    rows: Rows
    row_title: str
    columns: tuple[AnyColumn | Group, ...]
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

    def __post_init__(self) -> None:
        for name in ("code", "slug", "name", "title", "basis", "row_title", "purpose"):
            if not getattr(self, name).strip():
                raise DefinitionError(f"báo cáo {self.code or '?'}: thiếu {name}")
        if not self.columns:
            raise DefinitionError(f"báo cáo {self.code}: không có cột")
        codes = [column.code for column in self.leaves]
        if len(codes) != len(set(codes)):
            raise DefinitionError(f"báo cáo {self.code}: hai cột trùng mã")
        counted = {column.code for column in self.leaves if isinstance(column, Column)}
        for column in self.leaves:
            needed: Sequence[str] = ()
            if isinstance(column, Ratio):
                needed = (column.numerator, column.denominator)
            elif isinstance(column, Growth | Running):
                needed = (column.of,)
            for code in needed:
                if code not in counted:
                    raise DefinitionError(f"báo cáo {self.code}: cột {column.code} cần cột đếm {code} không có")
        if isinstance(self.rows, CriteriaRows) and len(self.leaves) != 1:
            raise DefinitionError(f"báo cáo {self.code}: bảng tiêu chí có đúng một cột số")

    @property
    def leaves(self) -> tuple[AnyColumn, ...]:
        """The columns at the bottom of the header, from left to right."""
        return tuple(_leaves(self.columns))

    def chosen(self, given: Mapping[str, str]) -> dict[str, str]:
        """The options with the reader's choices over the defaults. Raises KeyError naming an unknown choice."""
        chosen = {option.code: option.default for option in self.options}
        for code, value in given.items():
            option = next((item for item in self.options if item.code == code), None)
            if option is None or value not in dict(option.values):
                raise KeyError(f"{code}={value}")
            chosen[code] = value
        return chosen

    def thing_behind(self, row_key: str, column_code: str) -> Thing:
        """What kind of thing a counted cell lists. Raises KeyError for a cell that is not counted."""
        column = next((item for item in self.leaves if item.code == column_code), None)
        if not isinstance(column, Column):
            raise KeyError(column_code)
        if not isinstance(self.rows, CriteriaRows):
            return column.indicator.thing
        for item in walk(self.rows.criteria):
            if isinstance(item, Criterion) and item.code == row_key:
                return item.indicator.thing
        raise KeyError(row_key)


def walk(criteria: Sequence[Criterion | Partition]) -> Iterator[Criterion | Partition]:
    """Every criterion and partition, each before its parts."""
    for item in criteria:
        yield item
        yield from walk(item.parts)


def _leaves(columns: Sequence[AnyColumn | Group]) -> list[AnyColumn]:
    found: list[AnyColumn] = []
    for column in columns:
        found.extend(_leaves(column.columns) if isinstance(column, Group) else [column])
    return found
