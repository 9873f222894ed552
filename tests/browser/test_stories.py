"""A khu phố youth by way of Đoàn, from the first note to the party card, without touching the mouse."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import CaseState, StepKind, TrainingClass
from tests.browser.cases import of_the_ward, state_on, walk_of
from tests.browser.keyboard import EVERYBODY, FIRST, SAVE, Hands
from tests.browser.visitor import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NAME = "Trần Thị Khánh Vân"
CELL = "Chi bộ Khu phố 1"
MOST_TYPED = 60

UP_TO_THE_LIST = {
    "Họ và tên khai sinh": NAME,
    "Ngày sinh": "12/9/1999",
    "Giới tính": "Nữ",
    "Chi bộ theo dõi": CELL,
    "Nguồn": "Nông thôn",
    "Theo dõi từ ngày": "5/1/2024",
}

AGREED, FIT = "Đồng ý", "Đủ điều kiện"

PAPERS: list[tuple[StepKind, dict[str, str]]] = [
    (
        StepKind.DUOC_LAM_THU_TUC,
        {
            "Ngày cấp ủy đồng ý": "10/9/2024",
            "Số văn bản đồng ý": "31",
            "Số nghị quyết chi bộ": "14",
            "Ngày nghị quyết chi bộ": "4/9/2024",
        },
    ),
    (StepKind.DON, {"Ngày viết đơn": "25/09/2024"}),
    (StepKind.LY_LICH, {"Ngày khai lý lịch": "25/09/2024", "Số trang": "16", "Giáp lai": "Đã đóng dấu giáp lai"}),
    (
        StepKind.GUI_THAM_TRA,
        {
            "Ngày gửi công văn": "2/10/2024",
            "Thẩm tra về": "Bản thân",
            "Gửi đến": "Đảng ủy xã Cam Lộ",
            "Số công văn": "42",
        },
    ),
    (StepKind.TRA_LOI_THAM_TRA, {"Ngày nhận trả lời": "30/10/2024", "So với lý lịch đã khai": "Đúng"}),
    (StepKind.GIOI_THIEU_DANG_VIEN, {"Ngày viết giấy giới thiệu": "20/1/2025"}),
    (StepKind.GIOI_THIEU_DOAN_THE, {"Ngày nghị quyết": "20/01/2025", "Số nghị quyết": "7"}),
    (StepKind.Y_KIEN_DOAN_THE, {"Ngày có ý kiến": "20/01/2025", "Ý kiến": AGREED}),
    (StepKind.Y_KIEN_CU_TRU, {"Ngày có ý kiến": "20/01/2025", "Ý kiến": AGREED}),
    (
        StepKind.CHUNG_NHAN_LY_LICH,
        {"Ngày cấp ủy chứng nhận": "3/3/2025", "Ngày chi ủy nhận xét": "28/2/2025", "Kết luận": FIT},
    ),
    (StepKind.NQ_CHI_BO, {"Ngày họp chi bộ": "15/3/2025", "Số nghị quyết": "5", "Tán thành": EVERYBODY}),
    (
        StepKind.NQ_DANG_UY,
        {
            "Ngày họp đảng ủy": "28/3/2025",
            "Số nghị quyết": "22",
            "Tán thành": EVERYBODY,
        },
    ),
    (StepKind.TRINH, {"Ngày tờ trình": "28/03/2025", "Số tờ trình": "18", "Hồ sơ": "Đủ"}),
    (
        StepKind.QUYET_DINH_KET_NAP,
        {"Cấp ủy có thẩm quyền": AGREED, "Số quyết định": "9301", "Ngày quyết định": "18/4/2025"},
    ),
    (StepKind.NHAN_QUYET_DINH, {"Ngày chi bộ nhận quyết định": "25/4/2025"}),
    (StepKind.LE_KET_NAP, {"Ngày tổ chức lễ": "12/5/2025"}),
    (StepKind.HO_SO_DANG_VIEN, {"Ngày lập": "12/05/2025"}),
]
"""What stands on the papers from the committee's consent to the member's file."""

RECOGNITION: list[tuple[StepKind, dict[str, str]]] = [
    (StepKind.TU_KIEM_DIEM, {"Ngày viết bản tự kiểm điểm": "13/5/2026"}),
    (StepKind.NHAN_XET_GIUP_DO, {"Ngày nhận xét": "13/05/2026"}),
    (StepKind.Y_KIEN_DOAN_THE, {"Ngày có ý kiến": "13/05/2026", "Ý kiến": AGREED}),
    (StepKind.Y_KIEN_CU_TRU, {"Ngày có ý kiến": "13/05/2026", "Ý kiến": AGREED}),
    (StepKind.NQ_CHI_BO_CONG_NHAN, {"Ngày họp chi bộ": "22/5/2026", "Số nghị quyết": "9", "Tán thành": EVERYBODY}),
    (
        StepKind.NQ_DANG_UY_CONG_NHAN,
        {"Ngày họp đảng ủy": "2/6/2026", "Số nghị quyết": "35", "Tán thành": EVERYBODY},
    ),
    (
        StepKind.QUYET_DINH_CONG_NHAN,
        {"Cấp ủy có thẩm quyền": AGREED, "Số quyết định": "9302", "Ngày quyết định": "19/6/2026"},
    ),
    (StepKind.CONG_BO, {"Ngày công bố trước chi bộ": "10/7/2026"}),
    (StepKind.PHAT_THE, {"Ngày phát thẻ": "10/07/2026", "Số thẻ (12 số)": "045199009301"}),
]
"""From the end of the probation to the card."""


@pytest.fixture
def classes(register) -> None:
    """The two classes the ward holds: for those on the list, and for new members."""
    with register.open():
        of_the_ward("KV-NT", date(2024, 6, 14))
        of_the_ward("KV-DVM", date(2025, 12, 12), TrainingClass.Kind.DANG_VIEN_MOI)


def test_a_youth_of_a_khu_pho_from_the_first_note_to_the_card(visit, register, classes):
    secretary = visit("bithu.phuong1")
    hands = Hands(secretary)
    secretary.go("/")
    hands.open("Nguồn phát triển")
    hands.skip()
    hands.open("Thêm người vào nguồn")
    hands.skip()
    for label, value in UP_TO_THE_LIST.items():
        hands.say(label, value)
    hands.press("Lưu")
    assert secretary.heading == NAME, secretary.mistakes()

    hands.skip()
    hands.open(f"Ghi: {StepKind.VAO_DANH_SACH.label}")
    hands.write(
        StepKind.VAO_DANH_SACH,
        {"Ngày họp chi bộ": "20/1/2024", "Số nghị quyết": "2", "Đảng viên được phân công giúp đỡ": FIRST},
        SAVE,
    )
    hands.skip()
    hands.open("Chọn lớp để ghi danh")
    hands.learn(NAME, "KV-NT", "KV-0001", "20/6/2024")
    hands.skip()
    hands.open(f"Ghi: {StepKind.DUOC_LAM_THU_TUC.label}")
    for kind, boxes in PAPERS:
        hands.write(kind, boxes, **({"button": SAVE} if kind is StepKind.HO_SO_DANG_VIEN else {}))
    probation = secretary.path
    hands.skip()
    hands.open("Chọn lớp để ghi danh")
    hands.learn(NAME, "KV-DVM", "KV-0002", "15/12/2025")
    assert secretary.path == probation
    hands.skip()
    hands.open(f"Ghi: {StepKind.TU_KIEM_DIEM.label}")
    for kind, boxes in RECOGNITION:
        hands.write(kind, boxes)

    assert secretary.path == probation
    assert state_on(secretary) == CaseState.D10.label
    assert not secretary.page.get_by_role("link", name="Ghi:").count()
    assert len(hands.typed) < MOST_TYPED, f"{len(hands.typed)}: {hands.typed}"


def test_a_case_goes_on_by_phone_in_large_letters_and_without_scripts(visit, register):
    with register.open():
        walk = walk_of("Mai Thị Hồng Thắm", date(2026, 8, 3)).until(StepKind.QUYET_DINH_KET_NAP)
    case = f"/nguon/{walk.candidate.pk}/"

    on_phone = Hands(visit("bithu.phuong1", size=PHONE))
    on_phone.visitor.go(case)
    on_phone.skip()
    on_phone.open(f"Ghi: {StepKind.NHAN_QUYET_DINH.label}")
    on_phone.write(StepKind.NHAN_QUYET_DINH, {"Ngày chi bộ nhận quyết định": "25/9/2026"}, SAVE)

    enlarged = Hands(visit("bithu.phuong1", zoom=2))
    enlarged.visitor.go(f"{case}buoc/le-ket-nap/")
    enlarged.write(StepKind.LE_KET_NAP, {"Ngày tổ chức lễ": "10/10/2026"}, SAVE)
    probation = enlarged.visitor.path

    plain = Hands(visit("bithu.phuong1", javascript=False))
    plain.visitor.go(probation)
    plain.skip()
    plain.open(f"Ghi: {StepKind.HO_SO_DANG_VIEN.label}")
    plain.write(StepKind.HO_SO_DANG_VIEN, {"Ngày lập": "12/10/2026"}, SAVE)
    assert plain.visitor.path == probation
