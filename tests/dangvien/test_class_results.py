"""The grid beyond typing one by one: marks and half days, two writers, a pasted block, numbers given in one go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dangvien.models import AuditEntry, Enrollment, TrainingClass
from dangvien.procedure.certificate_numbers import Series, SeriesError
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of, queries_of, token_of


@pytest.fixture
def training(world):
    return factories.training_class(world.city, "NT-2023-01")


@pytest.fixture
def learners(world, training):
    return [
        factories.enrollment(training, factories.candidate(world.a1, f"Phan Học {name}"))
        for name in ("Ân", "Bảo", "Chung")
    ]


@pytest.fixture
def address(training):
    return f"/lop/{training.pk}/ket-qua/"


def opened(client, address):
    """The form as the browser got it: every box with what stands in it."""
    page = page_of(client.get(address))
    sent: dict[str, Any] = {"nguoi": [], "common_day": ""}
    for box in page.all("input"):
        name, value = str(box.attributes.get("name", "")), str(box.attributes.get("value") or "")
        if name == "nguoi":
            sent["nguoi"].append(value)
        elif name.startswith("n") and "-" in name:
            sent[name] = value
    for row in page.all("select"):
        sent[str(row.attributes["name"])] = ""
    rows = client.get(address).context["form"].rows
    return {**sent, **{f"{row.prefix}-result": row["result"].value() for row in rows}}


def refreshed(lines):
    for line in lines:
        line.refresh_from_db()
    return lines


class TestGrid:
    def test_marks_half_days_and_grades_are_kept(self, learners, address, as_an):
        sent = opened(as_an, address)
        key = f"n{learners[0].person_id}"
        more = {f"{key}-attended": "9", f"{key}-score": "8,5", f"{key}-grade": "Giỏi", f"{key}-result": "dat_cho_giay"}

        assert as_an.post(address, {**sent, **more}).status_code == 302

        first, second, _ = refreshed(learners)
        assert (first.attended, first.score, first.grade) == (9, Decimal("8.5"), "Giỏi")
        assert (first.result, first.awaits_certificate, first.result_label) == ("dang_hoc", True, "Đạt, chờ cấp giấy")
        assert (second.attended, second.awaits_certificate) == (None, False)
        entry = AuditEntry.objects.get(verb="ghi kết quả lớp")
        assert entry.after == {
            "kết quả": "dang_hoc",
            "chờ cấp giấy": True,
            "giấy chứng nhận": "",
            "số buổi": 9,
            "điểm": "8.5",
            "xếp loại": "Giỏi",
        }
        assert 'value="8,5"' in as_an.get(address).content.decode()

    @pytest.mark.parametrize(
        ("box", "typed", "sentence"),
        [
            ("score", "11", "Phan Học Ân: Điểm bài thu hoạch không quá 10."),
            ("score", "tám", "Phan Học Ân: Nhập điểm bài thu hoạch bằng số, ví dụ 8 hoặc 8,5."),
            ("score", "8,555", "Phan Học Ân: Nhập điểm bài thu hoạch bằng số, ví dụ 8 hoặc 8,5."),
            ("score", "-1", "Phan Học Ân: Nhập điểm bài thu hoạch bằng số, ví dụ 8 hoặc 8,5."),
            (
                "attended",
                "11",
                "Phan Học Ân: có mặt 11 buổi nhưng lớp chỉ có 10 buổi. Kiểm tra lại số buổi.",
            ),
            ("attended", "-1", "Phan Học Ân: Số buổi có mặt phải từ 0 trở lên."),
        ],
    )
    def test_a_mistake_is_told_and_everything_typed_stays(self, learners, address, as_an, box, typed, sentence):
        key, other = (f"n{line.person_id}" for line in learners[:2])
        sent = {**opened(as_an, address), f"{key}-{box}": typed, f"{other}-grade": "Khá", "khoi": "Chép dở"}

        answer = as_an.post(address, sent)

        assert mistakes(answer) == {"": [sentence]}
        page = page_of(answer)
        assert page.all("input", name=f"{key}-{box}")[0].attributes["value"] == typed
        assert page.all("input", name=f"{other}-grade")[0].attributes["value"] == "Khá"
        assert "Chép dở" in page.texts("textarea")
        assert not AuditEntry.objects.filter(verb="ghi kết quả lớp").exists()

    @pytest.mark.parametrize("result", ["khong_dat", "bo_hoc"])
    def test_x02_those_without_a_certificate_are_shown(self, training, learners, address, as_an, result):
        as_an.post(address, {**opened(as_an, address), f"n{learners[0].person_id}-result": result})

        shown = as_an.get(f"/lop/{training.pk}/").content.decode()
        word = {"khong_dat": "không đạt 1", "bo_hoc": "bỏ học 1"}[result]
        assert word in shown
        assert Enrollment.objects.get(pk=learners[0].pk).certificate_number == ""

    def test_k10_a_certificate_of_some_other_body_is_to_be_compared(self, training, learners, address, as_an):
        TrainingClass.objects.filter(pk=training.pk).update(provider_kind="khac", provider="Trường Tư thục")
        key = f"n{learners[0].person_id}"
        more = {f"{key}-certificate_number": "01/GCN", f"{key}-certificate_on": "20/6/2023"}
        sent = {**opened(as_an, address), **more}

        answer = as_an.post(address, sent)
        assert "Trường Tư thục" in answer.context["form"].warnings[0].sentence
        tick = str(page_of(answer).all("input", name="doi_chieu")[0].attributes["value"])

        assert as_an.post(address, {**sent, "doi_chieu": tick}).status_code == 302
        assert refreshed(learners)[0].certificate_number == "01/GCN"

    def test_k43_the_holder_of_a_number_is_named_only_to_those_who_see_them(
        self, world, learners, address, as_an, as_chi
    ):
        other = factories.certificate(
            factories.candidate(world.b1, "Lê Ở Phường B"), factories.training_class(world.city, "NT-B")
        )
        row = {f"n{learners[0].person_id}-certificate_number": other.certificate_number, "common_day": "20/6/2023"}

        [[unseen]] = mistakes(as_an.post(address, {**opened(as_an, address), **row})).values()
        [[seen]] = mistakes(as_chi.post(address, {**opened(as_chi, address), **row})).values()

        assert f"{other.certificate_number} đã cấp cho người khác (lớp NT-B). Mỗi số chỉ dùng một lần" in unseen
        assert "Lê Ở" not in unseen
        assert f"{other.certificate_number} đã cấp cho Lê Ở Phường B (lớp NT-B). Mỗi số chỉ dùng một lần" in seen

    @pytest.mark.parametrize("differs", ["issuer", "kind", "year"])
    def test_k43_a_number_of_another_issuer_kind_or_year_is_compared_and_taken(
        self, world, learners, address, as_chi, differs
    ):
        issued_on = date(2022, 6, 20) if differs == "year" else date(2023, 6, 20)
        organizer = world.ward_b if differs == "issuer" else world.city
        there = factories.training_class(organizer, "NT-B", issued_on.replace(day=9))
        if differs == "kind":
            there.kind = TrainingClass.Kind.DANG_VIEN_MOI
            there.save()
        other = factories.certificate(factories.candidate(world.b1, "Lê Ở Phường B"), there, issued_on)
        row = {f"n{learners[0].person_id}-certificate_number": other.certificate_number, "common_day": "20/6/2023"}
        sent = {**opened(as_chi, address), **row}

        answer = as_chi.post(address, sent)

        [warning] = answer.context["form"].warnings
        assert warning.rule == "K43"
        assert (
            f"{other.certificate_number} đã cấp cho Lê Ở Phường B (lớp NT-B), của nơi cấp khác, loại lớp khác hoặc năm "
            "khác. Đối chiếu số với giấy."
        ) in warning.sentence
        tick = str(page_of(answer).all("input", name="doi_chieu")[0].attributes["value"])
        assert as_chi.post(address, {**sent, "doi_chieu": tick}).status_code == 302
        assert refreshed(learners)[0].certificate_number == other.certificate_number


class TestTwoWriters:
    def test_the_second_is_told_what_the_first_wrote_and_loses_nothing(self, learners, address, as_an, as_chi):
        key = f"n{learners[0].person_id}"
        late = opened(as_an, address)
        first = {f"{key}-certificate_number": "01/GCN", f"{key}-certificate_on": "20/6/2023"}
        as_chi.post(address, {**opened(as_chi, address), **first})

        answer = as_an.post(address, {**late, f"{key}-grade": "Khá"})

        sentence = (
            "Phan Học Ân: trong lúc đồng chí nhập, người khác đã ghi được cấp giấy chứng nhận, giấy số 01/GCN. "
            "Xem lại dòng này rồi bấm Lưu lần nữa nếu vẫn đúng."
        )
        assert mistakes(answer) == {"": [sentence]}
        page = page_of(answer)
        assert page.all("input", name=f"{key}-grade")[0].attributes["value"] == "Khá"
        assert refreshed(learners)[0].certificate_number == "01/GCN"

        again = {**late, f"{key}-grade": "Khá", **first, f"{key}-result": "dat"}
        again[f"{key}-seen"] = page.all("input", name=f"{key}-seen")[0].attributes["value"]
        assert as_an.post(address, again).status_code == 302
        assert (refreshed(learners)[0].grade, learners[0].certificate_number) == ("Khá", "01/GCN")

    def test_rows_the_second_did_not_touch_are_not_written_over(self, learners, address, as_an, as_chi):
        late = opened(as_an, address)
        first = {f"n{learners[0].person_id}-certificate_number": "01/GCN", "common_day": "20/6/2023"}
        as_chi.post(address, {**opened(as_chi, address), **first})

        assert as_an.post(address, {**late, f"n{learners[1].person_id}-grade": "Khá"}).status_code == 302

        one, two, _ = refreshed(learners)
        assert (one.certificate_number, two.grade) == ("01/GCN", "Khá")

    @pytest.mark.parametrize("seen", ["", "x", "[]", "[" * 5000, '{"a": 1}', "\x00"])
    def test_nonsense_in_place_of_what_was_seen_breaks_nothing(self, learners, address, as_an, seen):
        sent = {**opened(as_an, address), f"n{learners[0].person_id}-seen": seen}

        assert as_an.post(address, sent).status_code == 302


class TestPasting:
    BLOCK = "Phan Học Chung\t10\t9\tGiỏi\tĐạt\t03/GCN\t20/6/2023\nphan hoc an\t8\t6,5\tKhá\tĐạt\nVũ Lạ\t1"

    def pasted(self, client, address, block, **more):
        return client.post(address, {**opened(client, address), **more, "khoi": block, "dua_vao_bang": "1"})

    def test_a_block_is_shown_in_the_grid_and_not_saved(self, learners, address, as_an):
        answer = self.pasted(as_an, address, self.BLOCK)

        page = page_of(answer)
        third, first = learners[2].person_id, learners[0].person_id
        assert page.all("input", name=f"n{third}-certificate_number")[0].attributes["value"] == "03/GCN"
        assert page.all("input", name=f"n{first}-score")[0].attributes["value"] == "6,5"
        text = " ".join(page.texts("li"))
        assert "Dòng 3: “Vũ Lạ” không có trong danh sách lớp" in text
        assert "Đã đưa 2 dòng vào bảng, chưa lưu." in answer.content.decode()
        assert not AuditEntry.objects.filter(verb="ghi kết quả lớp").exists()

    def test_what_is_shown_is_then_saved_like_typed_words(self, learners, address, as_an):
        page = self.pasted(as_an, address, self.BLOCK).context["form"]
        sent = {key: value for key, value in page.data.lists() if key != "dua_vao_bang"}

        assert as_an.post(address, sent).status_code == 302

        first, second, third = refreshed(learners)
        assert (third.result, third.certificate_number, third.score) == ("dat", "03/GCN", Decimal(9))
        assert (first.awaits_certificate, first.attended) == (True, 8)
        assert second.attended is None

    def test_wrong_cells_are_told_at_once_and_what_was_typed_before_stays(self, learners, address, as_an):
        typed = {f"n{learners[1].person_id}-grade": "Khá"}

        answer = self.pasted(as_an, address, "Phan Học Ân\t99\tx", **typed)

        assert set(mistakes(answer)[""]) == {"Phan Học Ân: Nhập điểm bài thu hoạch bằng số, ví dụ 8 hoặc 8,5."}
        box = page_of(answer).all("input", name=f"n{learners[1].person_id}-grade")[0]
        assert box.attributes["value"] == "Khá"

    def test_learners_of_other_pages_join_the_grid(self, world, training, learners, address, as_an):
        for _ in range(30):
            factories.enrollment(training, factories.candidate(world.a1, "Phan Học An"))
        assert not [name for name in heads(as_an.get(address)) if name.startswith("Phan Học Chung")]

        answer = self.pasted(as_an, address, "Phan Học Chung\t10")

        assert [name.split(" sinh")[0] for name in heads(answer)] == ["Phan Học An"] * 30 + ["Phan Học Chung"]
        row = answer.context["form"].rows[-1]
        assert (row["attended"].value(), row["result"].value(), row.seen is not None) == ("10", "dang_hoc", True)

    def test_a_ward_cannot_paste_into_the_rows_of_another(self, world, training, learners, address, as_an):
        other = factories.enrollment(training, factories.candidate(world.b1, "Lê Ở Phường B"))

        answer = self.pasted(as_an, address, "Lê Ở Phường B\t10")

        assert "“Lê Ở Phường B” không có trong danh sách lớp mà đồng chí thấy" in answer.content.decode()
        assert f"n{other.person_id}-" not in answer.content.decode()

    @pytest.mark.parametrize("block", ["", "\x00\x00", "\t" * 500, "a\n" * 500, "=1+1\t10", "<script>\t1"])
    def test_nonsense_is_told_and_breaks_nothing(self, learners, address, as_an, block):
        assert self.pasted(as_an, address, block).status_code == 200
        assert "<script>\t" not in self.pasted(as_an, address, block).content.decode()


class TestSeries:
    @pytest.mark.parametrize(
        ("first", "second"),
        [("01/GCN", "02/GCN"), ("099", "100"), ("GCN-9", "GCN-10"), ("2023/07", "2024/07"), ("1", "2")],
    )
    def test_the_next_number(self, first, second):
        assert Series.of(first).numbers(2) == [first, second]

    @pytest.mark.parametrize("text", ["", "GCN", "số một"])
    def test_without_a_digit_there_is_no_next(self, text):
        with pytest.raises(SeriesError, match="01/GCN"):
            Series.of(text)

    def test_too_long_a_number_is_refused(self):
        with pytest.raises(SeriesError, match="quá 30 ký tự"):
            Series.of("9" + "/" * 29).at(1)


class TestNumbering:
    @pytest.fixture
    def desk(self, training):
        return f"/lop/{training.pk}/danh-so/"

    @pytest.fixture
    def waiting(self, learners):
        Enrollment.objects.filter(pk__in=[learners[0].pk, learners[2].pk]).update(awaits_certificate=True)
        return refreshed(learners)

    def test_everybody_who_waits_is_numbered_in_roster_order(self, waiting, desk, as_chi):
        answer = as_chi.post(desk, {"first": "07/GCN", "issued_on": "20/6/2023"}, follow=True)

        first, second, third = refreshed(waiting)
        assert [(line.result, line.certificate_number) for line in (first, second, third)] == [
            ("dat", "07/GCN"),
            ("dang_hoc", ""),
            ("dat", "08/GCN"),
        ]
        assert (first.certificate_on, first.awaits_certificate) == (date(2023, 6, 20), False)
        done = "Xong. Đã đánh số 2 giấy chứng nhận, từ 07/GCN đến 08/GCN."
        assert done in page_of(answer).texts("p", class_="notice good")
        assert AuditEntry.objects.filter(verb="cấp số giấy chứng nhận").count() == 2

    def test_k43_a_number_that_is_used_stops_the_whole_row(self, world, waiting, desk, as_chi):
        other = factories.certificate(
            factories.candidate(world.b1, "Lê Có Giấy"), factories.training_class(world.city, "NT-B")
        )
        Enrollment.objects.filter(pk=other.pk).update(certificate_number="08/GCN")

        found = mistakes(as_chi.post(desk, {"first": "07/GCN", "issued_on": "20/6/2023"}))

        assert set(found) == {"first"}
        assert "Số giấy chứng nhận 08/GCN đã cấp cho Lê Có Giấy (lớp NT-B)." in found["first"][0]
        assert {line.certificate_number for line in refreshed(waiting)} == {""}

    def test_k43_a_holder_in_another_ward_is_not_named(self, world, as_an, an):
        own = factories.training_class(world.ward_a, "NT-A")
        line = factories.enrollment(own, factories.candidate(world.a1))
        Enrollment.objects.filter(pk=line.pk).update(awaits_certificate=True)
        other = factories.certificate(
            factories.candidate(world.b1, "Lê Có Giấy"), factories.training_class(world.ward_b, "NT-B")
        )

        sent = {"first": other.certificate_number, "issued_on": "20/6/2023"}
        answer = as_an.post(f"/lop/{own.pk}/danh-so/", sent)

        assert set(mistakes(answer)) == {"doi_chieu"}
        [warning] = answer.context["form"].warnings
        assert "đã cấp cho người khác, của nơi cấp khác" in warning.sentence
        assert "Lê Có Giấy" not in answer.content.decode()
        assert "NT-B" not in answer.content.decode()

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            ({"issued_on": ""}, "issued_on", "Nhập ngày cấp giấy theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
            ({"first": "GCN"}, "first", "Gõ số giấy đầu tiên, có chữ số, ví dụ 01/GCN; các số sau tự tăng."),
            (
                {"issued_on": "8/6/2023"},
                "issued_on",
                "Ngày cấp giấy (08/6/2023) sớm hơn ngày bế giảng (09/6/2023). Kiểm tra lại ngày.",
            ),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, waiting, desk, as_chi, changes, at, sentence):
        sent = {"first": "01/GCN", "issued_on": "20/6/2023", **changes}

        assert mistakes(as_chi.post(desk, sent)) == {at: [sentence]}

    def test_nobody_waiting_is_told(self, learners, desk, as_chi):
        assert "Không có ai đạt mà chưa có số giấy" in as_chi.get(desk).content.decode()
        assert set(mistakes(as_chi.post(desk, {"first": "1", "issued_on": "20/6/2023"}))) == {""}

    def test_a_form_sent_twice_numbers_once(self, waiting, desk, as_chi):
        sent = {"first": "01/GCN", "issued_on": "20/6/2023", "token": token_of(as_chi, desk)}

        assert [as_chi.post(desk, sent).status_code for _ in range(2)] == [302, 302]
        assert [line.certificate_number for line in refreshed(waiting)] == ["01/GCN", "", "02/GCN"]

    def test_the_next_number_is_offered(self, world, training, waiting, desk, as_chi):
        held = factories.certificate(factories.candidate(world.a1), training)
        Enrollment.objects.filter(pk=held.pk).update(certificate_number="041/GCN")

        box = page_of(as_chi.get(desk)).all("input", name="first")[0]

        assert box.attributes["value"] == "042/GCN"

    def test_only_who_runs_the_class(self, waiting, desk, as_an, as_hoa, as_giang):
        sent = {"first": "01/GCN", "issued_on": "20/6/2023"}

        assert as_an.post(desk, sent).status_code == 404
        for other in (as_hoa, as_giang):
            assert other.post(desk, sent).status_code == 403
        assert [line.certificate_number for line in refreshed(waiting)] == ["", "", ""]

    def test_the_same_queries_for_one_and_for_fifty(self, world, training, desk, as_chi):
        def one_more():
            line = factories.enrollment(training, factories.candidate(world.a1))
            Enrollment.objects.filter(pk=line.pk).update(awaits_certificate=True)

        one_more()
        few = queries_of(as_chi, desk)
        for _ in range(49):
            one_more()

        assert queries_of(as_chi, desk) == few <= 15
