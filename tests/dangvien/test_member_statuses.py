"""Exempt, suspended, far away, out of contact: written down, ended, taken back; what refuses each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dangvien.actions.member_statuses import end_status, record_status, take_back_status
from dangvien.models import AuditEntry, Kind, Member, MemberStatus, StatusKind, User
from dangvien.procedure.member_statuses import StatusFacts, decider_options, status_problems
from dangvien.procedure.problem import Level, Refused
from tests import factories
from tests.dangvien.reading import newest_entry
from tests.people import TODAY, World

SINCE = date(2024, 3, 1)


@pytest.fixture
def member(world: World) -> Member:
    return factories.member(world.a1, "Lê Văn Bảy")


def exemption(world: World, **more: Any) -> StatusFacts:
    given = {
        "kind": StatusKind.MIEN,
        "since": SINCE,
        "until": date(2024, 12, 31),
        "ground": "chua_benh",
        "decider": world.ward_a,
        "number": "12-QĐ/ĐU",
        "decided_on": date(2024, 2, 26),
        **more,
    }
    return StatusFacts(**given)


def suspension(**more: Any) -> StatusFacts:
    given = {"kind": StatusKind.DINH_CHI, "since": SINCE, "number": "7-QĐ/UBKT", "decided_on": SINCE, **more}
    return StatusFacts(**given)


def away(**more: Any) -> StatusFacts:
    given = {
        "kind": StatusKind.DI_XA,
        "since": SINCE,
        "place": "thành phố Biên Hòa",
        "contact": "gọi điện mỗi tháng",
        **more,
    }
    return StatusFacts(**given)


def recorded(by: User, member: Member, facts: StatusFacts) -> MemberStatus:
    return record_status(by=by, member=member, facts=facts, today=TODAY)


def refused(act: Callable[[], object]) -> list[tuple[str, str]]:
    """The sentences of a refusal with their boxes; nothing was written."""
    before = list(MemberStatus.objects.order_by("pk").values()), AuditEntry.objects.count()
    with pytest.raises(Refused) as caught:
        act()
    assert (list(MemberStatus.objects.order_by("pk").values()), AuditEntry.objects.count()) == before
    return [(problem.field, problem.sentence) for problem in caught.value.problems]


# Recording


def test_an_exemption_is_written_down_with_its_document(world: World, an: User, member: Member):
    status = recorded(an, member, exemption(world))

    assert (status.kind, status.since, status.until, status.ground_label) == (
        StatusKind.MIEN,
        SINCE,
        date(2024, 12, 31),
        "Chữa bệnh dài ngày",
    )
    assert (status.decider, status.number, status.decided_on, status.recorded_by) == (
        world.ward_a,
        "12-QĐ/ĐU",
        date(2024, 2, 26),
        an,
    )
    noted = newest_entry()
    assert (noted.verb, noted.subject, noted.organization_id) == ("ghi tình trạng sinh hoạt", "Lê Văn Bảy", world.a1.pk)
    assert noted.after == {
        "tình trạng": "Miễn công tác và sinh hoạt đảng",
        "từ ngày": "2024-03-01",
        "lý do": "Chữa bệnh dài ngày",
        "dự kiến đến hết ngày": "2024-12-31",
        "số văn bản": "12-QĐ/ĐU",
        "ngày văn bản": "2024-02-26",
        "nơi quyết định": "Đảng bộ Phường A",
    }


def test_the_member_still_counts(world: World, an: User, member: Member):
    recorded(an, member, suspension())

    member.refresh_from_db()
    assert member.organization == world.a1
    assert member.movements.count() == 1


def test_old_age_has_no_end_and_the_cell_decides(world: World, an: User, member: Member):
    lasting = exemption(world, ground="tuoi_cao", until=None, decider=world.a1)

    assert status_problems(member, lasting, TODAY) == []
    assert recorded(an, member, lasting).until is None


def test_the_others_are_written_down(an: User, member: Member):
    assert recorded(an, member, suspension()).number == "7-QĐ/UBKT"
    assert recorded(an, member, away()).contact == "gọi điện mỗi tháng"
    assert "gọi điện mỗi tháng" not in str(newest_entry().after)
    assert recorded(an, member, StatusFacts(StatusKind.MAT_LIEN_LAC, SINCE)).kind == StatusKind.MAT_LIEN_LAC


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (None, "Miễn vì chữa bệnh dài ngày phải có ngày cuối, dưới 12 tháng kể từ ngày bắt đầu."),
        (
            date(2025, 3, 1),
            "Miễn vì chữa bệnh dài ngày phải dưới 12 tháng: ngày cuối phải trước 01/03/2025. "
            "Hết thời gian mà vẫn cần thì xét lại, ghi lần nữa.",
        ),
        (date(2024, 2, 29), "Đến hết ngày sớm hơn từ ngày. Kiểm tra lại hai ngày."),
    ],
)
def test_an_exemption_that_passes_needs_an_end_within_the_months_of_the_rule(
    world: World, an: User, member: Member, until: date | None, sentence: str
):
    assert refused(lambda: recorded(an, member, exemption(world, until=until))) == [("until", sentence)]


def test_the_last_day_the_rule_allows(world: World, an: User, member: Member):
    assert recorded(an, member, exemption(world, until=date(2025, 2, 28))).until == date(2025, 2, 28)


def test_the_months_follow_an_amendment(world: World, an: User, dung: User, member: Member):
    factories.amendment(world.ward_a, dung, rule="exemption_max_months", value="6", since=date(2024, 1, 1))

    assert [field for field, _ in refused(lambda: recorded(an, member, exemption(world)))] == ["until"]
    assert recorded(an, member, exemption(world, until=date(2024, 8, 31))).pk


def test_a_lasting_exemption_takes_no_end(world: World, an: User, member: Member):
    facts = exemption(world, ground="tuoi_cao", decider=world.a1)

    assert refused(lambda: recorded(an, member, facts)) == [
        ("until", "Miễn vì tuổi cao, sức yếu không có thời hạn. Bỏ trống ô này.")
    ]


def test_who_decides_is_asked_to_be_compared(world: World, an: User, member: Member):
    by_committee = exemption(world, ground="tuoi_cao", until=None)
    by_cell = exemption(world, decider=world.a1)

    for facts, words in ((by_committee, "do chi bộ quyết định"), (by_cell, "do cấp ủy cơ sở quyết định")):
        (found,) = status_problems(member, facts, TODAY)
        assert (found.field, found.level) == ("decider", Level.WARN)
        assert words in found.sentence
        assert "38-HD/BTCTW" in found.source or "Quy định cũ" in found.source
    assert recorded(an, member, by_cell).decider == world.a1


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (away(place=" ", contact=""), [("place", "Nhập nơi đến."), ("contact", "Nhập cách chi bộ giữ liên lạc.")]),
        (
            suspension(number="", decided_on=None),
            [("number", "Nhập số văn bản."), ("decided_on", "Nhập ngày văn bản.")],
        ),
        (
            suspension(decided_on=date(2024, 3, 2)),
            [
                (
                    "since",
                    "Từ ngày (01/3/2024) sớm hơn ngày văn bản (02/3/2024). Đình chỉ chỉ có từ ngày có quyết định.",
                )
            ],
        ),
        (
            StatusFacts(StatusKind.MAT_LIEN_LAC, date(2024, 6, 4)),
            [("since", "Từ ngày (04/6/2024) ở tương lai. Kiểm tra lại ngày.")],
        ),
        (
            StatusFacts(StatusKind.MAT_LIEN_LAC, date(2015, 5, 18)),
            [("since", "Từ ngày (18/5/2015) sớm hơn ngày vào Đảng (19/5/2015). Kiểm tra lại ngày.")],
        ),
        (
            StatusFacts(StatusKind.MIEN, SINCE, number="1", decided_on=date(2024, 6, 4)),
            [
                ("decided_on", "Ngày văn bản (04/6/2024) ở tương lai. Kiểm tra lại ngày."),
                ("decider", "Chọn nơi quyết định."),
                ("ground", "Chọn lý do miễn trong danh sách."),
            ],
        ),
    ],
    ids=["nowhere", "no document", "before its document", "tomorrow", "before admission", "an empty exemption"],
)
def test_what_cannot_be_is_refused(an: User, member: Member, facts: StatusFacts, found: list[tuple[str, str]]):
    assert refused(lambda: recorded(an, member, facts)) == found


def test_a_decider_that_did_not_stand_is_refused(world: World, an: User):
    member = factories.member(world.a3, "Cù Thị Chín")
    facts = exemption(world, ground="tuoi_cao", until=None, decider=world.a3, decided_on=date(2022, 12, 1))

    assert refused(lambda: recorded(an, member, facts)) == [
        ("decider", "Chi bộ A3 không hoạt động vào ngày 01/12/2022. Chọn nơi quyết định khác.")
    ]


def test_who_left_has_no_status(world: World, an: User, member: Member):
    factories.movement(member, world.a1, Kind.TU_TRAN, SINCE)
    member.organization = None
    member.save()

    assert refused(lambda: recorded(an, member, away())) == [("", "Đồng chí Lê Văn Bảy không còn trong sổ.")]
    assert decider_options(world.scope(world.ward_a), member) == []


def test_one_status_of_a_kind_at_a_time(an: User, member: Member):
    first = recorded(an, member, away())

    assert refused(lambda: recorded(an, member, away(since=date(2024, 4, 1)))) == [
        ("since", "Đang ghi “đi làm ăn xa” từ ngày 01/3/2024. Ghi thôi việc ấy trước.")
    ]
    end_status(by=an, status=first, ended_on=date(2024, 4, 15), today=TODAY)
    assert refused(lambda: recorded(an, member, away(since=date(2024, 4, 1)))) == [
        (
            "since",
            "Đã ghi “đi làm ăn xa” từ ngày 01/3/2024 đến trước ngày 15/4/2024. Từ ngày phải từ ngày ấy trở đi.",
        )
    ]
    assert recorded(an, member, away(since=date(2024, 4, 15))).pk != first.pk


# Ending, taking back


def test_a_status_ends_on_a_day(an: User, member: Member):
    status = recorded(an, member, away())

    ended = end_status(by=an, status=status, ended_on=date(2024, 5, 1), today=TODAY)

    assert (ended.ended_on, ended.ended_by) == (date(2024, 5, 1), an)
    assert newest_entry().verb == "thôi tình trạng sinh hoạt"
    assert newest_entry().after == {
        "tình trạng": "Đi làm ăn xa",
        "từ ngày": "2024-03-01",
        "thôi từ ngày": "2024-05-01",
    }
    in_force = MemberStatus.objects.in_force_on
    assert [in_force(day).count() for day in (date(2024, 2, 29), SINCE, date(2024, 4, 30), date(2024, 5, 1))] == [
        0,
        1,
        1,
        0,
    ]
    assert refused(lambda: end_status(by=an, status=status, ended_on=TODAY, today=TODAY)) == [
        ("", "Đã ghi thôi từ ngày 01/5/2024.")
    ]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2024, 6, 4), "Ngày thôi (04/6/2024) ở tương lai. Kiểm tra lại ngày."),
        (
            date(2024, 2, 29),
            "Ngày thôi (29/02/2024) sớm hơn ngày bắt đầu (01/3/2024). Kiểm tra lại hai ngày.",
        ),
    ],
)
def test_an_end_that_cannot_be_is_refused(an: User, member: Member, day: date, sentence: str):
    status = recorded(an, member, away())

    assert refused(lambda: end_status(by=an, status=status, ended_on=day, today=TODAY)) == [("ended_on", sentence)]


def test_a_mistaken_entry_is_taken_back_with_a_reason(an: User, member: Member):
    status = recorded(an, member, away())
    assert refused(lambda: take_back_status(by=an, status=status, reason=" ")) == [("reason", "Ghi lý do lấy lại.")]

    taken = take_back_status(by=an, status=status, reason="Ghi nhầm người")

    assert taken.voided_at is not None
    assert taken.void_reason == "Ghi nhầm người"
    assert not MemberStatus.objects.in_force_on(TODAY).exists()
    assert (newest_entry().verb, newest_entry().reason) == ("lấy lại tình trạng sinh hoạt", "Ghi nhầm người")
    assert refused(lambda: take_back_status(by=an, status=status, reason="Lần nữa")) == [
        ("", "Dòng này đã được lấy lại.")
    ]
    assert refused(lambda: end_status(by=an, status=status, ended_on=TODAY, today=TODAY)) == [
        ("", "Dòng này đã được lấy lại, không còn hiệu lực.")
    ]
    assert recorded(an, member, away()).pk != status.pk


def test_a_planned_end_that_passed_does_not_end_it_but_is_overdue(world: World, an: User, member: Member):
    status = recorded(an, member, exemption(world, until=date(2024, 5, 31)))

    assert MemberStatus.objects.in_force_on(TODAY).get() == status
    assert list(MemberStatus.objects.overdue_on(date(2024, 5, 31))) == []
    assert list(MemberStatus.objects.overdue_on(date(2024, 6, 1))) == [status]
    assert [status.is_overdue_on(day) for day in (date(2024, 5, 31), date(2024, 6, 1))] == [False, True]
