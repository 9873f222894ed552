"""Every layout of printed reports: said in forty lines, counted by hand, opened, and alike in every format."""

from __future__ import annotations

import ast
import re
from datetime import date
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest

from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.definition import Column, Report, Summary
from reports.engine.computing import compute, planned
from reports.engine.listing import behind, entries
from reports.engine.question import Question
from reports.render import RENDERERS, layout
from reports.table import CellKind, Table
from tests.reports import reading, tables
from tests.reports.layouts.expected import CASES
from tests.reports.layouts.world import Register

FOLDER = Path(__file__).parent / "layouts"
every_layout = pytest.mark.parametrize("code", CASES)
FORMS = ("html", "pdf", "docx", "xlsx")
TODAY = date(2026, 1, 1)


def report_of(code: str) -> Report:
    report = import_module(f"tests.reports.layouts.{code.lower()}").REPORT
    assert isinstance(report, Report)
    return report


def asked(register: Register, code: str) -> Question:
    case, report = CASES[code], report_of(code)
    place = register[case.place]
    scope = Scope.whole(place, [Permission.VIEW_REPORTS], TODAY)
    return Question(report, scope, place, case.period, report.chosen(case.choices))


def shown(table: Table) -> list[list[str]]:
    """Rows as a reader sees them: running number, label, cells, every text on one line."""
    return [[_line(row.number), _line(row.label), *(_line(cell.text) for cell in row.cells)] for row in table.all_rows]


def _line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def register(db: None) -> Register:
    return Register()


@every_layout
def test_a_layout_is_said_in_forty_lines(code):
    text = (FOLDER / f"{code.lower()}.py").read_text(encoding="utf-8")

    said = [node for node in ast.parse(text).body if not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr)]
    assert sum((node.end_lineno or 0) - node.lineno + 1 for node in said) <= 40


@every_layout
def test_a_layout_shows_what_was_counted_by_hand(register, code):
    case = CASES[code]
    table = compute(asked(register, code))

    found = shown(table)
    if case.rest:
        found = [row for row in found if row[2:] != [cell.strip() for cell in case.rest.split("|")]]
    assert found == case.rows
    assert [check.sentence for check in table.checks if not check.holds] == []


@every_layout
def test_every_number_opens_into_what_it_counts(register, code):
    question = asked(register, code)
    table = compute(question, with_evidence=True)
    lines = {line.key: line for line in planned(question).every_line}

    opened = 0
    for row in table.all_rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if not cell.opens:
                continue
            opened += 1
            found = behind(question, row.key, column)
            value = int(str(cell.value).split("/")[0]) if cell.kind is CellKind.FRACTION else cell.value
            assert found.value == value, (row.key, column)
            assert dict(found.things) == table.evidence[f"{row.key}|{column}"], (row.key, column)
            assert len(found.things) == cell.things
            assert len(entries(found.thing, found.things, question.period.last)) == len(found.things)
            pick = lines[row.key].picks.get(column)
            if pick is None or pick.measure.indicator.amount is None:
                assert sum(found.things.values()) == value, (row.key, column)
    counted = any(isinstance(column, Column) for column in question.leaves)
    assert bool(opened) == (counted or code == "L15")
    assert shown(table) == shown(compute(question))


@every_layout
def test_every_format_shows_the_same_cells(register, code):
    table = compute(asked(register, code))
    header, drawn = len(table.header), {form: RENDERERS[form](table, tables.PAPER) for form in FORMS}

    pages = {
        "html": reading.html_tables(drawn["html"]),
        "pdf": [_spread(page[header:]) for page in reading.pdf_tables(drawn["pdf"])],
        "docx": reading.docx_tables(drawn["docx"], header),
        "xlsx": [reading.xlsx_rows(drawn["xlsx"])],
    }
    wanted = shown(layout.on_paper(table))
    for form, found in pages.items():
        facing = table.facing and form != "xlsx"
        rows = reading.beside(found, 2) if facing else [row for page in found for row in page]
        assert _unbroken(rows) == _unbroken(wanted), form
    assert {_line(cell.text) for line in table.header for cell in line} <= _headings(drawn["html"])


def _spread(rows: list[list[str]]) -> list[list[str]]:
    """A heading over the whole row is one cell to a reader of the PDF; the others give what it covers as empty ones."""
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _unbroken(rows: list[list[str]]) -> list[list[str]]:
    """Texts on one line: a name with a hyphen may be broken after it."""
    return [[_line(cell).replace("- ", "-") for cell in row] for row in rows]


def _headings(page: bytes) -> set[str]:
    found = re.findall(r"<th scope=\"col(?:group)?\"[^>]*>(.*?)</th>", page.decode(), re.DOTALL)
    return {_line(unescape(text)) for text in found}


def test_there_is_a_layout_for_each_of_the_twenty():
    assert list(CASES) == [f"L{number:02d}" for number in range(1, 21)]
    assert sorted(path.stem for path in FOLDER.glob("l[0-9][0-9].py")) == [code.lower() for code in CASES]


def test_a_median_is_that_of_the_people_behind_it(register):
    question = asked(register, "L18")
    pick = next(line for line in planned(question).every_line if line.key == "ket_nap").picks["ngay"]

    assert pick.measure.indicator.summary is Summary.MEDIAN
    assert behind(question, "ket_nap", "ngay").value == 366
    assert len(behind(question, "ket_nap", "ngay").things) == 3
