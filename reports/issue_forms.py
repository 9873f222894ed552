"""Forms of a frozen report's steps, and the filter above the list of them."""

from __future__ import annotations

from typing import Any

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.fields import DayField, IntegerField, TextField
from dangvien.forms.filtering import DayPairMixin, FilterForm
from dangvien.scope import Scope
from reports.catalog import reports
from reports.forms import report_places
from reports.lifecycle import NumberFacts
from reports.models import Issue
from reports.models.issue import IssueQuerySet
from reports.numbering import REPORT_TYPE, Series, kinds_in_use
from reports.papers import letterhead_on


class CheckForm(HouseForm):
    """The word that the numbers were checked; a reason where a check does not hold."""

    reason = TextField(
        label="Lý do vẫn dùng khi còn kiểm tra không khớp",
        noun="lý do vẫn dùng số liệu này",
        max_length=250,
        help_text="Lý do được ghi và in trong lịch sử của báo cáo",
    )

    def __init__(self, *args: Any, holds: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if holds:
            del self.fields["reason"]


class ApproveForm(HouseForm):
    """The word that a checked report is approved."""


class PublishForm(HouseForm):
    """Kind, number, symbol and day of the document; filled beforehand with the next free number and today."""

    document_type = CodeField(label="Loại văn bản", noun="loại văn bản", choices=(), empty=None)
    number = IntegerField(
        label="Số", noun="số văn bản", least=1, most=99999, help_text="Số cấp ngoài sổ này thì gõ đúng số đã cấp"
    )
    symbol = TextField(label="Ký hiệu cơ quan", noun="ký hiệu cơ quan ban hành", max_length=20, help_text="Ví dụ: ĐU")
    issued_on = DayField(label="Ngày ban hành", noun="ngày ban hành")

    def __init__(self, *args: Any, issue: Issue, scope: Scope, **kwargs: Any) -> None:
        today = scope.today
        self.series = Series.on(issue.organization, REPORT_TYPE, today)
        letterhead = letterhead_on(issue.organization, today)
        proposed = {
            "document_type": REPORT_TYPE,
            "number": self.series.next_number(),
            "symbol": letterhead.symbol if letterhead else "",
            "issued_on": today,
        }
        super().__init__(*args, initial=proposed, **kwargs)
        set_choices(self.fields["document_type"], [(code, f"{label} ({code})") for code, label in kinds_in_use()])
        self.fields["symbol"].widget.attrs["size"] = 10

    @property
    def facts(self) -> NumberFacts:
        """What a valid form says."""
        given = self.cleaned_data
        return NumberFacts(given["document_type"], given["number"], given["symbol"], given["issued_on"])


class SendBackForm(HouseForm):
    """Why a report goes back to its draft."""

    reason = TextField(label="Lý do trả lại", noun="lý do trả lại bản thảo", max_length=250)


class DropForm(HouseForm):
    """Why a draft is dropped."""

    reason = TextField(
        label="Lý do bỏ", noun="lý do bỏ bản thảo", max_length=250, help_text="Ví dụ: đã sửa sổ, lập bản khác"
    )


class WithdrawForm(HouseForm):
    """By which paper, on which day and why an issued report is withdrawn."""

    document = TextField(
        label="Văn bản thu hồi", noun="văn bản thu hồi", max_length=120, help_text="Ví dụ: Công văn số 12-CV/ĐU"
    )
    on = DayField(label="Ngày thu hồi", noun="ngày thu hồi")
    reason = TextField(label="Lý do thu hồi", noun="lý do thu hồi", max_length=250)


class ReplaceForm(HouseForm):
    """The wish for a new draft in place of an issued report."""


class IssueFilterForm(DayPairMixin, FilterForm):
    """Which frozen reports a list shows: of which report, organization, state, for periods that end between days."""

    bao_cao = CodeField(label="Báo cáo", noun="báo cáo", choices=(), empty=ANY, required=False)
    to_chuc = OrganizationField(label="Đơn vị", noun="đơn vị", required=False)
    trang_thai = CodeField(
        label="Trạng thái", noun="trạng thái", choices=Issue.State.choices, empty=ANY, required=False
    )
    field_order = ["bao_cao", "to_chuc", "trang_thai", "tu", "den"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["bao_cao"], [ANY, *((report.code, report.name) for report in reports().values())])
        offer(self, "to_chuc", report_places(scope), empty=ANY)
        self.fields["tu"].label, self.fields["den"].label = "Kỳ kết thúc từ ngày", "đến ngày"

    def rows(self, issues: IssueQuerySet) -> IssueQuerySet:
        """The reports asked for; none while the form has a mistake. Dropped drafts only when asked for by state."""
        if not self.is_valid():
            return issues.none()
        given = self.cleaned_data
        if given["bao_cao"]:
            issues = issues.filter(report=given["bao_cao"])
        if given["to_chuc"]:
            issues = issues.filter(organization=given["to_chuc"])
        if given["tu"]:
            issues = issues.filter(last__gte=given["tu"])
        if given["den"]:
            issues = issues.filter(last__lte=given["den"])
        return issues.filter(state=given["trang_thai"]) if given["trang_thai"] else issues.kept()
