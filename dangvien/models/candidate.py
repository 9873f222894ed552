"""People on their way: quần chúng ưu tú followed by a cell, and who introduces them."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from dangvien import codes
from dangvien.models.movement import Kind, Movement
from dangvien.models.organization import Organization
from dangvien.models.person import Person, name_holds
from dangvien.models.training import Enrollment, EnrollmentQuerySet, TrainingClass


def certified_during(first: date | None, last: date) -> Q:
    """Whose newest certificate was issued between two days, both included: one is of these days, and none is later."""
    of_person = Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC).filter(person=OuterRef("person"))
    passed = of_person.filter(result=Enrollment.Result.DAT)
    then = passed.filter(certificate_on__range=(first or date.min, last))
    return Q(Exists(then)) & ~Q(Exists(passed.filter(certificate_on__gt=last)))


def newest_certificate() -> EnrollmentQuerySet:
    """For a row that has a `person`: that person's certificates of the class for candidates, the newest first."""
    passed = Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC).filter(result=Enrollment.Result.DAT)
    return passed.filter(person=OuterRef("person")).order_by("-certificate_on")


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def with_state(self) -> CandidateQuerySet:
        """Adds `state`: where the case stands, as it is written down in its `Case`."""
        return self.annotate(state=F("case__state"))

    def with_certificate(self) -> CandidateQuerySet:
        """Adds `certificate_on` and `certificate_number` of the person's newest certificate, or None."""
        newest = newest_certificate()
        return self.annotate(
            certificate_on=Subquery(newest.values("certificate_on")[:1]),
            certificate_number=Subquery(newest.values("certificate_number")[:1]),
        )

    def open(self) -> CandidateQuerySet:
        """Still on the way: not closed and not admitted."""
        admission = Movement.objects.standing().filter(candidate=OuterRef("pk"), kind=Kind.KET_NAP)
        return self.filter(~Exists(admission), closed_on__isnull=True)

    def with_leaving(self) -> CandidateQuerySet:
        """Adds `admission_on` (day of a standing admission) and `left_on`: the day they left the list, or None."""
        admission = Movement.objects.standing().filter(candidate=OuterRef("pk"), kind=Kind.KET_NAP)
        day = Subquery(admission.order_by("occurred_on").values("occurred_on")[:1])
        return self.annotate(admission_on=day).annotate(left_on=Coalesce(F("admission_on"), F("closed_on")))

    def on_list(self, day: date) -> CandidateQuerySet:
        """Those on the list at the end of a day; adds what `with_leaving` adds."""
        return self.with_leaving().filter(Q(left_on__isnull=True) | Q(left_on__gt=day), opened_on__lte=day)

    def of_list_during(self, first: date, last: date) -> CandidateQuerySet:
        """Those on the list on any of these days, both included; adds what `with_leaving` adds."""
        return self.with_leaving().filter(Q(left_on__isnull=True) | Q(left_on__gte=first), opened_on__lte=last)

    def left_during(self, first: date, last: date) -> CandidateQuerySet:
        """Those who left the list on one of these days, both included; adds what `with_leaving` adds."""
        return self.with_leaving().filter(Q(left_on__range=(first, last)))

    def moving_to(self, organizations: models.QuerySet[Organization]) -> CandidateQuerySet:
        """Those whose newest standing move leads to one of these organizations and was not answered by taking in."""
        steps = apps.get_model("dangvien", "Step")
        undone = steps.objects.filter(reverses=OuterRef("pk"))
        taken = steps.objects.filter(answers=OuterRef("pk"), kind="tiep_nhan", reversed_by__isnull=True)
        moves = steps.objects.filter(
            ~Exists(undone),
            ~Exists(taken),
            candidate=OuterRef("pk"),
            kind="chuyen_noi",
            reverses__isnull=True,
            organization__in=organizations,
        )
        return self.filter(Exists(moves), closed_on__isnull=True)

    def certified_during(self, first: date | None, last: date) -> CandidateQuerySet:
        """Those whose newest certificate was issued between two days, both included; adds `certificate_on`."""
        return self.with_certificate().filter(certified_during(first, last))

    def in_certificate_order(self, *, newest_first: bool = False) -> CandidateQuerySet:
        """By the day of the newest certificate, those without one last; adds `certificate_on`."""
        day = F("certificate_on")
        order = day.desc(nulls_last=True) if newest_first else day.asc(nulls_last=True)
        return self.with_certificate().order_by(order, "person__sort_key", "pk")

    def matching(self, text: str) -> CandidateQuerySet:
        """By the words of the name, see `name_holds`."""
        return self.filter(name_holds(text, "person__search_key"))

    def in_name_order(self) -> CandidateQuerySet:
        return self.order_by("person__sort_key", "person__birth_date", "pk")


class Candidate(models.Model):
    """One way of one person towards admission, followed by a cell. A second try is a second row."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="candidacies", verbose_name="người")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="candidates", verbose_name="chi bộ theo dõi"
    )
    source = models.CharField("nguồn", max_length=30, default="chua_phan_loai")
    opened_on = models.DateField("theo dõi từ ngày")
    closed_on = models.DateField("thôi theo dõi ngày", null=True, blank=True)
    close_reason = models.CharField("lý do thôi theo dõi", max_length=250, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "quần chúng ưu tú"
        verbose_name_plural = "quần chúng ưu tú"
        constraints = [
            models.UniqueConstraint(
                name="candidate_one_open_per_person", fields=("person",), condition=Q(closed_on__isnull=True)
            ),
            models.CheckConstraint(
                name="candidate_closed_with_reason",
                condition=Q(closed_on__isnull=True, close_reason="")
                | (Q(closed_on__gte=F("opened_on")) & ~Q(close_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.person.full_name

    @property
    def source_label(self) -> str:
        return codes.of("source").label(self.source)


class Introduction(models.Model):
    """A body of the political and social organizations that introduced the person (papers 4-KNĐ, 4A-KNĐ).

    One person may carry more than one: introductions therefore do not add up to people.
    """

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="introductions", verbose_name="quần chúng ưu tú"
    )
    body = models.CharField("tổ chức giới thiệu", max_length=30)
    resolution = models.CharField("số nghị quyết", max_length=40, blank=True)
    resolved_on = models.DateField("ngày nghị quyết", null=True, blank=True)

    class Meta:
        verbose_name = "giới thiệu"
        verbose_name_plural = "giới thiệu"
        constraints = [models.UniqueConstraint(name="introduction_once_per_body", fields=("candidate", "body"))]

    def __str__(self) -> str:
        return self.body_label

    @property
    def body_label(self) -> str:
        return codes.of("introducing_body").label(self.body)
