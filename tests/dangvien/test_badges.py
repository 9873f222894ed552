"""Party age and badges: gaps, 29 February, rounds of the year, waits after discipline, awards all or none."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dangvien.actions.badges import award_badges
from dangvien.dates import PartialDate
from dangvien.models import AuditEntry, Badge, Discipline, Kind, Member, MemberStatus, StatusKind, User
from dangvien.procedure.awards import Award, award_problems
from dangvien.procedure.badges import (
    BadgeLine,
    Group,
    Round,
    badge_lines,
    free_from,
    round_for,
    rounds_around,
    rounds_of,
)
from dangvien.procedure.party_age import Gap, PartyAge, party_age, party_ages
from dangvien.procedure.problem import Level, Refused
from dangvien.procedure.regulations import Regulations
from tests import factories
from tests.dangvien.reading import heads, mistakes, newest_entry, page_of, queries_of, taken, token_of
from tests.people import TODAY, World

LIST, AWARD = "/dang-vien/huy-hieu/", "/dang-vien/huy-hieu/ghi/"
ROUND = Round(date(2024, 9, 2), date(2024, 5, 19), date(2024, 11, 7))


def old(world: World, name: str, admitted_on: date, decided_on: date | None = None, cell: str = "a1") -> Member:
    """A member admitted on a day, by a decision when its day is given; official since a year later."""
    place = getattr(world, cell)
    made = Member.objects.create(
        person=factories.person(name, date(1940, 1, 1)),
        organization=place,
        admitted_on=admitted_on,
        official_on=date(admitted_on.year + 1, 12, 31),
    )
    decision = factories.decision(world.city, decided_on) if decided_on else None
    kind = Kind.KET_NAP if decision or admitted_on.year >= 2010 else Kind.DAU_SO
    factories.movement(made, place, kind, admitted_on if kind == Kind.KET_NAP else date(2012, 1, 1), decision=decision)
    return made


class TestPartyAge:
    def test_it_counts_from_the_decision_and_not_from_the_ceremony(self, world):
        age = party_age(old(world, "Lê Ba", date(1994, 6, 20), date(1994, 6, 3)), TODAY)

        assert age == PartyAge(date(1994, 6, 3), by_decision=True)
        assert (age.years_on(date(2024, 6, 2)), age.years_on(date(2024, 6, 3))) == (29, 30)

    def test_a_lost_decision_leaves_the_day_of_admission(self, world):
        age = party_age(old(world, "Lê Ba", date(1994, 6, 20)), TODAY)

        assert age == PartyAge(date(1994, 6, 20), by_decision=False)

    def test_nobody_on_probation_and_nobody_without_a_day_has_one(self, world):
        unknown = old(world, "Lê Không", date(1994, 6, 20))
        unknown.admitted_on = None
        unknown.save()
        young = factories.member(world.a1, "Lê Trẻ", date(2024, 1, 5), official=False)

        assert party_ages([unknown, young], TODAY) == {}
        assert party_age(old(world, "Lê Ba", date(2022, 6, 20)), date(2023, 12, 30)) is None

    def test_the_time_outside_of_the_party_is_taken_off(self, world):
        member = old(world, "Lê Ba", date(1994, 6, 20), date(1994, 6, 3))
        factories.movement(member, world.a1, Kind.XOA_TEN, date(2000, 1, 1))
        again = factories.decision(world.city, date(2005, 1, 1))
        factories.movement(member, world.a1, Kind.KET_NAP, date(2005, 1, 20), decision=again)
        member.admitted_on, member.official_on = date(2005, 1, 20), date(2006, 1, 20)
        member.save()

        age = party_age(member, TODAY)

        assert age == PartyAge(date(1994, 6, 3), by_decision=True, gaps=(Gap(date(2000, 1, 1), date(2005, 1, 1)),))
        lost = (date(2005, 1, 1) - date(2000, 1, 1)).days
        assert age.reaches_on(30, known=TODAY) == date(2029, 6, 4)
        assert lost == 1827
        assert (age.years_on(date(1999, 12, 31)), age.years_on(date(2004, 6, 1)), age.years_on(TODAY)) == (5, 5, 24)

    def test_a_transfer_is_no_gap(self, world):
        member = old(world, "Lê Ba", date(1994, 6, 20), date(1994, 6, 3))
        factories.movement(member, world.a1, Kind.CHUYEN_DI, date(2000, 1, 1))
        factories.movement(member, world.a2, Kind.CHUYEN_DEN, date(2000, 8, 1))

        age = party_age(member, TODAY)

        assert age is not None
        assert age.gaps == ()

    def test_an_annulled_admission_never_was(self, world):
        member = old(world, "Lê Ba", date(1994, 6, 20), date(1994, 6, 3))
        factories.movement(member, world.a1, Kind.HUY_KET_NAP, date(1994, 9, 1))
        again = factories.decision(world.city, date(1996, 1, 1))
        factories.movement(member, world.a1, Kind.KET_NAP, date(1996, 1, 20), decision=again)

        assert party_age(member, TODAY) == PartyAge(date(1996, 1, 1), by_decision=True)

    def test_a_reversed_departure_takes_nothing_off(self, world):
        member = old(world, "Lê Ba", date(1994, 6, 20), date(1994, 6, 3))
        mistake = factories.movement(member, world.a1, Kind.XOA_TEN, date(2000, 1, 1))
        factories.movement(member, world.a1, Kind.XOA_TEN, date(2000, 1, 1), reverses=mistake, reason="ghi nhầm")

        assert party_age(member, TODAY) == PartyAge(date(1994, 6, 3), by_decision=True)

    def test_time_without_contact_is_taken_off_as_long_as_it_lasts(self, world):
        member = old(world, "Lê Ba", date(1994, 6, 20), date(1994, 6, 3))
        MemberStatus.objects.create(member=member, kind=StatusKind.MAT_LIEN_LAC, since=date(2024, 5, 3))

        age = party_age(member, TODAY)

        assert age is not None
        assert age.reaches_on(30, known=TODAY) == date(2024, 7, 4)
        assert age.years_on(TODAY) == 29

    def test_death_ends_it(self, world):
        member = old(world, "Lê Ba", date(1984, 6, 20), date(1984, 6, 3))
        factories.movement(member, world.a1, Kind.TU_TRAN, date(2015, 1, 1))

        age = party_age(member, TODAY)

        assert age is not None
        assert age.years_on(TODAY) == 30

    def test_gaps_that_touch_or_lie_in_each_other_count_once(self):
        age = PartyAge(
            date(1990, 1, 1),
            by_decision=True,
            gaps=(
                Gap(date(2000, 1, 1), date(2000, 1, 11)),
                Gap(date(2000, 1, 5), date(2000, 1, 21)),
                Gap(date(2000, 1, 7), date(2000, 1, 9)),
                Gap(date(1980, 1, 1), date(1990, 1, 3)),
            ),
        )

        assert age.reaches_on(30, known=TODAY) == date(2020, 1, 23)

    @pytest.mark.parametrize(
        ("start", "years", "day"),
        [
            (date(1992, 2, 29), 30, date(2022, 2, 28)),
            (date(1992, 2, 29), 40, date(2032, 2, 29)),
            (date(1993, 2, 28), 31, date(2024, 2, 28)),
        ],
    )
    def test_twenty_nine_february(self, start, years, day):
        age = PartyAge(start, by_decision=True)

        assert age.reaches_on(years, known=TODAY) == day
        assert age.years_on(day) == years
        assert age.years_on(date.fromordinal(day.toordinal() - 1)) == years - 1

    def test_many_members_are_read_with_two_questions(self, world, django_assert_num_queries):
        members = [old(world, f"Lê {number}", date(1990, 1, number)) for number in range(1, 9)]

        with django_assert_num_queries(2):
            assert len(party_ages(members, TODAY)) == 8


def lines_of(world: World, asked: Round = ROUND) -> list[BadgeLine]:
    members = world.scope(world.ward_a).present_members.in_name_order()
    return badge_lines(members, asked, TODAY, Regulations.load())


def told(lines: list[BadgeLine]) -> list[tuple[str, int, Group]]:
    return [(str(line.member), line.years, line.group) for line in lines]


@pytest.mark.django_db
class TestRounds:
    def test_the_four_of_a_year_and_their_neighbours(self):
        regulations = Regulations.load()

        assert rounds_of(2024, regulations) == [
            date(2024, 2, 3),
            date(2024, 5, 19),
            date(2024, 9, 2),
            date(2024, 11, 7),
        ]
        assert round_for(TODAY, regulations) == ROUND
        assert round_for(date(2024, 9, 2), regulations) == ROUND
        assert round_for(date(2024, 11, 8), regulations) == Round(
            date(2025, 2, 3), date(2024, 11, 7), date(2025, 5, 19)
        )
        assert len(rounds_around(2024, regulations)) == 12

    @pytest.mark.parametrize(
        ("decided", "group"),
        [
            (date(1994, 5, 19), Group.EARLIER),
            (date(1994, 5, 20), Group.NOW),
            (date(1994, 9, 2), Group.NOW),
            (date(1994, 9, 3), Group.NEXT),
            (date(1994, 11, 7), Group.NEXT),
        ],
    )
    def test_the_edges_of_a_round(self, world, decided, group):
        old(world, "Lê Ba", decided, decided)

        assert told(lines_of(world)) == [("Lê Ba", 30, group)]

    def test_a_day_after_the_next_round_is_not_told_yet(self, world):
        old(world, "Lê Ba", date(1994, 11, 8), date(1994, 11, 8))

        assert lines_of(world) == []


class TestList:
    def test_the_highest_level_reached_and_not_held(self, world):
        member = old(world, "Lê Ba", date(1970, 1, 1), date(1970, 1, 1))  # 54 years
        near = old(world, "Lê Tư", date(1984, 10, 1), date(1984, 10, 1))  # 40 in October
        factories.badge(near, 30)

        assert told(lines_of(world)) == [("Lê Ba", 50, Group.EARLIER), ("Lê Tư", 40, Group.NEXT)]
        factories.badge(member, 50)
        assert told(lines_of(world)) == [("Lê Tư", 40, Group.NEXT)]
        Badge.objects.filter(member=member).update(voided_at="2024-01-01T00:00Z", void_reason="nhầm")
        assert told(lines_of(world)) == [("Lê Ba", 50, Group.EARLIER), ("Lê Tư", 40, Group.NEXT)]

    def test_probation_another_ward_and_those_gone_are_left_out(self, world):
        old(world, "Lê Nơi Khác", date(1970, 1, 1), cell="b1")
        gone = old(world, "Lê Đi", date(1970, 1, 1))
        gone.organization = None
        gone.save()
        probation = old(world, "Lê Dự Bị", date(1970, 1, 1))
        probation.official_on = None
        probation.save()

        assert lines_of(world) == []

    def test_a_readmitted_member_is_found_by_the_first_decision(self, world):
        member = old(world, "Lê Ba", date(1990, 6, 20), date(1990, 6, 3))
        factories.movement(member, world.a1, Kind.XIN_RA, date(2010, 1, 1))
        again = factories.decision(world.city, date(2014, 1, 1))
        factories.movement(member, world.a1, Kind.KET_NAP, date(2014, 1, 9), decision=again)
        member.admitted_on, member.official_on = date(2014, 1, 9), date(2015, 1, 9)
        member.save()

        assert [(line.years, line.reached_on) for line in lines_of(world)] == [(30, date(2024, 6, 3))]

    @pytest.mark.parametrize(
        ("form", "decided_on", "until"),
        [
            ("khien_trach", date(2024, 3, 2), None),
            ("khien_trach", date(2024, 3, 3), date(2024, 9, 3)),
            ("canh_cao", date(2023, 12, 3), date(2024, 9, 3)),
            ("cach_chuc", date(2023, 9, 3), date(2024, 9, 3)),
            ("cach_chuc", date(2023, 9, 2), None),
            ("khai_tru", date(2024, 3, 3), None),
        ],
    )
    def test_discipline_waits(self, world, form, decided_on, until):
        member = old(world, "Lê Ba", date(1994, 6, 20), date(1994, 6, 3))
        factories.discipline(member, form, decided_on)

        (line,) = lines_of(world)
        assert (line.waits_until, line.is_ready) == (until, until is None)

    def test_a_discipline_known_to_the_year_waits_from_its_last_day(self, world):
        row = Discipline(form="khien_trach", decided_on=date(2023, 1, 1), precision="nam")

        assert free_from(row, Regulations.load()) == date(2024, 6, 30)

    def test_as_many_questions_for_many_members(self, world):
        def questions() -> int:
            with CaptureQueriesContext(connection) as captured:
                lines_of(world)
            return len(captured)

        old(world, "Lê Một", date(1990, 1, 1))
        few = questions()
        for number in range(12):
            member = old(world, f"Lê {number}", date(1980, 1, 1), date(1980, 1, 1))
            factories.badge(member)
            factories.discipline(member, "canh_cao", date(2024, 1, 1))

        assert questions() == few


class TestAwards:
    def award(self, by: User, *awards: Award, on: PartialDate | None = None) -> list[Badge]:
        day = on or PartialDate(2024, 5, 19)
        return award_badges(by=by, awards=awards, awarded_on=day, today=TODAY)

    def refused(self, by: User, *awards: Award, on: PartialDate | None = None) -> list[str]:
        with pytest.raises(Refused) as caught:
            self.award(by, *awards, on=on)
        return [problem.sentence for problem in caught.value.problems]

    def test_all_or_none(self, world, an):
        ba, tu = (old(world, name, date(1990, 1, 1)) for name in ("Lê Ba", "Lê Tư"))
        factories.badge(tu, 30)

        assert self.refused(an, Award(ba, 30, "00000001"), Award(tu, 30, "00000002")) == [
            "Đồng chí Lê Tư đã có Huy hiệu 30 năm trong sổ."
        ]
        assert Badge.objects.count() == 1
        assert not AuditEntry.objects.exists()
        assert len(self.award(an, Award(ba, 30, " 00000001 "))) == 1
        assert Badge.objects.get(member=ba).number == "00000001"
        entry = newest_entry()
        assert (entry.subject, (entry.after or {})["loại"]) == ("Lê Ba", "30 năm")

    def test_what_cannot_be_is_refused(self, world, an):
        ba, tu = (old(world, name, date(1990, 1, 1)) for name in ("Lê Ba", "Lê Tư"))

        assert self.refused(an) == ["Nhập số Huy hiệu của ít nhất một người."]
        assert self.refused(an, Award(ba, 33)) == ["Không có Huy hiệu 33 năm. Chọn trong danh sách."]
        assert self.refused(an, Award(ba, 30), Award(tu, 30), on=PartialDate(2024, 9, 2)) == [
            "Ngày trao (02/09/2024) ở tương lai. Kiểm tra lại ngày."
        ]
        assert self.refused(an, Award(ba, 30, "5"), Award(tu, 30, "5")) == [
            "Lê Ba: số 5 ghi cho 2 Huy hiệu 30 năm.",
            "Lê Tư: số 5 ghi cho 2 Huy hiệu 30 năm.",
        ]

    def test_what_is_unlikely_is_to_be_compared(self, world):
        early = old(world, "Lê Sớm", date(1995, 3, 1))
        very = old(world, "Lê Quá Sớm", date(2000, 3, 1))
        waiting = old(world, "Lê Chờ", date(1990, 3, 1))
        factories.discipline(waiting, "khien_trach", date(2024, 2, 1))
        factories.badge(old(world, "Lê Khác", date(1990, 1, 1)), 30, number="9")

        found = award_problems(
            [Award(early, 30), Award(very, 30), Award(waiting, 30, "9")], PartialDate(2024, 5, 19), TODAY
        )

        assert {problem.level for problem in found} == {Level.WARN}
        assert [problem.sentence for problem in found] == [
            "Đồng chí Lê Sớm đến ngày 01/3/2025 mới đủ 30 năm tuổi Đảng: xét sớm không quá 12 tháng, chỉ khi bị bệnh "
            "nặng hoặc từ trần.",
            "Đồng chí Lê Quá Sớm đến ngày 01/3/2030 mới đủ 30 năm tuổi Đảng, sớm hơn mức cho phép là 12 tháng.",
            "Đồng chí Lê Chờ còn thời gian chờ sau kỷ luật, đến ngày 01/8/2024.",
            "Số 9 của Huy hiệu 30 năm đã ghi cho một người khác trong sổ.",
        ]


class TestScreens:
    @pytest.fixture
    def people(self, world: World) -> list[Member]:
        made = [
            old(world, "Lê Văn Ba", date(1994, 6, 20), date(1994, 6, 3)),
            old(world, "Trần Thị Chín", date(1984, 3, 1)),
            old(world, "Phạm Văn Sáu", date(1974, 6, 20)),
            old(world, "Nguyễn Văn Bảy", date(1974, 6, 20), cell="b1"),
        ]
        factories.badge(made[2], 45)
        return made

    def test_the_list_of_the_next_round_is_shown_by_groups(self, people, as_an):
        answer = as_an.get(LIST)

        assert heads(answer) == [
            "Phạm Văn Sáu sinh 01/01/1940",
            "Lê Văn Ba sinh 01/01/1940",
            "Trần Thị Chín sinh 01/01/1940",
        ]
        assert page_of(answer).texts("h1") == ["Huy hiệu Đảng, đợt 02/09/2024"]
        assert "Ghi Huy hiệu đã trao" not in answer.content.decode()

    def test_another_round_a_group_and_nonsense(self, people, as_an):
        assert heads(as_an.get(f"{LIST}?dot=2024-05-19&nhom=dot_nay")) == ["Trần Thị Chín sinh 01/01/1940"]
        assert heads(as_an.get(f"{LIST}?dot=2024-05-19&nhom=dot_sau")) == [
            "Phạm Văn Sáu sinh 01/01/1940",
            "Lê Văn Ba sinh 01/01/1940",
        ]
        assert as_an.get(f"{LIST}?dot=hom-qua").context["filter_form"].errors
        assert as_an.get(f"{LIST}?dot=2031-09-02&nhom=x&to_chuc=999").status_code == 200

    def test_nobody_is_an_empty_list(self, world, as_an):
        assert "Không có ai đến mức Huy hiệu" in as_an.get(LIST).content.decode()

    def test_a_wait_is_marked_on_the_screen_and_left_out_of_the_file(self, people, as_an):
        factories.discipline(people[0], "canh_cao", date(2024, 1, 5))

        assert "chờ sau kỷ luật" in as_an.get(LIST).content.decode()
        printed = as_an.get(f"{LIST}?in=1")
        assert heads(printed) == ["Phạm Văn Sáu sinh 01/01/1940", "Trần Thị Chín sinh 01/01/1940"]
        answer = taken(as_an, f"{LIST}?tep=excel")
        assert answer["Content-Disposition"] == 'attachment; filename="huy-hieu-dang-dot-02-09-2024.xlsx"'
        assert (newest_entry().after or {})["số dòng"] == 2

    def test_a_member_without_a_day_is_told(self, people, as_an):
        people[0].admitted_on = None
        people[0].save()

        assert "1 đảng viên chính thức chưa rõ ngày vào Đảng" in as_an.get(LIST).content.decode()

    def test_the_list_asks_as_often_for_many(self, world, people, as_an):
        few = queries_of(as_an, LIST)
        for number in range(20):
            old(world, f"Hồ Văn {number}", date(1980, 1, 1), cell="a2")

        assert queries_of(as_an, LIST) == few

    def test_badges_of_a_round_are_written_at_once(self, people, as_an):
        here = f"{AWARD}?dot=2024-05-19"
        page = as_an.get(here)
        assert heads(page) == ["Trần Thị Chín sinh 01/01/1940"]
        sent = {
            "token": token_of(as_an, here),
            "awarded_on": "19/5/2024",
            f"so_{people[1].pk}": "1234567",
            f"so_{people[3].pk}": "7654321",
        }

        answer = as_an.post(here, sent, follow=True)

        assert "Đã ghi Huy hiệu của 1 đảng viên." in answer.content.decode()
        written = Badge.objects.exclude(number="")
        assert [(badge.member, badge.years, badge.number) for badge in written] == [(people[1], 40, "1234567")]
        assert "đã được ghi từ trước" in as_an.post(here, sent, follow=True).content.decode()
        assert Badge.objects.count() == 2
        assert "Không còn ai phải ghi" in as_an.get(here).content.decode()

    def test_a_wrong_day_writes_nothing(self, people, as_an):
        answer = as_an.post(f"{AWARD}?dot=2024-05-19", {"awarded_on": "2030", f"so_{people[1].pk}": "1"})

        assert mistakes(answer) == {"awarded_on": ["Ngày trao (2030) sau ngày hôm nay. Kiểm tra lại."]}
        assert not Badge.objects.exclude(member=people[2]).exists()
        assert mistakes(as_an.post(f"{AWARD}?dot=2024-05-19", {"awarded_on": "19/5/2024"})) == {
            "": ["Nhập số Huy hiệu của ít nhất một người."]
        }

    def test_readers_and_strangers(self, people, as_giang, as_hoa, as_binh):
        assert as_giang.get(AWARD).status_code == as_hoa.get(AWARD).status_code == 403
        assert heads(as_binh.get(LIST)) == ["Nguyễn Văn Bảy sinh 01/01/1940"]
