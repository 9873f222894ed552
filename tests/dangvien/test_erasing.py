"""Erasing who somebody was: by two people, only who never became a member; counts stay, the trail still verifies."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from dangvien.actions.accounts import create_account
from dangvien.actions.auditing import broken_entries, note
from dangvien.actions.erasing import KNOWN_FOR, NEW_ACCOUNT, confirm_erasure, propose_erasure
from dangvien.actions.personal import correct_person
from dangvien.models import AuditEntry, AuditRedaction, Erasure, ImportRow, Person
from dangvien.models.audit import AuditEntryQuerySet
from dangvien.period import Period
from dangvien.procedure.erasing import due_in, pseudonym
from dangvien.procedure.holdings import held_about, rows_about
from dangvien.procedure.personal import PersonFacts
from dangvien.procedure.problem import Refused
from reports.catalog import reports
from reports.engine.computing import compute
from reports.engine.question import Question
from reports.issuing import freeze
from reports.models import Issue
from tests import factories
from tests.dangvien.reading import mistakes, page_of
from tests.people import TODAY

NAME, NUMBER, HOME = "Cù Thị Chín", "045085000123", "Khu phố Mười Ba"


@pytest.fixture
def gone(world, an):
    """Followed from 2012 to 2014, learned in a class, corrected once so that the trail knows the name."""
    candidate = factories.candidate(world.a1, "Cù Thị Chin", date(2012, 1, 10), date(1985, 4, 5))
    factories.certificate(
        candidate, factories.training_class(world.ward_a, ends_on=date(2013, 6, 9)), date(2013, 6, 20)
    )
    facts = PersonFacts.of(candidate.person)
    facts = PersonFacts(NAME, facts.birth, facts.gender, NUMBER, "01", "00", "Quê cũ", HOME, "0912345678")
    correct_person(by=an, subject=candidate, facts=facts, reason="Theo giấy khai sinh", number="", seen=1, today=TODAY)
    return factories.closed(candidate, date(2014, 3, 3), f"{NAME} chuyển đi")


@pytest.fixture
def proposed(gone, an):
    return propose_erasure(by=an, person=gone.person, reason=f"Hết hạn giữ {NAME}", today=TODAY)


def everything_said():
    """All that the trail says, as text."""
    rows = AuditEntry.objects.order_by("sequence").values_list("subject", "before", "after", "reason")
    return json.dumps([list(row) for row in rows], ensure_ascii=False, default=str)


def tables(world):
    """Every report of the year the person learned in, as text."""
    scope = world.scope(world.city)
    asked = (
        Question(report, scope, world.ward_a, Period.year(2013), report.chosen({})) for report in reports().values()
    )
    return {question.report.code: repr(compute(question)) for question in asked}


class TestTwoPeople:
    """Two accounts of which one let the other in are not taken for two people."""

    @pytest.mark.parametrize("verb", ["mở tài khoản", "cấp lại mật khẩu"])
    @pytest.mark.parametrize("proposer_did", [True, False])
    def test_of_whom_one_let_the_other_in_lately(self, proposed, gone, an, chi, verb, proposer_did):
        actor, subject = (an, chi) if proposer_did else (chi, an)
        note(by=actor, verb=verb, subject=subject, organization=None)

        with pytest.raises(Refused) as refused:
            confirm_erasure(by=chi, erasure=proposed, today=TODAY)

        assert [problem.sentence for problem in refused.value.problems] == [NEW_ACCOUNT]
        assert Person.objects.get(pk=gone.person_id).full_name == NAME

    def test_the_administrator_is_not_both_with_an_account_opened_for_it(self, world, gone, dung):
        second, _ = create_account(
            by=dung, username="hai", full_name="Người Hai", organization=world.city, role="quan_tri", since=TODAY
        )
        made = propose_erasure(by=second, person=gone.person, reason="Hết hạn", today=TODAY)

        with pytest.raises(Refused, match="chưa chắc là hai người"):
            confirm_erasure(by=dung, erasure=made, today=TODAY)

    def test_after_thirty_days_they_are(self, proposed, gone, an, chi):
        with time_machine.travel(timezone.now() - KNOWN_FOR - timedelta(minutes=1)):
            note(by=chi, verb="mở tài khoản", subject=an, organization=None)

        confirm_erasure(by=chi, erasure=proposed, today=TODAY)

        assert Person.objects.get(pk=gone.person_id).full_name != NAME


class TestConfirmed:
    def test_nobody_knows_who_it_was_and_the_trail_still_verifies(self, proposed, gone, chi):
        told = everything_said()
        assert NAME in told
        assert HOME in told

        confirm_erasure(by=chi, erasure=proposed, today=TODAY)

        person = Person.objects.get(pk=gone.person_id)
        assert str(person) == pseudonym(person)
        assert (person.citizen_id, person.residence, person.native_place, person.phone) == (None, "", "", "")
        said = everything_said() + repr(held_about(person, TODAY, in_full=True))
        said += repr([list(rows.values()) for rows in rows_about(person).values()])
        assert [word for word in (NAME, "Chín", "Chin", NUMBER, HOME, "Quê cũ", "0912345678") if word in said] == []
        assert broken_entries() == []
        told = AuditEntry.objects.latest("sequence").after or {}
        assert told["số dòng nhật ký"] == AuditRedaction.objects.count() > 1

    def test_no_count_of_any_report_changes(self, world, proposed, gone, chi):
        before = tables(world)

        confirm_erasure(by=chi, erasure=proposed, today=TODAY)

        name = pseudonym(gone.person)
        assert tables(world) == {code: table.replace(NAME, name) for code, table in before.items()}

    def test_a_frozen_report_stays_as_it_was(self, world, proposed, chi, an):
        report = reports()["khai-quat"]
        question = Question(report, world.scope(world.ward_a), world.ward_a, Period.year(2013), report.chosen({}))
        frozen = freeze(by=an, question=question)
        before = Issue.objects.values().get(pk=frozen.pk)

        confirm_erasure(by=chi, erasure=proposed, today=TODAY)

        assert Issue.objects.values().get(pk=frozen.pk) == before

    def test_an_altered_entry_is_evidence_and_is_not_covered(self, proposed, gone, chi):
        entry = AuditEntry.objects.order_by("sequence")[0]
        entry.reason = "lời khác"
        AuditEntry.objects.redact(entry)

        with pytest.raises(Refused, match="không còn nguyên vẹn"):
            confirm_erasure(by=chi, erasure=proposed, today=TODAY)

        assert Person.objects.get(pk=gone.person_id).full_name == NAME

    def test_whoever_alters_a_covered_entry_or_covers_one_by_hand_is_found(self, proposed, chi):
        confirm_erasure(by=chi, erasure=proposed, today=TODAY)
        covered = AuditRedaction.objects.order_by("sequence")[0]
        AuditEntryQuerySet(AuditEntry).redact(_altered(covered.sequence))
        assert broken_entries() == [covered.sequence]

        last = AuditEntry.objects.latest("sequence")
        last.reason = "thay lời"
        AuditEntry.objects.redact(last)
        previous = AuditEntry.objects.get(sequence=last.sequence - 1).digest
        AuditRedaction.objects.create(erasure=proposed, sequence=last.sequence, content=last.computed_digest(previous))
        assert last.sequence in broken_entries()


def _altered(sequence):
    entry = AuditEntry.objects.get(sequence=sequence)
    entry.reason = "lời khác"
    return entry


class TestListsOfOthers:
    """Rows of files that are about somebody else and name the person who is erased."""

    @pytest.fixture
    def lists(self, world, an, gone):
        batch = factories.import_batch(world.ward_a, an)
        usual = {"birth": "05/04/1985", "ground": "cùng tên, cùng ngày sinh"}
        other = {"person": gone.person_id * 10 + 1, "name": "Người Khác", "where": "", **usual}
        mine = {"person": gone.person_id, "name": "Cù Thị Chin", "where": "Chi bộ A1", **usual}
        taken = f"Số căn cước này trong sổ là của {NAME}, sinh 05/04/1985."
        namesake = f"Số căn cước này trong sổ là của {NAME}, sinh 01/01/1999."

        def row(number, message, alike):
            issue = {"field": "so_cccd", "code": "citizen_taken", "message": message}
            return ImportRow.objects.create(
                batch=batch, sheet=0, number=number, verdict="sai", issues=[issue], alike=alike
            ).pk

        return {
            "offered": row(11, "Trong sổ có Cù Thị Chin, không phải Cù Thị China.", [other, mine]),
            "number": row(12, taken, []),
            "namesake": row(13, namesake, []),
            "another": row(14, "Kiểm tra lại số.", [other]),
        }

    def test_they_do_not_name_the_person_any_more_and_keep_the_others(self, lists, proposed, gone, chi):
        before = {row.pk: (row.issues, row.alike) for row in ImportRow.objects.all()}

        confirm_erasure(by=chi, erasure=proposed, today=TODAY)

        rows = {name: ImportRow.objects.get(pk=key) for name, key in lists.items()}
        called = pseudonym(gone.person)
        assert rows["number"].issues[0]["message"] == f"Số căn cước này trong sổ là của {called}."
        offered = rows["offered"]
        assert offered.issues[0]["message"] == f"Trong sổ có {called}, không phải Cù Thị China."
        assert [item["name"] for item in offered.alike] == ["Người Khác", called]
        assert (offered.alike[1]["person"], offered.alike[1]["where"]) == (gone.person_id, "")
        for kept in ("namesake", "another"):
            assert (rows[kept].issues, rows[kept].alike) == before[lists[kept]]
        said = json.dumps([[row.issues, row.alike] for row in (rows["offered"], rows["number"])], ensure_ascii=False)
        assert [word for word in ("Chin", "Chín", "Chi bộ A1") if word in said.replace("China", "")] == []


class TestWhoMayBe:
    def test_those_whose_time_is_over_and_who_never_became_members(self, world, gone):
        factories.closed(factories.candidate(world.a1, "Mới Thôi", date(2022, 1, 1)), date(2023, 5, 5))
        factories.candidate(world.a1, "Còn Theo Dõi")
        factories.admitted(factories.candidate(world.a1, "Đã Vào Đảng", date(2012, 1, 1)), date(2013, 5, 19))

        assert [person.full_name for person in due_in(world.scope(world.ward_a), TODAY)] == [NAME]
        assert not due_in(world.scope(world.ward_b), TODAY).exists()

    @pytest.mark.parametrize(
        ("who", "told"),
        [
            ("member", "Hồ sơ đảng viên không được xóa"),
            ("followed", "còn được theo dõi"),
            ("fresh", "Chưa hết thời hạn giữ: giữ đến ngày 05/05/2028."),
        ],
    )
    def test_the_page_says_why_not(self, world, an, as_an, who, told):
        people = {
            "member": lambda: factories.member(world.a1).person,
            "followed": lambda: factories.candidate(world.a1).person,
            "fresh": lambda: factories.closed(factories.candidate(world.a1), date(2023, 5, 5)).person,
        }
        person = people[who]()

        assert told in as_an.get(f"/tim-nguoi/{person.pk}/xoa-danh-tinh/").content.decode()
        with pytest.raises(Refused, match=told):
            propose_erasure(by=an, person=person, reason="Thử", today=TODAY)


class TestByTwo:
    def test_proposed_by_the_ward_confirmed_by_the_board(self, gone, as_an, as_chi):
        as_an.post(f"/tim-nguoi/{gone.person_id}/xoa-danh-tinh/", {"reason": "Hết thời hạn giữ"})
        made = Erasure.objects.get()
        assert page_of(as_an.get("/xoa-danh-tinh/")).texts("th", scope="row") == [NAME]
        page = page_of(as_chi.get(f"/xoa-danh-tinh/{made.pk}/"))
        assert "Không lấy lại được." in page.texts("strong")

        as_chi.post(f"/xoa-danh-tinh/{made.pk}/", {"answer": "xoa"})

        made.refresh_from_db()
        assert (made.outcome, made.reason) == ("da_xoa", "(đã xóa)")
        assert "Không có ai hết thời hạn giữ." in page_of(as_an.get("/xoa-danh-tinh/")).texts("p")

    def test_nobody_confirms_what_they_proposed(self, gone, chi, as_chi):
        made = propose_erasure(by=chi, person=gone.person, reason="Hết hạn", today=TODAY)

        answer = as_chi.post(f"/xoa-danh-tinh/{made.pk}/", {"answer": "xoa"})

        assert mistakes(answer)[""] == [
            "Việc này phải hai người: người đề nghị không tự xác nhận. Nhờ người khác có quyền xác nhận."
        ]
        assert Person.objects.get(pk=gone.person_id).full_name == NAME

    def test_dropped_the_person_stays_and_may_be_proposed_again(self, proposed, gone, as_chi):
        as_chi.post(f"/xoa-danh-tinh/{proposed.pk}/", {"answer": "bo"})

        proposed.refresh_from_db()
        assert proposed.outcome == "bo"
        assert Person.objects.get(pk=gone.person_id).full_name == NAME
        assert NAME in as_chi.get("/xoa-danh-tinh/").content.decode()
