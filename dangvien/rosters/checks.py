"""What is wrong within a row that no single cell shows, and within a file that no single row shows.

Ages and months are those of the rules in force on the day of the event. A row is first read; these checks look at what
was understood, so a cell that could not be read is not blamed twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from dangvien import rules
from dangvien.dates import PartialDate, add_months, full_years
from dangvien.rosters.values.base import ERROR, WARNING, Finding
from dangvien.rosters.values.choices import is_passed
from dangvien.text import day_full, sort_key

Told = tuple[str, Finding]
"""Field → what is to be seen about its cell."""

BIRTH, ADMITTED, OFFICIAL, ISSUED = "ngay_sinh", "ngay_vao_dang", "ngay_chinh_thuc", "ngay_cap"
_LABELS = {ISSUED: "ngày cấp", BIRTH: "ngày sinh", ADMITTED: "ngày vào Đảng", OFFICIAL: "ngày chính thức"}
_FULL = 10
"""Length of a day in ISO form."""


@lru_cache(maxsize=50_000)
def _day(iso: str) -> date:
    return date.fromisoformat(iso)


@lru_cache(maxsize=50_000)
def _limits(admitted: str) -> tuple[int, int]:
    """Lowest age and months of probation of whoever was admitted on a day."""
    known = rules.on(_day(admitted))
    return known.min_age.value, known.probation_months.value


def of_member(values: Mapping[str, Any]) -> list[Told]:
    """Days of a member that contradict each other."""
    admitted = values.get(ADMITTED)
    if not admitted:
        return []
    birth, official = values.get(BIRTH), values.get(OFFICIAL)
    told: list[Told] = []
    min_age, probation = _limits(admitted)
    on = _day(admitted)
    # Years alone decide nearly always; days are looked at near the limit only.
    if birth and int(admitted[:4]) - int(birth[:4]) <= min_age:
        first = PartialDate.from_iso(birth).earliest()
        if full_years(first, on) < min_age:
            told.append((ADMITTED, _too_young(first, on, min_age)))
    if official and (official < admitted or int(official[:4]) - int(admitted[:4]) <= (probation + 11) // 12):
        told += _of_official(on, _day(official), probation)
    if told and (pair := _turned_round(birth, admitted, official)):
        return [*_swapped(pair), *(kept for kept in told if kept[0] not in pair)]
    return told


def _too_young(birth: date, on: date, min_age: int) -> Finding:
    if on < birth:
        return Finding(
            "age_under_18",
            ERROR,
            f"ngày vào Đảng {day_full(on)} trước ngày sinh.",
            "Xem lại ngày sinh và ngày vào Đảng.",
        )
    return Finding(
        "age_under_18",
        ERROR,
        f"khi vào Đảng ngày {day_full(on)} mới {full_years(birth, on)} tuổi, chưa đủ {min_age} tuổi.",
        "Xem lại ngày sinh và ngày vào Đảng; hồ sơ cũ đúng như vậy thì ghi người này trên màn hình, kèm văn bản.",
    )


def _of_official(admitted: date, official: date, probation: int) -> list[Told]:
    if official < admitted:
        sentence = f"ngày chính thức {day_full(official)} trước ngày vào Đảng {day_full(admitted)}."
        return [(OFFICIAL, Finding("date_order", ERROR, sentence, "Xem lại hai ngày."))]
    if official < add_months(admitted, probation):
        sentence = (
            f"ngày chính thức {day_full(official)} chưa đủ {probation} tháng từ ngày vào Đảng {day_full(admitted)}."
        )
        mend = "Xem lại hai ngày; hồ sơ cũ đúng như vậy thì để nguyên, sổ ghi như trong tệp."
        return [(OFFICIAL, Finding("official_under_12_months", WARNING, sentence, mend))]
    return []


def _turned_round(birth: str | None, admitted: str, official: str | None) -> tuple[str, str] | None:
    """The two cells that hold each other's days, if only one exchange makes everything right."""
    if not birth or len(birth) != _FULL:
        birth = None
    days = {BIRTH: birth, ADMITTED: admitted, OFFICIAL: official}
    right = []
    for pair in ((BIRTH, ADMITTED), (ADMITTED, OFFICIAL), (BIRTH, OFFICIAL)):
        one, other = pair
        if days[one] and days[other] and _is_right(days | {one: days[other], other: days[one]}):
            right.append(pair)
    return right[0] if len(right) == 1 else None


def _is_right(days: Mapping[str, str | None]) -> bool:
    birth, admitted, official = days[BIRTH], days[ADMITTED], days[OFFICIAL]
    if not admitted or not (birth or official):
        return False
    min_age, probation = _limits(admitted)
    if birth and full_years(_day(birth), _day(admitted)) < min_age:
        return False
    return not official or add_months(_day(admitted), probation) <= _day(official)


def _swapped(pair: tuple[str, str]) -> list[Told]:
    one, other = pair
    sentence = f"hình như {_LABELS[one]} và {_LABELS[other]} ghi đổi chỗ cho nhau."
    return [(key, swapped_cells(sentence)) for key in pair]


def swapped_cells(sentence: str) -> Finding:
    """Said at each of two cells that hold each other's values."""
    return Finding("cells_swapped", ERROR, sentence, "Đổi lại hai ô nếu đúng vậy.")


def of_learner(values: Mapping[str, Any], asked: Collection[str]) -> list[Told]:
    """A result and a certificate that contradict each other. `asked`: fields that the list has and that were read."""
    result, birth, issued = values.get("ket_qua"), values.get(BIRTH), values.get(ISSUED)
    if birth and issued and issued < birth:
        # Nobody gets a certificate before being born.
        return _swapped((BIRTH, ISSUED))
    if not result:
        return []
    if not is_passed(result):
        if values.get("so_gcn"):
            sentence = f"kết quả “{result}” nhưng có số giấy chứng nhận."
            return [("so_gcn", Finding("certificate_unexpected", WARNING, sentence, "Xem lại kết quả hoặc số giấy."))]
        return []
    told: list[Told] = []
    for key, what in (("so_gcn", "số giấy chứng nhận"), ("ngay_cap", "ngày cấp giấy chứng nhận")):
        if key in asked and not values.get(key):
            sentence = f"kết quả “{result}” nhưng chưa có {what}."
            told.append((key, Finding("certificate_missing", WARNING, sentence, "Ghi thêm khi đã cấp giấy.")))
    return told


class Seen(NamedTuple):
    """What of a row is compared with other rows. `order` counts rows of the file."""

    order: int
    name: str | None
    birth: str | None
    numbers: tuple[tuple[str, str], ...]
    """(field, number) of a card, a citizen, a certificate."""

    def number(self, key: str) -> str | None:
        return next((number for field, number in self.numbers if field == key), None)


_TWICE = {
    "so_the": ("card_duplicate", "số thẻ"),
    "so_cccd": ("citizen_duplicate", "số căn cước"),
    "so_gcn": ("certificate_duplicate", "số giấy chứng nhận"),
}


COMPARED = ("ho_ten", *_TWICE)
"""The fields that something may be said about when the rows of a file are compared."""


class Across:
    """Compares the rows of a whole file. The first of several rows is told, the others must be mended.

    `place_of` says how a row is called, by its place among the rows.
    """

    def __init__(self, place_of: Callable[[int], str]) -> None:
        self._place_of = place_of
        self._by_birth: dict[str, list[Seen]] = defaultdict(list)
        self._first: dict[tuple[str, str], Seen] = {}
        self._by_number: dict[tuple[str, str], list[Seen]] = {}
        """The rows of a number that more than one has."""
        self._count = 0

    def add(self, values: Mapping[str, Any]) -> int:
        """Takes note of a row; gives its place among the rows of the file."""
        numbers = tuple([(key, number) for key in _TWICE if (number := values.get(key))])
        seen = Seen(self._count, values.get("ho_ten"), values.get(BIRTH), numbers)
        if seen.name and seen.birth:
            self._by_birth[seen.birth].append(seen)
        for pair in numbers:
            first = self._first.setdefault(pair, seen)
            if first is not seen:
                self._by_number.setdefault(pair, [first]).append(seen)
        self._count += 1
        return seen.order

    def told(self) -> dict[int, list[Told]]:
        """What is to be seen about each row (by its place among the rows), of fields in any order."""
        found: dict[int, list[Told]] = defaultdict(list)
        same: set[tuple[int, int]] = set()
        for rows in self._by_birth.values():
            if len(rows) > 1:
                for people in _by_name(rows):
                    self._people(people, found, same)
        for (key, number), rows in self._by_number.items():
            others = [row for row in rows if (rows[0].order, row.order) not in same]
            if len(others) > 1:
                self._numbers(key, number, others, found)
        return found

    def _people(self, rows: Sequence[Seen], found: dict[int, list[Told]], same: set[tuple[int, int]]) -> None:
        first = rows[0]
        grave = False
        for row in rows[1:]:
            differ = _differ(first, row) or len(row.birth or "") < _FULL
            if not differ:
                same.add((first.order, row.order))
                grave = True
            severity = WARNING if differ else ERROR
            like = "trùng họ tên và ngày sinh với" if differ else "là người đã ghi ở"
            mend = "Hai người khác nhau thì để nguyên." if differ else "Bỏ một dòng, hoặc sửa lại họ tên, ngày sinh."
            found[row.order].append(
                ("ho_ten", Finding("duplicate_person", severity, f"{like} {self._place_of(first.order)}.", mend))
            )
        places = ", ".join(self._place_of(row.order) for row in rows[1:3])
        mend = "Dòng này vẫn ghi được; dòng sau phải bỏ hoặc sửa." if grave else "Hai người khác nhau thì để nguyên."
        found[first.order].append(
            ("ho_ten", Finding("duplicate_person", WARNING, f"người này còn được ghi ở {places}.", mend))
        )

    def _numbers(self, key: str, number: str, rows: Sequence[Seen], found: dict[int, list[Told]]) -> None:
        code, what = _TWICE[key]
        first = rows[0]
        for row in rows[1:]:
            sentence = f"{what} {number} đã ghi cho người khác ở {self._place_of(first.order)}."
            found[row.order].append((key, Finding(code, ERROR, sentence, "Xem lại số của hai người.")))
        places = ", ".join(self._place_of(row.order) for row in rows[1:3])
        sentence = f"{what} {number} còn ghi cho người khác ở {places}."
        found[first.order].append((key, Finding(code, WARNING, sentence, "Xem lại số của hai người.")))


def _by_name(rows: Sequence[Seen]) -> Iterator[list[Seen]]:
    """Rows of one birth that bear one name, whatever the case and the place of the tone."""
    found: dict[str, list[Seen]] = defaultdict(list)
    for row in rows:
        found[sort_key(row.name or "")].append(row)
    yield from (people for people in found.values() if len(people) > 1)


def _differ(one: Seen, other: Seen) -> bool:
    """Both have a number of the same kind, and not the same."""
    return any(
        (mine := one.number(key)) and (theirs := other.number(key)) and mine != theirs for key in ("so_the", "so_cccd")
    )
