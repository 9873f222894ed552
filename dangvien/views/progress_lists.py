"""Lists of cases: holders of certificates not admitted yet, verifications sent, members on probation by their terms."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from dangvien.forms.progress_lists import CertificateForm, CohortForm, ListForm, ProbationForm, VerificationForm
from dangvien.http import Request, requires
from dangvien.models import StepKind
from dangvien.permissions import Permission
from dangvien.procedure import list_files
from dangvien.procedure.due import Rights
from dangvien.procedure.progress_lists import (
    certified_lines,
    cohorts,
    probation_lines,
    total_of,
    verification_lines,
)
from dangvien.procedure.way import definition
from dangvien.procedure.wayline import slug_of
from dangvien.views.exporting import asks_for_file, list_file, too_many
from dangvien.views.listing import asked_of, count_of, page_of, remember


def _asked(request: Request, form_class: type[ListForm]) -> ListForm:
    data, forgotten = asked_of(request)
    return form_class(data, scope=request.scope, forgotten=forgotten)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW)
def certified(request: Request) -> HttpResponse:
    """Who holds a certificate and is not admitted yet, with the months left; POST keeps a name out of the address."""
    form = _asked(request, CertificateForm)
    assert isinstance(form, CertificateForm)
    rows = form.rows()
    if request.method == "POST" and form.is_valid():
        return remember(request, form, "nguon-da-hoc", "đã học, chưa kết nạp", rows)
    if asks_for_file(request, form):
        return too_many(request, form, rows.count(), "nguon-da-hoc") or list_file(
            request,
            form,
            "Đã học, chưa kết nạp",
            list_files.CERTIFICATES,
            certified_lines(rows, request.scope.today),
        )
    page = page_of(request, rows)
    context = {
        "filter_form": form,
        "page": page,
        "lines": certified_lines(page, request.scope.today),
        "caption": count_of(page, "người có giấy chứng nhận"),
    }
    return render(request, "progress_lists/certified.html", context)


@require_safe
@requires(Permission.VIEW)
def certified_by(request: Request) -> HttpResponse:
    """How many hold a certificate, were admitted, can still be or no longer, by year of issue or by cell."""
    form = CohortForm(request.GET, scope=request.scope)
    tallies = form.tallies()
    rows = cohorts(tallies, request.scope.today, by_cell=form.by_cell)
    total = total_of(tallies)
    if asks_for_file(request, form):
        title = f"Giấy chứng nhận theo {'chi bộ' if form.by_cell else 'năm cấp'}"
        return list_file(request, form, title, list_files.COHORTS, [*rows, total])
    page = page_of(request, rows)
    context = {
        "filter_form": form,
        "page": page,
        "total": total,
        "by_cell": form.by_cell,
        "asked": request.GET.get("to_chuc", ""),
        "caption": count_of(page, "chi bộ có người được cấp giấy" if form.by_cell else "năm cấp giấy"),
    }
    return render(request, "progress_lists/certified_by.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW)
def verifications(request: Request) -> HttpResponse:
    """Verifications sent and not answered, the longest overdue first."""
    form = _asked(request, VerificationForm)
    assert isinstance(form, VerificationForm)
    rows = form.rows()
    if request.method == "POST" and form.is_valid():
        return remember(request, form, "nguon-tham-tra", "thẩm tra đang gửi", rows)
    if asks_for_file(request, form):
        return too_many(request, form, rows.count(), "nguon-tham-tra") or list_file(
            request,
            form,
            "Thẩm tra đang gửi",
            list_files.VERIFICATIONS,
            verification_lines(rows, request.scope.today),
        )
    page = page_of(request, rows)
    context = {
        "filter_form": form,
        "page": page,
        "lines": verification_lines(page, request.scope.today),
        "caption": count_of(page, "nơi chưa trả lời"),
        "may_record": Permission.RECORD_CANDIDATE in request.held.permissions,
        "answering": slug_of(StepKind.TRA_LOI_THAM_TRA),
    }
    return render(request, "progress_lists/verifications.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW)
def probation(request: Request) -> HttpResponse:
    """Members on probation, the earliest end first: who helps, the class, which papers are missing."""
    form = _asked(request, ProbationForm)
    assert isinstance(form, ProbationForm)
    rows = form.rows()
    if request.method == "POST" and form.is_valid():
        return remember(request, form, "dang-vien-du-bi", "đảng viên dự bị theo hạn", rows)
    if asks_for_file(request, form):
        return too_many(request, form, rows.count(), "dang-vien-du-bi") or list_file(
            request,
            form,
            "Đảng viên dự bị theo hạn",
            list_files.PROBATION,
            probation_lines(rows, request.scope.today),
        )
    page = page_of(request, rows)
    lines = probation_lines(page, request.scope.today)
    rights = Rights(request.held)
    context = {
        "filter_form": form,
        "page": page,
        "lines": lines,
        "caption": count_of(page, "đảng viên dự bị"),
        "acts": {
            line.case.pk: slug_of(line.next)
            for line in lines
            if line.next and rights.may(definition(line.next).permission, line.case.organization_id)
        },
    }
    return render(request, "progress_lists/probation.html", context)
