"""Help: one short page for each screen, in plain Vietnamese."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from dangvien.http import Request

HELP_PAGES = {
    "bat-dau": "Bắt đầu",
    "to-chuc": "Tổ chức đảng",
    "dang-vien": "Đảng viên",
    "nguon": "Nguồn phát triển",
    "lop": "Lớp bồi dưỡng",
    "ket-nap": "Ghi kết nạp",
    "cong-nhan": "Ghi công nhận chính thức",
    "quyet-dinh": "Quyết định",
    "bao-cao": "Báo cáo",
    "in-va-chot": "In và chốt số liệu",
    "tai-khoan": "Tài khoản và mật khẩu",
    "can-cu": "Căn cứ, quy định",
    "nhat-ky": "Nhật ký",
    "danh-muc": "Danh mục",
    "ban-phim": "Dùng bàn phím",
}
"""Address of a help page → its title, in reading order. Its text is templates/help/<address>.html."""


def index(request: Request) -> HttpResponse:
    """The list of help pages and whom to call."""
    return render(request, "help/index.html", {"pages": HELP_PAGES})


def page(request: Request, slug: str) -> HttpResponse:
    """One help page; every screen links to its own."""
    if slug not in HELP_PAGES:
        raise Http404
    return render(request, f"help/{slug}.html", {"pages": HELP_PAGES, "slug": slug, "heading": HELP_PAGES[slug]})
