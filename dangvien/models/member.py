"""A Party member: a person with a place in the register."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum

from dangvien.models.movement import Kind, Movement
from dangvien.models.organization import Organization
from dangvien.models.person import Person, name_holds


class MemberQuerySet(models.QuerySet["Member"]):
    def present(self) -> MemberQuerySet:
        """Members in the register today (the pointer says so; `reconcile` checks it against the ledger)."""
        return self.filter(organization__isnull=False)

    def probationary(self) -> MemberQuerySet:
        """Đảng viên dự bị: present and not yet recognized."""
        return self.present().filter(official_on__isnull=True)

    def official(self) -> MemberQuerySet:
        return self.present().filter(official_on__isnull=False)

    def gone(self) -> MemberQuerySet:
        """Out of the register: left, dead, struck off, or their admission was reversed."""
        return self.filter(organization__isnull=True)

    def matching(self, text: str) -> MemberQuerySet:
        """By the words of the name, see `name_holds`."""
        return self.filter(name_holds(text, "person__search_key"))

    def in_name_order(self) -> MemberQuerySet:
        """Vietnamese roster order; to the last column as the index of names has it, so that a page is read off it."""
        return self.order_by("person__sort_key", "person__birth_date", "person_id")

    def there_on(self, organizations: models.QuerySet[Organization], day: date) -> MemberQuerySet:
        """Members whose ledger lines in these organizations up to that day add up to presence there."""
        there = (
            Movement.objects.filter(member=OuterRef("pk"), occurred_on__lte=day, organization__in=organizations)
            .order_by()
            .values("member")
            .annotate(n=Sum("sign"))
            .filter(n__gt=0)
        )
        return self.filter(Exists(there))


class Member(models.Model):
    """The membership of one person. `organization` and the dates are pointers kept by the ledger's actions."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="member", verbose_name="người")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="members", null=True, blank=True, verbose_name="chi bộ"
    )
    card_number = models.CharField("số thẻ đảng viên", max_length=12, unique=True, null=True, blank=True)
    file_number = models.CharField("số lý lịch", max_length=12, blank=True)
    admitted_on = models.DateField("ngày vào Đảng", null=True, blank=True)
    official_on = models.DateField("ngày chính thức", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "đảng viên"
        verbose_name_plural = "đảng viên"
        constraints = [
            models.CheckConstraint(
                name="member_official_not_before_admission",
                condition=Q(official_on__isnull=True)
                | Q(admitted_on__isnull=True)
                | Q(official_on__gte=F("admitted_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.person.full_name

    @property
    def status_label(self) -> str:
        """What the member is today, in the words of the register."""
        if self.organization_id is None:
            last = self.movements.filter(kind__in=Kind.departures()).order_by("-occurred_on", "-pk").first()
            return last.get_kind_display() if last else "Không còn trong sổ"
        return "Chính thức" if self.official_on else "Dự bị"
