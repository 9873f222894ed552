"""L14: schools under their wards over a school year, a sum of the schools for each ward."""

from dangvien.models import OrganizationKind
from reports.definition import Column, Level, OrganizationRows, Report, Sum, Total
from reports.indicators import ADMITTED, TRAINED
from tests.reports.layouts.measures import CERTIFIED

REPORT = Report(
    code="L14",
    slug="l14",
    name="Phát triển đảng trong trường học",
    title="phát triển đảng viên trong học sinh",
    period_words="năm học {first_year}-{year}",
    basis="Tin về năm học 2022-2023 ở Hà Tĩnh",
    purpose="Học sinh dự lớp, đủ điều kiện, đã kết nạp và còn sẽ kết nạp của từng trường.",
    rows=OrganizationRows(
        (OrganizationKind.CHI_BO,),
        areas=("truong_hoc",),
        levels=(Level((OrganizationKind.DANG_BO_CO_SO,), whole=False),),
        restart=True,
    ),
    row_title="Phường, trường",
    columns=(
        Column("hoc_lop", "Dự lớp", TRAINED),
        Column("du_dieu_kien", "Đủ điều kiện", CERTIFIED),
        Column("ket_nap", "Đã kết nạp", ADMITTED),
        Sum("con_lai", "Sẽ kết nạp", plus=("du_dieu_kien",), minus=("ket_nap",)),
    ),
    total=Total.LAST,
)
