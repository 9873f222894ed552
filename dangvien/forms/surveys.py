"""Forms of the yearly survey of sources: a cell's numbers, those worth following, classes of schools, and filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from dangvien.forms.base import HouseForm
from dangvien.forms.candidates import StopForm
from dangvien.forms.choices import ANY, EMPTY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.fields import DayField, IntegerField, PartialDayField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.models import Person, Prospect
from dangvien.models.survey import SOLDIER, ProspectQuerySet, SchoolClassQuerySet, surveyed_sources
from dangvien.procedure.places import cell_options, subtree_options, working_options
from dangvien.procedure.survey_checks import ProspectFacts, SchoolClassFacts
from dangvien.procedure.surveys import Number, Overview, Surveyed, overview, years_of
from dangvien.scope import Scope

MOST_PEOPLE = 99_999
"""More people of one source no cell has: a slip of the finger is told before it is kept."""


class SurveyFilterForm(FilterForm):
    """Which year, below which organization, and which cells of the survey to list."""

    NOT_YET, DONE, WITHOUT = "chua", "da", "khong_con"

    nam = CodeField(label="Năm", noun="năm", choices=(), empty=None, required=False)
    to_chuc = OrganizationField(label="Tổ chức", required=False)
    tinh_trang = CodeField(
        label="Khảo sát",
        noun="tình trạng khảo sát",
        choices=[(NOT_YET, "Chưa khảo sát"), (DONE, "Đã khảo sát"), (WITHOUT, "Không còn nguồn")],
        empty=ANY,
        required=False,
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        set_choices(self.fields["nam"], [(str(year), str(year)) for year in years_of(scope.today)])
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))

    @property
    def year(self) -> int:
        """The year asked for; this year while the form has a mistake."""
        return int((self.is_valid() and self.cleaned_data["nam"]) or self.scope.today.year)

    def overview(self) -> Overview:
        """The survey of that year below the organization asked for; nobody's while the form has a mistake."""
        if not self.is_valid():
            return overview(Scope.empty(self.scope.today), self.year)
        return overview(self.scope, self.year, self.cleaned_data["to_chuc"])

    def chosen(self, found: Overview) -> Sequence[Surveyed]:
        """The cells to list."""
        asked = self.cleaned_data.get("tinh_trang") if self.is_valid() else ""
        if asked == self.NOT_YET:
            return [row for row in found.rows if row.surveyed_on is None]
        if asked == self.DONE:
            return [row for row in found.rows if row.surveyed_on is not None]
        if asked == self.WITHOUT:
            return [row for row in found.rows if row.none_reason]
        return found.rows


@dataclass(frozen=True)
class SourceRow:
    """One line of the survey's grid: a source, its two boxes, and last year's numbers beside them."""

    label: str
    eligible: forms.BoundField
    following: forms.BoundField
    last_year: Number | None

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        """The mistakes of the line: id of the sentence that the box points to, and the sentences."""
        return [
            (f"{box.auto_id}_error", [str(error) for error in box.errors])
            for box in (self.eligible, self.following)
            if box.errors
        ]


class SurveyForm(HouseForm):
    """What a cell counted: two numbers for each of the five sources; an empty box counts nobody."""

    surveyed_on = DayField(label="Ngày khảo sát", noun="ngày khảo sát", help_text="Ví dụ: 15/3/2026")
    none_reason = TextField(
        label="Lý do không còn nguồn",
        required=False,
        max_length=200,
        help_text="Chỉ ghi khi cả năm nguồn đều không có ai. Ví dụ: thanh niên đi làm ăn xa hết",
    )
    note = TextField(label="Ghi chú", required=False, max_length=200)
    version = IntegerField(widget=forms.HiddenInput, required=False, least=0)

    def __init__(self, *args: Any, last_year: Mapping[str, Number] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_year = last_year
        for source, label in surveyed_sources():
            for part, words in (("eligible", "đủ điều kiện"), ("following", "đáng theo dõi")):
                field = IntegerField(
                    label=f"{label}: {words}", noun=f"số {words}", required=False, least=0, most=MOST_PEOPLE
                )
                field.widget.attrs |= {"size": 5, "aria-label": f"{label}: {words}"}
                self.fields[f"{source}_{part}"] = field

    @property
    def rows(self) -> list[SourceRow]:
        last = self.last_year
        return [
            SourceRow(
                label,
                self[f"{source}_eligible"],
                self[f"{source}_following"],
                None if last is None else last.get(source, Number()),
            )
            for source, label in surveyed_sources()
        ]

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """Source → eligible, worth following, as typed."""
        given = self.cleaned_data
        return {
            source: (given[f"{source}_eligible"] or 0, given[f"{source}_following"] or 0)
            for source, _ in surveyed_sources()
        }

    def see(self, version: int) -> None:
        """The writer has now been told what others wrote: sending once more is meant to replace it."""
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["version"] = str(version)


class ProspectForm(HouseForm):
    """Somebody worth following. `scope` offers a choice of cells, where the address does not name one."""

    full_name = TextField(label="Họ và tên", max_length=120, help_text="Viết đủ trong một ô, có dấu")
    birth = PartialDayField(label="Ngày sinh")
    gender = CodeField(
        label="Giới tính", noun="giới tính", choices=Person.Gender.choices, empty=None, widget=forms.RadioSelect
    )
    source = CodeField(label="Nguồn", noun="nguồn", choices=())
    unit = TextField(
        label="Đơn vị, lớp",
        required=False,
        max_length=160,
        help_text="Nơi làm việc, lớp đang học hoặc đơn vị đã phục vụ",
    )
    demobilized_on = DayField(
        label="Ngày xuất ngũ", required=False, past=True, help_text="Chỉ ghi cho bộ đội xuất ngũ. Ví dụ: 15/01/2026"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["source"], [EMPTY, *surveyed_sources()])

    @property
    def facts(self) -> ProspectFacts:
        given = self.cleaned_data
        return ProspectFacts(
            full_name=given["full_name"],
            birth=given["birth"],
            gender=given["gender"],
            source=given.get("source", SOLDIER),
            unit=given["unit"],
            demobilized_on=given["demobilized_on"],
        )

    @staticmethod
    def known(prospect: Prospect) -> dict[str, Any]:
        """What is known of somebody, to begin a form with."""
        return {
            "full_name": prospect.full_name,
            "birth": prospect.birth,
            "gender": prospect.gender,
            "source": prospect.source,
            "unit": prospect.unit,
            "demobilized_on": prospect.demobilized_on,
        }


class SoldierForm(ProspectForm):
    """Somebody who came back from the army, with the day and the cell where they live."""

    cell = OrganizationField(label="Chi bộ nơi cư trú", noun="chi bộ nơi cư trú")
    field_order = ["full_name", "birth", "gender", "cell", "demobilized_on", "unit"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["source"]
        offer(self, "cell", cell_options(scope))
        self.fields["unit"].label, self.fields["unit"].help_text = "Đơn vị đã phục vụ", ""
        self.fields["demobilized_on"].required = True
        self.fields["demobilized_on"].help_text = "Ví dụ: 15/01/2026"


class DropForm(StopForm):
    """Saying that somebody is not followed after all."""

    closed_on = DayField(label="Thôi ghi từ ngày", noun="ngày thôi ghi")


class SoldierFilterForm(FilterForm):
    """Which soldiers to list."""

    OPEN, ON_LIST, DROPPED = "dang_ghi", "vao_nguon", "thoi"

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    nam = CodeField(label="Xuất ngũ năm", noun="năm", choices=(), empty=ANY, required=False)
    tinh_trang = CodeField(
        label="Tình trạng",
        noun="tình trạng",
        choices=[(OPEN, "Chưa đưa vào nguồn"), (ON_LIST, "Đã đưa vào nguồn"), (DROPPED, "Thôi ghi")],
        empty=ANY,
        required=False,
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        set_choices(self.fields["nam"], [ANY, *((str(year), str(year)) for year in years_of(scope.today))])
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))

    def rows(self) -> ProspectQuerySet:
        """The soldiers asked for, by name; nobody while the form has a mistake."""
        if not self.is_valid():
            return self.scope.prospects.none()
        asked = self.cleaned_data
        scope = self.scope.within(asked["to_chuc"]) if asked["to_chuc"] else self.scope
        found = scope.prospects.soldiers()
        if asked["nam"]:
            found = found.filter(demobilized_on__year=int(asked["nam"]))
        if asked["tinh_trang"] == self.OPEN:
            found = found.open()
        elif asked["tinh_trang"] == self.ON_LIST:
            found = found.filter(candidate__isnull=False)
        elif asked["tinh_trang"] == self.DROPPED:
            found = found.filter(dropped_on__isnull=False)
        return found.in_name_order()


def _school_years(scope: Scope) -> list[tuple[str, str]]:
    return [(str(year), f"{year}–{year + 1}") for year in years_of(scope.today)]


class SchoolClassFilterForm(FilterForm):
    """Which classes of schools to list."""

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    nam_hoc = CodeField(label="Năm học", noun="năm học", choices=(), empty=ANY, required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        set_choices(self.fields["nam_hoc"], [ANY, *_school_years(scope)])
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))

    def rows(self) -> SchoolClassQuerySet:
        """The classes asked for; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.school_classes.none()
        asked = self.cleaned_data
        scope = self.scope.within(asked["to_chuc"]) if asked["to_chuc"] else self.scope
        found = scope.school_classes
        if asked["nam_hoc"]:
            found = found.filter(school_year=int(asked["nam_hoc"]))
        return found.in_order()


class SchoolClassForm(HouseForm):
    """A class of a school with its numbers."""

    organization = OrganizationField(label="Tổ chức đảng theo dõi")
    school = TextField(label="Trường", max_length=120, help_text="Ví dụ: Trường THPT Sông Hiếu")
    name = TextField(label="Lớp", max_length=40, help_text="Ví dụ: 12A1")
    school_year = CodeField(label="Năm học", noun="năm học", choices=(), empty=None)
    pupils = IntegerField(label="Sĩ số", least=1, most=MOST_PEOPLE)
    excellent = IntegerField(
        label="Học sinh, sinh viên giỏi", noun="số học sinh, sinh viên giỏi", least=0, most=MOST_PEOPLE
    )
    followed = IntegerField(label="Đang theo dõi", noun="số đang theo dõi", least=0, most=MOST_PEOPLE)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organization", working_options(scope))
        years = _school_years(scope)
        begun = self.initial.get("school_year")
        if isinstance(begun, int) and str(begun) not in dict(years):  # of a class that is corrected, not of an address
            years.append((str(begun), f"{begun}–{begun + 1}"))
        set_choices(self.fields["school_year"], years)
        for name in ("pupils", "excellent", "followed"):
            self.fields[name].widget.attrs["size"] = 6

    @property
    def facts(self) -> SchoolClassFacts:
        given = self.cleaned_data
        return SchoolClassFacts(
            school=given["school"],
            name=given["name"],
            school_year=int(given["school_year"]),
            pupils=given["pupils"],
            excellent=given["excellent"],
            followed=given["followed"],
        )
