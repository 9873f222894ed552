"""Narrow windows, large letters, wide spacing: text wraps, nothing is lost, only tables scroll in their own boxes."""

from __future__ import annotations

import pytest

from dangvien.models import Candidate, ImportRow, Member, Organization, TrainingClass, User
from tests import factories
from tests.browser.visitor import DESK

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]

SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
"""What WCAG 2.2, 1.4.12 lets a reader set."""


def brought(ward: Organization) -> int:
    """A list of members with a row that may go in and one that must be mended; call it while the register is open."""
    batch = factories.import_batch(
        ward, User.objects.get(username="bithu.phuong1"), b"hep", counts={"moi": 1, "sai": 1}
    )
    issue = {
        "column": "C",
        "field": "ngay_sinh",
        "code": "date_invalid",
        "severity": "error",
        "value": "31/02/1985",
        "message": "“31/02/1985” không phải một ngày có thật: tháng 2 năm 1985 chỉ có 28 ngày.",
        "mend": "Ghi ngày/tháng/năm, ví dụ 20/3/1985.",
    }
    cells = ["2", "Nguyễn Thị Hoài Thương", "31/02/1985"]
    ImportRow.objects.create(batch=batch, sheet=0, number=3, cells=cells, verdict="sai", issues=[issue])
    return batch.pk


@pytest.fixture
def main_pages(register) -> list[str]:
    with register.open():
        candidate = Candidate.objects.open().filter(organization__code__startswith="phuong-1-").order_by("pk")[0]
        member = Member.objects.present().filter(organization=candidate.organization).order_by("pk")[0]
        training_class = TrainingClass.objects.order_by("-starts_on")[0]
        batch = brought(Organization.objects.get(code="phuong-1"))
    return [
        "/",
        "/to-chuc/?ngay=20/5/2022",
        "/to-chuc/phuong-1/",
        "/dang-vien/",
        f"/dang-vien/{member.pk}/",
        "/nguon/",
        f"/nguon/{candidate.pk}/",
        "/nguon/them/",
        f"/nguon/danh-sach/{candidate.organization.code}/",
        "/nguon/danh-sach/",
        "/nguon/da-hoc-chua-ket-nap/",
        "/nguon/da-hoc-chua-ket-nap/theo-nam/",
        "/nguon/tham-tra/",
        "/dang-vien/du-bi/",
        "/khao-sat/",
        f"/khao-sat/2026/{candidate.organization.code}/",
        f"/khao-sat/2026/{candidate.organization.code}/ghi/",
        "/khao-sat/truong-lop/",
        "/khao-sat/bo-doi/",
        "/lop/",
        f"/lop/{training_class.pk}/",
        f"/lop/{training_class.pk}/ket-qua/",
        "/quyet-dinh/",
        "/bao-cao/",
        "/bao-cao/phu-luc-khu-dan-cu/?to_chuc=thanh-pho-dong-ha&tu=01/01/2012&den=20/5/2022",
        "/bao-cao/khai-quat/?to_chuc=thanh-pho-dong-ha&den=20/5/2022",
        "/bao-cao/ket-nap-theo-nam/?to_chuc=thanh-pho-dong-ha&tu=01/01/2012&den=20/5/2022",
        "/chi-tieu/",
        "/chi-tieu/tinh/?to_chuc=1&tu_nam=2027&ty_le=300&ngay_goc=31/10/2026&lam_tron=len&loai=giao&so_goc=7000",
        "/chi-tieu/chi-bo/",
        "/chi-tieu/phu-trach/",
        "/chi-tieu/phu-trach/ghi/",
        "/nhap-danh-sach/",
        "/nhap-danh-sach/dua-len/",
        *(f"/nhap-danh-sach/{batch}/{end}" for end in ("", "cot/", "dong/?loai=sai", "dong/?loai=moi", "ghi/", "bo/")),
        "/viec/",
        "/nhat-ky/",
        "/phan-cong-cua-toi/",
        "/can-cu/",
        "/can-cu/bo-sung/",
        "/can-cu/ngay-nghi/2026/",
        "/tro-giup/",
        "/tro-giup/ket-nap/",
    ]


def test_a_window_of_320_pixels(visit, main_pages):
    board = visit("bantochuc", size=(320, 640))
    for path in main_pages:
        board.go(path)


def test_letters_twice_as_large(visit, main_pages):
    board = visit("bantochuc", size=DESK, zoom=2)
    for path in main_pages:
        board.go(path)


def test_wider_spacing_of_letters_words_and_lines(visit, main_pages):
    board = visit("bantochuc", size=DESK)
    for path in main_pages:
        board.page.goto(path)
        board.page.evaluate(SPACING)
        board.look()


LINES = """() => new Set([...document.querySelectorAll("nav.menu li")].filter((item) => item.checkVisibility())
  .map((item) => [item.closest("nav").id, item.getBoundingClientRect().top].join())).size"""
"""On how many lines the entries of the menus stand."""


def test_each_menu_stands_on_one_line_of_a_desk(visit):
    """Of the role that sees most entries, where long ones are bold. Help stands in the heading line, on a phone in the
    menu."""
    board = visit("bantochuc", size=DESK)
    for path, lines in (("/", 1), ("/bao-cao/", 2), ("/nguon/", 2), ("/tro-giup/", 1)):
        board.go(path)
        assert board.page.evaluate(LINES) == lines, path
    help_link = board.page.locator(".masthead a", has_text="Trợ giúp")
    assert help_link.get_attribute("aria-current") == "page"
    board.page.set_viewport_size({"width": 360, "height": 640})
    assert not help_link.is_visible()
    board.page.locator("a.menu-open").click()
    assert board.page.locator("#menu a", has_text="Trợ giúp").is_visible()
