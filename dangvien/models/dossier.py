"""Papers of a dossier as they lie in the cabinet, and the batches in which dossiers go up. No scan and no story of any
paper is kept, by design (docs/threat-model.md)."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from dangvien.models.candidate import Candidate
from dangvien.models.member import Member
from dangvien.models.organization import Organization

ONE_OWNER = Q(candidate__isnull=False, member__isnull=True) | Q(candidate__isnull=True, member__isnull=False)


class DossierPaper(models.Model):
    """One paper of one dossier: whether it is there, its day and number, where it lies and who has it.

    `code` is that of the list (dossier_list.py). What steps and classes already tell need not be written here; what is
    written here stands before it. Of a candidate's way it is `candidate`'s, of the recognition `member`'s.
    """

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="papers", null=True, blank=True, verbose_name="quần chúng ưu tú"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="papers", null=True, blank=True, verbose_name="đảng viên"
    )
    code = models.CharField("giấy tờ", max_length=30)
    is_present = models.BooleanField("có", default=True)
    dated_on = models.DateField("ngày của giấy", null=True, blank=True)
    number = models.CharField("số", max_length=40, blank=True)
    location = models.CharField("nằm ở đâu", max_length=80, blank=True)
    holder = models.CharField("ai giữ", max_length=80, blank=True)
    updated_at = models.DateTimeField("ghi lúc", auto_now=True)
    updated_by = models.ForeignKey(
        "User", models.PROTECT, related_name="written_papers", null=True, blank=True, verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "giấy tờ trong hồ sơ"
        verbose_name_plural = "giấy tờ trong hồ sơ"
        constraints = [
            models.CheckConstraint(name="paper_of_one_dossier", condition=ONE_OWNER),
            models.UniqueConstraint(name="paper_once_of_candidate", fields=("candidate", "code")),
            models.UniqueConstraint(name="paper_once_of_member", fields=("member", "code")),
        ]

    def __str__(self) -> str:
        return self.code


class DossierBatchQuerySet(models.QuerySet["DossierBatch"]):
    def with_counts(self) -> DossierBatchQuerySet:
        """Adds `size` and `returned`: how many dossiers were sent, and how many of them came back."""
        back = Q(items__outcome=BatchItem.Outcome.TRA_LAI)
        return self.annotate(size=models.Count("items"), returned=models.Count("items", filter=back))

    def waiting(self) -> DossierBatchQuerySet:
        """Sent and not yet received."""
        return self.filter(received_on__isnull=True)

    def with_returned(self) -> DossierBatchQuerySet:
        """Those of which a dossier came back."""
        back = BatchItem.objects.filter(batch=OuterRef("pk"), outcome=BatchItem.Outcome.TRA_LAI)
        return self.filter(Exists(back))

    def newest_first(self) -> DossierBatchQuerySet:
        return self.order_by("-sent_on", "-pk")


class DossierBatch(models.Model):
    """Dossiers sent up together by one organization to the next one on their way, with a numbered list."""

    class Purpose(models.TextChoices):
        KET_NAP = "ket_nap", "Đề nghị kết nạp"
        CONG_NHAN = "cong_nhan", "Đề nghị công nhận chính thức"

    purpose = models.CharField("về việc", max_length=10, choices=Purpose)
    from_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="sent_batches", verbose_name="nơi gửi"
    )
    to_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="received_batches", verbose_name="nơi nhận"
    )
    number = models.CharField("số văn bản", max_length=40, blank=True)
    sent_on = models.DateField("ngày gửi")
    received_on = models.DateField("ngày nhận", null=True, blank=True)
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(
        "User", models.PROTECT, related_name="sent_batches", null=True, blank=True, verbose_name="người ghi"
    )

    objects = DossierBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "lần gửi hồ sơ"
        verbose_name_plural = "lần gửi hồ sơ"
        indexes = [models.Index(name="batch_by_day", fields=("-sent_on", "-id"))]
        constraints = [
            models.CheckConstraint(
                name="batch_received_after_sent",
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("sent_on")),
            ),
            models.CheckConstraint(name="batch_goes_elsewhere", condition=~Q(from_organization=F("to_organization"))),
            models.CheckConstraint(name="batch_purpose_is_known", condition=Q(purpose__in=["ket_nap", "cong_nhan"])),
        ]

    def __str__(self) -> str:
        return f"Danh sách gửi hồ sơ ngày {self.sent_on:%d/%m/%Y}"


class BatchItemQuerySet(models.QuerySet["BatchItem"]):
    def with_people(self) -> BatchItemQuerySet:
        """With the people and their cells of today, in a fixed number of queries."""
        return self.select_related("candidate__person", "member__person")

    def in_name_order(self) -> BatchItemQuerySet:
        return self.order_by("candidate__person__sort_key", "member__person__sort_key", "pk")

    def under_way(self) -> BatchItemQuerySet:
        """Sent and not come back."""
        return self.exclude(outcome=BatchItem.Outcome.TRA_LAI)


class BatchItem(models.Model):
    """One dossier of a batch, and how it was answered: received, or returned with the papers it lacks."""

    class Outcome(models.TextChoices):
        NHAN = "nhan", "Đã nhận"
        TRA_LAI = "tra_lai", "Trả lại để bổ sung"

    batch = models.ForeignKey(DossierBatch, models.CASCADE, related_name="items", verbose_name="lần gửi")
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="batch_items", null=True, blank=True, verbose_name="quần chúng ưu tú"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="batch_items", null=True, blank=True, verbose_name="đảng viên dự bị"
    )
    outcome = models.CharField("kết quả", max_length=8, choices=Outcome, blank=True)
    missing = models.JSONField("giấy tờ còn thiếu", default=list, blank=True)
    returned_on = models.DateField("ngày trả lại", null=True, blank=True)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ trong lần gửi"
        verbose_name_plural = "hồ sơ trong lần gửi"
        constraints = [
            models.CheckConstraint(name="batch_item_of_one_dossier", condition=ONE_OWNER),
            models.CheckConstraint(
                name="batch_item_returned_on_a_day",
                condition=Q(outcome="tra_lai", returned_on__isnull=False)
                | Q(outcome__in=["", "nhan"], returned_on__isnull=True),
            ),
            models.UniqueConstraint(name="batch_item_once_of_candidate", fields=("batch", "candidate")),
            models.UniqueConstraint(name="batch_item_once_of_member", fields=("batch", "member")),
        ]

    def __str__(self) -> str:
        return str(self.subject.person)

    @property
    def subject(self) -> Candidate | Member:
        """Whose dossier it is."""
        owner = self.candidate or self.member
        assert owner is not None
        return owner
