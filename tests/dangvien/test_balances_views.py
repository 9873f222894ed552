"""The screen Đối chiếu sổ: the table, the people behind a number, its files, the check, and who may see what.

It is 3 June 2024.
"""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.db import models
from openpyxl import load_workbook

from dangvien.actions import reconciling
from dangvien.actions.jobs import run
from dangvien.actions.progress import refresh_all
from dangvien.models import AuditEntry, Job, Kind, Member
from tests import factories
from tests.dangvien.reading import heads, newest_entry, page_of, queries_of, taken

TABLE, PEOPLE, CHECK = "/doi-chieu/", "/doi-chieu/nguoi/", "/doi-chieu/kiem-tra/"


@pytest.fixture
def register(world):
    """Two people in ward A, one of whom came this year; one of ward B; somebody moved from A1 to A2."""
    factories.member(world.a1, "Lê Văn Cũ", official=False)
    moved = factories.member(world.a2, "Ngô Thị Chuyển", date(2024, 2, 3), official=False)
    factories.member(world.b1, "Phan Phường Khác", official=False)
    factories.movement(moved, world.a2, Kind.CHUYEN_DI, date(2024, 3, 1), counterpart=world.a1)
    factories.movement(moved, world.a1, Kind.CHUYEN_DEN, date(2024, 3, 1), counterpart=world.a2)
    models.QuerySet(Member).filter(pk=moved.pk).update(organization=world.a1)
    refresh_all(date(2024, 6, 3))
    return world


def people(world, row: str, column: str, **more: str) -> str:
    return f"{PEOPLE}?{urlencode({'to_chuc': world.ward_a.pk, 'dong': row, 'cot': column, **more})}"


def test_the_own_unit_and_this_year_are_shown_at_once(register, as_an):
    response = as_an.get(TABLE)

    page = page_of(response)
    assert heads(response) == ["Chi bộ A1", "Chi bộ A2", "Chi bộ A3", "Cộng Đảng bộ Phường A"]
    assert "Khớp" in page.source
    total = response.context["sheet"].total
    assert (total.opening, total.increase, total.decrease, total.closing) == (1, 1, 0, 2)


def test_a_number_opens_into_people_and_leaves_a_trace(register, as_an):
    address = people(register, "tong", "ket_nap")

    [named] = heads(as_an.get(address))

    assert named.startswith("Ngô Thị Chuyển sinh")
    assert newest_entry().verb == "mở danh sách"
    assert (newest_entry().after or {})["số dòng"] == 1


def test_who_is_present_at_the_end_is_listed_with_the_line_by_which_they_came(register, as_an):
    page = page_of(as_an.get(people(register, str(register.a1.pk), "cuoi_ky")))

    assert "Lê Văn Cũ" in page.source
    assert "Chuyển đến" in page.source
    assert "ghi muộn" not in page.texts("span")


def test_what_was_written_later_is_marked(register, as_an):
    address = people(register, "tong", "ket_nap", biet_den="01/01/2024")

    page = page_of(as_an.get(address))
    table = as_an.get(f"{TABLE}?biet_den=01/01/2024")

    assert "ghi muộn" in page.source
    assert table.context["sheet"].total.closing == 0
    assert table.context["sheet"].total.late == 4


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?dong=tong",
        "?cot=ket_nap",
        "?dong=tong&cot=gi_do",
        "?dong=9999&cot=ket_nap",
        "?dong=tong&cot=ket_nap&tu=hom-qua",
        "?to_chuc=x&dong=tong&cot=ket_nap",
    ],
)
def test_nonsense_is_not_found(register, as_an, query):
    assert as_an.get(PEOPLE + query).status_code == 404


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?tu=01/01/2025&den=01/01/2024", "Đến ngày sớm hơn từ ngày. Kiểm tra lại hai ngày."),
        ("?den=01/01/2025&tu=01/01/2024", "Kỳ đối chiếu không được quá hôm nay, 03/06/2024."),
    ],
)
def test_a_period_that_cannot_be_gets_a_sentence(register, as_an, query, sentence):
    assert sentence in page_of(as_an.get(TABLE + query)).source


def test_the_other_ward_is_not_on_offer(register, as_an):
    response = as_an.get(f"{TABLE}?to_chuc={register.ward_b.pk}")

    assert "tổ chức ngoài phạm vi của đồng chí không dùng được" in page_of(response).source
    assert "sheet" not in response.context
    assert as_an.get(f"{PEOPLE}?to_chuc={register.ward_b.pk}&dong=tong&cot=cuoi_ky").status_code == 404


def test_an_organization_without_lines_says_so(register, as_an):
    assert "Chưa có dòng sổ nào" in page_of(as_an.get(f"{TABLE}?to_chuc={register.a3.pk}")).source


def test_the_table_and_a_list_come_as_files(register, as_an):
    table = load_workbook(BytesIO(as_an.get(f"{TABLE}?tep=excel").content)).worksheets[0]
    told = newest_entry()
    people_file = load_workbook(
        BytesIO(taken(as_an, people(register, "tong", "cuoi_ky", tep="excel")).content)
    ).worksheets[0]

    assert [cell.value for cell in table[4]][:3] == ["TT", "Tổ chức", "Đầu kỳ"]
    assert table.cell(table.max_row, 2).value == "Đảng bộ Phường A"
    assert told.verb == "xuất Excel"
    assert [people_file.cell(row, 2).value for row in (5, 6)] == ["Ngô Thị Chuyển", "Lê Văn Cũ"]


def test_more_people_take_no_more_queries(register, as_an):
    address = people(register, "tong", "cuoi_ky")
    as_an.get(address)  # the first entry of the trail makes its head
    few = queries_of(as_an, address)
    for number in range(8):
        factories.member(register.a1, f"Trần Văn {number}")

    assert queries_of(as_an, address) == few


def test_reports_are_not_for_strangers(register, client):
    assert client.get(TABLE).status_code == 302


class TestCheck:
    def ask(self, client) -> Job:
        response = client.post(CHECK + "lai/")
        job = Job.objects.get()
        assert response.url == f"/viec/{job.pk}/"
        assert run(str(job.pk))
        job.refresh_from_db()
        assert (job.state, job.result_url) == ("xong", CHECK)
        return job

    def test_before_the_first_check(self, register, as_an):
        assert "Chưa kiểm tra lần nào." in page_of(as_an.get(CHECK)).source

    def test_a_sound_register(self, register, as_an):
        self.ask(as_an)

        assert "không thấy chỗ nào cần xem lại" in page_of(as_an.get(CHECK)).source
        assert AuditEntry.objects.filter(verb="đối chiếu sổ").count() == 1

    def test_each_difference_names_who_causes_it_and_leads_there(self, register, as_an):
        lost = Member.objects.get(person__full_name="Lê Văn Cũ")
        models.QuerySet(Member).filter(pk=lost.pk).update(organization=register.a2)
        self.ask(as_an)

        page = page_of(as_an.get(CHECK))

        assert "Đồng chí Lê Văn Cũ: theo dòng sổ đang ở Chi bộ A1, theo hồ sơ đang ở Chi bộ A2." in page.texts("td")
        assert page.all("a", href=f"/dang-vien/{lost.pk}/")

    def test_faults_of_the_other_ward_are_not_shown(self, register, as_an):
        other = Member.objects.get(person__full_name="Phan Phường Khác")
        models.QuerySet(Member).filter(pk=other.pk).update(admitted_on=date(2001, 1, 1))
        self.ask(as_an)

        assert "Phan Phường Khác" not in page_of(as_an.get(CHECK)).source

    def test_somebody_counted_here_whose_file_is_elsewhere_is_named_without_a_link(self, register, as_an):
        strayed = Member.objects.get(person__full_name="Lê Văn Cũ")
        models.QuerySet(Member).filter(pk=strayed.pk).update(organization=register.b1)
        self.ask(as_an)

        page = page_of(as_an.get(CHECK))

        assert any("Lê Văn Cũ" in text for text in page.texts("td"))
        assert not page.all("a", href=f"/dang-vien/{strayed.pk}/")

    def test_asking_twice_waits_once(self, register, as_an):
        as_an.post(CHECK + "lai/")
        as_an.post(CHECK + "lai/")

        assert Job.objects.count() == 1
        assert "Xem tiến độ" in page_of(as_an.get(CHECK)).source

    def test_what_was_found_is_for_who_asked(self, register, as_an, as_giang):
        self.ask(as_an)

        assert "Chưa kiểm tra lần nào." in page_of(as_giang.get(CHECK)).source

    def found_in_both_wards(self, register, as_chi) -> Job:
        """A check of the whole city that found one fault in each ward."""
        for name in ("Lê Văn Cũ", "Phan Phường Khác"):
            person = Member.objects.get(person__full_name=name)
            models.QuerySet(Member).filter(pk=person.pk).update(admitted_on=date(2031, 1, 1))
        return self.ask(as_chi)

    def test_what_is_out_of_reach_by_now_is_counted_only(self, register, as_chi, chi):
        self.found_in_both_wards(register, as_chi)
        both = page_of(as_chi.get(CHECK)).source
        assert "Phan Phường Khác" in both
        assert "Lê Văn Cũ" in both

        chi.appointments.update(organization=register.ward_a)

        page = page_of(as_chi.get(CHECK)).source
        assert "Phan Phường Khác" not in page
        assert "Lê Văn Cũ" in page
        assert "nay ngoài phạm vi của đồng chí" in page

    def test_after_two_weeks_nothing_is_kept_of_it(self, register, as_an):
        job = self.ask(as_an)
        assert job.finished_at is not None
        later = job.finished_at + reconciling.KEPT
        reconciling.forget_old_findings(now=later - timedelta(minutes=1))
        assert "không thấy chỗ nào cần xem lại" in page_of(as_an.get(CHECK)).source

        reconciling.forget_old_findings(now=later + timedelta(minutes=1))

        job.refresh_from_db()
        assert job.params == {"organization": register.ward_a.pk}
        page = page_of(as_an.get(CHECK)).source
        assert "đã hết hạn giữ 14 ngày" in page
        assert "không thấy chỗ nào cần xem lại" not in page

    def test_what_is_about_somebody_who_is_erased_goes_with_their_name(self, register, as_an):
        job = self.ask(as_an)
        told = {"câu": "Nguồn Trần Thị Chín: sai", "đảng viên": None, "tổ chức": None, "nguồn": 5}
        Job.objects.filter(pk=job.pk).update(params={**job.params, "tìm thấy": [told, {**told, "nguồn": 6}]})

        reconciling.forget_findings_about(candidates={5})

        job.refresh_from_db()
        assert [item["nguồn"] for item in job.params["tìm thấy"]] == [6]
