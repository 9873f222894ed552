"""Training classes: those for candidates, four a year, and those for new members, two a year."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random

from dangvien.demo.chance import DAY, monday, workday
from dangvien.demo.figures import Unit
from dangvien.demo.papers import Papers
from dangvien.demo.timeline import LAST_DAY
from dangvien.demo.tree import Cell, Tree
from dangvien.models import Decision, Enrollment, Person, TrainingClass
from dangvien.period import Period

FIRST_YEAR = 2010
"""People admitted in the first months of the report learned in the two years before it."""
AWARENESS_STARTS = ((3, 12), (5, 8), (8, 13), (10, 24))
NEW_MEMBER_STARTS = ((6, 11), (12, 2))
LENGTH = 4 * DAY
LAST_LENGTH = 11 * DAY
"""The class that is still going on at the demo's last day is held in the evenings and takes longer."""
PAPERS_AFTER = 14 * DAY
"""From the end of a class to its certificates."""

GRADES = (("Giỏi", 20), ("Khá", 62), ("Trung bình", 18))


@dataclass(eq=False)
class Course:
    """A class as the demo sees it: once for each committee that holds it, which is one except after the reform."""

    kind: TrainingClass.Kind
    year: int
    number: int
    starts_on: date
    ends_on: date
    certificate_on: date
    held: dict[str, TrainingClass] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """True when its certificates were given out by the demo's last day."""
        return self.certificate_on <= LAST_DAY


class Courses:
    """The timetable, and the lists of learners."""

    def __init__(self, tree: Tree, papers: Papers, serials: count[int], rng: Random, mark: str) -> None:
        self._tree, self._papers, self._serials, self._rng, self._mark = tree, papers, serials, rng, mark
        self.awareness = list(_timetable(TrainingClass.Kind.NHAN_THUC, AWARENESS_STARTS))
        self.new_member = list(_timetable(TrainingClass.Kind.DANG_VIEN_MOI, NEW_MEMBER_STARTS))
        self._certified = [course.certificate_on for course in self.awareness]
        self.enrollments: list[Enrollment] = []

    @property
    def classes(self) -> list[TrainingClass]:
        """Every class that has learners, in the order of time."""
        courses = sorted([*self.awareness, *self.new_member], key=lambda course: course.starts_on)
        return [held for course in courses for held in course.held.values()]

    def before(self, decided_on: date, of_age_from: date) -> Course:
        """The class of somebody admitted by a decision of that day: 3 to 30 months earlier, rather later than sooner,
        and after they came of age."""
        last = bisect_right(self._certified, decided_on - 90 * DAY)
        first = bisect_left(self._certified, decided_on - 900 * DAY)
        possible = [course for course in self.awareness[first:last] if course.starts_on >= of_age_from]
        chosen = possible or self.awareness[last - 1 : last]
        return self._rng.choices(chosen, [1.0 + place for place in range(len(chosen))])[0]

    def during(self, period: Period) -> list[Course]:
        """The classes for candidates that began in the period."""
        return [course for course in self.awareness if course.starts_on in period]

    def for_new_member(self, admitted_on: date) -> Course | None:
        """The first class for new members that begins a month or more after the admission; None when none has yet."""
        later = (course for course in self.new_member if course.starts_on >= admitted_on + 30 * DAY)
        course = next(later, None)
        return course if course and course.is_over else None

    def attend(self, course: Course, person: Person, cell: Cell, result: Enrollment.Result) -> Enrollment:
        """Put a person on a class list with the result; certificates are numbered when everybody is there."""
        enrollment = Enrollment(
            training_class=self._held(course, cell.unit), person=person, sent_by=cell.organization, result=result
        )
        if result == Enrollment.Result.DAT:
            enrollment.certificate_on = course.certificate_on
            enrollment.grade = self._rng.choices([name for name, _ in GRADES], [weight for _, weight in GRADES])[0]
        self.enrollments.append(enrollment)
        return enrollment

    def number_certificates(self) -> None:
        """Give every certificate a number of its own, in the order of time."""
        passed = [line for line in self.enrollments if line.certificate_on is not None]
        for line in sorted(passed, key=lambda line: (line.certificate_on, line.training_class.code)):
            line.certificate_number = f"{next(self._serials):06d}/GCN"

    def _held(self, course: Course, unit: Unit) -> TrainingClass:
        organizer = self._tree.committee(unit, course.starts_on)
        if organizer.code not in course.held:
            course.held[organizer.code] = self._opened(course, organizer.code, unit)
        return course.held[organizer.code]

    def _opened(self, course: Course, organizer_code: str, unit: Unit) -> TrainingClass:
        organizer = self._tree.committee(unit, course.starts_on)
        letters, about = ("NT", "bồi dưỡng nhận thức về Đảng")
        if course.kind == TrainingClass.Kind.DANG_VIEN_MOI:
            letters, about = ("DVM", "bồi dưỡng đảng viên mới")
        committees = self._tree.committees(course.starts_on)
        apart = f"-{committees.index(organizer) + 1}" if len(committees) > 1 else ""
        return TrainingClass(
            code=f"{letters}-{course.year}-{course.number:02d}{apart}{self._mark}",
            name=f"Lớp {about} khóa {course.number} năm {course.year}",
            kind=course.kind,
            organizer=organizer,
            decision=self._papers.issue(
                organizer, Decision.Subject.MO_LOP, workday(course.starts_on - timedelta(days=12))
            ),
            starts_on=course.starts_on,
            ends_on=course.ends_on,
            venue="Trung tâm Chính trị",
        )


def _timetable(kind: TrainingClass.Kind, starts: tuple[tuple[int, int], ...]) -> Iterator[Course]:
    for year in range(FIRST_YEAR, LAST_DAY.year + 1):
        for number, (month, day) in enumerate(starts, start=1):
            starts_on = monday(date(year, month, day))
            if starts_on > LAST_DAY:
                return
            length = LENGTH if starts_on + LENGTH < LAST_DAY - DAY else LAST_LENGTH
            ends_on = starts_on + length
            yield Course(kind, year, number, starts_on, ends_on, workday(ends_on + PAPERS_AFTER))
