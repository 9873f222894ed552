"""Sending people to a class (S03): a cell proposes, the committee that runs the class approves or returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.progress import lock_people, refresh_person
from dangvien.actions.training import NO_LONGER, enroll, locked_learners
from dangvien.models import Candidate, ClassProposal, Enrollment, TrainingClass, User
from dangvien.procedure.checks.learners import learner_problems, open_proposal_problems
from dangvien.procedure.learners import Learner, Row, still_sendable
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.text import day_short

ANSWERED = "Trong danh sách có đề nghị đã được trả lời hoặc đã rút. Xem lại danh sách rồi đánh dấu lại."


@transaction.atomic
def propose(
    *,
    by: User,
    training_class: TrainingClass,
    learners: Iterable[Row],
    proposed_on: date,
    resolution: str,
    today: date,
) -> list[ClassProposal]:
    """Propose several people for a class by one resolution of their cell; all or none.

    `proposed_on` is the resolution's day. Each person is on the list of the cell that sends them, or is a member on
    probation there for the class of new members.
    """
    chosen = locked_learners(training_class, learners)
    people = [learner.person for learner in chosen]
    found = learner_problems(training_class, people, today)
    refuse_if_any(
        [
            *_day_problems(training_class, proposed_on, today),
            *(problem for person in people for problem in found.get(person.pk, ())),
            *open_proposal_problems(training_class, people),
            *_listed_later(training_class, chosen, proposed_on),
        ]
    )
    made = []
    for learner in chosen:
        proposal = ClassProposal.objects.create(
            training_class=training_class,
            person=learner.person,
            sent_by=learner.sent_by,
            proposed_on=proposed_on,
            resolution=resolution,
        )
        note(
            by=by,
            verb="đề nghị cử học",
            subject=proposal,
            organization=learner.sent_by,
            after={"lớp": training_class.code, "ngày": proposed_on, "nghị quyết": resolution},
        )
        refresh_person(learner.person, today)
        made.append(proposal)
    return made


def _day_problems(training_class: TrainingClass, proposed_on: date, today: date) -> list[Problem]:
    problems = []
    if training_class.ends_on < today:
        day = day_short(training_class.ends_on)
        problems.append(Problem("", f"Lớp đã bế giảng ngày {day}, không đề nghị thêm người. Chọn lớp khác."))
    if proposed_on > today:
        problems.append(Problem("proposed_on", "Ngày đề nghị ở tương lai. Kiểm tra lại ngày."))
    return problems


def _listed_later(training_class: TrainingClass, chosen: Sequence[Learner], proposed_on: date) -> list[Problem]:
    """Who came on the list of the cell only after the day of the proposal."""
    if training_class.kind != TrainingClass.Kind.NHAN_THUC:
        return []
    people = [learner.person for learner in chosen]
    late = Candidate.objects.open().filter(person__in=people, opened_on__gt=proposed_on).select_related("person")
    return [
        Problem(
            "proposed_on",
            f"{line.person} vào danh sách theo dõi ngày {day_short(line.opened_on)}, sau ngày đề nghị. "
            "Kiểm tra lại hai ngày này.",
        )
        for line in late.in_name_order()
    ]


@transaction.atomic
def approve(
    *,
    by: User,
    training_class: TrainingClass,
    proposals: Iterable[ClassProposal],
    decided_on: date,
    list_number: str,
    today: date,
) -> list[Enrollment]:
    """Approve proposals by a list with number and day: the people are on the class list from now on; all or none."""
    chosen = _locked(training_class, proposals)
    people = [proposal.person for proposal in chosen]
    found = learner_problems(training_class, people, today)
    problems = [*_answer_problems(chosen, decided_on, today)]
    if not list_number:
        problems.append(Problem("list_number", "Nhập số danh sách hoặc số văn bản duyệt."))
    if len(still_sendable(training_class, [person.pk for person in people])) < len(people):
        problems.append(Problem("people", NO_LONGER))
    refuse_if_any([*problems, *(problem for person in people for problem in found.get(person.pk, ()))])
    verb = "duyệt cử học"
    enrolled = []
    for proposal in chosen:
        proposal.list_number = list_number
        _answer(by, proposal, ClassProposal.Outcome.DUYET, decided_on, verb)
        enrolled.append(enroll(by=by, training_class=training_class, person=proposal.person, sent_by=proposal.sent_by))
    return enrolled


@transaction.atomic
def send_back(
    *,
    by: User,
    training_class: TrainingClass,
    proposals: Iterable[ClassProposal],
    decided_on: date,
    reason: str,
    today: date,
) -> list[ClassProposal]:
    """Return proposals to the cells, with the reason they are told; a person may be proposed again."""
    chosen = _locked(training_class, proposals)
    problems = _answer_problems(chosen, decided_on, today)
    if not reason:
        problems.append(Problem("reason", "Nhập lý do trả lại để chi bộ biết."))
    refuse_if_any(problems)
    verb = "trả lại đề nghị cử học"
    for proposal in chosen:
        proposal.reason = reason
        _answer(by, proposal, ClassProposal.Outcome.TRA_LAI, decided_on, verb)
        refresh_person(proposal.person, today)
    return chosen


@transaction.atomic
def withdraw(*, by: User, proposal: ClassProposal, today: date) -> ClassProposal:
    """Take one's own proposal back while nobody has answered it."""
    held = ClassProposal.objects.select_for_update(of=("self",), no_key=True).select_related("person", "training_class")
    kept = held.get(pk=proposal.pk)
    if kept.outcome != ClassProposal.Outcome.DE_NGHI:
        raise Refused.at("", f"Đề nghị cử {kept.person} đã được trả lời, không rút được nữa.")
    verb = "rút đề nghị cử học"
    _answer(by, kept, ClassProposal.Outcome.RUT, max(today, kept.proposed_on), verb)
    refresh_person(kept.person, today)
    return kept


def _locked(training_class: TrainingClass, proposals: Iterable[ClassProposal]) -> list[ClassProposal]:
    """Hold these proposals, in the order of the list. Refused when one of them is no longer open."""
    keys = {proposal.pk for proposal in proposals}
    held = ClassProposal.objects.select_for_update(of=("self",), no_key=True).open().filter(pk__in=keys)
    found = list(
        held.filter(training_class=training_class).select_related("person", "sent_by", "training_class").in_name_order()
    )
    if len(found) < len(keys):
        raise Refused.at("people", ANSWERED)
    lock_people(proposal.person_id for proposal in found)
    return found


def _answer_problems(chosen: Sequence[ClassProposal], decided_on: date, today: date) -> list[Problem]:
    if decided_on > today:
        return [Problem("decided_on", "Ngày duyệt ở tương lai. Kiểm tra lại ngày.")]
    early = [proposal for proposal in chosen if decided_on < proposal.proposed_on]
    return [
        Problem(
            "decided_on",
            f"Ngày duyệt ({day_short(decided_on)}) sớm hơn ngày đề nghị cử {proposal.person} "
            f"({day_short(proposal.proposed_on)}). Kiểm tra lại ngày.",
        )
        for proposal in early[:1]
    ]


def _answer(by: User, proposal: ClassProposal, outcome: ClassProposal.Outcome, day: date, verb: str) -> None:
    proposal.outcome, proposal.decided_on = outcome, day
    proposal.save()
    said = {"số danh sách": proposal.list_number, "lý do": proposal.reason}
    note(
        by=by,
        verb=verb,
        subject=proposal,
        organization=proposal.sent_by_id,
        after={"ngày": day} | {word: value for word, value in said.items() if value},
    )
