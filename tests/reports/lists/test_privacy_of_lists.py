"""No printed list of people shows a column of the register that privacy.py does not allow it."""

from __future__ import annotations

import sys

import pytest

from dangvien import privacy
from dangvien.period import Period
from dangvien.privacy import OF_LISTS, OF_PAPERS
from reports.catalog import reports
from reports.definition import ItemRows, Text

YEAR = Period.year(2024)
LISTS = {report.code: report for report in reports().values() if isinstance(report.rows, ItemRows)}


def shows(report):
    """What the list's module says each column shows; cells are no people."""
    return getattr(sys.modules[report.rows.items.__module__], "SHOWS", None)


def texts(report):
    return [column.code for column in report.leaves(YEAR, report.chosen({})) if isinstance(column, Text)]


@pytest.mark.parametrize("code", sorted(LISTS))
def test_every_column_says_what_it_shows_and_may_be_printed(code):
    report = LISTS[code]
    told = shows(report)
    if told is None:
        assert isinstance(report.rows, ItemRows)
        assert report.rows.count_unit != "người"
        return
    assert set(texts(report)) <= set(told), "say in SHOWS what the column shows"
    shown = {name for column in texts(report) for name in told[column]}
    known = {name for name in shown if name in OF_PAPERS or privacy.column(name).exported}

    assert sorted(shown - known - OF_LISTS.get(code, frozenset())) == []


@pytest.mark.parametrize("code", sorted(OF_LISTS))
def test_no_list_is_allowed_more_than_it_shows(code):
    told = shows(LISTS[code])
    shown = {name for column in texts(LISTS[code]) for name in told[column]}

    assert sorted(OF_LISTS[code] - shown) == []
    assert all(name in OF_PAPERS or privacy.column(name) for name in OF_LISTS[code])


def test_what_the_law_calls_sensitive_may_always_be_left_out():
    for code, names in OF_LISTS.items():
        sensitive = {name for name in names if name not in OF_PAPERS and privacy.column(name).sensitive}
        assert sensitive <= {"person.ethnicity", "person.religion", "step.outcome"}
        if sensitive & {"person.ethnicity", "person.religion"}:
            assert "nguon_goc" in {option.code for option in LISTS[code].options}


def test_numbers_that_name_a_person_stand_in_no_list():
    masked = {line.name for line in privacy.COLUMNS if line.shown is not privacy.Shown.FULL}

    assert not any(masked & names for names in OF_LISTS.values())
