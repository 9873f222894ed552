"""R19: cells that have admitted nobody for years running."""

from __future__ import annotations

from reports.definition import ItemRows, Report, Text, Total
from reports.lists.quiet_cells import YEARS, quiet, shares

REPORT = Report(
    code="R19",
    slug="chi-bo-khong-ket-nap",
    name="Chi bộ nhiều năm liền không kết nạp đảng viên",
    title="danh sách chi bộ nhiều năm liền không kết nạp được đảng viên",
    period_words="tính đến ngày {day}",
    basis="Chỉ thị số 09-CT/TU, ngày 03/5/2012 của Ban Thường vụ Thành ủy",
    purpose="Chi bộ không kết nạp được ai từ 1, 2, 3 hay 5 năm, còn nguồn hay không, vì sao.",
    uncertain="mẫu cột của danh sách",
    as_of_day=True,
    landscape=True,
    rows=ItemRows(quiet, remarks=shares, count_unit="chi bộ", nothing="Không có chi bộ nào như vậy trong kỳ này."),
    row_title="Chi bộ",
    columns=(
        Text("dang_bo", "Đảng bộ"),
        Text("so_dv", "Số đảng viên", middle=True),
        Text("tuoi", "Tuổi bình quân", middle=True),
        Text("gan_nhat", "Lần kết nạp gần nhất", middle=True),
        Text("nam", "Số năm", middle=True),
        Text("con_nguon", "Còn nguồn (khảo sát trong năm)"),
        Text("ly_do", "Lý do"),
    ),
    notes=(
        "Chỉ tính những lần kết nạp ghi trong sổ. Chi bộ lập chưa đủ số năm không nằm trong danh sách.",
        "Kết nạp ở chi bộ đã nhập vào được tính cho chi bộ nhận.",
    ),
    options=(YEARS,),
    total=Total.LAST,
)
