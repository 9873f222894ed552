"""Cells that choose from a list: sex, peoples and religions, results of a class, Party cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dangvien import codes
from dangvien.rosters.grid import Cell, CellKind
from dangvien.rosters.units import Units
from dangvien.rosters.values.base import NOTHING, Reading, doubtful, shown, tidy, wrong
from dangvien.text import search_key

MALE, FEMALE = "Nam", "Nữ"
_GENDERS = {"nam": MALE, "nữ": FEMALE}
_GENDERS_NEARLY = {
    "nu": FEMALE, "nam gioi": MALE, "nu gioi": FEMALE, "trai": MALE, "gai": FEMALE, "dan ong": MALE, "dan ba": FEMALE,
}  # fmt: skip

MARKS = frozenset(
    {"x", "X", "×", "v", "V", "1", "+", "✓", "✔", "√", "*", "N", "n", "nam", "Nam", "nữ", "Nữ", "NAM", "NỮ"}
)
"""What is put into a column headed Nam or Nữ."""

RESULTS = (
    "Xuất sắc", "Giỏi", "Khá", "Trung bình khá", "Trung bình", "Đạt", "Không đạt", "Yếu", "Kém", "Tốt",
    "Hoàn thành", "Không hoàn thành", "Hoàn thành tốt", "Hoàn thành xuất sắc", "Hoàn thành khóa học", "Bỏ học",
    "Chưa đạt", "Chưa hoàn thành", "Đỗ", "Trượt", "Vắng", "Không xếp loại", "Được cấp giấy chứng nhận", "Đang học",
    "Đạt yêu cầu", "Không đạt yêu cầu", "Chưa đạt yêu cầu", "Nghỉ học", "Hoàn thành chương trình", "Trung bình - khá",
)  # fmt: skip
"""What a class list says of a learner, as it is written."""

_RESULTS = {text.casefold(): text for text in RESULTS}
_RESULTS_BARE = {search_key(text): text for text in RESULTS}
_RESULTS_SHORT = {
    "xs": "Xuất sắc", "g": "Giỏi", "k": "Khá", "kh": "Khá", "tbk": "Trung bình khá", "tb": "Trung bình", "đ": "Đạt",
    "kđ": "Không đạt", "ht": "Hoàn thành", "htt": "Hoàn thành tốt", "htxs": "Hoàn thành xuất sắc",
}  # fmt: skip
RESULT_WORDS = {search_key(short): text for short, text in _RESULTS_SHORT.items() if len(short) > 1} | _RESULTS_BARE
"""Heading of a column that holds an x for whoever has this result → the result."""
_FAILED = re.compile(
    r"(?:khong (?:dat|hoan thanh)|chua (?:dat|hoan thanh)|yeu|kem|bo hoc|nghi hoc|vang|truot|dang hoc).*"
)
_SCORE = re.compile(r"(?:10(?:[.,]0{1,2})?|\d(?:[.,]\d{1,2})?)(?:\s*/\s*10)?")
_PASSING_SCORE = 5
"""Half of ten: the lowest score of a passed paper, where a list tells scores only."""


def read_gender(cell: Cell) -> Reading:
    """Nam or Nữ. Capitals and a missing mark are taken and told; anything else is asked."""
    text = tidy(cell.text).strip(" .")
    if text in (MALE, FEMALE) or (text.islower() and text in _GENDERS):
        return Reading(_GENDERS[text.lower()])
    meant = _GENDERS.get(text.lower()) or _GENDERS_NEARLY.get(search_key(text))
    if meant and not (search_key(text) == "nu" and text.casefold() not in {"nu", "nữ"}):
        return doubtful(
            meant, "gender_unknown", f"“{shown(text)}” không viết như danh mục; sổ đọc là {meant}.", f"Ghi {meant}."
        )
    return wrong("gender_unknown", f"“{shown(cell.text)}” không phải Nam hoặc Nữ.", "Ghi Nam hoặc Nữ.")


def read_code(cell: Cell, *, name: str, label: str) -> Reading:
    """A code of a list by its label or another name for it; the value is the text that says it."""
    text = tidy(cell.text)
    listed = codes.of(name)
    code = listed.find(text)
    if code is None:
        return wrong(
            "code_unknown",
            f"{label} “{shown(text)}” không có trong danh mục.",
            f"Ghi đúng một tên trong danh mục {label.lower()}, hoặc để trống.",
        )
    official = listed.label(code)
    if text == code or search_key(text) == search_key(official) or text.isupper() or text.islower():
        return Reading(official)
    return Reading(text)


def read_codes(cell: Cell, *, name: str, label: str) -> Reading:
    """Several codes of one list, set apart by commas, semicolons or line breaks; the value is a list of labels."""
    listed = codes.of(name)
    labels: list[str] = []
    for part in re.split(r"[,;\n]+", cell.text):
        if not (text := tidy(part)):
            continue
        code = listed.find(text)
        if code is None:
            return wrong(
                "code_unknown",
                f"{label} “{shown(text)}” không có trong danh mục.",
                f"Ghi đúng tên trong danh mục {label.lower()}, cách nhau bằng dấu phẩy.",
            )
        labels.append(listed.label(code))
    return Reading(list(dict.fromkeys(labels)) or None)


def read_result(cell: Cell) -> Reading:
    """A result of a class as it is written: a word of the list, or a score from 0 to 10."""
    text = tidy(cell.text).strip(" .")
    if _SCORE.fullmatch(text):
        return Reading(text)
    if found := _RESULTS.get(text.casefold()):
        return Reading(found)
    if found := _RESULTS_BARE.get(search_key(text)) or _RESULTS_SHORT.get(text.lower()):
        return doubtful(
            found,
            "result_unknown",
            f"kết quả “{shown(text)}” không viết như danh mục; sổ đọc là {found}.",
            f"Ghi {found}.",
        )
    return wrong(
        "result_unknown",
        f"kết quả “{shown(cell.text)}” không có trong danh mục.",
        "Ghi Xuất sắc, Giỏi, Khá, Trung bình, Đạt, Không đạt, hoặc điểm từ 0 đến 10.",
    )


def is_score(text: str) -> bool:
    """Whether a result is a score rather than a word."""
    return bool(_SCORE.fullmatch(text))


def is_passed(result: str) -> bool:
    """Whether somebody with this result is due a certificate."""
    if _SCORE.fullmatch(result):
        return float(result.partition("/")[0].replace(",", ".")) >= _PASSING_SCORE
    return not _FAILED.fullmatch(search_key(result))


def read_text(cell: Cell) -> Reading:
    """Free text in one line."""
    return Reading(tidy(cell.text) or None)


def read_schooling(cell: Cell) -> Reading:
    """Schooling: "12/12" that Excel took for a day is told."""
    if cell.kind is CellKind.DAY:
        return doubtful(
            tidy(cell.text),
            "text_became_date",
            f"Excel đã đổi chữ trong ô thành ngày {shown(cell.text)}.",
            "Định dạng ô là chữ rồi gõ lại, ví dụ 12/12.",
        )
    return read_text(cell)


@dataclass(frozen=True, slots=True)
class UnitReader:
    """Reads the name of a Party cell by whoever knows the cells."""

    units: Units

    def __call__(self, cell: Cell) -> Reading:
        return self.read(tidy(cell.text))

    def read(self, text: str) -> Reading:
        """What a text means; of a group row as of a cell."""
        if not text:
            return NOTHING
        found = self.units.find(text)
        if found.name and found.exact:
            return Reading(found.name)
        if found.name:
            return doubtful(
                found.name,
                "unit_unknown",
                f"“{shown(text)}” không có trong sổ đúng như vậy; sổ hiểu là “{found.name}”.",
                f"Ghi “{found.name}” hoặc chọn tổ chức khác.",
            )
        offered = ", ".join(f"“{name}”" for name in found.suggestions)
        return wrong(
            "unit_unknown",
            f"không có tổ chức “{shown(text)}” trong phạm vi nhập." + (f" Gần giống: {offered}." if offered else ""),
            "Ghi đúng tên tổ chức có trong sổ, hoặc lập tổ chức ấy trước.",
        )
