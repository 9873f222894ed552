"""Small registers for counting: a city with wards, cells and movements written straight into the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dangvien.models import Kind, Member, Movement, Organization, OrganizationKind, Person, Placement
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.catalog import by_code
from reports.engine.question import Question

SINCE = date(2010, 1, 1)


@dataclass
class City:
    """A city of some wards, each with some khu phố cells; wards and cells by their codes."""

    wards: int = 2
    cells: int = 2
    organizations: dict[str, Organization] = field(default_factory=dict)
    people: int = 0

    def __post_init__(self) -> None:
        self.add("tp", OrganizationKind.CAP_TREN, None)
        for ward in range(1, self.wards + 1):
            self.add(f"p{ward}", OrganizationKind.DANG_BO_CO_SO, "tp", sector="phuong", position=ward)
            for cell in range(1, self.cells + 1):
                self.add(f"p{ward}c{cell}", OrganizationKind.CHI_BO, f"p{ward}", area="khu_dan_cu", position=cell)

    def __getitem__(self, code: str) -> Organization:
        return self.organizations[code]

    def add(
        self, code: str, kind: OrganizationKind, parent: str | None, since: date = SINCE, **more: Any
    ) -> Organization:
        organization = Organization.objects.create(code=code)
        Placement.objects.create(
            organization=organization,
            parent=self.organizations[parent] if parent else None,
            name=f"Tên {code}",
            kind=kind,
            valid_from=since,
            **more,
        )
        self.organizations[code] = organization
        return organization

    def member(self) -> Member:
        """Somebody without any line yet."""
        self.people += 1
        person = Person.objects.create(
            full_name=f"Nguyễn Văn {self.people}", birth_date=date(1990, 1, 1), gender=Person.Gender.NAM
        )
        return Member.objects.create(person=person)

    def member_of(self, person: Person, **more: Any) -> Member:
        """Somebody who is known already becomes a member, without any line yet."""
        return Member.objects.create(person=person, **more)

    def line(self, member: Member, cell: str, kind: Kind, day: date, **more: Any) -> Movement:
        return Movement.objects.create(
            member=member, organization=self.organizations[cell], kind=kind, occurred_on=day, **more
        )

    def reverse(self, line: Movement) -> Movement:
        return Movement.objects.create(
            member=line.member,
            organization=line.organization,
            kind=line.kind,
            occurred_on=line.occurred_on,
            reverses=line,
            reason="ghi nhầm",
        )

    def ask(
        self, code: str, period: Period, *, place: str = "tp", today: date = date(2026, 1, 1), **choices: str
    ) -> Question:
        report = by_code(code)
        tree = choices.pop("tree", "luc_do")
        scope = Scope.whole(self[place], [Permission.VIEW_REPORTS], today)
        return Question(report, scope, self[place], period, report.chosen(choices), tree)
