"""R20: organizations that missed their targets several years running, year by year (layout L20)."""

from __future__ import annotations

from reports.definition import (
    Column,
    EachPeriod,
    Group,
    Option,
    OrganizationRows,
    Ranking,
    Ratio,
    Report,
    Streak,
    Total,
)
from reports.indicators import ADMISSION_DAY, ADMITTED, TARGET, TIER

YEARS = Option(
    "so_nam_lien",
    "Không đạt từ",
    (("2", "2 năm liền"), ("3", "3 năm liền"), ("5", "5 năm liền"), ("1", "1 năm"), ("0", "nêu mọi đơn vị")),
)

REPORT = Report(
    code="R20",
    slug="khong-dat-nhieu-nam",
    name="Đơn vị không đạt chỉ tiêu nhiều năm liền",
    title="các đơn vị không đạt chỉ tiêu kết nạp nhiều năm liền",
    period_words="{years}",
    basis="Chỉ thị số 49-CT/TU ngày 28/8/2023 của Ban Thường vụ Tỉnh ủy Hưng Yên, mục 1",
    purpose="Đơn vị nào nhiều năm liền không đạt chỉ tiêu, mỗi năm được giao và đã kết nạp bao nhiêu.",
    landscape=True,
    rows=OrganizationRows(direct=True, ranking=Ranking("so_nam", at_least=lambda choices: int(choices["so_nam_lien"]))),
    row_title="Đảng bộ, chi bộ",
    columns=(
        EachPeriod(
            (
                Column("chi_tieu", "Chỉ tiêu", TARGET),
                Column("ket_qua", "Kết quả", ADMITTED),
                Ratio("ty_le", "Đạt (%)", numerator="ket_qua", denominator="chi_tieu"),
            )
        ),
        Group(
            "Cả giai đoạn",
            (
                Column("chi_tieu_chung", "Chỉ tiêu", TARGET),
                Column("ket_nap", "Kết quả", ADMITTED),
                Ratio("dat", "Đạt (%)", numerator="ket_nap", denominator="chi_tieu_chung"),
            ),
        ),
        Streak("so_nam", "Số năm không đạt liên tiếp", each="ty_le", below=100),
    ),
    options=(YEARS, ADMISSION_DAY, TIER),
    total=Total.LAST,
    total_label="Cộng mọi đơn vị",
    notes=(
        "Số năm không đạt đếm lùi từ năm trọn vẹn cuối cùng trong kỳ; năm không giao chỉ tiêu thì dừng đếm.",
        "Năm chưa hết không tính là đạt hay không đạt.",
    ),
)
