"""Reasons against writing down a fact about a member. Old facts that break today's rules are taken as they are: only
what cannot be (a day to come, a day before birth, the same thing twice) is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from dangvien import codes
from dangvien.dates import PartialDate
from dangvien.models import Badge, Candidate, Discipline, Member, Organization, Post, Residence, Reward, Standing
from dangvien.models.dated_fact import Voidable, precision_of
from dangvien.procedure.problem import Problem
from dangvien.text import nfc, upper_first

SCHOOLING = {
    "general_education": ("education_general", "giáo dục phổ thông"),
    "professional": ("education_professional", "chuyên môn"),
    "theory": ("political_theory", "lý luận chính trị"),
    "occupation": ("occupation", "nghề nghiệp"),
}
"""Column of a standing → its code list and its name in a sentence."""


def standing_problems(
    member: Member | Candidate, *, since: PartialDate, schooling: Mapping[str, str], today: date
) -> Iterable[Problem]:
    """Against a new standing: nothing said, nothing new, a second row for one day."""
    yield from day_problems("since", "ngày bắt đầu", since, member, today)
    for name, (listed, noun) in SCHOOLING.items():
        if schooling.get(name) and schooling[name] not in codes.of(listed):
            yield Problem(name, f"Chọn {noun} trong danh sách.")
    if not any(schooling.values()):
        yield Problem("", "Chọn ít nhất một mục: học vấn, chuyên môn, lý luận chính trị hoặc nghề nghiệp.")
        return
    rows = Standing.objects.standing().filter(person=member.person_id, since__lte=since.earliest())
    newest = rows.order_by("-since").first()
    if newest is None:
        return
    if newest.since == since.earliest():
        yield Problem("since", f"Đã có dòng từ {newest.since_known}. Ghi nhầm thì đính chính dòng ấy trước.")
    elif all(getattr(newest, name) == schooling.get(name, "") for name in SCHOOLING):
        yield Problem("", f"Không có gì khác dòng từ {newest.since_known}. Chọn mục đã thay đổi.")


def residence_problems(member: Member, *, since: PartialDate, place: str, today: date) -> Iterable[Problem]:
    yield from day_problems("since", "ngày bắt đầu", since, member, today)
    if not nfc(place):
        yield Problem("place", "Nhập nơi cư trú.")
    rows = Residence.objects.standing().filter(person=member.person_id, since=since.earliest())
    if rows.exists():
        yield Problem("since", f"Đã có nơi cư trú từ {since}. Dòng ấy ghi nhầm thì đính chính trước, rồi ghi lại.")


def post_problems(
    member: Member,
    *,
    title: str,
    organization: Organization | None,
    place: str,
    since: PartialDate,
    until: PartialDate | None,
    today: date,
) -> Iterable[Problem]:
    """Against a post: nowhere, a wrong end, the same post at the same place held already."""
    if title not in codes.of("post"):
        yield Problem("title", "Chọn chức vụ trong danh sách.")
    if organization is None and not nfc(place):
        yield Problem("organization", "Chọn tổ chức, hoặc ghi nơi giữ chức vụ ở ô bên dưới.")
    yield from day_problems("since", "ngày giữ chức vụ", since, member, today)
    if until is not None:
        yield from end_problems(since, until, today)
    held = Post.objects.standing().filter(
        person=member.person_id, title=title, organization=organization, place=nfc(place), until__isnull=True
    )
    if until is None and held.exists():
        yield Problem("title", "Chức vụ này ở nơi này đang giữ, chưa ghi thôi. Ghi thôi chức vụ cũ trước.")


def end_problems(since: PartialDate, until: PartialDate, today: date) -> Iterable[Problem]:
    """Against the day on which a post ends."""
    if until.earliest() > today:
        yield Problem("until", f"Ngày thôi chức vụ ({until}) ở tương lai. Kiểm tra lại ngày.")
    if until.latest() < since.earliest():
        yield Problem("until", f"Ngày thôi chức vụ ({until}) trước ngày giữ ({since}). Kiểm tra lại hai ngày.")


def reward_problems(member: Member, *, title: str, awarded_on: PartialDate, today: date) -> Iterable[Problem]:
    yield from day_problems("awarded_on", "ngày khen thưởng", awarded_on, member, today)
    if not nfc(title):
        yield Problem("title", "Nhập hình thức khen thưởng.")
    same = Reward.objects.standing().filter(
        person=member.person_id,
        title=nfc(title),
        awarded_on=awarded_on.earliest(),
        precision=precision_of(awarded_on),
    )
    if same.exists():
        yield Problem("title", f"Khen thưởng này ngày {awarded_on} đã ghi rồi.")


def discipline_problems(member: Member, *, form: str, decided_on: PartialDate, today: date) -> Iterable[Problem]:
    yield from day_problems("decided_on", "ngày quyết định", decided_on, member, today)
    if form not in codes.of("discipline"):
        yield Problem("form", "Chọn hình thức kỷ luật trong danh sách.")
    same = Discipline.objects.standing().filter(
        member=member, form=form, decided_on=decided_on.earliest(), precision=precision_of(decided_on)
    )
    if same.exists():
        yield Problem("form", f"Hình thức kỷ luật này ngày {decided_on} đã ghi rồi.")


def badge_held_problems(member: Member, years: int, held: Iterable[Badge]) -> Iterable[Problem]:
    """One badge of each level; `held` are those the member has."""
    if any(badge.years == years for badge in held):
        yield Problem("years", f"Đồng chí {member} đã có Huy hiệu {years} năm trong sổ.")


def void_problems(fact: Voidable, reason: str) -> Iterable[Problem]:
    if fact.voided_at is not None:
        yield Problem("", "Dòng này đã đính chính rồi.")
    if not nfc(reason):
        yield Problem("reason", "Nhập lý do đính chính.")


def day_problems(field: str, noun: str, day: PartialDate, member: Member | Candidate, today: date) -> Iterable[Problem]:
    """A day that cannot be: to come, or before the member was born."""
    if day.earliest() > today:
        yield Problem(field, f"{upper_first(noun)} ({day}) ở tương lai. Kiểm tra lại ngày.")
    elif day.latest() < member.person.birth.earliest():
        yield Problem(field, f"{upper_first(noun)} ({day}) trước ngày sinh. Kiểm tra lại ngày.")
