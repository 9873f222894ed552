"""The ledger: signs by the database, lines never changed, reversals on the original's day, pointers that follow."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dangvien.actions.correction import reverse, set_pointers
from dangvien.models import AuditEntry, Kind, Matter, Movement, StepKind, User
from dangvien.models.movement import LedgerIsAppendOnly
from dangvien.procedure.problem import Refused
from tests import factories
from tests.worlds import City

pytestmark = pytest.mark.django_db

DAY = date(2013, 5, 1)


@pytest.fixture
def city():
    return City()


@pytest.fixture
def clerk():
    return User.objects.create_user("thu_ky", password="mot-mat-khau-dai", full_name="Trần Thị Thư")


@pytest.mark.parametrize(
    ("kind", "sign"),
    [(kind, 1) for kind in Kind.arrivals()] + [(kind, -1) for kind in Kind.departures()] + [(Kind.CONG_NHAN, 0)],
)
def test_the_database_knows_the_sign_of_every_kind(city, kind, sign):
    line = city.line(city.member(), "p1c1", kind, DAY)
    mend = city.reverse(line)

    assert (line.sign, line.weight) == (sign, 1)
    assert (mend.sign, mend.weight) == (-sign, -1)


def test_every_kind_is_an_arrival_a_departure_or_a_mark():
    assert {*Kind.arrivals(), *Kind.departures(), Kind.CONG_NHAN} == set(Kind)


def test_a_bulk_write_gets_its_signs_as_well(city):
    member = city.member()
    lines = Movement.objects.bulk_create(
        [
            Movement(member=member, organization=city["p1c1"], kind=kind, occurred_on=DAY)
            for kind in ("ket_nap", "tu_tran")
        ]
    )

    assert [line.sign for line in lines] == [1, -1]


def test_a_line_cannot_be_changed_or_deleted(city):
    line = city.line(city.member(), "p1c1", Kind.KET_NAP, DAY)
    line.occurred_on = date(2014, 1, 1)

    with pytest.raises(LedgerIsAppendOnly):
        line.save()
    with pytest.raises(LedgerIsAppendOnly):
        line.delete()
    with pytest.raises(LedgerIsAppendOnly):
        Movement.objects.all().update(occurred_on=DAY)
    with pytest.raises(LedgerIsAppendOnly):
        Movement.objects.all().delete()


def test_an_unknown_kind_is_refused_by_the_database(city):
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.create(member=city.member(), organization=city["p1c1"], kind="la", occurred_on=DAY)


def test_a_reversal_without_a_reason_is_refused_by_the_database(city):
    line = city.line(city.member(), "p1c1", Kind.KET_NAP, DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.create(
            member=line.member, organization=line.organization, kind=line.kind, occurred_on=DAY, reverses=line
        )


def test_headcount_on_a_day_is_a_sum_of_signs(city):
    city.line(city.member(), "p1c1", Kind.DAU_SO, date(2011, 12, 31))
    leaver = city.member()
    city.line(leaver, "p1c1", Kind.KET_NAP, date(2012, 3, 1))
    city.line(leaver, "p1c1", Kind.CHUYEN_DI, date(2013, 1, 1))

    days = (date(2011, 1, 1), date(2011, 12, 31), date(2012, 3, 1), date(2012, 12, 31), date(2013, 1, 1))
    assert [Movement.objects.until(day).headcount() for day in days] == [0, 1, 2, 2, 1]


def test_the_book_can_be_read_as_it_stood_at_an_earlier_moment(city):
    city.line(city.member(), "p1c1", Kind.KET_NAP, DAY)
    then = timezone.now()
    city.line(city.member(), "p1c1", Kind.KET_NAP, DAY)

    assert Movement.objects.known_at(then).count() == 1


def test_X16_a_readmission_is_an_admission_that_is_told_apart(city):
    member, other = city.member(), city.member()
    first = city.line(member, "p1c1", Kind.KET_NAP, DAY)
    struck = city.line(member, "p1c1", Kind.XOA_TEN, date(2014, 2, 1))
    again = city.line(member, "p1c1", Kind.KET_NAP, date(2018, 5, 1))
    city.line(other, "p1c1", Kind.KET_NAP, DAY)
    city.line(other, "p1c1", Kind.CHUYEN_DI, date(2014, 2, 1))

    assert list(Movement.objects.readmissions()) == [again]
    assert Movement.objects.filter(kind=Kind.KET_NAP).count() == 3
    city.reverse(struck)
    assert not Movement.objects.readmissions().exists()
    assert first.kind == again.kind


def test_X16_somebody_who_left_at_another_place_is_known_by_the_note_of_the_case(world):
    candidate = factories.candidate(world.a1)
    member = factories.admitted(candidate, date(2024, 5, 1))
    assert not member.movements.readmissions().exists()

    factories.step(candidate, StepKind.DAC_BIET, date(2024, 2, 5), matter=Matter.KET_NAP_LAI, basis_on=date(2012, 3, 1))

    assert member.movements.readmissions().get().occurred_on == date(2024, 5, 1)


def test_reversing_carries_the_day_the_reason_and_an_audit_entry(city, clerk):
    member = city.member()
    line = city.line(member, "p1c1", Kind.KET_NAP, DAY)
    set_pointers(member)
    member.save()

    mend = reverse(by=clerk, line=line, reason="Ghi nhầm người")

    member.refresh_from_db()
    assert (mend.occurred_on, mend.reason, mend.recorded_by) == (DAY, "Ghi nhầm người", clerk)
    assert (member.organization, member.admitted_on) == (None, None)
    assert Movement.objects.until(DAY).headcount() == 0
    assert AuditEntry.objects.get(verb="đính chính dòng sổ").reason == "Ghi nhầm người"


def test_only_the_newest_standing_line_can_be_reversed(city, clerk):
    member = city.member()
    admission = city.line(member, "p1c1", Kind.KET_NAP, DAY)
    recognition = city.line(member, "p1c1", Kind.CONG_NHAN, date(2014, 5, 1))

    with pytest.raises(Refused, match="dòng cuối cùng"):
        reverse(by=clerk, line=admission, reason="nhầm")
    reverse(by=clerk, line=recognition, reason="nhầm")
    with pytest.raises(Refused, match="đã được đính chính"):
        reverse(by=clerk, line=recognition, reason="nhầm")
    reverse(by=clerk, line=admission, reason="nhầm")

    assert not Movement.objects.standing().exists()


def test_a_reversal_needs_a_reason(city, clerk):
    line = city.line(city.member(), "p1c1", Kind.KET_NAP, DAY)

    with pytest.raises(Refused, match="Ghi lý do"):
        reverse(by=clerk, line=line, reason="  ")


def test_pointers_of_an_opening_entry_keep_the_dates_that_came_with_it(city):
    member = city.member()
    member.admitted_on, member.official_on = date(1985, 2, 3), date(1986, 2, 3)
    city.line(member, "p1c1", Kind.DAU_SO, date(2011, 12, 31))

    set_pointers(member)

    assert (member.organization, member.admitted_on, member.official_on) == (
        city["p1c1"], date(1985, 2, 3), date(1986, 2, 3),
    )  # fmt: skip


@pytest.mark.parametrize("kind", [Kind.DAU_SO, Kind.CHUYEN_DEN, Kind.PHUC_HOI])
def test_reversing_a_departure_keeps_the_dates_brought_from_another_book(city, clerk, kind):
    member = city.member()
    member.admitted_on, member.official_on = date(1985, 2, 3), date(1986, 2, 3)
    member.save()
    city.line(member, "p1c1", kind, date(2011, 12, 31))
    departure = city.line(member, "p1c1", Kind.TU_TRAN, DAY)

    reverse(by=clerk, line=departure, reason="Nhầm người")

    member.refresh_from_db()
    assert (member.organization, member.admitted_on, member.official_on) == (
        city["p1c1"], date(1985, 2, 3), date(1986, 2, 3),
    )  # fmt: skip


def test_reversing_the_recognition_of_somebody_who_came_on_probation(city, clerk):
    member = city.member()
    member.admitted_on, member.official_on = date(2012, 9, 1), date(2013, 9, 1)
    member.save()
    city.line(member, "p1c1", Kind.CHUYEN_DEN, date(2013, 1, 1))
    recognition = city.line(member, "p1c1", Kind.CONG_NHAN, date(2013, 9, 1))

    reverse(by=clerk, line=recognition, reason="Chưa có quyết định")

    member.refresh_from_db()
    assert (member.admitted_on, member.official_on) == (date(2012, 9, 1), None)
