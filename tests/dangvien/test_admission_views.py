"""Recording an admission and an official recognition by their forms."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import AuditEntry, Candidate, Decision, Kind, Member, Movement, OrganizationKind, Submission
from tests import factories
from tests.dangvien.reading import mistakes, page_of, queries_of, token_of


@pytest.fixture
def ready(world):
    """Somebody of cell A1 who holds a certificate of June 2023."""
    found = factories.candidate(world.a1, "Ngô Văn Được")
    factories.certificate(found, factories.training_class(world.city))
    return found


@pytest.fixture
def paper(world):
    """An admission as An types it: everything right."""
    return {
        "issuer": world.city.pk,
        "number": "125",
        "issued_on": "10/5/2024",
        "signer": "Trần Văn Ký",
        "ceremony_on": "19/5/2024",
        "cell": world.a1.pk,
    }


@pytest.fixture
def address(ready):
    return f"/nguon/{ready.pk}/ket-nap/"


class TestAdmission:
    def test_everything_known_is_filled_in_and_six_boxes_are_shown(self, world, ready, address, as_an):
        page = page_of(as_an.get(address))

        boxes = [box for tag in ("input", "select") for box in page.all(tag) if box.attributes.get("type") != "hidden"]
        assert len(boxes) == 6
        form = as_an.get(address).context["form"]
        assert form["issuer"].value() == str(world.city.pk)
        assert form["cell"].value() == str(world.a1.pk)
        assert form["signer"].value() == "Trần Văn Ký"
        paper = ready.person.enrollments.get().certificate_number
        assert f"số {paper}, cấp ngày 20/06/2023 (còn 48 tháng)" in page.texts("dd")

    def test_an_admission_is_written_whole(self, world, ready, address, paper, as_an, an):
        answer = as_an.post(address, paper, follow=True)

        line = Movement.objects.get(kind=Kind.KET_NAP)
        assert (line.occurred_on, line.organization, line.candidate) == (date(2024, 5, 19), world.a1, ready)
        assert line.recorded_by == an
        paper = Decision.objects.get(movements=line)
        assert (paper.reference, paper.term) == ("125-QĐ/TU", "2020-2025")
        assert (paper.issuer, paper.signer) == (world.city, "Trần Văn Ký")
        member = Member.objects.get()
        assert (member.person, member.organization) == (ready.person, world.a1)
        assert (member.admitted_on, member.official_on) == (date(2024, 5, 19), None)
        page = page_of(answer)
        assert page.texts("h1") == ["Đồng chí Ngô Văn Được"]
        assert "Ghi kết nạp người khác" in page.texts("a")
        assert "Đã ghi kết nạp đồng chí Ngô Văn Được." in page.source
        assert {"ghi kết nạp", "ghi quyết định"} <= set(AuditEntry.objects.values_list("verb", flat=True))

    def test_the_next_form_remembers_who_signed(self, world, address, paper, as_an):
        as_an.post(address, {**paper, "signer": "Hồ Văn Mới"})
        other = factories.candidate(world.a2)

        form = as_an.get(f"/nguon/{other.pk}/ket-nap/").context["form"]

        assert form["signer"].value() == "Hồ Văn Mới"
        assert form["issued_on"].value() is None

    @pytest.mark.parametrize("typed", ["125-QĐ/TU", "125 - qđ/TU", "Số 125-QĐ/TU", "0125/QĐ-TU"])
    def test_the_number_is_taken_as_it_stands_on_paper(self, address, paper, as_an, typed):
        as_an.post(address, {**paper, "number": typed})

        assert Decision.objects.get().reference == "125-QĐ/TU"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "Nhập số quyết định."),
            ("abc", "Nhập số quyết định như trên giấy, ví dụ 125-QĐ/TU, hoặc chỉ gõ 125."),
            ("0", "Nhập số quyết định như trên giấy, ví dụ 125-QĐ/TU, hoặc chỉ gõ 125."),
            ("12-NQ/TU", "“12-NQ/TU” không phải số của quyết định: sau số phải là QĐ, ví dụ 125-QĐ/TU."),
            ("12\x00", "Số quyết định có ký tự không đọc được. Xóa ô này rồi gõ lại."),
        ],
    )
    def test_a_number_that_is_none_is_told_at_its_box(self, address, paper, as_an, typed, sentence):
        assert mistakes(as_an.post(address, {**paper, "number": typed})) == {"number": [sentence]}

    def test_a_decision_number_serves_once_in_a_term(self, world, address, paper, as_an):
        factories.decision(world.city, date(2022, 3, 1), number=125)

        assert mistakes(as_an.post(address, paper)) == {
            "number": [
                "Số 125-QĐ/TU nhiệm kỳ 2020-2025 đã dùng cho quyết định ngày 01/3/2022. "
                "Mỗi số chỉ dùng một lần; kiểm tra lại số."
            ]
        }
        assert not Movement.objects.exists()
        assert not Member.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            (
                {"ceremony_on": "9/5/2024"},
                "ceremony_on",
                "Ngày lễ kết nạp (09/5/2024) sớm hơn ngày quyết định (10/5/2024). Kiểm tra lại hai ngày này.",
            ),
            (
                {"ceremony_on": "4/6/2024"},
                "ceremony_on",
                "Ngày lễ kết nạp (04/6/2024) ở tương lai. Ghi sau khi đã tổ chức lễ.",
            ),
            (
                {"issued_on": "10/5/2025", "ceremony_on": "19/5/2025"},
                "issued_on",
                "Ngày quyết định (10/5/2025) ở tương lai. Kiểm tra lại ngày.",
            ),
            ({"issued_on": "31/4/2024"}, "issued_on", "Ngày quyết định: tháng 4 chỉ có 30 ngày."),
            ({"ceremony_on": ""}, "ceremony_on", "Nhập ngày lễ kết nạp theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
            ({"cell": ""}, "cell", "Chọn chi bộ."),
            ({"signer": "x\x00"}, "signer", "Người ký quyết định có ký tự không đọc được. Xóa ô này rồi gõ lại."),
        ],
    )
    def test_days_out_of_order_are_told_at_their_box_and_nothing_is_kept(
        self, address, paper, as_an, changes, at, sentence
    ):
        found = mistakes(as_an.post(address, {**paper, **changes}))

        assert sentence in found[at]
        assert not Decision.objects.exists()
        assert not Movement.objects.exists()
        assert not Submission.objects.exists()

    def test_every_mistake_is_told_at_once(self, world, address, paper, as_an):
        factories.decision(world.city, date(2022, 3, 1), number=125)

        found = mistakes(as_an.post(address, {**paper, "ceremony_on": "1/5/2024", "cell": world.a3.pk}))

        assert set(found) == {"number", "ceremony_on"}

    def test_a_cell_that_did_not_exist_that_day_is_refused(self, world, as_an, paper):
        early = factories.candidate(world.a1, opened_on=date(2021, 1, 1))
        factories.certificate(early, factories.training_class(world.city, ends_on=date(2021, 6, 9)), date(2021, 6, 20))
        sent = {**paper, "issued_on": "10/5/2022", "ceremony_on": "19/5/2022", "cell": world.a3.pk}

        assert mistakes(as_an.post(f"/nguon/{early.pk}/ket-nap/", sent)) == {
            "cell": ["Chi bộ A3 không hoạt động vào ngày 19/5/2022. Chọn chi bộ có trong ngày ấy."]
        }
        assert not Member.objects.exists()

    def test_an_organization_outside_the_scope_is_refused(self, world, address, paper, as_an):
        sentence = "tổ chức ngoài phạm vi của đồng chí không dùng được."

        assert mistakes(as_an.post(address, {**paper, "cell": world.b1.pk})) == {
            "cell": [f"Chọn chi bộ trong danh sách; {sentence}"]
        }
        assert mistakes(as_an.post(address, {**paper, "issuer": world.ward_b.pk})) == {
            "issuer": [f"Chọn cơ quan ban hành trong danh sách; {sentence}"]
        }

    def test_without_a_certificate_it_is_refused(self, world, paper, as_an):
        unready = factories.candidate(world.a1, "Vũ Thị Chờ")
        address = f"/nguon/{unready.pk}/ket-nap/"

        assert "Chưa có." in page_of(as_an.get(address)).texts("strong")
        assert mistakes(as_an.post(address, paper)) == {
            "": [
                "Vũ Thị Chờ chưa có giấy chứng nhận lớp bồi dưỡng nhận thức về Đảng cấp trước ngày 10/5/2024. "
                "Ghi kết quả lớp trước."
            ]
        }

    def test_a_decision_before_the_certificate_names_both_days(self, world, paper, as_an):
        late = factories.candidate(world.a1, "Vũ Thị Muộn")
        factories.certificate(late, factories.training_class(world.city))
        number = late.person.enrollments.get().certificate_number

        assert mistakes(as_an.post(f"/nguon/{late.pk}/ket-nap/", {**paper, "issued_on": "19/6/2023"})) == {
            "issued_on": [
                f"Ngày quyết định (19/6/2023) sớm hơn ngày cấp giấy chứng nhận số {number} (20/6/2023). "
                "Kiểm tra lại hai ngày này."
            ]
        }

    def test_an_issuer_without_a_letterhead_needs_the_whole_number(self, world, address, paper, as_an):
        sent = {**paper, "issuer": world.ward_a.pk}

        assert mistakes(as_an.post(address, sent)) == {
            "number": [
                "Sổ chưa có ký hiệu văn bản của cơ quan này. Gõ đủ số và ký hiệu như trên giấy, ví dụ 125-QĐ/ĐU."
            ]
        }
        assert as_an.post(address, {**sent, "number": "125-QĐ/ĐU"}).status_code == 302

    def test_a_form_sent_twice_admits_once(self, address, paper, as_an):
        sent = {**paper, "token": token_of(as_an, address)}

        first, second = (as_an.post(address, sent) for _ in range(2))

        assert first.url == second.url
        assert Movement.objects.count() == Decision.objects.count() == 1
        told = as_an.get(second.url).content.decode()
        assert "Nội dung này đã được ghi từ trước; không ghi lần nữa." in told

    def test_a_second_admission_from_the_same_case_is_refused(self, address, paper, as_an):
        as_an.post(address, paper)

        found = mistakes(as_an.post(address, {**paper, "number": "126"}))

        assert found == {"": ["Đồng chí Ngô Văn Được đã được ghi kết nạp từ hồ sơ này."]}

    @pytest.mark.parametrize("broken", ["", "khong-phai-ma", "\x00"])
    def test_a_form_without_its_token_is_still_understood(self, address, paper, as_an, broken):
        answer = as_an.post(address, {**paper, "token": broken})

        assert answer.status_code in (200, 302)
        assert Movement.objects.count() == int(answer.status_code == 302)

    def test_only_those_who_may_and_only_in_their_ward(self, address, paper, as_binh, as_giang, as_hoa, as_dung):
        assert as_binh.get(address).status_code == 404
        assert as_binh.post(address, paper).status_code == 404
        for other in (as_giang, as_hoa, as_dung):
            assert other.post(address, paper).status_code == 403
        assert not Movement.objects.exists()

    def test_the_board_of_the_city_admits_as_well(self, address, paper, as_chi):
        assert as_chi.post(address, paper).status_code == 302

    def test_the_form_costs_the_same_with_many_cells(self, world, address, as_chi):
        few = queries_of(as_chi, address)
        for number in range(50):
            factories.organization(f"x-{number}", f"Chi bộ {number}", OrganizationKind.CHI_BO, world.ward_a)

        assert queries_of(as_chi, address) == few <= 15


class TestWarnings:
    """An old certificate is a warning: it is shown, compared with the papers, confirmed, and then saved."""

    @pytest.fixture
    def old(self, world):
        found = factories.candidate(world.a1, "Lý Văn Cũ", opened_on=date(2017, 1, 1), birth=date(1990, 1, 1))
        training = factories.training_class(world.city, ends_on=date(2018, 6, 9))
        factories.certificate(found, training, date(2018, 6, 20))
        return found

    @pytest.fixture
    def address(self, old):
        return f"/nguon/{old.pk}/ket-nap/"

    def test_a_warning_is_shown_before_anything_is_saved(self, address, paper, as_an):
        answer = as_an.post(address, paper)

        assert mistakes(answer) == {
            "doi_chieu": ["Đọc các điểm cần chú ý, đối chiếu với giấy tờ rồi đánh dấu vào ô này."]
        }
        page = page_of(answer)
        assert "đã quá 60 tháng vào ngày quyết định" in page.source
        assert "checked" not in page.all("input", name="doi_chieu")[0].attributes
        assert not Movement.objects.exists()

    def test_confirmed_it_is_saved(self, address, paper, as_an):
        tick = page_of(as_an.post(address, paper)).all("input", name="doi_chieu")[0].attributes["value"]

        assert as_an.post(address, {**paper, "doi_chieu": tick}).status_code == 302
        assert Movement.objects.count() == 1

    def test_a_tick_confirms_only_the_warnings_it_stood_under(self, world, old, address, paper, as_an):
        tick = page_of(as_an.post(address, paper)).all("input", name="doi_chieu")[0].attributes["value"]
        Candidate.objects.filter(pk=old.pk).update(opened_on=date(1980, 1, 1))
        old.person.birth_date = date(1950, 1, 1)
        old.person.save()

        answer = as_an.post(address, {**paper, "doi_chieu": tick})

        assert set(mistakes(answer)) == {"doi_chieu"}
        assert "đã quá 60 tuổi" in answer.content.decode()
        assert not Movement.objects.exists()

    def test_what_is_refused_need_not_be_confirmed_yet(self, address, paper, as_an):
        found = mistakes(as_an.post(address, {**paper, "ceremony_on": "1/5/2024"}))

        assert set(found) == {"ceremony_on"}


class TestRecognition:
    @pytest.fixture
    def member(self, world):
        return factories.member(world.a1, "Bùi Thị Đủ", date(2023, 5, 19), official=False)

    @pytest.fixture
    def address(self, member):
        return f"/dang-vien/{member.pk}/cong-nhan/"

    @pytest.fixture
    def paper(self, world):
        return {"issuer": world.city.pk, "number": "77", "issued_on": "1/6/2024", "signer": ""}

    def test_the_official_day_is_computed_shown_and_written(self, member, address, paper, as_an, an):
        assert "19/05/2024" in page_of(as_an.get(address)).texts("strong")

        answer = as_an.post(address, paper, follow=True)

        line = Movement.objects.get(kind=Kind.CONG_NHAN)
        assert (line.occurred_on, line.recorded_by) == (date(2024, 5, 19), an)
        paper = Decision.objects.get(movements=line)
        assert (paper.reference, paper.subject) == ("77-QĐ/TU", Decision.Subject.CONG_NHAN)
        member.refresh_from_db()
        assert member.official_on == date(2024, 5, 19)
        assert "Ghi công nhận người khác" in page_of(answer).texts("a")

    def test_a_decision_before_the_twelve_months_is_refused(self, address, paper, as_an):
        assert mistakes(as_an.post(address, {**paper, "issued_on": "18/5/2024"})) == {
            "issued_on": [
                "Ngày quyết định công nhận (18/5/2024) sớm hơn 12 tháng kể từ ngày kết nạp (19/5/2023); "
                "sớm nhất là 19/5/2024. Kiểm tra lại hai ngày này."
            ]
        }
        assert not Decision.objects.exists()

    def test_probation_that_still_runs_is_refused(self, world, paper, as_an):
        fresh = factories.member(world.a1, "Mai Thị Mới", date(2024, 2, 3), official=False)

        found = mistakes(as_an.post(f"/dang-vien/{fresh.pk}/cong-nhan/", paper))

        assert found[""] == [
            "Thời gian dự bị của đồng chí Mai Thị Mới đến ngày 03/02/2025 mới hết. Chưa thể công nhận."
        ]

    def test_a_number_used_twice_is_told_at_its_box(self, world, address, paper, as_an):
        factories.decision(world.city, date(2021, 1, 1), number=77)

        assert set(mistakes(as_an.post(address, paper))) == {"number"}
        assert Movement.objects.count() == 1

    def test_a_form_sent_twice_recognizes_once(self, address, paper, as_an):
        sent = {**paper, "token": token_of(as_an, address)}

        first, second = (as_an.post(address, sent) for _ in range(2))

        assert first.url == second.url
        assert Movement.objects.filter(kind=Kind.CONG_NHAN).count() == 1

    def test_only_those_who_may_and_only_in_their_ward(self, address, paper, as_binh, as_giang, as_hoa, as_dung):
        assert as_binh.post(address, paper).status_code == 404
        for other in (as_giang, as_hoa, as_dung):
            assert other.post(address, paper).status_code == 403
