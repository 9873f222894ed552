"""Any day: a member's file and an organization's list of members as they were."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dangvien.actions.reading import opened
from dangvien.forms.any_day import FileDayForm
from dangvien.forms.filtering import DayForm
from dangvien.http import Request, requires
from dangvien.models import Member
from dangvien.permissions import Permission
from dangvien.procedure.any_day import member_then, roster_on, states_on
from dangvien.procedure.places import places_of
from dangvien.spreadsheet import Value
from dangvien.text import day_full
from dangvien.views.exporting import MOST_ROWS, hand_out
from dangvien.views.listing import count_of, page_of


@require_safe
@requires(Permission.VIEW)
def member(request: Request, pk: int) -> HttpResponse:
    """One member's file as of a day: place, status, age, what held of them, and the lines up to that day."""
    found = get_object_or_404(request.scope.members.select_related("person", "organization"), pk=pk)
    form = FileDayForm(request.GET, today=request.scope.today)
    opened(by=request.user, file=found)
    then = member_then(found, form.day, form.known_at)
    named = [then.state.place, *(item.line.organization_id for item in then.lines)]
    places = places_of([*named, *(post.organization_id for post in then.record.posts)], form.day)
    context = {
        "member": found,
        "filter_form": form,
        "day": form.day,
        "known_day": form.cleaned_data.get("biet_den") if form.is_valid() else None,
        "then": then,
        "record": then.record,
        "places": places,
    }
    return render(request, "any_day/member.html", context)


@require_safe
@requires(Permission.VIEW)
def roster(request: Request, code: str) -> HttpResponse:
    """Who was in an organization on a day, official or on probation then, with their age of that day."""
    organization = get_object_or_404(request.scope.organizations, code=code)
    form = DayForm(request.GET, today=request.scope.today)
    day, rows = form.day, roster_on(request.scope, organization, form.day)
    name = organization.name_on(day)
    if request.GET.get("tep") == "excel" and form.is_valid():
        if rows.count() <= MOST_ROWS:
            title = f"Danh sách đảng viên {name}"
            lines = _lines(list(rows), form)
            return hand_out(request, title, HEADERS, lines, f"Ngày {day_full(day)}", organization=organization)
        messages.error(request, "Danh sách quá dài cho một tệp Excel. Mở từng tổ chức trực thuộc rồi xuất.")
    page = page_of(request, rows)
    states = states_on(page, day)
    context = {
        "organization": organization,
        "name": name,
        "filter_form": form,
        "day": day,
        "page": page,
        "rows": [(item, states[item.pk], item.person.age_on(day)) for item in page],
        "places": places_of([state.place for state in states.values()], day),
        "caption": count_of(page, "đảng viên"),
    }
    return render(request, "any_day/roster.html", context)


HEADERS = [
    "TT", "Họ và tên", "Ngày sinh", "Giới tính", "Chi bộ", "Ngày vào Đảng", "Ngày chính thức", "Dự bị, chính thức",
    "Tuổi",
]  # fmt: skip


def _lines(members: list[Member], form: DayForm) -> list[list[Value]]:
    states = states_on(members, form.day)
    places = places_of([state.place for state in states.values()], form.day)
    found: list[list[Value]] = []
    for number, item in enumerate(members, start=1):
        state, person = states[item.pk], item.person
        found.append(
            [
                number, person.full_name, person.birth, person.get_gender_display(),
                str(places.get(state.place or 0) or ""), state.admitted_on, state.official_on, state.status,
                person.age_on(form.day),
            ]
        )  # fmt: skip
    return found
