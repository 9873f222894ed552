"""L02: years and a part of one; share, growth, sum, and the average of the complete years."""

from reports.definition import Column, Growth, PeriodRows, Ratio, Report, Total
from reports.indicators import ADMITTED, ADMITTED_RESIDENTIAL

REPORT = Report(
    code="L02",
    slug="l02",
    name="Kết nạp qua các năm",
    title="kết nạp đảng viên qua các năm",
    basis="Báo cáo tổng kết Chỉ thị 09-CT/TU, phần II",
    purpose="Diễn biến kết nạp và bình quân một năm.",
    rows=PeriodRows(mean="Bình quân các năm đủ 12 tháng"),
    row_title="Năm",
    columns=(
        Column("ket_nap", "Kết nạp", ADMITTED),
        Growth("tang", "So với năm trước (%)", of="ket_nap"),
        Column("khu_dan_cu", "Ở khu dân cư", ADMITTED_RESIDENTIAL),
        Ratio("ty_trong", "Tỷ trọng (%)", numerator="khu_dan_cu", denominator="ket_nap"),
    ),
    total=Total.LAST,
)
