"""Days off and days worked on the screen: the page of a year, recording, confirming a plan, taking back, who may."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import AuditEntry, Holiday
from dangvien.procedure.regulations import Regulations
from dangvien.sentences import told
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of

YEAR = "/can-cu/ngay-nghi/2027/"
SET = "/can-cu/ngay-nghi/2027/ghi/"
CONFIRM = "/can-cu/ngay-nghi/2027/xac-nhan/"


@pytest.fixture
def off():
    return {"day": "24/11/2027", "kind": "nghi", "name": "Ngày Văn hóa", "document": "Thông báo 1/TB"}


class TestHolidays:
    def test_a_day_is_recorded_and_counts(self, off, as_dung, world):
        answer = as_dung.post(SET, off, follow=True)

        assert "24/11/2027" in heads(answer)
        assert "Bỏ ngày 24/11/2027" in page_of(answer).texts("a")
        assert not Regulations.load().is_working_day(date(2027, 11, 24))
        entry = AuditEntry.objects.get(verb="ghi ngày nghỉ, ngày làm việc")
        assert told(entry, {}).sentence == (
            "Phạm Văn Dũng (dung) ghi vào lịch làm việc: Ngày Văn hóa, ngày 24/11/2027."
        )
        assert entry.organization_id == world.city.pk

    def test_a_day_of_another_year_leads_to_its_own_page(self, off, as_dung):
        answer = as_dung.post(SET, {**off, "day": "24/11/2023"})

        assert answer.url == "/can-cu/ngay-nghi/2023/"

    def test_a_second_writing_corrects_the_first(self, off, as_dung):
        as_dung.post(SET, off)
        as_dung.post(SET, {**off, "name": "Ngày Văn hóa Việt Nam"})

        assert Holiday.objects.get().name == "Ngày Văn hóa Việt Nam"
        entry = AuditEntry.objects.filter(verb="ghi ngày nghỉ, ngày làm việc").latest("sequence")
        assert (entry.before or {})["tên"] == "Ngày Văn hóa"
        assert mistakes(as_dung.post(SET, {**off, "name": "Ngày Văn hóa Việt Nam"})) == {
            "day": ["Ngày 24/11/2027 đã được ghi đúng như vậy."]
        }

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            (
                {"day": "27/11/2027"},
                "Ngày 27/11/2027 là thứ Bảy, vốn đã nghỉ: ghi vào cũng không làm thời hạn dài thêm. "
                "Nếu văn bản cho nghỉ bù thì ghi ngày nghỉ bù.",
            ),
            (
                {"day": "28/11/2027", "kind": "lam_bu"},
                "Ngày 28/11/2027 là Chủ nhật. Xem lại ngày làm bù trong văn bản.",
            ),
            ({"kind": "lam_bu"}, "Ngày 24/11/2027 là thứ Tư, vốn đã là ngày làm việc."),
            (
                {"day": "4/2/2027", "kind": "lam_bu"},
                "Ngày 04/02/2027 là thứ Năm, sổ đang tính là ngày nghỉ; ghi vào thì thành ngày làm việc.",
            ),
        ],
    )
    def test_an_odd_day_is_compared_first_and_then_written(self, off, as_dung, changes, sentence):
        answer = as_dung.post(SET, {**off, **changes})

        assert [warning.sentence for warning in answer.context["form"].warnings] == [sentence]
        assert set(mistakes(answer)) == {"doi_chieu"}
        tick = page_of(answer).all("input", name="doi_chieu")[0].attributes["value"]
        assert as_dung.post(SET, {**off, **changes, "doi_chieu": tick}).status_code == 302
        assert Holiday.objects.count() == 1

    def test_a_saturday_worked_needs_no_tick(self, off, as_dung):
        assert as_dung.post(SET, {**off, "day": "27/11/2027", "kind": "lam_bu"}).status_code == 302
        assert Regulations.load().is_working_day(date(2027, 11, 27))

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            ({"day": ""}, "day", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
            ({"kind": "le"}, "kind", "Chọn loại ngày trong danh sách."),
            ({"name": ""}, "name", "Nhập tên ngày."),
            ({"document": ""}, "document", "Nhập văn bản."),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, off, as_dung, changes, at, sentence):
        assert mistakes(as_dung.post(SET, {**off, **changes})) == {at: [sentence]}
        assert not Holiday.objects.exists()

    def test_a_recorded_day_is_taken_back(self, dung, as_dung):
        holiday = factories.holiday(dung)

        answer = as_dung.post(f"/can-cu/ngay-nghi/bo/{holiday.pk}/", {"reason": "Ghi nhầm ngày"})

        assert answer.url == YEAR
        assert not Holiday.objects.exists()
        entry = AuditEntry.objects.get(verb="bỏ ngày nghỉ, ngày làm việc")
        assert entry.reason == "Ghi nhầm ngày"
        assert (entry.before or {})["văn bản"] == "Thông báo 1/TB"

    def test_the_plan_of_a_year_is_confirmed_at_once(self, as_dung):
        before = page_of(as_dung.get(YEAR))
        assert "Chưa có lịch nghỉ chính thức" in before.texts("h2")

        after = page_of(as_dung.post(CONFIRM, {"document": "Thông báo 9/TB-BNV"}, follow=True))

        assert "Chưa có lịch nghỉ chính thức" not in after.texts("h2")
        assert "Xác nhận các ngày dự kiến" not in after.texts("a")
        assert set(Holiday.objects.values_list("document", flat=True)) == {"Thông báo 9/TB-BNV"}
        assert Regulations.load().calendar_known(date(2027, 3, 1))
        assert mistakes(as_dung.post(CONFIRM, {"document": "Thông báo 9/TB-BNV"})) == {
            "": ["Mọi ngày nghỉ có sẵn của năm 2027 đã được ghi."]
        }

    def test_a_year_nobody_knows_says_so(self, as_hoa):
        page = page_of(as_hoa.get("/can-cu/ngay-nghi/2035/"))

        assert "Chưa có lịch nghỉ chính thức" in page.texts("h2")
        assert "Sổ chưa có ngày nghỉ nào của năm này: thời hạn mới chỉ trừ thứ Bảy và Chủ nhật." in page.texts("p")

    @pytest.mark.parametrize("year", [0, 1899, 2101, 99999999999999999999])
    def test_years_without_a_page(self, as_dung, year):
        assert as_dung.get(f"/can-cu/ngay-nghi/{year}/").status_code == 404
        assert as_dung.get(f"/can-cu/ngay-nghi/{year}/ghi/").status_code == 404

    @pytest.mark.parametrize("year", range(2021, 2028))
    def test_every_shipped_year_has_a_page_with_its_note(self, as_hoa, year):
        page = page_of(as_hoa.get(f"/can-cu/ngay-nghi/{year}/"))

        assert page.texts("h1") == [f"Ngày nghỉ, ngày làm bù năm {year}"]
        assert len(heads(as_hoa.get(f"/can-cu/ngay-nghi/{year}/"))) >= 11
        assert "Chưa đối chiếu văn bản." in page.source

    def test_only_the_highest_administrator_writes(self, world, off, dung, signed_in, as_an):
        keeper = signed_in(factories.user("keeper", "Người Giữ", world.ward_b, "quan_tri"))
        holiday = factories.holiday(dung)

        for address, sent in (
            (SET, off),
            (CONFIRM, {"document": "x"}),
            (f"/can-cu/ngay-nghi/bo/{holiday.pk}/", {"reason": "x"}),
        ):
            for other in (keeper, as_an):
                assert other.get(address).status_code == 403
                assert other.post(address, sent).status_code == 403
        assert "Ghi ngày nghỉ, ngày làm bù" not in page_of(keeper.get(YEAR)).texts("a")
        assert Holiday.objects.count() == 1

    def test_an_administrator_with_nobody_above_writes(self, world, off, signed_in):
        keeper = signed_in(factories.user("keeper", "Người Giữ", world.ward_b, "quan_tri"))

        assert keeper.post(SET, off).status_code == 302
