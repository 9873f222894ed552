"""How many learned and how many earned the certificate, class by class, among the learners a person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from dangvien.models import Enrollment
from dangvien.scope import Scope


@dataclass(frozen=True)
class Tally:
    """The counts of one class; `waiting` have no result yet."""

    learners: int = 0
    passed: int = 0
    waiting: int = 0


def tallies(scope: Scope, classes: Iterable[int]) -> Mapping[int, Tally]:
    """The counts of some classes in one grouped query; a class without visible learners is absent."""
    rows = (
        scope.enrollments.filter(training_class__in=list(classes))
        .order_by()
        .values_list("training_class_id")
        .annotate(
            learners=Count("pk"),
            passed=Count("pk", filter=Q(result=Enrollment.Result.DAT)),
            waiting=Count("pk", filter=Q(result=Enrollment.Result.DANG_HOC)),
        )
    )
    return {key: Tally(learners, passed, waiting) for key, learners, passed, waiting in rows}
