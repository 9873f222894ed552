"""Lists that belong to the survey of sources: classes of schools, and people who came back from the army."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from dangvien.actions import surveying
from dangvien.forms.surveys import (
    SchoolClassFilterForm,
    SchoolClassForm,
    SoldierFilterForm,
    SoldierForm,
)
from dangvien.http import Request, requires
from dangvien.models import SchoolClass
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.spreadsheet import Value
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import asks_for_file, hand_out, too_many
from dangvien.views.listing import count_of, page_of
from dangvien.views.surveys import state_of


@requires(Permission.VIEW)
def soldiers(request: Request) -> HttpResponse:
    """Those worth following who came back from the army; also as Excel."""
    form = SoldierFilterForm(request.GET, scope=request.scope)
    rows = form.rows()
    if asks_for_file(request, form):
        return too_many(request, form, rows.count(), "khao-sat-bo-doi") or _soldiers_file(request, form)
    page = page_of(request, rows.select_related("organization"))
    context = {
        "filter_form": form,
        "page": page,
        "places": places_of([person.organization_id for person in page], request.scope.today),
        "caption": count_of(page, "bộ đội xuất ngũ"),
        "may_record": Permission.RECORD_CANDIDATE in request.held.permissions,
        "may_open": request.scope.candidates.filter(prospect__in=list(page)).values_list("pk", flat=True),
    }
    return render(request, "surveys/soldiers.html", context)


def _soldiers_file(request: Request, form: SoldierFilterForm) -> HttpResponse:
    rows = list(form.rows())
    places = places_of([person.organization_id for person in rows], request.scope.today)
    headers = ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Chi bộ nơi cư trú", "Trực thuộc", "Đơn vị đã phục vụ",
               "Ngày xuất ngũ", "Tình trạng"]  # fmt: skip
    lines: list[list[Value]] = []
    for number, person in enumerate(rows, start=1):
        place = places.get(person.organization_id)
        where: list[Value] = [str(place), place.above] if place else ["", ""]
        who: list[Value] = [number, person.full_name, person.birth, person.get_gender_display()]
        lines.append([*who, *where, person.unit, person.demobilized_on, state_of(person)])
    title = "Danh sách bộ đội xuất ngũ trong khảo sát nguồn"
    return hand_out(request, title, headers, lines, f"Đến ngày {day_full(request.scope.today)}")


@requires(Permission.RECORD_CANDIDATE)
def add_soldier(request: Request) -> HttpResponse:
    """Write down somebody who came back from the army, for this year's survey of the cell where they live."""
    form = SoldierForm(sent(request), scope=request.scope, initial={"cell": request.GET.get("chi-bo")})
    back = reverse("khao-sat-bo-doi")

    def act() -> str:
        cell = form.cleaned_data["cell"]
        today = request.scope.today
        surveying.add_prospect(by=request.user, cell=cell, year=today.year, facts=form.facts, today=today)
        return f"{reverse('khao-sat-bo-doi-them')}?chi-bo={cell.pk}" if "them_tiep" in request.POST else back

    done = "Đã ghi vào danh sách bộ đội xuất ngũ."
    return answer(request, form, act, template="surveys/soldier.html", done=done, context={"back": back})


@requires(Permission.VIEW)
def school_classes(request: Request) -> HttpResponse:
    """Classes of schools with their excellent pupils; also as Excel."""
    form = SchoolClassFilterForm(request.GET, scope=request.scope)
    rows = form.rows()
    if asks_for_file(request, form):
        return too_many(request, form, rows.count(), "khao-sat-truong-lop") or _school_classes_file(request, form)
    page = page_of(request, rows)
    context = {
        "filter_form": form,
        "page": page,
        "places": places_of([row.organization_id for row in page], request.scope.today),
        "caption": count_of(page, "lớp"),
        "may_record": Permission.RECORD_CANDIDATE in request.held.permissions,
    }
    return render(request, "surveys/school_classes.html", context)


def _school_classes_file(request: Request, form: SchoolClassFilterForm) -> HttpResponse:
    rows = list(form.rows())
    places = places_of([row.organization_id for row in rows], request.scope.today)
    headers = ["TT", "Trường", "Lớp", "Năm học", "Sĩ số", "Học sinh, sinh viên giỏi", "Đang theo dõi",
               "Tổ chức đảng theo dõi"]  # fmt: skip
    lines: list[list[Value]] = [
        [
            number,
            row.school,
            row.name,
            row.school_year_words,
            row.pupils,
            row.excellent,
            row.followed,
            str(places.get(row.organization_id, "")),
        ]
        for number, row in enumerate(rows, start=1)
    ]
    title = "Danh sách lớp có học sinh, sinh viên giỏi"
    return hand_out(request, title, headers, lines, f"Đến ngày {day_full(request.scope.today)}", of_people=False)


@requires(Permission.RECORD_CANDIDATE)
def add_school_class(request: Request) -> HttpResponse:
    """Enter a class; "Lưu và thêm tiếp" keeps school and school year for the next one."""
    first = {
        "organization": request.GET.get("to-chuc"),
        "school": request.GET.get("truong"),
        "school_year": request.GET.get("nam"),
    }
    form = SchoolClassForm(
        sent(request), scope=request.scope, initial={key: value for key, value in first.items() if value}
    )
    return _kept(request, form, None)


@requires(Permission.RECORD_CANDIDATE)
def change_school_class(request: Request, pk: int) -> HttpResponse:
    """Correct a class or bring its numbers up to date."""
    row = get_object_or_404(request.scope.school_classes.select_related("organization"), pk=pk)
    names = ("organization", "school", "name", "school_year", "pupils", "excellent", "followed")
    form = SchoolClassForm(sent(request), scope=request.scope, initial={name: getattr(row, name) for name in names})
    return _kept(request, form, row)


def _kept(request: Request, form: SchoolClassForm, row: SchoolClass | None) -> HttpResponse:
    back = reverse("khao-sat-truong-lop")

    def act() -> str:
        organization = form.cleaned_data["organization"]
        surveying.record_school_class(
            by=request.user, organization=organization, facts=form.facts, today=request.scope.today, school_class=row
        )
        if "them_tiep" not in request.POST:
            return back
        kept = {"to-chuc": organization.pk, "truong": form.facts.school, "nam": form.facts.school_year}
        return f"{reverse('khao-sat-truong-lop-them')}?{urlencode(kept)}"

    context = {"back": back, "row": row}
    return answer(request, form, act, template="surveys/school_class.html", done="Đã ghi lớp.", context=context)
