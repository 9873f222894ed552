"""People on their way: quần chúng ưu tú followed by a cell, and who introduces them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When

from dangvien import codes
from dangvien.models.movement import Kind, Movement
from dangvien.models.organization import Organization
from dangvien.models.person import Person, name_holds
from dangvien.models.training import Enrollment, TrainingClass


class Stage(models.TextChoices):
    """Where a person stands on the way, as far as this register knows it."""

    THEO_DOI = "theo_doi", "Đang theo dõi"
    DANG_HOC = "dang_hoc", "Đang học lớp"
    CO_GIAY = "co_giay", "Có giấy chứng nhận"
    DA_KET_NAP = "da_ket_nap", "Đã kết nạp"
    THOI = "thoi", "Thôi theo dõi"


def certified_during(first: date | None, last: date) -> Q:
    """Whose newest certificate was issued between two days, both included: one is of these days, and none is later."""
    of_person = Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC).filter(person=OuterRef("person"))
    passed = of_person.filter(result=Enrollment.Result.DAT)
    then = passed.filter(certificate_on__range=(first or date.min, last))
    return Q(Exists(then)) & ~Q(Exists(passed.filter(certificate_on__gt=last)))


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def with_progress(self) -> CandidateQuerySet:
        """Adds `trained` (holds a certificate), `learning` (in a class now) and `admitted` (a standing line)."""
        classes = Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC).filter(person=OuterRef("person"))
        admission = Movement.objects.standing().filter(candidate=OuterRef("pk"), kind=Kind.KET_NAP)
        return self.annotate(
            trained=Exists(classes.filter(result=Enrollment.Result.DAT)),
            learning=Exists(classes.filter(result=Enrollment.Result.DANG_HOC)),
            admitted=Exists(admission),
        )

    def with_stage(self) -> CandidateQuerySet:
        """Adds `stage`, one of Stage; what comes later on the way wins."""
        return self.with_progress().annotate(
            stage=Case(
                When(admitted=True, then=Value(Stage.DA_KET_NAP)),
                When(closed_on__isnull=False, then=Value(Stage.THOI)),
                When(trained=True, then=Value(Stage.CO_GIAY)),
                When(learning=True, then=Value(Stage.DANG_HOC)),
                default=Value(Stage.THEO_DOI),
                output_field=models.CharField(),
            )
        )

    def with_certificate(self) -> CandidateQuerySet:
        """Adds `certificate_on` and `certificate_number` of the person's newest certificate, or None."""
        newest = (
            Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC)
            .filter(person=OuterRef("person"), result=Enrollment.Result.DAT)
            .order_by("-certificate_on")
        )
        return self.annotate(
            certificate_on=Subquery(newest.values("certificate_on")[:1]),
            certificate_number=Subquery(newest.values("certificate_number")[:1]),
        )

    def open(self) -> CandidateQuerySet:
        """Still on the way: not closed and not admitted."""
        admission = Movement.objects.standing().filter(candidate=OuterRef("pk"), kind=Kind.KET_NAP)
        return self.filter(~Exists(admission), closed_on__isnull=True)

    def in_stage(self, stage: str) -> CandidateQuerySet:
        """Those at one stage of the way; adds `stage`."""
        return self.with_stage().filter(Q(stage=stage))

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
