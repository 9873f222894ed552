"""Checks before somebody is proposed for a class or put on its list (procedure S03; Hướng dẫn 06-HD/TW, điểm 3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from dangvien import codes, rules
from dangvien.models import ClassProposal, Enrollment, Person, Standing, Step, StepKind, TrainingClass
from dangvien.procedure.deadlines import Certificate
from dangvien.procedure.problem import Level, Problem
from dangvien.text import day_full, day_short, lower_first

Found = Mapping[int, list[Problem]]
"""Person → what was found about sending them to the class; people without a finding are absent."""


def learner_problems(training_class: TrainingClass, people: Iterable[Person], today: date) -> Found:
    """What stands against each of these people learning in this class, and what to compare first.

    Refused: not on the cell's list of cảm tình Đảng (S02), for the class of candidates; already on the class's own;
    in another class of the kind that is not over when this one begins; born after it began. Warned: known schooling
    below the floor, a certificate that is still valid, a class without a result. Three queries however many people.
    """
    asked = {person.pk: person for person in people}
    found: dict[int, list[Problem]] = {}
    for key, person in asked.items():
        if person.birth.earliest() >= training_class.starts_on:
            found.setdefault(key, []).append(
                Problem("people", f"{person} sinh sau ngày khai giảng. Kiểm tra lại ngày sinh.")
            )
    for key in _not_listed(training_class, asked):
        sentence = (
            f"{asked[key]} chưa có trong danh sách cảm tình Đảng của chi bộ. Ghi bước “{StepKind.VAO_DANH_SACH.label}” "
            "trước rồi mới cử đi học."
        )
        found.setdefault(key, []).append(Problem("people", sentence))
    lines = Enrollment.objects.of_kind(TrainingClass.Kind(training_class.kind)).filter(person__in=asked)
    for line in lines.select_related("training_class").order_by("training_class__starts_on", "pk"):
        told = _about_a_class(training_class, line, today)
        if told is not None:
            sentence, level = told
            found.setdefault(line.person_id, []).append(Problem("people", f"{asked[line.person_id]} {sentence}", level))
    rule = rules.on(training_class.starts_on).education_floor
    for key, label in _below_the_floor(asked, rule.value, training_class.starts_on).items():
        sentence = (
            f"{asked[key]} có trình độ học vấn ghi trong sổ là {lower_first(label)}, thấp hơn mức phải có. "
            "Xem lại bằng cấp hoặc trường hợp được áp dụng mức thấp hơn."
        )
        found.setdefault(key, []).append(Problem("people", sentence, Level.WARN, source=rule.cited))
    return found


def _not_listed(training_class: TrainingClass, people: Iterable[int]) -> list[int]:
    """Those whom no cell has put on its list by a resolution; members on probation need not be."""
    if training_class.kind != TrainingClass.Kind.NHAN_THUC:
        return []
    listed = Step.objects.standing().of_kind(StepKind.VAO_DANH_SACH).filter(candidate__closed_on__isnull=True)
    there = set(listed.filter(candidate__person__in=list(people)).values_list("candidate__person", flat=True))
    return [key for key in people if key not in there]


def open_proposal_problems(training_class: TrainingClass, people: Iterable[Person]) -> list[Problem]:
    """Who of these people is already proposed for the class and not answered yet (one query)."""
    waiting = ClassProposal.objects.open().filter(training_class=training_class, person__in=list(people))
    return [
        Problem("people", f"{line.person} đã được đề nghị ngày {day_short(line.proposed_on)}, đang chờ cấp ủy duyệt.")
        for line in waiting.select_related("person").in_name_order()
    ]


def _about_a_class(training_class: TrainingClass, line: Enrollment, today: date) -> tuple[str, Level] | None:
    """What a person's line in a class says against, after their name; None when it says nothing."""
    other = line.training_class
    if line.training_class_id == training_class.pk:
        return "đã có trong danh sách lớp.", Level.REFUSE
    if line.certificate_on is not None:
        if training_class.kind == TrainingClass.Kind.DANG_VIEN_MOI:
            return f"đã có giấy chứng nhận lớp đảng viên mới (lớp {other.code}).", Level.WARN
        certificate = Certificate.of(line.certificate_on, today)
        if not certificate.is_valid:
            return None
        day = day_full(certificate.expires_on)
        return f"đang có giấy chứng nhận còn giá trị đến ngày {day}. Chỉ cử học lại khi thật cần.", Level.WARN
    if line.result != Enrollment.Result.DANG_HOC:
        return None
    day = day_full(other.ends_on)
    if other.ends_on >= training_class.starts_on:
        return f"đang học lớp {other.code} đến ngày {day}. Bỏ đánh dấu người này.", Level.REFUSE
    return f"chưa có kết quả lớp {other.code} (bế giảng ngày {day}). Ghi kết quả lớp ấy trước.", Level.WARN


def _below_the_floor(people: Iterable[int], floor: str, day: date) -> dict[int, str]:
    """Person → label of their known schooling, for those known to be below the floor on the day."""
    known = codes.of("education_general")
    newest = Standing.objects.standing().filter(person__in=list(people), since__lte=day).order_by("since")
    schooling = dict(newest.values_list("person_id", "general_education"))
    return {
        key: known.label(code)
        for key, code in schooling.items()
        if code in known and floor in known and known.order(code) < known.order(floor)
    }


def full_problem(training_class: TrainingClass, more: int) -> list[Problem]:
    """A warning when the class would hold more learners than it was opened for."""
    if training_class.capacity is None:
        return []
    there = training_class.enrollments.count()
    if there + more <= training_class.capacity:
        return []
    return [
        Problem(
            "people",
            f"Lớp nhận {training_class.capacity} người; đã có {there}, thêm {more} là {there + more} người.",
            Level.WARN,
        )
    ]
