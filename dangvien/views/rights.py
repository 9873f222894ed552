"""Which buttons a page offers: what the signed-in person may do about one organization."""

from __future__ import annotations

from dangvien.http import Request
from dangvien.permissions import Permission


def may(request: Request, permission: Permission, organization: int | None) -> bool:
    """Whether the person holds a permission where this organization is.

    Only for showing a button: the view behind it has its own door. Asks the database only when the person holds
    several roles that differ in this.
    """
    if organization is None or permission not in request.held.permissions:
        return False
    if all(permission in holding.permissions for holding in request.held.holdings):
        return True
    return request.held.limited_to(permission).organizations.filter(pk=organization).exists()
