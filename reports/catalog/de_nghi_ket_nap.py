"""R10: the short list of people proposed for admission, for the committee's meeting (Mẫu 03-DSKN)."""

from __future__ import annotations

from reports.definition import Group, ItemRows, Report, Text, Total
from reports.lists.proposed import BATCH, ORIGIN, proposed

REPORT = Report(
    code="R10",
    slug="de-nghi-ket-nap",
    name="Danh sách trích ngang đề nghị kết nạp",
    title="trích ngang những người được đề nghị kết nạp vào Đảng",
    period_words="(kỳ họp ngày {day})",
    basis="Mẫu 03-DSKN (Ban Tổ chức Thành ủy Hà Nội)",
    purpose="Những người chi bộ đã xét đồng ý, trình cấp ủy xét kết nạp. Chọn ngày họp, hoặc đúng một lần gửi hồ sơ.",
    uncertain="tên mẫu có trong văn bản, thứ tự và tên cột thì chưa",
    as_of_day=True,
    landscape=True,
    rows=ItemRows(proposed, nothing="Không có hồ sơ đề nghị kết nạp nào trong kỳ này."),
    row_title="Họ và tên",
    columns=(
        Text("ngay_sinh", "Ngày sinh, giới tính", middle=True),
        Text("que_quan", "Quê quán, nơi ở"),
        Group("Thành phần", (Text("dan_toc", "Dân tộc, tôn giáo", middle=True),), optional=ORIGIN.code),
        Text("trinh_do", "Trình độ: phổ thông, chuyên môn, lý luận chính trị"),
        Text("nghe", "Nghề nghiệp, chức vụ"),
        Text("doan_the", "Đoàn thể"),
        Text("giay", "Giấy chứng nhận lớp nhận thức", middle=True),
        Text("chi_bo", "Chi bộ, nghị quyết chi bộ"),
        Text("gioi_thieu", "Người giới thiệu"),
        Text("ghi_chu", "Ghi chú"),
    ),
    options=(BATCH, ORIGIN),
    total=Total.LAST,
)
