"""The dossier of a candidate or a member: which papers there are, where they lie; ticking and filling many at once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from dangvien.actions import dossier
from dangvien.actions.reading import opened
from dangvien.forms.dossier import DossierForm
from dangvien.http import Request, requires
from dangvien.models import Candidate, Member
from dangvien.permissions import Permission
from dangvien.procedure.batches import file_of
from dangvien.procedure.dossier import Checklist, checklist
from dangvien.views.acting import answer, sent
from dangvien.views.rights import may


@requires(Permission.VIEW)
def of_candidate(request: Request, pk: int) -> HttpResponse:
    """The papers of an admission, as a list that is printed on A4 too."""
    return _show(request, _candidate(request, pk))


@requires(Permission.VIEW)
def of_member(request: Request, pk: int) -> HttpResponse:
    """The papers of a recognition."""
    return _show(request, _member(request, pk))


@requires(Permission.RECORD_CANDIDATE)
def record_of_candidate(request: Request, pk: int) -> HttpResponse:
    """Tick and fill the papers of an admission."""
    return _record(request, _candidate(request, pk))


@requires(Permission.RECORD_CANDIDATE)
def record_of_member(request: Request, pk: int) -> HttpResponse:
    """Tick and fill the papers of a recognition."""
    return _record(request, _member(request, pk))


def _candidate(request: Request, pk: int) -> Candidate:
    return get_object_or_404(request.scope.candidates.select_related("person", "organization"), pk=pk)


def _member(request: Request, pk: int) -> Member:
    """A member who is in the register today: whoever left has taken the dossier along."""
    return get_object_or_404(request.scope.present_members.select_related("person", "organization"), pk=pk)


def _show(request: Request, subject: Candidate | Member) -> HttpResponse:
    listed = checklist(file_of(subject, request.scope.today, scope=request.scope), subject)
    opened(by=request.user, file=subject)
    context = {
        **_about(request, subject, listed),
        "place": listed.case.organization.name_on(request.scope.today),
        "may_record": may(request, Permission.RECORD_CANDIDATE, subject.organization_id),
        "batches": request.scope.batches.filter(items__in=subject.batch_items.all()).newest_first(),
    }
    return render(request, "dossiers/detail.html", context)


def _record(request: Request, subject: Candidate | Member) -> HttpResponse:
    listed = checklist(file_of(subject, request.scope.today, scope=request.scope), subject)
    form = DossierForm(sent(request), listed=listed)
    about = _about(request, subject, listed)
    if request.method != "POST":
        opened(by=request.user, file=subject)

    def act() -> str:
        dossier.record_papers(
            by=request.user, subject=subject, papers=form.changed, today=request.scope.today, seen=form.seen_at
        )
        return str(about["here"])

    return answer(request, form, act, template="dossiers/record.html", done="Đã ghi giấy tờ hồ sơ.", context=about)


def _about(request: Request, subject: Candidate | Member, listed: Checklist) -> dict[str, object]:
    of_member = isinstance(subject, Member)
    name = "dang-vien" if of_member else "nguon"
    return {
        "subject": subject,
        "listed": listed,
        "of_member": of_member,
        "list_url": reverse(name),
        "list_name": "Đảng viên" if of_member else "Nguồn phát triển",
        "person_url": reverse(f"{name}-chi-tiet", args=[subject.pk]),
        "here": reverse(f"{name}-ho-so", args=[subject.pk]),
        "record_url": reverse(f"{name}-ho-so-ghi", args=[subject.pk]),
        "day": request.scope.today,
    }
