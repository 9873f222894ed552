"""The periods a reader picks instead of typing two days."""

from __future__ import annotations

from datetime import date

import pytest

from reports.usual_periods import usual_days, usual_periods


def labels(today: date) -> list[str]:
    return [item.label for item in usual_periods(today)]


def test_late_in_the_year():
    assert labels(date(2026, 11, 29)) == [
        "Tháng 11 năm 2026",
        "Tháng 10 năm 2026",
        "Quý IV năm 2026",
        "Quý III năm 2026",
        "6 tháng đầu năm 2026",
        "9 tháng đầu năm 2026",
        "Năm 2026",
        "Năm 2025",
        "6 tháng đầu năm 2025",
        "9 tháng đầu năm 2025",
        "Năm 2024",
        "Giai đoạn 2022-2026",
    ]


def test_early_in_january_what_lies_before_is_last_year():
    found = labels(date(2026, 1, 5))

    assert found[:4] == ["Tháng 01 năm 2026", "Tháng 12 năm 2025", "Quý I năm 2026", "Quý IV năm 2025"]
    assert "9 tháng đầu năm 2026" not in found


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (
            date(2026, 11, 29),
            ["Hôm nay 29/11/2026", "Hết ngày 31/10/2026", "Hết ngày 30/6/2026", "Hết ngày 31/12/2025"],
        ),
        (date(2026, 1, 1), ["Hôm nay 01/01/2026", "Hết ngày 31/12/2025", "Hết ngày 31/12/2024"]),
    ],
)
def test_days(today, expected):
    assert [item.label for item in usual_days(today)][: len(expected)] == expected


def test_codes_name_the_days():
    codes = [item.code for item in usual_periods(date(2026, 11, 29))]

    assert codes[0] == "20261101-20261130"
    assert len(codes) == len(set(codes))
