"""What somebody asked of a report: for whom, over which period, in which tree, with which choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from dangvien.models import Organization, Placement
from dangvien.models.organization import Within
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition import AnyColumn, Choices, Dimension, Group, Indicator, Option, Report, Sheet
from reports.definition.heads import leaves_of

TREE = Option(
    "cay",
    "Hệ thống tổ chức",
    (("luc_do", "của ngày cuối kỳ"), ("hien_nay", "hiện nay")),
)
"""Whether past events are shown in the tree of the period's last day or rolled up into today's organizations."""

SHEET = Option(
    "the_thuc",
    "Thể thức in",
    (
        (Sheet.APPENDIX.value, "phụ lục kèm theo báo cáo"),
        (Sheet.DOCUMENT.value, "văn bản có tiêu đề, nơi nhận, chữ ký"),
        (Sheet.FORM.value, "biểu thống kê: số biểu, người lập biểu, trưởng ban"),
    ),
    noted=False,
)
"""How the printed page begins and ends; each report has its usual one."""


@dataclass(frozen=True)
class Question:
    """A report asked within somebody's scope. `organization` is in that scope: the caller looked it up there."""

    report: Report
    scope: Scope
    organization: Organization
    period: Period
    choices: Choices = field(default_factory=dict)
    tree: str = "luc_do"
    sheet: str = ""
    stated: bool = True
    """Whether years of which nobody is recorded show what documents state; otherwise they are counted as they are."""

    @property
    def sheet_code(self) -> str:
        """The form of the printed page: the reader's wish, or the report's usual one."""
        return self.sheet or self.report.sheet.value

    @cached_property
    def heads(self) -> tuple[AnyColumn | Group, ...]:
        """The header for this period and these choices."""
        return self.report.heads(self.period, self.choices)

    @cached_property
    def leaves(self) -> tuple[AnyColumn, ...]:
        """The columns at its bottom, from left to right."""
        return leaves_of(self.heads)

    @property
    def tree_day(self) -> date:
        """The day whose tree gives the table its shape."""
        return self.scope.today if self.tree == "hien_nay" else self.period.last

    @cached_property
    def area_day(self) -> date:
        """The day whose tree says what lies under the organization asked for.

        The tree's day when the organization stood then; otherwise (a ward founded later that asks for the years of the
        wards it absorbed) today, when their archives hang under it.
        """
        stood = self._placement is not None and not self._placement.is_archive
        return self.tree_day if stood else self.scope.today

    @cached_property
    def _placement(self) -> Placement | None:
        return self.organization.placement_on(self.tree_day)

    @cached_property
    def organization_name(self) -> str:
        """What the organization asked for was called on the last day."""
        if self._placement and self.tree_day == self.period.last:
            return self._placement.name
        return self.organization.name_on(self.period.last)

    @cached_property
    def area_keys(self) -> frozenset[int]:
        """The organizations whose lines count: the subtree asked for, never beyond the scope. Walked once.

        Of a past tree, what stands elsewhere today belongs to others' scopes and is left out. Two kinds are kept so
        that their lines are not lost in silence: what stands nowhere today (it ended without an archive, `reconcile`
        says so), and what hangs below today but had no place that day (its lines, if any, turn a check red).
        """
        today, then = self.scope.today, self.area_day
        below = self._below(then)
        if then == today:
            return below
        elsewhere = below - self.scope.keys
        younger = self._below(today) - below
        return (below - elsewhere) | _placed_nowhere(elsewhere, today) | _placed_nowhere(younger, then)

    def _below(self, day: date) -> frozenset[int]:
        if day == self.scope.today and self.scope.roots == {self.organization.pk}:
            return self.scope.keys
        below = Organization.objects.under([self.organization.pk], on=day)
        return frozenset(below.order_by().values_list("pk", flat=True))

    def own_place(self, indicator: Indicator) -> frozenset[int] | None:
        """Where an indicator is counted in a table that has no rows of organizations: None for the whole area.

        What stays at its own organization is that of the organization asked for.
        """
        return frozenset([self.organization.pk]) if indicator.own else None

    def values_by_place(self, dimension: Dimension, period: Period) -> Mapping[int, str]:
        """The values of a dimension of places, asked for once."""
        key = (dimension, period)
        if key not in self._values_by_place:
            assert dimension.of_place is not None
            self._values_by_place[key] = dimension.of_place(period)
        return self._values_by_place[key]

    @cached_property
    def _values_by_place(self) -> dict[tuple[Dimension, Period], Mapping[int, str]]:
        return {}

    @cached_property
    def narrowed(self) -> Scope:
        """The scope inside which the indicators look: the person's own, cut to the area."""
        return AreaScope(self.scope.user_id, self.scope.holdings, self.scope.today, self)

    def about(self, report: Report, choices: Choices) -> Question:
        """Another report of the same place and days: the tree is not walked again."""
        other = replace(self, report=report, choices=choices, sheet="")
        vars(other).update({name: vars(self)[name] for name in _OF_THE_TREE if name in vars(self)})
        return other

    def on(self, period: Period) -> Question:
        """The same question over another period."""
        return replace(self, period=period)


_OF_THE_TREE = ("area_day", "area_keys", "_placement", "_values_by_place", "organization_name")
"""What has been worked out of the organization, the period and the tree, whatever the report."""


def _placed_nowhere(keys: frozenset[int], day: date) -> frozenset[int]:
    """Those of some organizations that had no place in the tree on a day."""
    if not keys:
        return keys
    placed = Placement.objects.in_force_on(day).filter(Within("organization", lambda: keys))
    return keys - frozenset(placed.values_list("organization_id", flat=True))


@dataclass(frozen=True)
class AreaScope(Scope):
    """A person's scope cut down to one question's area: every door of `Scope`, on fewer organizations."""

    question: Question

    @cached_property
    def keys(self) -> frozenset[int]:
        return self.question.area_keys

    @cached_property
    def is_whole(self) -> bool:
        return self.question.scope.is_whole and self.keys == self.question.scope.keys
