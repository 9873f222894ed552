"""Three ways that are not straight, walked by keyboard: a certificate too old, a move, a recognition voted down."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.progress import refresh_candidate
from dangvien.dates import add_months
from dangvien.models import CaseState, Member, Movement, StepKind
from dangvien.text import day_full
from tests import factories
from tests.browser.cases import of_the_ward, state_on, walk_of
from tests.browser.conftest import Register
from tests.browser.keyboard import EVERYBODY, SAVE, Hands
from tests.ways import WAY, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# A certificate that expires

LISTED, ALLOWED = "Phan Thị Mai Liên", "Hồ Đăng Khoa"
OLD = "Giấy chứng nhận số {} cấp ngày 10/3/2021 đã quá 60 tháng vào ngày {}, không dùng được nữa."


def learned_long_ago(name: str) -> tuple[Walk, str]:
    """Somebody followed since 2020 with a certificate of 10 March 2021, and its number.

    Their class was before the years of the reports that other journeys read in the same register.
    """
    walk = walk_of(name, date(2020, 6, 1))
    walk.step(StepKind.VAO_DANH_SACH, date(2024, 9, 3))
    earned = factories.certificate(walk.candidate, of_the_ward(f"HL-{name[0]}", date(2011, 12, 9)), date(2021, 3, 10))
    refresh_candidate(walk.candidate, walk.today)
    return walk, earned.certificate_number


@pytest.fixture
def listed(register: Register) -> str:
    """The number of the old certificate of somebody on the list; the ward has held another class since."""
    with register.open():
        of_the_ward("HL-A", date(2026, 9, 18))
        return learned_long_ago(LISTED)[1]


@pytest.fixture
def allowed(register: Register) -> str:
    """The same of somebody whose papers are ready for the cell."""
    with register.open():
        of_the_ward("HL-B", date(2026, 9, 18))
        walk, number = learned_long_ago(ALLOWED)
        walk.day = date(2025, 12, 1)
        for kind in WAY[WAY.index(StepKind.DUOC_LAM_THU_TUC) : WAY.index(StepKind.NQ_CHI_BO)]:
            walk.step(kind)
        return number


def test_a_certificate_that_expires_is_told_refused_and_renewed(visit, listed):
    secretary = visit("bithu.phuong1")
    hands = Hands(secretary)
    secretary.go("/")
    hands.open("Việc đến hạn")
    hands.skip()
    hands.to("Lọc, xuất tệp")
    secretary.page.keyboard.press("Enter")
    hands.say("Việc", "Giấy chứng nhận hết giá trị")
    hands.say("Hạn", "Quá hạn")
    hands.press("Lọc")
    late = {row[0]: row for row in secretary.rows() if len(row) > 1}
    assert "10/03/2026" in late[LISTED][3]
    assert "quá" in late[LISTED][3].lower()
    assert "Học lại lớp" in late[LISTED][5]

    hands.skip()
    hands.open(LISTED)
    assert "không dùng được nữa" in secretary.page.locator("main").inner_text()
    hands.skip()
    hands.open(f"Ghi bước {StepKind.DUOC_LAM_THU_TUC.label}")
    consent = {
        "Ngày cấp ủy đồng ý": "12/10/2026",
        "Số văn bản đồng ý": "77",
        "Số nghị quyết chi bộ": "30",
        "Ngày nghị quyết chi bộ": "5/10/2026",
    }
    hands.try_to_write(StepKind.DUOC_LAM_THU_TUC, consent)
    assert OLD.format(listed, "12/10/2026") in secretary.mistakes()[0][0]
    hands.open("Hủy")
    hands.skip()
    hands.open("Chọn lớp để ghi danh")
    hands.learn(LISTED, "HL-A", "HL-0001", "21/9/2026")
    assert state_on(secretary) == CaseState.S05.label
    hands.skip()
    hands.open(f"Ghi: {StepKind.DUOC_LAM_THU_TUC.label}")
    hands.write(StepKind.DUOC_LAM_THU_TUC, consent)
    assert secretary.heading.startswith(StepKind.DON.label)


def test_the_cell_does_not_vote_on_a_certificate_that_has_expired(visit, allowed):
    secretary = visit("bithu.phuong1")
    hands = Hands(secretary)
    secretary.go("/viec-den-han/?viec=giay_chung_nhan&han=qua_han")
    hands.skip()
    hands.open(ALLOWED)
    hands.skip()
    hands.open(f"Ghi bước {StepKind.NQ_CHI_BO.label}")
    meeting = {"Ngày họp chi bộ": "12/10/2026", "Số nghị quyết": "31", "Tán thành": EVERYBODY}
    hands.try_to_write(StepKind.NQ_CHI_BO, meeting)
    assert OLD.format(allowed, "12/10/2026") in secretary.mistakes()[0][0]
    hands.open("Hủy")
    hands.open("Lớp bồi dưỡng")
    hands.learn(ALLOWED, "HL-B", "HL-0002", "21/9/2026")
    hands.skip()
    hands.open(f"Ghi: {StepKind.NQ_CHI_BO.label}")
    hands.write(StepKind.NQ_CHI_BO, meeting, SAVE)
    assert state_on(secretary) == CaseState.S13.label


# A move after the resolution

MOVING = "Đoàn Ngọc Bích Trâm"


@pytest.fixture
def resolved(register: Register) -> Walk:
    with register.open():
        return walk_of(MOVING, date(2026, 8, 3)).until(StepKind.NQ_CHI_BO)


def test_a_move_after_the_resolution_goes_on_in_the_other_ward(visit, register, resolved):
    with register.open():
        official = Member.objects.present().official().filter(organization__code="phuong-2-khu-pho-1")
        member = official.select_related("person").order_by("official_on", "pk")[0]
        new_helper = f"{member} ({member.person.birth})"
    old, new = visit("bithu.phuong1"), visit("bithu.phuong2")
    hands = Hands(old)
    old.go(f"/nguon/{resolved.candidate.pk}/")
    hands.skip()
    hands.open(StepKind.CHUYEN_NOI.label)
    moved = {"Ngày quyết định chuyển": "5/10/2026", "Chuyển đến chi bộ": "Đảng bộ Phường 2"}
    hands.write(StepKind.CHUYEN_NOI, moved, SAVE)
    assert state_on(old) == CaseState.X09.label
    hands.skip()
    hands.open(StepKind.CHUYEN_HO_SO.label)
    hands.write(StepKind.CHUYEN_HO_SO, {"Ngày gửi hồ sơ": "8/10/2026", "Số công văn": "19"}, SAVE)

    there = Hands(new)
    new.go("/nguon/")
    there.open("Chuyển đến")
    there.skip()
    there.open(f"Tiếp nhận {MOVING}")
    there.skip()
    there.say("Ngày tiếp nhận", "12/10/2026")
    there.say("Chi bộ tiếp nhận", "Chi bộ Khu phố 1")
    there.say("Đảng viên giúp đỡ ở nơi mới", new_helper)
    there.press("Tiếp nhận")
    assert new.mistakes() == ([], [])
    assert new.heading == MOVING

    with old.answered(404):
        old.page.reload()
        assert MOVING not in old.page.locator("body").inner_text()

    there.skip()
    there.open(f"Ghi: {StepKind.NQ_DANG_UY.label}")
    ballots = {"Tổng số": "15", "Có mặt": "15", "Tán thành": "15"}  # nobody has told how many this committee are
    there.write(StepKind.NQ_DANG_UY, {"Ngày họp đảng ủy": "20/10/2026", "Số nghị quyết": "44", **ballots})
    there.write(StepKind.TRINH, {"Số tờ trình": "27"})
    there.write(StepKind.QUYET_DINH_KET_NAP, {"Số quyết định": "9311", "Ngày quyết định": "4/11/2026"}, SAVE)
    assert state_on(new) == CaseState.S17.label


# A recognition voted down once

DOUBTED = "Lê Quang Nhật Huy"


@pytest.fixture
def probation(register: Register) -> Walk:
    """A member whose probation ended long ago, with the papers of recognition ready."""
    with register.open():
        walk = walk_of(DOUBTED, date(2024, 6, 3)).until(StepKind.NHAN_XET_GIUP_DO)
        walk.step(StepKind.Y_KIEN_DOAN_THE)
        walk.step(StepKind.Y_KIEN_CU_TRU)
        return walk


def test_a_recognition_voted_down_once_counts_from_the_day_it_would_have_been(visit, register, probation):
    with register.open():
        member, ceremony_on = probation.member, probation.member.admitted_on
    secretary = visit("bithu.phuong1")
    hands = Hands(secretary)
    secretary.go(f"/dang-vien/{member.pk}/du-bi/")
    hands.skip()
    hands.open(f"Ghi: {StepKind.NQ_CHI_BO_CONG_NHAN.label}")
    meeting = {"Ngày họp chi bộ": "10/8/2026", "Số nghị quyết": "51", "Tán thành": "1"}
    hands.write(StepKind.NQ_CHI_BO_CONG_NHAN, meeting, SAVE)
    assert state_on(secretary) == CaseState.X06.label

    hands.skip()
    hands.open(f"Ghi: {StepKind.NQ_CHI_BO_CONG_NHAN.label}")
    again = {"Ngày họp chi bộ": "14/9/2026", "Số nghị quyết": "58", "Tán thành": EVERYBODY}
    hands.write(StepKind.NQ_CHI_BO_CONG_NHAN, again)
    hands.write(
        StepKind.NQ_DANG_UY_CONG_NHAN,
        {"Ngày họp đảng ủy": "28/9/2026", "Số nghị quyết": "61", "Tán thành": EVERYBODY},
    )
    hands.write(StepKind.QUYET_DINH_CONG_NHAN, {"Số quyết định": "9321", "Ngày quyết định": "12/10/2026"}, SAVE)

    assert state_on(secretary) == CaseState.D08.label
    official_on = add_months(ceremony_on, 12)
    assert day_full(official_on) in secretary.page.locator("main").inner_text()
    with register.open():
        member.refresh_from_db()
        assert member.official_on == official_on
        newest = Movement.objects.standing().filter(member=member).in_order().reverse()[0]
        assert newest.occurred_on == official_on
