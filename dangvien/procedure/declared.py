"""Figures that a document states: what may be written down, in which words one is told, and the columns of their file.

They stand beside what is counted from people and never among it: a report that shows one says so.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dangvien import codes
from dangvien.models import FOREVER, DeclaredFigure, Organization, OrganizationKind, Placement
from dangvien.models.declared import DeclaredFigureQuerySet, Indicator, Tier
from dangvien.procedure.list_files import FileColumn
from dangvien.procedure.places import Place
from dangvien.procedure.problem import Problem
from dangvien.rosters.years import FIRST_YEAR
from dangvien.text import day_short, nfc, thousands

YEARS_AHEAD = 15
"""Targets are set for a term of committees or two; a later year is a slip of typing."""
LARGEST = 10_000_000
"""No organization counts more people than there are members in the whole Party, twice over."""
SHORTEST_DOCUMENT = 4
"""Letters without which no document can be found again."""

Purpose = DeclaredFigure.Purpose


@dataclass(frozen=True)
class FigureFacts:
    """One figure as it is about to be written down. `source` is a code of the list `source`, or empty."""

    organization: Organization
    purpose: Purpose
    indicator: Indicator
    first_year: int
    last_year: int
    value: int
    document: str
    source: str = ""
    tier: Tier = Tier.GIVEN

    @property
    def key(self) -> tuple[int, str, str, str, str, int, int]:
        """What two figures must not share while both stand."""
        return (
            self.organization.pk,
            self.purpose.value,
            self.indicator.value,
            self.source,
            self.tier.value,
            self.first_year,
            self.last_year,
        )


def latest_year(purpose: Purpose, today: date) -> int:
    """The last year a figure may be about: results are of years that began, targets look ahead."""
    return today.year + YEARS_AHEAD if purpose is Purpose.TARGET else today.year


def years_of(first_year: int, last_year: int) -> str:
    """One year or a span: "2019", "2015–2020"."""
    return str(first_year) if first_year == last_year else f"{first_year}–{last_year}"


def same_figure(facts: FigureFacts) -> DeclaredFigureQuerySet:
    """The standing figure of the same organization, purpose, indicator, source and years, if there is one."""
    return DeclaredFigure.objects.standing().filter(
        organization=facts.organization,
        purpose=facts.purpose,
        indicator=facts.indicator,
        source=facts.source,
        first_year=facts.first_year,
        last_year=facts.last_year,
        tier=facts.tier,
    )


def figure_problems(facts: FigureFacts, today: date) -> list[Problem]:
    """Every reason against a figure by itself; whether it is written down already is `double_problems`."""
    problems = []
    latest = latest_year(facts.purpose, today)
    for field, year in (("first_year", facts.first_year), ("last_year", facts.last_year)):
        if not FIRST_YEAR <= year <= latest:
            sentence = f"Năm {year} ngoài khoảng {FIRST_YEAR}–{latest}. Kiểm tra lại năm."
            problems.append(Problem(field, sentence))
    if facts.last_year < facts.first_year:
        problems.append(Problem("last_year", "Đến năm sớm hơn từ năm. Kiểm tra lại hai năm."))
    if not 0 <= facts.value <= LARGEST:
        problems.append(Problem("value", f"Số phải từ 0 đến {thousands(LARGEST)}. Kiểm tra lại số."))
    if len(nfc(facts.document)) < SHORTEST_DOCUMENT:
        sentence = "Nhập văn bản nêu số này: số, ký hiệu, ngày, cơ quan ban hành."
        problems.append(Problem("document", sentence))
    if facts.source and facts.source not in codes.of("source"):
        problems.append(Problem("source", "Chọn nguồn trong danh sách."))
    if facts.purpose is Purpose.TARGET and facts.first_year <= facts.last_year:
        problems += standing_problems(facts.organization, facts.first_year, facts.last_year)
    return problems


def standing_problems(organization: Organization, first_year: int, last_year: int) -> list[Problem]:
    """The reason against a target for an organization that did not work in those years."""
    spans = working_spans([organization.pk]).get(organization.pk, [])
    name = organization.name_on(date(last_year, 12, 31))
    idle = idle_sentence(name, spans, first_year, last_year)
    return [Problem("organization", f"{idle} Chọn tổ chức hoặc năm khác.")] if idle else []


Spans = Sequence[tuple[date, date]]
"""From which day up to and without which day an organization worked, in order."""


def working_spans(organizations: Iterable[int]) -> dict[int, list[tuple[date, date]]]:
    """Organization → its spans of work, archives left out (one query)."""
    found: dict[int, list[tuple[date, date]]] = {}
    working = Placement.objects.filter(organization__in=list(organizations)).exclude(kind=OrganizationKind.LUU_TRU)
    for key, since, until in working.order_by("valid_from").values_list("organization", "valid_from", "valid_to"):
        found.setdefault(key, []).append((since, until))
    return found


def idle_sentence(name: str, spans: Spans, first_year: int, last_year: int) -> str:
    """That an organization did not work in those years, and when it did; empty when it did work in one of them."""
    first, end = date(first_year, 1, 1), date(last_year + 1, 1, 1)
    if any(since < end and until > first for since, until in spans):
        return ""
    told = ""
    if spans:
        began, ended = spans[0][0], spans[-1][1]
        told = f"; tổ chức này hoạt động từ ngày {day_short(began)}"
        told += "" if ended == FOREVER else f" đến trước ngày {day_short(ended)}"
    return f"{name} không hoạt động trong năm {years_of(first_year, last_year)}{told}."


def double_problems(facts: FigureFacts) -> list[Problem]:
    """The reason against writing the same figure down twice; the mend is to take the other back."""
    other = same_figure(facts).first()
    if other is None:
        return []
    return [
        Problem(
            "value",
            f"Đã ghi số này là {thousands(other.value)}, theo {other.document}. "
            "Số trong sổ sai thì lấy lại số ấy trước, rồi ghi số đúng.",
        )
    ]


NO_TARGETS = (
    "Chỉ tiêu chỉ người có quyền giao chỉ tiêu mới ghi, lấy lại được. Nhờ đảng ủy hoặc ban tổ chức làm việc này."
)


def set_by(figure: DeclaredFigure, setting: Container[int]) -> Organization | None:
    """Who set this target from above, when that is outside the organizations where somebody sets targets; else None.

    Ask for `shared_from__organization` with the figure. What was shared out is changed where it was shared from, as on
    the pages of targets (`Scope.own_targets`).
    """
    whole = figure.shared_from
    return whole.organization if whole is not None and whole.organization_id not in setting else None


def is_fixed(figure: DeclaredFigure, setting: Container[int]) -> bool:
    """Whether it is a target that somebody who sets targets there may not change."""
    if not figure.is_target:
        return False
    return figure.organization_id not in setting or set_by(figure, setting) is not None


def set_above_sentence(above: str) -> str:
    """What is told to whoever would change a target that `above` has set."""
    return f"Chỉ tiêu này do {above} phân bổ xuống, ở đây không đổi được. Cần thay đổi thì đề nghị {above}."


def target_problems_of(figure: DeclaredFigure, setting: Container[int], today: date) -> list[Problem]:
    """The reason against changing a target; none for what is no target. `setting`: where somebody sets targets."""
    if not figure.is_target:
        return []
    if figure.organization_id not in setting:
        return [Problem("", NO_TARGETS)]
    above = set_by(figure, setting)
    return [] if above is None else [Problem("", set_above_sentence(above.name_on(today)))]


def taking_back_problems(figure: DeclaredFigure, reason: str, setting: Container[int], today: date) -> list[Problem]:
    """Every reason against taking a figure back. `setting`: where whoever does it sets targets."""
    problems = target_problems_of(figure, setting, today)
    if figure.voided_at is not None:
        problems.append(Problem("", "Số này đã lấy lại từ trước."))
    if shares := figure.shares.standing().count():
        sentence = f"Chỉ tiêu này đã phân bổ cho {shares} nơi. Rút nó ở trang Chỉ tiêu, cùng các phần đã phân bổ."
        problems.append(Problem("", sentence))
    if not nfc(reason):
        problems.append(Problem("reason", "Nhập lý do lấy lại."))
    return problems


def source_label(figure: DeclaredFigure) -> str:
    """The source a figure is about, in words; empty when it is about everybody."""
    if not figure.source:
        return ""
    known = codes.of("source")
    return known.label(figure.source) if figure.source in known else figure.source


@dataclass(frozen=True)
class FigureLine:
    """One figure as a list shows it."""

    figure: DeclaredFigure
    place: Place | None

    @property
    def source(self) -> str:
        return source_label(self.figure)

    @property
    def years(self) -> str:
        return years_of(self.figure.first_year, self.figure.last_year)


def lines_of(figures: list[DeclaredFigure], places: Mapping[int, Place]) -> list[FigureLine]:
    """Figures with the names of their organizations."""
    return [FigureLine(figure, places.get(figure.organization_id)) for figure in figures]


FILE_COLUMNS: tuple[FileColumn[FigureLine], ...] = (
    FileColumn("Mã tổ chức", (), lambda line: line.place.code if line.place else ""),
    FileColumn("Tổ chức", (), lambda line: str(line.place or "")),
    FileColumn("Trực thuộc", (), lambda line: line.place.above if line.place else ""),
    FileColumn("Là", (), lambda line: line.figure.get_purpose_display()),
    FileColumn("Chỉ số", (), lambda line: line.figure.get_indicator_display()),
    FileColumn("Nguồn", (), lambda line: line.source),
    FileColumn("Từ năm", (), lambda line: line.figure.first_year),
    FileColumn("Đến năm", (), lambda line: line.figure.last_year),
    FileColumn("Số theo văn bản", (), lambda line: line.figure.value),
    FileColumn("Văn bản", (), lambda line: line.figure.document),
)
"""No person stands in this file."""
