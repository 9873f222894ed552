"""Forms of what is asked for and when: a requirement, its end, automatic drafts, kinds of documents."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import CodeField, OrganizationField, offer, set_choices
from dangvien.forms.fields import DayField, IntegerField, TextField
from dangvien.models import Organization
from dangvien.procedure.places import committee_options
from dangvien.scope import Scope
from reports.catalog import reports
from reports.models import PeriodKind
from reports.requirements import with_reports
from reports.requiring import LONGEST_DEADLINE, RequirementFacts


class RequirementForm(HouseForm):
    """Which report is asked of everybody directly below, for which periods, how many days after."""

    organization = OrganizationField(label="Cấp ủy yêu cầu", noun="cấp ủy yêu cầu")
    report = CodeField(label="Báo cáo", noun="báo cáo", choices=())
    period_kind = CodeField(label="Kỳ báo cáo", noun="kỳ báo cáo", choices=PeriodKind.choices)
    deadline_days = IntegerField(
        label="Hạn gửi, số ngày sau khi hết kỳ",
        noun="số ngày",
        least=0,
        most=LONGEST_DEADLINE,
        help_text="Ví dụ: 10 (báo cáo năm 2026 hạn đến hết 10/01/2027)",
    )
    document = TextField(
        label="Văn bản yêu cầu", noun="văn bản yêu cầu", max_length=200, help_text="Ví dụ: Quy chế 05-QC/TU, điểm 3"
    )
    since = DayField(
        label="Áp dụng với kỳ kết thúc từ ngày",
        noun="ngày bắt đầu áp dụng",
        help_text="Kỳ kết thúc trước ngày này không đòi",
    )
    checked = forms.BooleanField(label="Đã đối chiếu hạn gửi với nguyên văn văn bản", required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", committee_options(scope))
        own = [place for place in offered(self) if place.pk in scope.roots]
        if own:
            self.fields["organization"].initial = own[0]
        set_choices(self.fields["report"], [("", "– Chọn –"), *((item.code, item.name) for item in reports().values())])
        self.fields["since"].initial = scope.today.replace(month=1, day=1)

    @property
    def facts(self) -> RequirementFacts:
        """What a valid form says."""
        given = self.cleaned_data
        return RequirementFacts(
            organization=given["organization"],
            report=given["report"],
            period_kind=PeriodKind(given["period_kind"]),
            deadline_days=given["deadline_days"],
            document=given["document"],
            checked=given["checked"],
            since=given["since"],
        )


def offered(form: forms.BaseForm) -> list[Organization]:
    """The organizations a form offers."""
    field = form.fields["organization"]
    assert isinstance(field, OrganizationField)
    return field.offered


class EndRequirementForm(HouseForm):
    """The last day on which a period may end that is still asked for, and why."""

    last_day = DayField(
        label="Ngày cuối còn áp dụng", noun="ngày cuối", help_text="Kỳ kết thúc sau ngày này không đòi nữa"
    )
    reason = TextField(label="Văn bản cho thôi hoặc lý do", noun="văn bản hoặc lý do", max_length=250)


class AutomaticForm(HouseForm):
    """For which kinds of period an organization's drafts are made by the schedule."""

    organization = OrganizationField(label="Đơn vị", noun="đơn vị")
    kinds = forms.MultipleChoiceField(
        label="Tự lập bản thảo của báo cáo",
        choices=PeriodKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Chọn kỳ báo cáo trong danh sách."},
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", with_reports(scope))

    @property
    def chosen(self) -> list[PeriodKind]:
        """The kinds ticked."""
        return [PeriodKind(kind) for kind in self.cleaned_data["kinds"]]


class SeparationForm(HouseForm):
    """From when on whose reports go through different people, and by which document."""

    organization = OrganizationField(label="Đơn vị", noun="đơn vị")
    since = DayField(label="Từ ngày", noun="ngày bắt đầu")
    document = TextField(label="Căn cứ", noun="căn cứ", max_length=200, help_text="Ví dụ: Quy chế làm việc 03-QC/ĐU")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", committee_options(scope))
        own = [place for place in offered(self) if place.pk in scope.roots]
        if own:
            self.fields["organization"].initial = own[0]
        self.fields["since"].initial = scope.today


class EndSeparationForm(HouseForm):
    """The last day on which it holds, and why."""

    last_day = DayField(label="Ngày cuối còn áp dụng", noun="ngày cuối")
    reason = TextField(label="Văn bản cho thôi hoặc lý do", noun="văn bản hoặc lý do", max_length=250)


class DocumentTypeForm(HouseForm):
    """A kind of document: the code in its number, its name, whether it is offered."""

    code = TextField(label="Ký hiệu loại", noun="ký hiệu loại", max_length=6, help_text="Ví dụ: BC, TTr, ĐA")
    label = TextField(label="Tên loại", noun="tên loại", max_length=60, help_text="Ví dụ: Báo cáo")
    in_use = forms.BooleanField(label="Đang dùng", required=False, initial=True)
