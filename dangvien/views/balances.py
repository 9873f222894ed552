"""Đối chiếu sổ: the table of a period, the people behind each number, and what in the register does not agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dangvien.actions.reading import list_opened
from dangvien.actions.reconciling import KIND, ask_to_reconcile, finding_of
from dangvien.forms.balances import BalanceForm, ColumnForm
from dangvien.http import Request, requires
from dangvien.models import Job, Member, Movement
from dangvien.permissions import Permission
from dangvien.procedure.balances import (
    BY_CODE,
    CLOSING,
    INSIDE,
    OPENING,
    Area,
    Row,
    Sheet,
    arrivals_of,
    end_of,
    lines_behind,
    people_behind,
    sheet_of,
)
from dangvien.procedure.places import places_of
from dangvien.spreadsheet import Value
from dangvien.text import day_full
from dangvien.views.exporting import MOST_ROWS, hand_out
from dangvien.views.listing import page_of

TITLES = {OPENING: "Có mặt đầu kỳ", CLOSING: "Có mặt cuối kỳ", INSIDE: "Chuyển trong đơn vị"}


@require_safe
@requires(Permission.VIEW_REPORTS)
def index(request: Request) -> HttpResponse:
    """Opening + in − out = closing, for an organization and each of its direct subordinates."""
    form = BalanceForm(request.GET, scope=request.scope)
    context: dict[str, Any] = {"filter_form": form}
    if form.is_valid():
        area = form.area
        sheet = sheet_of(request.scope, area, form.known_at)
        if request.GET.get("tep") == "excel":
            return _file(request, form, sheet)
        context |= {"sheet": sheet, "area": area, "asked": urlencode(form.usual_data), "codes": (OPENING, CLOSING)}
    return render(request, "balances/index.html", context)


def _file(request: Request, form: BalanceForm, sheet: Sheet) -> HttpResponse:
    title = f"Đối chiếu sổ {sheet.area.name}"
    flows = sheet.shown
    headers = ["TT", "Tổ chức", "Đầu kỳ", *(flow.label for flow in flows), "Chuyển trong đơn vị", "Cuối kỳ", "Ghi muộn"]
    rows: list[list[Value]] = [
        [
            place, row.label, item.opening, *(item.flows[flow.code] for flow in flows), item.inside, item.closing,
            item.late,
        ]
        for place, (row, item) in enumerate([*sheet.balances, (sheet.area.whole, sheet.total)], start=1)
    ]  # fmt: skip
    return hand_out(request, title, headers, rows, form.in_words, organization=form.organization, of_people=False)


@dataclass(frozen=True)
class Line:
    """One line on the list behind a number: who, the line, whether the file may be opened, whether it came late."""

    member: Member
    movement: Movement | None
    late: bool


@require_safe
@requires(Permission.VIEW_REPORTS)
def people(request: Request) -> HttpResponse:
    """The people behind one number of the table; lines written down late are told apart."""
    form, which = BalanceForm(request.GET, scope=request.scope), ColumnForm(request.GET)
    if not (form.is_valid() and which.is_valid()):
        raise Http404
    area, column = form.area, which.cleaned_data["cot"]
    row = _row(area, which.cleaned_data["dong"])
    if column not in TITLES and column not in BY_CODE:
        raise Http404
    lines, count = _lines(request, form, area, row, column)
    title = TITLES[column] if column in TITLES else BY_CODE[column].label
    what = f"Đối chiếu sổ: {title}, {area.period.exact_label}"
    if request.GET.get("tep") == "excel":
        if count > MOST_ROWS:
            messages.error(request, "Danh sách quá dài cho một tệp Excel. Mở con số của từng tổ chức trực thuộc.")
        else:
            return _people_file(request, form, row, what, lines(slice(None)))
    list_opened(by=request.user, organization=form.organization, what=what, rows=count)
    page = page_of(request, range(count))
    shown = lines(slice(page.start_index() - 1 if count else 0, page.end_index()))
    mine = request.scope.members.filter(pk__in=[line.member.pk for line in shown]).values_list("pk", flat=True)
    places = places_of([line.movement.organization_id for line in shown if line.movement], area.day)
    context = {
        "row": row, "title": title, "period": area.period, "page": page, "lines": shown, "places": places,
        "mine": set(mine), "known_at": form.known_at, "known_day": form.cleaned_data["biet_den"],
        "back": f"{reverse('doi-chieu')}?{urlencode(form.usual_data)}",
    }  # fmt: skip
    return render(request, "balances/people.html", context)


def _row(area: Area, key: str) -> Row:
    row = next((row for row in (*area.rows, area.whole) if row.key == key), None)
    if row is None:
        raise Http404
    return row


def _lines(request: Request, form: BalanceForm, area: Area, row: Row, column: str) -> tuple[Any, int]:
    """A reader of slices of the list, and how long the list is."""
    scope, known_at = request.scope, form.known_at
    after = known_at or end_of(area.period.last)
    if column in (OPENING, CLOSING):
        members, behind = people_behind(scope, area, row, column, known_at)

        def present(part: slice) -> list[Line]:
            shown = list(members[part])
            came = arrivals_of(shown, behind)
            return [Line(item, line := came.get(item.pk), bool(line and line.recorded_at > after)) for item in shown]

        return present, members.count()
    lines = lines_behind(scope, area, row, column)

    def moved(part: slice) -> list[Line]:
        return [Line(line.member, line, line.recorded_at > after) for line in lines[part]]

    return moved, lines.count()


def _people_file(request: Request, form: BalanceForm, row: Row, what: str, lines: list[Line]) -> HttpResponse:
    places = places_of([line.movement.organization_id for line in lines if line.movement], request.scope.today)
    headers = ["TT", "Họ và tên", "Ngày sinh", "Việc", "Ngày", "Tại", "Ghi sổ lúc", "Ghi muộn"]
    rows: list[list[Value]] = []
    for place, line in enumerate(lines, start=1):
        move = line.movement
        said: list[Value] = ["", None, "", None]
        if move is not None:
            name = f"Đính chính: {move.get_kind_display()}" if move.reverses_id else move.get_kind_display()
            said = [name, move.occurred_on, str(places.get(move.organization_id) or ""), move.recorded_at]
        person = line.member.person
        rows.append([place, person.full_name, person.birth, *said, "ghi muộn" if line.late else ""])
    return hand_out(request, what, headers, rows, f"{row.label}; {form.in_words}", organization=form.organization)


@require_safe
@requires(Permission.VIEW_REPORTS)
def faults(request: Request) -> HttpResponse:
    """What the last check of the register found in one's own scope, and the button for the next."""
    jobs = request.scope.jobs.filter(kind=KIND).newest_first()
    running = next((job for job in jobs[:1] if not job.is_over), None)
    done = jobs.filter(state=Job.State.XONG).first()
    finding = finding_of(done, request.scope) if done else None
    page = page_of(request, finding.faults if finding else [])
    return render(request, "balances/faults.html", {"running": running, "done": done, "finding": finding, "page": page})


@require_POST
@requires(Permission.VIEW_REPORTS)
def check(request: Request) -> HttpResponse:
    """Ask the worker to check everything in one's scope; the page of the job shows how far it has come."""
    job = ask_to_reconcile(by=request.user, organization=min(request.scope.roots))
    messages.info(request, f"Đã nhận yêu cầu kiểm tra sổ, tính đến ngày {day_full(request.scope.today)}.")
    return redirect("viec-chi-tiet", pk=job.pk)
