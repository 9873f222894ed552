"""R01: appendix by grassroots organization, as printed with the report of June 2022 (layout L01)."""

from __future__ import annotations

from dangvien.models import OrganizationKind
from reports.definition import Column, Option, OrganizationRows, Report, Total
from reports.indicators import ADMISSION_DAY, ADMITTED_RESIDENTIAL, LEARNERS, TRAINED_RESIDENTIAL

REPORT = Report(
    code="R01",
    slug="phu-luc-khu-dan-cu",
    name="Phụ lục: phát triển đảng viên ở địa bàn khu dân cư, theo tổ chức cơ sở đảng",
    title="công tác phát triển đảng viên ở địa bàn khu dân cư",
    period_words="{years}",
    basis="Chỉ thị số 09-CT/TU, ngày 03/5/2012 của Ban Thường vụ Thành ủy",
    purpose="Số quần chúng học lớp bồi dưỡng và số đảng viên kết nạp của từng phường, để kèm báo cáo tổng kết.",
    rows=OrganizationRows(
        kinds=(OrganizationKind.DANG_BO_CO_SO, OrganizationKind.CAP_TREN), sectors=("phuong", "xa", "thi_tran")
    ),
    row_title="TCCSĐ",
    columns=(
        Column(
            "hoc_lop",
            "Số lượng quần chúng tham gia lớp bồi dưỡng kết nạp đảng",
            TRAINED_RESIDENTIAL,
            once=lambda choices: choices["hoc_vien"] == "nguoi",
        ),
        Column("ket_nap", "Số lượng đảng viên kết nạp", ADMITTED_RESIDENTIAL),
    ),
    options=(
        ADMISSION_DAY,
        LEARNERS,
        Option(
            "nhan_tong",
            "Nhãn dòng tổng",
            (("thanh_pho", "Toàn thành phố"), ("cac_phuong", "Cộng các đơn vị trên"), ("tong_cong", "Tổng cộng")),
            noted=False,
        ),
    ),
    total=Total.LAST_NUMBERED,
)
