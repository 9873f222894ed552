"""The doors to training classes, proposals for them, and their learners."""

from __future__ import annotations

from django.db.models import Q

from dangvien.models import ClassProposal, Enrollment, TrainingClass
from dangvien.models.training import ClassProposalQuerySet, EnrollmentQuerySet, TrainingClassQuerySet
from dangvien.scope.organizations import OrganizationDoors


class ClassDoors(OrganizationDoors):
    """Training classes, proposals for them, and their learners."""

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
