"""Help: one short page for each screen, in plain Vietnamese."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from dangvien.dossier_list import admitting_places
from dangvien.http import Request
from dangvien.procedure.step_help import step_help

HELP_GROUPS: dict[str, dict[str, str]] = {
    "Bắt đầu": {
        "bat-dau": "Bắt đầu",
        "viec-den-han": "Việc đến hạn",
        "ban-phim": "Dùng bàn phím",
    },
    "Tổ chức và đảng viên": {
        "to-chuc": "Tổ chức đảng",
        "phuong-an-sap-xep": "Phương án sắp xếp tổ chức",
        "sap-xep-to-chuc": "Sắp xếp tổ chức",
        "mo-hinh-to-chuc": "Mô hình tổ chức, giao quyền",
        "tim-nguoi": "Tìm người, ghép người ghi hai lần",
        "dang-vien": "Đảng viên",
        "xem-vao-ngay": "Xem vào một ngày đã qua",
        "chuyen-sinh-hoat": "Chuyển sinh hoạt đảng",
        "qua-trinh": "Quá trình, xếp loại hằng năm",
        "sua-thong-tin": "Sửa thông tin của một người",
        "huy-hieu": "Huy hiệu Đảng",
        "ghi-bien-dong": "Ghi từ trần, ra khỏi Đảng, phục hồi",
        "tinh-trang-sinh-hoat": "Tình trạng sinh hoạt",
        "ra-soat": "Rà soát, sàng lọc",
        "quyet-dinh": "Quyết định",
    },
    "Nguồn phát triển và danh sách": {
        "nguon": "Nguồn phát triển",
        "danh-sach": "Các danh sách theo bước, theo hạn",
        "danh-sach-nguon": "Danh sách nguồn theo tháng",
        "khao-sat": "Khảo sát nguồn",
        "thoi-theo-doi": "Thôi theo dõi",
        "chuyen-noi": "Chuyển nơi trong thời gian xem xét",
    },
    "Lớp bồi dưỡng": {
        "lop": "Lớp bồi dưỡng",
        "ghi-ket-qua-lop": "Ghi kết quả lớp",
        "giay-chung-nhan": "Giấy chứng nhận",
    },
    "Các bước đến kết nạp": {
        "buoc-danh-sach": "Bước: đưa vào danh sách cảm tình Đảng",
        "buoc-lam-thu-tuc": "Bước: được đồng ý làm thủ tục kết nạp",
        "buoc-don-ly-lich": "Bước: đơn và lý lịch",
        "buoc-tham-tra": "Bước: thẩm tra lý lịch",
        "buoc-gioi-thieu": "Bước: giới thiệu vào Đảng",
        "buoc-lay-y-kien": "Bước: lấy ý kiến",
        "buoc-chung-nhan-ly-lich": "Bước: chứng nhận lý lịch",
        "buoc-chi-bo-xet": "Bước: chi bộ xét kết nạp",
        "buoc-dang-uy-xet": "Bước: đảng ủy xét",
        "buoc-trinh": "Bước: thẩm định, trình cấp có thẩm quyền",
        "buoc-quyet-dinh-ket-nap": "Bước: quyết định kết nạp",
        "buoc-le-ket-nap": "Bước: nhận quyết định và lễ kết nạp",
    },
    "Đảng viên dự bị": {
        "buoc-du-bi": "Đảng viên dự bị: những việc đầu",
        "buoc-ho-so-cong-nhan": "Bước: hồ sơ công nhận chính thức",
        "buoc-chi-bo-cong-nhan": "Bước: chi bộ xét công nhận",
        "buoc-quyet-dinh-cong-nhan": "Bước: quyết định công nhận chính thức",
        "buoc-cong-bo-the": "Bước: công bố và phát thẻ",
        "xoa-ten-du-bi": "Xóa tên đảng viên dự bị",
    },
    "Hồ sơ, thời hạn, đính chính": {
        "ho-so": "Hồ sơ: mục lục giấy tờ",
        "gui-ho-so": "Gửi, nhận, trả lại hồ sơ",
        "truong-hop-dac-biet": "Trường hợp đặc biệt và văn bản đồng ý",
        "thoi-han": "Thời hạn và gia hạn",
        "dinh-chinh-buoc": "Đính chính một bước",
        "ghi-nhieu-nguoi": "Ghi nhiều người một lượt",
        "huy-quyet-dinh": "Hủy, làm lại quyết định kết nạp",
        "ket-nap": "Ghi kết nạp",
        "cong-nhan": "Ghi công nhận chính thức",
    },
    "Chỉ tiêu": {
        "chi-tieu": "Tiến độ chỉ tiêu",
        "giao-chi-tieu": "Giao, tính, phân bổ chỉ tiêu",
        "chi-tieu-chi-bo": "Chỉ tiêu từng chi bộ, miễn chỉ tiêu",
        "phu-trach": "Phân công phụ trách đơn vị",
    },
    "Báo cáo": {
        "bao-cao": "Báo cáo",
        "in-va-chot": "In và chốt số liệu",
        "ban-hanh": "Kiểm tra, duyệt, ban hành báo cáo",
        "so-van-ban": "Số văn bản, nhiệm kỳ, loại văn bản",
        "bao-cao-phai-nop": "Báo cáo phải nộp, ai đã gửi",
        "tong-quan": "Tổng quan bằng hình",
        "kiem-tra-so-lieu": "Kiểm tra số liệu trong văn bản",
        "soat-ty-le": "Soát tỷ lệ in trên giấy",
        "bao-cao-bang-loi": "Báo cáo bằng lời",
        "mau-bao-cao": "Mẫu Word của báo cáo bằng lời",
        "so-lieu-van-ban": "Số liệu theo văn bản",
        "doi-chieu-so": "Đối chiếu sổ",
    },
    "Tệp Excel": {
        "nhap-danh-sach": "Nhập danh sách từ tệp",
        "nhap-xem-lai": "Nhập danh sách: xem lại tệp",
        "nhap-cot": "Nhập danh sách: các cột",
        "nhap-sua-dong": "Nhập danh sách: các dòng, sửa ô sai",
        "nhap-ghi": "Nhập danh sách: ghi vào sổ",
        "nhap-hoan-tac": "Nhập danh sách: hoàn tác",
        "tep-mau-xuat-so": "Tệp mẫu, xuất sổ ra Excel",
        "doi-chieu-danh-sach": "Đối chiếu với danh sách khác",
    },
    "Quy định và quản trị": {
        "can-cu": "Căn cứ, quy định",
        "ngay-nghi": "Ngày nghỉ, ngày làm việc",
        "tai-khoan": "Tài khoản và mật khẩu",
        "dang-nhap-bao-mat": "Đăng nhập và bảo mật",
        "lop-thu-hai": "Lớp thứ hai khi đăng nhập",
        "nhat-ky": "Nhật ký",
        "tach-viec": "Tách người lập, duyệt, ban hành",
        "du-lieu-ca-nhan": "Dữ liệu giữ về một người",
        "yeu-cau-du-lieu": "Yêu cầu của người có dữ liệu",
        "xoa-danh-tinh": "Xóa danh tính người không vào Đảng",
        "van-hanh": "Giữ sổ hằng ngày, hằng tuần",
        "sao-luu": "Sao lưu",
        "danh-muc": "Danh mục",
    },
}
"""What the pages are about, in reading order → address of a help page → its title.

The text of a page is templates/help/<address>.html.
"""

HELP_PAGES = {slug: title for group in HELP_GROUPS.values() for slug, title in group.items()}
"""Every address with its title."""


def index(request: Request) -> HttpResponse:
    """The list of help pages and whom to call."""
    return render(request, "help/index.html", {"groups": HELP_GROUPS})


def page(request: Request, slug: str) -> HttpResponse:
    """One help page; every screen links to its own."""
    if slug not in HELP_PAGES:
        raise Http404
    context = {
        "pages": next(group for group in HELP_GROUPS.values() if slug in group),
        "slug": slug,
        "heading": HELP_PAGES[slug],
        "step": step_help(slug, request.scope.today),
        "admitting": admitting_places(),
    }
    return render(request, f"help/{slug}.html", context)
