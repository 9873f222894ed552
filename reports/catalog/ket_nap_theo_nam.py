"""R02: admissions by year with a partial last year, also as a sentence (layout L02)."""

from __future__ import annotations

from reports.definition import Column, Group, Growth, PeriodRows, Ratio, Report, Running, Total, YearsDrawn
from reports.indicators import ADMISSION_DAY, ADMITTED, ADMITTED_RESIDENTIAL

REPORT = Report(
    code="R02",
    slug="ket-nap-theo-nam",
    name="Kết nạp đảng viên theo năm",
    title="kết nạp đảng viên",
    period_words="{label}",
    basis="Chỉ thị số 09-CT/TU, ngày 03/5/2012 của Ban Thường vụ Thành ủy",
    purpose="Diễn biến kết nạp qua các năm và phần của địa bàn khu dân cư trong đó.",
    rows=PeriodRows(),
    row_title="Năm",
    columns=(
        Column("ket_nap", "Kết nạp", ADMITTED),
        Growth("tang_giam", "So với năm trước (%)", of="ket_nap"),
        Running("luy_ke", "Lũy kế", of="ket_nap"),
        Group(
            "Trong đó ở địa bàn khu dân cư",
            (
                Column("khu_dan_cu", "Số lượng", ADMITTED_RESIDENTIAL),
                Ratio("ty_trong", "Tỷ trọng (%)", numerator="khu_dan_cu", denominator="ket_nap"),
            ),
        ),
    ),
    options=(ADMISSION_DAY,),
    total=Total.LAST,
    total_label="Cả giai đoạn",
    picture=YearsDrawn("Kết nạp đảng viên theo năm", value="ket_nap", unit="đảng viên"),
)
