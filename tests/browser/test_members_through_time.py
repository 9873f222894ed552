"""Members and organizations through time, as people see it: a transfer by two users, a merger, a file of 2019."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from dangvien.models import Appointment, Kind, Member, Movement, Organization, Reorganization
from dangvien.procedure import reconciliation
from dangvien.text import day_full
from tests.browser.conftest import Register

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def ward_of(account: str) -> Organization:
    """Where an account serves."""
    return Appointment.objects.select_related("organization").get(user__username=account).organization


def standing_members(ward: Organization) -> list[Member]:
    """Official members of a ward whose newest line is years old and who are not on the move."""
    cells = Organization.objects.under([ward.pk], on=localdate())
    found = Member.objects.official().filter(organization__in=cells, transfers__isnull=True, statuses__isnull=True)
    old = found.exclude(movements__occurred_on__gte=date(2024, 1, 1)).select_related("person", "organization")
    return list(old.in_name_order()[:5])


def test_a_transfer_between_two_wards_is_one_act_of_two_people(visit, register: Register):
    with register.open():
        member = standing_members(ward_of("bithu.phuong1"))[0]
        name, here = member.person.full_name, member.organization
        other = ward_of("bithu.phuong2").name_on(localdate())
    sender, receiver = visit("bithu.phuong1"), visit("bithu.phuong2")
    sent, taken = (localdate() - timedelta(days=days) for days in (3, 1))

    sender.go(f"/dang-vien/{member.pk}/")
    sender.follow("Chuyển sinh hoạt", within=sender.page.locator("main"))
    sender.box("Loại chuyển").select_option(label="Chuyển sinh hoạt nội bộ")
    sender.box("Nơi đến").select_option(label=other)
    sender.box("Ngày giấy giới thiệu").fill(day_full(sent))
    sender.box("Số giấy giới thiệu").fill("15-GTSHĐ")
    sender.box("Lý do chuyển").select_option(label="Chuyển nơi cư trú")
    sender.press("Ghi việc chuyển")
    assert sender.notice == "Xong. Đã ghi việc chuyển."
    with register.open():
        member.refresh_from_db()
        assert member.organization == here
        assert not member.movements.filter(kind=Kind.CHUYEN_DI, occurred_on__gte=sent).exists()

    receiver.go("/chuyen-sinh-hoat/?muc=cho-tiep-nhan")
    receiver.follow(name)
    receiver.follow("Chi bộ tiếp nhận")
    receiver.box("Ngày chi bộ tiếp nhận").fill(day_full(taken))
    receiver.box("Chi bộ tiếp nhận").select_option(index=1)
    receiver.press("Lưu")
    assert receiver.notice.startswith("Xong. Đã ghi")
    with register.open():
        lines = list(Movement.objects.filter(member=member, occurred_on=taken).in_order())
        assert [line.kind for line in lines] == [Kind.CHUYEN_DI, Kind.CHUYEN_DEN]
        assert lines[0].counterpart == lines[1].organization
        assert lines[1].counterpart == lines[0].organization == here
    with sender.answered(404):
        sender.page.goto(f"/dang-vien/{member.pk}/")

    with receiver.page.expect_navigation():
        receiver.page.get_by_role("link", name="Đính chính bước").click()
    receiver.box("Lý do đính chính").fill("Ghi nhầm người")
    with receiver.page.expect_navigation():
        receiver.page.locator("main form button[type=submit]").click()
    receiver.look()
    with register.open():
        member.refresh_from_db()
        assert member.organization == here
        assert Movement.objects.filter(member=member, occurred_on=taken).headcount() == 0


def test_two_wards_merge_after_a_preview_and_part_again(visit, register: Register):
    with register.open():
        one, two = ward_of("bithu.phuong1"), ward_of("bithu.phuong2")
        names = [ward.name_on(localdate()) for ward in (one, two)]
        before = [Member.objects.present().there_on(under(ward), localdate()).count() for ward in (one, two)]
    administrator = visit("quantri")

    administrator.go("/to-chuc/sap-xep/")
    administrator.page.goto("/to-chuc/sap-xep/sap-nhap/")
    administrator.look()
    administrator.box("Tổ chức sáp nhập").select_option(label=names[0])
    administrator.box("Vào tổ chức").select_option(label=names[1])
    administrator.box("Từ ngày").fill(day_full(localdate()))
    administrator.press("Xem trước")
    assert administrator.heading == "Sẽ có những thay đổi sau"
    assert names[0] in administrator.page.locator("main").inner_text()
    with register.open():
        assert not Reorganization.objects.filter(kind="sap_nhap").exists()
    administrator.press("Thực hiện")
    with register.open():
        act = Reorganization.objects.get(kind="sap_nhap")
        assert Member.objects.present().there_on(under(two), localdate()).count() == sum(before)
        assert [sentence for sentence in reconciliation.faults(localdate()) if "chồng" in sentence] == []

    administrator.follow("Rút lại")
    administrator.page.get_by_label("Lý do").first.fill("Diễn tập")
    administrator.press("Rút lại")
    with register.open():
        act.refresh_from_db()
        assert act.taken_back_reason == "Diễn tập"
        after = [Member.objects.present().there_on(under(ward), localdate()).count() for ward in (one, two)]
        assert after == before


def under(ward: Organization):
    return Organization.objects.under([ward.pk], on=localdate())


def test_a_person_s_file_as_of_2019(visit, register: Register):
    with register.open():
        admitted = Movement.objects.standing().filter(
            kind=Kind.KET_NAP, occurred_on__range=(date(2018, 9, 1), date(2019, 5, 1))
        )
        member = Member.objects.official().filter(movements__in=admitted).select_related("person").in_name_order()[0]
    secretary = visit("bantochuc")

    secretary.go(f"/dang-vien/{member.pk}/")
    secretary.box("Xem như vào ngày").fill("1/6/2019")
    secretary.press("Xem", within=secretary.page.locator("main"))

    assert secretary.heading == f"Đồng chí {member.person.full_name}, ngày 01/06/2019"
    shown = secretary.page.locator("main").inner_text()
    assert "Đảng viên dự bị" in shown
    assert "Công nhận chính thức" not in shown
    secretary.follow("Về hồ sơ hôm nay")
    assert "Công nhận chính thức" in secretary.page.locator("main").inner_text()
