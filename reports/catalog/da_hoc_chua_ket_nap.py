"""R23: those who hold the certificate of the class for candidates and have not been admitted."""

from __future__ import annotations

from reports.definition import Group, ItemRows, Report, Text, Total
from reports.lists.certificates import FOLLOWED, LIFE, certified, still_good

REPORT = Report(
    code="R23",
    slug="da-hoc-chua-ket-nap",
    name="Đã học lớp nhận thức, chưa kết nạp",
    title="danh sách người đã có giấy chứng nhận học lớp nhận thức về Đảng mà chưa được kết nạp",
    period_words="tính đến ngày {day}",
    basis="Hướng dẫn số 06-HD/TW, ngày 09/6/2025 của Ban Bí thư, mục 5",
    purpose="Nguồn đã qua lớp mà chưa kết nạp, giấy còn dùng được hay đã hết hạn, đang ở bước nào.",
    uncertain="mẫu cột của danh sách",
    as_of_day=True,
    landscape=True,
    rows=ItemRows(
        certified, remarks=still_good, nothing="Không có ai đã học lớp nhận thức mà chưa kết nạp trong kỳ này."
    ),
    row_title="Họ và tên",
    columns=(
        Text("ngay_sinh", "Ngày sinh", middle=True),
        Text("chi_bo", "Chi bộ"),
        Group("Giấy chứng nhận", (Text("so_giay", "Số", middle=True), Text("ngay_cap", "Ngày cấp", middle=True))),
        Text("so_thang", "Số tháng từ ngày cấp", middle=True),
        Text("het_han", "Giấy hết hạn", middle=True),
        Text("tinh_trang", "Bước trong sổ hiện nay"),
    ),
    options=(LIFE, FOLLOWED),
    total=Total.LAST,
)
