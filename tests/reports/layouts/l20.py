"""L20: organizations by years, three columns a year and three for the term, years missed in a row."""

from dangvien.models.organization import GRASSROOTS
from reports.definition import Column, EachPeriod, Group, OrganizationRows, Ratio, Report, Streak, Total
from reports.indicators import ADMITTED, TARGET

REPORT = Report(
    code="L20",
    slug="l20",
    name="Chỉ tiêu và kết quả qua các năm",
    title="chỉ tiêu và kết quả kết nạp qua các năm",
    basis="Chỉ thị 49-CT/TU ngày 28/8/2023, mục 1",
    purpose="Đơn vị nào không đạt chỉ tiêu nhiều năm liền.",
    period_words="{years}",
    landscape=True,
    rows=OrganizationRows(GRASSROOTS),
    row_title="Đơn vị",
    columns=(
        EachPeriod((
            Column("chi_tieu", "Chỉ tiêu", TARGET),
            Column("ket_qua", "Kết quả", ADMITTED),
            Ratio("ty_le", "%", numerator="ket_qua", denominator="chi_tieu"),
        )),
        Group("Cả nhiệm kỳ", (
            Column("chung", "Chỉ tiêu", TARGET),
            Column("ket_nap", "Kết quả", ADMITTED),
            Ratio("dat", "%", numerator="ket_nap", denominator="chung"),
        )),
        Streak("so_nam", "Số năm không đạt liên tiếp", each="ty_le", below=100),
    ),
    total=Total.LAST,
)  # fmt: skip
