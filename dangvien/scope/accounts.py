"""The doors to accounts, appointments, the audit trail, and what a person asked the program for."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from dangvien.models import Appointment, AuditEntry, ImportBatch, ImportLayout, Job, User
from dangvien.models.account import AppointmentQuerySet
from dangvien.models.audit import AuditEntryQuerySet
from dangvien.models.import_batch import ImportBatchQuerySet
from dangvien.models.job import JobQuerySet
from dangvien.permissions import Permission
from dangvien.scope.fence import Fence


class AccountDoors(Fence):
    """Accounts, appointments, the audit trail, and what a person asked the program for."""

    @property
    def users(self) -> QuerySet[User]:
        """Accounts all of whose appointments lie in scope; accounts without any, for those who manage accounts."""
        here = self._in("organization")
        inside = Appointment.objects.filter(here, user=OuterRef("pk"))
        outside = Appointment.objects.filter(user=OuterRef("pk")).exclude(here)
        found = User.objects.filter(Exists(inside), ~Exists(outside))
        if Permission.MANAGE_ACCOUNTS in self.permissions:
            found |= User.objects.filter(~Exists(Appointment.objects.filter(user=OuterRef("pk"))))
        return found

    @property
    def appointments(self) -> AppointmentQuerySet:
        return Appointment.objects.filter(self._in("organization"))

    @property
    def own_appointments(self) -> AppointmentQuerySet:
        """The person's own roles, past ones and those of other places too."""
        return Appointment.objects.filter(user=self.user_id)

    @property
    def own_account_entries(self) -> AuditEntryQuerySet:
        """What was done about the person's own account, wherever it is written down."""
        return AuditEntry.objects.about(User(pk=self.user_id)) if self.user_id else AuditEntry.objects.none()

    @property
    def audit_entries(self) -> AuditEntryQuerySet:
        """What was done about the organizations in scope."""
        return AuditEntry.objects.filter(self._in("organization_id"))

    @property
    def jobs(self) -> JobQuerySet:
        """A person's own requests."""
        return Job.objects.filter(requested_by=self.user_id) if self.user_id else Job.objects.none()

    @property
    def import_batches(self) -> ImportBatchQuerySet:
        """Files brought for organizations in scope; their rows only through them."""
        return ImportBatch.objects.filter(self._in("organization"))

    @property
    def import_layouts(self) -> QuerySet[ImportLayout]:
        return ImportLayout.objects.filter(self._in("organization"))
