"""People on their way: followed by a cell, introduced, sent to a class, admitted later or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from dangvien.dates import add_months
from dangvien.demo.chance import DAY
from dangvien.demo.courses import Course, Courses
from dangvien.demo.people import People, birth_for_age
from dangvien.demo.timeline import LAST_DAY
from dangvien.demo.tree import Cell
from dangvien.models import Candidate, Enrollment, Introduction, Person

YOUTH = "doan_thanh_nien"
SOURCES = {
    "khu_dan_cu": (
        ("kinh_te_tu_nhan", 30), ("hoc_sinh_sinh_vien", 20), ("bo_doi_xuat_ngu", 16), ("nong_thon", 10),
        ("chua_phan_loai", 24),
    ),
    "doanh_nghiep": (("kinh_te_tu_nhan", 86), ("chua_phan_loai", 14)),
    "cong_an": (("chua_phan_loai", 100),),
    "quan_su": (("bo_doi_xuat_ngu", 20), ("chua_phan_loai", 80)),
}  # fmt: skip
OFFICE_SOURCES = (("co_quan_su_nghiep", 92), ("chua_phan_loai", 8))
RESULTS = (
    (Enrollment.Result.DAT, 950),
    (Enrollment.Result.KHONG_DAT, 30),
    (Enrollment.Result.BO_HOC, 20),
)
CLOSE_REASONS = ("Chuyển nơi cư trú", "Đi làm ăn xa", "Xin thôi phấn đấu", "Chuyển công tác", "Chưa đủ điều kiện")
EXPIRED = "Giấy chứng nhận quá 60 tháng, phải học lại"
CERTIFICATE_MONTHS = 60


def others_body(rng: Random, person: Person, cell: Cell) -> str:
    """A political or social organization other than the Youth Union that may introduce this person."""
    if cell.area in {"co_quan", "truong_hoc", "y_te", "doanh_nghiep"}:
        return "cong_doan"
    if person.gender == Person.Gender.NU:
        return rng.choice(("hoi_phu_nu", "hoi_phu_nu", "hoi_nong_dan", "mat_tran"))
    return rng.choice(("hoi_nong_dan", "hoi_cuu_chien_binh", "mat_tran", "cong_doan"))


class Candidates:
    """Makes candidacies and keeps them for saving."""

    def __init__(self, rng: Random, people: People, courses: Courses) -> None:
        self._rng, self._people, self._courses = rng, people, courses
        self.candidates: list[Candidate] = []
        self.introductions: list[Introduction] = []

    def follow(self, person: Person, cell: Cell, since: date) -> Candidate:
        """Put a person on a cell's list."""
        sources = SOURCES.get(cell.area, OFFICE_SOURCES)
        source = self._rng.choices([code for code, _ in sources], [weight for _, weight in sources])[0]
        candidate = Candidate(person=person, organization=cell.organization, source=source, opened_on=since)
        self.candidates.append(candidate)
        return candidate

    def introduce(self, candidate: Candidate, bodies: Sequence[str], resolved_on: date | None = None) -> None:
        """The bodies that introduce a candidate; with a day, their resolutions have been passed."""
        for body in bodies:
            letters = "ĐTN" if body == YOUTH else "CĐ" if body == "cong_doan" else "BTV"
            resolution = f"{self._rng.randrange(1, 60):02d}-NQ/{letters}" if resolved_on else ""
            self.introductions.append(
                Introduction(candidate=candidate, body=body, resolution=resolution, resolved_on=resolved_on)
            )

    def usual_bodies(self, person: Person, cell: Cell, day: date) -> list[str]:
        """Who would introduce somebody of this age: the Youth Union up to 30, or another body, or both."""
        young = person.age_on(day) <= 30
        chance = self._rng.random()
        bodies = [YOUTH] if young and chance < 0.8 else []
        if not young or chance > 0.74:
            bodies.append(others_body(self._rng, person, cell))
        return bodies

    def learner(self, course: Course, cell: Cell, women: float) -> None:
        """Somebody who was sent to this class and has not been admitted up to the demo's last day."""
        rng = self._rng
        age = min(rng.choice((19, 20, 21, 22, 22, 23, 24, 25, 26, 27, 28, 29, 30, 33, 37)) + rng.randrange(3), 45)
        born = birth_for_age(rng, age, course.starts_on)
        person = self._people.person(born, cell, women)
        since = course.starts_on - rng.randrange(20, 300) * DAY
        self._people.standing(person, since, cell, member=False)
        candidate = self.follow(person, cell, since)
        self.introduce(candidate, self.usual_bodies(person, cell, course.starts_on))
        if not course.is_over:
            self._courses.attend(course, person, cell, Enrollment.Result.DANG_HOC)
            return
        result = rng.choices([code for code, _ in RESULTS], [weight for _, weight in RESULTS])[0]
        self._courses.attend(course, person, cell, result)
        self._give_up(candidate, course.certificate_on, passed=result == Enrollment.Result.DAT)

    def not_yet_trained(self, cell: Cell, women: float) -> None:
        """Somebody put on the list in the last year and a half, not sent to a class yet."""
        rng = self._rng
        since = LAST_DAY - rng.randrange(10, 540) * DAY
        person = self._people.person(birth_for_age(rng, rng.randrange(18, 33), since), cell, women)
        self._people.standing(person, since, cell, member=False)
        self.introduce(self.follow(person, cell, since), self.usual_bodies(person, cell, since))

    def _give_up(self, candidate: Candidate, after: date, *, passed: bool) -> None:
        """Most of those who are not admitted leave the list within two or three years; certificates run out."""
        rng = self._rng
        closed_on = after + timedelta(days=int(rng.expovariate(1 / (620 if passed else 300))) + 60)
        reason = rng.choice(CLOSE_REASONS)
        runs_out = add_months(after, CERTIFICATE_MONTHS) + DAY
        if closed_on > runs_out:
            closed_on, reason = runs_out, EXPIRED
        if closed_on <= LAST_DAY:
            candidate.closed_on, candidate.close_reason = closed_on, reason
