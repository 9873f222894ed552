"""R16: from the class to the card, how many of the learners of a period have come how far (layout L18)."""

from __future__ import annotations

from reports.definition import Base, Column, Conversion, CriteriaRows, Criterion, Indicator, Report, Share, Sheet
from reports.indicators import (
    CERTIFIED,
    DOSSIER,
    LEARNER_ADMITTED,
    LEARNER_CARD,
    LEARNER_OFFICIAL,
    TRAINED,
)


def _stage(indicator: Indicator, label: str = "") -> Criterion:
    return Criterion(indicator.code, label or indicator.label, indicator)


REPORT = Report(
    code="R16",
    slug="tu-lop-den-the",
    name="Từ lớp bồi dưỡng đến thẻ đảng viên",
    title="quần chúng học lớp bồi dưỡng nhận thức về Đảng và các bước đã qua",
    period_words="{label}",
    basis="Hướng dẫn số 06-HD/TW, ngày 09/6/2025 của Ban Bí thư",
    purpose="Trong số lượt người học lớp bồi dưỡng của kỳ, bao nhiêu đã đến từng bước vào ngày cuối kỳ.",
    sheet=Sheet.DOCUMENT,
    rows=CriteriaRows(
        (
            _stage(TRAINED, "Học lớp bồi dưỡng nhận thức về Đảng"),
            _stage(CERTIFIED),
            _stage(DOSSIER),
            _stage(LEARNER_ADMITTED),
            _stage(LEARNER_OFFICIAL),
            _stage(LEARNER_CARD),
        )
    ),
    row_title="Bước",
    columns=(
        Column("so_luong", "Số lượt người"),
        Conversion("so_buoc_truoc", "So với bước trước (%)", of="so_luong"),
        Share("so_lop", "So với số học lớp (%)", of="so_luong", base=Base.FIRST),
    ),
)
