"""What is written down of a member year by year: as it reads on a day, and all of it with what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dangvien.models import (
    Badge,
    Candidate,
    Discipline,
    Member,
    Organization,
    Post,
    Rating,
    Residence,
    Reward,
    Standing,
)
from dangvien.procedure.places import Option, named_options, superior_line

Row = Standing | Residence | Post | Rating | Reward | Discipline | Badge
"""One line of a member's record."""

NOUNS: dict[type[Row], str] = {
    Standing: "trình độ, nghề nghiệp",
    Residence: "nơi cư trú",
    Post: "chức vụ",
    Rating: "xếp loại hằng năm",
    Reward: "khen thưởng",
    Discipline: "kỷ luật",
    Badge: "Huy hiệu Đảng",
}
"""How a sentence calls a line."""


@dataclass(frozen=True)
class MemberRecord:
    """What holds of a member on a day; what was taken back does not count. Newest first.

    A day known only to the month or the year counts from the first day it can be. `residence` is the newest one
    recorded; without any, the person's own line of residence still stands on `member.person`.
    """

    standing: Standing | None
    residence: Residence | None
    posts: tuple[Post, ...]
    ratings: tuple[Rating, ...]
    rewards: tuple[Reward, ...]
    disciplines: tuple[Discipline, ...]
    badges: tuple[Badge, ...]


def standing_on(person: int, day: date) -> Standing | None:
    """What somebody had learned and worked as on a day, as far as the register was told."""
    return Standing.objects.filter(person=person).in_force_on(day).first()


def record_on(member: Member, day: date) -> MemberRecord:
    """What holds of a member on a day (seven queries). The rating of the day's own year counts once it is written."""
    person = member.person_id
    rated = Q(year__lt=day.year) | Q(year=day.year, recorded_at__date__lte=day)
    return MemberRecord(
        standing=Standing.objects.filter(person=person).in_force_on(day).first(),
        residence=Residence.objects.filter(person=person).in_force_on(day).first(),
        posts=tuple(Post.objects.filter(person=person).held_on(day)),
        ratings=tuple(Rating.objects.standing().filter(rated, member=member)),
        rewards=tuple(Reward.objects.standing().filter(person=person, awarded_on__lte=day)),
        disciplines=tuple(Discipline.objects.standing().filter(member=member, decided_on__lte=day)),
        badges=tuple(Badge.objects.standing().filter(member=member, awarded_on__lte=day)),
    )


@dataclass(frozen=True)
class MemberHistory:
    """Every row of a member, taken back ones too, newest first."""

    standings: tuple[Standing, ...]
    residences: tuple[Residence, ...]
    posts: tuple[Post, ...]
    ratings: tuple[Rating, ...]
    rewards: tuple[Reward, ...]
    disciplines: tuple[Discipline, ...]
    badges: tuple[Badge, ...]


def history_of(member: Member) -> MemberHistory:
    """All that was ever written down of a member (seven queries)."""
    person = member.person_id
    return MemberHistory(
        standings=tuple(Standing.objects.filter(person=person).select_related("recorded_by")),
        residences=tuple(Residence.objects.filter(person=person).select_related("recorded_by")),
        posts=tuple(Post.objects.filter(person=person).select_related("recorded_by")),
        ratings=tuple(Rating.objects.filter(member=member).select_related("recorded_by")),
        rewards=tuple(Reward.objects.filter(person=person).select_related("recorded_by")),
        disciplines=tuple(Discipline.objects.filter(member=member).select_related("recorded_by")),
        badges=tuple(Badge.objects.filter(member=member).select_related("recorded_by")),
    )


def keeper_of(member: Member | Candidate) -> int | None:
    """The organization that keeps somebody's record: their own, or that of their last line when they left."""
    if isinstance(member, Candidate):
        return member.organization_id
    if member.organization_id is not None:
        return member.organization_id
    last = member.movements.order_by("-occurred_on", "-pk").first()
    return last.organization_id if last else None


def line_of(row: Row) -> str:
    """One line in words, for the audit trail and the page on which it is taken back."""
    if isinstance(row, Standing):
        return f"{row.summary}, từ {row.since_known}"
    if isinstance(row, Residence):
        return f"{row.place}, từ {row.since_known}"
    if isinstance(row, Post):
        return f"{row.title_label}, từ {row.since_known}"
    if isinstance(row, Rating):
        return f"Năm {row.year}: {row.level_label}"
    if isinstance(row, Reward):
        return f"{row.title}, {row.awarded_known}"
    if isinstance(row, Discipline):
        return f"{row.form_label}, {row.decided_known}"
    return f"{row}, {row.awarded_known}"


def post_options(member: Member, day: date) -> list[Option]:
    """Where a member may hold a post in the Party: their cell and what stands above it on a day, nearest first."""
    if member.organization is None:
        return []
    cell = member.organization
    line = [cell.pk, *(key for key, _ in superior_line(cell, day))]
    options = named_options(Organization.objects.filter(pk__in=line), day)
    return sorted(options, key=lambda option: line.index(option.organization.pk))
