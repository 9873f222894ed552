"""Forms of targets: what to look at, and setting, correcting, withdrawing one."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien import codes
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.fields import DayField, IntegerField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.models import DeclaredFigure, Indicator, Organization, Tier
from dangvien.procedure.declared import LARGEST, years_of
from dangvien.procedure.places import subtree_options
from dangvien.procedure.targets.checks import Paper, TargetFacts
from dangvien.procedure.targets.counting import BY_SOURCE, COUNTABLE
from dangvien.scope import Scope

EVERYBODY = ("", "Chung, không theo nguồn")
OWN = ("", "Đơn vị của tôi")
YEARS_BACK = 10
"""So many past years can be chosen above the table."""

LATE, MISSED = "cham", "lien"

_INDICATORS = [(item.value, item.label) for item in COUNTABLE]


def span_code(first: int, last: int) -> str:
    """A span of years as an address has it: "2024", "2021-2025"."""
    return str(first) if first == last else f"{first}-{last}"


class TargetFilterForm(FilterForm):
    """Which targets to look at: of which years, below whom, of what, and which rows."""

    nam = CodeField(label="Năm", noun="năm", choices=(), empty=None, required=False)
    to_chuc = OrganizationField(label="Tổ chức", required=False)
    chi_so = CodeField(label="Chỉ số", noun="chỉ số", choices=_INDICATORS, empty=None, required=False)
    nguon = CodeField(label="Nguồn", noun="nguồn", choices=(), empty=("", "Mọi nguồn"), required=False)
    loai = CodeField(label="Loại chỉ tiêu", noun="loại chỉ tiêu", choices=Tier.choices, empty=None, required=False)
    xem = CodeField(
        label="Xem",
        noun="dòng cần xem",
        choices=[(LATE, "Chậm, không đạt"), (MISSED, "Không đạt liền nhiều năm")],
        empty=ANY,
        required=False,
    )

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data)
        self.scope = scope
        year = scope.today.year
        years = [(str(item), str(item)) for item in (year, year + 1, *range(year - 1, year - YEARS_BACK - 1, -1))]
        set_choices(self.fields["nam"], [*years, *_spans(scope)])
        offer(self, "to_chuc", subtree_options(scope, str(data.get("to_chuc", ""))), empty=OWN)
        set_choices(self.fields["nguon"], [("", "Mọi nguồn"), *codes.of("source").choices])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        indicator = cleaned.get("chi_so") or Indicator.ADMITTED.value
        if cleaned.get("nguon") and Indicator(indicator) not in BY_SOURCE:
            self.add_error("nguon", "Sổ chỉ biết nguồn của đảng viên mới kết nạp. Chọn “Mọi nguồn”, hoặc chỉ số ấy.")
        return cleaned

    def _asked(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_valid() else None

    @property
    def span(self) -> tuple[int, int]:
        """First and last year asked for; this year while the form has a mistake."""
        first, _, last = str(self._asked("nam") or self.scope.today.year).partition("-")
        return int(first), int(last or first)

    @property
    def years(self) -> str:
        return years_of(*self.span)

    @property
    def indicator(self) -> Indicator:
        return Indicator(self._asked("chi_so") or Indicator.ADMITTED)

    @property
    def source(self) -> str:
        return str(self._asked("nguon") or "")

    @property
    def tier(self) -> Tier:
        return Tier(self._asked("loai") or Tier.GIVEN)

    @property
    def shows(self) -> str:
        return str(self._asked("xem") or "")

    @property
    def top(self) -> Organization | None:
        """The organization asked for; without one, the person's own."""
        asked = self._asked("to_chuc")
        if isinstance(asked, Organization):
            return asked
        return self.scope.organizations.filter(pk__in=self.scope.roots).order_by("pk").first()


def _spans(scope: Scope) -> list[tuple[str, str]]:
    """The spans of more than one year that some target in scope is for, the newest first."""
    rows = scope.declared_figures.standing().targets().order_by("-first_year", "-last_year")
    spans = dict.fromkeys(rows.values_list("first_year", "last_year"))
    return [(span_code(first, last), years_of(first, last)) for first, last in spans if first != last]


class PaperForm(HouseForm):
    """The document that says so, its parts one by one."""

    document_number = TextField(
        label="Số, ký hiệu văn bản", noun="số, ký hiệu văn bản", max_length=60, help_text="Ví dụ: Chỉ thị 49-CT/TU"
    )
    document_day = DayField(label="Ngày văn bản")
    document_issuer = TextField(label="Cơ quan ban hành", max_length=160, help_text="Ví dụ: Ban Thường vụ Thành ủy")

    @property
    def paper(self) -> Paper:
        """What a valid form says of its document."""
        given = self.cleaned_data
        return Paper(given["document_number"], given["document_day"], given["document_issuer"])


def paper_of(figure: DeclaredFigure) -> dict[str, Any]:
    """The boxes of a paper as a row has them; a row that a file told has one citation in the box of the number."""
    return {
        "document_number": figure.document_number or figure.document[:60],
        "document_day": figure.document_day,
        "document_issuer": figure.document_issuer,
    }


class AssignForm(PaperForm):
    """A target given as a number."""

    organization = OrganizationField(label="Tổ chức")
    indicator = CodeField(label="Chỉ số", noun="chỉ số", choices=_INDICATORS, empty=None)
    source = CodeField(
        label="Nguồn",
        noun="nguồn",
        choices=(),
        empty=EVERYBODY,
        required=False,
        help_text="Chỉ chọn khi văn bản giao riêng cho một nguồn",
    )
    tier = CodeField(
        label="Loại chỉ tiêu", noun="loại chỉ tiêu", choices=Tier.choices, empty=None, widget=forms.RadioSelect
    )
    first_year = IntegerField(label="Từ năm", noun="năm", help_text="Ví dụ: 2026")
    last_year = IntegerField(
        label="Đến năm",
        noun="năm cuối",
        required=False,
        help_text="Chỉ tiêu một năm thì để trống; chỉ tiêu cả nhiệm kỳ thì ghi năm cuối",
    )
    value = IntegerField(label="Chỉ tiêu", noun="chỉ tiêu", least=0, most=LARGEST)
    field_order = [
        "organization", "indicator", "source", "tier", "first_year", "last_year", "value", "document_number",
        "document_day", "document_issuer",
    ]  # fmt: skip

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", subtree_options(scope))
        set_choices(self.fields["source"], [EVERYBODY, *codes.of("source").choices])
        self.fields["tier"].initial = Tier.GIVEN
        for name in ("first_year", "last_year", "value"):
            self.fields[name].widget.attrs["size"] = 8

    @property
    def facts(self) -> TargetFacts:
        """What a valid form says."""
        given = self.cleaned_data
        return TargetFacts(
            organization=given["organization"],
            indicator=Indicator(given["indicator"]),
            first_year=given["first_year"],
            last_year=given["last_year"] or given["first_year"],
            value=given["value"],
            paper=self.paper,
            source=given["source"],
            tier=Tier(given["tier"]),
        )


class CorrectForm(PaperForm):
    """Another number or document for a target, and why."""

    value = IntegerField(label="Chỉ tiêu", noun="chỉ tiêu", least=0, most=LARGEST)
    reason = TextField(label="Lý do sửa", max_length=250, help_text="Ví dụ: ghi nhầm số; văn bản điều chỉnh chỉ tiêu")
    field_order = ["value", "document_number", "document_day", "document_issuer", "reason"]


class WithdrawTargetForm(HouseForm):
    """Why a target no longer holds, and whether its parts go with it."""

    reason = TextField(label="Lý do rút", max_length=250, help_text="Ví dụ: văn bản bị bãi bỏ; ghi nhầm đơn vị")
    with_parts = forms.BooleanField(label="Rút cả các phần đã phân bổ từ chỉ tiêu này", required=False)

    def __init__(self, *args: Any, parts: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not parts:
            del self.fields["with_parts"]
