"""The filters above the lists of cases: people on their way, certificates, verifications sent, probation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from dangvien import codes
from dangvien.dates import add_months
from dangvien.forms.choices import ANY, CodeField, OrganizationField, set_choices
from dangvien.forms.fields import IntegerField
from dangvien.forms.filtering import FilterForm, NameFilterForm
from dangvien.models.progress import PHASES, PROBATION, CaseQuerySet, CertificateTally, DeadlineQuerySet, Phase
from dangvien.procedure.deadlines import SOON_MONTHS, last_admission_due, oldest_valid_certificate
from dangvien.procedure.places import subtree_options
from dangvien.procedure.way_to_admission import KIN
from dangvien.scope import Scope

ALL = "tat_ca"
VALID, SOON, OVER, ADMITTED = "con_han", "sap_het", "het_han", "da_ket_nap"
CERTIFICATES = [(VALID, "Còn hạn"), (SOON, f"Còn dưới {SOON_MONTHS} tháng"), (OVER, "Đã hết hạn")]
LONGEST_WAIT = 9999
"""Days that may be typed for how long a case has been in its state."""
EARLIEST_YEAR, LATEST_YEAR = 1930, 2199
"""Years that may be typed for a certificate."""


class ListForm(NameFilterForm):
    """What the filters of cases share: the organization, the order, and the scope asked for."""

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    xep = CodeField(noun="cách xếp", choices=(), widget=forms.HiddenInput, required=False)

    SORTS: tuple[str, ...] = ()
    """How the list can be sorted, as the address says it; with a leading "-" the other way round."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))
        set_choices(self.fields["xep"], [("", ""), *((key, key) for sort in self.SORTS for key in (sort, f"-{sort}"))])

    @property
    def narrowed(self) -> Scope:
        """The person's scope, cut to the organization asked for; the form has no mistake."""
        asked = self.cleaned_data["to_chuc"]
        return self.scope.within(asked) if asked else self.scope

    @property
    def order(self) -> tuple[str, bool]:
        """What to sort by, the first of SORTS when nothing was asked, and whether the other way round."""
        asked = str(self.cleaned_data["xep"] or self.SORTS[0])
        return asked.removeprefix("-"), asked.startswith("-")


def _state_choices() -> list[Any]:
    """Every phase with its states under it."""
    phases = [
        (str(phase.label), [(phase.value, f"{phase.label}: tất cả"), *((state.value, state.label) for state in states)])
        for phase, states in PHASES.items()
        if len(states) > 1
    ]
    single = [(phase.value, phase.label) for phase, states in PHASES.items() if len(states) == 1]
    return [*phases, *single, (ALL, "Tất cả, kể cả đã kết nạp, đã thôi")]


class PipelineForm(ListForm):
    """Which people on the way to list; without a state, those still on it."""

    buoc = CodeField(label="Bước", noun="bước", choices=_state_choices(), empty=("", "Đang làm"), required=False)
    nguon = CodeField(label="Nguồn", noun="nguồn", choices=(), empty=ANY, required=False)
    giay = CodeField(
        label="Giấy chứng nhận", noun="tình trạng giấy chứng nhận", choices=CERTIFICATES, empty=ANY, required=False
    )
    qua_ngay = IntegerField(label="Ở bước này quá (ngày)", noun="số ngày", least=1, most=LONGEST_WAIT, required=False)
    field_order = ["ten", "to_chuc", "buoc", "nguon", "giay", "qua_ngay"]
    SORTS = ("ten", "ngay", "han")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["nguon"], [ANY, *codes.of("source").choices])
        self.fields["qua_ngay"].widget.attrs["size"] = 6

    def of_every_state(self) -> CaseQuerySet:
        """Those who fit everything that was asked but the state: what the strip of phases counts."""
        if not self.is_valid():
            return self.scope.cases.none()
        found = self.narrowed.cases.of_candidates()
        asked, today = self.cleaned_data, self.scope.today
        if asked["nguon"]:
            found = found.filter(candidate__source=asked["nguon"])
        if asked["giay"]:
            found = found.certified_during(*certificate_days(asked["giay"], self.scope))
        if asked["qua_ngay"]:
            found = found.since_before(today - timedelta(days=asked["qua_ngay"]))
        return found.matching(asked["ten"])

    def rows(self) -> CaseQuerySet:
        """The cases asked for, in the order asked for; none while the form has a mistake."""
        found = self.of_every_state()
        if not self.is_valid():
            return found.none()
        asked = self.cleaned_data["buoc"]
        if not asked:
            found = found.open()
        elif asked in PHASES:
            found = found.in_states(*PHASES[Phase(asked)])
        elif asked != ALL:
            found = found.in_states(asked)
        return self._sorted(found).with_due().select_related("person", "candidate")

    def _sorted(self, found: CaseQuerySet) -> CaseQuerySet:
        key, turned = self.order
        if key == "ngay":
            return found.in_waiting_order(longest_first=turned)
        if key == "han":
            return found.in_due_order(last_first=turned)
        return found.in_name_order(turned=turned)


def certificate_days(state: str, scope: Scope) -> tuple[Any, Any]:
    """Between which days a certificate was issued that is in this state today; the first may be open."""
    oldest = oldest_valid_certificate(scope.today)
    if state == VALID:
        return oldest, scope.today
    if state == SOON:
        return oldest, add_months(oldest, SOON_MONTHS)
    return None, oldest - timedelta(days=1)


class CertificateForm(ListForm):
    """Who holds a certificate; without a state, those not admitted."""

    giay = CodeField(
        label="Tình trạng",
        noun="tình trạng",
        choices=[*CERTIFICATES, (ADMITTED, "Đã kết nạp"), (ALL, "Tất cả người được cấp giấy")],
        empty=("", "Chưa kết nạp"),
        required=False,
    )
    nam = IntegerField(label="Năm cấp giấy", noun="năm cấp giấy", least=EARLIEST_YEAR, most=LATEST_YEAR, required=False)
    theo_doi = CodeField(
        label="Theo dõi",
        noun="tình trạng theo dõi",
        choices=[("dang", "Đang theo dõi"), ("thoi", "Đã thôi theo dõi")],
        empty=ANY,
        required=False,
    )
    field_order = ["ten", "to_chuc", "giay", "nam", "theo_doi"]
    SORTS = ("giay", "ten", "ngay")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nam"].widget.attrs["size"] = 6

    def rows(self) -> CaseQuerySet:
        """The newest way of each holder, in the order asked for; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.cases.none()
        found = self.narrowed.cases.newest_of_person().certified()
        asked = self.cleaned_data
        state = asked["giay"]
        if state == ADMITTED:
            found = found.admitted()
        elif state != ALL:
            found = found.not_admitted()
        if state in (VALID, SOON, OVER):
            found = found.certified_during(*certificate_days(state, self.scope))
        if asked["nam"]:
            found = found.certified_in(asked["nam"])
        if asked["theo_doi"]:
            found = found.filter(candidate__closed_on__isnull=asked["theo_doi"] == "dang")
        return self._sorted(found.matching(asked["ten"])).select_related("person", "candidate")

    def _sorted(self, found: CaseQuerySet) -> CaseQuerySet:
        key, turned = self.order
        if key == "ten":
            return found.in_name_order(turned=turned)
        if key == "ngay":
            return found.in_waiting_order(longest_first=turned)
        return found.in_certificate_order(newest_first=turned)


class CohortForm(FilterForm):
    """How the holders of certificates are counted: by year of issue or by cell."""

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    theo = CodeField(
        label="Đếm theo", noun="cách đếm", choices=[("chi_bo", "Chi bộ")], empty=("", "Năm cấp giấy"), required=False
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))

    @property
    def by_cell(self) -> bool:
        return self.is_valid() and self.cleaned_data["theo"] == "chi_bo"

    def tallies(self) -> list[CertificateTally]:
        """The counts, unsorted; none while the form has a mistake."""
        if not self.is_valid():
            return []
        asked = self.cleaned_data["to_chuc"]
        scope = self.scope.within(asked) if asked else self.scope
        oldest, soon = certificate_days(SOON, self.scope)
        by = "organization" if self.by_cell else "year"
        return scope.cases.newest_of_person().tallied_by_certificate(by, oldest, soon)


class VerificationForm(ListForm):
    """Which verifications without an answer to list."""

    quan_he = CodeField(
        label="Quan hệ", noun="quan hệ", choices=[(kin.value, kin.label) for kin in KIN], empty=ANY, required=False
    )
    han = CodeField(
        label="Hạn trả lời",
        noun="hạn trả lời",
        choices=[("qua", "Đã quá hạn"), ("7", "Còn không quá 7 ngày"), ("30", "Còn không quá 30 ngày")],
        empty=ANY,
        required=False,
    )
    field_order = ["ten", "to_chuc", "quan_he", "han"]
    SORTS = ("han", "ten", "gui")

    def rows(self) -> DeadlineQuerySet:
        """The clocks of the requests asked for, the longest overdue first; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.deadlines.none()
        asked, today = self.cleaned_data, self.scope.today
        found = self.narrowed.deadlines.verifications()
        if asked["quan_he"]:
            found = found.filter(step__matter=asked["quan_he"])
        if asked["han"] == "qua":
            found = found.due_from(date.min, today - timedelta(days=1))
        elif asked["han"]:
            found = found.due_from(today, today + timedelta(days=int(asked["han"])))
        return self._sorted(found.matching(asked["ten"])).select_related("step", "case__person")

    def _sorted(self, found: DeadlineQuerySet) -> DeadlineQuerySet:
        key, turned = self.order
        if key == "ten":
            return found.in_name_order(turned=turned)
        if key == "gui":
            return found.in_start_order(turned=turned)
        return found.in_order().reverse() if turned else found.in_order()


class ProbationForm(ListForm):
    """Which members on probation to list."""

    trang_thai = CodeField(
        label="Bước",
        noun="bước",
        choices=[(state.value, state.label) for state in PROBATION],
        empty=ANY,
        required=False,
    )
    han = CodeField(
        label="Hết thời gian dự bị",
        noun="hạn",
        choices=[("qua", "Đã hết"), ("30", "Còn không quá 30 ngày"), ("90", "Còn không quá 90 ngày")],
        empty=ANY,
        required=False,
    )
    lop = CodeField(
        label="Lớp đảng viên mới",
        noun="tình trạng lớp đảng viên mới",
        choices=[("roi", "Đã có giấy"), ("chua", "Chưa có giấy")],
        empty=ANY,
        required=False,
    )
    field_order = ["ten", "to_chuc", "trang_thai", "han", "lop"]
    SORTS = ("han", "ten", "ngay")

    def rows(self) -> CaseQuerySet:
        """The cases asked for, the earliest end of probation first; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.cases.none()
        found = self.narrowed.cases.on_probation().with_new_member_class()
        asked, today = self.cleaned_data, self.scope.today
        if asked["trang_thai"]:
            found = found.in_states(asked["trang_thai"])
        if asked["han"] == "qua":
            found = found.filter(member__admitted_on__lte=last_admission_due(today))
        elif asked["han"]:
            first, last = last_admission_due(today), last_admission_due(today + timedelta(days=int(asked["han"])))
            found = found.filter(member__admitted_on__gt=first, member__admitted_on__lte=last)
        if asked["lop"]:
            found = found.learned_as_member(passed=asked["lop"] == "roi")
        key, turned = self.order
        found = found.matching(asked["ten"]).select_related("person", "member")
        if key == "ten":
            return found.in_name_order(turned=turned)
        if key == "ngay":
            return found.in_waiting_order(longest_first=turned)
        return found.in_admission_order(turned=turned)
