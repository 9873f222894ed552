"""People on their way, in the browser: the list, one case, adding, introducing, taking off the list."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.candidacy import follow
from dangvien.models import AuditEntry, Candidate, Person
from dangvien.procedure.problem import Refused
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of, token_of

LIST = "/nguon/"
ADD = "/nguon/them/"


@pytest.fixture
def way(world):
    """One person at each stage in cell A1, one in ward B."""
    old = factories.training_class(world.city, ends_on=date(2019, 7, 9))
    recent = factories.training_class(world.city)
    running = factories.training_class(world.city, ends_on=date(2024, 6, 9))
    factories.candidate(world.a1, "Trần Theo Dõi")
    factories.enrollment(running, factories.candidate(world.a1, "Lê Đang Học"))
    factories.certificate(factories.candidate(world.a1, "Ngô Có Giấy"), recent)
    factories.certificate(factories.candidate(world.a1, "Phan Sắp Hết"), old, date(2019, 7, 20))
    factories.certificate(factories.candidate(world.a1, "Hồ Hết Hạn"), old, date(2019, 5, 1))
    factories.closed(factories.candidate(world.a1, "Vũ Đã Thôi"), date(2024, 1, 1))
    factories.admitted(factories.candidate(world.a1, "Đỗ Đã Vào"), date(2024, 3, 3))
    factories.candidate(world.b1, "Bế Phường Khác")
    return world


def test_each_ward_sees_its_own_and_the_city_all(way, as_binh, as_chi, as_hoa):
    assert heads(as_binh.get(LIST)) == ["Bế Phường Khác"]
    assert len(heads(as_chi.get(LIST))) == 6
    assert len(heads(as_hoa.get(LIST))) == 5


def test_a_name_is_found_without_marks_and_the_search_noted(way, as_an):
    answer = as_an.post(LIST, {"ten": "co giay"}, follow=True)

    assert heads(answer) == ["Ngô Có Giấy"]
    assert AuditEntry.objects.get().after == {"danh sách": "nguồn phát triển", "số dòng": 1}


@pytest.mark.parametrize("asked", ["buoc=xyz", "nguon=%00", "giay=1", "to_chuc=abc", "tim=mat", "qua_ngay=0", "xep=x"])
def test_nonsense_in_the_address_gets_a_sentence_and_no_rows(way, as_an, asked):
    answer = as_an.get(f"{LIST}?{asked}")

    assert heads(answer) == []
    assert answer.context["filter_form"].errors


class TestCase:
    def test_a_case_ready_on_paper_offers_the_admission_itself(self, world, as_an):
        found = factories.candidate(world.a1, "Ngô Từng Bước")
        address = f"{LIST}{found.pk}/"

        fresh = page_of(as_an.get(address))
        assert "Ghi: Đưa vào danh sách cảm tình Đảng" in fresh.texts("a")
        assert "Ghi kết nạp" not in fresh.texts("a")

        factories.certificate(found, factories.training_class(world.city))
        ready = page_of(as_an.get(address))
        assert "Ghi kết nạp" in ready.texts("a")
        assert "còn 48 tháng" in ready.source

    def test_a_case_that_was_stopped_offers_nothing_more(self, way, as_an):
        stopped = Candidate.objects.get(person__full_name="Vũ Đã Thôi")

        page = page_of(as_an.get(f"{LIST}{stopped.pk}/"))

        assert "Thôi theo dõi từ ngày 01/01/2024: Chuyển đi." in page.texts("p")
        assert not [link for link in page.texts("a") if "Ghi" in link or "ghi" in link]

    def test_opening_it_leaves_a_trace(self, way, as_an):
        found = Candidate.objects.get(person__full_name="Trần Theo Dõi")

        as_an.get(f"{LIST}{found.pk}/")

        assert AuditEntry.objects.get().verb == "xem hồ sơ"

    def test_a_reader_is_offered_no_act(self, way, as_giang):
        ready = Candidate.objects.get(person__full_name="Ngô Có Giấy")

        links = page_of(as_giang.get(f"{LIST}{ready.pk}/")).texts("a")

        assert not [link for link in links if "Ghi" in link or "ghi" in link]

    def test_strangers_do_not_find_it(self, way, as_binh):
        found = Candidate.objects.get(person__full_name="Trần Theo Dõi")

        for page in ("", "gioi-thieu/", "thoi-theo-doi/", "ket-nap/"):
            assert as_binh.get(f"{LIST}{found.pk}/{page}").status_code == 404


class TestAdding:
    @pytest.fixture
    def typed(self, world):
        return {
            "full_name": "  nguyễn   Thị Mới ",
            "birth": "3/2/2001",
            "gender": "nu",
            "cell": world.a1.pk,
            "source": "nong_thon",
            "opened_on": "1/6/2024",
            "bodies": ["doan_thanh_nien", "hoi_phu_nu"],
            "ethnicity": "01",
            "religion": "00",
        }

    def test_a_person_is_put_on_the_list(self, world, typed, as_hoa, hoa):
        answer = as_hoa.post(ADD, typed, follow=True)

        found = Candidate.objects.get()
        assert (found.organization, found.opened_on, found.source) == (world.a1, date(2024, 6, 1), "nong_thon")
        assert (found.person.full_name, found.person.birth_date) == ("nguyễn Thị Mới", date(2001, 2, 3))
        assert {item.body for item in found.introductions.all()} == {"doan_thanh_nien", "hoi_phu_nu"}
        assert page_of(answer).texts("h1") == ["nguyễn Thị Mới"]
        assert AuditEntry.objects.filter(verb="đưa vào danh sách nguồn", actor_id=hoa.pk).count() == 1

    @pytest.mark.parametrize(
        ("birth", "stored"),
        [("1999", (date(1999, 1, 1), "nam")), ("7/1999", (date(1999, 7, 1), "thang"))],
    )
    def test_a_birth_known_in_part_stays_so(self, typed, as_an, birth, stored):
        as_an.post(ADD, {**typed, "birth": birth})

        person = Person.objects.get()
        assert (person.birth_date, person.birth_precision) == stored

    def test_schooling_is_kept_since_that_day_and_read_by_the_check(self, typed, as_an):
        as_an.post("/nguon/them/", {**typed, "schooling": "thpt"})

        standing = Candidate.objects.latest("pk").person.standings.get()
        assert (standing.general_education, standing.since) == ("thpt", Candidate.objects.latest("pk").opened_on)

    def test_save_and_add_another_keeps_cell_source_and_day(self, world, typed, as_an):
        answer = as_an.post(ADD, {**typed, "them_tiep": "1"}, follow=True)

        form = answer.context["form"]
        assert (form["cell"].value(), form["source"].value(), form["opened_on"].value()) == (
            str(world.a1.pk),
            "nong_thon",
            "01/06/2024",
        )
        assert not form["full_name"].value()

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            ({"full_name": ""}, "full_name", "Nhập họ và tên khai sinh."),
            (
                {"full_name": "a\x00b"},
                "full_name",
                "Họ và tên khai sinh có ký tự không đọc được. Xóa ô này rồi gõ lại.",
            ),
            ({"birth": "31/2/2000"}, "birth", "Ngày sinh: tháng 2 năm 2000 chỉ có 29 ngày."),
            ({"birth": "1/1/2030"}, "birth", "Ngày sinh (01/01/2030) sau ngày hôm nay. Kiểm tra lại."),
            ({"birth": "2/6/2024"}, "birth", "Ngày sinh phải trước ngày bắt đầu theo dõi. Kiểm tra lại hai ngày này."),
            ({"gender": ""}, "gender", "Chọn giới tính."),
            ({"source": "\x00"}, "source", "Chọn nguồn trong danh sách."),
            ({"opened_on": "4/6/2024"}, "opened_on", "Ngày bắt đầu theo dõi ở tương lai. Kiểm tra lại ngày."),
            ({"citizen_id": "123"}, "citizen_id", "Số căn cước phải có 12 chữ số, đang có 3."),
            ({"bodies": ["x\x00"]}, "bodies", "Chọn đoàn thể trong danh sách."),
        ],
    )
    def test_each_mistake_is_told_at_its_box_and_nothing_is_kept(self, typed, as_an, changes, at, sentence):
        sent = {**typed, **changes}
        if "birth" in changes and changes["birth"] == "2/6/2024":
            sent["opened_on"] = "1/6/2024"

        assert mistakes(as_an.post(ADD, sent)) == {at: [sentence]}
        assert not Person.objects.exists()

    def test_a_name_in_capitals_is_offered_in_small_letters_and_never_changed_silently(self, typed, as_an):
        answer = as_an.post(ADD, {**typed, "full_name": "NGUYỄN THỊ MỚI"})

        assert mistakes(answer) == {
            "full_name": ["Tên vừa gõ toàn chữ hoa. Ô này đã đổi thành “Nguyễn Thị Mới”: xem lại rồi bấm Lưu."]
        }
        assert page_of(answer).all("input", name="full_name")[0].attributes["value"] == "Nguyễn Thị Mới"
        assert len([box for box in page_of(answer).all("input", name="bodies") if "checked" in box.attributes]) == 2
        assert not Person.objects.exists()

    def test_a_cell_that_did_not_exist_that_day_is_refused(self, world, typed, as_an):
        sent = {**typed, "cell": world.a3.pk, "opened_on": "1/6/2022"}

        assert mistakes(as_an.post(ADD, sent)) == {"cell": ["Chi bộ A3 không phải chi bộ hoạt động ngày 01/6/2022."]}

    def test_another_ward_or_another_cell_is_refused(self, world, typed, as_an, as_hoa):
        sentence = "Chọn chi bộ trong danh sách; tổ chức ngoài phạm vi của đồng chí không dùng được."

        assert mistakes(as_an.post(ADD, {**typed, "cell": world.b1.pk})) == {"cell": [sentence]}
        assert mistakes(as_hoa.post(ADD, {**typed, "cell": world.a2.pk})) == {"cell": [sentence]}

    def test_a_citizen_number_of_somebody_else_is_refused(self, typed, as_an):
        factories.person("Người Khác", citizen_id="045199001234")

        found = mistakes(as_an.post(ADD, {**typed, "citizen_id": "045 199 001 234"}))

        assert set(found) == {"citizen_id"}

    def test_a_second_time_on_the_list_does_not_begin_before_the_first(self, world, an):
        first = factories.candidate(world.a1, "Lê Trở Lại", opened_on=date(2023, 1, 10))
        first.closed_on, first.close_reason = date(2023, 5, 5), "Chuyển đi"
        first.save()
        again = {"by": an, "person": first.person, "cell": world.a1, "source": "nong_thon", "bodies": []}

        with pytest.raises(Refused, match="đã được theo dõi một lần từ ngày 10/01/2023"):
            follow(**again, opened_on=date(2023, 1, 9), today=date(2024, 6, 3))
        assert follow(**again, opened_on=date(2023, 6, 1), today=date(2024, 6, 3)).person == first.person

    def test_a_form_sent_twice_adds_one(self, typed, as_an):
        sent = {**typed, "token": token_of(as_an, ADD)}

        first, second = (as_an.post(ADD, sent) for _ in range(2))

        assert first.url == second.url
        assert Candidate.objects.count() == 1

    def test_only_those_who_may(self, typed, as_giang, as_dung):
        for other in (as_giang, as_dung):
            assert other.get(ADD).status_code == 403
            assert other.post(ADD, typed).status_code == 403
