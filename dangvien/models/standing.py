"""What a person has learned and works as, through time."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from dangvien import codes
from dangvien.dates import PartialDate
from dangvien.models.account import User
from dangvien.models.dated_fact import FactQuerySet, Voidable, partial
from dangvien.models.person import BirthPrecision, Person


class StandingQuerySet(FactQuerySet["Standing"]):
    def in_force_on(self, day: date) -> StandingQuerySet:
        """The newest standing of each person on that day, of those that were not taken back."""
        newest = Standing.objects.standing().filter(person=models.OuterRef("person"), since__lte=day).order_by("-since")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))


class Standing(Voidable):
    """Education, theory and occupation of a person since a day; the next row replaces it.

    Rows from before these columns were kept do not tell when and by whom they were written.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="standings", verbose_name="người")
    since = models.DateField("từ ngày")
    precision = models.CharField("độ chính xác", max_length=6, choices=BirthPrecision, default=BirthPrecision.DAY)
    general_education = models.CharField("giáo dục phổ thông", max_length=20, blank=True)
    professional = models.CharField("chuyên môn", max_length=20, blank=True)
    theory = models.CharField("lý luận chính trị", max_length=20, blank=True)
    occupation = models.CharField("nghề nghiệp", max_length=30, blank=True)
    recorded_at = models.DateTimeField("ghi sổ lúc", auto_now_add=True, null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người ghi"
    )

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = "trình độ, nghề nghiệp"
        verbose_name_plural = "trình độ, nghề nghiệp"
        ordering = ("-since",)
        constraints = [
            models.UniqueConstraint(
                name="standing_one_per_day", fields=("person", "since"), condition=Q(voided_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} từ {self.since:%d/%m/%Y}"

    @property
    def since_known(self) -> PartialDate:
        return partial(self.since, self.precision)

    @property
    def summary(self) -> str:
        """Everything known, in one line: "12/12; Đại học; Trung cấp; Cán bộ, công chức"."""
        known = (self.general_education_label, self.professional_label, self.theory_label, self.occupation_label)
        return "; ".join(label for label in known if label)

    @property
    def general_education_label(self) -> str:
        return codes.of("education_general").label(self.general_education) if self.general_education else ""

    @property
    def professional_label(self) -> str:
        return codes.of("education_professional").label(self.professional) if self.professional else ""

    @property
    def theory_label(self) -> str:
        return codes.of("political_theory").label(self.theory) if self.theory else ""

    @property
    def occupation_label(self) -> str:
        return codes.of("occupation").label(self.occupation) if self.occupation else ""
