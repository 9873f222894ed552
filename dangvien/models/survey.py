"""The yearly survey of sources: how many people of each source a cell has, and who of them is worth following."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, Sum

from dangvien import codes
from dangvien.dates import PartialDate
from dangvien.models.candidate import Candidate
from dangvien.models.organization import Organization
from dangvien.models.person import BirthPrecision, Person, name_holds
from dangvien.text import nfc, search_key, sort_key

UNCLASSIFIED = "chua_phan_loai"
"""The line of the code list that is no source: nobody is counted under it in a survey."""
SOLDIER = "bo_doi_xuat_ngu"
PUPIL = "hoc_sinh_sinh_vien"


def surveyed_sources() -> list[tuple[str, str]]:
    """Code and label of the five sources of the directive, in its order."""
    return [(code, label) for code, label in codes.of("source").choices if code != UNCLASSIFIED]


class SourceSurveyQuerySet(models.QuerySet["SourceSurvey"]):
    def of_year(self, year: int) -> SourceSurveyQuerySet:
        return self.filter(year=year)

    def without_source(self) -> SourceSurveyQuerySet:
        """Surveys that counted nobody and say why."""
        return self.exclude(none_reason="")


class SourceSurvey(models.Model):
    """What one cell counted in one year. `none_reason` says why, where nobody is left to count ("không còn nguồn")."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="source_surveys", verbose_name="chi bộ")
    year = models.PositiveSmallIntegerField("năm")
    surveyed_on = models.DateField("ngày khảo sát")
    none_reason = models.CharField("lý do không còn nguồn", max_length=200, blank=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        "User", models.PROTECT, related_name="source_surveys", null=True, blank=True, verbose_name="người ghi"
    )
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    objects = SourceSurveyQuerySet.as_manager()

    class Meta:
        verbose_name = "khảo sát nguồn"
        verbose_name_plural = "khảo sát nguồn"
        constraints = [models.UniqueConstraint(name="survey_one_per_cell_and_year", fields=("organization", "year"))]
        indexes = [models.Index(name="survey_by_year", fields=("year", "organization"))]

    def __str__(self) -> str:
        return f"Khảo sát nguồn năm {self.year}"


class SurveyCountQuerySet(models.QuerySet["SurveyCount"]):
    """Counts as sentences; what the sharing-out of targets reads."""

    def of_year(self, year: int) -> SurveyCountQuerySet:
        return self.filter(survey__year=year)

    def by_organization_and_source(self) -> dict[tuple[int, str], tuple[int, int]]:
        """(cell, source) → how many are eligible and how many of them are worth following."""
        rows = self.order_by().values_list("survey__organization", "source")
        found = rows.annotate(eligible_sum=Sum("eligible"), following_sum=Sum("following"))
        return {(place, source): (eligible, following) for place, source, eligible, following in found}

    def by_source(self) -> dict[str, tuple[int, int]]:
        """Source → how many are eligible and how many of them are worth following, over all cells asked for."""
        rows = self.order_by().values_list("source")
        found = rows.annotate(eligible_sum=Sum("eligible"), following_sum=Sum("following"))
        return {source: (eligible, following) for source, eligible, following in found}


class SurveyCount(models.Model):
    """One source of one survey: how many people meet the standard (`eligible`), and how many of them the cell means to
    follow (`following`)."""

    survey = models.ForeignKey(SourceSurvey, models.CASCADE, related_name="counts", verbose_name="khảo sát")
    source = models.CharField("nguồn", max_length=30)
    eligible = models.PositiveIntegerField("đủ điều kiện")
    following = models.PositiveIntegerField("đáng theo dõi")

    objects = SurveyCountQuerySet.as_manager()

    class Meta:
        verbose_name = "số khảo sát"
        verbose_name_plural = "số khảo sát"
        constraints = [
            models.UniqueConstraint(name="survey_count_once_per_source", fields=("survey", "source")),
            models.CheckConstraint(
                name="survey_count_following_are_eligible", condition=Q(following__lte=F("eligible"))
            ),
        ]

    def __str__(self) -> str:
        return f"{codes.of('source').label(self.source)}: {self.eligible}/{self.following}"


class SchoolClassQuerySet(models.QuerySet["SchoolClass"]):
    def in_order(self) -> SchoolClassQuerySet:
        """Newest school year first, then by school and class."""
        return self.order_by("-school_year", "school_key", "name", "pk")


class SchoolClass(models.Model):
    """A class of a school in which excellent pupils or students are looked for; entered by hand, counts no people.

    `school_year` is the year in which it begins (2025 for 2025–2026). `excellent` and `followed` are of its `pupils`.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="school_classes", verbose_name="tổ chức đảng theo dõi"
    )
    school = models.CharField("trường", max_length=120)
    school_key = models.CharField(max_length=120, editable=False)
    name = models.CharField("lớp", max_length=40)
    school_year = models.PositiveSmallIntegerField("năm học")
    pupils = models.PositiveIntegerField("sĩ số")
    excellent = models.PositiveIntegerField("học sinh, sinh viên giỏi")
    followed = models.PositiveIntegerField("đang theo dõi")

    objects = SchoolClassQuerySet.as_manager()

    class Meta:
        verbose_name = "lớp ở trường"
        verbose_name_plural = "lớp ở trường"
        constraints = [
            models.UniqueConstraint(
                name="school_class_once_a_year", fields=("organization", "school_key", "name", "school_year")
            ),
            models.CheckConstraint(
                name="school_class_parts_of_its_pupils",
                condition=Q(excellent__lte=F("pupils")) & Q(followed__lte=F("pupils")),
            ),
        ]

    def __str__(self) -> str:
        return f"Lớp {self.name}, {self.school}, năm học {self.school_year_words}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Set the normal form and the key of the school's name; call before `bulk_create`."""
        self.school, self.name = nfc(self.school), nfc(self.name)
        self.school_key = search_key(self.school)

    @property
    def school_year_words(self) -> str:
        return f"{self.school_year}–{self.school_year + 1}"


class ProspectQuerySet(models.QuerySet["Prospect"]):
    def open(self) -> ProspectQuerySet:
        """Neither on the list of candidates yet nor dropped."""
        return self.filter(candidate__isnull=True, dropped_on__isnull=True)

    def of_survey(self, year: int) -> ProspectQuerySet:
        """Those of a year's survey, and those of earlier years of whom nothing has been decided."""
        undecided = Q(year__lt=year, candidate__isnull=True, dropped_on__isnull=True)
        return self.filter(Q(year=year) | undecided)

    def soldiers(self) -> ProspectQuerySet:
        return self.filter(source=SOLDIER)

    def matching(self, text: str) -> ProspectQuerySet:
        """By the words of the name, see `name_holds`."""
        return self.filter(name_holds(text))

    def in_name_order(self) -> ProspectQuerySet:
        return self.order_by("sort_key", "birth_date", "pk")


class Prospect(models.Model):
    """Somebody the survey found worth following, before they are on the list. They end as a candidate or are dropped.

    Only what is needed to find the right person again; `unit` is where they work, study or served.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="prospects", verbose_name="chi bộ")
    year = models.PositiveSmallIntegerField("khảo sát năm")
    full_name = models.CharField("họ và tên", max_length=120)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=130, editable=False)
    birth_date = models.DateField("sinh ngày")
    birth_precision = models.CharField(
        "độ chính xác của ngày sinh", max_length=6, choices=BirthPrecision, default=BirthPrecision.DAY
    )
    gender = models.CharField("giới tính", max_length=3, choices=Person.Gender)
    source = models.CharField("nguồn", max_length=30)
    unit = models.CharField("đơn vị, lớp", max_length=160, blank=True)
    demobilized_on = models.DateField("ngày xuất ngũ", null=True, blank=True)
    candidate = models.OneToOneField(
        Candidate, models.PROTECT, related_name="prospect", null=True, blank=True, verbose_name="hồ sơ nguồn"
    )
    dropped_on = models.DateField("thôi ghi ngày", null=True, blank=True)
    drop_reason = models.CharField("lý do thôi ghi", max_length=250, blank=True)
    recorded_by = models.ForeignKey(
        "User", models.PROTECT, related_name="prospects", null=True, blank=True, verbose_name="người ghi"
    )

    objects = ProspectQuerySet.as_manager()

    class Meta:
        verbose_name = "người đáng theo dõi"
        verbose_name_plural = "người đáng theo dõi"
        indexes = [models.Index(name="prospect_of_survey", fields=("organization", "year"))]
        constraints = [
            models.CheckConstraint(name="prospect_gender_is_known", condition=Q(gender__in=["nam", "nu"])),
            models.CheckConstraint(
                name="prospect_birth_precision_is_known", condition=Q(birth_precision__in=["ngay", "thang", "nam"])
            ),
            models.CheckConstraint(
                name="prospect_dropped_with_reason",
                condition=Q(dropped_on__isnull=True, drop_reason="")
                | (Q(dropped_on__isnull=False, candidate__isnull=True) & ~Q(drop_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Set the normal form and both keys from the name; call before `bulk_create`, which skips `save`."""
        self.full_name = nfc(self.full_name)
        self.sort_key = sort_key(self.full_name)
        self.search_key = search_key(self.full_name)

    @property
    def birth(self) -> PartialDate:
        """The birth date exactly as far as it is known."""
        day: date = self.birth_date
        parts = {BirthPrecision.YEAR: (day.year,), BirthPrecision.MONTH: (day.year, day.month)}
        return PartialDate(*parts.get(BirthPrecision(self.birth_precision), (day.year, day.month, day.day)))

    @property
    def source_label(self) -> str:
        return codes.of("source").label(self.source)

    @property
    def is_open(self) -> bool:
        """Whether something can still be recorded of them."""
        return self.candidate_id is None and self.dropped_on is None
