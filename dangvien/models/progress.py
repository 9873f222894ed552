"""Where each case stands and what is due for it: derived from its facts by actions/progress.py, proved by `reconcile`.

Deadlines run in working days, by rules that differ with the day and with the committee: no database can compute them
in a list's query. They are therefore written down when a step is, for every case at once when the regulations change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import ExtractYear

from dangvien.models.candidate import Candidate, certified_during, newest_certificate
from dangvien.models.member import Member
from dangvien.models.organization import Organization
from dangvien.models.person import Person, name_holds
from dangvien.models.step import Step, StepKind
from dangvien.models.training import Enrollment, TrainingClass


class CaseState(models.TextChoices):
    """The state a case is in (procedure of admission and recognition; docs/glossary.md)."""

    S01 = "S01", "Quần chúng ưu tú"
    S02 = "S02", "Cảm tình Đảng"
    S03 = "S03", "Được cử đi học"
    S04 = "S04", "Đang học lớp bồi dưỡng nhận thức"
    S05 = "S05", "Có giấy chứng nhận"
    S06 = "S06", "Được làm thủ tục"
    S07 = "S07", "Đã làm đơn"
    S08 = "S08", "Đã khai lý lịch"
    S09 = "S09", "Đang thẩm tra lý lịch"
    S10 = "S10", "Có người giới thiệu"
    S11 = "S11", "Đã lấy ý kiến"
    S12 = "S12", "Đã chứng nhận lý lịch"
    S13 = "S13", "Chi bộ đã xét"
    S14 = "S14", "Đảng ủy bộ phận đã thẩm định"
    S15 = "S15", "Đảng ủy cơ sở đã xét"
    S16 = "S16", "Đã trình cấp có thẩm quyền"
    S17 = "S17", "Có quyết định kết nạp"
    S18 = "S18", "Chi bộ đã nhận quyết định"
    S19 = "S19", "Đã kết nạp"
    D01 = "D01", "Đảng viên dự bị"
    D02 = "D02", "Đã học lớp đảng viên mới"
    D04 = "D04", "Đang lập hồ sơ công nhận"
    D05 = "D05", "Chi bộ đã xét công nhận"
    D06 = "D06", "Đảng ủy bộ phận đã thẩm định công nhận"
    D07 = "D07", "Đảng ủy cơ sở đã xét công nhận"
    D08 = "D08", "Đã công nhận chính thức"
    D09 = "D09", "Đã công bố"
    D10 = "D10", "Đã phát thẻ"
    X01 = "X01", "Đưa ra khỏi danh sách"
    X05 = "X05", "Không đủ tiêu chuẩn chính trị"
    X06 = "X06", "Không đủ phiếu"
    X07 = "X07", "Cấp ủy không đồng ý"
    X08 = "X08", "Rút đơn hoặc từ trần"
    X09 = "X09", "Đang chuyển đi nơi khác"
    X11 = "X11", "Quyết định kết nạp bị hủy trước lễ"
    X12 = "X12", "Quyết định kết nạp bị hủy"
    X14 = "X14", "Xóa tên đảng viên dự bị"


def state_label(state: str | None) -> str:
    """The name of a state; nothing for a way that was never written down."""
    return str(CaseState(state).label) if state else ""


class Phase(models.TextChoices):
    """The states before admission in few words: the strip above the list of people on their way."""

    THEO_DOI = "theo_doi", "Theo dõi"
    HOC = "hoc", "Học lớp"
    HO_SO = "ho_so", "Làm hồ sơ"
    XET = "xet", "Xét kết nạp"
    QUYET_DINH = "quyet_dinh", "Quyết định, lễ"
    CHUYEN = "chuyen", "Đang chuyển nơi"
    DA_KET_NAP = "da_ket_nap", "Đã kết nạp"
    THOI = "thoi", "Đã thôi"


PHASES: Mapping[Phase, tuple[CaseState, ...]] = {
    Phase.THEO_DOI: (CaseState.S01, CaseState.S02),
    Phase.HOC: (CaseState.S03, CaseState.S04, CaseState.S05),
    Phase.HO_SO: (
        CaseState.S06, CaseState.S07, CaseState.S08, CaseState.S09, CaseState.S10, CaseState.S11, CaseState.S12,
    ),
    Phase.XET: (CaseState.S13, CaseState.S14, CaseState.S15, CaseState.S16, CaseState.X06, CaseState.X11),
    Phase.QUYET_DINH: (CaseState.S17, CaseState.S18),
    Phase.CHUYEN: (CaseState.X09,),
    Phase.DA_KET_NAP: (CaseState.S19,),
    Phase.THOI: (CaseState.X01, CaseState.X05, CaseState.X07, CaseState.X08),
}  # fmt: skip
"""Every state of a candidate's way stands in one phase; the last two phases are over."""

PROBATION = (
    CaseState.D01, CaseState.D02, CaseState.D04, CaseState.D05, CaseState.D06, CaseState.D07, CaseState.X06,
)  # fmt: skip
"""The states of a probation up to the decision on recognition."""


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        return self.filter(is_open=True)

    def of_candidates(self) -> CaseQuerySet:
        return self.filter(candidate__isnull=False)

    def of_probation(self) -> CaseQuerySet:
        return self.filter(member__isnull=False)

    def on_probation(self) -> CaseQuerySet:
        """Of members still on probation; those already recognized and waiting for their card are left out."""
        return self.of_probation().open().filter(state__in=PROBATION)

    def in_states(self, *states: CaseState | str) -> CaseQuerySet:
        return self.filter(state__in=states)

    def admitted(self) -> CaseQuerySet:
        return self.filter(state=CaseState.S19)

    def not_admitted(self) -> CaseQuerySet:
        return self.exclude(state=CaseState.S19)

    def since_before(self, day: date) -> CaseQuerySet:
        """Those that came into their state before a day."""
        return self.filter(since__lt=day)

    def newest_of_person(self) -> CaseQuerySet:
        """Ways of candidates, of each person the newest: an earlier try that was closed is left out."""
        later = Candidate.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("candidate"))
        return self.of_candidates().filter(~Exists(later))

    def with_due(self) -> CaseQuerySet:
        """Adds `due_on` and `due_clock`: the nearest deadline of each case, or None."""
        running = Deadline.objects.filter(case=OuterRef("pk")).in_order()
        return self.annotate(
            due_on=Subquery(running.values("due_on")[:1]), due_clock=Subquery(running.values("clock")[:1])
        )

    def in_due_order(self, *, last_first: bool = False) -> CaseQuerySet:
        """By the nearest deadline, cases without one last; adds what `with_due` adds."""
        day = F("due_on")
        order = day.desc(nulls_last=True) if last_first else day.asc(nulls_last=True)
        return self.with_due().order_by(order, "person__sort_key", "pk")

    def with_certificate(self) -> CaseQuerySet:
        """Adds `certificate_on` of the newest certificate of the class for candidates, or None."""
        return self.annotate(certificate_on=Subquery(newest_certificate().values("certificate_on")[:1]))

    def certified(self) -> CaseQuerySet:
        """Those who hold a certificate, in force or not; adds what `with_certificate` adds."""
        return self.with_certificate().filter(Q(certificate_on__isnull=False))

    def certified_in(self, year: int) -> CaseQuerySet:
        """Those whose newest certificate was issued in a year; adds what `with_certificate` adds."""
        return self.with_certificate().filter(Q(certificate_on__year=year))

    def certified_during(self, first: date | None, last: date) -> CaseQuerySet:
        """Those whose newest certificate was issued between two days, both included."""
        return self.filter(certified_during(first, last))

    def in_certificate_order(self, *, newest_first: bool = False) -> CaseQuerySet:
        """By the day of the newest certificate; adds what `with_certificate` adds."""
        day = F("certificate_on")
        order = day.desc(nulls_last=True) if newest_first else day.asc(nulls_last=True)
        return self.with_certificate().order_by(order, "person__sort_key", "pk")

    def with_new_member_class(self) -> CaseQuerySet:
        """Adds `learned`: whether the class for new members was passed since the admission."""
        return self.annotate(learned=Exists(_new_member_classes()))

    def learned_as_member(self, *, passed: bool) -> CaseQuerySet:
        """Those who passed the class for new members, or did not yet; adds what `with_new_member_class` adds."""
        return self.with_new_member_class().filter(Q(learned=passed))

    def tallied_by_state(self) -> dict[str, tuple[int, date]]:
        """State → how many cases are in it, and since when the one that waits longest."""
        counted = self.order_by().values("state").annotate(cases=Count("pk"), longest=Min("since"))
        return {state: (cases, longest) for state, cases, longest in counted.values_list("state", "cases", "longest")}

    def tallied_by_certificate(self, by: str, oldest_valid: date, soon: date) -> list[CertificateTally]:
        """Holders of a certificate by `year` of issue or by `organization`.

        A certificate issued on or after `oldest_valid` can still be used, and up to `soon` not for long.
        """
        waiting = ~Q(state=CaseState.S19)
        counted = (
            self.certified()
            .annotate(year=ExtractYear("certificate_on"))
            .order_by()
            .values(by)
            .annotate(
                issued=Count("pk"),
                admitted=Count("pk", filter=~waiting),
                valid=Count("pk", filter=waiting & Q(certificate_on__gte=oldest_valid)),
                soon=Count("pk", filter=waiting & Q(certificate_on__range=(oldest_valid, soon))),
                over=Count("pk", filter=waiting & Q(certificate_on__lt=oldest_valid)),
            )
        )
        rows = counted.values_list(by, "issued", "admitted", "valid", "soon", "over")
        return [CertificateTally(*row) for row in rows]

    def matching(self, text: str) -> CaseQuerySet:
        """By the words of the name, see `name_holds`."""
        return self.filter(name_holds(text, "person__search_key"))

    def in_name_order(self, *, turned: bool = False) -> CaseQuerySet:
        """Vietnamese roster order; along the index of names to its last column, so that a page is read off it."""
        return self.order_by(*_turned(turned, "person__sort_key", "person__birth_date", "person_id", "pk"))

    def in_waiting_order(self, *, longest_first: bool = False) -> CaseQuerySet:
        """By how long they have been in their state, in days: the newest first."""
        return self.order_by("since" if longest_first else "-since", "pk")

    def in_admission_order(self, *, turned: bool = False) -> CaseQuerySet:
        """Members by the day of admission, which is the order in which their probations end."""
        day = F("member__admitted_on")
        return self.order_by(day.desc(nulls_last=True) if turned else day.asc(nulls_last=True), "pk")


def _turned(turned: bool, *columns: str) -> list[str]:
    return [f"-{column}" if turned else column for column in columns]


@dataclass(frozen=True)
class CertificateTally:
    """Holders of a certificate of one year or one cell (`key`): `issued` = `admitted` + `valid` + `over`.

    `valid` and `over` are those not admitted, whose certificate can or can no longer be used; `soon` is a part of
    `valid`.
    """

    key: int
    issued: int
    admitted: int
    valid: int
    soon: int
    over: int


def _new_member_classes() -> models.QuerySet[Enrollment]:
    """Certificates of the class for new members, earned by the case's person since the admission."""
    classes = Enrollment.objects.of_kind(TrainingClass.Kind.DANG_VIEN_MOI).filter(person=OuterRef("person"))
    return classes.filter(certificate_on__gte=OuterRef("member__admitted_on"))


class Case(models.Model):
    """One case as it stands: a candidate's way to admission, or a member's probation up to the card.

    `since` is the day it came into its state. A case is open while something can still be recorded of it.
    """

    candidate = models.OneToOneField(
        Candidate, models.CASCADE, related_name="case", null=True, blank=True, verbose_name="quần chúng ưu tú"
    )
    member = models.OneToOneField(
        Member, models.CASCADE, related_name="case", null=True, blank=True, verbose_name="đảng viên dự bị"
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="cases", verbose_name="người")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="cases", verbose_name="chi bộ")
    state = models.CharField("trạng thái", max_length=4, choices=CaseState)
    since = models.DateField("từ ngày")
    is_open = models.BooleanField("đang làm", default=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ"
        verbose_name_plural = "hồ sơ"
        indexes = [models.Index(name="case_by_state", fields=("organization", "is_open", "state"))]
        constraints = [
            models.CheckConstraint(
                name="case_of_one_way",
                condition=Q(candidate__isnull=False, member__isnull=True)
                | Q(candidate__isnull=True, member__isnull=False),
            ),
            models.CheckConstraint(name="case_state_is_known", condition=Q(state__in=CaseState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_state_display()}"


class Clock(models.TextChoices):
    """What runs: each clock has a start, an end and somebody it waits for (procedure/clocks.py)."""

    GIAY_CHUNG_NHAN = "giay_chung_nhan", "Giấy chứng nhận hết giá trị"
    HO_SO = "ho_so", "Hồ sơ quá hạn, phải làm lại một số giấy"
    THAM_TRA = "tham_tra", "Trả lời thẩm tra"
    QUYET_DINH_KET_NAP = "quyet_dinh_ket_nap", "Quyết định kết nạp"
    DANG_UY_XET = "dang_uy_xet", "Đảng ủy cơ sở xét kết nạp"
    THAM_QUYEN_XET = "tham_quyen_xet", "Cấp có thẩm quyền xét hồ sơ đã trình"
    GUI_NGHI_QUYET = "gui_nghi_quyet", "Chi bộ gửi nghị quyết lên"
    NHAN_QUYET_DINH = "nhan_quyet_dinh", "Giao, nhận quyết định kết nạp"
    LE_KET_NAP = "le_ket_nap", "Tổ chức lễ kết nạp"
    CHUYEN_HO_SO = "chuyen_ho_so", "Chuyển hồ sơ sang nơi mới"
    XEM_LAI = "xem_lai", "Xem lại hồ sơ theo đề nghị nơi mới"
    HO_SO_DANG_VIEN = "ho_so_dang_vien", "Lập lý lịch, phiếu đảng viên"
    HET_DU_BI = "het_du_bi", "Hết thời gian dự bị"
    XET_CONG_NHAN = "xet_cong_nhan", "Chi bộ xét công nhận chính thức"
    QUYET_DINH_CONG_NHAN = "quyet_dinh_cong_nhan", "Quyết định công nhận chính thức"
    NGHI_QUYET_CONG_NHAN = "nghi_quyet_cong_nhan", "Nghị quyết công nhận hết giá trị, phải làm lại"
    CONG_BO = "cong_bo", "Công bố quyết định công nhận"
    PHAT_THE = "phat_the", "Phát thẻ đảng viên"


class WaitingFor(models.TextChoices):
    """Who has to act for a clock to stop."""

    CHI_BO = "chi_bo", "Chi bộ"
    CAP_UY = "cap_uy", "Cấp ủy cơ sở"
    THAM_QUYEN = "tham_quyen", "Cấp ủy có thẩm quyền"
    NOI_THAM_TRA = "noi_tham_tra", "Nơi được hỏi"
    NOI_MOI = "noi_moi", "Nơi mới"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running_on(self, day: date) -> DeadlineQuerySet:
        """Those that have begun. On the day probation ends its notice makes way for the cell's review."""
        return self.filter(started_on__lte=day).exclude(clock=Clock.HET_DU_BI, due_on__lte=day)

    def with_people(self) -> DeadlineQuerySet:
        """With the cases, their people and the step that started the clock, for a list."""
        return self.select_related("case__person", "step")

    def due_from(self, first: date, last: date) -> DeadlineQuerySet:
        """Those that end between two days, both included."""
        return self.filter(due_on__range=(first, last))

    def verifications(self) -> DeadlineQuerySet:
        """The clocks of verifications sent and not answered; `step` is the request."""
        return self.filter(clock=Clock.THAM_TRA, step__isnull=False)

    def matching(self, text: str) -> DeadlineQuerySet:
        """By the words of the person's name, see `name_holds`."""
        return self.filter(name_holds(text, "case__person__search_key"))

    def in_name_order(self, *, turned: bool = False) -> DeadlineQuerySet:
        return self.order_by(*_turned(turned, "case__person__sort_key", "case__person__birth_date", "pk"))

    def in_start_order(self, *, turned: bool = False) -> DeadlineQuerySet:
        """By the day the clock started."""
        return self.order_by("-started_on" if turned else "started_on", "pk")

    def in_order(self) -> DeadlineQuerySet:
        """The longest overdue first."""
        return self.order_by("due_on", "pk")


class Deadline(models.Model):
    """A clock that runs for a case: when it started, when it ends, by which text, who has to act and by which step.

    `organization` repeats the case's, so that a committee's list is read off one index. `source` is the clause as it is
    printed beside the date, with the mark of a value nobody has checked.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines", verbose_name="hồ sơ")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="deadlines", verbose_name="chi bộ")
    clock = models.CharField("việc", max_length=24, choices=Clock)
    step = models.ForeignKey(
        Step, models.CASCADE, related_name="deadlines", null=True, blank=True, verbose_name="bước bắt đầu"
    )
    started_on = models.DateField("tính từ ngày")
    due_on = models.DateField("hạn")
    waiting_for = models.CharField("đang chờ", max_length=14, choices=WaitingFor)
    next_step = models.CharField("bước tiếp theo", max_length=24, choices=StepKind)
    rules_key = models.CharField("bộ quy định", max_length=8)
    source = models.CharField("căn cứ", max_length=250)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = "việc đến hạn"
        verbose_name_plural = "việc đến hạn"
        indexes = [
            models.Index(name="deadline_by_day", fields=("due_on", "id")),
            models.Index(name="deadline_by_place", fields=("organization", "due_on")),
        ]
        constraints = [
            models.CheckConstraint(name="deadline_clock_is_known", condition=Q(clock__in=Clock.values)),
            models.CheckConstraint(
                name="deadline_ends_after_it_starts", condition=Q(due_on__gte=models.F("started_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()} {self.due_on:%d/%m/%Y}"
