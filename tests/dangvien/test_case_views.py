"""One case in the browser: the form of every step, what the page of every state says, mending, and who may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangvien.models import AuditEntry, Candidate, CaseState, Member, Outcome, Step, StepKind, User
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.way import DEFINITIONS, definition
from dangvien.procedure.wayline import fits, slug_of
from dangvien.procedure.wording import WORDING
from tests import factories
from tests.dangvien.reading import mistakes, page_of, token_of
from tests.people import World
from tests.ways import WAY, Walk

NOON = "2026-01-15T12:00:00+07:00"


@pytest.fixture
def walk(world: World, an: User) -> Iterator[Walk]:
    """A case of cell A1 that An records; it is 15 January 2026."""
    with time_machine.travel(NOON):
        yield Walk(an, world.a1, world.city)


@pytest.fixture
def desk(walk: Walk, an: User, signed_in: Any) -> Client:
    client: Client = signed_in(an)
    return client


def subject_of(walk: Walk, kind: StepKind) -> Candidate | Member:
    here = Member.objects.filter(person=walk.candidate.person, organization__isnull=False).first()
    return here if here and fits(kind, here) else walk.candidate


BOTH_WAYS = (StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU, StepKind.VAN_BAN_DONG_Y, StepKind.GIA_HAN)


def address_of(walk: Walk, kind: StepKind) -> str:
    subject = subject_of(walk, kind)
    of = "dang-vien" if isinstance(subject, Member) else "nguon"
    return f"/{of}/{subject.pk}/buoc/{slug_of(kind)}/"


def typed(facts: StepFacts) -> dict[str, Any]:
    """What somebody types for these facts."""
    day = f"{facts.occurred_on:%d/%m/%Y}"
    said: dict[str, Any] = {"occurred_on": day}
    for name in ("body", "number", "basis_number", "signer", "count"):
        if (value := getattr(facts, name)) not in ("", None):
            said[name] = value
    for name in ("outcome", "matter"):
        if getattr(facts, name):
            said[name] = str(getattr(facts, name))
    for name in ("helper", "answers", "organization"):
        if getattr(facts, name):
            said[name] = getattr(facts, name).pk
    if facts.basis_on:
        said["basis_on"] = f"{facts.basis_on:%d/%m/%Y}"
    if facts.vote:
        names = ("convened", "excluded", "present", "agree", "disagree", "invalid")
        said |= {name: getattr(facts.vote, name) for name in names}
    if facts.decision:
        said |= {"issuer": facts.decision.issuer.pk, "number": f"{facts.decision.number}-QĐ/TU", "issued_on": day}
    return said


BEFORE: dict[StepKind, StepKind | None] = {
    StepKind.MIEN_THAM_TRA: StepKind.LY_LICH,
    StepKind.PHAN_CONG_GIUP_DO: StepKind.HO_SO_DANG_VIEN,
    StepKind.DAC_BIET: None,
    StepKind.VAN_BAN_DONG_Y: StepKind.DON,
    StepKind.GIA_HAN: StepKind.NQ_CHI_BO,
    StepKind.THOI_THEO_DOI: StepKind.DON,
    StepKind.CHUYEN_NOI: StepKind.DON,
    StepKind.HUY_QUYET_DINH: StepKind.QUYET_DINH_KET_NAP,
    StepKind.HUY_KET_NAP: StepKind.LE_KET_NAP,
    StepKind.LAM_LAI_QUYET_DINH: StepKind.LE_KET_NAP,
    StepKind.NQ_CHI_BO_XOA_TEN: StepKind.LE_KET_NAP,
}
"""Steps beside the ordinary way → how far the case has come when they are recorded."""

MORE: dict[StepKind, dict[str, Any]] = {
    StepKind.DAC_BIET: {"matter": "khong_co_cong_doan"},
    StepKind.VAN_BAN_DONG_Y: {"matter": "le_muon", "number": "11-CV/TU", "body": "Ban Thường vụ Thành ủy"},
    StepKind.GIA_HAN: {"matter": "han_quyet_dinh", "number": "12-CV/TU", "body": "Ban Thường vụ Thành ủy"},
    StepKind.CHUYEN_NOI: {"body": "Chi bộ 4, phường Thuận Hòa, thành phố Huế"},
}


def come_before(walk: Walk, kind: StepKind) -> None:
    """Bring the case to where a step may be recorded."""
    if kind in BEFORE:
        until = BEFORE[kind]
        if until is not None:
            walk.until(until)
        return
    if kind is StepKind.NQ_CHI_BO_CONG_NHAN:
        walk.until(StepKind.NHAN_XET_GIUP_DO)
        for opinion in BOTH_WAYS[:2]:
            walk.step(opinion)
        return
    place = WAY.index(kind)
    if place:
        walk.until(WAY[place - 1])
    if kind is StepKind.DUOC_LAM_THU_TUC:
        walk.certify(walk.day + timedelta(days=10))
        walk.day += timedelta(days=11)
    if kind is StepKind.TU_KIEM_DIEM:
        admitted = walk.member.admitted_on
        assert admitted is not None
        walk.day = admitted.replace(year=admitted.year + 1)


@pytest.mark.parametrize("kind", [*dict.fromkeys(WAY), *BEFORE], ids=lambda kind: str(kind.value))
def test_every_step_is_recorded_by_its_form(walk: Walk, desk: Client, kind: StepKind):
    come_before(walk, kind)
    facts = walk.facts(kind, walk.day + timedelta(days=1), **MORE.get(kind, {}))
    if kind is StepKind.TRA_LOI_THAM_TRA:
        facts = walk.facts(kind, walk.day + timedelta(days=1), answers=walk.candidate.steps.get(kind="gui_tham_tra"))
    address = address_of(walk, kind)

    sent = {**offered(desk, address), **typed(facts)}
    answer = desk.post(address, {**sent, **ticked(desk, address, sent)})

    assert answer.status_code == 302, mistakes(answer)
    made = Step.objects.latest("pk")
    assert (made.kind, made.occurred_on) == (kind, facts.occurred_on)
    assert (made.helper, made.outcome or None, made.count) == (
        facts.helper, made.outcome if kind is StepKind.CHUYEN_NOI else facts.outcome, facts.count
    )  # fmt: skip
    if facts.decision is None:
        assert made.number == facts.number
    else:
        assert made.decision is not None
        assert made.decision.number == facts.decision.number
    assert (getattr(made, "vote", None) is None) == (facts.vote is None)


def offered(desk: Client, address: str) -> dict[str, Any]:
    """What stands in the boxes of a form when it is opened, as a browser would send it."""
    answer = desk.get(address)
    page_of(answer)
    boxes = {box.name: box.value() for box in answer.context["form"]}
    return {name: value for name, value in boxes.items() if value not in (None, "", False)}


def ticked(desk: Client, address: str, sent: dict[str, Any]) -> dict[str, str]:
    """The tick for the warnings this form would show, if any. Nothing is recorded by asking."""
    with transaction.atomic():
        answer = desk.post(address, {key: value for key, value in sent.items() if key != "token"})
        transaction.set_rollback(True)
    boxes = [] if answer.status_code == 302 else page_of(answer).all("input", name="doi_chieu")
    return {"doi_chieu": str(boxes[0].attributes["value"])} if boxes else {}


def test_every_kind_has_words_and_an_address():
    assert WORDING.keys() == DEFINITIONS.keys() == set(StepKind)
    for step in DEFINITIONS.values():
        assert all(WORDING[step.kind].label(name) for name in step.asks if name != "decision")


class TestForm:
    def test_numbers_typed_alone_get_the_symbol_last_used(self, walk: Walk, desk: Client):
        walk.until(StepKind.CHUNG_NHAN_LY_LICH)
        address = address_of(walk, StepKind.NQ_CHI_BO)
        vote = {"convened": 9, "present": 9, "agree": 9}

        for day, number in (("05/03/2024", "7-NQ/CBKP1"), ("06/03/2024", "8")):
            sent = {"occurred_on": day, "number": number, **vote}
            assert desk.post(address, {**sent, **ticked(desk, address, sent)}).status_code == 302

        numbers = walk.candidate.steps.of_kind(StepKind.NQ_CHI_BO).values_list("number", flat=True)
        assert list(numbers) == ["7-NQ/CBKP1", "08-NQ/CBKP1"]

    def test_what_is_known_stands_in_the_boxes(self, walk: Walk, desk: Client):
        walk.until(StepKind.LY_LICH)
        walk.candidate.person.native_place = "Xã Vĩnh Thủy, huyện Vĩnh Linh"
        walk.candidate.person.save()

        known = offered(desk, address_of(walk, StepKind.GUI_THAM_TRA))
        assert (known["occurred_on"], known["body"]) == ("15/01/2026", "Đảng ủy xã Vĩnh Thủy")
        known = offered(desk, address_of(walk, StepKind.GIOI_THIEU_DANG_VIEN))
        assert known["helper"] == walk.helpers[0].pk
        known = offered(desk, address_of(walk, StepKind.Y_KIEN_CU_TRU))
        assert known["body"] == "Chi ủy A1"

    def test_official_members_of_the_cell_are_counted_for_the_vote(self, walk: Walk, desk: Client):
        walk.until(StepKind.CHUNG_NHAN_LY_LICH)
        factories.member(walk.cell, admitted_on=date(2025, 6, 1), official=False)

        known = offered(desk, address_of(walk, StepKind.NQ_CHI_BO))

        assert (known["convened"], known["present"]) == ("3", "3")

    def test_months_together_are_counted_when_the_box_is_left_empty(self, walk: Walk, desk: Client):
        walk.until(StepKind.GIOI_THIEU_DOAN_THE)
        sent = {"occurred_on": "10/02/2025", "helper": walk.helpers[0].pk}
        address = address_of(walk, StepKind.GIOI_THIEU_DANG_VIEN)

        assert desk.post(address, {**sent, **ticked(desk, address, sent)}).status_code == 302
        assert walk.candidate.steps.latest("pk").count == 13  # since 8 January 2024

    def test_months_are_asked_for_a_helper_of_another_cell(self, walk: Walk, world: World, desk: Client):
        walk.until(StepKind.GIOI_THIEU_DOAN_THE)
        other = factories.member(world.a2)
        sent = {"occurred_on": "10/02/2025", "helper": other.pk}

        found = mistakes(desk.post(address_of(walk, StepKind.GIOI_THIEU_DANG_VIEN), sent))

        assert set(found) == {"count"}

    def test_at_most_six_groups_of_boxes_are_seen_at_first(self, walk: Walk, desk: Client):
        walk.until(StepKind.TRINH)
        for kind in (StepKind.QUYET_DINH_KET_NAP, StepKind.VAN_BAN_DONG_Y, StepKind.CHUYEN_NOI, StepKind.DAC_BIET):
            form = desk.get(address_of(walk, kind)).context["form"]
            assert len(form.first_fields) + bool(form.ballots) <= 6

    @pytest.mark.parametrize(
        ("votes", "at"),
        [
            ({"convened": 9, "present": 10, "agree": 9}, "present"),
            ({"convened": 9, "present": 9, "agree": 9, "disagree": 1}, "agree"),
            ({"convened": 9, "present": 9, "agree": ""}, "agree"),
            ({"convened": 9, "present": 9, "agree": "9x"}, "agree"),
            ({"convened": 9, "excluded": 9, "present": 9, "agree": 9}, "excluded"),
            ({"convened": 2, "present": 2, "agree": 2}, "convened"),
        ],
    )
    def test_ballots_that_do_not_add_up_are_told_at_their_box(self, walk: Walk, desk: Client, votes, at):
        walk.until(StepKind.CHUNG_NHAN_LY_LICH)
        sent = {"occurred_on": "05/03/2024", "number": "7", **votes}

        assert at in mistakes(desk.post(address_of(walk, StepKind.NQ_CHI_BO), sent))
        assert not walk.candidate.steps.of_kind(StepKind.NQ_CHI_BO).exists()

    def test_a_short_vote_is_recorded_and_shown(self, walk: Walk, desk: Client):
        walk.until(StepKind.CHUNG_NHAN_LY_LICH)
        address = address_of(walk, StepKind.NQ_CHI_BO)
        sent = {"occurred_on": "05/03/2024", "number": "7", "convened": 9, "present": 9, "agree": 5}

        warned = mistakes(desk.post(address, sent))
        assert set(warned) == {"doi_chieu"}
        assert desk.post(address, {**sent, **ticked(desk, address, sent)}).status_code == 302

        assert walk.case.state == CaseState.X06
        page = page_of(desk.get(f"/nguon/{walk.candidate.pk}/"))
        assert any("5/9, cần ít nhất 2/3" in row for row in page.texts("tr"))

    def test_when_the_committee_does_not_agree_no_number_is_needed(self, walk: Walk, desk: Client):
        walk.until(StepKind.TRINH)
        address = address_of(walk, StepKind.QUYET_DINH_KET_NAP)
        sent = {"outcome": "khong_dong_y", "issued_on": "20/03/2024"}

        assert desk.post(address, {**sent, **ticked(desk, address, sent)}).status_code == 302
        assert walk.case.state == CaseState.X07
        assert set(mistakes(desk.post(address, {"outcome": "dong_y", "issued_on": "20/03/2024"}))) >= {"number"}

    def test_saving_leads_to_the_next_step_when_it_is_asked_for(self, walk: Walk, desk: Client):
        walk.until(StepKind.DUOC_LAM_THU_TUC)
        sent = {"occurred_on": f"{walk.day:%d/%m/%Y}", "them_tiep": "1"}

        answer = desk.post(address_of(walk, StepKind.DON), sent)

        assert answer["Location"] == address_of(walk, StepKind.LY_LICH)

    def test_the_ceremony_leads_on_to_the_probation(self, walk: Walk, desk: Client):
        walk.until(StepKind.NHAN_QUYET_DINH)
        address = address_of(walk, StepKind.LE_KET_NAP)
        sent = {"occurred_on": f"{walk.day:%d/%m/%Y}", "helper": walk.helpers[0].pk}

        answer = desk.post(address, {**sent, **ticked(desk, address, sent)})

        assert answer["Location"] == f"/dang-vien/{walk.member.pk}/du-bi/"

    def test_a_step_before_its_turn_says_why_and_shows_no_boxes(self, walk: Walk, desk: Client):
        page = page_of(desk.get(address_of(walk, StepKind.NQ_CHI_BO)))

        assert "Chưa ghi được bước này" in page.texts("h2")
        assert not page.all("input", name="number")
        assert mistakes(desk.post(address_of(walk, StepKind.DON), {"occurred_on": "20/01/2024"})) == {
            "": ["Chưa được đồng ý làm thủ tục kết nạp."]
        }

    def test_a_form_sent_twice_records_one_step(self, walk: Walk, desk: Client):
        walk.until(StepKind.DUOC_LAM_THU_TUC)
        address = address_of(walk, StepKind.DON)
        sent = {"occurred_on": f"{walk.day:%d/%m/%Y}", "token": token_of(desk, address)}

        first, second = (desk.post(address, sent) for _ in range(2))

        assert first["Location"] == second["Location"]
        assert walk.candidate.steps.of_kind(StepKind.DON).count() == 1

    def test_the_second_of_two_writers_is_told_and_loses_nothing(self, walk: Walk, desk: Client):
        walk.until(StepKind.LY_LICH)
        address = address_of(walk, StepKind.GUI_THAM_TRA)
        seen = offered(desk, address)["seen"]
        walk.step(StepKind.Y_KIEN_CU_TRU)
        sent = {
            "occurred_on": f"{walk.day:%d/%m/%Y}", "matter": "cha_me", "body": "Đảng ủy xã Gio Hải", "number": "9",
        }  # fmt: skip

        answer = desk.post(address, {**sent, "seen": seen})

        (sentence,) = mistakes(answer)[""]
        assert sentence.startswith("Nguyễn Thị An vừa ghi “Ý kiến chi ủy nơi cư trú")
        boxes = {box.name: box.value() for box in answer.context["form"]}
        assert (boxes["body"], boxes["matter"]) == ("Đảng ủy xã Gio Hải", "cha_me")
        assert desk.post(address, {**sent, "seen": boxes["seen"]}).status_code == 302

    @pytest.mark.parametrize("nonsense", ["abc", "nq_chi_bo", "khong-co", "9999999999999999999999"])
    def test_other_addresses_are_not_found(self, walk: Walk, desk: Client, nonsense: str):
        assert desk.get(f"/nguon/{walk.candidate.pk}/buoc/{nonsense}/").status_code == 404

    def test_steps_of_the_other_way_are_not_found(self, walk: Walk, desk: Client):
        assert desk.get(f"/nguon/{walk.candidate.pk}/buoc/phat-the/").status_code == 404
        assert desk.get(f"/nguon/{walk.candidate.pk}/buoc/tham-dinh-bo-phan/").status_code == 404

    def test_former_addresses_lead_to_the_steps(self, walk: Walk, desk: Client):
        here = f"/nguon/{walk.candidate.pk}"
        assert desk.get(f"{here}/gioi-thieu/")["Location"] == f"{here}/buoc/gioi-thieu-doan-the/"
        assert desk.get(f"{here}/thoi-theo-doi/")["Location"] == f"{here}/buoc/thoi-theo-doi/"


class TestRights:
    @pytest.mark.parametrize("kind", list(StepKind), ids=lambda kind: str(kind.value))
    def test_who_may_open_the_form_of_each_step(self, walk: Walk, signed_in, giang, hoa, an, binh, chi, dung, kind):
        if kind is StepKind.TIEP_NHAN:
            assert signed_in(an).get(f"/nguon/{walk.candidate.pk}/buoc/tiep-nhan/").status_code == 302
            return
        member = factories.member(walk.cell, admitted_on=date(2025, 3, 3), official=False)
        subject = walk.candidate if fits(kind, walk.candidate) else member
        of = "dang-vien" if isinstance(subject, Member) else "nguon"
        address = f"/{of}/{subject.pk}/buoc/{slug_of(kind)}/"
        by_cell = definition(kind).permission.value == "ghi_nguon"
        there = kind not in (StepKind.THAM_DINH_BO_PHAN, StepKind.THAM_DINH_CONG_NHAN)

        got = [signed_in(who).get(address).status_code for who in (giang, hoa, an, chi, dung, binh)]

        expected = [403, 200 if by_cell else 403, 200, 200, 403, 404]
        assert got == (expected if there else [404] * 6)

    def test_a_reader_sees_the_case_and_is_offered_nothing(self, walk: Walk, signed_in, giang):
        walk.until(StepKind.DON)
        page = page_of(signed_in(giang).get(f"/nguon/{walk.candidate.pk}/"))

        assert not [link for link in page.texts("a") if link.startswith("Ghi")]

    def test_strangers_find_nothing(self, walk: Walk, signed_in, binh):
        made = walk.until(StepKind.VAO_DANH_SACH).candidate.steps.get()
        stranger = signed_in(binh)
        for page in ("", f"buoc/{made.pk}/", f"buoc/{made.pk}/dinh-chinh/", "buoc/don/"):
            assert stranger.get(f"/nguon/{walk.candidate.pk}/{page}").status_code == 404


STATES = [
    (None, CaseState.S01), (StepKind.VAO_DANH_SACH, CaseState.S02), (StepKind.DUOC_LAM_THU_TUC, CaseState.S06),
    (StepKind.DON, CaseState.S07), (StepKind.LY_LICH, CaseState.S08), (StepKind.GUI_THAM_TRA, CaseState.S09),
    (StepKind.GIOI_THIEU_DANG_VIEN, CaseState.S10), (StepKind.CHUNG_NHAN_LY_LICH, CaseState.S12),
    (StepKind.NQ_CHI_BO, CaseState.S13), (StepKind.NQ_DANG_UY, CaseState.S15), (StepKind.TRINH, CaseState.S16),
    (StepKind.QUYET_DINH_KET_NAP, CaseState.S17), (StepKind.NHAN_QUYET_DINH, CaseState.S18),
]  # fmt: skip

ON_PROBATION = [
    (StepKind.LE_KET_NAP, CaseState.D01), (StepKind.NHAN_XET_GIUP_DO, CaseState.D04),
    (StepKind.NQ_CHI_BO_CONG_NHAN, CaseState.D05), (StepKind.NQ_DANG_UY_CONG_NHAN, CaseState.D07),
    (StepKind.QUYET_DINH_CONG_NHAN, CaseState.D08), (StepKind.CONG_BO, CaseState.D09),
    (StepKind.PHAT_THE, CaseState.D10),
]  # fmt: skip


EXITS: list[tuple[CaseState, StepKind, list[tuple[StepKind, dict[str, Any]]]]] = [
    (CaseState.X01, StepKind.DON, [(StepKind.THOI_THEO_DOI, {})]),
    (CaseState.X05, StepKind.DON, [(StepKind.THOI_THEO_DOI, {"outcome": Outcome.CHINH_TRI})]),
    (CaseState.X08, StepKind.DON, [(StepKind.THOI_THEO_DOI, {"outcome": Outcome.RUT_DON})]),
    (CaseState.X07, StepKind.TRINH, [(StepKind.QUYET_DINH_KET_NAP, {"outcome": Outcome.KHONG_DONG_Y})]),
    (CaseState.X09, StepKind.DON, [(StepKind.CHUYEN_NOI, {"body": "Đảng ủy phường Thuận Hòa"})]),
    (CaseState.X11, StepKind.QUYET_DINH_KET_NAP, [(StepKind.HUY_QUYET_DINH, {})]),
    (CaseState.X12, StepKind.LE_KET_NAP, [(StepKind.HUY_KET_NAP, {})]),
    (
        CaseState.X14,
        StepKind.LE_KET_NAP,
        [(StepKind.NQ_CHI_BO_XOA_TEN, {}), (StepKind.NQ_DANG_UY_XOA_TEN, {}), (StepKind.QUYET_DINH_XOA_TEN, {})],
    ),
]


class TestPage:
    @pytest.mark.parametrize(("state", "last", "steps"), EXITS, ids=lambda value: str(value) if value else "")
    def test_every_way_out(self, walk: Walk, desk: Client, state, last, steps):
        walk.until(last)
        address = f"/nguon/{walk.candidate.pk}/"
        if last is StepKind.LE_KET_NAP:
            address = f"/dang-vien/{walk.member.pk}/du-bi/"
        for kind, given in steps:
            walk.step(kind, **given)

        page = page_of(desk.get(address))

        tags = [tag.text for tag in page.all("span") if "tag" in str(tag.attributes.get("class"))]
        assert state.label in tags[0]

    def test_learners_and_certificates(self, walk: Walk, world: World, desk: Client):
        coming = factories.training_class(world.city, ends_on=date(2026, 1, 31))
        learner = factories.enrollment(coming, walk.candidate)
        page = page_of(desk.get(f"/nguon/{walk.candidate.pk}/"))
        assert CaseState.S04.label in page.texts("span")
        learner.result, learner.certificate_number, learner.certificate_on = "dat", "17/GCN", date(2026, 1, 10)
        learner.save()

        page = page_of(desk.get(f"/nguon/{walk.candidate.pk}/"))

        assert CaseState.S05.label in page.texts("span")
        assert any("giấy số 17/GCN cấp ngày 10/01/2026 (còn 59 tháng)" in text for text in page.texts("span"))

    @pytest.mark.parametrize(("last", "state"), STATES, ids=str)
    def test_every_state_before_admission(self, walk: Walk, desk: Client, last, state):
        if last:
            walk.until(last)

        page = page_of(desk.get(f"/nguon/{walk.candidate.pk}/"))

        assert state.label in page.texts("span", class_="tag")
        assert page.all("a", class_="button") or any("Còn vướng" in line for line in page.texts("li"))

    @pytest.mark.parametrize(("last", "state"), ON_PROBATION, ids=str)
    def test_every_state_of_probation(self, walk: Walk, desk: Client, last, state):
        walk.until(last)

        page = page_of(desk.get(f"/dang-vien/{walk.member.pk}/du-bi/"))

        assert any(state.label in tag.text for tag in page.all("span") if "tag" in str(tag.attributes.get("class")))
        assert page.texts("h2")[:1]

    def test_the_admitted_case_leads_to_the_probation_and_back(self, walk: Walk, desk: Client):
        walk.until(StepKind.LE_KET_NAP)

        page = page_of(desk.get(f"/nguon/{walk.candidate.pk}/"))
        assert f"/dang-vien/{walk.member.pk}/du-bi/" in [str(link.attributes.get("href")) for link in page.all("a")]
        page = page_of(desk.get(f"/dang-vien/{walk.member.pk}/du-bi/"))
        assert f"/nguon/{walk.candidate.pk}/" in [str(link.attributes.get("href")) for link in page.all("a")]

    def test_a_closed_case_offers_nothing_more(self, walk: Walk, desk: Client):
        walk.until(StepKind.DON)
        walk.step(StepKind.THOI_THEO_DOI)

        page = page_of(desk.get(f"/nguon/{walk.candidate.pk}/"))

        assert any("Thôi theo dõi từ ngày" in text for text in page.texts("p"))
        assert not [link for link in page.texts("a") if link.startswith("Ghi")]

    def test_a_reversed_step_is_shown_struck_with_its_reason(self, walk: Walk, desk: Client):
        walk.until(StepKind.DON)
        made = walk.candidate.steps.get(kind=StepKind.DON)

        answer = desk.post(f"/nguon/{walk.candidate.pk}/buoc/{made.pk}/dinh-chinh/", {"reason": "Ghi nhầm người"})

        assert answer["Location"] == f"/nguon/{walk.candidate.pk}/"
        page = page_of(desk.get(answer["Location"]))
        assert page.texts("s") == [f"Đơn xin vào Đảng, {made.occurred_on:%d/%m/%Y}"]
        assert any("Ghi nhầm người" in row for row in page.texts("tr"))
        assert AuditEntry.objects.filter(verb="đính chính bước").count() == 1

    def test_a_step_others_rest_on_is_not_reversed(self, walk: Walk, desk: Client):
        walk.until(StepKind.LY_LICH)
        made = walk.candidate.steps.get(kind=StepKind.DON)

        found = mistakes(desk.post(f"/nguon/{walk.candidate.pk}/buoc/{made.pk}/dinh-chinh/", {"reason": "Nhầm"}))

        assert "dựa vào bước này" in found[""][0]

    def test_a_step_is_explained_by_its_checks(self, walk: Walk, desk: Client):
        walk.until(StepKind.NQ_CHI_BO)
        made = walk.candidate.steps.get(kind=StepKind.NQ_CHI_BO)

        page = page_of(desk.get(f"/nguon/{walk.candidate.pk}/buoc/{made.pk}/"))

        assert "Vì sao ghi được bước này" in page.texts("caption")
        assert any(
            "mã kiểm tra K01" in row and not row.startswith("K01") and "ngày sinh: 03/02/1998" in row
            for row in page.texts("tr")
        )
        assert any("8/9, cần ít nhất 2/3" in row for row in page.texts("tr"))

    def test_the_number_of_the_card_is_never_printed(self, walk: Walk, desk: Client):
        walk.until(StepKind.PHAT_THE)
        made = Step.objects.get(kind=StepKind.PHAT_THE)
        for page in ("du-bi/", f"buoc/{made.pk}/", f"buoc/{made.pk}/dinh-chinh/"):
            assert made.number not in desk.get(f"/dang-vien/{walk.member.pk}/{page}").content.decode()

    def test_the_same_queries_for_a_short_and_a_long_case(self, walk: Walk, an: User, desk: Client):
        walk.until(StepKind.CHUNG_NHAN_LY_LICH)
        other = Walk(an, walk.cell, walk.decider).until(StepKind.CHUNG_NHAN_LY_LICH)
        for matter in ("cha_me", "con", "vo_chong"):
            other.step(StepKind.GUI_THAM_TRA, matter=matter)
            other.step(StepKind.TRA_LOI_THAM_TRA)
            other.step(StepKind.GIOI_THIEU_DANG_VIEN, helper=other.helpers[1])

        counted = []
        for case in (walk, other):
            with CaptureQueriesContext(connection) as captured:
                assert desk.get(f"/nguon/{case.candidate.pk}/").status_code == 200
            counted.append(len(captured))
        assert counted[0] == counted[1] <= 40

    def test_a_member_without_probation_here_has_no_such_page(self, walk: Walk, desk: Client):
        gone = factories.member(walk.cell)
        gone.organization = None
        gone.save()

        assert desk.get(f"/dang-vien/{gone.pk}/du-bi/").status_code == 404
