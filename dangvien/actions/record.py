"""Writing down what changes about a member: schooling and work, residence, posts, rewards, discipline; taking it back.

A fact is never changed: what was wrong is taken back with a reason, and the right one written beside it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dangvien import codes
from dangvien.actions.auditing import note
from dangvien.actions.progress import lock_people
from dangvien.dates import PartialDate
from dangvien.models import Candidate, Discipline, Member, Organization, Post, Residence, Reward, Standing, User
from dangvien.models.dated_fact import precision_of
from dangvien.procedure.problem import Refused, refuse_if_any
from dangvien.procedure.record_checks import (
    SCHOOLING,
    discipline_problems,
    end_problems,
    post_problems,
    residence_problems,
    reward_problems,
    standing_problems,
    void_problems,
)
from dangvien.procedure.records import NOUNS, Row, keeper_of, line_of
from dangvien.text import nfc


def tell(by: User, member: Member | Candidate, row: Row, facts: dict[str, Any]) -> None:
    """The entry of a new line; what was left empty is not told."""
    note(
        by=by,
        verb="ghi quá trình",
        subject=member,
        organization=keeper_of(member),
        after={"mục": NOUNS[type(row)], **{name: value for name, value in facts.items() if value}},
    )


@transaction.atomic
def record_standing(
    *, by: User, member: Member | Candidate, since: PartialDate, schooling: dict[str, str], today: date
) -> Standing:
    """What a member, or somebody on the way, has learned and works as since a day.

    `schooling` holds codes by the columns of `SCHOOLING`.

    Raises `Refused` with every reason, as all acts of this module.
    """
    lock_people([member.person_id])
    given = {name: schooling.get(name, "") for name in SCHOOLING}
    refuse_if_any(standing_problems(member, since=since, schooling=given, today=today))
    row = Standing.objects.create(
        person=member.person, since=since.earliest(), precision=precision_of(since), recorded_by=by, **given
    )
    told = {noun: codes.of(listed).label(given[name]) for name, (listed, noun) in SCHOOLING.items() if given[name]}
    tell(by, member, row, {"từ": str(since), **told})
    return row


@transaction.atomic
def record_residence(*, by: User, member: Member, since: PartialDate, place: str, today: date) -> Residence:
    """Where a member lives since a day; the next line replaces it."""
    lock_people([member.person_id])
    refuse_if_any(residence_problems(member, since=since, place=place, today=today))
    row = Residence.objects.create(
        person=member.person, since=since.earliest(), precision=precision_of(since), place=nfc(place), recorded_by=by
    )
    tell(by, member, row, {"từ": str(since), "nơi": row.place})
    return row


@transaction.atomic
def record_post(
    *,
    by: User,
    member: Member,
    title: str,
    organization: Organization | None,
    place: str,
    since: PartialDate,
    until: PartialDate | None,
    today: date,
) -> Post:
    """A post a member holds, or held until a day, in an organization or at a place told in words."""
    lock_people([member.person_id])
    refuse_if_any(
        post_problems(
            member, title=title, organization=organization, place=place, since=since, until=until, today=today
        )
    )
    row = Post.objects.create(
        person=member.person,
        title=title,
        organization=organization,
        place=nfc(place),
        since=since.earliest(),
        precision=precision_of(since),
        recorded_by=by,
        **_end(until),
    )
    where = organization.name_on(today) if organization else row.place
    tell(
        by,
        member,
        row,
        {"chức vụ": row.title_label, "tại": where, "từ": str(since), "thôi từ": str(until) if until else ""},
    )
    return row


@transaction.atomic
def end_post(*, by: User, member: Member, post: Post, until: PartialDate, today: date) -> Post:
    """A member holds a post no more from a day on."""
    lock_people([member.person_id])
    post = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    if post.voided_at is not None:
        raise Refused.at("", "Chức vụ này đã đính chính, không còn trong quá trình.")
    if post.until_known is not None:
        raise Refused.at("until", f"Chức vụ này đã thôi từ {post.until_known}.")
    refuse_if_any(end_problems(post.since_known, until, today))
    for name, value in _end(until).items():
        setattr(post, name, value)
    post.save(update_fields=["until", "until_precision"])
    note(
        by=by,
        verb="ghi thôi chức vụ",
        subject=member,
        organization=keeper_of(member),
        after={"chức vụ": post.title_label, "thôi từ": str(until)},
    )
    return post


def _end(until: PartialDate | None) -> dict[str, Any]:
    return {"until": until.earliest(), "until_precision": precision_of(until)} if until else {}


@transaction.atomic
def record_reward(*, by: User, member: Member, title: str, number: str, awarded_on: PartialDate, today: date) -> Reward:
    """A reward: its title, number and day."""
    lock_people([member.person_id])
    refuse_if_any(reward_problems(member, title=title, awarded_on=awarded_on, today=today))
    row = Reward.objects.create(
        person=member.person,
        title=nfc(title),
        number=nfc(number),
        awarded_on=awarded_on.earliest(),
        precision=precision_of(awarded_on),
        recorded_by=by,
    )
    tell(by, member, row, {"hình thức": row.title, "quyết định số": row.number, "ngày ghi trên giấy": str(awarded_on)})
    return row


@transaction.atomic
def record_discipline(
    *, by: User, member: Member, form: str, number: str, decided_on: PartialDate, today: date
) -> Discipline:
    """A measure of discipline: form, number, day. What it was for is written nowhere."""
    lock_people([member.person_id])
    refuse_if_any(discipline_problems(member, form=form, decided_on=decided_on, today=today))
    row = Discipline.objects.create(
        member=member,
        form=form,
        number=nfc(number),
        decided_on=decided_on.earliest(),
        precision=precision_of(decided_on),
        recorded_by=by,
    )
    tell(
        by,
        member,
        row,
        {"hình thức": row.form_label, "quyết định số": row.number, "ngày ghi trên giấy": str(decided_on)},
    )
    return row


@transaction.atomic
def take_back_record(*, by: User, member: Member, row: Row, reason: str) -> Row:
    """A line of a member's record was a mistake: it stays, with the reason, and counts no more. Raises `Refused`."""
    lock_people([member.person_id])
    row = type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
    refuse_if_any(void_problems(row, reason))
    row.voided_at, row.void_reason = timezone.now(), nfc(reason)
    row.save(update_fields=["voided_at", "void_reason"])
    note(
        by=by,
        verb="đính chính quá trình",
        subject=member,
        organization=keeper_of(member),
        before={"dòng": line_of(row)},
        after={"mục": NOUNS[type(row)]},
        reason=row.void_reason,
    )
    return row
