"""Certificates of a class: numbered in one go, printed by the worker, taken out of the program."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.actions.progress import lock_people, refresh_person
from dangvien.models import AuditEntry, Enrollment, Job, Organization, TrainingClass, User
from dangvien.procedure.certificate_numbers import Series, SeriesError
from dangvien.procedure.checks.results import day_problems, used_number_problems
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.scope import Scope
from dangvien.text import upper_first

PRINT_CLASS = "in_giay_to_lop"
"""The kind of job that prints a paper of a class; `params` are {"class": key, "paper": code of Paper}."""


class Paper(StrEnum):
    """A paper of a class that can be printed; the value stands in addresses and in the job."""

    ROSTER = "danh-sach-lop"
    ISSUED = "danh-sach-cap-giay"
    CERTIFICATES = "giay-chung-nhan"

    @property
    def label(self) -> str:
        return {
            Paper.ROSTER: "Danh sách lớp",
            Paper.ISSUED: "Danh sách cấp giấy chứng nhận",
            Paper.CERTIFICATES: "Giấy chứng nhận",
        }[self]


def hold_series(training_class: TrainingClass) -> None:
    """Of two writers who give out numbers of one committee the second sees those of the first."""
    Organization.objects.select_for_update(no_key=True).get(pk=training_class.organizer_id)


def numbering_problems(
    training_class: TrainingClass, count: int, first: str, issued_on: date, scope: Scope
) -> list[Problem]:
    """Reasons against numbering so many certificates from `first` on, and what to compare, at the form's boxes."""
    problems = day_problems(training_class, issued_on, scope.today)
    problems = [replace(problem, field="issued_on") for problem in problems]
    try:
        numbers = Series.of(first).numbers(count)
    except SeriesError as error:
        return [*problems, Problem("first", str(error))]
    used = used_number_problems(training_class, numbers, issued_on, scope)
    return problems + [replace(problem, field="first", sentence=upper_first(problem.sentence)) for problem in used]


@transaction.atomic
def number_certificates(
    *, by: User, training_class: TrainingClass, first: str, issued_on: date, today: date
) -> list[Enrollment]:
    """Number the certificates of everybody who passed and has none, in roster order from `first` on; all or none.

    Refused when a number of the same series is used already: its holder is named as far as the writer's scope shows
    them (K43).
    """
    TrainingClass.objects.select_for_update(no_key=True).get(pk=training_class.pk)
    hold_series(training_class)
    held = Enrollment.objects.select_for_update(of=("self",), no_key=True).filter(training_class=training_class)
    lines = list(held.awaiting().select_related("person", "training_class").in_name_order())
    lock_people(line.person_id for line in lines)
    if not lines:
        raise Refused.at("", "Không có ai đạt mà chưa có số giấy. Ghi kết quả “Đạt, chờ cấp giấy” trước.")
    scope = Scope.of(by, today)
    refuse_if_any(numbering_problems(training_class, len(lines), first, issued_on, scope))
    numbers = Series.of(first).numbers(len(lines))
    for line, number in zip(lines, numbers, strict=True):
        line.result, line.awaits_certificate = Enrollment.Result.DAT, False
        line.certificate_number, line.certificate_on = number, issued_on
        line.save()
        note(
            by=by,
            verb="cấp số giấy chứng nhận",
            subject=line,
            organization=line.sent_by_id,
            after={"giấy chứng nhận": number, "ngày": issued_on},
        )
        refresh_person(line.person, today)
    return lines


@transaction.atomic
def ask_to_print(*, by: User, training_class: TrainingClass, paper: Paper, rows: int, organization: int) -> Job:
    """Ask the worker for a paper of a class; `organization` decides who reads that it was asked for."""
    note(
        by=by,
        verb="in giấy tờ lớp",
        subject=training_class,
        organization=organization,
        after={"giấy tờ": paper.label, "số người": rows},
    )
    return request_job(
        by=by,
        kind=PRINT_CLASS,
        title=f"{paper.label}: {training_class.name}"[:250],
        params={"class": training_class.pk, "paper": paper.value},
    )


def papers_taken(*, by: User, training_class: TrainingClass, paper: Paper, organization: int) -> AuditEntry:
    """Somebody opened a printed paper of a class."""
    return note(
        by=by,
        verb="tải giấy tờ lớp",
        subject=training_class,
        organization=organization,
        after={"giấy tờ": paper.label},
    )
