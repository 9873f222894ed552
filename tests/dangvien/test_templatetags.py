"""Filters of templates."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from dangvien.dates import PartialDate


def shown(expression: str, **context: object) -> str:
    return Template(f"{{% load dangvien %}}{{{{ {expression} }}}}").render(Context(context))


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        ("v|day", date(2012, 5, 3), "03/5/2012"),
        ("v|day", PartialDate(1990), "1990"),
        ("v|day", PartialDate(1990, 5, 3), "03/5/1990"),
        ("v|day_full", date(2012, 5, 3), "03/05/2012"),
        ("v|day_full", datetime(2012, 5, 2, 20, 0, tzinfo=UTC), "03/05/2012"),
        ("v|day_long", date(2012, 5, 3), "ngày 03 tháng 5 năm 2012"),
        ("v|moment", datetime(2012, 5, 3, 2, 12, tzinfo=UTC), "09:12 ngày 03/5/2012"),
        ("v|number", 1703, "1.703"),
        ("v|number", 0, "0"),
        ("v|decimal", Decimal("36.862"), "36,9"),
        ("v|decimal:2", 100, "100,00"),
        ("v|two_digits", 9, "09"),
        ("v|percent_of:1587", 585, "36,9%"),
        ("v|percent_of:0", 585, ""),
        ("v|lower_first", "Phường", "phường"),
        ('v|code_label:"ethnicity"', "23", "Bru-Vân Kiều"),
        ('v|code_label:"ethnicity"', "77", "77"),
    ],
)
def test_values_are_printed(expression, value, expected):
    assert shown(expression, v=value) == expected


@pytest.mark.parametrize(
    "expression",
    ["v|day", "v|day_full", "v|day_long", "v|moment", "v|number", "v|decimal", "v|two_digits", "v|percent_of:2",
     "v|lower_first", 'v|code_label:"ethnicity"'],
)  # fmt: skip
def test_nothing_is_printed_for_what_is_not_known(expression):
    assert shown(expression, v=None) == ""
