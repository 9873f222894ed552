"""Who is exempt, works far away or is out of contact on the demo's last day: drawn after everything else."""

from __future__ import annotations

from datetime import date
from random import Random

from dangvien.demo.chance import DAY, generator, workday
from dangvien.demo.timeline import LAST_DAY
from dangvien.demo.tree import Tree
from dangvien.models import Member, MemberStatus, StatusKind

OLD = 78
"""From this age on a cell lets some of its members stay at home."""
AWAY = ("thành phố Hồ Chí Minh", "tỉnh Đồng Nai", "thành phố Đà Nẵng", "tỉnh Lâm Đồng")
CONTACTS = ("gọi điện mỗi tháng", "qua gia đình", "nhắn tin trong nhóm của chi bộ")
PASSING = ("chua_benh", "luu_dong", "thai_san", "cho_nghi_huu")


def write(planted: Tree, seed: str) -> None:
    """Save the statuses of the khu phố's members; a generator of their own leaves everybody else as they are."""
    rng = generator(seed, "tinh-trang")
    cells = [cell.organization.pk for cell in planted.cells if cell.is_residential]
    members = Member.objects.present().filter(organization__in=cells, official_on__lt=date(2024, 1, 1))
    drawn = (_of(rng, member) for member in members.select_related("person", "organization").order_by("pk"))
    MemberStatus.objects.bulk_create([status for status in drawn if status is not None])


def _of(rng: Random, member: Member) -> MemberStatus | None:
    age, chance = member.person.age_on(LAST_DAY), rng.random()
    if age >= OLD and chance < 0.25:
        return _exempt(rng, member, "tuoi_cao", workday(LAST_DAY - rng.randrange(60, 600) * DAY))
    if age < 55 and chance < 0.004:
        ground = "thai_san" if member.person.gender == "nu" and age < 40 else rng.choice(PASSING[:2])
        return _exempt(rng, member, ground, workday(LAST_DAY - rng.randrange(60, 360) * DAY))
    if age < 55 and chance < 0.02:
        return MemberStatus(
            member=member,
            kind=StatusKind.DI_XA,
            since=LAST_DAY - rng.randrange(40, 700) * DAY,
            place=rng.choice(AWAY),
            contact=rng.choice(CONTACTS),
        )
    if age < 50 and chance < 0.022:
        return MemberStatus(member=member, kind=StatusKind.MAT_LIEN_LAC, since=LAST_DAY - rng.randrange(30, 160) * DAY)
    return None


def _exempt(rng: Random, member: Member, ground: str, decided_on: date) -> MemberStatus | None:
    """An exemption from the month after its document on: the cell's own of the old, the committee's of the others."""
    cell = member.organization
    placement = cell.placement_on(decided_on) if cell else None
    if placement is None or placement.parent is None:
        return None
    by_cell = ground == "tuoi_cao"
    since = (decided_on.replace(day=1) + 32 * DAY).replace(day=1)
    return MemberStatus(
        member=member,
        kind=StatusKind.MIEN,
        ground=ground,
        since=since,
        until=None if by_cell else since + rng.randrange(120, 300) * DAY,
        decider=cell if by_cell else placement.parent,
        number=f"{rng.randrange(5, 60):02d}-{'NQ/CB' if by_cell else 'QĐ/ĐU'}",
        decided_on=decided_on,
    )
