"""The overview of an organization in pictures: looked at, opened into people, taken along as a file."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST, require_safe

from dangvien.actions.overviews import PRINT_OVERVIEW, OverviewFile, OverviewFormat, ask_for_overview, overview_taken
from dangvien.actions.reading import list_opened
from dangvien.day_files import HOURS
from dangvien.http import Request, requires
from dangvien.models import Job, Organization
from dangvien.permissions import Permission
from dangvien.text import search_key
from dangvien.views.listing import page_of
from reports.dashboard.asked import Asked, Part
from reports.dashboard.form import OverviewForm, address_of
from reports.dashboard.opening import opened
from reports.dashboard.panels import Overview, Panel, overview
from reports.dashboard.printing import is_there, path_of
from reports.definition import Thing
from reports.engine.listing import Behind, entries, place_names
from reports.fonts import FontError
from reports.picture import DataRow
from reports.render import FORMATS

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CellView:
    """A value as the page shows it; `url` is empty when nothing opens."""

    header: str
    text: str
    url: str


@dataclass(frozen=True)
class RowView:
    """A line as the page shows it; `url` leads to the overview of the line's own organization."""

    label: str
    url: str
    is_total: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class PanelView:
    """A part as the page shows it: the drawings as SVG, and the lines of the table with their links."""

    panel: Panel
    drawings: tuple[SafeString, ...]
    rows: tuple[RowView, ...]


@require_GET
@requires(Permission.VIEW_REPORTS)
def show(request: Request) -> HttpResponse:
    """The pictures of one organization and year, each above the table of its numbers."""
    form = OverviewForm(request.GET, scope=request.scope)
    context: dict[str, Any] = {"filter_form": form}
    if form.is_valid():
        seen, drawn = _counted(form.asked)
        context |= {
            "seen": seen,
            "drawn": drawn,
            "panels": _panels(request, seen),
            "formats": list(OverviewFormat),
        }
    return render(request, "reports/overview.html", context)


def _counted(asked: Asked) -> tuple[Overview, bool]:
    """The overview, and whether it could be drawn: without letters to draw with the tables still stand."""
    try:
        return overview(asked), True
    except FontError as missing:
        log.error("overview without drawings: %s", missing)
        return overview(asked, drawn=False), False


def _panels(request: Request, seen: Overview) -> list[PanelView]:
    asked = seen.asked
    query = address_of(asked.organization.pk, asked.year)
    keys = [row.key for panel in seen.panels if panel.part is Part.TARGETS for row in panel.table.rows]
    below = dict(request.scope.organizations.filter(code__in=keys).values_list("code", "pk"))
    below.pop(asked.organization.code, None)

    def row_view(panel: Panel, row: DataRow) -> RowView:
        cells = tuple(
            CellView(
                header,
                datum.text,
                f"{reverse('tong-quan-o', args=[panel.part.value, row.key, code])}?{query}" if datum.opens else "",
            )
            for (code, header), datum in zip(panel.table.columns, row.data, strict=True)
        )
        own = below.get(row.key) if panel.part is Part.TARGETS else None
        url = f"{reverse('tong-quan')}?{address_of(own, asked.year)}" if own else ""
        return RowView(row.label, url, row.is_total, cells)

    return [
        PanelView(
            panel,
            # Written by our own drawing, its texts escaped; a filter of templates would show it as text.
            tuple(mark_safe(picture.svg.decode()) for picture in panel.pictures),  # noqa: S308
            tuple(row_view(panel, row) for row in panel.table.rows),
        )
        for panel in seen.panels
    ]


@require_GET
@requires(Permission.VIEW_REPORTS)
def cell(request: Request, part: str, row: str, column: str) -> HttpResponse:
    """The people behind one number, a page at a time."""
    form = OverviewForm(request.GET, scope=request.scope)
    if part not in set(Part):
        raise Http404
    if not form.is_valid():
        return redirect(f"{reverse('tong-quan')}?{request.GET.urlencode()}")
    asked = form.asked
    panel = next(panel for panel in overview(asked, drawn=False).panels if panel.part == part)
    try:
        found = opened(asked, Part(part), row, column)
        line = next(line for line in panel.table.rows if line.key == row)
    except (KeyError, StopIteration):
        raise Http404 from None
    listed = entries(Thing.PERSON, found.things, asked.last)
    page = page_of(request, listed)
    header = dict(panel.table.columns)[column]
    what = f"Tổng quan năm {asked.year}: {line.label}, {header}"
    list_opened(by=request.user, organization=asked.organization, what=what, rows=len(listed))
    keys = [entry.pk for entry in page]
    behind = Behind(line.label, header, found.value, Thing.PERSON, found.things, found.place_of)
    context = {
        "panel": panel,
        "heading": line.label,
        "column": header,
        "value": found.value,
        "things": found.things,
        "several": any(n > 1 for n in found.things.values()),
        "back": f"{reverse('tong-quan')}?{address_of(asked.organization.pk, asked.year)}",
        "page": page,
        "places": place_names(behind, keys, request.scope.today),
        "links": request.held.member_keys_of_people(keys),
    }
    return render(request, "reports/overview_cell.html", context)


@require_POST
@requires(Permission.VIEW_REPORTS)
def ask(request: Request) -> HttpResponse:
    """Ask for the overview as a file; the page of the job shows how far it has come."""
    form = OverviewForm(request.POST, scope=request.scope)
    wanted = request.POST.get("dang", "")
    if wanted not in set(OverviewFormat):
        raise Http404
    if not form.is_valid():
        return render(request, "reports/overview.html", {"filter_form": form}, status=422)
    asked = form.asked
    job = ask_for_overview(
        by=request.user,
        organization=asked.organization,
        name=asked.name,
        year=asked.year,
        wanted=OverviewFormat(wanted),
    )
    return redirect("viec-chi-tiet", pk=job.pk)


@require_safe
@requires(Permission.VIEW_REPORTS)
def take(request: Request, pk: UUID) -> HttpResponse | FileResponse:
    """The file of one's own request, while its organization is in scope and the file is not too old."""
    job = get_object_or_404(request.scope.jobs, pk=pk, kind=PRINT_OVERVIEW, state=Job.State.XONG)
    wanted = OverviewFile.from_params(job.params)
    organization: Organization = get_object_or_404(request.scope.organizations, pk=wanted.organization)
    if not is_there(job):
        context = {
            "title": wanted.title,
            "hours": HOURS,
            "again": f"{reverse('tong-quan')}?{address_of(organization.pk, wanted.year)}",
        }
        return render(request, "reports/overview_gone.html", context, status=410)
    overview_taken(by=request.user, job=job)
    return FileResponse(
        path_of(job).open("rb"),
        as_attachment=True,
        filename=f"tong-quan-{wanted.year}-{_plain(organization.code)}.{wanted.format.value}",
        content_type=FORMATS[wanted.format.value].mime,
    )


def _plain(code: str) -> str:
    return "-".join("".join(char if char.isalnum() else " " for char in search_key(code)).split())
