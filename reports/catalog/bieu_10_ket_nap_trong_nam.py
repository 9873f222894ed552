"""Biểu số 10, part II: the work of admission in the period (layout L07). Its rows are those of the set of 2012."""

from __future__ import annotations

from reports.catalog import _national as national
from reports.definition import CriteriaRows, Criterion, Report, Section, Sheet
from reports.indicators import (
    ADMISSION_DAY,
    ALL_GRASSROOTS,
    GRASSROOTS_COMMITTEES,
    LISTED,
    RECOGNIZED,
    STRUCK_OFF_ON_PROBATION,
    TRAINED,
    entrusted,
    not_admitting,
)

REPORT = Report(
    code="TK10",
    slug="bieu-10-phan-ii-ket-nap-dang-vien",
    name="Biểu số 10, phần II: kết nạp đảng viên trong năm",
    title="BÁO CÁO VỀ NGHIỆP VỤ CÔNG TÁC ĐẢNG VIÊN (PHẦN II)",
    period_words="{label}",
    basis=national.BASIS,
    purpose="Công nhận chính thức, tổ chức cơ sở đảng không kết nạp, cảm tình Đảng và học viên lớp nhận thức trong kỳ.",
    rows=CriteriaRows(
        (
            Section(
                "II. Kết nạp đảng viên trong năm",
                (
                    Criterion("chinh_thuc", "1. Số đảng viên được công nhận chính thức", RECOGNIZED),
                    Criterion(
                        "khong_cong_nhan",
                        "2. Số đảng viên dự bị không được công nhận chính thức",
                        STRUCK_OFF_ON_PROBATION,
                    ),
                    Section(
                        "3. Một số nội dung liên quan:",
                        (
                            Criterion(
                                "khong_ket_nap",
                                "- Số tổ chức cơ sở đảng không có kết nạp đảng viên",
                                ALL_GRASSROOTS,
                                only=not_admitting,
                            ),
                            Criterion(
                                "giao_quyen",
                                "- Số đảng bộ cơ sở được giao quyền kết nạp",
                                GRASSROOTS_COMMITTEES,
                                only=entrusted,
                            ),
                            Criterion("cam_tinh", "- Số quần chúng ưu tú được xét là cảm tình Đảng", LISTED),
                            Criterion("hoc_lop", "- Số cảm tình Đảng dự lớp nhận thức về Đảng", TRAINED),
                        ),
                    ),
                ),
            ),
        )
    ),
    row_title="Chỉ tiêu",
    number_title="",
    columns=national.columns(),
    options=(ADMISSION_DAY,),
    numbered=True,
    sheet=Sheet.FORM,
    form="Biểu số 10 (phần II)",
    valid_from=national.VALID_FROM,
    valid_to=national.VALID_TO,
    uncertain=(
        "Các dòng theo Biểu số 10-TCTW của bộ biểu năm 2012; không thấy các dòng này trong bản chép bộ biểu năm 2021"
    ),
    notes=(
        "Công nhận chính thức: theo ngày được công nhận. Không được công nhận: bị xóa tên khi còn dự bị.",
        "Xét là cảm tình Đảng: theo bước “Đưa vào danh sách cảm tình Đảng”. Dự lớp: theo ngày khai giảng.",
    ),
)
