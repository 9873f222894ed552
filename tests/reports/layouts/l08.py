"""L08: awards, what was given in the year beside what there is at its end."""

from reports.definition import Column, CriteriaRows, Report, Total, by_dimension
from tests.reports.layouts.measures import AWARDED, HELD, YEARS

REPORT = Report(
    code="L08",
    slug="l08",
    name="Huy hiệu Đảng",
    title="trao tặng Huy hiệu Đảng",
    period_words="năm {year}",
    basis="Biểu số 8-TCTW",
    purpose="Huy hiệu trao trong năm và có đến cuối năm.",
    rows=CriteriaRows(by_dimension("hh", YEARS)),
    row_title="Loại huy hiệu",
    columns=(
        Column("nam", "Năm báo cáo", AWARDED),
        Column("co", "Có đến cuối kỳ", HELD),
    ),
    total=Total.LAST,
    total_label="Cộng",
)
