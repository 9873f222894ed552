"""The people of the crowd: accounts of their own on the register that is there, each with an office and its cells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import localdate

from dangvien.actions.accounts import appoint
from dangvien.demo.names import full_name
from dangvien.models import Candidate, Organization, Placement, User
from dangvien.models import Person as Known

SINCE = date(2026, 1, 1)
PASSWORD = "mot-cau-dai-de-do-toc-do"
SHARE_OF_TOP = 10
"""Every tenth of the crowd serves the organization above all others, the rest one committee each."""
BIRTHS = date(1975, 1, 1), date(2004, 12, 31)
"""Days of birth of those who are written down: many, so that hardly two are alike in name and day."""
CASES_KEPT = 50
NAMED = "nguoi.do."
"""How the names of these accounts begin."""


@dataclass
class Person:
    """Somebody at work: their account, their office, the keys of its cells, and what they have on their desk."""

    number: int
    username: str
    office: str
    cells: list[int]
    at_top: bool
    rng: Random
    cases: list[str] = field(default_factory=list)
    """Cases seen in a list: their addresses, in the admin their keys."""
    begun: list[str] = field(default_factory=list)
    """Where the first step of a case they opened themselves is written down."""
    written: int = 0

    def sees(self, cases: Iterable[bytes]) -> None:
        """Cases that a list shows lie before those that were seen earlier."""
        self.cases = [*(case.decode() for case in dict.fromkeys(cases)), *self.cases][:CASES_KEPT]

    def clear_desk(self) -> None:
        """Forget what was seen: the other program has other addresses."""
        self.cases, self.begun = [], []

    def somebody_new(self) -> tuple[str, str]:
        """Name and day of birth ("17/03/1990") of somebody whom nobody has written down yet."""
        first, last = BIRTHS
        day = first + timedelta(days=self.rng.randint(0, (last - first).days))
        self.written += 1
        return full_name(self.rng, Known.Gender.NAM), f"{day:%d/%m/%Y}"


@dataclass(frozen=True)
class Office:
    """An organization people work for, and the keys of the cells right below it."""

    organization: Organization
    cells: list[int]


def hire(count: int) -> list[Person]:
    """Make accounts for so many people: with an appointment for our pages, as superusers for Django's admin."""
    top, below = _offices(localdate())
    password = make_password(PASSWORD)
    people = []
    with transaction.atomic():
        first = User.objects.filter(username__startswith=NAMED).count()  # more than once on one register
        for number in range(first, first + count):
            at_top = number % SHARE_OF_TOP == SHARE_OF_TOP - 1
            office = top if at_top else below[number % len(below)]
            user = User.objects.create(
                username=f"{NAMED}{number}", full_name="Người đo", password=password, is_staff=True, is_superuser=True
            )
            role = "ban_to_chuc" if at_top else "dang_uy"
            appoint(by=None, user=user, organization=office.organization, role=role, since=SINCE)
            code, cells = office.organization.code, office.cells
            people.append(Person(number, user.username, code, cells, at_top, Random(number)))
    return people


def _offices(today: date) -> tuple[Office, list[Office]]:
    """The organization above all others, and the committees with open cases, most of them first."""
    placements = {placement.organization_id: placement for placement in Placement.objects.standing_on(today)}
    organizations = Organization.objects.in_bulk(placements)
    cells: defaultdict[int, list[int]] = defaultdict(list)
    for placement in placements.values():
        if placement.is_cell and placement.parent_id in placements:
            cells[placement.parent_id].append(placement.organization_id)
    open_cases = Counter(Candidate.objects.open().values_list("organization", flat=True))
    cases = Counter({office: sum(open_cases[cell] for cell in below) for office, below in cells.items()})
    committees = [Office(organizations[key], sorted(cells[key])) for key, n in cases.most_common() if n]
    root = next(key for key, placement in sorted(placements.items()) if placement.parent_id is None)
    return Office(organizations[root], sorted(open_cases)), committees
