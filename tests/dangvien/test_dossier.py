"""The dossier: which papers a way asks for, what is known by itself, freshness; batches sent, received, returned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dangvien import dossier_list, rules
from dangvien.actions.dossier import PaperFacts, receive_batch, record_papers, return_dossier, send_batch
from dangvien.models import (
    BatchItem,
    Candidate,
    DossierBatch,
    DossierPaper,
    Mandate,
    Matter,
    Organization,
    OrganizationKind,
    StepKind,
    TrainingClass,
    User,
)
from dangvien.procedure.batches import file_of, next_organ, ready, unready
from dangvien.procedure.dossier import Line, State, checklist, missing_of, returned_codes
from dangvien.procedure.problem import Refused
from tests import factories
from tests.people import World
from tests.ways import Walk

Purpose = DossierBatch.Purpose


@pytest.fixture
def walk(world: World, an: User) -> Walk:
    return Walk(an, world.a1, world.city)


def lines_of(walk: Walk, subject=None) -> Mapping[str, Line]:
    subject = subject or Candidate.objects.select_related("person", "organization").get(pk=walk.candidate.pk)
    return {line.paper.code: line for line in checklist(file_of(subject, walk.today), subject).lines}


def states(walk: Walk, subject=None) -> dict[str, str]:
    return {code: line.state.name for code, line in lines_of(walk, subject).items()}


# The list


def test_the_lists_name_known_steps_matters_and_classes():
    for day in (date(2022, 3, 1), date(2026, 1, 1)):
        papers = dossier_list.papers_on(day)
        assert {step for paper in papers for step in paper.steps} <= set(StepKind.values)
        assert {paper.matter for paper in papers if paper.matter} <= set(Matter.values)
        assert {paper.training for paper in papers if paper.training} <= set(TrainingClass.Kind.values)
        for group, count in (("ket_nap", 12), ("cong_nhan", 13)):
            assert [paper.place for paper in papers if paper.group == group] == list(range(1, count + 1))


def test_the_list_of_2022_says_that_nobody_held_it_against_its_text():
    before, after = (dossier_list.papers_on(day)[0].source for day in (date(2025, 9, 28), date(2025, 9, 29)))

    assert before == f"{rules.documents()['HD12_2022'].reference}; {rules.UNCHECKED_MARK}"
    assert after == f"{rules.documents()['HD38'].reference}, điểm II.1.1a, b"


def test_the_guidance_where_to_admit_is_dated_too():
    assert len(dossier_list.admitting_places()) == 10
    assert [
        place.who for place in dossier_list.admitting_places(date(2025, 6, 30)) if "Bộ Chính trị" in place.admits
    ] == []
    assert dossier_list.paper_named("kn-don") == "Đơn xin vào Đảng"
    assert dossier_list.paper_named("la") == "la"


# What is known by itself


def test_a_new_case_lacks_everything_its_way_asks_for(walk: Walk):
    found = states(walk)

    assert found.pop("kn-bo-phan") == "KHONG_CAN"
    assert set(found.values()) == {"CHUA"}
    assert len(found) == 11


def test_steps_and_the_class_fill_in_the_papers_with_day_and_number(walk: Walk):
    walk.until(StepKind.NQ_DANG_UY)
    lines = lines_of(walk)

    assert {code: line.state.name for code, line in lines.items()} == {
        "kn-giay-chung-nhan": "CO", "kn-don": "CO", "kn-ly-lich": "CO", "kn-gioi-thieu-dang-vien": "CO",
        "kn-gioi-thieu-doan-the": "CO", "kn-y-kien": "CO", "kn-nq-chi-bo": "CO", "kn-bo-phan": "KHONG_CAN",
        "kn-nq-dang-uy": "CO", "kn-quyet-dinh": "CHUA", "kn-ly-lich-dang-vien": "CHUA", "kn-phieu-dang-vien": "CHUA",
    }  # fmt: skip
    voted = walk.candidate.steps.get(kind=StepKind.NQ_CHI_BO)
    assert (lines["kn-nq-chi-bo"].dated_on, lines["kn-nq-chi-bo"].number) == (voted.occurred_on, "07-NQ/CB")
    earned = walk.candidate.person.enrollments.get()
    assert lines["kn-giay-chung-nhan"].number == earned.certificate_number
    assert lines["kn-giay-chung-nhan"].why == f"Theo {earned.training_class.name}"
    opinion = walk.candidate.steps.filter(kind=StepKind.Y_KIEN_CU_TRU).get()
    assert lines["kn-y-kien"].dated_on == opinion.occurred_on


def test_one_opinion_of_two_is_not_the_paper(walk: Walk):
    walk.until(StepKind.Y_KIEN_DOAN_THE)

    assert states(walk)["kn-y-kien"] == "CHUA"


def test_two_members_stand_for_the_bodies(walk: Walk):
    walk.until(StepKind.LY_LICH)
    walk.step(StepKind.GIOI_THIEU_DANG_VIEN)
    assert states(walk)["kn-gioi-thieu-doan-the"] == "CHUA"
    walk.step(StepKind.GIOI_THIEU_DANG_VIEN, helper=walk.helpers[1])

    line = lines_of(walk)["kn-gioi-thieu-doan-the"]
    assert (line.state, line.why) == (State.KHONG_CAN, "Hai đảng viên giới thiệu")


def test_an_older_person_needs_no_youth_paper(world: World, an: User):
    walk = Walk(an, world.a1, world.city, birth=date(1975, 1, 2))

    assert lines_of(walk)["kn-gioi-thieu-doan-the"].why == "Quá tuổi Đoàn"


def test_where_the_cell_stands_below_a_part_committee_its_report_is_asked_for(world: World, an: User):
    part = factories.organization("bp", "Đảng bộ bộ phận Chợ", OrganizationKind.DANG_BO_BO_PHAN, world.ward_a)
    cell = factories.organization("bp-1", "Chi bộ Chợ", OrganizationKind.CHI_BO, part)

    assert states(Walk(an, cell, world.city))["kn-bo-phan"] == "CHUA"


def test_where_the_committee_decides_directly_no_resolution_of_it_is_asked_for(world: World, an: User):
    commune = factories.organization("xm", "Đảng bộ xã Mới", OrganizationKind.CAP_TREN)
    cell = factories.organization("xm-1", "Chi bộ thôn Một", OrganizationKind.CHI_BO, commune)

    line = lines_of(Walk(an, cell, commune))["kn-nq-dang-uy"]
    assert line.state is State.KHONG_CAN


@pytest.mark.parametrize(
    ("matter", "codes"),
    [
        (Matter.KET_NAP_LAI, {"db-lai-lan-dau", "db-lai-ra-dang", "db-lai-dong-y"}),
        (Matter.TON_GIAO, {"db-ton-giao-nhu-cau", "db-ton-giao-dong-y", "db-ton-giao-chuc-sac"}),
        (Matter.NGUOI_HOA, {"db-nguoi-hoa-quoc-tich", "db-nguoi-hoa-an-ninh"}),
        (Matter.HON_NHAN_NUOC_NGOAI, {"db-ket-hon-giay", "db-ket-hon-ly-lich", "db-ket-hon-an-ninh"}),
        (Matter.CHU_DOANH_NGHIEP, {"db-dn-dang-ky", "db-dn-thue-bao-hiem", "db-dn-bao-cao"}),
        (Matter.HOP_DONG, {"db-hop-dong"}),
        (Matter.CHINH_TRI, {"db-chinh-tri-thanh-tich", "db-chinh-tri-dong-y"}),
    ],
    ids=lambda value: value.value if isinstance(value, Matter) else "",
)
def test_a_special_case_adds_its_papers(walk: Walk, matter: Matter, codes: set[str]):
    walk.step(StepKind.DAC_BIET, matter=matter, number="01-BC/ĐU")

    assert {code for code in lines_of(walk) if code.startswith("db-")} == codes


def test_a_consent_is_its_own_paper(walk: Walk):
    walk.step(StepKind.DAC_BIET, matter=Matter.TON_GIAO, number="01-BC/ĐU")
    walk.step(StepKind.VAN_BAN_DONG_Y, matter=Matter.TON_GIAO, number="44-CV/TU", body="Tỉnh ủy")

    line = lines_of(walk)["db-ton-giao-dong-y"]
    assert (line.state, line.number) == (State.CO, "44-CV/TU")


def test_papers_age_until_the_cell_has_voted(walk: Walk):
    walk.until(StepKind.CHUNG_NHAN_LY_LICH)
    line = lines_of(walk)["kn-gioi-thieu-dang-vien"]

    assert line.dated_on is not None
    assert line.good_until == line.dated_on.replace(year=line.dated_on.year + 1)
    assert line.is_old  # it is two years later today
    assert not lines_of(walk)["kn-giay-chung-nhan"].is_old
    walk.step(StepKind.NQ_CHI_BO)
    assert not lines_of(walk)["kn-gioi-thieu-dang-vien"].is_old


def test_the_dossier_of_a_probationer_is_that_of_the_recognition(walk: Walk):
    walk.until(StepKind.NQ_CHI_BO_CONG_NHAN)
    of_member, of_candidate = states(walk, walk.member), states(walk)

    assert {code for code, state in of_member.items() if state == "CO"} == {
        "cn-giay-chung-nhan", "cn-tu-kiem-diem", "cn-nhan-xet", "cn-y-kien", "cn-nq-chi-bo",
    }  # fmt: skip
    assert [code for code, state in of_member.items() if state == "CHUA"] == ["cn-nq-dang-uy", "cn-quyet-dinh"]
    assert set(of_candidate.values()) == {"CO", "KHONG_CAN"}
    opinion = walk.member.steps.filter(kind=StepKind.Y_KIEN_CU_TRU).get()
    assert lines_of(walk, walk.member)["cn-y-kien"].dated_on == opinion.occurred_on
    assert (lines_of(walk)["kn-y-kien"].dated_on or date.max) < opinion.occurred_on


def test_a_member_admitted_before_this_register_has_both_lists(world: World, an: User):
    member = factories.member(world.a1, admitted_on=date(2024, 1, 3), official=False)
    found = {line.paper.code for line in checklist(file_of(member, date(2024, 6, 3)), member).lines}

    assert {"cn-tu-kiem-diem", "kn-don"} <= found
    assert len(found) == 25


# Writing down


def write(walk: Walk, *papers: PaperFacts, seen: datetime | None = None) -> list[DossierPaper]:
    return record_papers(by=walk.by, subject=walk.candidate, papers=papers, today=walk.today, seen=seen)


def test_what_is_written_down_stands_before_what_the_steps_tell(walk: Walk):
    walk.until(StepKind.DON)
    write(walk, PaperFacts("kn-don", True, location="Tủ 2", holder="Văn thư"))
    line = lines_of(walk)["kn-don"]
    assert (line.is_present, line.dated_on, line.location, line.holder) == (True, walk.day, "Tủ 2", "Văn thư")

    write(walk, PaperFacts("kn-don", False))

    assert states(walk)["kn-don"] == "CHUA"
    assert DossierPaper.objects.count() == 1


def test_a_step_made_again_after_a_paper_went_missing_fills_it_in(walk: Walk):
    walk.until(StepKind.Y_KIEN_CU_TRU)
    write(walk, PaperFacts("kn-gioi-thieu-doan-the", False))
    assert states(walk)["kn-gioi-thieu-doan-the"] == "CHUA"

    walk.step(StepKind.GIOI_THIEU_DOAN_THE, number="19-NQ/ĐTN")

    line = lines_of(walk)["kn-gioi-thieu-doan-the"]
    assert (line.state, line.number) == (State.CO, "19-NQ/ĐTN")


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (PaperFacts("kn-don", True, dated_on=date(2030, 1, 1)), "ở tương lai"),
        (PaperFacts("kn-don", True, dated_on=date(1998, 2, 3)), "trước ngày sinh"),
        (PaperFacts("kn-don", False, number="12"), "đánh dấu “Có”"),
        (PaperFacts("cn-tu-kiem-diem", True), "không có trong mục lục"),
        (PaperFacts("db-hop-dong", True), "không có trong mục lục"),
    ],
    ids=["in the future", "before birth", "a number without paper", "of another list", "of a case not noted"],
)
def test_papers_that_cannot_be_are_refused(walk: Walk, paper: PaperFacts, words: str):
    with pytest.raises(Refused, match=words):
        write(walk, PaperFacts("kn-ly-lich", True), paper)

    assert not DossierPaper.objects.exists()


def test_what_somebody_else_wrote_meanwhile_is_told_and_not_overwritten(walk: Walk, chi: User):
    opened_at = timezone.now()
    record_papers(
        by=chi, subject=walk.candidate, papers=[PaperFacts("kn-don", True, location="Tủ 9")], today=walk.today
    )

    with pytest.raises(Refused, match=r"Lê Thị Chi vừa ghi “Đơn xin vào Đảng”.*Tủ 9"):
        write(walk, PaperFacts("kn-don", True, location="Tủ 2"), seen=opened_at)
    write(walk, PaperFacts("kn-ly-lich", True), seen=opened_at)

    assert lines_of(walk)["kn-don"].location == "Tủ 9"


def test_a_paper_belongs_to_one_dossier_once(walk: Walk):
    member = factories.member(walk.cell)
    for owner in ({}, {"candidate": walk.candidate, "member": member}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DossierPaper.objects.create(code="kn-don", **owner)
    DossierPaper.objects.create(code="kn-don", candidate=walk.candidate)
    with pytest.raises(IntegrityError), transaction.atomic():
        DossierPaper.objects.create(code="kn-don", candidate=walk.candidate)


# Batches


def send(walk: Walk, world: World, sender: Organization, day: date | None = None, **given) -> DossierBatch:
    purpose = given.pop("purpose", Purpose.KET_NAP)
    scope = replace(world.scope(world.city), today=walk.today)
    facts = {
        "by": walk.by,
        "sender": sender,
        "purpose": purpose,
        "cases": ready(scope, sender, purpose),
        "subjects": [walk.candidate],
        "number": "05-DS/CB",
        "sent_on": day or walk.day,
        "today": walk.today,
        **given,
    }
    return send_batch(**facts)


def is_ready(walk: Walk, world: World, sender: Organization, purpose: Purpose = Purpose.KET_NAP) -> bool:
    scope = replace(world.scope(world.city), today=walk.today)
    return ready(scope, sender, purpose).filter(person=walk.candidate.person).exists()


def test_a_dossier_goes_from_the_cell_to_the_ward_and_from_there_to_the_city(walk: Walk, world: World):
    walk.until(StepKind.CHUNG_NHAN_LY_LICH)
    assert not is_ready(walk, world, world.a1)
    walk.step(StepKind.NQ_CHI_BO)
    assert is_ready(walk, world, world.a1)
    assert not is_ready(walk, world, world.ward_a)
    assert not is_ready(walk, world, world.a2)

    first = send(walk, world, world.a1)

    assert (first.from_organization, first.to_organization) == (world.a1, world.ward_a)
    assert not is_ready(walk, world, world.a1)
    with pytest.raises(Refused, match="đã gửi rồi"):
        send(walk, world, world.a1)
    walk.step(StepKind.NQ_DANG_UY)
    assert is_ready(walk, world, world.ward_a)
    assert send(walk, world, world.ward_a).to_organization == world.city
    assert not is_ready(walk, world, world.ward_a)


def test_a_dossier_of_recognition_goes_up_as_the_members(walk: Walk, world: World):
    walk.until(StepKind.NQ_CHI_BO_CONG_NHAN)
    assert is_ready(walk, world, world.a1, Purpose.CONG_NHAN)

    batch = send(walk, world, world.a1, purpose=Purpose.CONG_NHAN, subjects=[walk.member])

    assert batch.items.get().member == walk.member
    assert not is_ready(walk, world, world.a1, Purpose.CONG_NHAN)


def test_a_returned_dossier_is_missing_what_was_named_until_it_is_sent_again(walk: Walk, world: World, chi: User):
    walk.until(StepKind.NQ_CHI_BO)
    batch = send(walk, world, world.a1)
    item = batch.items.get()
    day = walk.day + timedelta(days=3)
    with pytest.raises(Refused, match="Chưa nhận"):
        return_dossier(by=chi, item=item, codes=["kn-don"], returned_on=day, today=walk.today)
    receive_batch(by=chi, batch=batch, received_on=day, today=walk.today)
    item.refresh_from_db()
    assert item.outcome == BatchItem.Outcome.NHAN
    with pytest.raises(Refused, match="Đã nhận ngày"):
        receive_batch(by=chi, batch=batch, received_on=day, today=walk.today)
    for codes in ([], ["cn-tu-kiem-diem"]):
        with pytest.raises(Refused, match="Chọn trong mục lục"):
            return_dossier(by=chi, item=item, codes=codes, returned_on=day, today=walk.today)

    return_dossier(by=chi, item=item, codes=["kn-don", "kn-y-kien"], returned_on=day, today=walk.today)

    with pytest.raises(Refused, match="đã trả lại"):
        return_dossier(by=chi, item=item, codes=["kn-don"], returned_on=day, today=walk.today)
    file = file_of(walk.candidate, walk.today)
    names = ["Đơn xin vào Đảng", "Tổng hợp ý kiến đoàn thể và chi ủy nơi cư trú"]
    assert missing_of(file) == names
    assert [line.paper.name for line in checklist(file).lines if line.is_returned] == names
    assert is_ready(walk, world, world.a1)
    [warning] = unready([walk.candidate], walk.today)
    assert warning.sentence == f"Hồ sơ của {walk.candidate.person} chưa có: {'; '.join(names)}."
    write(walk, PaperFacts("kn-don", True), PaperFacts("kn-y-kien", True))
    assert missing_of(file_of(walk.candidate, walk.today)) == []
    assert unready([walk.candidate], walk.today) == []
    send(walk, world, world.a1, day + timedelta(days=2))
    assert returned_codes(walk.candidate) == []


def test_before_the_vote_nothing_but_a_return_is_told_as_missing(walk: Walk):
    walk.until(StepKind.DON)

    assert missing_of(file_of(walk.candidate, walk.today)) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"sent_on": date(2030, 1, 1)}, "ở tương lai"),
        ({"sent_on": date(2024, 1, 9)}, "trước ngày xét hồ sơ"),
        ({"subjects": []}, "Chọn ít nhất một hồ sơ"),
    ],
    ids=["in the future", "before the vote", "nobody"],
)
def test_a_batch_that_cannot_be_is_refused(walk: Walk, world: World, given, words: str):
    walk.until(StepKind.NQ_CHI_BO)

    with pytest.raises(Refused, match=words):
        send(walk, world, world.a1, **given)
    assert not DossierBatch.objects.exists()


def test_days_of_receipt_and_return_follow_the_sending(walk: Walk, world: World, chi: User):
    walk.until(StepKind.NQ_CHI_BO)
    batch = send(walk, world, world.a1)

    with pytest.raises(Refused, match="trước ngày"):
        receive_batch(by=chi, batch=batch, received_on=walk.day - timedelta(days=1), today=walk.today)
    with pytest.raises(Refused, match="ở tương lai"):
        receive_batch(by=chi, batch=batch, received_on=walk.today + timedelta(days=1), today=walk.today)


def test_whoever_decides_sends_nothing_up(world: World):
    day = date(2024, 6, 3)
    assert next_organ(world.a1, day) == world.ward_a
    assert next_organ(world.ward_a, day) == world.city
    assert next_organ(world.city, day) is None
    Mandate.objects.create(
        organization=world.ward_a, kind=Mandate.Kind.UY_QUYEN, valid_from=day, document="QĐ 1", issued_on=day
    )
    assert next_organ(world.ward_a, day) is None
    assert next_organ(world.a1, day) == world.ward_a
