"""R05: admissions beside the same period of last year, by organization."""

from __future__ import annotations

from reports.definition import (
    SAME_LAST_YEAR,
    Change,
    Column,
    Group,
    OrganizationRows,
    Rank,
    Report,
    Sum,
    Total,
)
from reports.indicators import ADMISSION_DAY, ADMITTED

REPORT = Report(
    code="R05",
    slug="so-cung-ky",
    name="Kết nạp so với cùng kỳ năm trước, theo đơn vị",
    title="kết nạp đảng viên của các đơn vị",
    period_words="{label}, so với cùng kỳ năm trước",
    basis="Hướng dẫn số 12-HD/BTCTW, ngày 18/01/2022 của Ban Tổ chức Trung ương",
    purpose="Đơn vị nào kết nạp nhiều hơn, đơn vị nào ít hơn cùng kỳ năm trước.",
    rows=OrganizationRows(direct=True),
    row_title="Đảng bộ, chi bộ",
    columns=(
        Column("ky_nay", "Kỳ này", ADMITTED),
        Column("cung_ky", "Cùng kỳ năm trước", ADMITTED, when=SAME_LAST_YEAR),
        Group(
            "Tăng, giảm",
            (
                Sum("chenh_lech", "Số lượng", plus=("ky_nay",), minus=("cung_ky",)),
                Change("tang_giam", "%", now="ky_nay", before="cung_ky"),
            ),
        ),
        Rank("hang", "Xếp hạng kỳ này", of="ky_nay"),
    ),
    options=(ADMISSION_DAY,),
    total=Total.LAST,
    total_label="Cộng các đơn vị trên",
    uncertain="Sổ tay không quy định mẫu của bảng này; cột theo bảng so sánh cùng kỳ của các biểu thống kê.",
)
