"""The empty workbook of a kind of list: columns, an example that is never taken in, lists to choose from, notes.

Every cell is text, days too: typed as days they would be turned round by an Excel with American settings, and "3/1945"
or "1945" would become a day that nobody wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from dangvien import codes
from dangvien.rosters.fields import CODES_SHEET, DATA_SHEET, EXAMPLE, NOTES_SHEET, Field, RosterForm, Value
from dangvien.rosters.sheets import (
    HEADER_ROW,
    NUMBERS,
    STARTS_A_FORMULA,
    Looks,
    columns_of,
    lay_out,
    notes_sheet,
    paper,
    text,
    workbook_at,
)
from dangvien.spreadsheet import TEXT_FORMAT

ROWS = 5000
"""Rows whose cells offer their lists; a longer list goes on below them."""

GENDERS = ("Nam", "Nữ")
RESULTS = ("Xuất sắc", "Giỏi", "Khá", "Trung bình", "Đạt", "Không đạt")
"""What a class list says of a learner; the office may write others that are known (see `values`)."""

SUGGESTED: Mapping[str, tuple[str, ...]] = {
    "trinh_do": ("education_general", "education_professional"),
    "ly_luan": ("political_theory",),
    "nghe_nghiep": ("occupation",),
}
"""Fields of free text → the code lists whose words are offered; others may be typed."""

OFFERED_UNITS = ("don_vi", "truc_thuoc")
"""Fields of free text that usually hold an organization of the register."""

_EXAMPLES: Mapping[str, str] = {
    "ho_ten": "Nguyễn Văn Mẫu",
    "que_quan": "xã Gio Mỹ, huyện Gio Linh, tỉnh Quảng Trị",
    "thuong_tru": "Khu phố 1, phường Hòa An",
    "ngay_vao_dang": "19/5/2015",
    "ngay_chinh_thuc": "19/5/2016",
    "trinh_do": "Đại học",
    "ly_luan": "Trung cấp",
    "nghe_nghiep": "Cán bộ, công chức",
    "ngay_cap": "20/5/2024",
    "ma": "chi-bo-mau",
    "ten_to_chuc": "Chi bộ Mẫu",
    "so_quyet_dinh": "12-QĐ/ĐU",
    "co_quan": "Đảng ủy cấp trên trực tiếp",
    "van_ban": "Nghị quyết số 05-NQ/ĐU ngày 15/01/2024",
}
_EXAMPLES_BY_VALUE: Mapping[Value, str | int] = {
    Value.SERIAL: EXAMPLE,
    Value.BIRTH: "20/3/1985",
    Value.DAY: "19/5/2024",
    Value.GENDER: "Nam",
    Value.CARD: "00000001",
    Value.CITIZEN: "045085000001",
    Value.FILE_NUMBER: "000001 QT",
    Value.RESULT: "Khá",
    Value.CERTIFICATE: "01/2024-GCN",
    Value.COUNT: 10,
    Value.YEAR: 2024,
    Value.YEARS: "2024",
}
_WORDS_OF_KEYS: Mapping[str, str] = {"ghi_chu": "Cho người ghi tệp; sổ không lưu ghi chú về người."}
_WORDS: Mapping[Value, str] = {
    Value.DAY: "Gõ ngày/tháng/năm, ví dụ 20/3/1985.",
    Value.BIRTH: "Gõ ngày/tháng/năm, ví dụ 20/3/1985; chỉ biết tháng, năm thì gõ 3/1945 hoặc 1945.",
    Value.CARD: "Gõ đủ các số, kể cả số 0 ở đầu.",
    Value.CITIZEN: "Gõ đủ 12 số, kể cả số 0 ở đầu.",
    Value.UNIT: "Chọn trong danh sách của ô.",
}
_NOTES = (
    "Ghi ở trang “{sheet}”, mỗi dòng một {thing}, từ dòng 2 trở xuống. Không đổi tên, không bỏ dòng tên cột.",
    "Dòng có chữ “{example}” ở cột STT là dòng ví dụ: để nguyên hay xóa đi cũng được, sổ không đọc dòng ấy.",
    "Cột nền đậm là cột phải ghi; các cột khác không biết thì để trống. Không ghi đoán: thiếu ngày thì để thiếu.",
    "Ngày ghi ngày trước, tháng sau: 20/3/1985. Mọi ô là ô chữ, nên số 0 ở đầu số thẻ, số căn cước được giữ nguyên.",
    "Ô có danh sách thì bấm mũi tên ở ô rồi chọn; danh sách ở trang “{codes}”. Tổ chức trong đó là của {of}.",
    "Ghi xong, lưu tệp (.xlsx) rồi đưa lên ở trang “Nhập danh sách”. Sổ kiểm tra và cho xem trước; chưa ghi gì vào sổ.",
    "Ý nghĩa từng cột:",
)


def template_of(form: RosterForm, *, units: Sequence[str], of: str) -> bytes:
    """The bytes of the empty workbook of a form. `units` are the organizations to choose from, `of` whose they are."""
    columns = columns_of(form)
    written = BytesIO()
    book = workbook_at(written, f"Mẫu danh sách: {form.label}, {of}")
    looks = Looks(book)
    sheet = book.add_worksheet(DATA_SHEET)
    lay_out(sheet, columns, [looks.made(num_format=_shape(field)) for field in columns])
    paper(sheet, landscape=True)
    lists = {field.key: offered for field in columns if (offered := choices_of(field, units))}
    places = {key: place for place, key in enumerate(lists)}
    for place, field in enumerate(columns):
        _offer(sheet, place, field, lists.get(field.key, ()), places.get(field.key, 0))
    looks.header(sheet, columns)
    _example(sheet, looks, columns, units)
    _codes(book, looks, [(form.field(key).label, words) for key, words in lists.items()])
    notes_sheet(book, looks, NOTES_SHEET, _notes(form, columns, of))
    book.close()
    return written.getvalue()


def choices_of(field: Field, units: Sequence[str]) -> tuple[str, ...]:
    """The words offered in the cells of a field; none where anything may stand."""
    if field.value is Value.GENDER:
        return GENDERS
    if field.value is Value.RESULT:
        return RESULTS
    if field.value is Value.UNIT or field.key in OFFERED_UNITS:
        return tuple(units)
    lists = (field.codes,) if field.codes in codes.names() else SUGGESTED.get(field.key, ())
    return tuple(dict.fromkeys(line.label for name in lists for line in codes.of(name)))


def _offer(sheet: Worksheet, place: int, field: Field, words: Sequence[str], at: int) -> None:
    """The list of a column, taken from the sheet of lists, and what is said when a cell of it is chosen."""
    told = _told(field)
    if not words and not told:
        return
    rule: dict[str, Any] = {"validate": "any", "show_error": False}
    if words:
        listed = xl_range_abs(HEADER_ROW + 1, at, HEADER_ROW + len(words), at)
        rule = {
            "validate": "list",
            "source": f"={quote_sheetname(CODES_SHEET)}!{listed}",
            # Free text may say something else; a unit or a code that is on no list is a mistake of typing.
            "show_error": field.value in (Value.UNIT, Value.GENDER),
            "error_title": "Chọn trong danh sách",
            "error_message": "Bấm mũi tên ở ô rồi chọn một dòng.",
        }
    if told:
        rule |= {"input_title": field.label[:32], "input_message": told[:250]}
    sheet.data_validation(HEADER_ROW + 1, place, HEADER_ROW + 1 + ROWS, place, rule)


def _example(sheet: Worksheet, looks: Looks, columns: Sequence[Field], units: Sequence[str]) -> None:
    at = HEADER_ROW + 1
    for place, field in enumerate(columns):
        offered = choices_of(field, units)
        first = offered[0] if offered else ""
        value: str | int = _EXAMPLES.get(field.key) or _EXAMPLES_BY_VALUE.get(field.value, first)
        shape = looks.made(
            num_format=_shape(field), italic=True, font_color="#7A7A7A", bg_color="#F3F3F3",
            quote_prefix=_like_a_formula(value),
        )  # fmt: skip
        if isinstance(value, int):
            sheet.write_number(at, place, value, shape)
        elif value:
            text(sheet, at, place, value, shape)
        else:
            sheet.write_blank(at, place, None, shape)


def _like_a_formula(value: str | int) -> bool:
    """Names of organizations come from people: what a spreadsheet would run stays the text it is."""
    return isinstance(value, str) and value.startswith(STARTS_A_FORMULA)


def _shape(field: Field) -> str:
    return "0" if field.value in NUMBERS else TEXT_FORMAT


def _codes(book: Workbook, looks: Looks, lists: Sequence[tuple[str, Sequence[str]]]) -> None:
    """The sheet the lists are taken from: one list a column."""
    sheet = book.add_worksheet(CODES_SHEET)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    plain, quoted = (looks.made(num_format=TEXT_FORMAT, quote_prefix=quoted) for quoted in (False, True))
    name = looks.made(bold=True)
    for place, (label, _) in enumerate(lists):
        sheet.set_column(place, place, 32)
        text(sheet, HEADER_ROW, place, label, name)
    for row in range(max((len(words) for _, words in lists), default=0)):
        for place, (_, words) in enumerate(lists):
            if row < len(words):
                text(sheet, HEADER_ROW + 1 + row, place, words[row], quoted if _like_a_formula(words[row]) else plain)


def _told(field: Field) -> str:
    """What to know about a column."""
    return field.note or _WORDS_OF_KEYS.get(field.key) or _WORDS.get(field.value, "")


def _notes(form: RosterForm, columns: Sequence[Field], of: str) -> list[str]:
    thing = "người" if "ho_ten" in form.identity else "dòng số liệu hoặc tổ chức"
    facts = {"sheet": DATA_SHEET, "codes": CODES_SHEET, "example": EXAMPLE, "thing": thing, "of": of}
    lines = [text.format(**facts) for text in _NOTES]
    for field in columns:
        need = "phải ghi. " if field.required else ""
        if field.value is not Value.SERIAL:
            lines.append(f"– {field.label}: {need}{_told(field)}".rstrip(": ").rstrip())
    return lines
