"""The doors of the scope: what each lets through, made so that something could leak."""

from __future__ import annotations

from datetime import date

from dangvien.models import Kind
from dangvien.permissions import Permission
from dangvien.scope import Scope
from dangvien.scope.fence import Holding
from tests import factories

TODAY = date(2024, 6, 3)


def test_narrowing_to_a_subtree_keeps_only_what_is_inside(world):
    factories.member(world.a1)
    factories.member(world.b1)
    city = world.scope(world.city)

    assert city.within(world.ward_a).members.count() == 1
    assert city.members.count() == 2


def test_narrowing_to_what_lies_outside_opens_no_door(world):
    factories.member(world.b1)
    ward = world.scope(world.ward_a)

    narrowed = ward.within(world.ward_b)

    assert narrowed.holdings == ()
    assert not narrowed.members.exists()
    assert ward.within(world.city).holdings == ()


def test_narrowing_gives_no_more_than_every_role_holds(world):
    both = frozenset({Permission.VIEW, Permission.RECORD_ADMISSION})
    scope = Scope(1, (Holding(world.ward_a.pk, both), Holding(world.b1.pk, frozenset({Permission.VIEW}))), TODAY)

    assert scope.within(world.a1).permissions == {Permission.VIEW}


def test_members_who_left_stay_with_their_last_line_only(world):
    moved = factories.member(world.a1)
    factories.movement(moved, world.a1, Kind.CHUYEN_DI, date(2020, 1, 1))
    factories.movement(moved, world.b1, Kind.CHUYEN_DEN, date(2020, 1, 1))
    factories.movement(moved, world.b1, Kind.TU_TRAN, date(2021, 1, 1))
    moved.organization = None
    moved.save()

    assert not world.scope(world.ward_a).members.exists()
    assert list(world.scope(world.ward_b).members) == [moved]


def test_classes_held_above_are_known_and_those_beside_are_not(world):
    above = factories.training_class(world.city)
    beside = factories.training_class(world.ward_b)
    own = factories.training_class(world.ward_a)

    assert set(world.scope(world.a1).classes) == {above, own}
    factories.enrollment(beside, factories.candidate(world.a1))
    assert set(world.scope(world.a1).classes) == {above, own, beside}


def test_learners_of_a_class_held_above_are_seen_only_by_those_who_sent_them(world):
    above = factories.training_class(world.city)
    ours = factories.enrollment(above, factories.candidate(world.a1))
    factories.enrollment(above, factories.candidate(world.b1))

    assert list(world.scope(world.ward_a).enrollments) == [ours]


def test_issuers_are_the_deciding_committees_above_a_cell(world):
    assert set(world.scope(world.ward_a).issuers(world.a1)) == {world.ward_a, world.city}
