"""Reasons against a target, against the parts of one, and against an exemption or an assignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dangvien import codes
from dangvien.models import (
    FOREVER,
    Basis,
    DeclaredFigure,
    Indicator,
    Organization,
    Rounding,
    ShareWay,
    StockKind,
    TargetExemption,
    Tier,
    UnitFollower,
)
from dangvien.models.declared import DeclaredFigureQuerySet
from dangvien.models.organization import CELLS
from dangvien.models.target import Spell
from dangvien.procedure.declared import LARGEST, latest_year, standing_problems, years_of
from dangvien.procedure.problem import Problem
from dangvien.procedure.targets.counting import BY_SOURCE
from dangvien.rosters.years import FIRST_YEAR
from dangvien.text import day_short, nfc, thousands

Purpose = DeclaredFigure.Purpose


@dataclass(frozen=True)
class Paper:
    """The document that sets a target: its number, day and issuer, as entered one by one."""

    number: str
    day: date
    issuer: str

    @property
    def cited(self) -> str:
        """As a sentence cites it: "số 49-CT/TU ngày 28/8/2023 của Ban Thường vụ Tỉnh ủy"."""
        return f"{self.number} ngày {day_short(self.day)} của {self.issuer}"


@dataclass(frozen=True)
class Origin:
    """How a number came about; the fields of `DeclaredFigure` of the same names."""

    basis: Basis = Basis.ASSIGNED
    rate: int | None = None
    stock: int | None = None
    stock_on: date | None = None
    stock_kind: StockKind | None = None
    stock_added: int = 0
    rounding: Rounding | None = None
    shared_from: DeclaredFigure | None = None
    share_way: ShareWay | None = None


@dataclass(frozen=True)
class TargetFacts:
    """A target as it is about to be written down."""

    organization: Organization
    indicator: Indicator
    first_year: int
    last_year: int
    value: int
    paper: Paper
    source: str = ""
    tier: Tier = Tier.GIVEN
    origin: Origin = field(default_factory=Origin)

    @classmethod
    def of(cls, figure: DeclaredFigure) -> TargetFacts:
        """What a row says; one that a file told has its whole citation as the number, and no day of its own."""
        return cls(
            organization=figure.organization,
            indicator=Indicator(figure.indicator),
            first_year=figure.first_year,
            last_year=figure.last_year,
            value=figure.value,
            paper=Paper(
                figure.document_number or figure.document,
                figure.document_day or figure.recorded_at.date(),
                figure.document_issuer,
            ),
            source=figure.source,
            tier=Tier(figure.tier),
            origin=Origin(
                basis=Basis(figure.basis),
                rate=figure.rate,
                stock=figure.stock,
                stock_on=figure.stock_on,
                stock_kind=StockKind(figure.stock_kind) if figure.stock_kind else None,
                stock_added=figure.stock_added,
                rounding=Rounding(figure.rounding) if figure.rounding else None,
                shared_from=figure.shared_from,
                share_way=ShareWay(figure.share_way) if figure.share_way else None,
            ),
        )

    def replaced(self, **changes: Any) -> TargetFacts:
        """The same with some facts changed."""
        return replace(self, **changes)


def target_problems(
    facts: TargetFacts, today: date, parent: Organization | None, *, replaced: DeclaredFigure | None = None
) -> list[Problem]:
    """Every reason against a target. `parent` stands above in those years; `replaced` is the row it corrects."""
    problems = [*_own_problems(facts, today), *paper_problems(facts.paper, today)]
    if problems:
        return problems
    problems += standing_problems(facts.organization, facts.first_year, facts.last_year)
    other = _without(same_target(facts), replaced).first()
    if other is not None:
        sentence = (
            f"Đã ghi chỉ tiêu này là {thousands(other.value)}, theo {other.document}. "
            "Muốn đổi thì mở chỉ tiêu ấy rồi bấm “Sửa”."
        )
        problems.append(Problem("value", sentence))
    return [*problems, *whole_problems(facts, parent, replaced)]


def same_target(facts: TargetFacts) -> DeclaredFigureQuerySet:
    """The standing target of the same organization, indicator, source, tier and years, if there is one."""
    found = DeclaredFigure.objects.standing().targets().filter(organization=facts.organization)
    return _alike(found, facts).of_source(facts.source)


def _alike(found: DeclaredFigureQuerySet, facts: TargetFacts) -> DeclaredFigureQuerySet:
    return found.of_indicator(facts.indicator).of_tier(facts.tier).for_years(facts.first_year, facts.last_year)


def _without(found: DeclaredFigureQuerySet, replaced: DeclaredFigure | None) -> DeclaredFigureQuerySet:
    return found if replaced is None else found.exclude(pk=replaced.pk)


def _own_problems(facts: TargetFacts, today: date) -> list[Problem]:
    problems = []
    latest = latest_year(Purpose.TARGET, today)
    for name, year in (("first_year", facts.first_year), ("last_year", facts.last_year)):
        if not FIRST_YEAR <= year <= latest:
            sentence = f"Năm {year} ngoài khoảng {FIRST_YEAR}–{latest}. Kiểm tra lại năm."
            problems.append(Problem(name, sentence))
    if facts.last_year < facts.first_year:
        problems.append(Problem("last_year", "Đến năm sớm hơn từ năm. Kiểm tra lại hai năm."))
    if not 0 <= facts.value <= LARGEST:
        problems.append(Problem("value", f"Chỉ tiêu phải từ 0 đến {thousands(LARGEST)}. Kiểm tra lại số."))
    if facts.source and facts.source not in codes.of("source"):
        problems.append(Problem("source", "Chọn nguồn trong danh sách."))
    elif facts.source and facts.indicator not in BY_SOURCE:
        sentence = "Chỉ tiêu theo nguồn chỉ dùng cho đảng viên mới kết nạp: sổ không biết nguồn của số khác."
        problems.append(Problem("source", sentence))
    return problems


def paper_problems(paper: Paper, today: date) -> list[Problem]:
    """Reasons against the document: parts left out, a day to come."""
    problems = []
    if not nfc(paper.number):
        problems.append(Problem("document_number", "Nhập số, ký hiệu văn bản, ví dụ Chỉ thị 49-CT/TU."))
    if paper.day > today:
        sentence = f"Ngày văn bản ({day_short(paper.day)}) ở tương lai. Kiểm tra lại ngày."
        problems.append(Problem("document_day", sentence))
    if not nfc(paper.issuer):
        problems.append(Problem("document_issuer", "Nhập cơ quan ban hành, ví dụ Ban Thường vụ Thành ủy."))
    return problems


def whole_problems(
    facts: TargetFacts, parent: Organization | None, replaced: DeclaredFigure | None = None
) -> list[Problem]:
    """The reasons why a target does not fit the others: it exceeds what it is a part of, or is less than its parts."""
    problems = []
    found = _without(_alike(DeclaredFigure.objects.standing().targets(), facts), replaced)
    own = found.filter(organization=facts.organization)
    if facts.source:
        whole = own.of_source("").first()
        others = sum(own.exclude(source="").exclude(source=facts.source).values_list("value", flat=True))
        if whole is not None and others + facts.value > whole.value:
            sentence = (
                f"Cộng các nguồn được {thousands(others + facts.value)}, vượt chỉ tiêu chung {thousands(whole.value)}. "
                "Giảm số này, hoặc sửa chỉ tiêu chung trước."
            )
            problems.append(Problem("value", sentence))
    else:
        parts = sum(own.exclude(source="").values_list("value", flat=True))
        if parts > facts.value:
            sentence = (
                f"Các nguồn đã giao cộng lại {thousands(parts)}, vượt số này ({thousands(facts.value)}). "
                "Tăng số này, hoặc sửa chỉ tiêu các nguồn trước."
            )
            problems.append(Problem("value", sentence))
    problems += _tree_problems(facts, parent, found.of_source(facts.source))
    return problems


def _tree_problems(facts: TargetFacts, parent: Organization | None, found: DeclaredFigureQuerySet) -> list[Problem]:
    problems = []
    day = date(facts.last_year, 12, 31)
    whole = found.filter(organization=parent).first() if parent is not None else None
    if whole is not None and parent is not None:
        siblings = _below(parent, day)
        beside = found.filter(organization__in=siblings).exclude(organization=facts.organization)
        others = sum(beside.values_list("value", flat=True))
        if others + facts.value > whole.value:
            sentence = (
                f"Cộng các đơn vị của {parent.name_on(day)} được {thousands(others + facts.value)}, vượt chỉ tiêu "
                f"{thousands(whole.value)} của nơi ấy. Giảm số này, hoặc sửa chỉ tiêu của {parent.name_on(day)} trước."
            )
            problems.append(Problem("value", sentence))
    parts = sum(found.filter(organization__in=_below(facts.organization, day)).values_list("value", flat=True))
    if parts > facts.value:
        sentence = (
            f"Các đơn vị ở dưới đã được giao cộng lại {thousands(parts)}, vượt số này ({thousands(facts.value)}). "
            "Tăng số này, hoặc sửa chỉ tiêu của các đơn vị ấy trước."
        )
        problems.append(Problem("value", sentence))
    return problems


def _below(organization: Organization, day: date) -> list[int]:
    return list(organization.child_placements.standing_on(day).values_list("organization", flat=True))


def share_problems(whole: DeclaredFigure, parts: Mapping[str, int], names: Mapping[str, str]) -> list[Problem]:
    """Reasons against parts of a target, by the name of the box each was typed in; `names` are theirs in sentences."""
    problems = [Problem(box, f"Phần của {names[box]} phải từ 0 trở lên.") for box, value in parts.items() if value < 0]
    total = sum(parts.values())
    if total > whole.value:
        sentence = (
            f"Các phần cộng lại {thousands(total)}, vượt chỉ tiêu {thousands(whole.value)}: thừa "
            f"{thousands(total - whole.value)}. Giảm bớt phần của các đơn vị."
        )
        problems.append(Problem("", sentence))
    elif total < whole.value:
        sentence = (
            f"Các phần cộng lại {thousands(total)}, còn {thousands(whole.value - total)} của chỉ tiêu "
            f"{thousands(whole.value)} chưa giao cho nơi nào. Thêm vào phần của các đơn vị cho đủ."
        )
        problems.append(Problem("", sentence))
    return problems


def withdraw_problems(figure: DeclaredFigure, reason: str, *, with_parts: bool) -> list[Problem]:
    """Reasons against withdrawing a target: done before, no reason, parts that would hang in the air."""
    problems = []
    if figure.voided_at is not None:
        problems.append(Problem("", "Chỉ tiêu này đã rút từ trước."))
    if not nfc(reason):
        problems.append(Problem("reason", "Nhập lý do rút chỉ tiêu."))
    parts = figure.shares.standing().count()
    if parts and not with_parts:
        sentence = f"Chỉ tiêu này đã phân bổ cho {parts} nơi. Đánh dấu vào ô này để rút cả các phần ấy."
        problems.append(Problem("with_parts", sentence))
    return problems


def correct_problems(figure: DeclaredFigure, reason: str) -> list[Problem]:
    """Reasons against correcting a target, besides those against the new one."""
    problems = []
    if figure.voided_at is not None:
        problems.append(Problem("", "Chỉ tiêu này đã rút hoặc đã sửa từ trước. Mở chỉ tiêu đang dùng rồi sửa."))
    if not nfc(reason):
        problems.append(Problem("reason", "Nhập lý do sửa."))
    return problems


@dataclass(frozen=True)
class SpellFacts:
    """From which day, up to and including which one, and by which document."""

    since: date
    until: date | None
    document: str

    @property
    def end(self) -> date:
        return date.fromordinal(self.until.toordinal() + 1) if self.until else FOREVER


def exemption_problems(cell: Organization, facts: SpellFacts, reason: str) -> list[Problem]:
    """Reasons against exempting a cell: no cell, no reason or document, exempt already."""
    problems = _spell_problems(cell, facts)
    if not nfc(reason):
        problems.append(Problem("reason", "Nhập lý do miễn, ví dụ: không còn nguồn."))
    placement = cell.placement_on(facts.since)
    if placement is not None and placement.kind not in CELLS:
        problems.append(Problem("organization", "Chỉ miễn cho chi bộ. Chọn một chi bộ."))
    standing = TargetExemption.objects.standing().filter(
        organization=cell, valid_from__lt=facts.end, valid_to__gt=facts.since
    )
    if (other := standing.first()) is not None:
        sentence = (
            f"Chi bộ này đã được miễn từ ngày {day_short(other.valid_from)}: {other.reason}. Cho thôi lần ấy trước."
        )
        problems.append(Problem("since", sentence))
    return problems


def follower_problems(
    unit: Organization, kind: UnitFollower.Kind, facts: SpellFacts, full_name: str, team: str
) -> list[Problem]:
    """Reasons against an assignment: nobody named, a group without a name, written down already."""
    problems = _spell_problems(unit, facts)
    if not nfc(full_name):
        problems.append(Problem("full_name", "Nhập họ và tên người được phân công."))
    if kind == UnitFollower.Kind.TEAM and not nfc(team):
        problems.append(Problem("team", "Nhập tên tổ vận động, ví dụ: Tổ vận động số 1."))
    standing = UnitFollower.objects.standing().filter(
        organization=unit, kind=kind, full_name=nfc(full_name), valid_from__lt=facts.end, valid_to__gt=facts.since
    )
    if (other := standing.first()) is not None:
        sentence = f"Đã ghi {other.full_name} phụ trách nơi này từ ngày {day_short(other.valid_from)}."
        problems.append(Problem("full_name", f"{sentence} Cho thôi lần ấy trước."))
    return problems


def _spell_problems(organization: Organization, facts: SpellFacts) -> list[Problem]:
    problems = []
    placement = organization.placement_on(facts.since)
    if placement is None or placement.is_archive:
        name = organization.name_on(facts.since)
        sentence = f"{name} không hoạt động vào ngày {day_short(facts.since)}. Kiểm tra lại ngày."
        problems.append(Problem("since", sentence))
    if facts.end <= facts.since:
        problems.append(Problem("until", "Đến ngày phải từ ngày bắt đầu trở đi. Kiểm tra lại hai ngày."))
    if not nfc(facts.document):
        problems.append(Problem("document", "Nhập văn bản: số, ký hiệu, ngày, cơ quan ban hành."))
    return problems


def ending_problems(spell: Spell, on: date, reason: str) -> list[Problem]:
    """Reasons against ending an exemption or an assignment on the first day on which it no longer holds."""
    problems = []
    if spell.voided_at is not None or spell.valid_to <= on:
        problems.append(Problem("on", "Việc này đã thôi từ trước ngày ấy. Kiểm tra lại ngày."))
    if on < spell.valid_from:
        sentence = f"Việc này bắt đầu từ ngày {day_short(spell.valid_from)}; ngày thôi không thể sớm hơn. "
        mend = f"Ghi nhầm cả thì nhập chính ngày {day_short(spell.valid_from)}."
        problems.append(Problem("on", sentence + mend))
    if not nfc(reason):
        problems.append(Problem("reason", "Nhập lý do hoặc văn bản cho thôi."))
    return problems


def overlapping(facts: TargetFacts) -> Sequence[str]:
    """Other spans of years that share a year with this one: two documents of the same year (said, not refused)."""
    found = DeclaredFigure.objects.standing().targets().filter(organization=facts.organization)
    found = found.of_indicator(facts.indicator).of_tier(facts.tier).of_source(facts.source)
    spans = found.touching(facts.first_year, facts.last_year).order_by("first_year", "last_year")
    return [
        f"{years_of(item.first_year, item.last_year)}: {thousands(item.value)}, theo {item.document}"
        for item in spans
        if (item.first_year, item.last_year) != (facts.first_year, facts.last_year)
    ]
