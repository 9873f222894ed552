"""What an overview is asked: of which organization, for which year; and the questions that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from dangvien.models import Organization, OrganizationKind
from dangvien.models.organization import CELLS, GRASSROOTS
from dangvien.period import Period
from dangvien.scope import Scope
from reports.catalog import by_code
from reports.definition import Column, OrganizationRows, Report
from reports.engine.question import Question
from reports.indicators import ADMITTED

YEARS_BACK = 9
"""Years before the one asked for in the series: ten columns are as many as a telephone shows."""
CLASS_YEARS_BACK = 4
"""Years before it whose classes are followed: from the class to the card it takes three at the least."""

NOW = "hien_nay"
"""Past lines are put under today's organizations, so that all pictures of an overview speak of the same ones."""


class Part(StrEnum):
    """A picture with its table; the value stands in addresses."""

    TARGETS = "chi-tieu"
    YEARS = "theo-nam"
    WAY = "tu-lop-den-the"
    AGES = "thap-tuoi"


_BELOW = {
    OrganizationKind.TINH: (OrganizationKind.CAP_TREN,),
    OrganizationKind.CAP_TREN: GRASSROOTS,
    OrganizationKind.DANG_BO_CO_SO: (OrganizationKind.CHI_BO,),
    OrganizationKind.DANG_BO_BO_PHAN: (OrganizationKind.CHI_BO,),
}
"""Kind of organization → the kinds that are its lines in the picture of targets; a cell is its own line."""


@dataclass(frozen=True)
class Asked:
    """An overview asked within somebody's scope; `organization` was looked up in that scope."""

    scope: Scope
    organization: Organization
    year: int

    @cached_property
    def name(self) -> str:
        """What the organization is called today."""
        return self.organization.name_on(self.scope.today)

    @cached_property
    def kind(self) -> str:
        """What kind of organization it is today; an archive counts as what its last own place was."""
        placed = self.organization.placements.exclude(kind=OrganizationKind.LUU_TRU).order_by("-valid_from").first()
        return placed.kind if placed else ""

    @property
    def is_cell(self) -> bool:
        return self.kind in CELLS

    @property
    def last(self) -> date:
        """The year's last day, or today while it runs."""
        return min(date(self.year, 12, 31), self.scope.today)

    @property
    def is_running(self) -> bool:
        """Whether the year is not over."""
        return self.last < date(self.year, 12, 31)

    @property
    def period(self) -> Period:
        """The year asked for, as far as it has come."""
        return Period(date(self.year, 1, 1), self.last)

    @property
    def class_period(self) -> Period:
        """The years whose classes are followed."""
        return Period(date(self.year - CLASS_YEARS_BACK, 1, 1), self.last)

    def question(self, part: Part) -> Question:
        """What the engine is asked for a part."""
        report, period = {
            Part.TARGETS: (self._below, self.period),
            Part.YEARS: (by_code("R02"), Period(date(self.year - YEARS_BACK, 1, 1), self.last)),
            Part.WAY: (by_code("R16"), self.class_period),
            Part.AGES: (by_code("R27"), Period.day(self.last)),
        }[part]
        return Question(report, self.scope, self.organization, period, report.chosen({}), NOW, stated=False)

    @property
    def _below(self) -> Report:
        """Admissions of the organizations below, as a table that only stands in overviews."""
        return Report(
            code="TQ",
            slug="ket-nap-theo-to-chuc",
            name="Kết nạp theo tổ chức",
            title="kết nạp đảng viên theo tổ chức",
            basis="Chỉ tiêu được giao",
            purpose="Kết quả kết nạp của từng tổ chức bên cạnh chỉ tiêu.",
            rows=OrganizationRows(kinds=_BELOW.get(OrganizationKind(self.kind), CELLS) if self.kind else CELLS),
            row_title="Tổ chức",
            columns=(Column("ket_nap", "Kết nạp", ADMITTED),),
        )
