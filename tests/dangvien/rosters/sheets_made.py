"""Sheets made of plain values for the tests of understanding, and the cells of a ward that does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dangvien.rosters.fields import MEMBERS, RosterForm
from dangvien.rosters.grid import Row, Sheet
from dangvien.rosters.judge import JudgedRow, judge_file
from dangvien.rosters.layout import Layout, recognize
from dangvien.rosters.units import Found
from dangvien.text import nfc, search_key

AS_OF = date(2025, 6, 30)

CELLS = ("Chi bộ Khu phố 1", "Chi bộ Khu phố 2", "Chi bộ Trường Tiểu học Hòa Bình", "Chi bộ Cơ quan")

USUAL = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Tôn giáo", "Quê quán", "Ngày vào Đảng", "Ngày chính thức",
    "Số thẻ đảng", "Số lý lịch", "Chi bộ", "Trình độ", "Nghề nghiệp", "Ghi chú",
)  # fmt: skip

GOOD: dict[str, Any] = {
    "STT": 1, "Họ và tên": "Nguyễn Thị Hòa", "Ngày sinh": date(1980, 3, 25), "Giới tính": "Nữ", "Dân tộc": "Kinh",
    "Tôn giáo": "Không", "Quê quán": "xã Gio Mỹ, tỉnh Quảng Trị", "Ngày vào Đảng": date(2005, 5, 19),
    "Ngày chính thức": date(2006, 5, 19), "Số thẻ đảng": "43000001", "Số lý lịch": "200001 QT",
    "Chi bộ": "Chi bộ Khu phố 1", "Trình độ": "Đại học", "Nghề nghiệp": "Công chức", "Ghi chú": None,
}  # fmt: skip

RECORD = {
    "ho_ten": "Nguyễn Thị Hòa", "ngay_sinh": "1980-03-25", "gioi_tinh": "Nữ", "dan_toc": "Kinh", "ton_giao": "Không",
    "que_quan": "xã Gio Mỹ, tỉnh Quảng Trị", "ngay_vao_dang": "2005-05-19", "ngay_chinh_thuc": "2006-05-19",
    "so_the": "43000001", "so_ly_lich": "200001 QT", "chi_bo": "Chi bộ Khu phố 1", "trinh_do": "Đại học",
    "nghe_nghiep": "Công chức", "ghi_chu": None,
}  # fmt: skip


class Ward:
    """Knows the cells by their full names, and by the last words of one of them."""

    def __init__(self, *names: str) -> None:
        self._names = names or CELLS

    def find(self, text: str) -> Found:
        said = nfc(text).casefold()
        for name in self._names:
            if name.casefold() == said:
                return Found(name)
        words = search_key(text).replace("cb", "chi bo").replace("kp", "khu pho")
        near = [name for name in self._names if words and search_key(name).endswith(words)]
        if len(near) == 1:
            return Found(near[0], exact=False)
        return Found(None, exact=False, suggestions=self._names[:2])


def raw(value: Any) -> Any:
    """A plain value as a cell of a file."""
    if isinstance(value, date):
        return {"d": value.isoformat(), "t": f"{value:%d/%m/%Y}", "o": "dd/mm/yyyy"}
    if isinstance(value, int | float):
        return {"n": value, "t": str(value)}
    return value


def sheet_of(rows: Sequence[Any], name: str = "Danh sách", **facts: Any) -> Sheet:
    """A sheet whose rows begin with number 1; None is a row that the file does not have."""
    made = [Row(number, [raw(value) for value in row]) for number, row in enumerate(rows, start=1) if row is not None]
    return Sheet(name, rows=made, **facts)


def person(**others: Any) -> list[Any]:
    """The row of somebody good in the usual columns, with other values in some: `person(Ngày_sinh="1985")`."""
    told = {key.replace("_", " "): value for key, value in others.items()}
    assert set(told) <= set(GOOD), told
    return list((GOOD | told).values())


def people(*rows: Sequence[Any]) -> Sheet:
    """A sheet with the usual header and these rows."""
    return sheet_of([USUAL, *rows])


def understood(sheet: Sheet, form: RosterForm = MEMBERS, **remembered: Any) -> Layout:
    """What is recognized of a sheet."""
    return recognize(sheet, form, remembered or None)


def verdicts(*sheets: Sheet, form: RosterForm = MEMBERS, units: Any = None, **options: Any) -> list[JudgedRow]:
    """The rows that tell of somebody, of all sheets."""
    pairs = [(sheet, recognize(sheet, form)) for sheet in sheets]
    rows = judge_file(pairs, form, as_of=options.pop("as_of", AS_OF), units=units or Ward(), **options)
    return [row for judged in rows for row in judged if row.is_data]


def told(row: JudgedRow) -> list[tuple[str, str, str]]:
    """Column, code and severity of all that is to be seen about a row."""
    return [(issue.column, issue.code, issue.severity.value) for issue in row.issues]


def skipped(layout: Layout) -> dict[int, str]:
    """Row → what it is, of the rows that tell of nobody."""
    return dict(layout.parts)


def record_of(row: JudgedRow) -> dict[str, Any]:
    """The record of a row that may go in."""
    assert row.record is not None, row.issues
    return row.record
