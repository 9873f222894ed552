"""R03: targets and results by organization, up to the last day of the period."""

from __future__ import annotations

from collections.abc import Mapping

from dangvien.period import Period
from dangvien.procedure.targets.progress import followers_of
from dangvien.scope import Scope
from reports.definition import (
    NEW_YEAR,
    WHOLE_YEAR,
    YEAR_TO_DATE,
    AgainstDrawn,
    Choices,
    Column,
    Group,
    Judgement,
    OrganizationRows,
    Ratio,
    Report,
    Sum,
    Text,
    Total,
    shown_or_not,
)
from reports.indicators import ADMISSION_DAY, ADMITTED, MEMBERS, TARGET, TIER, progress_bands


def _followers(scope: Scope, period: Period, _choices: Choices) -> Mapping[int, str]:
    """Who follows each organization on the last day: committee members, then groups."""
    found = followers_of(scope, list(scope.keys), period.last)
    return {key: "; ".join(str(item) for item in items) for key, items in found.items()}


REPORT = Report(
    code="R03",
    slug="chi-tieu-theo-don-vi",
    name="Chỉ tiêu và kết quả kết nạp, theo đơn vị",
    title="thực hiện chỉ tiêu kết nạp đảng viên",
    basis="Chỉ thị số 49-CT/TU ngày 28/8/2023 của Ban Thường vụ Tỉnh ủy Hưng Yên",
    purpose="Mỗi đơn vị được giao bao nhiêu, đã kết nạp bao nhiêu, còn thiếu hay vượt, và ai theo dõi đơn vị ấy.",
    landscape=True,
    rows=OrganizationRows(direct=True),
    row_title="Đảng bộ, chi bộ",
    columns=(
        Column("dau_nam", "Số đảng viên đầu năm", MEMBERS, when=NEW_YEAR),
        Group(
            "Giao cả năm",
            (
                Column("chi_tieu", "Chỉ tiêu (người)", TARGET, when=WHOLE_YEAR),
                Ratio("ty_le_giao", "Chỉ tiêu (% đảng viên đầu năm)", numerator="chi_tieu", denominator="dau_nam"),
            ),
        ),
        Group(
            "Kết nạp",
            (
                Column("trong_ky", "Trong kỳ", ADMITTED),
                Column("luy_ke", "Lũy kế từ đầu năm", ADMITTED, when=YEAR_TO_DATE),
            ),
        ),
        Ratio("dat", "Đạt (%)", numerator="luy_ke", denominator="chi_tieu"),
        Sum("thieu_vuot", "Còn thiếu (-), vượt", plus=("luy_ke",), minus=("chi_tieu",)),
        Judgement("muc", "Mức", of="dat", bands=progress_bands),
        Group("Phân công", (Text("theo_doi", "Theo dõi, giúp đỡ", words=_followers),), optional="phan_cong"),
        Text("ghi_chu", "Ghi chú"),
    ),
    options=(ADMISSION_DAY, TIER, shown_or_not("phan_cong", "Cột phân công theo dõi")),
    total=Total.LAST,
    total_label="Cộng các đơn vị trên",
    picture=AgainstDrawn("Chỉ tiêu và kết quả kết nạp, lũy kế từ đầu năm", target="chi_tieu", value="luy_ke"),
)
