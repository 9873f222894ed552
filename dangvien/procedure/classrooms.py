"""How many learned and how many earned the certificate, class by class, among the learners a person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from dangvien.models import Enrollment, TrainingClass
from dangvien.procedure.deadlines import Certificate
from dangvien.scope import Scope


@dataclass(frozen=True)
class Tally:
    """The counts of one class; `waiting` have no result yet, `awaiting` passed and have no certificate yet."""

    learners: int = 0
    passed: int = 0
    waiting: int = 0
    awaiting: int = 0
    failed: int = 0
    left: int = 0


def tallies(scope: Scope, classes: Iterable[int]) -> Mapping[int, Tally]:
    """The counts of some classes in one grouped query; a class without visible learners is absent."""
    result = Enrollment.Result
    rows = (
        scope.enrollments.filter(training_class__in=list(classes))
        .order_by()
        .values_list("training_class_id")
        .annotate(
            learners=Count("pk"),
            passed=Count("pk", filter=Q(result=result.DAT)),
            waiting=Count("pk", filter=Q(result=result.DANG_HOC, awaits_certificate=False)),
            awaiting=Count("pk", filter=Q(awaits_certificate=True)),
            failed=Count("pk", filter=Q(result=result.KHONG_DAT)),
            left=Count("pk", filter=Q(result=result.BO_HOC)),
        )
    )
    return {key: Tally(*counts) for key, *counts in rows}


def certificate_of_line(line: Enrollment, today: date) -> Certificate | None:
    """How long a learner's certificate still serves; None without one, or where it has no end (new members)."""
    if line.certificate_on is None or line.training_class.kind != TrainingClass.Kind.NHAN_THUC:
        return None
    return Certificate.of(line.certificate_on, today)
