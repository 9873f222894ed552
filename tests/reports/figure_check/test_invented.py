"""Invented drafts: every planted error is found, and what holds is not reported.

`docs/figure_check.md` has the table that `python -m tests.reports.figure_check.measuring` prints.
"""

from __future__ import annotations

from random import Random

from reports.figure_check.findings import Klass
from tests.reports.figure_check.corpus.drafts import TEMPLATES, true_draft
from tests.reports.figure_check.measuring import alarms, measured

LEAST_WORDINGS = 12
_TABLES = {Klass.LABEL: 4, Klass.DEFINITION: 8}
"""Classes that have fewer wordings: a label is a word of a table, and few things are left undefined."""


def test_every_class_has_many_wordings():
    assert {
        klass: len(made) for klass, made in TEMPLATES.items() if len(made) < _TABLES.get(klass, LEAST_WORDINGS)
    } == {}


def test_planted_errors_are_found_and_nothing_else():
    result = measured(rounds=1)

    assert result.missed == []
    assert result.false == []


def test_true_drafts_are_silent():
    assert [alarm for number in range(40) for alarm in alarms(true_draft(Random(f"true-{number}")))] == []
