"""Organizations: the tree as of a chosen day, and the page of one of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from dangvien.forms.filtering import DayForm
from dangvien.forms.organizations import TreeForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.mandates import grantable, may_give
from dangvien.procedure.organizations import life_of, serving
from dangvien.procedure.restructuring.done import acts_on
from dangvien.procedure.tree import tree_on
from dangvien.views.listing import page_of
from dangvien.views.rights import may


@requires(Permission.VIEW)
def tree(request: Request) -> HttpResponse:
    """The tree of a day, with cells and members counted for that day."""
    form = TreeForm(request.GET, today=request.scope.today)
    drawn = tree_on(request.scope, form.day, known_at=form.known_at)
    asked = form.is_valid() and form.cleaned_data["chi_bo"]
    context = {
        "filter_form": form,
        "day": form.day,
        "tree": drawn,
        "rows": drawn.rows(with_cells=asked or None),
        "may_change": Permission.MANAGE_ORGANIZATIONS in request.held.permissions,
    }
    return render(request, "organizations/tree.html", context)


@requires(Permission.VIEW)
def detail(request: Request, code: str) -> HttpResponse:
    """One organization: what it was and when, its letterhead, what hung under it and who was in it on a day."""
    organization = get_object_or_404(request.scope.organizations, code=code)
    form = DayForm(request.GET, today=request.scope.today)
    drawn = tree_on(request.scope, form.day, top=organization)
    subtree = request.scope.organizations.under([organization.pk], on=form.day)
    members = request.scope.members.there_on(subtree, form.day).select_related("person").in_name_order()
    keepers = request.held.limited_to(Permission.MANAGE_ACCOUNTS)
    may_change = may(request, Permission.MANAGE_ORGANIZATIONS, organization.pk)
    may_give_here = may_change and may_give(request.held.limited_to(Permission.MANAGE_ORGANIZATIONS), organization)
    context = {
        "organization": organization,
        "filter_form": form,
        "day": form.day,
        "tree": drawn,
        "here": drawn.roots[0].placement if drawn.roots else None,
        "rows": [branch for branch in drawn.walk() if branch.depth],
        "life": life_of(request.scope, organization),
        "page": page_of(request, members),
        "acts": acts_on(request.scope, organization)[:20],
        "mandates": request.scope.mandates.filter(organization=organization),
        "may_be_given": may_give_here and bool(grantable(organization, request.scope.today)),
        "may_give": may_give_here,
        "classes": request.scope.classes.filter(organizer=organization)[:10],
        "serving": serving(keepers, organization) if keepers.holdings else None,
        "may_change": may_change,
        "may_set_terms": may(request, Permission.SET_REPORTING, organization.pk),
        "may_move": may(request, Permission.RECORD_MOVEMENT, organization.pk),
    }
    return render(request, "organizations/detail.html", context)
