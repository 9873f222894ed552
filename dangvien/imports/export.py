"""The register of a subtree written into the layout of our own templates, so that it can be read back as it is.

Rows are read some cells at a time and written as they come: neither the register nor the sheet is ever whole in memory.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from dangvien import day_files
from dangvien.actions.exporting import RegisterFile
from dangvien.actions.jobs import JobFailed
from dangvien.imports.resources import (
    RESOURCES,
    CandidateResource,
    FigureResource,
    LearnerResource,
    MemberResource,
    OrganizationResource,
    RegisterResource,
    Row,
)
from dangvien.imports.templates import unit_labels
from dangvien.models import Introduction, Job, Organization, Placement, Standing
from dangvien.models.candidate import CandidateQuerySet
from dangvien.models.declared import DeclaredFigureQuerySet
from dangvien.models.import_batch import RosterKind
from dangvien.models.member import MemberQuerySet
from dangvien.models.organization import PlacementQuerySet
from dangvien.models.standing import StandingQuerySet
from dangvien.models.training import EnrollmentQuerySet
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.procedure.roster_figures import PURPOSES
from dangvien.rosters.fields import DATA_SHEET, NOTES_SHEET
from dangvien.rosters.sheets import HEADER_ROW, Looks, columns_of, lay_out, notes_sheet, paper, workbook_at
from dangvien.scope import Scope
from dangvien.spreadsheet import Mark
from dangvien.text import thousands

SLICE = 5000
"""Rows that are read at a time; a larger cell is read whole."""

OUT_OF_SCOPE = "Tổ chức này không còn trong phạm vi được xuất của người yêu cầu."


@dataclass(frozen=True)
class Extent:
    """What is exported: the rows of a kind in a subtree, a slice at a time, and how many there are."""

    resource: RegisterResource
    count: int
    slices: Iterator[Sequence[Row]]


def extent_of(scope: Scope, organization: Organization, kind: str, training_class: int | None = None) -> Extent:
    """The rows of a kind under an organization, as far as the scope reaches. Raises KeyError for an unknown kind."""
    here, day = scope.within(organization), scope.today
    names = unit_labels(scope, organization, kind)
    if kind == RosterKind.ORGANIZATIONS:
        placements = here.placements.standing_on(day)
        names |= _other_names(placements.values_list("parent", flat=True), names, day)
        return Extent(OrganizationResource(names), placements.count(), _organizations(placements, day))
    if kind in PURPOSES:
        figures = here.declared_figures.standing().filter(purpose=PURPOSES[RosterKind(kind)])
        names |= _other_names(figures.values_list("organization", flat=True), names, day)
        return Extent(RESOURCES[kind](names), figures.count(), _figures(figures, list(names)))
    if kind == RosterKind.CLASS:
        lines = here.enrollments.filter(training_class=training_class)
        names |= _other_names(lines.values_list("sent_by", flat=True), names, day)
        return Extent(LearnerResource(names), lines.count(), _learners(lines))
    if kind == RosterKind.CANDIDATES:
        candidates = here.candidates.open()
        names |= _other_names(candidates.values_list("organization", flat=True), names, day)
        return Extent(CandidateResource(names), candidates.count(), _candidates(candidates, list(names), day))
    members = here.present_members
    names |= _other_names(members.values_list("organization", flat=True), names, day)
    return Extent(RESOURCES[kind](names), members.count(), _members(members, list(names), day))


def _other_names(used: Any, known: Mapping[int, str], day: date) -> dict[int, str]:
    """Organizations that rows name though they are not among those that work today: archives, other places."""
    others = sorted(set(used.order_by().distinct()) - known.keys() - {None})
    places = places_of(others, day)
    return {key: str(places[key]) for key in others if key in places}


def export_register(job: Job) -> str:
    """Write the file that was asked for, with no more than the person who asked may see; safe to run again."""
    asked = RegisterFile.from_params(job.params)
    scope = Scope.of(job.requested_by).limited_to(Permission.EXPORT_REGISTER)
    organization = scope.organizations.filter(pk=asked.organization).first()
    if organization is None or asked.kind not in RESOURCES:
        raise JobFailed(OUT_OF_SCOPE)
    day_files.forget_old_files()
    extent = extent_of(scope, organization, asked.kind, asked.training_class)
    mark = Mark(f"{job.requested_by.full_name} ({job.requested_by.username})", timezone.localtime(), asked.reason)

    def tell(done: int) -> None:
        if not job.advance(done, extent.count, f"Đang ghi dòng {thousands(done)}/{thousands(extent.count)}"):
            raise JobFailed("Một máy khác đã nhận việc này.")

    path = path_of(job)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    try:
        write(temporary, extent, asked.title, mark, tell)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return reverse("xuat-so-tep", args=[job.pk])


def path_of(job: Job) -> Path:
    """Where the file of a request lies."""
    return day_files.place_of(day_files.REGISTER, f"{job.pk}.xlsx")


def write(path: str | Path, extent: Extent, title: str, mark: Mark, tell: Callable[[int], None]) -> None:
    """Write the rows of an extent as a workbook in the layout of its form; `tell` hears how many rows are written."""
    columns = columns_of(extent.resource.form)
    keys = [field.key for field in columns]
    book = workbook_at(path, title, mark)
    looks = Looks(book)
    sheet = book.add_worksheet(DATA_SHEET)
    lay_out(sheet, columns)
    paper(sheet, mark, landscape=True)
    looks.header(sheet, columns)
    done = 0
    for rows in extent.slices:
        for row in rows:
            done += 1
            values = extent.resource.cells(row, keys)
            values[0] = done
            looks.row(sheet, HEADER_ROW + done, values)
        tell(done)
    notes_sheet(book, looks, NOTES_SHEET, [title, mark.in_words, f"Số dòng: {thousands(extent.count)}."], mark)
    book.close()


def _members(members: MemberQuerySet, cells: Sequence[int], day: date) -> Iterator[Sequence[Row]]:
    """Members by cell in official order, and by name within it, each with the newest standing."""
    for part in _parts(cells, members):
        rows = _in_order(_rows(members.filter(organization__in=part), MemberResource.attributes), cells)
        known = _standings(Standing.objects.filter(person__member__organization__in=part), day)
        for row in rows:
            row.update(known.get(row["person"], {}))
        yield rows


def _candidates(candidates: CandidateQuerySet, cells: Sequence[int], day: date) -> Iterator[Sequence[Row]]:
    """Candidates by cell and by name, each with schooling, the bodies that introduced them, the newest certificate."""
    for part in _parts(cells, candidates):
        here = candidates.filter(organization__in=part)
        rows = _in_order(_rows(here, CandidateResource.attributes), cells)
        known = _standings(Standing.objects.filter(person__in=here.values("person")), day)
        certificates = {
            person: {"number": number, "issued": issued}
            for person, number, issued in here.with_certificate()
            .order_by()
            .values_list("person", "certificate_number", "certificate_on")  # type: ignore[misc]  # annotated
        }
        bodies: dict[int, list[str]] = {}
        introduced = Introduction.objects.filter(candidate__in=here.order_by().values("pk")).order_by("pk")
        for person, body in introduced.values_list("candidate__person", "body"):
            bodies.setdefault(person, []).append(body)
        for row in rows:
            person = row["person"]
            row.update(known.get(person, {}), **certificates.get(person, {}), bodies=bodies.get(person, ()))
        yield rows


def _parts(places: Sequence[int], rows: QuerySet[Any]) -> Iterator[Sequence[int]]:
    """The organizations of some rows, in their order, as many at a time as have SLICE rows together."""
    counted = rows.order_by().values("organization").annotate(count=Count("pk")).values_list("organization", "count")
    counts = dict(counted)
    part: list[int] = []
    held = 0
    for place in places:
        if place not in counts:
            continue
        if part and held + counts[place] > SLICE:
            yield part
            part, held = [], 0
        part.append(place)
        held += counts[place]
    if part:
        yield part


def _in_order(rows: list[dict[str, Any]], cells: Sequence[int]) -> list[dict[str, Any]]:
    order = {key: place for place, key in enumerate(cells)}
    return sorted(rows, key=lambda row: (order[row["cell"]], row["sort_key"], row["birth_date"], row["person"]))


def _standings(standings: StandingQuerySet, day: date) -> dict[int, dict[str, str]]:
    """Person → what they have learned and work as on a day."""
    facts = ("general_education", "professional", "theory", "occupation")
    found = standings.standing().filter(since__lte=day).order_by("since")
    return {person: dict(zip(facts, values, strict=True)) for person, *values in found.values_list("person", *facts)}


def _organizations(placements: PlacementQuerySet, day: date) -> Iterator[Sequence[Row]]:
    """Organizations from the top of the tree down, each with the first day it stood."""
    named = {name: F(path) for name, path in OrganizationResource.attributes.items()}
    founded = Placement.objects.filter(organization=OuterRef("organization")).order_by("valid_from")
    rows = placements.in_tree_order(day).annotate(founded=Subquery(founded.values("valid_from")[:1]))
    yield list(rows.values("founded", **named))


def _learners(lines: EnrollmentQuerySet) -> Iterator[Sequence[Row]]:
    """The learners of one class: some hundred at most."""
    rows = _rows(lines, LearnerResource.attributes)
    rows.sort(key=lambda row: (row["sort_key"], row["birth_date"], row["person"]))
    yield rows


def _figures(figures: DeclaredFigureQuerySet, places: Sequence[int]) -> Iterator[Sequence[Row]]:
    """Figures by organization in official order, and by what they count and when within one."""
    named = {name: F(path) for name, path in FigureResource.attributes.items()}
    for part in _parts(places, figures):
        order = {key: place for place, key in enumerate(part)}
        found: Any = figures.filter(organization__in=part).order_by("indicator", "source", "tier", "first_year", "pk")
        rows = list(found.values(**named))
        rows.sort(key=lambda row: order[row["of"]])
        yield [{**row, "years": (row["first"], row["last"])} for row in rows]


def _rows(found: QuerySet[Any], attributes: Mapping[str, str]) -> list[dict[str, Any]]:
    named = {name: F(path) for name, path in attributes.items()}
    return list(found.order_by().values("person", sort_key=F("person__sort_key"), **named))
