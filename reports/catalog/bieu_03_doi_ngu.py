"""Biểu số 3-BTCTW of 2021: the members in the list at the end of the period (layout L03)."""

from __future__ import annotations

from reports.catalog import _national as national
from reports.definition import CriteriaRows, Criterion, Partition, Report, Section, Sheet, by_dimension
from reports.indicators import ADMISSION_ERA, BELIEVERS, MEMBERS, MINORITY, WOMEN, exempt, on_probation

_OF_WHICH = (
    Criterion("nu", "- Phụ nữ", only=WOMEN),
    Criterion("du_bi", "- Đảng viên dự bị", only=on_probation),
    Criterion("dan_toc", "- Dân tộc thiểu số", only=MINORITY),
    Criterion("ton_giao", "- Người theo tôn giáo", only=BELIEVERS),
    national.crossed("doan_vien", "- Đoàn viên Đoàn TNCS Hồ Chí Minh"),
    national.crossed("chu_doanh_nghiep", "- Chủ doanh nghiệp tư nhân"),
    national.crossed("hon_nhan", "- Có quan hệ hôn nhân với người nước ngoài"),
)

_RETIRED = national.crossed(
    "nghi_huu",
    "b) Đã nghỉ hưu, nghỉ công tác",
    Criterion("mien", "Trong đó: được miễn công tác và sinh hoạt", only=exempt),
)

REPORT = Report(
    code="TK03",
    slug="bieu-3-doi-ngu-dang-vien",
    name="Biểu số 3: thống kê đội ngũ đảng viên",
    title="THỐNG KÊ ĐỘI NGŨ ĐẢNG VIÊN",
    period_words="{label}",
    basis=national.BASIS,
    purpose="Đảng viên trong danh sách cuối kỳ chia theo nghề nghiệp, tuổi đời, thời gian kết nạp, trình độ.",
    rows=CriteriaRows(
        (
            Criterion("I", "I. Đảng viên trong danh sách cuối kỳ", adds_up=False, parts=_OF_WHICH),
            Section(
                "II. Phân tích đảng viên trong danh sách",
                (
                    national.occupations("1. Nghề nghiệp: a) Đang làm việc"),
                    _RETIRED,
                    national.ages("2. Tuổi đời", MEMBERS),
                    Partition("I", "3. Thời gian kết nạp vào Đảng", by_dimension("ket_nap", ADMISSION_ERA)),
                    national.schooling("4. Trình độ giáo dục phổ thông"),
                    national.professions("5. Trình độ chuyên môn, nghiệp vụ"),
                    national.academic_titles("6. Chức danh khoa học"),
                    national.theory("7. Trình độ lý luận chính trị"),
                ),
            ),
        )
    ),
    row_title="Tiêu chí",
    number_title="",
    columns=national.columns(MEMBERS),
    numbered=True,
    sheet=Sheet.FORM,
    form="Biểu số 3-BTCTW",
    valid_from=national.VALID_FROM,
    valid_to=national.VALID_TO,
    uncertain=national.UNCERTAIN,
    notes=(
        "Tuổi, nghề nghiệp, trình độ: vào ngày cuối kỳ, theo bậc cao nhất. Dự bị: chưa đến ngày chính thức.",
        "Sổ không ghi riêng người đã nghỉ: họ ở dòng nghề nghiệp sau cùng đã ghi, hoặc ở dòng chưa rõ.",
        national.CROSSED_NOTE,
    ),
)
