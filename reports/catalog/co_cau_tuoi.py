"""R27: members by age and sex on a day, in steps of five years that add up to the bands of the national forms."""

from __future__ import annotations

from reports.definition import Column, CriteriaRows, Criterion, Report, Sheet, Slice, about_person
from reports.indicators import MEMBERS, by_age

AGES: tuple[tuple[str, str, int, int | None], ...] = (
    ("duoi_26", "Dưới 26", 0, 25),
    *((f"tu_{least}", f"{least}–{least + 4}", least, least + 4) for least in range(26, 81, 5)),
    ("tren_80", "Trên 80", 81, None),
)
"""Code, label, least and greatest age of each band, the youngest first; the first two are the 18–30 of the forms."""

_STEPS = by_age("nhom_tuoi", "Nhóm tuổi", [(least, code, label) for code, label, least, _ in AGES], "Chưa sinh")

REPORT = Report(
    code="R27",
    slug="co-cau-tuoi",
    name="Đảng viên theo tuổi và giới tính",
    title="đảng viên theo tuổi và giới tính",
    period_words="tính đến ngày {day}",
    basis="Hướng dẫn số 12-HD/BTCTW, ngày 18/01/2022 của Ban Tổ chức Trung ương",
    purpose="Số đảng viên nam, nữ của từng nhóm tuổi vào một ngày.",
    as_of_day=True,
    sheet=Sheet.DOCUMENT,
    rows=CriteriaRows(
        (
            Criterion(
                "dang_vien",
                "Tổng số",
                MEMBERS,
                parts=tuple(Criterion(code, label, MEMBERS, of=Slice(_STEPS, (code,))) for code, label, _, _ in AGES),
            ),
        )
    ),
    row_title="Tuổi",
    columns=(
        Column("nam", "Nam", only=about_person(gender="nam")),
        Column("nu", "Nữ", only=about_person(gender="nu")),
        Column("cong", "Cộng"),
    ),
)
