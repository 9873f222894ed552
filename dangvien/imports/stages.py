"""What the worker does with a file of people: read it, check it, write it, take it back. Each may run twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from dangvien.actions import import_keeping, import_learners, import_undo, import_writing, importing
from dangvien.actions.auditing import note
from dangvien.actions.jobs import JobFailed
from dangvien.actions.progress import lock_people, refresh_all
from dangvien.actions.reading import list_met_others
from dangvien.collecting import uncollected
from dangvien.imports import plan
from dangvien.imports.allowed import AT_THE_SHELL, NOT_ALLOWED, may_bring
from dangvien.imports.known import PART
from dangvien.imports.packed import Packed
from dangvien.limited import Unreadable
from dangvien.models import (
    AuditHead,
    Enrollment,
    ImportBatch,
    ImportLayout,
    ImportRow,
    Job,
    Movement,
    Organization,
    RosterKind,
    User,
)
from dangvien.models.import_batch import RowToWrite, WritableRow
from dangvien.permissions import Permission
from dangvien.planning import count_rows
from dangvien.procedure.problem import Refused
from dangvien.rosters.fields import FORMS
from dangvien.rosters.form import Value
from dangvien.rosters.grid import Row, Sheet
from dangvien.rosters.layout import Layout, recognize
from dangvien.rosters.reading import iterate_roster
from dangvien.scope import Scope
from dangvien.text import thousands

T = TypeVar("T")
State = ImportBatch.State

OUTSIDE = "Tổ chức của danh sách này không còn trong phạm vi của người yêu cầu."
NEWER = "Danh sách này đã có yêu cầu mới hơn nên không làm lại việc cũ. Xem ở trang của danh sách."
UNCLEAR = "Chưa hiểu được các cột của tệp. Xem lại cột nào là gì, rồi lưu để kiểm tra."

MANY = 2000
"""Steps of a commit (two a row) from which on the database counts its rows anew: until it does, it plans for a register
without them, and the next list or export of a ward just brought in took eight times as long."""

WRITERS: dict[str, Callable[..., Sequence[WritableRow]]] = {
    RosterKind.MEMBERS: import_writing.write_members,
    RosterKind.CLASS: import_learners.write_learners,
}
"""Kind of list → who writes its rows. Other kinds add theirs (`register_writer`)."""


def register_writer(kind: str, writer: Callable[..., Sequence[WritableRow]]) -> None:
    """Say who writes the rows of a kind; called once, when the module of the kind is loaded."""
    WRITERS[kind] = writer


Tell = Callable[[int, int, str], object]


def read_job(job: Job) -> str:
    """Read a file and check it."""
    batch = _batch_of(job)
    if batch.state == State.READING:
        try:
            read(batch, job.requested_by, _teller(job, "Đang đọc và kiểm tra"))
        except Unreadable as why:
            batch.state, batch.message = State.UNREADABLE, str(why)[:400]
            batch.save(update_fields=["state", "message"])
            raise JobFailed(str(why)) from why
    return _address(batch)


def check_job(job: Job) -> str:
    """Check a file that was read against the register as it stands now."""
    batch = _batch_of(job)
    if batch.state == State.CHECKING:
        check(batch, job.requested_by, _teller(job, "Đang kiểm tra"))
    return _address(batch)


def commit_job(job: Job) -> str:
    """Write the rows that may go in. What a killed worker began was rolled back with it: nothing is written twice."""
    batch = _batch_of(job)
    try:
        commit(batch, job.requested_by, job.params.get("stamp", ""), _teller(job, ""))
    except Refused as refused:
        sentence = " ".join(problem.sentence for problem in refused.problems[:3])
        import_keeping.open_again(batch, sentence)
        raise JobFailed(sentence) from refused
    return _address(batch)


def undo_job(job: Job) -> str:
    """Take back what a file wrote."""
    batch = _batch_of(job)
    if not may_bring(_scope(job.requested_by, batch), batch.kind, batch.organization):
        raise JobFailed(NOT_ALLOWED[batch.kind])
    if batch.undone_at is None:
        tell = _teller(job, "")
        tell(0, 2, "Đang hoàn tác")
        try:
            import_undo.take_back(by=job.requested_by, batch=batch, reason=job.params["reason"], today=localdate())
        except Refused as refused:
            raise JobFailed(" ".join(problem.sentence for problem in refused.problems[:3])) from refused
        tell(1, 2, "Đang tính lại việc đến hạn")
    refresh(batch)
    return _address(batch)


@uncollected()
def read(batch: ImportBatch, by: User | None, tell: Tell | None = None, scope: Scope | None = None) -> None:
    """Read the bytes of a batch, find out what its columns are, and check it when that is clear.

    Raises `Unreadable` with one sentence.
    """
    content = bytes(batch.file.content)
    sheets = sheets_from(iterate_roster(content, batch.file_name), tell)
    understand(batch, sheets)
    if not any(kept["taken"] for kept in batch.layout["sheets"]):
        plan.keep_unchecked(batch, sheets)
        batch.state, batch.message, batch.counts, batch.stamp = State.MAPPING, UNCLEAR, {}, ""
        batch.save(update_fields=["layout", "state", "message", "counts", "stamp"])
        return
    _check(batch, by, scope or _scope(by, batch), sheets, tell)


@uncollected()
def check(batch: ImportBatch, by: User | None, tell: Tell | None = None, scope: Scope | None = None) -> None:
    """Check the rows of a batch as they are kept, with what was typed and chosen since."""
    _check(batch, by, scope or _scope(by, batch), plan.sheets_of(batch), tell)


def check_now(batch: ImportBatch, by: User) -> None:
    """For `importing.check_with`: a short file, in the request that changed one of its rows."""
    check(batch, by)


def _check(batch: ImportBatch, by: User | None, scope: Scope, sheets: Sequence[Sheet], tell: Tell | None) -> None:
    report = None if tell is None else lambda done, total: tell(done, total, "")
    if elsewhere := plan.check(batch, scope, sheets, report):
        list_met_others(by=by, batch=batch, rows=elsewhere)
    batch.state, batch.message = State.CHECKED, ""
    batch.save(update_fields=["layout", "state", "message", "counts", "stamp"])


def understand(batch: ImportBatch, sheets: Sequence[Sheet]) -> None:
    """Find out what each sheet is: by its words, as it was told for such a head before, as the user told it now."""
    form, options = FORMS[batch.kind], batch.options
    remembered = _remembered(batch)
    told, taken = options.get("layouts", {}), options.get("sheets", {})
    described = []
    for number, sheet in enumerate(sheets):
        said = dict(told.get(str(number), {}))
        if str(number) in taken:
            said["taken"] = taken[str(number)]
        layout = recognize(sheet, form, said)
        if "columns" not in said and layout.signature in remembered:
            said = remembered[layout.signature] | said
            layout = recognize(sheet, form, said)
        if options.get("hidden_columns") is False and set(sheet.hidden_columns) & _told(layout):
            seen = {
                key: [column for column in columns if column not in sheet.hidden_columns]
                for key, columns in layout.columns.items()
            }
            layout = recognize(sheet, form, said | {"columns": seen})
        described.append(
            {**layout.as_json(), "encoding": sheet.encoding, "merges": [list(merge) for merge in sheet.merges]}
        )
    batch.layout = {"sheets": described}


def _told(layout: Layout) -> set[int]:
    """The columns that something of the list stands in."""
    return {column for columns in layout.columns.values() for column in columns}


def _remembered(batch: ImportBatch) -> dict[str, Any]:
    """Signature of a head → what its columns were told to be, for this organization and those above it."""
    above = Organization.objects.ever_above([batch.organization_id]).values_list("pk", flat=True)
    rows = ImportLayout.objects.filter(organization__in=[batch.organization_id, *above], kind=batch.kind)
    found = sorted(rows, key=lambda row: row.organization_id == batch.organization_id)
    return {row.signature: row.columns for row in found}


@uncollected()
def commit(batch: ImportBatch, by: User, stamp: str, tell: Tell | None = None, scope: Scope | None = None) -> None:
    """Write the rows the check showed, in one transaction, then what is due of those who came in.

    The register is compared anew before, while progress is told; when anything was written down in between, once more
    inside. Raises `Refused` when it stands otherwise than the check saw it.
    """
    scope = scope or _scope(by, batch)
    tell = tell or _nobody
    if not may_bring(scope, batch.kind, batch.organization):
        raise Refused.at("", NOT_ALLOWED[batch.kind])
    if batch.state == State.COMMITTING:
        position = _position()
        total = 2 * batch.rows.data().filter(verdict__in=plan.WRITTEN, committed=False).count() or 1
        against = plan.against_of(batch, scope)
        held: list[RowToWrite] = []
        seen = plan.compared_again(
            batch, against, lambda done, _: tell(done, total, f"Đã đối chiếu {thousands(done)} dòng với sổ"), held
        )
        tell(total // 2, total, "Đang ghi vào sổ; ghi xong mới thấy ở các trang khác")
        try:
            with transaction.atomic():
                _write(batch, by, scope, stamp, Seen(against, seen, position, held))
        except IntegrityError:  # somebody took a number in this very moment; what the database says holds names
            raise Refused.at("", importing.STALE) from None
        batch.refresh_from_db()
        tell(total, total, "Đang tính việc đến hạn")
        if total >= MANY:
            count_rows()
    refresh(batch)


def _nobody(*_: object) -> None:
    """Nobody is told how far it has come."""


@dataclass(frozen=True)
class Seen:
    """What was compared before the transaction: against what, the stamp of it, how far the register had come, and the
    rows where they are not too many."""

    against: plan.Against
    stamp: str
    position: int
    rows: list[RowToWrite]


def _write(batch: ImportBatch, by: User, scope: Scope, stamp: str, seen: Seen) -> None:
    """The one transaction. Of two workers the second finds the batch written and leaves it so."""
    held = ImportBatch.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organization", "training_class"
    )
    batch = held.get(pk=batch.pk)
    if batch.state != State.COMMITTING:
        return
    rows = plan.rows_to_write(batch)
    places = _places(batch, seen.against)
    cells = Organization.objects.select_for_update(no_key=True).filter(pk__in=set(places.values())).order_by("pk")
    list(cells.values_list("pk"))
    lock_people(rows.exclude(person=None).values_list("person", flat=True))
    now = seen.stamp
    if _position() != seen.position:
        now = plan.compared_again(batch, plan.against_of(batch, scope))
    if not stamp or now != stamp or batch.stamp != stamp:
        raise Refused.at("", importing.STALE)
    today, count = localdate(), 0
    writer = WRITERS[batch.kind]
    for found in _found(batch, seen.rows):
        count += len(writer(by=by, batch=batch, rows=found, places=places, today=today))
    first = batch.committed_at is None
    batch.state, batch.message = State.COMMITTED, ""
    batch.committed_at, batch.committed_by = timezone.now(), by
    written = int(batch.counts.get("committed", 0)) + count
    batch.counts = {**batch.counts, "committed": written}
    batch.save(update_fields=["state", "message", "committed_at", "committed_by", "counts"])
    note(
        by=by,
        verb="ghi danh sách vào sổ",
        subject=batch,
        organization=batch.organization_id,
        after={"danh sách": batch.get_kind_display(), "tính đến ngày": batch.as_of, "số dòng": count,
               "lần": "đầu" if first else "phần còn lại", "mã tệp": batch.digest[:16]},
    )  # fmt: skip


def _found(batch: ImportBatch, held: list[RowToWrite]) -> Iterator[list[RowToWrite]]:
    """The rows to write, a part at a time: those that are held, which the stamp says are what stands there, or read."""
    if held:
        yield from _parts(held, PART)
        return
    for part in _parts(list(plan.rows_to_write(batch).values_list("pk", flat=True)), PART):
        # By their keys alone: asked for the batch and the verdict as well, SQLite reads the whole file each time.
        yield list(ImportRow.objects.filter(pk__in=part).in_order().light(PART))


def _places(batch: ImportBatch, against: plan.Against) -> dict[str, int]:
    """The organizations that rows to write name, by their names."""
    if isinstance(against.comparison, plan.NamesPlaces):
        records = plan.rows_to_write(batch).order_by().values_list("record", flat=True)
        return against.comparison.places(record or {} for record in records)
    units: Any = against.units
    keys = [field.key for field in FORMS[batch.kind].fields if field.value is Value.UNIT] or ["don_vi"]
    rows = plan.rows_to_write(batch).order_by()
    names = {name for key in keys for name in rows.values_list(f"record__{key}", flat=True).distinct() if name}
    found = {}
    for name in names:
        place = units.key_of(units.find(name).name)
        if place is not None:
            found[name] = place
    return found


def _position() -> int:
    """How far the audit trail has come: every change of the register writes into it."""
    return AuditHead.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0


def refresh(batch: ImportBatch) -> None:
    """Write down anew where the cases of the batch's cells stand; safe to do again."""
    movements = Movement.objects.filter(batch=batch).values("organization")
    keys = set(Organization.objects.filter(pk__in=movements).values_list("pk", flat=True))
    if batch.kind == RosterKind.CLASS and batch.training_class_id:
        lines = Enrollment.objects.filter(training_class=batch.training_class_id).values("sent_by")
        keys |= set(Organization.objects.filter(pk__in=lines).values_list("pk", flat=True))
        keys |= {batch.organization_id}
    if keys:
        refresh_all(localdate(), Organization.objects.filter(pk__in=keys))


def sheets_from(events: Iterator[Sheet | Row], tell: Tell | None = None) -> list[Sheet]:
    """The sheets with their rows, packed."""
    sheets: list[Sheet] = []
    count = 0
    for told in events:
        if isinstance(told, Sheet):
            packed: Any = Packed()
            told.rows = packed
            sheets.append(told)
        else:
            sheets[-1].rows.append(told)
            count += 1
            if tell is not None and count % PART == 0:
                tell(0, 0, f"Đã đọc {thousands(count)} dòng")
    return sheets


def _teller(job: Job, words: str) -> Tell:
    """Tells how far a job has come, between transactions: what is told inside of one nobody sees before its end."""

    def tell(done: int, total: int, message: str) -> None:
        told = message or (f"{words}: {thousands(done)}/{thousands(total)} dòng" if total else words)
        if not job.advance(done, total, told):
            raise JobFailed("Một máy khác đã nhận việc này.")

    return tell


def _batch_of(job: Job) -> ImportBatch:
    """The batch of a job, as far as whoever asked still serves it; a batch listens to the newest of its jobs only, so
    that one that failed long ago and is tried again undoes nothing that was asked for since."""
    scope = Scope.of(job.requested_by).limited_to(Permission.IMPORT_ROSTERS)
    batches = scope.import_batches.select_related("organization", "training_class", "recorded_by")
    batch = batches.filter(pk=job.params["batch"]).first()
    if batch is None:
        raise JobFailed(OUTSIDE)
    if batch.job_id != job.pk:
        raise JobFailed(NEWER)
    return batch


def _scope(by: User | None, batch: ImportBatch) -> Scope:
    """What whoever asks may see; nobody signed in: the organization of the batch and what is below it."""
    if by is None:
        return Scope.whole(batch.organization, AT_THE_SHELL)
    return Scope.of(by).limited_to(Permission.IMPORT_ROSTERS)


def _address(batch: ImportBatch) -> str:
    return reverse("nhap-chi-tiet", args=[batch.pk])


def _parts(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    walk = iter(rows)
    while part := list(islice(walk, size)):
        yield part
