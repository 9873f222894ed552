"""The audit trail: who did, saw and printed what, in words; and whether the trail itself is whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dangvien.actions.verifying import VERB, Finding, ask_to_verify
from dangvien.forms.audit import AuditFilterForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.step_help import rule_lines
from dangvien.views.listing import asked_of, page_of, remember
from dangvien.views.telling import tell


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_AUDIT)
def index(request: Request) -> HttpResponse:
    """What was done about the organizations in scope, newest first, and what the last verification found; POST keeps
    a name out of the address."""
    data, forgotten = asked_of(request)
    form = AuditFilterForm(data, scope=request.scope, forgotten=forgotten)
    rows = form.rows()
    if request.method == "POST" and form.is_valid():
        return remember(request, form, "nhat-ky", "nhật ký", rows)
    page = page_of(request, rows)
    verified = request.scope.audit_entries.filter(verb=VERB).newest_first().first()
    context = {
        "filter_form": form,
        "page": page,
        "told": tell(page, request.scope.today),
        "kept": rule_lines(("audit_keep_months",), request.scope.today)[0],
        "finding": Finding.of(verified) if verified else None,
    }
    return render(request, "audit/index.html", context)


@require_POST
@requires(Permission.VIEW_AUDIT)
def verify(request: Request) -> HttpResponse:
    """Ask for the whole trail to be verified; the page of the job shows how far it has come."""
    job = ask_to_verify(by=request.user, organization=min(request.scope.roots))
    messages.info(request, "Đã nhận yêu cầu kiểm tra nhật ký.")
    return redirect("viec-chi-tiet", pk=job.pk)
