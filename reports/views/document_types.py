"""Kinds of documents by the code in their numbers: the list, and the form that adds or renames one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.views.acting import answer, sent
from reports import requiring
from reports.numbering import document_kinds
from reports.requirement_forms import DocumentTypeForm


@requires(Permission.MANAGE_REFERENCE)
def index(request: Request) -> HttpResponse:
    """The list; whoever keeps the whole register's lists may change it."""
    if not request.scope.is_topmost:
        raise PermissionDenied
    chosen = next((kind for kind in document_kinds() if kind.code == request.GET.get("ma")), None)
    initial = {"code": chosen.code, "label": chosen.label, "in_use": chosen.in_use} if chosen else {}
    form = DocumentTypeForm(sent(request), initial=initial)

    def act() -> str:
        given = form.cleaned_data
        requiring.keep_document_type(
            by=request.user,
            code=given["code"],
            label=given["label"],
            in_use=given["in_use"],
            organization=request.scope.organizations.get(pk=min(request.scope.roots)),
        )
        return reverse("bao-cao-loai-van-ban")

    context = {"kinds": document_kinds(), "chosen": chosen, "back": reverse("admin:index")}
    done = "Đã ghi loại văn bản."
    return answer(request, form, act, template="reports/document_types.html", done=done, context=context)
