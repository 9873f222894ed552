"""Taking an act on organizations back, while nothing was built on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import Noted, note_all
from dangvien.actions.reform_places import return_places
from dangvien.actions.restructuring import BATCH, lock_organizations, point, write_cases_anew
from dangvien.models import (
    FOREVER,
    Candidate,
    ClosingBalance,
    Kind,
    Member,
    Movement,
    Organization,
    Placement,
    ReformPlan,
    Reorganization,
    Transfer,
    User,
)
from dangvien.procedure.problem import refuse_if_any
from dangvien.procedure.restructuring.aftermath import Aftermath, aftermath_of, taking_back_problems
from dangvien.procedure.restructuring.ground import in_parts


@transaction.atomic
def take_back(*, by: User, act: Reorganization, reason: str, today: date) -> Reorganization:
    """Set back everything an act did, or refuse with every reason.

    Its placements and the organizations it founded go, the ones before are open again; its lines of the ledger are
    reversed on their own day. A founded organization that lines of the ledger or acts taken back before name
    stays as an identity without a place, for those are never deleted.
    """
    touched = Organization.objects.filter(placements__reorganization=act).values_list("code", flat=True)
    lock_organizations(touched)
    act = Reorganization.objects.select_for_update(no_key=True).get(pk=act.pk)
    members = Member.objects.filter(movements__reorganization=act)
    list(
        Member.objects.select_for_update(no_key=True)
        .filter(pk__in=members.values("pk"))
        .order_by("pk")
        .values_list("pk")
    )
    refuse_if_any(taking_back_problems(act, reason))
    after = aftermath_of(act)
    _reverse_lines(act, reason, by)
    _set_people_back(act, after)
    before = list(_placements(act))
    return_places(act)
    _set_places_back(act, after)
    act.taken_back_at, act.taken_back_by, act.taken_back_reason = timezone.now(), by, reason.strip()
    act.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    write_cases_anew([*after.kept, *(source for source, _ in after.members.values())], today)
    note_all(by=by, entries=_told(act, after, before, reason))
    return act


def _reverse_lines(act: Reorganization, reason: str, by: User) -> None:
    """What came in goes out again first; both on the line's own day."""
    for kind in (Kind.DEN_NOI_BO, Kind.DI_NOI_BO):
        lines = act.movements.standing().filter(kind=kind).order_by("pk")
        mends = [
            Movement(
                member_id=line.member_id,
                organization_id=line.organization_id,
                counterpart_id=line.counterpart_id,
                kind=line.kind,
                occurred_on=line.occurred_on,
                decision_id=line.decision_id,
                reverses=line,
                reason=reason.strip(),
                recorded_by=by,
                reorganization=act,
            )
            for line in lines
        ]
        Movement.objects.bulk_create(mends, batch_size=BATCH)


def _set_people_back(act: Reorganization, after: Aftermath) -> None:
    point(Member, "organization", [(key, source) for key, (source, _) in after.members.items()])
    for model, column, name in (
        (Candidate, "organization", "candidates"),
        (Transfer, "origin", "origins"),
        (Transfer, "destination", "destinations"),
    ):
        point(model, column, [(key, source) for key, source, _ in act.plan[name]])


def _placements(act: Reorganization) -> Iterator[dict[str, Any]]:
    """What the act's placements said, for the trail."""
    rows = list(act.placements.select_related("organization", "parent").order_by("pk"))
    own = {row.organization_id: row.name for row in rows}
    for row in rows:
        # A superior that the act itself founded will have no name once it is gone: it is told by the name it had.
        above: Any = own.get(row.parent_id or 0, row.parent_id)
        yield {"organization": row.organization, "tên": row.name, "loại": row.kind, "cấp trên": above}


def _set_places_back(act: Reorganization, after: Aftermath) -> None:
    act.placements.all().delete()
    for part in in_parts(after.kept):
        Placement.objects.filter(organization__in=part, valid_to=act.occurred_on).update(valid_to=FOREVER)
    named = set(Movement.objects.filter(organization__in=after.founded).values_list("organization", flat=True))
    for acts in (Reorganization.objects.exclude(pk=act.pk), ReformPlan.objects.all()):  # taken back before this one
        named |= set(acts.filter(organization__in=after.founded).values_list("organization", flat=True))
    named |= {act.organization_id}
    gone = [key for key in after.founded if key not in named]
    for part in in_parts(gone):
        ClosingBalance.objects.filter(organization__in=part).delete()
        Organization.objects.filter(pk__in=part).delete()


def _told(act: Reorganization, after: Aftermath, before: list[dict[str, Any]], reason: str) -> Iterator[Noted]:
    now = {
        row.organization_id: row
        for part in in_parts(after.kept)
        for row in Placement.objects.filter(organization__in=part, valid_to=FOREVER)
    }
    for told in before:
        organization = told["organization"]
        was = {field: value for field, value in told.items() if field != "organization"}
        row = now.get(organization.pk)
        again = {"tên": row.name, "loại": row.kind, "cấp trên": row.parent_id} if row else None
        verb = "trở lại như trước sắp xếp" if row else "bỏ tổ chức đã thành lập"
        place = organization.pk if row else act.organization_id
        yield Noted(verb, organization, place, was, again, reason.strip())
    summary = {"việc": act.get_kind_display(), "từ ngày": act.occurred_on, "đảng viên trở về": len(after.members)}
    yield Noted("rút lại sắp xếp tổ chức", act, act.organization_id, None, summary, reason.strip())
