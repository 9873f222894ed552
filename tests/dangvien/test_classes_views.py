"""Training classes in the browser: the list, one class, opening, enrolling, the grid of results."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import AuditEntry, Enrollment, TrainingClass
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of, queries_of, token_of

LIST = "/lop/"
NUMBER_IS_MISSING = "Phan Học Ân: nhập số giấy chứng nhận, hoặc chọn “Đạt, chờ cấp giấy” để đánh số sau."


@pytest.fixture
def training(world):
    """A class of the city in June 2023 with one learner of each ward."""
    made = factories.training_class(world.city, "NT-2023-01")
    factories.enrollment(made, factories.candidate(world.a1, "Trần Học A"))
    factories.enrollment(made, factories.candidate(world.b1, "Lê Học B"))
    return made


class TestList:
    def test_classes_are_shown_with_the_learners_one_may_see(self, training, as_an, as_chi):
        assert [row.split()[:2] for row in heads(as_an.get(LIST))] == [["Lớp", "NT-2023-01"]]
        assert page_of(as_an.get(LIST)).texts("td", class_="number") == ["1", "0", "1"]
        assert page_of(as_chi.get(LIST)).texts("td", class_="number") == ["2", "0", "2"]

    def test_a_class_of_another_ward_is_not_shown(self, world, as_an, as_binh):
        made = factories.training_class(world.ward_b, "B-1")

        assert heads(as_an.get(LIST)) == []
        assert as_an.get(f"{LIST}{made.pk}/").status_code == 404
        assert len(heads(as_binh.get(LIST))) == 1

    @pytest.mark.parametrize(
        ("asked", "count"), [("nam=2023", 1), ("nam=2022", 0), ("loai=dang_vien_moi", 0), ("dang_mo=on", 0)]
    )
    def test_the_list_can_be_narrowed(self, training, as_an, asked, count):
        assert len(heads(as_an.get(f"{LIST}?{asked}"))) == count

    @pytest.mark.parametrize("asked", ["nam=abc", "nam=99999999999999", "nam=20%0023", "loai=x"])
    def test_nonsense_gets_a_sentence_and_no_rows(self, training, as_an, asked):
        answer = as_an.get(f"{LIST}?{asked}")

        assert heads(answer) == []
        assert answer.context["filter_form"].errors

    def test_the_same_queries_for_one_and_for_fifty(self, training, world, as_an):
        alone = queries_of(as_an, LIST)
        for _ in range(49):
            made = factories.training_class(world.city)
            factories.enrollment(made, factories.candidate(world.a1))

        assert queries_of(as_an, LIST) == alone <= 15


class TestPage:
    def test_a_ward_sees_only_its_own_learners(self, training, as_an, as_binh, as_chi):
        address = f"{LIST}{training.pk}/"

        assert heads(as_an.get(address)) == ["Trần Học A"]
        assert heads(as_binh.get(address)) == ["Lê Học B"]
        assert heads(as_chi.get(address)) == ["Trần Học A", "Lê Học B"]

    def test_the_same_queries_for_one_and_for_fifty(self, training, world, as_an):
        address = f"{LIST}{training.pk}/"
        alone = queries_of(as_an, address)
        for _ in range(49):
            factories.enrollment(training, factories.candidate(world.a2))

        assert queries_of(as_an, address) == alone <= 15

    def test_a_reader_is_offered_no_act(self, training, as_giang, as_hoa):
        for other in (as_giang, as_hoa):
            links = page_of(other.get(f"{LIST}{training.pk}/")).texts("a")
            assert not {"Ghi kết quả", "Ghi danh"} & set(links)


class TestOpening:
    @pytest.fixture
    def typed(self, world):
        return {
            "code": "NT-2024-01",
            "name": "Lớp nhận thức khóa 1",
            "kind": "nhan_thuc",
            "organizer": world.ward_a.pk,
            "starts_on": "3/6/2024",
            "ends_on": "7/6/2024",
            "venue": "Hội trường",
        }

    def test_a_class_is_opened(self, world, typed, as_an):
        answer = as_an.post(f"{LIST}mo/", typed, follow=True)

        made = TrainingClass.objects.get()
        assert (made.code, made.organizer, made.ends_on) == ("NT-2024-01", world.ward_a, date(2024, 6, 7))
        assert page_of(answer).texts("h1") == ["Lớp nhận thức khóa 1"]

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            (
                {"ends_on": "2/6/2024"},
                "ends_on",
                "Ngày bế giảng (02/6/2024) sớm hơn ngày khai giảng (03/6/2024). Kiểm tra lại hai ngày này.",
            ),
            ({"code": "\x00"}, "code", "Mã lớp có ký tự không đọc được. Xóa ô này rồi gõ lại."),
            ({"name": ""}, "name", "Nhập tên lớp."),
            (
                {"organizer": "999999"},
                "organizer",
                "Chọn cấp ủy mở lớp trong danh sách; tổ chức ngoài phạm vi của đồng chí không dùng được.",
            ),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, typed, as_an, changes, at, sentence):
        assert mistakes(as_an.post(f"{LIST}mo/", {**typed, **changes})) == {at: [sentence]}
        assert not TrainingClass.objects.exists()

    def test_a_code_serves_once(self, world, typed, as_an):
        factories.training_class(world.ward_b, "NT-2024-01")

        assert mistakes(as_an.post(f"{LIST}mo/", typed)) == {"code": ["Mã lớp NT-2024-01 đã có. Đặt mã khác."]}

    def test_a_form_sent_twice_opens_one(self, typed, as_an):
        sent = {**typed, "token": token_of(as_an, f"{LIST}mo/")}

        first, second = (as_an.post(f"{LIST}mo/", sent) for _ in range(2))

        assert first.url == second.url
        assert TrainingClass.objects.count() == 1

    def test_only_those_who_may(self, typed, as_giang, as_hoa, as_dung):
        for other in (as_giang, as_hoa, as_dung):
            assert other.post(f"{LIST}mo/", typed).status_code == 403


class TestEnrolling:
    @pytest.fixture
    def own(self, world):
        """A class that ward A runs itself, with one learner of its own."""
        made = factories.training_class(world.ward_a, "NT-A-01")
        factories.enrollment(made, factories.candidate(world.a1, "Trần Học A"))
        return made

    @pytest.fixture
    def address(self, own):
        return f"{LIST}{own.pk}/ghi-danh/"

    def test_people_are_not_put_on_the_list_of_a_class_of_somebody_else(self, training, waiting, as_an, as_chi):
        """A ward proposes for a class of the city; the city alone puts on the list."""
        address = f"{LIST}{training.pk}/ghi-danh/"

        assert as_an.get(address).status_code == 404
        assert as_an.post(address, {"people": [waiting[0].pk]}).status_code == 404
        assert heads(as_chi.get(address)) == ["Ngô Chờ Hai sinh 03/02/1998", "Ngô Chờ Một sinh 03/02/1998"]

    @pytest.fixture
    def waiting(self, world):
        return [factories.listed(world.a1, "Ngô Chờ Một"), factories.listed(world.a2, "Ngô Chờ Hai")]

    def test_followed_people_are_ticked_and_sent(self, world, waiting, address, as_an):
        assert heads(as_an.get(address)) == ["Ngô Chờ Hai sinh 03/02/1998", "Ngô Chờ Một sinh 03/02/1998"]

        answer = as_an.post(address, {"people": [item.pk for item in waiting]}, follow=True)

        assert "Xong. Đã ghi danh 2 người." in page_of(answer).texts("p", class_="notice good")
        assert {item.sent_by for item in Enrollment.objects.filter(person__full_name__startswith="Ngô")} == {
            world.a1,
            world.a2,
        }

    def test_the_list_can_be_narrowed_to_a_cell(self, world, waiting, address, as_an):
        assert heads(as_an.get(f"{address}?chi_bo={world.a2.pk}")) == ["Ngô Chờ Hai sinh 03/02/1998"]
        assert as_an.get(f"{address}?chi_bo={world.b1.pk}").context["filter_form"].errors

    def test_those_who_learn_or_hold_a_certificate_are_not_offered(self, world, address, as_an):
        factories.certificate(factories.candidate(world.a1, "Có Giấy"), factories.training_class(world.city))

        assert heads(as_an.get(address)) == []

    def test_nobody_ticked_is_told(self, waiting, address, as_an):
        assert mistakes(as_an.post(address, {})) == {"people": ["Đánh dấu ít nhất một người."]}

    @pytest.mark.parametrize("wrong", ["999999", "\x00", "abc"])
    def test_somebody_who_cannot_be_sent_is_refused_and_nobody_enrolled(self, waiting, address, as_an, wrong):
        found = mistakes(as_an.post(address, {"people": [waiting[0].pk, wrong]}))

        assert found == {"people": ["Trong những người đã đánh dấu có người không còn có thể cử đi học. Chọn lại."]}
        assert Enrollment.objects.count() == 1

    def test_people_of_another_ward_cannot_be_sent(self, world, address, as_an):
        other = factories.candidate(world.b1)

        assert set(mistakes(as_an.post(address, {"people": [other.pk]}))) == {"people"}

    def test_a_form_sent_twice_enrolls_once(self, waiting, address, as_an):
        sent = {"people": [waiting[0].pk], "token": token_of(as_an, address)}

        assert [as_an.post(address, sent).status_code for _ in range(2)] == [302, 302]
        assert Enrollment.objects.count() == 2

    def test_the_same_queries_for_one_and_for_fifty(self, world, waiting, address, as_an):
        few = queries_of(as_an, address)
        for _ in range(50):
            factories.listed(world.a1)

        assert queries_of(as_an, address) == few <= 15

    def test_S03_somebody_who_is_not_on_the_list_of_cam_tinh_dang_is_refused(self, world, address, as_an):
        noted = factories.candidate(world.a1, "Ngô Mới Biết")
        sentence = (
            "Ngô Mới Biết chưa có trong danh sách cảm tình Đảng của chi bộ. Ghi bước “Đưa vào danh sách cảm tình Đảng” "
            "trước rồi mới cử đi học."
        )

        assert mistakes(as_an.post(address, {"people": [noted.pk]})) == {"people": [sentence]}
        assert sentence in page_of(as_an.get(address)).source
        assert Enrollment.objects.count() == 1


class TestResults:
    @pytest.fixture
    def learners(self, world, training):
        return [
            factories.enrollment(training, factories.candidate(world.a1, f"Phan Học {name}"))
            for name in ("Ân", "Bảo", "Chung")
        ]

    @pytest.fixture
    def address(self, training):
        return f"{LIST}{training.pk}/ket-qua/"

    @staticmethod
    def row(enrollment, **boxes):
        key = enrollment.person_id
        given = {"result": "dang_hoc", "grade": "", "certificate_number": "", "certificate_on": "", **boxes}
        return {f"n{key}-{name}": value for name, value in given.items()}

    def sheet(self, *rows, **more):
        """What the browser sends: the rows it showed, and their boxes."""
        keys = [next(iter(row)).split("-")[0][1:] for row in rows]
        return {"nguoi": keys, "common_day": "", **{k: v for row in rows for k, v in row.items()}, **more}

    def test_results_of_several_are_saved_with_a_common_day(self, learners, address, as_an):
        first, second, third = learners
        sent = self.sheet(
            self.row(first, result="dat", grade="Giỏi", certificate_number="01/GCN"),
            self.row(second, certificate_number="02/GCN", certificate_on="21/6/2023"),
            self.row(third, result="khong_dat"),
            common_day="20/6/2023",
        )

        answer = as_an.post(address, sent, follow=True)

        assert "Xong. Đã ghi kết quả của 3 người." in page_of(answer).texts("p", class_="notice good")
        for item in learners:
            item.refresh_from_db()
        assert (first.result, first.grade, first.certificate_on) == ("dat", "Giỏi", date(2023, 6, 20))
        assert (second.result, second.certificate_on) == ("dat", date(2023, 6, 21))
        assert (third.result, third.certificate_on) == ("khong_dat", None)

    def test_a_row_that_says_nothing_new_is_left_alone(self, learners, address, as_an):
        answer = as_an.post(address, self.sheet(*(self.row(item) for item in learners)), follow=True)

        assert "Xong. Không có kết quả nào thay đổi." in page_of(answer).texts("p", class_="notice good")
        assert not AuditEntry.objects.filter(verb="ghi kết quả lớp").exists()

    @pytest.mark.parametrize(
        ("boxes", "sentence"),
        [
            ({"result": "dat", "certificate_on": "20/6/2023"}, NUMBER_IS_MISSING),
            ({"certificate_number": "1"}, "Phan Học Ân: nhập ngày cấp giấy chứng nhận."),
            (
                {"certificate_number": "1", "certificate_on": "8/6/2023"},
                "Phan Học Ân: ngày cấp giấy (08/6/2023) sớm hơn ngày bế giảng (09/6/2023). Kiểm tra lại ngày.",
            ),
            (
                {"certificate_number": "1", "certificate_on": "4/6/2024"},
                "Phan Học Ân: ngày cấp giấy ở tương lai. Kiểm tra lại ngày.",
            ),
            (
                {"result": "khong_dat", "certificate_number": "1"},
                "Phan Học Ân: có số hoặc ngày giấy chứng nhận nhưng kết quả không phải là được cấp giấy.",
            ),
            ({"result": "gioi"}, "Phan Học Ân: Chọn kết quả trong danh sách."),
            ({"certificate_on": "31/6/2023"}, "Phan Học Ân: Ngày cấp giấy: tháng 6 chỉ có 30 ngày."),
            ({"grade": "\x00"}, "Phan Học Ân: Xếp loại có ký tự không đọc được. Xóa ô này rồi gõ lại."),
        ],
    )
    def test_a_mistake_is_told_at_the_row_and_the_page_is_not_saved(self, learners, address, as_an, boxes, sentence):
        good = self.row(learners[1], certificate_number="02/GCN", certificate_on="20/6/2023")

        answer = as_an.post(address, self.sheet(self.row(learners[0], **boxes), good))

        assert mistakes(answer) == {"": [sentence]}
        assert f"Lỗi: {sentence}" in page_of(answer).texts("p", class_="field-error")
        assert set(Enrollment.objects.values_list("result", flat=True)) == {"dang_hoc"}

    def test_each_mistake_leads_to_its_box(self, learners, address, as_an):
        rows = (
            self.row(learners[0], certificate_number="1"),
            self.row(learners[1], result="khong_dat", certificate_number="2"),
        )

        page = page_of(as_an.post(address, self.sheet(*rows)))

        boxes = {box.attributes.get("id") for tag in ("input", "select") for box in page.all(tag)}
        asked = {link.text: str(link.attributes["href"]) for link in page.all("a") if link.text.startswith("Phan Học")}
        without_day, without_right = learners[0].person_id, learners[1].person_id
        wrong = "Phan Học Bảo: có số hoặc ngày giấy chứng nhận nhưng kết quả không phải là được cấp giấy."
        assert asked["Phan Học Ân: nhập ngày cấp giấy chứng nhận."] == f"#id_n{without_day}-certificate_on"
        assert asked[wrong].startswith(f"#id_n{without_right}-")
        assert {target.removeprefix("#") for target in asked.values()} <= boxes

    def test_a_number_given_to_two_is_refused(self, learners, address, as_an):
        rows = [self.row(item, certificate_number="07/GCN", certificate_on="20/6/2023") for item in learners[:2]]

        assert mistakes(as_an.post(address, self.sheet(*rows)))[""] == [
            "Phan Học Ân: số 07/GCN ghi cho 2 người trên trang này.",
            "Phan Học Bảo: số 07/GCN ghi cho 2 người trên trang này.",
        ]

    def test_a_number_of_somebody_else_is_refused(self, world, learners, address, as_an):
        other = factories.certificate(factories.candidate(world.b1), factories.training_class(world.city, "NT-CU"))
        row = self.row(learners[0], certificate_number=other.certificate_number, certificate_on="20/6/2023")

        assert mistakes(as_an.post(address, self.sheet(row))) == {
            "": [
                f"Phan Học Ân: số giấy chứng nhận {other.certificate_number} đã cấp cho người khác (lớp NT-CU). "
                "Mỗi số chỉ dùng một lần trong năm của nơi cấp: xem lại số trên giấy; nếu hai giấy in trùng số, đề "
                "nghị nơi cấp đổi số một giấy rồi ghi."
            ]
        }

    def test_a_result_for_somebody_not_enrolled_is_refused_by_name(self, world, learners, address, as_an):
        stranger = Enrollment(person=factories.candidate(world.a1, "Vũ Không Học").person)
        sent = self.sheet(self.row(stranger, certificate_number="9", certificate_on="20/6/2023"))

        assert mistakes(as_an.post(address, sent)) == {
            "": ["Vũ Không Học không có trong danh sách lớp NT-2023-01. Ghi danh trước khi ghi kết quả."]
        }
        assert Enrollment.objects.filter(person=stranger.person).count() == 0

    @pytest.mark.parametrize("key", ["999999", "\x00", "-1", "abc", "9" * 40])
    def test_a_row_of_nobody_known_is_refused(self, learners, address, as_an, key):
        sent = {**self.sheet(self.row(learners[0])), "nguoi": [learners[0].person_id, key]}

        assert mistakes(as_an.post(address, sent)) == {
            "": ["Có dòng không thuộc danh sách lớp này. Ghi danh người đó trước, rồi mở lại trang kết quả."]
        }

    def test_learners_of_another_ward_are_not_written(self, world, training, address, as_an):
        other = training.enrollments.get(sent_by=world.b1)

        found = mistakes(as_an.post(address, self.sheet(self.row(other, result="khong_dat"))))

        assert found == {
            "": ["Có dòng không thuộc danh sách lớp này. Ghi danh người đó trước, rồi mở lại trang kết quả."]
        }
        other.refresh_from_db()
        assert other.result == "dang_hoc"

    def test_thirty_rows_a_page_and_on_to_the_next(self, world, training, address, as_chi):
        for _ in range(40):
            factories.enrollment(training, factories.candidate(world.a1))

        assert len(heads(as_chi.get(address))) == 30
        assert len(heads(as_chi.get(f"{address}?trang=2"))) == 12
        answer = as_chi.post(address, {"nguoi": [], "common_day": "", "them_tiep": "1"})
        assert answer.url == f"{address}?trang=2"

    def test_a_form_sent_twice_is_written_once(self, learners, address, as_an):
        row = self.row(learners[0], certificate_number="1", certificate_on="20/6/2023")
        sent = {**self.sheet(row), "token": token_of(as_an, address)}

        assert [as_an.post(address, sent).status_code for _ in range(2)] == [302, 302]
        assert AuditEntry.objects.filter(verb="ghi kết quả lớp").count() == 1

    def test_the_same_queries_for_one_and_for_thirty(self, world, training, address, as_an):
        alone = queries_of(as_an, address)
        for _ in range(29):
            factories.enrollment(training, factories.candidate(world.a1))

        assert queries_of(as_an, address) == alone <= 15

    def test_only_those_who_may(self, learners, address, as_giang, as_hoa, as_dung):
        for other in (as_giang, as_hoa, as_dung):
            assert other.post(address, self.sheet(self.row(learners[0]))).status_code == 403
