"""Biểu số 2-BTCTW of 2021: members admitted in the period (layout L03)."""

from __future__ import annotations

from reports.catalog import _national as national
from reports.definition import CriteriaRows, Criterion, Report, Section, Sheet
from reports.indicators import (
    ADMISSION_DAY,
    ADMITTED,
    ALL_GRASSROOTS,
    GRASSROOTS_CELLS,
    GRASSROOTS_COMMITTEES,
    MARRIED_ABROAD,
    MINORITY,
    OWNERS,
    WOMEN,
    YOUTH,
    admitting,
    readmitted,
    without_source,
)

_OF_WHICH = (
    Criterion("nu", "- Phụ nữ", only=WOMEN),
    Criterion("dan_toc", "- Dân tộc thiểu số", only=MINORITY),
    Criterion("doan_vien", "- Đoàn viên Đoàn TNCS Hồ Chí Minh", only=YOUTH),
    Criterion("chu_doanh_nghiep", "- Chủ doanh nghiệp tư nhân", only=OWNERS),
    national.crossed("ke_hoach_hoa", "- Quần chúng vi phạm chính sách KHHGĐ"),
    Criterion("hon_nhan", "- Có quan hệ hôn nhân với người nước ngoài", only=MARRIED_ABROAD),
    Criterion("ket_nap_lai", "- Kết nạp lại", only=readmitted),
)

_GRASSROOTS = Criterion(
    "III",
    "III. Số tổ chức cơ sở đảng cuối kỳ",
    ALL_GRASSROOTS,
    parts=tuple(
        Criterion(
            code,
            label,
            indicator,
            adds_up=False,
            parts=(
                Criterion(f"{code}_ket_nap", "- Có kết nạp đảng viên", indicator, only=admitting),
                Criterion(f"{code}_het_nguon", "- Không còn quần chúng", indicator, only=without_source),
            ),
        )
        for code, label, indicator in (
            ("dang_bo", "1. Đảng bộ cơ sở", GRASSROOTS_COMMITTEES),
            ("chi_bo", "2. Chi bộ cơ sở", GRASSROOTS_CELLS),
        )
    ),
)

REPORT = Report(
    code="TK02",
    slug="bieu-2-dang-vien-moi-ket-nap",
    name="Biểu số 2: thống kê đảng viên mới kết nạp",
    title="THỐNG KÊ ĐẢNG VIÊN MỚI KẾT NẠP",
    period_words="{label}",
    basis=national.BASIS,
    purpose="Đảng viên kết nạp trong kỳ chia theo nghề nghiệp, tuổi đời, trình độ; tổ chức cơ sở đảng có kết nạp.",
    rows=CriteriaRows(
        (
            Criterion("I", "I. Tổng số đảng viên mới kết nạp", adds_up=False, parts=_OF_WHICH),
            Section(
                "II. Phân tích đảng viên mới kết nạp",
                (
                    national.occupations("1. Nghề nghiệp"),
                    national.ages("2. Tuổi đời", ADMITTED),
                    national.schooling("3. Trình độ giáo dục phổ thông"),
                    national.professions("4. Trình độ chuyên môn, nghiệp vụ"),
                    national.academic_titles("5. Chức danh khoa học"),
                ),
            ),
            _GRASSROOTS,
        )
    ),
    row_title="Tiêu chí",
    number_title="",
    columns=national.columns(ADMITTED),
    options=(ADMISSION_DAY,),
    numbered=True,
    sheet=Sheet.FORM,
    form="Biểu số 2-BTCTW",
    valid_from=national.VALID_FROM,
    valid_to=national.VALID_TO,
    uncertain=f"{national.UNCERTAIN}; dòng “Phụ nữ” có ở bộ biểu năm 2012, bản chép năm 2021 không có",
    notes=(
        "Các dòng “trong đó” của mục I có thể trùng người, không cộng lại. Tuổi, nghề, trình độ: vào ngày kết nạp.",
        "Đoàn viên: người do Đoàn giới thiệu. Không còn quần chúng: mọi chi bộ đã ghi không còn nguồn khi khảo sát.",
        national.CROSSED_NOTE,
    ),
    checks=(
        national.equal(
            "Mục I bằng tổng các dân tộc của biểu số 2 (tiếp)", "I", "ky_nay", national.PEOPLES, "TK02B", "tong"
        ),
        national.equal("Đảng bộ cơ sở bằng biểu số 5", "dang_bo", "ky_nay", ["tong"], "TK05", "dang_bo_co_so"),
        national.equal("Chi bộ cơ sở bằng biểu số 5", "chi_bo", "ky_nay", ["tong"], "TK05", "chi_bo_co_so"),
    ),
)
