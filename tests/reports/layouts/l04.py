"""L04: two code lists, each adding up to 100,00, side by side on one page."""

from reports.definition import Base, Column, CriteriaRows, Criterion, Report, Share, by_dimension
from reports.indicators import ETHNICITY, MEMBERS, RELIGION, WOMEN

REPORT = Report(
    code="L04",
    slug="l04",
    name="Đảng viên chia theo dân tộc, tôn giáo",
    title="đảng viên chia theo dân tộc và tôn giáo",
    period_words="có đến ngày {day}",
    basis="Biểu số 4-BTCTW",
    purpose="Đảng viên của từng dân tộc, từng tôn giáo.",
    as_of_day=True,
    rows=CriteriaRows(
        (
            Criterion("dan_toc", "Dân tộc", MEMBERS, by_dimension("dt", ETHNICITY, indicator=MEMBERS)),
            Criterion("ton_giao", "Tôn giáo", MEMBERS, by_dimension("tg", RELIGION, indicator=MEMBERS)),
        ),
        numbering=("{I}", "{1}"),
        panels=True,
    ),
    row_title="Tên",
    columns=(
        Column("tong", "Tổng số"),
        Column("nu", "Trong đó nữ", only=WOMEN),
        Share("ty_le", "Tỷ lệ (%)", of="tong", base=Base.PARENT, places=2),
    ),
)
