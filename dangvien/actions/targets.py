"""Setting targets: by hand, by a rate, by sharing one out; correcting and withdrawing them.

A row is never changed. A corrected target is a new row that names the one it replaces, so that a report issued before
still finds what it said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import Noted, note_all
from dangvien.models import Basis, DeclaredFigure, Organization, ShareWay, StockKind, User
from dangvien.procedure.declared import source_label, years_of
from dangvien.procedure.places import places_of
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.procedure.targets.checks import (
    Origin,
    Paper,
    TargetFacts,
    correct_problems,
    paper_problems,
    share_problems,
    target_problems,
    withdraw_problems,
)
from dangvien.procedure.targets.reading import parent_of, reckoned
from dangvien.text import nfc

SHARED_AGAIN = "Phân bổ lại"


@dataclass(frozen=True)
class Part:
    """One part of a target: whose it is or of which source, how many, and the weight it was shared by."""

    organization: Organization
    value: int
    source: str = ""
    weight: int | None = None

    @property
    def box(self) -> str:
        """The name of the box in which it is typed."""
        return f"phan-{self.source or self.organization.pk}"


@transaction.atomic
def set_targets(*, by: User, facts: Sequence[TargetFacts], today: date) -> list[DeclaredFigure]:
    """Write down targets of one organization, of one or of several years after one another.

    Raises `Refused` with every reason; of several years a reason names its year.
    """
    for key in sorted({item.organization.pk for item in facts}):
        Organization.objects.select_for_update(no_key=True).get(pk=key)  # of two writers the second sees the first
    problems: list[Problem] = []
    for item in facts:
        found = target_problems(item, today, parent_of(item.organization, item.last_year))
        several = len(facts) > 1
        problems += [Problem("", f"Năm {item.first_year}: {one.sentence}") if several else one for one in found]
    refuse_if_any(problems)
    written = []
    for item in facts:
        figure = _row(item, by)
        figure.save()
        written.append(figure)
    note_all(by=by, entries=[Noted("giao chỉ tiêu", row, row.organization_id, None, _told(row)) for row in written])
    return written


@transaction.atomic
def share_target(
    *,
    by: User,
    whole: DeclaredFigure,
    parts: Sequence[Part],
    way: ShareWay,
    weighed_on: date,
    paper: Paper,
    today: date,
) -> list[DeclaredFigure]:
    """Share a target out over those below it, or over the sources of candidates; the parts add up to it.

    A part that stands with another number is replaced, one that stands with the same is left. `weighed_on` is the day
    the weights are of. Raises `Refused` with every reason.
    """
    whole = DeclaredFigure.objects.select_for_update(no_key=True).get(pk=whole.pk)
    if whole.voided_at is not None:
        raise Refused.at("", "Chỉ tiêu này đã rút hoặc đã sửa. Mở chỉ tiêu đang dùng rồi phân bổ.")
    names = {part.box: _part_name(part, weighed_on) for part in parts}
    refuse_if_any(
        [*paper_problems(paper, today), *share_problems(whole, {part.box: part.value for part in parts}, names)]
    )
    standing = _standing_parts(whole, parts)
    written, replaced = [], []
    for part in parts:
        old = standing.get((part.organization.pk, part.source))
        if old is not None and old.value == part.value and old.shared_from_id == whole.pk:
            continue
        facts = _facts_of_part(whole, part, way, weighed_on, paper)
        refuse_if_any(_part_problems(facts, today, part, old))
        if old is not None:
            _void([old], SHARED_AGAIN)
            replaced.append(old)
        figure = _row(facts, by, replaces=old)
        figure.save()
        if old is not None:
            old.shares.standing().update(shared_from=figure)
        written.append(figure)
    note_all(
        by=by,
        entries=[
            *(Noted("rút chỉ tiêu", row, row.organization_id, _told(row), None, SHARED_AGAIN) for row in replaced),
            *(Noted("phân bổ chỉ tiêu", row, row.organization_id, None, _told(row)) for row in written),
        ],
    )
    return written


@transaction.atomic
def correct_target(*, by: User, figure: DeclaredFigure, facts: TargetFacts, reason: str, today: date) -> DeclaredFigure:
    """Put another number or document in the place of a target's, with the reason; its parts stay its parts.

    Raises `Refused` with every reason: what exceeds the whole, or is less than the parts, is corrected there first.
    """
    figure = DeclaredFigure.objects.select_for_update(no_key=True).get(pk=figure.pk)
    parent = parent_of(facts.organization, facts.last_year)
    refuse_if_any([*correct_problems(figure, reason), *target_problems(facts, today, parent, replaced=figure)])
    before = _told(figure)
    _void([figure], nfc(reason))
    new = _row(facts, by, replaces=figure)
    new.save()
    figure.shares.standing().update(shared_from=new)
    noted = Noted("sửa chỉ tiêu", new, new.organization_id, before, _told(new), nfc(reason))
    note_all(by=by, entries=[noted])
    return new


@transaction.atomic
def withdraw_target(*, by: User, figure: DeclaredFigure, reason: str, with_parts: bool) -> list[DeclaredFigure]:
    """Withdraw a target, with its parts and theirs when asked; all of them stay, with the reason. Raises `Refused`."""
    figure = DeclaredFigure.objects.select_for_update(no_key=True).get(pk=figure.pk)
    refuse_if_any(withdraw_problems(figure, reason, with_parts=with_parts))
    gone = [figure, *_parts_below(figure)] if with_parts else [figure]
    _void(gone, nfc(reason))
    note_all(
        by=by, entries=[Noted("rút chỉ tiêu", row, row.organization_id, _told(row), None, nfc(reason)) for row in gone]
    )
    return gone


def _row(facts: TargetFacts, by: User | None, replaces: DeclaredFigure | None = None) -> DeclaredFigure:
    """The row of a target, unsaved; it may carry the batch of nobody, because no file told it."""
    origin, paper = facts.origin, facts.paper
    return DeclaredFigure(
        organization=facts.organization,
        purpose=DeclaredFigure.Purpose.TARGET,
        indicator=facts.indicator,
        source=facts.source,
        first_year=facts.first_year,
        last_year=facts.last_year,
        value=facts.value,
        tier=facts.tier,
        document=nfc(paper.cited)[:250],
        document_number=nfc(paper.number),
        document_day=paper.day,
        document_issuer=nfc(paper.issuer),
        basis=origin.basis,
        rate=origin.rate,
        stock=origin.stock,
        stock_on=origin.stock_on,
        stock_kind=origin.stock_kind or "",
        stock_added=origin.stock_added,
        rounding=origin.rounding or "",
        shared_from=origin.shared_from,
        share_way=origin.share_way or "",
        replaces=replaces,
        recorded_by=by,
    )


def _facts_of_part(whole: DeclaredFigure, part: Part, way: ShareWay, weighed_on: date, paper: Paper) -> TargetFacts:
    by_weight = way is not ShareWay.HAND and part.weight is not None
    origin = Origin(
        basis=Basis.SHARED,
        shared_from=whole,
        share_way=way,
        stock=part.weight if by_weight else None,
        stock_on=weighed_on if by_weight else None,
        stock_kind=StockKind.COUNTED if by_weight else None,
    )
    from_whole = TargetFacts.of(whole)
    return from_whole.replaced(
        organization=part.organization, source=part.source or whole.source, value=part.value, paper=paper, origin=origin
    )


def _part_problems(facts: TargetFacts, today: date, part: Part, old: DeclaredFigure | None) -> list[Problem]:
    """Reasons against one part; that all together fit the whole was seen before, and others still change."""
    found = target_problems(facts, today, None, replaced=old)
    if facts.source:  # of the same organization: the sum was seen with the others
        found = [problem for problem in found if "Cộng các nguồn" not in problem.sentence]
    return [Problem(part.box, problem.sentence) for problem in found]


def _standing_parts(whole: DeclaredFigure, parts: Iterable[Part]) -> dict[tuple[int, str], DeclaredFigure]:
    """(Organization, source of the part) → the standing target that is in its place."""
    found = DeclaredFigure.objects.select_for_update(no_key=True).standing().targets()
    found = found.for_years(whole.first_year, whole.last_year).filter(indicator=whole.indicator, tier=whole.tier)
    by_source = any(part.source for part in parts)
    rows = found.filter(organization__in=[part.organization.pk for part in parts]).order_by("pk")
    return {
        (row.organization_id, row.source if by_source else ""): row
        for row in rows
        if (bool(row.source) if by_source else row.source == whole.source)
    }


def _part_name(part: Part, day: date) -> str:
    if part.source:
        return f"nguồn {source_label(DeclaredFigure(source=part.source))}"
    place = places_of([part.organization.pk], day).get(part.organization.pk)
    return place.name if place else part.organization.code


def _parts_below(figure: DeclaredFigure) -> list[DeclaredFigure]:
    """Every standing part of a target, and every part of those."""
    found: list[DeclaredFigure] = []
    asked = [figure.pk]
    while asked:
        rows = list(DeclaredFigure.objects.standing().filter(shared_from__in=asked).order_by("pk"))
        found += rows
        asked = [row.pk for row in rows]
    return found


def _void(rows: Sequence[DeclaredFigure], reason: str) -> None:
    now = timezone.now()
    for row in rows:
        row.voided_at, row.void_reason = now, reason[:250]
    DeclaredFigure.objects.bulk_update(rows, ["voided_at", "void_reason"])


def _told(figure: DeclaredFigure) -> dict[str, Any]:
    """A target as the trail tells it."""
    item = reckoned(figure)
    facts = {
        "loại chỉ tiêu": figure.get_tier_display(),
        "chỉ số": figure.get_indicator_display(),
        "thuộc nguồn": source_label(figure),
        "năm": years_of(figure.first_year, figure.last_year),
        "số": figure.value,
        "cách tính": figure.get_basis_display(),
        "tính ra": item.sentence if item else "",
        "văn bản": figure.document,
    }
    return {name: value for name, value in facts.items() if value != ""}
