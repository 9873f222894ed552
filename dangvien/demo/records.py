"""What is written down of the demo's members beside the ledger: badges, ratings of two years, posts, some rewards.

All of it is invented, and no report counts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from dangvien.dates import PartialDate, add_months
from dangvien.demo.chance import generator
from dangvien.demo.timeline import LAST_DAY
from dangvien.demo.tree import Tree
from dangvien.demo.writing import BATCH
from dangvien.models import Badge, Discipline, Member, MemberStatus, Post, Rating, Reward, StatusKind, Step
from dangvien.models.dated_fact import precision_of
from dangvien.procedure.badges import levels_on, rounds_of
from dangvien.procedure.regulations import Regulations

RATED_YEARS = (LAST_DAY.year - 2, LAST_DAY.year - 1)
LEVELS = (("xuat_sac", 14), ("tot", 68), ("hoan_thanh", 17), ("khong", 1))
AGAIN = 0.4
"""So many of those who did not fulfil their duty one year do not the next."""
NOT_ENTERED = 0.06
"""Cells that have not entered the last year yet, and badges that nobody has entered."""
NUMBERS = {30: "{:08d}", 40: "{:07d}", 45: "E{:07d}", 50: "{:06d}", 55: "D{:06d}", 60: "{:05d}", 65: "C{:05d}"}
"""How the number of a badge is written (38-HD/BTCTW, III.1.4), without a province's letters."""
REWARDS = ("Giấy khen của Đảng ủy cơ sở", "Giấy khen của Thành ủy", "Bằng khen của Tỉnh ủy")
DISCIPLINED = 6


def write(planted: Tree, seed: str) -> None:
    """Save the records of the members present; a generator of their own leaves everybody else as they are."""
    rng = generator(seed, "qua-trinh")
    here = [cell.organization.pk for cell in planted.cells]
    members = list(Member.objects.official().filter(organization__in=here).select_related("person").order_by("pk"))
    badges = _badges(rng, members)
    Badge.objects.bulk_create(badges, batch_size=BATCH)
    Rating.objects.bulk_create(_ratings(rng, members), batch_size=BATCH)
    Post.objects.bulk_create(_posts(rng, planted, members), batch_size=BATCH)
    Reward.objects.bulk_create(_rewards(rng, members), batch_size=BATCH)
    Discipline.objects.bulk_create(_disciplines(rng, members, {badge.member_id for badge in badges}))


def _badges(rng: Random, members: Sequence[Member]) -> list[Badge]:
    """The highest badge each member has come to, given in the first round after."""
    regulations = Regulations.load()
    levels = levels_on(LAST_DAY, regulations)
    rounds = [day for year in range(1960, LAST_DAY.year + 1) for day in rounds_of(year, regulations) if day <= LAST_DAY]
    serials = dict.fromkeys(levels, 0)
    found = []
    for member in members:
        assert member.admitted_on is not None
        reached = [years for years in levels if add_months(member.admitted_on, 12 * years) <= rounds[-1]]
        if not reached or rng.random() < NOT_ENTERED:
            continue
        years = reached[-1]
        awarded_on = next(day for day in rounds if day >= add_months(member.admitted_on, 12 * years))
        serials[years] += rng.randrange(1, 40)
        number = NUMBERS.get(years, "{:04d}").format(serials[years])
        found.append(Badge(member=member, years=years, number=number, awarded_on=awarded_on))
    return found


def _ratings(rng: Random, members: Sequence[Member]) -> list[Rating]:
    exempt = set(MemberStatus.objects.standing().filter(kind=StatusKind.MIEN).values_list("member_id", flat=True))
    behind = {
        cell for cell in sorted({member.organization_id or 0 for member in members}) if rng.random() < NOT_ENTERED
    }
    found, failed = [], set[int]()
    for year in RATED_YEARS:
        for member in members:
            late = year == RATED_YEARS[-1] and member.organization_id in behind
            if late or member.pk in exempt or (member.admitted_on or LAST_DAY).year > year:
                continue
            level = rng.choices([code for code, _ in LEVELS], [weight for _, weight in LEVELS])[0]
            if member.pk in failed and rng.random() < AGAIN:
                level = "khong"
            if level == "khong":
                failed.add(member.pk)
            found.append(Rating(member=member, year=year, level=level))
    return found


def _posts(rng: Random, planted: Tree, members: Sequence[Member]) -> list[Post]:
    """A secretary for each cell, since the congress of the month; in most khu phố a head, known to the year."""
    by_cell: dict[int | None, list[Member]] = {}
    for member in members:
        if (member.admitted_on or LAST_DAY).year <= LAST_DAY.year - 5 and member.person.birth_date.year > 1955:
            by_cell.setdefault(member.organization_id, []).append(member)
    found = []
    for cell in planted.cells:
        able = by_cell.get(cell.organization.pk, [])
        if len(able) < 2:
            continue
        secretary, head = rng.sample(able, 2)
        found.append(_post(secretary, "bi_thu", PartialDate(2025, rng.randrange(2, 7)), organization=cell.organization))
        if cell.is_residential and cell.locality is not None:
            found.append(_post(head, "truong_thon", PartialDate(rng.randrange(2019, 2025)), place=cell.locality.name))
    return found


def _post(member: Member, title: str, since: PartialDate, **where: object) -> Post:
    return Post(person=member.person, title=title, since=since.earliest(), precision=precision_of(since), **where)


def _rewards(rng: Random, members: Sequence[Member]) -> list[Reward]:
    found = []
    for member in members:
        if rng.random() >= 0.03:
            continue
        year = rng.randrange(2012, LAST_DAY.year)
        day = PartialDate.of(date(year, 12, rng.randrange(1, 29))) if rng.random() < 0.6 else PartialDate(year)
        number = f"{rng.randrange(10, 400)}-QĐ/ĐU" if day.is_full else ""
        found.append(
            Reward(
                person=member.person,
                title=rng.choice(REWARDS),
                number=number,
                awarded_on=day.earliest(),
                precision=precision_of(day),
            )
        )
    return found


def _disciplines(rng: Random, members: Sequence[Member], decorated: set[int]) -> list[Discipline]:
    """A few who wait for their badge; nobody who helps or introduces somebody."""
    helpers = set(Step.objects.filter(helper__isnull=False).values_list("helper", flat=True))
    free = [
        member
        for member in members
        if member.pk not in helpers | decorated and (member.admitted_on or LAST_DAY).year <= LAST_DAY.year - 30
    ]
    return [
        Discipline(member=member, form="khien_trach", number=f"{number}-QĐ/UBKT", decided_on=date(2026, 8, 10 + number))
        for number, member in enumerate(rng.sample(free, min(DISCIPLINED, len(free))), start=1)
    ]
