"""Terms of a committee, by which its document numbers run: the list with a new one, taking one back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dangvien.actions import committee_terms
from dangvien.forms.committee_terms import CommitteeTermForm, TakeTermBackForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.committee_terms import CommitteeTermFacts, proposed_term, term_among
from dangvien.views.acting import answer, sent


@requires(Permission.SET_REPORTING)
def index(request: Request, code: str) -> HttpResponse:
    """The terms written down for one committee, and the form for another."""
    organization = get_object_or_404(request.scope.organizations, code=code)
    today = request.scope.today
    label, first_day = proposed_term(today)
    own = list(request.scope.committee_terms.standing().filter(organization=organization))
    form = CommitteeTermForm(sent(request), initial={} if own else {"label": label, "first_day": first_day})

    def act() -> str:
        given = form.cleaned_data
        facts = CommitteeTermFacts(organization, given["label"], given["first_day"], given["document"])
        committee_terms.record_committee_term(by=request.user, facts=facts)
        return reverse("nhiem-ky", args=[code])

    context = {
        "organization": organization,
        "name": organization.name_on(today),
        "terms": own,
        "now": term_among(own, today),
        "back": reverse("to-chuc-chi-tiet", args=[code]),
    }
    return answer(request, form, act, template="committee_terms/index.html", done="Đã ghi nhiệm kỳ.", context=context)


@requires(Permission.SET_REPORTING)
def take_back(request: Request, code: str, pk: int) -> HttpResponse:
    """Take a mistaken term back with a reason."""
    term = get_object_or_404(request.scope.committee_terms.standing(), organization__code=code, pk=pk)
    form = TakeTermBackForm(sent(request))
    back = reverse("nhiem-ky", args=[code])

    def act() -> str:
        committee_terms.take_back_committee_term(by=request.user, term=term, reason=form.cleaned_data["reason"])
        return back

    context = {"term": term, "name": term.organization.name_on(request.scope.today), "back": back}
    return answer(request, form, act, template="committee_terms/take_back.html", done="Đã lấy lại.", context=context)
