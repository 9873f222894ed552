"""Reasons against a survey of sources, somebody worth following, a class of a school, a monthly review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dangvien import codes
from dangvien.dates import PartialDate, add_months
from dangvien.models import Candidate, Member, Organization, Person, Prospect, SchoolClass
from dangvien.models.survey import SOLDIER, surveyed_sources
from dangvien.procedure.lookalikes import lookalikes
from dangvien.procedure.problem import Problem
from dangvien.text import day_short, nfc, search_key

Counts = Mapping[str, tuple[int, int]]
"""Source → how many are eligible, how many of them are worth following. A source not named counts nobody."""

LAST_MONTH, LAST_DAY = 3, 31
"""Up to this day of the following year a survey may be held for the year that has passed."""


@dataclass(frozen=True)
class ProspectFacts:
    """What is known of somebody worth following. `demobilized_on` belongs to soldiers alone."""

    full_name: str
    birth: PartialDate
    gender: str
    source: str
    unit: str = ""
    demobilized_on: date | None = None


@dataclass(frozen=True)
class SchoolClassFacts:
    """One class of a school in one school year (the year in which it begins)."""

    school: str
    name: str
    school_year: int
    pupils: int
    excellent: int
    followed: int


def survey_problems(
    cell: Organization, year: int, surveyed_on: date, counts: Counts, none_reason: str, today: date
) -> list[Problem]:
    """Reasons against a survey: its day, a cell not standing, numbers that cannot be, no source and no reason."""
    problems = [*_year_problems(year, today), *_survey_day_problems(cell, year, surveyed_on, today)]
    for source, (eligible, following) in counts.items():
        label = codes.of("source").label(source)
        if min(eligible, following) < 0:
            problems.append(Problem(f"{source}_eligible", f"{label}: số người không thể nhỏ hơn 0."))
        elif following > eligible:
            problems.append(
                Problem(
                    f"{source}_following",
                    f"{label}: số đáng theo dõi ({following}) nhiều hơn số đủ điều kiện ({eligible}). Kiểm tra lại.",
                )
            )
    anybody = any(eligible for eligible, _ in counts.values())
    if not anybody and not none_reason:
        sentence = "Cả năm nguồn đều bằng 0: ghi lý do không còn nguồn, ví dụ “Thanh niên đi làm ăn xa hết”."
        problems.append(Problem("none_reason", sentence))
    if anybody and none_reason:
        problems.append(Problem("none_reason", "Đã có người đủ điều kiện thì để trống ô lý do không còn nguồn."))
    return problems


def prospect_problems(
    cell: Organization, year: int, facts: ProspectFacts, today: date, prospect: Prospect | None = None
) -> list[Problem]:
    """Reasons against writing somebody down: days that cannot be, a cell not standing, already known in this cell."""
    problems = [*_year_problems(year, today), *_cell_problems("cell", cell, min(today, date(year, 12, 31)))]
    if facts.source not in dict(surveyed_sources()):
        problems.append(Problem("source", "Chọn một trong năm nguồn của cuộc khảo sát."))
    if facts.birth.earliest() > today:
        problems.append(Problem("birth", f"Ngày sinh ({facts.birth}) sau ngày hôm nay. Kiểm tra lại."))
    left = facts.demobilized_on
    if left and facts.source != SOLDIER:
        problems.append(Problem("demobilized_on", "Chỉ ghi ngày xuất ngũ cho nguồn bộ đội xuất ngũ."))
    elif left and left > today:
        problems.append(Problem("demobilized_on", "Ngày xuất ngũ ở tương lai. Kiểm tra lại ngày."))
    elif left and left <= facts.birth.earliest():
        problems.append(Problem("demobilized_on", "Ngày xuất ngũ phải sau ngày sinh. Kiểm tra lại hai ngày này."))
    return problems + _known_problems(cell, facts, prospect)


def _known_problems(cell: Organization, facts: ProspectFacts, prospect: Prospect | None) -> list[Problem]:
    """The same name (marks and case apart) and a birth that may be the same day, in the same cell."""
    name, birth = search_key(facts.full_name), facts.birth
    others = (
        Prospect.objects.open().filter(organization=cell, search_key=name).exclude(pk=prospect.pk if prospect else 0)
    )
    for other in others:
        if other.birth.earliest() <= birth.latest() and birth.earliest() <= other.birth.latest():
            sentence = f"{other}, sinh {other.birth}, đã được ghi ở chi bộ này trong khảo sát năm {other.year}."
            return [Problem("full_name", sentence)]
    if prospect and (prospect.search_key, prospect.birth) == (name, birth):
        return []
    followed = Candidate.objects.open().filter(organization=cell).values("person")
    for person in lookalikes(Person.objects.filter(pk__in=followed), facts.full_name, birth):
        return [Problem("full_name", f"{person}, sinh {person.birth}, đã ở trong danh sách nguồn của chi bộ này.")]
    members = Member.objects.present().filter(organization=cell).values("person")
    for person in lookalikes(Person.objects.filter(pk__in=members), facts.full_name, birth):
        return [Problem("full_name", f"{person}, sinh {person.birth}, đang là đảng viên của chi bộ này.")]
    return []


def school_class_problems(
    organization: Organization, facts: SchoolClassFacts, today: date, school_class: SchoolClass | None = None
) -> list[Problem]:
    """Reasons against a class: a year to come, numbers that cannot be, a class already entered."""
    problems = []
    placement = organization.placement_on(today)
    if placement is None or placement.is_archive:
        problems.append(Problem("organization", f"{organization.name_on(today)} không hoạt động. Chọn tổ chức khác."))
    if facts.school_year > today.year:
        sentence = f"Năm học {facts.school_year}–{facts.school_year + 1} chưa tới. Kiểm tra lại."
        problems.append(Problem("school_year", sentence))
    if facts.pupils < 1:
        problems.append(Problem("pupils", "Sĩ số phải từ 1 trở lên."))
    for field, number in (("excellent", facts.excellent), ("followed", facts.followed)):
        if number < 0:
            problems.append(Problem(field, "Số người không thể nhỏ hơn 0."))
        elif number > facts.pupils >= 1:
            problems.append(Problem(field, f"Số này ({number}) nhiều hơn sĩ số lớp ({facts.pupils}). Kiểm tra lại."))
    same = SchoolClass.objects.filter(
        organization=organization,
        school_key=search_key(facts.school),
        name__iexact=nfc(facts.name),
        school_year=facts.school_year,
    )
    if same.exclude(pk=school_class.pk if school_class else 0).exists():
        problems.append(Problem("name", "Lớp này của năm học này đã có trong danh sách. Mở lớp ấy để sửa số."))
    return problems


def review_problems(cell: Organization, month: date, reviewed_on: date, resolution: str, today: date) -> list[Problem]:
    """Reasons against a review: a month or day to come, a day before the month, a cell not standing, no number."""
    problems = []
    last = add_months(month, 1) - timedelta(days=1)
    words = f"{month.month}/{month.year}"
    if month > today:
        return [Problem("month", f"Tháng {words} chưa tới.")]
    if reviewed_on > today:
        problems.append(Problem("reviewed_on", "Ngày nghị quyết ở tương lai. Kiểm tra lại ngày."))
    elif reviewed_on < month:
        problems.append(
            Problem("reviewed_on", f"Nghị quyết rà soát tháng {words} không thể có trước ngày {day_short(month)}.")
        )
    if not resolution:
        problems.append(Problem("resolution", "Nhập số nghị quyết."))
    return problems + _cell_problems("reviewed_on", cell, min(today, last))


def _year_problems(year: int, today: date) -> list[Problem]:
    if year > today.year:
        return [Problem("year", f"Năm {year} chưa tới. Chỉ ghi khảo sát của năm nay và các năm trước.")]
    return []


def _survey_day_problems(cell: Organization, year: int, surveyed_on: date, today: date) -> list[Problem]:
    first, last = date(year, 1, 1), date(year + 1, LAST_MONTH, LAST_DAY)
    if surveyed_on > today:
        return [Problem("surveyed_on", "Ngày khảo sát ở tương lai. Kiểm tra lại ngày.")]
    if not first <= surveyed_on <= last:
        sentence = f"Khảo sát năm {year} phải làm từ {day_short(first)} đến {day_short(last)}. Kiểm tra ngày khảo sát."
        return [Problem("surveyed_on", sentence)]
    return _cell_problems("surveyed_on", cell, surveyed_on)


def _cell_problems(field: str, cell: Organization, day: date) -> list[Problem]:
    placement = cell.placement_on(day)
    if placement is None or not placement.is_cell:
        return [Problem(field, f"{cell.name_on(day)} không phải chi bộ hoạt động ngày {day_short(day)}.")]
    return []
