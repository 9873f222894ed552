"""What the checks found when a step was written, kept with it."""

from __future__ import annotations

from collections.abc import Iterable

from dangvien.models import CheckResult, Step
from dangvien.procedure.checks.check import Result


def keep_results(step: Step, results: Iterable[Result]) -> None:
    """One row for each check that concerned the step; the caller writes both in one transaction."""
    CheckResult.objects.bulk_create(
        CheckResult(
            step=step,
            check_id=result.check.id,
            verdict=result.verdict,
            sentence=result.found.sentence[:400],
            source=result.found.source[:250],
            inputs=dict(result.found.inputs),
            consent=result.consent,
        )
        for result in results
    )
