"""How much a file may hold, and the sentences for files that are not read. Each says what it is and what to do."""

from __future__ import annotations

from dangvien.limited import MEGABYTE
from dangvien.text import thousands

MOST_BYTES = 25 * MEGABYTE
"""Of a file as it is sent."""
MOST_ROWS = 200_000
"""Rows with something in them, all sheets together. Empty ones, however many, are nothing."""
MOST_COLUMNS = 200
MOST_SHEETS = 200
MOST_MERGES = 20_000
"""Merged ranges told of one sheet."""
MOST_COMMENTS, LONGEST_COMMENT = 20_000, 1_000
"""Comments told of one sheet, and characters of each."""
LONGEST_TEXT = 32_767
"""Characters of a cell: Excel itself holds no more."""

MEMORY, SECONDS = 1024 * MEGABYTE, 120
"""Of the child that reads."""

_SAVE_AS_XLSX = "Mở bằng Excel, chọn “Lưu thành” (Save As), loại “Excel Workbook (.xlsx)”, rồi gửi tệp mới."

TOO_LARGE = (
    f"Tệp lớn hơn {MOST_BYTES // MEGABYTE} MB. Xóa hình ảnh và các trang tính không cần, hoặc chia thành nhiều tệp."
)
EMPTY_FILE = "Tệp rỗng, không có gì bên trong. Kiểm tra lại tệp trên máy rồi gửi lại."
NOTHING_INSIDE = "Tệp mở được nhưng không có dòng nào. Kiểm tra xem có gửi nhầm tệp không."
ONLY_ZEROS = "Tệp bị hỏng: bên trong toàn số 0, thường do chép từ USB chưa xong. Chép lại hoặc gửi bản khác."
BROKEN = "Tệp bị hỏng hoặc chép chưa hết. Mở lại bằng Excel, lưu thành tệp mới rồi gửi."
LOCKED = "Tệp có mật khẩu nên không đọc được. Bỏ mật khẩu trong Excel, lưu lại rồi gửi."
SWOLLEN = "Tệp nén bất thường: giải nén ra quá lớn. Chép các dòng sang một tệp Excel mới rồi gửi."
STRANGE = "Tệp có phần khai báo lạ mà Excel không bao giờ ghi. Chép các dòng sang một tệp Excel mới rồi gửi."
LOCK_FILE = (
    "Đây là tệp tạm mà Excel để cạnh tệp đang mở (tên bắt đầu bằng ~$), không có dữ liệu. "
    "Đóng Excel rồi gửi tệp cùng tên không có ~$."
)
ODS = f"Đây là tệp của LibreOffice, OpenOffice (.ods). {_SAVE_AS_XLSX}"
XLSB = f"Đây là tệp Excel nhị phân (.xlsb). {_SAVE_AS_XLSX}"
HTML = f"Tên tệp là Excel nhưng bên trong là một trang web (HTML) do phần mềm khác xuất ra. {_SAVE_AS_XLSX}"
XML_2003 = f"Bên trong tệp là XML (kiểu XML Spreadsheet 2003). {_SAVE_AS_XLSX}"
WEB_ARCHIVE = f"Đây là trang web lưu thành một tệp (.mht). {_SAVE_AS_XLSX}"
WORD = "Đây là tệp Word. Chép bảng danh sách sang một tệp Excel mới, lưu loại .xlsx rồi gửi."
SLIDES = "Đây là tệp trình chiếu (PowerPoint). Chép bảng danh sách sang một tệp Excel mới, lưu loại .xlsx rồi gửi."
PDF = "Đây là tệp PDF, không đọc thành danh sách được. Gửi tệp Excel đã dùng để in ra nó, hoặc nhập lại vào tệp mẫu."
PICTURE = "Đây là một tấm ảnh, không đọc thành danh sách được. Gửi tệp Excel, hoặc nhập lại vào tệp mẫu."
ARCHIVE = "Đây là tệp nén (.zip, .rar, .7z). Giải nén ra rồi gửi từng tệp Excel một."
OTHER_OFFICE = f"Tệp này không phải bảng tính Excel. {_SAVE_AS_XLSX}"
TOO_OLD = f"Tệp này do một bản Excel rất cũ (trước 1997) ghi. {_SAVE_AS_XLSX}"
UNKNOWN = "Không nhận ra loại tệp này. Sổ đọc được tệp Excel (.xlsx, .xlsm, .xls) và tệp chữ (.csv, .txt)."
OPEN_QUOTE = (
    "Tệp chữ có dấu ngoặc kép mở ra mà không đóng lại, không tách được dòng. Mở bằng Excel, lưu loại .xlsx rồi gửi."
)
UNKNOWN_LETTERS = f"Không nhận ra bảng mã chữ của tệp. {_SAVE_AS_XLSX}"
TOO_MANY_SHEETS = f"Tệp có hơn {MOST_SHEETS} trang tính. Giữ lại các trang cần nhập rồi gửi lại."
TOO_MANY_ROWS = f"Tệp có hơn {thousands(MOST_ROWS)} dòng. Chia thành nhiều tệp."


def too_wide(sheet: str, cell: str) -> str:
    """Said of a cell that stands too far to the right."""
    where = f"Trang tính “{sheet[:60]}” có" if sheet else "Có"
    return f"{where} ô {cell} nằm ngoài {MOST_COLUMNS} cột đầu. Xóa các cột thừa ở bên phải, lưu lại rồi gửi."


def damaged_text(line: int) -> str:
    """Said of a text file that is UTF-8 but for a few bytes."""
    return (
        f"Tệp chữ bị hỏng từ dòng {thousands(line)}, có thể do chép chưa hết. Lưu lại từ phần mềm đã ghi ra nó rồi gửi."
    )
