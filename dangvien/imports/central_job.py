"""Comparing a list as a job: the file is read, its rows are held against the register, what was found is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.urls import reverse

from dangvien.actions.comparing import PART, keep_outcomes, refuse_comparison
from dangvien.actions.jobs import JobFailed
from dangvien.imports.central import CENTRAL, AnyUnits, Comparing, Line, Outcome, told_fields
from dangvien.imports.known import Register
from dangvien.imports.units import RegisterUnits
from dangvien.limited import Unreadable
from dangvien.models import ImportBatch, ImportRow, Job, Verdict
from dangvien.permissions import Permission
from dangvien.rosters.grid import Sheet
from dangvien.rosters.judge import JudgedRow, judge
from dangvien.rosters.layout import Layout, recognize
from dangvien.rosters.reading import read_roster
from dangvien.scope import Scope
from dangvien.text import nfc

NO_LIST = "Không thấy cột “Họ và tên” ở trang tính nào của tệp. Tệp phải có dòng tên cột, có họ tên, ngày sinh."
GONE = "Lần đối chiếu này không còn trong phạm vi của người yêu cầu."


def compare_list(job: Job) -> str:
    """Do the comparison that was asked for; safe to run again after a killed worker."""
    scope = Scope.of(job.requested_by).limited_to(Permission.IMPORT_ROSTERS)
    batch = scope.import_batches.to_compare().select_related("organization").filter(pk=job.params["batch"]).first()
    if batch is None:
        raise JobFailed(GONE)
    address = reverse("nhap-doi-chieu-chi-tiet", args=[batch.pk])
    if batch.state != ImportBatch.State.READING:
        return address
    job.advance(0, 0, "Đang đọc tệp")
    try:
        lists = lists_of(read_roster(bytes(batch.file.content), batch.file_name))
    except Unreadable as sentence:
        refuse_comparison(batch=batch, sentence=str(sentence))
        return address
    if not lists:
        refuse_comparison(batch=batch, sentence=NO_LIST)
        return address
    walk = _Walk(batch, scope, job, sum(len(sheet.rows) for _, sheet, _ in lists))
    keep_outcomes(batch=batch, rows=walk.rows(lists), finish=lambda: dict(walk.counts))
    return address


def lists_of(sheets: Sequence[Sheet]) -> list[tuple[int, Sheet, Layout]]:
    """The sheets that hold a list of people, each with its place in the file."""
    found = []
    for place, sheet in enumerate(sheets):
        layout = recognize(sheet, CENTRAL)
        if layout.taken and told_fields(layout.columns) >= {"ho_ten"}:
            found.append((place, sheet, layout))
    return found


@dataclass
class _Walk:
    """One pass through the rows of a file."""

    batch: ImportBatch
    scope: Scope
    job: Job
    total: int
    counts: Counter[str] = field(default_factory=Counter)
    done: int = 0

    def rows(self, lists: Sequence[tuple[int, Sheet, Layout]]) -> Iterator[ImportRow]:
        """Every row that tells of somebody, with what was found."""
        organization, day = self.batch.organization, self.scope.today
        register = Register(self.scope, organization, day)
        comparing = Comparing(register, RegisterUnits.below(organization, day))
        for place, sheet, layout in lists:
            told, names = told_fields(layout.columns), _names(sheet, layout)
            judged = iter(judge(sheet, layout, CENTRAL, as_of=day, units=AnyUnits()))
            while part := list(islice(judged, PART)):
                yield from self._part(place, part, told, comparing, names)
                self.done += len(part)
                self.job.advance(min(self.done, self.total), self.total, "Đang so với sổ")
        self.counts["so_co"] = self.scope.within(organization).present_members.count()

    def _part(
        self,
        place: int,
        part: Sequence[JudgedRow],
        told: frozenset[str],
        comparing: Comparing,
        names: Mapping[int, str],
    ) -> Iterator[ImportRow]:
        lines = [(row.number, Line(row.record, told)) for row in part if row.record is not None]
        outcomes = dict(zip((number for number, _ in lines), comparing.compare(lines), strict=True))
        for row in part:
            if row.part != ImportRow.Part.DATA:
                continue
            outcome = outcomes.get(row.number) or Outcome(Verdict.WRONG)
            self.counts[outcome.verdict.value] += 1
            yield ImportRow(
                batch=self.batch,
                sheet=place,
                number=row.number,
                cells=[],
                verdict=outcome.verdict,
                record=row.record or {"ho_ten": names.get(row.number, ""), **_shown(row)},
                before=outcome.differs,
                issues=_remarks(row, outcome),
                person_id=outcome.person,
                alike=outcome.alike,
            )


def _names(sheet: Sheet, layout: Layout) -> dict[int, str]:
    """Row → the name as it is typed, to show rows that could not be understood."""
    columns = layout.columns.get("ho_ten") or (*layout.columns.get("ho_dem", ()), *layout.columns.get("ten", ()))
    return {row.number: " ".join(nfc(row.cell(column).text) for column in columns)[:120] for row in sheet.rows}


def _shown(row: JudgedRow) -> dict[str, Any]:
    """What stands in the cells of a row that could not be understood, as far as something was said of them."""
    return {issue.field: issue.value for issue in row.issues if issue.field}


def _remarks(row: JudgedRow, outcome: Outcome) -> list[dict[str, Any]]:
    """Why a row could not be compared. What is merely to be seen about a cell is no matter here."""
    if row.record is None:
        return [issue.as_json() for issue in row.issues]
    return [{"column": "", "field": "", "code": "same_person", "message": outcome.remark}] if outcome.remark else []
