"""Named figures for one organization and period: counted by the reports' engine, written as Party papers write them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from dangvien.models import Organization
from dangvien.period import Period
from dangvien.scope import Scope
from dangvien.text import day_short, thousands, two_digits
from reports.catalog import by_code
from reports.engine.computing import compute
from reports.engine.plan import cell_key
from reports.engine.question import Question
from reports.narrative.changes import BARE, shift_of
from reports.narrative.figures import (
    FIGURES,
    NOTHING,
    AnyFigure,
    CellFigure,
    ListFigure,
    Number,
    QuotedFigure,
    SeriesFigure,
    WorkedFigure,
    percent,
)
from reports.narrative.placeholders import TABLE_WORD, WRITTEN_WORD, asked_of
from reports.render.html import unbroken
from reports.render.letterhead import Paper
from reports.table import DECLARED_MARK, Cell, CellKind, Table


@dataclass(frozen=True)
class Quote:
    """A percentage that a document states, and which document."""

    value: Decimal | None = None
    document: str = ""


@dataclass(frozen=True)
class About:
    """What a report in words is about, and what was typed for it: texts by label, quoted figures by name."""

    scope: Scope
    organization: Organization
    period: Period
    paper: Paper = field(default_factory=Paper)
    written: Mapping[str, str] = field(default_factory=dict)
    quotes: Mapping[str, Quote] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """One figure as it stands in the text: the words, what they mean, and where its people are.

    `cells` are the cells behind it (report, row, column, first, last, evidence); a worked figure has those of its
    parts. `pieces` divide the words of a series or list: (words, place of its cell or None). `document` is the paper of
    a number that was not counted.
    """

    key: str
    label: str
    meaning: str
    text: str
    period: str = ""
    cells: tuple[dict[str, Any], ...] = ()
    parts: tuple[dict[str, str], ...] = ()
    document: str = ""
    pieces: tuple[tuple[str, int | None], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        return {
            "key": self.key,
            "label": self.label,
            "meaning": self.meaning,
            "text": self.text,
            "period": self.period,
            "cells": list(self.cells),
            "parts": list(self.parts),
            "document": self.document,
            "pieces": [list(piece) for piece in self.pieces],
        }


class Telling:
    """Tells figures by their keys; every report is counted once for every period it is asked for."""

    def __init__(self, about: About, *, with_evidence: bool = False) -> None:
        self.about, self.with_evidence = about, with_evidence
        self.evidence: dict[str, dict[int, int]] = {}
        self._tables: dict[tuple[str, Period], tuple[Question, Table]] = {}

    def told(self, key: str) -> Told:
        """The figure of a key. Raises KeyError for a name there is not; ask `changes.asked_in_vain` first."""
        asked = asked_of(key)
        if asked.name == WRITTEN_WORD:
            text = self.about.written.get(asked.rest, "")
            return Told(key, asked.rest, "Lời nhập khi lập báo cáo.", text or f"[{asked.rest}]")
        figure, period = FIGURES[asked.name], self.about.period
        for word in asked.changes:
            if (shift := shift_of(word)) is not None:
                period = shift(period)
        if isinstance(figure, CellFigure):
            return self._cell(key, figure, period, bare=BARE in asked.changes)
        if isinstance(figure, WorkedFigure):
            return self._worked(key, figure, asked.changes)
        if isinstance(figure, SeriesFigure):
            return self._series(key, figure, period)
        if isinstance(figure, ListFigure):
            return self._list(key, figure, asked.changes)
        if isinstance(figure, QuotedFigure):
            quote = self.about.quotes.get(figure.name, Quote())
            return Told(key, figure.label, figure.meaning, percent(_fraction(quote.value)), document=quote.document)
        return Told(key, figure.label, figure.meaning, self._words[figure.name])

    def table(self, key: str) -> Table:
        """The table that `bang R01` asks for, as it stands inside a portrait page."""
        _, table = self._counted(asked_of(key).rest, self.about.period)
        if self.with_evidence:
            self.evidence |= {f"{key}/{name}": things for name, things in table.evidence.items()}
        return replace(table, landscape=False)

    # Counted -----------------------------------------------------------------------------------------------------

    def _counted(self, code: str, period: Period) -> tuple[Question, Table]:
        report = by_code(code)
        if report.as_of_day:
            period = Period.day(period.last)
        if (report.code, period) not in self._tables:
            about = self.about
            question = Question(report, about.scope, about.organization, period, report.chosen({}))
            table = compute(question, with_evidence=self.with_evidence, related=False)
            self._tables[report.code, period] = question, table
        return self._tables[report.code, period]

    def _found(self, figure: CellFigure, period: Period) -> tuple[Cell | None, dict[str, Any]]:
        question, table = self._counted(figure.report, period)
        return self._at(question, table, figure.row, figure.column)

    def _at(self, question: Question, table: Table, row: str, column: str) -> tuple[Cell | None, dict[str, Any]]:
        """A cell and where it is; one that is not printed because it counts nothing is none."""
        try:
            cell: Cell | None = table.cell(row, column)
        except KeyError:
            cell = None
        place: dict[str, Any] = {
            "report": question.report.code,
            "row": row,
            "column": column,
            "first": question.period.first.isoformat(),
            "last": question.period.last.isoformat(),
            "thing": cell.thing if cell else "",
            "opens": bool(cell and cell.opens),
        }
        if self.with_evidence and cell is not None and cell.opens:
            name = f"{question.report.code}/{place['first']}/{place['last']}/{cell_key(row, column)}"
            self.evidence[name] = table.evidence.get(cell_key(row, column), {})
            place |= {"evidence": name, "things": len(self.evidence[name]), "hash": hash_of(self.evidence[name])}
        return cell, place

    def _cell(self, key: str, figure: CellFigure, period: Period, *, bare: bool) -> Told:
        cell, place = self._found(figure, period)
        label = f"đến hết ngày {day_short(period.last)}" if figure.stock else period.exact_label
        return Told(key, figure.label, figure.meaning, _written(cell, bare=bare), label, (place,))

    def _number(self, name: str, changes: tuple[str, ...]) -> tuple[Number, Told]:
        """A figure as a number, for others that are worked out of it."""
        key = "|".join((name, *changes))
        told = self.told(key)
        base = asked_of(name)
        figure = FIGURES[base.name]
        if isinstance(figure, QuotedFigure):
            return _fraction(self.about.quotes.get(base.name, Quote()).value), told
        assert isinstance(figure, CellFigure)
        period = self.about.period
        for word in (*base.changes, *changes):
            if (shift := shift_of(word)) is not None:
                period = shift(period)
        cell, _ = self._found(figure, period)
        if cell is None:
            return 0, told
        return (int(cell.value) if cell.kind is CellKind.COUNT and cell.value is not None else None), told

    def _worked(self, key: str, figure: WorkedFigure, changes: tuple[str, ...]) -> Told:
        found = [self._number(name, changes) for name in figure.of]
        parts = [told for _, told in found]
        return Told(
            key,
            figure.label,
            figure.meaning,
            figure.words([number for number, _ in found]),
            parts[0].period,
            tuple(cell for part in parts for cell in part.cells),
            tuple({"key": part.key, "label": part.label, "text": part.text} for part in parts),
            next((part.document for part in parts if part.document), ""),
        )

    def _series(self, key: str, figure: SeriesFigure, period: Period) -> Told:
        question, table = self._counted(figure.report, period)
        pieces: list[tuple[str, int | None]] = []
        cells: list[dict[str, Any]] = []
        for row in table.rows:
            cell, place = self._at(question, table, row.key, figure.column)
            name = f"năm {row.label}" if row.label.isdigit() else row.label
            pieces += [(f"{'; ' if pieces else ''}{name}: ", None), ((cell.text if cell else "") or "0", len(cells))]
            cells.append(place | {"label": name})
        declared = " ".join(note for note in table.notes if note.startswith(DECLARED_MARK))
        return _in_pieces(key, figure, period.exact_label, pieces, cells, document=declared)

    def _list(self, key: str, figure: ListFigure, changes: tuple[str, ...]) -> Told:
        pieces: list[tuple[str, int | None]] = []
        cells: list[dict[str, Any]] = []
        label = ""
        for words, name in figure.items:
            number, told = self._number(name, changes)
            if not number:
                continue
            lead, label = (", " if pieces else figure.lead), told.period
            before, after = ("", f" {words}") if figure.after else (f"{words} ", "")
            pieces += [(lead + before, None), (told.text, len(cells)), (after, None)]
            cells.append(told.cells[0] | {"label": told.label})
        return _in_pieces(key, figure, label, [piece for piece in pieces if piece[0]], cells)

    # Words -------------------------------------------------------------------------------------------------------

    @cached_property
    def _words(self) -> dict[str, str]:
        about, paper = self.about, self.about.paper
        period = about.period
        name = about.organization.name_on(period.last)
        documents = {f"van_ban_{figure}": quote.document for figure, quote in about.quotes.items()}
        return {
            **{name: NOTHING for name in FIGURES if name.startswith("van_ban_")},
            **{name: words for name, words in documents.items() if words},
            "ten_to_chuc": name,
            "ky": period.label,
            "giai_doan": period.stage_label,
            "tu_ngay": day_short(period.first),
            "den_ngay": day_short(period.last),
            "nam": str(period.last.year),
            "nam_dau": str(period.first.year),
            "so_nam": two_digits(period.length[0]),
            "co_quan_cap_tren": paper.superior,
            "co_quan": paper.body or name.upper(),
            "so_van_ban": unbroken(paper.number_line),
            "dia_danh_ngay": unbroken(paper.place_and_day),
            "quyen_han": paper.authority,
            "chuc_vu": paper.position,
            "nguoi_ky": paper.signer,
            "noi_nhan": "\n".join(paper.recipient_lines),
        }


def _in_pieces(
    key: str,
    figure: SeriesFigure | ListFigure,
    label: str,
    pieces: list[tuple[str, int | None]],
    cells: list[dict[str, Any]],
    document: str = "",
) -> Told:
    text = "".join(words for words, _ in pieces)
    return Told(
        key, figure.label, figure.meaning, text, label, tuple(cells), document=document, pieces=tuple(pieces)
    )  # fmt: skip


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _written(cell: Cell | None, *, bare: bool) -> str:
    """A cell in running text: a leading zero below ten, "%" behind a percentage; nothing counted is 0."""
    if cell is None:
        return "0"
    if cell.value is None:
        return NOTHING
    if cell.kind is CellKind.COUNT:
        count = int(cell.value)
        return (thousands(count) if bare else two_digits(count)) + cell.mark
    return f"{cell.text}%" if cell.kind is CellKind.PERCENT else cell.text


def hash_of(things: Mapping[int, int]) -> str:
    """SHA-256 of the list behind a number."""
    return hashlib.sha256(json.dumps(sorted(things.items())).encode()).hexdigest()


def is_table(key: str) -> bool:
    """Whether a key asks for a table."""
    return asked_of(key).name == TABLE_WORD


def written_labels(keys: Iterable[str]) -> list[str]:
    """The labels of what is to be written by hand, in their order."""
    return [asked_of(key).rest for key in keys if asked_of(key).name == WRITTEN_WORD]


def quoted_names(keys: Iterable[str]) -> list[str]:
    """The quoted figures that these need, those inside worked figures too."""
    found: list[str] = []
    for key in keys:
        name = asked_of(key).name
        figure: AnyFigure | None = FIGURES.get(name)
        of = figure.of if isinstance(figure, WorkedFigure) else (name,)
        wanted = [item.removeprefix("van_ban_") for item in of]
        found += [item for item in wanted if isinstance(FIGURES.get(item), QuotedFigure) and item not in found]
    return found
