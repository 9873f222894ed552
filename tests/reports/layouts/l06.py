"""L06: ratings by kind of organization under a header of three lines, "X" where nothing applies, (2) = 4 + … + 11."""

from django.db.models import Q

from dangvien import codes
from reports.definition import Base, Column, CriteriaRows, Criterion, EachCode, Group, Report, Share, Trait
from reports.indicators import MEMBERS, exempt
from tests.reports.layouts.measures import RATED, SECTOR


def rated(level: str) -> Trait:
    return lambda indicator, period, choices: Q(level=level)


REPORT = Report(
    code="L06",
    slug="l06",
    name="Đánh giá đảng viên theo loại hình",
    title="đánh giá, xếp loại chất lượng đảng viên",
    basis="Biểu số 7B-TCTW",
    purpose="Đảng viên ở mỗi mức xếp loại, chia theo loại hình tổ chức.",
    landscape=True,
    rows=CriteriaRows(
        (
            Criterion("xep_loai", "Đảng viên được xếp loại", RATED, tuple(
                Criterion(code, label, RATED, only=rated(code)) for code, label in codes.of("rating").choices
            )),
            Criterion("mien", "Đảng viên được miễn đánh giá", MEMBERS, only=exempt, crossed=("ty_le",)),
        ),
        numbering=("{I}", "{1}"),
    ),
    row_title="Mức xếp loại",
    columns=(
        Column("tong", "Tổng số", mark="2 = 4 + … + 11"),
        Share("ty_le", "Tỷ lệ (%)", of="tong", base=Base.FIRST),
        Group("Chia theo loại hình", (
            EachCode(SECTOR, (Column("loai", "Số"),), unknown=False, wholes={"loai": "tong"}),
        )),
    ),
    numbered=True,
)  # fmt: skip
