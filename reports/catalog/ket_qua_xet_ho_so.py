"""R24: what became of the dossiers of a meeting (layout L19)."""

from __future__ import annotations

from reports.definition import ItemRows, Report, Text, Total
from reports.lists.dossiers import BATCH, groups, results, sum_of_results

REPORT = Report(
    code="R24",
    slug="ket-qua-xet-ho-so",
    name="Kết quả xét hồ sơ của kỳ họp",
    title="kết quả xét hồ sơ đề nghị kết nạp, công nhận đảng viên",
    basis="Quy định số 294-QĐ/TW, ngày 26/5/2025 của Ban Chấp hành Trung ương, điểm 4",
    purpose="Hồ sơ của một hay mọi lần gửi trong kỳ: đồng ý, không đồng ý, để lại kèm lý do, chưa có kết quả.",
    uncertain="mẫu cột của danh sách",
    landscape=True,
    rows=ItemRows(
        results,
        groups=groups,
        empty_groups=False,
        remarks=sum_of_results,
        count_unit="hồ sơ",
        nothing="Không có hồ sơ nào được gửi xét trong kỳ này.",
    ),
    row_title="Họ và tên",
    columns=(
        Text("ngay_sinh", "Ngày sinh", middle=True),
        Text("chi_bo", "Chi bộ"),
        Text("gui", "Đề nghị, ngày gửi"),
        Text("ket_qua", "Kết quả"),
        Text("van_ban", "Văn bản trả lời"),
        Text("ly_do", "Lý do, ghi chú"),
    ),
    notes=("Việc xin ý kiến cấp trên chưa có kết quả nằm trong phần “Chưa có kết quả”.",),
    options=(BATCH,),
    total=Total.LAST,
    total_label="Đề nghị",
)
