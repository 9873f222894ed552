"""What was understood of one sheet: which rows are the header, what each column is, what each row is.

`recognize` says it; what the user corrects goes over it, and is remembered by the signature of the header. Nothing of
the register is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dangvien.rosters import guessing
from dangvien.rosters.encodings import Encoding, convert, detect_columns, invisible
from dangvien.rosters.form import CODES_SHEET, NOTES_SHEET, RosterForm, Value
from dangvien.rosters.grid import Row, Sheet, cell_of
from dangvien.rosters.header import Columns, columns_of_header, find_header, texts_of
from dangvien.rosters.headings import heading_key, likely, words_of
from dangvien.rosters.parts import Found, Part, Table, is_blank, parts_of
from dangvien.rosters.swapped import american_columns
from dangvien.rosters.values.base import tidy
from dangvien.text import search_key

GROUP_KEYS = ("chi_bo", "don_vi")
"""Fields that a group row, the name of a sheet or its title may tell."""

NAME_KEYS = ("ho_ten", "ho_dem", "ten")

HIDDEN, NO_HEADER, NO_ROWS, OF_OURS = (
    "Trang tính ẩn, thường là bản cũ.",
    "Không thấy dòng tên cột.",
    "Không có dòng dữ liệu.",
    "Trang danh mục và hướng dẫn của tệp mẫu.",
)
_SAMPLED = 400
_KNOWN_NATIONAL, _KNOWN_EXPORT, _KNOWN_CLASS, _KNOWN_OURS, _KNOWN_USUAL = (
    "Bảng 33 cột của cơ sở dữ liệu đảng viên",
    "Danh sách 8 cột của phần mềm đảng viên",
    "Danh sách lớp",
    "Mẫu của sổ này",
    "Danh sách đảng viên thường dùng",
)
_EXPORT_COLUMNS = ("ho ten", "so the", "cccd", "sinh", "ket nap", "chi bo", "cu tru", "trang thai")
_NEEDLESS = (
    "id", "noi cap the", "ngay cap the", "trang thai hoat dong", "trang thai", "ngay roi khoi", "de nghi xoa",
    "cmnd cu", "dkks", "dang ky khai sinh", "khai sinh", "chi bo noi cu tru", "ngay mat", "mien",
)  # fmt: skip
"""Columns of known tables that the register does not ask for."""


@dataclass(slots=True)
class Layout:
    """What a sheet is. Columns are counted from 0, rows as the file counts them.

    `shared`: a column whose cells hold several facts → their fields in order. `parts` names the rows that tell of
    nobody, `groups` the text of each group row. `american`: columns whose real days were read with month and day turned
    round. `encodings`: column → how its text was stored, where that is not Unicode.
    """

    name: str = ""
    state: str = "visible"
    header_rows: tuple[int, ...] = ()
    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    shared: dict[int, tuple[str, ...]] = field(default_factory=dict)
    parts: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    unknown: tuple[tuple[int, str], ...] = ()
    headings: dict[int, str] = field(default_factory=dict)
    likely: dict[int, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    encodings: dict[int, Encoding] = field(default_factory=dict)
    samples: dict[int, tuple[str, str]] = field(default_factory=dict)
    american: dict[int, str] = field(default_factory=dict)
    signature: str = ""
    known: str = ""
    taken: bool = True
    why: str = ""
    rows: int = 0
    hidden_rows: int = 0
    hidden_columns: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences about what was mended in the letters of the whole sheet without asking."""

    def part_of(self, number: int) -> str:
        """What a row is; a row that nothing was found about tells of somebody."""
        if number in self.header_rows:
            return Part.HEADER
        return self.parts.get(number, Part.DATA)

    def as_json(self) -> dict[str, Any]:
        """As `ImportBatch.layout` keeps one sheet."""
        return {
            "name": self.name,
            "state": self.state,
            "header_rows": list(self.header_rows),
            "columns": {key: list(columns) for key, columns in self.columns.items()},
            "shared": {str(column): list(keys) for column, keys in self.shared.items()},
            "parts": {str(row): str(part) for row, part in self.parts.items()},
            "groups": {str(row): text for row, text in self.groups.items()},
            "titles": list(self.titles),
            "unknown": [[column, text] for column, text in self.unknown],
            "headings": {str(column): text for column, text in self.headings.items()},
            "likely": {str(column): key for column, key in self.likely.items()},
            "missing": list(self.missing),
            "encodings": [
                {"column": column, "from": encoding.value, "before": before, "after": after}
                for column, encoding in self.encodings.items()
                for before, after in [self.samples.get(column, ("", ""))]
            ],
            "american": {str(column): kind for column, kind in self.american.items()},
            "signature": self.signature,
            "known": self.known,
            "taken": self.taken,
            "why": self.why,
            "rows": self.rows,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": list(self.hidden_columns),
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Layout:
        """Reads back what `as_json` wrote; what is not there is as in an empty layout."""
        encodings = kept.get("encodings") or ()
        return cls(
            name=str(kept.get("name", "")),
            state=str(kept.get("state", "visible")),
            header_rows=tuple(kept.get("header_rows") or ()),
            columns={key: tuple(columns) for key, columns in (kept.get("columns") or {}).items()},
            shared={int(column): tuple(keys) for column, keys in (kept.get("shared") or {}).items()},
            parts={int(row): part for row, part in (kept.get("parts") or {}).items()},
            groups={int(row): text for row, text in (kept.get("groups") or {}).items()},
            titles=tuple(kept.get("titles") or ()),
            unknown=tuple((int(column), str(text)) for column, text in kept.get("unknown") or ()),
            headings={int(column): text for column, text in (kept.get("headings") or {}).items()},
            likely={int(column): key for column, key in (kept.get("likely") or {}).items()},
            missing=tuple(kept.get("missing") or ()),
            encodings={int(item["column"]): Encoding(item["from"]) for item in encodings},
            samples={int(item["column"]): (item.get("before", ""), item.get("after", "")) for item in encodings},
            american={int(column): kind for column, kind in (kept.get("american") or {}).items()},
            signature=str(kept.get("signature", "")),
            known=str(kept.get("known", "")),
            taken=bool(kept.get("taken", True)),
            why=str(kept.get("why", "")),
            rows=int(kept.get("rows", 0)),
            hidden_rows=int(kept.get("hidden_rows", 0)),
            hidden_columns=tuple(kept.get("hidden_columns") or ()),
            notes=tuple(kept.get("notes") or ()),
        )


def recognize(sheet: Sheet, form: RosterForm, remembered: Mapping[str, Any] | None = None) -> Layout:
    """What a sheet is. `remembered` goes over what is found: {"header_rows": […], "columns": {key: […]},
    "encodings": {column: "tcvn3"}, "taken": true}, each if it is there; columns count from 0."""
    said = remembered or {}
    layout = Layout(name=sheet.name, state=sheet.state, hidden_columns=tuple(sheet.hidden_columns))
    layout.hidden_rows = sum(row.hidden for row in sheet.rows)
    _letters(layout, sheet, said)
    looked_at = [row for row in sheet.rows[:_SAMPLED] if not is_blank(row.cells)]
    texts = texts_of(looked_at, layout.encodings)
    told = said.get("header_rows")
    layout.header_rows = tuple(told) if told is not None else find_header(looked_at, sheet, form, texts)
    if layout.header_rows:
        found = columns_of_header(layout.header_rows, sheet, form, texts)
    else:
        found = guessing.columns_by_content(looked_at, form, texts)
    _columns(layout, found, form, said)
    if layout.header_rows:
        guessing.look_into_cells(
            looked_at, layout.header_rows[-1], layout.columns, layout.shared, layout.headings, texts
        )
    layout.signature = _signature(layout, form)
    layout.known = _known(layout, form)
    if layout.known:
        layout.unknown = tuple((column, text) for column, text in layout.unknown if not _needless(text))
    _rows(layout, sheet, form)
    layout.american = american_columns(sheet.rows, layout, form)
    layout.likely = {column: key for column, text in layout.unknown if (key := likely(text, form))}
    layout.missing = tuple(known.key for known in form.fields if known.required and not _is_told(known.key, layout))
    layout.notes = tuple(_notes(sheet.rows, layout.encodings))
    _taken(layout, sheet, said)
    return layout


def _letters(layout: Layout, sheet: Sheet, said: Mapping[str, Any]) -> None:
    """How the text of each column is stored; told from the first rows and some of the others."""
    step = max(1, len(sheet.rows) // _SAMPLED)
    rows = [*sheet.rows[:_SAMPLED], *sheet.rows[_SAMPLED::step]]
    columns: list[list[str]] = []
    for row in rows:
        for column, raw in enumerate(row.cells):
            while len(columns) <= column:
                columns.append([])
            if isinstance(raw, str) and not raw.isascii():
                columns[column].append(raw)
    encodings = dict(enumerate(detect_columns(columns)))
    encodings |= {int(column): Encoding(name) for column, name in (said.get("encodings") or {}).items()}
    for column, encoding in sorted(encodings.items()):
        if encoding is Encoding.UNICODE:
            continue
        layout.encodings[column] = encoding
        texts = columns[column] if column < len(columns) else []
        changed = ((text, after) for text in reversed(texts) if (after := convert(text, encoding)) != text)
        layout.samples[column] = next(((tidy(text), tidy(after)) for text, after in changed), ("", ""))


def _columns(layout: Layout, found: Columns, form: RosterForm, said: Mapping[str, Any]) -> None:
    layout.headings = found.headings
    layout.columns, layout.shared = dict(found.keys), dict(found.shared)
    layout.unknown = tuple(found.unknown)
    if (corrected := said.get("columns")) is None:
        return
    keys = {known.key for known in form.fields}
    layout.columns = {
        key: tuple(int(c) for c in columns) for key, columns in corrected.items() if key in keys and columns
    }
    told = {column for columns in layout.columns.values() for column in columns}
    layout.shared = {column: keys for column, keys in _shared(layout, found).items() if len(keys) > 1}
    layout.unknown = tuple((column, text) for column, text in sorted(found.headings.items()) if column not in told)


def _shared(layout: Layout, found: Columns) -> dict[int, tuple[str, ...]]:
    """Columns that several fields were told to stand in: in the order of the heading, else of the correction."""
    keys_of: dict[int, list[str]] = {}
    for key, columns in layout.columns.items():
        for column in columns:
            keys_of.setdefault(column, []).append(key)
    return {
        column: before if set(before := found.shared.get(column, ())) - {""} == set(keys) else tuple(keys)
        for column, keys in keys_of.items()
    }


def _signature(layout: Layout, form: RosterForm) -> str:
    """The same for every file with the same headings in the same columns."""
    said = [form.kind, *(f"{column}:{heading_key(text)}" for column, text in sorted(layout.headings.items()))]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _known(layout: Layout, form: RosterForm) -> str:
    """The name of a table that is known whole."""
    keys = {heading_key(text) for text in layout.headings.values()}
    joined = " | ".join(sorted(keys))
    ours = [heading_key(known.label) for known in form.fields if known.template]
    here = [heading_key(text) for _, text in sorted(layout.headings.items())]
    if here == ours:
        return _KNOWN_OURS
    if form.kind == "dang_vien":
        if len(layout.headings) >= 25 and "so dinh danh" in joined and "noi cap the" in joined:
            return _KNOWN_NATIONAL
        if len(layout.headings) <= 9 and all(
            words in joined.replace("ho va ten", "ho ten") for words in _EXPORT_COLUMNS
        ):
            return _KNOWN_EXPORT
        usual = {"ho_ten", "ngay_sinh", "ngay_vao_dang", "ngay_chinh_thuc", "so_the", "chi_bo"}
        return _KNOWN_USUAL if usual <= set(layout.columns) and not layout.unknown else ""
    if form.kind == "lop" and {"ho_ten", "ngay_sinh", "ket_qua", "so_gcn", "ngay_cap"} <= set(layout.columns):
        return "" if layout.unknown else _KNOWN_CLASS
    return ""


def _needless(text: str) -> bool:
    words = heading_key(text)
    return any(words == known or (len(known) > 3 and known in words) for known in _NEEDLESS)


def table_of(layout: Layout, form: RosterForm, merges: Sequence[tuple[int, int, int, int]] = ()) -> Table:
    """Where the facts stand, for telling what a row is."""
    names = [column for key in (*NAME_KEYS, *form.identity) for column in layout.columns.get(key, ())]
    days = [
        column
        for known in form.fields
        if known.value in (Value.DAY, Value.BIRTH)
        for column in layout.columns.get(known.key, ())
        if column not in names
    ]
    marks = [column for key in ("nam", "nu") for column in layout.columns.get(key, ())]
    serial = next(iter(layout.columns.get("stt", ())), -1)
    known = {column for columns in layout.columns.values() for column in columns}
    return Table(
        names=tuple(dict.fromkeys(names)),
        days=tuple(dict.fromkeys([*days, *marks])),
        serial=serial,
        known=tuple(sorted(known)),
        headings=layout.headings,
        groups=any(known.key in GROUP_KEYS for known in form.fields),
        merged={top: right - left + 1 for top, left, bottom, right in merges if top == bottom},
    )


def _rows(layout: Layout, sheet: Sheet, form: RosterForm) -> None:
    if not layout.columns:
        return
    start = layout.header_rows[-1] + 1 if layout.header_rows else 0
    rows = _in_unicode(sheet.rows, layout.encodings)
    found: Found = parts_of(rows, layout.header_rows, table_of(layout, form, sheet.merges), start=start)
    layout.parts, layout.groups = {row: str(part) for row, part in found.parts.items()}, found.groups
    layout.titles = tuple(
        tidy(text)
        for row in rows
        if layout.parts.get(row.number) == Part.TITLE
        for raw in row.cells
        if (text := cell_of(raw).text)
    )[:20]
    known = [column for key, columns in layout.columns.items() if key != "stt" for column in columns]
    layout.rows = sum(
        1
        for row in sheet.rows
        if row.number not in layout.parts and row.number not in layout.header_rows and has_facts(row, known)
    )


def has_facts(row: Row, columns: Sequence[int]) -> bool:
    """Whether anything stands in these columns of a row: a serial number alone tells of nobody."""
    cells = row.cells
    width = len(cells)
    for column in columns:
        raw = cells[column] if column < width else None
        if raw is not None and raw != "" and (not isinstance(raw, str) or raw.isalnum() or not cell_of(raw).is_blank):
            return True
    return False


def _in_unicode(rows: Sequence[Row], encodings: Mapping[int, Encoding]) -> Sequence[Row]:
    """The rows with their texts in Unicode letters."""
    if not encodings:
        return rows
    return [
        Row(
            row.number,
            [
                convert(raw, encodings[column]) if isinstance(raw, str) and column in encodings else raw
                for column, raw in enumerate(row.cells)
            ],
            row.hidden,
        )
        for row in rows
    ]


def _notes(rows: Sequence[Row], encodings: Mapping[int, Encoding]) -> Iterator[str]:
    """What is mended everywhere: nobody could see it, so each cell is not told."""
    unseen = foreign = 0
    for row in rows:
        line = " ".join([raw for raw in row.cells if raw.__class__ is str])
        if line.isascii() or (line.isprintable() and "Ð" not in line and "ð" not in line):
            continue  # nearly every row
        for column, raw in enumerate(row.cells):
            if not isinstance(raw, str) or raw.isascii() or column in encodings:
                continue
            foreign += "Ð" in raw or "ð" in raw
            unseen += not raw.isprintable() and invisible(raw)
    if unseen:
        yield f"{unseen} ô có ký tự không nhìn thấy được; sổ bỏ các ký tự ấy."
    if foreign:
        yield f"{foreign} ô dùng chữ “Ð” của tiếng nước ngoài; sổ ghi là “Đ”."


def _is_told(key: str, layout: Layout) -> bool:
    if key in layout.columns or (key in GROUP_KEYS and layout.groups):
        return True
    if key == "ho_ten":
        return "ten" in layout.columns
    marks = "nam" in layout.columns or "nu" in layout.columns
    return marks and (key == "gioi_tinh" or (key == "ngay_sinh" and "nam" in layout.columns))


def _taken(layout: Layout, sheet: Sheet, said: Mapping[str, Any]) -> None:
    ours = {search_key(CODES_SHEET), search_key(NOTES_SHEET)}
    if search_key(sheet.name) in ours:
        layout.taken, layout.why = False, OF_OURS
    elif sheet.state != "visible":
        layout.taken, layout.why = False, HIDDEN
    elif not layout.columns:
        layout.taken, layout.why = False, NO_HEADER
    elif not layout.rows:
        layout.taken, layout.why = False, NO_ROWS
    if "taken" in said:
        layout.taken = bool(said["taken"]) and bool(layout.columns)


__all__ = ["GROUP_KEYS", "NAME_KEYS", "Layout", "Part", "has_facts", "recognize", "table_of", "words_of"]
