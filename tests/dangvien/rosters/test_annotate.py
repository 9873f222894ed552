"""The workbook that goes back to whoever brought it: the same cells, the bad ones coloured and commented."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from dangvien.limited import Unreadable
from dangvien.rosters.annotate import LIST_SHEET, Mark, marked, plain_copy
from dangvien.rosters.grid import Row

BIRTH = Mark("Danh sách", 4, "C", "Không có ngày 31/02. Ghi lại ngày sinh.", grave=True)
NAME = Mark("Danh sách", 4, "B", "Họ tên viết hoa cả.", grave=False)
WHOLE = Mark("Danh sách", 5, "", "Dòng này có hai lần trong tệp.", grave=True)


def book(**more) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Danh sách"
    sheet["A1"] = "DANH SÁCH ĐẢNG VIÊN"
    sheet["A1"].font = Font(bold=True)
    sheet.merge_cells("A1:C1")
    sheet.append([])
    sheet.append(["STT", "Họ và tên", "Ngày sinh"])
    sheet.append([1, "NGUYỄN VĂN AN", "31/02/1985"])
    sheet.append([2, "=1+1", date(1985, 3, 20)])
    sheet["B5"].data_type = "s"
    sheet["C4"].comment = Comment("Hỏi lại chi bộ", "Chi bộ")
    for place, value in more.items():
        sheet[place] = value
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def opened(content: bytes):
    return load_workbook(BytesIO(content))


def test_bad_cells_are_coloured_and_commented_and_the_rest_is_as_it_was():
    made = opened(marked(book(), [BIRTH, NAME, WHOLE]))
    sheet = made["Danh sách"]

    assert made.sheetnames == ["Danh sách", LIST_SHEET]
    assert sheet["A1"].font.bold
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["C4"].comment.text == f"Hỏi lại chi bộ\n{BIRTH.text}"
    assert (sheet["C4"].value, sheet["C4"].fill.fgColor.rgb) == ("31/02/1985", "FFF4B5B0")
    assert (sheet["B4"].comment.text, sheet["B4"].fill.fgColor.rgb) == (NAME.text, "FFFBE7A8")
    assert sheet["A5"].comment.text == WHOLE.text
    assert sheet["C5"].comment is None
    assert (sheet["B5"].value, sheet["B5"].data_type) == ("=1+1", "s")
    assert [[cell.value for cell in row] for row in made[LIST_SHEET].iter_rows(min_row=2)] == [
        ["Danh sách", "C4", BIRTH.text, "Phải sửa"],
        ["Danh sách", "B4", NAME.text, "Nên xem lại"],
        ["Danh sách", "A5", WHOLE.text, "Phải sửa"],
    ]


def test_marked_again_the_old_marks_are_replaced():
    twice = opened(marked(marked(book(), [BIRTH]), [Mark("Danh sách", 4, "C", "Ngày sinh còn sai.", grave=True)]))

    assert twice.sheetnames == ["Danh sách", LIST_SHEET]
    assert twice["Danh sách"]["C4"].comment.text.endswith("Ngày sinh còn sai.")
    assert twice[LIST_SHEET].max_row == 2


def test_a_mark_inside_merged_cells_stands_where_it_is_seen():
    made = opened(marked(book(), [Mark("Danh sách", 1, "B", "Tiêu đề có dữ liệu.", grave=True)]))

    assert made["Danh sách"]["A1"].comment.text == "Tiêu đề có dữ liệu."


def bomb() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * (60 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\x03\x04 cut off", bomb(), book()[:2000], b"PK" + b"\0" * 4_000_000]
)
def test_what_cannot_be_opened_whole_is_refused(content):
    with pytest.raises(Unreadable):
        marked(content, [BIRTH])


def test_a_plain_copy_has_the_same_cells_at_the_same_places():
    rows = [
        Row(1, ["Danh sách đảng viên"]),
        Row(3, ["STT", "Họ và tên", "Ngày sinh"]),
        Row(4, [{"n": 1, "t": "1"}, "NGUYỄN VĂN AN", "31/02/1985"]),
        Row(5, [{"n": 2, "t": "2"}, "=1+1", {"d": "1985-03-20", "t": "20/03/1985"}, {"f": "=A1+1"}, {"e": "#N/A"}]),
    ]
    made = opened(plain_copy([("Danh sách", rows)], [BIRTH, NAME, Mark("Danh sách", 4, "E", "Thiếu.", grave=True)]))
    sheet = made["Danh sách"]

    assert [[cell.value for cell in row] for row in sheet.iter_rows()][2:] == [
        ["STT", "Họ và tên", "Ngày sinh", None, None],
        [1, "NGUYỄN VĂN AN", "31/02/1985", None, None],
        [2, "=1+1", sheet["C5"].value, "=A1+1", "#N/A"],
    ]
    assert sheet["C5"].value.date() == date(1985, 3, 20)
    assert {sheet[place].data_type for place in ("B5", "D5", "E5")} <= {"s"}
    assert sheet["C4"].comment.text == BIRTH.text
    assert sheet["E4"].comment.text == "Thiếu."
    assert made[LIST_SHEET].max_row == 4


def test_names_of_sheets_that_excel_does_not_take():
    made = opened(plain_copy([("a/b", []), ("ab", []), (LIST_SHEET, [])], []))

    assert made.sheetnames == ["ab", "ab 2", f"{LIST_SHEET} 3", LIST_SHEET]
