"""Finding one person anywhere in scope, the pairs that may be one, joining and parting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dangvien.actions.joining import join_people, part_people
from dangvien.actions.reading import data_told, list_opened, opened
from dangvien.forms.people_search import DataForm, JoinForm, PartForm, PeopleSearchForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.duplicates import pairs_in
from dangvien.procedure.holdings import counts_of, held_about, traces_of
from dangvien.procedure.people_search import Found, history_of, last_place, people_like, told_of
from dangvien.procedure.places import places_of
from dangvien.views.acting import answer, sent
from dangvien.views.listing import asked_of, count_of, page_of, remember
from dangvien.views.telling import tell

MOST_TRACES = 500
"""Entries of the audit trail that stand on one page about a person; the audit page has the rest."""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW)
def search(request: Request) -> HttpResponse:
    """People of every kind in scope; POST keeps a name or number out of the address."""
    data, forgotten = asked_of(request)
    form = PeopleSearchForm(data, forgotten=forgotten)
    words = form.cleaned_data["ten"] if form.is_valid() else ""
    rows = people_like(request.scope, words)
    if request.method == "POST" and form.is_valid():
        return remember(request, form, "tim-nguoi", "tìm người", rows)
    page = page_of(request, rows)
    found = told_of(request.scope, page)
    cells = [item.member.organization_id for item in found if item.member]
    cells += [way.organization_id for item in found for way in item.candidates]
    context = {
        "filter_form": form,
        "page": page,
        "found": found,
        "words": words,
        "places": places_of(cells, request.scope.today),
        "caption": count_of(page, "người"),
        "may_join": Permission.JOIN_PEOPLE in request.held.permissions,
    }
    return render(request, "people/search.html", context)


@requires(Permission.VIEW)
def detail(request: Request, pk: int) -> HttpResponse:
    """One human being: every entry that was joined, and their histories as one."""
    person = get_object_or_404(request.scope.everybody, pk=pk)
    mine = told_of(request.scope, [person])[0]
    everyone = told_of(request.scope, [person, *mine.joined])
    _note_opened(request, everyone)
    events = history_of(request.scope, [item.person for item in everyone])
    links = request.scope.limited_to(Permission.JOIN_PEOPLE).person_links.standing()
    context = {
        "person": person,
        "entries": everyone,
        "may_answer": request.held.limited_to(Permission.ANSWER_REQUESTS).everybody.filter(pk=pk).exists(),
        "hidden": mine.hidden,
        "restricted": person.requests.restricting().first(),
        "events": events,
        "places": places_of([event.organization_id for event in events], request.scope.today),
        "links": links.filter(kept=person) | links.filter(other=person),
    }
    return render(request, "people/detail.html", context)


def _note_opened(request: Request, people: Iterable[Found]) -> None:
    """That these people's files were looked at."""
    for item in people:
        if file := item.member or next(iter(item.candidates), None):
            opened(by=request.user, file=file)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("reason")
@requires(Permission.ANSWER_REQUESTS)
def data(request: Request, pk: int) -> HttpResponse:
    """All that is held about one human being, for those who say what for; it prints.

    Who saw or changed it is told by name to those who read the audit trail there, to others in counts (0040).
    """
    person = get_object_or_404(request.scope.everybody, pk=pk)
    form = DataForm(sent(request))
    context: dict[str, Any] = {"person": person, "form": form, "restricted": person.requests.restricting().first()}
    if request.method == "POST" and form.is_valid():
        reason, in_full = form.cleaned_data["reason"], form.cleaned_data["in_full"]
        data_told(by=request.user, person=person, organization=last_place(person), reason=reason, in_full=in_full)
        readers = request.scope.limited_to(Permission.VIEW_AUDIT)
        by_name = bool(readers.holdings)
        entries, elsewhere = traces_of(readers, person)
        context |= {
            "by_name": by_name,
            "counts": [] if by_name else counts_of(person),
            "held": held_about(person, request.scope.today, in_full=in_full),
            "reason": reason,
            "told": tell(entries[:MOST_TRACES], request.scope.today),
            "count": entries.count(),
            "most": MOST_TRACES,
            "elsewhere": elsewhere,
            "at": timezone.now(),
        }
    return render(request, "people/data.html", context)


@requires(Permission.JOIN_PEOPLE)
def duplicates(request: Request) -> HttpResponse:
    """Pairs of entries in scope that may be one person."""
    pairs = pairs_in(request.scope.everybody)
    page = page_of(request, pairs)
    keys = {key for pair in page for key in (pair.one, pair.other)}
    found = {item.person.pk: item for item in told_of(request.scope, request.scope.everybody.filter(pk__in=keys))}
    top = request.scope.organizations.get(pk=min(request.scope.roots))
    list_opened(by=request.user, organization=top, what="người có thể ghi hai lần", rows=len(pairs))
    cells = [item.member.organization_id for item in found.values() if item.member]
    cells += [way.organization_id for item in found.values() for way in item.candidates]
    context = {
        "page": page,
        "rows": [(pair, found[pair.one], found[pair.other]) for pair in page],
        "places": places_of(cells, request.scope.today),
        "caption": count_of(page, "cặp"),
    }
    return render(request, "people/duplicates.html", context)


@requires(Permission.JOIN_PEOPLE)
def join(request: Request, kept: int, other: int) -> HttpResponse:
    """Two entries side by side: one person?"""
    one = get_object_or_404(request.scope.everybody, pk=kept)
    two = get_object_or_404(request.scope.everybody, pk=other)
    people = {one.pk: one, two.pk: two}
    form = JoinForm(sent(request))

    def act() -> str:
        join_people(by=request.user, kept=one, other=two, reason=form.cleaned_data["reason"])
        return reverse("tim-nguoi-chi-tiet", args=[one.pk])

    found = told_of(request.scope, people.values())
    if request.method != "POST":
        _note_opened(request, found)
    events = history_of(request.scope, people.values())
    context = {
        "found": sorted(found, key=lambda item: item.person.pk != one.pk),
        "events": events,
        "places": places_of([event.organization_id for event in events], request.scope.today),
        "one": one,
        "two": two,
    }
    done = f"Đã ghép: {two} và {one} là một người. Hai quá trình giữ nguyên."
    return answer(request, form, act, template="people/join.html", done=done, context=context)


@requires(Permission.JOIN_PEOPLE)
def part(request: Request, pk: int) -> HttpResponse:
    """Take a joining back."""
    link = get_object_or_404(request.scope.person_links.standing().select_related("kept", "other"), pk=pk)
    form = PartForm(sent(request))

    def act() -> str:
        part_people(by=request.user, link=link, reason=form.cleaned_data["reason"])
        return reverse("tim-nguoi-chi-tiet", args=[link.kept_id])

    context = {"link": link}
    return answer(request, form, act, template="people/part.html", done="Đã tách hai người ra.", context=context)
