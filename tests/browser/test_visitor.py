"""The visitor notices what it is there to notice: each fault is planted in a sound page and must be reported."""

from __future__ import annotations

import pytest

from tests.browser.visitor import stages

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("nguyễn", ["nguyen", "nguyên", "nguyễn"]),
        ("Đặng", ["Dang", "Đăng", "Đặng"]),
        ("thuỳ", ["thuy", "thuỳ"]),
        ("an", ["an"]),
    ],
)
def test_a_word_is_typed_in_stages(word, typed):
    assert stages(word) == typed


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ("document.documentElement.lang = 'en'", "language en"),
        ("document.querySelector('h1').remove()", "headings []"),
        ("document.querySelector('main').append('Lỗi: None')", "foreign words ['None']"),
        ("document.querySelector('main').style.width = '2000px'", "wider than the window"),
        ("document.querySelector('label').remove()", "axe label"),
        ("document.querySelector('h1').style.color = '#bbb'", "axe color-contrast"),
    ],
)
def test_a_fault_of_the_page_is_reported(visit, planted, told):
    someone = visit()
    someone.page.goto("/dang-nhap/")
    someone.judge.seen.clear()
    someone.page.evaluate(planted)
    someone.look()

    assert [fault for fault in someone.faults if told in fault] != []
    someone.faults.clear()


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ("fetch('http://192.0.2.1/').catch(() => 0)", "Content Security Policy"),
        ("location.href = 'http://192.0.2.1/'", "request to another host: http://192.0.2.1/"),
        ("setTimeout(() => { throw new Error('x') })", "script: x"),
        ("console.error('x')", "console: x"),
        ("fetch('/khong-co/')", "status 404"),
    ],
)
def test_a_fault_of_the_traffic_is_reported(visit, planted, told):
    someone = visit()
    someone.page.goto("/dang-nhap/")
    someone.page.evaluate(f"() => {{ {planted} }}")
    someone.until(lambda: any(told in fault for fault in someone.faults), "the fault is reported", seconds=10)
    someone.faults.clear()
