"""Testing a draft's figures as a job: read and held against themselves in bounded children, then against the register.

Whatever a text holds, the worker is free again after some minutes.
"""

from __future__ import annotations

from django.urls import reverse

from dangvien.actions.jobs import JobFailed
from dangvien.limited import Unreadable
from dangvien.models import Job
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.beside.counting import counted
from reports.beside.matching import with_cells
from reports.checking import Result, State, keep_result, refuse_draft
from reports.figure_check.apart import check_apart
from reports.figure_check.findings import Draft
from reports.figure_check.reading import pasted_draft, read_draft
from reports.figure_check.reading.bounds import COUNTED_IN_PART
from reports.models import CheckedDraft
from reports.stored_check import figures_to_json, finding_row, pieces_to_json

NOTHING_READ = "Không thấy chữ nào trong văn bản này. Nếu là bản chụp (scan), gõ hoặc dán phần có số liệu."


def check_draft(job: Job) -> str:
    """Read a draft, test its figures, count beside them with the rights of who brought it; safe to run twice."""
    scope = Scope.of(job.requested_by).limited_to(Permission.VIEW_REPORTS)
    found = CheckedDraft.objects.within(scope).select_related("organization").filter(pk=job.params["draft"]).first()
    if found is None:
        raise JobFailed("Văn bản này đã bỏ, hoặc không còn trong phạm vi của người yêu cầu.")
    address = reverse("bao-cao-kiem-tra-so-lieu-xem", args=[found.pk])
    if found.state != State.READING:
        return address
    job.advance(0, 3, "Đang đọc văn bản")
    try:
        draft = _read(found)
        job.advance(1, 3, "Đang kiểm tra các con số")
        checked = check_apart(draft)
    except Unreadable as reason:
        refuse_draft(draft=found, sentence=str(reason))
        return address
    job.advance(2, 3, "Đang đếm trong sổ")
    figures = with_cells(draft.pieces, checked.figures)
    beside, all_counted = counted(scope, found.organization, draft.pieces, figures, found.as_of)
    keep_result(
        draft=found,
        result=Result(
            pieces=pieces_to_json(draft.pieces),
            figures=figures_to_json(figures),
            findings=[finding_row(finding) for finding in checked.findings],
            counted=[each.to_json() for each in beside],
            unread=[*checked.draft.partial, *([] if all_counted else [COUNTED_IN_PART])],
            notes=list(checked.notes),
        ),
    )
    job.advance(3, 3, "")
    return address


def _read(found: CheckedDraft) -> Draft:
    content = bytes(found.file.content)
    draft = read_draft(content, found.file_name) if found.file_name else pasted_draft(content)
    if not any(piece.text.strip() for piece in draft.pieces):
        raise Unreadable(NOTHING_READ)
    return draft
