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
    Amendment,
    Appointment,
    AuditEntry,
    Badge,
    BatchItem,
    Candidate,
    Case,
    ClassProposal,
    ClosingBalance,
    CommitteeTerm,
    Deadline,
    Decision,
    DeclaredFigure,
    DossierBatch,
    DossierPaper,
    Enrollment,
    Erasure,
    Holiday,
    ImportBatch,
    ImportLayout,
    Job,
    Letterhead,
    ListReview,
    Locality,
    Mandate,
    Member,
    MemberStatus,
    Movement,
    Organization,
    OrganizationKind,
    Person,
    PersonLink,
    PersonRequest,
    Placement,
    Prospect,
    Rating,
    ReformPlan,
    Reorganization,
    SchoolClass,
    SourceSurvey,
    Step,
    SurveyCount,
    TargetExemption,
    TrainingClass,
    Transfer,
    UnitFollower,
    User,
)
from dangvien.models.account import AppointmentQuerySet
from dangvien.models.audit import AuditEntryQuerySet
from dangvien.models.candidate import CandidateQuerySet
from dangvien.models.committee_term import CommitteeTermQuerySet
from dangvien.models.dated_fact import FactQuerySet
from dangvien.models.declared import DeclaredFigureQuerySet
from dangvien.models.dossier import BatchItemQuerySet, DossierBatchQuerySet
from dangvien.models.erasure import ErasureQuerySet
from dangvien.models.import_batch import ImportBatchQuerySet
from dangvien.models.job import JobQuerySet
from dangvien.models.mandate import MandateQuerySet
from dangvien.models.member import MemberQuerySet
from dangvien.models.member_status import MemberStatusQuerySet
from dangvien.models.movement import MovementQuerySet
from dangvien.models.organization import COMMITTEES, GRASSROOTS, OrganizationQuerySet, PlacementQuerySet, Within
from dangvien.models.person import PersonQuerySet
from dangvien.models.person_link import PersonLinkQuerySet
from dangvien.models.person_request import PersonRequestQuerySet
from dangvien.models.progress import CaseQuerySet, DeadlineQuerySet
from dangvien.models.regulation import AmendmentQuerySet
from dangvien.models.reorganization import ReorganizationQuerySet
from dangvien.models.review import ListReviewQuerySet
from dangvien.models.step import StepQuerySet
from dangvien.models.survey import (
    ProspectQuerySet,
    SchoolClassQuerySet,
    SourceSurveyQuerySet,
    SurveyCountQuerySet,
)
from dangvien.models.target import SpellQuerySet
from dangvien.models.training import ClassProposalQuerySet, EnrollmentQuerySet, TrainingClassQuerySet
from dangvien.models.transfer import TransferQuerySet
from dangvien.permissions import ROLES, Permission

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

    def spans_wards(self) -> bool:
        """Whether the person sees more than one grassroots organization (a ward and what is like it)."""
        return self.placements.in_force_on(self.today).filter(kind__in=GRASSROOTS)[:2].count() > 1

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

    @property
    def neighbours(self) -> OrganizationQuerySet:
        """Communes and grassroots organizations below whoever stands above the scope: where somebody may move to, known
        to it by name only."""
        if not self.holdings:
            return Organization.objects.none()
        tops = [*self.roots, *Organization.objects.ever_above(self.roots).values_list("pk", flat=True)]
        kinds = (OrganizationKind.CAP_TREN, OrganizationKind.DANG_BO_CO_SO, OrganizationKind.CHI_BO_CO_SO)
        standing = Placement.objects.in_force_on(self.today).filter(organization=OuterRef("pk"), kind__in=kinds)
        return Organization.objects.under(tops, on=self.today).filter(Exists(standing))

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
    def committee_terms(self) -> CommitteeTermQuerySet:
        """Terms of the committees in scope, those taken back too."""
        return CommitteeTerm.objects.filter(self._in("organization"))

    @property
    def closing_balances(self) -> QuerySet[ClosingBalance]:
        """Headcounts that were closed, of the organizations in scope."""
        return ClosingBalance.objects.filter(self._in("organization"))

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
    def reorganizations(self) -> ReorganizationQuerySet:
        """Acts on the organizations in scope."""
        return Reorganization.objects.filter(self._in("organization"))

    @property
    def reform_plans(self) -> QuerySet[ReformPlan]:
        return ReformPlan.objects.filter(self._in("organization"))

    @property
    def import_batches(self) -> ImportBatchQuerySet:
        """Files brought for organizations in scope; their rows only through them."""
        return ImportBatch.objects.filter(self._in("organization"))

    @property
    def import_layouts(self) -> QuerySet[ImportLayout]:
        return ImportLayout.objects.filter(self._in("organization"))

    @property
    def declared_figures(self) -> DeclaredFigureQuerySet:
        """Targets and counts that documents give of the organizations in scope."""
        return DeclaredFigure.objects.filter(self._in("organization"))

    @property
    def own_targets(self) -> DeclaredFigureQuerySet:
        """Targets of the organizations in scope that were not shared out from above it: these may be changed here."""
        whole = Q(shared_from__isnull=True) | self._in("shared_from__organization")
        return self.declared_figures.targets().filter(whole)

    @property
    def target_exemptions(self) -> SpellQuerySet[TargetExemption]:
        return TargetExemption.objects.filter(self._in("organization"))

    @property
    def unit_followers(self) -> SpellQuerySet[UnitFollower]:
        """Who follows the units in scope, whoever sent them."""
        return UnitFollower.objects.filter(self._in("organization"))

    @property
    def person_links(self) -> PersonLinkQuerySet:
        """Joined entries of which at least one is a person in scope."""
        here = self.people.values("pk")
        return PersonLink.objects.filter(Q(kept__in=here) | Q(other__in=here))

    @property
    def person_requests(self) -> PersonRequestQuerySet:
        """What people asked about their own data while they belonged to an organization in scope."""
        return PersonRequest.objects.filter(self._in("organization"))

    @property
    def erasures(self) -> ErasureQuerySet:
        """Proposals to erase who somebody is that was last followed in scope, and what came of them."""
        return Erasure.objects.filter(self._in("organization"))

    @property
    def candidates(self) -> CandidateQuerySet:
        return Candidate.objects.filter(self._in("organization"))

    @property
    def source_surveys(self) -> SourceSurveyQuerySet:
        return SourceSurvey.objects.filter(self._in("organization"))

    @property
    def survey_counts(self) -> SurveyCountQuerySet:
        return SurveyCount.objects.filter(self._in("survey__organization"))

    @property
    def prospects(self) -> ProspectQuerySet:
        return Prospect.objects.filter(self._in("organization"))

    @property
    def school_classes(self) -> SchoolClassQuerySet:
        return SchoolClass.objects.filter(self._in("organization"))

    @property
    def list_reviews(self) -> ListReviewQuerySet:
        return ListReview.objects.filter(self._in("organization"))

    @property
    def incoming_candidates(self) -> CandidateQuerySet:
        """People whose move to a cell in scope was recorded elsewhere and who were not taken in yet (06-HD/TW, 3.9)."""
        return Candidate.objects.moving_to(self.organizations)

    @property
    def incoming_moves(self) -> StepQuerySet:
        """The steps by which those moves were recorded: from where to where, with which outcome."""
        return Step.objects.filter(candidate__in=self.incoming_candidates)

    @property
    def cases(self) -> CaseQuerySet:
        """Where cases stand: of candidates and of members on probation in scope."""
        return Case.objects.filter(self._in("organization"))

    @property
    def deadlines(self) -> DeadlineQuerySet:
        return Deadline.objects.filter(self._in("organization"))

    @property
    def steps(self) -> StepQuerySet:
        """Steps of the candidates and members in scope, wherever they were recorded."""
        return Step.objects.filter(self._in("candidate__organization", "probationer__organization"))

    @property
    def dossier_papers(self) -> QuerySet[DossierPaper]:
        """Papers of the dossiers of candidates and members in scope."""
        return DossierPaper.objects.filter(self._in("candidate__organization", "member__organization"))

    @property
    def batches(self) -> DossierBatchQuerySet:
        """Batches of dossiers sent from scope or to it."""
        return DossierBatch.objects.filter(self._in("from_organization", "to_organization"))

    @property
    def sent_batches(self) -> DossierBatchQuerySet:
        return DossierBatch.objects.filter(self._in("from_organization"))

    @property
    def received_batches(self) -> DossierBatchQuerySet:
        """Batches sent to an organization in scope: whoever serves there receives and returns them."""
        return DossierBatch.objects.filter(self._in("to_organization"))

    @property
    def batch_items(self) -> BatchItemQuerySet:
        return BatchItem.objects.filter(self._in("batch__from_organization", "batch__to_organization"))

    @property
    def own_batch_items(self) -> BatchItemQuerySet:
        """Those of them whose people are still in scope: only their dossiers are opened and returned."""
        return self.batch_items.filter(self._in("candidate__organization", "member__organization"))

    @property
    def mandates(self) -> MandateQuerySet:
        return Mandate.objects.filter(self._in("organization"))

    @property
    def people(self) -> PersonQuerySet:
        """People who are members, candidates or learners in scope."""
        here = self._in("organization")
        return Person.objects.filter(
            Exists(Member.objects.filter(here, person=OuterRef("pk")))
            | Exists(Candidate.objects.filter(here, person=OuterRef("pk")))
            | Exists(Enrollment.objects.filter(self._in("sent_by"), person=OuterRef("pk")))
        )

    @property
    def transferred_people(self) -> PersonQuerySet:
        """People who came or come to scope by a transfer, wherever they count: some only stay for a time."""
        return Person.objects.filter(
            Exists(Transfer.objects.filter(self._in("destination"), member__person=OuterRef("pk")))
        )

    @property
    def everybody(self) -> PersonQuerySet:
        """`people`, and those who left the register from an organization in scope: whom one looks for by name."""
        here = self._in("organization")
        return Person.objects.filter(
            Exists(Member.objects.filter(here, person=OuterRef("pk")))
            | Exists(Candidate.objects.filter(here, person=OuterRef("pk")))
            | Exists(Enrollment.objects.filter(self._in("sent_by"), person=OuterRef("pk")))
            | Exists(self.members.gone().filter(person=OuterRef("pk")))
        )

    def member_keys_of_people(self, people: Iterable[int]) -> dict[int, int]:
        """Person → member, for those of these people whose file this person may open."""
        return dict(self.members.filter(person__in=list(people)).values_list("person_id", "pk"))

    def candidate_keys_of_people(self, people: Iterable[int]) -> dict[int, int]:
        """Person → their newest way as a candidate, for those of these people whose file this person may open."""
        found = self.candidates.filter(person__in=list(people)).order_by("pk")
        return dict(found.values_list("person_id", "pk"))

    def known_of_people(self, people: Iterable[int]) -> frozenset[int]:
        """Those of these people of whom a door opens something, wherever they are today: a line of the ledger, a case,
        a class they were sent to or that was opened in scope, a dossier that came by."""
        asked, found = list(people), set[int]()
        for start in range(0, len(asked), PART):
            part = asked[start : start + PART]
            found.update(
                self.movements.filter(member__person__in=part).values_list("member__person", flat=True),
                self.enrollments.filter(person__in=part).values_list("person", flat=True),
                self.candidates.filter(person__in=part).values_list("person", flat=True),
            )
            items = self.batch_items.filter(Q(candidate__person__in=part) | Q(member__person__in=part))
            for pair in items.values_list("candidate__person", "member__person"):
                found.update(filter(None, pair))
        return frozenset(found)

    @property
    def classes(self) -> TrainingClassQuerySet:
        """Classes opened in scope or above it (to send people there), and others with learners sent from it."""
        sent = Enrollment.objects.filter(self._in("sent_by")).values("training_class")
        return TrainingClass.objects.filter(self._in("organizer") | Q(organizer__in=self.superiors) | Q(pk__in=sent))

    @property
    def own_classes(self) -> TrainingClassQuerySet:
        """Classes opened in scope: whoever runs them answers proposals and numbers the certificates."""
        return TrainingClass.objects.filter(self._in("organizer"))

    @property
    def proposals(self) -> ClassProposalQuerySet:
        """Proposals sent from scope, and all those for the classes that were opened in it."""
        return ClassProposal.objects.filter(self._in("sent_by", "training_class__organizer"))

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
        """Decisions issued in scope, and those about its members, with those whose number was entered anew since."""
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
