"""Reasons against an act on organizations, all at once: the day, the tree it would leave, the people in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from dangvien.dates import add_months
from dangvien.models import Candidate, Member, OrganizationKind, Placement
from dangvien.models.organization import CELLS
from dangvien.procedure.problem import Problem
from dangvien.procedure.restructuring.ground import (
    PART,
    Ground,
    candidates_in,
    in_parts,
    lines_that_count,
    members_in,
)
from dangvien.procedure.restructuring.plan import Restructuring, Seat
from dangvien.scope import Scope
from dangvien.text import day_short, thousands

MONTHS_AHEAD = 12
"""An act is written down at most so many months before its day: further away a wrong year is likelier."""


@dataclass(frozen=True)
class Finding(Problem):
    """A problem and the code of the organization it is about (empty: of the act as a whole)."""

    about: str = ""


def problems(plan: Restructuring, today: date, scope: Scope | None = None) -> list[Finding]:
    """Every reason against a plan, as the register stands. With a scope, also what lies outside of it."""
    ground = Ground.of(plan)
    found = list(_of_the_day(plan, today))
    missing = list(_unknown(ground, scope))
    found += missing
    if any(finding.about not in ground.organizations for finding in missing):
        return found
    for code in plan.founded:
        found += _founding(ground, code)
    for code, seat in plan.changed.items():
        found += _changing(ground, code, seat)
    for code, heir in plan.ended.items():
        found += _ending(ground, code, heir)
    for code, seat in {**plan.founded, **plan.changed}.items():
        found += _seat(ground, code, seat)
    found += _people(ground, today)
    return found


def _of_the_day(plan: Restructuring, today: date) -> Iterator[Finding]:
    if plan.on > add_months(today, MONTHS_AHEAD):
        yield Finding("on", f"Ngày {day_short(plan.on)} còn xa hơn một năm. Kiểm tra lại năm.")


def _unknown(ground: Ground, scope: Scope | None) -> Iterator[Finding]:
    wanted = ground.plan.standing_codes
    plan = ground.plan
    for code in sorted(set(plan.founded) & {*plan.changed, *plan.ended, *plan.sources}):
        yield Finding("code", f"Mã {code} đã dùng cho tổ chức khác. Đặt mã khác.", about=code)
    for code in sorted(wanted - set(ground.organizations)):
        yield Finding("code", f"Không có tổ chức nào mang mã {code}. Kiểm tra lại mã.", about=code)
    if scope is None:
        return
    touched = {*ground.plan.changed, *ground.plan.ended, *ground.plan.ended.values(), *ground.plan.targets}
    touched |= set(ground.plan.sources)
    mine = scope.keys
    for code in sorted(touched & set(ground.organizations)):
        if not scope.is_whole and ground.organizations[code].pk not in mine:
            sentence = f"Tổ chức mang mã {code} ở ngoài phạm vi của đồng chí."
            yield Finding("organization", sentence, about=code)


def _founding(ground: Ground, code: str) -> Iterator[Finding]:
    known = ground.leftover.get(code)
    if known is not None and Placement.objects.filter(organization=known).exists():
        yield Finding("code", f"Mã {code} đã dùng cho tổ chức khác. Đặt mã khác.", about=code)


def _newest(ground: Ground, code: str) -> Iterator[Finding]:
    """An organization that is changed or ended must work, and nothing later may be written of it already."""
    newest = ground.newest.get(ground.organizations[code].pk)
    if newest is None:
        yield Finding("organization", f"Tổ chức mang mã {code} chưa có vị trí trong hệ thống.", about=code)
    elif ground.plan.on <= newest.valid_from:
        yield Finding(
            "on",
            f"{newest.name} đã có thay đổi từ ngày {day_short(newest.valid_from)}. Thay đổi mới phải sau ngày ấy.",
            about=code,
        )
    elif newest.is_archive:
        sentence = f"{newest.name} đã thôi hoạt động từ ngày {day_short(newest.valid_from)}."
        yield Finding("organization", sentence, about=code)


def _staying_below(ground: Ground, code: str) -> list[Placement]:
    """What would still hang under an organization after the act."""
    found: dict[int, Placement] = {}
    for row in ground.later.get(ground.organizations[code].pk, ()):
        below = ground.codes.get(row.organization_id, "")
        seat = ground.plan.changed.get(below)
        if below not in ground.plan.ended and (seat is None or seat.parent == code):
            found[row.organization_id] = row
    return list(found.values())


def _changing(ground: Ground, code: str, seat: Seat) -> Iterator[Finding]:
    yield from _newest(ground, code)
    if code in ground.plan.ended:
        sentence = f"{ground.name(code)} vừa đổi vừa thôi hoạt động trong một việc. Chọn một trong hai."
        yield Finding("organization", sentence, about=code)
    if seat.is_cell and (below := len(_staying_below(ground, code)) + ground.founded_under[code]):
        yield Finding(
            "kind",
            f"Còn {below} tổ chức trực thuộc; chi bộ không có tổ chức cấp dưới. Chuyển chúng đi trước.",
            about=code,
        )


def _ending(ground: Ground, code: str, heir: str) -> Iterator[Finding]:
    yield from _newest(ground, code)
    plan, name = ground.plan, ground.name(code)
    if below := len(_staying_below(ground, code)):
        sentence = f"{name} còn {below} tổ chức trực thuộc vào ngày {day_short(plan.on)}. Chuyển chúng đi trước."
        yield Finding("organization", sentence, about=code)
    if heir == code:
        yield Finding("heir", f"{name} không thể tự kế thừa. Chọn nơi kế thừa khác.", about=code)
    elif not _stands(ground, heir):
        sentence = f"{ground.name(heir)} không hoạt động vào ngày {day_short(plan.on)}. Chọn nơi kế thừa khác."
        yield Finding("heir", sentence, about=code)
    elif _is_circle(ground, code):
        sentence = f"{ground.name(heir)} nằm dưới chính {name}. Chọn nơi kế thừa khác."
        yield Finding("heir", sentence, about=code)


def _stands(ground: Ground, code: str) -> bool:
    """Whether an organization works from the act's day on, as far as anything is written of it."""
    if code in ground.plan.ended:
        return False
    if code in ground.plan.founded:
        return True
    key = ground.organizations[code].pk
    held, newest = ground.tree.get(key), ground.newest.get(key)
    return held is not None and not held.is_archive and newest is not None and not newest.is_archive


def _is_circle(ground: Ground, code: str) -> bool:
    """Whether the walk upwards from an organization's new superior comes back to it."""
    above = ground.parent_after(code)
    return above is not None and ground.node(code) in ground.line_after(ground.node(above))


def _seat(ground: Ground, code: str, seat: Seat) -> Iterator[Finding]:
    """Reasons against a new seat: superior not standing that day, a cell as superior, a circle."""
    if seat.kind == OrganizationKind.LUU_TRU:
        yield Finding("kind", "Đưa vào lưu trữ là một việc riêng; chọn loại tổ chức khác.", about=code)
    if seat.parent is None:
        return
    above, on = ground.name(seat.parent), day_short(ground.plan.on)
    if not _stands(ground, seat.parent):
        yield Finding("parent", f"{above} không hoạt động vào ngày {on}. Chọn cấp trên khác.", about=code)
    elif ground.kind_after(seat.parent) in CELLS:
        yield Finding("parent", f"{above} là chi bộ, không có tổ chức cấp dưới. Chọn cấp trên khác.", about=code)
    if _is_circle(ground, code):
        yield Finding("parent", f"{above} nằm dưới chính tổ chức này. Chọn cấp trên khác.", about=code)


# The people


def _people(ground: Ground, today: date) -> Iterator[Finding]:
    plan = ground.plan
    ways = [*((move.source, move.target) for move in plan.moves), *plan.rest.items()]
    for code in dict.fromkeys(source for source, target in ways if source == target):
        yield Finding("target", f"{ground.name(code)} vừa giao vừa nhận cùng những người ấy.", about=code)
    for code in plan.targets:
        if not _stands(ground, code) or ground.kind_after(code) not in CELLS:
            sentence = (
                f"{ground.name(code)} không phải chi bộ hoạt động từ ngày {day_short(plan.on)}; "
                "đảng viên chỉ sinh hoạt ở chi bộ. Chọn nơi nhận khác."
            )
            yield Finding("target", sentence, about=code)
    yield from _left_behind(ground)
    yield from _named(ground)
    yield from _later_lines(ground)
    if plan.sources and plan.on > today and _anybody(ground):
        yield Finding("on", f"Việc này có người chuyển theo, nên chỉ ghi được từ ngày {day_short(plan.on)} trở đi.")


def _anybody(ground: Ground) -> bool:
    keys = ground.keys(ground.plan.sources)
    return bool(members_in(keys) or candidates_in(keys))


def _left_behind(ground: Ground) -> Iterator[Finding]:
    """Members and open candidates of a cell that ends, for whom the plan names no place."""
    plan = ground.plan
    open_ended = [code for code in ground.emptied if code not in plan.rest and code in ground.organizations]
    if not open_ended:
        return
    keys = ground.keys(open_ended)
    members, candidates = members_in(keys), candidates_in(keys)
    named: Counter[str] = Counter()
    followed: Counter[str] = Counter()
    for move in plan.moves:
        named[move.source] += len(move.members)
        followed[move.source] += len(move.candidates)
    for code in open_ended:
        key = ground.organizations[code].pk
        if (left := members.get(key, 0) - named[code]) > 0:
            sentence = f"{ground.name(code)} còn {thousands(left)} đảng viên. Chuyển đảng viên sang chi bộ khác trước."
            yield Finding("organization", sentence, about=code)
        if (left := candidates.get(key, 0) - followed[code]) > 0:
            sentence = (
                f"{ground.name(code)} còn theo dõi {thousands(left)} quần chúng ưu tú. Chọn chi bộ theo dõi tiếp."
            )
            yield Finding("organization", sentence, about=code)


def _named(ground: Ground) -> Iterator[Finding]:
    """People named one by one: each once, and where the plan believes them to be."""
    for attribute, model, noun in (
        ("members", Member, "đảng viên"),
        ("candidates", Candidate, "quần chúng ưu tú"),
    ):
        wanted: dict[str, list[int]] = {}
        for move in ground.plan.moves:
            wanted.setdefault(move.source, []).extend(getattr(move, attribute))
        for code, keys in wanted.items():
            if len(keys) != len(set(keys)):
                yield Finding("people", f"Có {noun} của {ground.name(code)} được xếp hai nơi. Xếp lại.", about=code)
            here = 0
            for part in in_parts(sorted(set(keys))):
                here += model._default_manager.filter(pk__in=part, organization__code=code).count()
            if gone := len(set(keys)) - here:
                sentence = (
                    f"{thousands(gone)} {noun} trong danh sách không còn ở {ground.name(code)}. Mở lại danh sách."
                )
                yield Finding("people", sentence, about=code)


def _later_lines(ground: Ground) -> Iterator[Finding]:
    """Lines of the ledger on the act's day or later, in a cell that ends or of somebody who leaves a cell."""
    plan = ground.plan
    keys, later = set(ground.keys(ground.emptied)), lines_that_count(plan.on)
    last = dict(
        later.filter(organization__in=keys).order_by().values_list("organization").annotate(d=Max("occurred_on"))
    )
    for key, day in last.items():
        sentence = f"{ground.name(ground.codes[key])} có dòng sổ ngày {day_short(day)}. "
        told = "Ngày lưu trữ phải sau ngày ấy." if plan.kind == "luu_tru" else "Ngày của việc này phải sau ngày ấy."
        yield Finding("on", sentence + told, about=ground.codes[key])
    staying = [code for code in plan.sources if ground.organizations[code].pk not in keys]
    for code in staying:
        if code in plan.rest:
            of_source = later.filter(member__organization=ground.organizations[code])
            yield from _late_people(ground, code, of_source.order_by().values("member").distinct().count())
            continue
        named = sorted({key for move in plan.moves if move.source == code for key in move.members})
        late: set[int] = set()
        for part in in_parts(named, PART):
            late |= set(later.filter(member__in=part).values_list("member", flat=True))
        yield from _late_people(ground, code, len(late))


def _late_people(ground: Ground, code: str, late: int) -> Iterator[Finding]:
    if late:
        sentence = (
            f"{thousands(late)} đảng viên của {ground.name(code)} có dòng sổ từ ngày {day_short(ground.plan.on)} "
            "trở đi. Ngày của việc này phải sau những ngày ấy."
        )
        yield Finding("on", sentence, about=code)
