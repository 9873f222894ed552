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


def long(rows: int, **changes: Any) -> Table:
    """A table of many rows, some of which need two or three lines."""
    place = "thị trấn Cam Lộ, huyện Cam Lộ, tỉnh Quảng Trị "
    extra = [place * ((number % 7 == 0) + (number % 21 == 0)) for number in range(rows)]
    return appendix(
        lines([f"Đảng bộ cơ sở số {number} {extra[number]}".strip() for number in range(1, rows)]), **changes
    )
