"""Whose identity may be erased: people who never became members, some time after they were last followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q

from dangvien.dates import add_months
from dangvien.models import Candidate, Erasure, Member, Person, PersonLink
from dangvien.models.person import PersonQuerySet
from dangvien.procedure.problem import Problem
from dangvien.procedure.regulations import Regulations
from dangvien.scope import Scope
from dangvien.text import day_full

GONE = "(đã xóa)"
"""What stands for words that were erased."""

NEVER_A_MEMBER = (
    "Hồ sơ đảng viên không được xóa, kể cả khi đã ra khỏi Đảng (14-QĐ/TW, 8.2). Điều ghi sai thì sửa, đính chính."
)


def pseudonym(person: Person) -> str:
    """What somebody is called afterwards."""
    return f"Người đã xóa danh tính số {person.pk}"


def kept_until(person: Person, today: date) -> date | None:
    """The day up to which somebody is kept after they were last followed; None while they still are."""
    last = last_followed(person)
    return add_months(last, Regulations.load().on(today).candidate_keep_months.value) if last else None


def last_followed(person: Person) -> date | None:
    """When the last of somebody's ways ended; None while one is open, or without any."""
    ways = Candidate.objects.filter(person=person)
    if ways.filter(closed_on__isnull=True).exists():
        return None
    last: date | None = ways.aggregate(last=Max("closed_on"))["last"]
    return last


def last_way(person: Person) -> Candidate:
    """The way on which somebody was followed last. Raises IndexError for somebody who never was."""
    return Candidate.objects.filter(person=person).select_related("person", "organization").order_by("-pk")[0]


def due_in(scope: Scope, today: date) -> PersonQuerySet:
    """People followed in scope whose time is over, who are not erased and for whom nobody has proposed it yet."""
    limit = add_months(today, -Regulations.load().on(today).candidate_keep_months.value)
    ways = Candidate.objects.filter(person=OuterRef("pk"))
    return Person.objects.filter(
        Exists(scope.candidates.filter(person=OuterRef("pk"))),
        ~Exists(ways.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=limit))),
        ~Exists(Member.objects.filter(person=OuterRef("pk"))),
        ~Exists(Erasure.objects.filter(person=OuterRef("pk")).exclude(outcome=Erasure.Outcome.DROPPED)),
    ).in_name_order()


def erasing_problems(person: Person, today: date) -> Iterator[Problem]:
    """Every reason against erasing who somebody is."""
    if Member.objects.filter(person=person).exists():
        yield Problem("", NEVER_A_MEMBER, source="14-QĐ/TW, 8.2")
        return
    if Erasure.objects.done().filter(person=person).exists():
        yield Problem("", "Danh tính của người này đã được xóa.")
        return
    if PersonLink.objects.standing().filter(Q(kept=person) | Q(other=person)).exists():
        yield Problem("", "Người này đang được ghép với một lần ghi khác. Tách ra trước.")
    until = kept_until(person, today)
    if until is None:
        yield Problem("", "Người này còn được theo dõi trong danh sách nguồn, hoặc chưa từng. Thôi theo dõi trước.")
    elif until > today:
        yield Problem("", f"Chưa hết thời hạn giữ: giữ đến ngày {day_full(until)}.")
