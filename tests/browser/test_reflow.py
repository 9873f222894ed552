"""Narrow windows, large letters, wide spacing: text wraps, nothing is lost, only tables scroll in their own boxes."""

from __future__ import annotations

import pytest

from dangvien.models import Candidate, Member, TrainingClass
from tests.browser.visitor import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
"""What WCAG 2.2, 1.4.12 lets a reader set."""


@pytest.fixture
def main_pages(register) -> list[str]:
    with register.open():
        candidate = Candidate.objects.open().filter(organization__code__startswith="phuong-1-").order_by("pk")[0]
        member = Member.objects.present().filter(organization=candidate.organization).order_by("pk")[0]
        training_class = TrainingClass.objects.order_by("-starts_on")[0]
    return [
        "/",
        "/to-chuc/?ngay=20/5/2022",
        "/to-chuc/phuong-1/",
        "/dang-vien/",
        f"/dang-vien/{member.pk}/",
        "/nguon/",
        f"/nguon/{candidate.pk}/",
        "/nguon/them/",
        "/lop/",
        f"/lop/{training_class.pk}/",
        f"/lop/{training_class.pk}/ket-qua/",
        "/quyet-dinh/",
        "/bao-cao/",
        "/bao-cao/phu-luc-khu-dan-cu/?to_chuc=thanh-pho-dong-ha&tu=01/01/2012&den=20/5/2022",
        "/bao-cao/khai-quat/?to_chuc=thanh-pho-dong-ha&den=20/5/2022",
        "/bao-cao/ket-nap-theo-nam/?to_chuc=thanh-pho-dong-ha&tu=01/01/2012&den=20/5/2022",
        "/viec/",
        "/nhat-ky/",
        "/phan-cong-cua-toi/",
        "/can-cu/",
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
