"""R12: members on probation whose twelve months end, with the terms of the cell and of the committee."""

from __future__ import annotations

from reports.definition import ItemRows, Report, Text, Total
from reports.lists.probation import HORIZON, due

REPORT = Report(
    code="R12",
    slug="du-bi-den-han",
    name="Danh sách đảng viên dự bị đến hạn công nhận",
    title="danh sách đảng viên dự bị đến hạn xét công nhận chính thức",
    period_words="tính đến ngày {day}",
    basis="Quy định số 294-QĐ/TW, ngày 26/5/2025 của Ban Chấp hành Trung ương, điểm 4.2, 4.3",
    purpose="Đảng viên dự bị đã hết hoặc sắp hết 12 tháng, hạn chi bộ xét, hạn cấp ủy quyết định; ai quá hạn đứng đầu.",
    uncertain="mẫu cột của danh sách",
    as_of_day=True,
    landscape=True,
    rows=ItemRows(due, nothing="Không có đảng viên dự bị nào đến hạn công nhận trong kỳ này."),
    row_title="Họ và tên",
    columns=(
        Text("ngay_sinh", "Ngày sinh", middle=True),
        Text("chi_bo", "Chi bộ"),
        Text("ngay_ket_nap", "Ngày kết nạp", middle=True),
        Text("het_du_bi", "Hết 12 tháng", middle=True),
        Text("han_xet", "Hạn chi bộ xét", middle=True),
        Text("han_qd", "Hạn cấp ủy quyết định", middle=True),
        Text("tinh_trang", "Tình trạng"),
    ),
    notes=(
        "Theo sổ hiện nay: người đã có quyết định công nhận không còn trong danh sách.",
        "Hạn tính bằng ngày làm việc theo quy định từng thời kỳ, gồm cả lần gia hạn; hạn cấp ủy tính từ nghị quyết "
        "của chi bộ.",
    ),
    options=(HORIZON,),
    total=Total.LAST,
)
