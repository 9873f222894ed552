"""A list of members as a ward would bring it: a title, a header, some sixty people, two bad cells."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from openpyxl import Workbook

LAST, MIDDLE = (("Nguyễn", "Trần", "Lê", "Phạm"), ("Nhật", "Thảo", "Khánh", "Bảo"))
GIVEN = ("An", "Bình", "Châu", "Dung", "Giang", "Hà", "Khoa", "Lan", "Minh", "Nga", "Phúc", "Quân", "Sơn", "Thu", "Yến")
HEADERS = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Tôn giáo", "Ngày vào Đảng", "Ngày chính thức",
    "Số thẻ đảng", "Chi bộ",
)  # fmt: skip
FIRST_ROW = 5
BAD_DAY, BAD_CARD = "31/02/1985", "9300123"


def names(count: int, mark: str) -> list[str]:
    """So many different names; `mark` is a syllable of their own in all of them."""
    found = [f"{last} {middle} {mark} {given}" for last in LAST for middle in MIDDLE for given in GIVEN]
    return found[:count]


def roster(cell: str, count: int = 60, mark: str = "Hoài", first_card: int = 93_000_000) -> bytes:
    """The workbook; rows 5 and 6 have a birth that cannot be and a card number that is too short."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Danh sách"
    sheet["A1"] = "DANH SÁCH ĐẢNG VIÊN"
    sheet["A2"] = f"Của {cell}"
    for column, header in enumerate(HEADERS, start=1):
        sheet.cell(FIRST_ROW - 1, column, header)
    for place, name in enumerate(names(count, mark)):
        born = date(1970, 1, 15) + timedelta(days=97 * place)
        admitted = date(2010, 2, 3) + timedelta(days=31 * place)
        line: list[object] = [
            place + 1, name, f"{born:%d/%m/%Y}", ("Nam", "Nữ")[place % 2], "Kinh", "Không", f"{admitted:%d/%m/%Y}",
            f"{admitted.replace(year=admitted.year + 1):%d/%m/%Y}", f"{first_card + place:08d}", cell,
        ]  # fmt: skip
        if place == 0:
            line[2] = BAD_DAY
        if place == 1:
            line[8] = BAD_CARD
        sheet.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
