"""What is written down of a member year by year: residence, posts, ratings, rewards, discipline, badges.

A day that a paper gives only to the month or the year is stored as its first day with that precision, and shown so.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from dangvien import codes
from dangvien.dates import PartialDate
from dangvien.models.dated_fact import Fact, FactQuerySet, partial
from dangvien.models.organization import Organization
from dangvien.models.person import BirthPrecision, Person


class ResidenceQuerySet(FactQuerySet["Residence"]):
    def in_force_on(self, day: date) -> ResidenceQuerySet:
        """The newest residence of each person on that day."""
        newest = (
            Residence.objects.standing()
            .filter(person=models.OuterRef("person"), since__lte=day)
            .order_by("-since", "-pk")
        )
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))


class Residence(Fact):
    """Where somebody lives since a day; the next row replaces it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences", verbose_name="người")
    since = models.DateField("từ ngày")
    precision = models.CharField("độ chính xác", max_length=6, choices=BirthPrecision, default=BirthPrecision.DAY)
    place = models.CharField("nơi cư trú", max_length=250)

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi cư trú"
        verbose_name_plural = "nơi cư trú"
        ordering = ("-since", "-pk")

    def __str__(self) -> str:
        return self.place

    @property
    def since_known(self) -> PartialDate:
        return partial(self.since, self.precision)


class PostQuerySet(FactQuerySet["Post"]):
    def held_on(self, day: date) -> PostQuerySet:
        return self.standing().filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def holders_on(self, day: date, title: str) -> models.QuerySet[Post, int]:
        """The keys of the people who hold a post on a day, wherever."""
        return self.held_on(day).filter(title=title).values_list("person", flat=True)

    def committees_on(self, day: date) -> models.QuerySet[Post, int]:
        """The keys of the cells that have a chi ủy on a day: at least one chi ủy viên holds the post there."""
        here = self.held_on(day).filter(title=COMMITTEE_MEMBER, organization__isnull=False)
        return here.values_list("organization", flat=True)


HEAD, SECRETARY, COMMITTEE_MEMBER = "truong_thon", "bi_thu", "chi_uy_vien"
"""Codes of the list `post`: the head of a thôn or tổ dân phố, a secretary, a member of a cell's committee."""


class Post(Fact):
    """A post held from a day up to, not including, another: bí thư, cấp ủy viên, trưởng thôn (code list `post`).

    An end known only to the year may be stored before the day it began in that year: its first day stands for it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name="người")
    title = models.CharField("chức vụ", max_length=30)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="posts", null=True, blank=True, verbose_name="tại tổ chức"
    )
    place = models.CharField("tại", max_length=200, blank=True)
    since = models.DateField("từ ngày")
    precision = models.CharField("độ chính xác", max_length=6, choices=BirthPrecision, default=BirthPrecision.DAY)
    until = models.DateField("thôi từ ngày", null=True, blank=True)
    until_precision = models.CharField(
        "độ chính xác ngày thôi", max_length=6, choices=BirthPrecision, default=BirthPrecision.DAY
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "chức vụ"
        verbose_name_plural = "chức vụ"
        ordering = ("-since", "-pk")
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")) | ~Q(until_precision=BirthPrecision.DAY),
            ),
        ]

    def __str__(self) -> str:
        return self.title_label

    @property
    def title_label(self) -> str:
        return codes.of("post").label(self.title)

    @property
    def since_known(self) -> PartialDate:
        return partial(self.since, self.precision)

    @property
    def until_known(self) -> PartialDate | None:
        return partial(self.until, self.until_precision) if self.until else None


class Rating(Fact):
    """The yearly rating of a member (366-QĐ/TW; code list `rating`)."""

    member = models.ForeignKey("Member", models.PROTECT, related_name="ratings", verbose_name="đảng viên")
    year = models.PositiveSmallIntegerField("năm")
    level = models.CharField("mức xếp loại", max_length=20)

    objects = FactQuerySet["Rating"].as_manager()

    class Meta:
        verbose_name = "xếp loại hằng năm"
        verbose_name_plural = "xếp loại hằng năm"
        ordering = ("-year", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="rating_one_a_year", fields=("member", "year"), condition=Q(voided_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.level_label}"

    @property
    def level_label(self) -> str:
        return codes.of("rating").label(self.level)


class Reward(Fact):
    """A reward: its title, number and day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="rewards", verbose_name="người")
    title = models.CharField("hình thức khen thưởng", max_length=200)
    number = models.CharField("số quyết định", max_length=40, blank=True)
    awarded_on = models.DateField("ngày")
    precision = models.CharField("độ chính xác", max_length=6, choices=BirthPrecision, default=BirthPrecision.DAY)

    objects = FactQuerySet["Reward"].as_manager()

    class Meta:
        verbose_name = "khen thưởng"
        verbose_name_plural = "khen thưởng"
        ordering = ("-awarded_on", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def awarded_known(self) -> PartialDate:
        return partial(self.awarded_on, self.precision)


class Discipline(Fact):
    """A measure of discipline: its form, number and day, never what for (code list `discipline`)."""

    member = models.ForeignKey("Member", models.PROTECT, related_name="disciplines", verbose_name="đảng viên")
    form = models.CharField("hình thức kỷ luật", max_length=20)
    number = models.CharField("số quyết định", max_length=40, blank=True)
    decided_on = models.DateField("ngày quyết định")
    precision = models.CharField("độ chính xác", max_length=6, choices=BirthPrecision, default=BirthPrecision.DAY)

    objects = FactQuerySet["Discipline"].as_manager()

    class Meta:
        verbose_name = "kỷ luật"
        verbose_name_plural = "kỷ luật"
        ordering = ("-decided_on", "-pk")

    def __str__(self) -> str:
        return self.form_label

    @property
    def form_label(self) -> str:
        return codes.of("discipline").label(self.form)

    @property
    def decided_known(self) -> PartialDate:
        return partial(self.decided_on, self.precision)


class Badge(Fact):
    """A Party badge (Huy hiệu Đảng) by years of party age, with its number."""

    member = models.ForeignKey("Member", models.PROTECT, related_name="badges", verbose_name="đảng viên")
    years = models.PositiveSmallIntegerField("loại huy hiệu (năm)")
    number = models.CharField("số huy hiệu", max_length=20, blank=True)
    awarded_on = models.DateField("ngày trao, đợt")
    precision = models.CharField("độ chính xác", max_length=6, choices=BirthPrecision, default=BirthPrecision.DAY)

    objects = FactQuerySet["Badge"].as_manager()

    class Meta:
        verbose_name = "Huy hiệu Đảng"
        verbose_name_plural = "Huy hiệu Đảng"
        ordering = ("-years", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="badge_once_a_level", fields=("member", "years"), condition=Q(voided_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"Huy hiệu {self.years} năm tuổi Đảng"

    @property
    def awarded_known(self) -> PartialDate:
        return partial(self.awarded_on, self.precision)
