"""Readings that are offered where a cell may mean one thing or another."""

from __future__ import annotations

import pytest

from dangvien.rosters.fields import Value
from dangvien.rosters.offers import offers_of


@pytest.mark.parametrize(
    ("code", "value", "kind", "offered"),
    [
        ("date_day_month_swapped", "03/05/1990", Value.DAY, ("05/03/1990",)),
        ("date_day_month_swapped", "3-5-1990", Value.DAY, ("05/03/1990", "03/05/1990")),
        ("date_invalid", "02/13/1990", Value.DAY, ("13/02/1990",)),
        ("date_invalid", "31/02/1990", Value.DAY, ()),
        ("date_invalid", "ngày nào đó", Value.DAY, ()),
        ("date_two_digit_year", "3/2/25", Value.DAY, ("03/02/1925", "03/02/2025")),
        ("date_serial_number", "31127", Value.DAY, ("21/03/1985",)),
        ("date_serial_number", "7", Value.DAY, ()),
        ("card_leading_zero", "1234567", Value.CARD, ("01234567",)),
        ("citizen_leading_zero", "45.099000123", Value.CITIZEN, ("045099000123",)),
        ("card_format", "123456789", Value.CARD, ()),
        ("card_leading_zero", "1234567", Value.TEXT, ()),
        ("card_leading_zero", "1234567", None, ()),
        ("name_capitals", "NGUYỄN THỊ ÁNH", Value.NAME, ("Nguyễn Thị Ánh",)),
        ("required", "", Value.NAME, ()),
    ],
)
def test_what_is_offered(code, value, kind, offered):
    assert offers_of(code, value, kind) == offered
