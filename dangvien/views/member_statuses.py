"""A member's statuses: exempt, suspended, far away, out of contact; written down, ended, taken back, listed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dangvien.actions import member_statuses
from dangvien.forms.member_statuses import EndStatusForm, StatusFilterForm, StatusForm, TakeBackForm
from dangvien.http import Request, requires
from dangvien.models import MemberStatus, StatusKind
from dangvien.permissions import Permission
from dangvien.procedure import list_files
from dangvien.procedure.member_statuses import decider_options, status_lines
from dangvien.procedure.places import places_of
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import asks_for_file, list_file, too_many
from dangvien.views.listing import asked_of, count_of, page_of, remember

KINDS = {kind.value.replace("_", "-"): kind for kind in StatusKind}
"""Address → kind."""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """The statuses in force on a day, of the members in scope; POST keeps a name out of the address."""
    data, forgotten = asked_of(request)
    form = StatusFilterForm(data, scope=request.scope, forgotten=forgotten)
    rows = form.rows()
    if request.method == "POST" and form.is_valid():
        return remember(request, form, "tinh-trang", "tình trạng sinh hoạt", rows)
    today = request.scope.today
    if asks_for_file(request, form):
        return too_many(request, form, rows.count(), "tinh-trang") or list_file(
            request, form, "Tình trạng sinh hoạt", list_files.STATUSES, status_lines(rows, form.day, today)
        )
    page = page_of(request, rows)
    context = {
        "filter_form": form,
        "page": page,
        "lines": status_lines(page, form.day, today),
        "caption": count_of(page, "tình trạng đang ghi"),
    }
    return render(request, "member_statuses/index.html", context)


@requires(Permission.RECORD_MEMBER)
def record(request: Request, pk: int, kind: str) -> HttpResponse:
    """Write a status of a member down."""
    if (asked := KINDS.get(kind)) is None:
        raise Http404
    member = get_object_or_404(request.scope.members.select_related("person", "organization"), pk=pk)
    form = StatusForm(
        sent(request),
        kind=asked,
        member=member,
        deciders=decider_options(request.scope, member),
        today=request.scope.today,
    )
    back = reverse("dang-vien-chi-tiet", args=[member.pk])

    def act() -> str:
        member_statuses.record_status(by=request.user, member=member, facts=form.facts, today=request.scope.today)
        return back

    context = {
        "member": member,
        "kind": asked,
        "places": places_of([member.organization_id], request.scope.today),
        "back": back,
    }
    done = f"Đã ghi tình trạng sinh hoạt của {member}."
    return answer(request, form, act, template="member_statuses/record.html", done=done, context=context)


@requires(Permission.RECORD_MEMBER)
def end(request: Request, pk: int, status: int) -> HttpResponse:
    """Let a status end with a day."""
    found = _status(request, pk, status)
    form = EndStatusForm(sent(request), initial={"ended_on": request.scope.today})
    back = reverse("dang-vien-chi-tiet", args=[pk])

    def act() -> str:
        member_statuses.end_status(
            by=request.user, status=found, ended_on=form.cleaned_data["ended_on"], today=request.scope.today
        )
        return back

    context = {"status": found, "member": found.member, "back": back}
    done = f"Đã ghi thôi: {found.member}."
    return answer(request, form, act, template="member_statuses/end.html", done=done, context=context)


@requires(Permission.RECORD_MEMBER)
def take_back(request: Request, pk: int, status: int) -> HttpResponse:
    """Take a mistaken entry back, with a reason."""
    found = _status(request, pk, status)
    form = TakeBackForm(sent(request))
    back = reverse("dang-vien-chi-tiet", args=[pk])

    def act() -> str:
        member_statuses.take_back_status(by=request.user, status=found, reason=form.cleaned_data["reason"])
        return back

    context = {"status": found, "member": found.member, "back": back}
    done = "Đã lấy lại. Dòng ấy vẫn còn để xem, không còn hiệu lực."
    return answer(request, form, act, template="member_statuses/take_back.html", done=done, context=context)


def _status(request: Request, pk: int, status: int) -> MemberStatus:
    found = get_object_or_404(request.scope.member_statuses.select_related("member__person", "decider"), pk=status)
    if found.member_id != pk:  # not asked of the database, which knows no number as long as an address may be
        raise Http404
    return found
