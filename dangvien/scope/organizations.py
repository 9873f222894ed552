"""The doors to organizations, where they stand in the tree, and what is recorded of an organization as a whole."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from dangvien.models import (
    ClosingBalance,
    CommitteeTerm,
    DeclaredFigure,
    Letterhead,
    Locality,
    Organization,
    OrganizationKind,
    Placement,
    ReformPlan,
    Reorganization,
    TargetExemption,
    UnitFollower,
)
from dangvien.models.committee_term import CommitteeTermQuerySet
from dangvien.models.declared import DeclaredFigureQuerySet
from dangvien.models.organization import COMMITTEES, OrganizationQuerySet, PlacementQuerySet
from dangvien.models.reorganization import ReorganizationQuerySet
from dangvien.models.target import SpellQuerySet
from dangvien.scope.fence import Fence


class OrganizationDoors(Fence):
    """Organizations, where they stand in the tree, and what is recorded of an organization as a whole."""

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
    def committee_terms(self) -> CommitteeTermQuerySet:
        """Terms of the committees in scope, those taken back too."""
        return CommitteeTerm.objects.filter(self._in("organization"))

    @property
    def closing_balances(self) -> QuerySet[ClosingBalance]:
        """Headcounts that were closed, of the organizations in scope."""
        return ClosingBalance.objects.filter(self._in("organization"))

    @property
    def reorganizations(self) -> ReorganizationQuerySet:
        """Acts on the organizations in scope."""
        return Reorganization.objects.filter(self._in("organization"))

    @property
    def reform_plans(self) -> QuerySet[ReformPlan]:
        return ReformPlan.objects.filter(self._in("organization"))

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
