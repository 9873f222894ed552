"""People who move here during the process: those announced, and taking one of them in (06-HD/TW, 3.9).

The one place where somebody is seen who is not in scope yet: only through `Scope.incoming_candidates`, and only what is
needed to take them in.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from dangvien.actions import casework
from dangvien.actions.reading import opened
from dangvien.forms.steps import StepForm
from dangvien.http import Request, requires
from dangvien.models import Candidate, Member, Outcome, StepKind
from dangvien.permissions import Permission
from dangvien.procedure.casefile import candidate_file
from dangvien.procedure.known import Known
from dangvien.procedure.moves import pending_move
from dangvien.procedure.places import cell_options, places_of
from dangvien.procedure.way import definition
from dangvien.scope import Scope
from dangvien.views.acting import answer, sent
from dangvien.views.listing import count_of, page_of

DEFINITION = definition(StepKind.TIEP_NHAN)
HELPER = "Đảng viên chính thức của chi bộ tiếp nhận; danh sách xếp theo chi bộ"


@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """Everybody whose move to here was recorded elsewhere and who was not taken in yet."""
    found = request.scope.incoming_candidates.select_related("person").in_name_order()
    page = page_of(request, found)
    announced = request.scope.incoming_moves.filter(candidate__in=list(page)).standing().moves()
    moves = {step.candidate_id: step for step in announced}
    ends = [key for step in moves.values() for key in (step.origin_id, step.organization_id)]
    context = {
        "page": page,
        "caption": count_of(page, "người chuyển đến"),
        "moves": moves,
        "places": places_of(ends, request.scope.today),
        "may_take_in": Permission.RECORD_ADMISSION in request.held.permissions,
    }
    return render(request, "incoming/index.html", context)


@requires(Permission.RECORD_ADMISSION)
def take_in(request: Request, pk: int) -> HttpResponse:
    """Take somebody in at a cell of this place, with the member who helps them from now on."""
    incoming = request.scope.incoming_candidates.select_related("person", "organization")
    candidate: Candidate = get_object_or_404(incoming, pk=pk)
    case = candidate_file(candidate, request.scope.today)
    moved = pending_move(case)
    assert moved is not None
    assert moved.organization is not None
    scope = request.scope.within(moved.organization)
    first = {"occurred_on": request.scope.today, "seen": casework.newest_step(candidate)}
    known = Known(initial=first, organizations=cell_options(scope), helpers=_helpers(scope))
    form = StepForm(sent(request), case=case, step=DEFINITION, known=known, initial=first)
    if moved.outcome == Outcome.CHUA_CO_NGHI_QUYET:  # without a resolution the new place goes on helping (3.9)
        form.fields["helper"].required = True
        form.fields["helper"].help_text = HELPER

    def act() -> str:
        seen = form.cleaned_data["seen"]
        casework.record(
            by=request.user,
            subject=candidate,
            facts=form.facts_given,
            today=request.scope.today,
            # What the place they leave recorded before the move is not told to a place that has no file of theirs yet.
            seen=None if seen is None else max(seen, moved.pk),
        )
        return reverse("nguon-chi-tiet", args=[candidate.pk])

    if request.method != "POST":
        opened(by=request.user, file=candidate)
    context = {
        "candidate": candidate,
        "moved": moved,
        "origin": candidate.organization.name_on(request.scope.today),
        "obstacle": DEFINITION.before(case),
        "back": reverse("chuyen-den"),
    }
    return answer(request, form, act, template="incoming/take_in.html", done="Đã tiếp nhận.", context=context)


def _helpers(scope: Scope) -> list[tuple[str, list[Member]]]:
    """Official members of the place the person moves to, cell by cell."""
    official = scope.present_members.official().select_related("person").in_name_order()
    groups: dict[int | None, list[Member]] = {}
    for member in official:
        groups.setdefault(member.organization_id, []).append(member)
    names = places_of(groups, scope.today)
    return [(str(names.get(key or 0, "")), members) for key, members in groups.items()]
