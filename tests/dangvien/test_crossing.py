"""Two writers at the same moment: one is done after the other, and neither undoes what the other wrote."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from dangvien.actions import candidacy
from dangvien.actions.accounts import reset_password, set_active
from dangvien.actions.auditing import note
from dangvien.actions.reorganization import Place, replace
from dangvien.models import Candidate, Kind, Movement, OrganizationKind, Person, User
from dangvien.procedure.problem import Refused
from tests.worlds import City

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each act when all begin together: "done", or the sentence it was refused with."""
    gate, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait()
            act()
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.parametrize("round_", range(3))
def test_of_two_changes_of_one_organization_the_second_is_refused(round_):
    city = City()

    def rename(name):
        place = Place(name, OrganizationKind.DANG_BO_CO_SO, city["tp"])
        return lambda: replace(by=None, organization=city["p1"], place=place, on=date(2025, 7, 1))

    done, refused = sorted(at_once(rename("Một"), rename("Hai")), key=len)

    assert done == "done"
    assert "đã có thay đổi từ ngày 01/7/2025" in refused
    assert city["p1"].placements.count() == 2


def test_an_account_closed_meanwhile_stays_closed_when_its_password_is_reset():
    keeper = User.objects.create_user("keeper", full_name="Lê Quản Trị")
    account = User.objects.create_user("chi", full_name="Trần Thị Chi")
    as_read_before = User.objects.get(pk=account.pk)

    set_active(by=keeper, user=account, active=False, reason="Nghỉ việc")
    password = reset_password(by=keeper, user=as_read_before)

    account.refresh_from_db()
    assert not account.is_active
    assert account.check_password(password)


def test_somebody_followed_anew_and_another_line_of_the_same_cell_do_not_wait_for_each_other(monkeypatch):
    """The first has its entry in the trail and must still prove, when it ends, that the cell it names is there; the
    second holds the cell and waits for the trail. A lock against proofs too would end one of them with an error."""
    city, cell = City(), "p1c1"
    writer = User.objects.create_user("writer", full_name="Lê Thị Ghi")
    holds_the_cell, asked = threading.Event(), candidacy.follow_problems

    def asked_with_the_cell_held(*given: Any) -> object:
        holds_the_cell.set()
        return asked(*given)

    def follow() -> None:
        person = Person(full_name="Trần Văn Mới", birth_date=date(1995, 5, 5), gender=Person.Gender.NAM)
        candidacy.follow(
            by=writer, person=person, cell=city[cell], source="nong_thon", opened_on=date(2026, 1, 5), bodies=[],
            today=date(2026, 1, 5),
        )  # fmt: skip

    monkeypatch.setattr(candidacy, "follow_problems", asked_with_the_cell_held)
    outcomes: list[str] = []
    second = threading.Thread(target=lambda: outcomes.extend(at_once(follow)))
    with transaction.atomic():
        first = city.line(city.member(), cell, Kind.KET_NAP, date(2026, 1, 5))
        note(by=writer, verb="ghi bước", subject=first, organization=city[cell])
        second.start()
        if connection.features.has_select_for_update:  # elsewhere the second waits for the whole of the first
            assert holds_the_cell.wait(timeout=10)
    second.join()

    assert outcomes == ["done"]
    assert Movement.objects.filter(pk=first.pk).exists()
    assert Candidate.objects.count() == 1
