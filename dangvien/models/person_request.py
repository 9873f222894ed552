"""What somebody asks about the data the register holds of them, until when they are answered, and how they were."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from dangvien.models.organization import Organization
from dangvien.models.person import Person


class PersonRequestQuerySet(models.QuerySet["PersonRequest"]):
    def waiting(self) -> PersonRequestQuerySet:
        """Those nobody has answered, the most urgent first."""
        return self.filter(outcome="").order_by("due_on", "pk")

    def answered(self) -> PersonRequestQuerySet:
        """Those that were answered, the newest first."""
        return self.exclude(outcome="").order_by("-answered_on", "-pk")

    def restricting(self) -> PersonRequestQuerySet:
        """Restrictions of use that were granted, wholly or in part; a later answer about another request lifts none."""
        granted = (PersonRequest.Outcome.DONE, PersonRequest.Outcome.PARTLY)
        return self.filter(kind=PersonRequest.Kind.RESTRICT, outcome__in=granted).order_by("-answered_on", "-pk")

    def late_on(self, day: date) -> PersonRequestQuerySet:
        """Those whose last day for an answer is over on a day."""
        return self.waiting().filter(due_on__lt=day)


class PersonRequest(models.Model):
    """One request of one person: to see, correct, restrict or erase what is held (Nghị định 356/2025/NĐ-CP).

    `organization` is where the person belonged when asking: whoever serves there answers. `due_on` is the last day for
    an answer as the rules of `asked_on` gave it. Without an `outcome` it waits.
    """

    class Kind(models.TextChoices):
        SEE = "xem", "Xem dữ liệu"
        CORRECT = "sua", "Sửa dữ liệu"
        RESTRICT = "han_che", "Hạn chế dùng dữ liệu"
        ERASE = "xoa", "Xóa dữ liệu"

    class Outcome(models.TextChoices):
        DONE = "da_lam", "Đã làm như yêu cầu"
        PARTLY = "mot_phan", "Làm được một phần"
        REFUSED = "khong", "Không làm được, đã nói lý do"
        WITHDRAWN = "rut", "Người yêu cầu rút lại, hoặc ghi nhầm"

    person = models.ForeignKey(Person, models.PROTECT, related_name="requests", verbose_name="người")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="person_requests", verbose_name="nơi trả lời"
    )
    kind = models.CharField("yêu cầu", max_length=8, choices=Kind)
    asked_on = models.DateField("ngày nhận yêu cầu")
    asked_by = models.CharField("người đến yêu cầu", max_length=120, blank=True)
    content = models.CharField("nội dung yêu cầu", max_length=250)
    due_on = models.DateField("hạn trả lời")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    recorded_by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name="người ghi")
    outcome = models.CharField("kết quả", max_length=8, choices=Outcome, blank=True)
    answer = models.CharField("trả lời", max_length=500, blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    answered_by = models.ForeignKey(
        "User", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người trả lời"
    )

    objects = PersonRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "yêu cầu của người có dữ liệu"
        verbose_name_plural = "yêu cầu của người có dữ liệu"
        constraints = [
            models.CheckConstraint(
                name="person_request_answered_whole",
                condition=Q(outcome="", answer="", answered_on__isnull=True, answered_by__isnull=True)
                | ~Q(outcome="") & ~Q(answer="") & Q(answered_on__isnull=False, answered_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="person_request_waiting", fields=("outcome", "due_on"))]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_waiting(self) -> bool:
        return not self.outcome
