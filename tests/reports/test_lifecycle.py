"""The life of a report: draft, checked, approved, issued with number and day; sent back, withdrawn, replaced."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from dangvien.actions import jobs
from dangvien.models import AuditEntry, Decision, Placement
from dangvien.period import Period
from dangvien.procedure.problem import Refused
from dangvien.sentences import told
from reports import issuing, lifecycle
from reports.catalog import by_code
from reports.engine.question import Question
from reports.lifecycle import ALONE, NumberFacts
from reports.models import Issue, IssueStep
from reports.models.issue import IssueIsPermanent
from tests import factories
from tests.people import NOON, TODAY

State, Kind = Issue.State, IssueStep.Kind


@pytest.fixture
def draft(world, an):
    """Ward A's admissions of 2023, frozen by An on 3 June 2024."""

    def make(by=an, code="R02", **more):
        report = by_code(code)
        question = Question(report, world.scope(world.ward_a), world.ward_a, Period.year(2023), report.chosen({}))
        return issuing.freeze(by=by, question=question, **more)

    return make


@pytest.fixture
def approved(draft, an):
    def make(**more):
        issue = lifecycle.check(by=an, issue=draft(**more))
        return lifecycle.approve(by=an, issue=issue)

    return make


@pytest.fixture
def issued(approved, an):
    def make(number=1, day=TODAY, **more):
        facts = NumberFacts("BC", number, "ĐU", day)
        return lifecycle.publish(by=an, issue=approved(**more), facts=facts, today=TODAY)

    return make


def kinds(issue):
    return [step.kind for step in issue.steps.all()]


def refusal(call, **arguments):
    with pytest.raises(Refused) as refused:
        call(**arguments)
    return {problem.field: problem.sentence for problem in refused.value.problems}


def page(client, issue):
    return client.get(reverse("bao-cao-da-chot", args=[issue.pk])).content.decode()


def send(client, name, issue, **data):
    return client.post(reverse(name, args=[issue.pk]), {"token": str(uuid4()), **data}, follow=True)


def test_each_step_is_a_fact_with_who_and_when(issued, an):
    issue = issued()

    assert issue.state == State.BAN_HANH
    assert [(step.kind, step.by, step.at.date()) for step in issue.steps.all()] == [
        (kind, an, TODAY) for kind in (Kind.KIEM_TRA, Kind.DUYET, Kind.BAN_HANH)
    ]
    assert (issue.reference, issue.term, issue.issued_on) == ("01-BC/ĐU", "2020-2025", TODAY)
    entries = AuditEntry.objects.order_by("sequence").filter(verb__endswith="báo cáo")
    assert [entry.verb for entry in entries] == [
        "chốt báo cáo", "kiểm tra báo cáo", "duyệt báo cáo", "ban hành báo cáo",
    ]  # fmt: skip
    names = {issue.organization_id: "Đảng bộ Phường A"}
    assert told(entries[3], names).sentence == (
        "Nguyễn Thị An (an) ban hành “Kết nạp đảng viên theo năm” của Đảng bộ Phường A, số 01-BC/ĐU."
    )


def test_steps_come_in_their_order_only(draft, an):
    issue = draft()
    facts = NumberFacts("BC", 1, "ĐU", TODAY)

    for call, more in (
        (lifecycle.approve, {}),
        (lifecycle.publish, {"facts": facts, "today": TODAY}),
        (lifecycle.send_back, {"reason": "x"}),
        (lifecycle.withdraw, {"document": "CV", "on": TODAY, "reason": "x", "today": TODAY}),
    ):
        assert refusal(call, by=an, issue=issue, **more) == {
            "": "Báo cáo này đang ở trạng thái “Bản thảo” nên không làm bước này được."
        }
    assert kinds(issue) == []


def test_a_red_check_passes_only_with_a_reason_that_stays(draft, world, an, as_an):
    Placement.objects.filter(organization=world.a3).update(valid_from=date(2024, 6, 1))
    factories.member(world.a3, admitted_on=date(2023, 5, 19), official=False)
    issue = draft(code="R01")
    assert not issuing.frozen_table(issue).holds

    assert list(refusal(lifecycle.check, by=an, issue=issue, reason=" ")) == ["reason"]
    checked = lifecycle.check(by=an, issue=issue, reason="Chi bộ A3 đang rà soát")

    assert (checked.reason, checked.steps.get().reason) == ("Chi bộ A3 đang rà soát",) * 2
    assert page(as_an, issue).count("Chi bộ A3 đang rà soát") == 2  # the notice, the history


def test_a_reason_that_is_not_needed_is_not_kept(draft, an):
    assert lifecycle.check(by=an, issue=draft(), reason="thừa").reason == ""


def test_who_checked_does_not_approve_where_somebody_else_may(draft, world, an):
    issue = lifecycle.check(by=an, issue=draft())
    other = factories.user("yen", "Phan Thị Yến", world.ward_a, "dang_uy")

    assert refusal(lifecycle.approve, by=an, issue=issue) == {
        "reason": "Đồng chí đã kiểm tra báo cáo này nên không tự duyệt. Người duyệt được: Phan Thị Yến."
    }
    assert lifecycle.approve(by=other, issue=issue).steps.latest("pk").alone is False


@pytest.mark.parametrize("who", ["closed", "reader", "above", "ended"])
def test_who_is_alone_may_approve_and_that_is_said(draft, world, an, as_an, chi, who):
    """An account that is closed, only reads, serves above, or whose appointment ended is nobody else."""
    if who in ("closed", "ended"):
        other = factories.user("yen", "Phan Thị Yến", world.ward_a, "dang_uy")
        if who == "closed":
            other.is_active = False
            other.save()
        else:
            other.appointments.update(valid_to=TODAY)
    elif who == "reader":
        factories.user("yen", "Phan Thị Yến", world.ward_a, "xem")

    issue = lifecycle.approve(by=an, issue=lifecycle.check(by=an, issue=draft()))

    assert issue.steps.latest("pk").alone is True
    assert ALONE in page(as_an, issue)


def test_sent_back_with_a_reason_it_begins_again(draft, an):
    issue = lifecycle.check(by=an, issue=draft())
    assert list(refusal(lifecycle.send_back, by=an, issue=issue, reason="")) == ["reason"]

    lifecycle.send_back(by=an, issue=issue, reason="Thiếu chi bộ A2")

    issue.refresh_from_db()
    assert (issue.state, kinds(issue)) == (State.BAN_THAO, [Kind.KIEM_TRA, Kind.TRA_LAI])
    lifecycle.approve(by=an, issue=lifecycle.check(by=an, issue=issue))
    issue.refresh_from_db()
    assert issue.state == State.DA_DUYET


def test_issued_it_cannot_be_sent_back_dropped_or_issued_again(issued, an):
    issue = issued()

    for call, more in (
        (lifecycle.send_back, {"reason": "x"}),
        (lifecycle.drop, {"reason": "x"}),
        (lifecycle.check, {}),
        (lifecycle.publish, {"facts": NumberFacts("BC", 2, "ĐU", TODAY), "today": TODAY}),
    ):
        assert "Đã ban hành" in refusal(call, by=an, issue=issue, **more)[""]


def test_nothing_frozen_is_deleted_and_nothing_issued_is_changed(draft, issued, an):
    issue = issued()
    issue.table = {}

    with pytest.raises(IssueIsPermanent):
        issue.save()
    with pytest.raises(IssueIsPermanent):
        issue.save(update_fields=["number", "state"])
    for doomed in (issue, draft()):
        with pytest.raises(IssueIsPermanent):
            doomed.delete()
    with pytest.raises(IssueIsPermanent):
        Issue.objects.filter(pk=issue.pk).delete()
    assert Issue.objects.count() == 2


def test_numbers_that_were_tampered_with_go_no_further(draft, an):
    issue = draft()
    issue.table["title"] = "Khác"
    issue.save()

    assert "không còn nguyên vẹn" in refusal(lifecycle.check, by=an, issue=issue)[""]


class TestNumbers:
    def test_the_next_free_number_is_proposed(self, approved, issued, as_an):
        issued(number=7)

        form = as_an.get(reverse("bao-cao-ban-hanh", args=[approved().pk])).context["form"]

        assert form["number"].value() == "8"
        assert form["issued_on"].value() in (TODAY, "03/06/2024", "03/6/2024")

    def test_a_number_that_is_used_names_the_report_that_has_it(self, approved, issued, an):
        issued(number=7)

        assert refusal(
            lifecycle.publish, by=an, issue=approved(), facts=NumberFacts("BC", 7, "ĐU", TODAY), today=TODAY
        ) == {
            "number": "Số 07-BC/ĐU nhiệm kỳ 2020-2025 đã dùng cho báo cáo “Kết nạp đảng viên theo năm” năm 2023, "
            "ban hành ngày 03/6/2024. Số tiếp theo còn trống là 08."
        }

    def test_the_page_keeps_what_was_typed_and_says_where(self, approved, issued, as_an):
        issued(number=7)
        answer = send(
            as_an, "bao-cao-ban-hanh", approved(), document_type="BC", number="7", symbol="ĐU", issued_on="3/6/2024"
        )

        text = answer.content.decode()
        assert "Số 07-BC/ĐU nhiệm kỳ 2020-2025 đã dùng" in text
        assert 'name="number" value="7"' in text

    def test_a_number_given_elsewhere_is_typed_and_the_series_goes_on_from_it(self, issued, approved, as_an):
        issued(number=49)

        assert as_an.get(reverse("bao-cao-ban-hanh", args=[approved().pk])).context["form"]["number"].value() == "50"

    def test_series_are_by_kind_and_decisions_share_theirs(self, approved, issued, world, an):
        issued(number=1)
        factories.decision(world.ward_a, date(2024, 2, 1), number=3, symbol="ĐU")

        sentence = refusal(
            lifecycle.publish, by=an, issue=approved(), facts=NumberFacts("QĐ", 3, "ĐU", TODAY), today=TODAY
        )["number"]
        assert "văn bản 03-QĐ/ĐU ngày 01/02/2024 (kết nạp đảng viên)" in sentence
        assert "còn trống là 04" in sentence
        note = lifecycle.publish(by=an, issue=approved(), facts=NumberFacts("TB", 1, "ĐU", TODAY), today=TODAY)
        assert note.reference == "01-TB/ĐU"

    def test_numbers_begin_again_after_the_committees_own_congress(self, approved, issued, world, an, as_an):
        issued(number=30)
        factories.committee_term(world.ward_a, "2025-2030", date(2024, 6, 3))

        issue = approved()
        assert as_an.get(reverse("bao-cao-ban-hanh", args=[issue.pk])).context["form"]["number"].value() == "1"
        lifecycle.publish(by=an, issue=issue, facts=NumberFacts("BC", 30, "ĐU", TODAY), today=TODAY)

        issue.refresh_from_db()
        assert (issue.term, issue.reference) == ("2025-2030", "30-BC/ĐU")

    @pytest.mark.parametrize(
        ("wrong", "field", "words"),
        [
            ({"issued_on": date(2024, 6, 4)}, "issued_on", "ở tương lai"),
            ({"issued_on": date(2024, 6, 2)}, "issued_on", "trước ngày chốt số liệu (03/6/2024)"),
            ({"document_type": "XX"}, "document_type", "Chọn một loại văn bản"),
            ({"symbol": " "}, "symbol", "Nhập ký hiệu"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_box(self, approved, an, wrong, field, words):
        facts = NumberFacts(**{"document_type": "BC", "number": 1, "symbol": "ĐU", "issued_on": TODAY, **wrong})

        assert words in refusal(lifecycle.publish, by=an, issue=approved(), facts=facts, today=TODAY)[field]

    def test_the_database_keeps_a_number_once(self, issued, approved):
        issued(number=5)
        other = approved()

        with pytest.raises(IntegrityError), transaction.atomic():
            Issue.objects.filter(pk=other.pk).update(document_type="BC", number=5, symbol="ĐU", term="2020-2025")

    def test_a_voided_decision_frees_its_number(self, approved, world, an):
        decision = factories.decision(world.ward_a, date(2024, 2, 1), number=3, symbol="ĐU")
        Decision.objects.filter(pk=decision.pk).update(voided_at="2024-03-01T00:00:00+07:00")

        done = lifecycle.publish(by=an, issue=approved(), facts=NumberFacts("QĐ", 3, "ĐU", TODAY), today=TODAY)
        assert done.reference == "03-QĐ/ĐU"


class TestWithdrawn:
    def withdraw(self, issue, an, **more):
        given = {"document": "Công văn số 12-CV/ĐU", "on": TODAY, "reason": "Sai phạm vi", "today": TODAY, **more}
        return lifecycle.withdraw(by=an, issue=issue, **given)

    def test_its_page_says_so_and_its_files_keep_their_bytes(self, issued, an, as_an):
        issue = issued()
        jobs.run(str(issue.job_id))
        before = sorted(issue.files.values_list("format", "digest", "path"))
        pdf = b"".join(as_an.get(reverse("bao-cao-tep", args=[issue.pk, "pdf"])).streaming_content)

        self.withdraw(issue, an)

        text = page(as_an, issue)
        assert "Báo cáo này đã thu hồi, không dùng nữa" in text
        assert "theo Công văn số 12-CV/ĐU. Lý do: Sai phạm vi" in text
        assert 'data-mark="ĐÃ THU HỒI"' in text
        assert sorted(issue.files.values_list("format", "digest", "path")) == before
        assert b"".join(as_an.get(reverse("bao-cao-tep", args=[issue.pk, "pdf"])).streaming_content) == pdf

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"document": ""}, "document"),
            ({"reason": " "}, "reason"),
            ({"on": date(2024, 6, 4)}, "on"),
            ({"on": date(2024, 6, 2)}, "on"),
        ],
    )
    def test_without_paper_reason_or_a_possible_day_it_stays(self, issued, an, wrong, field):
        issue = issued()
        with pytest.raises(Refused) as refused:
            self.withdraw(issue, an, **wrong)

        assert [problem.field for problem in refused.value.problems] == [field]
        issue.refresh_from_db()
        assert issue.state == State.BAN_HANH

    def test_its_number_is_not_given_again(self, issued, approved, an):
        self.withdraw(issued(number=5), an)

        facts = NumberFacts("BC", 5, "ĐU", TODAY)
        assert "đã dùng" in refusal(lifecycle.publish, by=an, issue=approved(), facts=facts, today=TODAY)["number"]


class TestReplaced:
    def test_both_pages_name_each_other(self, issued, world, an, as_an):
        old = issued(number=5)
        answer = send(as_an, "bao-cao-thay-the", old)
        new = Issue.objects.exclude(pk=old.pk).get()
        assert answer.redirect_chain[-1][0] == reverse("bao-cao-da-chot", args=[new.pk])
        assert "Đang làm bản thay thế" in page(as_an, old)
        assert "Để thay thế" in page(as_an, new)

        send(as_an, "bao-cao-kiem-tra", new)
        send(as_an, "bao-cao-duyet", new)
        typed = {"document_type": "BC", "number": "6", "symbol": "ĐU", "issued_on": "03/6/2024"}
        send(as_an, "bao-cao-ban-hanh", new, **typed)

        old.refresh_from_db()
        assert (old.state, old.steps.latest("pk").document) == (State.THAY_THE, "06-BC/ĐU")
        assert "số 06-BC/ĐU, ngày 03/06/2024</a> (đã ban hành)" in page(as_an, old)
        assert "số 05-BC/ĐU, ngày 03/06/2024</a> (đã được thay thế)" in page(as_an, new)
        assert 'data-mark="ĐÃ ĐƯỢC THAY THẾ"' in page(as_an, old)

    def test_a_second_replacement_waits_for_the_first(self, issued, world, an):
        old = issued()
        scope = world.scope(world.ward_a)
        first = issuing.draft_replacement(by=an, issue=old, scope=scope)

        assert "Đã có một bản thay thế" in refusal(issuing.draft_replacement, by=an, issue=old, scope=scope)[""]
        lifecycle.drop(by=an, issue=first, reason="Lập lại")
        assert issuing.draft_replacement(by=an, issue=old, scope=scope).replaces == old

    def test_a_draft_is_not_replaced(self, draft, world, an):
        words = refusal(issuing.draft_replacement, by=an, issue=draft(), scope=world.scope(world.ward_a))
        assert words == {"": "Chỉ thay thế được báo cáo đã ban hành."}

    def test_a_withdrawn_one_stays_withdrawn_when_it_is_replaced(self, issued, world, an):
        old = issued(number=5)
        lifecycle.withdraw(by=an, issue=old, document="CV", on=TODAY, reason="Sai", today=TODAY)
        new = issuing.draft_replacement(by=an, issue=old, scope=world.scope(world.ward_a))
        lifecycle.approve(by=an, issue=lifecycle.check(by=an, issue=new))
        lifecycle.publish(by=an, issue=new, facts=NumberFacts("BC", 6, "ĐU", TODAY), today=TODAY)

        old.refresh_from_db()
        assert old.state == State.THU_HOI


def test_the_page_offers_one_next_step_to_who_may_take_it(draft, an, as_an, as_giang):
    issue = draft()

    assert as_an.get(reverse("bao-cao-da-chot", args=[issue.pk])).context["submit"] == "Xác nhận đã kiểm tra"
    assert "Chờ người có quyền kiểm tra." in page(as_giang, issue)
    lifecycle.check(by=an, issue=issue)
    assert as_an.get(reverse("bao-cao-da-chot", args=[issue.pk])).context["submit"] == "Duyệt"
    assert "Chờ người có quyền duyệt." in page(as_giang, issue)


def test_a_step_sent_twice_is_taken_once(draft, as_an):
    issue, token = draft(), str(uuid4())
    for _ in range(2):
        as_an.post(reverse("bao-cao-kiem-tra", args=[issue.pk]), {"token": token})

    assert kinds(issue) == [Kind.KIEM_TRA]


def test_a_step_that_is_past_leads_back_with_a_word(issued, as_an):
    answer = as_an.get(reverse("bao-cao-duyet", args=[issued().pk]), follow=True)

    assert "Báo cáo này đang ở trạng thái “Đã ban hành”." in answer.content.decode()


def test_the_list_is_narrowed_by_report_unit_state_and_period(draft, issued, as_an):
    out, kept = issued(), draft()
    lifecycle.drop(by=kept.frozen_by, issue=draft(), reason="Lập lại")

    def found(**query):
        answer = as_an.get(reverse("bao-cao-da-chot-ds"), query)
        return {issue.pk for issue in answer.context["page"]}

    assert found() == {out.pk, kept.pk}
    assert found(trang_thai="ban_hanh") == {out.pk}
    assert found(trang_thai="bo") not in ({out.pk}, {kept.pk})
    assert found(bao_cao="R01") == set()
    assert found(to_chuc=str(out.organization_id), bao_cao="R02") == {out.pk, kept.pk}
    assert found(tu="01/01/2024") == set()
    assert found(tu="1/1/2023", den="31/12/2023") == {out.pk, kept.pk}
    assert (
        "Không có báo cáo nào như đang tìm"
        in as_an.get(reverse("bao-cao-da-chot-ds"), {"bao_cao": "R01"}).content.decode()
    )


def test_last_years_issue_stays_after_this_years_correction_and_the_list_names_it(world, draft, an, as_an, signed_in):
    """What the issue asks for: the paper unchanged, what has changed named person by person."""
    member = factories.member(world.a1, "Ngô Thị Đính Chính", admitted_on=date(2023, 5, 19), official=False)
    issue = lifecycle.approve(by=an, issue=lifecycle.check(by=an, issue=draft()))
    lifecycle.publish(by=an, issue=issue, facts=NumberFacts("BC", 1, "ĐU", TODAY), today=TODAY)
    jobs.run(str(issue.job_id))
    before = page(as_an, issue)
    files = sorted(issue.files.values_list("format", "digest"))

    with time_machine.travel(NOON.replace("2024", "2025")):
        line = member.movements.get()
        type(line).objects.create(
            member=member, organization=world.a1, kind=line.kind, occurred_on=line.occurred_on, reverses=line,
            reason="Ghi nhầm",
        )  # fmt: skip
        as_an = signed_in(an)  # a session does not last a year
        after = page(as_an, issue)
        changed = as_an.get(reverse("bao-cao-so-voi-nay", args=[issue.pk])).content.decode()

    def numbers(text):
        return text[text.index('<table class="report"') : text.index("</table>", text.index('<table class="report"'))]

    assert numbers(after) == numbers(before)
    assert sorted(issue.files.values_list("format", "digest")) == files
    assert "Ngô Thị Đính Chính" in changed
