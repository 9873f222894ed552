"""What the frame of every page shows: the menu of what this person may do, their unit, the day and the version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from dangvien import VERSION
from dangvien.logs import spoken
from dangvien.permissions import Permission
from dangvien.scope import Scope
from dangvien.second_factor import OWED
from dangvien.text import join_vi


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu. `current` is the value of aria-current: "page", "true" (a page below it) or "".

    `aside` lines stand in the heading line where the window is wide, so that the menu keeps to one line.
    """

    label: str
    url: str
    current: str = ""
    aside: bool = False


@dataclass(frozen=True)
class _Entry:
    """A line that may be shown: its address, the permission it asks for, and what stands below it; see `MenuItem`."""

    label: str
    url_name: str = ""
    needs: Permission | None = None
    below: tuple[_Entry, ...] = ()
    aside: bool = False


_ENTRIES = (
    _Entry("Trang chủ", "trang-chu"),
    _Entry(
        "Việc đến hạn",
        below=(
            _Entry("Danh sách", "viec-den-han", Permission.VIEW),
            _Entry("Theo tổ chức", "viec-den-han-to-chuc", Permission.VIEW),
        ),
    ),
    _Entry(
        "Tìm người",
        below=(
            _Entry("Tìm người", "tim-nguoi", Permission.VIEW),
            _Entry("Yêu cầu về dữ liệu", "yeu-cau", Permission.ANSWER_REQUESTS),
            _Entry("Xóa danh tính", "xoa-danh-tinh", Permission.ANSWER_REQUESTS),
            _Entry("Có thể ghi hai lần", "ghi-hai-lan", Permission.JOIN_PEOPLE),
        ),
    ),
    _Entry("Tổ chức đảng", "to-chuc", Permission.VIEW),
    _Entry(
        "Đảng viên",
        below=(
            _Entry("Danh sách đảng viên", "dang-vien", Permission.VIEW),
            _Entry("Dự bị theo hạn", "dang-vien-du-bi", Permission.VIEW),
            _Entry("Chuyển sinh hoạt", "chuyen-sinh-hoat", Permission.VIEW),
            _Entry("Xếp loại hằng năm", "xep-loai", Permission.VIEW),
            _Entry("Huy hiệu Đảng", "huy-hieu", Permission.VIEW),
            _Entry("Tình trạng sinh hoạt", "tinh-trang", Permission.VIEW),
            _Entry("Rà soát, sàng lọc", "ra-soat", Permission.VIEW),
        ),
    ),
    _Entry(
        "Nguồn phát triển",
        below=(
            _Entry("Danh sách", "nguon", Permission.VIEW),
            _Entry("Đã học, chưa kết nạp", "nguon-da-hoc", Permission.VIEW),
            _Entry("Thẩm tra đang gửi", "nguon-tham-tra", Permission.VIEW),
            _Entry("Danh sách theo tháng", "nguon-danh-sach", Permission.VIEW),
            _Entry("Khảo sát nguồn", "khao-sat", Permission.VIEW),
            _Entry("Hồ sơ gửi, nhận", "ho-so", Permission.VIEW),
            _Entry("Chuyển đến", "chuyen-den", Permission.VIEW),
        ),
    ),
    _Entry("Lớp bồi dưỡng", "lop", Permission.VIEW),
    _Entry("Quyết định", "quyet-dinh", Permission.VIEW),
    _Entry(
        "Báo cáo",
        below=(
            _Entry("Các báo cáo", "bao-cao", Permission.VIEW_REPORTS),
            _Entry("Tổng quan", "tong-quan", Permission.VIEW_REPORTS),
            _Entry("Đã lập", "bao-cao-da-chot-ds", Permission.VIEW_REPORTS),
            _Entry("Báo cáo bằng lời", "bao-cao-bang-loi", Permission.VIEW_REPORTS),
            _Entry("Phải nộp", "bao-cao-phai-nop", Permission.VIEW_REPORTS),
            _Entry("Chờ cấp dưới gửi", "bao-cao-cho-gui", Permission.VIEW_REPORTS),
            _Entry("Chỉ tiêu", "chi-tieu", Permission.VIEW_REPORTS),
            _Entry("Kiểm tra số liệu", "bao-cao-kiem-tra-so-lieu", Permission.VIEW_REPORTS),
            _Entry("Số liệu văn bản", "so-lieu-van-ban", Permission.VIEW_REPORTS),
            _Entry("Đối chiếu sổ", "doi-chieu", Permission.VIEW_REPORTS),
            _Entry("Việc đang chạy", "viec-in", Permission.VIEW_REPORTS),
            _Entry("Xuất sổ", "xuat-so", Permission.EXPORT_REGISTER),
        ),
    ),
    _Entry(
        "Nhập danh sách",
        below=(
            _Entry("Các tệp đã đưa lên", "nhap", Permission.IMPORT_ROSTERS),
            _Entry("Tệp mẫu", "nhap-tep-mau", Permission.IMPORT_ROSTERS),
            _Entry("Đối chiếu với danh sách khác", "nhap-doi-chieu", Permission.IMPORT_ROSTERS),
        ),
    ),
    _Entry(
        "Quản trị",
        below=(
            _Entry("Tài khoản và phân công", "tai-khoan", Permission.MANAGE_ACCOUNTS),
            _Entry("Nhật ký", "nhat-ky", Permission.VIEW_AUDIT),
            _Entry("Sao lưu", "sao-luu", Permission.BACK_UP),
            _Entry("Danh mục", "admin:index", Permission.MANAGE_REFERENCE),
        ),
    ),
    _Entry("Trợ giúp", "tro-giup", aside=True),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor for `templates/base.html`.

    `menu` and `submenu` (lists of MenuItem, empty for a stranger), `unit` (names of the organizations served), `today`,
    `version`, `network_note` (where the server stands), `support` (whom to call) and `request_code` (its number as
    error pages show it). Nothing is asked of the database until a template prints it.
    """
    held: Scope | None = getattr(request, "held", None)
    known = held is not None and held.user_id is not None and OWED not in getattr(request, "session", ())
    return {
        "menu": SimpleLazyObject(lambda: _menu(held, request.path)) if known else [],
        "submenu": SimpleLazyObject(lambda: _submenu(held, request.path)) if known else [],
        "unit": SimpleLazyObject(lambda: _unit(held)) if known else "",
        "today": localdate(),
        "version": VERSION,
        "network_note": settings.NETWORK_NOTE,
        "support": settings.SUPPORT_CONTACT,
        "request_code": spoken(getattr(request, "request_id", "")),
    }


def _menu(held: Scope | None, path: str) -> list[MenuItem]:
    """The first line of each entry this person may open; the one that holds `path` is marked."""
    shown = [(entry, [reverse(line.url_name) for line in _allowed(entry, held)]) for entry in _ENTRIES]
    here = _holder(path, [url for _, below in shown for url in below])
    return [
        MenuItem(
            entry.label, below[0], "" if here not in below else "page" if path == below[0] else "true", entry.aside
        )
        for entry, below in shown
        if below
    ]


def _submenu(held: Scope | None, path: str) -> list[MenuItem]:
    """The lines below the entry that holds `path`, when there are several of them."""
    for entry in _ENTRIES:
        lines = [(line.label, reverse(line.url_name)) for line in _allowed(entry, held)]
        here = _holder(path, [url for _, url in lines])
        if len(lines) > 1 and here:
            return [
                MenuItem(label, url, "" if url != here else "page" if path == url else "true") for label, url in lines
            ]
    return []


def _allowed(entry: _Entry, held: Scope | None) -> list[_Entry]:
    """The addresses of an entry that this person may open: itself, or those below it."""
    permissions = held.permissions if held else frozenset()
    return [line for line in (entry.below or (entry,)) if line.needs is None or line.needs in permissions]


def section_of(path: str) -> str:
    """What the menu calls the part of the register that an address stands in; empty for one that is in no menu."""
    lines = {
        reverse(line.url_name): " – ".join(dict.fromkeys((entry.label, line.label)))
        for entry in _ENTRIES
        for line in entry.below or (entry,)
    }
    return lines.get(_holder(path.partition("?")[0], list(lines)), "")


def _holder(path: str, urls: list[str]) -> str:
    """The longest address that `path` stands at or below; the home page holds only itself."""
    home = reverse("trang-chu")
    holding = [url for url in urls if path == url or (url != home and path.startswith(url))]
    return max(holding, key=len, default="")


def _unit(held: Scope | None) -> str:
    """Names of the organizations in which this person holds a role, in official order."""
    if held is None:
        return ""
    own = held.placements.in_force_on(held.today).filter(organization__in=held.roots).in_order()
    return join_vi(dict.fromkeys(own.values_list("name", flat=True)))
