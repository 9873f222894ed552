"""Biểu số 4-BTCTW of 2021: members by ethnicity and religion at the end of the period (layout L04)."""

from __future__ import annotations

from reports.catalog import _national as national
from reports.definition import CriteriaRows, Report, Sheet
from reports.indicators import MEMBERS

REPORT = Report(
    code="TK04",
    slug="bieu-4-dang-vien-dan-toc-ton-giao",
    name="Biểu số 4: đảng viên chia theo dân tộc và trong các tôn giáo",
    title="THỐNG KÊ ĐẢNG VIÊN CHIA THEO DÂN TỘC VÀ TRONG CÁC TÔN GIÁO",
    period_words="có đến ngày {day}",
    basis=national.BASIS,
    purpose="Đảng viên trong danh sách cuối kỳ của từng dân tộc và từng tôn giáo, trong đó nữ.",
    rows=CriteriaRows(national.peoples_and_religions(), numbering=("{I}", "{1}"), panels=True),
    row_title="Dân tộc, tôn giáo",
    columns=national.people_columns(MEMBERS),
    numbered=True,
    sheet=Sheet.FORM,
    form="Biểu số 4-BTCTW",
    valid_from=national.VALID_FROM,
    valid_to=national.VALID_TO,
    uncertain=national.UNCERTAIN,
)
