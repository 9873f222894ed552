"""Rows added by the thousand are the rows that `save` would have made, and the keys go on from there."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from dangvien.models import ImportRow, Member, Movement, Person, User
from dangvien.models.inserting import insert_all
from tests import factories
from tests.people import World

pytestmark = pytest.mark.django_db


def someone(name: str, **more: object) -> Person:
    person = Person(full_name=name, birth_date=date(1980, 1, 2), gender="nam", **more)
    person.derive_keys()
    return person


def test_rows_have_their_keys_their_computed_columns_and_what_their_defaults_say(world: World) -> None:
    people = [someone("Lê Văn Bảy", citizen_id="045080000001"), someone("Hồ Thị Tám", native_place="xã “A” ; '%s")]
    insert_all(Person, people)
    members = [Member(person=person, organization=world.a1) for person in people]
    insert_all(Member, members)
    lines = [
        Movement(member=member, organization=world.a1, kind="dau_so", occurred_on=date(2024, 5, 31))
        for member in members
    ]
    insert_all(Movement, lines)

    assert [person.pk for person in people] == list(range(people[0].pk, people[0].pk + 2))
    kept = list(Person.objects.filter(pk__in=[person.pk for person in people]).order_by("pk"))
    assert [
        (row.full_name, row.sort_key, row.birth_date, row.citizen_id, row.native_place, row.religion) for row in kept
    ] == [
        ("Lê Văn Bảy", people[0].sort_key, date(1980, 1, 2), "045080000001", "", "00"),
        ("Hồ Thị Tám", people[1].sort_key, date(1980, 1, 2), None, "xã “A” ; '%s", "00"),
    ]
    written = list(Movement.objects.filter(member__in=members).order_by("pk"))
    assert [(line.pk, line.sign, line.weight) for line in written] == [(line.pk, 1, 1) for line in lines]
    assert all(line.recorded_at is not None for line in written)
    assert factories.person("Trần Văn Chín").pk > people[1].pk


def test_values_of_json_come_back_as_they_were(world: World, an: User) -> None:
    batch = factories.import_batch(world.ward_a, an)
    rows = [ImportRow(batch=batch, sheet=0, number=9, cells=["a", None, {"n": 1.5}], record=None, verdict="moi")]
    insert_all(ImportRow, rows)

    kept = ImportRow.objects.get(pk=rows[0].pk)
    assert (kept.cells, kept.record, kept.mended, kept.committed) == (["a", None, {"n": 1.5}], None, {}, False)


def test_a_constraint_that_is_broken_leaves_nothing() -> None:
    twice = [someone("Lê Văn Bảy", citizen_id="045080000001"), someone("Hồ Văn Tám", citizen_id="045080000001")]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(Person, twice)
    assert Person.objects.count() == 0


def test_nothing_is_added_for_no_rows() -> None:
    insert_all(Person, [])
    assert Person.objects.count() == 0
