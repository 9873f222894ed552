"""What was done since an act on organizations: whether something was built on it, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from dangvien.models import (
    FOREVER,
    Candidate,
    Case,
    ClosingBalance,
    Deadline,
    Kind,
    Locality,
    Member,
    Movement,
    Organization,
    Placement,
    ReformPlan,
    Reorganization,
    Step,
    Transfer,
)
from dangvien.procedure.problem import Problem
from dangvien.procedure.restructuring.ground import in_parts
from dangvien.text import day_short, join_vi, lower_first, thousands

SHOWN = 5
"""So many names stand in one sentence."""

PLACES = "localities"
"""Where an act's plan keeps the residential places it gave to heirs: pairs of the old entry's key and the new one's."""


@dataclass(frozen=True)
class Aftermath:
    """What an act left: keys of the organizations it founded and of those it changed or ended (`kept`), and of each
    member it moved the cells: from, to."""

    founded: list[int]
    kept: list[int]
    members: dict[int, tuple[int, int]]

    @property
    def touched(self) -> list[int]:
        cells = {key for way in self.members.values() for key in way}
        return sorted({*self.founded, *self.kept, *cells})


def aftermath_of(act: Reorganization) -> Aftermath:
    """Read it from the act's own placements and lines, in three queries."""
    placed = list(act.placements.order_by("pk").values_list("organization_id", "organization__code"))
    new = set(act.plan["plan"]["founded"])
    arrivals = act.movements.filter(kind=Kind.DEN_NOI_BO, reverses__isnull=True).order_by("pk")
    return Aftermath(
        founded=[key for key, code in placed if code in new],
        kept=[key for key, code in placed if code not in new],
        members={
            member: (source or 0, target)
            for member, source, target in arrivals.values_list("member_id", "counterpart_id", "organization_id")
        },
    )


def taking_back_problems(act: Reorganization, reason: str) -> list[Problem]:
    """Every reason against taking an act back."""
    if act.taken_back_at is not None:
        return [Problem("", "Việc này đã được rút lại.")]
    found = [] if reason.strip() else [Problem("reason", "Ghi lý do rút lại.")]
    after = aftermath_of(act)
    found += _later_places(act, after)
    found += _later_acts(act, after)
    found += _later_lines(act, after)
    found += _later_cases(act)
    found += _things_of(act, after)
    return found


def _later_places(act: Reorganization, after: Aftermath) -> Iterator[Problem]:
    """Places that began after the act's, or that hang under what it founded."""
    changed = act.placements.exclude(valid_to=FOREVER)
    if names := _names(changed):
        sentence = f"Sau việc này còn thay đổi của {names}. Rút lại thay đổi ấy trước."
        yield Problem("", sentence)
    under = Placement.objects.filter(parent__in=after.founded)
    if names := _names(under.exclude(reorganization=act)):
        yield Problem("", f"Đã có tổ chức đặt dưới tổ chức mới thành lập: {names}. Chuyển chúng đi trước.")


def _names(placements: QuerySet[Placement]) -> str:
    names = list(placements.order_by("pk").values_list("name", flat=True)[: SHOWN + 1])
    shown = names[:SHOWN]
    return join_vi([*shown, "những tổ chức khác"] if len(names) > SHOWN else shown)


def _later_acts(act: Reorganization, after: Aftermath) -> Iterator[Problem]:
    seen: set[int] = set()
    for part in in_parts(after.touched):
        concerned = Q(placements__organization__in=part) | Q(movements__organization__in=part)
        later = Reorganization.objects.standing().filter(concerned, pk__gt=act.pk).order_by("pk").distinct()
        for other in later[:SHOWN]:
            if other.pk in seen:
                continue
            seen.add(other.pk)
            sentence = (
                f"Sau việc này đã ghi “{lower_first(other.get_kind_display())}” ngày {day_short(other.occurred_on)} "
                "cũng ở những tổ chức này. Rút lại việc ấy trước."
            )
            yield Problem("", sentence)


def _later_lines(act: Reorganization, after: Aftermath) -> Iterator[Problem]:
    """Lines at what the act founded, and later lines of the members it moved."""
    since = Q(member__in=_moved(act), occurred_on__gte=act.occurred_on)
    lines = Movement.objects.standing().exclude(reorganization=act).filter(Q(organization__in=after.founded) | since)
    first = lines.in_order().select_related("member__person").first()
    if first is not None:
        yield Problem(
            "",
            f"Sau việc này sổ đã ghi thêm {thousands(lines.count())} dòng, trước hết là dòng "
            f"“{lower_first(first.get_kind_display())}” ngày {day_short(first.occurred_on)} của {first.member}. "
            "Đính chính những dòng ấy trước, hoặc ghi một việc sắp xếp khác.",
        )


def _later_cases(act: Reorganization) -> Iterator[Problem]:
    """Steps that the new cell recorded of the people who came along, and people who have moved on."""
    followed = {key: target for key, _, target in act.plan["candidates"]}
    moved_on = steps = 0
    later = Step.objects.standing().filter(recorded_at__gt=act.recorded_at, occurred_on__gte=act.occurred_on)
    for part in in_parts(sorted(followed)):
        for key, place in Candidate.objects.filter(pk__in=part).values_list("pk", "organization_id"):
            moved_on += place != followed[key]
        steps += later.filter(candidate__in=part).count()
    steps += later.filter(probationer__in=_moved(act)).count()
    if moved_on:
        yield Problem("", f"{thousands(moved_on)} quần chúng ưu tú chuyển theo nay đã chuyển tiếp sang nơi khác.")
    if steps:
        yield Problem(
            "", f"Chi bộ mới đã ghi {thousands(steps)} bước trong hồ sơ của những người chuyển theo. Đính chính trước."
        )


def _things_of(act: Reorganization, after: Aftermath) -> Iterator[Problem]:
    """Anything else that names an organization the act founded: accounts, classes, decisions, surveys."""
    if not after.founded:
        return
    found = []
    for relation in Organization._meta.related_objects:
        model: Any = relation.related_model
        if model in (Placement, Movement, Case, Deadline, ClosingBalance, Reorganization, ReformPlan):
            continue
        rows = model._base_manager.filter(**{f"{relation.field.name}__in": after.founded})
        rows = rows.exclude(pk__in=_came_along(act, model, relation.field.name))
        if rows.exists():
            found.append(str(model._meta.verbose_name))
    if found:
        names = join_vi(dict.fromkeys(found))
        yield Problem("", f"Ở tổ chức mới thành lập đã có: {names}. Bỏ hoặc chuyển những thứ ấy đi trước.")


def _came_along(act: Reorganization, model: type[Any], column: str) -> Any:
    """The rows that the act itself brought there."""
    if model is Member:
        return _moved(act)
    if model is Locality:
        return [new for _, new in act.plan.get(PLACES, ())]
    names = {(Candidate, "organization"): "candidates", (Transfer, "origin"): "origins",
             (Transfer, "destination"): "destinations"}  # fmt: skip
    kept = names.get((model, column))
    return [key for key, *_ in act.plan[kept]] if kept else []


def _moved(act: Reorganization) -> QuerySet[Movement, Any]:
    """The keys of the members an act moved, to be asked for within a statement."""
    return Movement.objects.filter(reorganization=act).order_by().values("member")
