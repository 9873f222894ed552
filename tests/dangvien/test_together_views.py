"""Recording several cases at once: a meeting, a batch of decisions, a day of ceremonies; all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangvien.dates import add_months
from dangvien.models import AuditEntry, CaseState, Decision, Step, StepKind, User
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of
from tests.people import World
from tests.ways import Walk

NOON = "2026-01-15T12:00:00+07:00"
MEETING, BATCH, CEREMONY = "/nguon/hop-chi-bo/", "/nguon/dot-quyet-dinh/", "/nguon/ngay-le/"


@pytest.fixture
def walks(world: World, an: User) -> Iterator[list[Walk]]:
    """Two people of cell A1; it is 15 January 2026."""
    with time_machine.travel(NOON):
        yield [Walk(an, world.a1, world.city, name=name) for name in ("Lê Thị Ba", "Lê Văn Tư")]


@pytest.fixture
def desk(walks: list[Walk], an: User, signed_in: Any) -> Client:
    client: Client = signed_in(an)
    return client


def row(walk: Walk, **typed: Any) -> dict[str, Any]:
    return {f"n{walk.candidate.pk}-{name}": value for name, value in typed.items()}


def confirmed(desk: Client, address: str, sent: dict[str, Any]) -> Any:
    """Send a form, and once more with the tick when it asks for one."""
    answer = desk.post(address, sent)
    if answer.status_code == 302:
        return answer
    assert set(mistakes(answer)) == {"doi_chieu"}
    tick = page_of(answer).all("input", name="doi_chieu")[0].attributes["value"]
    return desk.post(address, {**sent, "doi_chieu": tick})


class TestMeeting:
    SENT = {"occurred_on": "5/3/2024", "number": "9", "convened": 9, "excluded": 0, "present": 9}

    @pytest.fixture
    def address(self, walks: list[Walk], world: World) -> str:
        for walk in walks:
            walk.until(StepKind.CHUNG_NHAN_LY_LICH)
        return f"{MEETING}?chi_bo={world.a1.pk}&viec=nq_chi_bo"

    def test_each_person_gets_a_step_with_own_ballots(self, walks: list[Walk], desk: Client, address: str):
        assert heads(desk.get(address)) == [
            "Lê Thị Ba sinh 03/02/1998, Chi bộ A1", "Lê Văn Tư sinh 03/02/1998, Chi bộ A1",
        ]  # fmt: skip
        first, second = walks

        answer = confirmed(desk, address, {**self.SENT, **row(first, agree=8), **row(second, agree=9, chosen="on")})

        assert answer.status_code == 302
        made = Step.objects.of_kind(StepKind.NQ_CHI_BO).in_order()
        assert [(step.candidate, step.vote.agree, step.number) for step in made] == [
            (first.candidate, 8, "09-NQ/CB"), (second.candidate, 9, "09-NQ/CB"),
        ]  # fmt: skip
        assert AuditEntry.objects.filter(verb="ghi bước", after__bước="Chi bộ xét kết nạp").count() == 2

    def test_who_is_not_chosen_is_left_alone(self, walks: list[Walk], desk: Client, address: str):
        assert confirmed(desk, address, {**self.SENT, **row(walks[1], agree=9)}).status_code == 302
        assert [step.candidate for step in Step.objects.of_kind(StepKind.NQ_CHI_BO)] == [walks[1].candidate]

    def test_one_wrong_row_keeps_all_from_being_recorded(self, walks: list[Walk], desk: Client, address: str):
        answer = desk.post(address, {**self.SENT, **row(walks[0], agree=20), **row(walks[1], agree=9)})

        (sentence,) = mistakes(answer)[""]
        assert sentence.startswith("Lê Thị Ba: Tán thành 20")
        assert not Step.objects.of_kind(StepKind.NQ_CHI_BO).exists()
        assert page_of(answer).all("input", name=f"n{walks[1].candidate.pk}-agree")[0].attributes["value"] == "9"

    def test_nobody_chosen_is_told(self, desk: Client, address: str):
        assert mistakes(desk.post(address, self.SENT)) == {
            "": ["Chưa chọn ai. Đánh dấu vào ô đầu dòng của từng người."]
        }

    def test_a_row_somebody_wrote_in_meanwhile_is_told(self, walks: list[Walk], desk: Client, address: str):
        seen = Step.objects.filter(candidate=walks[0].candidate).latest("pk").pk
        walks[0].step(StepKind.Y_KIEN_DOAN_THE)
        sent = {**self.SENT, **row(walks[0], agree=9, seen=seen), **row(walks[1], agree=9)}
        tick = page_of(desk.post(address, sent)).all("input", name="doi_chieu")[0].attributes["value"]

        answer = desk.post(address, {**sent, "doi_chieu": tick})

        assert any("vừa ghi “Ý kiến đoàn thể" in sentence for sentence in mistakes(answer)[""])
        assert not Step.objects.of_kind(StepKind.NQ_CHI_BO).exists()

    def test_people_are_put_on_the_list_together(self, walks: list[Walk], world: World, desk: Client):
        address = f"{MEETING}?chi_bo={world.a1.pk}&viec=vao_danh_sach"
        sent = {"occurred_on": "5/2/2024", "number": "5-NQ/CB"}
        for walk in walks:
            sent |= row(walk, chosen="on", helper=walks[0].helpers[0].pk)

        assert confirmed(desk, address, sent).status_code == 302
        assert {walk.case.state for walk in walks} == {CaseState.S02}
        assert "Không có ai đang chờ bước này" in desk.get(address).content.decode()

    def test_a_missing_helper_is_told_at_the_row(self, walks: list[Walk], world: World, desk: Client):
        address = f"{MEETING}?chi_bo={world.a1.pk}&viec=vao_danh_sach"
        sent = {"occurred_on": "5/2/2024", "number": "5-NQ/CB", **row(walks[0], chosen="on")}

        assert mistakes(desk.post(address, sent)) == {"": ["Lê Thị Ba: Chọn đảng viên giúp đỡ."]}

    def test_another_ward_cannot_be_asked_for(self, world: World, desk: Client):
        page = page_of(desk.get(f"{MEETING}?chi_bo={world.b1.pk}&viec=nq_chi_bo"))
        assert "ngoài phạm vi" in page.source

    @pytest.mark.parametrize("asked", ["viec=xyz", "viec=nq_chi_bo&chi_bo=%00", "viec=%00&chi_bo=1"])
    def test_nonsense_in_the_address_gets_a_sentence(self, desk: Client, asked: str):
        answer = desk.get(f"{MEETING}?{asked}")
        page_of(answer)
        assert answer.context["asking"].errors

    def test_recognitions_are_voted_on_together(self, walks: list[Walk], world: World, desk: Client):
        walk = walks[0].until(StepKind.NHAN_XET_GIUP_DO)
        walk.step(StepKind.Y_KIEN_DOAN_THE)
        walk.step(StepKind.Y_KIEN_CU_TRU)
        address = f"{MEETING}?chi_bo={world.a1.pk}&viec=nq_chi_bo_cong_nhan"
        sent = {**self.SENT, "occurred_on": f"{walk.day:%d/%m/%Y}", f"d{walk.member.pk}-agree": 9}

        assert confirmed(desk, address, sent).status_code == 302
        assert walk.probation.state == CaseState.D05


class TestBatch:
    ADDRESS = f"{BATCH}?viec=quyet_dinh_ket_nap"

    @pytest.fixture
    def sent(self, walks: list[Walk], world: World) -> dict[str, Any]:
        for walk in walks:
            walk.until(StepKind.TRINH)
        return {"issuer": world.city.pk, "number": "125", "issued_on": "20/3/2024", "signer": "Trần Văn Ký"}

    def test_numbers_run_on_from_the_first(self, walks: list[Walk], desk: Client, sent: dict[str, Any]):
        chosen = {**row(walks[0], chosen="on"), **row(walks[1], chosen="on")}

        assert confirmed(desk, self.ADDRESS, {**sent, **chosen}).status_code == 302

        decided = Step.objects.of_kind(StepKind.QUYET_DINH_KET_NAP).in_order()
        assert list(decided.values_list("candidate", "decision__number")) == [
            (walks[0].candidate.pk, 125), (walks[1].candidate.pk, 126),
        ]  # fmt: skip
        assert {walk.case.state for walk in walks} == {CaseState.S17}

    def test_a_number_typed_at_a_row_is_taken_and_runs_on(self, walks: list[Walk], desk: Client, sent: dict[str, Any]):
        chosen = {**row(walks[0], number="130", agree=9), **row(walks[1], chosen="on", agree=8)}

        answer = confirmed(desk, self.ADDRESS, {**sent, "convened": 11, "present": 10, **chosen})

        assert answer.status_code == 302
        assert sorted(Decision.objects.values_list("number", flat=True)) == [130, 131]

    def test_a_number_twice_on_the_page_is_refused(self, walks: list[Walk], desk: Client, sent: dict[str, Any]):
        chosen = {**row(walks[0], chosen="on"), **row(walks[1], number="125")}

        found = mistakes(desk.post(self.ADDRESS, {**sent, **chosen}))

        assert found[""] == [f"{walk.candidate}: Số 125 ghi cho 2 người trên trang này." for walk in walks]
        assert not Decision.objects.exists()

    def test_a_number_used_before_is_told_at_its_row(self, walks: list[Walk], world, desk: Client, sent):
        factories.decision(world.city, date(2024, 2, 2), number=126)
        chosen = {**row(walks[0], chosen="on"), **row(walks[1], chosen="on")}

        (sentence,) = mistakes(desk.post(self.ADDRESS, {**sent, **chosen}))[""]

        assert sentence.startswith("Lê Văn Tư: Số 126-QĐ/TU")

    def test_recognitions_carry_the_computed_day(self, walks: list[Walk], world: World, desk: Client):
        walk = walks[0].until(StepKind.NQ_DANG_UY_CONG_NHAN)
        sent = {"issuer": world.city.pk, "number": "300", "issued_on": f"{walk.day:%d/%m/%Y}", "signer": ""}

        answer = confirmed(desk, f"{BATCH}?viec=quyet_dinh_cong_nhan", {**sent, f"d{walk.member.pk}-chosen": "on"})

        assert answer.status_code == 302
        member = walk.member
        assert member.admitted_on is not None
        assert member.official_on == add_months(member.admitted_on, 12)


def test_ceremonies_of_one_day_are_one_after_the_other(walks: list[Walk], desk: Client):
    sent: dict[str, Any] = {}
    for walk in walks:
        walk.until(StepKind.NHAN_QUYET_DINH)
        sent |= {"occurred_on": f"{walk.day:%d/%m/%Y}", **row(walk, chosen="on", helper=walk.helpers[0].pk)}

    warned = page_of(desk.post(CEREMONY, sent))
    assert any("từng người một" in line for line in warned.texts("li"))
    assert confirmed(desk, CEREMONY, sent).status_code == 302

    assert {walk.probation.state for walk in walks} == {CaseState.D01}


def test_the_helper_of_before_is_offered_first(walks: list[Walk], desk: Client):
    walks[0].until(StepKind.NHAN_QUYET_DINH)

    form = desk.get(CEREMONY).context["form"]

    assert form.rows[0]["helper"].value() == walks[0].helpers[0].pk


def test_a_form_sent_twice_records_once(walks: list[Walk], world: World, desk: Client):
    address = f"{MEETING}?chi_bo={world.a1.pk}&viec=vao_danh_sach"
    token = page_of(desk.get(address)).all("input", name="token")[0].attributes["value"]
    sent = {"occurred_on": "5/2/2024", "number": "5-NQ/CB", "token": token}
    sent |= row(walks[0], chosen="on", helper=walks[0].helpers[0].pk)

    confirmed(desk, address, sent)
    desk.post(address, sent)

    assert walks[0].candidate.steps.count() == 1


def test_the_same_queries_for_one_and_for_many(walks: list[Walk], an: User, world: World, desk: Client):
    address = f"{MEETING}?chi_bo={world.a1.pk}&viec=vao_danh_sach"
    for walk in walks:
        walk.certify(date(2024, 2, 2))
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            page_of(desk.get(address))
        counted.append(len(captured))
        for _ in range(9):
            Walk(an, world.a1, world.city).certify(date(2024, 2, 2))
    assert counted[0] == counted[1] <= 25


@pytest.mark.parametrize("address", [BATCH, CEREMONY])
def test_a_cell_secretary_records_meetings_only(walks: list[Walk], signed_in: Any, hoa: User, address: str):
    assert signed_in(hoa).get(MEETING).status_code == 200
    assert signed_in(hoa).get(address).status_code == 403
