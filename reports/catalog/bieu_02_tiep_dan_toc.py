"""Biểu số 2-BTCTW (tiếp) of 2021: members admitted, by ethnicity and religion (layout L04)."""

from __future__ import annotations

from reports.catalog import _national as national
from reports.definition import CriteriaRows, Report, Sheet
from reports.indicators import ADMISSION_DAY, ADMITTED

REPORT = Report(
    code="TK02B",
    slug="bieu-2-tiep-dan-toc-ton-giao",
    name="Biểu số 2 (tiếp): đảng viên mới kết nạp chia theo dân tộc và tôn giáo",
    title="THỐNG KÊ ĐẢNG VIÊN MỚI KẾT NẠP CHIA THEO DÂN TỘC VÀ TÔN GIÁO",
    period_words="{label}",
    basis=national.BASIS,
    purpose="Đảng viên kết nạp trong kỳ của từng dân tộc và từng tôn giáo, trong đó nữ.",
    rows=CriteriaRows(national.peoples_and_religions(), numbering=("{I}", "{1}"), panels=True),
    row_title="Dân tộc, tôn giáo",
    columns=national.people_columns(ADMITTED),
    options=(ADMISSION_DAY,),
    numbered=True,
    sheet=Sheet.FORM,
    form="Biểu số 2-BTCTW (tiếp)",
    valid_from=national.VALID_FROM,
    valid_to=national.VALID_TO,
    uncertain=national.UNCERTAIN,
)
