"""The way from the class to the card: each stage is the learners of the period who have come so far by its last day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q

from dangvien.models import Kind, Member, Movement, Step, StepKind
from dangvien.period import Period
from reports.indicators.training import TRAINED


def _of_learner(model: Any, path: str, day: str, period: Period, **conditions: Any) -> Q:
    """Whether a learner has a row of these conditions since the class began, up to the period's last day."""
    since = {path: OuterRef("person"), f"{day}__gte": OuterRef("training_class__starts_on")}
    return Q(Exists(model.filter(**since, **conditions, **{f"{day}__lte": period.last})))


def _admitted(period: Period) -> Q:
    lines = Movement.objects.standing()
    return _of_learner(lines, "member__person", "occurred_on", period, kind=Kind.KET_NAP)


def _official(period: Period) -> Q:
    return _admitted(period) & _of_learner(Member.objects, "person", "official_on", period)


CERTIFIED = replace(
    TRAINED,
    code="cap_giay",
    label="Được cấp giấy chứng nhận",
    only=lambda period, choices: Q(certificate_on__lte=period.last),
)

DOSSIER = replace(
    TRAINED,
    code="lam_ho_so",
    label="Được làm hồ sơ kết nạp",
    only=lambda period, choices: (
        _of_learner(Step.objects.standing(), "candidate__person", "occurred_on", period, kind=StepKind.DUOC_LAM_THU_TUC)
        | _admitted(period)
    ),
)
"""Agreed to by the cell; whoever was admitted had a dossier, also where the steps before were never written down."""

LEARNER_ADMITTED = replace(
    TRAINED,
    code="hoc_vien_ket_nap",
    label="Đã kết nạp",
    only=lambda period, choices: _admitted(period),
)

LEARNER_OFFICIAL = replace(
    TRAINED,
    code="hoc_vien_chinh_thuc",
    label="Được công nhận chính thức",
    only=lambda period, choices: _official(period),
)

LEARNER_CARD = replace(
    TRAINED,
    code="hoc_vien_co_the",
    label="Đã có thẻ đảng viên",
    only=lambda period, choices: (
        _official(period)
        & (
            _of_learner(Step.objects.standing(), "probationer__person", "occurred_on", period, kind=StepKind.PHAT_THE)
            | _of_learner(Member.objects, "person", "official_on", period, card_number__isnull=False)
        )
    ),
)
"""Cards handed out, and those whose number is in the register; a number carries no day of its own."""
