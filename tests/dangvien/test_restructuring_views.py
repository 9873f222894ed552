"""The guided acts in the browser: a form, what will change, the act, its page, taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dangvien.models import (
    Candidate,
    Kind,
    Member,
    Movement,
    Organization,
    OrganizationKind,
    Placement,
    Reorganization,
    User,
)
from dangvien.procedure import reconciliation
from tests import factories
from tests.dangvien.reading import mistakes, page_of, token_of
from tests.people import TODAY, World

INDEX = "/to-chuc/sap-xep/"
MERGE = f"{INDEX}sap-nhap/"
JOIN = f"{INDEX}hop-nhat/"
SPLIT = f"{INDEX}chia-tach/"
DISSOLVE = f"{INDEX}giai-the/"
ON = "1/6/2024"
DO = {"thuc-hien": "1"}


@pytest.fixture
def people(world: World) -> dict[str, Member]:
    """Two members in a1, one in a2."""
    found = {}
    for name, cell in (("Lê Văn Một", world.a1), ("Lê Văn Hai", world.a1), ("Lê Văn Ba", world.a2)):
        found[name] = factories.member(cell, name, admitted_on=date(2020, 1, 2))
        factories.movement(found[name], cell, Kind.CONG_NHAN, date(2021, 1, 2))
    return found


def act() -> Reorganization:
    return Reorganization.objects.get()


def place_of(member: Member) -> str:
    found = Member.objects.get(pk=member.pk).organization
    return found.code if found else ""


class TestMerging:
    @pytest.fixture
    def sent(self, world: World) -> dict[str, Any]:
        return {"organization": world.a1.pk, "heir": world.a2.pk, "on": ON}

    def test_the_preview_tells_what_will_change_and_writes_nothing(self, world, people, sent, as_dung: Client):
        page = page_of(as_dung.post(MERGE, sent))

        assert page.texts("h1") == ["Sẽ có những thay đổi sau"]
        told = " ".join(page.texts("td")) + " ".join(page.texts("li"))
        assert "Thôi hoạt động" in told
        assert "2 đảng viên chuyển sang chi bộ khác" in told
        assert not Reorganization.objects.exists()
        assert place_of(people["Lê Văn Một"]) == "a-1"

    def test_members_go_along(self, world, people, sent, as_dung: Client):
        answer = as_dung.post(MERGE, {**sent, **DO}, follow=True)

        assert page_of(answer).texts("h1") == ["Sáp nhập ngày 01/06/2024"]
        assert {place_of(member) for member in people.values()} == {"a-2"}
        then = world.a1.placement_on(TODAY)
        assert then is not None
        assert (then.kind, then.parent) == (OrganizationKind.LUU_TRU, world.a2)
        assert list(reconciliation.faults(TODAY)) == []

    def test_what_was_typed_can_be_mended(self, world, people, sent, as_dung: Client):
        page = page_of(as_dung.post(MERGE, {**sent, "sua": "1"}))

        assert page.texts("h1") == ["Sáp nhập"]
        assert not Reorganization.objects.exists()

    def test_a_form_sent_twice_is_carried_out_once(self, world, people, sent, as_dung: Client):
        given = {**sent, **DO, "token": token_of(as_dung, MERGE)}

        first, second = (as_dung.post(MERGE, given) for _ in range(2))

        assert first["Location"] == second["Location"]
        assert Reorganization.objects.count() == 1

    def test_a_ward_goes_with_its_cells(self, world, people, as_dung: Client):
        as_dung.post(MERGE, {"organization": world.ward_a.pk, "heir": world.ward_b.pk, "on": ON, **DO})

        below = Placement.objects.standing_on(TODAY).filter(parent=world.ward_b)
        assert set(below.values_list("organization__code", flat=True)) == {"a-1", "a-2", "a-3", "b-1"}
        assert place_of(people["Lê Văn Một"]) == "a-1"
        assert not Movement.objects.filter(reorganization=act()).exists()
        assert list(reconciliation.faults(TODAY)) == []

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            ({"organization": ""}, "organization", "Chọn tổ chức sáp nhập."),
            ({"heir": "a1"}, "heir", "Một tổ chức được chọn hai lần. Chọn các tổ chức khác nhau."),
            (
                {"heir": "ward_b"},
                "heir",
                "Chi bộ chỉ nhập với chi bộ, đảng bộ chỉ nhập với đảng bộ. Chọn lại.",
            ),
            ({"on": "1/6/2026"}, "on", "Ngày 01/6/2026 còn xa hơn một năm. Kiểm tra lại năm."),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, world, people, sent, as_dung, changes, at, sentence):
        keys = {name: getattr(world, value).pk for name, value in changes.items() if hasattr(world, str(value))}
        found = mistakes(as_dung.post(MERGE, {**sent, **changes, **keys, **DO}))

        assert sentence in found[at]
        assert not Reorganization.objects.exists()


class TestJoining:
    def test_two_cells_become_a_new_one(self, world, people, as_dung: Client):
        sent = {"first": world.a1.pk, "second": world.a2.pk, "name": "Chi bộ Khu phố Chung", "on": ON, **DO}
        as_dung.post(JOIN, sent)

        made = Organization.objects.get(placements__name="Chi bộ Khu phố Chung")
        assert made.code == "phuong-a-khu-pho-chung"
        assert made.placements.get().parent == world.ward_a
        assert {place_of(member) for member in people.values()} == {made.code}
        assert list(reconciliation.faults(TODAY)) == []


class TestSplitting:
    @pytest.fixture
    def sent(self, people) -> dict[str, Any]:
        one = people["Lê Văn Hai"].pk
        return {"name_1": "Chi bộ A1 Đông", "name_2": "Chi bộ A1 Tây", "others": "1", "on": ON, f"dang-vien-{one}": "2"}

    def test_everybody_goes_where_the_list_says(self, world, people, sent, as_dung: Client):
        as_dung.post(f"{SPLIT}?to_chuc={world.a1.pk}", {**sent, **DO})

        assert place_of(people["Lê Văn Một"]) == "phuong-a-a1-dong"
        assert place_of(people["Lê Văn Hai"]) == "phuong-a-a1-tay"
        assert list(reconciliation.faults(TODAY)) == []

    def test_the_old_cell_may_go_on(self, world, people, sent, as_dung: Client):
        as_dung.post(f"{SPLIT}?to_chuc={world.a1.pk}", {**sent, "others": "0", **DO})

        assert place_of(people["Lê Văn Một"]) == "a-1"
        assert place_of(people["Lê Văn Hai"]) == "phuong-a-a1-tay"
        assert list(reconciliation.faults(TODAY)) == []

    def test_a_place_that_was_not_named_is_told_at_its_line(self, world, people, sent, as_dung: Client):
        box = f"dang-vien-{people['Lê Văn Một'].pk}"
        found = mistakes(as_dung.post(f"{SPLIT}?to_chuc={world.a1.pk}", {**sent, box: "3", **DO}))

        assert found == {box: ["Lê Văn Một: nơi đến thứ ba chưa ghi ở trên."]}

    def test_which_organization_is_asked_first(self, world, as_dung: Client):
        assert page_of(as_dung.get(SPLIT)).texts("h1") == ["Chia tách"]
        assert "Lê Văn" not in as_dung.get(SPLIT).content.decode()


class TestDissolving:
    def test_members_are_distributed_and_candidates_go_with_the_others(self, world, people, as_dung: Client):
        followed = factories.candidate(world.a1, "Trần Thị Năm")
        one = people["Lê Văn Hai"].pk
        sent = {"to_1": world.a2.pk, "to_2": world.b1.pk, "on": ON, f"dang-vien-{one}": "2", **DO}

        as_dung.post(f"{DISSOLVE}?to_chuc={world.a1.pk}", sent)

        assert (place_of(people["Lê Văn Một"]), place_of(people["Lê Văn Hai"])) == ("a-2", "b-1")
        assert Candidate.objects.get(pk=followed.pk).organization == world.a2
        then = world.a1.placement_on(TODAY)
        assert then is not None
        assert then.parent == world.ward_a
        assert list(reconciliation.faults(TODAY)) == []


class TestPromoting:
    ADDRESS = "/to-chuc/a-1/thay-doi/"

    @pytest.fixture
    def sent(self, world: World) -> dict[str, Any]:
        return {"name": "Đảng bộ bộ phận A1", "kind": "dang_bo_bo_phan", "parent": world.ward_a.pk, "on": ON}

    def test_its_people_need_a_cell(self, world, people, sent, as_dung: Client):
        assert mistakes(as_dung.post(self.ADDRESS, {**sent, **DO})) == {
            "cell_1": ["Đảng bộ không có đảng viên trực tiếp. Ghi tên chi bộ mới nhận mọi người."]
        }

    def test_they_go_into_cells_founded_with_it(self, world, people, sent, as_dung: Client):
        one = people["Lê Văn Hai"].pk
        cells = {"cell_1": "Chi bộ Một", "cell_2": "Chi bộ Hai", f"dang-vien-{one}": "2"}
        as_dung.post(self.ADDRESS, {**sent, **cells, **DO})

        assert (place_of(people["Lê Văn Một"]), place_of(people["Lê Văn Hai"])) == ("a-1-mot", "a-1-hai")
        assert set(Placement.objects.filter(parent=world.a1).values_list("name", flat=True)) == {
            "Chi bộ Một", "Chi bộ Hai",
        }  # fmt: skip
        assert list(reconciliation.faults(TODAY)) == []


class TestAfterwards:
    @pytest.fixture
    def merged(self, world: World, people, as_dung: Client) -> Reorganization:
        as_dung.post(MERGE, {"organization": world.a1.pk, "heir": world.a2.pk, "on": ON, **DO})
        return act()

    def test_the_act_stands_on_its_page_and_on_those_of_its_organizations(self, world, merged, as_dung: Client):
        assert "Sáp nhập" in page_of(as_dung.get(INDEX)).texts("a")
        for code in ("a-1", "a-2"):
            assert f"/to-chuc/sap-xep/{merged.pk}/" in as_dung.get(f"/to-chuc/{code}/").content.decode()
        page = page_of(as_dung.get(f"{INDEX}{merged.pk}/"))
        assert "Rút lại" in page.texts("a")

    def test_it_is_taken_back_with_a_reason(self, world, people, merged, as_dung: Client):
        address = f"{INDEX}{merged.pk}/rut-lai/"
        assert mistakes(as_dung.post(address, {"reason": ""})) == {"reason": ["Nhập lý do rút lại."]}

        as_dung.post(address, {"reason": "Nhầm tổ chức"})

        assert place_of(people["Lê Văn Một"]) == "a-1"
        assert "Đã rút lại" in page_of(as_dung.get(f"{INDEX}{merged.pk}/")).texts("h2")
        assert list(reconciliation.faults(TODAY)) == []

    def test_another_desk_does_not_find_it(self, world, merged, signed_in):
        keeper = signed_in(factories.user("keeper", "Người Giữ", world.ward_b, "quan_tri"))

        assert keeper.get(f"{INDEX}{merged.pk}/").status_code == 404
        assert keeper.post(f"{INDEX}{merged.pk}/rut-lai/", {"reason": "x"}).status_code == 404
        assert keeper.get(f"{SPLIT}?to_chuc={world.a2.pk}").status_code == 200
        assert "Lê Văn" not in keeper.get(f"{SPLIT}?to_chuc={world.a2.pk}").content.decode()


@pytest.mark.parametrize("address", [INDEX, MERGE, JOIN, SPLIT, DISSOLVE, f"{INDEX}chon/thay-doi/"])
def test_only_administrators_see_these_pages(address, as_an, as_chi, as_giang, as_hoa):
    for other in (as_an, as_chi, as_giang, as_hoa):
        assert other.get(address).status_code == 403
        assert other.post(address, DO).status_code == 403


def test_a_list_of_many_asks_no_more_than_a_list_of_few(world, dung: User, as_dung, django_assert_max_num_queries):
    address = f"{SPLIT}?to_chuc={world.a1.pk}"
    with django_assert_max_num_queries(60) as few:
        as_dung.get(address)
    for number in range(5):
        factories.member(world.a1, f"Lê Văn {number}", admitted_on=date(2020, 1, 2))
    with django_assert_max_num_queries(len(few)):
        as_dung.get(address)


def test_nonsense_in_the_address_is_no_crash(as_dung):
    assert as_dung.get(f"{SPLIT}?to_chuc=abc").status_code == 200
    assert as_dung.get(f"{INDEX}chon/xyz/").status_code == 404
    assert as_dung.get(f"{INDEX}999999/").status_code == 404
