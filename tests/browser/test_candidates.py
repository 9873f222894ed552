"""A new person on the list, typed with UniKey, sent to a class, with a certificate at the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from dangvien.models import Candidate, StepKind
from dangvien.text import day_full
from tests.browser.visitor import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("size", "name", "birth", "mark"),
    [(DESK, "Nguyễn Thị Tường Vy", "3/2/1999", "A"), (PHONE, "Đặng Hữu Phước Lộc", "17111998", "B")],
)
def test_from_the_list_to_the_certificate(visit, register, size, name, birth, mark):
    secretary = visit("bithu.phuong1", size=size)
    secretary.go("/nguon/")
    secretary.follow("Thêm người vào nguồn")
    secretary.press("Lưu")
    listed, at_boxes = secretary.mistakes()
    assert listed == at_boxes
    assert "Nhập họ và tên khai sinh." in listed

    secretary.type(secretary.box("Họ và tên khai sinh"), name)
    assert secretary.box("Họ và tên khai sinh").input_value() == name
    secretary.box("Ngày sinh").fill(birth)
    secretary.box("Nữ" if size == DESK else "Nam").check()
    secretary.box("Chi bộ theo dõi").select_option(label="Chi bộ Khu phố 1")
    secretary.box("Nguồn").select_option(label="Nông thôn")
    secretary.box("Theo dõi từ ngày").fill(day_full(localdate() - timedelta(days=100)))
    secretary.box("Công đoàn").check()
    secretary.press("Lưu")
    assert secretary.heading == name
    assert secretary.notice == "Xong. Đã đưa vào danh sách nguồn phát triển."
    with register.open():
        assert Candidate.objects.get(person__full_name=name).person.birth.year == int(birth[-4:])
    case = secretary.path
    secretary.follow(f"Ghi: {StepKind.VAO_DANH_SACH.label}")
    secretary.box("Ngày họp chi bộ").fill(day_full(localdate()))
    secretary.box("Số nghị quyết").fill("3")
    secretary.box("Đảng viên được phân công giúp đỡ").select_option(index=1)
    secretary.press("Lưu")

    secretary.go("/lop/")
    secretary.follow("Mở lớp")
    code, title = f"NT-THU-{mark}", f"Lớp bồi dưỡng thử {mark}"
    secretary.box("Mã lớp").fill(code)
    secretary.type(secretary.box("Tên lớp"), title)
    secretary.box("Khai giảng").fill(day_full(localdate() - timedelta(days=8)))
    secretary.box("Bế giảng").fill(day_full(localdate() - timedelta(days=4)))
    secretary.press("Lưu lớp")
    assert secretary.heading == title

    secretary.follow("Ghi danh")
    secretary.box(f"Chọn {name}").check()
    secretary.press("Lưu ghi danh")
    assert [row[1].split("\n")[0] for row in secretary.rows()] == [name]

    secretary.follow("Ghi kết quả")
    secretary.box("Cùng ngày cấp cho cả lớp").fill(day_full(localdate() - timedelta(days=20)))
    secretary.box(f"Số giấy chứng nhận: {name}").fill(f"{mark}-0001")
    secretary.press("Lưu kết quả")
    assert "sớm hơn ngày bế giảng" in secretary.mistakes()[0][0]
    secretary.box("Cùng ngày cấp cho cả lớp").fill(day_full(localdate() - timedelta(days=3)))
    secretary.press("Lưu kết quả")
    assert "Được cấp giấy chứng nhận" in secretary.rows()[0][4]

    secretary.go(case)
    assert secretary.page.locator("main .tag").first.inner_text() == "Có giấy chứng nhận"
    assert secretary.page.get_by_role("link", name="Ghi kết nạp", exact=True).is_visible()


def test_a_person_with_a_known_name_and_birthday_is_told_apart(visit, register):
    with register.open():
        known = Candidate.objects.open().select_related("person").filter(organization__code__startswith="phuong-1-")[0]
        name, birth = known.person.full_name, str(known.person.birth)
    secretary = visit("bithu.phuong1")
    secretary.go("/nguon/them/")
    secretary.type(secretary.box("Họ và tên khai sinh"), name)
    secretary.box("Ngày sinh").fill(birth)
    secretary.box("Nam").check()
    secretary.box("Chi bộ theo dõi").select_option(label="Chi bộ Khu phố 1")
    secretary.box("Nguồn").select_option(label="Nông thôn")
    secretary.press("Lưu và thêm tiếp")

    assert secretary.mistakes()[0] == [
        "Trong sổ đã có người trùng tên và ngày sinh. So hai người trong bảng rồi chọn một trả lời."
    ]
    secretary.box("Không, đây là người khác").check()
    secretary.press("Lưu và thêm tiếp")
    assert secretary.heading == "Thêm người vào nguồn phát triển"
    assert secretary.box("Họ và tên khai sinh").input_value() == ""
    assert secretary.box("Nguồn").evaluate("box => box.selectedOptions[0].text") == "Nông thôn"
