"""What a check finds, and how far it looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from dangvien.models import Candidate, Case, ClosingBalance, Member, Movement, Organization
from dangvien.models.candidate import CandidateQuerySet
from dangvien.models.member import MemberQuerySet
from dangvien.models.movement import MovementQuerySet
from dangvien.models.progress import CaseQuerySet
from dangvien.scope import Scope


@dataclass(frozen=True)
class Fault:
    """One place where the register does not agree with itself, and the person or organization it is about."""

    sentence: str
    member_id: int | None = None
    organization_id: int | None = None
    candidate_id: int | None = None

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Reach:
    """The whole register (`scope` None), or one person's part of it."""

    scope: Scope | None = None

    @property
    def movements(self) -> MovementQuerySet:
        return self.scope.movements if self.scope else Movement.objects.all()

    @property
    def present(self) -> MemberQuerySet:
        """Members whose pointer says they are here."""
        return self.scope.present_members if self.scope else Member.objects.present()

    @property
    def members(self) -> MemberQuerySet:
        """Members to check: all files one may open, and whoever the lines here count though their file is elsewhere."""
        if self.scope is None:
            return Member.objects.all()
        counted = self.scope.movements.filter(member=OuterRef("pk")).order_by().values("member").annotate(n=Sum("sign"))
        own = self.scope.members.filter(pk=OuterRef("pk"))
        return Member.objects.filter(Q(Exists(own)) | Q(Exists(counted.exclude(n=0))))

    @property
    def lines_of_members(self) -> MovementQuerySet:
        """Every line of those members, wherever it stands."""
        return Movement.objects.filter(member__in=self.members) if self.scope else Movement.objects.all()

    @property
    def cases(self) -> CaseQuerySet:
        return self.scope.cases if self.scope else Case.objects.all()

    @property
    def candidates(self) -> CandidateQuerySet:
        return self.scope.candidates if self.scope else Candidate.objects.all()

    @property
    def balances(self) -> QuerySet[ClosingBalance]:
        return self.scope.closing_balances if self.scope else ClosingBalance.objects.all()

    @cached_property
    def keys(self) -> frozenset[int]:
        """The organizations whose placements are looked at."""
        return self.scope.keys if self.scope else frozenset(Organization.objects.values_list("pk", flat=True))
