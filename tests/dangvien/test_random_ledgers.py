"""Random ledgers: whatever is written in whatever order, every count is what somebody replaying the lives would count.

Lives are drawn by a machine: entries, moves between cells (as transfers or by a rearrangement), departures, returns,
each written down late or at once, some taken back later; and in between a cell changes its ward, a ward is absorbed,
books are closed while half of the lines are still to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dangvien.actions.closing_books import close_books
from dangvien.actions.reorganization import Place, archive, replace
from dangvien.models import ClosingBalance, Kind, Member, Movement, Organization, OrganizationKind
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.procedure import reconciliation
from dangvien.procedure.balances import FLOWS, NOW, THEN, area_of, end_of, lines_behind, people_behind, sheet_of
from dangvien.procedure.closing import headcounts_on
from dangvien.procedure.rolling import balances_by_row, headcounts_by_row
from dangvien.scope import Scope
from tests.worlds import City

FIRST, REFORM, TODAY = date(2012, 1, 1), date(2014, 7, 1), date(2017, 1, 1)
CELLS = ("p1c1", "p1c2", "p2c1", "p2c2")
LEAVING = (Kind.TU_TRAN, Kind.KHAI_TRU, Kind.XOA_TEN, Kind.XIN_RA, Kind.CHUYEN_DI)
ENTERING = (Kind.DAU_SO, Kind.KET_NAP, Kind.CHUYEN_DEN, Kind.PHUC_HOI)


@dataclass(frozen=True)
class Act:
    """Something that happened to a member: to another cell, into the register or out of it (`to` None)."""

    member: int
    before: str | None
    to: str | None
    kinds: tuple[Kind, ...]
    day: date
    written: date
    undone: date | None
    """When it was found to be a mistake and taken back."""


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 400),  # days after the event before
        st.sampled_from(CELLS),
        st.sampled_from(["di", "di", "di", "sap xep", "ra"]),
        st.integers(0, 3),
        st.integers(0, 300),  # days until it is written down
        st.one_of(st.none(), st.integers(1, 200)),  # days until it is taken back
    ),
    min_size=1,
    max_size=5,
)


def acts_of(member: int, events: list[tuple[int, str, str, int, int, int | None]]) -> list[Act]:
    """The life of one member as acts, each following from the one before; what is taken back never was."""
    found: list[Act] = []
    here: str | None = None
    day, written = FIRST, FIRST
    for gap, cell, what, number, delay, mistake in events:
        day += timedelta(days=gap)
        to: str | None = cell
        if here is None:
            kinds: tuple[Kind, ...] = (ENTERING[number],)
        elif what == "ra" or cell == here:
            to, kinds = None, (LEAVING[number],)
        else:
            kinds = (Kind.DI_NOI_BO, Kind.DEN_NOI_BO) if what == "sap xep" else (Kind.CHUYEN_DI, Kind.CHUYEN_DEN)
        written = max(written, day + timedelta(days=delay))
        undone = written + timedelta(days=mistake) if mistake else None
        found.append(Act(member, here, to, kinds, day, written, undone))
        if undone:
            written = undone
        else:
            here = to
    return found


LIVES = st.lists(EVENTS, min_size=1, max_size=6).map(
    lambda lives: [act for number, events in enumerate(lives) for act in acts_of(number, events)]
)


def replayed(acts: list[Act], day: date, cells: set[str], known: date | None = None) -> int:
    """Who is in these cells at the end of a day, told from the lives; `known`: as the book stood that evening."""
    where: dict[int, str | None] = {}
    for act in acts:
        if act.day > day or (known and act.written > known):
            continue
        if act.undone and (known is None or act.undone <= known):
            continue
        where[act.member] = act.to
    return sum(place in cells for place in where.values())


class Book:
    """The register in which the acts are written down in the order in which somebody came to it."""

    def __init__(self, acts: list[Act], *, move: bool, absorb: bool, close_after: int) -> None:
        self.city = City()
        self.members = {act.member: self.city.member() for act in acts}
        entries = [(act.written, number, False, act) for number, act in enumerate(acts)]
        entries += [(act.undone, number, True, act) for number, act in enumerate(acts) if act.undone]
        lines: dict[int, list[Movement]] = {}
        for place, (moment, number, undoing, act) in enumerate(sorted(entries, key=lambda entry: entry[:3])):
            if place == close_after:
                close_books(by=None, on=date(2013, 12, 31), today=TODAY)
            if undoing:
                new = [self.city.reverse(line) for line in lines[number]]
            else:
                new = lines[number] = self.write(act)
            models.QuerySet(Movement).filter(pk__in=[line.pk for line in new]).update(
                recorded_at=end_of(moment) - timedelta(hours=1)
            )
        if move:
            self.hang("p1c2", "p2")
        if absorb:
            for cell in ("p2c1", "p2c2", *(["p1c2"] if move else [])):
                self.hang(cell, "p1", REFORM + timedelta(days=1))
            archive(by=None, organization=self.city["p2"], heir=self.city["p1"], on=REFORM + timedelta(days=1))
        self.scope = Scope.whole(self.city["tp"], [Permission.VIEW_REPORTS], TODAY)

    def write(self, act: Act) -> list[Movement]:
        member = self.members[act.member]
        ends = [act.before, act.to] if len(act.kinds) == 2 else [act.to or act.before]
        pairs = list(zip(act.kinds, ends, reversed(ends), strict=True))
        return [
            self.city.line(
                member, str(cell), kind, act.day, counterpart=self.city[str(other)] if other != cell else None
            )
            for kind, cell, other in pairs
        ]

    def hang(self, cell: str, under: str, on: date = REFORM) -> None:
        place = Place(f"Tên {cell}", OrganizationKind.CHI_BO, self.city[under])
        replace(by=None, organization=self.city[cell], place=place, on=on)

    def cells(self, code: str, tree: date) -> set[str]:
        below = Organization.objects.under([self.city[code].pk], on=tree)
        return set(below.values_list("code", flat=True)) & set(CELLS)


def moment_of(day: date) -> datetime:
    return end_of(day)


class RandomLedgers(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(LIVES, st.booleans(), st.booleans(), st.integers(0, 8), st.data())
    def test_every_count_is_what_the_lives_say(self, acts, move, absorb, close_after, data):
        book = Book(acts, move=move, absorb=absorb, close_after=close_after)
        self.signs_add_up_to_people(book, acts)
        self.balances_close(book, acts, data)
        self.pointers_do_not_matter(acts)

    def signs_add_up_to_people(self, book: Book, acts: list[Act]) -> None:
        """For every day on which anything happened, and the day before, and every organization."""
        days = {act.day for act in acts} | {act.day - timedelta(days=1) for act in acts} | {REFORM, TODAY}
        for day in sorted(days):
            closed = headcounts_on(day, Movement.objects.all(), ClosingBalance.objects.all())
            assert {key: n for key, n in closed.items() if n} == {
                key: n for key, n in headcounts_on(day, Movement.objects.all()).items() if n
            }
            for code, organization in book.city.organizations.items():
                below = set(Organization.objects.under([organization.pk], on=day).values_list("pk", flat=True))
                there = replayed(acts, day, book.cells(code, day))
                assert Movement.objects.until(day).filter(organization__in=below).headcount() == there
                assert sum(closed.get(key, 0) for key in below) == there
                assert headcounts_by_row(book.scope, [organization.pk], day).get(organization.pk, 0) == there

    def balances_close(self, book: Book, acts: list[Act], data: st.DataObject) -> None:
        """For a drawn period, every organization and both trees; as it is, and as it was known on a drawn day."""
        days = st.dates(FIRST - timedelta(days=1), TODAY)
        first, last = sorted([data.draw(days, label="từ"), data.draw(days, label="đến")])
        known = data.draw(days, label="biết đến")
        period, before = Period(first, last), first - timedelta(days=1)
        for code, organization in book.city.organizations.items():
            for tree in (THEN, NOW):
                area = area_of(book.scope, organization, period, tree)
                found, then = sheet_of(book.scope, area), sheet_of(book.scope, area, moment_of(known))
                cells = book.cells(code, area.day)
                assert (found.total.opening, found.total.closing) == (
                    replayed(acts, before, cells), replayed(acts, last, cells),
                )  # fmt: skip
                assert (then.total.opening, then.total.closing) == (
                    replayed(acts, before, cells, known), replayed(acts, last, cells, known),
                )  # fmt: skip
                assert found.holds
                assert then.holds
                assert found.total.inside == 0
                rolled = balances_by_row(book.scope, [organization.pk], period, area.day)[organization.pk]
                assert (rolled.opening, rolled.flows, rolled.closing) == (
                    found.total.opening, found.total.flows, found.total.closing,
                )  # fmt: skip
            for flow in FLOWS:
                lines = lines_behind(book.scope, area, area.whole, flow.code)
                assert sum(line.weight for line in lines) == found.total.flows[flow.code]
            assert people_behind(book.scope, area, area.whole, "cuoi_ky")[0].count() == found.total.closing

    def pointers_do_not_matter(self, acts: list[Act]) -> None:
        """What the closing found still holds, whatever was written after it; the members' pointers were never set."""
        faults = [str(fault) for fault in reconciliation.found(TODAY, reconciliation.Reach())]
        assert [fault for fault in faults if fault.startswith("Chốt sổ")] == []
        present = replayed(acts, date.max, set(CELLS))
        assert Member.objects.present().count() == 0
        assert bool(present) == any(fault.startswith("Số đảng viên cộng theo dòng sổ") for fault in faults)
