"""Rows of targets and of declared figures against what the register has written down of the same years."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from dangvien.imports.compare import Asked, Compared
from dangvien.imports.findings import Findings
from dangvien.imports.units import RegisterUnits
from dangvien.models import RosterKind, Verdict
from dangvien.procedure.declared import (
    LARGEST,
    SHORTEST_DOCUMENT,
    Purpose,
    Spans,
    idle_sentence,
    latest_year,
    set_above_sentence,
    set_by,
    working_spans,
    years_of,
)
from dangvien.procedure.places import places_of
from dangvien.procedure.roster_facts import text_of
from dangvien.procedure.roster_figures import PURPOSES, FigureKey, FiguresSaid, standing_figures
from dangvien.rosters.years import FIRST_YEAR
from dangvien.text import thousands

OF_THE_FILE = "van_ban_chung"
"""In `before`: the documents that the one written for the whole file would replace; it stands in no cell."""


class FigureComparison:
    """Compares rows of a list of figures, a part at a time, in the order of the file."""

    def __init__(
        self,
        kind: RosterKind,
        units: RegisterUnits,
        *,
        document: str,
        today: date,
        inside: Collection[int],
        setting: Collection[int],
    ) -> None:
        """`inside`: the organizations whose figures may be written; `setting`: those where the writer sets targets."""
        self.units, self.document, self.today, self.inside, self.setting = units, document, today, inside, setting
        self.purpose = PURPOSES[kind]
        self._told: dict[FigureKey, str] = {}

    def compare(self, asked: Sequence[Asked]) -> list[Compared]:
        """The verdicts, in order. How many rows there are changes no number of queries."""
        told = [(row, FiguresSaid.of(row.record, self.document)) for row in asked]
        places = {key for _, said in told if (key := self.units.key_of(said.unit)) is not None}
        known = standing_figures(places, self.purpose)
        spans = working_spans(places) if self.purpose is Purpose.TARGET else {}
        above = {key: found for key, figure in known.items() if (found := set_by(figure, self.setting)) is not None}
        names = places_of({found.pk for found in above.values()}, self.today) if above else {}
        locked = {key: str(names.get(found.pk) or found) for key, found in above.items()}
        return [self._one(row, said, known, spans, locked) for row, said in told]

    def _one(
        self,
        row: Asked,
        said: FiguresSaid,
        known: dict[FigureKey, Any],
        spans: Mapping[int, Spans],
        locked: Mapping[FigureKey, str],
    ) -> Compared:
        findings = Findings(row.columns, row.record)
        organization = self.units.key_of(said.unit)
        if said.unit and organization is None:
            findings.fail("to_chuc", "unit_unknown", f"Không có tổ chức “{said.unit}”.", "Ghi tên như trong sổ.")
        elif organization is None:
            findings.fail("to_chuc", "required", "Chưa ghi tổ chức.", "Ghi tên tổ chức có số này.")
        elif organization not in self.inside:
            findings.fail("to_chuc", "unit_elsewhere", f"{said.unit} nay thuộc nơi khác.", "Bỏ dòng này.")
        if said.indicator is None:
            _fail_unknown(findings, row, "chi_so", "chỉ số")
        if said.source is None:
            _fail_unknown(findings, row, "nguon", "nguồn")
        if said.tier is None:
            _fail_unknown(findings, row, "loai", "loại chỉ tiêu")
        self._check_years(row, said, findings)
        if organization is not None and self.purpose is Purpose.TARGET:
            _check_standing(row, said, spans.get(organization, ()), findings)
        if len(said.document) < SHORTEST_DOCUMENT:
            findings.fail(
                "van_ban",
                "required",
                "Chưa ghi văn bản nêu số này.",
                "Ghi số, ký hiệu, ngày của văn bản vào ô, hoặc một văn bản cho cả tệp.",
            )
        if findings.grave or organization is None:
            return Compared(Verdict.WRONG, issues=findings.all)
        keys = list(said.keys(organization, self.purpose))
        _check_set_above(row, keys, said, known, locked, findings)
        if self._twice(row, keys, findings) or findings.grave:
            return Compared(Verdict.WRONG, issues=findings.all)
        return _against(row, keys, said, known, findings)

    def _check_years(self, row: Asked, said: FiguresSaid, findings: Findings) -> None:
        years, number = text_of(row.record, "cua_nam"), row.record.get("so")
        if years is not None and number is None:
            findings.fail("so", "required", f"Năm {years} chưa có số.", "Ghi số, hoặc để trống cả ô năm.")
        elif number is not None and years is None:
            findings.fail("cua_nam", "required", "Có số mà chưa ghi năm.", "Ghi năm của số này, ví dụ 2019.")
        elif not said.years:
            findings.fail("so", "required", "Dòng này không có số nào.", "Ghi số, hoặc bỏ dòng này khỏi tệp.")
        latest = latest_year(self.purpose, self.today)
        for (first, last), value in said.years.items():
            field = _field_of(row, first, last)
            if first < FIRST_YEAR or last > latest:
                findings.fail(
                    field,
                    "year_out_of_range",
                    f"Năm {years_of(first, last)} ngoài khoảng {FIRST_YEAR}–{latest}.",
                    "Kiểm tra lại năm.",
                )
            if not 0 <= value <= LARGEST:
                findings.fail(
                    field if field == "cac_nam" else "so",
                    "number_out_of_range",
                    f"Số của năm {years_of(first, last)} phải từ 0 đến {thousands(LARGEST)}.",
                    "Kiểm tra lại số.",
                )

    def _twice(self, row: Asked, keys: Sequence[tuple[FigureKey, int]], findings: Findings) -> bool:
        """Whether an earlier row tells one of these figures."""
        twice = False
        for key, value in keys:
            *_, first, last = key
            if (earlier := self._told.get(key)) is not None:
                twice = True
                findings.fail(
                    _field_of(row, first, last),
                    "figure_duplicate",
                    f"Số của năm {years_of(first, last)} đã có ở một dòng trên của tệp ({earlier}).",
                    "Giữ một dòng, bỏ dòng kia.",
                )
            else:
                self._told[key] = thousands(value)
        return twice


def _check_standing(row: Asked, said: FiguresSaid, spans: Spans, findings: Findings) -> None:
    """A target is for an organization that works in its years, as on the screens."""
    for first, last in said.years:
        if first <= last and (idle := idle_sentence(said.unit or "", spans, first, last)):
            findings.fail(_field_of(row, first, last), "unit_not_working", idle, "Ghi tổ chức hoặc năm khác.")


def _check_set_above(
    row: Asked,
    keys: Sequence[tuple[FigureKey, int]],
    said: FiguresSaid,
    known: Mapping[FigureKey, Any],
    locked: Mapping[FigureKey, str],
    findings: Findings,
) -> None:
    """A target that was shared out from above is replaced by no file from below; one that says the same may stand."""
    for key, value in keys:
        above, held = locked.get(key), known.get(key)
        if above is None or held is None or (held.value, held.document) == (value, said.document):
            continue
        *_, first, last = key
        field = "cac_nam" if _field_of(row, first, last) == "cac_nam" else "so"
        findings.fail(field, "figure_set_above", set_above_sentence(above), "Bỏ dòng này.")


def _against(
    row: Asked,
    keys: Sequence[tuple[FigureKey, int]],
    said: FiguresSaid,
    known: dict[FigureKey, Any],
    findings: Findings,
) -> Compared:
    """The figures of a row beside those written down: what differs, number by number and document by document."""
    before: dict[str, Any] = {}
    documents: list[str] = []
    new = changed = False
    for key, value in keys:
        held = known.get(key)
        *_, first, last = key
        if held is None:
            new = True
            continue
        if held.value == value and held.document == said.document:
            continue
        changed = True
        field = "cac_nam" if _field_of(row, first, last) == "cac_nam" else "so"
        if held.document != said.document:
            documents.append(held.document)
        if held.value == value:
            told = (
                f"Số của năm {years_of(first, last)} như trong sổ, nhưng sổ ghi theo {held.document}; văn bản mới thay."
            )
        else:
            told = (
                f"Sổ đã ghi số của năm {years_of(first, last)} là {thousands(held.value)}, theo {held.document}; "
                "số mới thay số ấy."
            )
            if field == "so":
                before["so"] = held.value
            else:
                before.setdefault("cac_nam", {})[str(first)] = held.value
        findings.warn(field, "figure_declared", told, "Không muốn thay thì bỏ dòng này.")
    if documents:
        own = text_of(row.record, "van_ban") is not None
        before["van_ban" if own else OF_THE_FILE] = "; ".join(dict.fromkeys(documents))
    verdict = Verdict.CHANGED if changed else Verdict.NEW if new else Verdict.SAME
    return Compared(verdict, before=before, issues=findings.all)


def _field_of(row: Asked, first: int, last: int) -> str:
    """The field in which a figure of these years stands."""
    wide = row.record.get("cac_nam")
    return "cac_nam" if first == last and isinstance(wide, dict) and str(first) in wide else "cua_nam"


def _fail_unknown(findings: Findings, row: Asked, field: str, noun: str) -> None:
    """A code list knows no such word, or the cell is empty; a reader of the file may have said so before."""
    said = text_of(row.record, field)
    if said is None:
        findings.fail(field, "required", f"Chưa ghi {noun}.", f"Chọn {noun} trong danh mục.")
    else:
        mend = f"Chọn {noun} trong danh mục."
        findings.fail(field, "code_unknown", f"“{said}” không có trong danh mục {noun}.", mend)
