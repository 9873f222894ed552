"""Targets as rows: what the QuerySet says of them, what the database refuses, and which doors open to them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from dangvien.models import Basis, DeclaredFigure, Indicator, Tier, User
from dangvien.period import Period
from dangvien.procedure.targets import target_of
from tests import factories
from tests.people import World


def target(organization, value=10, year=2024, **more):
    return factories.target(organization, value, year, recorded_by=writer(), **more)


def writer() -> User:
    return User.objects.get_or_create(username="ghi", defaults={"full_name": "Người Ghi"})[0]


def test_targets_are_found_by_year_indicator_source_and_tier(world: World):
    everybody = target(world.ward_a, 10)
    rural = target(world.ward_a, 4, source="nong_thon")
    pledged = target(world.ward_a, 12, tier=Tier.PLEDGED)
    other_year = target(world.ward_a, 9, 2023)
    term = target(world.ward_a, 50, 2024, first_year=2021, last_year=2025)
    factories.declared_figure(world.ward_a, writer(), first_year=2024, last_year=2024)
    found = DeclaredFigure.objects.targets()

    assert set(found.for_year(2024).of_source().of_tier()) == {everybody}
    assert set(found.for_year(2024).of_source("nong_thon")) == {rural}
    assert set(found.for_year(2024).of_tier(Tier.PLEDGED)) == {pledged}
    assert set(found.for_years(2021, 2025)) == {term}
    assert set(found.touching(2023, 2023)) == {other_year, term}
    assert set(found.of_indicator(Indicator.TRAINED)) == set()
    assert DeclaredFigure.objects.results().count() == 1


def test_one_target_for_each_organization_and_those_withdrawn_are_no_longer_it(world: World):
    old = target(world.ward_a, 10)
    old.voided_at = old.recorded_at
    old.save()
    new = target(world.ward_a, 11)
    other = target(world.ward_b, 7)

    assert DeclaredFigure.objects.targets().for_year(2024).by_organization() == {
        world.ward_a.pk: new,
        world.ward_b.pk: other,
    }


def test_target_of_a_period_is_what_the_scope_may_see(world: World):
    mine, _ = target(world.ward_a, 10), target(world.ward_b, 7)

    found = target_of(world.scope(world.ward_a), Period.half(2024), Indicator.ADMITTED)

    assert found == {world.ward_a.pk: mine}
    assert target_of(world.scope(world.ward_a), Period.year(2023), Indicator.ADMITTED) == {}


def test_what_was_shared_out_from_above_is_seen_but_not_changed_below(world: World):
    whole = target(world.city, 17)
    shared = target(world.ward_a, 10, basis=Basis.SHARED, shared_from=whole)
    own = target(world.ward_a, 12, tier=Tier.PLEDGED)
    ward, city = world.scope(world.ward_a), world.scope(world.city)

    assert set(ward.declared_figures) == {shared, own}
    assert set(ward.own_targets) == {own}
    assert set(city.own_targets) == {whole, shared, own}


@pytest.mark.parametrize("wrong", [{"basis": Basis.RATE}, {"basis": Basis.SHARED}, {"document": ""}, {"value": 9}])
def test_the_database_refuses_a_target_that_cannot_be_explained_or_stands_twice(world: World, wrong):
    target(world.ward_a, 9)
    facts = {"value": 9, **wrong}
    year = 2024 if wrong == {"value": 9} else 2025

    with pytest.raises(IntegrityError), transaction.atomic():
        target(world.ward_a, facts.pop("value"), year, **facts)


def test_two_tiers_of_one_year_stand_beside_one_another(world: World):
    target(world.ward_a, 9)
    target(world.ward_a, 12, tier=Tier.PLEDGED)

    assert DeclaredFigure.objects.standing().count() == 2
