"""A file of people: kept as it came, read and checked by the worker, mended row by row, written once, dropped.

What a file says is judged in `dangvien.imports`, a room above this one: it says who judges (`check_with`) when the
program starts, as the jobs do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.models import (
    ImportBatch,
    ImportFile,
    ImportLayout,
    ImportRow,
    Job,
    Organization,
    RosterKind,
    TrainingClass,
    User,
    Verdict,
)
from dangvien.procedure.import_telling import answers_told, cell_told, columns_told
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.rosters.grid import Row, column_of
from dangvien.rosters.sizes import MOST_BYTES, TOO_LARGE
from dangvien.text import day_full, nfc, thousands

READ, CHECK, COMMIT, UNDO = "doc_danh_sach", "kiem_danh_sach", "ghi_danh_sach", "hoan_tac_danh_sach"
"""Kinds of jobs; `params` are {"batch": key} and what each needs."""

QUICK = 1500
"""A file of so many rows is judged again at once when a cell is mended; a longer one by the worker."""

BUSY = "Tệp này đang được đọc, kiểm tra hoặc ghi. Chờ xong rồi làm tiếp."
NOT_OPEN = "Lần nhập này không còn sửa được."
STALE = "Từ lúc kiểm tra đến nay sổ đã có thay đổi liên quan đến danh sách này. Xem lại kết quả kiểm tra rồi ghi."
WRITTEN = "Dòng này đã ghi vào sổ; sửa trong hồ sơ của người ấy."
NOTHING = "Không có dòng nào để ghi. Sửa các dòng sai, hoặc chọn người ở các dòng có thể đã có trong sổ."

OPTIONS = {"dong_an": "hidden_rows", "cot_an": "hidden_columns", "viet_hoa": "capitals", "mac_dinh": "assume"}
"""Question on the screen → key of `ImportBatch.options`; `trang_N` answers for hidden sheet N."""

Checker = Callable[[ImportBatch, User], None]
_checkers: list[Checker] = []


def check_with(checker: Checker) -> None:
    """Say who judges a batch that was read; called once from `AppConfig.ready()`."""
    _checkers[:] = [checker]


@transaction.atomic
def keep_batch(
    *,
    by: User,
    organization: Organization,
    kind: str,
    as_of: date,
    content: bytes,
    file_name: str,
    training_class: TrainingClass | None = None,
    document: str = "",
    instead_of: ImportBatch | None = None,
    options: Mapping[str, Any] | None = None,
    today: date | None = None,
) -> ImportBatch:
    """Keep a file as it came and ask the worker to read it. A batch that it replaces is dropped, if it was not written.

    The same bytes brought before are no reason against it: `ImportBatchQuerySet.of_file` tells of them.
    """
    today = today or localdate()
    refuse_if_any(_keeping_problems(organization, kind, as_of, content, training_class, document, today))
    if instead_of is not None and instead_of.is_open and instead_of.committed_at is None and not unfinished(instead_of):
        drop_batch(by=by, batch=instead_of)
    batch = ImportBatch.objects.create(
        organization=organization,
        kind=kind,
        as_of=as_of,
        training_class=training_class,
        document=nfc(document)[:250],
        file_name=nfc(file_name)[:200] or "danh-sach",
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        options=dict(options or {}),
        recorded_by=by,
    )
    ImportFile.objects.create(batch=batch, content=content)
    note(
        by=by,
        verb="đưa danh sách lên",
        subject=batch,
        organization=organization,
        after={"danh sách": RosterKind(kind).label, "tính đến ngày": as_of, "mã tệp": batch.digest[:16]},
    )
    _ask(by, batch, READ, f"Đọc danh sách {batch.file_name}")
    return batch


def _keeping_problems(
    organization: Organization,
    kind: str,
    as_of: date,
    content: bytes,
    training_class: TrainingClass | None,
    document: str,
    today: date,
) -> list[Problem]:
    problems = []
    if not content:
        problems.append(Problem("file", "Tệp này không có gì bên trong. Chọn lại tệp."))
    elif len(content) > MOST_BYTES:
        problems.append(Problem("file", TOO_LARGE))
    if as_of > today:
        problems.append(Problem("as_of", "Ngày của danh sách ở tương lai. Kiểm tra lại ngày."))
    elif organization.placement_on(as_of) is None:
        problems.append(
            Problem("as_of", f"{organization.name_on(as_of)} chưa có hoặc đã thôi hoạt động ngày {day_full(as_of)}.")
        )
    if kind == RosterKind.CLASS and training_class is None:
        problems.append(Problem("training_class", "Chọn lớp của danh sách này."))
    if kind in (RosterKind.TARGETS, RosterKind.DECLARED) and not nfc(document):
        problems.append(Problem("document", "Ghi văn bản có các số này: tên, số, ngày."))
    return problems


@transaction.atomic
def answer_questions(*, by: User, batch: ImportBatch, options: Mapping[str, Any]) -> ImportBatch:
    """Keep what only the user knows of the whole file, and read it again. Keys: those of `OPTIONS`, and `trang_N`."""
    batch = _open(batch)
    before = deepcopy(batch.options)
    for key, value in options.items():
        if key.startswith("trang_"):
            batch.options.setdefault("sheets", {})[key.removeprefix("trang_")] = bool(value)
        elif key in OPTIONS:
            batch.options[OPTIONS[key]] = bool(value)
    batch.save(update_fields=["options"])
    old, new = answers_told(batch, before, OPTIONS)
    note(by=by, verb="trả lời về danh sách", subject=batch, organization=batch.organization_id, before=old, after=new)
    _ask(by, batch, READ, f"Đọc danh sách {batch.file_name}")
    return batch


@transaction.atomic
def correct_layout(
    *,
    by: User,
    batch: ImportBatch,
    sheet: int,
    header_rows: Sequence[int],
    columns: Mapping[str, Sequence[int]],
) -> ImportBatch:
    """Keep what the columns of a sheet are; remembered for the next file with such a head. The file is read again."""
    batch = _open(batch)
    sheets = batch.layout.get("sheets", [])
    if not 0 <= sheet < len(sheets):
        raise Refused.at("", "Tệp không có trang tính này.")
    told = {"header_rows": [int(row) for row in header_rows],
            "columns": {key: [int(column) for column in found] for key, found in columns.items()}}  # fmt: skip
    batch.options.setdefault("layouts", {})[str(sheet)] = told
    batch.options.setdefault("sheets", {})[str(sheet)] = True
    if signature := sheets[sheet].get("signature"):
        ImportLayout.objects.update_or_create(
            organization_id=batch.organization_id,
            kind=batch.kind,
            signature=signature,
            defaults={"columns": told, "recorded_by": by},
        )
    batch.save(update_fields=["options"])
    old, new = columns_told(batch, sheet, columns)
    note(
        by=by,
        verb="chọn cột của danh sách",
        subject=batch,
        organization=batch.organization_id,
        before=old,
        after={"trang tính": sheets[sheet].get("name", ""), **new},
    )
    _ask(by, batch, READ, f"Đọc danh sách {batch.file_name}")
    return batch


@dataclass(frozen=True)
class RowWork:
    """What was done to one row on a screen: cells typed anew (column → text), who it is, whether it is left out."""

    cells: Mapping[str, str] = field(default_factory=dict)
    choice: str | None = None
    out: bool | None = None


@transaction.atomic
def mend_rows(*, by: User, batch: ImportBatch, work: Mapping[int, RowWork]) -> ImportBatch:
    """Keep everything that was done to some rows (by key), then judge the file once: at once, or by the worker when it
    is long."""
    batch = _mendable(batch)
    rows = {row.pk: row for row in batch.rows.select_for_update(no_key=True).filter(pk__in=work)}
    for key, asked in work.items():
        row = rows.get(key)
        if row is None or row.committed:
            raise Refused.at("", WRITTEN)
        for column, text in asked.cells.items():
            _mend(by, batch, row, column, text)
        if asked.choice is not None:
            _choose(by, batch, row, asked.choice)
        if asked.out is not None:
            _leave(by, batch, row, out=asked.out)
    return _judged(by, batch) if work else batch


@transaction.atomic
def mend_cell(*, by: User, row: ImportRow, column: str, text: str) -> ImportRow:
    """Take what the user typed instead of what a cell holds; the file itself stays as it came. Gives the row judged
    anew, or as it was when the file is long: then the worker judges."""
    mend_rows(by=by, batch=ImportBatch(pk=row.batch_id), work={row.pk: RowWork({column: text})})
    return ImportRow.objects.get(pk=row.pk)


@transaction.atomic
def choose_person(*, by: User, row: ImportRow, choice: str) -> ImportRow:
    """Keep who a row is about: "moi" for somebody new, the key of one of those it may be, "" to be asked again."""
    mend_rows(by=by, batch=ImportBatch(pk=row.batch_id), work={row.pk: RowWork(choice=choice)})
    return ImportRow.objects.get(pk=row.pk)


@transaction.atomic
def leave_out(*, by: User, row: ImportRow, out: bool = True) -> ImportRow:
    """Leave a row out of what is written, or take it in again."""
    mend_rows(by=by, batch=ImportBatch(pk=row.batch_id), work={row.pk: RowWork(out=out)})
    return ImportRow.objects.get(pk=row.pk)


def _mend(by: User, batch: ImportBatch, row: ImportRow, column: str, text: str) -> None:
    try:
        there = Row(row.number, row.cells).cell(column_of(column)).text
    except ValueError:
        raise Refused.at("", f"Không có cột {column}.") from None
    old = str(row.mended.get(column, there))
    if text == there:
        row.mended.pop(column, None)
    else:
        row.mended[column] = text
    row.save(update_fields=["mended"])
    before, after = cell_told(batch, row, column, old, text)
    note(
        by=by, verb="sửa ô của danh sách", subject=batch, organization=batch.organization_id, before=before, after=after
    )


def _choose(by: User, batch: ImportBatch, row: ImportRow, choice: str) -> None:
    offered = {str(item["person"]) for item in row.alike}
    if choice not in {"", "moi", *offered} and choice != row.choice:
        raise Refused.at("nguoi", "Chọn một trong những người được đưa ra, hoặc chọn người mới.")
    row.choice = choice
    row.save(update_fields=["choice"])
    after = {"dòng": row.number}
    note(by=by, verb="chọn người trong danh sách", subject=batch, organization=batch.organization_id, after=after)


def _leave(by: User, batch: ImportBatch, row: ImportRow, *, out: bool) -> None:
    row.choice = "bo" if out else ""
    row.save(update_fields=["choice"])
    verb = "bỏ dòng của danh sách" if out else "lấy lại dòng của danh sách"
    note(by=by, verb=verb, subject=batch, organization=batch.organization_id, after={"dòng": row.number})


@transaction.atomic
def check_again(*, by: User, batch: ImportBatch) -> ImportBatch:
    """Ask for the file to be held against the register as it stands now."""
    batch = _mendable(batch)
    note(by=by, verb="kiểm tra lại danh sách", subject=batch, organization=batch.organization_id)
    _ask(by, batch, CHECK, f"Kiểm tra danh sách {batch.file_name}")
    return batch


@transaction.atomic
def drop_batch(*, by: User, batch: ImportBatch) -> ImportBatch:
    """Put a file aside that is not wanted: its rows and its bytes go. One that was written is taken back instead."""
    batch = ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if batch.committed_at is not None or batch.state in (ImportBatch.State.UNDONE, ImportBatch.State.DROPPED):
        raise Refused.at("", "Danh sách này đã ghi vào sổ hoặc đã bỏ. Đã ghi thì hoàn tác.")
    if unfinished(batch):
        raise Refused.at("", BUSY)
    batch.state, batch.message = ImportBatch.State.DROPPED, ""
    batch.save(update_fields=["state", "message"])
    batch.rows.all().delete()
    ImportFile.objects.filter(batch=batch).delete()
    note(by=by, verb="bỏ danh sách", subject=batch, organization=batch.organization_id)
    return batch


@transaction.atomic
def ask_to_commit(*, by: User, batch: ImportBatch, seen: str) -> Job:
    """Ask the worker to write the rows that may go in, exactly as the check showed them; `seen` is its stamp.

    Rows that are wrong, or may be somebody who is there, stay held.
    """
    batch = _mendable(batch)
    if batch.state != ImportBatch.State.CHECKED:
        raise Refused.at("", "Danh sách này chưa kiểm tra xong.")
    if seen != batch.stamp:
        raise Refused.at("", STALE)
    count = batch.rows.data().filter(verdict__in=(Verdict.NEW, Verdict.CHANGED), committed=False).count()
    if not count:
        raise Refused.at("", NOTHING)
    note(
        by=by, verb="yêu cầu ghi danh sách vào sổ", subject=batch, organization=batch.organization_id,
        after={"số dòng": count},
    )  # fmt: skip
    title = f"Ghi {thousands(count)} dòng của {batch.file_name} vào sổ"
    return _ask(by, batch, COMMIT, title, stamp=batch.stamp)


@transaction.atomic
def ask_to_undo(*, by: User, batch: ImportBatch, reason: str) -> Job:
    """Ask the worker to take back what a file wrote; people touched since are left and listed."""
    batch = ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if unfinished(batch):
        raise Refused.at("", BUSY)
    if batch.committed_at is None or batch.undone_at is not None:
        raise Refused.at("", "Danh sách này chưa ghi vào sổ hoặc đã hoàn tác, nên không có gì để hoàn tác.")
    if not reason.strip():
        raise Refused.at("reason", "Ghi lý do hoàn tác.")
    note(
        by=by, verb="yêu cầu hoàn tác lần nhập", subject=batch, organization=batch.organization_id,
        reason=reason.strip(),
    )  # fmt: skip
    job = request_job(
        by=by, kind=UNDO, title=f"Hoàn tác {batch.file_name}"[:250],
        params={"batch": batch.pk, "reason": reason.strip()},
    )  # fmt: skip
    batch.job = job
    batch.save(update_fields=["job"])
    return job


def unfinished(batch: ImportBatch) -> Job | None:
    """The job of a batch that waits or runs."""
    job = Job.objects.filter(pk=batch.job_id).first() if batch.job_id else None
    return job if job is not None and not job.is_over else None


_STATE_OF = {
    READ: ImportBatch.State.READING,
    CHECK: ImportBatch.State.CHECKING,
    COMMIT: ImportBatch.State.COMMITTING,
}


def _ask(by: User, batch: ImportBatch, kind: str, title: str, **more: Any) -> Job:
    """A job about a batch, which shows it from now on."""
    job = request_job(by=by, kind=kind, title=title[:250], params={"batch": batch.pk, **more})
    batch.job, batch.state, batch.message = job, _STATE_OF[kind], ""
    batch.save(update_fields=["job", "state", "message"])
    return job


def _open(batch: ImportBatch) -> ImportBatch:
    """The batch, locked, of which nothing was written."""
    batch = ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if unfinished(batch):
        raise Refused.at("", BUSY)
    if not batch.is_open or batch.committed_at is not None:
        raise Refused.at("", NOT_OPEN)
    return batch


def _mendable(batch: ImportBatch) -> ImportBatch:
    """The batch, locked; one whose good rows were written may still be mended for the rest."""
    batch = ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if unfinished(batch):
        raise Refused.at("", BUSY)
    states = ImportBatch.State
    if batch.state not in (states.MAPPING, states.CHECKED, states.COMMITTED, states.CHECKING, states.COMMITTING):
        raise Refused.at("", NOT_OPEN)
    return batch


def _judged(by: User, batch: ImportBatch) -> ImportBatch:
    """Have the file judged anew: another row may stand otherwise by what was done to one."""
    if batch.rows.count() > QUICK or not _checkers:
        _ask(by, batch, CHECK, f"Kiểm tra danh sách {batch.file_name}")
    else:
        for checker in _checkers:
            checker(batch, by)
    return ImportBatch.objects.get(pk=batch.pk)
