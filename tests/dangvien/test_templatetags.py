"""Filters of templates."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template


def shown(expression: str, **context: object) -> str:
    return Template(f"{{% load dangvien %}}{{{{ {expression} }}}}").render(Context(context))


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        ("v|day_full", date(2012, 5, 3), "03/05/2012"),
        ("v|day_full", datetime(2012, 5, 2, 20, 0, tzinfo=UTC), "03/05/2012"),
        ("v|moment", datetime(2012, 5, 3, 2, 12, tzinfo=UTC), "09:12 03/05/2012"),
        ("v|number", 1703, "1.703"),
        ("v|number", 0, "0"),
    ],
)
def test_values_are_printed(expression, value, expected):
    assert shown(expression, v=value) == expected


@pytest.mark.parametrize(
    "expression",
    ["v|day_full", "v|moment", "v|number"],
)
def test_nothing_is_printed_for_what_is_not_known(expression):
    assert shown(expression, v=None) == ""
