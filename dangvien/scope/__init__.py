"""The only door to rows: what one person may see today.

Views, forms, reports and tasks reach rows through a `Scope` and nothing else (tests/architecture/test_doors.py reads
the source for a second door). Rows are visible by today's tree, archived organizations included; what lies outside is
answered as "not found".

A model that leads to an organization, a person or an account has its door, a property, in the module of its subject; a
door is built on `Fence`, which knows the subtrees a person serves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from dangvien.models import Appointment, Organization, User
from dangvien.models.organization import GRASSROOTS
from dangvien.permissions import Permission
from dangvien.scope.accounts import AccountDoors
from dangvien.scope.fence import Holding
from dangvien.scope.people import PeopleDoors
from dangvien.scope.reference import ReferenceDoors


class Scope(PeopleDoors, AccountDoors, ReferenceDoors):
    """The subtrees one person serves, and what they may do in each."""

    @classmethod
    def of(cls, user: User, today: date | None = None) -> Scope:
        """The scope that follows from a person's appointments in force today; empty for a closed account."""
        today = today or localdate()
        if not user.is_active:
            return cls.empty(today)
        held = Appointment.objects.filter(user=user).in_force_on(today).order_by("pk")
        return cls(user.pk, tuple(Holding(item.organization_id, item.permissions) for item in held), today)

    @classmethod
    def empty(cls, today: date | None = None) -> Scope:
        """Nobody's scope: it opens no door."""
        return cls(None, (), today or localdate())

    @classmethod
    def whole(cls, organization: Organization, permissions: Iterable[Permission], today: date | None = None) -> Scope:
        """The scope of an operator at the server's own shell, who is bound to one organization by what they typed."""
        return cls(None, (Holding(organization.pk, frozenset(permissions)),), today or localdate())

    def limited_to(self, permission: Permission) -> Scope:
        """The same person, only where they hold `permission`."""
        kept = tuple(item for item in self.holdings if permission in item.permissions)
        if kept == self.holdings:
            return self
        return Scope(self.user_id, kept, self.today)

    def within(self, organization: Organization) -> Scope:
        """The same person's view narrowed to one subtree of theirs; nobody's scope for an organization outside it."""
        if not self.organizations.filter(pk=organization.pk).exists():
            return Scope.empty(self.today)
        shared = frozenset.intersection(*(item.permissions for item in self.holdings))
        return Scope(self.user_id, (Holding(organization.pk, shared),), self.today)

    def spans_wards(self) -> bool:
        """Whether the person sees more than one grassroots organization (a ward and what is like it)."""
        return self.placements.in_force_on(self.today).filter(kind__in=GRASSROOTS)[:2].count() > 1
