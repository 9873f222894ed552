"""L18: stages of the way: how many stand there, came in the period, in percent of the stage before, and how soon."""

from reports.definition import Column, Conversion, CriteriaRows, Criterion, Report
from reports.indicators import ADMITTED, MEMBERS_OFFICIAL, MEMBERS_PROBATIONARY, TRAINED
from tests.reports.layouts.measures import (
    CERTIFIED,
    DAYS_TO_ADMISSION,
    DAYS_TO_RECOGNITION,
    FOLLOWED,
    OPENED,
    RECOGNIZED,
)  # fmt: skip

REPORT = Report(
    code="L18",
    slug="l18",
    name="Các bước tạo nguồn, kết nạp",
    title="các bước tạo nguồn, kết nạp, công nhận",
    basis="38-HD/BTCTW, phần I",
    purpose="Bao nhiêu người ở mỗi bước, và mất bao lâu.",
    rows=CriteriaRows((
        Criterion("theo_doi", "Quần chúng được theo dõi", crossed=("ngay",), indicators={
            "co": FOLLOWED, "trong_ky": OPENED,
        }),
        Criterion("hoc_lop", "Dự lớp bồi dưỡng", indicators={"trong_ky": TRAINED}, crossed=("co", "ngay")),
        Criterion("cap_giay", "Được cấp giấy chứng nhận", indicators={"trong_ky": CERTIFIED}, crossed=("co", "ngay")),
        Criterion("ket_nap", "Kết nạp, dự bị", indicators={
            "co": MEMBERS_PROBATIONARY, "trong_ky": ADMITTED, "ngay": DAYS_TO_ADMISSION,
        }),
        Criterion("chinh_thuc", "Công nhận chính thức", indicators={
            "co": MEMBERS_OFFICIAL, "trong_ky": RECOGNIZED, "ngay": DAYS_TO_RECOGNITION,
        }),
    )),
    row_title="Bước",
    columns=(
        Column("co", "Có đến cuối kỳ"),
        Column("trong_ky", "Trong kỳ"),
        Conversion("chuyen", "So với bước trước (%)", of="trong_ky"),
        Column("ngay", "Số ngày (trung vị)"),
    ),
)  # fmt: skip
