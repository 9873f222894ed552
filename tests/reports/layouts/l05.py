"""L05: kinds of organizations on three levels, a header of two levels with formulas, "Cộng (1+…+3)"."""

from dangvien.models import OrganizationKind
from dangvien.models.organization import GRASSROOTS
from reports.definition import Column, CriteriaRows, Criterion, Group, Report, Slice, Total, Zero
from reports.indicators import MEMBERS, cells_under, organizations
from tests.reports.layouts.measures import SECTOR


def kind(code: str, label: str, *sectors: str, parts: tuple[Criterion, ...] = ()) -> Criterion:
    return Criterion(code, label, of=Slice(SECTOR, sectors), parts=parts)


OFFICES = kind("co_quan", "Cơ quan, đơn vị", "hanh_chinh", "su_nghiep", parts=(
    kind("hanh_chinh", "Hành chính", "hanh_chinh"), kind("su_nghiep", "Sự nghiệp", "su_nghiep"),
))  # fmt: skip
OTHERS = (OFFICES, kind("doanh_nghiep", "Doanh nghiệp", "doanh_nghiep"))
EVERY = organizations("tccsd", "TCCSĐ", kinds=GRASSROOTS)
COMMITTEES = organizations("dang_bo", "Đảng bộ cơ sở", kinds=(OrganizationKind.DANG_BO_CO_SO,))
CELLS = organizations("chi_bo_cs", "Chi bộ cơ sở", kinds=(OrganizationKind.CHI_BO_CO_SO,))

REPORT = Report(
    code="L05", slug="l05", name="Tổ chức theo loại hình", title="tổ chức đảng và đảng viên theo loại hình",
    basis="Biểu số 5-BTCTW", purpose="Tổ chức cơ sở đảng và đảng viên của từng loại hình.", as_of_day=True,
    rows=CriteriaRows(
        (kind("phuong", "Phường", "phuong"), kind("xa", "Xã, thị trấn", "xa", "thi_tran"),
         kind("khac", "Khu vực khác", "hanh_chinh", "su_nghiep", "doanh_nghiep", parts=OTHERS)),
        numbering=("{1}", "{a}", "-"),
    ),
    row_title="Loại hình*",
    columns=(
        Group("Số tổ chức cơ sở đảng", (Column("tong", "Tổng số", EVERY, mark="2 = 3 + 4"),
              Column("dang_bo", "Đảng bộ cơ sở", COMMITTEES), Column("chi_bo_cs", "Chi bộ cơ sở", CELLS))),
        Group("Trực thuộc", (Column("chi_bo", "Chi bộ trực thuộc", cells_under("chi_bo", "Chi bộ trực thuộc")),)),
        Column("dang_vien", "Tổng số đảng viên", MEMBERS),
    ),
    total=Total.LAST, total_label="Cộng (1 + 2 + 3)", numbered=True, zero=Zero.DASH,
    notes=("* Khu vực khác: cơ quan, đơn vị và doanh nghiệp.",),
)  # fmt: skip
