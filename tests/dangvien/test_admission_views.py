"""Recording an admission and an official recognition by their forms."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.admission import admit, recognize
from dangvien.actions.casework import reverse_step
from dangvien.actions.correction import reverse
from dangvien.models import (
    AuditEntry,
    CheckResult,
    Decision,
    Kind,
    Matter,
    Member,
    Movement,
    OrganizationKind,
    Outcome,
    Step,
    StepKind,
    Submission,
)
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import Refused
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
        world.city.letterheads.all().delete()
        sent = {**paper, "issuer": world.city.pk}

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
        old.person.birth_date = date(2006, 5, 30)
        old.person.save()

        answer = as_an.post(address, {**paper, "doi_chieu": tick})

        assert set(mistakes(answer)) == {"doi_chieu"}
        assert "tròn 18 tuổi trong tháng này nhưng chưa đến ngày sinh" in answer.content.decode()
        assert not Movement.objects.exists()

    def test_what_is_refused_need_not_be_confirmed_yet(self, address, paper, as_an):
        found = mistakes(as_an.post(address, {**paper, "ceremony_on": "1/5/2024"}))

        assert set(found) == {"ceremony_on"}


class TestRecognition:
    @pytest.fixture
    def member(self, world):
        found = factories.member(world.a1, "Bùi Thị Đủ", date(2023, 5, 19), official=False)
        factories.new_member_certificate(found, world.city, date(2023, 12, 20))
        return found

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
        factories.new_member_certificate(fresh, world.city, date(2024, 4, 20))

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

    def test_K38_without_the_class_for_new_members_it_is_refused(self, world, paper, as_an):
        unready = factories.member(world.a1, "Mai Thị Vội", date(2023, 4, 3), official=False)

        assert mistakes(as_an.post(f"/dang-vien/{unready.pk}/cong-nhan/", paper)) == {
            "": [
                "Mai Thị Vội chưa có giấy chứng nhận lớp bồi dưỡng đảng viên mới cấp trước ngày 01/6/2024. "
                "Ghi kết quả lớp trước."
            ]
        }
        assert not Decision.objects.exists()

    def test_the_act_is_a_step_with_its_checks_and_is_taken_back_by_it(self, world, member, address, paper, as_an, an):
        as_an.post(address, paper)

        step = Step.objects.get(probationer=member)
        assert (step.kind, step.occurred_on, step.outcome) == (
            StepKind.QUYET_DINH_CONG_NHAN,
            date(2024, 6, 1),
            Outcome.DONG_Y,
        )
        assert step.matter == Matter.GIAY_TO_CU
        assert {found.check_id for found in step.checks.all()} == {"K34", "K36", "K38"}
        reverse_step(by=an, step=step, reason="Ghi nhầm người", today=TODAY)
        member.refresh_from_db()
        assert member.official_on is None


TODAY = date(2024, 6, 3)
"""The day of the world of these tests."""


@pytest.fixture
def at_once(world, ready, an):
    """Admit the person of `ready` at once on 10 May 2024, with the ceremony on the 19th unless told otherwise."""

    def act(ceremony_on: date = date(2024, 5, 19), why: Matter | None = None) -> Movement:
        paper = DecisionFacts(world.city, 125, "TU", date(2024, 5, 10))
        return admit(
            by=an, candidate=ready, cell=world.a1, decision=paper, ceremony_on=ceremony_on, today=TODAY, why=why
        )

    return act


def refused(act) -> dict[str, str]:
    """Check → sentence of everything that refuses; nothing is written."""
    with pytest.raises(Refused) as told:
        act()
    assert not Movement.objects.filter(kind=Kind.KET_NAP, candidate__isnull=False).exists()
    assert not Step.objects.filter(kind=StepKind.LE_KET_NAP).exists()
    assert not CheckResult.objects.exists()
    return {problem.rule: problem.sentence for problem in told.value.problems}


class TestRefusalsOfTheWay:
    """Written at once or step by step, an admission is refused for the same reasons."""

    def test_the_act_is_a_step_that_keeps_what_every_check_found(self, world, ready, at_once):
        line = at_once()

        step = Step.objects.get(candidate=ready)
        assert (step.kind, step.occurred_on, step.movement, step.decision) == (
            StepKind.LE_KET_NAP,
            date(2024, 5, 19),
            line,
            line.decision,
        )
        kept = {found.check_id: found for found in step.checks.all()}
        assert set(kept) == {"K01", "K02", "K03", "K07", "K08", "K22", "K23", "K24", "K25", "K34"}
        assert all(found.source and found.inputs for found in kept.values())
        told = AuditEntry.objects.get(verb="ghi kết nạp").after or {}
        assert told["ghi tắt"] == "Giấy tờ làm xong trước khi dùng sổ"

    def test_it_is_taken_back_by_its_step_and_may_be_written_anew(self, ready, at_once, an):
        line = at_once()

        with pytest.raises(Refused, match="“Lễ kết nạp”"):
            reverse(by=an, line=line, reason="Ghi nhầm người")
        reverse_step(by=an, step=Step.objects.get(candidate=ready), reason="Ghi nhầm ngày", today=TODAY)
        member = Member.objects.get(person=ready.person)
        assert (member.organization, member.admitted_on) == (None, None)

    def test_K22_somebody_under_proceedings(self, ready, at_once):
        factories.step(ready, StepKind.DAC_BIET, date(2024, 2, 5), matter=Matter.BI_KHOI_TO)

        assert "đang bị khởi tố" in refused(at_once)["K22"]

    def test_K23_somebody_religious_without_consent_and_with_it(self, ready, at_once):
        ready.person.religion = "02"
        ready.person.save()

        assert "là người có đạo" in refused(at_once)["K23"]
        consent = factories.step(
            ready, StepKind.VAN_BAN_DONG_Y, date(2024, 4, 1), matter=Matter.TON_GIAO, number="15-CV/TU"
        )
        at_once()
        kept = CheckResult.objects.get(check_id="K23")
        assert (kept.verdict, kept.consent) == (CheckResult.Verdict.VUOT, consent)

    @pytest.mark.parametrize(
        ("matter", "rule", "told"),
        [
            (Matter.HON_NHAN_NUOC_NGOAI, "K24", "Trường hợp đặc biệt"),
            (Matter.NGUOI_HOA, "K24", "Trường hợp đặc biệt"),
            (Matter.CHINH_TRI, "K25", "có vấn đề về tiêu chuẩn chính trị"),
        ],
    )
    def test_K24_K25_special_cases_without_their_paper(self, ready, at_once, matter, rule, told):
        factories.step(ready, StepKind.DAC_BIET, date(2024, 2, 5), matter=matter)

        assert told in refused(at_once)[rule]
        factories.step(ready, StepKind.VAN_BAN_DONG_Y, date(2024, 4, 1), matter=matter, number="15-CV/TU")
        at_once()

    def test_K26_K29_a_readmission_too_early_and_without_consent(self, ready, at_once):
        factories.step(ready, StepKind.DAC_BIET, date(2024, 2, 5), matter=Matter.KET_NAP_LAI, basis_on=date(2022, 3, 1))

        found = refused(at_once)

        assert "phải đủ 36 tháng" in found["K26"]
        assert "cần văn bản đồng ý" in found["K29"]

    def test_K27_a_reason_of_leaving_that_rules_readmission_out(self, ready, at_once):
        factories.step(
            ready,
            StepKind.DAC_BIET,
            date(2024, 2, 5),
            matter=Matter.KET_NAP_LAI,
            basis_on=date(2012, 3, 1),
            outcome=Outcome.KHONG_DU_DIEU_KIEN,
        )

        assert "không thuộc diện xét kết nạp lại" in refused(at_once)["K27"]

    def test_K28_a_second_readmission(self, world, ready, at_once):
        member = Member.objects.create(person=ready.person)
        for year in (2000, 2010):
            factories.movement(member, world.a1, Kind.KET_NAP, date(year, 1, 1))
            factories.movement(member, world.a1, Kind.XOA_TEN, date(year + 2, 1, 1))

        assert "chỉ kết nạp lại một lần" in refused(at_once)["K28"]

    def test_K03_over_sixty_without_consent(self, ready, at_once):
        ready.person.birth_date = date(1960, 1, 1)
        ready.person.save()

        assert "đã quá 60 tuổi" in refused(at_once)["K03"]
        factories.step(
            ready,
            StepKind.VAN_BAN_DONG_Y,
            date(2024, 4, 1),
            matter=Matter.TREN_60,
            number="15-CV/TU",
            outcome=Outcome.CHUA_CO_DANG_VIEN,
        )
        at_once()


class TestWhyAtOnce:
    """The short way is for old papers: of a ceremony held since the register began it asks why."""

    @pytest.fixture
    def begun(self, world, an, monkeypatch):
        """The register has been in use since 2 May 2024."""
        monkeypatch.setattr("dangvien.procedure.checks.admission.register_began", lambda today: date(2024, 5, 2))

    def test_of_old_papers_nothing_is_asked(self, at_once, address, as_an):
        at_once()

        boxes = page_of(as_an.get(address)).all("input", name="why")
        assert [box.attributes["type"] for box in boxes] == ["hidden"]

    def test_the_box_appears_with_what_was_typed_and_is_kept(self, begun, ready, address, paper, as_an):
        answer = as_an.post(address, paper)

        assert mistakes(answer) == {
            "why": [
                "Lễ kết nạp ngày 19/5/2024, sau ngày bắt đầu dùng sổ (02/5/2024): chọn vì sao ghi tắt, hoặc ghi từng "
                "bước ở trang hồ sơ."
            ]
        }
        assert [box.attributes["value"] for box in page_of(answer).all("input", name="why")] == [
            "giay_to_cu",
            "lam_noi_khac",
            "ghi_cham",
        ]
        assert not Movement.objects.exists()
        assert as_an.post(address, {**paper, "why": "ghi_cham"}).status_code == 302
        assert Step.objects.get(candidate=ready).matter == Matter.GHI_CHAM

    def test_old_papers_are_no_reason_then(self, begun, at_once):
        with pytest.raises(Refused, match="nên không phải giấy tờ cũ"):
            at_once(why=Matter.GIAY_TO_CU)
        assert at_once(why=Matter.LAM_NOI_KHAC).occurred_on == date(2024, 5, 19)

    def test_a_recognition_asks_the_same(self, begun, world, an):
        member = factories.member(world.a1, "Bùi Thị Đủ", date(2023, 5, 19), official=False)
        factories.new_member_certificate(member, world.city, date(2023, 12, 20))
        paper = DecisionFacts(world.city, 77, "TU", date(2024, 6, 1))

        with pytest.raises(Refused, match="Quyết định công nhận ngày 01/6/2024, sau ngày bắt đầu dùng sổ"):
            recognize(by=an, member=member, decision=paper, today=TODAY)
        recognize(by=an, member=member, decision=paper, today=TODAY, why=Matter.GHI_CHAM)
        assert Step.objects.get(probationer=member).matter == Matter.GHI_CHAM
