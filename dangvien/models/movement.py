"""The ledger. Whatever happens to a member is a line; lines are never changed, a mistake is reversed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NoReturn

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Sum, Value, When

from dangvien import codes
from dangvien.models.organization import Organization, Within
from dangvien.period import Period


class Kind(models.TextChoices):
    """What a line records (rows B1–B3 and C1–C5 of the national form 1, Biểu 1-BTCTW).

    A new kind needs a migration: the database computes `sign` and `weight` from this list.
    """

    DAU_SO = "dau_so", "Ghi đầu sổ"
    KET_NAP = "ket_nap", "Kết nạp"
    CHUYEN_DEN = "chuyen_den", "Chuyển đến"
    PHUC_HOI = "phuc_hoi", "Phục hồi đảng tịch"
    DEN_NOI_BO = "den_noi_bo", "Nhận do sắp xếp tổ chức"
    CHUYEN_DI = "chuyen_di", "Chuyển đi"
    TU_TRAN = "tu_tran", "Từ trần"
    KHAI_TRU = "khai_tru", "Khai trừ"
    XOA_TEN = "xoa_ten", "Xóa tên"
    XIN_RA = "xin_ra", "Xin ra khỏi Đảng"
    HUY_KET_NAP = "huy_ket_nap", "Hủy quyết định kết nạp"
    DI_NOI_BO = "di_noi_bo", "Giao do sắp xếp tổ chức"
    CONG_NHAN = "cong_nhan", "Công nhận chính thức"

    @classmethod
    def arrivals(cls) -> list[Kind]:
        """Kinds that add one member where they happen."""
        return [cls.DAU_SO, cls.KET_NAP, cls.CHUYEN_DEN, cls.PHUC_HOI, cls.DEN_NOI_BO]

    @classmethod
    def departures(cls) -> list[Kind]:
        """Kinds that take one member away."""
        return [cls.CHUYEN_DI, cls.TU_TRAN, cls.KHAI_TRU, cls.XOA_TEN, cls.XIN_RA, cls.HUY_KET_NAP, cls.DI_NOI_BO]

    @classmethod
    def ends(cls) -> list[Kind]:
        """Departures by which somebody leaves the Party: another admission afterwards is a readmission."""
        return [cls.KHAI_TRU, cls.XOA_TEN, cls.XIN_RA, cls.HUY_KET_NAP]

    @classmethod
    def between_two(cls) -> list[Kind]:
        """Kinds that come in pairs when both ends are in the register: gone from one, arrived at the other."""
        return [cls.CHUYEN_DEN, cls.CHUYEN_DI, cls.DEN_NOI_BO, cls.DI_NOI_BO]

    @classmethod
    def from_outside(cls) -> list[Kind]:
        """Arrivals of people admitted elsewhere or earlier: their dates come with them, not from a line."""
        return [cls.DAU_SO, cls.CHUYEN_DEN, cls.PHUC_HOI]


WEIGHT = Case(When(reverses__isnull=True, then=Value(1)), default=Value(-1))
DIRECTION = Case(
    When(kind__in=[kind.value for kind in Kind.arrivals()], then=Value(1)),
    When(kind__in=[kind.value for kind in Kind.departures()], then=Value(-1)),
    default=Value(0),
)


def _from_outside(keys: Iterable[int] | None) -> Q:
    """Lines whose other end is not one of these organizations, or not told; None stands for all of the register."""
    known = keys if keys is None else frozenset(keys)
    return Q(counterpart__isnull=True) | ~Q(Within("counterpart", lambda: known))


class LedgerIsAppendOnly(RuntimeError):
    """Somebody tried to change or delete a line of the ledger."""


class MovementQuerySet(models.QuerySet["Movement"]):
    """Time in the ledger."""

    def until(self, day: date) -> MovementQuerySet:
        return self.filter(occurred_on__lte=day)

    def during(self, period: Period) -> MovementQuerySet:
        """Lines in the period, both ends included."""
        return self.filter(occurred_on__range=(period.first, period.last))

    def known_at(self, moment: datetime) -> MovementQuerySet:
        """The ledger as it stood when an earlier report was printed."""
        return self.filter(recorded_at__lte=moment)

    def standing(self) -> MovementQuerySet:
        """Lines that count: neither reversed nor reversals.

        Asked by the weight: for `reverses IS NULL`, true of nearly every line, SQLite would take that column's unique
        index and walk the whole ledger for each candidate of a list. And by `NOT EXISTS`: PostgreSQL takes an outer
        join's `IS NULL` to leave one line, and then loops over the whole ledger for each candidate.
        """
        reversals = Movement.objects.filter(reverses=OuterRef("pk"))
        return self.filter(~Exists(reversals), weight=1)

    def crossing(self, keys: Iterable[int] | None) -> MovementQuerySet:
        """Transfers in and out of a set of organizations: lines whose other end is not one of them, or not told.

        A move between two cells of one committee is an arrival and a departure for the two cells, and neither for the
        committee (Biểu 1-BTCTW, B2 and C5). None stands for every organization of the register: what remains are the
        transfers from and to places outside it. The lines are not narrowed to these organizations; the caller does.
        """
        return self.filter(_from_outside(keys), kind__in=[Kind.CHUYEN_DEN, Kind.CHUYEN_DI])

    def seen_from(self, keys: Iterable[int] | None) -> MovementQuerySet:
        """Every line except moves whose two ends both lie in a set of organizations: neither gain nor loss for it.

        Like `crossing`, but with the other kinds, and also for what a reorganization handed on. None stands for every
        organization of the register. The lines are not narrowed to these organizations; the caller does.
        """
        return self.filter(~Q(kind__in=Kind.between_two()) | _from_outside(keys))

    def readmissions(self) -> MovementQuerySet:
        """Admissions of people who were members before ("lần 2"; 294-QĐ/TW, 3.5): they count as admissions (X16).

        By the ledger, or by the note of the case about somebody who left at another place.
        """
        left = Movement.objects.standing().filter(
            member=OuterRef("member"), kind__in=Kind.ends(), occurred_on__lte=OuterRef("occurred_on")
        )
        noted = Movement.objects.filter(
            candidate__steps__kind="dac_biet",
            candidate__steps__matter="ket_nap_lai",
            candidate__steps__reverses__isnull=True,
            candidate__steps__reversed_by__isnull=True,
        )
        earlier = Exists(left.exclude(pk=OuterRef("pk")))
        return self.filter(earlier | Q(pk__in=noted.values("pk")), kind=Kind.KET_NAP)

    def headcount(self) -> int:
        return int(self.aggregate(n=Sum("sign", default=0))["n"])

    def in_order(self) -> MovementQuerySet:
        return self.order_by("occurred_on", "pk")

    def newest_first(self) -> MovementQuerySet:
        """As they were written, the last first: keys are given in that order."""
        return self.order_by("-pk")

    def update(self, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly("Dòng sổ không được sửa; hãy ghi dòng đính chính.")

    def delete(self) -> NoReturn:
        raise LedgerIsAppendOnly("Dòng sổ không được xóa; hãy ghi dòng đính chính.")


class Movement(models.Model):
    """A line of the ledger.

    `occurred_on` is when it happened in life (for an admission: the day of the ceremony), `recorded_at`
    when it was written. A reversal carries the original's day, so it cancels on every date. `weight` (+1, or −1 for a
    reversal) counts lines of a kind; `sign` adds up to the headcount. Both are computed by the database. `ground` is a
    code of the list `removal_ground` (why a name was struck off); `reorganization` the act that moved the member along,
    `batch` the file a line was read from.
    """

    member = models.ForeignKey("Member", models.PROTECT, related_name="movements", verbose_name="đảng viên")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="movements", verbose_name="tổ chức")
    counterpart = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="counterpart_movements",
        null=True,
        blank=True,
        verbose_name="tổ chức bên kia",
    )
    kind = models.CharField("biến động", max_length=12, choices=Kind)
    occurred_on = models.DateField("ngày")
    recorded_at = models.DateTimeField("ghi sổ lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(
        "User", models.PROTECT, related_name="recorded_movements", null=True, blank=True, verbose_name="người ghi"
    )
    decision = models.ForeignKey(
        "Decision", models.PROTECT, related_name="movements", null=True, blank=True, verbose_name="quyết định"
    )
    candidate = models.ForeignKey(
        "Candidate", models.PROTECT, related_name="movements", null=True, blank=True, verbose_name="hồ sơ nguồn"
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="đính chính dòng"
    )
    reason = models.CharField("lý do", max_length=250, blank=True)
    ground = models.CharField("căn cứ, theo danh mục", max_length=30, blank=True)
    reorganization = models.ForeignKey(
        "Reorganization", models.PROTECT, related_name="movements", null=True, blank=True, verbose_name="việc sắp xếp"
    )
    batch = models.ForeignKey(
        "ImportBatch", models.PROTECT, related_name="movements", null=True, blank=True, verbose_name="lần nhập"
    )
    weight = models.GeneratedField(expression=WEIGHT, output_field=models.SmallIntegerField(), db_persist=True)
    sign = models.GeneratedField(
        expression=WEIGHT * DIRECTION, output_field=models.SmallIntegerField(), db_persist=True
    )

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng sổ"
        verbose_name_plural = "dòng sổ"
        indexes = [
            models.Index(name="movement_kind_day", fields=("kind", "occurred_on", "organization")),
            models.Index(name="movement_place_day", fields=("organization", "occurred_on")),
        ]
        constraints = [
            models.CheckConstraint(name="movement_kind_is_known", condition=Q(kind__in=[kind.value for kind in Kind])),
            models.CheckConstraint(
                name="movement_reversal_has_reason", condition=Q(reverses__isnull=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_on:%d/%m/%Y}"

    @property
    def ground_label(self) -> str:
        """Why a name was struck off, in words; empty where no ground is kept."""
        return codes.of("removal_ground").label(self.ground) if self.ground else ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LedgerIsAppendOnly("Dòng sổ không được sửa; hãy ghi dòng đính chính.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly("Dòng sổ không được xóa; hãy ghi dòng đính chính.")
