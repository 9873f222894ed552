"""Training classes and who attended them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dangvien.models.organization import Organization
from dangvien.models.person import Person
from dangvien.period import Period


class TrainingClassQuerySet(models.QuerySet["TrainingClass"]):
    def during(self, period: Period) -> TrainingClassQuerySet:
        """Classes that began in the period."""
        return self.filter(starts_on__range=(period.first, period.last))


class TrainingClass(models.Model):
    """A class: "bồi dưỡng nhận thức về Đảng" for candidates, or the one for new members."""

    class Kind(models.TextChoices):
        NHAN_THUC = "nhan_thuc", "Bồi dưỡng nhận thức về Đảng"
        DANG_VIEN_MOI = "dang_vien_moi", "Bồi dưỡng đảng viên mới"

    code = models.CharField("mã lớp", max_length=30, unique=True)
    name = models.CharField("tên lớp", max_length=200)
    kind = models.CharField("loại lớp", max_length=14, choices=Kind, default=Kind.NHAN_THUC)
    organizer = models.ForeignKey(Organization, models.PROTECT, related_name="classes", verbose_name="cấp ủy mở lớp")
    decision = models.ForeignKey(
        "Decision", models.PROTECT, related_name="classes", null=True, blank=True, verbose_name="quyết định mở lớp"
    )
    starts_on = models.DateField("khai giảng")
    ends_on = models.DateField("bế giảng")
    venue = models.CharField("nơi học", max_length=200, blank=True)

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = "lớp bồi dưỡng"
        verbose_name_plural = "lớp bồi dưỡng"
        ordering = ("-starts_on", "code")
        constraints = [
            models.CheckConstraint(name="class_ends_after_it_begins", condition=Q(ends_on__gte=F("starts_on"))),
        ]

    def __str__(self) -> str:
        return self.name


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def during(self, period: Period) -> EnrollmentQuerySet:
        """Learners of classes that began in the period ("tham gia lớp")."""
        return self.filter(training_class__starts_on__range=(period.first, period.last))

    def of_kind(self, kind: TrainingClass.Kind) -> EnrollmentQuerySet:
        return self.filter(training_class__kind=kind)

    def in_name_order(self) -> EnrollmentQuerySet:
        return self.order_by("person__sort_key", "person__birth_date", "pk")


class Enrollment(models.Model):
    """One person in one class, sent by an organization. Attendance counts apart from the certificate."""

    class Result(models.TextChoices):
        DANG_HOC = "dang_hoc", "Đang học"
        DAT = "dat", "Được cấp giấy chứng nhận"
        KHONG_DAT = "khong_dat", "Không đạt"
        BO_HOC = "bo_hoc", "Bỏ học"

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="enrollments", verbose_name="lớp")
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrollments", verbose_name="người học")
    sent_by = models.ForeignKey(
        Organization, models.PROTECT, related_name="sent_enrollments", verbose_name="đơn vị cử đi"
    )
    result = models.CharField("kết quả", max_length=10, choices=Result, default=Result.DANG_HOC)
    grade = models.CharField("xếp loại", max_length=20, blank=True)
    certificate_number = models.CharField("số giấy chứng nhận", max_length=30, blank=True)
    certificate_on = models.DateField("ngày cấp giấy", null=True, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = "học viên"
        verbose_name_plural = "học viên"
        constraints = [
            models.UniqueConstraint(name="enrollment_once_per_class", fields=("training_class", "person")),
            models.UniqueConstraint(
                name="enrollment_certificate_number_once",
                fields=("certificate_number",),
                condition=~Q(certificate_number=""),
            ),
            models.CheckConstraint(
                name="enrollment_certificate_means_passed",
                condition=Q(result="dat", certificate_on__isnull=False) & ~Q(certificate_number="")
                | ~Q(result="dat") & Q(certificate_on__isnull=True, certificate_number=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.training_class}"
