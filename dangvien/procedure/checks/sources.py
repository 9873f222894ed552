"""Where a check stands that compares with no dated value: document and point by day (fixtures/rules/checks.toml)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from dangvien import rules

Source = rules.Rule[str]
"""A source in time, in the shape of a dated rule whose value is the check's number."""


def source_of(check: str, day: date) -> str:
    """Document and point of a check on a day, with the mark of what nobody has held against its text.

    Raises KeyError for a check that rests on a dated rule: that rule says where it stands.
    """
    return in_force(check, day).cited


def in_force(check: str, day: date) -> Source:
    """The source of a check on a day. Raises KeyError for a check that rests on a dated rule."""
    history = histories()[check]
    return history[max(bisect_right([line.since for line in history], day) - 1, 0)]


@cache
def histories() -> Mapping[str, tuple[Source, ...]]:
    """For every check of the file its sources in the order of time. Raises RuleFileError for a fault in the file."""

    def read(content: dict[str, Any]) -> dict[str, tuple[Source, ...]]:
        return {check: _ordered(check, [_source(check, line) for line in lines]) for check, lines in content.items()}

    return rules.in_file("checks.toml", read)


def _source(check: str, line: dict[str, Any]) -> Source:
    if others := sorted(line.keys() - {"from", "document", "point", "checked", "note"}):
        raise ValueError(f"{check}: unknown key {', '.join(others)}")
    if type(line["checked"]) is not bool:
        raise ValueError(f"{check}: checked must be true or false")
    return rules.Rule(
        name=check,
        value=check,
        since=line["from"],
        document=rules.documents()[line["document"]],
        point=line["point"],
        checked=line["checked"],
        note=line.get("note", ""),
    )


def _ordered(check: str, lines: list[Source]) -> tuple[Source, ...]:
    starts = [line.since for line in lines]
    if not starts or starts != sorted(set(starts)):
        raise ValueError(f"{check}: days must go up, one line each")
    return tuple(lines)
