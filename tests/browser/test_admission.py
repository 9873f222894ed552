"""A ward's secretary records an admission and a recognition: from the list to the line of the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from dangvien.models import Case, CaseState, Decision, Kind, Movement
from dangvien.procedure.checks.admission import official_day
from dangvien.text import day_full, day_short
from tests.browser.cases import ready
from tests.browser.visitor import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CERTIFIED = "/nguon/?buoc=S05"
SIGNER = "Nguyễn Thị Thuỳ Dương"


@pytest.mark.parametrize(("size", "number", "turn"), [(DESK, "9001", 0), (PHONE, "9002", 1)])
def test_an_admission_with_two_mistakes_mended_and_saved_once(visit, register, size, number, turn):
    secretary = visit("bithu.phuong1", size=size)
    decided, held = (localdate() - timedelta(days=days) for days in (9, 2))

    with register.open():
        name = ready(turn)
    secretary.go(CERTIFIED)
    secretary.follow(name)
    assert secretary.heading == name
    secretary.follow("Ghi kết nạp")
    assert secretary.heading == f"Ghi kết nạp {name}"

    secretary.box("Số quyết định").fill("125-NQ/TU")
    secretary.box("Ngày quyết định").fill(day_full(decided))
    signer = secretary.box("Người ký quyết định")
    signer.fill("")
    secretary.type(signer, SIGNER)
    assert signer.input_value() == SIGNER
    secretary.box("Ngày tổ chức lễ kết nạp").fill("31/4/2026")
    secretary.press("Lưu kết nạp")

    told = [
        "“125-NQ/TU” không phải số của quyết định: sau số phải là QĐ, ví dụ 125-QĐ/TU.",
        "Ngày lễ kết nạp: tháng 4 chỉ có 30 ngày.",
    ]
    assert secretary.mistakes() == (told, told)
    assert secretary.page.title().startswith("Lỗi: ")
    assert secretary.page.evaluate("document.activeElement.className") == "error-summary"
    secretary.page.get_by_role("link", name=told[1]).click()
    assert secretary.page.evaluate("document.activeElement.id") == "id_ceremony_on"
    assert signer.input_value() == SIGNER

    secretary.box("Số quyết định").fill(number)
    secretary.box("Ngày tổ chức lễ kết nạp").fill(day_short(held))
    with secretary.page.expect_navigation():
        secretary.page.get_by_role("button", name="Lưu kết nạp").dblclick()
    secretary.look()

    assert secretary.heading == f"Đồng chí {name}"
    assert secretary.notice == f"Xong. Đã ghi kết nạp đồng chí {name}."
    (line,) = secretary.rows("Các dòng sổ, mới nhất ở trên")
    assert (line[0], line[1]) == (day_full(held), "Kết nạp")
    assert line[3].split("\n")[0].startswith(f"{number}-QĐ/")
    with register.open():
        assert Decision.objects.filter(number=number, signer=SIGNER).count() == 1
        assert Movement.objects.filter(decision__number=number, kind=Kind.KET_NAP).count() == 1

    secretary.go(CERTIFIED)
    assert name not in [row[1] for row in secretary.rows()]


def test_the_form_of_an_admission_sent_twice_by_a_slow_network_is_carried_out_once(visit, register):
    """The script that shuts a form is not what protects the register: the same form in two windows is one form."""
    secretary = visit("bithu.phuong1")
    with register.open():
        name = ready(2)
    secretary.go(CERTIFIED)
    secretary.follow(name)
    secretary.follow("Ghi kết nạp")
    secretary.box("Số quyết định").fill("9003")
    secretary.box("Ngày quyết định").fill(day_full(localdate()))
    secretary.box("Ngày tổ chức lễ kết nạp").fill(day_full(localdate()))
    address = secretary.page.url
    sent = secretary.page.evaluate(
        "Object.fromEntries(new FormData(document.querySelector('form:has([accesskey=s])')))"
    )
    again = [secretary.context.request.post(address, form=sent, headers={"Referer": address}) for _ in range(2)]

    assert [answer.status for answer in again] == [200, 200]
    assert f"Đã ghi kết nạp đồng chí {name}." in again[0].text()
    assert "Nội dung này đã được ghi từ trước; không ghi lần nữa." in again[1].text()
    assert again[0].url.partition("?")[0] == again[1].url.partition("?")[0]
    with register.open():
        assert Movement.objects.filter(decision__number=9003).count() == 1


@pytest.mark.parametrize(("size", "number"), [(DESK, "9011"), (PHONE, "9012")])
def test_a_member_whose_twelve_months_are_over_is_recognized(visit, register, size, number):
    board = visit("bantochuc", size=size)
    with register.open():
        over = localdate() - timedelta(days=370)
        untouched = Case.objects.of_probation().open().filter(state="D02", member__admitted_on__lt=over)
        case = untouched.select_related("person", "member").order_by("pk")[0]
        name, member = case.person.full_name, case.member
        assert member is not None
        assert member.admitted_on is not None
        due = day_full(official_day(member.admitted_on))
    board.go(f"/dang-vien/{member.pk}/du-bi/")
    board.follow("Ghi công nhận chính thức")
    assert board.heading == "Ghi công nhận đảng viên chính thức"
    assert due in board.page.locator("dl.summary").inner_text()

    board.box("Số quyết định").fill(number)
    board.box("Ngày quyết định").fill(day_full(localdate() + timedelta(days=1)))
    board.press("Lưu công nhận chính thức")
    late = f"Ngày quyết định ({day_short(localdate() + timedelta(days=1))}) ở tương lai. Kiểm tra lại ngày."
    assert board.mistakes() == ([late], [late])

    board.box("Ngày quyết định").fill(day_full(localdate()))
    board.press("Lưu công nhận chính thức")
    assert board.heading == f"Đồng chí {name}"
    assert "Đảng viên chính thức" in board.page.locator("main").inner_text()
    newest = board.rows("Các dòng sổ, mới nhất ở trên")[0]
    assert (newest[0], newest[1]) == (due, "Công nhận chính thức")

    with register.open():
        assert Case.objects.get(member=member).state == CaseState.D08
