"""What keeps a register of a whole province quick: measured in benchmarks/, held here where it can be held exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django import forms
from django.db import connection
from django.test.html import parse_html
from django.test.utils import CaptureQueriesContext

from dangvien import tasks
from dangvien.forms.choices import LongSelect
from dangvien.models import Candidate, Kind, Member, Movement, Organization, OrganizationKind
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.procedure import places
from dangvien.procedure.places import subtree_options
from dangvien.scope import Scope, fence
from reports.engine.computing import compute
from tests.worlds import City


def labels(options):
    return [option.label for option in options]


class TestKeysOfAScope:
    """Every door names the organizations, so that the planner knows how many there are; the tree is walked once."""

    def test_the_tree_is_walked_once_for_all_doors_and_not_before_something_is_asked(self, world):
        scope = world.scope(world.city)
        with CaptureQueriesContext(connection) as sent:
            doors = [scope.members, scope.candidates, scope.movements, scope.organizations]
        assert len(sent) == 0

        with CaptureQueriesContext(connection) as sent:
            for rows in doors:
                list(rows)

        assert sum("RECURSIVE" in query["sql"] for query in sent.captured_queries) == 1

    def test_nobodys_scope_asks_for_nothing_and_sees_nothing(self, world):
        with CaptureQueriesContext(connection) as sent:
            seen = [list(Scope.empty().organizations), list(Scope.empty().members), list(Scope.empty().movements)]

        assert seen == [[], [], []]
        assert not any("RECURSIVE" in query["sql"] for query in sent.captured_queries)

    def test_a_new_request_sees_an_organization_founded_since(self, world):
        before = world.scope(world.city)
        assert world.a1.pk in before.keys
        later = Organization.objects.create(code="moi")
        world.a1.placements.model.objects.create(
            organization=later, parent=world.ward_a, name="Chi bộ mới", kind="chi_bo", valid_from=date(2020, 1, 1)
        )

        assert later.pk in world.scope(world.city).keys


class TestLongSelect:
    """The quick box is the box Django draws."""

    CHOICES = (
        ("", "Tất cả"),
        ("1", 'Đảng bộ "Phường" <1> & 2'),
        ("Đảng bộ phường 'A'", [("2", "Chi bộ 1"), ("3", "Chi bộ 2")]),
    )

    @pytest.mark.parametrize("value", [None, "", "1", "3", 3, "không có"])
    def test_is_the_box_django_draws(self, value):
        attributes = {"id": "id_to_chuc", "required": True, "aria-describedby": "x_y", "hidden": False}
        slow, quick = (kind(choices=self.CHOICES) for kind in (forms.Select, LongSelect))

        drawn = [parse_html(box.render("to_chuc", value, attributes)) for box in (slow, quick)]

        assert drawn[0] == drawn[1]


class TestFilterOfManyOrganizations:
    """A filter over thousands of organizations offers the committees, and the cells of the one chosen."""

    @pytest.fixture
    def folded(self, monkeypatch):
        monkeypatch.setattr(places, "FOLD_ABOVE", 3)

    def test_a_small_scope_offers_everything(self, world):
        assert "Chi bộ A1" in labels(subtree_options(world.scope(world.city)))

    def test_a_large_one_offers_committees(self, world, folded):
        assert labels(subtree_options(world.scope(world.city))) == [
            "Đảng bộ thành phố",
            "Đảng bộ Phường A",
            "Đảng bộ Phường B",
        ]

    def test_and_the_cells_of_the_one_chosen(self, world, folded):
        found = subtree_options(world.scope(world.city), str(world.ward_a.pk))

        assert {option.group for option in found} == {"", "Đảng bộ Phường A"}
        assert "Chi bộ A1" in labels(found)

    def test_a_cell_that_was_chosen_stays_on_offer(self, world, folded):
        found = subtree_options(world.scope(world.city), str(world.a1.pk))

        assert [option.label for option in found if option.group] == ["Chi bộ A1"]

    @pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 40, "１２", "1 OR 1=1"])
    def test_nonsense_chooses_nothing(self, world, folded, nonsense):
        assert len(subtree_options(world.scope(world.city), nonsense)) == 3

    def test_what_is_chosen_outside_of_the_scope_is_not_offered(self, world, folded):
        found = subtree_options(world.scope(world.ward_a), str(world.ward_b.pk))

        assert "Chi bộ B1" not in labels(found)


@pytest.mark.django_db
def test_a_reversed_line_and_its_reversal_do_not_stand():
    city = City()
    kept, mistaken = (city.line(city.member(), "p1c1", Kind.KET_NAP, date(2013, 5, 1)) for _ in range(2))
    city.reverse(mistaken)

    assert list(Movement.objects.standing()) == [kept]


@pytest.mark.django_db
def test_the_first_page_and_the_lists_ask_for_no_outer_join_of_the_ledger_with_itself():
    """PostgreSQL took one for a single line and looped over the ledger: 40 seconds for 60.000 candidates."""
    assert "LEFT OUTER JOIN" not in str(Candidate.objects.open().query)


@pytest.mark.django_db
def test_the_worker_lets_sqlite_count_how_its_rows_are_spread_and_leaves_postgresql_alone():
    with CaptureQueriesContext(connection) as sent:
        tasks.refresh_statistics()

    assert [query["sql"] for query in sent.captured_queries] == ["ANALYZE"] * (connection.vendor == "sqlite")


@pytest.mark.django_db
class TestWholeRegister:
    """Where a scope holds every organization no door names them; what it gives is the same."""

    DOORS = (
        "organizations", "reporting_organizations", "placements", "members", "present_members", "movements",
        "candidates", "people", "classes", "enrollments", "sent_enrollments", "decisions", "appointments", "users",
        "letterheads", "localities", "audit_entries",
    )  # fmt: skip

    @pytest.fixture
    def city(self, monkeypatch):
        monkeypatch.setattr(fence, "FEW", 3)
        city = City()
        line = city.line(city.member(), "p1c1", Kind.KET_NAP, date(2013, 5, 1))
        Member.objects.filter(pk=line.member_id).update(organization=city["p1c1"])
        city.line(city.member(), "p2c1", Kind.TU_TRAN, date(2014, 5, 1))
        Candidate.objects.create(person=city.member().person, organization=city["p1c2"], opened_on=date(2020, 1, 1))
        return city

    def scope(self, city, code="tp"):
        return Scope.whole(city[code], list(Permission), date(2026, 1, 1))

    @pytest.mark.parametrize("door", DOORS)
    def test_gives_the_same_named_or_not(self, city, door):
        named = self.scope(city)
        vars(named)["is_whole"] = False

        assert self.scope(city).is_whole
        assert set(getattr(self.scope(city), door)) == set(getattr(named, door))

    def test_names_nobody_when_all_are_there(self, city):
        with CaptureQueriesContext(connection) as sent:
            list(self.scope(city).members)

        assert " IN (" not in sent.captured_queries[-1]["sql"]

    def test_is_over_with_the_first_organization_outside(self, city):
        city.add("ngoai", OrganizationKind.CAP_TREN, None)
        outside = city.add("ngoai-c", OrganizationKind.CHI_BO, "ngoai")
        city.line(city.member(), "ngoai-c", Kind.KET_NAP, date(2013, 5, 1))
        seen = self.scope(city)

        assert not seen.is_whole
        assert not seen.movements.filter(organization=outside).exists()
        assert not seen.organizations.filter(pk=outside.pk).exists()

    def test_a_part_is_never_the_whole(self, city):
        assert not self.scope(city, "p1").is_whole
        assert {line.organization for line in self.scope(city, "p1").movements} == {city["p1c1"]}

    def test_a_report_of_a_part_counts_the_part_for_a_reader_of_the_whole(self, city):
        question = replace(city.ask("R01", Period(date(2012, 1, 1), date(2014, 12, 31))), organization=city["p2"])

        assert question.scope.is_whole
        assert not question.narrowed.is_whole
        assert [row.key for row in compute(question).all_rows] == ["p2", "tong"]
