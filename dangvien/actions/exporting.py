"""Asking for the register of a subtree as a file: what for is said first, and who took it stays written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.actions.reading import exported
from dangvien.models import AuditEntry, Job, Organization, TrainingClass, User
from dangvien.models.import_batch import RosterKind
from dangvien.procedure.problem import Problem, Refused
from dangvien.text import lower_first, nfc

EXPORT = "xuat_so"
"""The kind of job that writes the file (`dangvien.imports.export`)."""

SHORTEST_REASON, LONGEST_REASON = 5, 200
TELL_WHY = "Ghi rõ xuất để làm gì, ví dụ: Đối chiếu với danh sách của Ban Tổ chức Tỉnh ủy."


@dataclass(frozen=True)
class RegisterFile:
    """What was asked for: which kind of list, of which organization or class, what for."""

    kind: str
    organization: int
    training_class: int | None
    title: str
    reason: str

    @classmethod
    def from_params(cls, params: dict[str, Any]) -> RegisterFile:
        """As a job carries it."""
        return cls(
            params["kind"], params["organization"], params.get("class"), str(params["title"]), str(params["reason"])
        )


@transaction.atomic
def ask_to_export(
    *,
    by: User,
    kind: RosterKind,
    organization: Organization,
    name: str,
    rows: int,
    reason: str,
    training_class: TrainingClass | None = None,
) -> Job:
    """Ask the worker for the register of an organization as a file. `name` is what the organization is called today.

    Refused without a reason, for a class list without a class, and where there is nothing to export.
    """
    reason = nfc(reason)
    problems: list[Problem] = []
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        problems += Refused.at("reason", TELL_WHY).problems
    if kind == RosterKind.CLASS and training_class is None:
        problems += Refused.at("training_class", "Chọn lớp có danh sách cần xuất.").problems
    if not rows:
        problems += Refused.at("organization", "Không có dòng nào để xuất ở tổ chức này.").problems
    if problems:
        raise Refused(problems)
    of = f"{training_class.name}, {name}" if training_class else name
    title = f"Danh sách {lower_first(kind.label)}: {of}"[:250]
    exported(by=by, what=title, count=rows, organization=organization, reason=reason)
    params = {
        "kind": kind.value,
        "organization": organization.pk,
        "class": training_class.pk if training_class else None,
        "title": title,
        "reason": reason,
    }
    return request_job(by=by, kind=EXPORT, title=f"Xuất sổ. {title}"[:250], params=params)


def register_taken(*, by: User, job: Job) -> AuditEntry:
    """Somebody took the file they had asked for."""
    asked = RegisterFile.from_params(job.params)
    return note(
        by=by,
        verb="tải sổ đã xuất",
        subject=by,
        organization=asked.organization,
        after={"danh sách": asked.title},
        reason=asked.reason,
    )
