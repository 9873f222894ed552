"""L11: organizations ranked by percent, those that reached the target; all others in one line, all in the total."""

from dangvien.models.organization import GRASSROOTS
from reports.definition import Change, Column, OrganizationRows, Ranking, Ratio, Report, Total
from reports.indicators import ADMITTED, TARGET

REPORT = Report(
    code="L11",
    slug="l11",
    name="Đơn vị đạt và vượt chỉ tiêu",
    title="đơn vị đạt và vượt chỉ tiêu kết nạp",
    basis="Tin của Ban Tuyên giáo Thành ủy Cần Thơ, 05/11/2019",
    purpose="Nêu tên các đơn vị đạt, vượt chỉ tiêu.",
    rows=OrganizationRows(GRASSROOTS, ranking=Ranking("ty_le", at_least=100, others="Các đơn vị khác")),
    row_title="Đơn vị",
    columns=(
        Column("chi_tieu", "Chỉ tiêu", TARGET),
        Column("ket_qua", "Kết quả", ADMITTED),
        Ratio("ty_le", "Đạt (%)", numerator="ket_qua", denominator="chi_tieu"),
        Change("vuot", "Vượt (%)", now="ket_qua", before="chi_tieu"),
    ),
    total=Total.LAST,
    total_label="Toàn đảng bộ",
)
