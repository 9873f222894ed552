"""Rà soát, sàng lọc: whom the clauses on leaving the Party and on keeping in touch ask a committee to look at.

Each list says on which ground somebody stands in it and how long it has lasted; nothing of it is written down, and
nobody is struck off by it. The figures of who left add up by direct subordinate, in the tree of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.db.models.functions import ExtractYear

from dangvien import codes, rules
from dangvien.dates import add_months
from dangvien.models import Kind, MemberStatus, Movement, Organization, Person, Rating, StatusKind, Transfer
from dangvien.models.movement import MovementQuerySet
from dangvien.models.transfer import TransferReason
from dangvien.procedure.places import Place, places_of
from dangvien.procedure.progress_lists import Due
from dangvien.procedure.transfer_lists import Tab, TransferLine, lines_of, rows_of
from dangvien.procedure.transfers import Clock, Running
from dangvien.scope import Scope

FAILED = "khong"
FAR_AWAY = "Chi bộ giữ liên lạc với đảng viên đi làm ăn xa"
LEFT = (Kind.XOA_TEN, Kind.XIN_RA, Kind.KHAI_TRU)
YEARS = 5
READ = ("member__person", "member__organization", "origin", "destination")


class Review(StrEnum):
    """One of the lists; the value stands in addresses."""

    HAI_NAM = "hai-nam"
    CHUA_NOP = "chua-nop"
    MAT_LIEN_LAC = "mat-lien-lac"
    DI_XA = "di-xa"
    XUAT_NGU = "xuat-ngu"
    RA_KHOI = "ra-khoi"

    @property
    def label(self) -> str:
        return _TOLD[self][0]

    @property
    def nobody(self) -> str:
        """The sentence of an empty list."""
        return _TOLD[self][1]


_TOLD = {
    Review.HAI_NAM: (
        "Hai năm liền không hoàn thành",
        "Không có đảng viên nào hai năm liền xếp loại không hoàn thành nhiệm vụ.",
    ),
    Review.CHUA_NOP: (
        "Quá hạn nộp hồ sơ chuyển",
        "Không có đảng viên nào quá hạn nộp hồ sơ chuyển sinh hoạt tại nơi đến.",
    ),
    Review.MAT_LIEN_LAC: ("Mất liên lạc", "Không có đảng viên nào đang ghi mất liên lạc."),
    Review.DI_XA: ("Đi làm ăn xa", "Không có đảng viên nào đang ghi đi làm ăn xa."),
    Review.XUAT_NGU: ("Xuất ngũ, chưa tiếp nhận", "Không có đảng viên xuất ngũ nào đang chờ tiếp nhận."),
    Review.RA_KHOI: ("Ra khỏi Đảng theo năm", "Không có ai bị xóa tên, xin ra hay bị khai trừ trong những năm này."),
}


@dataclass(frozen=True)
class ReviewLine:
    """One member of a list: on which ground, since when, by when, and where the next act is."""

    person: Person
    member: int | None
    """None where the member's page is outside of the reader's scope."""
    place: Place | None
    what: str
    ground: str
    since: date | None = None
    lasts: str = ""
    due: Due | None = None
    contact: str = ""
    transfer: int | None = None


def rows_under(scope: Scope, review: Review) -> QuerySet[Any] | Sequence[Any]:
    """The rows of a list, what has lasted longest first."""
    match review:
        case Review.HAI_NAM:
            return _failed_twice(scope)
        case Review.CHUA_NOP:
            lines = lines_of(rows_of(scope, Tab.CHO_NOI_DEN).select_related(*READ), scope)
            return [line for line in lines if (clock := _missing(line)) and clock.due.day < scope.today]
        case Review.XUAT_NGU:
            waiting = [rows_of(scope, tab).values("pk") for tab in (Tab.CHO_NOI_DEN, Tab.CHO_TIEP_NHAN)]
            home = scope.transfers.filter(reason=TransferReason.XUAT_NGU)
            return (
                (home.filter(pk__in=waiting[0]) | home.filter(pk__in=waiting[1])).select_related(*READ).oldest_first()
            )
        case Review.RA_KHOI:
            return []
        case _:
            kind = StatusKind.DI_XA if review is Review.DI_XA else StatusKind.MAT_LIEN_LAC
            found = scope.member_statuses.in_force_on(scope.today).filter(kind=kind)
            return found.sorted_by("tu").select_related("member__person")


def _failed_twice(scope: Scope) -> QuerySet[Rating]:
    """The last rating of members who failed in that year and in the years before it, as many as the rule says."""
    others = Rating.objects.standing().filter(member=OuterRef("member"))
    found = scope.ratings.standing().filter(level=FAILED)
    for back in range(1, rules.on(scope.today).poor_rating_years.value):
        found = found.filter(Exists(others.filter(year=OuterRef("year") - back, level=FAILED)))
    return (
        found.exclude(Exists(others.filter(year__gt=OuterRef("year"))))
        .order_by("-year", "member__person__sort_key", "pk")
        .select_related("member__person")
    )


def lines_for(scope: Scope, review: Review, rows: Iterable[Any]) -> list[ReviewLine]:
    """The lines of some rows; so many queries, however many rows."""
    found = list(rows)
    if review is Review.XUAT_NGU:
        found = lines_of(found, scope)
    if review in (Review.XUAT_NGU, Review.CHUA_NOP):
        places = places_of([line.transfer.member.organization_id for line in found], scope.today)
        return [_of_transfer(line, review, places, scope.today) for line in found]
    places = places_of([row.member.organization_id for row in found], scope.today)
    told = _of_rating if review is Review.HAI_NAM else _of_status
    return [told(row, places, scope.today) for row in found]


def _of_rating(row: Rating, places: Mapping[int, Place], today: date) -> ReviewLine:
    rule = rules.on(today).poor_rating_years
    what = f"{row.year - rule.value + 1}–{row.year}: {codes.of('rating').label(FAILED).lower()}"
    ground = f"{rule.cited}: {rule.value} năm liền; mức xếp loại do cấp ủy xem xét"
    return ReviewLine(row.member.person, row.member_id, _place(row, places), what, ground)


def _of_status(row: MemberStatus, places: Mapping[int, Place], today: date) -> ReviewLine:
    far = row.kind == StatusKind.DI_XA
    rule = rules.on(row.since).absence_months
    due = row.until if far else add_months(row.since, rule.value)
    ground = f"{rule.cited}: không sinh hoạt, không đóng đảng phí {rule.value} tháng trong năm"
    return ReviewLine(
        row.member.person,
        row.member_id,
        _place(row, places),
        row.place if far else "Mất liên lạc",
        FAR_AWAY if far else ground,
        row.since,
        months_words(row.since, today),
        Due(due, today) if due else None,
        row.contact,
    )


def _of_transfer(line: TransferLine, review: Review, places: Mapping[int, Place], today: date) -> ReviewLine:
    clock = _missing(line) if review is Review.CHUA_NOP else line.due
    since = clock.started_on if clock else line.since
    return ReviewLine(
        line.transfer.member.person,
        line.member_page,
        _place(line.transfer, places),
        f"Từ {line.origin} đến {line.destination}",
        clock.source if clock else "",
        since,
        months_words(since, today) if since else "",
        clock.due if clock else None,
        transfer=line.transfer.pk,
    )


def _missing(line: TransferLine) -> Running | None:
    return next((item for item in line.clocks if item.clock is Clock.CHUA_NOP), None)


def _place(row: Rating | MemberStatus | Transfer, places: Mapping[int, Place]) -> Place | None:
    return places.get(row.member.organization_id or 0)


def months_words(since: date, today: date) -> str:
    """How long something has lasted: whole months, or days in the first one."""
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    return f"{months} tháng" if months > 0 else f"{max((today - since).days, 0)} ngày"


# Who left, by year and direct subordinate


@dataclass(frozen=True)
class TrendRow:
    """A direct subordinate, or what was written at the organization itself, with its numbers."""

    label: str
    organization: int
    own: bool
    cells: tuple[tuple[Kind, int, int], ...]
    """Kind, year and how many."""


@dataclass(frozen=True)
class Trend:
    """The table: rows by direct subordinate, the sum under them."""

    years: tuple[int, ...]
    rows: tuple[TrendRow, ...]
    total: tuple[int, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return LEFT


def trend_of(scope: Scope, top: Organization | None) -> Trend:
    """Those who left in the last years, below `top` or else below each root of the scope (two queries)."""
    years = tuple(range(scope.today.year - YEARS + 1, scope.today.year + 1))
    standing = {row.organization_id: row for row in scope.placements.in_force_on(scope.today).in_order()}
    roots = {top.pk} if top else set(scope.roots)
    if len(roots) > 1:
        roots = {key for key in roots if not roots & set(_line(key, standing)[1:])}
    counts: dict[tuple[int, Kind, int], int] = {}
    grouped = _left(scope).filter(occurred_on__year__gte=years[0], occurred_on__year__lte=years[-1])
    for key, kind, year, people in (
        grouped.annotate(year=ExtractYear("occurred_on")).order_by()
        .values_list("organization_id", "kind", "year").annotate(people=Sum("weight"))
    ):  # fmt: skip
        branch = _branch(key, roots, standing)
        if branch is not None:
            counts[branch, Kind(kind), year] = counts.get((branch, Kind(kind), year), 0) + people
    children = [row for row in standing.values() if row.parent_id in roots] if len(roots) == 1 else []
    shown = [(row.organization_id, row.label) for row in children]
    shown += [(key, standing[key].label if key in standing else "Tổ chức đã kết thúc") for key in sorted(roots)]
    columns = [(kind, year) for kind in LEFT for year in years]
    rows = []
    for key, label in shown:
        own = key in roots and len(roots) == 1 and bool(children)
        cells = tuple((kind, year, counts.get((key, kind, year), 0)) for kind, year in columns)
        if not own or any(number for *_, number in cells):
            rows.append(TrendRow(f"Ghi thẳng tại {label}" if own else label, key, own, cells))
    total = tuple(sum(row.cells[place][2] for row in rows) for place in range(len(columns)))
    return Trend(years, tuple(rows), total)


def people_who_left(scope: Scope, kind: Kind, year: int, own: Organization | None = None) -> MovementQuerySet:
    """The lines behind a number: those that stand, of the whole scope or of one organization itself."""
    found = _left(scope).standing().filter(kind=kind, occurred_on__year=year)
    if own is not None:
        found = found.filter(organization=own)
    return found.select_related("member__person", "organization").order_by(F("occurred_on").desc(), "pk")


def left_lines(scope: Scope, rows: Iterable[Movement]) -> list[ReviewLine]:
    """Those who left as lines: the ground of the line, the day."""
    found = list(rows)
    places = places_of([row.organization_id for row in found], scope.today)
    return [
        ReviewLine(row.member.person, row.member_id, places.get(row.organization_id), row.get_kind_display(),
                   row.ground_label, row.occurred_on)
        for row in found
    ]  # fmt: skip


def _left(scope: Scope) -> MovementQuerySet:
    return scope.movements.filter(kind__in=LEFT)


def _line(key: int, standing: Mapping[int, Any]) -> list[int]:
    line = [key]
    while (row := standing.get(line[-1])) is not None and row.parent_id and row.parent_id not in line:
        line.append(row.parent_id)
    return line


def _branch(key: int, roots: set[int], standing: Mapping[int, Any]) -> int | None:
    """The direct subordinate above an organization, or the root itself; with several roots always the root."""
    line = _line(key, standing)
    for place, step in enumerate(line):
        if step in roots:
            return step if place == 0 or len(roots) > 1 else line[place - 1]
    return None
