"""What people may do, and which of it each role holds.

One enumeration and one table: an auditor can read the whole of it here. Roles are attached to an organization by an
`Appointment`, so a permission always means "in the subtrees where I hold it" (see `dangvien/scope/`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may do. The value is stable: it stands in the audit trail."""

    VIEW = "xem"
    RECORD_CANDIDATE = "ghi_nguon"
    RECORD_CLASS = "ghi_lop"
    RECORD_ADMISSION = "ghi_ket_nap"
    RECORD_RECOGNITION = "ghi_cong_nhan"
    RECORD_MOVEMENT = "ghi_bien_dong"
    RECORD_MEMBER = "ghi_dang_vien"
    JOIN_PEOPLE = "ghep_nguoi"
    ANSWER_REQUESTS = "tra_loi_yeu_cau"
    ERASE_PEOPLE = "xoa_danh_tinh"
    IMPORT_ROSTERS = "nhap_danh_sach"
    EXPORT_REGISTER = "xuat_so"
    VIEW_REPORTS = "xem_bao_cao"
    ISSUE_REPORTS = "in_bao_cao"
    SET_TARGETS = "giao_chi_tieu"
    CHECK_REPORTS = "kiem_tra_bao_cao"
    APPROVE_REPORTS = "duyet_bao_cao"
    PUBLISH_REPORTS = "ban_hanh_bao_cao"
    WITHDRAW_REPORTS = "thu_hoi_bao_cao"
    SET_REPORTING = "dat_bao_cao"
    MANAGE_ACCOUNTS = "quan_ly_tai_khoan"
    MANAGE_ORGANIZATIONS = "quan_ly_to_chuc"
    MANAGE_REFERENCE = "quan_ly_danh_muc"
    VIEW_AUDIT = "xem_nhat_ky"
    BACK_UP = "sao_luu"


@dataclass(frozen=True)
class RoleDescription:
    """A role as people know it: its name, a sentence about it and what it may do."""

    label: str
    description: str
    permissions: frozenset[Permission]


_READ = frozenset({Permission.VIEW, Permission.VIEW_REPORTS})
_CELL = _READ | {Permission.RECORD_CANDIDATE}
_WARD = _CELL | {
    Permission.RECORD_CLASS,
    Permission.RECORD_ADMISSION,
    Permission.RECORD_RECOGNITION,
    Permission.RECORD_MOVEMENT,
    Permission.RECORD_MEMBER,
    Permission.ANSWER_REQUESTS,
    Permission.ISSUE_REPORTS,
    Permission.SET_TARGETS,
    Permission.CHECK_REPORTS,
    Permission.APPROVE_REPORTS,
    Permission.PUBLISH_REPORTS,
    Permission.WITHDRAW_REPORTS,
    Permission.SET_REPORTING,
    Permission.IMPORT_ROSTERS,
    Permission.EXPORT_REGISTER,
}

ROLES: dict[str, RoleDescription] = {
    "xem": RoleDescription("Người xem", "Xem sổ và báo cáo của đơn vị, không ghi.", _READ),
    "chi_bo": RoleDescription("Bí thư chi bộ", "Theo dõi quần chúng ưu tú của chi bộ mình.", _CELL),
    "dang_uy": RoleDescription(
        "Bí thư, cán bộ đảng ủy",
        "Ghi lớp, kết nạp, biến động, chỉ tiêu; lập, duyệt, ban hành báo cáo; trả lời yêu cầu về dữ liệu cá nhân.",
        _WARD,
    ),
    "ban_to_chuc": RoleDescription(
        "Ban tổ chức",
        "Như đảng ủy, cho toàn đảng bộ cấp trên; ghép người ghi hai lần; xem nhật ký.",
        _WARD | {Permission.VIEW_AUDIT, Permission.JOIN_PEOPLE, Permission.ERASE_PEOPLE},
    ),
    "quan_tri": RoleDescription(
        "Quản trị",
        "Tài khoản, tổ chức, danh mục, nhật ký, sao lưu và nhập danh sách từ tệp; không ghi việc khác vào sổ.",
        _READ
        | {
            Permission.MANAGE_ACCOUNTS,
            Permission.MANAGE_ORGANIZATIONS,
            Permission.MANAGE_REFERENCE,
            Permission.VIEW_AUDIT,
            Permission.ANSWER_REQUESTS,
            Permission.ERASE_PEOPLE,
            Permission.BACK_UP,
            Permission.IMPORT_ROSTERS,
            Permission.EXPORT_REGISTER,
        },
    ),
}
"""Role code → description. A test walks role × permission × address."""

ROLE_CHOICES: list[tuple[str, str]] = [(code, role.label) for code, role in ROLES.items()]


def permissions_of(role: str) -> frozenset[Permission]:
    """What a role may do; a role code nobody knows may do nothing."""
    description = ROLES.get(role)
    return description.permissions if description else frozenset()
