"""Printing the papers of a training class as a job: its list, the list of certificates, the certificates themselves."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from dangvien import day_files
from dangvien.actions.certificates import Paper as ClassPaper
from dangvien.actions.jobs import JobFailed
from dangvien.models import Enrollment, Job, TrainingClass
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.scope import Scope
from dangvien.text import day_full, day_long, day_short
from reports.fonts import FontError
from reports.jobs import store
from reports.papers import letterhead_on
from reports.render.classes import Certificate, Head, ListSheet, certificates, class_list
from reports.render.letterhead import Paper

_SUBJECTS = {
    TrainingClass.Kind.NHAN_THUC: "học lớp bồi dưỡng nhận thức về Đảng",
    TrainingClass.Kind.DANG_VIEN_MOI: "học lớp bồi dưỡng đảng viên mới",
}


def print_class_paper(job: Job) -> str:
    """Make the paper that was asked for, with no more than the person who asked may see; safe to run again."""
    scope = Scope.of(job.requested_by).limited_to(Permission.RECORD_CLASS)
    wanted = ClassPaper(job.params["paper"])
    classes = scope.classes if wanted is ClassPaper.ROSTER else scope.own_classes
    training_class = classes.select_related("organizer", "decision").filter(pk=job.params["class"]).first()
    if training_class is None:
        raise JobFailed("Lớp này không còn trong phạm vi của người yêu cầu.")
    lines = scope.enrollments.filter(training_class=training_class).select_related("person", "training_class")
    if wanted is not ClassPaper.ROSTER:
        lines = lines.filter(certificate_on__isnull=False)
    found = list(lines.in_name_order())
    if not found:
        raise JobFailed(
            "Chưa có ai được cấp giấy chứng nhận." if wanted is not ClassPaper.ROSTER else "Lớp chưa có ai."
        )
    job.advance(0, 1, f"Đang in {len(found)} người")
    try:
        content = _content(wanted, training_class, found)
    except FontError as missing:
        raise JobFailed(str(missing)) from missing
    # Held against the scope of whoever takes the file: the class itself is also seen by those who see fewer of it.
    if not job.remember(lines=[line.pk for line in found]):
        raise JobFailed("Một máy khác đã nhận việc này.")
    store(day_files.place_of(day_files.CLASS_PAPERS, f"{job.pk}.pdf"), content)
    job.advance(1, 1, "")
    return reverse("lop-tep", args=[training_class.pk, job.pk])


def _content(wanted: ClassPaper, training_class: TrainingClass, lines: list[Enrollment]) -> bytes:
    head = _head(training_class)
    if wanted is ClassPaper.CERTIFICATES:
        return certificates(head, [_certificate(line, head.paper.place) for line in lines])
    places = {key: str(place) for key, place in places_of([line.sent_by_id for line in lines], localdate()).items()}
    sheet = _issued(lines, places) if wanted is ClassPaper.ISSUED else _roster(lines, places)
    return class_list(head, sheet)


def _head(training_class: TrainingClass) -> Head:
    ends = training_class.ends_on
    decision = training_class.decision
    return Head(
        paper=Paper.of(letterhead_on(training_class.organizer, ends), day=None),
        class_name=training_class.name,
        code=training_class.code,
        days=f"từ ngày {day_short(training_class.starts_on)} đến ngày {day_short(ends)}",
        decision=f"Quyết định số {decision.reference}, ngày {day_short(decision.issued_on)}" if decision else "",
        issuer=training_class.issuer_on(ends),
        form=training_class.certificate_form,
        subject=_SUBJECTS[TrainingClass.Kind(training_class.kind)],
    )


def _certificate(line: Enrollment, place: str) -> Certificate:
    day = line.certificate_on
    assert day is not None  # only such lines are printed
    person = line.person
    return Certificate(
        name=person.full_name,
        birth=str(person.birth),
        native_place=person.native_place,
        grade=line.grade,
        number=line.certificate_number,
        place_and_day=f"{place}, {day_long(day)}" if place else _capital(day),
    )


def _capital(day: date) -> str:
    return f"N{day_long(day)[1:]}"


def _roster(lines: list[Enrollment], places: dict[int, str]) -> ListSheet:
    columns = (("TT", 12.0), ("Họ và tên", 60.0), ("Ngày sinh", 28.0), ("Đơn vị cử đi", 70.0), ("Kết quả", 42.0),
               ("Ghi chú", 35.0))  # fmt: skip
    rows = [
        [
            str(place),
            line.person.full_name,
            str(line.person.birth),
            places.get(line.sent_by_id, ""),
            line.result_label,
            "",
        ]
        for place, line in enumerate(lines, start=1)
    ]
    return ListSheet("Danh sách lớp", columns, rows)


def _issued(lines: list[Enrollment], places: dict[int, str]) -> ListSheet:
    columns = (("TT", 11.0), ("Họ và tên", 44.0), ("Ngày sinh", 25.0), ("Quê quán", 42.0), ("Đơn vị cử đi", 40.0),
               ("Xếp loại", 19.0), ("Số giấy", 30.0), ("Ngày cấp", 25.0), ("Ký nhận", 0.0))  # fmt: skip
    rows = [
        [str(place), line.person.full_name, str(line.person.birth), line.person.native_place,
         places.get(line.sent_by_id, ""), line.grade, line.certificate_number,
         day_full(line.certificate_on) if line.certificate_on else "", ""]
        for place, line in enumerate(lines, start=1)
    ]  # fmt: skip
    return ListSheet("Danh sách cấp giấy chứng nhận", columns, rows, f"Tổng số: {len(lines)} người.")
