"""Relations between numbers of a report, or of several, that must hold before it is issued."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How two sides stand to each other."""

    EQUAL = "="
    AT_MOST = "≤"


@dataclass(frozen=True)
class Ref:
    """One cell, or the sum of one column over several rows. `report` is a code; empty for the report itself."""

    rows: tuple[str, ...]
    column: str
    report: str = ""


@dataclass(frozen=True)
class Check:
    """`left` and `right` stand in the relation. `sentence` says what is meant, without the figures."""

    sentence: str
    left: Ref
    right: Ref
    relation: Relation = Relation.EQUAL


def same(sentence: str, row: str, column: str, *rows: str, report: str = "", other_column: str = "") -> Check:
    """A cell equals another one, or the sum of several: `same("Cộng các nghề", "I", "ky_nay", "nghe_1", "nghe_2")`."""
    return Check(sentence, Ref((row,), column), Ref(rows, other_column or column, report))


def at_most(sentence: str, row: str, column: str, other: str) -> Check:
    """A "trong đó" is no more than the line it belongs to."""
    return Check(sentence, Ref((row,), column), Ref((other,), column), Relation.AT_MOST)
