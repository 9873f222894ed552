"""Tables and papers made by hand, to be drawn without counting anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from reports.render.letterhead import Paper
from reports.table import Cell, CellKind, CheckResult, HeaderCell, Row, RowStyle, Table

WARDS = {
    "Phường 1": (300, 93),
    "Phường 2": (200, 64),
    "Phường 3": (150, 85),
    "Phường 4": (65, 34),
    "Phường 5": (304, 74),
    "Phường Đông Giang": (170, 60),
    "Phường Đông Thanh": (160, 59),
    "Phường Đông Lương": (184, 57),
    "Phường Đông Lễ": (170, 59),
}
"""The appendix of June 2022: learners of the class and members admitted, ward by ward."""

PAPER = Paper(
    superior="ĐẢNG BỘ TỈNH QUẢNG TRỊ",
    body="THÀNH ỦY ĐÔNG HÀ",
    place="Đông Hà",
    symbol="TU",
    attached_to="BTV Thành ủy",
    authority="T/M BAN THƯỜNG VỤ",
    position="BÍ THƯ",
    signer="Nguyễn Văn An",
    recipients=("Ban Tổ chức Tỉnh ủy (báo cáo)", "Đảng ủy các phường", "Lưu Văn phòng Thành ủy"),
    month=date(2022, 6, 1),
)
FROZEN = replace(PAPER, digest="5f" * 32, frozen_at=datetime(2022, 6, 20, 1, 5, tzinfo=UTC), foot=True)

BLANK = Cell(CellKind.BLANK, None)


def count(value: int) -> Cell:
    return Cell(CellKind.COUNT, value, opens=True, things=value)


def percent(value: str) -> Cell:
    return Cell(CellKind.PERCENT, value)


def lines(labels: list[str]) -> tuple[Row, ...]:
    """A numbered row for each label, with two counts of their own."""
    return tuple(
        Row(f"dong-{place}", f"{place}.", label, (count(3 * place), count(place)))
        for place, label in enumerate(labels, start=1)
    )


def total_of(rows: tuple[Row, ...]) -> Row:
    """The row that carries the next number, as in the appendix of 2022."""
    sums = (sum(int(row.cells[place].value or 0) for row in rows) for place in (0, 1))
    return Row("tong", f"{len(rows) + 1}.", "Toàn thành phố", tuple(map(count, sums)), RowStyle.TOTAL)


def appendix(rows: tuple[Row, ...] | None = None, **changes: Any) -> Table:
    """The appendix of 2022, or one like it with other rows, its total numbered as the next row."""
    if rows is None:
        rows = tuple(
            Row(f"phuong-{place}", f"{place}.", label, (count(trained), count(admitted)))
            for place, (label, (trained, admitted)) in enumerate(WARDS.items(), start=1)
        )
    table = Table(
        report="R01",
        title="công tác phát triển đảng viên ở địa bàn khu dân cư",
        period_words="giai đoạn 2012-2022",
        basis="Chỉ thị số 09-CT/TU",
        organization="Đảng bộ thành phố Đông Hà",
        organization_code="dong-ha",
        first="2012-01-01",
        last="2022-05-20",
        number_title="TT",
        row_title="TCCSĐ",
        header=(
            (
                HeaderCell("TT"),
                HeaderCell("TCCSĐ"),
                HeaderCell("Số lượng quần chúng tham gia lớp bồi dưỡng kết nạp đảng"),
                HeaderCell("Số lượng đảng viên kết nạp"),
            ),
        ),
        columns=("hoc_lop", "ket_nap"),
        rows=rows,
        total=None if "total" in changes else total_of(rows),
        notes=(),
        checks=(CheckResult("Kết nạp: cộng các dòng 585 = đếm thẳng 585", holds=True),),
        sheet="phu_luc",
        landscape=False,
        options={"hoc_vien": "luot"},
    )
    return replace(table, **changes)


def yearly() -> Table:
    """A header of two levels, blank cells, percentages, an unnumbered total, notes."""
    admitted = (200, 163, 175)
    rows = tuple(
        Row(
            str(2012 + place),
            f"{place + 1}.",
            str(2012 + place),
            (
                count(number),
                percent("-18.5") if place else BLANK,
                count(sum(admitted[: place + 1])),
                count(number // 3),
                percent("33.0"),
            ),
        )
        for place, number in enumerate(admitted)
    )
    return appendix(
        rows,
        report="R02",
        title="kết nạp đảng viên theo năm",
        row_title="Năm",
        header=(
            (
                HeaderCell("TT", rows=2),
                HeaderCell("Năm", rows=2),
                HeaderCell("Kết nạp", rows=2),
                HeaderCell("So với năm trước (%)", rows=2),
                HeaderCell("Lũy kế", rows=2),
                HeaderCell("Trong đó ở địa bàn khu dân cư", columns=2),
            ),
            (HeaderCell("Số lượng"), HeaderCell("Tỷ trọng (%)")),
        ),
        columns=("ket_nap", "tang_giam", "luy_ke", "khu_dan_cu", "ty_trong"),
        total=Row("tong", "", "Cả giai đoạn", (count(538), BLANK, BLANK, count(178), percent("33.1")), RowStyle.TOTAL),
        notes=("Bình quân mỗi năm: 179,3.", "Ngày kết nạp: theo ngày tổ chức lễ."),
    )


def criteria() -> Table:
    """A list of criteria with parts, a heading inside the table, a fraction, no total; a document of its own."""
    return appendix(
        (
            Row("tccsd", "1.", "Tổ chức cơ sở đảng", (count(48),)),
            Row("co_so", "", "Đảng bộ cơ sở", (count(17),), RowStyle.PART, 1),
            Row("chia", "", "Chia theo khối", (BLANK,), RowStyle.HEADING, 1),
            Row("khoi", "", "Khối phường", (count(9),), RowStyle.PART, 2),
            Row("khu_pho", "2.", "Khu phố có chi bộ", (Cell(CellKind.FRACTION, "62/62", opens=True, things=62),)),
            Row("dang_vien", "3.", "Đảng viên", (count(6913),)),
        ),
        report="R00",
        title="khái quát tổ chức đảng và đảng viên",
        period_words="tính đến ngày 20/5/2022",
        row_title="Nội dung",
        header=((HeaderCell("TT"), HeaderCell("Nội dung"), HeaderCell("Số lượng")),),
        columns=("so_luong",),
        total=None,
        sheet="van_ban",
    )


def middle(text: str) -> Cell:
    return Cell(CellKind.MIDDLE, text)


def people() -> Table:
    """A list under the headings of its groups, words over several lines, marks, what a column adds up to."""

    def line(number: int, name: str, born: str, note: str, mark: str = "") -> Row:
        cells = (middle(born), Cell(CellKind.TEXT, note) if note else BLANK, middle(mark) if mark else BLANK)
        return Row(f"nguoi-{number}", f"{number}.", name, cells, level=1, person=number)

    heading, none = (BLANK, BLANK, BLANK), (BLANK, BLANK, middle("1"))
    return appendix(
        (
            Row("nhom_a", "I", "Chi bộ Khu phố 1: 2 đồng chí", heading, RowStyle.HEADING),
            line(1, "Nguyễn Thị Thanh Huyền", "05/3/1990", "Đại học Luật\nTrung cấp lý luận\nGiáo viên", "x"),
            line(2, "Lê Văn Đạt", "12/10/1988", "=1+1"),
            Row("cong_a", "", "Cộng", none, RowStyle.SUBTOTAL),
            Row("nhom_b", "II", "Chi bộ Khu phố 2: 0 đồng chí", heading, RowStyle.HEADING),
        ),
        row_title="Họ và tên",
        header=(
            (
                *(HeaderCell(text, rows=2) for text in ("TT", "Họ và tên", "Ngày sinh", "Trình độ")),
                HeaderCell("Đoàn viên"),
            ),
            (HeaderCell("(đánh dấu x)"),),
        ),
        columns=("ngay_sinh", "trinh_do", "doan_vien"),
        total=Row("tong", "", "Tổng cộng: 2 đồng chí", none, RowStyle.TOTAL),
    )


def form() -> Table:
    """A numbered header, cells that do not apply, averages, nothing as a dash, the total first."""

    def line(key: str, number: str, label: str, *cells: Cell, level: int = 0) -> Row:
        return Row(key, number, label, cells, RowStyle.PART if level else RowStyle.LINE, level)

    nothing, cross = Cell(CellKind.COUNT, 0, opens=True, things=0, dash=True), Cell(CellKind.CROSS, None)
    return appendix(
        (
            line("a", "A", "Kỳ trước chuyển sang", count(100), count(90), percent("111.11")),
            line("b", "1", "Kết nạp", nothing, count(1234), cross, level=1),
            line("tuoi", "2", "Tuổi bình quân", *(Cell(CellKind.DECIMAL, age) for age in ("31.5", "30.0")), BLANK),
        ),
        row_title="Tiêu chí",
        header=(
            (HeaderCell("TT"), HeaderCell("Tiêu chí"), HeaderCell("Kỳ này"), HeaderCell("Cùng kỳ"), HeaderCell("%")),
            (HeaderCell(""), HeaderCell("1"), HeaderCell("2"), HeaderCell("3"), HeaderCell("4 = 2 × 100 / 3")),
        ),
        columns=("ky_nay", "cung_ky", "so_sanh"),
        total=Row("tong", "", "Tổng số", (count(100), count(1324), BLANK), RowStyle.TOTAL),
        total_first=True,
        numbered=True,
    )


def panels() -> Table:
    """Two blocks of rows that stand beside each other on paper; the second is shorter."""
    first = (count(7), count(3))
    return appendix(
        (
            Row("dan_toc", "I", "Dân tộc", first),
            Row("kinh", "1", "Kinh", first, RowStyle.PART, 1),
            Row("tay", "2", "Tày", (count(0), count(0)), RowStyle.PART, 1),
            Row("ton_giao", "II", "Tôn giáo", (count(2), count(1))),
            Row("phat", "1", "Phật giáo", (count(2), count(1)), RowStyle.PART, 1),
        ),
        row_title="Tên",
        header=((HeaderCell("TT"), HeaderCell("Tên"), HeaderCell("Tổng số"), HeaderCell("Nữ")),),
        columns=("tong", "nu"),
        total=None,
        panels=(3,),
    )


def facing(rows: int) -> Table:
    """Four columns over two facing pages, under a header of two levels."""
    return appendix(
        tuple(
            Row(f"d{place}", f"{place}", f"Trần Thị Số {place}", tuple(middle(f"{place}{sign}") for sign in "abcd"))
            for place in range(1, rows + 1)
        ),
        row_title="Họ và tên",
        header=(
            (
                *(HeaderCell(text, rows=2) for text in ("TT", "Họ và tên", "A")),
                HeaderCell("Đi và đến", columns=2),
                HeaderCell("D", rows=2),
            ),
            (HeaderCell("B"), HeaderCell("C")),
        ),
        columns=("a", "b", "c", "d"),
        total=None,
        facing=2,
        landscape=True,
    )


def long(rows: int, **changes: Any) -> Table:
    """A table of many rows, some of which need two or three lines."""
    place = "thị trấn Cam Lộ, huyện Cam Lộ, tỉnh Quảng Trị "
    extra = [place * ((number % 7 == 0) + (number % 21 == 0)) for number in range(rows)]
    return appendix(
        lines([f"Đảng bộ cơ sở số {number} {extra[number]}".strip() for number in range(1, rows)]), **changes
    )
