"""Screens of dossiers, batches, people who move in, and mandates: what they show, do, hide, and how many queries."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from dangvien.actions.dossier import PaperFacts, record_papers
from dangvien.models import AuditEntry, BatchItem, DossierBatch, DossierPaper, Mandate, Organization, StepKind, User
from tests import factories
from tests.dangvien.reading import taken
from tests.people import TODAY, World
from tests.ways import Walk

NAME = "Võ Thị Tám"


@pytest.fixture
def walk(world: World, an: User) -> Walk:
    return Walk(an, world.a1, world.city, begins_on=date(2024, 1, 2), today=TODAY, name=NAME)


def text_of(response) -> str:
    return str(response.content.decode())


def boxes_of(page: str) -> dict[str, str]:
    """What a browser would send of a form nobody touched."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        kind, name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("type", "name", "value"))
        if (
            name is None
            or name[1] == "csrfmiddlewaretoken"
            or (kind and kind[1] == "checkbox" and "checked" not in tag)
        ):
            continue
        found[name[1]] = (value[1] if value else "on" if kind and kind[1] == "checkbox" else "").replace("&quot;", '"')
    return found


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


# Dossiers


def test_the_list_of_papers_shows_what_is_known_and_leaves_a_trace(as_an: Client, walk: Walk):
    walk.until(StepKind.NQ_CHI_BO)
    page = text_of(as_an.get(reverse("nguon-ho-so", args=[walk.candidate.pk])))

    assert "07-NQ/CB" in page
    assert "Theo bước “Chi bộ xét kết nạp”" in page
    assert "Không thuộc đảng bộ bộ phận" in page
    assert "Hướng dẫn 38-HD/BTCTW" not in page  # it is 2024
    assert AuditEntry.objects.filter(verb="xem hồ sơ").count() == 1


def test_papers_are_ticked_and_filled_together(as_hoa: Client, walk: Walk):
    walk.until(StepKind.DON)
    address = reverse("nguon-ho-so-ghi", args=[walk.candidate.pk])
    sent = boxes_of(text_of(as_hoa.get(address)))
    assert sent["kn-don-is_present"] == "on"
    sent |= {
        "kn-don-location": "Tủ 2",
        "kn-ly-lich-is_present": "on",
        "kn-ly-lich-dated_on": "3/5/2024",
        "kn-ly-lich-holder": "Bí thư",
    }

    answer = as_hoa.post(address, sent, follow=True)

    assert "Đã ghi giấy tờ hồ sơ." in text_of(answer)
    kept = {row.code: row for row in DossierPaper.objects.all()}
    assert kept.keys() == {"kn-don", "kn-ly-lich"}
    assert (kept["kn-don"].dated_on, kept["kn-don"].location) == (None, "Tủ 2")
    assert (kept["kn-ly-lich"].dated_on, kept["kn-ly-lich"].holder) == (date(2024, 5, 3), "Bí thư")
    entry = AuditEntry.objects.get(verb="ghi giấy tờ hồ sơ")
    assert entry.after is not None
    assert entry.after["Đơn xin vào Đảng"] == "có, ở Tủ 2"
    again = as_hoa.post(address, sent, follow=True)
    assert "đã được ghi từ trước" in text_of(again)


def test_a_mistake_is_told_at_its_row_and_nothing_is_kept(as_hoa: Client, walk: Walk):
    address = reverse("nguon-ho-so-ghi", args=[walk.candidate.pk])
    sent = boxes_of(text_of(as_hoa.get(address)))
    page = text_of(as_hoa.post(address, sent | {"kn-don-dated_on": "32/1/2024", "kn-ly-lich-number": "12"}))

    assert 'href="#id_kn-don-dated_on"' in page
    assert not DossierPaper.objects.exists()
    page = text_of(as_hoa.post(address, sent | {"kn-ly-lich-number": "12"}))
    assert "đánh dấu “Có”" in page
    assert not DossierPaper.objects.exists()


def test_two_secretaries_in_one_dossier_lose_nothing(as_hoa: Client, walk: Walk, an: User):
    address = reverse("nguon-ho-so-ghi", args=[walk.candidate.pk])
    sent = boxes_of(text_of(as_hoa.get(address)))
    record_papers(by=an, subject=walk.candidate, papers=[PaperFacts("kn-don", True, location="Tủ 9")], today=TODAY)
    DossierPaper.objects.update(updated_at=DossierPaper.objects.get().updated_at + timedelta(seconds=1))
    mine = sent | {"kn-don-is_present": "on", "kn-don-location": "Tủ 1"}

    page = text_of(as_hoa.post(address, mine))

    assert "Nguyễn Thị An vừa ghi “Đơn xin vào Đảng”" in page
    assert 'value="Tủ 1"' in page
    assert DossierPaper.objects.get().location == "Tủ 9"
    once_more = boxes_of(page)
    once_more["opened_at"] = (DossierPaper.objects.get().updated_at + timedelta(seconds=1)).isoformat()
    as_hoa.post(address, once_more)
    assert DossierPaper.objects.get().location == "Tủ 1"


def test_the_dossier_of_a_probationer_has_its_own_page(as_an: Client, world: World):
    member = factories.member(world.a1, "Lê Văn Bảy", date(2023, 5, 2), official=False)
    page = text_of(as_an.get(reverse("dang-vien-ho-so", args=[member.pk])))
    assert "Bản tự kiểm điểm của đảng viên dự bị" in page
    address = reverse("dang-vien-ho-so-ghi", args=[member.pk])
    sent = boxes_of(text_of(as_an.get(address))) | {"cn-tu-kiem-diem-is_present": "on"}

    as_an.post(address, sent)

    assert DossierPaper.objects.get().member == member


@pytest.mark.parametrize("name", ["nguon-ho-so", "nguon-ho-so-ghi"])
def test_a_dossier_elsewhere_is_not_found(as_binh: Client, walk: Walk, name: str):
    for method in (as_binh.get, as_binh.post):
        response = method(reverse(name, args=[walk.candidate.pk]))
        assert response.status_code == 404
        assert NAME not in text_of(response)


def test_a_reader_sees_a_dossier_and_writes_nothing(as_giang: Client, walk: Walk):
    page = text_of(as_giang.get(reverse("nguon-ho-so", args=[walk.candidate.pk])))

    assert "Ghi giấy tờ" not in page
    assert as_giang.post(reverse("nguon-ho-so-ghi", args=[walk.candidate.pk])).status_code == 403


def test_a_full_dossier_costs_no_more_queries_than_an_empty_one(as_an: Client, walk: Walk):
    address = reverse("nguon-ho-so", args=[walk.candidate.pk])
    empty = queries(as_an, address)
    walk.until(StepKind.NQ_DANG_UY)
    papers = [PaperFacts(code, True) for code in ("kn-don", "kn-ly-lich", "kn-y-kien")]
    record_papers(by=walk.by, subject=walk.candidate, papers=papers, today=TODAY)

    assert queries(as_an, address) <= empty + 1
    assert empty <= 35


# Batches


def send(client: Client, walk: Walk, **more: object):
    """Hoa sends the cell's ready dossier."""
    address = reverse("ho-so-gui")
    page = text_of(client.get(address))
    sent = boxes_of(page) | {"subjects": [str(walk.case.pk)], "sent_on": "3/6/2024", "number": "05-DS/CB", **more}
    return client.post(address, sent, follow=True)


def test_a_cell_sends_its_dossier_and_the_ward_receives_and_returns_it(as_hoa: Client, as_an: Client, walk: Walk):
    walk.until(StepKind.NQ_CHI_BO)
    page = text_of(send(as_hoa, walk))
    assert "Đã ghi lần gửi hồ sơ." in page
    assert "Chi bộ A1 gửi Đảng bộ Phường A, số 05-DS/CB" in page
    assert "Ghi nhận hồ sơ" not in page
    batch = DossierBatch.objects.get()
    assert "chờ nhận" in text_of(as_an.get(reverse("ho-so")))
    done = text_of(as_an.post(reverse("ho-so-nhan", args=[batch.pk]), {"received_on": "3/6/2024"}, follow=True))
    assert "Đã ghi nhận hồ sơ." in done
    address = reverse("ho-so-tra-lai", args=[batch.pk, batch.items.get().pk])
    assert address in done

    done = text_of(as_an.post(address, {"returned_on": "3/6/2024", "codes": ["kn-don", "kn-ly-lich"]}, follow=True))

    assert "Thiếu: Đơn xin vào Đảng; Lý lịch" in done
    papers = text_of(as_hoa.get(reverse("nguon-ho-so", args=[walk.candidate.pk])))
    assert papers.count("Phải bổ sung") == 2
    again = text_of(as_hoa.get(reverse("ho-so-gui")))
    assert "gửi lại sau khi bổ sung" in again
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"gửi hồ sơ", "nhận hồ sơ", "trả lại hồ sơ"} <= verbs


def test_missing_papers_are_told_before_a_dossier_is_sent(as_hoa: Client, walk: Walk):
    walk.until(StepKind.NQ_CHI_BO)
    record_papers(by=walk.by, subject=walk.candidate, papers=[PaperFacts("kn-don", False)], today=TODAY)

    page = text_of(send(as_hoa, walk))

    assert f"Hồ sơ của {NAME} chưa có: Đơn xin vào Đảng." in page
    assert not DossierBatch.objects.exists()
    tick = re.search(r'name="doi_chieu" value="([^"]+)"', page)
    assert tick
    assert "Đã ghi lần gửi" in text_of(send(as_hoa, walk, doi_chieu=tick[1]))


def test_nothing_ready_and_nobody_above_are_said(as_hoa: Client, as_chi: Client, world: World, walk: Walk):
    assert "Không có hồ sơ nào đã xét mà chưa gửi" in text_of(as_hoa.get(reverse("ho-so-gui")))
    above = text_of(as_chi.get(reverse("ho-so-gui"), {"tu_noi": str(world.city.pk), "viec": "ket_nap"}))
    assert "không có cấp trên để gửi" in above
    chosen = text_of(as_chi.get(reverse("ho-so-gui")))
    assert "Nơi gửi" in chosen


def test_a_list_of_dossiers_is_taken_along_as_excel(as_hoa: Client, walk: Walk):
    walk.until(StepKind.NQ_CHI_BO)
    send(as_hoa, walk)
    batch = DossierBatch.objects.get()
    file = taken(as_hoa, reverse("ho-so-lan-gui", args=[batch.pk]) + "?tep=excel")

    sheet = load_workbook(BytesIO(file.content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0] == ("TT", "Họ và tên", "Ngày sinh", "Chi bộ", "Kết quả", "Giấy tờ phải bổ sung")
    assert rows[1][:2] == (1, NAME)
    assert AuditEntry.objects.filter(verb="xuất Excel").exists()


def test_batches_are_seen_by_sender_and_receiver_alone(
    as_binh: Client, as_hoa: Client, as_giang: Client, walk: Walk, world: World
):
    walk.until(StepKind.NQ_CHI_BO)
    send(as_hoa, walk)
    batch = DossierBatch.objects.get()
    item = batch.items.get()

    for name, args in (
        ("ho-so-lan-gui", [batch.pk]),
        ("ho-so-nhan", [batch.pk]),
        ("ho-so-tra-lai", [batch.pk, item.pk]),
    ):
        assert as_binh.get(reverse(name, args=args)).status_code == 404
        assert as_binh.post(reverse(name, args=args)).status_code == 404
    assert NAME not in text_of(as_binh.get(reverse("ho-so")))
    assert "Chưa có lần gửi" in text_of(as_binh.get(reverse("ho-so")))
    assert as_hoa.get(reverse("ho-so-nhan", args=[batch.pk])).status_code == 403
    assert as_giang.get(reverse("ho-so-lan-gui", args=[batch.pk])).status_code == 200
    assert as_giang.get(reverse("ho-so-gui")).status_code == 403


def test_a_case_of_another_place_cannot_be_put_into_a_batch(as_binh: Client, walk: Walk, world: World):
    walk.until(StepKind.NQ_CHI_BO)
    address = f"{reverse('ho-so-gui')}?tu_noi={world.b1.pk}&viec=ket_nap"

    page = text_of(as_binh.post(address, {"subjects": [str(walk.case.pk)], "sent_on": "3/6/2024"}))

    assert not DossierBatch.objects.exists()
    assert NAME not in page
    assert as_binh.get(reverse("ho-so-gui"), {"tu_noi": str(world.a1.pk), "viec": "ket_nap"}).status_code == 200
    assert NAME not in text_of(as_binh.get(reverse("ho-so-gui"), {"tu_noi": str(world.a1.pk), "viec": "ket_nap"}))


def many_batches(world: World, how_many: int) -> None:
    for number in range(how_many):
        batch = DossierBatch.objects.create(
            purpose="ket_nap",
            from_organization=world.a1,
            to_organization=world.ward_a,
            sent_on=date(2024, 5, 1 + number % 28),
        )
        BatchItem.objects.create(batch=batch, candidate=factories.candidate(world.a1))


def test_lists_of_batches_page_and_filter_with_a_constant_number_of_queries(as_an: Client, world: World):
    many_batches(world, 1)
    few = queries(as_an, reverse("ho-so"))
    many_batches(world, 54)

    assert queries(as_an, reverse("ho-so")) == few <= 15
    page = text_of(as_an.get(reverse("ho-so")))
    assert "55 lần gửi hồ sơ" in page
    assert page.count("<tr>") == 51
    assert "Chưa có lần gửi" in text_of(as_an.get(reverse("ho-so"), {"tinh_trang": "tra_lai"}))
    assert (
        as_an.get(reverse("ho-so"), {"tu": "32/1/2024", "viec": "\x00", "to_chuc": "x", "trang": "q"}).status_code
        == 200
    )


# Moving in


def moving(walk: Walk, to: Organization, kind: StepKind = StepKind.QUYET_DINH_KET_NAP) -> None:
    walk.until(kind)
    walk.step(StepKind.CHUYEN_NOI, organization=to)


def test_the_new_place_takes_in_somebody_it_could_not_see_before(as_binh: Client, binh: User, walk: Walk, world: World):
    moving(walk, world.ward_b)
    page = text_of(as_binh.get(reverse("chuyen-den")))
    assert NAME in page
    assert "Cùng cấp có thẩm quyền" in page
    assert as_binh.get(reverse("nguon-chi-tiet", args=[walk.candidate.pk])).status_code == 404
    address = reverse("chuyen-den-tiep-nhan", args=[walk.candidate.pk])
    sent = boxes_of(text_of(as_binh.get(address))) | {"organization": str(world.b1.pk), "occurred_on": "3/6/2024"}

    answer = as_binh.post(address, sent, follow=True)

    assert answer.status_code == 200
    assert "Đã tiếp nhận." in text_of(answer)
    walk.candidate.refresh_from_db()
    assert walk.candidate.organization == world.b1
    assert as_binh.get(address).status_code == 404
    assert "Không có ai đang chờ" in text_of(as_binh.get(reverse("chuyen-den")))


def test_a_cell_elsewhere_cannot_be_chosen(as_binh: Client, walk: Walk, world: World):
    moving(walk, world.ward_b)
    address = reverse("chuyen-den-tiep-nhan", args=[walk.candidate.pk])
    sent = boxes_of(text_of(as_binh.get(address))) | {"organization": str(world.a2.pk), "occurred_on": "3/6/2024"}

    page = text_of(as_binh.post(address, sent))

    assert "Chọn chi bộ tiếp nhận trong danh sách" in page
    walk.candidate.refresh_from_db()
    assert walk.candidate.organization == world.a1


def test_what_stands_in_the_way_is_said_instead_of_a_form(as_binh: Client, walk: Walk, world: World):
    moving(walk, world.ward_b, StepKind.NQ_CHI_BO)
    address = reverse("chuyen-den-tiep-nhan", args=[walk.candidate.pk])

    page = text_of(as_binh.get(address))
    assert "Nơi cũ chưa chuyển hồ sơ." in page
    assert '<button class="button" type="submit" accesskey' not in page
    sent = {"organization": str(world.b1.pk), "occurred_on": "3/6/2024"}
    as_binh.post(address, sent)
    walk.candidate.refresh_from_db()
    assert walk.candidate.organization == world.a1


def test_nobody_else_sees_who_moves(as_an: Client, as_hoa: Client, as_giang: Client, walk: Walk, world: World):
    moving(walk, world.ward_b)
    address = reverse("chuyen-den-tiep-nhan", args=[walk.candidate.pk])

    for client in (as_an, as_hoa, as_giang):
        assert NAME not in text_of(client.get(reverse("chuyen-den")))
    assert as_an.get(address).status_code == 404
    assert as_an.post(address).status_code == 404
    assert as_hoa.get(address).status_code == 403


def test_people_moving_in_cost_a_constant_number_of_queries(as_binh: Client, walk: Walk, world: World, an: User):
    moving(walk, world.ward_b, StepKind.DON)
    few = queries(as_binh, reverse("chuyen-den"))
    for _ in range(3):
        other = Walk(an, world.a1, world.city, begins_on=date(2024, 1, 2), today=TODAY)
        moving(other, world.ward_b, StepKind.DON)

    assert queries(as_binh, reverse("chuyen-den")) == few <= 15


# Mandates


def test_a_mandate_is_granted_shown_and_ended(as_dung: Client, as_an: Client, world: World):
    address = reverse("to-chuc-giao-quyen", args=[world.ward_a.code])
    assert address in text_of(as_dung.get(reverse("to-chuc-chi-tiet", args=[world.ward_a.code])))
    sent = boxes_of(text_of(as_dung.get(address))) | {
        "kind": "uy_quyen", "since": "1/6/2024", "document": "Quyết định 12-QĐ/TU", "issued_on": "20/5/2024",
    }  # fmt: skip

    page = text_of(as_dung.post(address, sent, follow=True))

    assert "Được ủy quyền quyết định kết nạp đảng viên" in page
    mandate = Mandate.objects.get()
    seen = text_of(as_an.get(reverse("to-chuc-chi-tiet", args=[world.ward_a.code])))
    assert "Quyết định 12-QĐ/TU" in seen
    assert "Cho thôi" not in seen
    ending = reverse("to-chuc-giao-quyen-thoi", args=[world.ward_a.code, mandate.pk])
    as_dung.post(ending, {"last_day": "3/6/2024", "reason": "Quyết định 30-QĐ/TU"})
    mandate.refresh_from_db()
    assert mandate.valid_to == date(2024, 6, 4)


def test_a_cell_is_given_nothing(as_dung: Client, world: World):
    page = text_of(as_dung.get(reverse("to-chuc-giao-quyen", args=[world.a1.code])))

    assert "không nhận việc giao quyền nào" in page


@pytest.mark.parametrize("who", ["as_an", "as_chi", "as_giang", "as_hoa"])
def test_only_who_manages_organizations_gives_mandates(request, world: World, who: str):
    client = request.getfixturevalue(who)

    assert client.get(reverse("to-chuc-giao-quyen", args=[world.ward_a.code])).status_code == 403


def test_a_case_says_which_papers_were_asked_back_and_links_to_its_dossier(as_hoa: Client, walk: Walk):
    walk.until(StepKind.NQ_CHI_BO)
    record_papers(by=walk.by, subject=walk.candidate, papers=[PaperFacts("kn-don", False)], today=TODAY)

    page = text_of(as_hoa.get(reverse("nguon-chi-tiet", args=[walk.candidate.pk])))

    assert "Giấy tờ phải bổ sung vào hồ sơ" in page
    assert reverse("nguon-ho-so", args=[walk.candidate.pk]) in page


def test_the_bases_print_the_list_of_papers_and_who_admits(as_an: Client):
    page = text_of(as_an.get(reverse("can-cu"), {"ngay": "1/10/2025"}))

    assert "Nghị quyết giới thiệu của Đoàn Thanh niên hoặc công đoàn" in page
    assert "Người làm theo hợp đồng liên tục từ 12 tháng trở lên" in page
    assert "Trong ngày này sổ chưa có hướng dẫn nào." in text_of(as_an.get(reverse("can-cu"), {"ngay": "1/10/2023"}))


@pytest.mark.parametrize("slug", ["ho-so", "gui-ho-so", "chuyen-noi", "huy-quyet-dinh", "mo-hinh-to-chuc"])
def test_every_screen_has_its_help(as_an: Client, slug: str):
    assert as_an.get(reverse("tro-giup-trang", args=[slug])).status_code == 200


def test_a_move_elsewhere_offers_committees_known_by_name_only(as_an: Client, walk: Walk, world: World):
    walk.until(StepKind.DON)
    page = text_of(as_an.get(reverse("nguon-buoc", args=[walk.candidate.pk, "chuyen-noi"])))

    assert "Đảng bộ Phường B" in page
    assert "Chi bộ A2" in page
    assert "Chi bộ B1" not in page
