"""The acts of taking lists out of the register and holding others against it, on the stage of `tests.acts`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from dangvien.actions import comparing, exporting, overviews
from dangvien.models import ImportBatch, RosterKind

Stage = Any
"""`tests.acts.Stage`, which runs these."""

DAY = date(2026, 1, 15)
WHY = "Đối chiếu với danh sách của Ban Tổ chức"


def _asked(stage: Stage) -> Any:
    return exporting.ask_to_export(
        by=stage.actor, kind=RosterKind.MEMBERS, organization=stage.ward, name="Đảng bộ p1", rows=3, reason=WHY
    )


def _comparison(stage: Stage) -> ImportBatch:
    return comparing.keep_comparison(
        by=stage.actor, organization=stage.ward, content=b"PK", file_name="ds.xlsx", today=DAY
    )


def _overview(stage: Stage) -> Any:
    return overviews.ask_for_overview(
        by=stage.actor, organization=stage.ward, name="Đảng bộ p1", year=2026, wanted=overviews.OverviewFormat.PDF
    )


FILE_ACTS: dict[str, Callable[[Stage], Any]] = {
    "exporting.ask_to_export": _asked,
    "exporting.register_taken": lambda on: exporting.register_taken(by=on.actor, job=_asked(on)),
    "overviews.ask_for_overview": _overview,
    "overviews.overview_taken": lambda on: overviews.overview_taken(by=on.actor, job=_overview(on)),
    "comparing.keep_comparison": _comparison,
    "comparing.drop_comparison": lambda on: comparing.drop_comparison(by=on.actor, batch=_comparison(on)),
}

FILE_PARTS = {
    "comparing.keep_outcomes": "the worker's part of `keep_comparison`, writes nothing of the register",
    "comparing.refuse_comparison": "the worker's part of `keep_comparison`, writes nothing of the register",
}
