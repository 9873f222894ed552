"""K30, K39, K44: short votes and who may not vote."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import CheckResult, Mandate, Outcome, StepKind, User
from dangvien.procedure.casefile import candidate_file
from dangvien.procedure.checks.running import problems_of, why_not
from dangvien.procedure.facts import DecisionFacts, StepFacts
from dangvien.procedure.problem import Level, Refused
from dangvien.procedure.votes import absence_problems, ballot_problems
from tests import factories
from tests.dangvien.checks.cases import E1, E3, E5, case_of, finding, judge, step, vote, weighs
from tests.people import World
from tests.ways import Walk

MEETING, COMMITTEE, DECISION = StepKind.NQ_CHI_BO, StepKind.NQ_DANG_UY, StepKind.QUYET_DINH_KET_NAP
AGAIN, RECOGNIZED = StepKind.NQ_CHI_BO_CONG_NHAN, StepKind.QUYET_DINH_CONG_NHAN


@pytest.mark.parametrize("day", [E1, E3, E5])
@pytest.mark.parametrize("kind", [MEETING, COMMITTEE, AGAIN])
def test_K30_warns_below_two_thirds_of_the_base(kind, day):
    assert weighs("K30", case_of(), kind, day, vote=vote(6)) is None
    assert weighs("K30", case_of(), kind, day, vote=vote(5)) is Level.WARN
    assert weighs("K30", case_of(), kind, day, vote=vote(5, excluded=2)) is None


def test_K30_keeps_the_numbers_it_compared():
    result = finding("K30", case_of(), MEETING, E3, vote=vote(5))

    assert dict(result.found.inputs) == {"can": "2/3", "tan_thanh": 5, "can_cu": 9, "dat": False}
    assert result.found.source.endswith("điểm 9.3.4")


def test_K30_leaves_numbers_that_cannot_be_to_the_ballots():
    assert judge("K30", case_of(), MEETING, E3, vote=vote(5, present=4)) is None


@pytest.mark.parametrize("kind", [MEETING, AGAIN, StepKind.NQ_CHI_BO_XOA_TEN])
def test_S13_official_members_who_are_absent_are_counted_and_told(kind):
    [told] = absence_problems(StepFacts(kind, E3, vote=vote(8, present=8)))

    assert (told.field, told.level) == ("present", Level.WARN)
    assert told.sentence == (
        "Có mặt 8 trên 9 đảng viên chính thức phải tính: người vắng mặt vẫn tính trong tổng số, kể cả vắng có lý do. "
        "Đối chiếu biên bản."
    )
    assert absence_problems(StepFacts(kind, E3, vote=vote(8, present=9))) == []
    assert absence_problems(StepFacts(kind, E3, vote=vote(8, present=8, excluded=1))) == []
    assert absence_problems(StepFacts(COMMITTEE, E3, vote=vote(8, present=8))) == []


def test_K30_asks_more_than_half_of_the_standing_committee():
    for outcome in (Outcome.DONG_Y, None):
        assert weighs("K30", case_of(), DECISION, E3, vote=vote(6, 11), outcome=outcome) is None
        assert weighs("K30", case_of(), DECISION, E3, vote=vote(5, 10), outcome=outcome) is Level.REFUSE
    assert judge("K30", case_of(), DECISION, E3, vote=vote(5, 10), outcome=Outcome.KHONG_DONG_Y) is None
    assert weighs("K30", case_of(), DECISION, E3, outcome=Outcome.DONG_Y) is None


def test_K30_refuses_a_decision_on_a_short_vote_until_a_new_one():
    short = step(MEETING, date(2025, 8, 1), vote=vote(5), passed=False)
    new = step(MEETING, date(2025, 8, 5), vote=vote(8))
    committee = step(COMMITTEE, date(2025, 8, 6), vote=vote(4), passed=False)

    assert weighs("K30", case_of(short), DECISION, E3, outcome=Outcome.DONG_Y) is Level.REFUSE
    assert weighs("K30", case_of(short, new), DECISION, E3, outcome=Outcome.DONG_Y) is None
    assert weighs("K30", case_of(short, new, committee), DECISION, E3, outcome=Outcome.DONG_Y) is Level.REFUSE
    assert judge("K30", case_of(short), DECISION, E3, outcome=Outcome.KHONG_DONG_Y) is None


def failed(*days: date):
    return [step(AGAIN, day, vote=vote(3), passed=False) for day in days]


def test_K30_refuses_recognition_on_a_failed_vote_but_not_after_the_third():
    days = [date(2025, 8, 1), date(2025, 9, 1), date(2025, 10, 1)]
    begun = date(2024, 8, 1)

    twice = case_of(*failed(*days[:2]), admitted_on=begun)
    thrice = case_of(*failed(*days), admitted_on=begun)
    assert weighs("K30", twice, RECOGNIZED, date(2025, 11, 3), outcome=Outcome.DONG_Y) is Level.REFUSE
    assert weighs("K30", thrice, RECOGNIZED, date(2025, 11, 3), outcome=Outcome.DONG_Y) is None


def test_K30_refuses_to_strike_off_on_a_short_vote():
    short = step(StepKind.NQ_CHI_BO_XOA_TEN, date(2025, 8, 1), vote=vote(3), passed=False)

    assert weighs("K30", case_of(short), StepKind.QUYET_DINH_XOA_TEN, E3) is Level.REFUSE
    assert weighs("K30", case_of(), StepKind.QUYET_DINH_XOA_TEN, E3) is None


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K39_warns_at_the_third_failed_vote(day):
    begun = day.replace(year=day.year - 2)
    earlier = [day.replace(year=day.year - 1), day.replace(month=1)]

    once, twice = (case_of(*failed(*earlier[:n]), admitted_on=begun) for n in (1, 2))
    assert weighs("K39", once, AGAIN, day, vote=vote(3)) is None
    assert weighs("K39", twice, AGAIN, day, vote=vote(3)) is Level.WARN
    assert weighs("K39", twice, AGAIN, day, vote=vote(8)) is None


class TestRecorded:
    @pytest.fixture
    def walk(self, world: World, an: User) -> Walk:
        return Walk(an, world.a1, world.city).until(StepKind.CHUNG_NHAN_LY_LICH)

    def test_K30_a_short_vote_is_recorded_with_its_warning_and_blocks_the_decision(self, walk):
        made = walk.step(MEETING, vote=vote(5))

        assert made.checks.get(check_id="K30").verdict == CheckResult.Verdict.CANH_BAO
        assert walk.case.state == "X06"
        walk.step(COMMITTEE)
        walk.step(StepKind.TRINH)
        with pytest.raises(Refused, match="Không đủ phiếu ở bước “Chi bộ xét kết nạp”"):
            walk.step(DECISION)
        walk.step(DECISION, outcome=Outcome.KHONG_DONG_Y, vote=None)
        assert walk.case.state == "X07"

    def test_ballots_that_do_not_add_up_are_refused(self, walk):
        with pytest.raises(Refused) as caught:
            walk.step(MEETING, vote=vote(8, disagree=3))
        assert [problem.field for problem in caught.value.problems] == ["agree"]
        with pytest.raises(Refused, match="Nhập số phiếu của cuộc họp"):
            walk.step(MEETING, vote=None)

    def test_what_only_an_empty_box_refuses_is_no_reason_against_beginning(self, walk):
        case = candidate_file(walk.candidate, walk.today)

        assert why_not(case, StepFacts(MEETING, walk.day)) == []
        assert problems_of(case, StepFacts(MEETING, walk.day)) != []

    def test_K44_warns_when_the_base_is_all_official_and_probationary_members(self, walk, world):
        factories.member(world.a1, admitted_on=date(2023, 9, 1), official=False)
        case = candidate_file(walk.candidate, walk.today)

        def found(convened: int) -> Level | None:
            return weighs("K44", case, MEETING, walk.day, vote=vote(convened, convened))

        assert [found(3), found(4), found(5)] == [None, Level.WARN, None]

    def test_K30_all_members_of_a_committee_that_decides_by_mandate(self, walk, world):
        Mandate.objects.create(
            organization=world.ward_a,
            kind=Mandate.Kind.UY_QUYEN,
            valid_from=date(2024, 1, 1),
            document="Quyết định 5-QĐ/TU",
            issued_on=date(2024, 1, 1),
        )
        case = candidate_file(walk.candidate, walk.today)
        decision = DecisionFacts(world.ward_a, 7, "ĐU", walk.day)

        assert weighs("K30", case, DECISION, walk.day, decision=decision, vote=vote(9, 15)) is Level.REFUSE
        assert weighs("K30", case, DECISION, walk.day, decision=decision, vote=vote(10, 15)) is None
        assert weighs("K34", case, DECISION, walk.day, decision=decision) is None


def test_K30_keeps_the_committee_bound_after_the_third_failed_vote():
    failed = [step(AGAIN, date(2025, 8, day), vote=vote(5), passed=False) for day in (1, 4, 5)]
    passed = step(AGAIN, date(2025, 8, 6), vote=vote(8))
    committee = step(StepKind.NQ_DANG_UY_CONG_NHAN, date(2025, 8, 7), vote=vote(4), passed=False)

    assert weighs("K30", case_of(*failed), RECOGNIZED, E3, outcome=Outcome.DONG_Y) is None
    assert weighs("K30", case_of(*failed, passed), RECOGNIZED, E3, outcome=Outcome.DONG_Y) is None
    assert weighs("K30", case_of(*failed, passed, committee), RECOGNIZED, E3, outcome=Outcome.DONG_Y) is Level.REFUSE


def test_a_delegated_committee_takes_nobody_out_of_its_base(world: World):
    Mandate.objects.create(
        organization=world.ward_a,
        kind=Mandate.Kind.UY_QUYEN,
        valid_from=date(2020, 1, 1),
        document="Quyết định 7-QĐ/TU",
        issued_on=date(2019, 12, 20),
    )
    case = candidate_file(factories.candidate(world.a1), date(2026, 11, 20))

    def told(**ballots):
        facts = StepFacts(DECISION, E3, vote=vote(10, 15, **ballots), outcome=Outcome.DONG_Y)
        return [problem.field for problem in ballot_problems(case, facts)]

    assert told(excluded=3) == ["excluded"]
    assert told() == []


def test_K44_wants_an_official_member_other_than_oneself_as_helper(world: World, an: User):
    walk = Walk(an, world.a1, world.city).until(StepKind.TU_KIEM_DIEM)
    probationer = factories.member(world.b1, admitted_on=date(2024, 5, 1), official=False)

    for helper in (probationer, walk.member):
        with pytest.raises(Refused, match=r"chính thức|người khác"):
            walk.step(StepKind.NHAN_XET_GIUP_DO, helper=helper)
    walk.step(StepKind.NHAN_XET_GIUP_DO)
