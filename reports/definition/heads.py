"""What may stand in a header: columns in groups, columns repeated for each year or code; written out for a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dangvien.period import Period
from reports.definition.columns import UNKNOWN, AnyColumn, By, Column
from reports.definition.measures import THIS, Choices, Dimension, Slice, When


@dataclass(frozen=True)
class Group:
    """Columns under one common header ("Trong đó"). With `optional` the reader may leave them out."""

    header: str
    columns: tuple[AnyHead, ...]
    optional: str = ""


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
