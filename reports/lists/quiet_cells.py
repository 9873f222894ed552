"""Cells without any admission for years running (R19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dangvien.period import Period
from dangvien.procedure.quiet_cells import Cell, cells_on, headcounts, surveys_of
from dangvien.procedure.surveys import Surveyed
from dangvien.scope import Scope
from dangvien.text import day_short, decimal, thousands
from reports.definition import Choices, Item, Option

YEARS = Option(
    "so_nam",
    "Không kết nạp",
    (("1", "từ 1 năm trở lên"), ("2", "từ 2 năm trở lên"), ("3", "từ 3 năm trở lên"), ("5", "từ 5 năm trở lên")),
)


def quiet(scope: Scope, period: Period, choices: Choices) -> Iterator[Item]:
    """The cells that have admitted nobody for so many years up to the period's last day, in official order."""
    day, years = period.last, int(choices[YEARS.code])
    found = [cell for cell in cells_on(scope, day) if cell.is_quiet(years, day)]
    counts, surveys = headcounts(scope, found, day), surveys_of(scope, day.year)
    for cell in found:
        count = counts.get(cell.organization)
        age = count.mean_age if count else None
        survey = surveys.get(cell.organization)
        yield Item(
            key=cell.code,
            label=cell.name,
            values={
                "dang_bo": cell.above,
                "so_dv": thousands(count.members if count else 0),
                "tuoi": decimal(age) if age is not None else "",
                "gan_nhat": cell.last_on or f"chưa có từ khi lập ({day_short(cell.founded_on)})",
                "nam": str(cell.years(day)),
                "con_nguon": _source(survey),
                "ly_do": survey.none_reason if survey else "",
            },
        )


def _source(survey: Surveyed | None) -> str:
    """What the year's survey says of people who could be admitted."""
    if survey is None or survey.surveyed_on is None:
        return "chưa khảo sát"
    if survey.none_reason:
        return "không còn"
    return f"còn {thousands(survey.total.eligible)} người"


def shares(scope: Scope, period: Period, choices: Choices, items: Sequence[Item]) -> Iterator[str]:
    """How many cells have admitted nobody for 1, 2, 3 and 5 years, of those that have worked as long."""
    cells = cells_on(scope, period.last)
    yield f"Tổng số chi bộ ngày {day_short(period.last)}: {thousands(len(cells))}."
    for years, _ in YEARS.values:
        yield _share(cells, int(years), period)


def _share(cells: Sequence[Cell], years: int, period: Period) -> str:
    stood = [cell for cell in cells if cell.has_stood(years, period.last)]
    quiet = sum(cell.is_quiet(years, period.last) for cell in stood)
    told = f"Không kết nạp từ {years} năm trở lên: {thousands(quiet)}/{thousands(len(stood))} chi bộ"
    if not stood:
        return f"{told} (chưa chi bộ nào hoạt động đủ {years} năm)."
    return f"{told} hoạt động đủ {years} năm ({decimal(Fraction(quiet * 100, len(stood)))}%)."
