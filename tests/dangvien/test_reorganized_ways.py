"""Cases whose organs changed: each step is judged by the tree of its own day, whenever it is written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dangvien.actions.restructuring import carry_out
from dangvien.models import CaseState, Mandate, Organization, Outcome, Reorganization, StepKind, User
from dangvien.models import OrganizationKind as OrgKind
from dangvien.procedure.casefile import candidate_file, probation_file
from dangvien.procedure.casefiles import Surroundings, candidate_files
from dangvien.procedure.facts import DecisionFacts, StepFacts
from dangvien.procedure.known import organ_of
from dangvien.procedure.problem import Refused
from dangvien.procedure.restructuring import Restructuring, Seat
from dangvien.procedure.votes import threshold
from dangvien.procedure.wayline import exists_on
from tests import factories
from tests.people import World
from tests.ways import WAY, Walk

MERGED_ON = date(2025, 7, 1)
YEAR_AGO = date(2025, 3, 3)


@pytest.fixture
def merged(world: World) -> Organization:
    """From 1/7/2025 the wards stand directly under the province and the city is no more."""
    province = factories.organization("tinh", "Đảng bộ tỉnh", OrgKind.TINH)
    for ward, name in ((world.ward_a, "Đảng bộ Phường A"), (world.ward_b, "Đảng bộ Phường B")):
        _until(ward)
        factories.place(ward, name, OrgKind.CAP_TREN, province, valid_from=MERGED_ON, sector="phuong")
    _until(world.city)
    factories.place(world.city, "Đảng bộ thành phố", OrgKind.LUU_TRU, province, valid_from=MERGED_ON)
    return province


def _until(organization: Organization, day: date = MERGED_ON) -> None:
    placement = organization.placements.get()
    placement.valid_to = day
    placement.save()


@pytest.fixture
def walk(world: World, an: User) -> Walk:
    return Walk(an, world.a1, world.city, begins_on=YEAR_AGO)


def refusal(walk: Walk, kind: StepKind, day: date | None = None, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        walk.step(kind, day, **given)
    return str(refused.value)


def test_a_way_of_before_the_merger_is_written_down_after_it(walk: Walk, merged: Organization):
    walk.until(StepKind.NQ_CHI_BO)
    case = candidate_file(walk.candidate, walk.today)
    assert case.route.resolving is None
    assert case.route_on(walk.day).resolving is not None
    assert exists_on(case, StepKind.NQ_DANG_UY)
    assert "Chưa có nghị quyết của đảng ủy cơ sở" in refusal(walk, StepKind.TRINH)

    for kind in WAY[WAY.index(StepKind.NQ_DANG_UY) : WAY.index(StepKind.LE_KET_NAP) + 1]:
        walk.step(kind)
    assert walk.day < MERGED_ON
    assert walk.case.state == CaseState.S19


def test_a_resolution_of_before_the_merger_goes_straight_up_after_it(walk: Walk, world: World, merged: Organization):
    walk.until(StepKind.NQ_CHI_BO)

    assert "không có bước này" in refusal(walk, StepKind.NQ_DANG_UY, date(2025, 7, 2))
    walk.step(StepKind.TRINH, date(2025, 7, 3))
    strange = DecisionFacts(world.ward_b, 8, "ĐU", date(2025, 7, 4))
    told = refusal(walk, StepKind.QUYET_DINH_KET_NAP, date(2025, 7, 4), decision=strange)
    assert "có thẩm quyền là Đảng bộ Phường A" in told
    decision = DecisionFacts(world.ward_a, 8, "ĐU", date(2025, 7, 4))
    walk.step(StepKind.QUYET_DINH_KET_NAP, date(2025, 7, 4), decision=decision)


def test_a_new_dang_bo_bo_phan_checks_nothing_of_before_it(walk: Walk, world: World):
    founded = date(2025, 12, 1)
    part = factories.organization("bp", "Đảng bộ bộ phận A", OrgKind.DANG_BO_BO_PHAN, world.ward_a, valid_from=founded)
    _until(world.a1, founded)
    factories.place(world.a1, "Chi bộ A1", OrgKind.CHI_BO, part, valid_from=founded, area="khu_dan_cu")

    walk.until(StepKind.QUYET_DINH_KET_NAP)
    assert walk.day < founded


def test_a_resolution_already_passed_on_is_not_checked_by_a_later_organ(walk: Walk, world: World):
    walk.until(StepKind.NQ_DANG_UY)
    founded = walk.day + timedelta(days=1)
    part = factories.organization("bp", "Đảng bộ bộ phận A", OrgKind.DANG_BO_BO_PHAN, world.ward_a, valid_from=founded)
    _until(world.a1, founded)
    factories.place(world.a1, "Chi bộ A1", OrgKind.CHI_BO, part, valid_from=founded, area="khu_dan_cu")

    walk.step(StepKind.TRINH)


def test_organs_and_thresholds_are_those_of_the_day(walk: Walk, world: World):
    walk.until(StepKind.NQ_CHI_BO)
    moved_on = walk.day + timedelta(days=10)
    _until(world.a1, moved_on)
    factories.place(world.a1, "Chi bộ A1", OrgKind.CHI_BO, world.ward_b, valid_from=moved_on, area="khu_dan_cu")
    Mandate.objects.create(
        organization=world.ward_a,
        kind=Mandate.Kind.UY_QUYEN,
        valid_from=date(2025, 1, 1),
        valid_to=moved_on,
        document="Quyết định 7-QĐ/TU",
        issued_on=date(2024, 12, 20),
    )
    case = candidate_file(walk.candidate, walk.today)
    decided = StepKind.QUYET_DINH_KET_NAP

    assert organ_of(case, decided, walk.day) == world.ward_a.pk
    assert organ_of(case, StepKind.NQ_DANG_UY, moved_on) == world.ward_b.pk
    assert threshold(case, StepFacts(decided, walk.day))[0] == "2/3"
    assert threshold(case, StepFacts(decided, moved_on))[0] == ">1/2"


def test_a_tree_that_stands_is_not_asked_for_again(walk: Walk, merged: Organization, django_assert_num_queries):
    case = candidate_file(walk.candidate, walk.today)
    bulk = candidate_files([walk.candidate.pk], Surroundings.load(walk.today))[0]
    assert case.line_since == bulk.line_since == MERGED_ON
    assert case.line == bulk.line

    with django_assert_num_queries(0):
        for day in (MERGED_ON, walk.today):
            assert case.at(day).route == bulk.route_on(day)
    with django_assert_num_queries(2):
        assert case.at(date(2025, 6, 30)).route.era == "A"
        assert case.at(date(2025, 6, 30)).route.resolving is not None


def test_X11_of_a_committee_that_is_no_more_is_the_affair_of_its_heir(walk: Walk, world: World, merged: Organization):
    walk.until(StepKind.QUYET_DINH_KET_NAP)
    day = date(2025, 8, 1)

    assert "Đảng bộ Phường A hủy" in refusal(
        walk, StepKind.HUY_QUYET_DINH, day, decision=DecisionFacts(world.ward_b, 5, "ĐU", day)
    )
    walk.step(StepKind.HUY_QUYET_DINH, day, decision=DecisionFacts(world.ward_a, 5, "ĐU", day))
    assert walk.case.state == CaseState.X11


def test_nobody_is_admitted_into_an_archive(walk: Walk, world: World):
    walk.until(StepKind.NHAN_QUYET_DINH)
    archived_on = walk.day + timedelta(days=1)
    _until(world.a1, archived_on)
    factories.place(world.a1, "Chi bộ A1", OrgKind.LUU_TRU, world.ward_a, valid_from=archived_on)

    assert "không hoạt động vào ngày" in refusal(walk, StepKind.LE_KET_NAP)
    assert walk.case.state == CaseState.S18


def test_a_vote_that_names_no_decision_leaves_the_case_open(walk: Walk):
    walk.until(StepKind.TRINH)
    tie = walk.facts(StepKind.NQ_DANG_UY, walk.day).vote
    assert tie is not None
    short = type(tie)(convened=8, present=8, agree=4, disagree=4)
    no: dict[str, Any] = {"decision": None, "number": "9-TB/TU", "outcome": Outcome.KHONG_DONG_Y}
    walk.step(StepKind.QUYET_DINH_KET_NAP, vote=short, **no)
    assert (walk.case.state, walk.case.is_open) == (CaseState.X06, True)

    walk.step(StepKind.TRINH)
    assert walk.case.state == CaseState.S16
    walk.step(StepKind.QUYET_DINH_KET_NAP)
    assert walk.case.state == CaseState.S17


@pytest.mark.parametrize("against", [None, 5])
def test_a_no_by_a_majority_or_without_ballots_closes_the_case(walk: Walk, against: int | None):
    walk.until(StepKind.TRINH)
    vote = walk.facts(StepKind.NQ_DANG_UY, walk.day).vote
    assert vote is not None
    ballots = type(vote)(convened=9, present=9, agree=4, disagree=against) if against else None
    walk.step(StepKind.QUYET_DINH_KET_NAP, vote=ballots, decision=None, number="9-TB/TU", outcome=Outcome.KHONG_DONG_Y)

    assert (walk.case.state, walk.case.is_open) == (CaseState.X07, False)


def test_a_step_of_before_a_cell_was_joined_is_judged_by_the_old_cell(walk: Walk, world: World):
    walk.until(StepKind.NQ_CHI_BO)
    on = walk.day + timedelta(days=5)
    founded = {"moi": Seat("Chi bộ mới", OrgKind.CHI_BO, "phuong-b")}
    ended = {"a-1": "moi", "a-2": "moi"}
    plan = Restructuring(
        Reorganization.Kind.HOP_NHAT, "a-1", on, founded=founded, ended=ended, rest=dict.fromkeys(ended, "moi")
    )
    carry_out(by=None, restructuring=plan, today=walk.today)
    walk.candidate.refresh_from_db()
    case = candidate_file(walk.candidate, walk.today)

    assert case.organization.code == "moi"
    assert case.route_on(walk.day).resolving == world.ward_a.pk
    assert case.route_on(on).resolving == world.ward_b.pk


def test_a_probation_keeps_the_cell_of_each_day(walk: Walk, world: World):
    walk.until(StepKind.LE_KET_NAP)
    member = walk.candidate.person.member
    on = walk.day + timedelta(days=5)
    plan = Restructuring(Reorganization.Kind.SAP_NHAP, "b-1", on, ended={"a-1": "b-1"}, rest={"a-1": "b-1"})
    carry_out(by=None, restructuring=plan, today=walk.today)
    member.refresh_from_db()
    case = probation_file(member, walk.today)

    assert case.organization == world.b1
    assert (case.cell_on(walk.day), case.cell_on(on)) == (world.a1.pk, world.b1.pk)
    assert case.route_on(walk.day).resolving == world.ward_a.pk
    assert case.route_on(on).resolving == world.ward_b.pk
