"""L13: organizations by sources, target and result in every pair, sums of rows and columns."""

from dangvien.models.organization import GRASSROOTS
from reports.definition import Column, EachCode, Group, OrganizationRows, Ratio, Report, Total
from reports.indicators import ADMITTED, SOURCE, TARGET, TARGET_BY_SOURCE

REPORT = Report(
    code="L13",
    slug="l13",
    name="Chỉ tiêu và kết quả theo nguồn",
    title="chỉ tiêu và kết quả kết nạp theo đơn vị và nguồn",
    basis="Chỉ thị 49-CT/TU ngày 28/8/2023, điểm 2.1",
    purpose="Mỗi đơn vị, mỗi nguồn được bao nhiêu so với chỉ tiêu.",
    landscape=True,
    rows=OrganizationRows(GRASSROOTS),
    row_title="Đơn vị",
    columns=(
        Group("Cộng các nguồn", (
            Column("chung", "Chỉ tiêu", TARGET),
            Column("ket_nap", "Kết quả", ADMITTED),
            Ratio("dat", "%", numerator="ket_nap", denominator="chung"),
        )),
        EachCode(SOURCE, (
            Column("chi_tieu", "Chỉ tiêu", TARGET_BY_SOURCE),
            Column("ket_qua", "Kết quả", ADMITTED),
            Ratio("ty_le", "%", numerator="ket_qua", denominator="chi_tieu"),
        ), wholes={"chi_tieu": "chung", "ket_qua": "ket_nap"}),
    ),
    total=Total.LAST,
)  # fmt: skip
