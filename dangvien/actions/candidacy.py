"""Following people on their way: onto the list, off the list, introductions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Q

from dangvien.actions.auditing import note
from dangvien.actions.progress import lock_people, refresh_candidate
from dangvien.actions.taking_up import tell_places_before
from dangvien.models import Candidate, Introduction, Member, Organization, Person, Standing, User
from dangvien.procedure.checks.people import person_problems
from dangvien.procedure.elsewhere import HELD_ELSEWHERE, is_held_elsewhere, places_before
from dangvien.procedure.lookalikes import lookalikes
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.scope import Scope
from dangvien.text import day_short


def follow_problems(person: Person, cell: Organization, opened_on: date, today: date) -> list[Problem]:
    """Reasons against following this person: day in the future or before an earlier time on the list, cell not
    standing, already followed or a member."""
    problems, new = [], person._state.adding
    if opened_on > today:
        problems.append(Problem("opened_on", "Ngày bắt đầu theo dõi ở tương lai. Kiểm tra lại ngày."))
    placement = cell.placement_on(opened_on)
    if placement is None or not placement.is_cell:
        problems.append(
            Problem("cell", f"{cell.name_on(opened_on)} không phải chi bộ hoạt động ngày {day_short(opened_on)}.")
        )
    if person.birth.earliest() >= opened_on:
        problems.append(Problem("birth", "Ngày sinh phải trước ngày bắt đầu theo dõi. Kiểm tra lại hai ngày này."))
    if not new and Member.objects.present().filter(person=person).exists():
        problems.append(Problem("full_name", f"{person} đang là đảng viên."))
    elif not new and Candidate.objects.open().filter(person=person).exists():
        problems.append(Problem("full_name", f"{person} đang được một chi bộ theo dõi."))
    elif not new and (later := person.candidacies.filter(opened_on__gt=opened_on).order_by("-opened_on").first()):
        problems.append(
            Problem(
                "opened_on",
                f"{person} đã được theo dõi một lần từ ngày {day_short(later.opened_on)}. "
                "Lần theo dõi mới không bắt đầu trước ngày ấy.",
            )
        )
    if new:
        problems += person_problems(
            full_name=person.full_name,
            birth=person.birth,
            gender=person.gender,
            citizen_id=person.citizen_id or "",
            native_place=person.native_place,
            day=today,
        )
    return problems


@transaction.atomic
def follow(
    *,
    by: User,
    person: Person,
    cell: Organization,
    source: str,
    opened_on: date,
    bodies: list[str],
    today: date,
    apart_from: Collection[int] = (),
    schooling: str = "",
) -> Candidate:
    """Put a person on a cell's list of quần chúng ưu tú. A new person (without pk) is entered with it.

    `apart_from` are the people who look like the new one and whom the writer has told apart from them. `schooling` is a
    code of education_general as known on that day, empty when not known; what the register knows already stays.
    Somebody who is held elsewhere in the register is not followed here; where they were before hears of it.
    """
    # Of two writers the second sees whom the first entered.
    Organization.objects.select_for_update(no_key=True).get(pk=cell.pk)
    before: list[int] = []
    if not person._state.adding:
        lock_people([person.pk])
        before = places_before(person)
        if is_held_elsewhere(Scope.of(by, today), person):
            raise Refused.at("full_name", HELD_ELSEWHERE)
    refuse_if_any([*follow_problems(person, cell, opened_on, today), *_double_problems(person, cell, apart_from)])
    if person._state.adding:
        person.save()
    for earlier in person.candidacies.filter(closed_on__isnull=True):  # admitted then, out of the Party since
        earlier.closed_on, earlier.close_reason = opened_on, "Đã kết nạp"
        earlier.save()
    if schooling and not person.standings.standing().exists():
        Standing.objects.create(person=person, since=opened_on, general_education=schooling)
    candidate = Candidate.objects.create(person=person, organization=cell, source=source, opened_on=opened_on)
    for body in bodies:
        Introduction.objects.create(candidate=candidate, body=body)
    refresh_candidate(candidate, today)
    note(
        by=by,
        verb="đưa vào danh sách nguồn",
        subject=candidate,
        organization=cell,
        after={"nguồn": source, "từ ngày": opened_on, "giới thiệu": bodies, "học vấn": schooling},
    )
    tell_places_before(by=by, person=person, before=before, cell=cell, on=today, what="quần chúng ưu tú")
    return candidate


def _double_problems(person: Person, cell: Organization, apart_from: Collection[int]) -> list[Problem]:
    """The reason against entering a person twice: somebody else wrote the same one while this form was filled."""
    if not person._state.adding:
        return []
    candidates = Candidate.objects.filter(organization=cell).values("person")
    members = Member.objects.filter(organization=cell).values("person")
    here = Person.objects.filter(Q(pk__in=candidates) | Q(pk__in=members)).exclude(pk__in=apart_from)
    if not lookalikes(here, person.full_name, person.birth):
        return []
    sentence = f"{person}, sinh {person.birth}, vừa có trong sổ của chi bộ này. Bấm Lưu lần nữa để so hai người."
    return [Problem("full_name", sentence)]
