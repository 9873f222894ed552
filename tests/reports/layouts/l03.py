"""L03: criteria A, B, C with parts, D = A + B − C, "trong đó" outside the sum, the numbered line of the header."""

from reports.definition import (
    OPENING,
    SAME_LAST_YEAR,
    Column,
    Computed,
    CriteriaRows,
    Criterion,
    Ratio,
    Report,
)  # fmt: skip
from reports.indicators import (
    ADMISSIONS,
    ARRIVALS,
    DEPARTURES,
    DIED,
    EXPELLED,
    LEFT,
    MEMBERS,
    RESTORED,
    STRUCK_OFF,
    STRUCK_OFF_ON_PROBATION,
)  # fmt: skip

GAINED = (("B1", ADMISSIONS), ("B2", ARRIVALS), ("B3", RESTORED))
LOST = (("C1", DIED), ("C2", EXPELLED), ("C3", STRUCK_OFF), ("C4", LEFT), ("C5", DEPARTURES))
ON_PROBATION = Criterion("C3a", "Trong đó: đảng viên dự bị", STRUCK_OFF_ON_PROBATION)

REPORT = Report(
    code="L03",
    slug="l03",
    name="Tăng giảm đảng viên",
    title="tăng, giảm đảng viên",
    basis="Biểu số 1-BTCTW",
    purpose="Đảng viên đầu kỳ, tăng, giảm, cuối kỳ.",
    rows=CriteriaRows(
        (
            Criterion("A", "Đảng viên cuối kỳ trước chuyển sang", MEMBERS, when=OPENING),
            Computed("B", "Tăng", ("B1", "B2", "B3"), parts=tuple(Criterion(key, of.label, of) for key, of in GAINED)),
            Computed("C", "Giảm", ("C1", "C2", "C3", "C4", "C5"), parts=tuple(
                Criterion(key, of.label, of, (ON_PROBATION,) if key == "C3" else (), adds_up=False) for key, of in LOST
            )),
            Computed("D", "Đảng viên trong danh sách cuối kỳ", ("A", "B"), ("C",), counted=MEMBERS),
        ),
        numbering=("{A}", "{1}"),
    ),
    row_title="Tiêu chí",
    columns=(
        Column("ky_nay", "Kỳ này"),
        Column("cung_ky", "Cùng kỳ năm trước", when=SAME_LAST_YEAR),
        Ratio("ty_le", "(%) kỳ này so với cùng kỳ", numerator="ky_nay", denominator="cung_ky", mark="4 = 2 × 100 / 3"),
    ),
    numbered=True,
)  # fmt: skip
