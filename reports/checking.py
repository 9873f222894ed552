"""Bringing a draft to have its figures tested, answering what was found, dropping it; the end of its time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.models import AuditEntry, Organization, User
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.text import nfc, nfc_lines
from dangvien.uploads import MOST_OF_DRAFT
from reports.models import LONGEST_NOTE, CheckedDraft, CheckedDraftFile, DraftFinding

CHECK_JOB = "kiem_tra_so_lieu"
"""The kind of job that reads a draft and tests its figures (`reports.check_job`)."""

RULES = "2026-11-30"
"""The version of the rules and of the words of fixtures/words: the day of their last change."""

KEPT = timedelta(days=90)
"""How long the text of a draft is kept: our own choice, no regulation names a time (docs/decisions/0032)."""

TOO_LARGE = (
    f"Văn bản lớn hơn {MOST_OF_DRAFT // 1024 // 1024} MB. Bỏ hình ảnh trong tệp, hoặc dán riêng phần có số liệu."
)
EMPTY_FILE = "Tệp này không có gì bên trong. Chọn lại tệp."
EMPTY_TEXT = "Chọn một tệp, hoặc dán văn bản vào ô dưới."
DROPPED = "Văn bản này đã bỏ, hoặc đã hết hạn giữ."

State = CheckedDraft.State
Answer = DraftFinding.State


@dataclass(frozen=True)
class Result:
    """What the worker found: plain values as `CheckedDraft` and `DraftFinding` keep them."""

    pieces: list[Any]
    figures: list[Any]
    findings: Sequence[DraftFinding]
    counted: list[Any]
    unread: list[str]
    notes: list[str]


@dataclass(frozen=True)
class AnswerFacts:
    """What a person says of a finding. `seen` is the version of the answer that stood on their screen."""

    state: DraftFinding.State
    repair: str
    note: str
    seen: int


@transaction.atomic
def keep_draft(
    *,
    by: User,
    organization: Organization,
    content: bytes,
    file_name: str,
    as_of: date | None = None,
    instead_of: CheckedDraft | None = None,
) -> CheckedDraft:
    """Keep a draft and ask the worker to test it. `content` of a pasted text is UTF-8, its `file_name` "".

    A draft that could not be read and is sent again mended is dropped. Raises `Refused`.
    """
    problems = []
    if not content:
        problems.append(Problem("file", EMPTY_FILE) if file_name else Problem("text", EMPTY_TEXT))
    elif len(content) > MOST_OF_DRAFT:
        problems.append(Problem("file" if file_name else "text", TOO_LARGE))
    refuse_if_any(problems)
    if instead_of is not None and instead_of.state == State.UNREADABLE and instead_of.recorded_by_id == by.pk:
        _forget(instead_of)
    draft = CheckedDraft.objects.create(
        organization=organization,
        as_of=as_of,
        file_name=nfc(file_name)[:200],
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        kept_until=localdate() + KEPT,
        recorded_by=by,
    )
    CheckedDraftFile.objects.create(draft=draft, content=content)
    draft.job = request_job(
        by=by, kind=CHECK_JOB, title=f"Kiểm tra số liệu: {draft}"[:250], params={"draft": str(draft.pk)}
    )
    draft.save(update_fields=["job"])
    note(
        by=by,
        verb="kiểm tra số liệu văn bản",
        subject=draft,
        organization=organization,
        after={"mã tệp": draft.digest[:16], "giữ đến hết ngày": draft.kept_until},
    )
    return draft


@transaction.atomic
def answer_finding(*, by: User, finding: DraftFinding, facts: AnswerFacts) -> DraftFinding:
    """Accept a finding with one of its repairs, pass over it with a note, or leave it open. Raises `Refused`."""
    held = DraftFinding.objects.select_for_update(of=("self",), no_key=True).select_related("draft").get(pk=finding.pk)
    if held.draft.state != State.CHECKED:
        raise Refused.at("", DROPPED)
    if held.version != facts.seen:
        who = held.answered_by.full_name if held.answered_by else "Người khác"
        raise Refused.at(
            "",
            f"{who} vừa trả lời điểm này: {held.get_state_display().lower()}"
            f"{f', ghi chú “{held.note}”' if held.note else ''}. Xem lại rồi bấm lưu lần nữa nếu vẫn muốn đổi.",
        )
    repair, said = nfc(facts.repair), " ".join(nfc_lines(facts.note).split())
    refuse_if_any(_answer_problems(held, facts.state, repair, said))
    before = {"trả lời": held.get_state_display(), "cách sửa": held.repair, "ghi chú": held.note}
    held.state, held.note = facts.state, said
    held.repair = repair if facts.state == Answer.ACCEPTED else ""
    held.answered_by, held.answered_at, held.version = by, timezone.now(), held.version + 1
    held.save(update_fields=["state", "repair", "note", "answered_by", "answered_at", "version"])
    after = {"trả lời": held.get_state_display(), "cách sửa": held.repair, "ghi chú": held.note}
    changed = [field for field in after if before[field] != after[field]]
    note(
        by=by,
        verb="trả lời điểm lệch số liệu",
        subject=held.draft,
        organization=held.draft.organization_id,
        before={field: before[field] for field in changed},
        after={"điểm": held.position, **{field: after[field] for field in changed}},
    )
    return held


def _answer_problems(finding: DraftFinding, state: DraftFinding.State, repair: str, said: str) -> list[Problem]:
    offered = [str(each) for each in finding.found["repairs"]]
    problems = []
    if len(said) > LONGEST_NOTE:
        problems.append(Problem("note", f"Ghi chú dài quá {LONGEST_NOTE} chữ cái. Viết gọn lại."))
    if state == Answer.ACCEPTED and repair and repair not in offered:
        problems.append(Problem("repair", "Chọn một cách sửa trong danh sách, hoặc “Cách khác” rồi ghi vào ghi chú."))
    if state == Answer.ACCEPTED and offered and not repair and not said:
        problems.append(Problem("note", "Chọn một cách sửa, hoặc ghi cách sửa khác vào ghi chú."))
    if state == Answer.IGNORED and not said:
        problems.append(Problem("note", "Ghi vì sao bỏ qua điểm này."))
    return problems


@transaction.atomic
def drop_draft(*, by: User, draft: CheckedDraft) -> None:
    """Delete the text and what was found in it; the audit trail keeps that it was brought. Raises `Refused`."""
    held = CheckedDraft.objects.select_for_update(of=("self",), no_key=True).get(pk=draft.pk)
    if held.state == State.DROPPED:
        raise Refused.at("", DROPPED)
    _forget(held)
    note(by=by, verb="bỏ văn bản kiểm tra số liệu", subject=held, organization=held.organization_id)


def findings_taken(*, by: User, draft: CheckedDraft) -> AuditEntry:
    """Somebody took what was found out of the program as a Word file."""
    return note(
        by=by,
        verb="xuất kết quả kiểm tra số liệu",
        subject=draft,
        organization=draft.organization_id,
        after={"số điểm": draft.findings.count()},
    )


@transaction.atomic
def keep_result(*, draft: CheckedDraft, result: Result) -> CheckedDraft:
    """Keep what was found, in place of what an earlier run of the worker left; the bytes are not needed any more."""
    held = CheckedDraft.objects.select_for_update(of=("self",), no_key=True).get(pk=draft.pk)
    if held.state != State.READING:
        return held
    held.findings.all().delete()
    for position, finding in enumerate(result.findings, start=1):
        finding.draft, finding.position = held, position
    DraftFinding.objects.bulk_create(result.findings)
    held.pieces, held.figures, held.counted = result.pieces, result.figures, result.counted
    held.unread, held.notes, held.rules = result.unread, result.notes, RULES
    held.state, held.message, held.checked_at = State.CHECKED, "", timezone.now()
    held.save()
    CheckedDraftFile.objects.filter(draft=held).delete()
    return held


@transaction.atomic
def refuse_draft(*, draft: CheckedDraft, sentence: str) -> CheckedDraft:
    """The draft could not be read: keep the sentence that says why, and nothing of the draft."""
    held = CheckedDraft.objects.select_for_update(of=("self",), no_key=True).get(pk=draft.pk)
    if held.state == State.READING:
        held.state, held.message = State.UNREADABLE, sentence[:400]
        held.save(update_fields=["state", "message"])
        CheckedDraftFile.objects.filter(draft=held).delete()
    return held


@transaction.atomic
def forget_old_drafts(today: date) -> int:
    """Delete the texts whose time is over; gives how many. Called by the schedule."""
    old = list(CheckedDraft.objects.over(today).select_for_update(of=("self",), no_key=True))
    for draft in old:
        _forget(draft)
    return len(old)


def _forget(draft: CheckedDraft) -> None:
    """Only the row stays: for whom, by whom, when, and the digest."""
    draft.findings.all().delete()
    CheckedDraftFile.objects.filter(draft=draft).delete()
    draft.pieces, draft.figures, draft.counted, draft.unread, draft.notes = [], [], [], [], []
    draft.state, draft.message = State.DROPPED, ""
    draft.save(update_fields=["pieces", "figures", "counted", "unread", "notes", "state", "message"])
