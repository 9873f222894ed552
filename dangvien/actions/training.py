"""Classes: opening one by decision, mending what is said of it, putting learners on its list, writing results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from dangvien.actions.auditing import note
from dangvien.actions.certificates import hold_series
from dangvien.actions.deciding import decision_problems, record_decision
from dangvien.actions.progress import lock_people, refresh_person
from dangvien.models import Candidate, Decision, Enrollment, Member, Organization, Person, TrainingClass, User
from dangvien.models.training import LESSONS, SESSIONS
from dangvien.procedure.checks.learners import learner_problems, open_proposal_problems
from dangvien.procedure.checks.results import ResultFacts, result_problems
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.learners import Learner, Row, learner_of, still_sendable
from dangvien.procedure.problem import Level, Problem, Refused, refuse_if_any
from dangvien.scope import Scope
from dangvien.text import day_short


@dataclass(frozen=True)
class Program:
    """What is taught and where: periods (tiết), half days (buổi), who gives the class and issues its certificates.

    An empty `provider` means the committee that opens the class; `capacity` None means no limit was set.
    """

    venue: str = ""
    lessons: int = LESSONS
    sessions: int = SESSIONS
    provider_kind: str = ""
    provider: str = ""
    capacity: int | None = None


PROGRAM_WORDS = {
    "venue": "nơi học",
    "lessons": "số tiết",
    "sessions": "số buổi",
    "provider_kind": "loại cơ sở",
    "provider": "nơi cấp giấy",
    "capacity": "số người nhận",
}
"""Column → how the audit trail calls it."""


@transaction.atomic
def open_class(
    *,
    by: User,
    code: str,
    name: str,
    kind: TrainingClass.Kind,
    organizer: Organization,
    starts_on: date,
    ends_on: date,
    venue: str,
    decision: Decision | None = None,
    program: Program | None = None,
    opening: DecisionFacts | None = None,
    today: date | None = None,
) -> TrainingClass:
    """Open a class, or refuse with every reason.

    `decision` is one that is in the register, `opening` what a decision's paper says; an old class may have neither.
    `venue` counts when no `program` is given.
    """
    today, program = today or localdate(), program or Program(venue)
    refuse_if_any(
        [
            *class_problems(code, organizer, starts_on, ends_on),
            *program_problems(program),
            *(opening_problems(opening, starts_on, today) if opening else ()),
        ]
    )
    opened = TrainingClass.objects.create(
        code=code,
        name=name,
        kind=kind,
        organizer=organizer,
        starts_on=starts_on,
        ends_on=ends_on,
        decision=_opening_decision(by, opening, today) if opening else decision,
        **asdict(program),
    )
    note(
        by=by,
        verb="mở lớp",
        subject=opened,
        organization=organizer,
        after={"mã": code, "từ": starts_on, "đến": ends_on, "quyết định": str(opened.decision or "")},
    )
    return opened


@transaction.atomic
def change_class(
    *, by: User, training_class: TrainingClass, program: Program, opening: DecisionFacts | None, today: date
) -> TrainingClass:
    """Mend what is said of a class, and write down its opening decision where there was none yet."""
    kept = (
        TrainingClass.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organizer")
        .get(pk=training_class.pk)
    )
    problems = program_problems(program, kept)
    if opening and kept.decision_id is not None:
        problems.append(Problem("number", "Lớp đã có quyết định mở lớp. Mở lại trang để xem quyết định đã ghi."))
    elif opening:
        problems += opening_problems(opening, kept.starts_on, today)
    refuse_if_any(problems)
    new, before, after = asdict(program), {}, {}
    for field, word in PROGRAM_WORDS.items():
        if getattr(kept, field) != new[field]:
            before[word], after[word] = getattr(kept, field), new[field]
            setattr(kept, field, new[field])
    if opening:
        kept.decision = _opening_decision(by, opening, today)
        before["quyết định"], after["quyết định"] = "", str(kept.decision)
    if after:
        kept.save()
        note(by=by, verb="sửa lớp", subject=kept, organization=kept.organizer, before=before, after=after)
    return kept


def class_problems(code: str, organizer: Organization, starts_on: date, ends_on: date) -> list[Problem]:
    """Reasons against a class: it ends before it begins, is held by a body not standing then, its code is used."""
    problems = []
    if ends_on < starts_on:
        problems.append(
            Problem(
                "ends_on",
                f"Ngày bế giảng ({day_short(ends_on)}) sớm hơn ngày khai giảng ({day_short(starts_on)}). "
                "Kiểm tra lại hai ngày này.",
            )
        )
    placement = organizer.placement_on(starts_on)
    if placement is None or placement.is_archive:
        problems.append(
            Problem(
                "organizer",
                f"{organizer.name_on(starts_on)} không hoạt động vào ngày {day_short(starts_on)}. Chọn cấp ủy khác.",
            )
        )
    if TrainingClass.objects.filter(code=code).exists():
        problems.append(Problem("code", f"Mã lớp {code} đã có. Đặt mã khác."))
    return problems


def program_problems(program: Program, training_class: TrainingClass | None = None) -> list[Problem]:
    """Reasons against a program: an issuer without a name, fewer half days than a learner was present."""
    problems = []
    kinds = TrainingClass.Provider
    if program.provider_kind in (kinds.TRUNG_TAM, kinds.KHAC) and not program.provider:
        label = kinds(program.provider_kind).label.lower()
        problems.append(Problem("provider", f"Nhập tên {label} cấp giấy chứng nhận, ghi như sẽ in trên giấy."))
    most = training_class.enrollments.aggregate(most=Max("attended"))["most"] if training_class else None
    if most is not None and most > program.sessions:
        problems.append(
            Problem("sessions", f"Có người học đã ghi {most} buổi có mặt. Số buổi của lớp không thể ít hơn.")
        )
    return problems


def opening_problems(facts: DecisionFacts, starts_on: date, today: date) -> list[Problem]:
    """Reasons against the decision that opens a class; a warning when it is later than the first day."""
    problems = [] if _known_opening(facts) else decision_problems(facts, today)
    if facts.issued_on > starts_on:
        problems.append(
            Problem(
                "issued_on",
                f"Quyết định mở lớp ngày {day_short(facts.issued_on)} muộn hơn ngày khai giảng "
                f"({day_short(starts_on)}).",
                Level.WARN,
            )
        )
    return problems


def _known_opening(facts: DecisionFacts) -> Decision | None:
    """The same decision, when it opened another class before: one decision may open several."""
    return Decision.objects.filter(
        issuer=facts.issuer,
        document_type=facts.document_type,
        term=facts.term,
        number=facts.number,
        issued_on=facts.issued_on,
        subject=Decision.Subject.MO_LOP,
        voided_at__isnull=True,
    ).first()


def _opening_decision(by: User, facts: DecisionFacts, today: date) -> Decision:
    known = _known_opening(facts)
    return known or record_decision(by=by, facts=facts, subject=Decision.Subject.MO_LOP, today=today)


@transaction.atomic
def enroll(*, by: User, training_class: TrainingClass, person: Person, sent_by: Organization) -> Enrollment:
    """Put one person on a class list, sent by an organization; once per class."""
    lock_people([person.pk])
    if Enrollment.objects.filter(training_class=training_class, person=person).exists():
        raise Refused.at("person", f"{person} đã có trong danh sách lớp.")
    if person.birth.earliest() >= training_class.starts_on:
        raise Refused.at("person", f"{person} sinh sau ngày khai giảng. Kiểm tra lại ngày sinh.")
    enrollment = Enrollment.objects.create(training_class=training_class, person=person, sent_by=sent_by)
    note(
        by=by,
        verb="cử đi học",
        subject=enrollment,
        organization=sent_by,
        after={"lớp": training_class.code, "người học": person.pk},
    )
    refresh_person(person, localdate())
    return enrollment


def locked_learners(training_class: TrainingClass, rows: Iterable[Row]) -> list[Learner]:
    """Hold these rows and give the learners they stand for, in the order of their keys.

    Refused when one of them has been admitted, taken off the list, recognized or has left meanwhile.
    """
    chosen = list(rows)
    lock_people({row.person_id for row in chosen})
    keys = {row.pk for row in chosen}
    model: type[Candidate] | type[Member] = Candidate if training_class.kind == TrainingClass.Kind.NHAN_THUC else Member
    locked = model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    found: list[Row] = list(locked.select_related("person", "organization"))
    people = [row.person_id for row in found]
    if len(found) < len(keys) or len(still_sendable(training_class, people)) < len(set(people)):
        raise Refused.at("people", NO_LONGER)
    return [learner_of(row) for row in found]


NO_LONGER = "Trong những người đã đánh dấu có người không còn có thể cử đi học. Chọn lại."


@transaction.atomic
def enroll_candidates(*, by: User, training_class: TrainingClass, candidates: Iterable[Row]) -> list[Enrollment]:
    """Enroll several people, each sent by the cell they belong to; all or none.

    They are followed people, or members on probation for the class of new members. Refused when one of them is no
    longer that, is in another class that runs, or is proposed for this class: a proposal is answered, not passed by.
    """
    learners = locked_learners(training_class, candidates)
    people = [learner.person for learner in learners]
    found = learner_problems(training_class, people, localdate())
    problems = [problem for person in people for problem in found.get(person.pk, ())]
    refuse_if_any([*problems, *open_proposal_problems(training_class, people)])
    return [
        enroll(by=by, training_class=training_class, person=learner.person, sent_by=learner.sent_by)
        for learner in learners
    ]


@transaction.atomic
def record_result(*, by: User, training_class: TrainingClass, facts: ResultFacts, today: date) -> Enrollment:
    """Write one learner's result, or refuse with every reason."""
    if facts.certificate_number:
        hold_series(training_class)
    lock_people([facts.person.pk])
    lines = Enrollment.objects.select_for_update(no_key=True)
    enrollment = lines.filter(training_class=training_class, person=facts.person).first()
    refuse_if_any(result_problems(training_class, facts, today, Scope.of(by, today)))
    assert enrollment is not None  # result_problems has refused this
    before = _told(enrollment)
    for field in RESULT_COLUMNS:
        setattr(enrollment, field, getattr(facts, field))
    enrollment.save()
    after = _told(enrollment)
    kept = ("kết quả", "giấy chứng nhận")
    differing = {word for word in after if word in kept or before[word] != after[word]}
    note(
        by=by,
        verb="ghi kết quả lớp",
        subject=enrollment,
        organization=enrollment.sent_by_id,
        before={word: value for word, value in before.items() if word in differing},
        after={word: value for word, value in after.items() if word in differing},
    )
    refresh_person(enrollment.person, today)
    return enrollment


RESULT_COLUMNS = (
    "attended", "score", "grade", "result", "awaits_certificate", "certificate_number", "certificate_on",
)  # fmt: skip
"""Columns that a result fills, named alike in `ResultFacts`."""


def _told(enrollment: Enrollment) -> dict[str, object]:
    """A result as the audit trail keeps it."""
    return {
        "kết quả": enrollment.result,
        "chờ cấp giấy": enrollment.awaits_certificate,
        "giấy chứng nhận": enrollment.certificate_number,
        "ngày": enrollment.certificate_on,
        "số buổi": enrollment.attended,
        "điểm": None if enrollment.score is None else str(enrollment.score.normalize()),
        "xếp loại": enrollment.grade,
    }
