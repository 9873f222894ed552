"""What stands in a column: a count, a figure worked out of other columns of the row, a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from dangvien.models import Organization
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition.measures import THIS, Choices, Indicator, Slice, Trait, When


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


class By(StrEnum):
    """Parts of the calendar."""

    YEAR = "nam"
    QUARTER = "quy"
    MONTH = "thang"
