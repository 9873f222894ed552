"""R25: what units stated against what the register counts."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import DeclaredFigure, Kind
from dangvien.period import Period
from reports.engine.computing import compute
from reports.engine.listing import behind, entries
from tests import factories
from tests.reports.lists.reading import lines
from tests.worlds import City

YEAR = Period.year(2024)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    made = City(wards=3)
    for ward, people in (("p1", 3), ("p2", 1)):
        for _ in range(people):
            made.line(made.member(), f"{ward}c1", Kind.KET_NAP, date(2024, 5, 19))
    return made


@pytest.fixture
def by(city):
    return factories.user("bao", "Lê Văn Báo", city["tp"], "ban_to_chuc")


def state(city, by, ward, indicator, value, year=2024, **more):
    return factories.declared_figure(
        city[ward], by, purpose=DeclaredFigure.Purpose.RESULT, indicator=indicator, value=value, first_year=year,
        last_year=year, **more,
    )  # fmt: skip


def shown(table, code):
    """The words of one group of columns, unit by unit: stated, counted, difference."""
    return {
        row.label: tuple(table.cell(row.key, f"{part}_{code}").text for part in ("bao", "so", "lech"))
        for row in table.rows
    }


def test_stated_counted_and_the_difference_blank_where_nothing_was_stated(city, by):
    state(city, by, "p1", "ket_nap", 4)
    state(city, by, "p2", "ket_nap", 1)
    state(city, by, "p3", "dang_vien", 0)

    table = compute(city.ask("R25", YEAR))

    assert shown(table, "ket_nap") == {
        "Tên p1": ("4", "3", "-1"), "Tên p2": ("1", "1", "0"), "Tên p3": ("", "0", ""),
    }  # fmt: skip
    assert shown(table, "dang_vien") == {
        "Tên p1": ("", "3", ""), "Tên p2": ("", "1", ""), "Tên p3": ("0", "0", "0"),
    }  # fmt: skip
    assert [line[-1] for line in lines(table)] == ["", "", ""]
    assert all(check.holds for check in table.checks)


def test_a_figure_opens_into_its_document_and_a_count_into_people(city, by):
    figure = state(city, by, "p1", "ket_nap", 4)

    stated = behind(city.ask("R25", YEAR), "p1", "bao_ket_nap")
    counted = behind(city.ask("R25", YEAR), "p1", "so_ket_nap")

    assert (stated.value, dict(stated.things)) == (4, {figure.pk: 1})
    assert figure.document in entries(stated.thing, stated.things, YEAR.last)[0].name
    assert (counted.value, len(counted.things)) == (3, 3)


@pytest.mark.parametrize(
    "period", [Period.quarter(2024, 2), Period.half(2024), Period(date(2023, 7, 1), date(2024, 12, 31))]
)
def test_for_a_part_of_a_year_nothing_was_stated(city, by, period):
    state(city, by, "p1", "ket_nap", 4)

    assert shown(compute(city.ask("R25", period)), "ket_nap")["Tên p1"] == ("", "3", "")


def test_targets_other_years_one_source_and_what_was_taken_back_are_no_statement(city, by):
    state(city, by, "p1", "ket_nap", 4, year=2023)
    state(city, by, "p1", "ket_nap", 5, source="nong_thon")
    factories.target(city["p1"], 9, recorded_by=by)
    taken = state(city, by, "p2", "ket_nap", 7)
    taken.voided_at, taken.void_reason = "2025-01-01T00:00Z", "ghi nhầm"
    taken.save()

    table = compute(city.ask("R25", YEAR))

    assert shown(table, "ket_nap") == {
        "Tên p1": ("", "3", ""), "Tên p2": ("", "1", ""), "Tên p3": ("", "0", ""),
    }  # fmt: skip


def test_the_reader_chooses_what_is_compared(city):
    usual = compute(city.ask("R25", YEAR))
    chosen = compute(city.ask("R25", YEAR, cot_hoc_lop="co", cot_dang_vien="khong"))

    assert "so_hoc_lop" not in usual.columns
    assert "so_hoc_lop" in chosen.columns
    assert "so_dang_vien" not in chosen.columns
