"""What follows when a candidate moves during the process: six outcomes by how far the case is (06-HD/TW, 3.9).

`outcome_of_move` says which one; the conditions below say what each side may record then, `move_problems` what is wrong
with the facts of such a step. A move that leads out of the register ends the case here once the dossier was sent.
"""

from __future__ import annotations

from datetime import date

from dangvien.models import Mandate, Member, Organization, Outcome, Step, StepKind
from dangvien.models.organization import CELLS
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.places import superior_line
from dangvien.procedure.problem import Problem
from dangvien.procedure.route import Route, route_of, route_through
from dangvien.text import day_short

MUST_CANCEL = (
    "Quyết định kết nạp ban hành muộn sau ngày chuyển nơi: cấp đã quyết định phải hủy quyết định ấy trước, "
    "không tổ chức lễ ở nơi nào."
)


def outcome_of_move(case: CaseFile, facts: StepFacts) -> Outcome:
    """What the organs have to do; `occurred_on` is the day of the decision to move, `organization` the new cell."""
    if case.candidate is None:
        return Outcome.DANG_VIEN_DU_BI
    if case.resolution is None:
        return Outcome.CHUA_CO_NGHI_QUYET
    decision = case.admission_decision
    if decision is None:
        return Outcome.CAP_CU_CHUYEN if case.on_resolution(StepKind.TRINH) else Outcome.GUI_NOI_MOI
    if facts.organization and route_at(case, facts.organization, facts.occurred_on).deciding == _decider(case, facts):
        return Outcome.CUNG_CAP
    return Outcome.LE_NOI_MOI if decision.occurred_on <= last_useful_day(case, facts.occurred_on) else Outcome.PHAI_HUY


def last_useful_day(case: CaseFile, moved_on: date) -> date:
    """The last day on which the old decider's decision still serves the new place."""
    days = case.rules_on(moved_on).move_cancel_days.value
    return case.after_working_days(moved_on, days)


def route_at(case: CaseFile, place: Organization, day: date) -> Route:
    """The way of the cases of another place on a day; a committee may decide itself what its cells send up."""
    era = case.rules_on(day).organization_era.value
    placement = place.placement_on(day)
    if placement is None or placement.is_cell:
        return route_of(place, day, era)
    line = [(place.pk, placement.kind), *superior_line(place, day)]
    inforce = list(Mandate.objects.in_force_on(day).filter(organization__in=[key for key, _ in line]))
    return route_through(place.pk, line, era, inforce)


def _decider(case: CaseFile, facts: StepFacts) -> int | None:
    return case.route_on(facts.occurred_on).deciding


# Where a move stands


def pending_move(case: CaseFile) -> Step | None:
    """The move that the new place has not answered by taking the dossier in; None for a case that stays where it is."""
    moved, taken = case.last(StepKind.CHUYEN_NOI), case.last(StepKind.TIEP_NHAN)
    return None if moved is None or (taken and taken.answers_id == moved.pk) else moved


def outcome_now(case: CaseFile, moved: Step) -> str:
    """What has to be done about a pending move as things stand.

    It is the move's own outcome, unless the old decider decided after the move had been recorded: then that decision
    serves the new place, or came too late and is cancelled (06-HD/TW, 3.9).
    """
    decision = case.admission_decision
    if moved.outcome != Outcome.CAP_CU_CHUYEN or decision is None:
        return moved.outcome
    here = case.route_on(moved.occurred_on).deciding
    if moved.organization and route_at(case, moved.organization, moved.occurred_on).deciding == here:
        return Outcome.CUNG_CAP
    return Outcome.LE_NOI_MOI if decision.occurred_on <= last_useful_day(case, moved.occurred_on) else Outcome.PHAI_HUY


def may_decide(case: CaseFile) -> str:
    """Why no decision of admission is recorded: not on a case that moves, unless its dossier lies with the decider."""
    moved = pending_move(case)
    if moved is not None and moved.outcome == Outcome.CAP_CU_CHUYEN and not case.after(moved, StepKind.CHUYEN_HO_SO):
        return ""
    return not_moving(case)


def must_cancel(case: CaseFile) -> bool:
    """Whether the old decider has to cancel its decision before anything else happens (06-HD/TW, 3.9c)."""
    moved = pending_move(case)
    return bool(moved and case.admission_decision and outcome_now(case, moved) == Outcome.PHAI_HUY)


def not_moving(case: CaseFile) -> str:
    if pending_move(case) is None:
        return ""
    return MUST_CANCEL if must_cancel(case) else "Đang chuyển đi nơi khác: nơi mới tiếp nhận hồ sơ trước."


def moving(case: CaseFile) -> str:
    return "" if pending_move(case) else "Không có việc chuyển nơi đang chờ."


def may_send(case: CaseFile) -> str:
    """Why the old side cannot send the dossier (or the certificate of a person without resolution) yet."""
    moved = pending_move(case)
    if moved is None:
        return moving(case)
    if must_cancel(case):
        return MUST_CANCEL
    sent = case.after(moved, StepKind.CHUYEN_HO_SO)
    return f"Đã chuyển hồ sơ ngày {day_short(sent.occurred_on)}." if sent else ""


def may_take_in(case: CaseFile) -> str:
    """Why the new place cannot take the person in yet."""
    moved = pending_move(case)
    if moved is None:
        return moving(case)
    if must_cancel(case):
        return MUST_CANCEL
    if moved.organization_id is None:
        return "Chuyển đến nơi ngoài sổ này: chỉ ghi chuyển hồ sơ, nơi mới không tiếp nhận ở đây."
    sent = case.after(moved, StepKind.CHUYEN_HO_SO)
    if moved.outcome == Outcome.CHUA_CO_NGHI_QUYET and not moved.number and not sent:
        return "Nơi cũ chưa ghi số giấy chứng nhận đang được tổ chức đảng giúp đỡ (bước chuyển hồ sơ)."
    waits = outcome_now(case, moved) in (Outcome.GUI_NOI_MOI, Outcome.CAP_CU_CHUYEN, Outcome.PHAI_HUY)
    return "Nơi cũ chưa chuyển hồ sơ." if waits and not sent else ""


def taken_in(case: CaseFile) -> str:
    """Only the place a person moved to asks the decider to look again."""
    return "" if case.has(StepKind.TIEP_NHAN) else "Chỉ nơi mới tiếp nhận hồ sơ mới đề nghị xem lại."


def not_under_review(case: CaseFile) -> str:
    """Why no ceremony is held while the new place's request is open, or after the decider found the decision wrong."""
    asked = case.last(StepKind.DE_NGHI_XEM_LAI)
    if asked is None or case.admission_decision is None:
        return ""
    told = case.after(asked, StepKind.KET_LUAN_XEM_LAI)
    if told is None:
        return "Nơi mới đã đề nghị xem lại, cấp đã quyết định chưa kết luận."
    if told.outcome == Outcome.KHONG_DONG_Y:
        return "Kết luận xem lại không đồng ý giữ quyết định kết nạp: hủy quyết định ấy trước."
    return ""


def leads_outside(case: CaseFile) -> bool:
    """Whether the pending move leads to a place that is not in this register."""
    moved = pending_move(case)
    return moved is not None and moved.organization_id is None


# What is wrong with the facts of a step


def move_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """Every reason against the facts of a step that has to do with a move or with cancelling a decision."""
    if facts.kind == StepKind.CHUYEN_NOI:
        return _where_to(case, facts)
    if facts.kind == StepKind.CHUYEN_HO_SO and not facts.number:
        return [Problem("number", "Nhập số công văn chuyển hồ sơ, hoặc số giấy chứng nhận đang được giúp đỡ.")]
    if facts.kind == StepKind.TIEP_NHAN:
        return _taking_in(case, facts)
    if facts.kind == StepKind.LE_KET_NAP:
        left = {step.origin_id for step in case.all(StepKind.TIEP_NHAN)} - {case.organization.pk}
        if facts.organization and facts.organization.pk in left:
            return [Problem("organization", "Đã chuyển nơi: tổ chức lễ ở chi bộ mới, không tổ chức ở nơi cũ.")]
    if facts.kind in (StepKind.HUY_QUYET_DINH, StepKind.HUY_KET_NAP):
        return _by_the_decider(case, facts)
    return []


def _where_to(case: CaseFile, facts: StepFacts) -> list[Problem]:
    place = facts.organization
    if place is None and not facts.body:
        return [Problem("organization", "Chọn nơi chuyển đến; nơi ấy ngoài sổ này thì ghi tên vào ô cơ quan khác.")]
    if place is not None and facts.body:
        return [Problem("body", "Đã chọn nơi chuyển đến trong sổ thì để trống ô cơ quan khác.")]
    if place is not None and place.pk == case.organization.pk:
        return [Problem("organization", "Nơi chuyển đến đang là chi bộ theo dõi người này. Chọn nơi khác.")]
    return []


def _taking_in(case: CaseFile, facts: StepFacts) -> list[Problem]:
    moved, cell = pending_move(case), facts.organization
    problems = []
    if cell is None:
        problems.append(Problem("organization", "Chọn chi bộ tiếp nhận."))
    elif (placement := cell.placement_on(facts.occurred_on)) is not None and placement.kind not in CELLS:
        problems.append(Problem("organization", f"{placement.name} không phải chi bộ. Chọn chi bộ tiếp nhận."))
    elif moved and _led_to(moved, facts.occurred_on) not in (
        cell.pk,
        *(key for key, _ in superior_line(cell, facts.occurred_on)),
    ):
        problems.append(Problem("organization", "Chi bộ này không thuộc nơi được chuyển đến. Chọn chi bộ khác."))
    if moved and moved.outcome == Outcome.CHUA_CO_NGHI_QUYET and facts.helper is None:
        problems.append(Problem("helper", "Chọn đảng viên chính thức của nơi mới giúp đỡ người này."))
    if facts.helper is not None and cell is not None and not _is_of(facts.helper, cell, facts.occurred_on):
        problems.append(
            Problem(
                "helper",
                f"{facts.helper.person} không phải đảng viên của chi bộ tiếp nhận{_cell_of(facts)}. "
                "Chọn đảng viên của nơi mới.",
            )
        )
    if facts.helper is not None and (facts.helper.official_on or date.max) > facts.occurred_on:
        problems.append(
            Problem("helper", f"{facts.helper.person} chưa là đảng viên chính thức vào ngày này. Chọn người khác.")
        )
    return problems


def _cell_of(facts: StepFacts) -> str:
    """In which cell the helper is, when the register knows: ": đồng chí này đang ở Chi bộ A2"."""
    cell = facts.helper.organization if facts.helper else None
    return f": đồng chí này đang ở {cell.name_on(facts.occurred_on)}" if cell else ""


def _led_to(moved: Step, day: date) -> int | None:
    """Where a move leads to on a day: of a place that is kept as an archive by then, to its heir."""
    place = moved.organization
    while place is not None and (then := place.placement_on(day)) is not None and then.is_archive:
        place = then.parent
    return place.pk if place else None


def _is_of(helper: Member, cell: Organization, day: date) -> bool:
    """Whether somebody is a member of a cell, by the register of today or by the ledger of that day."""
    then = Member.objects.there_on(Organization.objects.filter(pk=cell.pk), day)
    return helper.organization_id == cell.pk or then.filter(pk=helper.pk).exists()


def _by_the_decider(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """A decision is cancelled by who took it (294-QĐ/TW, 4.4.1; 06-HD/TW, 3.9c).

    Of a committee that is no more, and of a decision the register does not have, it is who decides on the cell's people
    on the day of the cancelling.
    """
    taken = case.admission_decision
    paper = taken.decision if taken else None
    if facts.kind == StepKind.HUY_KET_NAP and case.admission_line is not None:
        paper = case.admission_line.decision or paper
    if facts.decision is None or (paper and facts.decision.issuer.pk == paper.issuer_id):
        return []
    day, told = facts.decision.issued_on, "Sổ không có quyết định kết nạp của đồng chí này"
    if paper is not None:
        placement, name = paper.issuer.placement_on(day), paper.issuer.name_on(paper.issued_on)
        told = f"Quyết định {paper.reference} do {name} ban hành"
        if placement is not None and not placement.is_archive:
            return [Problem("issuer", f"{told}: cấp ấy mới hủy được.")]
        told = f"{told}, ngày {day_short(day)} không còn hoạt động"
    heir = case.route_on(day).deciding
    if heir == facts.decision.issuer.pk:
        return []
    then = Organization.objects.get(pk=heir).name_on(day) if heir else "cấp có thẩm quyền hiện nay"
    return [Problem("issuer", f"{told}: {then} hủy quyết định ấy.")]
