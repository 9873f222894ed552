"""K34: who may decide, by the tree, the rules and the mandates of the day."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Mandate, OrganizationKind, StepKind
from dangvien.procedure.casefile import candidate_file
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import Level
from tests import factories
from tests.dangvien.checks.cases import E1, E3, E5, finding, judge, step, told, weighs
from tests.people import World

DECISION = StepKind.QUYET_DINH_KET_NAP
TODAY = date(2026, 11, 20)


def asked(cell, issuer, day: date, *steps) -> Level | None:
    case = candidate_file(factories.candidate(cell, opened_on=date(2020, 1, 1)), TODAY)
    object.__setattr__(case, "steps", steps)
    decision = DecisionFacts(issuer, 12, "ĐU", day)
    return weighs("K34", case, DECISION, day, decision=decision)


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K34_refuses_who_is_not_competent_and_names_who_is(world: World, day):
    assert asked(world.a1, world.city, day) is None
    assert asked(world.a1, world.ward_a, day) is Level.REFUSE
    assert asked(world.a1, world.ward_b, day) is Level.REFUSE
    case = candidate_file(factories.candidate(world.a1), TODAY)
    result = finding("K34", case, DECISION, day, decision=DecisionFacts(world.ward_b, 12, "ĐU", day))
    assert "có thẩm quyền là Đảng bộ thành phố" in told(result).sentence
    assert told(result).field == "issuer"


def test_K34_takes_a_commune_directly_above_the_cell(world: World):
    commune = factories.organization("xa", "Đảng bộ Xã C", OrganizationKind.CAP_TREN, valid_from=date(2025, 7, 1))
    cell = factories.organization(
        "xa-1", "Chi bộ thôn 1", OrganizationKind.CHI_BO, commune, valid_from=date(2025, 7, 1)
    )

    assert asked(cell, commune, E3) is None
    assert asked(cell, world.city, E3) is Level.REFUSE


def test_K34_follows_the_new_model_from_its_own_day(world: World):
    Mandate.objects.create(
        organization=world.ward_a,
        kind=Mandate.Kind.MO_HINH_MOI,
        valid_from=date(2026, 10, 1),
        document="Quyết định 44-QĐ/TU",
        issued_on=date(2026, 9, 20),
    )

    assert asked(world.a1, world.city, date(2026, 9, 30)) is None
    assert asked(world.a1, world.ward_a, date(2026, 9, 30)) is Level.REFUSE
    assert asked(world.a1, world.ward_a, date(2026, 10, 1)) is None
    assert asked(world.a1, world.city, date(2026, 10, 1)) is Level.REFUSE


def test_K34_looks_at_the_tree_of_the_day_and_not_of_today(world: World):
    old = factories.organization("huyen", "Đảng bộ Huyện D", OrganizationKind.CAP_TREN)
    cell = factories.organization("d-1", "Chi bộ D1", OrganizationKind.CHI_BO, old, valid_to=date(2025, 7, 1))
    factories.place(cell, "Chi bộ D1", OrganizationKind.CHI_BO, world.ward_a, valid_from=date(2025, 7, 1))

    assert asked(cell, old, E1) is None
    assert asked(cell, old, E3) is Level.REFUSE
    assert asked(cell, world.city, E3) is None


def test_K34_asks_about_the_old_cell_for_a_decision_before_the_move(world: World):
    other = factories.organization("tinh-2", "Đảng bộ thành phố khác", OrganizationKind.CAP_TREN)
    new = factories.organization("n-1", "Chi bộ N1", OrganizationKind.CHI_BO, other)
    taken = step(StepKind.TIEP_NHAN, date(2025, 8, 20), origin=world.a1)

    assert asked(new, world.city, E3, taken) is None
    assert asked(new, other, E3, taken) is Level.REFUSE
    assert asked(new, other, date(2025, 8, 20), taken) is None


def test_K34_refuses_where_nobody_above_the_cell_decides(world: World):
    alone = factories.organization("le", "Đảng bộ Xã L", OrganizationKind.DANG_BO_CO_SO)
    cell = factories.organization("le-1", "Chi bộ L1", OrganizationKind.CHI_BO, alone)

    assert asked(cell, world.city, E3) is Level.REFUSE
    assert asked(cell, alone, E3) is Level.REFUSE


@pytest.mark.parametrize("kind", [StepKind.QUYET_DINH_XOA_TEN, StepKind.LAM_LAI_QUYET_DINH])
def test_K34_is_asked_of_every_decision_about_a_member(world: World, kind):
    case = candidate_file(factories.candidate(world.a1), TODAY)

    assert weighs("K34", case, kind, E3, decision=DecisionFacts(world.ward_b, 12, "ĐU", E3)) is Level.REFUSE
    assert weighs("K34", case, kind, E3, decision=DecisionFacts(world.city, 12, "TU", E3)) is None


def test_K34_says_nothing_of_a_refusal_told_by_another_paper(world: World):
    case = candidate_file(factories.candidate(world.a1), TODAY)

    assert judge("K34", case, DECISION, E3) is None
