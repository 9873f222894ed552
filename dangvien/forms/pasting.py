"""A block copied from Excel becomes boxes of a grid: lines of cells parted by tabs, one person a line.

A line names its person by full name (with or without marks, and a birth day to tell namesakes apart) or by the number
in the list (TT). Nothing is guessed: a line that names nobody, or might name two, is told with what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from dangvien.dates import DayError, PartialDate, parse_partial
from dangvien.models import Enrollment
from dangvien.text import join_vi, nfc, search_key, sort_key

AWAITING = "dat_cho_giay"
"""What the result box says of somebody who passed and whose certificate is numbered later."""

COLUMNS = ("attended", "score", "grade", "result", "certificate_number", "certificate_on")
"""The boxes of a row, in the order in which a block without a heading is read."""

MOST_LINES = 100
"""Lines read at once: a browser's form carries no more boxes."""
LONGEST_CELL = 60
LONGEST_BLOCK = 200_000
"""Characters of a block that are looked at."""

_NUMBER, _NAME, _BIRTH = "number", "name", "birth"

_WHO = {
    _NUMBER: ("tt", "stt", "so tt", "so thu tu"),
    _NAME: ("ho va ten", "ho ten", "ho va ten khai sinh", "hoc vien", "ten", "ho dem va ten", "nguoi hoc", "dang vien"),
    _BIRTH: ("ngay sinh", "sinh ngay", "nam sinh", "ngay thang nam sinh", "sinh"),
}
"""Headings of the columns that say whom a line is about."""

_HEADINGS = {
    "attended": ("so buoi", "so buoi co mat", "buoi", "co mat", "so buoi hoc", "chuyen can"),
    "score": ("diem", "diem bai thu hoach", "diem thu hoach", "bai thu hoach"),
    "grade": ("xep loai", "loai"),
    "result": ("ket qua", "kq"),
    "certificate_number": ("so giay", "so giay chung nhan", "so gcn", "so chung nhan", "so giay cn"),
    "certificate_on": ("ngay cap", "ngay cap giay", "ngay cap giay chung nhan"),
}

_RESULTS = {
    Enrollment.Result.DAT: ("dat", "duoc cap giay chung nhan", "duoc cap giay", "dat yeu cau", "d"),
    Enrollment.Result.KHONG_DAT: ("khong dat", "khong dat yeu cau", "chua dat", "k"),
    Enrollment.Result.BO_HOC: ("bo hoc", "bo", "nghi hoc", "khong hoc"),
    Enrollment.Result.DANG_HOC: ("dang hoc",),
}
_BY_RESULT = {words: result for result, several in _RESULTS.items() for words in several} | {
    "dat cho cap giay": AWAITING,
    "cho cap giay": AWAITING,
}


@dataclass(frozen=True)
class Listed:
    """A person as the list has them: a key, their place in the list from 1, name and birth."""

    key: int
    number: int
    name: str
    birth: PartialDate


@dataclass(frozen=True)
class Pasted:
    """What was read: person → box → words, and a sentence for every line that could not be used."""

    rows: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class BlockLine:
    """One line by columns; `at` is its number in the block."""

    at: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Grid:
    """What a block is read for: the boxes of a row in the order of a block without a heading, the headings of each,
    how the cells of a line become words for the boxes, and how sentences call the list (`here`) and mend a name that
    is not on it (`mend`)."""

    headings: Mapping[str, tuple[str, ...]]
    boxes: Callable[[BlockLine], tuple[dict[str, str], list[str]]]
    here: str
    mend: str

    @cached_property
    def by_heading(self) -> Mapping[str, str]:
        """Words of a heading → its column."""
        return {words: column for column, several in {**_WHO, **self.headings}.items() for words in several}


def read_block(text: str, roster: Sequence[Listed], today: date, grid: Grid | None = None) -> Pasted:
    """Read a block for the people of a list; without a grid, for the learners of a class.

    Never fails: whatever cannot be read is told, line by line.
    """
    grid = grid or RESULTS
    cut = enumerate(map(_cells, text[:LONGEST_BLOCK].splitlines()), start=1)
    lines = [(at, cells) for at, cells in cut if any(cells)]
    faults = []
    heading = _heading(lines[0][1], grid) if lines else None
    if heading:
        lines = lines[1:]
    if len(lines) > MOST_LINES:
        faults.append(f"Chỉ đọc {MOST_LINES} dòng đầu. Lưu xong rồi dán tiếp từ dòng {lines[MOST_LINES][0]}.")
    used: dict[int, int] = {}
    rows: dict[int, dict[str, str]] = {}
    for at, cells in lines[:MOST_LINES]:
        line = BlockLine(at, _by_heading(cells, heading) if heading else _by_order(cells, grid))
        found = _whom(line, roster, today, grid)
        if isinstance(found, str):
            faults.append(found)
        elif found.key in used:
            faults.append(f"Dòng {at}: {found.name} đã có ở dòng {used[found.key]}. Giữ lại một dòng rồi dán lại.")
        else:
            used[found.key] = at
            rows[found.key], unread = grid.boxes(line)
            faults += unread
    return Pasted(rows, tuple(faults))


def _cells(line: str) -> list[str]:
    return [nfc(cell).strip('"').strip()[:LONGEST_CELL] for cell in line.split("\t")]


def _plain(text: str) -> str:
    """Words without marks and punctuation, to compare headings and results."""
    return " ".join(re.findall(r"[a-z0-9]+", search_key(text)))


def _heading(cells: Iterable[str], grid: Grid) -> list[str | None] | None:
    """The columns that the first line names; None when it is a line like the others."""
    named = [grid.by_heading.get(_plain(cell)) for cell in cells]
    known = [column for column in named if column]
    return named if len(known) >= 2 and {_NAME, _NUMBER} & set(known) else None


def _by_heading(cells: list[str], heading: list[str | None]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column, cell in zip(heading, cells, strict=False):
        if column and column not in found:
            found[column] = cell
    return found


def _by_order(cells: list[str], grid: Grid) -> dict[str, str]:
    """Without a heading: number if there is one, name if there is one, birth if there is one, then the boxes."""
    rest, found = list(cells), dict[str, str]()
    if rest and not rest[0] and any(char.isalpha() for char in "".join(rest[1:2])):
        rest.pop(0)  # an empty first column
    if rest and re.fullmatch(r"[0-9]{1,4}\.?", rest[0]):
        found[_NUMBER] = rest.pop(0)
    if rest and any(char.isalpha() for char in rest[0]):
        found[_NAME] = rest.pop(0)
        if rest and re.fullmatch(r"[0-9]{4}|[0-9]{1,2}([/.\-][0-9]{1,2})?[/.\-][0-9]{4}", rest[0]):
            found[_BIRTH] = rest.pop(0)
    return found | dict(zip(grid.headings, rest, strict=False))


def _whom(line: BlockLine, roster: Sequence[Listed], today: date, grid: Grid) -> Listed | str:
    """Whom a line is about, or the sentence to tell when that is nobody or might be two."""
    number = int(line.cell(_NUMBER).rstrip(".")) if re.fullmatch(r"[0-9]{1,4}\.?", line.cell(_NUMBER)) else None
    name = line.cell(_NAME)
    if not name:
        if number is None:
            return f"Dòng {line.at}: không có họ tên hoặc số thứ tự. Thêm cột họ tên vào rồi dán lại."
        found = [learner for learner in roster if learner.number == number]
        return found[0] if found else f"Dòng {line.at}: {grid.here} không có người số thứ tự {number}. Kiểm tra lại số."
    alike = [learner for learner in roster if search_key(learner.name) == search_key(name)]
    if not alike:
        return f"Dòng {line.at}: “{name}” không có trong danh sách {grid.here} mà đồng chí thấy. {grid.mend}"
    alike = _narrowed(alike, [learner for learner in alike if sort_key(learner.name) == sort_key(name)])
    if line.cell(_BIRTH):
        born = _birth(line.cell(_BIRTH), today)
        if born is None:
            return f"Dòng {line.at}: không đọc được ngày sinh “{line.cell(_BIRTH)}” của {name}. Sửa rồi dán lại."
        alike = [learner for learner in alike if _agree(learner.birth, born)]
        if not alike:
            return f"Dòng {line.at}: {name} trong danh sách {grid.here} có ngày sinh khác. Đối chiếu lại người này."
    if len(alike) > 1 and number is not None:
        alike = _narrowed(alike, [learner for learner in alike if learner.number == number])
    if len(alike) > 1:
        places = join_vi(f"số {learner.number} sinh {learner.birth}" for learner in alike)
        return (
            f"Dòng {line.at}: {grid.here} có {len(alike)} người tên {name} ({places}). "
            "Thêm cột ngày sinh vào sau cột họ tên rồi dán lại."
        )
    return alike[0]


def _narrowed(all_: list[Listed], some: list[Listed]) -> list[Listed]:
    return some or all_


def _birth(text: str, today: date) -> PartialDate | None:
    try:
        return parse_partial(text, today)
    except DayError:
        return None


def _agree(one: PartialDate, other: PartialDate) -> bool:
    """Whether two births can be the same, each as far as it is known."""
    return one.earliest() <= other.latest() and other.earliest() <= one.latest()


def _results(line: BlockLine) -> tuple[dict[str, str], list[str]]:
    """The words for the boxes, empty cells left out, and sentences for what has no place in its box."""
    boxes = {column: line.cell(column) for column in COLUMNS if line.cell(column)}
    told = []
    if "result" in boxes:
        typed = boxes.pop("result")
        result = _BY_RESULT.get(_plain(typed))
        if result is None:
            told.append(f"Dòng {line.at}: không hiểu kết quả “{typed}”. Chọn ở ô Kết quả của người này.")
        elif result == Enrollment.Result.DAT and "certificate_number" not in boxes:
            boxes["result"] = AWAITING
        else:
            boxes["result"] = str(result)
    return boxes, told


RESULTS = Grid(_HEADINGS, _results, "lớp", "Sửa tên cho đúng danh sách, hoặc ghi danh người này trước.")
"""The grid of results of a class."""
