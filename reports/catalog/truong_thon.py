"""R21: heads of thôn and tổ dân phố who are members, and who are secretary of the cell as well."""

from __future__ import annotations

from dangvien.models import OrganizationKind
from reports.definition import SAME_LAST_YEAR, Column, Group, Option, OrganizationRows, Points, Ratio, Report, Total
from reports.indicators import HEADS, HEADS_SECRETARIES, LOCALITIES, WARDS

GOAL = Option(
    "muc_tieu",
    "Mục tiêu trưởng thôn, tổ trưởng tổ dân phố là đảng viên",
    (
        ("khong", "chưa nêu"),
        *((str(percent), f"từ {percent}% trở lên") for percent in (50, 60, 65, 70, 75, 80, 85, 90, 95, 100)),
    ),
)
"""What the committee's own resolution asks for; printed under the table."""

REPORT = Report(
    code="R21",
    slug="truong-thon",
    name="Trưởng thôn, tổ trưởng tổ dân phố là đảng viên; bí thư kiêm trưởng thôn",
    title="trưởng thôn, tổ trưởng tổ dân phố là đảng viên; bí thư chi bộ kiêm trưởng thôn, tổ trưởng tổ dân phố",
    period_words="tính đến ngày {day}",
    basis="Kết luận của Ban Thường vụ Tỉnh ủy về công tác phát triển đảng viên giai đoạn 1997-2019",
    purpose="Trưởng thôn là đảng viên, bí thư kiêm trưởng thôn ở từng xã, phường; so với cùng kỳ năm trước.",
    uncertain="mẫu cột của bảng",
    as_of_day=True,
    landscape=True,
    rows=OrganizationRows(kinds=(OrganizationKind.DANG_BO_CO_SO, OrganizationKind.CAP_TREN), sectors=WARDS),
    row_title="Xã, phường",
    columns=(
        Column("so_thon", "Số thôn, tổ dân phố", LOCALITIES),
        Group(
            "Trưởng thôn, tổ trưởng là đảng viên",
            (
                Column("dang_vien", "Số lượng", HEADS),
                Ratio("ty_le", "Tỷ lệ (%)", numerator="dang_vien", denominator="so_thon"),
            ),
        ),
        Group(
            "Bí thư chi bộ kiêm",
            (
                Column("kiem", "Số lượng", HEADS_SECRETARIES),
                Ratio("ty_le_kiem", "Tỷ lệ (%)", numerator="kiem", denominator="so_thon"),
            ),
        ),
        Group(
            "Cùng kỳ năm trước",
            (
                Column("so_thon_truoc", "Số thôn, tổ dân phố", LOCALITIES, when=SAME_LAST_YEAR),
                Column("dang_vien_truoc", "Là đảng viên", HEADS, when=SAME_LAST_YEAR),
                Ratio("ty_le_truoc", "Tỷ lệ (%)", numerator="dang_vien_truoc", denominator="so_thon_truoc"),
            ),
        ),
        Points("hon_kem", "Tăng, giảm (điểm %)", now="ty_le", before="ty_le_truoc"),
    ),
    notes=(
        "Tỷ lệ tính trên số thôn, tổ dân phố trong danh mục. Người giữ chức được tính ở nơi sinh hoạt Đảng.",
        "Trưởng thôn chưa là đảng viên không có trong sổ đảng viên.",
    ),
    options=(GOAL,),
    total=Total.LAST,
)
