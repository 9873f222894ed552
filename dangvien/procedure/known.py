"""What is known of a step before anybody types: which organ acts, who may help, how many may vote, usual words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dangvien import codes
from dangvien.dates import full_months
from dangvien.models import (
    Kind,
    Letterhead,
    Matter,
    Member,
    Movement,
    Organization,
    Outcome,
    Placement,
    Step,
    StepKind,
    Vote,
)
from dangvien.models.member import MemberQuerySet
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.deciders import Deciders, deciders_of
from dangvien.procedure.places import Option, cell_options, named_options
from dangvien.procedure.step_definition import StepDefinition
from dangvien.procedure.votes import CELL_VOTES, DECIDING_VOTES
from dangvien.scope import Scope

OWN_NUMBERS = (StepKind.HO_SO_DANG_VIEN, StepKind.PHAT_THE)
"""Steps whose number is the person's own (số lý lịch, số thẻ), not a paper's."""

_CHECKING = (StepKind.THAM_DINH_BO_PHAN, StepKind.THAM_DINH_CONG_NHAN)
_RESOLVING = (StepKind.NQ_DANG_UY, StepKind.NQ_DANG_UY_CONG_NHAN, StepKind.NQ_DANG_UY_XOA_TEN)
_APPROVING = (StepKind.DUOC_LAM_THU_TUC, StepKind.GUI_THAM_TRA, StepKind.CHUNG_NHAN_LY_LICH)
_DECIDING = (StepKind.TRINH, *DECIDING_VOTES)
_OUTSIDE = (
    StepKind.TRA_LOI_THAM_TRA, StepKind.MIEN_THAM_TRA, StepKind.GIOI_THIEU_DOAN_THE, StepKind.Y_KIEN_DOAN_THE,
    StepKind.Y_KIEN_CU_TRU, StepKind.VAN_BAN_DONG_Y, StepKind.GIA_HAN, StepKind.DAC_BIET, StepKind.CHUYEN_NOI,
    StepKind.TIEP_NHAN, StepKind.PHAT_THE, StepKind.HO_SO_DANG_VIEN, StepKind.DON, StepKind.LY_LICH,
)  # fmt: skip
"""Steps that no organ of the case's way takes."""
_SURE = {
    StepKind.TRINH: Outcome.DU,
    StepKind.QUYET_DINH_KET_NAP: Outcome.DONG_Y,
    StepKind.QUYET_DINH_CONG_NHAN: Outcome.DONG_Y,
}
"""Steps whose paper is hardly ever written for another outcome; what people judged or counted is never filled in."""
_ASSIGNING = (StepKind.VAO_DANH_SACH, StepKind.TIEP_NHAN, StepKind.LE_KET_NAP, StepKind.PHAN_CONG_GIUP_DO)

OWN, BESIDE = "Trong chi bộ", "Chi bộ khác cùng đảng bộ"
"""The headings of helpers on offer; elsewhere the heading is the name of a cell."""

NAMED = "Đã ghi trong hồ sơ"
"""The heading of helpers whom the case names and who are not on offer otherwise: some may be out of scope."""


@dataclass(frozen=True)
class Known:
    """What a step's form offers and begins with."""

    initial: dict[str, Any]
    helpers: list[tuple[str, list[Member]]] = field(default_factory=list)
    deciders: Deciders | None = None
    organizations: list[Option] = field(default_factory=list)
    requests: list[Step] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)


def organ_of(case: CaseFile, kind: StepKind, day: date) -> int | None:
    """The organization that takes a step of this kind on a day; None for steps of nobody on the case's way."""
    if kind in _OUTSIDE:
        return None
    route = case.route_on(day)
    if kind in _CHECKING:
        return route.checking
    if kind in _RESOLVING:
        return route.resolving
    if kind in _APPROVING:
        return route.approving
    if kind in _DECIDING:
        return route.deciding
    return case.organization.pk


def organ(case: CaseFile, kind: StepKind, day: date) -> Organization | None:
    """The same as a row."""
    key = organ_of(case, kind, day)
    if key == case.organization.pk:
        return case.organization
    return Organization.objects.filter(pk=key).first() if key else None


def known_of(case: CaseFile, step: StepDefinition, scope: Scope) -> Known:
    """What the form of one step begins with. Asks only for what its boxes need."""
    kind, asks = step.kind, step.asks
    helpers = helper_groups(case, scope) if "helper" in asks else []
    organizations = _organizations(case, kind, scope) if "organization" in asks else []
    initial: dict[str, Any] = {"occurred_on": scope.today, "issued_on": scope.today}
    assigned = assigned_helper(case)
    if "helper" in asks and assigned and kind is not StepKind.GUI_THAM_TRA:
        initial["helper"] = assigned.pk
    if "organization" in asks and kind is StepKind.DUOC_LAM_THU_TUC:
        initial["organization"] = organ(case, kind, scope.today)
    if "basis_on" in asks:
        initial["basis_on"] = case.probation_ends_on if kind is StepKind.QUYET_DINH_CONG_NHAN else None
    if "body" in asks:
        initial["body"] = _body(case, kind)
    if "outcome" in asks and kind in _SURE:
        initial["outcome"] = _SURE[kind]
    if kind is StepKind.GUI_THAM_TRA and not case.has(StepKind.GUI_THAM_TRA, StepKind.MIEN_THAM_TRA):
        initial["matter"] = Matter.BAN_THAN
    if kind is StepKind.CHUNG_NHAN_LY_LICH:
        initial["signer"] = _usual_signer(organ_of(case, kind, scope.today), scope.today)
    requests = case.open_requests if "answers" in asks else []
    if len(requests) == 1 and kind is StepKind.TRA_LOI_THAM_TRA:
        initial["answers"] = requests[0].pk
    hints = {}
    if "vote" in asks:
        voters = voters_of(case, kind, scope.today)
        initial |= {"convened": voters, "present": voters, "excluded": 0, "disagree": 0, "invalid": 0}
    if kind is StepKind.GIOI_THIEU_DANG_VIEN:
        hints["count"] = _months_hint(case, assigned, scope.today)
    deciders = deciders_of(scope, case.organization) if "decision" in asks else None
    return Known(initial, helpers, deciders, organizations, requests, hints)


def assigned_helper(case: CaseFile) -> Member | None:
    """The member who was last told to help the person."""
    told = [step for step in case.all(*_ASSIGNING) if step.helper_id]
    return told[-1].helper if told else None


def helper_groups(case: CaseFile, scope: Scope) -> list[tuple[str, list[Member]]]:
    """Official members who may help or introduce: of the cell, then of its superior's other cells, then who was told.

    Only people in scope; somebody the case already names stays on offer wherever they are.
    """
    official = official_members(scope).exclude(person=case.person)
    own = list(official.filter(organization=case.organization))
    above = case.line[0][0] if case.line else None
    beside = Placement.objects.in_force_on(case.today).filter(parent=above).values("organization")
    others = list(official.filter(organization__in=beside).exclude(organization=case.organization)) if above else []
    offered = {member.pk for member in (*own, *others)}
    named = {step.helper.pk: step.helper for step in case.steps if step.helper and step.helper.pk not in offered}
    groups = [(OWN, own), (BESIDE, others)]
    groups.append((NAMED, list(named.values())))
    return [(heading, members) for heading, members in groups if members]


def official_members(scope: Scope) -> MemberQuerySet:
    """Who may help, introduce and vote, by name."""
    return scope.present_members.official().select_related("person").in_name_order()


def common_months(case: CaseFile, helper: Member, day: date) -> int | None:
    """For how many full months person and helper have demonstrably been in one cell on a day; None when they are not.

    Counted from the later of two days the register knows: the person's first day on this cell's list, and the helper's
    arrival in it. They may have known each other for longer.
    """
    candidate = case.candidate
    if candidate is None or helper.organization_id != case.organization.pk:
        return None
    arrived = (
        Movement.objects.standing()
        .filter(member=helper, organization=case.organization, kind__in=Kind.arrivals())
        .order_by("-occurred_on")
        .values_list("occurred_on", flat=True)
        .first()
    )
    since = max(day for day in (candidate.opened_on, arrived or helper.admitted_on) if day is not None)
    return full_months(since, day) if since <= day else 0


def _months_hint(case: CaseFile, helper: Member | None, today: date) -> str:
    told = "Để trống thì sổ tự tính cho đảng viên cùng chi bộ"
    months = common_months(case, helper, today) if helper else None
    return f"{told}; với {helper}: {months} tháng tính đến hôm nay" if months is not None else told


def voters_of(case: CaseFile, kind: StepKind, day: date) -> int | None:
    """How many are entitled to vote: official members of the cell today, or as many as the committee last stated."""
    if kind in CELL_VOTES:
        return voters_of_cell(case.organization)
    key = organ_of(case, kind, day)
    last = Vote.objects.filter(step__organization=key, step__kind__in=_same_body(kind)).order_by("-pk").first()
    return last.convened if last and key else None


def voters_of_cell(cell: Organization) -> int:
    """How many official members a cell has today."""
    return Member.objects.present().official().filter(organization=cell).count()


def _same_body(kind: StepKind) -> tuple[StepKind, ...]:
    return DECIDING_VOTES if kind in DECIDING_VOTES else _RESOLVING


def _organizations(case: CaseFile, kind: StepKind, scope: Scope) -> list[Option]:
    if kind is StepKind.DUOC_LAM_THU_TUC:
        return named_options(Organization.objects.filter(pk__in=[key for key, _ in case.line]), scope.today)
    cells = [option for option in cell_options(scope) if option.organization.pk != case.organization.pk]
    if kind is not StepKind.CHUYEN_NOI:
        return cells
    elsewhere = scope.neighbours.exclude(pk__in=[case.organization.pk, *(key for key, _ in case.line)])
    return [*cells, *(replace(item, group="Đảng bộ khác") for item in named_options(elsewhere, scope.today))]


def _usual_signer(committee: int | None, day: date) -> str:
    """Who signs a committee's certifications: as on its newest one, else as on its letterhead; empty when unknown."""
    signed = Step.objects.filter(kind=StepKind.CHUNG_NHAN_LY_LICH, organization=committee).exclude(signer="")
    newest = signed.order_by("-occurred_on", "-pk").values_list("signer", flat=True).first()
    heads = Letterhead.objects.filter(organization=committee, valid_from__lte=day, valid_to__gt=day)
    return newest or heads.values_list("signer", flat=True).first() or ""


def _body(case: CaseFile, kind: StepKind) -> str:
    """The usual words for the body outside: who was written the last time, else what the person's papers suggest."""
    before = [step for step in case.all(kind) if step.body]
    if kind is StepKind.Y_KIEN_CU_TRU:
        return before[-1].body if before else f"Chi ủy {case.organization.name_on(case.today).removeprefix('Chi bộ ')}"
    if kind is StepKind.Y_KIEN_DOAN_THE:
        if before:
            return before[-1].body
        introducing = next((item.body for item in case.introductions), "")
        return codes.of("introducing_body").label(introducing) if introducing else ""
    if kind is StepKind.GIOI_THIEU_DOAN_THE:
        return "doan_thanh_nien" if not before else ""
    if kind is StepKind.GUI_THAM_TRA and not before:
        return _committee_of(case.person.native_place)
    return ""


def _committee_of(place: str) -> str:
    """The committee of the commune a native place begins with ("xã Vĩnh Thủy, huyện…"), or nothing."""
    first = place.partition(",")[0].strip()
    known = first.lower().startswith(("xã ", "phường ", "thị trấn ", "đặc khu "))
    return f"Đảng ủy {first[0].lower()}{first[1:]}" if known else ""
