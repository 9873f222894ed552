"""The check of a whole batch: what each row of its file would do. Nothing is written but the batch's own rows.

The rows pass through once: judged by themselves and within their file (`dangvien.rosters.judge`), then compared with
the register, then kept with their verdict, some thousands at a time.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Protocol, TypeVar, runtime_checkable

from dangvien.actions.import_keeping import forget_rows, keep_rows
from dangvien.imports.before import Before, with_rows
from dangvien.imports.compare import LEAVE_OUT, Asked, Compared, MemberComparison
from dangvien.imports.findings import Findings
from dangvien.imports.known import PART, Register
from dangvien.imports.learners import ClassRights, LearnerComparison
from dangvien.imports.limits import told_twice, too_long
from dangvien.imports.packed import Packed
from dangvien.imports.units import RegisterUnits
from dangvien.models import ImportBatch, ImportRow, RosterKind, Verdict
from dangvien.models.import_batch import CheckedRow, ImportRowQuerySet, RowToWrite
from dangvien.permissions import Permission
from dangvien.rosters.fields import FORMS
from dangvien.rosters.form import Field
from dangvien.rosters.grid import Row, Sheet
from dangvien.rosters.issues import Issue, Severity
from dangvien.rosters.judge import Judge, JudgedRow, column_of_field, with_more
from dangvien.rosters.layout import Layout
from dangvien.rosters.units import Units
from dangvien.scope import Scope

T = TypeVar("T")

Report = Callable[[int, int], object]
"""Told how many rows are done, and of how many."""

SHOWN = 30
"""Rows that are kept of a sheet that is not taken, for the screen on which its columns are told."""

WRITTEN = (Verdict.NEW, Verdict.CHANGED)
"""Verdicts of rows that a commit writes."""

ELSEWHERE = frozenset({"citizen_elsewhere", "card_elsewhere"})
"""Codes of issues that answer whether a number of somebody outside of the scope is in the register."""

IN_REGISTER = (*WRITTEN, Verdict.SAME)
"""Verdicts of rows that may be about somebody who is in the register."""


class Comparison(Protocol):
    """Compares rows of one kind of list with the register, a part at a time."""

    def compare(self, asked: Sequence[Asked]) -> list[Compared]: ...


@runtime_checkable
class NamesPlaces(Protocol):
    """A comparison whose rows name organizations otherwise than in a column of units."""

    def places(self, records: Iterable[Mapping[str, Any]]) -> dict[str, int]: ...


@dataclass(frozen=True)
class Against:
    """What a batch is held against: the organizations its rows may name, and the comparison of its kind."""

    units: Units
    comparison: Comparison


Maker = Callable[[ImportBatch, Scope], Against]


def _members(batch: ImportBatch, scope: Scope) -> Against:
    units = RegisterUnits.below(batch.organization, batch.as_of)
    register = Register(scope, batch.organization, batch.as_of)
    return Against(units, MemberComparison(register, units, document=batch.document, options=batch.options))


def _learners(batch: ImportBatch, scope: Scope) -> Against:
    units = RegisterUnits.below(batch.organization, batch.as_of, cells_only=False)
    register = Register(scope, batch.organization, batch.as_of)
    recording, held = scope.limited_to(Permission.RECORD_CLASS), batch.training_class
    rights = ClassRights(
        runs=held is not None and recording.own_classes.filter(pk=held.pk).exists(), senders=recording.keys
    )
    return Against(units, LearnerComparison(register, units, held, rights=rights, options=batch.options))


MAKERS: dict[str, Maker] = {RosterKind.MEMBERS: _members, RosterKind.CLASS: _learners}
"""Kind of list → what its rows are held against. Other kinds add theirs here (see `register_kind`)."""


def register_kind(kind: str, maker: Maker) -> None:
    """Say how rows of a kind are compared; called once, when the module of the kind is loaded."""
    MAKERS[kind] = maker


def against_of(batch: ImportBatch, scope: Scope) -> Against:
    """What a batch is held against, read now."""
    return MAKERS[batch.kind](batch, scope)


def check(batch: ImportBatch, scope: Scope, sheets: Sequence[Sheet], report: Report | None = None) -> int:
    """Judge every row of the sheets that are taken, keep the verdicts, counts and stamp; the caller saves the batch.

    Gives how many rows were told that a number of theirs is somebody's elsewhere.

    Rows that went into the register by an earlier commit stay as they are. What the user typed and chose counts.
    """
    against = against_of(batch, scope)
    before = Before.of(batch)
    if before.any:
        forget_rows(batch, but=taken_sheets(batch))
    counts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    faulty: Counter[str] = Counter()
    elsewhere = 0
    stamp = hashlib.sha256()
    total, done = 2 * sum(len(sheet.rows) for sheet in sheets), 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        if report is not None:
            report(done, total)

    for number, sheet in enumerate(sheets):
        if number not in taken_sheets(batch):
            keep_rows(batch, _unchecked(number, sheet.rows[:SHOWN]), over=before.any)
    for rows in checked_rows(batch, sheets, against, before, step):
        for row in rows:
            if row.committed:
                counts["committed"] += 1
            elif row.part == ImportRow.Part.DATA:
                counts[row.verdict] += 1
                if row.issues:
                    found = {issue["code"] for issue in row.issues}
                    codes.update(issue["code"] for issue in row.issues)
                    elsewhere += bool(found & ELSEWHERE)
                    faulty.update({issue["field"] for issue in row.issues if issue["severity"] == Severity.ERROR})
                row.text = None if row.record is None else as_text(row.record)
                add_to_stamp(stamp, row, row.text)
        keep_rows(batch, rows, over=before.any)
    batch.counts = {**counts, "issues": dict(codes), "fields": dict(faulty)}
    batch.stamp = stamp.hexdigest()
    return elsewhere


def taken_sheets(batch: ImportBatch) -> list[int]:
    """The numbers of the sheets whose rows count."""
    return [number for number, kept in enumerate(batch.layout["sheets"]) if kept.get("taken")]


def _nothing(*_: object) -> None:
    """Tells nobody."""


def checked_rows(
    batch: ImportBatch,
    sheets: Sequence[Sheet],
    against: Against,
    before: Before,
    step: Callable[[int], object] = _nothing,
) -> Iterator[list[CheckedRow]]:
    """The rows of the sheets that are taken with their verdicts, unsaved, a part at a time."""
    for number, found in judged_sheets(batch, sheets, against.units, before, step):
        for part in _parts(found, PART):
            yield compared(batch, number, part, against.comparison, before)
            step(len(part))


Pair = tuple[Row, JudgedRow]


def judged_sheets(
    batch: ImportBatch,
    sheets: Sequence[Sheet],
    units: Units,
    before: Before,
    step: Callable[[int], object] = _nothing,
) -> Iterator[tuple[int, Iterator[Pair]]]:
    """Each sheet that is taken with its rows and what was found about them, the whole file considered.

    Rows that are left out, or hidden and not asked for, do not stand against the others.
    """
    hidden, capitals = bool(batch.options.get("hidden_rows")), bool(batch.options.get("capitals"))
    judging = Judge(FORMS[batch.kind], as_of=batch.as_of, units=units, mend_capitals=capitals, hidden_rows=hidden)
    apart = Judge(FORMS[batch.kind], as_of=batch.as_of, units=units, mend_capitals=capitals)
    kept: list[tuple[int, Sequence[Row], Packed[JudgedRow], dict[int, JudgedRow], Layout]] = []
    for number in taken_sheets(batch):
        sheet, layout = before.apply(number, sheets[number]), Layout.from_json(batch.layout["sheets"][number])
        out = before.left_out(number)
        rows: Any = (row for row in sheet.rows if row.number not in out) if out else sheet.rows
        judged: Packed[JudgedRow] = Packed()
        for row in judging.rows(with_rows(sheet, rows), layout):
            judged.append(row)
            if len(judged) % PART == 0:
                step(PART)
        step(len(judged) % PART)
        aside: Any = (row for row in sheet.rows if row.number in out or (row.hidden and not hidden))
        beside = {row.number: row for row in apart.rows(with_rows(sheet, aside), layout)}
        kept.append((number, sheet.rows, judged, beside, layout))
    across = judging.across()
    for place, (number, all_rows, judged, beside, layout) in enumerate(kept):
        yield (
            number,
            _paired(all_rows, judged, beside, layout, {row: told for (at, row), told in across.items() if at == place}),
        )


def _paired(
    rows: Iterable[Row],
    judged: Iterable[JudgedRow],
    beside: Mapping[int, JudgedRow],
    layout: Layout,
    across: Mapping[int, Sequence[Issue]],
) -> Iterator[Pair]:
    """Each row with what was found about it; both come in the order of the file, blank rows only as rows."""
    walk = iter(judged)
    waiting = next(walk, None)
    for row in rows:
        if waiting is not None and waiting.number == row.number:
            yield row, with_more(waiting, across.get(row.number, ()))
            waiting = next(walk, None)
        elif row.number in beside:
            yield row, beside[row.number]
        else:
            part = layout.part_of(row.number)
            yield row, JudgedRow(row.number, ImportRow.Part.NOTE if part == ImportRow.Part.DATA else part)


def keep_unchecked(batch: ImportBatch, sheets: Sequence[Sheet]) -> None:
    """Keep the first rows of a file whose columns the user has to tell first: then the file is read again."""
    forget_rows(batch)
    for number, sheet in enumerate(sheets):
        keep_rows(batch, _unchecked(number, sheet.rows[:SHOWN]), over=False)


def _unchecked(number: int, rows: Iterable[Row]) -> list[CheckedRow]:
    return [CheckedRow(number, row.number, ImportRow.Part.NOTE, row.hidden, list(row.cells)) for row in rows]


HELD = 20_000
"""So many rows are held from their comparison until they are written; of more, each part is read again."""


def compared_again(
    batch: ImportBatch, against: Against, report: Report | None = None, hold: list[RowToWrite] | None = None
) -> str:
    """The stamp of what a commit would write now: rows that are to be written, compared with the register anew.

    `hold` takes the rows, as far as they are not too many.
    """
    comparison = against.comparison
    stamp = hashlib.sha256()
    rows = rows_to_write(batch)
    total, done = rows.count() if report else 0, 0
    columns = [_columns(batch.kind, kept) for kept in batch.layout["sheets"]]
    for part in _parts(rows.light(PART), PART):
        asked = [Asked(row.record or {}, columns[row.sheet], row.choice) for row in part]
        for row, found in zip(part, comparison.compare(asked), strict=True):
            row.verdict, row.before, row.person_id = found.verdict, found.before, found.person
            add_to_stamp(stamp, row, as_text(row.record))
        done += len(part)
        if hold is not None and done <= HELD:
            hold += part
        if report is not None:
            report(done, total)
    if hold is not None and done > HELD:
        hold.clear()
    return stamp.hexdigest()


def rows_to_write(batch: ImportBatch) -> ImportRowQuerySet:
    """The rows a commit writes, in the order of the file."""
    return batch.rows.to_write()


as_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
"""A record as text that is the same however the database ordered its keys."""


def add_to_stamp(stamp: Any, row: CheckedRow | RowToWrite, record: str | None) -> None:
    """Count a row in: what would be written (as text), over what. Rows that are not written do not count."""
    if row.committed or (row.verdict not in WRITTEN):
        return
    before = as_text(row.before) if row.before else ""
    stamp.update(f"{row.sheet}|{row.number}|{row.verdict}|{record}|{before}|{row.person_id}\n".encode())


def sheets_of(batch: ImportBatch) -> list[Sheet]:
    """The sheets of a file that was read, with the rows as they are kept."""
    found = []
    for number, kept in enumerate(batch.layout.get("sheets", ())):
        sheet = Sheet(
            name=kept["name"],
            state=kept.get("state", "visible"),
            hidden_columns=list(kept.get("hidden_columns", ())),
            merges=[(a, b, c, d) for a, b, c, d in kept.get("merges", ())],
            encoding=kept.get("encoding", ""),
        )
        rows = batch.rows.filter(sheet=number).in_order().values_list("number", "cells", "hidden")
        sheet.rows = [Row(*row) for row in rows.iterator(PART)]
        found.append(sheet)
    return found


def _columns(kind: str, kept: Mapping[str, Any]) -> dict[str, str]:
    """Field → the letters of the column it stands in, of a sheet as the batch keeps it."""
    layout = Layout.from_json(kept)
    return {field.key: column_of_field(layout, field.key) for field in FORMS[kind].fields}


def _parts(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    walk = iter(rows)
    while part := list(islice(walk, size)):
        yield part


def compared(
    batch: ImportBatch, sheet: int, part: Sequence[Pair], comparison: Comparison, before: Before
) -> list[CheckedRow]:
    """The rows as they are kept. Only those that may go in are compared with the register."""
    rows, asked, waiting = [], [], []
    columns = _columns(batch.kind, batch.layout["sheets"][sheet])
    take_hidden = batch.options.get("hidden_rows")
    for row, found in part:
        key = (sheet, row.number)
        kept = CheckedRow(sheet, row.number, found.part, row.hidden, list(row.cells), key in before.committed)
        rows.append(kept)
        if not found.is_data:
            continue
        kept.issues = [issue.as_json() for issue in found.issues]
        kept.record, kept.choice = found.record, before.choices.get(key, "")
        if kept.choice == LEAVE_OUT or (row.hidden and not take_hidden):
            kept.verdict = Verdict.LEFT_OUT
        elif kept.record is None or any(issue.severity is Severity.ERROR for issue in found.issues):
            kept.verdict = Verdict.WRONG
        elif missing := [*_untold(batch.kind, kept.record), *too_long(batch.kind, columns, kept.record)]:
            kept.verdict = Verdict.WRONG
            kept.issues = [*kept.issues, *missing]
        elif not kept.committed:
            waiting.append(kept)
            asked.append(Asked(kept.record, columns, kept.choice))
    for kept, found_there in zip(waiting, comparison.compare(asked) if asked else (), strict=True):
        kept.verdict, kept.before, kept.person_id = found_there.verdict, found_there.before, found_there.person
        kept.alike = found_there.alike
        twice = told_twice(kept, found_there.person, columns, before.people) if kept.verdict in IN_REGISTER else []
        if twice:
            kept.verdict, kept.before = Verdict.WRONG, {}
        kept.issues = [*kept.issues, *found_there.issues, *twice]
    return rows


def _untold(kind: str, record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a row must say and cannot: the file has no column for it."""
    missing = [known for known in _required(kind) if record.get(known.key) is None]
    if not missing:
        return []
    findings = Findings({}, record)
    for known in missing:
        findings.fail(known.key, "required", f"Tệp không có cột {known.label}.", "Thêm cột ấy, hoặc chọn cột của tệp.")
    return findings.all


@cache
def _required(kind: str) -> list[Field]:
    return [known for known in FORMS[kind].fields if known.required]
