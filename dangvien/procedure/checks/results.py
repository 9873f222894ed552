"""Checks before one learner's result is written (K07, K10, K43; procedure S05, X02)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dangvien.models import Enrollment, Person, TrainingClass
from dangvien.models.organization import DECIDERS
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.problem import Level, Problem
from dangvien.scope import Scope
from dangvien.text import day_short

HIGHEST_SCORE = 10

OF_CERTIFICATES = {"K10": "Nơi cấp giấy chứng nhận", "K43": "Số giấy chứng nhận của người khác"}
"""Checks asked when a certificate is written, not at a step of a case: number and title."""


@dataclass(frozen=True)
class ResultFacts:
    """One learner's result. A certificate has a number and a day; without it both are empty.

    `awaits_certificate`: passed, the certificate is numbered later; the result is then still `dang_hoc`. `attended`
    counts half days, `score` is a mark of 0 to 10; None where nothing is written down.
    """

    person: Person
    result: Enrollment.Result
    grade: str = ""
    certificate_number: str = ""
    certificate_on: date | None = None
    attended: int | None = None
    score: Decimal | None = None
    awaits_certificate: bool = False


def not_enrolled(training_class: TrainingClass, person: Person) -> Problem:
    """The reason against a result for somebody who is not on the class list, or not on what the writer sees of it."""
    sentence = f"{person} không có trong danh sách lớp {training_class.code}. Ghi danh trước khi ghi kết quả."
    return Problem("person", sentence)


def result_problems(
    training_class: TrainingClass, facts: ResultFacts, today: date, scope: Scope | None = None
) -> list[Problem]:
    """Reasons against one result: not enrolled, more half days than the class had, certificate missing, early or used.

    The holder of a number that is used is named only to somebody whose `scope` shows them.
    """
    enrolled = Enrollment.objects.filter(training_class=training_class, person=facts.person).first()
    if enrolled is None:
        return [not_enrolled(training_class, facts.person)]
    problems = _attendance_problems(training_class, facts)
    if facts.result != Enrollment.Result.DAT:
        if facts.certificate_number or facts.certificate_on:
            problems.append(
                Problem(
                    "certificate_number",
                    f"{facts.person}: có số hoặc ngày giấy chứng nhận nhưng kết quả không phải là được cấp giấy.",
                )
            )
        return problems
    problems += _number_problems(enrolled, facts, scope)
    return problems + day_problems(training_class, facts.certificate_on, today, str(facts.person))


def _attendance_problems(training_class: TrainingClass, facts: ResultFacts) -> list[Problem]:
    problems = []
    if facts.attended is not None and facts.attended > training_class.sessions:
        problems.append(
            Problem(
                "attended",
                f"{facts.person}: có mặt {facts.attended} buổi nhưng lớp chỉ có {training_class.sessions} buổi. "
                "Kiểm tra lại số buổi.",
            )
        )
    if facts.score is not None and not 0 <= facts.score <= HIGHEST_SCORE:
        problems.append(Problem("score", f"{facts.person}: điểm phải từ 0 đến {HIGHEST_SCORE}. Kiểm tra lại điểm."))
    return problems


def _number_problems(enrolled: Enrollment, facts: ResultFacts, scope: Scope | None) -> list[Problem]:
    if not facts.certificate_number:
        return [
            Problem(
                "certificate_number",
                f"{facts.person}: nhập số giấy chứng nhận, hoặc chọn “Đạt, chờ cấp giấy” để đánh số sau.",
                rule="K07",
                source=source_of("K07", enrolled.training_class.ends_on),
            )
        ]
    return [
        replace(problem, sentence=f"{facts.person}: {problem.sentence}")
        for problem in used_number_problems(
            enrolled.training_class, [facts.certificate_number], facts.certificate_on, scope, but=enrolled
        )
    ]


def used_number_problems(
    training_class: TrainingClass,
    numbers: Iterable[str],
    issued_on: date | None,
    scope: Scope | None,
    *,
    but: Enrollment | None = None,
) -> list[Problem]:
    """Numbers that stand on a certificate already, each told as far as the scope shows its holder (K43).

    Who gives certificates numbers them anew every year, and each kind of class apart: within one such series a number
    is refused, otherwise the other holder is told, to be compared.
    """
    others = Enrollment.objects.certified_as(numbers)
    if but is not None:
        others = others.exclude(pk=but.pk)
    found = list(others.select_related("training_class", "person").order_by("certificate_number", "pk"))
    if not found:
        return []
    keys = [other.pk for other in found]
    people = set(scope.enrollments.filter(pk__in=keys).values_list("pk", flat=True)) if scope else set()
    classes = set(scope.classes.filter(enrollments__in=keys).values_list("pk", flat=True)) if scope else set()
    return [
        _used(
            other,
            other.person.full_name if other.pk in people else "người khác",
            f" (lớp {other.training_class.code})" if other.training_class_id in classes else "",
            same=_of_one_series(training_class, issued_on, other),
        )
        for other in found
    ]


def _of_one_series(training_class: TrainingClass, issued_on: date | None, other: Enrollment) -> bool:
    there = other.training_class
    same = (there.organizer_id, there.kind) == (training_class.organizer_id, training_class.kind)
    year = (issued_on or training_class.ends_on).year
    return same and other.certificate_on is not None and other.certificate_on.year == year


def _used(other: Enrollment, who: str, where: str, *, same: bool) -> Problem:
    told = f"số giấy chứng nhận {other.certificate_number} đã cấp cho {who}{where}"
    mend = (
        ". Mỗi số chỉ dùng một lần trong năm của nơi cấp: xem lại số trên giấy; nếu hai giấy in trùng số, đề nghị nơi "
        "cấp đổi số một giấy rồi ghi."
        if same
        else ", của nơi cấp khác, loại lớp khác hoặc năm khác. Đối chiếu số với giấy."
    )
    level = Level.REFUSE if same else Level.WARN
    source = source_of("K43", other.training_class.ends_on)
    return Problem("certificate_number", told + mend, level, "K43", source)


def day_problems(training_class: TrainingClass, day: date | None, today: date, who: str = "") -> list[Problem]:
    """Reasons against a day of issue: none, before the class was over, in the future."""
    lead = f"{who}: n" if who else "N"
    if day is None:
        source = source_of("K07", training_class.ends_on)
        return [Problem("certificate_on", f"{lead}hập ngày cấp giấy chứng nhận.", rule="K07", source=source)]
    if day < training_class.ends_on:
        return [
            Problem(
                "certificate_on",
                f"{lead}gày cấp giấy ({day_short(day)}) sớm hơn ngày bế giảng "
                f"({day_short(training_class.ends_on)}). Kiểm tra lại ngày.",
            )
        ]
    if day > today:
        return [Problem("certificate_on", f"{lead}gày cấp giấy ở tương lai. Kiểm tra lại ngày.")]
    return []


def issuer_problems(training_class: TrainingClass) -> list[Problem]:
    """A warning when the body that issues the certificates is neither a political centre nor a competent committee."""
    kind, name = training_class.provider_kind, training_class.issuer_on(training_class.ends_on)
    competent = training_class.provider_kind != TrainingClass.Provider.KHAC
    if kind == TrainingClass.Provider.CAP_UY:
        placement = training_class.organizer.placement_on(training_class.ends_on)
        competent = placement is None or placement.kind in DECIDERS
    if competent:
        return []
    return [
        Problem(
            "provider_kind",
            f"Nơi cấp giấy chứng nhận ({name}) không phải trung tâm chính trị, cũng không phải cấp ủy có thẩm quyền. "
            "Hỏi cấp trên trước khi dùng giấy này.",
            Level.WARN,
            "K10",
            source_of("K10", training_class.ends_on),
        )
    ]
