"""Who may bring which kind of list: some ask for more than the permission to import."""

from __future__ import annotations

from dangvien.models import Organization, RosterKind
from dangvien.permissions import Permission
from dangvien.scope import Scope

NEEDED = Permission.IMPORT_ROSTERS

ALSO_NEEDED: dict[str, Permission] = {
    RosterKind.ORGANIZATIONS: Permission.MANAGE_ORGANIZATIONS,
    RosterKind.TARGETS: Permission.SET_TARGETS,
    RosterKind.CLASS: Permission.RECORD_CLASS,
}
"""Kind of list → the permission that its act on a screen asks for, where not everybody who imports holds it."""

NOT_ALLOWED: dict[str, str] = {
    RosterKind.ORGANIZATIONS: (
        "Danh sách tổ chức chỉ người có quyền quản lý tổ chức mới nhập được. Nhờ quản trị nhập tệp này."
    ),
    RosterKind.TARGETS: (
        "Chỉ tiêu chỉ người có quyền giao chỉ tiêu mới nhập được. Nhờ đảng ủy hoặc ban tổ chức nhập tệp này."
    ),
    RosterKind.CLASS: (
        "Danh sách lớp chỉ người có quyền ghi lớp mới nhập được. Nhờ đảng ủy hoặc ban tổ chức nhập tệp này."
    ),
}
"""Kind of list → what somebody is told who lacks that permission."""

AT_THE_SHELL = (Permission.VIEW, NEEDED, *ALSO_NEEDED.values())
"""What the operator of the server may do, whom no account stands for."""


def may_bring(scope: Scope, kind: str, organization: Organization) -> bool:
    """Whether somebody may bring a list of a kind for an organization. `scope`: where they may import at all."""
    needed = ALSO_NEEDED.get(kind)
    if needed is None:
        return True
    return scope.limited_to(needed).organizations.filter(pk=organization.pk).exists()
