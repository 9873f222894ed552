"""The words in which a kind of list is described: what a cell may hold, a field, a form; fields all kinds share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Value(StrEnum):
    """What the cells of a field hold, and so how they are read (see `values`)."""

    TEXT = "text"
    NAME = "name"
    NAME_FIRST = "name_first"
    """Họ và đệm, where the given name stands in a column of its own."""
    NAME_LAST = "name_last"
    DAY = "day"
    BIRTH = "birth"
    """A day that may be known to the year or the month only."""
    GENDER = "gender"
    MALE_MARK = "male_mark"
    """A column headed Nam: an x for men, or the birth date of men."""
    FEMALE_MARK = "female_mark"
    CODE = "code"
    UNIT = "unit"
    CARD = "card"
    CITIZEN = "citizen"
    FILE_NUMBER = "file_number"
    RESULT = "result"
    CERTIFICATE = "certificate"
    COUNT = "count"
    CODES = "codes"
    """Several codes of one list, set apart by commas, semicolons or line breaks: read as a list."""
    YEAR = "year"
    YEARS = "years"
    """One year or a span of them: 2019, 2015-2020; read as "2019" or "2015-2020"."""
    YEAR_COLUMNS = "year_columns"
    """Not one column but all whose heading is a year (see `years`): read as year → whole number."""
    SERIAL = "serial"
    """STT: read past, never kept."""


@dataclass(frozen=True)
class Field:
    """One field. `codes` names the code list of a CODE; `headings` are other ways to write the label in a header.

    `required`: an empty cell is an error. `template`: it has a column in our own template workbook.
    """

    key: str
    label: str
    value: Value
    headings: tuple[str, ...] = ()
    required: bool = False
    codes: str = ""
    template: bool = True
    note: str = ""


@dataclass(frozen=True, eq=False)
class RosterForm:
    """One kind of list: `kind` as `RosterKind` stores it, `command` as the command line calls it. There is one of each.

    `identity`: keys of which one must be recognized in a header row for the row to be one.
    """

    kind: str
    command: str
    label: str
    fields: tuple[Field, ...]
    identity: tuple[str, ...]

    def field(self, key: str) -> Field:
        """The field of a key. Raises KeyError."""
        return _by_key(self)[key]


@cache
def _by_key(form: RosterForm) -> dict[str, Field]:
    return {field.key: field for field in form.fields}


EXAMPLE = "Ví dụ"
"""In the STT cell of a template's example row: a row that says so tells of nobody, and is skipped whatever else is in
it (compared by `search_key`)."""

DATA_SHEET, CODES_SHEET, NOTES_SHEET = "Danh sách", "Danh mục", "Hướng dẫn"
"""The sheets of our own workbooks; rows are read from the first only (a sheet called like the others tells of
nobody)."""

SERIAL = Field("stt", "STT", Value.SERIAL, ("TT", "Số TT", "Số thứ tự"))
REMARK = Field("ghi_chu", "Ghi chú", Value.TEXT, ("Chú thích",))

BASE_KEYS: Mapping[str, tuple[str, ...]] = {
    "dang_vien": (
        "ho_ten", "ngay_sinh", "gioi_tinh", "dan_toc", "ton_giao", "que_quan", "ngay_vao_dang", "ngay_chinh_thuc",
        "so_the", "so_ly_lich", "chi_bo", "trinh_do", "nghe_nghiep", "ghi_chu",
    ),
    "lop": ("ho_ten", "ngay_sinh", "don_vi", "ket_qua", "so_gcn", "ngay_cap", "ghi_chu"),
}  # fmt: skip
"""Keys that every record of a kind has, in order; of other kinds all that have a column in the template."""
