"""Who may bring which kind of list: some ask for more than the permission to import."""

from __future__ import annotations

from dangvien.models import Organization, RosterKind
from dangvien.permissions import Permission
from dangvien.scope import Scope

NEEDED = Permission.IMPORT_ROSTERS

ALSO_NEEDED: dict[str, Permission] = {RosterKind.ORGANIZATIONS: Permission.MANAGE_ORGANIZATIONS}
"""Kind of list → the permission that its act on a screen asks for, where not everybody who imports holds it."""

NOT_ALLOWED = "Danh sách tổ chức chỉ người có quyền quản lý tổ chức mới nhập được. Nhờ quản trị nhập tệp này."


def may_bring(scope: Scope, kind: str, organization: Organization) -> bool:
    """Whether somebody may bring a list of a kind for an organization. `scope`: where they may import at all."""
    needed = ALSO_NEEDED.get(kind)
    if needed is None:
        return True
    return scope.limited_to(needed).organizations.filter(pk=organization.pk).exists()
