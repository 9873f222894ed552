"""The yearly survey of sources: all cells of a year, one cell's numbers, and those it found worth following."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from dangvien.actions import surveying
from dangvien.forms.candidates import CandidateForm
from dangvien.forms.surveys import DropForm, ProspectForm, SurveyFilterForm, SurveyForm
from dangvien.http import Request, requires
from dangvien.models import Organization, Prospect, SourceSurvey
from dangvien.models.survey import surveyed_sources
from dangvien.permissions import Permission
from dangvien.procedure.monthly_lists import reason_kind
from dangvien.procedure.problem import Refused
from dangvien.procedure.surveys import Number, Overview, Surveyed, day_of_year
from dangvien.spreadsheet import Value
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import asks_for_file, hand_out, too_many
from dangvien.views.listing import count_of, page_of
from dangvien.views.rights import may

EARLIEST_YEAR = 2000


@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """A year's survey over the cells in scope: who has surveyed, what was counted, sums by superior; also as Excel."""
    form = SurveyFilterForm(request.GET, scope=request.scope)
    found = form.overview()
    rows = form.chosen(found)
    if asks_for_file(request, form):
        return too_many(request, form, len(rows), "khao-sat") or _overview_file(request, found, rows)
    page = page_of(request, rows)
    context = {
        "filter_form": form,
        "found": found,
        "page": page,
        "caption": count_of(page, "chi bộ"),
        "sources": surveyed_sources(),
        "may_record": Permission.RECORD_CANDIDATE in request.held.permissions,
    }
    return render(request, "surveys/index.html", context)


def _overview_file(request: Request, found: Overview, rows: Sequence[Surveyed]) -> HttpResponse:
    headers = ["TT", "Chi bộ", "Trực thuộc", "Ngày khảo sát"]
    for _, label in surveyed_sources():
        headers += [f"{label}: đủ điều kiện", f"{label}: đáng theo dõi"]
    headers += ["Cộng đủ điều kiện", "Cộng đáng theo dõi", "Lý do không còn nguồn"]
    lines: list[list[Value]] = []
    for place, row in enumerate(rows, start=1):
        line: list[Value] = [place, row.name, row.above, row.surveyed_on or "Chưa khảo sát"]
        for number in [*row.numbers, row.total]:
            line += [None, None] if row.surveyed_on is None else [number.eligible, number.following]
        lines.append([*line, row.none_reason])
    title = f"Khảo sát nguồn kết nạp năm {found.year}"
    total = found.total
    subtitle = (
        f"{total.surveyed}/{total.cells} chi bộ đã khảo sát ({total.share}), đến ngày {day_full(request.scope.today)}"
    )
    return hand_out(request, title, headers, lines, subtitle, of_people=False)


@requires(Permission.VIEW)
def cell(request: Request, year: int, code: str) -> HttpResponse:
    """One cell's survey of a year beside last year's, and those worth following; they also as Excel."""
    here = _cell(request, year, code)
    people = request.scope.prospects.filter(organization=here).of_survey(year).in_name_order()
    if request.GET.get("tep") == "excel":
        return _people_file(request, here, year, list(people))
    page = page_of(request, people)
    survey = request.scope.source_surveys.of_year(year).filter(organization=here).select_related("recorded_by").first()
    now, before = (_numbers(request, here, asked) for asked in (year, year - 1))
    sources = surveyed_sources()
    context = {
        "cell": here,
        "name": here.name_on(day_of_year(year, request.scope.today)),
        "year": year,
        "survey": survey,
        "rows": [(label, now.get(source, Number()), before.get(source)) for source, label in sources],
        "total": sum(now.values(), Number()),
        "total_before": sum(before.values(), Number()) if before else None,
        "page": page,
        "caption": count_of(page, "người đáng theo dõi"),
        "may_record": may(request, Permission.RECORD_CANDIDATE, here.pk),
        "may_open": request.scope.candidates.filter(prospect__in=list(page)).values_list("pk", flat=True),
    }
    return render(request, "surveys/cell.html", context)


def _people_file(request: Request, here: Organization, year: int, people: list[Prospect]) -> HttpResponse:
    name = here.name_on(day_of_year(year, request.scope.today))
    headers = ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Nguồn", "Đơn vị, lớp", "Ngày xuất ngũ", "Tình trạng"]
    lines: list[list[Value]] = [
        [
            place,
            person.full_name,
            person.birth,
            person.get_gender_display(),
            person.source_label,
            person.unit,
            person.demobilized_on,
            state_of(person),
        ]
        for place, person in enumerate(people, start=1)
    ]
    title = f"Người đáng theo dõi sau khảo sát nguồn năm {year}"
    return hand_out(request, title, headers, lines, name, name=f"{title} {name}", organization=here)


def state_of(prospect: Prospect) -> str:
    """What has become of somebody, as files say it: without what was added to a reason."""
    if prospect.candidate_id:
        return "Đã đưa vào nguồn"
    return f"Thôi ghi: {reason_kind(prospect.drop_reason)}" if prospect.dropped_on else "Đang ghi"


@requires(Permission.RECORD_CANDIDATE)
def record(request: Request, year: int, code: str) -> HttpResponse:
    """A cell's numbers of a year: entered, or corrected."""
    here = _cell(request, year, code)
    survey = request.scope.source_surveys.of_year(year).filter(organization=here).first()
    back = reverse("khao-sat-chi-bo", args=[year, code])
    first: dict[str, object] = {
        "surveyed_on": request.scope.today if year == request.scope.today.year else None,
        "version": 0,
    }
    if survey:
        first = _known(request, here, survey)
    before = _numbers(request, here, year - 1)
    form = SurveyForm(sent(request), initial=first, last_year=before or None)

    def act() -> str:
        given = form.cleaned_data
        try:
            surveying.record_survey(
                by=request.user,
                cell=here,
                year=year,
                surveyed_on=given["surveyed_on"],
                counts=form.counts,
                none_reason=given["none_reason"],
                comment=given["note"],
                today=request.scope.today,
                version=given["version"] or 0,
            )
        except Refused as refused:
            if any(problem.field == "version" for problem in refused.problems):
                form.see(survey.version if survey else 0)
            raise
        return back

    context = {
        "back": back,
        "year": year,
        "name": here.name_on(day_of_year(year, request.scope.today)),
    }
    return answer(request, form, act, template="surveys/record.html", done="Đã ghi khảo sát nguồn.", context=context)


def _known(request: Request, here: Organization, survey: SourceSurvey) -> dict[str, object]:
    known: dict[str, object] = {
        "surveyed_on": survey.surveyed_on,
        "none_reason": survey.none_reason,
        "note": survey.note,
        "version": survey.version,
    }
    for source, number in _numbers(request, here, survey.year).items():
        known |= {f"{source}_eligible": number.eligible, f"{source}_following": number.following}
    return known


@requires(Permission.RECORD_CANDIDATE)
def add_prospect(request: Request, year: int, code: str) -> HttpResponse:
    """Write somebody down as worth following; "Lưu và thêm tiếp" keeps the source for the next one."""
    here = _cell(request, year, code)
    form = ProspectForm(sent(request), initial={"source": request.GET.get("nguon")})
    back = reverse("khao-sat-chi-bo", args=[year, code])

    def act() -> str:
        surveying.add_prospect(by=request.user, cell=here, year=year, facts=form.facts, today=request.scope.today)
        if "them_tiep" in request.POST:
            return f"{reverse('khao-sat-nguoi-them', args=[year, code])}?nguon={form.facts.source}"
        return back

    context = {"back": back, "year": year, "name": here.name_on(day_of_year(year, request.scope.today)), "more": True}
    return answer(
        request, form, act, template="surveys/prospect.html", done="Đã ghi người đáng theo dõi.", context=context
    )


@requires(Permission.RECORD_CANDIDATE)
def change_prospect(request: Request, pk: int) -> HttpResponse:
    """Correct what was written of somebody."""
    prospect = _prospect(request, pk)
    form = ProspectForm(sent(request), initial=ProspectForm.known(prospect))

    def act() -> str:
        surveying.change_prospect(by=request.user, prospect=prospect, facts=form.facts, today=request.scope.today)
        return _page_of(prospect)

    context = _about(request, prospect)
    return answer(request, form, act, template="surveys/prospect.html", done="Đã sửa.", context=context)


@requires(Permission.RECORD_CANDIDATE)
def drop_prospect(request: Request, pk: int) -> HttpResponse:
    """Say that somebody is not followed after all."""
    prospect = _prospect(request, pk)
    form = DropForm(sent(request), initial={"closed_on": request.scope.today})

    def act() -> str:
        surveying.drop_prospect(
            by=request.user,
            prospect=prospect,
            dropped_on=form.cleaned_data["closed_on"],
            reason=form.words,
            today=request.scope.today,
        )
        return _page_of(prospect)

    context = _about(request, prospect)
    done = "Đã thôi ghi. Tên vẫn còn trong khảo sát để đối chiếu."
    return answer(request, form, act, template="surveys/drop.html", done=done, context=context)


@requires(Permission.RECORD_CANDIDATE)
def follow(request: Request, pk: int) -> HttpResponse:
    """Put somebody on the list of quần chúng ưu tú: the usual form, with all that is known filled in."""
    prospect = _prospect(request, pk)
    known = ProspectForm.known(prospect)
    first = {**known, "cell": prospect.organization, "opened_on": day_full(request.scope.today)}
    form = CandidateForm(sent(request), scope=request.scope, initial=first)

    def act() -> str:
        given = form.cleaned_data
        candidate = surveying.follow_prospect(
            by=request.user,
            prospect=prospect,
            person=form.person,
            cell=given["cell"],
            source=given["source"],
            opened_on=given["opened_on"],
            bodies=given["bodies"],
            today=request.scope.today,
            apart_from={known.pk for known in form.alike},
        )
        return reverse("nguon-chi-tiet", args=[candidate.pk])

    context = {**_about(request, prospect), "only_one": True}
    done = "Đã đưa vào danh sách nguồn phát triển."
    return answer(request, form, act, template="surveys/follow.html", done=done, context=context)


def _about(request: Request, prospect: Prospect) -> dict[str, object]:
    name = prospect.organization.name_on(day_of_year(prospect.year, request.scope.today))
    return {"prospect": prospect, "year": prospect.year, "name": name, "back": _page_of(prospect)}


def _page_of(prospect: Prospect) -> str:
    return reverse("khao-sat-chi-bo", args=[prospect.year, prospect.organization.code])


def _cell(request: Request, year: int, code: str) -> Organization:
    """A cell in scope in a year that can have been surveyed; nothing else has a page."""
    if not EARLIEST_YEAR <= year <= request.scope.today.year:
        raise Http404
    here = get_object_or_404(request.scope.organizations, code=code)
    placement = here.placement_on(day_of_year(year, request.scope.today))
    if placement is None or not placement.is_cell:
        raise Http404
    return here


def _prospect(request: Request, pk: int) -> Prospect:
    """Somebody in scope of whom nothing has been decided yet."""
    return get_object_or_404(request.scope.prospects.open().select_related("organization"), pk=pk)


def _numbers(request: Request, here: Organization, year: int) -> Mapping[str, Number]:
    """Source → what a cell counted in a year; empty where it did not survey."""
    counts = request.scope.survey_counts.of_year(year).filter(survey__organization=here)
    return {source: Number(*pair) for source, pair in counts.by_source().items()}
