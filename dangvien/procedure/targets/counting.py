"""What counts towards a target: the lines behind a result, and the result of each organization.

Counted as the reports count by default (reports/indicators.py): admissions by the day of the ceremony, learners by the
first day of the class, somebody in two classes twice. A line that was reversed counts nowhere, because its reversal
carries its day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from dangvien.models import Enrollment, Indicator, Kind, TrainingClass
from dangvien.models.survey import UNCLASSIFIED
from dangvien.period import Period
from dangvien.scope import Scope

BY_SOURCE = (Indicator.ADMITTED,)
"""Of these the register knows the source: an admission has a candidate behind it."""

COUNTABLE = (Indicator.ADMITTED, Indicator.RECOGNIZED, Indicator.TRAINED, Indicator.CERTIFIED)
"""What happens in a period. Members at its end are a stock, and grow by more than is recorded here."""

_KINDS = {Indicator.ADMITTED: Kind.KET_NAP, Indicator.RECOGNIZED: Kind.CONG_NHAN}
_DAYS = {Indicator.TRAINED: "training_class__starts_on", Indicator.CERTIFIED: "certificate_on"}


def results_of(scope: Scope, period: Period, indicator: Indicator, source: str = "") -> Mapping[int, int]:
    """Organization → its own result in a period, without those below it; organizations without any are absent.

    `source` is a code of the list `source`; "" counts everybody. Raises ValueError for an indicator that is no flow.
    """
    rows, place, amount = _lines(scope, period, indicator, source)
    return {key: int(n) for key, n in rows.order_by().values_list(place).annotate(n=amount) if n}


def results_by_year(
    scope: Scope, years: range, indicator: Indicator, source: str = ""
) -> Mapping[int, Mapping[int, int]]:
    """Year → organization → its own result in that year, in one query."""
    period = Period(date(years[0], 1, 1), date(years[-1], 12, 31))
    rows, place, amount = _lines(scope, period, indicator, source)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    grouped = rows.order_by().annotate(of_year=ExtractYear(_day_of(indicator))).values_list("of_year", place)
    for year, key, n in grouped.annotate(n=amount):
        found[year][key] = int(n)
    return found


def people_behind(
    scope: Scope, period: Period, indicator: Indicator, organizations: frozenset[int], source: str = ""
) -> QuerySet[Any]:
    """The lines behind a result of some organizations, oldest first: lines of the ledger, or learners."""
    rows, place, _ = _lines(scope, period, indicator, source)
    rows = rows.filter(**{f"{place}__in": organizations})
    if indicator in _KINDS:
        wanted = ("member__person", "organization", "decision", "candidate")
        lines: QuerySet[Any] = rows.standing().select_related(*wanted)
        return lines.order_by("occurred_on", "member__person__sort_key", "pk")
    learners: QuerySet[Any] = rows
    return learners.select_related("person", "sent_by", "training_class").order_by(
        _DAYS[indicator], "person__sort_key", "pk"
    )


def _day_of(indicator: Indicator) -> str:
    return "occurred_on" if indicator in _KINDS else _DAYS[indicator]


def _lines(scope: Scope, period: Period, indicator: Indicator, source: str) -> tuple[Any, str, Any]:
    """The lines of a period, the column of their organization, and how they add up."""
    if indicator in _KINDS:
        lines = scope.movements.filter(kind=_KINDS[indicator]).during(period)
        return lines.filter(_of_source(source)), "organization", Sum("weight")
    if indicator not in _DAYS:
        raise ValueError(f"not a flow: {indicator}")
    learners = scope.sent_enrollments.of_kind(TrainingClass.Kind.NHAN_THUC)
    if indicator is Indicator.CERTIFIED:
        learners = learners.filter(result=Enrollment.Result.DAT)
    learners = learners.filter(**{f"{_DAYS[indicator]}__range": (period.first, period.last)})
    return learners, "sent_by", Count("pk")


def _of_source(source: str) -> Q:
    if not source:
        return Q()
    if source == UNCLASSIFIED:
        return Q(candidate__isnull=True) | Q(candidate__source__in=["", UNCLASSIFIED])
    return Q(candidate__source=source)
