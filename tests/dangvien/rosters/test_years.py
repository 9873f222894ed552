"""Years in lists of figures: in a cell, and as the name of a column."""

from __future__ import annotations

import pytest

from dangvien.rosters.years import figures_of, written_years, year_columns, year_of_heading, years_of_cell


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019", (2019, 2019)),
        (" 2019 ", (2019, 2019)),
        ("2019.0", (2019, 2019)),
        ("Năm 2019", (2019, 2019)),
        ("2015-2020", (2015, 2020)),
        ("2015 – 2020", (2015, 2020)),
        ("Giai đoạn 2015-2020", (2015, 2020)),
        ("từ năm 2015 đến năm 2020", (2015, 2020)),
        ("từ 2015 đến 2020", (2015, 2020)),
        ("2020-2015", None),
        ("1929", None),
        ("2101", None),
        ("19", None),
        ("năm ngoái", None),
        ("", None),
        ("20199", None),
        ("2019/2020/2021", None),
    ],
)
def test_a_cell_tells_a_year_or_a_span(text, years):
    assert years_of_cell(text) == years


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2015", 2015),
        ("Năm 2015", 2015),
        ("NĂM\n2015", 2015),
        ("2015.0", 2015),
        ("Kết quả năm 2015", 2015),
        ("Chỉ tiêu 2026", 2026),
        ("2015-2020", None),
        ("Năm", None),
        ("5000", None),
    ],
)
def test_a_column_is_named_by_its_year(text, year):
    assert year_of_heading(text) == year


def test_columns_that_share_a_year_are_not_taken_as_years():
    assert year_columns({2: "2015", 3: "Năm 2016", 4: "Ghi chú"}) == {2: 2015, 3: 2016}
    assert year_columns({2: "2015", 3: "Năm 2015"}) == {}


def test_a_row_tells_one_figure_or_one_for_each_year():
    assert figures_of({"cua_nam": "2015-2020", "so": 7}) == {(2015, 2020): 7}
    assert figures_of({"cac_nam": {"2015": 3, "2016": 0}}) == {(2015, 2015): 3, (2016, 2016): 0}
    assert figures_of({"cua_nam": "2019", "so": None}) == {}


def test_a_span_is_written_as_it_is_read():
    assert written_years(2015, 2020) == "2015-2020"
    assert written_years(2019, 2019) == "2019"
