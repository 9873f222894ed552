"""R11: the people admitted in a period."""

from __future__ import annotations

from reports.definition import Group, ItemRows, Report, Text, Total
from reports.indicators import ADMISSION_DAY
from reports.lists.admitted import admitted

REPORT = Report(
    code="R11",
    slug="dang-vien-moi",
    name="Danh sách đảng viên mới kết nạp",
    title="danh sách đảng viên mới kết nạp",
    basis="Hướng dẫn số 38-HD/BTCTW, ngày 29/9/2025 của Ban Tổ chức Trung ương",
    purpose="Từng người đã kết nạp trong kỳ, theo đảng bộ, chi bộ; dùng kèm báo cáo tháng, quý, năm.",
    uncertain="mẫu cột của danh sách",
    landscape=True,
    rows=ItemRows(admitted, nothing="Không có đảng viên nào được kết nạp trong kỳ này."),
    row_title="Họ và tên",
    columns=(
        Text("ngay_sinh", "Ngày sinh", middle=True),
        Group("Quyết định kết nạp", (Text("so_qd", "Số", middle=True), Text("ngay_qd", "Ngày", middle=True))),
        Text("ngay_ket_nap", "Ngày kết nạp", middle=True),
        Text("chi_bo", "Chi bộ"),
        Text("nguon", "Nguồn"),
        Text("giup_do", "Người giúp đỡ"),
    ),
    options=(ADMISSION_DAY,),
    total=Total.LAST,
)
