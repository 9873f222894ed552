"""Ways around the fence that were tried on cases, dossiers, moves and mandates, each closed here."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from dangvien.models import BatchItem, DossierPaper, Mandate, Member, StepKind, User
from dangvien.models import Kind as LineKind
from dangvien.permissions import Permission
from dangvien.procedure.way import DEFINITIONS
from dangvien.procedure.wayline import slug_of
from tests import factories
from tests.dangvien.reading import mistakes, page_of
from tests.people import TODAY, World
from tests.ways import Walk


def walk(by: User, world: World, until: StepKind) -> Walk:
    """Somebody of cell A1 who has come so far on the way."""
    return Walk(by, world.a1, world.city, date(2022, 1, 10), TODAY, name="Lê Văn Đường").until(until)


def text_of(client: Client, address: str) -> str:
    page_of(answer := client.get(address))
    return answer.content.decode()


class TestTheDoorForThoseWhoMoveHere:
    @pytest.fixture
    def coming(self, an, world):
        """Moved from ward A to cell B1 of ward B, not taken in yet."""
        made = walk(an, world, StepKind.GIOI_THIEU_DANG_VIEN)
        factories.moving(made.candidate, world.b1)
        return made

    def sent(self, world, **more):
        helper = factories.member(world.b1)
        return {"occurred_on": "1/6/2024", "organization": world.b1.pk, "helper": helper.pk, "token": uuid4(), **more}

    def test_steps_before_the_move_are_not_told_to_a_form_that_says_it_has_seen_none(self, coming, world, as_binh):
        address = f"/nguon/chuyen-den/{coming.candidate.pk}/"

        as_binh.post(address, self.sent(world, seen="0"))

        coming.candidate.refresh_from_db()
        assert coming.candidate.organization == world.b1

    def test_what_was_recorded_of_the_move_since_is(self, coming, world, as_binh, an):
        factories.step(coming.candidate, StepKind.CHUYEN_HO_SO, date(2024, 5, 30), recorded_by=an)

        [told] = mistakes(as_binh.post(f"/nguon/chuyen-den/{coming.candidate.pk}/", self.sent(world, seen="0")))[""]

        assert told.startswith("Nguyễn Thị An vừa ghi “Chuyển hồ sơ")
        assert "Đơn xin vào Đảng" not in told

    def test_nobody_is_pulled_without_a_recorded_move_or_looked_at_beyond_the_door(self, an, world, as_binh):
        staying = walk(an, world, StepKind.GUI_THAM_TRA).candidate
        step = staying.steps.latest("pk")

        for address in (
            f"/nguon/chuyen-den/{staying.pk}/",
            f"/nguon/{staying.pk}/",
            f"/nguon/{staying.pk}/ho-so/",
            f"/nguon/{staying.pk}/buoc/{step.pk}/",
            f"/nguon/{staying.pk}/buoc/{step.pk}/dinh-chinh/",
            f"/nguon/{staying.pk}/buoc/tra-loi-tham-tra/",
        ):
            assert as_binh.get(address).status_code == 404
            assert as_binh.post(address, {"token": uuid4(), "reason": "Thử"}).status_code == 404

    def test_helpers_left_behind_are_offered_by_name_alone(self, an, world, as_binh):
        arrived = walk(an, world, StepKind.GIOI_THIEU_DANG_VIEN)
        arrived.candidate.organization = world.b1
        arrived.candidate.save()

        page = text_of(as_binh, f"/nguon/{arrived.candidate.pk}/buoc/gioi-thieu-dang-vien/")

        named, *others = arrived.helpers
        assert f">{named}</option>" in page
        assert not [other for other in others if str(other) in page]


class TestADossierWhosePersonHasMovedAway:
    @pytest.fixture
    def sent(self, an, world):
        """Ward A received the dossier; since then the person belongs to ward B, which keeps their papers."""
        made = walk(an, world, StepKind.NQ_CHI_BO)
        batch = factories.batch(made.candidate)
        batch.received_on = TODAY
        batch.save()
        batch.items.update(outcome=BatchItem.Outcome.NHAN)
        made.candidate.organization = world.b1
        made.candidate.save()
        DossierPaper.objects.create(candidate=made.candidate, code="kn-don", is_present=True, number="07")
        return batch

    def test_is_neither_opened_nor_emptied_by_returning_it(self, sent, as_an):
        address = f"/ho-so/{sent.pk}/{sent.items.get().pk}/tra-lai/"
        typed = {"token": uuid4(), "returned_on": "3/6/2024", "codes": ["kn-don"]}

        assert as_an.get(address).status_code == 404
        assert as_an.post(address, typed).status_code == 404
        assert DossierPaper.objects.get().is_present

    def test_the_list_that_went_with_it_does_not_say_where_they_are_now(self, sent, as_an):
        page = text_of(as_an, f"/ho-so/{sent.pk}/")

        assert "Lê Văn Đường" in page
        assert "Chi bộ B1" not in page
        assert "tra-lai" not in page


class TestAMemberWhoMovedAwayAfterTheCeremony:
    @pytest.fixture
    def gone(self, an, world):
        made = walk(an, world, StepKind.LE_KET_NAP)
        member = made.member
        factories.movement(member, world.a1, LineKind.CHUYEN_DI, date(2024, 2, 1))
        factories.movement(member, world.b1, LineKind.CHUYEN_DEN, date(2024, 2, 1))
        Member.objects.filter(pk=member.pk).update(organization=world.b1)
        return made

    def test_the_candidates_dossier_says_nothing_of_the_new_place(self, gone, as_an):
        for address in (f"/nguon/{gone.candidate.pk}/ho-so/", f"/nguon/{gone.candidate.pk}/ho-so/ghi/"):
            assert "Chi bộ B1" not in text_of(as_an, address)

    def test_the_ceremony_is_mended_where_the_member_is(self, gone, world, as_an):
        """Refusing would tell what the ledger's last line of the new place is."""
        factories.movement(gone.member, world.b1, LineKind.XOA_TEN, date(2024, 5, 1))
        ceremony = gone.candidate.steps.get(kind=StepKind.LE_KET_NAP)
        address = f"/nguon/{gone.candidate.pk}/buoc/{ceremony.pk}/"

        assert as_an.post(f"{address}dinh-chinh/", {"token": uuid4(), "reason": "Thử"}).status_code == 404
        assert "dinh-chinh" not in text_of(as_an, address)


class TestMandates:
    SENT = {"kind": "uy_quyen", "since": "1/1/2024", "document": "Quyết định 1-QĐ/ĐU", "issued_on": "1/1/2024"}

    @pytest.fixture
    def keeper(self, world, signed_in):
        return signed_in(factories.user("qt", "Vũ Quản Trị", world.ward_b, "quan_tri"))

    def test_nobody_lets_their_own_committee_decide_or_ends_what_was_given(self, keeper, world, dung):
        given = factories.mandate(world.ward_b)

        for address in ("/to-chuc/phuong-b/giao-quyen/", f"/to-chuc/phuong-b/giao-quyen/{given.pk}/thoi/"):
            assert address not in text_of(keeper, "/to-chuc/phuong-b/")
            assert keeper.get(address).status_code == 403
            assert keeper.post(address, {**self.SENT, "token": uuid4()}).status_code == 403
        assert Mandate.objects.get().valid_to == given.valid_to

    def test_where_nobody_stands_above_they_write_down_what_came_on_paper(self, keeper, world):
        keeper.post("/to-chuc/phuong-b/giao-quyen/", {**self.SENT, "token": uuid4()})

        assert Mandate.objects.get().organization == world.ward_b


class TestIdsOfOtherPlaces:
    @pytest.fixture
    def both(self, an, binh, world):
        theirs = walk(an, world, StepKind.GUI_THAM_TRA)
        mine = Walk(binh, world.b1, world.city, date(2022, 1, 10), TODAY).until(StepKind.GUI_THAM_TRA)
        return mine, theirs

    @pytest.mark.parametrize(
        ("step", "box", "of"),
        [
            ("tra-loi-tham-tra", "answers", lambda other: other.candidate.steps.latest("pk")),
            ("gioi-thieu-dang-vien", "helper", lambda other: other.helpers[0]),
        ],
    )
    def test_are_not_among_the_choices_of_a_step(self, both, as_binh, step, box, of):
        mine, theirs = both
        address = f"/nguon/{mine.candidate.pk}/buoc/{step}/"
        sent = {"occurred_on": "1/6/2024", "outcome": "dung", "count": "24", box: of(theirs).pk}

        assert "trong danh sách" in mistakes(as_binh.post(address, sent))[box][0]
        assert str(theirs.helpers[0]) not in text_of(as_binh, address)

    def test_are_not_steps_of_ones_own_case(self, both, as_binh):
        mine, theirs = both
        for step in theirs.candidate.steps.all():
            for rest in ("", "dinh-chinh/"):
                assert as_binh.get(f"/nguon/{mine.candidate.pk}/buoc/{step.pk}/{rest}").status_code == 404


def test_every_step_asks_for_its_own_permission(an, world, as_hoa, as_giang, as_dung):
    """A cell's secretary records what cells do; readers and administrators record nothing."""
    candidate = walk(an, world, StepKind.GUI_THAM_TRA).candidate
    for kind in DEFINITIONS:
        if kind is StepKind.TIEP_NHAN:
            continue  # leads to its own door
        address = f"/nguon/{candidate.pk}/buoc/{slug_of(kind)}/"
        clients = [as_giang, as_dung]
        if DEFINITIONS[kind].permission != Permission.RECORD_CANDIDATE:
            clients.append(as_hoa)
        assert {client.post(address, {}).status_code for client in clients} <= {403, 404}, kind
    for address in ("/nguon/dot-quyet-dinh/?viec=quyet_dinh_ket_nap", "/nguon/ngay-le/"):
        assert as_hoa.post(address, {}).status_code == 403


@pytest.mark.parametrize("year", ["x", "0001-01-01", "²", "9" * 400, "-1", ""])
def test_a_year_made_up_in_the_address_is_left_out_of_the_form(world, as_an, year):
    assert as_an.get("/khao-sat/truong-lop/them/", {"nam": year}).status_code == 200
    typed = {"organization": world.a1.pk, "school": "Trường Sông", "name": "1", "school_year": year, "pupils": "3",
             "excellent": "1", "followed": "1"}  # fmt: skip

    found = mistakes(as_an.post(f"/khao-sat/truong-lop/them/?nam={year[:9]}", typed))

    assert set(found) == {"school_year"}
