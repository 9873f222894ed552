"""A batch as its screens show it: rows by verdict, what was understood of each sheet, what must be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dangvien.models import ImportBatch, ImportRow, Verdict
from dangvien.models.import_batch import ImportRowQuerySet
from dangvien.rosters.fields import FORMS, RosterForm
from dangvien.rosters.grid import Row, letters
from dangvien.text import thousands

MOST_COLUMNS = 40
"""Columns that can be told on the screen; rosters have some thirty."""

WRITTEN, LEFT = "da_ghi", "de_lai"
"""Lists of rows that are no verdicts: what is in the register by now, what an undoing left there."""

_ORDER = (Verdict.WRONG, Verdict.MAYBE, Verdict.NEW, Verdict.CHANGED, Verdict.SAME, Verdict.LEFT_OUT)
_LABELS = {WRITTEN: "Đã ghi vào sổ", LEFT: "Để lại khi hoàn tác", **{item.value: str(item.label) for item in Verdict}}


@dataclass(frozen=True)
class Count:
    """How many rows stand on a list: its code as addresses have it, and its name."""

    code: str
    number: int

    @property
    def label(self) -> str:
        return _LABELS[self.code]


@dataclass(frozen=True)
class Counts:
    """Rows of a batch by list, those that need somebody first."""

    all: tuple[Count, ...]

    @property
    def there(self) -> tuple[Count, ...]:
        """Lists that have rows."""
        return tuple(count for count in self.all if count.number)

    def chosen(self, code: str) -> Count:
        """The list asked for; for nonsense the one to look at first."""
        known = [count for count in self.all if count.code == code]
        return (*known, *self.there, *self.all)[0]

    @property
    def total(self) -> int:
        return sum(count.number for count in self.all)

    def of(self, code: str) -> int:
        return sum(count.number for count in self.all if count.code == code)

    @property
    def wrong(self) -> int:
        return self.of(Verdict.WRONG)

    @property
    def maybe(self) -> int:
        return self.of(Verdict.MAYBE)

    @property
    def new(self) -> int:
        return self.of(Verdict.NEW)

    @property
    def changed(self) -> int:
        return self.of(Verdict.CHANGED)

    @property
    def same(self) -> int:
        return self.of(Verdict.SAME)

    @property
    def left_out(self) -> int:
        return self.of(Verdict.LEFT_OUT)

    @property
    def written(self) -> int:
        return self.of(WRITTEN)

    @property
    def left(self) -> int:
        return self.of(LEFT)

    @property
    def to_write(self) -> int:
        """Rows that a commit would write."""
        return self.new + self.changed


def faulty_columns(batch: ImportBatch) -> list[tuple[str, int]]:
    """Which facts have to be mended in how many rows, the most frequent first: a column that lacks tells itself."""
    kept = (batch.counts or {}).get("fields", {})
    labels = {field.key: field.label for field in FORMS[batch.kind].fields}
    found = [(labels.get(key, "Cả dòng"), int(number)) for key, number in kept.items()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def counted(batch: ImportBatch) -> Counts:
    """The rows by list as the last check or commit counted them: what was written is told apart from what may be."""
    kept = batch.counts or {}
    over = batch.state in (ImportBatch.State.COMMITTED, ImportBatch.State.UNDONE)
    gone = (Verdict.NEW, Verdict.CHANGED) if over else ()
    counts = [Count(verdict.value, 0 if verdict in gone else int(kept.get(verdict.value, 0))) for verdict in _ORDER]
    written = int(kept.get("committed", 0)) if batch.committed_at else 0
    return Counts((*counts, Count(WRITTEN, written), Count(LEFT, int(kept.get("left", 0)))))


def rows_on(batch: ImportBatch, code: str) -> ImportRowQuerySet:
    """The rows of a list, in the order of the file."""
    rows = batch.rows.data().in_order()
    if code == WRITTEN:
        return rows.filter(committed=True)
    if code == LEFT:
        return rows.filter(committed=True, made__has_key="left").exclude(made__left="")
    return rows.filter(verdict=code, committed=False)


def may_ask(batch: ImportBatch) -> bool:
    """Whether the questions about the file and its columns are still open."""
    return batch.is_open and batch.committed_at is None


def may_undo(batch: ImportBatch) -> bool:
    return batch.committed_at is not None and batch.undone_at is None


@dataclass(frozen=True)
class Converted:
    """A column whose text was typed in an old letter code: how it came, how it reads now."""

    column: str
    code: str
    before: str
    after: str


@dataclass(frozen=True)
class SheetView:
    """What was understood of one sheet. Columns are counted from 0."""

    number: int
    name: str
    hidden: bool = False
    taken: bool = True
    why: str = ""
    rows: int = 0
    header_rows: tuple[int, ...] = ()
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    labels: tuple[tuple[str, str], ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    hidden_rows: int = 0
    hidden_columns: tuple[int, ...] = ()
    converted: tuple[Converted, ...] = ()
    headings: frozenset[int] = frozenset()
    encodings: Mapping[int, str] = field(default_factory=dict)
    known: str = ""
    missing: tuple[str, ...] = ()
    american: tuple[str, ...] = ()


def roster_of(batch: ImportBatch) -> RosterForm:
    """The form of a batch's kind."""
    return FORMS[batch.kind]


@dataclass(frozen=True)
class Question:
    """Something about a file that only the user knows: `key` names it, `now` is the answer in force."""

    key: str
    label: str
    help: str = ""
    now: bool = False


HIDDEN_ROWS, HIDDEN_COLUMNS, CAPITALS, ASSUMED = "dong_an", "cot_an", "viet_hoa", "mac_dinh"
"""Names of the questions about a whole file; `trang_N` asks about hidden sheet N (see `actions.importing.OPTIONS`)."""

_ENCODINGS = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}


def sheets_of(batch: ImportBatch) -> list[SheetView]:
    """What was understood of each sheet, in the order of the file."""
    return [_sheet(batch, number, kept) for number, kept in enumerate((batch.layout or {}).get("sheets", ()))]


def _sheet(batch: ImportBatch, number: int, kept: Mapping[str, Any]) -> SheetView:
    columns = {key: tuple(int(n) for n in numbers) for key, numbers in (kept.get("columns") or {}).items()}
    return SheetView(
        number=number,
        name=str(kept.get("name", "")) or f"Trang {number + 1}",
        hidden=kept.get("state", "visible") != "visible",
        taken=bool(kept.get("taken", True)),
        why=str(kept.get("why", "")),
        rows=int(kept.get("rows", 0)),
        header_rows=tuple(int(row) for row in kept.get("header_rows") or ()),
        columns=columns,
        labels=tuple(_labels(batch, columns)),
        unknown=tuple((letters(int(column)), str(text)) for column, text in kept.get("unknown") or ()),
        hidden_rows=int(kept.get("hidden_rows", 0)),
        hidden_columns=tuple(int(column) for column in kept.get("hidden_columns") or ()),
        converted=tuple(
            Converted(
                letters(int(item["column"])), _ENCODINGS.get(item["from"], item["from"]), item["before"], item["after"]
            )
            for item in kept.get("encodings") or ()
        ),
        headings=frozenset(int(column) for column in kept.get("headings") or ()),
        encodings={int(item["column"]): str(item["from"]) for item in kept.get("encodings") or ()},
        known=str(kept.get("known", "")),
        missing=tuple(_label(batch, str(key)) for key in kept.get("missing") or ()),
        american=tuple(letters(int(column)) for column in kept.get("american") or ()),
    )


def _labels(batch: ImportBatch, columns: Mapping[str, Sequence[int]]) -> Iterable[tuple[str, str]]:
    """Letters of a column and what it is, in the order of the file; a column may hold several facts."""
    told: dict[int, list[str]] = {}
    for key, numbers in columns.items():
        for number in numbers:
            told.setdefault(number, []).append(_label(batch, key))
    for number, labels in sorted(told.items()):
        yield letters(number), " + ".join(labels)


def _label(batch: ImportBatch, key: str) -> str:
    try:
        return roster_of(batch).field(key).label
    except KeyError:
        return key


def questions_of(batch: ImportBatch) -> list[Question]:
    """What only the user knows about this file."""
    options = batch.options or {}
    sheets = sheets_of(batch)
    asked = [
        Question(
            f"trang_{sheet.number}",
            f"Nhập cả trang tính ẩn “{sheet.name}”",
            "Trang tính ẩn thường là bản cũ; nhập cả hai thì mỗi người có hai lần.",
            bool(options.get("sheets", {}).get(str(sheet.number), False)),
        )
        for sheet in sheets
        if sheet.hidden and sheet.columns
    ]
    taken = [sheet for sheet in sheets if sheet.taken]
    if hidden := sum(sheet.hidden_rows for sheet in taken):
        asked.append(
            Question(
                HIDDEN_ROWS,
                f"Nhập cả {thousands(hidden)} dòng ẩn",
                "Dòng bị ẩn hoặc bị lọc trong Excel; để trống thì bỏ qua.",
                bool(options.get("hidden_rows")),
            )
        )
    if columns := [letters(column) for sheet in taken for column in sheet.hidden_columns if _is_told(sheet, column)]:
        asked.append(
            Question(
                HIDDEN_COLUMNS,
                f"Nhập cả cột ẩn: {', '.join(columns)}",
                "Cột bị ẩn trong Excel; để trống thì bỏ qua.",
                options.get("hidden_columns") is not False,
            )
        )
    issues = (batch.counts or {}).get("issues", {})
    if issues.get("name_capitals") or options.get("capitals"):
        asked.append(
            Question(
                CAPITALS,
                "Đổi họ tên viết hoa cả thành chữ hoa đầu từ",
                "NGUYỄN VĂN AN thành Nguyễn Văn An.",
                bool(options.get("capitals")),
            )
        )
    if any(issues.get(code) for code in ("required_for_register", "not_known")) or options.get("assume"):
        asked.append(
            Question(
                ASSUMED,
                "Người mới mà danh sách để trống: ghi dân tộc Kinh, tôn giáo Không",
                "Sổ không tự điền; đánh dấu khi chắc là đúng cho mọi người ấy.",
                bool(options.get("assume")),
            )
        )
    return asked


def _is_told(sheet: SheetView, column: int) -> bool:
    """Whether a column tells something of the list, or has a name and would if it were not left out."""
    return column in sheet.headings or column in {number for told in sheet.columns.values() for number in told}


def first_taken(sheets: Sequence[SheetView]) -> int:
    return next((sheet.number for sheet in sheets if sheet.taken), 0)


def width_of(rows: Iterable[ImportRow], sheet: SheetView) -> int:
    """How many columns there are to tell: as far as the first rows reach, and what was told already."""
    told = [number + 1 for numbers in sheet.columns.values() for number in numbers]
    return min(MOST_COLUMNS, max([1, *told, *(len(row.cells) for row in rows)]))


def texts_of(row: ImportRow, width: int) -> list[str]:
    """What a person sees in the cells of a row."""
    cells = Row(row.number, row.cells)
    return [cells.cell(column).text for column in range(width)]


def plain_name(name: str) -> str:
    """The name of a file without what a header or a disk does not take."""
    return "".join(char for char in name if char.isprintable() and char not in '\\/:*?"<>|').strip(". ") or "danh-sach"
