"""R04: targets and results by the five sources of candidates."""

from __future__ import annotations

from reports.definition import (
    WHOLE_YEAR,
    YEAR_TO_DATE,
    Column,
    CriteriaRows,
    Group,
    Ratio,
    Report,
    Share,
    Sum,
    Total,
    by_dimension,
)
from reports.indicators import ADMISSION_DAY, ADMITTED, SOURCE, TARGET_BY_SOURCE, TIER

REPORT = Report(
    code="R04",
    slug="chi-tieu-theo-nguon",
    name="Chỉ tiêu và kết quả kết nạp, theo nguồn",
    title="thực hiện chỉ tiêu kết nạp đảng viên theo nguồn",
    basis="Chỉ thị số 49-CT/TU ngày 28/8/2023 của Ban Thường vụ Tỉnh ủy Hưng Yên, điểm 2.1",
    purpose="Trong năm nguồn, mỗi nguồn được giao bao nhiêu, đã kết nạp bao nhiêu.",
    landscape=True,
    rows=CriteriaRows(by_dimension("nguon", SOURCE)),
    row_title="Nguồn",
    columns=(
        Column("chi_tieu", "Chỉ tiêu cả năm", TARGET_BY_SOURCE, when=WHOLE_YEAR),
        Group(
            "Kết nạp",
            (
                Column("trong_ky", "Trong kỳ", ADMITTED),
                Column("luy_ke", "Lũy kế từ đầu năm", ADMITTED, when=YEAR_TO_DATE),
            ),
        ),
        Ratio("dat", "Đạt (%)", numerator="luy_ke", denominator="chi_tieu"),
        Sum("thieu_vuot", "Còn thiếu (-), vượt", plus=("luy_ke",), minus=("chi_tieu",)),
        Share("ty_trong", "Tỷ trọng (%)", of="luy_ke"),
    ),
    options=(ADMISSION_DAY, TIER),
    total=Total.LAST,
    total_label="Cộng các nguồn",
    notes=(
        "Nguồn ghi ở hồ sơ theo dõi của người được kết nạp; không có hồ sơ hoặc chưa ghi nguồn là chưa phân loại.",
        "Chỉ tiêu là số giao cho chính nơi xem báo cáo, theo từng nguồn.",
    ),
)
