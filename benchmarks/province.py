"""A province of about 90.000 invented members, the same on every machine, put into an empty database.

The shape, not the people, is what matters here: as many organizations, ledger lines and learners as the largest
register this program is meant for, with everything that makes counting harder: transfers, departures, reversed lines,
communes that were absorbed. Nothing is drawn from anything but one seeded generator.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.timezone import localdate

from dangvien import codes
from dangvien.actions.progress import refresh_all
from dangvien.demo.names import full_name
from dangvien.models import (
    FOREVER,
    Candidate,
    Decision,
    Enrollment,
    Introduction,
    Kind,
    Locality,
    Member,
    Movement,
    Organization,
    OrganizationKind,
    Person,
    Placement,
    Post,
    Standing,
    TrainingClass,
)
from dangvien.text import search_key, sort_key

OPENED = date(2010, 1, 1)
"""The day of the opening entries."""
MERGED = date(2020, 1, 1)
"""The day on which some communes were absorbed by their neighbours."""
LAST = date(2025, 12, 31)
"""Nothing happens after this day."""
ROOT = "tinh-mau"
"""The code of the province's organization."""
YEAR = timedelta(days=365)
BATCH = 5000


@dataclass(frozen=True)
class Size:
    """How much of everything. The defaults are a province; the tests use a hundredth of it."""

    districts: int = 10
    communes: int = 300
    absorbed: int = 20
    """Communes that were absorbed, besides those that stand."""
    offices: int = 60
    """Cells that are grassroots organizations of their own: agencies, schools, companies."""
    cells: int = 2400
    members: int = 95_000
    """Everybody who ever stood in the register; about one in twenty has left it."""
    learners: int = 60_000

    def divided_by(self, divisor: int) -> Size:
        """The same shape, smaller."""
        return Size(
            max(2, self.districts // divisor),
            max(4, self.communes // divisor),
            max(1, self.absorbed // divisor),
            max(4, self.offices // divisor),
            max(12, self.cells // divisor),
            max(120, self.members // divisor),
            max(80, self.learners // divisor),
        )


class NotEmpty(SystemExit):
    """The database already holds a register."""


@dataclass
class Rows:
    """Everything to be saved, in the order in which it may be saved. Keys are given here, so nothing is read back."""

    organization: list[Organization] = field(default_factory=list)
    locality: list[Locality] = field(default_factory=list)
    decision: list[Decision] = field(default_factory=list)
    placement: list[Placement] = field(default_factory=list)
    training_class: list[TrainingClass] = field(default_factory=list)
    person: list[Person] = field(default_factory=list)
    candidate: list[Candidate] = field(default_factory=list)
    introduction: list[Introduction] = field(default_factory=list)
    enrollment: list[Enrollment] = field(default_factory=list)
    member: list[Member] = field(default_factory=list)
    movement: list[Movement] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    post: list[Post] = field(default_factory=list)

    def save(self) -> None:
        """Write all of it in one transaction and set the sequences behind the last keys."""
        kinds: list[type[models.Model]] = []
        with transaction.atomic():
            for rows in vars(self).values():
                kinds.append(type(rows[0]))
                kinds[-1]._default_manager.bulk_create(rows, batch_size=BATCH)
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), kinds):
                    cursor.execute(statement)


@cache
def _codes(name: str) -> tuple[str, ...]:
    return tuple(code for code, _ in codes.of(name).choices)


@cache
def _keys(name: str) -> tuple[str, str]:
    return sort_key(name), search_key(name)


class Builder:
    """Draws the province row by row."""

    def __init__(self, size: Size, seed: str = "tinh") -> None:
        self.size, self.rng, self.rows = size, Random(seed), Rows()
        self.numbers: dict[tuple[int, str], int] = {}
        self.district_of: dict[int, int] = {}
        self.cells: list[int] = []
        self.classes_of: dict[int, list[TrainingClass]] = {}

    def build(self) -> Rows:
        """Draw everything."""
        self._tree()
        self._classes()
        self._people()
        self._learned()
        self._posts()
        return self.rows

    # The tree ------------------------------------------------------------------------------------------------------

    def _organization(self, code: str) -> int:
        self.rows.organization.append(Organization(pk=len(self.rows.organization) + 1, code=code))
        return len(self.rows.organization)

    def _place(
        self,
        organization: int,
        parent: int | None,
        name: str,
        kind: OrganizationKind,
        position: int,
        *,
        sector: str = "",
        area: str = "",
        locality: int | None = None,
        since: date = OPENED,
        to: date = FOREVER,
    ) -> None:
        self.rows.placement.append(
            Placement(
                organization_id=organization,
                parent_id=parent,
                name=name,
                kind=kind,
                position=position,
                sector=sector,
                area=area,
                locality_id=locality,
                valid_from=since,
                valid_to=to,
            )
        )

    def _tree(self) -> None:
        size = self.size
        top = self._organization(ROOT)
        self._place(top, None, "Đảng bộ tỉnh Mẫu", OrganizationKind.TINH, 1)
        districts = [self._organization(f"huyen-{number}") for number in range(1, size.districts + 1)]
        for number, district in enumerate(districts, start=1):
            self._place(district, top, f"Đảng bộ huyện số {number}", OrganizationKind.CAP_TREN, number)
        communes: list[int] = []
        for number in range(1, size.communes + size.absorbed + 1):
            commune = self._commune(number, districts[number % size.districts], heirs=communes)
            communes.append(commune)
        for number in range(1, size.offices + 1):
            self._office(number, districts[number % size.districts])
        cells_of = dict.fromkeys(communes, 0)
        for number in range(1, size.cells + 1):
            commune = communes[number % len(communes)]
            cells_of[commune] += 1
            self._cell(number, commune, cells_of[commune], heirs=communes)

    def _commune(self, number: int, district: int, heirs: list[int]) -> int:
        urban = number % 4 == 0
        sector, word = ("phuong", "phường") if urban else ("xa", "xã")
        commune = self._organization(f"co-so-{number}")
        self.district_of[commune] = district
        name = f"Đảng bộ {word} số {number}"
        absorbed = number > self.size.communes
        end = MERGED if absorbed else FOREVER
        self._place(commune, district, name, OrganizationKind.DANG_BO_CO_SO, number, sector=sector, to=end)
        if absorbed:
            heir = heirs[number - self.size.communes - 1]
            self._place(commune, heir, name, OrganizationKind.LUU_TRU, 900 + number, sector=sector, since=MERGED)
        return commune

    def _office(self, number: int, district: int) -> None:
        office = self._organization(f"co-quan-{number}")
        sector = ("hanh_chinh", "su_nghiep", "llvt", "doanh_nghiep")[number % 4]
        self.cells.append(office)
        self.district_of[office] = district
        kind, position = OrganizationKind.CHI_BO_CO_SO, 400 + number
        self._place(office, district, f"Chi bộ cơ quan số {number}", kind, position, sector=sector, area="co_quan")

    def _cell(self, number: int, commune: int, position: int, heirs: list[int]) -> None:
        cell = self._organization(f"chi-bo-{number}")
        residential = self.rng.random() < 0.7
        locality = self._locality(number, commune) if residential else None
        area = "khu_dan_cu" if residential else self.rng.choice(("co_quan", "truong_hoc", "y_te", "doanh_nghiep"))
        place = heirs.index(commune) - self.size.communes
        moved = place >= 0
        self.cells.append(cell)
        self.district_of[cell] = self.district_of[commune]
        for parent, since, to in (
            ((commune, OPENED, MERGED), (heirs[place], MERGED, FOREVER)) if moved else ((commune, OPENED, FOREVER),)
        ):
            self._place(
                cell,
                parent,
                f"Chi bộ số {number}",
                OrganizationKind.CHI_BO,
                position,
                area=area,
                locality=locality,
                since=since,
                to=to,
            )

    def _locality(self, number: int, commune: int) -> int:
        key = len(self.rows.locality) + 1
        self.rows.locality.append(
            Locality(
                pk=key,
                name=f"Thôn {number}",
                kind=Locality.Kind.THON,
                organization_id=commune,
                valid_from=OPENED,
            )
        )
        return key

    # Classes and decisions -----------------------------------------------------------------------------------------

    def _classes(self) -> None:
        for district in sorted(set(self.district_of.values())):
            for year in range(OPENED.year, LAST.year + 1):
                for month in (3, 6, 10):
                    self._class(district, date(year, month, 5))

    def _class(self, district: int, day: date) -> None:
        made = TrainingClass(
            pk=len(self.rows.training_class) + 1,
            code=f"NT-{district}-{day:%Y-%m}",
            name=f"Lớp bồi dưỡng nhận thức về Đảng tháng {day.month} năm {day.year}",
            kind=TrainingClass.Kind.NHAN_THUC,
            organizer_id=district,
            starts_on=day,
            ends_on=day + timedelta(days=4),
        )
        self.rows.training_class.append(made)
        self.classes_of.setdefault(district, []).append(made)

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

    # People --------------------------------------------------------------------------------------------------------

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

    # What is known of the people, by their numbers alone: the generator's draws stay what they were -------------------

    def _learned(self) -> None:
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


def make(size: Size) -> Rows:
    """Fill the empty database. Raises NotEmpty when it holds a register already."""
    if Organization.objects.exists() or Person.objects.exists():
        raise NotEmpty("Cơ sở dữ liệu này đã có sổ; chỉ tạo tỉnh mẫu trong cơ sở dữ liệu trống.")
    rows = Builder(size).build()
    rows.save()
    refresh_all(localdate())
    return rows


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks province`: into the database that DATABASE_URL names, migrated and empty."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks province", description=__doc__)
    parser.add_argument("--divide-by", type=int, default=1, help="a smaller province of the same shape")
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    size = Size()
    rows = make(size if asked.divide_by == 1 else size.divided_by(asked.divide_by))
    for name, made in vars(rows).items():
        print(f"{name:16} {len(made):8}", file=sys.stderr)
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
    return 0
