"""Following people on their way: onto the list, off the list, introductions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Q

from dangvien.actions.auditing import note
from dangvien.models import Candidate, Introduction, Member, Organization, Person, User
from dangvien.procedure.lookalikes import lookalikes
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
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
    if new and person.citizen_id and Person.objects.filter(citizen_id=person.citizen_id).exists():
        problems.append(
            Problem(
                "citizen_id",
                "Số căn cước này đã có trong sổ của người khác. Kiểm tra lại số; nếu là cùng một người, báo quản trị.",
                rule="K35",
            )
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
) -> Candidate:
    """Put a person on a cell's list of quần chúng ưu tú. A new person (without pk) is entered with it.

    `apart_from` are the people who look like the new one and whom the writer has told apart from them.
    """
    Organization.objects.select_for_update().get(pk=cell.pk)  # of two writers the second sees whom the first entered
    refuse_if_any([*follow_problems(person, cell, opened_on, today), *_double_problems(person, cell, apart_from)])
    if person._state.adding:
        person.save()
    for earlier in person.candidacies.filter(closed_on__isnull=True):  # admitted then, out of the Party since
        earlier.closed_on, earlier.close_reason = opened_on, "Đã kết nạp"
        earlier.save()
    candidate = Candidate.objects.create(person=person, organization=cell, source=source, opened_on=opened_on)
    for body in bodies:
        Introduction.objects.create(candidate=candidate, body=body)
    note(
        by=by,
        verb="đưa vào danh sách nguồn",
        subject=candidate,
        organization=cell,
        after={"nguồn": source, "từ ngày": opened_on, "giới thiệu": bodies},
    )
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


@transaction.atomic
def introduce(*, by: User, candidate: Candidate, body: str, resolution: str, resolved_on: date | None) -> Introduction:
    """Record the body that introduces the person; once per body."""
    if candidate.introductions.filter(body=body).exists():
        raise Refused.at("body", "Tổ chức này đã giới thiệu người này. Mỗi tổ chức ghi một lần.")
    introduction = Introduction.objects.create(
        candidate=candidate, body=body, resolution=resolution, resolved_on=resolved_on
    )
    note(
        by=by,
        verb="ghi giới thiệu",
        subject=candidate,
        organization=candidate.organization_id,
        after={"tổ chức giới thiệu": introduction.body_label, "nghị quyết": resolution},
    )
    return introduction


@transaction.atomic
def stop_following(*, by: User, candidate: Candidate, closed_on: date, reason: str, today: date) -> Candidate:
    """Take a person off the list, with day and reason. Somebody already admitted stays as they are."""
    locked = Candidate.objects.select_for_update().get(pk=candidate.pk)
    problems = []
    if locked.closed_on is not None:
        problems.append(Problem("", f"Đã thôi theo dõi từ ngày {day_short(locked.closed_on)}."))
    if not Candidate.objects.open().filter(pk=locked.pk).exists() and locked.closed_on is None:
        problems.append(Problem("", f"{locked.person} đã được kết nạp từ hồ sơ này."))
    if closed_on < locked.opened_on:
        problems.append(
            Problem(
                "closed_on",
                f"Ngày thôi theo dõi ({day_short(closed_on)}) sớm hơn ngày bắt đầu ({day_short(locked.opened_on)}).",
            )
        )
    if closed_on > today:
        problems.append(Problem("closed_on", "Ngày thôi theo dõi ở tương lai. Kiểm tra lại ngày."))
    refuse_if_any(problems)
    locked.closed_on, locked.close_reason = closed_on, reason
    locked.save()
    note(
        by=by,
        verb="thôi theo dõi",
        subject=locked,
        organization=locked.organization_id,
        after={"ngày": closed_on},
        reason=reason,
    )
    return locked
