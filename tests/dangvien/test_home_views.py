"""The first page: counts, what is due, the newest lines, first acts by role."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Job
from tests import factories
from tests.dangvien.reading import page_of, queries_of

ACTS = {"Thêm người vào nguồn", "Ghi kết nạp", "Mở lớp", "Tài khoản và phân công"}


@pytest.fixture
def register(world):
    factories.member(world.a1, "Trần Chính Thức")
    factories.member(world.a1, "Lê Quá Hạn", date(2023, 4, 1), official=False)
    factories.member(world.a1, "Ngô Sắp Đủ", date(2023, 7, 15), official=False)
    factories.member(world.a1, "Võ Còn Lâu", date(2024, 3, 1), official=False)
    factories.member(world.b1, "Hồ Phường Khác", date(2023, 4, 1), official=False)
    training = factories.training_class(world.city, ends_on=date(2019, 6, 9))
    factories.certificate(factories.candidate(world.a1, "Bùi Sắp Hết"), training, date(2019, 8, 1))
    factories.certificate(factories.candidate(world.a1, "Đỗ Hết Rồi"), training, date(2019, 6, 1))
    factories.candidate(world.a2)
    factories.training_class(world.city, ends_on=date(2024, 6, 7))
    return world


def test_it_counts_what_stands_in_the_register(register, as_an):
    page = page_of(as_an.get("/"))

    assert page.texts("h1") == ["Việc của Đảng bộ Phường A"]
    assert page.texts("strong")[-5:] == ["4", "3", "3", "1", "1"]


def test_it_begins_with_what_is_due_longest_first(register, as_an):
    page = page_of(as_an.get("/"))

    assert page.texts("h2")[0] == "Việc đến hạn"
    names = page.texts("th", scope="row")
    assert names[0] == "Lê Quá Hạn"
    assert "Hồ Phường Khác" not in page.source
    assert "Xem Việc đến hạn" in page.texts("a")


def test_of_a_long_list_it_shows_the_first_lines_and_the_count(world, as_an):
    for _ in range(12):
        factories.member(world.a1, admitted_on=date(2023, 4, 1), official=False)

    page = page_of(as_an.get("/"))
    assert len(page.texts("th", scope="row")) == 8 + 8  # and the newest lines of the ledger
    assert "24 việc quá hạn" in page.source


def test_running_jobs_are_shown_to_who_asked(register, an, as_an, as_giang):
    Job.objects.create(kind="in", title="In phụ lục Phường A", requested_by=an)

    assert "In phụ lục Phường A" in page_of(as_an.get("/")).texts("a")
    assert "In phụ lục Phường A" not in page_of(as_giang.get("/")).source


def test_first_acts_follow_the_role(register, as_an, as_giang, as_hoa, as_dung):
    assert ACTS & set(page_of(as_an.get("/")).texts("a")) == {"Thêm người vào nguồn", "Mở lớp"}
    assert ACTS & set(page_of(as_hoa.get("/")).texts("a")) == {"Thêm người vào nguồn"}
    assert ACTS & set(page_of(as_giang.get("/")).texts("a")) == set()
    assert ACTS & set(page_of(as_dung.get("/")).texts("a")) == {"Tài khoản và phân công"}


def test_an_empty_register_says_so(world, as_an):
    page = page_of(as_an.get("/"))

    assert page.texts("strong")[-5:] == ["0"] * 5
    assert "Sổ chưa có dòng nào." in page.texts("p")
    assert "Không có việc nào quá hạn hoặc sắp đến hạn." in page.texts("p")


def test_somebody_without_a_role_is_told_whom_to_ask(world, signed_in, django_user_model):
    nobody = django_user_model.objects.create_user("khong", password="x", full_name="Không Vai Trò")

    assert signed_in(nobody).get("/").status_code == 403


def test_the_same_queries_for_one_and_for_fifty(world, as_an):
    factories.member(world.a1, admitted_on=date(2023, 4, 1), official=False)
    few = queries_of(as_an, "/")
    for _ in range(49):
        factories.member(world.a1, admitted_on=date(2023, 4, 1), official=False)

    assert queries_of(as_an, "/") == few <= 19
