"""What may be given to a committee and when: a new model of organization, the right to decide on admissions."""

from __future__ import annotations

from datetime import date

from dangvien import rules
from dangvien.models import FOREVER, Mandate, Organization
from dangvien.models import OrganizationKind as Kind
from dangvien.models.organization import CELLS
from dangvien.procedure.places import superior_line
from dangvien.procedure.problem import Problem
from dangvien.scope import Scope
from dangvien.text import day_short

HOLDERS = {
    Mandate.Kind.MO_HINH_MOI: (Kind.CAP_TREN, Kind.DANG_BO_CO_SO),
    Mandate.Kind.UY_QUYEN: (Kind.DANG_BO_CO_SO,),
}
"""Which kinds of organization may hold which mandate (208-QĐ/TW; 294-QĐ/TW, 22)."""

NEW_MODEL = "QD208"
"""The text under which communes become đảng bộ cơ sở; before it nobody could."""


def grantable(organization: Organization, day: date) -> list[Mandate.Kind]:
    """What an organization of its kind on a day may be given."""
    placement = organization.placement_on(day)
    return [kind for kind, holders in HOLDERS.items() if placement is not None and placement.kind in holders]


def may_give(scope: Scope, organization: Organization) -> bool:
    """Whether those who keep the organizations of this scope may give one of them a mandate, or end it: it comes from
    above, so that they stand above it, or nobody above them keeps anything."""
    above = {key for key, _ in superior_line(organization, scope.today)}
    return bool(above & scope.roots) or scope.is_topmost


def mandate_problems(
    *,
    organization: Organization,
    kind: Mandate.Kind,
    since: date,
    until: date,
    document: str,
    issued_on: date,
    today: date,
) -> list[Problem]:
    """Every reason against a mandate from `since` up to, not including, `until`."""
    problems = []
    placement = organization.placement_on(since)
    name = organization.name_on(since)
    if placement is None or placement.is_archive:
        problems.append(Problem("since", f"{name} không hoạt động vào ngày {day_short(since)}. Kiểm tra lại ngày."))
    elif placement.kind not in HOLDERS[kind]:
        words = "chi bộ" if placement.kind in CELLS else placement.get_kind_display().lower()
        problems.append(Problem("kind", f"{name} là {words}, không giao được việc này. Chọn tổ chức khác."))
    if until <= since:
        problems.append(Problem("until", "Đến ngày phải sau từ ngày. Kiểm tra lại hai ngày."))
    if issued_on > today:
        problems.append(Problem("issued_on", f"Ngày văn bản ({day_short(issued_on)}) ở tương lai. Kiểm tra lại ngày."))
    if not document.strip():
        problems.append(Problem("document", "Nhập số, ký hiệu văn bản giao quyền."))
    if kind == Mandate.Kind.MO_HINH_MOI and since < (first := new_model_since()):
        problems.append(
            Problem("since", f"Mô hình này chỉ có từ ngày {day_short(first)} (Quy định 208-QĐ/TW). Kiểm tra lại ngày.")
        )
    held = Mandate.objects.filter(organization=organization, kind=kind, valid_from__lt=until, valid_to__gt=since)
    if (other := held.first()) is not None:
        ends = "đến nay" if other.valid_to == FOREVER else f"đến trước ngày {day_short(other.valid_to)}"
        problems.append(
            Problem("since", f"Đã ghi việc này từ ngày {day_short(other.valid_from)} {ends}. Cho thôi việc ấy trước.")
        )
    return problems


def new_model_since() -> date:
    """The first day on which a commune could become đảng bộ cơ sở."""
    days = [rule.since for rule in rules.values()["organization_era"] if rule.document.key == NEW_MODEL]
    return min(days)
