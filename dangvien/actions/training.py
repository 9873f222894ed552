"""Classes: opening one, enrolling learners, writing results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import Candidate, Decision, Enrollment, Organization, Person, TrainingClass, User
from dangvien.models.candidate import Stage
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.text import day_short


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
) -> TrainingClass:
    """Open a class, or refuse with every reason."""
    refuse_if_any(class_problems(code, organizer, starts_on, ends_on))
    opened = TrainingClass.objects.create(
        code=code,
        name=name,
        kind=kind,
        organizer=organizer,
        starts_on=starts_on,
        ends_on=ends_on,
        venue=venue,
        decision=decision,
    )
    note(
        by=by,
        verb="mở lớp",
        subject=opened,
        organization=organizer,
        after={"mã": code, "từ": starts_on, "đến": ends_on},
    )
    return opened


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


@transaction.atomic
def enroll(*, by: User, training_class: TrainingClass, person: Person, sent_by: Organization) -> Enrollment:
    """Put one person on a class list, sent by an organization; once per class."""
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
    return enrollment


@transaction.atomic
def enroll_candidates(*, by: User, training_class: TrainingClass, candidates: Iterable[Candidate]) -> list[Enrollment]:
    """Enroll several followed people, each sent by the cell that follows them; all or none.

    Refused when one of them was sent to another class, admitted or taken off the list meanwhile.
    """
    keys = [candidate.pk for candidate in candidates]
    locked = Candidate.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    chosen = list(locked.select_related("person", "organization"))
    if Candidate.objects.in_stage(Stage.THEO_DOI).filter(pk__in=keys).count() < len(keys):
        sentence = "Trong những người đã đánh dấu có người không còn có thể cử đi học. Chọn lại."
        raise Refused.at("people", sentence)
    return [
        enroll(by=by, training_class=training_class, person=candidate.person, sent_by=candidate.organization)
        for candidate in chosen
    ]


@dataclass(frozen=True)
class ResultFacts:
    """One learner's result. A certificate has a number and a day; without it both are empty."""

    person: Person
    result: Enrollment.Result
    grade: str = ""
    certificate_number: str = ""
    certificate_on: date | None = None


def not_enrolled(training_class: TrainingClass, person: Person) -> Problem:
    """The reason against a result for somebody who is not on the class list, or not on what the writer sees of it."""
    sentence = f"{person} không có trong danh sách lớp {training_class.code}. Ghi danh trước khi ghi kết quả."
    return Problem("person", sentence)


def result_problems(training_class: TrainingClass, facts: ResultFacts, today: date) -> list[Problem]:
    """Reasons against one result: not enrolled, certificate missing, early, used by somebody else."""
    enrolled = Enrollment.objects.filter(training_class=training_class, person=facts.person).first()
    if enrolled is None:
        return [not_enrolled(training_class, facts.person)]
    if facts.result != Enrollment.Result.DAT:
        if facts.certificate_number or facts.certificate_on:
            return [
                Problem(
                    "certificate_number",
                    f"{facts.person}: có số hoặc ngày giấy chứng nhận nhưng kết quả không phải là được cấp giấy.",
                )
            ]
        return []
    return [*_number_problems(enrolled, facts), *_certificate_day_problems(training_class, facts, today)]


def _number_problems(enrolled: Enrollment, facts: ResultFacts) -> list[Problem]:
    if not facts.certificate_number:
        return [Problem("certificate_number", f"{facts.person}: nhập số giấy chứng nhận.", rule="K07")]
    others = Enrollment.objects.filter(certificate_number=facts.certificate_number).exclude(pk=enrolled.pk)
    other = others.select_related("training_class").first()
    if other is None:
        return []
    return [
        Problem(
            "certificate_number",
            f"{facts.person}: số giấy chứng nhận {facts.certificate_number} đã cấp cho người khác "
            f"(lớp {other.training_class.code}). Kiểm tra lại số.",
            rule="K43",
        )
    ]


def _certificate_day_problems(training_class: TrainingClass, facts: ResultFacts, today: date) -> list[Problem]:
    if facts.certificate_on is None:
        return [Problem("certificate_on", f"{facts.person}: nhập ngày cấp giấy chứng nhận.", rule="K07")]
    if facts.certificate_on < training_class.ends_on:
        return [
            Problem(
                "certificate_on",
                f"{facts.person}: ngày cấp giấy ({day_short(facts.certificate_on)}) sớm hơn ngày bế giảng "
                f"({day_short(training_class.ends_on)}). Kiểm tra lại ngày.",
            )
        ]
    if facts.certificate_on > today:
        return [Problem("certificate_on", f"{facts.person}: ngày cấp giấy ở tương lai. Kiểm tra lại ngày.")]
    return []


@transaction.atomic
def record_result(*, by: User, training_class: TrainingClass, facts: ResultFacts, today: date) -> Enrollment:
    """Write one learner's result, or refuse with every reason."""
    lines = Enrollment.objects.select_for_update()
    enrollment = lines.filter(training_class=training_class, person=facts.person).first()
    refuse_if_any(result_problems(training_class, facts, today))
    assert enrollment is not None  # result_problems has refused this
    before = {"kết quả": enrollment.result, "giấy chứng nhận": enrollment.certificate_number}
    enrollment.result = facts.result
    enrollment.grade = facts.grade
    enrollment.certificate_number = facts.certificate_number
    enrollment.certificate_on = facts.certificate_on
    enrollment.save()
    note(
        by=by,
        verb="ghi kết quả lớp",
        subject=enrollment,
        organization=enrollment.sent_by_id,
        before=before,
        after={"kết quả": facts.result, "giấy chứng nhận": facts.certificate_number, "ngày": facts.certificate_on},
    )
    return enrollment
