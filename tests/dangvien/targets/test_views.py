"""Targets in the browser: looking, reckoning, sharing out, correcting, withdrawing; nothing typed is lost."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest

from dangvien.models import AuditEntry, Basis, DeclaredFigure, Kind, Movement, SourceSurvey, SurveyCount
from tests import factories
from tests.dangvien.pages import faults
from tests.dangvien.reading import mistakes, page_of, token_of

INDEX = "/chi-tieu/"
ASSIGN = "/chi-tieu/giao/"
RECKON = "/chi-tieu/tinh/"
PAPER = {
    "document_number": "Kế hoạch 9-KH/TU",
    "document_day": "05/01/2024",
    "document_issuer": "Ban Thường vụ Thành ủy",
}


def html(answer) -> str:
    text: str = answer.content.decode()
    assert faults(text) == []
    return text


def admit(cell, *days) -> None:
    for day in days:
        member = factories.member(cell, admitted_on=day)
        assert Movement.objects.filter(member=member, kind=Kind.KET_NAP, occurred_on=day).exists()


class TestProgress:
    def test_rows_totals_and_links_to_what_stands_behind(self, world, chi, as_chi):
        whole = factories.target(world.city, 9, recorded_by=chi)
        part = factories.target(world.ward_a, 4, recorded_by=chi)
        factories.follower(world.ward_a, "Hà Thị Sáu", recorded_by=chi)
        admit(world.a1, date(2024, 2, 1), date(2024, 3, 1))

        page = html(as_chi.get(INDEX))

        assert f"/chi-tieu/{whole.pk}/" in page
        assert f"/chi-tieu/{part.pk}/" in page
        assert "50,0%" in page
        assert "thiếu 2" in page
        assert "Hà Thị Sáu" in page
        assert "chưa giao" in page
        assert "Còn 5 của chỉ tiêu chung chưa giao cho đơn vị nào" in page

    def test_a_result_opens_into_its_people_and_leaves_a_trace(self, world, chi, as_chi):
        admit(world.a1, date(2024, 2, 1))
        admit(world.b1, date(2024, 2, 2))
        name = Movement.objects.get(organization=world.a1, occurred_on=date(2024, 2, 1)).member.person.full_name

        page = html(as_chi.get(f"{INDEX}nguoi/?to_chuc={world.ward_a.pk}&nam=2024"))

        assert name in page
        assert page.count('<th scope="row">') == 1
        entry = AuditEntry.objects.get(verb="mở danh sách")
        assert (entry.organization_id, (entry.after or {})["số dòng"]) == (world.ward_a.pk, 1)

    def test_sources_add_up_to_the_result(self, world, chi, as_chi):
        candidate = factories.candidate(world.a1)
        member = factories.member(world.a2, admitted_on=date(2024, 3, 1))
        other = factories.member(world.a1, admitted_on=date(2023, 1, 1))
        Movement.objects.create(
            member=other, organization=world.a1, kind=Kind.KET_NAP, occurred_on=date(2024, 4, 1), candidate=candidate
        )

        lines = {line.code: line.result for line in as_chi.get(INDEX).context["sources"]}

        assert (lines["nong_thon"], lines["chua_phan_loai"], sum(lines.values())) == (1, 1, 2)
        assert member.pk

    def test_only_those_who_are_behind(self, world, chi, as_chi):
        factories.target(world.ward_a, 1, 2023, recorded_by=chi)
        factories.target(world.ward_b, 1, 2023, recorded_by=chi)
        admit(world.a1, date(2023, 2, 1))

        answer = as_chi.get(f"{INDEX}?nam=2023&xem=cham")

        assert [row.name for row in answer.context["page"]] == ["Đảng bộ Phường B"]
        assert [row.band.label for row in answer.context["page"]] == ["không đạt"]

    def test_a_term_is_looked_at_as_a_whole(self, world, chi, as_chi):
        factories.target(world.city, 12, first_year=2021, last_year=2025, recorded_by=chi)
        admit(world.a1, date(2021, 2, 1), date(2024, 2, 1))

        answer = as_chi.get(f"{INDEX}?nam=2021-2025")

        assert answer.context["found"].total.result == 2
        assert "2021–2025" in html(answer)

    def test_nothing_set_yet_and_a_cell_without_anybody_below(self, world, as_hoa, as_chi):
        assert "Ở dưới không có tổ chức nào" in html(as_hoa.get(INDEX))
        assert "Giao bằng số" not in html(as_hoa.get(INDEX))
        assert "Tính theo tỷ lệ" in html(as_chi.get(INDEX))

    def test_a_source_of_what_has_none_is_refused_with_a_sentence(self, world, as_chi):
        page = page_of(as_chi.get(f"{INDEX}?chi_so=cong_nhan&nguon=nong_thon"))

        assert "Sổ chỉ biết nguồn của đảng viên mới kết nạp" in page.source

    def test_the_table_is_taken_as_a_file(self, world, chi, as_chi):
        factories.target(world.ward_a, 4, recorded_by=chi)

        answer = as_chi.get(f"{INDEX}?tep=excel")

        assert answer["Content-Disposition"] == 'attachment; filename="tien-do-chi-tieu-nam-2024.xlsx"'


class TestAssigning:
    def given(self, organization, **more) -> dict[str, object]:
        return {
            "organization": organization.pk,
            "indicator": "ket_nap",
            "source": "",
            "tier": "giao",
            "first_year": 2024,
            "last_year": "",
            "value": 7,
            **PAPER,
            **more,
        }

    def test_a_number_is_written_down_with_its_document_and_explained(self, world, as_chi):
        answer = as_chi.post(ASSIGN, self.given(world.ward_a), follow=True)

        figure = DeclaredFigure.objects.get()
        assert (figure.value, figure.document) == (7, "Kế hoạch 9-KH/TU ngày 05/01/2024 của Ban Thường vụ Thành ủy")
        assert (figure.document_number, figure.document_day) == ("Kế hoạch 9-KH/TU", date(2024, 1, 5))
        page = html(answer)
        assert "Chỉ tiêu của Đảng bộ Phường A: 7" in page
        assert "Giao bằng số, theo Kế hoạch 9-KH/TU" in page

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"value": ""}, "Nhập chỉ tiêu."),
            ({"document_number": ""}, "Nhập số, ký hiệu văn bản."),
            ({"document_day": "05/01/2025"}, "Ngày văn bản (05/01/2025) ở tương lai. Kiểm tra lại ngày."),
            ({"last_year": 2020}, "Đến năm sớm hơn từ năm. Kiểm tra lại hai năm."),
            ({"first_year": 1900}, "Năm 1900 ngoài khoảng 1930–2039. Kiểm tra lại năm."),
            ({"indicator": "hoc_lop", "source": "nong_thon"}, "Chỉ tiêu theo nguồn chỉ dùng cho đảng viên mới kết nạp"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, world, as_chi, wrong, sentence):
        answer = as_chi.post(ASSIGN, self.given(world.ward_a, **wrong))

        page = html(answer)
        assert sentence in page
        assert "Kế hoạch 9-KH/TU" in page or "document_number" in wrong
        assert "Ban Thường vụ Thành ủy" in page
        assert not DeclaredFigure.objects.exists()

    def test_an_organization_that_did_not_exist_that_year(self, world, as_chi):
        page = html(as_chi.post(ASSIGN, self.given(world.a3, first_year=2020)))

        assert (
            "Chi bộ A3 không hoạt động trong năm 2020; tổ chức này hoạt động từ ngày 01/01/2023. "
            "Chọn tổ chức hoặc năm khác."
        ) in page
        assert not DeclaredFigure.objects.exists()

    def test_parts_that_exceed_the_whole_from_either_side(self, world, chi, as_chi):
        factories.target(world.city, 10, recorded_by=chi)
        factories.target(world.ward_b, 6, recorded_by=chi)

        above = html(as_chi.post(ASSIGN, self.given(world.ward_a, value=5)))
        assert "Cộng các đơn vị của Đảng bộ thành phố được 11, vượt chỉ tiêu 10 của nơi ấy." in above

        factories.target(world.a1, 4, recorded_by=chi)
        below = html(as_chi.post(ASSIGN, self.given(world.ward_a, value=3)))
        assert "Các đơn vị ở dưới đã được giao cộng lại 4, vượt số này (3)." in below

        rural = html(as_chi.post(ASSIGN, self.given(world.ward_b, value=7, source="nong_thon")))
        assert "Cộng các nguồn được 7, vượt chỉ tiêu chung 6." in rural

    def test_the_same_target_twice_names_the_other(self, world, chi, as_chi):
        factories.target(world.ward_a, 9, recorded_by=chi)

        page = html(as_chi.post(ASSIGN, self.given(world.ward_a)))

        assert "Đã ghi chỉ tiêu này là 9, theo số 12-CT/TU" in page

    def test_sent_twice_it_is_written_once(self, world, as_chi):
        given = self.given(world.ward_a, token=token_of(as_chi, ASSIGN))

        as_chi.post(ASSIGN, given)
        as_chi.post(ASSIGN, given)

        assert DeclaredFigure.objects.count() == 1


class TestReckoning:
    def address(self, organization, **more) -> str:
        asked = {
            "to_chuc": organization.pk,
            "tu_nam": 2024,
            "den_nam": "",
            "ty_le": 300,
            "ngay_goc": "31/12/2023",
            "lam_tron": "len",
            "loai": "giao",
            **more,
        }
        return f"{RECKON}?{urlencode(asked)}"

    def test_the_directive_of_2023_beside_what_three_percent_gives(self, world, chi, as_chi):
        """Seed 002: the document's 2.112 stands beside 2.110; the later years build on the document's number."""
        factories.target(world.city, 2112, 2023, recorded_by=chi)

        page = html(
            as_chi.get(self.address(world.city, tu_nam=2023, den_nam=2025, so_goc="70.314", ngay_goc="28/8/2023"))
        )

        assert "3% × 70.314 = 2.109,42; làm tròn lên: 2.110" in page
        assert "3% × (70.314 + 2.112) = 2.172,78; làm tròn lên: 2.173" in page
        assert "3% × (70.314 + 4.285) = 2.237,97; làm tròn lên: 2.238" in page
        assert "Đã ghi" in page
        assert "số tính ra 2" in page

    def test_members_counted_on_the_day_are_the_stock_and_the_target_explains_itself(self, world, as_chi):
        for day in range(1, 29):
            factories.member(world.a1, admitted_on=date(2015, 5, day))
        factories.member(world.a1, admitted_on=date(2024, 1, 2))
        address = self.address(world.city, ty_le=350)

        assert "Sổ đếm được 28 đảng viên vào ngày 31/12/2023" in html(as_chi.get(address))
        answer = as_chi.post(address, {"nam-2024": "1", **PAPER}, follow=True)

        figure = DeclaredFigure.objects.get()
        assert (figure.value, figure.basis, figure.rate, figure.stock) == (1, Basis.RATE, 350, 28)
        assert (figure.stock_on, figure.rounding, figure.stock_kind) == (date(2023, 12, 31), "len", "dem")
        page = html(answer)
        assert "Gốc: 28 đảng viên ngày 31/12/2023 (số đếm trong sổ)." in page
        assert "Tính: 3,5% × 28 = 0,98; làm tròn lên: 1." in page
        assert f"/to-chuc/{world.city.code}/danh-sach/?ngay=31/12/2023" in page

    def test_a_number_of_the_document_that_differs_is_kept_with_the_reckoning(self, world, as_chi):
        address = self.address(world.city, tu_nam=2023, den_nam=2024, so_goc=70314, ngay_goc="28/08/2023")

        as_chi.post(address, {"nam-2023": "2.112", "nam-2024": "2.173", **PAPER})

        first, second = DeclaredFigure.objects.order_by("first_year")
        assert (first.value, second.value, second.stock_added) == (2112, 2173, 2112)
        page = html(as_chi.get(f"/chi-tieu/{first.pk}/"))
        assert "Văn bản ghi 2.112, hơn số tính ra 2; đúng bằng 3% của 70.400." in page

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"ngay_goc": "31/12/2030"}, "Ngày này chưa đến, sổ chưa đếm được."),
            ({"den_nam": 2020}, "Đến năm sớm hơn từ năm."),
            ({"ty_le": "khac"}, "Nhập tỷ lệ, ví dụ 3,2."),
            ({"den_nam": 2039}, "Mỗi lần tính nhiều nhất 6 năm"),
            ({"to_chuc": ""}, "Chọn tổ chức."),
        ],
    )
    def test_what_cannot_be_reckoned_is_said(self, world, as_chi, wrong, sentence):
        assert sentence in html(as_chi.get(self.address(world.city, **wrong)))

    def test_a_day_without_members(self, world, as_chi):
        assert "Ngày ấy sổ không có đảng viên nào" in html(as_chi.get(self.address(world.city)))

    def test_another_rate(self, world, as_chi):
        page = html(as_chi.get(self.address(world.city, ty_le="khac", ty_le_khac="3,25", so_goc=1000)))

        assert "3,25% × 1.000 = 32,5; làm tròn lên: 33" in page


class TestSharing:
    @pytest.fixture
    def whole(self, world, chi) -> DeclaredFigure:
        for cell, count in ((world.a1, 3), (world.a2, 2), (world.b1, 2)):
            for day in range(1, count + 1):
                factories.member(cell, admitted_on=date(2015, 5, day))
        return factories.target(world.city, 10, recorded_by=chi)

    def post(self, client, whole, parts, query=""):
        boxes = {f"phan-{key if isinstance(key, str) else key.pk}": value for key, value in parts.items()}
        return client.post(f"/chi-tieu/{whole.pk}/phan-bo/{query}", {**boxes, **PAPER})

    def test_by_stock_the_boxes_come_filled_and_add_up(self, world, whole, as_chi):
        page = html(as_chi.get(f"/chi-tieu/{whole.pk}/phan-bo/"))
        assert "Chia theo số đảng viên ngày 31/12/2023, cộng 7" in page

        self.post(as_chi, whole, {world.ward_a: 7, world.ward_b: 3})

        parts = {part.organization_id: part for part in whole.shares.all()}
        assert {key: part.value for key, part in parts.items()} == {world.ward_a.pk: 7, world.ward_b.pk: 3}
        assert {part.share_way for part in parts.values()} == {"dang_vien"}
        assert (parts[world.ward_a.pk].stock, parts[world.ward_a.pk].stock_on) == (5, date(2023, 12, 31))
        detail = html(as_chi.get(f"/chi-tieu/{parts[world.ward_a.pk].pk}/"))
        assert "Phân bổ từ chỉ tiêu 10 của Đảng bộ thành phố." in detail
        assert "Theo 5 đảng viên tính đến ngày 31/12/2023." in detail

    @pytest.mark.parametrize(
        ("first", "second", "sentence"),
        [
            (8, 3, "Các phần cộng lại 11, vượt chỉ tiêu 10: thừa 1."),
            (6, 3, "Các phần cộng lại 9, còn 1 của chỉ tiêu 10 chưa giao cho nơi nào."),
        ],
    )
    def test_parts_that_do_not_add_up_are_refused_and_kept(self, world, whole, as_chi, first, second, sentence):
        page = html(self.post(as_chi, whole, {world.ward_a: first, world.ward_b: second}))

        assert sentence in page
        assert f'value="{first}"' in page
        assert not whole.shares.exists()

    def test_a_part_changed_by_hand_says_so(self, world, whole, as_chi):
        self.post(as_chi, whole, {world.ward_a: 6, world.ward_b: 4})

        assert {part.share_way for part in whole.shares.all()} == {"tay"}
        assert {part.stock for part in whole.shares.all()} == {None}

    def test_sharing_out_again_replaces_what_changed_and_keeps_the_parts_of_parts(self, world, whole, as_chi):
        self.post(as_chi, whole, {world.ward_a: 7, world.ward_b: 3})
        ward = whole.shares.get(organization=world.ward_a)
        self.post(as_chi, ward, {world.a1: 4, world.a2: 3}, "?theo=tay")

        self.post(as_chi, whole, {world.ward_a: 8, world.ward_b: 2})

        standing = DeclaredFigure.objects.standing().targets()
        new = standing.get(organization=world.ward_a)
        assert (new.value, new.replaces) == (8, ward)
        assert set(new.shares.values_list("value", flat=True)) == {4, 3}
        assert standing.count() == 5

    def test_a_part_less_than_what_was_shared_out_of_it_is_refused_at_its_box(self, world, whole, as_chi):
        self.post(as_chi, whole, {world.ward_a: 7, world.ward_b: 3})
        ward = whole.shares.get(organization=world.ward_a)
        self.post(as_chi, ward, {world.a1: 4, world.a2: 3}, "?theo=tay")

        answer = self.post(as_chi, whole, {world.ward_a: 6, world.ward_b: 4})

        assert "Các đơn vị ở dưới đã được giao cộng lại 7, vượt số này (6)." in html(answer)
        assert whole.shares.get(organization=world.ward_b, voided_at=None).value == 3

    def test_over_the_sources_by_the_survey(self, world, whole, as_chi):
        survey = SourceSurvey.objects.create(organization=world.a1, year=2024, surveyed_on=date(2024, 3, 1))
        for source, eligible in (("nong_thon", 6), ("hoc_sinh_sinh_vien", 2)):
            SurveyCount.objects.create(survey=survey, source=source, eligible=eligible, following=0)

        page = html(as_chi.get(f"/chi-tieu/{whole.pk}/phan-bo/?cho=nguon"))
        assert "Chia theo số người đủ điều kiện trong khảo sát nguồn năm 2024, cộng 8" in page
        parts = {"nong_thon": 8, "hoc_sinh_sinh_vien": 2, "kinh_te_tu_nhan": 0, "co_quan_su_nghiep": 0}
        self.post(as_chi, whole, {**parts, "bo_doi_xuat_ngu": 0}, "?cho=nguon")

        found = {part.source: (part.value, part.share_way, part.stock) for part in whole.shares.all()}
        assert found["nong_thon"] == (8, "nguon", 6)
        assert sum(value for value, _, _ in found.values()) == 10
        lines = {line.code: line for line in as_chi.get(INDEX).context["sources"]}
        assert lines["nong_thon"].target is not None
        assert lines["nong_thon"].target.value == 8

    def test_nobody_has_surveyed(self, world, whole, as_chi):
        page = html(as_chi.get(f"/chi-tieu/{whole.pk}/phan-bo/?theo=nguon"))

        assert "Chưa có khảo sát nguồn nào để chia theo." in page

    def test_a_cell_has_nobody_below(self, world, an, as_an):
        figure = factories.target(world.a1, 2, recorded_by=an)

        assert "Ở dưới tổ chức này không có đơn vị nào" in html(as_an.get(f"/chi-tieu/{figure.pk}/phan-bo/"))


class TestChanging:
    def test_a_correction_keeps_the_old_number_with_its_reason(self, world, chi, as_chi):
        old = factories.target(world.ward_a, 9, recorded_by=chi)

        answer = as_chi.post(
            f"/chi-tieu/{old.pk}/sua/", {"value": 8, "reason": "Văn bản điều chỉnh", **PAPER}, follow=True
        )

        new = DeclaredFigure.objects.standing().get()
        old.refresh_from_db()
        assert (new.value, new.replaces, old.void_reason) == (8, old, "Văn bản điều chỉnh")
        page = html(answer)
        assert "Trước khi sửa" in page
        assert "Xem chỉ tiêu thay nó" in html(as_chi.get(f"/chi-tieu/{old.pk}/"))
        entry = AuditEntry.objects.get(verb="sửa chỉ tiêu")
        assert ((entry.before or {})["số"], (entry.after or {})["số"], entry.reason) == (9, 8, "Văn bản điều chỉnh")

    def test_a_correction_asks_for_a_reason_and_keeps_what_was_typed(self, world, chi, as_chi):
        old = factories.target(world.ward_a, 9, recorded_by=chi)

        answer = as_chi.post(f"/chi-tieu/{old.pk}/sua/", {"value": 8, "reason": "", **PAPER})

        assert mistakes(answer) == {"reason": ["Nhập lý do sửa."]}
        assert 'value="8"' in html(answer)

    def test_withdrawing_takes_the_parts_along_only_when_asked(self, world, chi, as_chi):
        whole = factories.target(world.city, 9, recorded_by=chi)
        part = factories.target(
            world.ward_a, 9, basis=Basis.SHARED, shared_from=whole, share_way="tay", recorded_by=chi
        )
        address = f"/chi-tieu/{whole.pk}/rut/"

        page = html(as_chi.post(address, {"reason": "Bãi bỏ"}))
        assert "Chỉ tiêu này đã phân bổ cho 1 nơi. Đánh dấu vào ô này để rút cả các phần ấy." in page
        as_chi.post(address, {"reason": "Bãi bỏ", "with_parts": "on"})

        assert not DeclaredFigure.objects.standing().exists()
        part.refresh_from_db()
        assert part.void_reason == "Bãi bỏ"
        assert as_chi.get(address).status_code == 404

    def test_what_came_from_above_is_changed_there_alone(self, world, chi, as_an):
        whole = factories.target(world.city, 9, recorded_by=chi)
        part = factories.target(
            world.ward_a, 9, basis=Basis.SHARED, shared_from=whole, share_way="tay", recorded_by=chi
        )

        page = html(as_an.get(f"/chi-tieu/{part.pk}/"))

        assert "Chỉ tiêu này do cấp trên phân bổ" in page
        assert "Phân bổ từ chỉ tiêu 9" in page
        assert f"/chi-tieu/{whole.pk}/" not in page
        assert as_an.get(f"/chi-tieu/{part.pk}/sua/").status_code == 404
        assert as_an.get(f"/chi-tieu/{part.pk}/rut/").status_code == 404
        assert as_an.get(f"/chi-tieu/{part.pk}/phan-bo/").status_code == 200

    def test_another_span_of_the_same_year_is_told(self, world, chi, as_chi):
        factories.target(world.ward_a, 40, first_year=2021, last_year=2025, recorded_by=chi)
        year = factories.target(world.ward_a, 9, recorded_by=chi)

        assert "Cùng thời gian này còn có chỉ tiêu của giai đoạn khác: 2021–2025: 40" in html(
            as_chi.get(f"/chi-tieu/{year.pk}/")
        )


class TestCells:
    def test_cells_are_listed_exempted_and_bound_again(self, world, chi, as_chi):
        admit(world.a1, date(2024, 2, 1))

        page = html(as_chi.get("/chi-tieu/chi-bo/"))
        assert "Nơi này chưa ghi quy định mỗi chi bộ phải kết nạp mấy người" in page

        answer = as_chi.post(
            "/chi-tieu/mien/a-2/",
            {"reason": "Không còn nguồn", "since": "01/03/2024", "until": "", "document": "Thông báo 7-TB/TU"},
            follow=True,
        )
        assert "được miễn" in html(answer)
        exemption = world.a2.target_exemptions.get()
        assert (exemption.reason, exemption.recorded_by) == ("Không còn nguồn", chi)

        as_chi.post(f"/chi-tieu/thoi-mien/{exemption.pk}/", {"on": "01/06/2024", "reason": "Đã có nguồn"})
        exemption.refresh_from_db()
        assert (exemption.valid_to, exemption.end_reason) == (date(2024, 6, 1), "Đã có nguồn")
        assert "Đã có nguồn" in html(as_chi.get("/chi-tieu/mien/a-2/"))

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"reason": ""}, "Nhập lý do miễn."),
            ({"document": ""}, "Nhập văn bản."),
            ({"since": "01/01/2022"}, "Chi bộ A3 không hoạt động vào ngày 01/01/2022. Kiểm tra lại ngày."),
            ({"until": "01/02/2024"}, "Đến ngày phải từ ngày bắt đầu trở đi. Kiểm tra lại hai ngày."),
        ],
    )
    def test_an_exemption_that_cannot_be(self, world, as_chi, wrong, sentence):
        given = {"reason": "Không còn nguồn", "since": "01/03/2024", "until": "", "document": "Thông báo 7-TB/TU"}

        assert sentence in html(as_chi.post("/chi-tieu/mien/a-3/", {**given, **wrong}))
        assert not world.a3.target_exemptions.exists()

    def test_one_exemption_at_a_time_and_none_for_a_committee(self, world, chi, as_chi):
        factories.exemption(world.a1, recorded_by=chi)
        given = {"reason": "Không còn nguồn", "since": "01/03/2024", "until": "", "document": "Thông báo 7-TB/TU"}

        assert "Chi bộ này đã được miễn từ ngày 01/01/2024" in html(as_chi.post("/chi-tieu/mien/a-1/", given))
        assert "Chỉ miễn cho chi bộ." in html(as_chi.post("/chi-tieu/mien/phuong-a/", given))

    def test_entered_by_mistake_it_never_held(self, world, chi, as_chi):
        exemption = factories.exemption(world.a1, recorded_by=chi)

        as_chi.post(f"/chi-tieu/thoi-mien/{exemption.pk}/", {"on": "01/01/2024", "reason": "Ghi nhầm chi bộ"})

        exemption.refresh_from_db()
        assert exemption.void_reason == "Ghi nhầm chi bộ"
        assert not world.a1.target_exemptions.standing().exists()

    def test_the_cells_as_a_file(self, world, as_chi):
        answer = as_chi.get("/chi-tieu/chi-bo/?tep=excel&xem=khong")

        assert answer["Content-Disposition"] == 'attachment; filename="chi-tieu-tung-chi-bo-nam-2024.xlsx"'


class TestFollowers:
    def given(self, unit, **more) -> dict[str, object]:
        return {
            "organization": unit.pk,
            "kind": "cap_uy_vien",
            "full_name": "Hà Thị Sáu",
            "position": "Ủy viên ban thường vụ",
            "team": "",
            "since": "10/01/2024",
            "until": "",
            "document": "Quyết định 15-QĐ/TU",
            **more,
        }

    def test_an_assignment_is_written_listed_and_ended(self, world, as_chi):
        assert "Chưa ghi ai phụ trách đơn vị nào" in html(as_chi.get("/chi-tieu/phu-trach/"))

        answer = as_chi.post("/chi-tieu/phu-trach/ghi/", self.given(world.ward_a), follow=True)
        assert "Hà Thị Sáu" in html(answer)
        follower = world.ward_a.followers.get()
        assert "Hà Thị Sáu" in html(as_chi.get(INDEX))

        as_chi.post(f"/chi-tieu/phu-trach/{follower.pk}/thoi/", {"on": "01/06/2024", "reason": "Phân công lại"})
        assert "Hà Thị Sáu" not in html(as_chi.get("/chi-tieu/phu-trach/"))
        assert "Phân công lại" in html(as_chi.get("/chi-tieu/phu-trach/?xem=da_thoi"))

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"full_name": ""}, "Nhập họ và tên."),
            ({"kind": "to_van_dong"}, "Nhập tên tổ vận động, ví dụ: Tổ vận động số 1."),
            ({"since": "01/01/1990"}, "không hoạt động vào ngày 01/01/1990"),
            ({"document": ""}, "Nhập văn bản."),
        ],
    )
    def test_an_assignment_that_cannot_be(self, world, as_chi, wrong, sentence):
        page = html(as_chi.post("/chi-tieu/phu-trach/ghi/", self.given(world.ward_a, **wrong)))

        assert sentence in page
        assert not world.ward_a.followers.exists()

    def test_the_same_person_twice(self, world, chi, as_chi):
        factories.follower(world.ward_a, "Hà Thị Sáu", recorded_by=chi)

        page = html(as_chi.post("/chi-tieu/phu-trach/ghi/", self.given(world.ward_a)))

        assert "Đã ghi Hà Thị Sáu phụ trách nơi này từ ngày 01/01/2024." in page

    def test_a_reader_sees_the_list_and_no_button(self, world, chi, as_giang):
        factories.follower(world.ward_a, "Hà Thị Sáu", recorded_by=chi)

        page = html(as_giang.get("/chi-tieu/phu-trach/"))

        assert "Hà Thị Sáu" in page
        assert "Ghi phân công" not in page


def test_an_end_before_the_beginning_or_without_a_reason(world, chi, as_chi):
    follower = factories.follower(world.ward_a, recorded_by=chi)

    page = html(as_chi.post(f"/chi-tieu/phu-trach/{follower.pk}/thoi/", {"on": "01/01/2020", "reason": "Nghỉ"}))

    assert "Việc này bắt đầu từ ngày 01/01/2024; ngày thôi không thể sớm hơn." in page


def test_what_stands_is_not_left_out_in_silence(world, chi, as_chi):
    """An empty box beside a part that stands: it would stay, and the parts would exceed the whole."""
    whole = factories.target(world.city, 9, recorded_by=chi)
    factories.target(world.ward_a, 5, recorded_by=chi)

    page = html(as_chi.post(f"/chi-tieu/{whole.pk}/phan-bo/?theo=tay", {f"phan-{world.ward_b.pk}": "9", **PAPER}))

    assert "Nơi này đang ghi 5. Muốn thôi giao thì ghi 0." in page
    assert not whole.shares.exists()
