"""Forms of a target that is reckoned or shared out: what to reckon with, and the numbers that come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from dangvien.actions.targets import Part
from dangvien.forms.choices import CodeField, OrganizationField, offer, set_choices
from dangvien.forms.fields import DayField, IntegerField, MarkField
from dangvien.forms.filtering import FilterForm
from dangvien.forms.targets import PaperForm
from dangvien.models import Basis, DeclaredFigure, Indicator, Organization, Rounding, ShareWay, StockKind, Tier
from dangvien.procedure.declared import LARGEST, latest_year
from dangvien.procedure.places import subtree_options
from dangvien.procedure.rolling import headcounts_by_row
from dangvien.procedure.targets.arithmetic import PER_PERCENT, Reckoned, chain, percent_of
from dangvien.procedure.targets.checks import Origin, TargetFacts
from dangvien.procedure.targets.reading import offered_rates, rules_for, usual_rounding
from dangvien.procedure.targets.sharing import BELOW, SOURCES, ShareLine, Sharing, usual_day
from dangvien.rosters.years import FIRST_YEAR
from dangvien.scope import Scope
from dangvien.text import day_full, thousands

OTHER = "khac"
MOST_YEARS = 6


class ReckonForm(FilterForm):
    """With what to reckon a target: whose, for which years, at which rate, of how many members of which day."""

    to_chuc = OrganizationField(label="Tổ chức")
    tu_nam = IntegerField(label="Từ năm", noun="năm đầu", least=FIRST_YEAR)
    den_nam = IntegerField(
        label="Đến năm", noun="năm cuối", required=False, help_text="Tính một năm thì để trống; mỗi năm ra một chỉ tiêu"
    )
    ty_le = CodeField(label="Tỷ lệ một năm", noun="tỷ lệ", choices=(), empty=None, widget=forms.RadioSelect)
    ty_le_khac = MarkField(
        label="Tỷ lệ khác, %", noun="tỷ lệ", required=False, most=100, help_text="Ghi khi chọn “Tỷ lệ khác”; ví dụ 3,2"
    )
    ngay_goc = DayField(label="Số đảng viên của ngày", noun="ngày lấy số đảng viên")
    so_goc = IntegerField(
        label="Số đảng viên văn bản nêu",
        noun="số đảng viên",
        required=False,
        least=1,
        most=LARGEST,
        help_text="Để trống thì lấy số sổ đếm được vào ngày ấy",
    )
    lam_tron = CodeField(label="Phần lẻ", noun="cách làm tròn", choices=Rounding.choices, empty=None)
    loai = CodeField(label="Loại chỉ tiêu", noun="loại chỉ tiêu", choices=Tier.choices, empty=None)

    def __init__(self, data: Any, *, scope: Scope) -> None:
        year = scope.today.year
        usual = {
            "tu_nam": str(year),
            "ngay_goc": date(year - 1, 12, 31).strftime("%d/%m/%Y"),
        }
        asked = bool(data)
        super().__init__(data if asked else None, initial=usual)
        self.scope, self.asked = scope, asked
        offer(self, "to_chuc", subtree_options(scope, str((data or {}).get("to_chuc", ""))))
        field = self.fields["to_chuc"]
        assert isinstance(field, OrganizationField)
        chosen = next((item for item in field.offered if str(item.pk) == str((data or {}).get("to_chuc"))), None)
        self.rules = rules_for(chosen or self._own(), scope.today)
        rates = [(str(rate), f"{percent_of(rate)}%") for rate in offered_rates(self.rules)]
        set_choices(self.fields["ty_le"], [*rates, (OTHER, "Tỷ lệ khác")])
        self.fields["ty_le"].initial = rates[0][0]
        self.fields["lam_tron"].initial = usual_rounding(self.rules)
        if not asked and (own := self._own()) is not None:
            field.initial = str(own.pk)
        for name in ("tu_nam", "den_nam", "ty_le_khac", "so_goc"):
            self.fields[name].widget.attrs["size"] = 8

    def _own(self) -> Organization | None:
        return self.scope.organizations.filter(pk__in=self.scope.roots).order_by("pk").first()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("tu_nam"), cleaned.get("den_nam") or cleaned.get("tu_nam")
        latest = latest_year(DeclaredFigure.Purpose.TARGET, self.scope.today)
        if first and first > latest:
            self.add_error("tu_nam", f"Năm đầu không quá {latest}.")
        if first and last and last < first:
            self.add_error("den_nam", "Đến năm sớm hơn từ năm. Kiểm tra lại hai năm.")
        elif first and last and (last - first >= MOST_YEARS or last > latest):
            self.add_error("den_nam", f"Mỗi lần tính nhiều nhất {MOST_YEARS} năm, không quá năm {latest}.")
        if cleaned.get("ty_le") == OTHER and cleaned.get("ty_le_khac") is None:
            self.add_error("ty_le_khac", "Nhập tỷ lệ, ví dụ 3,2.")
        day = cleaned.get("ngay_goc")
        if day and day > self.scope.today and cleaned.get("so_goc") is None:
            self.add_error("ngay_goc", "Ngày này chưa đến, sổ chưa đếm được. Chọn ngày khác, hoặc ghi số văn bản nêu.")
        return cleaned

    @property
    def organization(self) -> Organization:
        found = self.cleaned_data["to_chuc"]
        assert isinstance(found, Organization)
        return found

    @property
    def years(self) -> range:
        given = self.cleaned_data
        return range(given["tu_nam"], (given["den_nam"] or given["tu_nam"]) + 1)

    @property
    def rate(self) -> int:
        """In hundredths of a percent."""
        given = self.cleaned_data
        return int(given["ty_le_khac"] * PER_PERCENT) if given["ty_le"] == OTHER else int(given["ty_le"])

    @property
    def counted(self) -> int | None:
        """Members of the organization on the day, as the register counts them; None for a day to come."""
        day = self.cleaned_data["ngay_goc"]
        if day > self.scope.today:
            return None
        return headcounts_by_row(self.scope, [self.organization.pk], day).get(self.organization.pk, 0)

    def reckoned(self, known: Mapping[int, int], counted: int | None) -> list[Reckoned]:
        """The targets of the years asked for; `known` are numbers of documents that later years build on."""
        given = self.cleaned_data
        stock = given["so_goc"] if given["so_goc"] is not None else counted or 0
        return chain(self.years, self.rate, stock, given["ngay_goc"], Rounding(given["lam_tron"]), known)

    @property
    def stock_kind(self) -> StockKind:
        return StockKind.STATED if self.cleaned_data["so_goc"] is not None else StockKind.COUNTED


@dataclass(frozen=True)
class ReckonLine:
    """One year on the screen: the reckoning, what stands for it, and the box of the number to write down."""

    item: Reckoned
    standing: DeclaredFigure | None
    box: forms.BoundField | None

    @property
    def difference(self) -> int | None:
        return self.standing.value - self.item.value if self.standing else None


class ReckonedForm(PaperForm):
    """The numbers to write down, each beside its reckoning, and the document that sets them."""

    def __init__(
        self, *args: Any, items: Sequence[Reckoned], standing: Mapping[int, DeclaredFigure], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.standing = items, standing
        for item in items:
            if item.year in standing:
                continue
            field = IntegerField(label=f"Chỉ tiêu năm {item.year}", noun="chỉ tiêu", least=0, most=LARGEST)
            field.initial = str(item.value)
            field.widget.attrs |= {"size": 8, "aria-label": f"Chỉ tiêu năm {item.year}"}
            self.fields[f"nam-{item.year}"] = field

    @property
    def lines(self) -> list[ReckonLine]:
        return [
            ReckonLine(
                item,
                self.standing.get(item.year),
                self[f"nam-{item.year}"] if f"nam-{item.year}" in self.fields else None,
            )
            for item in self.items
        ]

    @property
    def papers(self) -> list[forms.BoundField]:
        return [self[name] for name in ("document_number", "document_day", "document_issuer")]

    @property
    def open_years(self) -> list[Reckoned]:
        """The years without a target so far."""
        return [item for item in self.items if item.year not in self.standing]

    def facts(self, organization: Organization, stock_kind: StockKind, tier: Tier) -> list[TargetFacts]:
        """The targets of a valid form, one for each open year; a number changed by hand is what later years add."""
        first = self.items[0]
        typed = {item.year: self.cleaned_data[f"nam-{item.year}"] for item in self.open_years}
        known = {year: figure.value for year, figure in self.standing.items()} | typed
        years = range(first.year, first.year + len(self.items))
        again = chain(years, first.rate, first.stock, first.stock_on, first.rounding, known)
        return [
            TargetFacts(
                organization=organization,
                indicator=Indicator.ADMITTED,
                first_year=item.year,
                last_year=item.year,
                value=typed[item.year],
                paper=self.paper,
                tier=tier,
                origin=Origin(
                    basis=Basis.RATE,
                    rate=item.rate,
                    stock=item.stock,
                    stock_on=item.stock_on,
                    stock_kind=stock_kind,
                    stock_added=item.added,
                    rounding=item.rounding,
                ),
            )
            for item in again
            if item.year in typed
        ]


class ShareWayForm(FilterForm):
    """Over whom to share a target out, by what, and on which day members are counted."""

    cho = CodeField(
        label="Chia cho",
        noun="nơi nhận",
        choices=[(BELOW, "Các đơn vị ở dưới"), (SOURCES, "Các nguồn kết nạp")],
        empty=None,
        required=False,
    )
    theo = CodeField(label="Theo", noun="cách chia", choices=ShareWay.choices, empty=None, required=False)
    ngay = DayField(label="Số đảng viên của ngày", noun="ngày lấy số đảng viên", required=False, past=True)

    def __init__(self, data: Any, *, whole: DeclaredFigure, today: date) -> None:
        super().__init__(data)
        self.whole, self.today = whole, today
        self.fields["ngay"].help_text = f"Để trống thì lấy ngày {day_full(usual_day(whole, today))}"
        if whole.source or whole.indicator != Indicator.ADMITTED:
            set_choices(self.fields["cho"], [(BELOW, "Các đơn vị ở dưới")])

    def _asked(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_valid() else None

    @property
    def over(self) -> str:
        return str(self._asked("cho") or BELOW)

    @property
    def way(self) -> ShareWay:
        usual = ShareWay.SURVEY if self.over == SOURCES else ShareWay.STOCK
        return ShareWay(self._asked("theo") or usual)

    @property
    def day(self) -> date:
        found = self._asked("ngay")
        return found if isinstance(found, date) else usual_day(self.whole, self.today)


@dataclass(frozen=True)
class ShareRow:
    """One part on the screen with its box."""

    line: ShareLine
    box: forms.BoundField


class SharesForm(PaperForm):
    """The parts of a target, one box each, and the document that gives them."""

    def __init__(self, *args: Any, sharing: Sharing, fresh: bool, **kwargs: Any) -> None:
        """`fresh` fills the boxes with what the weights give even where another number stands."""
        super().__init__(*args, **kwargs)
        self.sharing = sharing
        self._first: dict[str, int | None] = {}
        for line in sharing.lines:
            field = IntegerField(label=f"Phần của {line.label}", noun="phần này", required=False, least=0, most=LARGEST)
            standing = line.standing.value if line.standing is not None else None
            first = standing if standing is not None and not (fresh and line.proposed is not None) else line.proposed
            self._first[line.box] = first
            field.initial = "" if first is None else str(first)
            field.widget.attrs |= {"size": 6, "aria-label": f"Phần của {line.label}"}
            self.fields[line.box] = field

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for line in self.sharing.lines:
            if line.standing is not None and line.box not in self.errors and cleaned.get(line.box) is None:
                standing = thousands(line.standing.value)
                self.add_error(line.box, f"Nơi này đang ghi {standing}. Muốn thôi giao thì ghi 0.")
        return cleaned

    @property
    def rows(self) -> list[ShareRow]:
        return [ShareRow(line, self[line.box]) for line in self.sharing.lines]

    @property
    def papers(self) -> list[forms.BoundField]:
        return [self[name] for name in ("document_number", "document_day", "document_issuer")]

    @property
    def total(self) -> int | None:
        """What the boxes hold together, as far as they can be read."""
        if not self.is_bound:
            values = list(self._first.values())
        else:
            values = [getattr(self, "cleaned_data", {}).get(line.box) for line in self.sharing.lines]
        known = [value for value in values if value is not None]
        return sum(known) if known else None

    @property
    def parts(self) -> list[Part]:
        """The parts of a valid form; an empty box gives nothing."""
        given = self.cleaned_data
        return [
            Part(line.organization, given[line.box], line.source, line.weight)
            for line in self.sharing.lines
            if given[line.box] is not None
        ]

    @property
    def way(self) -> ShareWay:
        """The way that was chosen when every part is as it gives; by hand when somebody changed one."""
        typed = {line.box: self.cleaned_data[line.box] for line in self.sharing.lines}
        return self.sharing.way if typed == dict(self.sharing.proposed) else ShareWay.HAND
