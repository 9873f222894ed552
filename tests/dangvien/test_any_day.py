"""Any day: a member's file and an organization's list as they were, and what was known by then.

It is 3 June 2024.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import models
from openpyxl import load_workbook

from dangvien.actions.reorganization import Place, replace
from dangvien.models import Kind, Member, Movement, OrganizationKind
from dangvien.procedure.any_day import NOT_YET, OFFICIAL, OUT, PROBATION, member_then, states_on
from dangvien.procedure.balances import end_of
from tests import factories
from tests.dangvien.reading import heads, newest_entry, page_of, queries_of, taken


@pytest.fixture
def minh(world) -> Member:
    """Admitted in A1 in 2015, recognized in 2016, moved to A2 in 2018, left the register in 2020."""
    member = factories.member(world.a1, "Lê Văn Minh", date(2015, 3, 1), official=False)
    factories.movement(member, world.a1, Kind.CONG_NHAN, date(2016, 3, 1))
    factories.movement(member, world.a1, Kind.CHUYEN_DI, date(2018, 5, 5), counterpart=world.a2)
    factories.movement(member, world.a2, Kind.CHUYEN_DEN, date(2018, 5, 5), counterpart=world.a1)
    factories.movement(member, world.a2, Kind.XIN_RA, date(2020, 7, 7))
    models.QuerySet(Member).filter(pk=member.pk).update(organization=None, official_on=date(2016, 3, 1))
    member.refresh_from_db()
    return member


def recorded(line: Movement, day: date) -> None:
    models.QuerySet(Movement).filter(pk=line.pk).update(recorded_at=end_of(day))


@pytest.mark.parametrize(
    ("day", "status", "cell", "since"),
    [
        (date(2015, 2, 28), NOT_YET, None, None),
        (date(2015, 3, 1), PROBATION, "a1", date(2015, 3, 1)),
        (date(2016, 3, 1), OFFICIAL, "a1", date(2015, 3, 1)),
        (date(2018, 5, 5), OFFICIAL, "a2", date(2018, 5, 5)),
        (date(2020, 7, 6), OFFICIAL, "a2", date(2018, 5, 5)),
        (date(2020, 7, 7), OUT, None, date(2020, 7, 7)),
    ],
)
def test_place_and_status_are_those_of_the_day(world, minh, day, status, cell, since):
    state = member_then(minh, day).state

    assert (state.status, state.since) == (status, since)
    assert state.place == (getattr(world, cell).pk if cell else None)
    assert states_on([minh], day) == {minh.pk: state}


def test_a_reversed_line_never_was_unless_the_reversal_was_not_known(world, minh):
    departure = minh.movements.get(kind=Kind.XIN_RA)
    recorded(departure, date(2020, 7, 8))
    mend = factories.movement(minh, world.a2, Kind.XIN_RA, departure.occurred_on, reverses=departure, reason="nhầm")
    recorded(mend, date(2021, 1, 1))
    for line in minh.movements.exclude(kind=Kind.XIN_RA):
        recorded(line, line.occurred_on)

    assert member_then(minh, date(2020, 12, 31)).state.status == OFFICIAL
    known = member_then(minh, date(2020, 12, 31), end_of(date(2020, 12, 1)))
    assert (known.state.status, known.late) == (OUT, 1)


def test_lines_written_later_do_not_count(minh):
    for line in minh.movements.all():
        recorded(line, date(2019, 1, 1) if line.kind in (Kind.CHUYEN_DI, Kind.CHUYEN_DEN) else line.occurred_on)

    known = member_then(minh, date(2018, 12, 31), end_of(date(2018, 12, 31)))

    assert known.late == 2
    assert known.state.place == minh.movements.get(kind=Kind.KET_NAP).organization_id


def test_dates_brought_from_another_book_count_from_their_day(world):
    veteran = factories.member(world.a1, "Trần Văn Cũ", date(2023, 1, 1), official=False)
    models.QuerySet(Movement).filter(member=veteran).update(kind=Kind.DAU_SO)
    models.QuerySet(Member).filter(pk=veteran.pk).update(admitted_on=date(1990, 1, 1), official_on=date(1991, 1, 1))
    veteran.refresh_from_db()

    state = member_then(veteran, date(2023, 6, 1)).state

    assert (state.status, state.admitted_on, state.official_on) == (OFFICIAL, date(1990, 1, 1), date(1991, 1, 1))
    assert member_then(veteran, date(2022, 6, 1)).state.status == NOT_YET


def test_the_page_shows_the_file_of_the_day_under_the_names_of_that_day(world, minh, as_an):
    replace(by=None, organization=world.a1, place=Place("Chi bộ A1 mới", OrganizationKind.CHI_BO, world.ward_a),
            on=date(2019, 1, 1))  # fmt: skip

    page = page_of(as_an.get(f"/dang-vien/{minh.pk}/vao-ngay/?ngay=01/6/2017"))

    assert "Chi bộ A1 mới" not in page.source
    assert "Đảng viên chính thức" in page.source
    assert "Chuyển đến" not in page.source
    assert newest_entry().verb == "xem hồ sơ"


def test_what_came_late_is_told_on_the_page(minh, as_an):
    page = page_of(as_an.get(f"/dang-vien/{minh.pk}/vao-ngay/?ngay=01/6/2017&biet_den=01/6/2017"))

    assert "2 dòng của những ngày này được ghi vào sổ sau ngày 01/06/2017" in page.source
    assert page.source.count("ghi muộn") >= 3


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("?ngay=hom+qua", ""), ("?ngay=01/01/2030", "Ngày xem không được sau hôm nay."), ("", "")],
)
def test_nonsense_shows_today_with_a_sentence(minh, as_an, query, sentence):
    assert sentence in page_of(as_an.get(f"/dang-vien/{minh.pk}/vao-ngay/{query}")).source


def test_the_other_ward_finds_nothing(minh, world, as_binh):
    assert as_binh.get(f"/dang-vien/{minh.pk}/vao-ngay/").status_code == 404
    assert as_binh.get(f"/to-chuc/{world.a1.code}/danh-sach/").status_code == 404


def test_the_file_of_today_leads_there(minh, as_an):
    page = page_of(as_an.get(f"/dang-vien/{minh.pk}/"))

    assert page.all("form", action=f"/dang-vien/{minh.pk}/vao-ngay/")


class TestRoster:
    def test_a_cell_as_it_was(self, world, minh, as_an):
        factories.member(world.a1, "Ngô Văn Ở", date(2015, 4, 1), official=False)

        page = as_an.get(f"/to-chuc/{world.a1.code}/danh-sach/?ngay=01/01/2017")

        assert heads(page) == ["Lê Văn Minh", "Ngô Văn Ở"]
        assert [state.status for _, state, _ in page.context["rows"]] == [OFFICIAL, PROBATION]
        assert heads(as_an.get(f"/to-chuc/{world.a1.code}/danh-sach/?ngay=01/01/2019")) == ["Ngô Văn Ở"]

    def test_a_ward_has_all_its_cells(self, world, minh, as_an):
        factories.member(world.a1, "Ngô Văn Ở", date(2015, 4, 1))

        page = as_an.get(f"/to-chuc/{world.ward_a.code}/danh-sach/?ngay=01/01/2019")

        assert {str(page.context["places"][state.place]) for _, state, _ in page.context["rows"]} == {
            "Chi bộ A1", "Chi bộ A2",
        }  # fmt: skip

    def test_as_a_file(self, world, minh, as_an):
        content = taken(as_an, f"/to-chuc/{world.a1.code}/danh-sach/?ngay=01/01/2017&tep=excel").content

        sheet = load_workbook(BytesIO(content)).worksheets[0]
        assert [cell.value for cell in sheet[5]][1] == "Lê Văn Minh"
        assert sheet.cell(5, 8).value == OFFICIAL
        assert newest_entry().verb == "xuất Excel"

    def test_nobody(self, world, as_an):
        assert "không có đảng viên nào" in page_of(as_an.get(f"/to-chuc/{world.a2.code}/danh-sach/")).source

    def test_many_take_as_few_queries_as_few(self, world, minh, as_an):
        address = f"/to-chuc/{world.a1.code}/danh-sach/?ngay=01/01/2017"
        few = queries_of(as_an, address)
        for number in range(6):
            factories.member(world.a1, f"Trần Văn {number}", date(2015, 4, 1))

        assert queries_of(as_an, address) == few


def test_the_tree_counts_what_was_known(world, minh, as_an):
    factories.member(world.a1, "Ngô Văn Ở", date(2015, 4, 1))

    now = as_an.get("/to-chuc/?ngay=01/01/2017")
    known = as_an.get("/to-chuc/?ngay=01/01/2017&biet_den=01/01/2017")

    assert (now.context["tree"].members, known.context["tree"].members) == (2, 0)
