"""A few members on their way between wards on the demo's last day. Nobody was taken in: no count changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from dangvien.demo.chance import DAY, generator, workday
from dangvien.demo.timeline import LAST_DAY
from dangvien.demo.tree import Cell, Tree
from dangvien.models import (
    Member,
    Organization,
    OrganizationKind,
    Transfer,
    TransferKind,
    TransferReason,
    TransferStep,
    TransferStepKind,
)

WARDS = 4
"""So many wards send somebody to the next one."""


@dataclass(frozen=True)
class _Way:
    """How long ago the paper was written, and what followed."""

    days: int
    reason: TransferReason
    stays: int = 0
    """Days of a temporary stay; 0 for somebody who moves."""
    refused: str = ""


WAYS = (
    _Way(12, TransferReason.CU_TRU),
    _Way(75, TransferReason.CONG_TAC),
    _Way(30, TransferReason.CONG_TAC, refused="Mục lục hồ sơ chưa có xác nhận của cấp ủy quản lý cũ"),
    _Way(9, TransferReason.HOC_TAP, stays=240),
)
"""One is in time, one late, one came back, one only goes for a time."""


def write(planted: Tree, seed: str) -> None:
    """Save the transfers; a generator of their own leaves everybody else as they are."""
    rng = generator(seed, "chuyen-sinh-hoat")
    wards = _wards([cell for cell in planted.cells if cell.is_residential])
    for place, way in zip(range(min(WARDS, len(wards) - 1)), WAYS, strict=False):
        cells, (_, to) = wards[place][0], wards[place + 1]
        members = Member.objects.official().filter(organization__in=cells, transfers__isnull=True)
        moving = list(members.order_by("pk").values_list("pk", flat=True))
        if moving:
            _write(rng, Member.objects.select_related("organization").get(pk=rng.choice(moving)), to, way)


def _wards(cells: Sequence[Cell]) -> list[tuple[list[Organization], Organization]]:
    """The khu phố cells of each ward, with the committee above them on the last day."""
    found: dict[int, tuple[list[Organization], Organization]] = {}
    for cell in cells:
        placement = cell.organization.placement_on(LAST_DAY)
        if placement is not None and placement.parent is not None:
            found.setdefault(placement.parent.pk, ([], placement.parent))[0].append(cell.organization)
    return list(found.values())


def _write(rng: Random, member: Member, to: Organization, way: _Way) -> None:
    paper = workday(LAST_DAY - way.days * DAY)
    placement = to.placement_on(LAST_DAY)
    own_superior = placement is not None and placement.kind == OrganizationKind.CAP_TREN
    moves = TransferKind.CHINH_THUC if own_superior else TransferKind.NOI_BO
    transfer = Transfer.objects.create(
        member=member,
        kind=TransferKind.TAM_THOI if way.stays else moves,
        reason=way.reason,
        origin=member.organization,
        destination=to,
        decided_on=workday(paper - rng.randrange(5, 25) * DAY),
    )
    TransferStep.objects.create(
        transfer=transfer,
        kind=TransferStepKind.GIOI_THIEU,
        occurred_on=paper,
        number=f"{rng.randrange(3, 40):02d}",
        until=paper + way.stays * DAY if way.stays else None,
    )
    if way.refused:
        TransferStep.objects.create(
            transfer=transfer,
            kind=TransferStepKind.TU_CHOI,
            occurred_on=workday(paper + 10 * DAY),
            reason=way.refused,
        )
