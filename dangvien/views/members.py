"""Members: the list, one member's page with the ledger, mending a line."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dangvien.actions.correction import reverse as reverse_line
from dangvien.actions.reading import opened
from dangvien.forms.members import CorrectionForm, MemberFilterForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.deadlines import probation_end
from dangvien.procedure.departures import restorable_at
from dangvien.procedure.files import member_file
from dangvien.procedure.member_statuses import statuses_of
from dangvien.procedure.old_records import old_record_notices
from dangvien.procedure.places import places_of
from dangvien.procedure.records import record_on
from dangvien.procedure.transfers import files_of
from dangvien.views.acting import answer, sent
from dangvien.views.listing import asked_of, count_of, page_of, remember
from dangvien.views.rights import may


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """The members in scope, filtered and sorted by given name; POST keeps a name out of the address."""
    data, forgotten = asked_of(request)
    form = MemberFilterForm(data, scope=request.scope, forgotten=forgotten)
    rows = form.rows()
    if request.method == "POST" and form.is_valid():
        return remember(request, form, "dang-vien", "đảng viên", rows)
    page = page_of(request, rows)
    places = places_of([member.organization_id for member in page], request.scope.today)
    context = {"filter_form": form, "page": page, "places": places, "caption": count_of(page, "đảng viên")}
    return render(request, "members/index.html", context)


@requires(Permission.VIEW)
def detail(request: Request, pk: int) -> HttpResponse:
    """One member: who, where, since when, and every line of the ledger. Opening it leaves a trace."""
    member = get_object_or_404(request.scope.members.select_related("person", "organization"), pk=pk)
    opened(by=request.user, file=member)
    today = request.scope.today
    file = member_file(member, today)
    record = record_on(member, today)
    named = [member.organization_id, *(line.organization_id for line in file.lines)]
    places = places_of([*named, *(post.organization_id for post in record.posts)], today)
    context = {
        "member": member,
        "file": file,
        "record": record,
        "places": places,
        "probation": probation_end(member, today),
        "may_recognize": may(request, Permission.RECORD_RECOGNITION, member.organization_id),
        "may_correct": file.newest is not None
        and may(request, Permission.RECORD_ADMISSION, file.newest.organization_id),
        "transfers": files_of(request.scope.transfers.of(member.pk).newest_first()),
        "may_move": may(request, Permission.RECORD_MOVEMENT, member.organization_id),
        "may_restore": may(request, Permission.RECORD_MOVEMENT, restorable_at(member, file.lines)),
        "may_keep": may(request, Permission.RECORD_MEMBER, member.organization_id),
        "statuses": statuses_of(member, today),
        "old_record": old_record_notices(member),
        "has_case": request.scope.cases.filter(member=member).exists(),
        "just": request.GET.get("vua-ghi"),
        "restricted": member.person.requests.restricting().first(),
    }
    return render(request, "members/detail.html", context)


@requires(Permission.RECORD_ADMISSION)
def correct(request: Request, pk: int, line: int) -> HttpResponse:
    """Mend a member's newest line by another line, with a reason."""
    member = get_object_or_404(request.scope.members.select_related("person"), pk=pk)
    mistaken = get_object_or_404(
        request.scope.movements.select_related("decision", "organization"), pk=line, member=member
    )
    back = reverse("dang-vien-chi-tiet", args=[member.pk])
    form = CorrectionForm(sent(request))

    def act() -> str:
        reverse_line(by=request.user, line=mistaken, reason=form.cleaned_data["reason"])
        return back

    context = {
        "member": member,
        "line": mistaken,
        "places": places_of([mistaken.organization_id], request.scope.today),
        "back": back,
    }
    done = f"Đã ghi dòng đính chính cho {member}. Cả hai dòng đều còn trong sổ."
    return answer(request, form, act, template="members/correct.html", done=done, context=context)
