"""The doors to members, the lines of the ledger, transfers, and what is recorded of a member."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dangvien.models import Badge, Decision, Member, MemberStatus, Movement, Rating, Transfer
from dangvien.models.dated_fact import FactQuerySet
from dangvien.models.member import MemberQuerySet
from dangvien.models.member_status import MemberStatusQuerySet
from dangvien.models.movement import MovementQuerySet
from dangvien.models.transfer import TransferQuerySet
from dangvien.scope.fence import Fence


class MemberDoors(Fence):
    """Members, the lines of the ledger, transfers, and what is recorded of a member."""

    @property
    def members(self) -> MemberQuerySet:
        """Members where they are now; those who left stay with the organization of their last line."""
        lines = Movement.objects.filter(member=OuterRef("pk")).order_by("-occurred_on", "-pk")
        return Member.objects.alias(last_place=Subquery(lines.values("organization")[:1])).filter(
            self._in("organization") | Q(organization__isnull=True) & self._in("last_place")
        )

    @property
    def present_members(self) -> MemberQuerySet:
        """Members in the register today: `members` without those who left, and without a look at the ledger."""
        return Member.objects.filter(self._in("organization"))

    @property
    def movements(self) -> MovementQuerySet:
        """Lines of the ledger, visible where they happened."""
        return Movement.objects.filter(self._in("organization"))

    @property
    def transfers(self) -> TransferQuerySet:
        """Transfers that lead from scope or to it: both ends see the whole of one, and the member's name."""
        return Transfer.objects.filter(self._in("origin", "destination"))

    @property
    def outgoing_transfers(self) -> TransferQuerySet:
        """Transfers from scope: whoever serves there writes the paper, takes it back and notes what the new place
        answered."""
        return Transfer.objects.filter(self._in("origin"))

    @property
    def incoming_transfers(self) -> TransferQuerySet:
        """Transfers to an organization in scope: whoever serves there takes the member in or refuses."""
        return Transfer.objects.filter(self._in("destination"))

    @property
    def member_statuses(self) -> MemberStatusQuerySet:
        """Exemptions, suspensions, absences of the members in scope."""
        return MemberStatus.objects.filter(self._in("member__organization"))

    @property
    def ratings(self) -> FactQuerySet[Rating]:
        return Rating.objects.filter(self._in("member__organization"))

    @property
    def badges(self) -> FactQuerySet[Badge]:
        return Badge.objects.filter(self._in("member__organization"))

    @property
    def decisions(self) -> QuerySet[Decision]:
        """Decisions issued in scope, and those about its members, with those whose number was entered anew since."""
        about = Movement.objects.filter(self._in("organization"), decision__isnull=False).values("decision")
        return Decision.objects.filter(self._in("issuer") | Q(pk__in=about))
