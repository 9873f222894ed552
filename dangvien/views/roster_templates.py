"""The empty workbooks of lists, each with the organizations of whoever fills it in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dangvien.actions.reading import exported
from dangvien.forms.roster_files import RosterTemplateForm
from dangvien.http import Request, requires
from dangvien.imports.templates import KINDS, template_for
from dangvien.permissions import Permission
from dangvien.procedure.places import committee_options
from dangvien.text import lower_first
from dangvien.views.exporting import excel


@require_safe
@requires(Permission.IMPORT_ROSTERS)
def template(request: Request) -> HttpResponse:
    """Choose a kind and an organization, and take the workbook."""
    asked = request.GET if "loai" in request.GET or "to_chuc" in request.GET else None
    form = RosterTemplateForm(asked, kinds=KINDS, roots=committee_options(request.scope))
    if not form.is_valid():
        return render(request, "imports/template.html", {"form": form})
    kind, organization = form.cleaned_data["loai"], form.cleaned_data["to_chuc"]
    content, units = template_for(request.scope, organization, kind)
    name = f"Mẫu danh sách {lower_first(dict(KINDS)[kind])}"
    exported(by=request.user, what=name, count=units, organization=organization)
    return excel(f"{name} {organization.name_on(request.scope.today)}", content)
