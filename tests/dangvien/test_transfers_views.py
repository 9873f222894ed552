"""Transfers in the browser: two users of two wards, the lists, forms, several people at once, who may see what."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from dangvien.models import AuditEntry, Kind, Member, Movement, Person, Transfer, TransferStep
from tests import factories
from tests.dangvien.reading import heads, mistakes, newest_entry, page_of, queries_of, taken
from tests.people import World

LIST = "/chuyen-sinh-hoat/"
SENT = {"kind": "noi_bo", "introduced_on": "6/5/2024", "number": "07", "reason": "cu_tru"}


@pytest.fixture
def member(world: World) -> Member:
    return factories.member(world.a1, "Lê Văn Bảy")


def start_of(member: Member) -> str:
    return f"/dang-vien/{member.pk}/chuyen-sinh-hoat/"


def sent_away(client: Client, member: Member, to: Any, **more: Any) -> Transfer:
    answer = client.post(start_of(member), {**SENT, "destination": to.pk, **more})
    assert answer.status_code == 302, mistakes(answer)
    return Transfer.objects.latest("pk")


def told(client: Client, address: str) -> str:
    return " ".join(page_of(client.get(address)).texts("p") + page_of(client.get(address)).texts("li"))


class TestTwoWards:
    def test_one_sends_the_other_takes_in(self, world, member, as_an, as_binh):
        assert "Chuyển sinh hoạt" in page_of(as_an.get(f"/dang-vien/{member.pk}/")).texts("a")
        transfer = sent_away(as_an, member, world.ward_b)
        address = f"{LIST}{transfer.pk}/"

        assert as_binh.get(f"/dang-vien/{member.pk}/").status_code == 404
        assert "1 đảng viên đang chờ đơn vị tiếp nhận" in told(as_binh, "/")
        assert "1 đảng viên đang chờ đơn vị tiếp nhận" in told(as_binh, "/viec-den-han/")
        assert "đang chờ đơn vị tiếp nhận" not in told(as_an, "/")
        assert heads(as_binh.get(f"{LIST}?muc=cho-tiep-nhan")) == ["Lê Văn Bảy sinh 08/03/1995"]
        assert heads(as_an.get(LIST)) == ["Lê Văn Bảy sinh 08/03/1995"]
        assert heads(as_an.get(f"{LIST}?muc=cho-tiep-nhan")) == []

        taken = as_binh.post(f"{address}tiep-nhan/", {"occurred_on": "20/5/2024", "organization": world.b1.pk})

        assert taken.url == address
        assert Member.objects.get().organization == world.b1
        assert Movement.objects.filter(kind__in=[Kind.CHUYEN_DI, Kind.CHUYEN_DEN]).count() == 2
        assert as_binh.get(f"/dang-vien/{member.pk}/").status_code == 200
        assert as_an.get(f"/dang-vien/{member.pk}/").status_code == 404
        assert "Đã chuyển, chờ phiếu báo" in page_of(as_an.get(address)).texts("span")
        assert "đang chờ đơn vị tiếp nhận" not in told(as_binh, "/")

        as_an.post(f"{address}phieu-bao/", {"occurred_on": "27/5/2024", "number": "12"})
        assert heads(as_an.get(LIST)) == []
        assert heads(as_an.get(f"{LIST}?muc=da-xong")) == ["Lê Văn Bảy sinh 08/03/1995"]
        assert heads(as_binh.get(f"{LIST}?muc=da-xong")) == ["Lê Văn Bảy sinh 08/03/1995"]

    def test_each_side_takes_only_its_own_steps(self, world, member, as_an, as_binh):
        address = f"{LIST}{sent_away(as_an, member, world.ward_b).pk}/"

        assert as_an.get(f"{address}tiep-nhan/").status_code == 404
        assert as_an.post(f"{address}tiep-nhan/", {}).status_code == 404
        assert as_binh.get(f"{address}tra-lai/").status_code == 404
        assert as_binh.get(f"{address}tiep-nhan/").status_code == 200
        assert as_binh.get(f"{address}la/").status_code == 404
        assert page_of(as_an.get(address)).texts("a", class_="button") == ["Trả lại, thôi chuyển"]

    def test_a_refusal_comes_back_with_its_reason_and_the_paper_is_written_again(self, world, member, as_an, as_binh):
        address = f"{LIST}{sent_away(as_an, member, world.ward_b).pk}/"

        assert mistakes(as_binh.post(f"{address}tu-choi/", {"occurred_on": "20/5/2024"})) == {"reason": ["Nhập lý do."]}
        as_binh.post(f"{address}tu-choi/", {"occurred_on": "20/5/2024", "reason": "Thiếu mục lục hồ sơ"})
        assert "Thiếu mục lục hồ sơ" in " ".join(page_of(as_an.get(address)).texts("td"))
        assert heads(as_binh.get(f"{LIST}?muc=cho-tiep-nhan")) == []
        as_an.post(f"{address}gioi-thieu/", {"occurred_on": "22/5/2024", "number": "09"})
        assert len(heads(as_binh.get(f"{LIST}?muc=cho-tiep-nhan"))) == 1

    def test_a_mistaken_reception_is_taken_back_by_who_took_in(self, world, member, as_an, as_binh):
        transfer = sent_away(as_an, member, world.ward_b)
        address = f"{LIST}{transfer.pk}/"
        as_binh.post(f"{address}tiep-nhan/", {"occurred_on": "20/5/2024", "organization": world.b1.pk})
        taken = TransferStep.objects.get(kind="tiep_nhan")
        mend = f"{address}buoc/{taken.pk}/dinh-chinh/"

        assert as_an.get(mend).status_code == 404
        assert mistakes(as_binh.post(mend, {"reason": ""})) == {"reason": ["Nhập lý do đính chính."]}
        assert as_binh.post(mend, {"reason": "Ghi nhầm người"}).url == address
        assert Member.objects.get().organization == world.a1
        assert "Ghi nhầm người" in " ".join(page_of(as_binh.get(address)).texts("span"))
        assert as_binh.get(mend).status_code == 404

    def test_a_form_sent_twice_is_carried_out_once(self, world, member, as_an):
        page = page_of(as_an.get(start_of(member)))
        token = page.all("input", name="token")[0].attributes["value"]
        for _ in range(2):
            as_an.post(start_of(member), {**SENT, "destination": world.ward_b.pk, "token": token})

        assert Transfer.objects.count() == 1


class TestStarting:
    def test_the_wrong_paper_is_confirmed_first(self, world, member, as_an):
        given = {**SENT, "kind": "chinh_thuc", "destination": world.ward_b.pk}
        answer = as_an.post(start_of(member), given)

        assert set(mistakes(answer)) == {"doi_chieu"}
        tick = page_of(answer).all("input", name="doi_chieu")[0].attributes["value"]
        assert as_an.post(start_of(member), {**given, "doi_chieu": tick}).status_code == 302

    def test_every_problem_stands_at_its_box(self, world, member, as_an):
        answer = as_an.post(start_of(member), {**SENT, "kind": "tam_thoi"})

        assert mistakes(answer) == {
            "destination": ["Chọn nơi đến; nơi ấy ngoài sổ này thì ghi tên vào ô “Nơi đến ngoài sổ”."],
            "until": ["Nhập ngày cuối của thời hạn sinh hoạt tạm thời ghi trên giấy."],
        }
        assert not Transfer.objects.exists()

    def test_places_beyond_the_scope_are_communes_not_their_cells(self, world, member, as_an):
        offered = [option.text for option in page_of(as_an.get(start_of(member))).all("option")]

        assert "Chi bộ A2" in offered
        assert "Đảng bộ Phường B" in offered
        assert "Chi bộ B1" not in offered
        assert "Chi bộ A1" not in offered
        answer = as_an.post(start_of(member), {**SENT, "destination": world.b1.pk})
        assert set(mistakes(answer)) == {"destination"}

    @pytest.mark.parametrize("who", ["as_giang", "as_hoa", "as_dung"])
    def test_only_those_who_record_movements_start_one(self, world, member, request, who):
        client = request.getfixturevalue(who)

        assert client.get(start_of(member)).status_code == 403
        assert client.get(f"{LIST}tu-noi-khac/").status_code == 403
        assert client.get(f"{LIST}nhieu-nguoi/").status_code == 403
        assert client.get(LIST).status_code == 200

    def test_a_member_of_another_ward_is_not_found(self, world, member, as_binh):
        assert as_binh.get(start_of(member)).status_code == 404


class TestLists:
    def test_an_empty_list_says_what_to_do(self, world, as_an):
        assert "Danh sách này chưa có ai" in told(as_an, LIST)

    def test_a_list_tells_the_term_its_clause_and_who_is_waited_for(self, world, member, as_an):
        sent_away(as_an, member, world.ward_b)
        words = told(as_an, LIST)

        assert "Nộp giấy và hồ sơ tại nơi đến: 17/06/2024 còn 14 ngày" in words
        assert "Quy định 24-QĐ/TW" in words
        assert "Chưa nộp hồ sơ: xem xét xóa tên: 06/08/2024" in words
        assert "Đang chờ: Đảng viên" in words

    def test_the_list_is_narrowed_by_organization_and_kind(self, world, member, as_an, as_chi):
        sent_away(as_an, member, world.ward_b)

        assert len(heads(as_chi.get(f"{LIST}?to_chuc={world.ward_a.pk}"))) == 1
        assert heads(as_chi.get(f"{LIST}?to_chuc={world.ward_b.pk}")) == []
        assert heads(as_chi.get(f"{LIST}?loai=tam_thoi")) == []
        assert mistakes_of_filter(as_an, f"{LIST}?to_chuc={world.ward_b.pk}") == ["to_chuc"]
        assert mistakes_of_filter(as_an, f"{LIST}?muc=la") == ["muc"]

    def test_one_row_and_many_cost_the_same(self, world, as_an):
        sent_away(as_an, factories.member(world.a1), world.ward_b)
        one = queries_of(as_an, LIST)
        for _ in range(4):
            sent_away(as_an, factories.member(world.a2), world.ward_b)

        assert queries_of(as_an, LIST) == one

    def test_the_list_goes_out_as_a_workbook(self, world, member, as_an):
        sent_away(as_an, member, world.ward_b)
        answer = taken(as_an, f"{LIST}?tep=excel")

        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        row = next(row for row in rows if "Lê Văn Bảy" in row)
        assert "Chi bộ A1, Đảng bộ Phường A" in row
        assert "Đảng bộ Phường B, Đảng bộ thành phố" in row
        assert newest_entry().verb == "xuất Excel"

    def test_stays_for_a_time_have_a_list_of_their_own(self, world, member, as_an, as_binh):
        transfer = sent_away(as_an, member, world.ward_b, kind="tam_thoi", until="31/12/2024")
        address = f"{LIST}{transfer.pk}/"
        as_binh.post(f"{address}tiep-nhan/", {"occurred_on": "20/5/2024", "organization": world.b1.pk})

        for client in (as_an, as_binh):
            assert heads(client.get(f"{LIST}?muc=tam-thoi")) == ["Lê Văn Bảy sinh 08/03/1995"]
            assert heads(client.get(LIST)) == []
        assert "đến hết ngày 31/12/2024" in told(as_an, address)
        answer = as_an.post(f"{address}gia-han/", {"occurred_on": "1/6/2024", "until": "31/3/2025", "number": "3"})
        assert answer.status_code == 302
        as_binh.post(f"{address}tro-ve/", {"occurred_on": "2/6/2024"})
        assert heads(as_binh.get(f"{LIST}?muc=tam-thoi")) == []


def mistakes_of_filter(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    page_of(answer)
    return list(answer.context["filter_form"].errors)


class TestFromOutside:
    ADDRESS = f"{LIST}tu-noi-khac/"

    def given(self, world: World, **more: Any) -> dict[str, Any]:
        return {
            "full_name": "Hồ Văn Mới",
            "birth": "3/2/1990",
            "gender": "nam",
            "origin_name": "Đảng ủy xã Vĩnh Thủy",
            "cell": world.b1.pk,
            "admitted_on": "19/5/2018",
            "official_on": "19/5/2019",
            "occurred_on": "20/5/2024",
            "kind": "chinh_thuc",
            **more,
        }

    def test_somebody_is_entered_and_counted(self, world, as_binh):
        answer = as_binh.post(self.ADDRESS, self.given(world))

        assert answer.status_code == 302
        assert (Member.objects.get().organization, Movement.objects.get().kind) == (world.b1, Kind.CHUYEN_DEN)
        assert "Đã xong" in page_of(as_binh.get(answer.url)).texts("span")

    def test_somebody_already_known_is_told_apart_first(self, world, as_binh):
        known = factories.candidate(world.b1, "Hồ Văn Mới", birth=date(1990, 2, 3)).person
        answer = as_binh.post(self.ADDRESS, self.given(world))

        assert set(mistakes(answer)) == {"same_person"}
        assert not Member.objects.exists()
        as_binh.post(self.ADDRESS, self.given(world, same_person=str(known.pk)))
        assert Member.objects.get().person == known

    def test_somebody_who_moved_away_from_another_ward_is_found_by_all_three(self, world, member, as_an, as_binh):
        member.person.citizen_id = "045095001234"
        member.person.save()
        as_an.post(start_of(member), {**SENT, "kind": "chinh_thuc", "destination_name": "Huế"})
        given = self.given(world, full_name="Lê Văn Bảy", birth="8/3/1995", citizen_id="045095001234")
        answer = as_binh.post(self.ADDRESS, given)

        assert set(mistakes(answer)) == {"same_person"}
        given |= {"same_person": str(member.person_id), "admitted_on": ""}
        assert as_binh.post(self.ADDRESS, given).status_code == 302
        assert Person.objects.count() == 1
        assert Member.objects.get().organization == world.b1

    def test_what_is_missing_stands_at_its_box(self, world, as_binh):
        assert mistakes(as_binh.post(self.ADDRESS, self.given(world, admitted_on=""))) == {
            "admitted_on": ["Nhập ngày vào Đảng ghi trên giấy giới thiệu hoặc thẻ đảng viên."]
        }
        assert not Person.objects.exists()

    def test_a_cell_of_another_ward_is_not_on_offer(self, world, as_binh):
        assert set(mistakes(as_binh.post(self.ADDRESS, self.given(world, cell=world.a1.pk)))) == {"cell"}


class TestTogether:
    @pytest.fixture
    def three(self, world: World) -> list[Member]:
        return [factories.member(world.a1, name) for name in ("Lê Văn An", "Lê Văn Bình", "Lê Văn Cường")]

    def rows(self, people: list[Any]) -> dict[str, Any]:
        return {f"n{one.pk}-chosen": "on" for one in people}

    def test_several_leave_by_one_decision_and_are_taken_in_together(self, world, three, as_an, as_binh):
        factories.letterhead(world.ward_a, "ĐU")
        address = f"{LIST}nhieu-nguoi/?to_chuc={world.a1.pk}"
        assert heads(as_an.get(address))[:3] == [f"{one} sinh 08/03/1995" for one in three]
        given = {
            **SENT,
            "destination": world.ward_b.pk,
            "issuer": world.city.pk,
            "number": "31",
            "issued_on": "2/5/2024",
            **self.rows(three[:2]),
            f"n{three[0].pk}-number": "7",
        }
        assert as_an.post(address, given).status_code == 302, mistakes(as_an.post(address, given))

        made = list(Transfer.objects.order_by("pk"))
        assert [(one.member, str(one.decision)) for one in made] == [(one, "31-QĐ/TU") for one in three[:2]]
        assert list(TransferStep.objects.order_by("pk").values_list("number", flat=True)) == ["7", ""]

        arriving = f"{LIST}tiep-nhan/"
        assert len(heads(as_binh.get(arriving))) == 2
        sent = {"occurred_on": "20/5/2024", **self.rows(made)}
        assert mistakes(as_binh.post(arriving, sent)) == {"cell": ["Chọn chi bộ tiếp nhận."]}
        assert as_binh.post(arriving, {**sent, "cell": world.b1.pk}).status_code == 302
        assert Member.objects.filter(organization=world.b1).count() == 2

    def test_one_who_cannot_leave_keeps_all_of_them(self, world, three, as_an):
        sent_away(as_an, three[1], world.ward_b)
        address = f"{LIST}nhieu-nguoi/?to_chuc={world.ward_a.pk}"
        answer = as_an.post(address, {**SENT, "number": "", "destination": world.ward_b.pk, **self.rows(three)})

        assert mistakes(answer) == {
            "": ["Lê Văn Bình đang có một việc chuyển sinh hoạt chưa xong. Làm tiếp hoặc thôi việc ấy trước."]
        }
        assert Transfer.objects.count() == 1

    def test_what_stands_against_all_is_told_once_at_its_box(self, world, three, as_an):
        address = f"{LIST}nhieu-nguoi/?to_chuc={world.a1.pk}"
        answer = as_an.post(address, {**SENT, "number": "", **self.rows(three)})

        assert mistakes(answer) == {
            "destination": ["Chọn nơi đến; nơi ấy ngoài sổ này thì ghi tên vào ô “Nơi đến ngoài sổ”."]
        }

    def test_the_wrong_paper_for_all_is_confirmed_once(self, world, three, as_an):
        address = f"{LIST}nhieu-nguoi/?to_chuc={world.a1.pk}"
        given = {**SENT, "kind": "chinh_thuc", "number": "", "destination": world.ward_b.pk, **self.rows(three)}
        answer = as_an.post(address, given)

        assert set(mistakes(answer)) == {"doi_chieu"}
        assert [one.sentence for one in answer.context["form"].warnings] == [
            "Hai nơi cùng một cấp ủy cấp trên trực tiếp: dùng giấy chuyển sinh hoạt nội bộ."
        ]
        tick = page_of(answer).all("input", name="doi_chieu")[0].attributes["value"]
        assert as_an.post(address, {**given, "doi_chieu": tick}).status_code == 302
        assert Transfer.objects.count() == 3

    def test_nobody_chosen_is_told(self, world, three, as_an):
        address = f"{LIST}nhieu-nguoi/?to_chuc={world.a1.pk}"

        assert mistakes(as_an.post(address, {**SENT, "number": "", "destination": world.ward_b.pk})) == {
            "": ["Chưa chọn ai. Đánh dấu vào ô đầu dòng của từng người."]
        }

    def test_half_a_decision_is_refused(self, world, three, as_an):
        address = f"{LIST}nhieu-nguoi/?to_chuc={world.a1.pk}"
        given = {**SENT, "destination": world.ward_b.pk, "number": "31-QĐ/TU", **self.rows(three)}

        assert mistakes(as_an.post(address, given)) == {
            "issuer": ["Quyết định phải đủ cơ quan ban hành, số và ngày; không có thì để trống cả ba ô."]
        }

    def test_no_organization_and_nobody_waiting(self, world, as_an):
        assert page_of(as_an.get(f"{LIST}nhieu-nguoi/")).texts("h1") == ["Chuyển nhiều người một lượt"]
        assert "không có đảng viên nào" in told(as_an, f"{LIST}nhieu-nguoi/?to_chuc={world.a2.pk}")
        assert "Không có ai đang chờ" in told(as_an, f"{LIST}tiep-nhan/")
        assert as_an.get(f"{LIST}nhieu-nguoi/?to_chuc={world.b1.pk}").status_code == 200


def test_opening_a_transfer_of_others_is_not_found(world, member, giang, as_an, as_binh, as_giang):
    transfer = sent_away(as_an, member, world.a2)

    assert as_binh.get(f"{LIST}{transfer.pk}/").status_code == 404
    assert as_binh.get(f"{LIST}{transfer.pk}/tiep-nhan/").status_code == 404
    assert page_of(as_giang.get(f"{LIST}{transfer.pk}/")).texts("a", class_="button") == []
    assert [entry.actor_id for entry in AuditEntry.objects.filter(verb="xem hồ sơ")] == [giang.pk]


def test_a_cell_leads_to_transferring_several_of_its_members(world, member, as_an, as_giang):
    link = "Chuyển nhiều đảng viên của tổ chức này"

    assert link in page_of(as_an.get("/to-chuc/a-1/")).texts("a")
    assert link not in page_of(as_an.get("/to-chuc/a-2/")).texts("a")
    assert link not in page_of(as_giang.get("/to-chuc/a-1/")).texts("a")
