"""Erasing who somebody was who never became a member: proposed by one, confirmed by another, never undone.

What counts stays: sex, ethnicity, day of birth, steps, certificates. What tells of whom goes, from the rows about them
and from the entries of the audit trail about those rows; the chain of the trail still verifies (models/erasure.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dangvien.actions.auditing import ERASED, ERASED_DIGEST, note
from dangvien.actions.progress import lock_people
from dangvien.actions.reconciling import forget_findings_about
from dangvien.models import (
    AuditEntry,
    AuditHead,
    AuditRedaction,
    AuditSeal,
    Candidate,
    ClassProposal,
    DossierPaper,
    Erasure,
    ImportRow,
    Person,
    PersonRequest,
    Prospect,
    Step,
    User,
)
from dangvien.models.erasure import digest_of
from dangvien.procedure.erasing import GONE, erasing_problems, last_way, pseudonym
from dangvien.procedure.holdings import rows_about
from dangvien.procedure.problem import Problem, Refused, refuse_if_any

OWN_PROPOSAL = "Việc này phải hai người: người đề nghị không tự xác nhận. Nhờ người khác có quyền xác nhận."
BROKEN = (
    "Nhật ký về người này không còn nguyên vẹn nên chưa xóa được: dòng bị sửa là chứng cứ. "
    "Báo người vận hành máy chủ chạy manage.py reconcile để biết chỗ sai."
)
PART = 500
"""Rows of lists mended in one statement."""
KNOWN_FOR = timedelta(days=30)
"""So long two accounts must have been apart: our own choice (30/11/2026, docs/decisions/0041)."""
NEW_ACCOUNT = (
    f"Trong {KNOWN_FOR.days} ngày qua, một trong hai tài khoản (đề nghị và xác nhận) do tài khoản kia mở hoặc cấp "
    "phiếu mật khẩu, nên chưa chắc là hai người. Nhờ người khác có quyền xác nhận, hoặc đợi hết thời gian ấy."
)
_LETS_IN = ("mở tài khoản", "cấp lại mật khẩu")
"""Acts on an account after which whoever did them holds its password."""
SETTLED = "Đề nghị này đã được xác nhận hoặc đã bỏ."


@transaction.atomic
def propose_erasure(*, by: User, person: Person, reason: str, today: date) -> Erasure:
    """Say that somebody's identity should go. Raises `Refused` with every reason against it."""
    lock_people([person.pk])
    problems = list(erasing_problems(person, today))
    if not reason.strip():
        problems.append(Problem("reason", "Ghi lý do xóa, ví dụ: hết thời hạn giữ; người ấy yêu cầu ngày 02/6."))
    if Erasure.objects.waiting().filter(person=person).exists():
        problems.append(Problem("", "Người này đã có đề nghị xóa đang chờ xác nhận."))
    refuse_if_any(problems)
    made = Erasure.objects.create(
        person=person, organization=last_way(person).organization, reason=reason, proposed_by=by
    )
    note(by=by, verb="đề nghị xóa danh tính", subject=made, organization=made.organization_id, reason=reason)
    return made


@transaction.atomic
def drop_erasure(*, by: User, erasure: Erasure) -> Erasure:
    """Leave somebody as they are after all."""
    erasure = _waiting(erasure)
    _settle(erasure, by, Erasure.Outcome.DROPPED)
    note(by=by, verb="bỏ đề nghị xóa danh tính", subject=erasure, organization=erasure.organization_id)
    return erasure


@transaction.atomic
def confirm_erasure(*, by: User, erasure: Erasure, today: date) -> Erasure:
    """Carry a proposal of somebody else out. Raises `Refused`; afterwards nothing leads back."""
    erasure = _waiting(erasure)
    if erasure.proposed_by_id == by.pk:
        raise Refused.at("", OWN_PROPOSAL)
    if _one_let_the_other_in(by, erasure.proposed_by):
        raise Refused.at("", NEW_ACCOUNT)
    lock_people([erasure.person_id])
    person = Person.objects.select_for_update(no_key=True).get(pk=erasure.person_id)
    refuse_if_any(erasing_problems(person, today))
    AuditHead.objects.get_or_create(pk=1)
    AuditHead.objects.select_for_update(no_key=True).get(pk=1)
    _empty_rows(person)
    erasure.reason = GONE
    Erasure.objects.filter(person=person).update(reason=GONE)  # proposals that were dropped earlier
    _settle(erasure, by, Erasure.Outcome.DONE)
    erasure.person = person
    told = _redact(erasure)
    note(by=by, verb=ERASED, subject=erasure, organization=erasure.organization_id, after=told)
    return erasure


def _one_let_the_other_in(one: User, other: User) -> bool:
    """Whether one of two opened the other's account or gave its password slip lately: they may be one person."""
    lately = AuditEntry.objects.filter(
        verb__in=_LETS_IN, subject_type=str(User._meta.verbose_name), at__gte=timezone.now() - KNOWN_FOR
    )
    either = Q(actor_id=one.pk, subject_id=str(other.pk)) | Q(actor_id=other.pk, subject_id=str(one.pk))
    return lately.filter(either).exists()


def _waiting(erasure: Erasure) -> Erasure:
    found = Erasure.objects.select_for_update(no_key=True).get(pk=erasure.pk)
    if found.outcome:
        raise Refused.at("", SETTLED)
    return found


def _settle(erasure: Erasure, by: User, outcome: Erasure.Outcome) -> None:
    erasure.outcome, erasure.settled_by, erasure.settled_at = outcome, by, timezone.now()
    erasure.save()


def _empty_rows(person: Person) -> None:
    """Take out of every row about somebody what tells who they were; keys, days, codes and numbers of papers stay."""
    name = pseudonym(person)
    _forget_in_lists(person)
    person.full_name, person.other_names, person.citizen_id, person.phone = name, "", None, ""
    person.native_place = person.residence = ""
    person.version += 1
    person.save()
    candidates = Candidate.objects.filter(person=person)
    for prospect in Prospect.objects.filter(candidate__in=candidates):
        prospect.full_name, prospect.unit = name, ""
        prospect.save()
    candidates.filter(closed_on__isnull=False).update(close_reason=GONE)
    Step.objects.filter(candidate__in=candidates).erase_reasons(GONE)
    ClassProposal.objects.filter(person=person).exclude(reason="").update(reason=GONE)
    DossierPaper.objects.filter(candidate__in=candidates).update(location="", holder="")
    PersonRequest.objects.filter(person=person).update(content=GONE, asked_by="")
    PersonRequest.objects.filter(person=person).exclude(outcome="").update(answer=GONE)
    forget_findings_about(candidates=set(candidates.values_list("pk", flat=True)))
    ImportRow.objects.filter(person=person).update(cells=[], mended={}, record=None, before={}, issues=[], alike=[])


def _forget_in_lists(person: Person) -> None:
    """Take somebody out of what rows about others say: as one of those a row may be about, and as who has a number.

    Where the row keeps the person's key, every sentence loses the name; elsewhere only a name together with this birth,
    for namesakes keep theirs. Called while the person still has the name.
    """
    name, birth = person.full_name, str(person.birth)
    changed = []
    rows = ImportRow.objects.exclude(person=person).speaking_of(person.pk, name).only("alike", "issues")
    for row in rows.iterator(PART):
        offered = [item for item in row.alike if item.get("person") == person.pk]
        words = [f"{name}, sinh {birth}"]
        for item in offered:
            words += [f"{item['name']}, sinh {item['birth']}", item["name"], name]
            item.update(name=pseudonym(person), birth=GONE, where="")
        issues = [{**issue, "message": _without(str(issue.get("message", "")), words, person)} for issue in row.issues]
        if offered or issues != row.issues:
            row.issues = issues
            changed.append(row)
    ImportRow.objects.bulk_update(changed, ["alike", "issues"], batch_size=PART)


def _without(sentence: str, words: Iterable[str], person: Person) -> str:
    for word in words:
        sentence = re.sub(rf"{re.escape(word)}(?!\w)", pseudonym(person), sentence)  # Anh is not An
    return sentence


def _redact(erasure: Erasure) -> dict[str, Any]:
    """Rewrite the entries about somebody's rows; gives what the trail tells of it: how many, and their digest."""
    found: list[AuditRedaction] = []
    for model, rows in rows_about(erasure.person).items():
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        kind = str(model._meta.verbose_name)
        entries = AuditEntry.objects.filter(subject_type=kind, subject_id__in=keys).order_by("sequence")
        found += [_redacted(entry, erasure) for entry in entries]
    AuditRedaction.objects.bulk_create(found)
    erasure.digest = digest_of((item.sequence, item.content) for item in found)
    erasure.save(update_fields=["digest"])
    return {"số dòng nhật ký": len(found), ERASED_DIGEST: erasure.digest}


def _redacted(entry: AuditEntry, erasure: Erasure) -> AuditRedaction:
    before = AuditEntry.objects.filter(sequence=entry.sequence - 1).values_list("digest", flat=True).first()
    seal = AuditSeal.objects.filter(sequence=entry.sequence - 1).values_list("digest", flat=True).first()
    previous = before or seal or ""
    if entry.computed_digest(previous) != entry.digest:
        raise Refused.at("", BROKEN)  # an altered entry is evidence: nothing may cover it
    entry.subject = str(erasure.person)
    entry.before, entry.after = _without_words(entry.before), _without_words(entry.after)
    entry.reason = GONE if entry.reason else ""
    AuditEntry.objects.redact(entry)
    return AuditRedaction(erasure=erasure, sequence=entry.sequence, content=entry.computed_digest(previous))


def _without_words(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same names with their numbers and switches; words may be a name."""
    if values is None:
        return None
    return {name: value if isinstance(value, (bool, int, float)) else GONE for name, value in values.items()}
