"""Work with members in a period: badges, rewards, cards, lists, temporary transfers (Biểu 7-BTCTW; 10-TCTW, II)."""

from __future__ import annotations

from django.db.models import CharField, Exists, Expression, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from dangvien.models import Badge, Reward, StepKind, Transfer, TransferKind, TransferStep, TransferStepKind
from dangvien.models.organization import Within
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition import Choices, Dimension, Indicator, Trait
from reports.indicators.people import of_member

BADGE_YEARS = (30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90)


def _badge(indicator: Indicator, period: Period, _choices: Choices) -> Expression:
    given = Badge.objects.standing().filter(
        member=OuterRef(of_member(indicator)), awarded_on__range=(period.first, period.last)
    )
    level = given.order_by("-years").values(level=Cast("years", CharField()))
    return Subquery(level[:1])  # type: ignore[return-value]  # it is one


def _given(indicator: Indicator, period: Period, _choices: Choices) -> Q:
    given = Badge.objects.standing().filter(awarded_on__range=(period.first, period.last))
    return Q((f"{of_member(indicator)}__in", given.values("member")))


BADGE = Dimension(
    "huy_hieu",
    "Huy hiệu Đảng",
    _badge,
    tuple((str(years), f"Huy hiệu Đảng {years} năm") for years in BADGE_YEARS),
    "Không được tặng trong kỳ",
    among=_given,
)
"""The badge a member was given in the period. For indicators of members."""


def rewarded(words: str) -> Trait:
    """People given, in the period, a reward whose title holds these words ("bằng khen")."""

    def trait(indicator: Indicator, period: Period, _choices: Choices) -> Q:
        given = Reward.objects.standing().filter(awarded_on__range=(period.first, period.last), title__iregex=words)
        return Q((f"{indicator.item}__in", given.values("person")))

    return trait


CARDS = Indicator(
    "phat_the",
    "Thẻ đảng viên được phát",
    "thẻ",
    lambda scope, period, choices: (
        scope.steps.standing().of_kind(StepKind.PHAT_THE).filter(occurred_on__range=(period.first, period.last))
    ),
    place="organization",
    item="probationer__person",
    day=lambda choices: "occurred_on",
    joins=True,
)

LISTED = Indicator(
    "vao_danh_sach",
    "Quần chúng ưu tú được xét là cảm tình Đảng",
    "người",
    lambda scope, period, choices: (
        scope.steps.standing().of_kind(StepKind.VAO_DANH_SACH).filter(occurred_on__range=(period.first, period.last))
    ),
    place="organization",
    item="candidate__person",
    day=lambda choices: "occurred_on",
    joins=True,
)


def _begun(period: Period, kind: TransferStepKind) -> Exists:
    steps = TransferStep.objects.standing().filter(kind=kind, occurred_on__range=(period.first, period.last))
    return Exists(steps.filter(transfer=OuterRef("pk")))


def _crossing(scope: Scope, other_end: str) -> Q:
    """Transfers whose other end is not in scope, or is only a name."""
    keys = None if scope.is_whole else scope.keys
    return Q((f"{other_end}__isnull", True)) | ~Q(Within(other_end, lambda: keys))


def _gone_for_a_time(scope: Scope, period: Period, choices: Choices) -> QuerySet[Transfer]:
    leaving = scope.outgoing_transfers.filter(kind__in=TransferKind.staying())
    return leaving.filter(_begun(period, TransferStepKind.GIOI_THIEU), _crossing(scope, "destination"))


def _come_for_a_time(scope: Scope, period: Period, choices: Choices) -> QuerySet[Transfer]:
    coming = scope.incoming_transfers.filter(kind__in=TransferKind.staying())
    return coming.filter(_begun(period, TransferStepKind.TIEP_NHAN), _crossing(scope, "origin"))


SENT_FOR_A_TIME = Indicator(
    "di_tam_thoi",
    "Giới thiệu sinh hoạt đảng tạm thời",
    "lượt",
    _gone_for_a_time,
    place="origin",
    item="member__person",
)
TAKEN_FOR_A_TIME = Indicator(
    "den_tam_thoi",
    "Tiếp nhận sinh hoạt đảng tạm thời",
    "lượt",
    _come_for_a_time,
    place="destination",
    item="member__person",
)
