"""A person: what does not change about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from dangvien import codes
from dangvien.dates import PartialDate, full_years
from dangvien.text import nfc, search_key, sort_key


class BirthPrecision(models.TextChoices):
    """How much of a birth date the paper gives. What is not known is never invented."""

    DAY = "ngay", "đủ ngày, tháng, năm"
    MONTH = "thang", "chỉ tháng và năm"
    YEAR = "nam", "chỉ năm"


def name_holds(text: str, key: str = "search_key") -> Q:
    """Names in which every word of `text` begins a word, with or without marks, in any order.

    "van an" finds Nguyễn Văn An and Lê An Văn, but not every Văn whose letters happen to hold "an". `key` is the way to
    the person's search key.
    """
    found = Q()
    for word in search_key(text).split():
        found &= Q((f"{key}__startswith", word)) | Q((f"{key}__contains", f" {word}"))
    return found


class PersonQuerySet(models.QuerySet["Person"]):
    def in_name_order(self) -> PersonQuerySet:
        """Vietnamese roster order: given name first, on every database (stored key)."""
        return self.order_by("sort_key", "birth_date", "pk")

    def matching(self, text: str) -> PersonQuerySet:
        """People by the words of their name, see `name_holds`."""
        return self.filter(name_holds(text))


class Person(models.Model):
    """A human being, typed once: the candidate's person becomes the member's person."""

    class Gender(models.TextChoices):
        NAM = "nam", "Nam"
        NU = "nu", "Nữ"

    full_name = models.CharField("họ và tên khai sinh", max_length=120)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=130, editable=False)
    other_names = models.CharField("tên gọi khác", max_length=120, blank=True)
    birth_date = models.DateField("sinh ngày")
    birth_precision = models.CharField(
        "độ chính xác của ngày sinh", max_length=6, choices=BirthPrecision, default=BirthPrecision.DAY
    )
    gender = models.CharField("giới tính", max_length=3, choices=Gender)
    ethnicity = models.CharField("dân tộc", max_length=4, default="01")
    religion = models.CharField("tôn giáo", max_length=4, default="00")
    native_place = models.CharField("quê quán", max_length=250, blank=True)
    residence = models.CharField("nơi thường trú", max_length=250, blank=True)
    citizen_id = models.CharField("số căn cước", max_length=12, unique=True, null=True, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "người"
        verbose_name_plural = "người"
        indexes = [models.Index(name="person_name_order", fields=("sort_key", "birth_date", "id"))]
        constraints = [
            models.CheckConstraint(name="person_gender_is_known", condition=Q(gender__in=["nam", "nu"])),
            models.CheckConstraint(
                name="person_birth_precision_is_known", condition=Q(birth_precision__in=["ngay", "thang", "nam"])
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
        day = self.birth_date
        if self.birth_precision == BirthPrecision.YEAR:
            return PartialDate(day.year)
        if self.birth_precision == BirthPrecision.MONTH:
            return PartialDate(day.year, day.month)
        return PartialDate(day.year, day.month, day.day)

    def age_on(self, day: date) -> int:
        """Full years on that day, counted from the earliest day the birth date allows."""
        return full_years(self.birth_date, day)

    @property
    def ethnicity_label(self) -> str:
        return codes.of("ethnicity").label(self.ethnicity)

    @property
    def religion_label(self) -> str:
        return codes.of("religion").label(self.religion)
