"""Forms beside targets: cells of a year, exempting one, who follows which unit, and ending both."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.fields import DayField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.forms.targets import OWN
from dangvien.models import Organization, UnitFollower
from dangvien.models.target import SpellQuerySet
from dangvien.procedure.places import subtree_options
from dangvien.procedure.targets.cells import CellGroup, CellRow, CellState, CellTargets, cell_targets
from dangvien.procedure.targets.checks import SpellFacts
from dangvien.scope import Scope

YEARS_BACK = 10

ENDED = "da_thoi"


class CellFilterForm(FilterForm):
    """Which cells of which year."""

    nam = CodeField(label="Năm", noun="năm", choices=(), empty=None, required=False)
    to_chuc = OrganizationField(label="Tổ chức", required=False)
    nhom = CodeField(
        label="Loại chi bộ",
        noun="loại chi bộ",
        choices=[(group.name.lower(), group.label) for group in CellGroup],
        empty=ANY,
        required=False,
    )
    xem = CodeField(
        label="Xem",
        noun="tình trạng",
        choices=[
            ("dat", "Đạt"),
            ("chua", "Chưa có, không đạt"),
            ("mien", "Được miễn"),
            ("khong", "Cả năm không kết nạp ai"),
        ],
        empty=ANY,
        required=False,
    )

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data)
        self.scope = scope
        year = scope.today.year
        set_choices(self.fields["nam"], [(str(item), str(item)) for item in range(year, year - YEARS_BACK - 1, -1)])
        offer(self, "to_chuc", subtree_options(scope, str(data.get("to_chuc", ""))), empty=OWN)

    def _asked(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_valid() else None

    @property
    def year(self) -> int:
        return int(self._asked("nam") or self.scope.today.year)

    @property
    def top(self) -> Organization | None:
        asked = self._asked("to_chuc")
        if isinstance(asked, Organization):
            return asked
        return self.scope.organizations.filter(pk__in=self.scope.roots).order_by("pk").first()

    def found(self) -> CellTargets | None:
        """The cells asked for; None where there is nobody to ask about or the form has a mistake."""
        top = self.top
        return cell_targets(self.scope, top, self.year) if top is not None and self.is_valid() else None

    def chosen(self, found: CellTargets) -> list[CellRow]:
        """The rows to list."""
        rows = list(found.rows)
        if group := self._asked("nhom"):
            rows = [row for row in rows if row.group is CellGroup[group.upper()]]
        asked = self._asked("xem")
        if asked == "dat":
            return [row for row in rows if row.state is CellState.MET]
        if asked == "chua":
            return [row for row in rows if row.state in (CellState.NOT_YET, CellState.NOT_MET)]
        if asked == "mien":
            return [row for row in rows if row.state is CellState.EXEMPT]
        if asked == "khong":
            return [row for row in rows if not row.admitted]
        return rows


class SpellForm(HouseForm):
    """From which day, until when, by which document."""

    since = DayField(label="Từ ngày", noun="ngày bắt đầu")
    until = DayField(
        label="Đến hết ngày", noun="ngày cuối", required=False, help_text="Để trống khi văn bản không ghi thời hạn"
    )
    document = TextField(
        label="Theo văn bản",
        noun="văn bản",
        max_length=250,
        help_text="Ví dụ: Quyết định 15-QĐ/TU ngày 10/01/2026 của Ban Thường vụ Thành ủy",
    )

    @property
    def spell(self) -> SpellFacts:
        given = self.cleaned_data
        return SpellFacts(given["since"], given["until"], given["document"])


class ExemptForm(SpellForm):
    """Why a cell is exempt."""

    reason = TextField(label="Lý do miễn", max_length=250, help_text="Ví dụ: không còn nguồn, theo khảo sát năm 2026")
    field_order = ["reason", "since", "until", "document"]


class FollowerForm(SpellForm):
    """Who follows which unit."""

    organization = OrganizationField(label="Đơn vị", noun="đơn vị")
    kind = CodeField(
        label="Phân công",
        noun="loại phân công",
        choices=UnitFollower.Kind.choices,
        empty=None,
        widget=forms.RadioSelect,
    )
    full_name = TextField(label="Họ và tên", noun="họ và tên", max_length=120)
    position = TextField(
        label="Chức vụ", max_length=120, required=False, help_text="Ví dụ: Ủy viên ban thường vụ; tổ trưởng"
    )
    team = TextField(
        label="Tên tổ vận động",
        max_length=120,
        required=False,
        help_text="Chỉ ghi cho tổ vận động; mỗi người một lần ghi",
    )
    field_order = ["organization", "kind", "full_name", "position", "team", "since", "until", "document"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", subtree_options(scope))
        self.fields["kind"].initial = UnitFollower.Kind.COMMITTEE_MEMBER


class EndSpellForm(HouseForm):
    """From which day something no longer holds, and why."""

    on = DayField(
        label="Thôi từ ngày",
        noun="ngày thôi",
        help_text="Ghi nhầm cả thì nhập chính ngày bắt đầu",
    )
    reason = TextField(label="Lý do, văn bản cho thôi", noun="lý do", max_length=250)


class FollowerFilterForm(FilterForm):
    """Which assignments to list."""

    to_chuc = OrganizationField(label="Đơn vị", required=False)
    loai = CodeField(
        label="Phân công", noun="loại phân công", choices=UnitFollower.Kind.choices, empty=ANY, required=False
    )
    xem = CodeField(
        label="Xem", noun="tình trạng", choices=[(ENDED, "Đã thôi")], empty=("", "Đang phụ trách"), required=False
    )

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(data.get("to_chuc", ""))))

    @property
    def shows_ended(self) -> bool:
        return self.is_valid() and self.cleaned_data["xem"] == ENDED

    def rows(self) -> SpellQuerySet[UnitFollower]:
        """The assignments asked for; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.unit_followers.none()
        asked = self.cleaned_data
        scope = self.scope.within(asked["to_chuc"]) if asked["to_chuc"] else self.scope
        found, today = scope.unit_followers, scope.today
        if asked["loai"]:
            found = found.filter(kind=asked["loai"])
        going = found.standing().filter(valid_to__gt=today)
        return found.exclude(pk__in=going.values("pk")) if self.shows_ended else going
