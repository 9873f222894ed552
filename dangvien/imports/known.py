"""What the register knows, read in bulk for the rows of a file: people below an organization, numbers held by anybody.

People of the subtree are read once for a file; numbers and what is only needed of somebody who was found, once for each
part of the rows. How many rows a part has changes no number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet

from dangvien.dates import PartialDate
from dangvien.models import (
    Candidate,
    Enrollment,
    Kind,
    Movement,
    Organization,
    Person,
    PersonLink,
    Placement,
    Standing,
    TrainingClass,
)
from dangvien.models.dated_fact import partial
from dangvien.models.person import BirthPrecision
from dangvien.scope import Scope

PART = 2000
"""Rows whose numbers are asked for in one statement."""

_PERSON = (
    "pk", "full_name", "sort_key", "search_key", "birth_date", "birth_precision", "gender", "ethnicity", "religion",
    "other_names", "native_place", "residence", "citizen_id", "phone", "member__pk", "member__organization_id",
    "member__card_number", "member__file_number", "member__admitted_on", "member__official_on",
)  # fmt: skip


@dataclass(slots=True)
class Entry:
    """Somebody of the register: what is written of the person, and of the membership when there is one.

    `here`: of the organization the file is for; otherwise only found by a number. `seen`: whoever serves that
    organization may know who it is. Who brought the file may see farther, but others read what is kept of it.
    """

    person: int
    full_name: str
    sort_key: str
    search_key: str
    birth_date: date
    birth_precision: str
    gender: str
    ethnicity: str
    religion: str
    other_names: str
    native_place: str
    residence: str
    citizen_id: str | None
    phone: str
    member: int | None
    organization: int | None
    card: str | None
    file_number: str | None
    admitted_on: date | None
    official_on: date | None
    here: bool = True
    seen: bool = True

    @property
    def birth(self) -> PartialDate:
        return partial(self.birth_date, self.birth_precision)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger says of a member: whether any line stands, when it took them over from elsewhere, and whether
    it wrote an admission or a recognition itself."""

    lines: bool = False
    entered_on: date | None = None
    admitted_here: bool = False
    recognized_here: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of somebody, with what tells whether two numbers are of one series."""

    number: str
    person: int
    organizer: int
    kind: str
    issued_on: date | None
    training_class: int


@dataclass(slots=True)
class Numbers:
    """Who holds the numbers of some rows, and what else is asked about those who were found."""

    by_citizen: dict[str, Entry] = field(default_factory=dict)
    by_card: dict[str, Entry] = field(default_factory=dict)
    ledgers: dict[int, Ledger] = field(default_factory=dict)
    standings: dict[int, Standing] = field(default_factory=dict)
    followed: dict[int, int] = field(default_factory=dict)
    """Person → cell of those who are on the way, wherever."""
    certificates: dict[str, list[Certificate]] = field(default_factory=dict)
    learners: dict[int, Enrollment] = field(default_factory=dict)
    """Person → their line in the class of the file."""


class Register:
    """The people a file may be about. `scope` is the importer's."""

    def __init__(self, scope: Scope, organization: Organization, as_of: date) -> None:
        self.scope, self.organization, self.as_of = scope, organization, as_of
        self.below = scope.within(organization)
        self.entries: dict[int, Entry] = {}
        self._by_name: dict[tuple[str, int], list[Entry]] = defaultdict(list)
        self._by_birthday: dict[date, list[Entry]] = defaultdict(list)
        joined = set(PersonLink.objects.standing().values_list("other", flat=True))
        for entry in self._people():
            if entry.person not in joined and entry.person not in self.entries:
                self.entries[entry.person] = entry
                self._by_name[entry.search_key, entry.birth_date.year].append(entry)
                if entry.birth_precision == BirthPrecision.DAY:
                    self._by_birthday[entry.birth_date].append(entry)
        rows = Placement.objects.in_force_on(scope.today).exclude(kind="luu_tru").values_list("organization_id", "name")
        self.working = dict(rows.filter(organization__in=self.below.organizations))

    def _people(self) -> Iterator[Entry]:
        """Members, those who left, people followed and learners of the subtree: four queries."""
        keys = self.below.keys
        gone = self.below.members.gone().values("person")
        for people in (
            Person.objects.filter(member__organization__in=keys),
            Person.objects.filter(pk__in=gone),
            Person.objects.filter(candidacies__organization__in=keys),
            Person.objects.filter(enrollments__sent_by__in=keys),
        ):
            for row in people.order_by().values_list(*_PERSON).iterator(PART):
                yield Entry(*row)

    def namesakes(self, search_key: str, year: int) -> Sequence[Entry]:
        """Those of a name (marks and case apart) who were born in a year."""
        return self._by_name.get((search_key, year), ())

    def born_on(self, day: date) -> Sequence[Entry]:
        return self._by_birthday.get(day, ())

    def numbers(
        self,
        *,
        citizens: Iterable[str],
        cards: Iterable[str],
        people: Iterable[int],
        certificates: Iterable[str] = (),
        training_class: TrainingClass | None = None,
    ) -> Numbers:
        """Who holds these numbers, in the whole register; `people` are those found otherwise. At most eight queries."""
        found = Numbers()
        for person in self._holders(set(citizens), set(cards)):
            if person.citizen_id:
                found.by_citizen[person.citizen_id] = person
            if person.card:
                found.by_card[person.card] = person
        holders = {entry.person: entry for entry in (*found.by_citizen.values(), *found.by_card.values())}
        wanted = {*people, *holders}
        met = [self.entries.get(key) or holders[key] for key in wanted if key in self.entries or key in holders]
        members = [entry.member for entry in met if entry.member is not None]
        found.ledgers = _ledgers(members)
        if wanted:
            standing = Standing.objects.standing().filter(person__in=wanted).order_by("since")
            found.standings = {row.person_id: row for row in standing}
            open_ways = Candidate.objects.open().filter(person__in=wanted)
            found.followed = dict(open_ways.values_list("person_id", "organization_id"))
        if numbers := {number for number in certificates if number}:
            for row in _certificates(numbers):
                found.certificates.setdefault(row.number, []).append(row)
        if training_class is not None and wanted:
            lines = Enrollment.objects.filter(training_class=training_class, person__in=wanted)
            found.learners = {line.person_id: line for line in lines}
        return found

    def _holders(self, citizens: set[str], cards: set[str]) -> Iterator[Entry]:
        """Everybody with one of these numbers. Those who are not in the subtree are read now."""
        others: list[Entry] = []
        for numbers, path in ((citizens, "citizen_id__in"), (cards, "member__card_number__in")):
            if not numbers:
                continue
            for row in Person.objects.filter(**{path: numbers}).values_list(*_PERSON):
                known = self.entries.get(row[0])
                if known is None:
                    others.append(_elsewhere(Entry(*row)))
                else:
                    yield known
        if others:
            seen = set(self.below.everybody.filter(pk__in=[e.person for e in others]).values_list("pk", flat=True))
            for entry in others:
                entry.seen = entry.person in seen
                yield entry

    def place_of(self, entry: Entry) -> str:
        """Where somebody counts, as far as the importer may know."""
        if entry.organization is None:
            return ""
        return self.working.get(entry.organization, "")


def _elsewhere(entry: Entry) -> Entry:
    entry.here = False
    return entry


def _ledgers(members: Sequence[int]) -> dict[int, Ledger]:
    """What the ledger says of some members (one query)."""
    if not members:
        return {}
    entering = [kind.value for kind in Kind.from_outside()]
    found: dict[int, Ledger] = {}
    lines: QuerySet[Any] = Movement.objects.standing().filter(member__in=members).order_by()
    grouped = lines.values("member", "kind").annotate(first=Min("occurred_on"))
    for row in grouped.values_list("member", "kind", "first"):
        member, kind, first = row
        now = found.get(member, Ledger(lines=True))
        entered = min(first, now.entered_on or first) if kind in entering else now.entered_on
        found[member] = Ledger(
            True, entered, now.admitted_here or kind == Kind.KET_NAP, now.recognized_here or kind == Kind.CONG_NHAN
        )
    return found


def _certificates(numbers: set[str]) -> Iterator[Certificate]:
    rows = Enrollment.objects.filter(~Q(certificate_number=""), certificate_number__in=numbers)
    columns = (
        "certificate_number", "person_id", "training_class__organizer_id", "training_class__kind", "certificate_on",
        "training_class_id",
    )  # fmt: skip
    for row in rows.values_list(*columns):
        yield Certificate(*row)
