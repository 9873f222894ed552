"""L07: activities in sections without numbers, each line with its own unit, no total."""

from dangvien.models.organization import GRASSROOTS
from reports.definition import (
    UNIT,
    WHOLE_YEAR,
    YEAR_BEFORE,
    Column,
    CriteriaRows,
    Criterion,
    Ratio,
    Report,
    Section,
    Text,
)
from reports.indicators import ADMITTED, ARRIVALS, DEPARTURES, TRAINED, organizations

ORGANIZATIONS = organizations("tccsd", "TCCSĐ", kinds=GRASSROOTS)

REPORT = Report(
    code="L07",
    slug="l07",
    name="Nghiệp vụ công tác đảng viên",
    title="nghiệp vụ công tác đảng viên",
    period_words="năm {year}",
    basis="Biểu số 10-TCTW",
    purpose="Việc đã làm trong năm, so với năm trước.",
    rows=CriteriaRows(
        (
            Section("Phát triển đảng viên", (
                Criterion("hoc_lop", "Dự lớp bồi dưỡng nhận thức", TRAINED, unit="lượt"),
                Criterion("ket_nap", "Kết nạp", ADMITTED),
                Criterion("tccsd", "Tổ chức cơ sở đảng có đến cuối năm", ORGANIZATIONS, unit="TCCSĐ"),
            )),
            Section("Chuyển sinh hoạt", (
                Criterion("chuyen_den", "Chuyển đến", ARRIVALS, unit="lượt"),
                Criterion("chuyen_di", "Chuyển đi", DEPARTURES, unit="lượt"),
            )),
        ),
        numbering=("", "{1}"),
    ),
    row_title="Nội dung",
    columns=(
        Text(UNIT, "Đơn vị tính", middle=True),
        Column("nam", "Năm báo cáo", when=WHOLE_YEAR),
        Column("truoc", "Năm trước", when=YEAR_BEFORE),
        Ratio("ty_le", "Tỷ lệ (%)", numerator="nam", denominator="truoc"),
    ),
)  # fmt: skip
