"""R22: residential places with a cell, and with a cell that has a committee (n/N)."""

from __future__ import annotations

from dangvien.models import OrganizationKind
from reports.definition import Column, Group, OrganizationRows, Ratio, Report, Total
from reports.indicators import LOCALITIES, LOCALITIES_WITH_CELL, LOCALITIES_WITH_COMMITTEE, WARDS

REPORT = Report(
    code="R22",
    slug="khu-pho-co-chi-bo",
    name="Thôn, khu phố có chi bộ, có cấp ủy",
    title="thôn, khu phố có chi bộ, có cấp ủy",
    period_words="tính đến ngày {day}",
    basis="Chỉ thị số 09-CT/TU, ngày 03/5/2012 của Ban Thường vụ Thành ủy",
    purpose="Bao nhiêu thôn, khu phố của từng xã, phường đã có chi bộ, chi bộ đã có cấp ủy, viết n/N.",
    uncertain="cách tính “có cấp ủy”; mẫu cột của bảng",
    as_of_day=True,
    rows=OrganizationRows(kinds=(OrganizationKind.DANG_BO_CO_SO, OrganizationKind.CAP_TREN), sectors=WARDS),
    row_title="Xã, phường",
    columns=(
        Column("so_thon", "Số thôn, khu phố", LOCALITIES),
        Group(
            "Có chi bộ",
            (
                Column("chi_bo", "Số lượng", LOCALITIES_WITH_CELL, out_of=LOCALITIES),
                Ratio("ty_le", "Tỷ lệ (%)", numerator="chi_bo", denominator="so_thon", places=2),
            ),
        ),
        Group(
            "Chi bộ có cấp ủy",
            (
                Column("cap_uy", "Số lượng", LOCALITIES_WITH_COMMITTEE, out_of=LOCALITIES),
                Ratio("ty_le_cap_uy", "Tỷ lệ (%)", numerator="cap_uy", denominator="so_thon", places=2),
            ),
        ),
    ),
    notes=("Có cấp ủy: chi bộ có ít nhất một chi ủy viên đang giữ chức trong sổ.",),
    total=Total.LAST,
)
