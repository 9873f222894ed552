"""Gains and losses: the lines of the ledger that change how many members an organization has (Biểu 1-BTCTW, B and C).

All are counted in one reading. A move whose two ends both lie in the organization asked for is left out.
"""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Exists, F, Q

from dangvien.models import Kind, OrganizationKind, Placement
from dangvien.models.movement import MovementQuerySet
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition import Choices, Condition, Indicator


def _changes(scope: Scope, period: Period, choices: Choices) -> MovementQuerySet:
    keys = None if scope.is_whole else scope.keys
    return scope.movements.during(period).seen_from(keys)


CHANGES = Indicator(
    "bien_dong",
    "Biến động đảng viên",
    "đảng viên",
    _changes,
    place="organization",
    item="member__person",
    day=lambda choices: "occurred_on",
    weight="weight",
    joins=True,
)
"""Every line of the period, transfers only where they cross the border of the organization asked for."""


def change(code: str, label: str, *kinds: Kind, only: Condition | None = None) -> Indicator:
    """Lines of these kinds, by the day they happened; `only` says which of them."""

    def of_these(period: Period, choices: Choices) -> Q:
        found = Q(kind__in=[kind.value for kind in kinds])
        return found & only(period, choices) if only else found

    return replace(CHANGES, code=code, label=label, only=of_these)


def _on_probation(_period: Period, _choices: Choices) -> Q:
    return Q(member__official_on__isnull=True) | Q(member__official_on__gt=F("occurred_on"))


def _whole_province(period: Period) -> Q:
    """That the register is one of a whole province: then whatever lies outside of it is another province."""
    return Q(Exists(Placement.objects.standing_on(period.last).filter(kind=OrganizationKind.TINH)))


def _other_province(period: Period, _choices: Choices) -> Q:
    return Q(counterpart__isnull=True) & _whole_province(period)


def _same_province(_period: Period, _choices: Choices) -> Q:
    return Q(counterpart__isnull=False)


def _unknown_province(period: Period, _choices: Choices) -> Q:
    return Q(counterpart__isnull=True) & ~_whole_province(period)


ADMISSIONS = change("tang_ket_nap", "Kết nạp", Kind.KET_NAP)
ARRIVALS = change("chuyen_den", "Chuyển đến", Kind.CHUYEN_DEN)
ARRIVALS_FROM_ELSEWHERE = change(
    "chuyen_den_tinh_khac", "Chuyển đến từ tỉnh khác", Kind.CHUYEN_DEN, only=_other_province
)
ARRIVALS_FROM_NEAR = change("chuyen_den_trong_tinh", "Chuyển đến trong tỉnh", Kind.CHUYEN_DEN, only=_same_province)
ARRIVALS_UNKNOWN = change("chuyen_den_chua_ro", "Chuyển đến, chưa rõ tỉnh nào", Kind.CHUYEN_DEN, only=_unknown_province)
RESTORED = change("phuc_hoi", "Phục hồi đảng tịch", Kind.PHUC_HOI)
OPENED = change("ghi_dau_so", "Ghi đầu sổ", Kind.DAU_SO)
HANDED_IN = change("nhan_sap_xep", "Nhận do sắp xếp tổ chức", Kind.DEN_NOI_BO)

DIED = change("tu_tran", "Từ trần", Kind.TU_TRAN)
EXPELLED = change("khai_tru", "Khai trừ", Kind.KHAI_TRU)
STRUCK_OFF = change("xoa_ten", "Xóa tên", Kind.XOA_TEN)
STRUCK_OFF_ON_PROBATION = change("xoa_ten_du_bi", "Xóa tên đảng viên dự bị", Kind.XOA_TEN, only=_on_probation)
LEFT = change("xin_ra", "Xin ra khỏi Đảng", Kind.XIN_RA)
DEPARTURES = change("chuyen_di", "Chuyển đi", Kind.CHUYEN_DI)
DEPARTURES_ELSEWHERE = change("chuyen_di_tinh_khac", "Chuyển đi tỉnh khác", Kind.CHUYEN_DI, only=_other_province)
DEPARTURES_NEAR = change("chuyen_di_trong_tinh", "Chuyển đi trong tỉnh", Kind.CHUYEN_DI, only=_same_province)
DEPARTURES_UNKNOWN = change("chuyen_di_chua_ro", "Chuyển đi, chưa rõ tỉnh nào", Kind.CHUYEN_DI, only=_unknown_province)
ANNULLED = change("huy_ket_nap", "Hủy quyết định kết nạp", Kind.HUY_KET_NAP)
HANDED_OUT = change("giao_sap_xep", "Giao do sắp xếp tổ chức", Kind.DI_NOI_BO)

RECOGNIZED = change("cong_nhan", "Công nhận đảng viên chính thức", Kind.CONG_NHAN)
