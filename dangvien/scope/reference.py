"""The doors to what holds everywhere: amended regulations, days off."""

from __future__ import annotations

from functools import cached_property

from django.db.models import Q, QuerySet

from dangvien.models import Amendment, Appointment, Holiday, Organization
from dangvien.models.regulation import AmendmentQuerySet
from dangvien.permissions import ROLES, Permission
from dangvien.scope.fence import Fence


class ReferenceDoors(Fence):
    """What holds everywhere: amended regulations, days off."""

    @property
    def amendments(self) -> AmendmentQuerySet:
        """Amended regulations of every place: what they say is no secret, and everybody's dates hang on them."""
        return Amendment.objects.all() if self.holdings else Amendment.objects.none()

    @property
    def own_amendments(self) -> AmendmentQuerySet:
        """Those this person may withdraw: of the organizations in scope, and those for everybody where nobody stands
        above."""
        here = self._in("organization")
        return Amendment.objects.filter(here | Q(organization__isnull=True) if self.is_topmost else here)

    @property
    def holidays(self) -> QuerySet[Holiday]:
        """Recorded days off and days worked: the same for everybody."""
        return Holiday.objects.all() if self.holdings else Holiday.objects.none()

    @cached_property
    def is_topmost(self) -> bool:
        """Whether nobody keeps the reference data at an organization above: then what holds everywhere is theirs."""
        if not self.holdings:
            return False
        keeping = [code for code, role in ROLES.items() if Permission.MANAGE_REFERENCE in role.permissions]
        above = Organization.objects.ever_above(self.roots).exclude(pk__in=self.roots)
        keepers = Appointment.objects.in_force_on(self.today).filter(role__in=keeping, user__is_active=True)
        return not keepers.filter(organization__in=above).exists()
