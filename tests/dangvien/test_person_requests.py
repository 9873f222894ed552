"""What a person asks about their own data: the last day for an answer, who answers, the paper, what is due."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.person_requests import answer_request, record_request
from dangvien.models import AuditEntry, Candidate, PersonRequest
from dangvien.procedure.person_requests import due_on
from dangvien.procedure.problem import Refused
from tests import factories
from tests.dangvien.reading import mistakes, newest_entry, page_of, token_of
from tests.people import TODAY

ASKED = {"kind": "xem", "asked_on": "03/06/2024", "asked_by": "", "content": "Xem mọi điều sổ ghi về mình"}
ANSWERED = {"outcome": "da_lam", "answer": "Đã in và đưa tận tay", "answered_on": "03/06/2024"}


@pytest.fixture
def member(world):
    return factories.member(world.a1, "Lê Văn Bảy")


@pytest.fixture
def asked(world, member, an):
    return factories.person_request(member.person, world.a1, an)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked_on", "due"),
    [
        (date(2024, 6, 3), date(2024, 6, 5)),
        (date(2024, 6, 6), date(2024, 6, 10)),  # over a weekend
        (date(2024, 6, 8), date(2024, 6, 11)),  # came on a Saturday
        (date(2026, 2, 13), date(2026, 2, 24)),  # over Tết
    ],
)
def test_two_working_days_to_answer(asked_on, due):
    assert due_on(asked_on) == due


class TestWritingDown:
    def test_from_the_page_of_the_person(self, world, member, as_an):
        page = page_of(as_an.get(f"/tim-nguoi/{member.person_id}/"))
        assert "Ghi yêu cầu của người này về dữ liệu của mình" in page.texts("a")
        address = f"/tim-nguoi/{member.person_id}/yeu-cau/"

        led = as_an.post(address, {**ASKED, "token": token_of(as_an, address)})

        made = PersonRequest.objects.get()
        assert led["Location"] == f"/yeu-cau/{made.pk}/"
        assert (made.organization, made.due_on, made.is_waiting) == (world.a1, date(2024, 6, 5), True)
        entry = AuditEntry.objects.get(verb="ghi yêu cầu về dữ liệu")
        assert entry.after == {"yêu cầu": "Xem dữ liệu", "ngày nhận": "03/06/2024", "hạn trả lời": "05/06/2024"}

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ({"asked_on": "04/06/2024"}, {"asked_on": ["Ngày nhận yêu cầu ở tương lai. Kiểm tra lại ngày."]}),
            ({"kind": ""}, {"kind": ["Chọn loại yêu cầu."]}),
        ],
    )
    def test_what_is_wrong_is_told_at_its_box(self, member, as_an, given, told):
        assert mistakes(as_an.post(f"/tim-nguoi/{member.person_id}/yeu-cau/", {**ASKED, **given})) == told
        assert not PersonRequest.objects.exists()

    def test_nothing_asked_is_refused(self, member, an):
        with pytest.raises(Refused, match="Ghi người ấy yêu cầu điều gì"):
            record_request(
                by=an, person=member.person, kind=PersonRequest.Kind.SEE, asked_on=TODAY, asked_by="", content=" ",
                today=TODAY,
            )  # fmt: skip


class TestAnswering:
    def test_once_and_it_stays(self, asked, an, as_an):
        address = f"/yeu-cau/{asked.pk}/tra-loi/"
        as_an.post(address, {**ANSWERED, "token": token_of(as_an, address)})

        page = page_of(as_an.get(f"/yeu-cau/{asked.pk}/"))

        assert page.texts("h1") == ["Phiếu trả lời yêu cầu về dữ liệu cá nhân"]
        facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
        assert (facts["Trả lời"], facts["Người trả lời"]) == ("Đã in và đưa tận tay", "Nguyễn Thị An")
        assert "đã được trả lời" in as_an.get(address).content.decode()
        asked.refresh_from_db()
        with pytest.raises(Refused, match="ghi một yêu cầu mới"):
            answer_request(
                by=an, request=asked, outcome=PersonRequest.Outcome.REFUSED, answer="Không", answered_on=TODAY,
                today=TODAY,
            )  # fmt: skip

    def test_what_is_wrong_is_told_at_its_box_and_nothing_is_lost(self, asked, as_an):
        answer = as_an.post(f"/yeu-cau/{asked.pk}/tra-loi/", {**ANSWERED, "answered_on": "30/05/2024"})

        assert mistakes(answer)["answered_on"] == [
            "Ngày trả lời trước ngày nhận yêu cầu (31/5/2024). Kiểm tra lại ngày."
        ]
        assert "Đã in và đưa tận tay" in answer.content.decode()

    def test_a_member_is_never_erased_and_the_page_says_so(self, world, member, an, as_an):
        asked = factories.person_request(member.person, world.a1, an, kind="xoa")
        assert "Hồ sơ đảng viên không được xóa" in as_an.get(f"/yeu-cau/{asked.pk}/tra-loi/").content.decode()

    def test_a_granted_restriction_is_said_on_the_pages_of_the_person(self, world, member, an, as_an):
        asked = factories.person_request(member.person, world.a1, an, kind="han_che")
        candidate = factories.candidate(world.a1)
        Candidate.objects.filter(pk=candidate.pk).update(person=member.person)
        pages = [
            f"/dang-vien/{member.pk}/", f"/nguon/{candidate.pk}/", f"/tim-nguoi/{member.person_id}/",
            f"/tim-nguoi/{member.person_id}/du-lieu/",
        ]  # fmt: skip
        told = "yêu cầu hạn chế dùng dữ liệu, đã được đồng ý"
        assert "Sổ không tự chặn" in as_an.get(f"/yeu-cau/{asked.pk}/tra-loi/").content.decode()
        assert [page for page in pages if told in as_an.get(page).content.decode()] == []

        as_an.post(f"/yeu-cau/{asked.pk}/tra-loi/", ANSWERED)

        assert [page for page in pages if told in as_an.get(page).content.decode()] == pages

    def test_reading_it_leaves_an_entry(self, asked, as_an):
        as_an.get(f"/yeu-cau/{asked.pk}/")
        assert (newest_entry().verb, newest_entry().subject) == ("xem yêu cầu về dữ liệu", "Lê Văn Bảy")


class TestWhatIsDue:
    def test_the_list_has_those_that_wait_first_and_says_where_nothing_is(self, asked, as_an):
        page = page_of(as_an.get("/yeu-cau/"))
        assert page.texts("th", scope="row") == ["Lê Văn Bảy"]
        assert "chưa đối chiếu văn bản" in page.texts("span", class_="soft")[0]
        PersonRequest.objects.all().delete()
        assert "Không có yêu cầu nào chờ trả lời." in page_of(as_an.get("/yeu-cau/")).texts("p")

    @pytest.mark.parametrize("address", ["/", "/viec-den-han/"])
    def test_the_first_pages_say_how_many_wait(self, world, member, an, asked, as_an, as_hoa, as_binh, address):
        told = "yêu cầu của người có dữ liệu chưa trả lời"
        page = as_an.get(address).content.decode()
        assert told in page
        assert "gần nhất phải trả lời ngày 04/06/2024" in page
        assert told not in as_hoa.get(address).content.decode()  # who answers nowhere
        assert told not in as_binh.get(address).content.decode()  # another ward
        PersonRequest.objects.update(due_on=date(2024, 5, 31))
        assert "1 đã quá hạn" in as_an.get(address).content.decode()


class TestTheHeldData:
    def test_a_ward_is_told_in_counts_what_was_done(self, member, as_an, as_chi):
        as_chi.get(f"/dang-vien/{member.pk}/")
        as_an.get(f"/dang-vien/{member.pk}/")

        page = page_of(as_an.post(f"/tim-nguoi/{member.person_id}/du-lieu/", {"reason": "Chính người ấy hỏi"}))

        assert page.texts("th", scope="row") == ["Xem hồ sơ", "Xem mọi dữ liệu về một người"]
        assert page.texts("td", class_="number") == ["2", "1"]
        assert "Lê Thị Chi" not in " ".join(page.texts("td"))
