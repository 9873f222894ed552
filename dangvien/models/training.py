"""Training classes and who attended them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum

from dangvien.models.movement import Kind, Movement
from dangvien.models.organization import Organization
from dangvien.models.person import Person
from dangvien.period import Period


class TrainingClassQuerySet(models.QuerySet["TrainingClass"]):
    def during(self, period: Period) -> TrainingClassQuerySet:
        """Classes that began in the period."""
        return self.filter(starts_on__range=(period.first, period.last))


LESSONS, SESSIONS = 50, 10
"""The usual length of a class: 50 periods in 10 half days (press on ward courses; no national text was found)."""


class TrainingClass(models.Model):
    """A class: "bồi dưỡng nhận thức về Đảng" for candidates, or the one for new members.

    `lessons` counts periods (tiết), `sessions` half days (buổi). `provider` is the name of the body that issues the
    certificates; empty means the committee that opened the class.
    """

    class Kind(models.TextChoices):
        NHAN_THUC = "nhan_thuc", "Bồi dưỡng nhận thức về Đảng"
        DANG_VIEN_MOI = "dang_vien_moi", "Bồi dưỡng đảng viên mới"

    class Provider(models.TextChoices):
        """Who gives the class and its certificates (06-HD/TW, point 3.1). Empty for classes that do not say."""

        TRUNG_TAM = "trung_tam", "Trung tâm chính trị"
        CAP_UY = "cap_uy", "Cấp ủy có thẩm quyền"
        KHAC = "khac", "Nơi khác"

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
    lessons = models.PositiveSmallIntegerField("số tiết", default=LESSONS)
    sessions = models.PositiveSmallIntegerField("số buổi", default=SESSIONS)
    provider_kind = models.CharField("loại cơ sở đào tạo", max_length=9, choices=Provider, blank=True)
    provider = models.CharField("nơi cấp giấy chứng nhận", max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField("số người nhận", null=True, blank=True)

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

    @property
    def certificate_form(self) -> str:
        """The form of its certificates: CN-NTVĐ, or CN-ĐVM for the class of new members."""
        return "CN-NTVĐ" if self.kind == self.Kind.NHAN_THUC else "CN-ĐVM"

    def issuer_on(self, day: date) -> str:
        """Nơi cấp: the body that issues the certificates, as it was called on that day."""
        return self.provider or self.organizer.name_on(day)


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def during(self, period: Period) -> EnrollmentQuerySet:
        """Learners of classes that began in the period ("tham gia lớp")."""
        return self.filter(training_class__starts_on__range=(period.first, period.last))

    def of_kind(self, kind: TrainingClass.Kind) -> EnrollmentQuerySet:
        return self.filter(training_class__kind=kind)

    def certified_as(self, numbers: Iterable[str]) -> EnrollmentQuerySet:
        """Those whose certificate carries one of these numbers."""
        return self.filter(certificate_number__in=list(numbers))

    def awaiting(self) -> EnrollmentQuerySet:
        """Those who passed and have no certificate yet."""
        return self.filter(awaits_certificate=True)

    def certified_not_admitted(self, day: date) -> EnrollmentQuerySet:
        """The newest certificate, by a day, of each person who was no member then and not admitted since it was issued.

        Who left the Party before the certificate is among them: they may be admitted anew (294-QĐ/TW, 3.5).
        """
        passed = Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC).filter(result=Enrollment.Result.DAT)
        newest = passed.filter(person=OuterRef("person"), certificate_on__lte=day).order_by("-certificate_on", "-pk")
        lines = Movement.objects.filter(member__person=OuterRef("person"), occurred_on__lte=day)
        since = lines.standing().filter(kind=Kind.KET_NAP, occurred_on__gte=OuterRef("certificate_on"))
        present = lines.order_by().values("member").annotate(n=Sum("sign")).filter(n__gt=0)
        return self.filter(~Exists(since), ~Exists(present), pk=Subquery(newest.values("pk")[:1]))

    def in_name_order(self) -> EnrollmentQuerySet:
        return self.order_by("person__sort_key", "person__birth_date", "pk")


class Enrollment(models.Model):
    """One person in one class, sent by an organization. Attendance counts apart from the certificate.

    Who passed but whose certificate has no number yet is still `dang_hoc` and `awaits_certificate`. `attended` counts
    half days (null: not written down), `score` is the mark of the final paper, 0 to 10.
    """

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
    attended = models.PositiveSmallIntegerField("số buổi có mặt", null=True, blank=True)
    score = models.DecimalField("điểm bài thu hoạch", max_digits=4, decimal_places=2, null=True, blank=True)
    grade = models.CharField("xếp loại", max_length=20, blank=True)
    awaits_certificate = models.BooleanField("đạt, chờ cấp giấy", default=False)
    certificate_number = models.CharField("số giấy chứng nhận", max_length=30, blank=True)
    certificate_on = models.DateField("ngày cấp giấy", null=True, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = "học viên"
        verbose_name_plural = "học viên"
        constraints = [
            models.UniqueConstraint(name="enrollment_once_per_class", fields=("training_class", "person")),
            # Who issues numbers anew every year and for each kind of class: the rest is asked before writing (K43).
            models.UniqueConstraint(
                name="enrollment_certificate_number_once",
                fields=("training_class", "certificate_number"),
                condition=~Q(certificate_number=""),
            ),
            models.CheckConstraint(
                name="enrollment_certificate_means_passed",
                condition=Q(result="dat", certificate_on__isnull=False) & ~Q(certificate_number="")
                | ~Q(result="dat") & Q(certificate_on__isnull=True, certificate_number=""),
            ),
            models.CheckConstraint(
                name="enrollment_waits_only_without_a_result",
                condition=Q(awaits_certificate=False) | Q(result="dang_hoc"),
            ),
            models.CheckConstraint(
                name="enrollment_score_is_a_mark", condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=10)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.training_class}"

    @property
    def result_label(self) -> str:
        """The result as people say it; who passed and waits for the certificate is told apart."""
        return AWAITING_LABEL if self.awaits_certificate else self.get_result_display()


AWAITING_LABEL = "Đạt, chờ cấp giấy"


class ClassProposalQuerySet(models.QuerySet["ClassProposal"]):
    def open(self) -> ClassProposalQuerySet:
        """Those the organizer has not answered."""
        return self.filter(outcome=ClassProposal.Outcome.DE_NGHI)

    def in_name_order(self) -> ClassProposalQuerySet:
        return self.order_by("person__sort_key", "person__birth_date", "pk")

    def newest_first(self) -> ClassProposalQuerySet:
        return self.order_by("-proposed_on", "person__sort_key", "pk")

    def with_learner(self) -> ClassProposalQuerySet:
        """Adds `learns`: whether the person is on the list of this class by now."""
        lines = Enrollment.objects.filter(training_class=OuterRef("training_class"), person=OuterRef("person"))
        return self.annotate(learns=Exists(lines))


class ClassProposal(models.Model):
    """A cell proposes to send one person to a class, by its resolution; the class's organizer answers.

    An approved proposal has become an `Enrollment`; proposals themselves are never counted in reports. A person may be
    proposed again after the list came back, hence only one open proposal for a class. `list_number` is the number of
    the list with which the organizer answered.
    """

    class Outcome(models.TextChoices):
        DE_NGHI = "de_nghi", "Đang đề nghị"
        DUYET = "duyet", "Đã duyệt"
        TRA_LAI = "tra_lai", "Trả lại"
        RUT = "rut", "Đã rút"

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="proposals", verbose_name="lớp")
    person = models.ForeignKey(Person, models.PROTECT, related_name="class_proposals", verbose_name="người được cử")
    sent_by = models.ForeignKey(
        Organization, models.PROTECT, related_name="class_proposals", verbose_name="đơn vị đề nghị"
    )
    proposed_on = models.DateField("ngày đề nghị")
    resolution = models.CharField("số nghị quyết", max_length=40, blank=True)
    outcome = models.CharField("kết quả đề nghị", max_length=8, choices=Outcome, default=Outcome.DE_NGHI)
    decided_on = models.DateField("ngày trả lời", null=True, blank=True)
    list_number = models.CharField("số danh sách", max_length=40, blank=True)
    reason = models.CharField("lý do trả lại", max_length=250, blank=True)

    objects = ClassProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị cử học"
        verbose_name_plural = "đề nghị cử học"
        constraints = [
            models.UniqueConstraint(
                name="proposal_one_open_per_class",
                fields=("training_class", "person"),
                condition=Q(outcome="de_nghi"),
            ),
            models.CheckConstraint(
                name="proposal_answered_on_a_day",
                condition=Q(outcome="de_nghi", decided_on__isnull=True)
                | (~Q(outcome="de_nghi") & Q(decided_on__gte=F("proposed_on"))),
            ),
            models.CheckConstraint(
                name="proposal_returned_with_a_reason", condition=~Q(outcome="tra_lai") | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(name="proposal_by_class", fields=("training_class", "outcome"))]

    def __str__(self) -> str:
        return f"{self.person} – {self.training_class}"
