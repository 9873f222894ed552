"""Chốt sổ: a closing only makes counting quicker. Late lines and reversals are counted, a wrong balance is named."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, models, transaction

from dangvien.actions.closing_books import close_books, close_last_year
from dangvien.actions.progress import refresh_all
from dangvien.models import AuditEntry, ClosingBalance, Kind, Movement
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.procedure import reconciliation
from dangvien.procedure.balances import area_of, sheet_of
from dangvien.procedure.closing import headcounts_on, newest_closing
from dangvien.procedure.problem import Refused
from dangvien.procedure.tree import tree_on
from dangvien.scope import Scope
from dangvien.tasks import close_last_year as every_night
from tests.worlds import City

TODAY = date(2026, 1, 10)
CLOSED = date(2025, 12, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    found = City()
    found.line(found.member(), "p1c1", Kind.DAU_SO, date(2012, 1, 1))
    found.line(found.member(), "p1c2", Kind.KET_NAP, date(2020, 1, 1))
    return found


def closed(on: date = CLOSED) -> int:
    return close_books(by=None, on=on, today=TODAY)


def counted(day: date, *, with_balances: bool) -> dict[int, int]:
    balances = ClosingBalance.objects.all() if with_balances else None
    return {key: heads for key, heads in headcounts_on(day, Movement.objects.all(), balances).items() if heads}


def alike(day: date) -> dict[int, int]:
    """The headcounts of a day, which are the same with balances and without."""
    assert counted(day, with_balances=True) == counted(day, with_balances=False)
    return counted(day, with_balances=True)


def faults() -> list[str]:
    refresh_all(TODAY)
    found = reconciliation.found(TODAY, reconciliation.Reach())
    return [fault.sentence for fault in found if fault.sentence.startswith("Chốt sổ")]


def test_every_organization_gets_its_balance_and_the_act_is_noted(city):
    assert closed() == 2

    assert {row.organization.code: row.headcount for row in ClosingBalance.objects.all()} == {"p1c1": 1, "p1c2": 1}
    assert set(ClosingBalance.objects.values_list("last_line", flat=True)) == {Movement.objects.latest("pk").pk}
    entry = AuditEntry.objects.get(verb="chốt sổ")
    assert entry.after == {"chốt đến hết ngày": "2025-12-31", "số tổ chức": 2, "số đảng viên": 2}
    assert str(ClosingBalance.objects.first()) == "31/12/2025: 1"
    assert faults() == []


def test_a_day_that_is_not_over_is_refused(city):
    with pytest.raises(Refused, match="trước 10/01/2026"):
        closed(TODAY)

    assert not ClosingBalance.objects.exists()
    assert not AuditEntry.objects.exists()


def test_closing_again_takes_in_what_was_written_since(city):
    closed()
    city.line(city.member(), "p2c1", Kind.KET_NAP, date(2021, 1, 1))

    assert closed() == 3
    assert alike(CLOSED) == {city["p1c1"].pk: 1, city["p1c2"].pk: 1, city["p2c1"].pk: 1}


def test_late_lines_and_reversals_dated_before_are_counted(city):
    line = Movement.objects.get(organization=city["p1c2"])
    closed()
    city.line(city.member(), "p2c1", Kind.KET_NAP, date(2019, 1, 1))
    city.reverse(line)

    assert alike(CLOSED) == {city["p1c1"].pk: 1, city["p2c1"].pk: 1}
    assert faults() == []


def test_lines_after_it_are_added_and_days_before_it_do_not_use_it(city):
    closed()
    city.line(city.member(), "p2c1", Kind.KET_NAP, date(2026, 1, 2))

    assert alike(date(2026, 1, 1)) == {city["p1c1"].pk: 1, city["p1c2"].pk: 1}
    assert alike(date(2026, 1, 2))[city["p2c1"].pk] == 1
    assert alike(date(2015, 1, 1)) == {city["p1c1"].pk: 1}


def test_the_newest_closing_before_the_day_is_taken(city):
    closed(date(2015, 12, 31))
    closed()
    balances = ClosingBalance.objects.all()

    assert newest_closing(balances, date(2015, 12, 30)) is None
    for year, expected in ((2015, 2015), (2018, 2015), (2025, 2025)):
        found = newest_closing(balances, date(year, 12, 31))
        assert found is not None
        assert found.day == date(expected, 12, 31)


def test_tree_and_balances_count_the_same_with_and_without(city):
    scope = Scope.whole(city["tp"], [Permission.VIEW_REPORTS], TODAY)
    area = area_of(scope, city["tp"], Period(date(2026, 1, 1), TODAY))
    before = tree_on(scope, TODAY), sheet_of(scope, area)
    closed()

    assert tree_on(scope, TODAY).members == before[0].members == 2
    assert (tree_on(scope, TODAY, city["p2"]).members, tree_on(scope, TODAY, city["p2"]).homeless) == (0, 0)
    assert sheet_of(scope, area) == before[1]
    city.line(city.member(), "p2c1", Kind.KET_NAP, date(2019, 1, 1))
    assert tree_on(scope, TODAY).members == 3
    assert sheet_of(scope, area).total.opening == 3
    assert sheet_of(scope, area).holds


def test_a_balance_that_was_changed_is_named(city):
    closed()
    models.QuerySet(ClosingBalance).filter(organization=city["p1c1"]).update(headcount=7)

    assert faults() == [
        "Chốt sổ ngày 31/12/2025: Tên p1c1 ghi 7 đảng viên, đếm lại theo dòng sổ là 1. Chốt lại ngày này."
    ]


def test_a_balance_that_was_lost_is_named(city):
    closed()
    models.QuerySet(ClosingBalance).filter(organization=city["p1c1"]).delete()

    assert faults() == [
        "Chốt sổ ngày 31/12/2025: Tên p1c1 ghi 0 đảng viên, đếm lại theo dòng sổ là 1. Chốt lại ngày này."
    ]


def test_rows_that_do_not_hold_the_same_lines_are_not_used_and_named(city):
    closed()
    models.QuerySet(ClosingBalance).filter(organization=city["p1c1"]).update(last_line=1)

    assert alike(CLOSED) == {city["p1c1"].pk: 1, city["p1c2"].pk: 1}
    assert faults() == ["Chốt sổ ngày 31/12/2025: các tổ chức không chốt cùng một lúc. Chốt lại ngày này."]


def test_the_schedule_closes_the_year_before_once(city):
    assert close_last_year(TODAY)
    assert not close_last_year(TODAY)
    assert set(ClosingBalance.objects.values_list("closed_on", flat=True)) == {CLOSED}


def test_the_schedule_leaves_an_empty_register_alone():
    every_night()

    assert not ClosingBalance.objects.exists()
    assert not AuditEntry.objects.exists()


def test_the_command(city):
    output = StringIO()

    call_command("close_books", "--on", "31/12/2025", stdout=output)

    assert output.getvalue() == "Đã chốt sổ đến hết ngày 31/12/2025: 2 tổ chức.\n"
    for wrong in ("hom qua", "31/12/2099"):
        with pytest.raises(CommandError):
            call_command("close_books", "--on", wrong, stdout=output)


@pytest.mark.django_db(transaction=True)
def test_a_line_still_being_written_is_waited_for(city):
    """PostgreSQL gave it its key already; SQLite lets only one write at a time."""
    if connection.vendor != "postgresql":
        with transaction.atomic():
            closed()
        return
    written, close = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            city.line(city.member(), "p2c1", Kind.KET_NAP, CLOSED - timedelta(days=9))
            written.set()
            close.wait(0.7)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(10)
    closed()
    writer.join()

    assert ClosingBalance.objects.get(organization=city["p2c1"]).headcount == 1
