"""The audit page: acts as sentences, filtered, fifty a page; and whether the trail is whole."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dangvien.actions import jobs
from dangvien.actions.auditing import broken_entries, note
from dangvien.models import AuditEntry, AuditHead, Job, OrganizationKind
from dangvien.procedure.step_help import rule_lines
from tests import factories
from tests.dangvien.pages import Page, faults


def text_of(response):
    return response.content.decode()


def sentences(client, query=""):
    page = Page(text_of(client.get(f"/nhat-ky/?{query}")))
    return [text for text in page.texts("td") if text.endswith(".")]


def act(by, subject, organization, verb="xem hồ sơ", **more):
    return note(by=by, verb=verb, subject=subject, organization=organization, **more)


@pytest.fixture
def member(world):
    return factories.member(world.a1, "Lê Văn Bảy")


@pytest.fixture
def run_jobs():
    """Do everything that waits, as the worker would."""
    return lambda: [jobs.run(str(job.pk)) for job in Job.objects.filter(state=Job.State.CHO)]


def test_acts_in_scope_newest_first(world, member, an, binh, as_chi):
    act(an, member, world.a1)
    act(
        binh,
        factories.member(world.b1, "Võ Thị Tám"),
        world.b1,
        verb="đính chính dòng sổ",
        before={"chi bộ": world.b1.pk},
        after={"chi bộ": None, "chính thức": "2016-05-19"},
        reason="Ghi nhầm",
    )

    html = text_of(as_chi.get("/nhat-ky/"))

    rows = [re.sub(r" dòng số \d+", "", text) for text in Page(html).texts("tr") if text[:1].isdigit()]
    assert rows == [
        "03/06/2024 12:00:00 Trần Văn Bình (binh) đính chính dòng sổ của Võ Thị Tám. Chi bộ: Chi bộ B1 → (trống) "
        "Chính thức: 19/05/2016 Lý do: Ghi nhầm trên máy chủ",
        "03/06/2024 12:00:00 Nguyễn Thị An (an) mở hồ sơ của Lê Văn Bảy. trên máy chủ",
    ]
    assert faults(html) == []


def test_nothing_of_another_ward_and_nothing_about_no_organization(world, member, an, binh, signed_in):
    act(an, member, world.a1)
    act(binh, factories.member(world.b1, "Võ Thị Tám"), world.b1)
    act(an, world.city, None, verb="mở danh sách")
    ward_admin = signed_in(factories.user("kim", "Vũ Thị Kim", world.ward_a, "quan_tri"))

    assert sentences(ward_admin) == ["Nguyễn Thị An (an) mở hồ sơ của Lê Văn Bảy."]


def test_from_which_machine(world, an, as_an, as_chi, member):
    as_an.get(f"/dang-vien/{member.pk}/", REMOTE_ADDR="127.0.0.9")

    assert "từ máy 127.0.0.9" in text_of(as_chi.get("/nhat-ky/"))


@pytest.mark.parametrize("address", ["/nhat-ky/", "/tro-giup/nhat-ky/"])
def test_how_long_entries_are_kept_is_said_with_the_source(as_chi, address):
    html = text_of(as_chi.get(address))
    [kept] = rule_lines(("audit_keep_months",), date(2024, 6, 3))

    assert kept.value == "120 tháng"
    assert kept.value in html
    assert kept.source in html
    assert "xóa danh tính một người thì các dòng cũ không còn nói về ai" in html


def test_opening_the_page_is_not_itself_an_act(as_chi):
    as_chi.get("/nhat-ky/")

    assert not AuditEntry.objects.exists()


class TestFilters:
    @pytest.fixture
    def entries(self, world, member, an, dung):
        far = factories.user("xa", "Tạ Văn Xa", factories.organization("k", "K", OrganizationKind.CHI_BO), "chi_bo")
        acts = [(1, an, member, "xem hồ sơ"), (2, dung, an, "cấp lại mật khẩu"), (2, None, member, "xem hồ sơ"),
                (3, far, member, "xem hồ sơ")]  # fmt: skip
        for day, by, subject, verb in acts:
            with time_machine.travel(datetime(2024, 5, day, 17, 30, tzinfo=UTC)):  # in Vietnam already the next day
                act(by, subject, world.a1, verb)

    AN, DUNG = "Nguyễn Thị An (an) mở hồ sơ", "Phạm Văn Dũng (dung) cấp lại"
    SERVER, FAR = "Người vận hành máy chủ mở hồ sơ", "Tạ Văn Xa (xa) mở hồ sơ"

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("", [FAR, SERVER, DUNG, AN]),
            ("viec=xem+hồ+sơ", [FAR, SERVER, AN]),
            ("nguoi=may-chu", [SERVER]),
            ("nguoi=chua-dang-nhap", []),
            ("nguoi=khac", [FAR]),
            ("tu=03/05/2024", [FAR, SERVER, DUNG]),
            ("den=02/05/2024", [AN]),
            ("tu=03/05/2024&den=03/05/2024", [SERVER, DUNG]),
            ("viec=cấp+lại+mật+khẩu&nguoi=may-chu", []),
        ],
    )
    def test_narrow_the_list(self, entries, as_chi, query, shown):
        assert [text[: len(start)] for text, start in zip(sentences(as_chi, query), shown, strict=True)] == shown

    def test_by_person(self, entries, an, as_chi):
        assert sentences(as_chi, f"nguoi={an.pk}") == ["Nguyễn Thị An (an) mở hồ sơ của Lê Văn Bảy."]

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("tu=31/02/2024", "Từ ngày"),
            ("tu=04/05/2024&den=03/05/2024", "Đến ngày sớm hơn từ ngày. Kiểm tra lại hai ngày."),
            ("viec=%00", "Chọn việc trong danh sách."),
            ("nguoi=99999", "Chọn người làm trong danh sách."),
        ],
    )
    def test_nonsense_gets_a_sentence(self, entries, as_chi, query, sentence):
        response = as_chi.get(f"/nhat-ky/?{query}")

        assert response.status_code == 200
        assert sentence in " ".join(Page(text_of(response)).texts("p", class_="field-error"))
        assert "Chưa lọc được." in text_of(response)
        assert sentences(as_chi, query) == []
        assert faults(text_of(response)) == []

    def test_nothing_found_is_said(self, as_chi):
        assert "Không có dòng nhật ký nào như vậy" in text_of(as_chi.get("/nhat-ky/?viec=mở+lớp"))


def test_fifty_a_page_under_one_query_count(world, member, an, as_chi):
    def queries():
        with CaptureQueriesContext(connection) as made:
            assert as_chi.get("/nhat-ky/").status_code == 200
        return len(made)

    act(an, member, world.a1)
    few = queries()
    for _ in range(59):
        act(an, member, world.a2, verb="đính chính dòng sổ", before={"chi bộ": world.b1.pk}, after={"chi bộ": None})

    assert queries() == few
    assert few <= 15
    assert len(sentences(as_chi)) == 50
    assert len(sentences(as_chi, "trang=2")) == 10


class TestVerification:
    def test_starts_as_a_job_and_tells_what_it_found(self, world, member, an, as_chi, run_jobs):
        act(an, member, world.a1)
        assert "Chưa kiểm tra lần nào" in text_of(as_chi.get("/nhat-ky/"))

        response = as_chi.post("/nhat-ky/kiem-tra/")
        job = Job.objects.get()
        assert response["Location"] == f"/viec/{job.pk}/"
        assert run_jobs() == [True]

        job.refresh_from_db()
        assert (job.state, job.result_url) == ("xong", "/nhat-ky/")
        html = text_of(as_chi.get("/nhat-ky/"))
        assert "Nguyên vẹn." in html
        assert "1 dòng, dòng nào cũng khớp" in html
        assert sentences(as_chi)[0] == "Lê Thị Chi (chi) kiểm tra toàn bộ nhật ký."

    def test_names_what_is_broken(self, world, member, an, as_chi, run_jobs):
        for _ in range(3):
            act(an, member, world.a1)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE dangvien_auditentry SET actor = 'Người khác' WHERE sequence = 2")

        as_chi.post("/nhat-ky/kiem-tra/")
        run_jobs()

        html = text_of(as_chi.get("/nhat-ky/"))
        assert "Nhật ký không còn nguyên vẹn" in html
        assert '1 chỗ không khớp, ở dòng số <a href="/nhat-ky/?dong=2">2</a>.' in html
        rows = Page(text_of(as_chi.get("/nhat-ky/?dong=2"))).texts("tr")
        assert [row for row in rows if "dòng số" in row] == [row for row in rows if "dòng số 2 " in row] != []
        assert faults(html) == []

    def test_entries_added_meanwhile_are_not_foreign(self, world, member, an, monkeypatch):
        monkeypatch.setattr("dangvien.actions.auditing.CHUNK", 2)
        for _ in range(4):
            act(an, member, world.a1)
        seen = []

        def busy(done, total):
            seen.append((done, total))
            act(an, member, world.a1)

        assert broken_entries(busy) == []
        assert seen == [(2, 4), (4, 4)]

    def test_is_for_those_who_may_read_the_trail(self, as_an, as_giang, as_hoa):
        for client in (as_an, as_giang, as_hoa):
            assert client.get("/nhat-ky/").status_code == 403
            assert client.post("/nhat-ky/kiem-tra/").status_code == 403
        assert not Job.objects.exists()
        assert not AuditHead.objects.exists()
