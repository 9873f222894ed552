"""What changes about a member: writing a line, refusing what cannot be, taking back, reading as of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dangvien.actions import record
from dangvien.actions.badges import award_badges
from dangvien.actions.rating import record_rating, record_ratings
from dangvien.dates import PartialDate, parse_partial
from dangvien.models import (
    AuditEntry,
    Badge,
    Discipline,
    Kind,
    Member,
    MemberStatus,
    Post,
    Rating,
    Residence,
    Reward,
    Standing,
    StatusKind,
    User,
)
from dangvien.procedure.awards import Award
from dangvien.procedure.problem import Level, Refused
from dangvien.procedure.ratings import RatedYear
from dangvien.procedure.records import history_of, record_on
from dangvien.sentences import told
from tests import factories
from tests.dangvien.reading import newest_entry
from tests.people import TODAY, World

NOBODY = {"general_education": "", "professional": "", "theory": "", "occupation": ""}


@pytest.fixture
def ba(world: World) -> Member:
    return factories.member(world.a1, "Lê Văn Ba")


def standing(by: User, member: Member, since: str = "3/2019", **schooling: str) -> Standing:
    given = {**NOBODY, **(schooling or {"professional": "dai_hoc"})}
    return record.record_standing(by=by, member=member, since=parse_partial(since), schooling=given, today=TODAY)


def post(by: User, member: Member, since: str = "2019", until: str = "", **given: Any) -> Post:
    facts: dict[str, Any] = {"title": "truong_thon", "organization": None, "place": "Khu phố 3", **given}
    return record.record_post(
        by=by,
        member=member,
        since=parse_partial(since),
        until=parse_partial(until) if until else None,
        today=TODAY,
        **facts,
    )


def refused(act: Callable[..., object], *args: Any, **given: Any) -> dict[str, str]:
    """Field → the first sentence against it."""
    with pytest.raises(Refused) as caught:
        act(*args, **given)
    return {problem.field: problem.sentence for problem in reversed(caught.value.problems)}


class TestPartialDays:
    @pytest.mark.parametrize(
        ("typed", "shown", "stored"),
        [
            ("2019", "2019", date(2019, 1, 1)),
            ("3/2019", "03/2019", date(2019, 3, 1)),
            ("29/2/2020", "29/02/2020", date(2020, 2, 29)),
        ],
    )
    def test_a_day_is_kept_as_far_as_it_is_known(self, ba, an, typed, shown, stored):
        rows: list[Any] = [
            standing(an, ba, typed),
            record.record_residence(by=an, member=ba, since=parse_partial(typed), place="Khu phố 3", today=TODAY),
            post(an, ba, typed),
        ]
        reward = record.record_reward(
            by=an, member=ba, title="Giấy khen", number="", awarded_on=parse_partial(typed), today=TODAY
        )
        discipline = record.record_discipline(
            by=an, member=ba, form="khien_trach", number="", decided_on=parse_partial(typed), today=TODAY
        )
        badge = award_badges(by=an, awards=[Award(ba, 30, "1")], awarded_on=parse_partial(typed), today=TODAY)[0]

        for row in rows:
            row.refresh_from_db()
            assert (row.since, str(row.since_known)) == (stored, shown)
        reward.refresh_from_db()
        discipline.refresh_from_db()
        badge.refresh_from_db()
        assert (reward.awarded_on, str(reward.awarded_known)) == (stored, shown)
        assert (discipline.decided_on, str(discipline.decided_known)) == (stored, shown)
        assert (badge.awarded_on, str(badge.awarded_known)) == (stored, shown)

    def test_a_day_to_come_or_before_birth_is_refused(self, ba, an):
        assert refused(standing, an, ba, "4/6/2024") == {
            "since": "Ngày bắt đầu (04/06/2024) ở tương lai. Kiểm tra lại ngày."
        }
        assert refused(standing, an, ba, "1994") == {"since": "Ngày bắt đầu (1994) trước ngày sinh. Kiểm tra lại ngày."}
        assert not Standing.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_the_month_and_the_year_that_run_may_be_told(self, ba, an):
        standing(an, ba, "2024")
        standing(an, ba, "6/2024", theory="so_cap")

        assert Standing.objects.count() == 2


class TestStandings:
    def test_a_new_line_replaces_the_old_one_from_its_day(self, ba, an):
        standing(an, ba, "2015", professional="trung_cap")
        standing(an, ba, "5/2020", professional="dai_hoc")

        told_ = [record_on(ba, day).standing for day in (date(2014, 1, 1), date(2020, 4, 30), date(2020, 5, 1))]
        assert [row and row.professional for row in told_] == [None, "trung_cap", "dai_hoc"]

    def test_the_entry_says_what_was_written(self, ba, an, world):
        standing(an, ba, "3/2019", professional="dai_hoc", occupation="can_bo_xa")

        entry = newest_entry()
        said = told(entry, {world.a1.pk: "Chi bộ A1"})
        assert said.sentence == f"{entry.actor} ghi trình độ, nghề nghiệp của Lê Văn Ba."
        assert said.changes[:2] == ("Từ: 03/2019", "Chuyên môn: Đại học")
        assert entry.organization_id == world.a1.pk

    def test_nothing_said_and_nothing_new_are_refused(self, ba, an):
        standing(an, ba, "2015")

        assert refused(standing, an, ba, "2016", professional="") == {
            "": "Chọn ít nhất một mục: học vấn, chuyên môn, lý luận chính trị hoặc nghề nghiệp."
        }
        assert refused(standing, an, ba, "2016") == {"": "Không có gì khác dòng từ 2015. Chọn mục đã thay đổi."}
        assert refused(standing, an, ba, "2016", professional="phi_hanh") == {
            "professional": "Chọn chuyên môn trong danh sách."
        }
        assert refused(standing, an, ba, "1/2015", professional="thac_si") == {
            "since": "Đã có dòng từ 2015. Ghi nhầm thì đính chính dòng ấy trước."
        }
        assert Standing.objects.count() == 1

    def test_a_line_taken_back_leaves_its_day_free(self, ba, an):
        wrong = standing(an, ba, "2015", professional="tien_si")
        record.take_back_record(by=an, member=ba, row=wrong, reason="ghi nhầm người")
        standing(an, ba, "2015", professional="trung_cap")

        now = record_on(ba, TODAY).standing
        assert now is not None
        assert now.professional == "trung_cap"
        assert [row.professional for row in history_of(ba).standings if row.voided_at] == ["tien_si"]


class TestResidences:
    def test_the_newest_line_of_a_day_holds(self, ba, an):
        for since, place in (("2010", "Khu phố 1"), ("12/5/2021", "Khu phố 9")):
            record.record_residence(by=an, member=ba, since=parse_partial(since), place=place, today=TODAY)

        found = [record_on(ba, day).residence for day in (date(2021, 5, 11), date(2021, 5, 12))]
        assert [row and row.place for row in found] == ["Khu phố 1", "Khu phố 9"]

    def test_nowhere_and_twice_are_refused(self, ba, an):
        def live(place: str) -> Residence:
            return record.record_residence(by=an, member=ba, since=PartialDate(2010), place=place, today=TODAY)

        assert refused(live, "  ") == {"place": "Nhập nơi cư trú."}
        live("Khu phố 1")
        assert refused(live, "Khu phố 2") == {
            "since": "Đã có nơi cư trú từ 2010. Dòng ấy ghi nhầm thì đính chính trước, rồi ghi lại."
        }
        assert Residence.objects.count() == 1


class TestPosts:
    def test_a_post_is_held_until_the_day_it_ends(self, ba, an):
        held = post(an, ba, "15/1/2020")
        record.end_post(by=an, member=ba, post=held, until=parse_partial("1/3/2022"), today=TODAY)

        days = [date(2020, 1, 14), date(2020, 1, 15), date(2022, 2, 28), date(2022, 3, 1)]
        assert [len(record_on(ba, day).posts) for day in days] == [0, 1, 1, 0]
        assert told(newest_entry(), {}).sentence.endswith(
            "ghi thôi chức vụ “Trưởng thôn, tổ trưởng tổ dân phố” của Lê Văn Ba."
        )

    def test_an_end_known_to_the_year_may_lie_in_the_year_it_began(self, ba, an):
        row = post(an, ba, "3/2019", "2019")

        row.refresh_from_db()
        assert str(row.until_known) == "2019"

    def test_what_cannot_be_is_refused(self, ba, an):
        assert refused(post, an, ba, place="") == {
            "organization": "Chọn tổ chức, hoặc ghi nơi giữ chức vụ ở ô bên dưới."
        }
        assert refused(post, an, ba, title="vua") == {"title": "Chọn chức vụ trong danh sách."}
        assert refused(post, an, ba, "5/2020", "4/2020") == {
            "until": "Ngày thôi chức vụ (04/2020) trước ngày giữ (05/2020). Kiểm tra lại hai ngày."
        }
        assert refused(post, an, ba, "2020", "2025") == {
            "until": "Ngày thôi chức vụ (2025) ở tương lai. Kiểm tra lại ngày."
        }
        held = post(an, ba)
        assert refused(post, an, ba) == {
            "title": "Chức vụ này ở nơi này đang giữ, chưa ghi thôi. Ghi thôi chức vụ cũ trước."
        }

        def end(until: str) -> Post:
            return record.end_post(by=an, member=ba, post=held, until=parse_partial(until), today=TODAY)

        end("2021")
        assert refused(end, "2022") == {"until": "Chức vụ này đã thôi từ 2021."}
        record.take_back_record(by=an, member=ba, row=held, reason="nhầm")
        assert refused(end, "2022") == {"": "Chức vụ này đã đính chính, không còn trong quá trình."}

    def test_a_post_in_an_organization_names_it(self, ba, an, world):
        post(an, ba, title="bi_thu", organization=world.a1, place="")

        assert (newest_entry().after or {})["tại"] == "Chi bộ A1"


class TestRatings:
    def rate(self, by: User, member: Member, year: int = 2023, level: str = "tot") -> Rating:
        return record_rating(by=by, member=member, year=year, level=level, today=TODAY)

    def test_one_a_year(self, ba, an):
        self.rate(an, ba)

        assert refused(self.rate, an, ba) == {
            "year": "Đồng chí Lê Văn Ba đã có xếp loại năm 2023: Hoàn thành tốt nhiệm vụ. "
            "Ghi nhầm thì đính chính dòng ấy trước."
        }
        record.take_back_record(by=an, member=ba, row=Rating.objects.get(), reason="nhầm mức")
        self.rate(an, ba, level="xuat_sac")
        assert [row.level for row in record_on(ba, TODAY).ratings] == ["xuat_sac"]

    def test_a_year_to_come_and_an_unknown_level_are_refused(self, ba, an):
        assert refused(self.rate, an, ba, 2025, "gioi") == {
            "year": "Năm 2025 chưa đến. Kiểm tra lại năm.",
            "level": "Chọn mức xếp loại trong danh sách.",
        }
        assert refused(self.rate, an, ba, 1066)["year"] == "Năm 1066 không đúng: nhập năm từ 1930."
        assert not Rating.objects.exists()

    def test_a_rating_of_the_running_year_counts_once_it_is_written(self, ba, an):
        self.rate(an, ba, 2024)

        assert [row.year for row in record_on(ba, TODAY).ratings] == [2024]
        assert not record_on(ba, date(2024, 6, 2)).ratings
        assert not record_on(ba, date(2023, 12, 31)).ratings

    def test_exempt_gone_and_not_yet_are_told(self, world, an):
        exempt, gone, late = (factories.member(world.a1, name) for name in ("Lê Miễn", "Lê Đi", "Lê Muộn"))
        MemberStatus.objects.create(member=exempt, kind=StatusKind.MIEN, since=date(2023, 1, 1))
        factories.movement(gone, world.a1, Kind.XOA_TEN, date(2023, 5, 1))
        late.admitted_on, late.official_on = date(2024, 3, 3), None
        late.save()
        late_lines = factories.member(world.a1, "Lê Ghi Muộn", date(2024, 3, 3), official=False)

        known = RatedYear.read([exempt, gone, late, late_lines], 2023, TODAY)

        def warnings(member: Member) -> list[str]:
            found = known.problems(member, "tot")
            assert {problem.level for problem in found} <= {Level.WARN}
            return [problem.sentence for problem in found]

        assert warnings(exempt) == [
            "Đồng chí Lê Miễn đang được miễn công tác, sinh hoạt vào ngày 31/12/2023: không phải xếp loại."
        ]
        assert warnings(gone) == ["Đồng chí Lê Đi không còn trong sổ vào ngày 31/12/2023."]
        assert warnings(late) == []  # the ledger has a line of theirs before the year's end
        assert warnings(late_lines) == ["Đồng chí Lê Ghi Muộn chưa vào Đảng vào ngày 31/12/2023."]

    def test_a_cell_at_once_is_all_or_none(self, world, an, ba):
        tu = factories.member(world.a1, "Lê Văn Tư")
        self.rate(an, tu)
        before = AuditEntry.objects.count()

        def rate(levels: dict[int, str]) -> list[Rating]:
            return record_ratings(by=an, year=2023, levels=levels, members=[ba, tu], today=TODAY)

        found = refused(rate, {ba.pk: "tot", tu.pk: "khong"})
        assert list(found) == [f"muc_{tu.pk}"]
        assert Rating.objects.count() == 1
        assert AuditEntry.objects.count() == before
        assert refused(rate, {}) == {"": "Chọn mức xếp loại của ít nhất một người."}
        assert [row.member for row in rate({ba.pk: "tot"})] == [ba]
        assert told(newest_entry(), {}).sentence.endswith("ghi xếp loại hằng năm của Lê Văn Ba.")


class TestRewardsAndDiscipline:
    def test_the_same_twice_is_refused(self, ba, an):
        def reward() -> Reward:
            return record.record_reward(
                by=an, member=ba, title="Giấy khen", number="5", awarded_on=PartialDate(2020, 2), today=TODAY
            )

        def discipline() -> Discipline:
            return record.record_discipline(
                by=an, member=ba, form="canh_cao", number="7-QĐ/UBKT", decided_on=PartialDate(2021), today=TODAY
            )

        reward()
        discipline()
        assert refused(reward) == {"title": "Khen thưởng này ngày 02/2020 đã ghi rồi."}
        assert refused(discipline) == {"form": "Hình thức kỷ luật này ngày 2021 đã ghi rồi."}
        assert (Reward.objects.count(), Discipline.objects.count()) == (1, 1)

    def test_nothing_is_written_of_what_a_discipline_was_for(self):
        columns = {field.name for field in Discipline._meta.concrete_fields}

        assert columns == {
            "id", "member", "form", "number", "decided_on", "precision",
            "recorded_at", "recorded_by", "voided_at", "void_reason",
        }  # fmt: skip

    def test_empty_and_unknown_are_refused(self, ba, an):
        def reward(title: str) -> Reward:
            return record.record_reward(
                by=an, member=ba, title=title, number="", awarded_on=PartialDate(2020), today=TODAY
            )

        assert refused(reward, " ") == {"title": "Nhập hình thức khen thưởng."}
        assert refused(
            record.record_discipline,
            by=an,
            member=ba,
            form="phat_roi",
            number="",
            decided_on=PartialDate(2020),
            today=TODAY,
        ) == {"form": "Chọn hình thức kỷ luật trong danh sách."}


class TestTakingBack:
    def test_the_line_stays_with_its_reason(self, ba, an):
        held = post(an, ba)

        record.take_back_record(by=an, member=ba, row=held, reason="ghi nhầm  người")

        held.refresh_from_db()
        assert (held.voided_at is not None, held.void_reason) == (True, "ghi nhầm người")
        assert not record_on(ba, TODAY).posts
        assert len(history_of(ba).posts) == 1
        entry = newest_entry()
        assert entry.reason == "ghi nhầm người"
        assert told(entry, {}).sentence.endswith("đính chính chức vụ của Lê Văn Ba.")

    def test_twice_and_without_a_reason_are_refused(self, ba, an):
        held = post(an, ba)

        assert refused(record.take_back_record, by=an, member=ba, row=held, reason=" ") == {
            "reason": "Nhập lý do đính chính."
        }
        record.take_back_record(by=an, member=ba, row=held, reason="nhầm")
        assert refused(record.take_back_record, by=an, member=ba, row=held, reason="nhầm") == {
            "": "Dòng này đã đính chính rồi."
        }


def test_a_record_is_read_with_as_many_questions_for_many_lines(ba, an, django_assert_num_queries):
    for year in range(2016, 2024):
        standing(an, ba, str(year), professional="dai_hoc" if year % 2 else "thac_si")
        post(an, ba, str(year), str(year))
        record_rating(by=an, member=ba, year=year, level="tot", today=TODAY)
    Badge.objects.create(member=ba, years=30, awarded_on=date(2020, 2, 3))

    with django_assert_num_queries(7):
        found = record_on(ba, TODAY)

    assert len(found.ratings) == 8
    assert [str(badge) for badge in found.badges] == ["Huy hiệu 30 năm tuổi Đảng"]


def test_a_record_of_somebody_who_left_is_kept_where_they_were_last(world, an):
    gone = factories.member(world.a1, "Lê Văn Xa")
    factories.movement(gone, world.a2, Kind.XIN_RA, date(2023, 5, 1))
    gone.organization = None
    gone.save()

    standing(an, gone)

    assert newest_entry().organization_id == world.a2.pk
