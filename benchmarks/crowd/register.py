"""What the crowd does in the register, as its pages offer it."""

from __future__ import annotations

import re
import time

from django.utils.timezone import localdate

from benchmarks.crowd.browser import Browser, Page
from benchmarks.crowd.people import PASSWORD, Person
from benchmarks.crowd.work import Act, Side
from dangvien.text import day_full

REPORTS = ("phu-luc-khu-dan-cu", "chi-tieu-theo-nguon", "so-cung-ky", "dac-diem-ket-nap")
SEARCHES = ("nguyen van an", "thi hoa", "le duc thang", "tran", "hoang minh")
PAGES = 4
"""Of the lists the first pages are leafed through."""
FIRST_STEP = "buoc/vao-danh-sach/"
PRINTED_WITHIN = 120.0
"""Seconds after which a PDF that is not there is an error."""
LOOKED_AT_EVERY = 1.0
"""Seconds between two looks at a request, as its page takes them."""
CASE = re.compile(rb'href="(/nguon/\d+/)"')


def sign_in(person: Person, browser: Browser) -> None:
    door = browser.get("sign-in page", "/dang-nhap/", says="Đăng nhập")
    form = door.filled("username", {"username": person.username, "password": PASSWORD})
    browser.send("signing in", form, says="Trang chủ")
    list_of_candidates(person, browser)


def first_page(person: Person, browser: Browser) -> None:
    browser.get("first page", "/", says="Trang chủ")


def list_of_members(person: Person, browser: Browser) -> Page:
    return browser.get("list of members", f"/dang-vien/?trang={person.rng.randint(1, PAGES)}", says="Ngày vào Đảng")


def list_of_candidates(person: Person, browser: Browser) -> None:
    page = browser.get("list of candidates", f"/nguon/?trang={person.rng.randint(1, PAGES)}", says="Nguồn phát triển")
    person.sees(CASE.findall(page.content))


def search(person: Person, browser: Browser) -> None:
    page = list_of_members(person, browser)
    browser.send("search", page.filled("ten", {"ten": person.rng.choice(SEARCHES)}), says="Bỏ lọc")


def open_case(person: Person, browser: Browser) -> None:
    if not person.cases:
        list_of_candidates(person, browser)
        return
    browser.get("opening a case", person.rng.choice(person.cases), says="Bản thân")


def add_candidate(person: Person, browser: Browser) -> None:
    page = browser.get("form of a candidate", "/nguon/them/", says="Chi bộ theo dõi")
    name, birth = person.somebody_new()
    values = {"full_name": name, "birth": birth, "gender": "nam", "cell": "*", "source": "*"}
    case = browser.send("saving a candidate", page.filled("full_name", values), says=name)
    person.begun.append(case.address + FIRST_STEP)


def record_step(person: Person, browser: Browser) -> None:
    """The cell's resolution on somebody they have added themselves; who has nobody, adds somebody."""
    if not person.begun:
        add_candidate(person, browser)
        return
    page = browser.get("form of a step", person.begun.pop(), says="Ngày họp chi bộ")
    values = {"occurred_on": day_full(localdate()), "number": str(person.written), "helper": "*"}
    browser.send("recording a step", page.filled("occurred_on", values), says="Xong.")


def report(person: Person, browser: Browser) -> None:
    year = localdate().year - person.rng.randint(0, 3)
    asked = f"to_chuc={person.office}&tu=01/01/{year}&den=31/12/{year}"
    counted = ("<table", "không có tổ chức nào để lập bảng")  # an agency has no wards under it
    browser.get("report", f"/bao-cao/{person.rng.choice(REPORTS)}/?{asked}", says=counted)


def export(person: Person, browser: Browser) -> None:
    asks = browser.get("reason for an export", "/nguon/?tep=excel", says="Xuất ra Excel")
    browser.send("Excel file", asks.filled("reason", {"reason": "Để họp chi bộ"}), says="PK\x03\x04")


def print_overview(person: Person, browser: Browser) -> None:
    """Ask for the overview as PDF, look every second how far it has come, take the file."""
    shown = browser.get("overview in pictures", "/bao-cao/tong-quan/", says="<svg")
    began = time.perf_counter()
    page = browser.send("asking for a PDF", shown.filled("to_chuc", {}, button={"dang": "pdf"}), says='id="viec"')
    job = page.address
    while "Mở kết quả".encode() not in page.content:
        if time.perf_counter() - began > PRINTED_WITHIN:
            raise browser.failed("PDF", f"{job}: not within {PRINTED_WITHIN:.0f} s")
        time.sleep(LOOKED_AT_EVERY)
        page = browser.get("state of a request", job, says='id="viec"', headers={"HX-Request": "true"})
    browser.get("file of a PDF", page.link("Mở kết quả"), says="%PDF-")
    browser.log.waited("PDF, from asking to having it", time.perf_counter() - began)


SIDE = Side(
    sign_in,
    (
        Act(10, first_page),
        Act(13, list_of_members),
        Act(12, list_of_candidates),
        Act(12, search),
        Act(20, open_case),
        Act(6, add_candidate),
        Act(10, record_step),
        Act(11, report),
        Act(4, export),
        Act(2, print_overview),
    ),
)
