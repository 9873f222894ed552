"""How a member takes part in Party life for a time: exempt, suspended, working far away, out of contact."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from dangvien import codes
from dangvien.models.dated_fact import Fact, FactQuerySet
from dangvien.models.organization import Organization
from dangvien.models.person import name_holds


class StatusKind(models.TextChoices):
    """294-QĐ/TW, 7 and 9.3.2; 38-HD/BTCTW, IV.1; handbook of the register, 4.1."""

    MIEN = "mien", "Miễn công tác và sinh hoạt đảng"
    DINH_CHI = "dinh_chi", "Đình chỉ sinh hoạt đảng"
    DI_XA = "di_xa", "Đi làm ăn xa"
    MAT_LIEN_LAC = "mat_lien_lac", "Mất liên lạc"


class MemberStatusQuerySet(FactQuerySet["MemberStatus"]):
    def in_force_on(self, day: date) -> MemberStatusQuerySet:
        """Those that began and had not ended on a day. A planned end that has passed does not end it: a person does."""
        return self.standing().filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), since__lte=day)

    def open(self) -> MemberStatusQuerySet:
        return self.standing().filter(ended_on__isnull=True)

    def overdue_on(self, day: date) -> MemberStatusQuerySet:
        """Those in force on a day whose planned last day lies before it."""
        return self.in_force_on(day).filter(until__lt=day)

    def matching(self, text: str) -> MemberStatusQuerySet:
        """By the words of the member's name, see `name_holds`."""
        return self.filter(name_holds(text, "member__person__search_key"))

    def sorted_by(self, key: str, *, turned: bool = False) -> MemberStatusQuerySet:
        """By name ("ten"), first day ("tu") or planned end ("han", those without one last); `turned` the other way."""
        names = ("member__person__sort_key", "member__person__birth_date", "pk")
        if key == "tu":
            return self.order_by("-since" if turned else "since", *names)
        if key == "han":
            planned = F("until")
            return self.order_by(planned.desc(nulls_last=True) if turned else planned.asc(nulls_last=True), *names)
        first, *others = names
        return self.order_by(f"-{first}" if turned else first, *others)


class MemberStatus(Fact):
    """From `since` up to, not including, `ended_on`. `until` is the planned last day (exemptions shorter than a year).

    `place` and `contact`: where somebody works far away and how the cell keeps in touch.
    """

    member = models.ForeignKey("Member", models.PROTECT, related_name="statuses", verbose_name="đảng viên")
    kind = models.CharField("tình trạng", max_length=12, choices=StatusKind)
    since = models.DateField("từ ngày")
    until = models.DateField("dự kiến đến hết ngày", null=True, blank=True)
    ground = models.CharField("lý do", max_length=30, blank=True)
    place = models.CharField("nơi đến", max_length=200, blank=True)
    contact = models.CharField("cách giữ liên lạc", max_length=120, blank=True)
    decider = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="nơi quyết định"
    )
    number = models.CharField("số văn bản", max_length=40, blank=True)
    decided_on = models.DateField("ngày văn bản", null=True, blank=True)
    ended_on = models.DateField("thôi từ ngày", null=True, blank=True)
    ended_by = models.ForeignKey(
        "User", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người ghi thôi"
    )

    objects = MemberStatusQuerySet.as_manager()

    class Meta:
        verbose_name = "tình trạng sinh hoạt"
        verbose_name_plural = "tình trạng sinh hoạt"
        ordering = ("-since", "-pk")
        constraints = [
            models.CheckConstraint(
                name="member_status_kind_is_known", condition=Q(kind__in=[kind.value for kind in StatusKind])
            ),
            models.CheckConstraint(
                name="member_status_ends_after_it_begins",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")),
            ),
            models.UniqueConstraint(
                name="member_status_one_open_of_a_kind",
                fields=("member", "kind"),
                condition=Q(ended_on__isnull=True, voided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} từ {self.since:%d/%m/%Y}"

    @property
    def ground_label(self) -> str:
        """Why somebody is exempt, in words; empty for the other kinds."""
        return codes.of("exemption_ground").label(self.ground) if self.ground else ""

    def is_overdue_on(self, day: date) -> bool:
        """Whether the planned last day has passed on a day while nobody has written the end."""
        return self.ended_on is None and self.until is not None and self.until < day
