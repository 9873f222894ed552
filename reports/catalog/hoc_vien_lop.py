"""R13: the learners of the class for candidates, with their certificates and until when these serve."""

from __future__ import annotations

from reports.definition import Group, ItemRows, Report, Text, Total
from reports.lists.certificates import CLASS, learners

REPORT = Report(
    code="R13",
    slug="hoc-vien-lop",
    name="Danh sách học viên lớp bồi dưỡng nhận thức",
    title="danh sách học viên lớp bồi dưỡng nhận thức về Đảng",
    period_words="(tính đến ngày {day})",
    basis="Hướng dẫn số 06-HD/TW, ngày 09/6/2025 của Ban Bí thư, điểm 3.1 và mục 5",
    purpose="Học viên của một lớp, hoặc của mọi lớp khai giảng trong kỳ: kết quả, số giấy chứng nhận, hạn của giấy.",
    uncertain="mẫu cột của danh sách",
    landscape=True,
    rows=ItemRows(learners, restart=True, nothing="Không có học viên nào trong kỳ này."),
    row_title="Họ và tên",
    columns=(
        Text("ngay_sinh", "Ngày sinh", middle=True),
        Text("don_vi_cu", "Đơn vị cử"),
        Text("ket_qua", "Kết quả"),
        Group("Giấy chứng nhận", (Text("so_giay", "Số", middle=True), Text("ngay_cap", "Ngày cấp", middle=True))),
        Text("het_han", "Giấy hết hạn", middle=True),
    ),
    notes=("Giấy hết hạn mà chi bộ chưa xét kết nạp thì người ấy phải học lại lớp.",),
    options=(CLASS,),
    total=Total.LAST,
    total_label="Cộng",
)
