"""Organizations through time: found, change place, archive. Each act closes one placement and opens the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import FOREVER, Decision, Locality, Organization, OrganizationKind, Placement, User
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.text import day_short


@dataclass(frozen=True)
class Place:
    """What an organization is from a day on: name, kind, parent and how tables group and order it."""

    name: str
    kind: OrganizationKind
    parent: Organization | None
    short_name: str = ""
    sector: str = ""
    area: str = ""
    position: int = 0
    locality: Locality | None = None


def place_problems(place: Place, on: date, organization: Organization | None = None) -> list[Problem]:
    """Reasons against this place: superior not standing that day, a cell as superior, a circle."""
    problems = []
    if place.parent is not None:
        above = place.parent.placement_on(on)
        if above is None or above.is_archive:
            problems.append(
                Problem(
                    "parent",
                    f"{place.parent.name_on(on)} không hoạt động vào ngày {day_short(on)}. Chọn cấp trên khác.",
                )
            )
        elif above.is_cell:
            problems.append(
                Problem("parent", f"{above.name} là chi bộ, không có tổ chức cấp dưới. Chọn cấp trên khác.")
            )
        if organization and Organization.objects.under([organization.pk], on=on).filter(pk=place.parent.pk).exists():
            problems.append(
                Problem("parent", f"{place.parent.name_on(on)} nằm dưới chính tổ chức này. Chọn cấp trên khác.")
            )
    return problems


@transaction.atomic
def found(*, by: User | None, code: str, place: Place, on: date, decision: Decision | None = None) -> Organization:
    """Found an organization: a new identity and its first placement."""
    problems = place_problems(place, on)
    if Organization.objects.filter(code=code).exists():
        problems.append(Problem("code", f"Mã {code} đã dùng cho tổ chức khác. Đặt mã khác."))
    refuse_if_any(problems)
    organization = Organization.objects.create(code=code)
    _place(organization, place, on, decision)
    note(
        by=by,
        verb="thành lập tổ chức",
        subject=organization,
        organization=organization,
        after={"tên": place.name, "loại": place.kind, "từ ngày": on},
    )
    return organization


@transaction.atomic
def replace(
    *, by: User | None, organization: Organization, place: Place, on: date, decision: Decision | None = None
) -> Placement:
    """Give an organization a new name, kind or superior from a day on; its past stays as it was."""
    current = _open_placement(organization, on)
    refuse_if_any(place_problems(place, on, organization))
    before = {"tên": current.name, "loại": current.kind, "cấp trên": current.parent_id}
    current.valid_to = on
    current.save()
    placement = _place(organization, place, on, decision)
    note(
        by=by,
        verb="đổi tên, loại hoặc cấp trên",
        subject=organization,
        organization=organization,
        before=before,
        after={"tên": place.name, "loại": place.kind, "từ ngày": on},
    )
    return placement


@transaction.atomic
def archive(
    *, by: User | None, organization: Organization, heir: Organization, on: date, decision: Decision | None = None
) -> Placement:
    """End an organization's activity: from that day it is kept as an archive under its heir, history and all.

    Refused while organizations still stand under it: they must be moved first.
    """
    current = _open_placement(organization, on)
    below = Placement.objects.standing_on(on).filter(parent=organization)
    if below.exists():
        raise Refused.at(
            "organization",
            f"{current.name} còn {below.count()} tổ chức trực thuộc vào ngày {day_short(on)}. Chuyển chúng đi trước.",
        )
    above = heir.placement_on(on)
    if above is None or above.is_archive:
        raise Refused.at("heir", f"{heir.name_on(on)} không hoạt động vào ngày {day_short(on)}. Chọn nơi kế thừa khác.")
    current.valid_to = on
    current.save()
    kept = Place(
        name=current.name,
        short_name=current.short_name,
        kind=OrganizationKind.LUU_TRU,
        parent=heir,
        sector=current.sector,
        area=current.area,
        position=current.position,
        locality=current.locality,
    )
    placement = _place(organization, kept, on, decision)
    note(
        by=by,
        verb="đưa tổ chức vào lưu trữ",
        subject=organization,
        organization=organization,
        before={"tên": current.name, "loại": current.kind},
        after={"nơi kế thừa": heir.code, "từ ngày": on},
    )
    return placement


def _open_placement(organization: Organization, on: date) -> Placement:
    current = Placement.objects.select_for_update().get(organization=organization, valid_to=FOREVER)
    if on <= current.valid_from:
        raise Refused.at(
            "on",
            f"{current.name} đã có thay đổi từ ngày {day_short(current.valid_from)}. Thay đổi mới phải sau ngày ấy.",
        )
    return current


def _place(organization: Organization, place: Place, on: date, decision: Decision | None) -> Placement:
    return Placement.objects.create(
        organization=organization,
        parent=place.parent,
        name=place.name,
        short_name=place.short_name,
        kind=place.kind,
        sector=place.sector,
        area=place.area,
        locality=place.locality,
        position=place.position,
        valid_from=on,
        decision=decision,
    )
