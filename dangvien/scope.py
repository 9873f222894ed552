"""The only door to rows: what one person may see today.

Views, forms, reports and tasks reach rows through a `Scope` and nothing else (tests/architecture/test_doors.py reads
the source for a second door). Rows are visible by today's tree, archived organizations included; what lies outside is
answered as "not found".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from dangvien.models import (
    Appointment,
    AuditEntry,
    Candidate,
    Decision,
    Enrollment,
    Job,
    Letterhead,
    Locality,
    Member,
    Movement,
    Organization,
    Person,
    Placement,
    TrainingClass,
    User,
)
from dangvien.models.account import AppointmentQuerySet
from dangvien.models.audit import AuditEntryQuerySet
from dangvien.models.candidate import CandidateQuerySet
from dangvien.models.job import JobQuerySet
from dangvien.models.member import MemberQuerySet
from dangvien.models.movement import MovementQuerySet
from dangvien.models.organization import COMMITTEES, OrganizationQuerySet, PlacementQuerySet, Within
from dangvien.models.person import PersonQuerySet
from dangvien.models.training import EnrollmentQuerySet, TrainingClassQuerySet
from dangvien.permissions import Permission

PART = 5000
"""How many people are asked for in one statement: databases limit its parameters."""

FEW = 100
"""So many organizations are named in a statement without asking whether they are all there are."""


@dataclass(frozen=True)
class Holding:
    """A role held at an organization: the root of a subtree and what may be done in it."""

    organization: int
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class Scope:
    """The subtrees one person serves, and what they may do in each."""

    user_id: int | None
    holdings: tuple[Holding, ...]
    today: date

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

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything the person may do somewhere."""
        return frozenset().union(*(item.permissions for item in self.holdings))

    @property
    def roots(self) -> frozenset[int]:
        return frozenset(item.organization for item in self.holdings)

    # The doors. One for each model that leads to an organization or a person.

    @cached_property
    def keys(self) -> frozenset[int]:
        """The organizations in scope. The tree is walked once for all doors, when the first row is asked for."""
        if not self.holdings:
            return frozenset()
        return frozenset(Organization.objects.under(self.roots, on=self.today).values_list("pk", flat=True))

    @cached_property
    def is_whole(self) -> bool:
        """Whether there is no organization outside: then no door has to name thousands to leave out none.

        Not asked where there are few: to name them costs nothing.
        """
        return len(self.keys) > FEW and len(self.keys) == Organization.objects.count()

    def _in(self, *paths: str) -> Q:
        """Rows one of whose organizations, at the end of these paths, is in scope."""
        return Q(*(Within(path, lambda: None if self.is_whole else self.keys) for path in paths), _connector=Q.OR)

    @property
    def organizations(self) -> OrganizationQuerySet:
        return Organization.objects.filter(self._in("pk"))

    @property
    def reporting_organizations(self) -> OrganizationQuerySet:
        """Those a report is asked for: every committee in scope, archives too, and the person's own roots."""
        committees = Placement.objects.filter(organization=OuterRef("pk"), kind__in=COMMITTEES)
        return self.organizations.filter(Q(Exists(committees)) | Q(pk__in=self.roots))

    @property
    def superiors(self) -> OrganizationQuerySet:
        """Organizations that are or once were above the scope: issuers and class holders, known to it by name only."""
        return Organization.objects.ever_above(self.roots)

    def issuers(self, cell: Organization) -> OrganizationQuerySet:
        """Whose decisions concern a cell in scope: the committees that are or once were above it."""
        return Organization.objects.ever_above([cell.pk]).deciding()

    @property
    def placements(self) -> PlacementQuerySet:
        """All placements, past ones too, of the organizations in scope."""
        return Placement.objects.filter(self._in("organization"))

    @property
    def localities(self) -> QuerySet[Locality]:
        return Locality.objects.filter(self._in("organization"))

    @property
    def letterheads(self) -> QuerySet[Letterhead]:
        return Letterhead.objects.filter(self._in("organization"))

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
    def candidates(self) -> CandidateQuerySet:
        return Candidate.objects.filter(self._in("organization"))

    @property
    def people(self) -> PersonQuerySet:
        """People who are members, candidates or learners in scope."""
        here = self._in("organization")
        return Person.objects.filter(
            Exists(Member.objects.filter(here, person=OuterRef("pk")))
            | Exists(Candidate.objects.filter(here, person=OuterRef("pk")))
            | Exists(Enrollment.objects.filter(self._in("sent_by"), person=OuterRef("pk")))
        )

    def member_keys_of_people(self, people: Iterable[int]) -> dict[int, int]:
        """Person → member, for those of these people whose file this person may open."""
        return dict(self.members.filter(person__in=list(people)).values_list("person_id", "pk"))

    def known_of_people(self, people: Iterable[int]) -> frozenset[int]:
        """Those of these people of whom a line of the ledger or a class stands in scope, wherever they are today."""
        asked, found = list(people), set[int]()
        for start in range(0, len(asked), PART):
            part = asked[start : start + PART]
            lines = Movement.objects.filter(self._in("organization"), member__person__in=part)
            sent = Enrollment.objects.filter(self._in("sent_by"), person__in=part)
            found.update(lines.values_list("member__person", flat=True), sent.values_list("person", flat=True))
        return frozenset(found)

    @property
    def classes(self) -> TrainingClassQuerySet:
        """Classes opened in scope or above it (to send people there), and others with learners sent from it."""
        sent = Enrollment.objects.filter(self._in("sent_by")).values("training_class")
        return TrainingClass.objects.filter(self._in("organizer") | Q(organizer__in=self.superiors) | Q(pk__in=sent))

    @property
    def enrollments(self) -> EnrollmentQuerySet:
        """Learners sent from scope, and all learners of the classes that were opened in it."""
        return Enrollment.objects.filter(self._in("sent_by", "training_class__organizer"))

    @property
    def sent_enrollments(self) -> EnrollmentQuerySet:
        """Learners sent from scope, whoever held the class."""
        return Enrollment.objects.filter(self._in("sent_by"))

    @property
    def decisions(self) -> QuerySet[Decision]:
        """Decisions issued in scope, and those about its members."""
        about = Movement.objects.filter(self._in("organization"), decision__isnull=False).values("decision")
        return Decision.objects.filter(self._in("issuer") | Q(pk__in=about))

    @property
    def jobs(self) -> JobQuerySet:
        """A person's own requests."""
        return Job.objects.filter(requested_by=self.user_id) if self.user_id else Job.objects.none()

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
