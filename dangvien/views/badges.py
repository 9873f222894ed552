"""Party badges: who reaches a level by a round of the year, and the badges given in it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions.badges import award_badges
from dangvien.actions.reading import exported
from dangvien.forms.badges import AwardsForm, RoundForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure import list_files
from dangvien.procedure.badges import BadgeLine, badge_lines
from dangvien.procedure.list_files import BadgeFileLine
from dangvien.procedure.places import places_of
from dangvien.procedure.regulations import Regulations
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import MOST_ROWS, asks_for_file, list_file, too_many
from dangvien.views.listing import count_of, page_of


@require_safe
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """Who reaches a level by a round and does not have it, and whom to prepare for the next one.

    The file and the printed list leave out those who wait after discipline: that is not taken out of the register.
    """
    regulations = Regulations.load()
    form = RoundForm(request.GET, scope=request.scope, regulations=regulations)
    lines = _lines(form, regulations)
    printing = "in" in request.GET
    if printing or asks_for_file(request, form):
        lines = [line for line in lines if line.waits_until is None]
    if asks_for_file(request, form):
        places = places_of([line.member.organization_id for line in lines], request.scope.today)
        told = [BadgeFileLine(line, places.get(line.member.organization_id or 0)) for line in lines]
        return too_many(request, form, len(lines), "huy-hieu") or list_file(
            request, form, f"Huy hiệu Đảng, đợt {form.asked.day:%d/%m/%Y}", list_files.BADGES, told
        )
    if printing:
        exported(
            by=request.user,
            what="Huy hiệu Đảng (bản in)",
            count=len(lines),
            organization=min(request.scope.roots),
        )
    page = page_of(request, lines, MOST_ROWS) if printing else page_of(request, lines)
    context = {
        "filter_form": form,
        "asked": form.asked,
        "page": page,
        "printing": printing,
        "places": places_of([line.member.organization_id for line in page], request.scope.today),
        "undated": form.chosen.present_members.filter(official_on__isnull=False, admitted_on__isnull=True).count(),
        "may_record": Permission.RECORD_MEMBER in request.held.permissions,
        "is_over": form.asked.day <= request.scope.today,
        "caption": count_of(page, "đảng viên đến mức Huy hiệu"),
    }
    return render(request, "badges/index.html", context)


@requires(Permission.RECORD_MEMBER)
def award(request: Request) -> HttpResponse:
    """Write down the badges given in a round, fifty members a page: all of the page or none."""
    regulations = Regulations.load()
    form = RoundForm(request.GET, scope=request.scope, regulations=regulations)
    ready = [line for line in _lines(form, regulations) if line.is_ready]
    page = page_of(request, ready)
    awards = AwardsForm(sent(request), lines=list(page.object_list), asked=form.asked, scope=request.scope)
    back = f"{reverse('huy-hieu')}?{request.GET.urlencode()}"

    def act() -> str:
        award_badges(
            by=request.user,
            awards=awards.awards,
            awarded_on=awards.cleaned_data["awarded_on"],
            today=request.scope.today,
        )
        return back

    context = {
        "asked": form.asked,
        "page": page,
        "places": places_of([line.member.organization_id for line in page], request.scope.today),
        "back": back,
    }
    return answer(
        request,
        awards,
        act,
        template="badges/award.html",
        done=lambda: f"Đã ghi Huy hiệu của {len(awards.awards)} đảng viên.",
        context=context,
    )


def _lines(form: RoundForm, regulations: Regulations) -> list[BadgeLine]:
    members = form.chosen.present_members.in_name_order()
    lines = badge_lines(members, form.asked, form.scope.today, regulations)
    return [line for line in lines if form.group is None or line.group is form.group]
