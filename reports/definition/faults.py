"""What can be wrong with the rows and columns of a report, told when the catalogue is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.definition.columns import (
    UNIT,
    AnyColumn,
    Base,
    Column,
    Conversion,
    Growth,
    Points,
    Ratio,
    Running,
    Share,
    Streak,
    Text,
)
from reports.definition.heads import AnyHead, EachCode, EachPeriod, Group
from reports.definition.rows import (
    BandRows,
    Computed,
    CriteriaRows,
    Criterion,
    ItemRows,
    Mean,
    OrganizationRows,
    Partition,
    PeriodRows,
    Rows,
    walk,
)

HOW_MANY, WHICH = "so_don_vi", "ten_don_vi"
"""The columns that a table of bands may have: how many organizations, and their names."""


def faults_of_table(rows: Rows, heads: Sequence[AnyHead], leaves: Sequence[AnyColumn]) -> Iterator[str]:
    """Sentences about what does not fit together. `leaves` is the header written out for some period."""
    if not leaves:
        yield "không có cột"
    codes = [column.code for column in leaves]
    if len(codes) != len(set(codes)):
        yield "hai cột trùng mã"
    for column in leaves:
        yield from _references(column, leaves)
        yield from _kind(column, rows)
    yield from _wholes(heads, codes)
    repeated = {column.code for head in heads if isinstance(head, EachPeriod) for column in head.columns}
    for column in leaves:
        if isinstance(column, Streak) and column.each not in repeated:
            yield f"cột {column.code} cần cột {column.each} lặp lại theo kỳ"
    if isinstance(rows, CriteriaRows):
        yield from _criteria(rows, leaves)
    if isinstance(rows, OrganizationRows) and not (rows.kinds or rows.direct):
        yield "thiếu loại tổ chức của các dòng"
    if isinstance(rows, OrganizationRows) and rows.direct and rows.levels:
        yield "dòng ngay dưới nơi xem báo cáo không chia bậc được"
    if isinstance(rows, OrganizationRows) and rows.ranking and rows.ranking.by not in codes:
        yield f"xếp hạng theo cột {rows.ranking.by} không có"
    if isinstance(rows, BandRows):
        if rows.of not in {column.code for column in rows.columns}:
            yield f"chia mức theo cột {rows.of} không có"
        yield from faults_of_table(rows.rows, rows.columns, rows.columns)


def _wholes(heads: Sequence[AnyHead], codes: Sequence[str]) -> Iterator[str]:
    for head in heads:
        if isinstance(head, Group):
            yield from _wholes(head.columns, codes)
        elif isinstance(head, EachCode):
            inside = {column.code for column in head.columns}
            for part, whole in head.wholes.items():
                if part not in inside or whole not in codes:
                    by = head.dimension.label.lower()
                    yield f"các cột chia theo {by} cần cột {part} ở trong và cột {whole} ở ngoài"


def _references(column: AnyColumn, leaves: Sequence[AnyColumn]) -> Iterator[str]:
    numbers = {other.code for other in leaves if not isinstance(other, Text)} - {column.code}
    for ref in column.refs:
        value = getattr(column, ref)
        for code in (value,) if isinstance(value, str) else value:
            if code not in numbers:
                yield f"cột {column.code} cần cột số {code} không có"
    if isinstance(column, Points):
        shares = {other.code for other in leaves if isinstance(other, Ratio | Share)}
        if not {column.now, column.before} <= shares:
            yield f"cột {column.code} là hiệu hai tỷ lệ: {column.now} và {column.before} phải là tỷ lệ"
        if "điểm" not in column.header.casefold():
            yield f"cột {column.code}: tiêu đề phải nói rõ là điểm phần trăm"


def _kind(column: AnyColumn, rows: Rows) -> Iterator[str]:
    """Whether such a column means something beside such rows."""
    if isinstance(column, Text):
        of_criteria = isinstance(rows, CriteriaRows) and column.code == UNIT
        of_bands = isinstance(rows, BandRows) and column.code in (HOW_MANY, WHICH)
        if not (isinstance(rows, ItemRows | OrganizationRows) or of_criteria or of_bands):
            yield f"cột chữ {column.code} không có ở loại dòng này"
    elif isinstance(rows, ItemRows | BandRows):
        yield f"cột {column.code}: danh sách chỉ có cột chữ"
    if isinstance(column, Column):
        indicator = column.indicator
        if indicator is None and not isinstance(rows, CriteriaRows):
            yield f"cột {column.code} thiếu chỉ số"
        if isinstance(rows, PeriodRows) and indicator is not None and indicator.day is None:
            yield f"cột {column.code}: chỉ số {indicator.code} không có ngày, không chia theo kỳ được"
    if isinstance(column, Growth | Running) and not isinstance(rows, PeriodRows):
        yield f"cột {column.code} chỉ có nghĩa khi dòng là kỳ"
    if isinstance(column, Conversion) and not isinstance(rows, CriteriaRows | PeriodRows):
        yield f"cột {column.code} cần các dòng nối nhau"
    if isinstance(column, Share) and column.base is not Base.TOTAL and not isinstance(rows, CriteriaRows):
        yield f"cột {column.code}: chỉ bảng tiêu chí có dòng trên và dòng đầu"


def _criteria(rows: CriteriaRows, leaves: Sequence[AnyColumn]) -> Iterator[str]:
    lines = [item for item, _ in walk(rows.criteria)]
    codes = [item.code for item in lines if isinstance(item, Criterion | Computed | Mean)]
    if len(codes) != len(set(codes)):
        yield "hai tiêu chí trùng mã"
    for item in lines:
        if isinstance(item, Computed):
            for code in (*item.plus, *item.minus):
                if code not in codes:
                    yield f"dòng {item.code} cần dòng {code} không có"
        elif isinstance(item, Partition) and item.of not in codes:
            yield f"cách chia “{item.label}” cần dòng {item.of} không có"
        elif isinstance(item, Criterion):
            yield from _criterion(item, leaves)


def _criterion(item: Criterion, leaves: Sequence[AnyColumn]) -> Iterator[str]:
    columns = {column.code for column in leaves}
    for code in (*item.crossed, *item.indicators):
        if code not in columns:
            yield f"dòng {item.code} nói tới cột {code} không có"
    for column in leaves:
        if isinstance(column, Column) and column.code not in item.crossed:
            indicator = item.indicators.get(column.code) or item.indicator or column.indicator
            if indicator is None:
                yield f"dòng {item.code}, cột {column.code}: không có chỉ số nào để đếm"
            elif item.of and column.of:
                yield f"dòng {item.code}, cột {column.code}: không chia hai chiều bằng hai mã cùng lúc được"
