"""What the form of a step begins with, so that little is left to type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from dangvien.models import Outcome, StepKind, User
from dangvien.procedure.wayline import slug_of
from tests import factories
from tests.dangvien.test_case_views import NOON
from tests.people import World
from tests.ways import WAY, Walk


@pytest.fixture
def walk(world: World, an: User) -> Iterator[Walk]:
    with time_machine.travel(NOON):
        yield Walk(an, world.a1, world.city)


@pytest.fixture
def desk(walk: Walk, an: User, signed_in: Any) -> Client:
    client: Client = signed_in(an)
    return client


def box(desk: Client, walk: Walk, kind: StepKind, name: str) -> Any:
    """What a box says when the form is opened."""
    form = desk.get(f"/nguon/{walk.candidate.pk}/buoc/{slug_of(kind)}/").context["form"]
    return form[name].value()


def post(desk: Client, walk: Walk, kind: StepKind, **sent: Any) -> None:
    answer = desk.post(f"/nguon/{walk.candidate.pk}/buoc/{slug_of(kind)}/", sent)
    assert answer.status_code == 302


class TestTheDayOfTheStepBefore:
    def test_stands_in_the_form_that_follows(self, walk: Walk, desk: Client):
        walk.until(StepKind.DUOC_LAM_THU_TUC)
        day = f"{walk.day:%d/%m/%Y}"

        post(desk, walk, StepKind.DON, occurred_on=day, them_tiep="1")

        assert box(desk, walk, StepKind.LY_LICH, "occurred_on") == day
        assert box(desk, walk, StepKind.GIOI_THIEU_DANG_VIEN, "occurred_on") == "15/01/2026"

    def test_is_forgotten_by_whoever_goes_back_to_the_case(self, walk: Walk, desk: Client):
        walk.until(StepKind.DUOC_LAM_THU_TUC)
        day = f"{walk.day:%d/%m/%Y}"
        post(desk, walk, StepKind.DON, occurred_on=day, them_tiep="1")

        post(desk, walk, StepKind.LY_LICH, occurred_on=day, count="12", outcome=Outcome.DA_GIAP_LAI.value)

        assert box(desk, walk, StepKind.GUI_THAM_TRA, "occurred_on") == "15/01/2026"


@pytest.mark.parametrize(
    ("until", "kind", "name", "value"),
    [
        (StepKind.LY_LICH, StepKind.GUI_THAM_TRA, "matter", "ban_than"),
        (StepKind.NQ_DANG_UY, StepKind.TRINH, "outcome", "du"),
        (StepKind.TRINH, StepKind.QUYET_DINH_KET_NAP, "outcome", "dong_y"),
        (StepKind.GUI_THAM_TRA, StepKind.TRA_LOI_THAM_TRA, "outcome", None),
        (StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU, "outcome", None),
    ],
)
def test_only_what_is_hardly_ever_otherwise_is_chosen_already(
    walk: Walk, desk: Client, until: StepKind, kind: StepKind, name: str, value: str | None
):
    walk.until(until)
    assert box(desk, walk, kind, name) == value


class TestWhoSignsTheCertification:
    def test_whoever_signed_the_newest_one_of_this_committee(self, walk: Walk, desk: Client, an: User, world: World):
        Walk(an, world.a1, world.city).until(StepKind.Y_KIEN_CU_TRU).step(
            StepKind.CHUNG_NHAN_LY_LICH, organization=world.ward_a
        )
        walk.until(StepKind.Y_KIEN_CU_TRU)
        assert box(desk, walk, StepKind.CHUNG_NHAN_LY_LICH, "signer") == "Trần Văn Ký"

    def test_else_the_name_on_its_letterhead(self, walk: Walk, desk: Client, world: World):
        factories.letterhead(world.ward_a, "ĐU", "Hoàng Thị Ký")
        walk.until(StepKind.Y_KIEN_CU_TRU)
        assert box(desk, walk, StepKind.CHUNG_NHAN_LY_LICH, "signer") == "Hoàng Thị Ký"

    def test_else_nobody(self, walk: Walk, desk: Client):
        walk.until(StepKind.Y_KIEN_CU_TRU)
        assert box(desk, walk, StepKind.CHUNG_NHAN_LY_LICH, "signer") == ""


class TestTheClassOnThePage:
    def test_somebody_whose_certificate_has_run_out_is_led_to_the_classes(self, walk: Walk):
        walk.step(StepKind.VAO_DANH_SACH)
        walk.certify(date(2021, 1, 14))
        assert "Chọn lớp để ghi danh" not in self.page(walk, date(2026, 1, 14))
        assert "Chọn lớp để ghi danh" in self.page(walk, date(2026, 1, 15))

    @staticmethod
    def page(walk: Walk, day: date) -> str:
        with time_machine.travel(f"{day}T12:00:00+07:00"):
            desk = Client()
            desk.force_login(walk.by)  # a session does not last from one day to the next
            return desk.get(f"/nguon/{walk.candidate.pk}/").content.decode()

    def test_a_learner_leads_to_the_page_where_their_way_goes_on(self, walk: Walk, desk: Client):
        walk.step(StepKind.VAO_DANH_SACH)
        address = f"/lop/{walk.certify(date(2024, 1, 15)).training_class_id}/"
        assert f'href="/nguon/{walk.candidate.pk}/"' in desk.get(address).content.decode()

        walk.day = date(2024, 1, 16)
        for kind in WAY[1 : WAY.index(StepKind.HO_SO_DANG_VIEN)]:
            walk.step(kind)
        page = desk.get(address).content.decode()
        assert f'href="/dang-vien/{walk.member.pk}/du-bi/"' in page
        assert f'href="/nguon/{walk.candidate.pk}/"' not in page
