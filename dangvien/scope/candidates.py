"""The doors to candidates from the first survey on, their cases, steps and dossiers, and the reviews of their lists."""

from __future__ import annotations

from django.db.models import QuerySet

from dangvien.models import (
    BatchItem,
    Candidate,
    Case,
    Deadline,
    DossierBatch,
    DossierPaper,
    ListReview,
    Mandate,
    Prospect,
    SchoolClass,
    SourceSurvey,
    Step,
    SurveyCount,
)
from dangvien.models.candidate import CandidateQuerySet
from dangvien.models.dossier import BatchItemQuerySet, DossierBatchQuerySet
from dangvien.models.mandate import MandateQuerySet
from dangvien.models.progress import CaseQuerySet, DeadlineQuerySet
from dangvien.models.review import ListReviewQuerySet
from dangvien.models.step import StepQuerySet
from dangvien.models.survey import ProspectQuerySet, SchoolClassQuerySet, SourceSurveyQuerySet, SurveyCountQuerySet
from dangvien.scope.organizations import OrganizationDoors


class CandidateDoors(OrganizationDoors):
    """Candidates from the first survey on, their cases, steps and dossiers, and the reviews of their lists."""

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
    def candidates(self) -> CandidateQuerySet:
        return Candidate.objects.filter(self._in("organization"))

    @property
    def incoming_candidates(self) -> CandidateQuerySet:
        """People whose move to a cell in scope was recorded elsewhere and who were not taken in yet (06-HD/TW, 3.9)."""
        return Candidate.objects.moving_to(self.organizations)

    @property
    def incoming_moves(self) -> StepQuerySet:
        """The steps by which those moves were recorded: from where to where, with which outcome."""
        return Step.objects.filter(candidate__in=self.incoming_candidates)

    @property
    def list_reviews(self) -> ListReviewQuerySet:
        return ListReview.objects.filter(self._in("organization"))

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
