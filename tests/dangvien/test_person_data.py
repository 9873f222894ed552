"""All that is held about one person, who saw it, and for whom it was shown."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.auditing import note
from dangvien.models import AuditEntry, StepKind
from dangvien.privacy import COLUMNS
from dangvien.procedure.holdings import NOT_BY_PERSON, WHERE, held_about
from tests import factories
from tests.dangvien.reading import mistakes, newest_entry, page_of

WHY = "Chính người ấy hỏi"


@pytest.fixture
def member(world):
    found = factories.member(world.a1, "Lê Văn Bảy", official=False)
    found.person.citizen_id, found.card_number = "045099000123", "001122334455"
    found.person.save()
    found.save()
    return found


def address(member):
    return f"/tim-nguoi/{member.person_id}/du-lieu/"


def said(page):
    return dict(zip(page.texts("dt"), page.texts("dd"), strict=True))


def test_every_kind_of_row_about_a_person_is_looked_through_or_it_is_said_why_not():
    kinds = {column.name.partition(".")[0] for column in COLUMNS}
    looked_through = {str(model._meta.model_name) for model in WHERE}

    assert sorted(kinds - looked_through - NOT_BY_PERSON.keys()) == []
    assert sorted(looked_through & NOT_BY_PERSON.keys()) == []


def test_it_is_shown_only_to_those_who_say_what_for(member, as_chi):
    assert said(page_of(as_chi.get(address(member)))) == {}
    assert mistakes(as_chi.post(address(member), {"reason": ""})).keys() == {"reason"}
    assert not AuditEntry.objects.exists()


def test_everything_is_told_with_why_it_is_kept_and_numbers_masked(world, member, as_chi):
    factories.step(member, StepKind.TU_KIEM_DIEM, date(2024, 2, 9))

    page = page_of(as_chi.post(address(member), {"reason": WHY}))

    facts = said(page)
    assert facts["Họ và tên khai sinh"] == "Lê Văn Bảy – dùng cho: tra cứu, đối chiếu đúng người"
    assert facts["Số căn cước (nhạy cảm)"].startswith("•••••••••123 –")
    assert facts["Số thẻ đảng viên"].startswith("•••••••••455 –")
    assert facts["Chi bộ"].startswith("Chi bộ A1 –")
    assert "Đảng viên" in page.texts("h2")
    assert [name for name in facts if name in ("Sort key", "Search key")] == []
    entry = newest_entry()
    assert (entry.verb, entry.subject, entry.organization_id, entry.reason) == (
        "xem mọi dữ liệu về một người", "Lê Văn Bảy", world.a1.pk, WHY,
    )  # fmt: skip
    assert entry.after == {"hiện đủ số căn cước, số thẻ": False}


def test_the_numbers_stand_in_full_when_asked_for_and_that_is_written_down(member, as_chi):
    facts = said(page_of(as_chi.post(address(member), {"reason": WHY, "in_full": "on"})))

    assert facts["Số căn cước (nhạy cảm)"].startswith("045099000123 –")
    assert newest_entry().after == {"hiện đủ số căn cước, số thẻ": True}


def test_who_saw_it_is_told_as_far_as_the_reader_may_see(world, member, an, as_an, signed_in):
    as_an.get(f"/dang-vien/{member.pk}/")
    note(by=an, verb="xem hồ sơ", subject=member, organization=world.b1)
    ward_admin = signed_in(factories.user("kim", "Vũ Thị Kim", world.ward_a, "quan_tri"))

    page = page_of(ward_admin.post(address(member), {"reason": WHY}))

    sentences = [text for text in page.texts("td") if text.endswith(".")]
    assert sentences == [
        "Vũ Thị Kim (kim) xem mọi dữ liệu sổ giữ về Lê Văn Bảy.", "Nguyễn Thị An (an) mở hồ sơ của Lê Văn Bảy.",
    ]  # fmt: skip
    assert "Còn 1 dòng về nơi ở ngoài phạm vi của đồng chí." in page.texts("p", class_="soft")


def test_nobody_else_s_rows_are_among_them(world, member):
    other = factories.member(world.a1, "Võ Thị Tám")
    factories.step(other, StepKind.TU_KIEM_DIEM, date(2024, 2, 9), helper=member)

    told = [fact.value for kind in held_about(member.person, date(2024, 6, 3)) for row in kind.rows for fact in row]

    assert "Lê Văn Bảy" in told
    assert [value for value in told if "Tám" in value] == []


class TestTheAuditPage:
    @pytest.fixture
    def entries(self, world, member, an, as_an):
        as_an.get(f"/dang-vien/{member.pk}/", REMOTE_ADDR="127.0.0.9")
        note(by=an, verb="xem hồ sơ", subject=factories.member(world.b1, "Võ Thị Tám"), organization=world.b1)

    def shown(self, response):
        return [text for text in page_of(response).texts("td") if "mở hồ sơ" in text]

    def test_finds_whom_it_was_about_without_the_name_in_the_address(self, entries, as_chi):
        led = as_chi.post("/nhat-ky/", {"ten": "bay le"})

        assert "bay" not in led["Location"]
        assert self.shown(as_chi.get(led["Location"])) == ["Nguyễn Thị An (an) mở hồ sơ của Lê Văn Bảy."]
        assert newest_entry().after == {"danh sách": "nhật ký", "số dòng": 1}

    @pytest.mark.parametrize(("query", "whom"), [("may=127.0.0.9", "Lê Văn Bảy"), ("to_chuc={ward_b}", "Võ Thị Tám")])
    def test_finds_by_machine_and_by_organization(self, world, entries, as_chi, query, whom):
        asked = query.format(ward_b=world.ward_b.pk)

        assert self.shown(as_chi.get(f"/nhat-ky/?{asked}")) == [f"Nguyễn Thị An (an) mở hồ sơ của {whom}."]
