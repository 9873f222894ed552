"""The regulations in force on a day, as the page "Căn cứ" prints them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien import rules


@dataclass(frozen=True)
class Value:
    """One value of a rule in words: since when, on which text, and the mark of what nobody has checked."""

    text: str
    since: date
    source: str
    mark: str
    note: str
    in_force: bool


@dataclass(frozen=True)
class Basis:
    """A rule by its name, with every value it has had, the newest first."""

    label: str
    values: tuple[Value, ...]

    @property
    def in_force(self) -> Value:
        """The value of the day that was asked for."""
        return next(value for value in self.values if value.in_force)


def bases_on(day: date) -> list[Basis]:
    """Every rule as it stood on a day, in the order of `rules.Rules`, each with its whole history."""
    return [_basis(rule) for rule in rules.on(day).all]


def _basis(rule: rules.Rule[object]) -> Basis:
    name = rules.names()[rule.name]
    history = [
        Value(name.written(line.value), line.since, line.source, line.mark, line.note, in_force=line == rule)
        for line in rules.values()[rule.name]
    ]
    return Basis(name.label, tuple(reversed(history)))
