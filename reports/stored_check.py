"""A check as it is kept in a draft's columns, and read again: plain values on one side, the words of `figure_check` on
the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from reports.figure_check.findings import Figure, Finding, Piece, Span
from reports.models import CheckedDraft, DraftFinding


def pieces_to_json(pieces: Sequence[Piece]) -> list[Any]:
    return [asdict(piece) for piece in pieces]


def pieces_of(draft: CheckedDraft) -> list[Piece]:
    """The text of a draft in order."""
    return [Piece(**piece) for piece in draft.pieces]


def figures_to_json(figures: Sequence[Figure]) -> list[Any]:
    """Each with its value as "numerator/denominator"."""
    return [asdict(figure) | {"value": str(figure.value)} for figure in figures]


def figures_of(draft: CheckedDraft) -> list[Figure]:
    """The numbers of a draft in order."""
    return [figure_of(figure) for figure in draft.figures]


def figure_of(data: dict[str, Any]) -> Figure:
    return Figure(**{**data, "value": Fraction(data["value"])})


def finding_row(finding: Finding) -> DraftFinding:
    """A finding as a row that has no draft yet."""
    return DraftFinding(
        key=finding.key[:200],
        klass=finding.klass.value,
        verdict=finding.verdict.value,
        found={
            "sentence": finding.sentence,
            "piece": finding.piece,
            "spans": [list(span) for span in finding.spans],
            "quote": finding.quote,
            "printed": finding.printed,
            "computed": finding.computed,
            "arithmetic": finding.arithmetic,
            "base": finding.base,
            "repairs": list(finding.repairs),
        },
    )


def spans_of(finding: DraftFinding) -> list[Span]:
    """Where a finding stands in the text, its own figure first."""
    return [(piece, start, end) for piece, start, end in finding.found["spans"]]
