"""Việc đến hạn: the list, its bands and filters, the sums by organization, the files, and who sees which button.

It is 3 June 2024.
"""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook

from dangvien.models import AuditEntry, Clock, Organization, OrganizationKind, StepKind, User, WaitingFor
from dangvien.permissions import Permission
from dangvien.procedure.due import LATE, Horizon, Tally, levels_of, roll_up, running, tallies_by_organization, tally_of
from dangvien.scope import Scope
from tests import factories
from tests.dangvien.pages import Page
from tests.dangvien.reading import page_of, queries_of, taken
from tests.people import World
from tests.trails import PASSED, Trail

TODAY = date(2024, 6, 3)
LIST = "/viec-den-han/"
SUMS = "/viec-den-han/theo-to-chuc/"
ICS = "/viec-den-han/lich.ics"


@pytest.fixture
def register(world: World) -> World:
    """A case for every band, some that wait for others, and one of the other ward."""

    def way(name: str, voted_on: date, cell: Organization = world.a1) -> Trail:
        trail = Trail.candidate(cell, name)
        trail.resolved(voted_on)
        trail.due(TODAY)
        return trail

    way("Lê Quá Hạn", date(2024, 1, 15))  # 15/4/2024
    way("Ngô Bảy Ngày", date(2024, 3, 8))
    elsewhere = way("Võ Chờ Trên", date(2024, 3, 11), world.a2)
    elsewhere.sent_up(date(2024, 4, 1)).due(TODAY)
    asked = Trail.candidate(world.a2, "Hồ Thẩm Tra").dossier(date(2024, 5, 6))
    asked.put(StepKind.GUI_THAM_TRA, date(2024, 5, 13))
    asked.due(TODAY)
    Trail.probation(world.a1, date(2023, 7, 10), "Bùi Dự Bị").due(TODAY)
    Trail.probation(world.a2, date(2023, 5, 2), "Đỗ Đủ Tháng").due(TODAY)
    training = factories.training_class(world.city, ends_on=date(2019, 6, 9))
    for name, issued_on in (("Cao Còn Giấy", date(2019, 10, 15)), ("Mai Hết Giấy", date(2019, 5, 6))):
        held = Trail.candidate(world.a1, name)
        factories.certificate(held.subject, training, issued_on)
        held.due(TODAY)
    way("Phan Phường Khác", date(2024, 1, 15), world.b1)
    return world


def links(page: Page) -> list[tuple[str, str]]:
    return [(element.text, str(element.attributes["href"])) for element in page.all("a")]


def names(client: Client, address: str = LIST) -> list[str]:
    return [name for name in page_of(client.get(address)).texts("th", scope="row") if name != "Cộng"]


# The list


def test_it_lists_what_is_late_and_what_comes_in_bands(register, as_an):
    page = page_of(as_an.get(LIST))

    assert page.texts("h1") == ["Việc đến hạn"]
    bands = page.texts("th", scope="rowgroup")
    assert bands == ["Quá hạn", "Trong 7 ngày", "Từ 8 đến 15 ngày", "Từ 31 đến 60 ngày", "Giấy chứng nhận, sau 90 ngày"]
    own = names(as_an)[: names(as_an).index("Cao Còn Giấy") + 1]
    assert own[0] == "Đỗ Đủ Tháng"  # its member's file has been due longest
    assert {"Lê Quá Hạn", "Mai Hết Giấy", "Ngô Bảy Ngày", "Bùi Dự Bị"} < set(own)
    assert "Phan Phường Khác" not in page.source


def test_every_line_has_its_day_clause_and_next_step(register, as_an):
    page = page_of(as_an.get(LIST))

    assert "15/04/2024" in page.source
    assert "quá 49 ngày" in page.texts("span", class_="tag wrong")
    assert any(words.startswith("Quy định 24-QĐ/TW") for words in page.texts("span", class_="under"))
    at = dict(links(page))
    late = at["Đảng ủy cơ sở xét kết nạp của Lê Quá Hạn"]
    assert late.endswith("/buoc/nq-dang-uy/")
    assert as_an.get(late).status_code == 200
    assert as_an.get(at["Lê Quá Hạn"]).status_code == 200
    assert as_an.get(at["Bùi Dự Bị"]).status_code == 200


def test_a_lapsed_certificate_says_to_learn_again_and_an_early_notice_has_no_step(register, as_an):
    source = page_of(as_an.get(LIST)).source

    assert "Học lại lớp" in source
    assert "của Mai Hết Giấy" not in source
    assert "bước của Bùi Dự Bị" not in source


def test_what_waits_for_others_stands_apart(register, as_an, as_chi):
    page = page_of(as_an.get(LIST))

    assert "Đang chờ nơi khác" in page.texts("h2")
    assert names(as_an)[-2:] == ["Võ Chờ Trên", "Hồ Thẩm Tra"]
    assert sorted(names(as_an, f"{LIST}?cho=noi_khac")) == ["Hồ Thẩm Tra", "Võ Chờ Trên"]
    assert names(as_an, f"{LIST}?cho=noi_tham_tra") == ["Hồ Thẩm Tra"]
    assert names(as_chi)[-1] == "Hồ Thẩm Tra"
    assert "Võ Chờ Trên" in names(as_chi)[:-1]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("han=qua_han&viec=quyet_dinh_ket_nap", ["Lê Quá Hạn"]),
        ("han=7&viec=quyet_dinh_ket_nap&cho=cap_uy", ["Ngô Bảy Ngày"]),
        ("viec=het_du_bi", ["Bùi Dự Bị"]),
        ("viec=xet_cong_nhan", ["Đỗ Đủ Tháng"]),
        ("han=sau", ["Cao Còn Giấy"]),
        ("cho=tham_quyen", ["Võ Chờ Trên"]),
    ],
)
def test_filters(register, as_an, asked, found):
    assert names(as_an, f"{LIST}?{asked}") == found


def test_a_subtree_of_the_scope(register, as_an, as_chi):
    assert set(names(as_an, f"{LIST}?to_chuc={register.a2.pk}&cho=chi_bo")) == {"Đỗ Đủ Tháng"}
    assert names(as_chi, f"{LIST}?to_chuc={register.ward_b.pk}") == ["Phan Phường Khác"]


@pytest.mark.parametrize("asked", ["han=1000", "viec=x", "cho=ai", "to_chuc=999999", "to_chuc=%00", "han=-1"])
def test_nonsense_gets_a_sentence_and_no_rows(register, as_an, asked):
    for address in (LIST, SUMS, ICS):
        response = as_an.get(f"{address}?{asked}")
        assert response.status_code == 200
        assert b"Phan" not in response.content


def test_nobody_sees_another_ward_s(register, as_binh):
    assert names(as_binh) == ["Phan Phường Khác"]
    for address in (LIST, SUMS, ICS, f"{LIST}?to_chuc={register.ward_a.pk}", f"{SUMS}?to_chuc={register.ward_a.pk}"):
        assert "Lê Quá Hạn" not in as_binh.get(address).content.decode()
        assert "Chi bộ A1" not in as_binh.get(address).content.decode()


def test_buttons_follow_the_role(register, as_hoa, as_giang, as_an):
    assert "/buoc/" not in as_giang.get(LIST).content.decode()
    own = as_hoa.get(LIST).content.decode()
    assert "/buoc/vao-danh-sach/" in own  # the certificate of a cell's own candidate
    assert "/buoc/nq-dang-uy/" not in own
    assert "/buoc/nq-dang-uy/" in as_an.get(LIST).content.decode()


def test_for_a_cell_the_committee_is_elsewhere(register, as_hoa):
    assert "Lê Quá Hạn" in names(as_hoa, f"{LIST}?cho=noi_khac")
    assert "Lê Quá Hạn" not in names(as_hoa, f"{LIST}?han=qua_han")[:2]


def test_late_is_late_for_ever(register):
    scope = Scope.whole(register.ward_a, list(Permission), date(2030, 1, 1))

    assert running(scope, Horizon.of(scope)).filter(case__person__full_name="Lê Quá Hạn").exists()


def test_an_empty_list_says_so(world, as_an):
    assert "Không có việc nào quá hạn hoặc sắp đến hạn." in page_of(as_an.get(LIST)).source
    assert "Bớt điều kiện lọc" in page_of(as_an.get(f"{LIST}?han=7")).source


def test_pages_of_fifty_and_no_more_queries(world, as_an):
    Trail.probation(world.a1, date(2023, 6, 20)).due(TODAY)
    few = queries_of(as_an, LIST)
    for _ in range(54):
        Trail.probation(world.a1, date(2023, 6, 20)).due(TODAY)

    assert queries_of(as_an, LIST) == few <= 18
    assert len(names(as_an, f"{LIST}?viec=het_du_bi")) == 50
    assert len(names(as_an, f"{LIST}?viec=het_du_bi&trang=2")) == 5


def test_warnings_follow_the_rules_of_the_place(world, dung, as_an):
    Trail.probation(world.a1, date(2023, 8, 20)).due(TODAY)  # 78 days
    assert "Từ 61 đến 90 ngày" in page_of(as_an.get(LIST)).source

    factories.amendment(world.city, dung, rule="warn_days", value="45,20", since=date(2024, 1, 1))

    assert Horizon.of(world.scope(world.ward_a)).days == (20, 45)
    assert names(as_an, f"{LIST}?viec=het_du_bi") == []


# Rolled up


def test_the_sums_add_up_to_the_list(register, as_chi, chi):
    scope = Scope.of(chi, TODAY)
    horizon, levels = Horizon.of(scope), levels_of(scope)
    found = running(scope, horizon)
    rows = roll_up(scope, sorted(scope.roots), tallies_by_organization(found, horizon, levels), horizon)

    assert {row.place.name for row in rows} == {"Đảng bộ Phường A", "Đảng bộ Phường B"}
    total = sum((row.tally for row in rows), Tally(within=(0,) * 5))
    assert total == tally_of(found, horizon, levels)
    assert total.late > 0 < total.elsewhere
    below = roll_up(scope, [register.ward_a.pk], tallies_by_organization(
        running(scope.within(register.ward_a), horizon), horizon, levels), horizon)  # fmt: skip
    ward = next(row for row in rows if row.organization == register.ward_a.pk)
    assert sum((row.tally for row in below), Tally(within=(0,) * 5)) == ward.tally


def test_each_sum_opens_its_list(register, as_chi):
    page = page_of(as_chi.get(SUMS))
    numbers = [(words, href) for words, href in links(page) if words.isdigit()]

    assert len(numbers) > 5
    for words, href in numbers:
        opened = page_of(as_chi.get(href))
        caption = opened.texts("caption")[0]
        assert caption == f"{words} việc", href


def test_a_ward_sees_its_cells(register, as_an):
    assert set(names(as_an, SUMS)) == {"Chi bộ A1", "Chi bộ A2"}


def test_the_sums_take_the_same_queries_for_many_cells(register, as_chi):
    few = queries_of(as_chi, SUMS)
    for number in range(12):
        cell = factories.organization(f"a-x{number}", f"Chi bộ X{number}", OrganizationKind.CHI_BO, register.ward_a)
        Trail.probation(cell, date(2023, 6, 20)).due(TODAY)

    assert queries_of(as_chi, SUMS) == few <= 16


@pytest.mark.parametrize(
    ("username", "levels"),
    [
        ("hoa", {WaitingFor.CHI_BO}),
        ("an", {WaitingFor.CHI_BO, WaitingFor.CAP_UY}),
        ("chi", {WaitingFor.CHI_BO, WaitingFor.CAP_UY, WaitingFor.THAM_QUYEN}),
    ],
)
def test_whose_turn_is_one_s_own(register, hoa, an, chi, username, levels):
    assert levels_of(Scope.of(User.objects.get(username=username), TODAY)) == levels


# Files


def test_excel_holds_the_list_and_leaves_a_trace(register, as_an, an):
    response = taken(as_an, f"{LIST}?tep=excel&han=qua_han")

    sheet: Any = load_workbook(BytesIO(response.content)).active
    told: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert told[0] == [
        "TT", "Họ và tên", "Ngày sinh", "Chi bộ", "Trực thuộc", "Việc", "Hạn", "Tình trạng", "Đang chờ", "Căn cứ",
    ]  # fmt: skip
    assert any(row[1] == "Lê Quá Hạn" and row[6].date() == date(2024, 4, 15) for row in told[1:])
    assert AuditEntry.objects.filter(verb="xuất Excel", actor_id=an.pk).exists()


def test_the_calendar_file_can_be_read_and_names_nobody(register, as_an, an):
    response = as_an.get(ICS)
    text = response.content.decode("utf-8")
    calendar = Calendar.from_ical(response.content)
    events: list[Any] = calendar.walk("VEVENT")

    assert response["Content-Type"].startswith("text/calendar")
    assert "attachment" in response["Content-Disposition"]
    late = next(event for event in events if event["dtstart"].dt == date(2024, 4, 15))
    assert str(late["summary"]) == "Hạn: Quyết định kết nạp (Chi bộ A1)"
    assert str(late["description"]).startswith("Quy định 24-QĐ/TW")
    assert str(late["url"]).startswith("http://testserver/nguon/")
    assert late.walk("VALARM")[0]["trigger"].dt == timedelta(days=-6, hours=-16)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "Lê Quá Hạn" not in text.replace("\r\n ", "")
    assert AuditEntry.objects.filter(verb="tải lịch", actor_id=an.pk).count() == 1


def test_the_same_deadline_keeps_its_key(register, as_an):
    first, second = (
        {str(event["uid"]) for event in Calendar.from_ical(as_an.get(ICS).content).walk("VEVENT")} for _ in range(2)
    )

    assert first == second
    assert len(first) == len(Calendar.from_ical(as_an.get(ICS).content).walk("VEVENT"))


# The first page


def test_the_first_page_begins_with_what_is_due(register, as_an):
    page = page_of(as_an.get("/"))

    assert page.texts("h2")[0] == "Việc đến hạn"
    assert page.texts("th", scope="row")[0] == "Đỗ Đủ Tháng"
    assert "Xem Việc đến hạn" in page.texts("a")


def test_who_records_nothing_is_not_urged(register, as_giang, as_dung):
    for client in (as_giang, as_dung):
        assert "Việc đến hạn" not in page_of(client.get("/")).texts("h2")


def test_the_bands_leave_no_day_out(world):
    horizon = Horizon.of(world.scope(world.city))

    codes = [horizon.band_of(TODAY + timedelta(days=days)).code for days in (-400, -1, 0, 7, 8, 15, 16, 30, 31, 90, 91)]
    assert codes == [LATE, LATE, "7", "7", "15", "15", "30", "30", "60", "90", "sau"]


def test_a_passed_vote_shows_no_paper_clock(world, as_an):
    trail = Trail.candidate(world.a1).dossier(date(2023, 6, 5))
    trail.put(StepKind.NQ_CHI_BO, date(2024, 5, 20), PASSED)
    trail.due(TODAY)

    assert names(as_an, f"{LIST}?viec={Clock.HO_SO}") == []
