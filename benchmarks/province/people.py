"""The people of the province: how each came, went and is known."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from benchmarks.province.rows import LAST, MERGED, OPENED, YEAR, Rows
from benchmarks.province.tree import Ground
from dangvien import codes
from dangvien.demo.names import full_name
from dangvien.models import (
    Candidate,
    Decision,
    Enrollment,
    Introduction,
    Kind,
    Member,
    Movement,
    Person,
    Post,
    Standing,
    TrainingClass,
)
from dangvien.text import search_key, sort_key


@cache
def _codes(name: str) -> tuple[str, ...]:
    return tuple(code for code, _ in codes.of(name).choices)


@cache
def _keys(name: str) -> tuple[str, str]:
    return sort_key(name), search_key(name)


class Builder(Ground):
    """Draws the province row by row: the ground, then everybody who ever stood on it."""

    def build(self) -> Rows:
        """Draw everything."""
        self._tree()
        self._classes()
        self._people()
        self._learned()
        self._posts()
        return self.rows

    def _decision(self, issuer: int, day: date) -> int:
        term = f"{day.year - day.year % 5}-{day.year - day.year % 5 + 5}"
        number = self.numbers[issuer, term] = self.numbers.get((issuer, term), 0) + 1
        key = len(self.rows.decision) + 1
        self.rows.decision.append(
            Decision(
                pk=key,
                issuer_id=issuer,
                subject=Decision.Subject.KET_NAP,
                number=number,
                symbol="HU",
                term=term,
                issued_on=day,
            )
        )
        return key

    def _people(self) -> None:
        size, rng = self.size, self.rng
        admitted = round(size.members * 0.4)
        for number in range(size.members):
            cell = rng.choice(self.cells)
            if number < admitted:
                self._admitted(cell)
            else:
                self._veteran(cell)
        for _ in range(size.learners - len(self.rows.enrollment)):
            cell = rng.choice(self.cells)
            person = self._person(self._day(date(1985, 1, 1), date(2004, 12, 31)))
            held = rng.choice(self.classes_of[self.district_of[cell]])
            self._candidate(person, cell, held.starts_on, closed=rng.random() < 0.5)
            self._enrollment(person, cell, held, passed=rng.random() < 0.93)

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.rng.randrange((last - first).days + 1))

    def _person(self, born: date) -> int:
        rng, key = self.rng, len(self.rows.person) + 1
        gender = Person.Gender.NU if rng.random() < 0.4 else Person.Gender.NAM
        name = full_name(rng, gender)
        order, search = _keys(name)
        self.rows.person.append(
            Person(
                pk=key,
                full_name=name,
                sort_key=order,
                search_key=search,
                birth_date=born,
                gender=gender,
                ethnicity=f"{2 + key // 8 % 53:02d}" if key % 8 == 0 else "01",
                religion=f"{1 + key // 11 % 8:02d}" if key % 11 == 0 else "00",
                citizen_id=f"099{key:09d}",
            )
        )
        return key

    def _member(self, person: int, cell: int, admitted_on: date, official_on: date | None) -> Member:
        key = len(self.rows.member) + 1
        member = Member(
            pk=key,
            person_id=person,
            organization_id=cell,
            card_number=f"45.{key:06d}",
            admitted_on=admitted_on,
            official_on=official_on,
        )
        self.rows.member.append(member)
        return member

    def _line(self, member: Member, organization: int, kind: Kind, day: date, **more: object) -> int:
        key = len(self.rows.movement) + 1
        self.rows.movement.append(
            Movement(pk=key, member_id=member.pk, organization_id=organization, kind=kind, occurred_on=day, **more)
        )
        return key

    def _veteran(self, cell: int) -> None:
        person = self._person(self._day(date(1940, 1, 1), date(1985, 12, 31)))
        joined = self._day(date(2004, 1, 1), date(2008, 12, 31))
        member = self._member(person, cell, joined, joined + YEAR)
        self._line(member, cell, Kind.DAU_SO, OPENED)
        self._later(member, cell, date(2010, 6, 1))

    def _admitted(self, cell: int) -> None:
        rng, district = self.rng, self.district_of[cell]
        person = self._person(self._day(date(1985, 1, 1), date(2000, 12, 31)))
        classes = self.classes_of[district]
        place = rng.randrange(len(classes) - 3)
        held = classes[place]
        candidate = self._candidate(person, cell, held.starts_on)
        self._enrollment(person, cell, held, passed=True)
        self.rows.introduction.append(
            Introduction(candidate_id=candidate, body=rng.choice(("doan_thanh_nien", "cong_doan", "hoi_phu_nu")))
        )
        decided = self._day(held.starts_on + timedelta(days=60), classes[place + 2].starts_on)
        ceremony = decided + timedelta(days=rng.randrange(1, 29))
        recognized = ceremony + YEAR
        member = self._member(person, cell, ceremony, recognized if recognized <= LAST else None)
        paper = {"candidate_id": candidate, "decision_id": self._decision(district, decided)}
        line = self._line(member, cell, Kind.KET_NAP, ceremony, **paper)
        if rng.random() < 0.01:
            self._line(member, cell, Kind.KET_NAP, ceremony, **paper, reverses_id=line, reason="Ghi nhầm")
            self._line(member, cell, Kind.KET_NAP, ceremony, **paper)
        if recognized <= LAST:
            self._line(member, cell, Kind.CONG_NHAN, recognized)
            self._later(member, cell, recognized + timedelta(days=30))

    def _later(self, member: Member, cell: int, since: date) -> None:
        """A transfer, an end, or nothing."""
        chance = self.rng.random()
        if since >= LAST or chance > 0.16:
            return
        day = self._day(since, LAST)
        if chance < 0.055:
            self._line(member, cell, self.rng.choice((Kind.TU_TRAN, Kind.TU_TRAN, Kind.XOA_TEN, Kind.CHUYEN_DI)), day)
            member.organization_id = None
        else:
            there = self.rng.choice(self.cells)
            self._line(member, cell, Kind.CHUYEN_DI, day, counterpart_id=there)
            self._line(member, there, Kind.CHUYEN_DEN, day, counterpart_id=cell)
            member.organization_id = there

    def _candidate(self, person: int, cell: int, day: date, *, closed: bool = False) -> int:
        key = len(self.rows.candidate) + 1
        self.rows.candidate.append(
            Candidate(
                pk=key,
                person_id=person,
                organization_id=cell,
                opened_on=day - timedelta(days=90),
                closed_on=day + YEAR if closed else None,
                close_reason="Chuyển nơi ở" if closed else "",
            )
        )
        return key

    def _enrollment(self, person: int, cell: int, held: TrainingClass, *, passed: bool) -> None:
        number = len(self.rows.enrollment) + 1
        self.rows.enrollment.append(
            Enrollment(
                training_class=held,
                person_id=person,
                sent_by_id=cell,
                result=Enrollment.Result.DAT if passed else Enrollment.Result.BO_HOC,
                certificate_number=f"{number:06d}/GCN" if passed else "",
                certificate_on=held.ends_on + timedelta(days=14) if passed else None,
            )
        )

    def _learned(self) -> None:
        """What is known of the people, by their numbers alone: what the generator draws stays what it was."""
        for member in self.rows.member:
            assert member.admitted_on is not None  # given to each
            key = member.person_id
            for turn, since in enumerate((member.admitted_on - YEAR, member.admitted_on + 4 * YEAR)):
                if key % 10 and since < LAST and (not turn or key % 3 == 1):
                    self.rows.standing.append(
                        Standing(
                            person_id=key,
                            since=since,
                            general_education=_one_of("education_general", key // 3 + turn),
                            professional=_one_of("education_professional", key // 7 + turn),
                            theory=_one_of("political_theory", key // 11 + turn),
                            occupation=_one_of("occupation", key + turn),
                        )
                    )

    def _posts(self) -> None:
        """A secretary in every cell, with a second member of its chi ủy; every other secretary heads the thôn."""
        waiting = {cell: ["bi_thu", "chi_uy_vien"] for cell in self.cells}
        for member in self.rows.member:
            cell = member.organization_id
            if cell is None or not waiting[cell] or not member.official_on:
                continue
            title = waiting[cell].pop(0)
            titles = [title, "truong_thon"] if title == "bi_thu" and cell % 2 else [title]
            for held in titles:
                self.rows.post.append(Post(person_id=member.person_id, title=held, organization_id=cell, since=MERGED))


def _one_of(name: str, number: int) -> str:
    known = _codes(name)
    return known[number % len(known)]
