"""Learners of the class for candidates (R13), and those who hold its certificate and were not admitted (R23)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dangvien.dates import full_months
from dangvien.models import Enrollment, Kind, StepKind, TrainingClass
from dangvien.models.progress import state_label
from dangvien.period import Period
from dangvien.procedure.deadlines import Certificate
from dangvien.procedure.spots import Places
from dangvien.scope import Scope
from dangvien.text import day_short, thousands
from reports.definition import Choices, Item, Option
from reports.lists.words import birth, groups_of

SHOWS = {
    "ngay_sinh": ("person.birth_date",),
    "don_vi_cu": ("enrollment.sent_by",),
    "ket_qua": ("enrollment.result",),
    "so_giay": ("enrollment.certificate_number",),
    "ngay_cap": ("enrollment.certificate_on",),
    "het_han": ("deadline.due_on",),
    "chi_bo": ("case.organization",),
    "so_thang": ("enrollment.certificate_on",),
    "tinh_trang": ("case.state",),
}

EVERY = "tat_ca"
OVER = "đã hết hạn"
MOST_CLASSES = 300
"""So many classes can be chosen by name, the newest; older ones are found by their period."""


def _classes(scope: Scope) -> list[tuple[str, str]]:
    found = scope.classes.filter(kind=TrainingClass.Kind.NHAN_THUC).order_by("-starts_on", "code")[:MOST_CLASSES]
    return [(held.code, f"{held.name}, khai giảng {day_short(held.starts_on)}") for held in found]


CLASS = Option("lop", "Lớp", ((EVERY, "các lớp khai giảng trong kỳ"),), from_register=_classes)
"""One class whenever it was held, or all that began in the period."""

LIFE = Option(
    "giay",
    "Giấy chứng nhận",
    ((EVERY, "còn và hết giá trị"), ("con_han", "còn giá trị"), ("het_han", "đã hết giá trị")),
)


FOLLOWED = Option(
    "theo_doi",
    "Người có giấy",
    ((EVERY, "kể cả người đã thôi theo dõi"), ("dang", "chỉ người chi bộ đang theo dõi")),
)


def learners(scope: Scope, period: Period, choices: Choices) -> Iterator[Item]:
    """The learners of a class, or of all classes that began in the period, class by class; by sender and name."""
    found = scope.enrollments.of_kind(TrainingClass.Kind.NHAN_THUC)
    found = (
        found.during(period) if choices[CLASS.code] == EVERY else found.filter(training_class__code=choices[CLASS.code])
    )
    rows = list(found.select_related("person", "training_class"))
    considered = _considered(scope, rows, period.last)
    places = Places.of(row.sent_by_id for row in rows)
    spots = {row.pk: places.on(row.sent_by_id, row.training_class.starts_on) for row in rows}
    for row in sorted(rows, key=lambda row: (_held(row), spots[row.pk].order, row.person.sort_key, row.pk)):
        yield Item(
            key=f"v{row.pk}",
            label=row.person.full_name,
            values={
                "ngay_sinh": birth(row.person),
                "don_vi_cu": spots[row.pk].full,
                "ket_qua": row.result_label,
                "so_giay": row.certificate_number,
                "ngay_cap": row.certificate_on,
                "het_han": _end(row, considered.get(row.person_id, ()), period.last),
            },
            thing=row.person_id,
            group=_class_label(row.training_class),
        )


def _held(row: Enrollment) -> tuple[date, str]:
    return row.training_class.starts_on, row.training_class.code


def _class_label(held: TrainingClass) -> str:
    return f"{held.name} ({day_short(held.starts_on)} đến {day_short(held.ends_on)})"


def _considered(scope: Scope, rows: Iterable[Enrollment], day: date) -> dict[int, list[date]]:
    """Person → the days up to one on which a cell voted on them or they were admitted: the certificate has served."""
    people = {row.person_id for row in rows}
    votes = scope.steps.standing().of_kind(StepKind.NQ_CHI_BO).filter(candidate__person__in=people)
    lines = scope.movements.standing().filter(kind=Kind.KET_NAP, member__person__in=people)
    found: dict[int, list[date]] = {}
    for person, when in (
        *votes.filter(occurred_on__lte=day).values_list("candidate__person", "occurred_on"),
        *lines.filter(occurred_on__lte=day).values_list("member__person", "occurred_on"),
    ):
        found.setdefault(person, []).append(when)
    return found


def _end(row: Enrollment, considered: Iterable[date], day: date) -> str:
    """Until when a certificate serves, or why that no longer matters."""
    if row.certificate_on is None:
        return ""
    life = Certificate.of(row.certificate_on, day)
    if any(life.issued_on <= when <= life.expires_on for when in considered):
        return "đã xét kết nạp"
    return day_short(life.expires_on) if life.is_valid else f"{OVER} {day_short(life.expires_on)}"


def certified(scope: Scope, period: Period, choices: Choices) -> Iterator[Item]:
    """Those who hold a certificate on the period's last day and were not admitted by then, by cell and name.

    Of each person the newest certificate. Who was a member on the day, or was admitted since the certificate, is left
    out; who left the Party before the certificate is on the list.
    """
    day = period.last
    rows = list(scope.sent_enrollments.certified_not_admitted(day).select_related("person"))
    ways = scope.candidates.filter(person__in=[row.person_id for row in rows]).with_state().order_by("pk")
    followed = {way.person_id: way for way in ways}
    cells = {row.pk: getattr(followed.get(row.person_id), "organization_id", row.sent_by_id) for row in rows}
    places = Places.of(cells.values())
    if choices[FOLLOWED.code] != EVERY:
        rows = [row for row in rows if row.person_id in followed and followed[row.person_id].closed_on is None]
    kept = {row.pk: life for row in rows if (life := _wanted(row, day, choices[LIFE.code]))}
    spots = {key: places.on(cells[key], scope.today) for key in kept}
    groups = groups_of(spots)
    chosen = [row for row in rows if row.pk in kept]
    for row in sorted(chosen, key=lambda row: (spots[row.pk].order, row.person.sort_key, row.pk)):
        life, way = kept[row.pk], followed.get(row.person_id)
        yield Item(
            key=f"g{row.pk}",
            label=row.person.full_name,
            values={
                "ngay_sinh": birth(row.person),
                "chi_bo": spots[row.pk].name,
                "so_giay": row.certificate_number,
                "ngay_cap": row.certificate_on,
                "so_thang": str(full_months(life.issued_on, day)),
                "het_han": day_short(life.expires_on) if life.is_valid else f"{OVER} {day_short(life.expires_on)}",
                "tinh_trang": state_label(vars(way)["state"]) if way else "Không theo dõi",
            },
            thing=row.person_id,
            group=groups[row.pk],
        )


def _wanted(row: Enrollment, day: date, life: str) -> Certificate | None:
    """The life of a certificate, for those the reader wants to see."""
    assert row.certificate_on is not None  # asked for so
    found = Certificate.of(row.certificate_on, day)
    return found if life == EVERY or found.is_valid == (life == "con_han") else None


def still_good(scope: Scope, period: Period, choices: Choices, items: Sequence[Item]) -> Iterator[str]:
    """How many of the certificates can still be used."""
    over = sum(str(item.values["het_han"]).startswith(OVER) for item in items)
    if items:
        yield f"Giấy còn giá trị: {thousands(len(items) - over)} người; đã hết giá trị: {thousands(over)} người."
