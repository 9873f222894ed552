"""K12–K16: the three paths of introduction."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.casework import record
from dangvien.models import CheckResult, Discipline, Kind, Matter, Member, MemberStatus, StatusKind, StepKind, User
from dangvien.procedure.checks.introducers import introducer_path
from dangvien.procedure.problem import Level, Refused
from tests import factories
from tests.dangvien.checks.cases import E1, E3, E5, case_of, finding, note, step, weighs
from tests.people import World
from tests.ways import Walk

MEETING, MEMBER, BODY = StepKind.NQ_CHI_BO, StepKind.GIOI_THIEU_DANG_VIEN, StepKind.GIOI_THIEU_DOAN_THE
NO_YOUTH, NO_UNION, OUTSIDE = (
    note(matter) for matter in (Matter.KHONG_CO_DOAN, Matter.KHONG_CO_CONG_DOAN, Matter.KHONG_LA_DOAN_VIEN)
)
YOUNG, OLD = date(1998, 2, 3), date(1985, 2, 3)


def helper(key: int, official_on: date | None = date(2016, 5, 19)) -> Member:
    return Member(pk=key, person_id=key, official_on=official_on)


def given(*keys: int, body: str = "", day: date = date(2024, 3, 1)):
    papers = [step(MEMBER, day, helper=helper(key)) for key in keys]
    return [*papers, step(BODY, day, body=body, number="4-NQ")] if body else papers


@pytest.mark.parametrize(
    ("birth", "flags", "code"),
    [
        (YOUNG, (), "P2"),
        (YOUNG, (NO_YOUTH,), "P3"),
        (YOUNG, (NO_YOUTH, NO_UNION), "P1"),
        (YOUNG, (OUTSIDE,), "P2"),
        (OLD, (), "P1"),
    ],
)
def test_the_path_follows_from_age_and_from_which_organizations_there_are(birth, flags, code):
    assert introducer_path(case_of(*flags, birth=birth), E3).code == code


def test_the_last_year_of_youth_is_the_thirtieth():
    case = case_of(birth=date(1994, 8, 9))

    assert introducer_path(case, date(2025, 8, 8)).code == "P2"
    assert introducer_path(case, date(2025, 8, 9)).code == "P1"


class TestRecorded:
    """K12 and K44 ask the ledger whether the member was there."""

    @pytest.fixture
    def walk(self, world: World, an: User) -> Walk:
        return Walk(an, world.a1, world.city).until(StepKind.DON)

    def refused(self, walk: Walk, **facts) -> str:
        with pytest.raises(Refused) as caught:
            walk.step(MEMBER, date(2024, 3, 1), **facts)
        return str(caught.value)

    def test_K12_refuses_a_probationary_introducer(self, walk, world):
        told = self.refused(walk, helper=factories.member(world.a1, "Hà Dự Bị", date(2023, 9, 1), official=False))

        assert told.count("Hà Dự Bị không phải đảng viên chính thức vào ngày 01/3/2024") == 1

    def test_K12_counts_from_the_official_day(self, walk, world):
        new = factories.member(world.a1, "Hà Vừa Đủ", date(2023, 3, 1))

        walk.step(MEMBER, date(2024, 3, 1), helper=new)
        later = factories.member(world.a1, "Hà Chưa Đủ", date(2023, 3, 2))
        assert "Hà Chưa Đủ" in self.refused(walk, helper=later)

    def test_K12_refuses_somebody_who_had_left(self, walk, world):
        from_elsewhere = factories.member(world.a2, "Hà Đã Đi")
        factories.movement(from_elsewhere, world.a2, Kind.CHUYEN_DI, date(2024, 2, 1))

        assert "không có trong sổ đảng viên" in self.refused(walk, helper=from_elsewhere)

    def test_K12_refuses_somebody_suspended(self, walk, world, an):
        suspended = factories.member(world.a2, "Hà Đình Chỉ")
        MemberStatus.objects.create(member=suspended, kind=StatusKind.DINH_CHI, since=date(2024, 2, 1), number="01-QĐ")

        assert "Hà Đình Chỉ đang bị đình chỉ sinh hoạt đảng" in self.refused(walk, helper=suspended)

    @pytest.mark.parametrize("decided_on", [date(2023, 3, 2), date(2024, 3, 1)])
    def test_K12_refuses_somebody_under_discipline(self, walk, world, decided_on):
        disciplined = factories.member(world.a2, "Hà Kỷ Luật")
        Discipline.objects.create(member=disciplined, form="khien_trach", decided_on=decided_on)

        assert "Hà Kỷ Luật đang trong thời gian chấp hành kỷ luật (12 tháng)" in self.refused(walk, helper=disciplined)

    def test_K12_lets_somebody_whose_discipline_is_over(self, walk, world):
        once = factories.member(world.a2, "Hà Đã Xong")
        Discipline.objects.create(member=once, form="khien_trach", decided_on=date(2023, 3, 1))

        assert walk.step(MEMBER, date(2024, 3, 1), helper=once).helper == once

    def test_K12_asks_for_the_introducer_and_not_for_the_person_themself(self, walk):
        assert "Chọn đảng viên giới thiệu." in self.refused(walk, helper=None)

    def test_K44_refuses_a_probationary_helper_on_the_list(self, world, an):
        walk = Walk(an, world.a1, world.city)
        new = factories.member(world.a1, "Hà Dự Bị", date(2023, 9, 1), official=False)

        with pytest.raises(Refused, match="Hà Dự Bị không phải đảng viên chính thức"):
            walk.step(StepKind.VAO_DANH_SACH, date(2024, 2, 1), helper=new)

    def test_results_are_kept_with_their_inputs_and_the_rules_of_the_day(self, walk):
        made = walk.step(MEMBER, date(2024, 3, 1))

        kept = {result.check_id: result for result in CheckResult.objects.filter(step=made)}
        assert set(kept) == {"K12", "K13", "K15", "K44"}
        assert {result.verdict for result in kept.values()} == {CheckResult.Verdict.DAT}
        assert kept["K13"].inputs == {"thang": 24, "can": 12, "thay": False, "chuyen": False}
        assert kept["K13"].source.startswith("Quy định 24-QĐ/TW")
        assert made.rules_key == "E1"

    def test_what_was_found_wrong_keeps_nothing(self, walk):
        before = CheckResult.objects.count()
        facts = walk.facts(MEMBER, date(2024, 3, 1), count=3)

        with pytest.raises(Refused):
            record(by=walk.by, subject=walk.candidate, facts=facts, today=walk.today)
        assert CheckResult.objects.count() == before


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K13_refuses_less_than_twelve_months(day):
    assert weighs("K13", case_of(), MEMBER, day, count=11) is Level.REFUSE
    assert weighs("K13", case_of(), MEMBER, day, count=12) is None
    assert weighs("K13", case_of(), MEMBER, day) is Level.REFUSE


def test_K13_excuses_a_replacement_and_a_moved_candidate():
    moved = case_of(step(StepKind.TIEP_NHAN, date(2025, 8, 1)))

    assert weighs("K13", case_of(), MEMBER, E3, count=1, matter=Matter.NGUOI_THAY) is None
    assert weighs("K13", moved, MEMBER, E3, count=1) is None
    assert weighs("K13", moved, MEMBER, date(2025, 7, 31), count=1) is Level.REFUSE


def test_K14_counts_members_by_the_path():
    assert weighs("K14", case_of(*given(1), birth=OLD), MEETING, E3) is Level.REFUSE
    assert weighs("K14", case_of(*given(1, 2), birth=OLD), MEETING, E3) is None
    assert weighs("K14", case_of(*given(1, 1), birth=OLD), MEETING, E3) is Level.REFUSE
    assert weighs("K14", case_of(*given(1)), MEETING, E3) is None
    assert weighs("K14", case_of(), MEETING, E3) is Level.REFUSE


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K14_cites_the_text_of_the_day(day):
    result = finding("K14", case_of(*given(1)), MEETING, day)

    assert {E1: "24-QĐ/TW", E3: "294-QĐ/TW", E5: "294-QĐ/TW"}[day] in result.found.source
    assert ("chưa đối chiếu" in result.found.source) is (day != E3)


@pytest.mark.parametrize("kind", [MEMBER, BODY])
def test_K15_refuses_a_youth_outside_the_union_where_there_is_one(kind):
    assert weighs("K15", case_of(OUTSIDE), kind, E3) is Level.REFUSE
    assert weighs("K15", case_of(OUTSIDE, NO_YOUTH), kind, E3) is None
    assert weighs("K15", case_of(OUTSIDE, birth=OLD), kind, E3) is None
    assert weighs("K15", case_of(), kind, E3) is None


def test_K16_refuses_without_the_resolution_of_the_body_the_path_needs():
    youth, union = given(1, body="Đoàn TNCS Hồ Chí Minh"), given(1, body="Công đoàn")

    assert weighs("K16", case_of(*given(1)), MEETING, E3) is Level.REFUSE
    assert weighs("K16", case_of(*youth), MEETING, E3) is None
    assert weighs("K16", case_of(*union), MEETING, E3) is Level.REFUSE
    assert weighs("K16", case_of(*union, NO_YOUTH), MEETING, E3) is None
    assert weighs("K16", case_of(*given(1, 2), birth=OLD), MEETING, E3) is None


def test_K16_wants_a_resolution_dated_by_the_meeting():
    late = given(1, body="Đoàn TNCS Hồ Chí Minh", day=date(2025, 8, 9))

    assert weighs("K16", case_of(*late), MEETING, date(2025, 8, 9)) is None
    assert weighs("K16", case_of(*late), MEETING, date(2025, 8, 8)) is Level.REFUSE


def test_K12_takes_somebody_whose_line_in_the_register_begins_later(world: World):
    entered, struck = (
        Member.objects.create(
            person=factories.person(),
            organization=world.a1,
            admitted_on=date(2010, 5, 19),
            official_on=date(2011, 5, 19),
        )
        for _ in range(2)
    )
    factories.movement(entered, world.a1, Kind.DAU_SO, date(2026, 1, 1))
    factories.movement(struck, world.a1, Kind.DAU_SO, date(2020, 1, 1))
    factories.movement(struck, world.a1, Kind.XOA_TEN, date(2024, 1, 1))

    assert weighs("K12", case_of(), MEMBER, E3, helper=entered) is None
    assert weighs("K12", case_of(), MEMBER, E3, helper=struck) is Level.REFUSE
