"""A register of a dozen people, small enough to be counted by hand.

Two wards with khu phố cells and a school cell each, an office (a cell of its own) and an enterprise. Members on
31 December: 4 in 2021, 6 in 2022, 8 in 2023, 11 in 2024. Admitted: 2 in 2022 (An, Em), 2 in 2023 (Bình, Hà), 4 in 2024
(Chi, Dũng, Giang, Ích); Mai's admission of 2024 was a mistake and is reversed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dangvien.models import (
    Badge,
    BatchItem,
    Candidate,
    DeclaredFigure,
    DossierBatch,
    Enrollment,
    Introduction,
    Kind,
    Member,
    MemberStatus,
    Movement,
    OrganizationKind,
    Person,
    Post,
    Rating,
    Standing,
    TrainingClass,
    User,
)
from tests.worlds import City

YEAR, OLD = date(2024, 12, 31), date(2011, 1, 1)


MISSING = "Lý lịch của người xin vào Đảng"


@dataclass(frozen=True)
class Somebody:
    """Who was admitted, where and when; from which source and introduced by whom; and their training class."""

    name: str
    cell: str
    admitted: date | None
    born: date
    gender: str = "nam"
    ethnicity: str = "01"
    religion: str = "00"
    source: str = ""
    body: str = ""
    opened: date | None = None
    official: date | None = None
    trained: int = 0


D = date
PEOPLE = (
    Somebody("An", "p1c1", D(2022, 3, 10), D(1990, 1, 1), source="nong_thon", body="doan_thanh_nien",
             opened=D(2021, 3, 10), official=D(2023, 3, 10), trained=2022),
    Somebody("Bình", "p1c1", D(2023, 5, 20), D(2000, 1, 1), "nu", source="nong_thon", body="doan_thanh_nien",
             opened=D(2022, 5, 20), official=D(2024, 5, 20), trained=2023),
    Somebody("Chi", "p1c2", D(2024, 2, 1), D(2002, 5, 5), "nu", "02", source="hoc_sinh_sinh_vien",
             body="doan_thanh_nien", opened=D(2023, 2, 1), trained=2023),
    Somebody("Dũng", "p1s", D(2024, 6, 15), D(2003, 7, 1), religion="01", source="hoc_sinh_sinh_vien",
             body="doan_thanh_nien", opened=D(2023, 6, 15), trained=2024),
    Somebody("Em", "p2c1", D(2022, 7, 7), D(1985, 1, 1), source="bo_doi_xuat_ngu", body="hoi_cuu_chien_binh",
             opened=D(2021, 7, 7), official=D(2023, 7, 7), trained=2022),
    Somebody("Giang", "p2c1", D(2024, 9, 9), D(1999, 1, 1), "nu", religion="02", source="kinh_te_tu_nhan",
             body="doan_thanh_nien", opened=D(2023, 9, 9), trained=2024),
    Somebody("Hà", "cq", D(2023, 11, 11), D(1988, 1, 1), "nu", "02", source="co_quan_su_nghiep", body="cong_doan",
             opened=D(2022, 11, 11), official=D(2024, 11, 11), trained=2023),
    Somebody("Ích", "dnc1", D(2024, 12, 1), D(1980, 1, 1), trained=2024),
    Somebody("Mai", "p1c1", D(2024, 3, 3), D(2001, 1, 1), "nu", source="nong_thon", opened=D(2023, 3, 3), trained=2023),
    Somebody("Nga", "p2s", None, D(2006, 1, 1), "nu", source="hoc_sinh_sinh_vien", opened=D(2024, 1, 10), trained=2024),
    Somebody("Sen", "p1s", None, D(2006, 2, 2), "nu", source="hoc_sinh_sinh_vien", opened=D(2024, 2, 20), trained=2024),
)  # fmt: skip


class Register(City):
    """The city with its people; `of` finds a person by name."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.user = User.objects.create_user("lan", password="x" * 12, full_name="Người ghi")
        self.of: dict[str, Person] = {}
        for place, ward in enumerate(("p1", "p2"), start=1):
            self.add(f"{ward}s", OrganizationKind.CHI_BO, ward, area="truong_hoc", position=2 + place)
        self.add("cq", OrganizationKind.CHI_BO_CO_SO, "tp", sector="hanh_chinh", area="co_quan", position=3)
        self.add("dn", OrganizationKind.DANG_BO_CO_SO, "tp", sector="doanh_nghiep", position=4)
        self.add("dnc1", OrganizationKind.CHI_BO, "dn", area="doanh_nghiep", position=1)
        classes = {
            2022: self.training(D(2022, 1, 10)), 2023: self.training(D(2023, 2, 10)), 2024: self.training(D(2024, 3, 1))
        }  # fmt: skip
        for somebody in PEOPLE:
            self.bring(somebody, classes)
        self.old_members()
        self.records()
        self.targets()
        self.dossiers()

    def training(self, day: date) -> TrainingClass:
        return TrainingClass.objects.create(
            code=f"NT-{day.year}", name=f"Lớp {day.year}", organizer=self["tp"], starts_on=day, ends_on=day
        )

    def bring(self, one: Somebody, classes: dict[int, TrainingClass]) -> None:
        """The person, their candidacy, class and admission."""
        person = self.somebody(one.name, one.born, one.gender, one.ethnicity, one.religion)
        candidate = None
        if one.opened:
            candidate = Candidate.objects.create(
                person=person, organization=self[one.cell], source=one.source, opened_on=one.opened
            )
            if one.body:
                Introduction.objects.create(candidate=candidate, body=one.body)
        passed = {} if one.name == "Sen" else {
            "result": Enrollment.Result.DAT, "certificate_number": f"{person.pk}",
            "certificate_on": classes[one.trained].starts_on.replace(day=28),
        }  # fmt: skip
        Enrollment.objects.create(training_class=classes[one.trained], person=person, sent_by=self[one.cell], **passed)
        if one.admitted is None:
            return
        mistaken = one.name == "Mai"
        member = self.joined(person, "" if mistaken else one.cell, one.admitted, one.official)
        line = self.line(member, one.cell, Kind.KET_NAP, one.admitted, candidate=candidate)
        if mistaken:
            Movement.objects.create(
                member=member, organization=self[one.cell], kind=Kind.KET_NAP, occurred_on=one.admitted,
                candidate=candidate, reverses=line, reason="ghi nhầm",
            )  # fmt: skip
        if one.official:
            self.line(member, one.cell, Kind.CONG_NHAN, one.official)

    def old_members(self) -> None:
        """Khánh, Lan, Nam and Quý were members before the register began; Oanh came from outside in 2024."""
        for name, cell, born, gender, admitted in (
            ("Khánh", "p2c1", D(1960, 1, 1), "nam", D(1994, 12, 1)),
            ("Lan", "p2c1", D(1970, 1, 1), "nu", D(1992, 5, 19)),
            ("Nam", "", D(1940, 1, 1), "nam", D(1970, 1, 1)),
            ("Quý", "", D(1975, 1, 1), "nam", D(2005, 1, 1)),
            ("Oanh", "p2c2", D(1995, 1, 1), "nu", D(2014, 6, 6)),
        ):
            person = self.somebody(name, born, gender)
            self.joined(person, cell, admitted, admitted.replace(year=admitted.year + 1))
        for name, cell in (("Khánh", "p2c1"), ("Lan", "p2c2"), ("Nam", "p1c2"), ("Quý", "p1c1")):
            self.line(self.of[name].member, cell, Kind.DAU_SO, OLD)
        self.line(self.of["Nam"].member, "p1c2", Kind.TU_TRAN, D(2024, 4, 4))
        self.line(self.of["Oanh"].member, "p2c2", Kind.CHUYEN_DEN, D(2024, 5, 5))
        self.line(self.of["Lan"].member, "p2c2", Kind.CHUYEN_DI, D(2024, 5, 20), counterpart=self["p2c1"])
        self.line(self.of["Lan"].member, "p2c1", Kind.CHUYEN_DEN, D(2024, 5, 20), counterpart=self["p2c2"])
        self.line(self.of["Quý"].member, "p1c1", Kind.CHUYEN_DI, D(2024, 8, 8))

    def records(self) -> None:
        for name, level in (
            ("An", "xuat_sac"),
            ("Em", "xuat_sac"),
            ("Bình", "tot"),
            ("Khánh", "tot"),
            ("Hà", "hoan_thanh"),
        ):
            Rating.objects.create(member=self.of[name].member, year=2024, level=level)
        for name, day in (("Khánh", D(2024, 11, 7)), ("Lan", D(2023, 5, 19))):
            Badge.objects.create(member=self.of[name].member, years=30, awarded_on=day)
        for name, title, cell, day in (
            ("An", "bi_thu", "p1c1", D(2023, 6, 1)), ("Khánh", "bi_thu", "p2c1", D(2015, 1, 1)),
            ("Lan", "pho_bi_thu", "p2c1", D(2024, 6, 1)),
        ):  # fmt: skip
            Post.objects.create(person=self.of[name], title=title, organization=self[cell], since=day)
        for name, theory in (("An", "so_cap"), ("Khánh", "trung_cap"), ("Hà", "so_cap")):
            Standing.objects.create(person=self.of[name], since=D(2023, 1, 1), theory=theory)
        MemberStatus.objects.create(
            member=self.of["Khánh"].member, kind="mien", since=D(2024, 1, 1), ground="tuoi_cao_suc_yeu",
            decider=self["p2"], decided_on=D(2024, 1, 1),
        )  # fmt: skip

    def targets(self) -> None:
        """Of all sources: 2022 to 2024 by organization; of the sources: 2024."""
        for year, given in (
            (2022, {"p1": 2, "p2": 2}),
            (2023, {"p1": 2, "p2": 1, "cq": 1}),
            (2024, {"tp": 5, "p1": 2, "p2": 2, "dn": 1}),
        ):
            for code, value in given.items():
                self.target(code, year, value)
        for code, source, value in (
            ("tp", "nong_thon", 2), ("tp", "hoc_sinh_sinh_vien", 1), ("tp", "kinh_te_tu_nhan", 2),
            ("p1", "nong_thon", 1), ("p1", "hoc_sinh_sinh_vien", 1), ("p2", "nong_thon", 1),
            ("p2", "kinh_te_tu_nhan", 1), ("dn", "kinh_te_tu_nhan", 1),
        ):  # fmt: skip
            self.target(code, 2024, value, source=source)

    def target(self, code: str, year: int, value: int, **more: Any) -> DeclaredFigure:
        return DeclaredFigure.objects.create(
            organization=self[code], purpose="chi_tieu", indicator="ket_nap", first_year=year, last_year=year,
            value=value, document="Nghị quyết 01-NQ/TU", recorded_by=self.user, **more,
        )  # fmt: skip

    def dossiers(self) -> None:
        """Three dossiers of ward 1 went up for the meeting of May 2024: one taken, one returned, one not answered."""
        batch = DossierBatch.objects.create(
            purpose="ket_nap", from_organization=self["p1"], to_organization=self["tp"], sent_on=D(2024, 5, 20)
        )
        for name, facts in (
            ("Dũng", {"outcome": "nhan"}),
            ("Sen", {"outcome": "tra_lai", "returned_on": D(2024, 5, 30), "missing": [MISSING]}),
            ("Mai", {}),
        ):  # fmt: skip
            BatchItem.objects.create(batch=batch, candidate=self.of[name].candidacies.get(), **facts)

    def somebody(self, name: str, born: date, gender: str, ethnicity: str = "01", religion: str = "00") -> Person:
        self.of[name] = Person.objects.create(
            full_name=f"Lê {name}", birth_date=born, gender=gender, ethnicity=ethnicity, religion=religion
        )
        return self.of[name]

    def joined(self, person: Person, cell: str, admitted: date, official: date | None) -> Member:
        return Member.objects.create(
            person=person, organization=self[cell] if cell else None, admitted_on=admitted, official_on=official
        )
