"""The acts about targets, each run once: a part of `tests/acts.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from dangvien.actions import target_spells, targets
from dangvien.actions.targets import Part
from dangvien.models import DeclaredFigure, Indicator, ShareWay, UnitFollower
from dangvien.procedure.targets.checks import Paper, SpellFacts, TargetFacts
from tests import factories

PAPER = Paper("Kế hoạch 9-KH/TU", date(2026, 1, 5), "Ban Thường vụ Thành ủy")
TODAY = date(2026, 1, 15)
SPELL = SpellFacts(date(2026, 1, 10), None, "Quyết định 15-QĐ/TU ngày 10/01/2026")


def _facts(on: Any, value: int = 12) -> TargetFacts:
    return TargetFacts(on.city["tp"], Indicator.ADMITTED, 2026, 2026, value, PAPER)


def _target(on: Any) -> DeclaredFigure:
    return factories.target(on.city["tp"], 12, 2026, recorded_by=on.actor)


def _shared(on: Any) -> object:
    parts = [Part(on.city["p1"], 7, weight=70), Part(on.city["p2"], 5, weight=50)]
    return targets.share_target(
        by=on.actor,
        whole=_target(on),
        parts=parts,
        way=ShareWay.STOCK,
        weighed_on=date(2026, 1, 1),
        paper=PAPER,
        today=TODAY,
    )


TARGET_ACTS: dict[str, Callable[[Any], object]] = {
    "targets.set_targets": lambda on: targets.set_targets(by=on.actor, facts=[_facts(on)], today=TODAY),
    "targets.share_target": _shared,
    "targets.correct_target": lambda on: targets.correct_target(
        by=on.actor, figure=_target(on), facts=_facts(on, 14), reason="Văn bản sửa số", today=TODAY
    ),
    "targets.withdraw_target": lambda on: targets.withdraw_target(
        by=on.actor, figure=_target(on), reason="Văn bản bị bãi bỏ", with_parts=False
    ),
    "target_spells.exempt_cell": lambda on: target_spells.exempt_cell(
        by=on.actor, cell=on.cell, spell=SPELL, reason="Không còn nguồn"
    ),
    "target_spells.end_exemption": lambda on: target_spells.end_exemption(
        by=on.actor,
        exemption=factories.exemption(on.cell, date(2026, 1, 1), recorded_by=on.actor),
        on=date(2026, 2, 1),
        reason="Đã có nguồn",
    ),
    "target_spells.assign_follower": lambda on: target_spells.assign_follower(
        by=on.actor, unit=on.ward, kind=UnitFollower.Kind.COMMITTEE_MEMBER, spell=SPELL, full_name="Hà Thị Sáu"
    ),
    "target_spells.end_following": lambda on: target_spells.end_following(
        by=on.actor,
        follower=factories.follower(on.ward, recorded_by=on.actor, valid_from=date(2026, 1, 1)),
        on=date(2026, 2, 1),
        reason="Phân công lại",
    ),
}
"""module.function → running it once."""
