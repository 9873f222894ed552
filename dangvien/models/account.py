"""People who use the program, and the offices that let them."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from dangvien.models.organization import FOREVER, Organization
from dangvien.permissions import ROLE_CHOICES, ROLES, Permission, permissions_of


class User(AbstractUser):
    """An account. What it may see and do follows from its appointments alone."""

    first_name = None  # type: ignore[assignment]  # one box for a Vietnamese name, never split
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=120)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    slip_until = models.DateTimeField("phiếu mật khẩu dùng được đến", null=True, blank=True)
    reminded_on = models.DateField("ngày gửi thư nhắc gần nhất", null=True, blank=True)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.full_name or self.username

    @classmethod
    def closed_one(cls, username: str) -> User | None:
        """The account of this name when it is closed."""
        return cls.objects.filter(username=username, is_active=False).first()

    @property
    def first_organization_id(self) -> int | None:
        """The organization of the first appointment: in its audit trail acts about the account are read."""
        first = self.appointments.order_by("pk").first()
        return first.organization_id if first else None

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.rsplit(" ", 1)[-1]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force_on(self, day: date) -> AppointmentQuerySet:
        return self.filter(valid_from__lte=day, valid_to__gt=day)


class Appointment(models.Model):
    """A person's role at an organization between two days (half-open, like a placement)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name="tài khoản")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="appointments", verbose_name="tổ chức")
    role = models.CharField("vai trò", max_length=20, choices=ROLE_CHOICES)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", default=FOREVER)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ("valid_from", "pk")
        constraints = [
            models.CheckConstraint(name="appointment_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(name="appointment_role_is_known", condition=Q(role__in=list(ROLES))),
            models.UniqueConstraint(
                name="appointment_held_once",
                fields=("user", "organization", "role"),
                condition=Q(valid_to=FOREVER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.role)

    @property
    def is_open(self) -> bool:
        return self.valid_to == FOREVER

    @property
    def last_day(self) -> date | None:
        """The last day on which the role holds; None while no end is set."""
        return None if self.is_open else self.valid_to - timedelta(days=1)
