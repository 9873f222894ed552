"""How much a draft may hold, and the sentences for what is not read. Each says what it is and what to do."""

from __future__ import annotations

from dangvien.limited import MEGABYTE
from dangvien.text import thousands

MOST_BYTES = 20 * MEGABYTE
"""Of a file as it is sent."""
MOST_PIECES = 20_000
"""Paragraphs, cells and footnotes: 200 pages have some four thousand paragraphs."""
MOST_CHARACTERS = 800_000
LONGEST_PIECE = 20_000
"""Characters of one piece."""
MOST_PAGES = 400
"""Of a PDF."""
MOST_OF_A_SENTENCE, MOST_FIGURES = 120, 5_000
"""Figures of one sentence and of a text that are checked: each is held against the others, so that more would keep the
worker for hours. Reports of 200 pages have less than half of it, their longest lists some sixty numbers."""
MEMORY, SECONDS, CHECK_SECONDS = 700 * MEGABYTE, 60, 60
"""Of the child that reads, and of the one that tests what was read; each may take twice as long on the clock."""
COUNT_SECONDS = 60.0
"""On the clock, for counting in the register beside the printed figures."""
LONGEST_NUMBER = 40
"""Digits of a number: the money of the whole country needs twenty with its points."""

TOO_LARGE = (
    f"Tệp lớn hơn {MOST_BYTES // MEGABYTE} MB. Bỏ bớt hình ảnh rồi gửi lại, hoặc chép phần chữ vào ô dán văn bản."
)
TOO_LONG = f"Văn bản dài hơn {thousands(MOST_CHARACTERS)} chữ cái: chỉ kiểm tra phần đầu."
CROWDED = f"Có câu hơn {MOST_OF_A_SENTENCE} con số: chỉ kiểm tra những số đầu của câu ấy."
TOO_MANY_FIGURES = f"Văn bản có hơn {thousands(MOST_FIGURES)} con số ngoài bảng: chỉ kiểm tra những số đầu."
NOTHING_INSIDE = "Tệp mở được nhưng không có chữ nào. Kiểm tra xem có gửi nhầm tệp không."
NOT_A_DRAFT = "Không nhận ra loại tệp này. Gửi tệp Word (.docx), PDF có chữ, Excel (.xlsx) hoặc tệp chữ (.txt)."
NOT_A_DOCX = (
    "Tệp có tên hoặc vỏ của tệp Word (.docx) nhưng bên trong không phải. "
    "Mở bằng Word, lưu lại thành loại .docx rồi gửi, hoặc dán phần chữ vào ô văn bản."
)
OLD_WORD = "Đây là tệp Word kiểu cũ (.doc) hoặc có mật khẩu. Mở bằng Word, lưu thành loại .docx không mật khẩu rồi gửi."
RTF = "Đây là tệp Rich Text (.rtf). Mở bằng Word, lưu thành loại .docx rồi gửi."
ODT = "Đây là tệp của LibreOffice, OpenOffice. Mở ra, lưu thành loại .docx rồi gửi."
SLIDES = "Đây là tệp trình chiếu. Chép phần chữ cần kiểm tra rồi dán vào ô văn bản."
PICTURE = "Đây là một tấm ảnh, không có chữ để đọc. Gửi tệp Word đã dùng để in, hoặc gõ lại phần có số liệu."
ARCHIVE = "Đây là tệp nén. Giải nén ra rồi gửi từng tệp một."
BROKEN_PDF = "Tệp PDF bị hỏng hoặc chép chưa hết. Mở lại, in ra PDF lần nữa rồi gửi."
LOCKED_PDF = "Tệp PDF có mật khẩu nên không đọc được. Bỏ mật khẩu rồi gửi lại, hoặc gửi tệp Word."
PDF_WITHOUT_TEXT = (
    "Tệp PDF này không có chữ, chỉ có hình chụp hoặc quét. Gửi tệp Word đã dùng để in ra nó, "
    "hoặc gõ phần có số liệu vào ô văn bản."
)
TOO_MUCH_WORK = (
    "Kiểm tra hết văn bản này cần nhiều thời gian hoặc bộ nhớ hơn mức cho phép. "
    "Chia nhỏ văn bản, mỗi lần gửi một phần có số liệu."
)
COUNTED_IN_PART = (
    "Đếm trong sổ cho hết các số của văn bản này lâu hơn mức cho phép: chỉ so với sổ những số đầu. "
    "Muốn so cả phần sau thì gửi riêng phần ấy."
)
STOPPED = "Đọc hết văn bản cần nhiều thời gian hoặc bộ nhớ hơn mức cho phép: chỉ kiểm tra phần đã đọc được."
