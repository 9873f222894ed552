"""Writing down where the papers of a dossier lie, and sending dossiers up, receiving and returning them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from dangvien.actions.auditing import note
from dangvien.dossier_list import paper_named
from dangvien.models import BatchItem, Candidate, DossierBatch, DossierPaper, Member, Organization, User
from dangvien.models.progress import CaseQuerySet
from dangvien.procedure.batches import file_of, next_organ, sending_problems
from dangvien.procedure.dossier import Checklist, checklist
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.text import day_short

Subject = Candidate | Member


@dataclass(frozen=True)
class PaperFacts:
    """What somebody says of one paper of a dossier."""

    code: str
    is_present: bool
    dated_on: date | None = None
    number: str = ""
    location: str = ""
    holder: str = ""


def paper_problems(listed: Checklist, papers: Sequence[PaperFacts]) -> list[Problem]:
    """What is wrong with papers as typed. The field of a problem is "<code>-<box>"."""
    known = {line.paper.code for line in listed.lines}
    problems = []
    for paper in papers:
        name = paper_named(paper.code)
        if paper.code not in known:
            problems.append(Problem("", f"“{name}” không có trong mục lục của hồ sơ này. Tải lại trang."))
        elif not paper.is_present and (paper.dated_on or paper.number):
            sentence = f"{name}: đã ghi ngày hoặc số thì đánh dấu “Có”; chưa có giấy thì xóa ngày và số."
            problems.append(Problem(f"{paper.code}-is_present", sentence))
        elif paper.dated_on and paper.dated_on > listed.case.today:
            sentence = f"{name}: ngày {day_short(paper.dated_on)} ở tương lai. Kiểm tra lại ngày trên giấy."
            problems.append(Problem(f"{paper.code}-dated_on", sentence))
        elif paper.dated_on and paper.dated_on <= listed.case.person.birth.earliest():
            sentence = f"{name}: ngày {day_short(paper.dated_on)} trước ngày sinh. Kiểm tra lại ngày trên giấy."
            problems.append(Problem(f"{paper.code}-dated_on", sentence))
    return problems


@transaction.atomic
def record_papers(
    *, by: User, subject: Subject, papers: Sequence[PaperFacts], today: date, seen: datetime | None = None
) -> list[DossierPaper]:
    """Write down the papers given, each in place of what stood; others stay.

    `seen` is when the page was read: a paper that somebody wrote since is told and not overwritten unread. Raises
    `Refused` with every reason; then nothing is kept.
    """
    type(subject).objects.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)
    listed = checklist(file_of(subject, today), subject)
    rows = {row.code: row for row in subject.papers.select_related("updated_by")}
    refuse_if_any([*_written_meanwhile(papers, rows, seen), *paper_problems(listed, papers)])
    owner: dict[str, Any] = {"candidate": subject} if isinstance(subject, Candidate) else {"member": subject}
    before, after, written = {}, {}, []
    for paper in papers:
        row = rows.get(paper.code) or DossierPaper(code=paper.code, **owner)
        name = paper_named(paper.code)
        before[name] = _told(row) if row.pk else ""
        row.is_present, row.dated_on, row.number = paper.is_present, paper.dated_on, paper.number
        row.location, row.holder, row.updated_by = paper.location, paper.holder, by
        row.save()
        after[name] = _told(row)
        written.append(row)
    if written:
        note(
            by=by,
            verb="ghi giấy tờ hồ sơ",
            subject=subject,
            organization=listed.case.organization,
            before=before,
            after=after,
        )
    return written


def _written_meanwhile(
    papers: Sequence[PaperFacts], rows: dict[str, DossierPaper], seen: datetime | None
) -> list[Problem]:
    if seen is None:
        return []
    newer = [rows[paper.code] for paper in papers if paper.code in rows and rows[paper.code].updated_at > seen]
    return [
        Problem(
            "",
            f"{row.updated_by.full_name if row.updated_by else 'Người khác'} vừa ghi “{paper_named(row.code)}” lúc "
            f"{localtime(row.updated_at):%H:%M}: {_told(row)}. Những gì đồng chí vừa nhập vẫn còn: xem lại rồi bấm Lưu "
            "lần nữa.",
        )
        for row in newer
    ]


def _told(row: DossierPaper) -> str:
    """A paper in words: there or not, number, day, where and with whom."""
    told = ["có" if row.is_present else "chưa có"]
    told += [f"số {row.number}"] if row.number else []
    told += [f"ngày {day_short(row.dated_on)}"] if row.dated_on else []
    told += [f"ở {row.location}"] if row.location else []
    told += [f"{row.holder} giữ"] if row.holder else []
    return ", ".join(told)


@transaction.atomic
def send_batch(
    *,
    by: User,
    sender: Organization,
    purpose: DossierBatch.Purpose,
    cases: CaseQuerySet,
    subjects: Sequence[Subject],
    number: str,
    sent_on: date,
    today: date,
) -> DossierBatch:
    """Write down that dossiers went up to the next organ on their way. `cases` are those ready at the sender's.

    Raises `Refused` with every reason.
    """
    Organization.objects.select_for_update(no_key=True).get(pk=sender.pk)
    receiver = next_organ(sender, today)
    refuse_if_any(sending_problems(cases=cases, subjects=subjects, receiver=receiver, sent_on=sent_on, today=today))
    assert receiver is not None
    batch = DossierBatch.objects.create(
        purpose=purpose,
        from_organization=sender,
        to_organization=receiver,
        number=number,
        sent_on=sent_on,
        recorded_by=by,
    )
    BatchItem.objects.bulk_create(
        BatchItem(
            batch=batch,
            candidate=subject if isinstance(subject, Candidate) else None,
            member=subject if isinstance(subject, Member) else None,
        )
        for subject in subjects
    )
    note(
        by=by,
        verb="gửi hồ sơ",
        subject=batch,
        organization=sender,
        after={
            "số": number,
            "ngày": sent_on,
            "nơi nhận": receiver.name_on(sent_on),
            "số hồ sơ": len(subjects),
        },
    )
    return batch


@transaction.atomic
def receive_batch(*, by: User, batch: DossierBatch, received_on: date, today: date) -> DossierBatch:
    """Write down that a batch arrived: every dossier in it is received until one is returned."""
    batch = DossierBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if batch.received_on is not None:
        raise Refused.at("", f"Đã nhận ngày {day_short(batch.received_on)}.")
    refuse_if_any(_day_problems("received_on", "Ngày nhận", received_on, batch.sent_on, today))
    batch.received_on = received_on
    batch.save(update_fields=["received_on"])
    batch.items.filter(outcome="").update(outcome=BatchItem.Outcome.NHAN)
    note(by=by, verb="nhận hồ sơ", subject=batch, organization=batch.from_organization_id, after={"ngày": received_on})
    return batch


@transaction.atomic
def return_dossier(*, by: User, item: BatchItem, codes: Sequence[str], returned_on: date, today: date) -> BatchItem:
    """Write down that one dossier goes back for the papers it lacks; its checklist says so until they are put in."""
    batch = DossierBatch.objects.select_for_update(no_key=True).get(pk=item.batch_id)
    item = BatchItem.objects.select_related("candidate__person", "member__person").get(pk=item.pk)
    if batch.received_on is None:
        raise Refused.at("", "Chưa nhận lần gửi này. Ghi nhận hồ sơ trước, rồi mới trả lại.")
    if item.returned_on is not None:
        raise Refused.at("", f"Hồ sơ này đã trả lại ngày {day_short(item.returned_on)}.")
    subject = item.subject
    known = {line.paper.code for line in checklist(file_of(subject, today), subject).lines}
    problems = _day_problems("returned_on", "Ngày trả lại", returned_on, batch.received_on, today)
    if not codes or not known.issuperset(codes):
        problems.append(Problem("codes", "Chọn trong mục lục những giấy tờ phải bổ sung."))
    refuse_if_any(problems)
    item.outcome, item.missing, item.returned_on = BatchItem.Outcome.TRA_LAI, list(codes), returned_on
    item.save(update_fields=["outcome", "missing", "returned_on"])
    for code in codes:
        subject.papers.update_or_create(
            code=code, defaults={"is_present": False, "dated_on": None, "number": "", "updated_by": by}
        )
    note(
        by=by,
        verb="trả lại hồ sơ",
        subject=subject,
        organization=batch.from_organization_id,
        after={"ngày": returned_on, "còn thiếu": [paper_named(code) for code in codes]},
    )
    return item


def _day_problems(field: str, noun: str, day: date, earliest: date, today: date) -> list[Problem]:
    if day > today:
        return [Problem(field, f"{noun} ({day_short(day)}) ở tương lai. Kiểm tra lại ngày.")]
    if day < earliest:
        return [Problem(field, f"{noun} ({day_short(day)}) trước ngày {day_short(earliest)}. Kiểm tra lại hai ngày.")]
    return []
