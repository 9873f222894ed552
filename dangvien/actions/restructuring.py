"""Carrying out an act on organizations: one engine for founding, changing, merging, splitting, ending, and the whole of
a reform. `taking_back.py` undoes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db import transaction

from dangvien.actions.auditing import Noted, note_all
from dangvien.actions.deciding import record_decision
from dangvien.actions.progress import refresh_all
from dangvien.models import (
    FOREVER,
    Candidate,
    Decision,
    Kind,
    Member,
    Movement,
    Organization,
    OrganizationKind,
    Placement,
    Reorganization,
    Transfer,
    User,
)
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import refuse_if_any
from dangvien.procedure.restructuring import Restructuring, Seat, effects, problems
from dangvien.procedure.restructuring.ground import Ground, in_parts
from dangvien.procedure.restructuring.people import (
    Passenger,
    candidates_going,
    members_going,
    transfers_coming,
    transfers_leaving,
)

BATCH = 1000
"""Rows written in one statement."""

Keys = Mapping[str, int]
"""Code → key, of the founded ones too."""


@transaction.atomic
def carry_out(
    *, by: User | None, restructuring: Restructuring, decision: Decision | DecisionFacts | None = None, today: date
) -> Reorganization:
    """Do everything a plan says, or refuse with every reason. A decision's paper is entered with it.

    Placements are closed and opened, members go with a pair of lines of the ledger, the people a cell follows and
    transfers under way go along, and what was written down of cases under it is written down anew.
    """
    plan = restructuring
    lock_organizations(plan.standing_codes | set(plan.founded))
    refuse_if_any(problems(plan, today))
    ground = Ground.of(plan)
    _lock_people(ground)
    members, candidates = members_going(ground), candidates_going(ground)
    leaving, coming = transfers_leaving(members), transfers_coming(ground)
    if isinstance(decision, DecisionFacts):
        assert by is not None, "a paper is entered by somebody"
        decision = record_decision(by=by, facts=decision, subject=Decision.Subject.TO_CHUC, today=today)
    shown = effects(plan, today).as_json()
    keys = _found(ground)
    act = Reorganization.objects.create(
        kind=plan.kind,
        organization_id=keys[plan.main],
        occurred_on=plan.on,
        decision=decision,
        plan={
            "plan": plan.as_json(),
            "effects": shown,
            "candidates": [[item.key, item.source, keys[item.target]] for item in candidates],
            "origins": [[item.key, item.source, keys[item.target]] for item in leaving],
            "destinations": [[item.key, item.source, keys[item.target]] for item in coming],
        },
        recorded_by=by,
    )
    _place(act, ground, keys)
    _write_lines(act, members, keys)
    point(Member, "organization", [(item.key, keys[item.target]) for item in members])
    point(Candidate, "organization", [(item.key, keys[item.target]) for item in candidates])
    point(Transfer, "origin", [(item.key, keys[item.target]) for item in leaving])
    point(Transfer, "destination", [(item.key, keys[item.target]) for item in coming])
    write_cases_anew([keys[code] for code in (*plan.changed, *plan.ended, *plan.sources, *plan.targets)], today)
    note_all(by=by, entries=_told(act, ground, keys, members, candidates))
    return act


def lock_organizations(codes: Iterable[str]) -> None:
    """The identities are locked, not the placements: whoever waited for a placement would find it closed."""
    rows = Organization.objects.select_for_update(no_key=True).filter(code__in=set(codes)).order_by("pk")
    list(rows.values_list("pk"))


def _lock_people(ground: Ground) -> None:
    """Whoever goes along, before anything is written: cases and lines are written by others at the same time."""
    sources = ground.keys(ground.plan.sources)
    list(
        Candidate.objects.select_for_update(no_key=True)
        .filter(organization__in=sources)
        .order_by("pk")
        .values_list("pk")
    )
    list(
        Member.objects.select_for_update(no_key=True).filter(organization__in=sources).order_by("pk").values_list("pk")
    )


def _found(ground: Ground) -> dict[str, int]:
    """Make the new identities; a code left over from an act that was taken back is used again. Gives all keys."""
    new = [Organization(code=code) for code in ground.plan.founded if code not in ground.leftover]
    made = Organization.objects.bulk_create(new, batch_size=BATCH)
    return {row.code: row.pk for row in (*ground.organizations.values(), *ground.leftover.values(), *made)}


def _place(act: Reorganization, ground: Ground, keys: Keys) -> None:
    """Close the places that end and open those that begin."""
    plan = ground.plan
    closing = ground.keys([*plan.changed, *plan.ended])
    for part in in_parts(closing):
        Placement.objects.filter(organization__in=part, valid_to=FOREVER).update(valid_to=plan.on)
    seats = {**plan.founded, **plan.changed, **_archives(ground)}
    rows = [_placement(act, keys[code], seat, keys) for code, seat in seats.items()]
    Placement.objects.bulk_create(rows, batch_size=BATCH)


def _archives(ground: Ground) -> dict[str, Seat]:
    """What ends keeps its name, sector, area and order, under its heir."""
    found = {}
    for code, heir in ground.plan.ended.items():
        now = ground.newest[ground.organizations[code].pk]
        seat = Seat.of(now, heir)
        found[code] = Seat(
            name=seat.name,
            kind=OrganizationKind.LUU_TRU,
            parent=heir,
            short_name=seat.short_name,
            sector=seat.sector,
            area=seat.area,
            position=seat.position,
            locality=seat.locality,
        )
    return found


def _placement(act: Reorganization, organization: int, seat: Seat, keys: Keys) -> Placement:
    return Placement(
        organization_id=organization,
        parent_id=keys[seat.parent] if seat.parent is not None else None,
        name=seat.name,
        short_name=seat.short_name,
        kind=seat.kind,
        sector=seat.sector,
        area=seat.area,
        locality_id=seat.locality,
        position=seat.position,
        valid_from=act.occurred_on,
        decision=act.decision,
        reorganization=act,
    )


def _write_lines(act: Reorganization, members: Sequence[Passenger], keys: Keys) -> None:
    """Two lines for everybody who goes: out of the one cell, into the other, on the act's day. All that lead out have
    lower keys than those that lead in, so that each member's two stand in the order of life."""

    def line(item: Passenger, kind: Kind, here: int, there: int) -> Movement:
        return Movement(
            member_id=item.key,
            organization_id=here,
            counterpart_id=there,
            kind=kind,
            occurred_on=act.occurred_on,
            recorded_by=act.recorded_by,
            decision=act.decision,
            reorganization=act,
        )

    out = (line(item, Kind.DI_NOI_BO, item.source, keys[item.target]) for item in members)
    into = (line(item, Kind.DEN_NOI_BO, keys[item.target], item.source) for item in members)
    Movement.objects.bulk_create(out, batch_size=BATCH)
    Movement.objects.bulk_create(into, batch_size=BATCH)


def point(
    model: type[Member] | type[Candidate] | type[Transfer], column: str, wanted: Iterable[tuple[int, int]]
) -> None:
    """Set the pointers of many rows to their organizations, in as few statements as there are organizations."""
    by_place: dict[int, list[int]] = {}
    for key, place in wanted:
        by_place.setdefault(place, []).append(key)
    for place, keys in by_place.items():
        for part in in_parts(keys):
            model._default_manager.filter(pk__in=part).update(**{column: place})


def write_cases_anew(organizations: Iterable[int], today: date) -> None:
    """States and deadlines of everybody under these organizations, as the tree of today has it now."""
    keys = sorted(set(organizations))
    if keys:
        refresh_all(today, list(Organization.objects.under(keys, on=today)))


def _told(
    act: Reorganization,
    ground: Ground,
    keys: Keys,
    members: Sequence[Passenger],
    candidates: Sequence[Passenger],
) -> Iterator[Noted]:
    """One entry for each organization that changed, and one for the act when it is more than that."""
    plan = ground.plan
    known = {key: Organization(pk=key, code=code) for code, key in keys.items()}
    for code, seat in plan.founded.items():
        after = {"tên": seat.name, "loại": seat.kind, "từ ngày": plan.on}
        yield Noted("thành lập tổ chức", known[keys[code]], keys[code], None, after)
    for code, seat in plan.changed.items():
        now = ground.newest[keys[code]]
        above = keys[seat.parent] if seat.parent is not None else None
        before = {"tên": now.name, "loại": now.kind, "cấp trên": now.parent_id}
        after = {"tên": seat.name, "loại": seat.kind, "cấp trên": above, "từ ngày": plan.on}
        yield Noted("đổi tên, loại hoặc cấp trên", known[keys[code]], keys[code], before, after)
    for code, heir in plan.ended.items():
        now = ground.newest[keys[code]]
        before = {"tên": now.name, "loại": now.kind}
        after = {"nơi kế thừa": heir, "từ ngày": plan.on}
        yield Noted("đưa tổ chức vào lưu trữ", known[keys[code]], keys[code], before, after)
    touched = len(plan.founded) + len(plan.changed) + len(plan.ended)
    if touched > 1 or members or candidates:
        summary = {
            "việc": act.get_kind_display(),
            "từ ngày": plan.on,
            "thành lập": len(plan.founded),
            "thay đổi": len(plan.changed),
            "thôi hoạt động": len(plan.ended),
            "đảng viên chuyển theo": len(members),
            "quần chúng ưu tú chuyển theo": len(candidates),
        }
        yield Noted("sắp xếp tổ chức", act, act.organization_id, None, summary)
