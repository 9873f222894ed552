"""SUM: parts that do not add up to their total, in sentences and in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from reports.figure_check.case import Case, Table, TableCell, is_total, joined, percent, shown
from reports.figure_check.findings import Finding, Klass, Verdict
from reports.figure_check.listings import Listing, Part, is_open, listings
from reports.figure_check.mentions import Mention, within
from reports.figure_check.sentences import Sentence
from reports.figure_check.wording import canonical

_NEAR_THREE, _NEAR_TWO = Fraction(6, 100), Fraction(4, 100)
"""How far parts under "trong đó" may stay below the whole before they are taken to name only some of it."""
_TELLS_MORE = re.compile(r";|,\s*(?:sinh hoạt|với|có|quản lý|trực thuộc)(?!\w)")
"""What ends the parts of a total: something else is told of it."""
_AFTERWARDS = re.compile(
    r"(?<!\w)(?:tổng cộng|cộng chung|tất cả là|tổng cả|tổng \d{1,2} (?:nơi|đơn vị|địa phương|xã|huyện) là|"
    r"(?<=[;,] )cộng(?=:? \d))(?!\w)"
)
_FAR = Fraction(15, 100)
_SUB_ROW = re.compile(r"\s*(?:[-–+•*]|trong đó)", re.IGNORECASE)
_ROMAN = re.compile(r"[IVXLC]+\.?|[A-H]\.?")
_LEAST_AGREEING = Fraction(6, 10)


def find(case: Case) -> Iterator[Finding]:
    """Sums that do not hold."""
    seen: set[tuple[int, ...]] = set()
    for listing in listings(case):
        key = (listing.sentence.number, *(part.mention.start for part in listing.parts))
        finding = _listed(case, listing) if key not in seen else None
        if finding is not None:
            seen.add(key)
            yield finding
    for sentence in case.sentences:
        yield from _added_up(case, sentence)
    for table in case.tables:
        yield from _columns(case, table)
        yield from _rows(case, table)


def _added_up(case: Case, sentence: Sentence) -> Iterator[Finding]:
    """ "12 lớp …, 8 lớp …; tổng cộng 20 lớp": a total after its parts."""
    for cue in _AFTERWARDS.finditer(sentence.low):
        for total in case.of(sentence):
            if total.start < cue.end() or not total.counts or not total.unit or total.operator or total.is_aim:
                continue
            if re.search(r"[;:]|[.]\s", sentence.low[cue.end() : total.start]):
                break
            parts = _before(case, sentence, cue.start(), total)
            added = sum((mention.value for mention in parts), Fraction(0))
            if len(parts) < 2 or added == total.value or abs(added - total.value) > _FAR * total.value:
                continue
            terms = joined([shown(mention.value) for mention in parts])
            yield case.finding(
                Klass.SUM,
                Verdict.WRONG,
                f"Các số nêu trước cộng lại là {shown(added)} {total.unit}, văn bản ghi tổng cộng {total.printed}.",
                (total.span, *(mention.span for mention in parts)),
                printed=total.printed,
                computed=shown(added),
                arithmetic=f"{terms} = {shown(added)}; tổng in: {total.printed}",
                repairs=(f"Sửa tổng {total.printed} thành {shown(added)}",),
            )


def _before(case: Case, sentence: Sentence, cue: int, total: Mention) -> list[Mention]:
    """The parts of a total that comes after them: those of its noun, those in the bracket just before it, or those
    after a colon that have no noun ("Theo khoa: Khoa Sư phạm 31, …; cộng 97 đồng chí")."""
    found = [
        mention
        for mention in case.of(sentence)
        if mention.start < cue and mention.counts and mention.of is None and not mention.operator and not mention.is_aim
    ]
    alike = [mention for mention in found if canonical(mention.unit) == canonical(total.unit)]
    plain = [mention for mention in alike if not mention.bracket]
    if plain:
        colon = sentence.low.rfind(": ", 0, cue)
        listed = [mention for mention in found if mention.start > colon > 0 and not mention.bracket]
        if all(mention in listed and mention.kind in {"", total.kind} for mention in found) and len(listed) > len(
            plain
        ):
            return listed
        return plain
    closed = sentence.text[:cue].rstrip(" ,;")
    if closed.endswith(")"):
        return [mention for mention in alike if mention.bracket == sentence.depths[len(closed) - 1]]
    colon = sentence.low.rfind(": ", 0, cue)
    bare = [mention for mention in found if mention.start > colon > 0 and not mention.bracket]
    kin = [mention for mention in found if mention.kind in {"", total.kind}]
    return bare if bare == kin and not any(mention.unit for mention in bare) else []


def fails(listing: Listing) -> Verdict | None:
    """Whether the parts contradict the total, and how surely; None when they do not."""
    if any(_agrees(listing, total.value) or within(total, listing.sum) for total in listing.totals):
        return None
    total = listing.total
    if any(part.mention.operator for part in listing.parts):
        return None
    whole = listing.shares_make_a_whole
    if any(part.mention.value > total.value for part in listing.parts) and not total.operator:
        larger = any(max(part.mention.value for part in listing.parts) <= other.value for other in listing.totals)
        return None if larger else Verdict.WRONG
    if total.operator or is_open(listing) or len(listing.parts) < 2:
        return None
    if not listing.told and abs(listing.sum - total.value) > _FAR * total.value:
        return None
    if whole or (listing.all and not listing.overlaps):
        return Verdict.WRONG if listing.told or whole else Verdict.DOUBTFUL
    if listing.overlaps:
        return None
    if listing.sum > total.value:
        other = any(listing.sum <= total.value for total in listing.totals)
        return None if other else Verdict.WRONG
    near = _NEAR_THREE if len(listing.parts) > 2 else _NEAR_TWO
    return Verdict.DOUBTFUL if total.value - listing.sum <= near * total.value else None


def _agrees(listing: Listing, total: Fraction) -> bool:
    """The parts, or the first of them: after "gồm 30 đảng bộ và 22 chi bộ, 410 chi bộ …" other things may come."""
    added = Fraction(0)
    for number, part in enumerate(listing.parts, start=1):
        added += part.mention.value
        if added != total or (number == 1 and len(listing.parts) > 1):
            continue
        after = listing.parts[number].mention.start if number < len(listing.parts) else None
        if after is None or _TELLS_MORE.search(listing.sentence.low[part.mention.end : after]):
            return True
    return False


def _listed(case: Case, listing: Listing) -> Finding | None:
    verdict = fails(listing)
    if verdict is None:
        return None
    total, added = listing.total, listing.sum
    terms = [shown(part.mention.value, part.mention.places) for part in listing.parts]
    gap = added - total.value
    more = f"nhiều hơn {shown(gap)}" if gap > 0 else f"ít hơn {shown(-gap)}"
    unit = f" {total.unit}" if total.unit else ""
    spans = (total.span, *(part.mention.span for part in listing.parts))
    base = f"{shown(added)} (tổng các phần)" if listing.shares_make_a_whole else None
    return case.finding(
        Klass.SUM,
        verdict,
        f"Các phần cộng lại là {shown(added)}, {more} so với tổng {shown(total.value)}{unit} ghi trong câu.",
        spans,
        printed=shown(total.value, total.places),
        computed=shown(added),
        arithmetic=f"{joined(terms)} = {shown(added)}; tổng in: {shown(total.value)}; chênh {shown(abs(gap))}",
        base=base,
        repairs=tuple(_repairs(listing)),
    )


def _repairs(listing: Listing) -> Iterator[str]:
    total, added = listing.total.value, listing.sum
    for part in listing.parts:
        mended = total - (added - part.mention.value)
        if 0 < mended < total or (mended == 0 and len(listing.parts) > 2):
            yield _mended_part(listing, part, mended)
        if len(listing.parts) > 6:
            break
    yield f"Sửa tổng {shown(total)} thành {shown(added)}"


def _mended_part(listing: Listing, part: Part, mended: Fraction) -> str:
    total = listing.total.value
    told = f"Sửa {shown(part.mention.value)} thành {shown(mended)}"
    if listing.shares is None or not total:
        return told
    others = [
        f"{shown(mended if other is part else other.mention.value)} chiếm "
        f"{percent(100 * (mended if other is part else other.mention.value) / total)}"
        for other in listing.parts
    ]
    return f"{told} ({'; '.join(others)})"


# Tables -----------------------------------------------------------------------------------------------------------


def _columns(case: Case, table: Table) -> Iterator[Finding]:
    totals = [row for row in table.rows if is_total(table.label(row))]
    for column in table.columns:
        for total in totals:
            cell = table.value(total, column)
            if cell is None or cell.percent or "%" in table.heading(column) or _is_ratio(table.heading(column)):
                continue
            ways = list(_ways(table, column, total, totals))
            if not ways or any(_adds_up(way, cell) for way in ways):
                continue
            yield _column_finding(case, table, column, cell, ways[0])


def _is_ratio(heading: str) -> bool:
    return bool(re.search(r"tỷ lệ|tỉ lệ|bình quân|trung bình|xếp|thứ tự|năm", heading.lower()))


def _ways(table: Table, column: int, total: int, totals: Sequence[int]) -> Iterator[list[TableCell]]:
    """The rows a total may be of: those above it back to the total before, those below it, those of the first rank."""
    above = [row for row in table.rows if row < total]
    below = [row for row in table.rows if row > total]
    before = [row for row in totals if row < total]
    after = [row for row in totals if row > total]
    candidates = [
        [row for row in above if row > max(before, default=0)],
        [row for row in above if row not in totals],
        [row for row in below if row < min(after, default=10**6)],
        [row for row in below if row not in totals],
        list(before),
        [row for row in after if row in below],
    ]
    for rows in candidates:
        for chosen in (
            rows,
            [row for row in rows if not _is_sub(table, row)],
            [row for row in rows if _is_first_rank(table, row)],
        ):
            cells = [cell for row in chosen if (cell := table.value(row, column))]
            if len(cells) > 1:
                yield cells


def _is_sub(table: Table, row: int) -> bool:
    first = table.cells.get((row, 1))
    return bool(_SUB_ROW.match(table.label(row)) or (first is not None and first.text.strip() in {"-", "+", "–"}))


def _is_first_rank(table: Table, row: int) -> bool:
    first = table.cells.get((row, 1))
    return first is not None and bool(_ROMAN.fullmatch(first.text.strip()))


def _adds_up(cells: Sequence[TableCell], total: TableCell) -> bool:
    added = sum((cell.value for cell in cells if cell.value is not None), Fraction(0))
    return total.value == added or (bool(total.places) and abs((total.value or 0) - added) <= Fraction(len(cells), 20))


def _column_finding(case: Case, table: Table, column: int, total: TableCell, cells: Sequence[TableCell]) -> Finding:
    assert total.value is not None
    values = [cell.value for cell in cells if cell.value is not None]
    added = sum(values, Fraction(0))
    name = table.heading(column) or f"cột {column}"
    gap = abs(added - total.value)
    return case.finding(
        Klass.SUM,
        Verdict.WRONG,
        f"Cột “{name}”: các dòng cộng lại là {shown(added)}, dòng “{total.row_label}” ghi {shown(total.value)}.",
        (total.span, *(cell.span for cell in cells)),
        printed=shown(total.value, total.places),
        computed=shown(added),
        arithmetic=f"{joined([shown(value) for value in values])} = {shown(added)}; dòng tổng in {shown(total.value)}; "
        f"chênh {shown(gap)}",
        repairs=(f"Sửa dòng tổng thành {shown(added)}", f"Tìm dòng ghi sai: chênh {shown(gap)}"),
    )


def _rows(case: Case, table: Table) -> Iterator[Finding]:
    """A column called a total against the columns beside it, where most rows say that it is one."""
    totals = [column for column in table.columns if is_total(table.heading(column).split(" – ")[-1])]
    if len(totals) != 1:
        return
    total = totals[0]
    others = [
        column for column in table.columns if column != total and not _is_ratio_or_percent(table, column)
    ]  # fmt: skip
    if len(others) < 2:
        return
    agreeing, failing = 0, []
    for row in table.rows:
        cell = table.value(row, total)
        parts = [part for column in others if (part := table.value(row, column))]
        if cell is None or len(parts) != len(others):
            continue
        if _adds_up(parts, cell):
            agreeing += 1
        else:
            failing.append((cell, parts))
    if not failing or agreeing < _LEAST_AGREEING * (agreeing + len(failing)):
        return
    for cell, parts in failing:
        values = [part.value for part in parts if part.value is not None]
        added = sum(values, Fraction(0))
        yield case.finding(
            Klass.SUM,
            Verdict.WRONG,
            f"Dòng “{cell.row_label}”: các cột cộng lại là {shown(added)}, cột “{cell.column_label}” ghi "
            f"{shown(cell.value or Fraction(0))}.",
            (cell.span, *(part.span for part in parts)),
            printed=shown(cell.value or Fraction(0)),
            computed=shown(added),
            arithmetic=f"{joined([shown(value) for value in values])} = {shown(added)}",
            repairs=(f"Sửa cột tổng thành {shown(added)}",),
        )


def _is_ratio_or_percent(table: Table, column: int) -> bool:
    cells = [cell for row in table.rows if (cell := table.value(row, column))]
    heading = table.heading(column)
    return (
        any(cell.percent for cell in cells)
        or "%" in heading
        or bool(re.search(r"tỷ lệ|tỉ lệ|bình quân", heading.lower()))
    )
