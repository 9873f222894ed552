"""A member's way from one organization to another: the paper, who sends, who takes in, who confirms.

Facts are steps, written once; what a transfer is waiting for is read off them (`procedure/transfers.py`). The ledger
changes on one step only: on the taking-in for a transfer inside the register, on the paper for one that leads out.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dangvien.models.movement import Movement
from dangvien.models.organization import Organization


class TransferKind(models.TextChoices):
    """Which paper is used and how long it lasts (294-QĐ/TW, 6.3; 38-HD/BTCTW, II.4.3)."""

    CHINH_THUC = "chinh_thuc", "Chuyển sinh hoạt chính thức"
    NOI_BO = "noi_bo", "Chuyển sinh hoạt nội bộ"
    TAM_THOI = "tam_thoi", "Chuyển sinh hoạt tạm thời"
    NUOC_NGOAI = "nuoc_ngoai", "Chuyển ra nước ngoài chính thức"
    NUOC_NGOAI_TAM_THOI = "nn_tam_thoi", "Ra nước ngoài tạm thời"

    @classmethod
    def moving(cls) -> list[TransferKind]:
        """Those after which the member counts elsewhere; the others change nothing in the ledger."""
        return [cls.CHINH_THUC, cls.NOI_BO, cls.NUOC_NGOAI]

    @classmethod
    def staying(cls) -> list[TransferKind]:
        """Temporary ones: the member counts at the official place only (294-QĐ/TW, 6.3.2c)."""
        return [cls.TAM_THOI, cls.NUOC_NGOAI_TAM_THOI]


class TransferReason(models.TextChoices):
    """Why somebody moves. A soldier who comes home and was not taken in yet is looked for by name (38-HD/BTCTW)."""

    CONG_TAC = "cong_tac", "Chuyển công tác"
    CU_TRU = "cu_tru", "Chuyển nơi cư trú"
    HOC_TAP = "hoc_tap", "Đi học"
    XUAT_NGU = "xuat_ngu", "Xuất ngũ"
    NGHI_HUU = "nghi_huu", "Nghỉ hưu, nghỉ công tác"
    LAM_AN_XA = "lam_an_xa", "Đi làm ăn xa"
    KHAC = "khac", "Lý do khác"


class TransferStepKind(models.TextChoices):
    """What was done for a transfer."""

    GIOI_THIEU = "gioi_thieu", "Cấp giấy giới thiệu"
    TIEP_NHAN = "tiep_nhan", "Chi bộ tiếp nhận"
    PHIEU_BAO = "phieu_bao", "Nhận phiếu báo của nơi đến"
    TU_CHOI = "tu_choi", "Nơi đến từ chối"
    TRA_LAI = "tra_lai", "Trả lại, thôi chuyển"
    GIA_HAN = "gia_han", "Gia hạn tạm thời"
    TRO_VE = "tro_ve", "Trở về nơi chính thức"

    @classmethod
    def closing(cls) -> list[TransferStepKind]:
        """After which nothing is awaited any more from a transfer inside the register."""
        return [cls.TRA_LAI, cls.TRO_VE]


class TransferQuerySet(models.QuerySet["Transfer"]):
    def with_step(self, *kinds: TransferStepKind) -> TransferQuerySet:
        """Those of which one of these steps stands."""
        return self.filter(Exists(TransferStep.objects.standing().filter(transfer=OuterRef("pk"), kind__in=kinds)))

    def without_step(self, *kinds: TransferStepKind) -> TransferQuerySet:
        """Those of which none of these steps stands."""
        return self.filter(~Exists(TransferStep.objects.standing().filter(transfer=OuterRef("pk"), kind__in=kinds)))

    def of(self, member: int) -> TransferQuerySet:
        return self.filter(member=member)

    def leading_out(self) -> TransferQuerySet:
        """Those to a place that is not in the register."""
        return self.filter(destination__isnull=True)

    def running(self) -> TransferQuerySet:
        """Those of which a member may have only one at a time: not over, and the member not yet counted elsewhere."""
        counted = Q(kind__in=TransferKind.moving()) & _arrived()
        return self.filter(~_stands(*TransferStepKind.closing()) & ~counted & ~_never_came())

    def to_take_in(self) -> TransferQuerySet:
        """Those whose paper was sent to a place of the register that has neither taken the member in nor refused."""
        refused_since = TransferStep.objects.standing().filter(
            transfer=OuterRef("transfer"), kind=TransferStepKind.TU_CHOI, pk__gt=OuterRef("pk")
        )
        sent = TransferStep.objects.standing().filter(
            ~Exists(refused_since), transfer=OuterRef("pk"), kind=TransferStepKind.GIOI_THIEU
        )
        return self.filter(Exists(sent), destination__isnull=False).without_step(
            TransferStepKind.TIEP_NHAN, *TransferStepKind.closing()
        )

    def stays(self) -> TransferQuerySet:
        """Temporary ones that have begun and not ended."""
        return self.filter(_arrived() & ~_stands(*TransferStepKind.closing()), kind__in=TransferKind.staying())

    def without_slip(self) -> TransferQuerySet:
        """Those by which the member counts elsewhere and whose confirmation slip the old place has not noted."""
        return self.filter(_arrived(), kind__in=TransferKind.moving(), origin__isnull=False).without_step(
            TransferStepKind.PHIEU_BAO, *TransferStepKind.closing()
        )

    def ended(self) -> TransferQuerySet:
        """Taken back, returned from, or leading to where the member now counts."""
        counted = Q(kind__in=TransferKind.moving()) & _arrived()
        return self.filter(_stands(*TransferStepKind.closing()) | counted | _never_came())

    def newest_first(self) -> TransferQuerySet:
        return self.order_by("-pk")

    def oldest_first(self) -> TransferQuerySet:
        """What has waited longest first."""
        return self.order_by("pk")


def _stands(*kinds: TransferStepKind) -> Q:
    """That one of these steps of a transfer was taken and not taken back."""
    return Q(Exists(TransferStep.objects.standing().filter(transfer=OuterRef("pk"), kind__in=kinds)))


def _arrived() -> Q:
    """That the member was taken in, or given the paper to a place outside of the register."""
    outside = Q(destination__isnull=True) & _stands(TransferStepKind.GIOI_THIEU)
    return _stands(TransferStepKind.TIEP_NHAN) | outside


def _never_came() -> Q:
    """That somebody was taken in from outside by mistake: nothing of the transfer stands."""
    return Q(origin__isnull=True) & ~_stands(TransferStepKind.TIEP_NHAN)


class Transfer(models.Model):
    """One transfer of one member. Outside the register a place is only a name.

    `destination` may be a committee: its office chooses the cell when it takes the member in. `decided_on` is the day
    of the decision to move (leave, retirement…), from which the first clock runs; None when there is none.
    """

    member = models.ForeignKey("Member", models.PROTECT, related_name="transfers", verbose_name="đảng viên")
    kind = models.CharField("loại chuyển", max_length=12, choices=TransferKind)
    reason = models.CharField("lý do chuyển", max_length=12, choices=TransferReason, default=TransferReason.KHAC)
    origin = models.ForeignKey(
        Organization, models.PROTECT, related_name="outgoing_transfers", null=True, blank=True, verbose_name="nơi đi"
    )
    origin_name = models.CharField("nơi đi ngoài sổ", max_length=200, blank=True)
    destination = models.ForeignKey(
        Organization, models.PROTECT, related_name="incoming_transfers", null=True, blank=True, verbose_name="nơi đến"
    )
    destination_name = models.CharField("nơi đến ngoài sổ", max_length=200, blank=True)
    decided_on = models.DateField("ngày quyết định chuyển", null=True, blank=True)
    decision = models.ForeignKey(
        "Decision", models.PROTECT, related_name="transfers", null=True, blank=True, verbose_name="quyết định"
    )
    recorded_at = models.DateTimeField("ghi sổ lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(
        "User", models.PROTECT, related_name="recorded_transfers", null=True, blank=True, verbose_name="người ghi"
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "việc chuyển sinh hoạt"
        verbose_name_plural = "việc chuyển sinh hoạt"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="transfer_kind_is_known", condition=Q(kind__in=[kind.value for kind in TransferKind])
            ),
            models.CheckConstraint(
                name="transfer_has_one_origin",
                condition=Q(origin__isnull=False, origin_name="") | Q(origin__isnull=True) & ~Q(origin_name=""),
            ),
            models.CheckConstraint(
                name="transfer_has_one_destination",
                condition=Q(destination__isnull=False, destination_name="")
                | Q(destination__isnull=True) & ~Q(destination_name=""),
            ),
            models.CheckConstraint(
                name="transfer_touches_the_register", condition=Q(origin__isnull=False) | Q(destination__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.member}"


class TransferStepQuerySet(models.QuerySet["TransferStep"]):
    def standing(self) -> TransferStepQuerySet:
        """Those that were not taken back."""
        return self.filter(voided_at__isnull=True)

    def in_order(self) -> TransferStepQuerySet:
        return self.order_by("occurred_on", "pk")


class TransferStep(models.Model):
    """One fact of a transfer: what, when, with which number. A mistaken one is taken back with a reason, never changed.

    `organization` is the cell that took the member in; `until` the last day of a temporary stay. `departure` and
    `arrival` are the lines of the ledger it wrote, both or (towards or from outside) one.
    """

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="steps", verbose_name="việc chuyển")
    kind = models.CharField("việc", max_length=12, choices=TransferStepKind)
    occurred_on = models.DateField("ngày")
    number = models.CharField("số giấy", max_length=40, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="chi bộ"
    )
    until = models.DateField("đến hết ngày", null=True, blank=True)
    reason = models.CharField("lý do", max_length=250, blank=True)
    departure = models.ForeignKey(
        Movement, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="dòng chuyển đi"
    )
    arrival = models.ForeignKey(
        Movement, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="dòng chuyển đến"
    )
    recorded_at = models.DateTimeField("ghi sổ lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(
        "User", models.PROTECT, related_name="recorded_transfer_steps", null=True, blank=True, verbose_name="người ghi"
    )
    voided_at = models.DateTimeField("đính chính lúc", null=True, blank=True)
    void_reason = models.CharField("lý do đính chính", max_length=250, blank=True)

    objects = TransferStepQuerySet.as_manager()

    class Meta:
        verbose_name = "bước chuyển sinh hoạt"
        verbose_name_plural = "bước chuyển sinh hoạt"
        ordering = ("occurred_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="transfer_step_kind_is_known", condition=Q(kind__in=[kind.value for kind in TransferStepKind])
            ),
            models.CheckConstraint(
                name="transfer_step_void_has_reason", condition=Q(voided_at__isnull=True) | ~Q(void_reason="")
            ),
            models.UniqueConstraint(
                name="transfer_taken_in_once",
                fields=("transfer",),
                condition=Q(kind="tiep_nhan", voided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_on:%d/%m/%Y}"
