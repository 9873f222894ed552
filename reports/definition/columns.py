"""What stands in a column: a count, a figure worked out of other columns of the row, a text; and columns in groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar

from dangvien.models import Organization
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition.measures import THIS, Choices, Dimension, Indicator, Slice, Trait, When


@dataclass(frozen=True)
class Column:
    """A counted column: the indicator, at some days, under some condition.

    In a list of criteria the row may bring the indicator instead; then `indicator` is left out here. `once` counts each
    person once in a row, however many lines they have. `of` cuts the lines down to values of a dimension. `out_of`
    prints the number over another one, of the same days: "62/62". `mark` is what the numbered row of the header says
    ("3 = 1 + 2"); by default the column's place.
    """

    refs: ClassVar[tuple[str, ...]] = ()

    code: str
    header: str
    indicator: Indicator | None = None
    once: Callable[[Choices], bool] | None = None
    when: When = THIS
    only: Trait | None = None
    of: Slice | None = None
    out_of: Indicator | None = None
    mark: str = ""

    def counts_once(self, choices: Choices) -> bool:
        """Whether, under these choices, each thing counts once in a row."""
        return self.once is not None and self.once(choices)


@dataclass(frozen=True)
class Ratio:
    """A percentage of two number columns of the same row: a ratio of sums, never a mean of ratios.

    Numerator and denominator, with their days where these differ, are told in a note under the table.
    """

    refs: ClassVar[tuple[str, ...]] = ("numerator", "denominator")

    code: str
    header: str
    numerator: str
    denominator: str
    places: int = 1
    mark: str = ""

    @property
    def refs_in_order(self) -> tuple[str, str]:
        """What is divided, then what by."""
        return self.numerator, self.denominator


@dataclass(frozen=True)
class Quotient:
    """How many of one column come on each of another: an average age, members a cell."""

    refs: ClassVar[tuple[str, ...]] = ("total", "count")

    code: str
    header: str
    total: str
    count: str
    places: int = 1
    mark: str = ""

    @property
    def refs_in_order(self) -> tuple[str, str]:
        """What is divided, then what by."""
        return self.total, self.count


class Base(StrEnum):
    """What a share is a share of."""

    TOTAL = "tong"
    PARENT = "dong_tren"
    FIRST = "dong_dau"


@dataclass(frozen=True)
class Share:
    """The percentage a row has of the line of totals, of the line it is a part of, or of the first line."""

    refs: ClassVar[tuple[str, ...]] = ("of",)

    code: str
    header: str
    of: str
    base: Base = Base.TOTAL
    places: int = 1
    mark: str = ""


@dataclass(frozen=True)
class Sum:
    """Number columns added up, and others taken away; blank where one of those taken away is blank."""

    refs: ClassVar[tuple[str, ...]] = ("plus", "minus")

    code: str
    header: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class Change:
    """How much one column is above another, in percent of the other: 112,5 against 100 gives 12,5."""

    refs: ClassVar[tuple[str, ...]] = ("now", "before")

    code: str
    header: str
    now: str
    before: str
    places: int = 1
    mark: str = ""


@dataclass(frozen=True)
class Points:
    """The difference of two percentages, in percentage points; its header has to say "điểm"."""

    refs: ClassVar[tuple[str, ...]] = ("now", "before")

    code: str
    header: str
    now: str
    before: str
    mark: str = ""


@dataclass(frozen=True)
class Growth:
    """Change against the row before, in percent; blank for the first and for a partial period (and after zero)."""

    refs: ClassVar[tuple[str, ...]] = ("of",)

    code: str
    header: str
    of: str
    places: int = 1
    mark: str = ""


@dataclass(frozen=True)
class Conversion:
    """The percentage a row has of the row before: how many of one stage reach the next."""

    refs: ClassVar[tuple[str, ...]] = ("of",)

    code: str
    header: str
    of: str
    places: int = 1
    mark: str = ""


@dataclass(frozen=True)
class Running:
    """The sum of a counted column from the first row on."""

    refs: ClassVar[tuple[str, ...]] = ("of",)

    code: str
    header: str
    of: str
    mark: str = ""


@dataclass(frozen=True)
class Rank:
    """The place of the row when all are ordered by a column, the greatest first; equals share a place."""

    refs: ClassVar[tuple[str, ...]] = ("of",)

    code: str
    header: str
    of: str
    mark: str = ""


@dataclass(frozen=True)
class Band:
    """One step of a scale: from `least` on (or above it, with `above`), below the next step. None: no lower end."""

    code: str
    label: str
    least: float | None = None
    above: bool = False


Scale = Callable[[Organization, Period, Choices], tuple[Band, ...]]
"""Gives the bands where they are dated rules: of the organization asked for and its day."""


@dataclass(frozen=True)
class Judgement:
    """In which band of a scale a column lies, in words. `bands` from the highest to the lowest."""

    refs: ClassVar[tuple[str, ...]] = ("of",)

    code: str
    header: str
    of: str
    bands: tuple[Band, ...] | Scale
    mark: str = ""


@dataclass(frozen=True)
class Streak:
    """How many periods running, back from the last that has ended, a column of an `EachPeriod` stayed below a bound.

    A period without a figure ends the run: nothing was asked there.
    """

    refs: ClassVar[tuple[str, ...]] = ()

    code: str
    header: str
    each: str
    below: float
    mark: str = ""


Words = Callable[[Scope, Period, Choices], Mapping[int, str]]
"""Gives words about organizations, by primary key."""


@dataclass(frozen=True)
class Text:
    """Words about the row: a field of the item, or what the row itself knows ("don_vi_tinh" for a criterion's unit).

    `middle` centres short texts such as days and marks. `counts` adds up how many rows have something here. Beside
    organizations `words` gives the text of each, or the column stays empty for what is written in by hand ("Ghi chú").
    """

    refs: ClassVar[tuple[str, ...]] = ()

    code: str
    header: str
    middle: bool = False
    counts: bool = False
    mark: str = ""
    words: Words | None = None


UNKNOWN = "chua_ro"
"""What stands in the code of a column for the value that is not known."""

UNIT = "don_vi_tinh"
"""The code of a `Text` column that shows the unit of a criterion."""

AnyColumn = (
    Column
    | Ratio
    | Quotient
    | Share
    | Sum
    | Change
    | Points
    | Growth
    | Conversion
    | Running
    | Rank
    | Judgement
    | Streak
    | Text
)


@dataclass(frozen=True)
class Group:
    """Columns under one common header ("Trong đó"). With `optional` the reader may leave them out."""

    header: str
    columns: tuple[AnyHead, ...]
    optional: str = ""


class By(StrEnum):
    """Parts of the calendar."""

    YEAR = "nam"
    QUARTER = "quy"
    MONTH = "thang"


@dataclass(frozen=True)
class EachPeriod:
    """The same columns for every year (quarter, month) of the period, each under the name of its part.

    A column "ket_nap" inside becomes "ket_nap_2023"; `whole` are columns for the whole period, under that header.
    """

    columns: tuple[AnyColumn, ...]
    by: By = By.YEAR


@dataclass(frozen=True)
class EachCode:
    """The same columns for every value of a dimension, each under its label: "ket_nap" → "ket_nap_nong_thon".

    `wholes` names for columns inside the one outside that they add up to, row by row; that is checked.
    """

    dimension: Dimension
    columns: tuple[AnyColumn, ...]
    unknown: bool = True
    wholes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def code_of(self, column: str, value: str) -> str:
        """What a column inside is called for a value of the dimension."""
        return f"{column}_{value or UNKNOWN}"

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """The values that are columns, with their labels."""
        return self.dimension.values if self.unknown else self.dimension.codes


AnyHead = AnyColumn | Group | EachPeriod | EachCode
"""Anything that may stand in a header."""


def expanded(columns: Sequence[AnyHead], period: Period, choices: Choices) -> tuple[AnyColumn | Group, ...]:
    """The header for a period: repeated columns written out, groups the reader does not want left out."""
    return tuple(_expanded(columns, period, choices))


def _expanded(columns: Sequence[AnyHead], period: Period, choices: Choices) -> Iterator[AnyColumn | Group]:
    for column in columns:
        if isinstance(column, EachPeriod):
            for part in period.parts(column.by.value):
                yield Group(part.short, _renamed(column.columns, part.key, when=_during(part.period)))
        elif isinstance(column, EachCode):
            for code, label in column.codes:
                of = Slice(column.dimension, (code,))
                yield Group(label, _renamed(column.columns, code or UNKNOWN, of=of))
        elif isinstance(column, Group):
            if not column.optional or choices.get(column.optional) != "khong":
                yield Group(column.header, expanded(column.columns, period, choices))
        else:
            yield column


def _during(part: Period) -> When:
    return When(f"{part.first:%Y%m%d}", part.label, lambda _: part)


def _renamed(
    columns: tuple[AnyColumn, ...], suffix: str, *, when: When | None = None, of: Slice | None = None
) -> tuple[AnyColumn, ...]:
    inside = {column.code for column in columns}

    def name(code: str) -> str:
        return f"{code}_{suffix}" if code in inside else code

    found: list[AnyColumn] = []
    for column in columns:
        changes: dict[str, object] = {"code": name(column.code)}
        for ref in column.refs:
            value = getattr(column, ref)
            changes[ref] = name(value) if isinstance(value, str) else tuple(map(name, value))
        if isinstance(column, Column):
            if when is not None:
                changes["when"] = _then(when, column.when)
            if of is not None:
                changes["of"] = of
        found.append(replace(column, **changes))  # type: ignore[arg-type]  # the fields of its own class
    return tuple(found)


def _then(first: When, second: When) -> When:
    if second is THIS:
        return first
    return When(
        f"{first.code}_{second.code}",
        f"{second.label} ({first.label})",
        lambda period: second.shift(first.shift(period)),
    )


def leaves_of(columns: Sequence[AnyColumn | Group]) -> tuple[AnyColumn, ...]:
    """The columns at the bottom of an expanded header, from left to right."""
    found: list[AnyColumn] = []
    for column in columns:
        if isinstance(column, Group):
            found.extend(leaves_of(column.columns))  # type: ignore[arg-type]  # expanded
        else:
            found.append(column)
    return tuple(found)
