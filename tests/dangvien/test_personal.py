"""Correcting a person's own data: what needs a reason or a document, two writers, the trail, who may; schooling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dangvien.actions.personal import Overtaken, correct_person
from dangvien.dates import PartialDate
from dangvien.models import AuditEntry, Candidate, Member, Person, Standing, User
from dangvien.procedure.personal import PersonFacts
from dangvien.procedure.problem import Refused
from tests import factories
from tests.dangvien.reading import mistakes, page_of
from tests.people import TODAY, World

NUMBER = "045098000123"


@pytest.fixture
def tam(world: World) -> Candidate:
    return factories.candidate(world.a1, "Võ Thị Tám", date(2023, 1, 10), date(1998, 2, 3))


@pytest.fixture
def bay(world: World) -> Member:
    return factories.member(world.a1, "Lê Văn Bảy")


def correct(by: User, subject: Candidate | Member, *, reason: str = "", number: str = "", **changed: Any) -> Person:
    return correct_person(
        by=by,
        subject=subject,
        facts=replace(PersonFacts.of(subject.person), **changed),
        reason=reason,
        number=number,
        seen=subject.person.version,
        today=TODAY,
    )


def refusal(by: User, subject: Candidate | Member, **changed: Any) -> dict[str, str]:
    before = Person.objects.values().get(pk=subject.person_id)
    with pytest.raises(Refused) as refused:
        correct(by, subject, **changed)
    assert Person.objects.values().get(pk=subject.person_id) == before
    return {problem.field: problem.sentence for problem in refused.value.problems}


class TestTheAct:
    def test_sets_the_columns_and_keeps_what_stood_there(self, tam: Candidate, an: User):
        correct(an, tam, reason="Gõ nhầm so với giấy khai sinh", full_name="Võ Thị Tâm", birth=PartialDate(1998, 3, 2))

        tam.person.refresh_from_db()
        assert (tam.person.full_name, tam.person.birth_date) == ("Võ Thị Tâm", date(1998, 3, 2))
        assert tam.person.version == 2
        entry = AuditEntry.objects.get(verb="sửa thông tin cá nhân")
        assert entry.before == {"họ và tên": "Võ Thị Tám", "ngày sinh": "03/02/1998"}
        assert entry.after == {"họ và tên": "Võ Thị Tâm", "ngày sinh": "02/03/1998"}
        assert entry.reason == "Gõ nhầm so với giấy khai sinh"

    def test_the_trail_keeps_only_the_end_of_a_citizen_number(self, tam: Candidate, an: User):
        correct(an, tam, reason="Bổ sung", citizen_id="045198000123")
        assert AuditEntry.objects.get(verb="sửa thông tin cá nhân").after == {"số căn cước": "…123"}

    def test_a_telephone_needs_no_reason(self, tam: Candidate, an: User):
        assert correct(an, tam, phone="0912 345 678").phone == "0912 345 678"

    @pytest.mark.parametrize(
        ("changed", "field", "sentence"),
        [
            ({}, "", "Không có gì khác với điều đang ghi trong sổ. Sửa ít nhất một ô."),
            (
                {"full_name": "Võ Tám"},
                "reason",
                "Ghi lý do sửa họ và tên. Ví dụ: gõ nhầm so với giấy khai sinh.",
            ),
            ({"full_name": " ", "reason": "Nhầm"}, "full_name", "Nhập họ và tên khai sinh."),
            (
                {"birth": PartialDate(2024), "reason": "Nhầm"},
                "birth",
                "Ngày sinh phải trước ngày bắt đầu theo dõi (10/01/2023). Kiểm tra lại ngày.",
            ),
            (
                {"citizen_id": "045", "reason": "Nhầm"},
                "citizen_id",
                "Số căn cước phải có 12 chữ số, đang có 3 ký tự. Kiểm tra lại số.",
            ),
        ],
    )
    def test_refusals(self, tam: Candidate, an: User, changed: dict[str, Any], field: str, sentence: str):
        assert refusal(an, tam, **changed)[field] == sentence

    def test_a_number_that_somebody_else_has_is_refused(self, tam: Candidate, an: User):
        factories.person("Người Khác", citizen_id=NUMBER)
        told = refusal(an, tam, citizen_id=NUMBER, reason="Bổ sung")
        assert "đã có trong sổ của người khác" in told["citizen_id"]

    def test_a_members_day_of_birth_needs_a_document(self, bay: Member, an: User):
        told = refusal(an, bay, birth=PartialDate(1990, 1, 2), reason="Theo giấy khai sinh")
        assert "chỉ sửa theo văn bản" in told["number"]

        correct(an, bay, birth=PartialDate(1990, 1, 2), reason="Theo giấy khai sinh", number="15-TB/BTC")

        entry = AuditEntry.objects.get(verb="sửa thông tin cá nhân")
        assert entry.after == {"ngày sinh": "02/01/1990", "văn bản số": "15-TB/BTC"}

    def test_the_second_writer_is_told_what_the_first_changed(self, tam: Candidate, an: User, chi: User):
        late = Candidate.objects.select_related("person").get(pk=tam.pk)
        seen, facts = late.person.version, replace(PersonFacts.of(late.person), residence="Khu phố 2")
        correct(chi, tam, phone="0912 345 678")

        with pytest.raises(Overtaken) as refused:
            correct_person(by=an, subject=late, facts=facts, reason="", number="", seen=seen, today=TODAY)

        assert "Lê Thị Chi vừa sửa" in str(refused.value)
        assert "điện thoại thành “0912 345 678”" in str(refused.value)
        assert refused.value.version == 2
        assert Person.objects.get(pk=tam.person_id).residence == ""


def boxes(client: Client, address: str) -> dict[str, Any]:
    form = client.get(address).context["form"]
    return {box.html_name: box.value() for box in form if box.value() not in (None, False)}


class TestTheScreen:
    def test_the_case_page_leads_to_it_and_it_saves(self, as_hoa: Client, tam: Candidate):
        address = reverse("nguon-sua", args=[tam.pk])
        page = as_hoa.get(reverse("nguon-chi-tiet", args=[tam.pk])).content.decode()
        assert address in page
        assert reverse("nguon-hoc-van", args=[tam.pk]) in page
        page_of(as_hoa.get(address))

        answer = as_hoa.post(address, {**boxes(as_hoa, address), "phone": "0912"}, follow=True)

        assert "Đã sửa thông tin." in answer.content.decode()
        assert Person.objects.get(pk=tam.person_id).phone == "0912"

    def test_the_same_sending_twice_is_carried_out_once(self, as_hoa: Client, tam: Candidate):
        address = reverse("nguon-sua", args=[tam.pk])
        sent = {**boxes(as_hoa, address), "phone": "0912"}
        as_hoa.post(address, sent)
        as_hoa.post(address, sent)
        assert AuditEntry.objects.filter(verb="sửa thông tin cá nhân").count() == 1

    def test_what_is_missing_is_told_at_its_box(self, as_hoa: Client, tam: Candidate):
        address = reverse("nguon-sua", args=[tam.pk])
        told = mistakes(as_hoa.post(address, {**boxes(as_hoa, address), "full_name": "Võ Tám"}))
        assert "Ghi lý do sửa họ và tên" in told["reason"][0]

    def test_the_second_writer_may_save_once_told(self, as_hoa: Client, tam: Candidate, an: User):
        address = reverse("nguon-sua", args=[tam.pk])
        sent = {**boxes(as_hoa, address), "residence": "Khu phố 2"}
        correct(an, tam, phone="0912")

        answer = as_hoa.post(address, sent)

        assert "Nguyễn Thị An vừa sửa" in answer.content.decode()
        again = {**sent, "seen": answer.context["form"]["seen"].value(), "phone": "0912"}
        assert as_hoa.post(address, again).status_code == 302
        person = Person.objects.get(pk=tam.person_id)
        assert (person.phone, person.residence) == ("0912", "Khu phố 2")

    def test_a_namesake_must_be_compared_first(self, as_hoa: Client, tam: Candidate, world: World):
        factories.listed(world.a1, "Võ Thị Tâm")
        other = Candidate.objects.get(person__full_name="Võ Thị Tâm").person
        address = reverse("nguon-sua", args=[tam.pk])
        sent = {**boxes(as_hoa, address), "full_name": "Võ Thị Tâm", "birth": str(other.birth), "reason": "Gõ nhầm"}

        answer = as_hoa.post(address, sent)

        assert "So hai người trước khi ghi" in answer.content.decode()
        assert Person.objects.get(pk=tam.person_id).full_name == "Võ Thị Tám"

    def test_an_empty_citizen_number_stays_and_is_shown_nowhere(self, as_an: Client, bay: Member):
        Person.objects.filter(pk=bay.person_id).update(citizen_id=NUMBER)
        address = reverse("dang-vien-sua", args=[bay.pk])
        assert NUMBER not in as_an.get(address).content.decode()

        as_an.post(address, {**boxes(as_an, address), "phone": "0912"})

        assert Person.objects.get(pk=bay.person_id).citizen_id == NUMBER

    def test_a_number_of_somebody_else_is_dropped(self, as_an: Client, bay: Member):
        Person.objects.filter(pk=bay.person_id).update(citizen_id=NUMBER)
        address = reverse("dang-vien-sua", args=[bay.pk])

        as_an.post(address, {**boxes(as_an, address), "drop_citizen_id": "on", "reason": "Số của người khác"})

        assert Person.objects.get(pk=bay.person_id).citizen_id is None

    def test_only_who_records_and_only_in_scope(
        self, as_giang: Client, as_binh: Client, as_hoa: Client, tam: Candidate, bay: Member
    ):
        ours = [reverse("nguon-sua", args=[tam.pk]), reverse("nguon-hoc-van", args=[tam.pk])]
        for address in ours:
            assert as_giang.get(address).status_code == 403
            assert as_binh.get(address).status_code == 404
        assert as_hoa.get(reverse("dang-vien-sua", args=[bay.pk])).status_code == 403
        assert as_binh.get(reverse("dang-vien-sua", args=[bay.pk])).status_code == 404

    def test_nobody_who_is_followed_no_more(self, as_hoa: Client, tam: Candidate):
        factories.closed(tam, date(2023, 6, 1))
        assert as_hoa.get(reverse("nguon-sua", args=[tam.pk])).status_code == 404


class TestSchooling:
    def test_is_written_as_a_line_of_its_own_day(self, as_hoa: Client, tam: Candidate):
        address = reverse("nguon-hoc-van", args=[tam.pk])
        page_of(as_hoa.get(address))

        answer = as_hoa.post(address, {"since": "2016", "general_education": "thpt"}, follow=True)

        assert "Đã ghi trình độ, nghề nghiệp." in answer.content.decode()
        row = Standing.objects.get(person=tam.person_id)
        assert (row.general_education, str(row.since_known)) == ("thpt", "2016")
        assert "Sổ chưa ghi trình độ học vấn" not in answer.content.decode()
        assert AuditEntry.objects.filter(verb="ghi quá trình").count() == 1

    def test_nothing_chosen_is_refused(self, as_hoa: Client, tam: Candidate):
        address = reverse("nguon-hoc-van", args=[tam.pk])
        told = mistakes(as_hoa.post(address, {"since": "2016"}))
        assert "Chọn ít nhất một mục" in told[""][0]
        assert not Standing.objects.filter(person=tam.person_id).exists()
