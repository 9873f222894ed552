"""Kiểm tra số liệu: bringing a draft, the worker's part, the page, answers, the Word file, the end of its time."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from dangvien.actions import jobs
from dangvien.limited import Unreadable
from dangvien.models import AuditEntry, Job
from dangvien.procedure.problem import Refused
from dangvien.uploads import MOST_OF_DRAFT
from reports import check_job, checking
from reports.checking import CHECK_JOB, AnswerFacts
from reports.figure_check.reading.bounds import TOO_MUCH_WORK
from reports.models import CheckedDraft, CheckedDraftFile, DraftFinding
from reports.tasks import forget_old_drafts
from tests import factories

NEW, LIST = reverse("bao-cao-kiem-tra-so-lieu-moi"), reverse("bao-cao-kiem-tra-so-lieu")
Answer = DraftFinding.State


def work() -> None:
    """Do everything that waits, as a worker does."""
    for job in Job.objects.filter(kind=CHECK_JOB, state=Job.State.CHO):
        jobs.run(str(job.pk))


def page_of(draft: CheckedDraft) -> str:
    return reverse("bao-cao-kiem-tra-so-lieu-xem", args=[draft.pk])


def answering(draft: CheckedDraft) -> str:
    return reverse("bao-cao-kiem-tra-so-lieu-diem", args=[draft.pk, 1])


@pytest.fixture
def draft(world, an) -> CheckedDraft:
    return factories.checked_draft(world.ward_a, an)


# Bringing one ------------------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_to_do(as_an):
    page = as_an.get(LIST).content.decode()

    assert "Chưa có văn bản nào." in page
    assert f'href="{NEW}"' in page


def test_a_pasted_text_is_kept_until_the_worker_has_read_it(world, as_an, an):
    sent = {"organization": world.ward_a.pk, "as_of": "31/12/2023", "text": factories.DRAFT_TEXT}
    response = as_an.post(NEW, sent)

    made = CheckedDraft.objects.get()
    assert response.url == page_of(made)
    assert (made.organization, made.as_of, made.file_name, made.recorded_by) == (
        world.ward_a, date(2023, 12, 31), "", an,
    )  # fmt: skip
    assert bytes(made.file.content).decode() == factories.DRAFT_TEXT
    assert made.kept_until == localdate() + timedelta(days=90)
    waiting = as_an.get(page_of(made)).content.decode()
    assert "Đã nhận yêu cầu, sắp làm." in waiting
    assert 'http-equiv="refresh"' in waiting

    work()

    made.refresh_from_db()
    assert made.state == CheckedDraft.State.CHECKED
    assert not CheckedDraftFile.objects.exists()
    assert "".join(piece["text"] for piece in made.pieces) == factories.DRAFT_TEXT
    assert [row.klass for row in made.findings.all()] == ["SUM"]
    assert made.findings.get().found["computed"] == "48"
    assert Job.objects.get().result_url == page_of(made)


def test_sent_twice_it_is_kept_once(world, as_an):
    sent = {"organization": world.ward_a.pk, "text": "17 + 31 = 48", "token": str(uuid4())}

    assert as_an.post(NEW, sent).url == as_an.post(NEW, sent).url
    assert CheckedDraft.objects.count() == 1


def refusals(world) -> list[tuple[dict[str, Any], str]]:
    here = {"organization": world.ward_a.pk}
    big = SimpleUploadedFile("to.docx", b"x" * (MOST_OF_DRAFT + 1))
    empty = SimpleUploadedFile("rong.docx", b"")
    return [
        (here | {"text": "  \n "}, checking.EMPTY_TEXT),
        (here | {"file": big}, "Văn bản lớn hơn 20 MB."),
        (here | {"file": empty}, checking.EMPTY_FILE),
        (here | {"file": SimpleUploadedFile("a.txt", b"1"), "text": "Số 17"}, "Chỉ gửi một trong hai"),
        (here | {"text": "Số 17", "as_of": "31/2/2023"}, "31/2/2023"),
        (here | {"text": "a" * 500_001}, "dài quá 500.000"),
        ({"organization": world.ward_b.pk, "text": "Số 17"}, "Chọn"),
    ]


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(world, as_an):
    for sent, sentence in refusals(world):
        response = as_an.post(NEW, sent)
        page = response.content.decode()

        assert response.status_code == 200, sentence
        assert sentence in page, sentence
        if sent.get("text") == "Số 17":
            assert "Số 17</textarea>" in page, sentence
    assert not CheckedDraft.objects.exists()


def test_a_file_that_is_none_is_told_after_reading_and_sent_again_replaces_it(world, as_an):
    sent = {"organization": world.ward_a.pk, "as_of": "31/12/2023"}
    as_an.post(NEW, sent | {"file": SimpleUploadedFile("bao cao.docx", b"PK\x03\x04 khong phai")})
    first = CheckedDraft.objects.get()
    work()

    page = as_an.get(page_of(first)).content.decode()
    assert "Không đọc được văn bản này." in page
    assert not CheckedDraftFile.objects.exists()
    again = f"{NEW}?thay={first.pk}"
    assert again in page
    assert 'value="31/12/2023"' in as_an.get(again).content.decode()
    as_an.post(again, sent | {"text": factories.DRAFT_TEXT})
    first.refresh_from_db()
    assert first.state == CheckedDraft.State.DROPPED
    assert [draft.file_name for draft in CheckedDraft.objects.exclude(pk=first.pk)] == [""]


def test_a_text_that_takes_too_much_is_refused_once_with_what_to_do(world, as_an, monkeypatch):
    def ended(draft: Any) -> Any:
        raise Unreadable(TOO_MUCH_WORK)

    monkeypatch.setattr(check_job, "check_apart", ended)
    as_an.post(NEW, {"organization": world.ward_a.pk, "text": factories.DRAFT_TEXT})
    work()

    refused = CheckedDraft.objects.get()
    assert (refused.state, refused.message) == (CheckedDraft.State.UNREADABLE, TOO_MUCH_WORK)
    assert (Job.objects.get().state, Job.objects.get().attempts) == (Job.State.XONG, 1)
    assert "Chia nhỏ văn bản" in as_an.get(page_of(refused)).content.decode()


def test_the_page_that_takes_a_text_counts_as_costly(settings, as_an):
    settings.COSTLY_PER_MINUTE = 2
    cache.clear()

    assert [as_an.get(NEW).status_code for _ in range(3)] == [200, 200, 429]


def test_somebody_who_lost_the_right_meanwhile_gets_no_result(world, as_an, an):
    as_an.post(NEW, {"organization": world.ward_a.pk, "text": factories.DRAFT_TEXT})
    an.appointments.all().delete()
    work()

    assert Job.objects.get().state == Job.State.LOI
    assert CheckedDraft.objects.get().state == CheckedDraft.State.READING


# The page -----------------------------------------------------------------------------------------------------------


def test_findings_stand_beside_the_marked_text_and_lead_to_it_and_back(as_an, draft):
    page = as_an.get(page_of(draft)).content.decode()

    for wanted in (
        "Cộng không khớp", "17 và 31 cộng lại là 48, văn bản in 49.", "17 + 31 = 48 ≠ 49", "sửa 49 thành 48",
        'id="diem-1"', 'href="#cho-1-0"', 'id="cho-1-0"', 'href="#diem-1"', '<mark class="main">49</mark>',
        "1 điểm phải xem", "Chưa trả lời",
    ):  # fmt: skip
        assert wanted in page, wanted


def test_findings_are_filtered_by_class_and_by_answer(as_an, draft):
    def shown(**asked: str) -> bool:
        return 'id="diem-1"' in as_an.get(page_of(draft), asked).content.decode()

    assert [shown(loai="SUM"), shown(tra_loi="mo"), shown(loai="SUM", tra_loi="bo_qua"), shown(tra_loi="x")] == [
        True, True, False, True,
    ]  # fmt: skip


def test_what_was_not_read_is_said(world, as_an, an):
    result = factories.check_result()
    result.unread.append("Chỉ kiểm tra 200 trang đầu.")
    made = factories.checked_draft(world.ward_a, an, result)

    assert "Chỉ kiểm tra 200 trang đầu." in as_an.get(page_of(made)).content.decode()


def test_a_text_is_never_html(world, as_an, an):
    result = factories.check_result()
    result.pieces[0]["text"] = "<script>alert(1)</script> 17"
    made = factories.checked_draft(world.ward_a, an, result)

    page = as_an.get(page_of(made)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;scr" in page


# Answers ------------------------------------------------------------------------------------------------------------


def sent(state: str, seen: int = 0, **more: str) -> dict[str, object]:
    return {"state": state, "seen": seen, "token": str(uuid4()), **more}


def test_one_is_accepted_with_a_repair_and_then_passed_over_with_a_note(as_an, an, draft):
    response = as_an.post(answering(draft), sent("chap_nhan", repair="sửa 49 thành 48"))
    assert response.url == f"{page_of(draft)}#diem-1"
    page = as_an.get(page_of(draft)).content.decode()
    assert "Chấp nhận, sẽ sửa: sửa 49 thành 48." in page

    as_an.post(answering(draft), sent("bo_qua", seen=1, note="49 gồm cả chi bộ mới lập"))
    row = draft.findings.get()
    assert (row.state, row.repair, row.note, row.answered_by, row.version) == (
        Answer.IGNORED, "", "49 gồm cả chi bộ mới lập", an, 2,
    )  # fmt: skip
    entries = AuditEntry.objects.filter(verb="trả lời điểm lệch số liệu").order_by("sequence")
    assert [(entry.after or {})["trả lời"] for entry in entries] == ["Chấp nhận, sẽ sửa", "Bỏ qua"]


def test_an_answer_without_what_it_needs_is_refused_and_kept_on_the_screen(as_an, draft):
    for given, sentence in (
        (sent("bo_qua"), "Ghi vì sao bỏ qua điểm này."),
        (sent("chap_nhan"), "Chọn một cách sửa, hoặc ghi cách sửa khác"),
        (sent("chap_nhan", repair="khac"), "Chọn một cách sửa, hoặc ghi cách sửa khác"),
        (sent("", note="Đang hỏi phường"), "Chọn một câu trả lời."),
        (sent("bo_qua", note="a" * 501), "viết lại không quá 500 ký tự"),
    ):
        page = as_an.post(answering(draft), given).content.decode()
        assert sentence in page, sentence
    assert "Đang hỏi phường" in as_an.post(answering(draft), sent("", note="Đang hỏi phường")).content.decode()
    assert draft.findings.get().version == 0


def test_two_people_do_not_overwrite_each_other(an, chi, draft):
    finding = draft.findings.get()
    checking.answer_finding(by=chi, finding=finding, facts=AnswerFacts(Answer.IGNORED, "", "Đúng rồi", 0))

    with pytest.raises(Refused, match="Lê Thị Chi vừa trả lời điểm này: bỏ qua, ghi chú “Đúng rồi”"):
        checking.answer_finding(by=an, finding=finding, facts=AnswerFacts(Answer.ACCEPTED, "sửa 49 thành 48", "", 0))
    assert draft.findings.get().state == Answer.IGNORED


def test_a_repair_that_was_not_offered_is_refused(an, draft):
    facts = AnswerFacts(Answer.ACCEPTED, "sửa 49 thành 50", "", 0)

    with pytest.raises(Refused):
        checking.answer_finding(by=an, finding=draft.findings.get(), facts=facts)


# Taking and dropping -------------------------------------------------------------------------------------------------


def test_findings_and_answers_are_taken_as_word(as_an, an, draft):
    checking.answer_finding(
        by=an, finding=draft.findings.get(), facts=AnswerFacts(Answer.ACCEPTED, "sửa 49 thành 48", "Hỏi văn phòng", 0)
    )
    response = as_an.get(reverse("bao-cao-kiem-tra-so-lieu-tep", args=[draft.pk]))

    (table,) = docx.Document(BytesIO(response.content)).tables
    lines = [[cell.text for cell in row.cells] for row in table.rows]
    assert lines[0] == ["Điểm", "Chỗ trong văn bản", "Điều thấy, phép tính", "Cách sửa có thể", "Trả lời"]
    assert lines[1] == [
        "1",
        f"Đoạn 1\n“{factories.DRAFT_TEXT}”",
        "Cộng không khớp. Không khớp\n17 và 31 cộng lại là 48, văn bản in 49.\n17 + 31 = 48 ≠ 49",
        "- sửa 49 thành 48\n- sửa 31 thành 32",
        "Chấp nhận, sẽ sửa. Cách sửa: sửa 49 thành 48. Hỏi văn phòng.",
    ]
    assert AuditEntry.objects.filter(verb="xuất kết quả kiểm tra số liệu", after={"số điểm": 1}).exists()


def test_only_who_brought_it_drops_it_and_then_nothing_of_it_is_left(as_an, as_chi, draft):
    address = reverse("bao-cao-kiem-tra-so-lieu-bo", args=[draft.pk])
    as_chi.post(address, {"token": str(uuid4())})
    draft.refresh_from_db()
    assert draft.state == CheckedDraft.State.CHECKED

    as_an.post(address, {"token": str(uuid4())})

    draft.refresh_from_db()
    assert (draft.state, draft.pieces, draft.figures, draft.findings.count()) == ("bo", [], [], 0)
    assert as_an.get(page_of(draft)).status_code == 404
    with pytest.raises(Refused):
        checking.drop_draft(by=draft.recorded_by, draft=draft)


def test_the_schedule_deletes_what_is_older_than_ninety_days(draft):
    CheckedDraft.objects.filter(pk=draft.pk).update(kept_until=localdate())
    forget_old_drafts()
    assert CheckedDraft.objects.get().state == CheckedDraft.State.CHECKED

    CheckedDraft.objects.filter(pk=draft.pk).update(kept_until=localdate() - timedelta(days=1))
    forget_old_drafts()
    assert CheckedDraft.objects.get().state == CheckedDraft.State.DROPPED
    assert not DraftFinding.objects.exists()
