"""A sheet judged row by row: the record that would go in, or all that stands against it, each with cell, sentence and
mend. Nothing is asked of the register but which cell a text means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from dangvien.rosters.checks import COMPARED, Across, Told, of_learner, of_member
from dangvien.rosters.form import RosterForm
from dangvien.rosters.grid import Sheet, letters
from dangvien.rosters.issues import Issue, Severity
from dangvien.rosters.layout import Layout, has_facts
from dangvien.rosters.parts import Part
from dangvien.rosters.row import RowReader, Taken
from dangvien.rosters.units import Units


class JudgedRow(NamedTuple):
    """One row. `record` is None for a row that must not go in, and for one that tells of nobody."""

    number: int
    part: str
    record: dict[str, Any] | None = None
    issues: tuple[Issue, ...] = ()
    hidden: bool = False

    @property
    def is_data(self) -> bool:
        return self.part == Part.DATA


class Judge:
    """Judges the rows of one file, sheet after sheet; what only the whole file shows comes at the end.

    `mend_capitals`: a name all in capitals gets capitals and small letters, and that is told. `hidden_rows`: rows that
    are hidden are read too.
    """

    def __init__(
        self, form: RosterForm, *, as_of: date, units: Units, mend_capitals: bool = True, hidden_rows: bool = True
    ) -> None:
        self.form, self.as_of, self.units = form, as_of, units
        self._options = {"mend_capitals": mend_capitals}
        self._hidden_rows = hidden_rows
        self._across = Across(self._place_of)
        self._cells: list[tuple[str, int, int, tuple[str, ...]]] = []
        """(sheet, row, layout, texts of `COMPARED`) by place among the rows of the file, for sentences about the whole
        file. The other cells are not held: of a long file they would be most of the memory."""
        self._layouts: list[Layout] = []

    def rows(self, sheet: Sheet, layout: Layout) -> Iterator[JudgedRow]:
        """The rows of a sheet in their order; blank ones do not come."""
        stored = sheet.encoding
        reader = RowReader(self.form, layout, as_of=self.as_of, units=self.units, stored=stored, **self._options)
        facts = [column for key, columns in layout.columns.items() if key != "stt" for column in columns]
        header = set(layout.header_rows)
        self._layouts.append(layout)
        group = ""
        for row in sheet.rows:
            if row.number in header:
                yield JudgedRow(row.number, Part.HEADER, hidden=row.hidden)
            elif row.number in layout.parts:
                group = layout.groups.get(row.number, group)
                yield JudgedRow(row.number, layout.parts[row.number], hidden=row.hidden)
            elif has_facts(row, facts) and (self._hidden_rows or not row.hidden):
                taken = reader.read(row.cells, group)
                told = self._of_row(taken, layout)
                self._remember(sheet, row.number, taken, layout)
                yield self._judged(sheet.name, row.number, taken, told, layout, row.hidden)

    def _of_row(self, taken: Taken, layout: Layout) -> list[Told]:
        if self.form.kind == "dang_vien":
            return of_member(taken.values)
        if self.form.kind == "lop":
            blamed = {key for _, key, _ in taken.findings}
            return of_learner(taken.values, [key for key in layout.columns if key not in blamed])
        return []

    def _remember(self, sheet: Sheet, number: int, taken: Taken, layout: Layout) -> None:
        if "ho_ten" not in taken.values:
            return
        self._across.add(taken.values)
        shown = taken.shown.get
        self._cells.append((sheet.name, number, len(self._layouts) - 1, tuple([shown(key, "") for key in COMPARED])))

    def _place_of(self, order: int) -> str:
        sheet, number, *_ = self._cells[order]
        return f"trang “{sheet}”, dòng {number}"

    def _judged(
        self, sheet: str, number: int, taken: Taken, told: Sequence[Told], layout: Layout, hidden: bool
    ) -> JudgedRow:
        if not taken.findings and not told:
            return JudgedRow(number, Part.DATA, taken.record(), (), hidden)
        issues = [
            issue_of(sheet, number, column, key, finding, taken.shown.get(key, ""))
            for column, key, finding in taken.findings
        ]
        issues += [
            issue_of(sheet, number, column_of_field(layout, key), key, finding, taken.shown.get(key, ""))
            for key, finding in told
        ]
        refused = any(issue.severity is Severity.ERROR for issue in issues)
        return JudgedRow(number, Part.DATA, None if refused else taken.record(), tuple(issues), hidden)

    def across(self) -> dict[tuple[int, int], list[Issue]]:
        """(sheet as it was given, from 0; row) → what only the whole file shows. After all sheets were judged."""
        found: dict[tuple[int, int], list[Issue]] = {}
        for order, told in self._across.told().items():
            sheet, number, place, texts = self._cells[order]
            layout, shown = self._layouts[place], dict(zip(COMPARED, texts, strict=True))
            found[(place, number)] = [
                issue_of(sheet, number, column_of_field(layout, key), key, finding, shown.get(key, ""))
                for key, finding in told
            ]
        return found


def judge_file(
    sheets: Iterable[tuple[Sheet, Layout]],
    form: RosterForm,
    *,
    as_of: date,
    units: Units,
    mend_capitals: bool = True,
    hidden_rows: bool = True,
) -> list[list[JudgedRow]]:
    """All rows of all sheets of a file, with what only the whole file shows."""
    judging = Judge(form, as_of=as_of, units=units, mend_capitals=mend_capitals, hidden_rows=hidden_rows)
    judged = [list(judging.rows(sheet, layout)) for sheet, layout in sheets]
    across = judging.across()
    return [[with_more(row, across.get((place, row.number), ())) for row in rows] for place, rows in enumerate(judged)]


def judge(
    sheet: Sheet,
    layout: Layout,
    form: RosterForm,
    *,
    as_of: date,
    units: Units,
    mend_capitals: bool = True,
    hidden_rows: bool = True,
) -> list[JudgedRow]:
    """The rows of a sheet that is the whole file."""
    return judge_file(
        [(sheet, layout)], form, as_of=as_of, units=units, mend_capitals=mend_capitals, hidden_rows=hidden_rows
    )[0]


def with_more(row: JudgedRow, issues: Sequence[Issue]) -> JudgedRow:
    """A row with more issues: an error among them keeps it out."""
    if not issues:
        return row
    refused = any(issue.severity is Severity.ERROR for issue in issues)
    return JudgedRow(row.number, row.part, None if refused else row.record, (*row.issues, *issues), row.hidden)


def column_of_field(layout: Layout, key: str) -> str:
    """The letters of the column in which a field stands; "" where it has none."""
    for known in {
        "ho_ten": ("ho_ten", "ten"),
        "gioi_tinh": ("gioi_tinh", "nam", "nu"),
        "ngay_sinh": ("ngay_sinh", "nam"),
    }.get(key, (key,)):
        if columns := layout.columns.get(known):
            return letters(columns[0])
    return ""


def issue_of(sheet: str, number: int, column: str, key: str, finding: Any, value: str) -> Issue:
    """A finding with its place: the sentence names sheet and cell."""
    place = f"ô {column}{number}" if column else f"dòng {number}"
    return Issue(
        column,
        key,
        finding.code,
        finding.severity,
        value,
        f"Trang “{sheet}”, {place}: {finding.sentence}",
        finding.mend,
    )


__all__ = ["Judge", "JudgedRow", "judge", "judge_file", "with_more"]
