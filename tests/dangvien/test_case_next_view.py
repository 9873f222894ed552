"""The page of one case: what comes next, who records it, where somebody moves to; what a form begins without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from dangvien.models import DossierBatch, OrganizationKind, StepKind, User
from dangvien.procedure.wayline import slug_of
from tests import factories
from tests.dangvien.test_case_views import NOON
from tests.people import World
from tests.ways import Walk

CLASS = "Lớp bồi dưỡng nhận thức về Đảng"


@pytest.fixture
def walk(world: World, an: User) -> Iterator[Walk]:
    with time_machine.travel(NOON):
        yield Walk(an, world.a1, world.city)


@pytest.fixture
def desk(walk: Walk, an: User, signed_in: Any) -> Client:
    client: Client = signed_in(an)
    return client


def case_page(client: Client, walk: Walk) -> str:
    return str(client.get(f"/nguon/{walk.candidate.pk}/").content.decode())


@pytest.mark.parametrize("kind", [StepKind.DUOC_LAM_THU_TUC, StepKind.CHUNG_NHAN_LY_LICH])
def test_the_day_of_the_paper_a_step_rests_on_is_not_made_up(walk: Walk, desk: Client, kind: StepKind):
    walk.until(StepKind.VAO_DANH_SACH if kind is StepKind.DUOC_LAM_THU_TUC else StepKind.Y_KIEN_CU_TRU)
    if kind is StepKind.DUOC_LAM_THU_TUC:
        walk.certify(date(2024, 2, 1))

    form = desk.get(f"/nguon/{walk.candidate.pk}/buoc/{slug_of(kind)}/").context["form"]

    assert form["basis_on"].value() is None
    assert form["occurred_on"].value() is not None


class TestTheClass:
    def test_comes_next_after_the_decision_to_list(self, walk: Walk, desk: Client, hoa: User, signed_in: Any):
        walk.until(StepKind.VAO_DANH_SACH)

        page = desk.get(f"/nguon/{walk.candidate.pk}/").context["page"]
        assert page.next.title == CLASS
        assert "Chọn lớp để ghi danh" in case_page(desk, walk)
        assert "Chọn lớp để đề nghị cử đi học" in case_page(signed_in(hoa), walk)

    def test_of_who_only_reads_says_who_does_it(self, walk: Walk, giang: User, signed_in: Any):
        walk.until(StepKind.VAO_DANH_SACH)
        page = case_page(signed_in(giang), walk)
        assert "Chi bộ đề nghị cử đi học, đảng ủy ghi danh" in page
        assert "Chọn lớp" not in page

    def test_is_waited_for_while_it_lasts(self, walk: Walk, desk: Client, world: World):
        walk.until(StepKind.VAO_DANH_SACH)
        factories.enrollment(factories.training_class(world.city), walk.candidate)

        page = desk.get(f"/nguon/{walk.candidate.pk}/").context["page"]

        assert page.next is None

    def test_gives_way_once_the_certificate_is_there(self, walk: Walk, desk: Client):
        walk.until(StepKind.VAO_DANH_SACH)
        walk.certify(date(2025, 2, 1))

        assert desk.get(f"/nguon/{walk.candidate.pk}/").context["page"].next.kind is StepKind.DUOC_LAM_THU_TUC

    def test_ends_recording_one_step_after_another(self, walk: Walk, desk: Client):
        sent = {"occurred_on": "09/01/2024", "number": "05-NQ/CB", "helper": walk.helpers[0].pk, "them_tiep": "1"}
        answer = desk.post(f"/nguon/{walk.candidate.pk}/buoc/vao-danh-sach/", sent)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/nguon/{walk.candidate.pk}/"


def test_who_records_the_next_step_is_named(walk: Walk, hoa: User, signed_in: Any):
    walk.until(StepKind.LY_LICH)
    page = case_page(signed_in(hoa), walk)
    assert "người khác ghi" not in page
    assert "(đảng ủy ghi)" in page


def test_a_certificate_that_ends_years_ahead_has_no_line(walk: Walk, desk: Client):
    walk.until(StepKind.VAO_DANH_SACH)
    walk.certify(date(2025, 12, 1))
    assert desk.get(f"/nguon/{walk.candidate.pk}/").context["page"].deadlines == ()
    assert "Giấy chứng nhận hết giá trị" not in case_page(desk, walk)


def test_a_certificate_that_ends_soon_has_its_line(walk: Walk, desk: Client):
    walk.until(StepKind.VAO_DANH_SACH)
    walk.certify(date(2021, 2, 20))
    assert "Giấy chứng nhận hết giá trị" in case_page(desk, walk)


class TestSomebodyWhoMoves:
    def test_the_page_says_where_to_and_what_is_next(self, walk: Walk, desk: Client, world: World):
        walk.until(StepKind.VAO_DANH_SACH)
        walk.certify(date(2025, 2, 1))
        assert "Ghi kết nạp" in case_page(desk, walk)
        moved = walk.step(StepKind.CHUYEN_NOI, organization=world.b1, number="02-GT/ĐU")

        page = case_page(desk, walk)

        assert "Đang chuyển đến Chi bộ B1, Đảng bộ Phường B" in page
        assert "số 02-GT/ĐU" in page
        assert "Ghi: Chuyển hồ sơ đến nơi mới" in page
        assert reverse("nguon-buoc-dinh-chinh", args=[walk.candidate.pk, moved.pk]) in page
        assert "Ghi kết nạp" not in page

    def test_once_the_dossier_is_sent_the_new_place_is_waited_for(self, walk: Walk, desk: Client, world: World):
        walk.until(StepKind.VAO_DANH_SACH)
        walk.step(StepKind.CHUYEN_NOI, organization=world.b1)
        walk.step(StepKind.CHUYEN_HO_SO, number="02-GCN/ĐU")

        page = case_page(desk, walk)

        assert "Chờ nơi mới tiếp nhận hồ sơ" in page
        assert "Ghi: Chuyển hồ sơ đến nơi mới" not in page

    def test_a_place_outside_the_register_is_named(self, walk: Walk, desk: Client):
        walk.until(StepKind.VAO_DANH_SACH)
        walk.step(StepKind.CHUYEN_NOI, body="Chi bộ 4, phường Thuận Hòa")
        assert "Đang chuyển đến Chi bộ 4, phường Thuận Hòa" in case_page(desk, walk)

    def test_who_only_reads_is_offered_no_correction(self, walk: Walk, giang: User, signed_in: Any, world: World):
        walk.until(StepKind.VAO_DANH_SACH)
        walk.step(StepKind.CHUYEN_NOI, organization=world.b1)
        page = case_page(signed_in(giang), walk)
        assert "Đang chuyển đến Chi bộ B1" in page
        assert "Đính chính bước chuyển nơi" not in page


class TestTakingIn:
    def test_the_helper_must_be_chosen_and_each_line_says_the_cell(
        self, walk: Walk, world: World, binh: User, signed_in: Any
    ):
        walk.until(StepKind.VAO_DANH_SACH)
        walk.step(StepKind.CHUYEN_NOI, organization=world.b1, number="02-GCN/ĐU")
        helper = factories.member(world.b1, "Lê Văn Bảy")
        client = signed_in(binh)
        address = reverse("chuyen-den-tiep-nhan", args=[walk.candidate.pk])

        page = client.get(address).content.decode()
        answer = client.post(address, {"occurred_on": "15/01/2026", "organization": world.b1.pk})

        assert f"Lê Văn Bảy ({helper.person.birth}), Chi bộ B1" in page
        assert answer.status_code == 200
        assert answer.context["form"].errors["helper"] == ["Chọn đảng viên."]

    def test_a_helper_of_another_cell_is_told_with_the_cell(self, walk: Walk, world: World, binh: User, signed_in: Any):
        walk.until(StepKind.VAO_DANH_SACH)
        walk.step(StepKind.CHUYEN_NOI, organization=world.ward_b, number="02-GCN/ĐU")
        other = factories.organization("b-2", "Chi bộ B2", OrganizationKind.CHI_BO, world.ward_b)
        helper = factories.member(other, "Lê Văn Tám")
        address = reverse("chuyen-den-tiep-nhan", args=[walk.candidate.pk])
        sent = {"occurred_on": "15/01/2026", "organization": world.b1.pk, "helper": helper.pk, "number": "1"}

        answer = signed_in(binh).post(address, sent)

        assert answer.status_code == 200
        assert "đồng chí này đang ở Chi bộ B2" in str(answer.context["form"].errors["helper"])


def test_only_the_receiver_is_offered_to_receive(walk: Walk, world: World, an: User, chi: User, signed_in: Any):
    walk.until(StepKind.NQ_CHI_BO)
    batch: DossierBatch = factories.batch(walk.candidate)
    DossierBatch.objects.filter(pk=batch.pk).update(from_organization=world.ward_a, to_organization=world.city)
    address, button = reverse("ho-so-lan-gui", args=[batch.pk]), reverse("ho-so-nhan", args=[batch.pk])

    assert button not in signed_in(an).get(address).content.decode()
    assert button in signed_in(chi).get(address).content.decode()
    assert signed_in(chi).get(button).status_code == 200


class TestCorrectingAnEarlyStep:
    def test_lists_what_rests_on_it_the_newest_first(self, walk: Walk, desk: Client):
        walk.until(StepKind.LY_LICH)
        mistaken = walk.candidate.steps.get(kind=StepKind.VAO_DANH_SACH)
        rests = [StepKind.LY_LICH, StepKind.DON, StepKind.DUOC_LAM_THU_TUC]

        answer = desk.get(reverse("nguon-buoc-dinh-chinh", args=[walk.candidate.pk, mistaken.pk]))

        assert [step.kind for step in answer.context["first"]] == rests
        page = answer.content.decode()
        for step in answer.context["first"]:
            assert reverse("nguon-buoc-dinh-chinh", args=[walk.candidate.pk, step.pk]) in page
        assert "Ghi đính chính" not in page

    def test_the_newest_has_its_form_at_once(self, walk: Walk, desk: Client):
        walk.until(StepKind.LY_LICH)
        newest = walk.candidate.steps.get(kind=StepKind.LY_LICH)
        answer = desk.get(reverse("nguon-buoc-dinh-chinh", args=[walk.candidate.pk, newest.pk]))
        assert answer.context["first"] == []
        assert "Ghi đính chính" in answer.content.decode()


def test_ballots_that_nobody_wrote_down_are_asked_about(walk: Walk, desk: Client):
    walk.until(StepKind.CHUNG_NHAN_LY_LICH)
    address = f"/nguon/{walk.candidate.pk}/buoc/nq-chi-bo/"
    day = f"{walk.day:%d/%m/%Y}"
    sent = {"occurred_on": day, "number": "07-NQ/CB", "convened": 9, "present": 9, "agree": 7, "disagree": 1}

    answer = desk.post(address, sent)

    assert "Còn 1 phiếu của người có mặt chưa ghi vào đâu" in answer.content.decode()
    tick = answer.context["form"].fields["doi_chieu"].widget.shown
    assert desk.post(address, {**sent, "doi_chieu": tick}).status_code == 302


def test_months_the_register_only_knows_in_part_have_to_be_typed(walk: Walk, desk: Client):
    walk.until(StepKind.LY_LICH)
    sent = {"occurred_on": f"{walk.day:%d/%m/%Y}", "helper": walk.helpers[0].pk}
    address = f"/nguon/{walk.candidate.pk}/buoc/gioi-thieu-dang-vien/"

    answer = desk.post(address, sent)

    assert "Nhập số tháng đã cùng công tác, cư trú" in str(answer.context["form"].errors["count"])
    assert desk.post(address, {**sent, "count": "24"}).status_code == 302


def test_nothing_is_a_mistake_before_anything_was_asked(as_an: Client):
    answer = as_an.get(reverse("ho-so-gui"))
    assert answer.status_code == 200
    assert not answer.context["filter_form"].is_bound
    assert "error-summary" not in answer.content.decode()


def test_a_class_that_is_over_has_no_form_of_proposals(desk: Client, world: World):
    over = factories.training_class(world.city)
    page = desk.get(reverse("lop-de-nghi", args=[over.pk])).content.decode()
    assert "Lớp đã bế giảng" in page
    assert 'name="proposed_on"' not in page


def test_pasting_is_opened_by_its_link(walk: Walk, desk: Client, world: World):
    factories.enrollment(held := factories.training_class(world.ward_a), walk.candidate)
    address = reverse("lop-ket-qua", args=[held.pk])
    assert "?dan=1#dan" in desk.get(address).content.decode()
    assert 'id="dan" open' in desk.get(f"{address}?dan=1").content.decode()


def test_a_ceremony_over_its_term_may_have_been_held_in_time(walk: Walk, desk: Client):
    walk.until(StepKind.NHAN_QUYET_DINH)
    assert "Lễ đã tổ chức trong hạn thì ghi theo ngày thật. Nếu chưa tổ chức: ngày 15/01/2026" in case_page(desk, walk)


def test_two_requests_are_told_apart_by_the_place_asked(walk: Walk, desk: Client):
    walk.until(StepKind.LY_LICH)
    walk.step(StepKind.GUI_THAM_TRA)
    walk.step(StepKind.GUI_THAM_TRA, matter="cha_me", body="Đảng ủy xã Gio Linh", number="04-CV/ĐU")
    page = case_page(desk, walk)
    assert "Trả lời thẩm tra: Đảng ủy xã Vĩnh Thủy" in page
    assert "Trả lời thẩm tra: Đảng ủy xã Gio Linh" in page


def test_the_due_list_stands_before_its_filters(walk: Walk, desk: Client):
    walk.until(StepKind.NHAN_QUYET_DINH)
    page = desk.get(reverse("viec-den-han")).content.decode()
    assert '<details class="more folded">' in page
    narrowed = desk.get(reverse("viec-den-han") + "?han=qua_han").content.decode()
    assert '<details class="more folded" open>' in narrowed
