"""Organizations through time: found, change place, archive. Each act closes one placement and opens the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import FOREVER, Decision, Locality, Movement, Organization, OrganizationKind, Placement, User
from dangvien.models.organization import CELLS, PlacementQuerySet
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.text import day_short, thousands


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
    """Reasons against this place: superior not standing that day, a cell as superior or above others, a circle."""
    problems = []
    if organization and place.kind in CELLS and (below := _working_below(organization, on).count()):
        problems.append(
            Problem("kind", f"Còn {below} tổ chức trực thuộc; chi bộ không có tổ chức cấp dưới. Chuyển chúng đi trước.")
        )
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

    Refused while organizations still stand under it or members in it: they must be moved first.
    """
    current = _open_placement(organization, on)
    problems = _ending_problems(organization, current.name, on)
    above = heir.placement_on(on)
    if above is None or above.is_archive:
        sentence = f"{heir.name_on(on)} không hoạt động vào ngày {day_short(on)}. Chọn nơi kế thừa khác."
        problems.append(Problem("heir", sentence))
    refuse_if_any(problems)
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


def _ending_problems(organization: Organization, name: str, on: date) -> list[Problem]:
    """Reasons against ending an organization on a day: others under it, members in it, lines of its ledger later on."""
    problems = []
    if below := _working_below(organization, on).count():
        sentence = f"{name} còn {below} tổ chức trực thuộc vào ngày {day_short(on)}. Chuyển chúng đi trước."
        problems.append(Problem("organization", sentence))
    if members := organization.members.count():
        sentence = f"{name} còn {thousands(members)} đảng viên. Chuyển đảng viên sang chi bộ khác trước."
        problems.append(Problem("organization", sentence))
    elif last := Movement.objects.filter(organization=organization, occurred_on__gte=on).in_order().last():
        sentence = f"{name} có dòng sổ ngày {day_short(last.occurred_on)}. Ngày lưu trữ phải sau ngày ấy."
        problems.append(Problem("on", sentence))
    return problems


def _working_below(organization: Organization, on: date) -> PlacementQuerySet:
    """Where others stand under it on that day or later, archives apart."""
    working = Placement.objects.exclude(kind=OrganizationKind.LUU_TRU)
    return working.filter(parent=organization, valid_to__gt=on)


def _open_placement(organization: Organization, on: date) -> Placement:
    # The identity is locked, not the placement: whoever waited for a placement would find it closed, and none open.
    Organization.objects.select_for_update().get(pk=organization.pk)
    current = Placement.objects.get(organization=organization, valid_to=FOREVER)
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
