"""The parts of an overview, counted and drawn: each a picture, the table of its numbers, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dangvien.text import day_short, decimal, thousands
from reports.dashboard.asked import Asked, Part
from reports.dashboard.targets import targets_of
from reports.engine.computing import compute
from reports.picture import DataRow, DataTable, Datum, Picture
from reports.pictures import against, funnel, pyramid, years
from reports.table import Table

TOTAL, REST = "tong", "con-lai"
"""Keys of the line that holds everything, and of what stands below none of the organizations shown."""

SEXES = ("nam", "nu", "cong")
"""Columns of the report of ages: men, women, both."""


@dataclass(frozen=True)
class Panel:
    """One part. Without anything to show `empty` says why, and there is neither picture nor table."""

    part: Part
    heading: str
    says: str
    table: DataTable
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()
    empty: str = ""


@dataclass(frozen=True)
class Overview:
    """A whole overview; `seen` is false where the register holds nobody of this organization."""

    asked: Asked
    panels: tuple[Panel, ...]

    @property
    def seen(self) -> bool:
        return any(not panel.empty for panel in self.panels)


def overview(asked: Asked, *, drawn: bool = True, with_png: bool = False) -> Overview:
    """Count and draw everything. `drawn` false leaves the drawings out; `with_png` adds them in dots.

    Raises FontError when the letters to draw with are missing.
    """
    series = compute(asked.question(Part.YEARS))
    panels = (_targets(asked, series), _years(asked, series), _way(asked), _ages(asked))
    if not drawn:
        return Overview(asked, tuple(panel for panel, _ in panels))
    return Overview(asked, tuple(_with(panel, draft, with_png) for panel, draft in panels))


@dataclass(frozen=True)
class _Draft:
    """What one part's drawing is made of."""

    targets: Sequence[against.Against] = ()
    years: Sequence[years.YearBar] = ()
    stages: Sequence[funnel.Stage] = ()
    bands: Sequence[pyramid.Band] = ()


_Drafted = tuple[Panel, _Draft]


def _with(panel: Panel, draft: _Draft, with_png: bool) -> Panel:
    """The panel with its drawings."""
    if panel.empty:
        return panel
    pictures: Sequence[Picture]
    if panel.part is Part.TARGETS:
        pictures = against.draw(panel.heading, draft.targets, with_png=with_png)
    elif panel.part is Part.YEARS:
        pictures = [years.draw(panel.heading, "đảng viên kết nạp", draft.years, with_png=with_png)]
    elif panel.part is Part.WAY:
        pictures = [funnel.draw(panel.heading, "lượt người", draft.stages, with_png=with_png)]
    else:
        pictures = [pyramid.draw(panel.heading, "đảng viên", draft.bands, with_png=with_png)]
    return Panel(panel.part, panel.heading, panel.says, panel.table, tuple(pictures), panel.notes)


# Targets ----------------------------------------------------------------------------------------------------------


def _targets(asked: Asked, series: Table) -> _Drafted:
    counted = compute(asked.question(Part.TARGETS))
    targets = targets_of(asked.scope, asked.year)
    results = {row.key: _count(counted, row.key, "ket_nap") for row in counted.rows}
    labels = {row.key: row.label for row in counted.rows}
    whole = _count(series, str(asked.year), "ket_nap")
    rest = whole - sum(results.values())
    own = targets.get(asked.organization.code)
    rows = [_target_row(key, labels[key], targets.get(key), results[key]) for key in results]
    if rest:
        rows.append(_target_row(REST, "Còn lại, không thuộc các dòng trên", None, rest))
    if not asked.is_cell:
        rows.append(_target_row(TOTAL, asked.name, own, whole, is_total=True))
    columns = (
        ("chi_tieu", "Chỉ tiêu"),
        ("ket_nap", "Kết nạp"),
        ("ty_le", "Tỷ lệ (%)"),
        ("con_thieu", "Còn thiếu"),
    )
    lines = [
        against.Against(labels[key], targets.get(key), results[key])
        for key in results
        if results[key] or targets.get(key) is not None
    ]
    shared = [targets[key] for key in results if key in targets]
    notes = [f"Kết nạp tính theo ngày lễ, đến hết ngày {day_short(asked.last)}; theo tổ chức hiện nay."]
    if own is not None and shared and not asked.is_cell and sum(shared) != own:
        notes.append(
            f"Chỉ tiêu giao cho các tổ chức cộng lại là {thousands(sum(shared))}, chỉ tiêu của {asked.name} là "
            f"{thousands(own)}."
        )
    nothing = not (whole or shared or own is not None)
    if not shared and own is None:
        notes.append(f"Chưa ghi chỉ tiêu kết nạp nào của năm {asked.year}.")
    elif len(lines) < len(results):
        notes.append("Tổ chức không có chỉ tiêu và chưa kết nạp ai chỉ có trong bảng, không vẽ trong hình.")
    panel = Panel(
        Part.TARGETS,
        f"Chỉ tiêu và kết quả kết nạp năm {asked.year}",
        _said_of_targets(asked, own, whole),
        DataTable("Tổ chức", columns, tuple(rows)),
        notes=tuple(notes),
        empty=f"Năm {asked.year} chưa ghi chỉ tiêu kết nạp và chưa kết nạp ai." if nothing else "",
    )
    return panel, _Draft(targets=lines)


def _said_of_targets(asked: Asked, own: int | None, whole: int) -> str:
    """The whole in one sentence; beside its parts it would leave them no room in the drawing."""
    share = _share(whole, own)
    if own is None or not share:
        return f"{asked.name}: đã kết nạp {thousands(whole)}."
    return f"{asked.name}: đã kết nạp {thousands(whole)} trên chỉ tiêu {thousands(own)}, đạt {share}%."


def _target_row(key: str, label: str, target: int | None, result: int, *, is_total: bool = False) -> DataRow:
    missing = Datum("–") if target is None else Datum(thousands(max(target - result, 0)))
    data = (
        Datum("–" if target is None else thousands(target)),
        Datum(thousands(result), opens=True),
        Datum(_share(result, target) or "–"),
        missing,
    )
    return DataRow(key, label, data, is_total)


# Years ------------------------------------------------------------------------------------------------------------


def _years(asked: Asked, series: Table) -> _Drafted:
    keys = [row.key for row in series.rows]
    values = {key: _count(series, key, "ket_nap") for key in keys}
    rows = [
        DataRow(
            row.key,
            row.label,
            (Datum(thousands(values[row.key]), opens=True), Datum(series.cell(row.key, "tang_giam").text or "–")),
        )
        for row in series.rows
    ]
    total = sum(values.values())
    rows.append(DataRow(TOTAL, "Cả giai đoạn", (Datum(thousands(total), opens=True), Datum("")), is_total=True))
    first, last = keys[0], keys[-1]
    panel = Panel(
        Part.YEARS,
        f"Kết nạp đảng viên các năm {first}–{last}",
        "Năm chưa đủ 12 tháng vẽ gạch chéo và không so với năm trước.",
        DataTable("Năm", (("ket_nap", "Kết nạp"), ("tang_giam", "So với năm trước (%)")), tuple(rows)),
        notes=("Kết nạp tính theo ngày lễ; theo tổ chức hiện nay.",),
        empty="" if total else f"Từ năm {first} đến năm {last} không kết nạp ai.",
    )
    bars = [years.YearBar(int(key), values[key], asked.is_running and key == last) for key in keys]
    return panel, _Draft(years=bars)


# The way from the class to the card -------------------------------------------------------------------------------


def _way(asked: Asked) -> _Drafted:
    counted = compute(asked.question(Part.WAY))
    rows, stages = [], []
    for row in counted.rows:
        value = _count(counted, row.key, "so_luong")
        before, first = (counted.cell(row.key, column).text for column in ("so_buoc_truoc", "so_lop"))
        rows.append(
            DataRow(
                row.key, row.label, (Datum(thousands(value), opens=True), Datum(before or "–"), Datum(first or "–"))
            )
        )
        stages.append(funnel.Stage(row.label, value, f"{before}%" if before else ""))
    span = asked.class_period.stage_label
    panel = Panel(
        Part.WAY,
        f"Từ lớp bồi dưỡng đến thẻ đảng viên, {span}",
        f"Theo dõi những người học lớp bồi dưỡng khai giảng trong {span}: đến ngày {day_short(asked.last)} bao nhiêu "
        "đã qua từng bước. Số trong ngoặc so với bước ngay trước.",
        DataTable(
            "Bước",
            (
                ("so_luong", "Số lượt người"),
                ("so_buoc_truoc", "So với bước trước (%)"),
                ("so_lop", "So với số học lớp (%)"),
            ),
            tuple(rows),
        ),
        notes=(
            "Người học hai lớp tính hai lượt. Ai vừa học xong thì chưa đủ thời gian để qua các bước sau: từ kết nạp "
            "đến công nhận chính thức là 12 tháng.",
        ),
        empty="" if stages[0].value else f"Trong {span} không có ai học lớp bồi dưỡng nhận thức về Đảng.",
    )
    return panel, _Draft(stages=stages)


# Ages -------------------------------------------------------------------------------------------------------------


def _ages(asked: Asked) -> _Drafted:
    counted = compute(asked.question(Part.AGES))
    whole, *bands = counted.rows
    rows = [_age_row(counted, row.key, row.label) for row in bands]
    rows.append(_age_row(counted, whole.key, "Cộng", is_total=True))
    day = day_short(asked.last)
    panel = Panel(
        Part.AGES,
        f"Đảng viên theo tuổi và giới tính, ngày {day}",
        "Tuổi tính tròn năm đến ngày ấy.",
        DataTable("Tuổi", tuple(zip(SEXES, ("Nam", "Nữ", "Cộng"), strict=True)), tuple(rows)),
        empty="" if _count(counted, whole.key, "cong") else f"Ngày {day} không có đảng viên nào.",
    )
    drawn = [
        pyramid.Band(row.label, _count(counted, row.key, SEXES[0]), _count(counted, row.key, SEXES[1])) for row in bands
    ]
    return panel, _Draft(bands=drawn)


def _age_row(counted: Table, key: str, label: str, *, is_total: bool = False) -> DataRow:
    data = tuple(Datum(thousands(_count(counted, key, column)), opens=True) for column in SEXES)
    return DataRow(key, label, data, is_total)


def _count(table: Table, row: str, column: str) -> int:
    """A counted value of a report's table."""
    return int(table.cell(row, column).value or 0)


def _share(part: int, whole: int | None) -> str:
    """A percentage with one decimal, rounded half up; nothing when there is nothing to divide by."""
    return decimal(Fraction(100 * part, whole), 1) if whole else ""
