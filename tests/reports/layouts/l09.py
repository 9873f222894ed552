"""L09: cells with many columns in groups, some of which the reader leaves out; words defined in a note."""

from dangvien.models.organization import CELLS
from reports.definition import Column, EachCode, Group, OrganizationRows, Report, Slice, Total, shown_or_not
from reports.indicators import MEMBERS, MEMBERS_PROBATIONARY, MINORITY, THEORY, WOMEN, exempt
from tests.reports.layouts.measures import COMMITTEE, HELD, LEVEL, RATED

REPORT = Report(
    code="L09",
    slug="l09",
    name="Số liệu đảng viên của các chi bộ",
    title="số liệu đảng viên của các chi bộ",
    basis="Biểu của một đảng ủy phường, 10/6/2020",
    purpose="Đảng viên của từng chi bộ theo nhiều tiêu chí.",
    landscape=True,
    rows=OrganizationRows(CELLS),
    row_title="Chi bộ",
    columns=(
        Column("cap_uy", "Số cấp ủy viên", COMMITTEE),
        Column("dang_so", "Đảng số", MEMBERS),
        Group("Trong đó", (
            Column("nu", "Nữ", MEMBERS, only=WOMEN),
            Column("dan_toc", "Dân tộc khác", MEMBERS, only=MINORITY),
            Column("du_bi", "Dự bị", MEMBERS_PROBATIONARY),
        )),
        Group("Sinh hoạt", (Column("mien", "Được miễn", MEMBERS, only=exempt),), optional="sinh_hoat"),
        Column("huy_hieu", "Huy hiệu Đảng", HELD),
        Group("Xếp loại", (EachCode(LEVEL, (Column("muc", "Số", RATED),), unknown=False),), optional="xep_loai"),
        Group("Lý luận chính trị", (
            Column("so_cap", "Sơ cấp", MEMBERS, of=Slice(THEORY, ("so_cap",))),
            Column("trung_cap", "Trung cấp", MEMBERS, of=Slice(THEORY, ("trung_cap",))),
            Column("cao_cap", "Cao cấp, cử nhân", MEMBERS, of=Slice(THEORY, ("cao_cap", "cu_nhan"))),
        )),
    ),
    options=(shown_or_not("sinh_hoat", "Cột sinh hoạt"), shown_or_not("xep_loai", "Cột xếp loại")),
    total=Total.LAST,
    notes=("Dự bị: đảng viên chưa có ngày chính thức.",),
)  # fmt: skip
