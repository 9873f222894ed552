"""What administrators add to the regulations: acts, their refusals, screens, who may, what the trail keeps."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien import rules
from dangvien.models import Amendment, AuditEntry
from dangvien.procedure.amending import ValueFault, read_value
from dangvien.procedure.regulations import Regulations
from dangvien.sentences import told
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of, queries_of, token_of

LIST = "/can-cu/bo-sung/"
ADD = "/can-cu/bo-sung/them/"


@pytest.fixture
def new(world):
    return {
        "rule": "decision_days",
        "value": "40",
        "since": "1/6/2024",
        "organization": world.ward_a.pk,
        "document": "Hướng dẫn 02-HD/BTCTU",
        "point": "điểm 2.1",
        "checked": "on",
    }


@pytest.mark.parametrize(
    ("rule", "typed", "kept"),
    [
        ("decision_days", "40", "40"),
        ("decision_days", " 40 ngày làm việc ", "40"),
        ("decision_days", "040", "40"),
        ("decision_extension_days", "1.000", "1000"),
        ("official_extension_days", "0", "0"),
        ("cell_send_days", "5", "5"),
        ("vote_cell", "2 / 3", "2/3"),
        ("vote_standing", "1/2", "1/2"),
        ("warn_days", "7, 90;30  30", "90,30,7"),
        ("badge_years", "40; 30, 30 45", "30,40,45"),
        ("badge_rounds", "07/11, 3/2;19/5", "3/2,19/5,7/11"),
        ("target_rates", "3,5 %; 3.0", "3,5;3,0"),
        ("education_floor", "Trung học cơ sở", "thcs"),
        ("education_floor", "trung hoc co so", "thcs"),
        ("ceremony_clock_starts", "ban_hanh", "ban_hanh"),
        ("decider", "Ban thường vụ đảng ủy phường", "Ban thường vụ đảng ủy phường"),
    ],
)
def test_values_as_people_type_them(rule, typed, kept):
    assert read_value(rule, typed) == kept


@pytest.mark.parametrize(
    ("rule", "typed", "sentence"),
    [
        ("decision_days", "", "Nhập giá trị."),
        ("decision_days", "bốn lăm", "Nhập giá trị bằng số nguyên, ví dụ 45."),
        ("decision_days", "45,5", "Nhập giá trị bằng số nguyên, ví dụ 45."),
        ("decision_days", "45 tháng", "Nhập giá trị bằng số nguyên, ví dụ 45."),
        ("decision_days", "-3", "Nhập giá trị bằng số nguyên, ví dụ 45."),
        ("decision_days", "99999", "Nhập giá trị bằng số nguyên, ví dụ 45."),
        ("decision_days", "0", "Giá trị phải từ 1 trở lên."),
        ("vote_cell", "3/2", "Nhập tỷ lệ dạng phân số, ví dụ 2/3."),
        ("vote_cell", "0/3", "Nhập tỷ lệ dạng phân số, ví dụ 2/3."),
        ("vote_cell", "66%", "Nhập tỷ lệ dạng phân số, ví dụ 2/3."),
        ("warn_days", "90 và 30", "Nhập các số ngày cách nhau bằng dấu phẩy, ví dụ 90, 60, 30, 15, 7."),
        ("badge_years", "30 năm", "Nhập các số năm cách nhau bằng dấu phẩy, ví dụ 30, 40, 45, 50."),
        ("target_rates", "ba phần trăm", "Nhập các tỷ lệ phần trăm cách nhau bằng dấu chấm phẩy, ví dụ 3; 3,5."),
        ("badge_rounds", "29/2", "Nhập các ngày trong năm cách nhau bằng dấu phẩy, ví dụ 3/2, 19/5, 2/9, 7/11."),
        (
            "badge_rounds",
            "3/2, mùa thu",
            "Nhập các ngày trong năm cách nhau bằng dấu phẩy, ví dụ 3/2, 19/5, 2/9, 7/11.",
        ),
        ("warn_days", "0,5", "Nhập các số ngày cách nhau bằng dấu phẩy, ví dụ 90, 60, 30, 15, 7."),
        (
            "education_floor",
            "đại học",
            "Quy định này chỉ nhận: trung học cơ sở. Gõ một trong các cách ấy.",
        ),
        ("decider", "x" * 201, "Giá trị dài 201 ký tự; viết lại không quá 200 ký tự."),
    ],
)
def test_values_that_are_none(rule, typed, sentence):
    with pytest.raises(ValueFault) as fault:
        read_value(rule, typed)

    assert str(fault.value) == sentence


@pytest.mark.parametrize("rule", rules.RULE_TYPES)
def test_every_shipped_value_could_have_been_typed(rule):
    for line in rules.values()[rule]:
        assert read_value(rule, str(line.value)) == str(line.value)
        assert read_value(rule, rules.names()[rule].written(line.value).removesuffix(_tail(rule))) == str(line.value)


def _tail(rule: str) -> str:
    """The unit after a text; numbers may be typed with theirs."""
    name = rules.names()[rule]
    return "" if rules.RULE_TYPES[rule] is int or not name.unit else f" {name.unit}"


class TestAmending:
    def test_a_value_holds_where_it_was_given(self, world, new, as_dung):
        answer = as_dung.post(ADD, new, follow=True)

        amendment = Amendment.objects.get()
        assert (amendment.value, amendment.since, amendment.organization) == ("40", date(2024, 6, 1), world.ward_a)
        assert amendment.checked
        page = page_of(answer)
        assert heads(answer) == ["Cấp ủy xem xét, quyết định kết nạp"]
        assert "từ 01/06/2024, Đảng bộ Phường A và cấp dưới" in page.texts("td")
        line = (world.a1.pk, world.ward_a.pk, world.city.pk)
        assert Regulations.load().on(date(2024, 6, 3), line).decision_days.value == 40

    def test_it_may_hold_everywhere_and_begin_in_the_past_or_later(self, new, as_dung):
        for since in ("1/3/2020", "1/1/2030"):
            as_dung.post(ADD, {**new, "organization": "", "since": since})

        assert [(found.organization, found.since) for found in Amendment.objects.order_by("since")] == [
            (None, date(2020, 3, 1)),
            (None, date(2030, 1, 1)),
        ]
        assert "Chưa đến ngày Thôi áp dụng: Cấp ủy xem xét, quyết định kết nạp" in page_of(as_dung.get(LIST)).texts(
            "td"
        )

    def test_the_trail_tells_of_it(self, world, new, as_dung, dung):
        as_dung.post(ADD, new)

        entry = AuditEntry.objects.get(verb="ghi bổ sung quy định")
        said = told(entry, {world.ward_a.pk: "Đảng bộ Phường A"})
        assert entry.organization_id == world.ward_a.pk
        assert said.sentence == (
            "Phạm Văn Dũng (dung) ghi bổ sung quy định “Cấp ủy xem xét, quyết định kết nạp”: 40 ngày làm việc."
        )
        assert set(said.changes) == {
            "Từ ngày: 01/06/2024",
            "Áp dụng: Đảng bộ Phường A",
            "Văn bản: Hướng dẫn 02-HD/BTCTU, điểm 2.1",
            "Đã đối chiếu: có",
        }

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            ({"rule": ""}, "rule", "Chọn quy định."),
            ({"rule": "max_height"}, "rule", "Chọn quy định trong danh sách."),
            ({"value": ""}, "value", "Nhập giá trị."),
            ({"value": "nhiều"}, "value", "Nhập giá trị bằng số nguyên, ví dụ 45."),
            ({"value": "\x00"}, "value", "Giá trị có ký tự không đọc được. Xóa ô này rồi gõ lại."),
            ({"since": "31/6/2024"}, "since", "Ngày bắt đầu áp dụng: tháng 6 chỉ có 30 ngày."),
            (
                {"since": "1/1/1930"},
                "since",
                "Ngày bắt đầu phải từ 03/02/1930: trước ngày ấy sổ không có quy định nào.",
            ),
            ({"document": " "}, "document", "Nhập văn bản."),
            (
                {"organization": "999999"},
                "organization",
                "Chọn nơi áp dụng trong danh sách; tổ chức ngoài phạm vi của đồng chí không dùng được.",
            ),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, new, as_dung, changes, at, sentence):
        assert mistakes(as_dung.post(ADD, {**new, **changes})) == {at: [sentence]}
        assert not Amendment.objects.exists()

    @pytest.mark.parametrize("where", ["here", "everywhere"])
    def test_the_same_rule_place_and_day_twice_is_refused(self, new, as_dung, where):
        sent = new if where == "here" else {**new, "organization": ""}
        as_dung.post(ADD, sent)

        assert mistakes(as_dung.post(ADD, {**sent, "value": "41"})) == {
            "since": [
                "Quy định này đã có bổ sung “40 ngày làm việc” từ ngày 01/6/2024 cho cùng nơi áp dụng. "
                "Cho thôi áp dụng bổ sung ấy trước, hoặc đổi ngày bắt đầu."
            ]
        }
        assert Amendment.objects.count() == 1

    def test_a_place_that_had_ended_is_refused(self, world, new, as_dung):
        world.ward_a.placements.update(valid_to=date(2024, 7, 1))

        assert mistakes(as_dung.post(ADD, {**new, "since": "1/8/2024"})) == {
            "organization": ["Tổ chức này đã thôi hoạt động trước ngày bắt đầu. Chọn nơi khác."]
        }

    def test_a_form_sent_twice_writes_once(self, new, as_dung):
        sent = {**new, "token": token_of(as_dung, ADD)}

        first, second = (as_dung.post(ADD, sent) for _ in range(2))

        assert first.url == second.url == LIST
        assert Amendment.objects.count() == 1

    def test_the_rule_asked_for_is_chosen_and_told(self, world, dung, as_dung):
        factories.amendment(None, dung, since=date(2024, 1, 1))

        page = page_of(as_dung.get(f"{ADD}?quy_dinh=decision_days"))

        assert "Hôm nay đang dùng: 40 ngày làm việc (Hướng dẫn 02-HD/BTCTU)." in page.texts("p")
        assert as_dung.get(f"{ADD}?quy_dinh=decision_days").context["form"]["rule"].value() == "decision_days"
        assert as_dung.get(f"{ADD}?quy_dinh=%00x").status_code == 200

    def test_below_another_administrator_only_ones_own_places(self, world, new, signed_in, dung):
        keeper = signed_in(factories.user("keeper", "Người Giữ", world.ward_b, "quan_tri"))

        assert mistakes(keeper.post(ADD, {**new, "organization": ""})) == {"organization": ["Chọn nơi áp dụng."]}
        assert set(mistakes(keeper.post(ADD, new))) == {"organization"}
        assert keeper.post(ADD, {**new, "organization": world.ward_b.pk}).status_code == 302
        everywhere = factories.amendment(None, dung)
        assert keeper.get(f"/can-cu/bo-sung/{everywhere.pk}/rut/").status_code == 404

    def test_others_do_not_write(self, new, as_an, as_chi, as_giang, as_hoa):
        for other in (as_an, as_chi, as_giang, as_hoa):
            assert other.get(ADD).status_code == 403
            assert other.post(ADD, new).status_code == 403
        assert not Amendment.objects.exists()


class TestWithdrawing:
    def test_it_ends_with_day_and_reason_and_stays(self, world, dung, as_dung):
        amendment = factories.amendment(world.ward_a, dung, since=date(2024, 1, 1))
        address = f"/can-cu/bo-sung/{amendment.pk}/rut/"
        assert "Đảng bộ Phường A và cấp dưới" in page_of(as_dung.get(address)).source

        answer = as_dung.post(address, {"on": "1/6/2024", "reason": "Có hướng dẫn mới"}, follow=True)

        amendment.refresh_from_db()
        assert (amendment.withdrawn_on, amendment.withdraw_reason) == (date(2024, 6, 1), "Có hướng dẫn mới")
        assert "Thôi từ 01/06/2024: Có hướng dẫn mới" in page_of(answer).texts("td")
        entry = AuditEntry.objects.get(verb="thôi áp dụng bổ sung quy định")
        assert (entry.reason, entry.after) == ("Có hướng dẫn mới", {"thôi từ ngày": "2024-06-01"})

    def test_one_that_was_a_mistake_may_be_entered_anew(self, new, as_dung):
        as_dung.post(ADD, new)
        as_dung.post(f"/can-cu/bo-sung/{Amendment.objects.get().pk}/rut/", {"on": "1/6/2024", "reason": "Ghi nhầm số"})

        assert as_dung.post(ADD, {**new, "value": "41"}).status_code == 302
        assert "Ghi nhầm, không dùng: Ghi nhầm số" in page_of(as_dung.get(LIST)).texts("td")

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            (
                {"on": "31/12/2023"},
                "on",
                "Bổ sung này áp dụng từ 01/01/2024; ngày thôi không thể sớm hơn. "
                "Ghi nhầm cả thì nhập chính ngày 01/01/2024.",
            ),
            ({"reason": ""}, "reason", "Nhập lý do."),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, world, dung, as_dung, changes, at, sentence):
        amendment = factories.amendment(world.ward_a, dung, since=date(2024, 1, 1))
        sent = {"on": "1/6/2024", "reason": "Có hướng dẫn mới", **changes}

        assert mistakes(as_dung.post(f"/can-cu/bo-sung/{amendment.pk}/rut/", sent)) == {at: [sentence]}

    def test_twice_is_refused(self, world, dung, as_dung):
        amendment = factories.amendment(
            world.ward_a, dung, withdrawn_on=date(2025, 9, 1), withdraw_reason="Có văn bản mới"
        )
        sent = {"on": "1/10/2025", "reason": "Lần nữa"}

        assert mistakes(as_dung.post(f"/can-cu/bo-sung/{amendment.pk}/rut/", sent)) == {
            "": ["Bổ sung này đã thôi áp dụng từ ngày 01/09/2025."]
        }


class TestList:
    def test_everybody_reads_and_only_administrators_see_buttons(self, world, dung, as_dung, as_hoa):
        factories.amendment(world.ward_b, dung)

        assert "Thôi áp dụng: Cấp ủy xem xét, quyết định kết nạp" in page_of(as_dung.get(LIST)).texts("a")
        page = page_of(as_hoa.get(LIST))
        assert "từ 01/08/2025, Đảng bộ Phường B và cấp dưới" in page.texts("td")
        assert not [link for link in page.texts("a") if "Thôi áp dụng" in link or "Ghi bổ sung" in link]

    def test_an_empty_list_says_what_that_means(self, as_hoa, as_dung):
        assert "Chưa có bổ sung nào: mọi nơi dùng các giá trị có sẵn ở trang Căn cứ." in page_of(
            as_hoa.get(LIST)
        ).texts("p")
        assert "Ghi bổ sung đầu tiên" in page_of(as_dung.get(LIST)).texts("a")

    def test_fifty_a_page_under_one_count_of_queries(self, world, dung, as_dung):
        factories.amendment(world.ward_a, dung)
        few = queries_of(as_dung, LIST)
        for number in range(60):
            factories.amendment(world.ward_b, dung, since=date(2023, 1 + number % 12, 1 + number // 12))

        assert queries_of(as_dung, LIST) == few <= 15
        assert len(heads(as_dung.get(LIST))) == 50
        assert len(heads(as_dung.get(f"{LIST}?trang=2"))) == 11

    def test_a_rule_of_another_version_is_shown_by_its_stored_name(self, world, dung, as_dung):
        factories.amendment(world.ward_a, dung, rule="gone_days", value="7")

        assert heads(as_dung.get(LIST)) == ["gone_days"]


class TestBasesPage:
    def test_amendments_are_merged_and_marked(self, world, dung, as_hoa, as_binh):
        factories.amendment(world.ward_a, dung, since=date(2024, 1, 1), value="41")

        mine, others = (page_of(client.get("/can-cu/")) for client in (as_hoa, as_binh))

        assert "41 ngày làm việc" in mine.texts("td")
        assert "bổ sung của Đảng bộ Phường A" in mine.texts("span")
        assert any("Từ 01/01/2024: 41 ngày làm việc" in line for line in mine.texts("li"))
        assert "60 ngày làm việc" in others.texts("td")
        assert "bổ sung" not in others.texts("span")

    def test_another_place_can_be_asked_for(self, world, dung, as_dung):
        factories.amendment(world.ward_a, dung, since=date(2024, 1, 1), value="41")

        assert "41 ngày làm việc" not in page_of(as_dung.get("/can-cu/")).texts("td")
        assert "41 ngày làm việc" in page_of(as_dung.get(f"/can-cu/?noi={world.ward_a.pk}")).texts("td")
        assert "Lỗi:" in page_of(as_dung.get("/can-cu/?noi=abc")).source

    def test_it_prints_days_off_forms_and_unknown_years(self, as_hoa):
        page = page_of(as_hoa.get("/can-cu/", {"ngay": "1/10/2025"}))

        assert "Ngày nghỉ, ngày làm bù năm 2025" in page.texts("h2")
        assert "26/04/2025" in page.texts("th", scope="row")
        assert "6-KNĐ" in page.texts("th", scope="row")
        assert "Hướng dẫn 38-HD/BTCTW ngày 29/9/2025 chưa đối chiếu văn bản" in page.texts("td")

    @pytest.mark.parametrize("day", ["1/1/1900", "31/12/2100"])
    def test_days_far_away_have_a_page_and_working_links(self, as_hoa, day):
        page = page_of(as_hoa.get("/can-cu/", {"ngay": day}))

        assert "Chưa có lịch nghỉ chính thức" in page.texts("h2")
        assert as_hoa.get(f"/can-cu/ngay-nghi/{day[-4:]}/").status_code == 200

    def test_only_administrators_see_the_link_that_amends(self, as_hoa, as_dung):
        link = "Bổ sung quy định: Thời gian dự bị"

        assert link in page_of(as_dung.get("/can-cu/")).texts("a")
        assert link not in page_of(as_hoa.get("/can-cu/")).texts("a")

    def test_the_same_queries_with_many_amendments(self, world, dung, as_dung):
        factories.amendment(world.city, dung)
        few = queries_of(as_dung, "/can-cu/")
        for number in range(30):
            factories.amendment(world.ward_a, dung, since=date(2025, 9, 1 + number))

        assert queries_of(as_dung, "/can-cu/") == few <= 15
