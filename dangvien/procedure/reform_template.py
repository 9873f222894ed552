"""The workbook that a reform plan is written into: every organization on the day, lists to choose from, notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dangvien.procedure.reform_register import Node, Register
from dangvien.procedure.reform_sheets import COLUMNS, KIND, KINDS, PLACE_COLUMNS, PLACES_SHEET, SHEET, WORK, Work
from dangvien.spreadsheet import FONT
from dangvien.text import day_full
from dangvien.workbooks import MOST_ROWS

NOTES_SHEET = "Hướng dẫn"

_WIDTHS = {SHEET: (26, 44, 18, 26, 44, 32, 26, 10, 30), PLACES_SHEET: (30, 36, 30)}
_NOTES = (
    "Mỗi dòng là một tổ chức. Tổ chức không thay đổi thì để nguyên dòng, không ghi gì thêm.",
    "Không sửa hai cột “Mã cũ”, “Tên cũ”. Các cột còn lại ghi theo việc đã chọn ở cột “Việc”:",
    "– giữ nguyên: không ghi gì thêm.",
    "– sáp nhập: “Mã mới” là mã của nơi kế thừa (đang hoạt động, hoặc có dòng “thành lập mới”).",
    "– hợp nhất: các tổ chức cùng một “Mã mới”; tên, loại, cấp trên của tổ chức mới ghi ở một trong các dòng ấy.",
    "– chia: mỗi nơi nhận một dòng, cùng “Mã cũ”, khác “Mã mới”. Nơi nhận là chính nó thì nó hoạt động tiếp.",
    "– giải thể: thôi hoạt động, lịch sử giữ dưới cấp trên; có đảng viên thì ghi chi bộ nhận vào “Mã mới”.",
    "– thành lập mới: để trống mã cũ; ghi mã, tên, loại, cấp trên. Mã là chữ thường không dấu, số, gạch nối.",
    "– đổi tên: ghi tên mới; ghi thêm loại mới, cấp trên mới nếu cùng đổi.",
    "– chuyển cấp trên: ghi mã cấp trên mới; ghi thêm tên mới, loại mới nếu cùng đổi.",
    "Tổ chức không có dòng nào mà cấp trên sáp nhập thì theo nơi kế thừa của cấp trên.",
    "Tổ chức, khu phố, thôn của đảng bộ bị chia: ghi ở trang “Địa bàn”, hoặc chọn trên màn hình sau khi đưa tệp lên.",
)


def template_of(register: Register, title: str) -> bytes:
    """The bytes of the workbook for a đảng bộ on a day."""
    book = Workbook()
    plan = book.worksheets[0]
    plan.title = SHEET
    _head(plan, f"Phương án sắp xếp: {title}, ngày {day_full(register.day)}", COLUMNS)
    for row, node in enumerate(_in_tree_order(register), start=4):
        _write(plan, row, (node.code, node.name))
    _choices(plan, COLUMNS.index(WORK) + 1, Work)
    _choices(plan, COLUMNS.index(KIND) + 1, KINDS)
    places = book.create_sheet(PLACES_SHEET)
    _head(places, "Khu phố, thôn của đảng bộ bị chia (chỉ ghi khi có việc “chia”)", PLACE_COLUMNS)
    notes = book.create_sheet(NOTES_SHEET)
    notes.column_dimensions["A"].width = 120
    for row, text in enumerate(_NOTES, start=1):
        _write(notes, row, [text])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _head(sheet: Worksheet, title: str, columns: Sequence[str]) -> None:
    sheet.append([title])
    sheet.cell(1, 1).font = Font(name=FONT, size=14, bold=True)
    sheet.append([])
    sheet.append(list(columns))
    line = Side(style="thin")
    frame = Border(left=line, right=line, top=line, bottom=line)
    for place, width in enumerate(_WIDTHS[sheet.title], start=1):
        cell = sheet.cell(3, place)
        cell.font, cell.border = Font(name=FONT, size=12, bold=True), frame
        cell.fill = PatternFill("solid", fgColor="FFEFE6D0")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A4"


def _write(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    """Text stays text, whatever a name begins with."""
    for place, text in enumerate(texts, start=1):
        cell = sheet.cell(row, place, text)
        cell.data_type, cell.number_format = "s", "@"
        cell.font = Font(name=FONT, size=12)


def _choices(sheet: Worksheet, column: int, words: Iterable[str]) -> None:
    listed = ",".join(words)
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "Chọn trong danh sách", "Bấm mũi tên ở ô rồi chọn một dòng."
    letter = get_column_letter(column)
    rule.add(f"{letter}4:{letter}{MOST_ROWS}")
    sheet.add_data_validation(rule)


def _in_tree_order(register: Register) -> list[Node]:
    """Every organization that works, each followed by what hangs under it."""
    ordered: list[Node] = []
    waiting = [register.nodes[register.root]] if register.root in register.nodes else []
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting += reversed(register.below(node.code))
    return ordered
