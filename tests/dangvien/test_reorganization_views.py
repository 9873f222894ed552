"""The administrator's forms: founding, changing and archiving an organization."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Decision, Organization, OrganizationKind, Placement
from tests import factories
from tests.dangvien.reading import mistakes, page_of, token_of

FOUND = "/to-chuc/thanh-lap/"
CHANGE = "/to-chuc/a-2/thay-doi/"
ARCHIVE = "/to-chuc/a-2/luu-tru/"


@pytest.fixture
def new(world):
    return {
        "name": "Chi bộ A4",
        "short_name": "",
        "code": "a-4",
        "kind": "chi_bo",
        "parent": world.ward_a.pk,
        "sector": "",
        "area": "khu_dan_cu",
        "position": "",
        "on": "1/6/2024",
        "number": "",
        "issuer": "",
        "issued_on": "",
        "thuc-hien": "1",
    }


@pytest.fixture
def change(world):
    return {
        "name": "Chi bộ Khu phố Hai",
        "kind": "chi_bo",
        "parent": world.ward_b.pk,
        "area": "khu_dan_cu",
        "position": "2",
        "on": "1/6/2024",
        "thuc-hien": "1",
    }


class TestFounding:
    def test_an_organization_is_founded_last_among_its_siblings(self, world, new, as_dung):
        answer = as_dung.post(FOUND, new, follow=True)

        made = Placement.objects.get(organization__code="a-4")
        assert (made.name, made.kind, made.parent, made.area) == (
            "Chi bộ A4",
            OrganizationKind.CHI_BO,
            world.ward_a,
            "khu_dan_cu",
        )
        assert made.position == world.a3.placements.get().position + 1
        assert (made.valid_from, made.decision) == (date(2024, 6, 1), None)
        assert page_of(answer).texts("h1") == ["Thành lập ngày 01/06/2024"]

    def test_the_decision_is_entered_with_it(self, world, new, as_dung):
        as_dung.post(FOUND, {**new, "number": "12", "issuer": world.city.pk, "issued_on": "20/5/2024"})

        paper = Decision.objects.get(placements__organization__code="a-4")
        assert (paper.reference, paper.subject) == ("12-QĐ/TU", Decision.Subject.TO_CHUC)

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            ({"name": ""}, "name", "Nhập tên tổ chức."),
            ({"name": "\x00"}, "name", "Tên tổ chức có ký tự không đọc được. Xóa ô này rồi gõ lại."),
            ({"code": "Chi bộ"}, "code", "Mã chỉ gồm chữ thường không dấu, chữ số và gạch nối, ví dụ phuong-1."),
            ({"code": "thanh-lap"}, "code", "Mã này dành cho phần mềm. Đặt mã khác."),
            ({"code": "a-1"}, "code", "Mã a-1 đã dùng cho tổ chức khác. Đặt mã khác."),
            ({"kind": "luu_tru"}, "kind", "Chọn loại tổ chức trong danh sách."),
            ({"parent": ""}, "parent", "Chọn cấp trên."),
            ({"on": "30/2/2024"}, "on", "Ngày có hiệu lực: tháng 2 năm 2024 chỉ có 29 ngày."),
            (
                {"on": "1/6/2009"},
                "parent",
                "Đảng bộ Phường A không hoạt động vào ngày 01/6/2009. Chọn cấp trên khác.",
            ),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, new, as_dung, changes, at, sentence):
        assert mistakes(as_dung.post(FOUND, {**new, **changes})) == {at: [sentence]}
        assert not Organization.objects.filter(code="a-4").exists()

    def test_half_a_decision_is_told_at_the_empty_boxes(self, new, as_dung):
        sentence = "Ghi quyết định thì ghi đủ số, cơ quan ban hành và ngày; hoặc để trống cả ba."

        assert mistakes(as_dung.post(FOUND, {**new, "number": "12"})) == {
            "issuer": [sentence],
            "issued_on": [sentence],
        }

    def test_a_decision_number_used_twice_leaves_nothing(self, world, new, as_dung):
        factories.decision(world.city, date(2024, 1, 1), number=12)
        sent = {**new, "number": "12", "issuer": world.city.pk, "issued_on": "20/5/2024"}

        assert set(mistakes(as_dung.post(FOUND, sent))) == {"number"}
        assert not Organization.objects.filter(code="a-4").exists()

    def test_a_form_sent_twice_founds_one(self, new, as_dung):
        sent = {**new, "token": token_of(as_dung, FOUND)}

        first, second = (as_dung.post(FOUND, sent) for _ in range(2))

        assert first.url == second.url
        assert Organization.objects.filter(code="a-4").count() == 1


class TestChanging:
    def test_a_cell_moves_to_another_ward_and_keeps_its_past(self, world, change, as_dung):
        assert as_dung.get(CHANGE).context["form"]["name"].value() == "Chi bộ A2"

        as_dung.post(CHANGE, change)

        old, new = world.a2.placements.order_by("valid_from")
        assert (old.name, old.parent, old.valid_to) == ("Chi bộ A2", world.ward_a, date(2024, 6, 1))
        assert (new.name, new.parent, new.valid_from) == ("Chi bộ Khu phố Hai", world.ward_b, date(2024, 6, 1))

    def test_the_top_of_the_tree_may_be_renamed_and_stays_the_top(self, world, as_dung):
        sent = {
            "name": "Đảng bộ Thành phố Mới",
            "kind": "cap_tren_co_so",
            "parent": "",
            "on": "1/6/2024",
            "thuc-hien": "1",
        }

        assert as_dung.post("/to-chuc/tp/thay-doi/", sent).status_code == 302
        assert world.city.placement_on(date(2024, 6, 3)).parent is None

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            (
                {"on": "1/1/2010"},
                "on",
                "Chi bộ A2 đã có thay đổi từ ngày 01/01/2010. Thay đổi mới phải sau ngày ấy.",
            ),
            ({"parent": ""}, "parent", "Chọn cấp trên."),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, world, change, as_dung, changes, at, sentence):
        assert mistakes(as_dung.post(CHANGE, {**change, **changes})) == {at: [sentence]}
        assert world.a2.placements.count() == 1

    def test_the_past_of_a_locality_stays_with_the_organization(self, world, change, as_dung):
        place = world.a2.placements.get()
        place.locality = world.ward_a.localities.create(name="Khu phố 2", kind="khu_pho", valid_from=date(2010, 1, 1))
        place.save()

        as_dung.post(CHANGE, change)

        assert world.a2.placement_on(date(2024, 6, 3)).locality == place.locality


class TestArchiving:
    def test_a_cell_is_kept_under_its_heir(self, world, as_dung):
        as_dung.post(ARCHIVE, {"heir": world.ward_b.pk, "on": "1/6/2024", "thuc-hien": "1"})

        place = world.a2.placement_on(date(2024, 6, 3))
        assert (place.kind, place.parent) == (OrganizationKind.LUU_TRU, world.ward_b)
        answer = as_dung.get("/to-chuc/a-2/")
        assert "Lưu trữ" in page_of(answer).texts("h2")
        assert ARCHIVE not in answer.content.decode()

    def test_a_ward_with_cells_is_refused(self, world, as_dung):
        found = mistakes(
            as_dung.post("/to-chuc/phuong-a/luu-tru/", {"heir": world.ward_b.pk, "on": "1/6/2024", "thuc-hien": "1"})
        )

        assert found == {"": ["Đảng bộ Phường A còn 3 tổ chức trực thuộc vào ngày 01/6/2024. Chuyển chúng đi trước."]}

    def test_a_heir_outside_the_list_is_refused(self, world, as_dung):
        assert mistakes(as_dung.post(ARCHIVE, {"heir": world.a1.pk, "on": "1/6/2024", "thuc-hien": "1"})) == {
            "heir": ["Chọn nơi kế thừa trong danh sách; tổ chức ngoài phạm vi của đồng chí không dùng được."]
        }


@pytest.mark.parametrize("address", [FOUND, CHANGE, ARCHIVE])
def test_only_administrators_change_the_tree(address, as_an, as_chi, as_giang, as_hoa):
    for other in (as_an, as_chi, as_giang, as_hoa):
        assert other.get(address).status_code == 403
        assert other.post(address, {}).status_code == 403


def test_an_administrator_changes_only_their_own_tree(world, signed_in):
    keeper = signed_in(factories.user("keeper", "Người Giữ", world.ward_b, "quan_tri"))

    assert keeper.get(CHANGE).status_code == 404
    assert keeper.post(ARCHIVE, {}).status_code == 404
