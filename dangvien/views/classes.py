"""Training classes: the list, one class with its learners, opening one, mending what is said of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions import training
from dangvien.forms.classes import ChangeClassForm, ClassFilterForm, ClassForm
from dangvien.forms.fields import written_mark
from dangvien.http import Request, requires
from dangvien.models import TrainingClass
from dangvien.models.training import EnrollmentQuerySet
from dangvien.permissions import Permission
from dangvien.procedure.classrooms import Tally, certificate_of_line, tallies
from dangvien.procedure.places import Option, committee_options, named_options, places_of
from dangvien.spreadsheet import Value
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import hand_out
from dangvien.views.listing import count_of, page_of

MOST_EXPORTED = 2000
"""Classes in one workbook; more are found by choosing a year."""


@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """The classes a person may see, newest first; counts are of the learners they may see."""
    form = ClassFilterForm(request.GET, scope=request.scope)
    page = page_of(request, form.rows())
    context = {
        "filter_form": form,
        "page": page,
        "places": places_of([item.organizer_id for item in page], request.scope.today),
        "tallies": tallies(request.scope, [item.pk for item in page]),
        "caption": f"{count_of(page, 'lớp')}, mới nhất ở trên",
        "may_add": Permission.RECORD_CLASS in request.held.permissions,
        "asked": request.GET.urlencode(),
    }
    return render(request, "classes/index.html", context)


@require_safe
@requires(Permission.RECORD_CLASS)
def index_excel(request: Request) -> HttpResponse:
    """The classes asked for as a workbook, with both counts."""
    classes = list(ClassFilterForm(request.GET, scope=request.scope).rows().select_related("decision")[:MOST_EXPORTED])
    counted = tallies(request.scope, [item.pk for item in classes])
    places = places_of([item.organizer_id for item in classes], request.scope.today)
    headers = ["TT", "Mã lớp", "Tên lớp", "Loại lớp", "Khai giảng", "Bế giảng", "Cấp ủy mở lớp", "Quyết định mở lớp",
               "Tham gia", "Được cấp giấy", "Đạt, chờ cấp giấy", "Không đạt", "Bỏ học", "Chưa ghi kết quả"]  # fmt: skip
    rows: list[list[Value]] = []
    for number, item in enumerate(classes, start=1):
        tally = counted.get(item.pk, Tally())
        place = places.get(item.organizer_id)
        paper = f"{item.decision}, {day_full(item.decision.issued_on)}" if item.decision else ""
        rows.append(
            [number, item.code, item.name, item.get_kind_display(), item.starts_on, item.ends_on, str(place or ""),
             paper, tally.learners, tally.passed, tally.awaiting, tally.failed, tally.left, tally.waiting]
        )  # fmt: skip
    name = "Các lớp bồi dưỡng"
    told = f"Tính đến ngày {day_full(request.scope.today)}"
    return hand_out(request, name, headers, rows, told, of_people=False)


@requires(Permission.VIEW)
def detail(request: Request, pk: int) -> HttpResponse:
    """One class with the learners a person may see."""
    training_class = get_object_or_404(request.scope.classes.select_related("organizer", "decision"), pk=pk)
    learners = request.scope.enrollments.filter(training_class=training_class).select_related("person").in_name_order()
    page = page_of(request, learners)
    places = places_of([training_class.organizer_id, *(item.sent_by_id for item in page)], request.scope.today)
    held = request.held.permissions
    for line in page:
        line.training_class = training_class
    context = {
        "class": training_class,
        "page": page,
        "places": places,
        "addresses": _addresses(request, [line.person_id for line in page]),
        "certificates": {line.pk: certificate_of_line(line, request.scope.today) for line in page},
        "tally": tallies(request.scope, [training_class.pk]).get(training_class.pk),
        "issuer": training_class.issuer_on(training_class.ends_on),
        "proposed": request.scope.proposals.filter(training_class=training_class).open().count(),
        "is_over": training_class.ends_on < request.scope.today,
        "may_record": Permission.RECORD_CLASS in held,
        "may_propose": Permission.RECORD_CANDIDATE in held,
        "runs": runs(request, training_class),
    }
    return render(request, "classes/detail.html", context)


def _addresses(request: Request, people: list[int]) -> dict[int, str]:
    """Person → the page where their way goes on after the class: the list's, the probation's or the member's."""
    found: dict[int, str] = {}
    for pk, person, official_on in request.scope.present_members.filter(person__in=people).values_list(
        "pk", "person", "official_on"
    ):
        found[person] = reverse("dang-vien-chi-tiet" if official_on else "du-bi", args=[pk])
    for pk, person in request.scope.candidates.open().filter(person__in=people).values_list("pk", "person"):
        found[person] = reverse("nguon-chi-tiet", args=[pk])
    return found


def runs(request: Request, training_class: TrainingClass) -> bool:
    """Whether the person runs this class: it was opened where they record classes."""
    own = request.held.limited_to(Permission.RECORD_CLASS).own_classes
    return own.filter(pk=training_class.pk).exists()


@require_safe
@requires(Permission.RECORD_CLASS)
def roster_excel(request: Request, pk: int) -> HttpResponse:
    """The class list as a workbook: the learners a person may see, with their results."""
    training_class = get_object_or_404(request.scope.classes, pk=pk)
    learners = request.scope.enrollments.filter(training_class=training_class)
    rows = list(_roster(request, learners))
    headers = ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị cử đi", "Số buổi có mặt", "Điểm", "Xếp loại",
               "Kết quả", "Số giấy chứng nhận", "Ngày cấp", "Giá trị của giấy"]  # fmt: skip
    name = f"Danh sách lớp {training_class.code}"
    told = f"{training_class.name}, {day_full(training_class.starts_on)} – {day_full(training_class.ends_on)}"
    return hand_out(request, name, headers, rows, told, organization=audit_place(request, training_class))


def _roster(request: Request, learners: EnrollmentQuerySet) -> Iterator[list[Value]]:
    lines = list(learners.select_related("person", "training_class").in_name_order())
    places = places_of([line.sent_by_id for line in lines], request.scope.today)
    for number, line in enumerate(lines, start=1):
        left = certificate_of_line(line, request.scope.today)
        person = line.person
        yield [
            number, person.full_name, person.birth, person.get_gender_display(), str(places.get(line.sent_by_id, "")),
            line.attended, written_mark(line.score) if line.score is not None else "", line.grade, line.result_label,
            line.certificate_number, line.certificate_on, left.words if left else "",
        ]  # fmt: skip


def audit_place(request: Request, training_class: TrainingClass) -> int:
    """Where an entry about a class is read: with the committee that opened it, or with the person's own unit."""
    own = training_class.organizer_id
    return own if own in request.scope.keys else min(request.scope.roots)


@requires(Permission.RECORD_CLASS)
def add(request: Request) -> HttpResponse:
    """Open a class, by a decision where there is one."""
    form = ClassForm(sent(request), organizers=committee_options(request.scope), issuers=_issuers(request))

    def act() -> str:
        given = form.cleaned_data
        opened = training.open_class(
            by=request.user,
            code=given["code"],
            name=given["name"],
            kind=TrainingClass.Kind(given["kind"]),
            organizer=given["organizer"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            venue=given["venue"],
            program=form.program,
            opening=form.opening,
            today=request.scope.today,
        )
        return reverse("lop-chi-tiet", args=[opened.pk])

    done = "Đã mở lớp. Bây giờ ghi danh người học."
    return answer(request, form, act, template="classes/add.html", done=done, context={"back": reverse("lop")})


@requires(Permission.RECORD_CLASS)
def change(request: Request, pk: int) -> HttpResponse:
    """Mend what is said of a class that one runs; write down its decision where there is none."""
    training_class = get_object_or_404(request.scope.own_classes.select_related("organizer", "decision"), pk=pk)
    form = ChangeClassForm(sent(request), training_class=training_class, issuers=_issuers(request))
    back = reverse("lop-chi-tiet", args=[training_class.pk])

    def act() -> str:
        training.change_class(
            by=request.user,
            training_class=training_class,
            program=form.program,
            opening=form.opening,
            today=request.scope.today,
        )
        return back

    context = {"class": training_class, "back": back}
    return answer(request, form, act, template="classes/change.html", done="Đã lưu thông tin lớp.", context=context)


def _issuers(request: Request) -> list[Option]:
    """Committees whose decision may open a class: those in scope, and those above it."""
    scope = request.scope
    above = named_options(scope.superiors.deciding(), scope.today)
    return [*committee_options(scope), *above]
