"""Batches of dossiers: where an organization's dossiers go next, and which of them are ready to go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from dangvien import rules
from dangvien.models import BatchItem, Candidate, CaseState, DossierBatch, Mandate, Member, Organization
from dangvien.models import OrganizationKind as Kind
from dangvien.models.organization import CELLS
from dangvien.models.progress import CaseQuerySet
from dangvien.procedure.casefile import CaseFile, candidate_file, probation_file
from dangvien.procedure.dossier import checklist
from dangvien.procedure.problem import Level, Problem
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.route import route_of
from dangvien.scope import Scope
from dangvien.text import day_short

MOST = 30
"""So many dossiers go up in one batch."""

_SHORT = CaseState.X06
"""A vote that did not reach its share goes up with its numbers all the same (06-HD/TW, 5.1)."""

Purpose = DossierBatch.Purpose


def next_organ(sender: Organization, day: date) -> Organization | None:
    """Where a sender's dossiers go: the next organ on their way; None for whoever decides itself or does not stand."""
    placement = sender.placement_on(day)
    if placement is None or placement.kind in (Kind.CAP_TREN, Kind.TINH, Kind.LUU_TRU):
        return None
    if Mandate.objects.in_force_on(day).filter(organization=sender).exists():
        return None
    route = route_of(sender, day, rules.on(day).organization_era.value)
    nearest = route.checking or route.resolving or route.deciding
    return Organization.objects.get(pk=nearest) if nearest else None


def ready(scope: Scope, sender: Organization, purpose: Purpose) -> CaseQuerySet:
    """Cases of a sender that were voted on there and have not been sent up since, by name."""
    placement = sender.placement_on(scope.today)
    kind = placement.kind if placement else ""
    admission = purpose == Purpose.KET_NAP
    if kind in CELLS:
        state = CaseState.S13 if admission else CaseState.D05
    elif kind == Kind.DANG_BO_BO_PHAN:
        state = CaseState.S14 if admission else CaseState.D06
    else:
        state = CaseState.S15 if admission else CaseState.D07
    found = scope.within(sender).cases.open().filter(state__in=[state, _SHORT])
    found = found.of_candidates() if admission else found.of_probation()
    same = Q(candidate=OuterRef("candidate")) if admission else Q(member=OuterRef("member"))
    sent = BatchItem.objects.filter(same, batch__from_organization=sender, batch__purpose=purpose)
    on_its_way = sent.under_way().filter(batch__sent_on__gte=OuterRef("since"))
    back = sent.filter(outcome=BatchItem.Outcome.TRA_LAI)
    found = found.filter(~Exists(on_its_way)).annotate(came_back=Exists(back))
    return found.select_related("person", "candidate", "member", "organization").in_name_order()


def sending_problems(
    *,
    cases: CaseQuerySet,
    subjects: Sequence[Candidate | Member],
    receiver: Organization | None,
    sent_on: date,
    today: date,
) -> list[Problem]:
    """What is against sending these dossiers; `cases` are those that are ready."""
    problems = []
    if receiver is None:
        problems.append(Problem("", "Nơi này tự quyết định hoặc không có cấp trên để gửi hồ sơ."))
    if not subjects:
        problems.append(Problem("subjects", "Chọn ít nhất một hồ sơ để gửi."))
    if len(subjects) > MOST:
        problems.append(
            Problem("subjects", f"Một lần gửi nhiều nhất {MOST} hồ sơ. Bớt hồ sơ, gửi phần còn lại lần sau.")
        )
    if sent_on > today:
        problems.append(Problem("sent_on", f"Ngày gửi ({day_short(sent_on)}) ở tương lai. Ghi sau khi đã gửi."))
    known: dict[int, date] = dict(cases.values_list("person_id", "since"))
    for subject in subjects:
        key = subject.person_id
        if key not in known:
            problems.append(
                Problem("subjects", f"Hồ sơ của {subject.person} chưa đến bước gửi lên hoặc đã gửi rồi. Tải lại trang.")
            )
        elif sent_on < known[key]:
            problems.append(
                Problem(
                    "sent_on",
                    f"Ngày gửi ({day_short(sent_on)}) trước ngày xét hồ sơ của {subject.person} "
                    f"({day_short(known[key])}). Kiểm tra lại ngày.",
                )
            )
    return problems


def unready(subjects: Sequence[Candidate | Member], today: date) -> list[Problem]:
    """Warnings: papers that are asked for and not there, dossier by dossier."""
    regulations = Regulations.load()
    warnings = []
    for subject in subjects:
        missing = [line.paper.name for line in checklist(file_of(subject, today, regulations), subject).missing_to_send]
        if missing:
            sentence = f"Hồ sơ của {subject.person} chưa có: {'; '.join(missing)}."
            warnings.append(Problem("subjects", sentence, Level.WARN))
    return warnings


def file_of(
    subject: Candidate | Member, today: date, regulations: Regulations | None = None, scope: Scope | None = None
) -> CaseFile:
    """The file in which a dossier's papers are looked for: after the ceremony the member's, which holds both ways.

    Of a member who is out of the reader's `scope` by now it stays the candidate's, as it was here.
    """
    if isinstance(subject, Member):
        return probation_file(subject, today, regulations)
    file = candidate_file(subject, today, regulations)
    member = file.member if file.ceremony is not None else None
    if member is None or member.organization_id is None:
        return file
    if scope is not None and not scope.present_members.filter(pk=member.pk).exists():
        return file
    return probation_file(member, today, regulations)
