"""What a row stands for: an organization, a part of the calendar, a criterion, a band, or one thing of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition.columns import AnyColumn, Band, By
from reports.definition.measures import THIS, Choices, Dimension, Indicator, Slice, Trait, When


@dataclass(frozen=True)
class Level:
    """One level of rows of organizations: those of these kinds and, when given, sectors and areas (địa bàn).

    With `heading` a row of this level only names its group; without, it shows the sums of everything under it, or, with
    `whole` false, of the rows under it and nothing else. Neither a heading nor such a sum stands without rows under it.
    """

    kinds: tuple[str, ...]
    sectors: tuple[str, ...] = ()
    heading: bool = False
    areas: tuple[str, ...] = ()
    whole: bool = True

    @property
    def counts(self) -> bool:
        """Whether a row of this level counts what lies under it outside of the rows below."""
        return self.whole and not self.heading


Bound = float | Callable[[Choices], float]
"""A number, or what the reader chose."""


@dataclass(frozen=True)
class Ranking:
    """Rows by a number column instead of the official order, and which of them are shown.

    `at_least` and `below` keep the rows inside these bounds; the rest are one row under `others`, if that is given.
    With `reorder` false the rows stay in the official order.
    """

    by: str
    descending: bool = True
    at_least: Bound | None = None
    below: Bound | None = None
    others: str = ""
    reorder: bool = True


@dataclass(frozen=True)
class OrganizationRows:
    """One row for each organization of these kinds, sectors and areas, in the official order, as of the tree's day.

    `levels` are rows above these, the highest first: their organizations stand with their sums, or as headings, over
    the rows below them. `by_sector` puts the rows under their khối, each with its sums. `restart` begins the running
    number anew under each of these.

    `direct` takes instead what stands directly under the organization asked for, of whatever kind (of these kinds, when
    given): the wards of a city, the cells of a ward; a cell itself, under which nothing stands.
    """

    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    by_sector: bool = False
    restart: bool = False
    ranking: Ranking | None = None
    direct: bool = False


@dataclass(frozen=True)
class PeriodRows:
    """One row for each calendar year (quarter, month) the period touches; an incomplete one has its own label.

    `mean` is the label of a row with the average of the complete ones.
    """

    by: By = By.YEAR
    mean: str = ""


@dataclass(frozen=True)
class Criterion:
    """One line of a list of criteria: a label and what is counted; `parts` are printed below it.

    The number of a column is that of `indicators[column]`, else of `indicator`, else of the column's own indicator;
    under the condition `only` and the values `of` of a dimension; at the days `when`, seen from the column's days.

    With `adds_up` the parts must sum to the line (checked under the table); without it they are a "trong đó".
    `out_of` prints the number as "n/N" against another indicator. `kept_at_zero` false leaves the line out when it
    counts nothing (a khối that this city does not have). `crossed` names the columns that do not apply: "X".
    `number` is printed instead of the running number; None lets the numbering decide.
    """

    code: str
    label: str
    indicator: Indicator | None = None
    parts: tuple[AnyCriterion, ...] = ()
    adds_up: bool = True
    out_of: Indicator | None = None
    kept_at_zero: bool = True
    only: Trait | None = None
    of: Slice | None = None
    indicators: Mapping[str, Indicator] = field(default_factory=dict, hash=False)
    when: When = THIS
    crossed: tuple[str, ...] = ()
    unit: str = ""
    number: str | None = None


@dataclass(frozen=True)
class Computed:
    """A line worked out of other lines of the list: D = A + B − C.

    With `counted` the same figure is also counted, and both must agree; the number then opens into what was counted.
    """

    code: str
    label: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    counted: Indicator | None = None
    when: When = THIS
    unit: str = ""
    number: str | None = None
    parts: tuple[AnyCriterion, ...] = ()


@dataclass(frozen=True)
class Mean:
    """A line that divides one indicator by another ("tuổi bình quân"); it is no part of any sum."""

    code: str
    label: str
    total: Indicator
    count: Indicator
    places: int = 1
    unit: str = ""
    number: str | None = None
    parts: tuple[AnyCriterion, ...] = ()


@dataclass(frozen=True)
class Partition:
    """A second way of splitting a criterion that must add up as well ("chia theo khối").

    With `adds_up` false only the heading is meant: lines that overlap.
    """

    of: str
    label: str
    parts: tuple[AnyCriterion, ...]
    adds_up: bool = True
    number: str | None = None


@dataclass(frozen=True)
class Section:
    """A heading over lines that have nothing to do with each other ("I. Kết nạp")."""

    label: str
    parts: tuple[AnyCriterion, ...]
    number: str | None = None


AnyCriterion = Criterion | Computed | Mean | Partition | Section


@dataclass(frozen=True)
class CriteriaRows:
    """A fixed list of criteria, each counted in every column.

    `numbering` writes the running number of each depth, the highest first: "{A}", "{I}", "{1}", "{a}" or "-", with
    whatever stands around ("{1}."); depths beyond it carry none. By default only the highest is numbered, as the
    report's `number_format` has it. `panels` puts each criterion of the highest depth beside the one before on paper.
    """

    criteria: tuple[AnyCriterion, ...]
    numbering: tuple[str, ...] = ()
    panels: bool = False


@dataclass(frozen=True)
class BandRows:
    """How many organizations lie in each band of a scale, and which: one row a band.

    `columns` are counted for the organizations of `rows`, `of` is the one that is judged. The report's own columns may
    be a `Text` "so_don_vi" (how many; counts) and a `Text` "ten_don_vi" (their names, each with its figure).
    """

    rows: OrganizationRows
    columns: tuple[AnyColumn, ...]
    of: str
    bands: tuple[Band, ...]
    unit: str = " %"


Value = str | int | date | None
"""What may stand in a cell of a list."""


@dataclass(frozen=True)
class Item:
    """One line of a list. `key` names it for ever; `thing` is the person (or organization) it opens into."""

    key: str
    label: str
    values: Mapping[str, Value]
    thing: int | None = None
    group: str = ""


Items = Callable[[Scope, Period, Choices], Iterable[Item]]
"""Gives the things of a list in their order, groups together."""

Remarks = Callable[[Scope, Period, Choices, Sequence[Item]], Iterable[str]]
"""Sentences under a list that only the register can tell, given the list itself."""


@dataclass(frozen=True)
class ItemRows:
    """One row for each thing of a list; the report's columns are `Text`s that name its fields.

    `groups` are the groups in their order with their labels, each a heading with its count; with `empty_groups` also
    those that hold nobody. A group that is not named comes after them, under its own word. `restart` begins the running
    number anew in each group; `subtotals` closes each with a line of what its columns add up to. `nothing` is said
    where the list is empty: "Không có đảng viên nào được kết nạp trong kỳ này."
    """

    items: Items
    groups: Callable[[Period, Choices], Sequence[tuple[str, str]]] | None = None
    empty_groups: bool = False
    restart: bool = False
    subtotals: str = ""
    count_unit: str = "người"
    remarks: Remarks | None = None
    nothing: str = ""


Rows = OrganizationRows | PeriodRows | CriteriaRows | BandRows | ItemRows


def walk(criteria: Sequence[AnyCriterion], depth: int = 0) -> Iterator[tuple[AnyCriterion, int]]:
    """Every line of a list of criteria with its depth, each before its parts."""
    for item in criteria:
        yield item, depth
        yield from walk(item.parts, depth + 1)


def by_dimension(code: str, dimension: Dimension, *, indicator: Indicator | None = None) -> tuple[Criterion, ...]:
    """A criterion for each value of a dimension, in its official order; what is unknown last, if it counts anything.

    Their codes are `code` + "_" + the value's code, so that they can be named in checks.
    """
    return tuple(
        Criterion(
            f"{code}_{value or 'chua_ro'}",
            label,
            indicator,
            of=Slice(dimension, (value,)),
            kept_at_zero=bool(value),
        )
        for value, label in dimension.values
    )
