"""L15: bands of growth, how many organizations in each and which, joined with their percentages."""

from dangvien.models.organization import GRASSROOTS
from reports.definition import SAME_LAST_YEAR, Band, BandRows, Change, Column, OrganizationRows, Report, Text, Total
from reports.indicators import ADMITTED

REPORT = Report(
    code="L15",
    slug="l15",
    name="Đơn vị theo mức tăng",
    title="các đơn vị theo mức tăng số kết nạp",
    basis="Tạp chí Xây dựng Đảng, 6 tháng đầu năm 2011",
    purpose="Bao nhiêu đơn vị tăng mạnh, tăng ít, giảm.",
    rows=BandRows(
        OrganizationRows(GRASSROOTS),
        columns=(
            Column("nay", "Kỳ này", ADMITTED),
            Column("truoc", "Cùng kỳ", ADMITTED, when=SAME_LAST_YEAR),
            Change("tang", "Tăng (%)", now="nay", before="truoc"),
        ),
        of="tang",
        bands=(
            Band("tren_20", "Tăng trên 20%", 20, above=True),
            Band("10_20", "Tăng từ 10 đến 20%", 10),
            Band("duoi_10", "Giữ nguyên hoặc tăng dưới 10%", 0),
            Band("giam", "Giảm"),
        ),
    ),
    row_title="Mức tăng",
    columns=(Text("so_don_vi", "Số đơn vị", counts=True), Text("ten_don_vi", "Tên đơn vị")),
    total=Total.LAST,
    total_label="Cộng",
)
