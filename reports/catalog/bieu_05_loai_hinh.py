"""Biểu số 5-BTCTW of 2021: organizations and members by type of grassroots organization (layout L05)."""

from __future__ import annotations

from reports.catalog import _national as national
from reports.definition import Column, CriteriaRows, Criterion, Group, Report, Sheet, Slice, Sum, Total
from reports.indicators import (
    GRASSROOTS_CELLS,
    GRASSROOTS_COMMITTEES,
    MEMBERS,
    PART_COMMITTEES,
    SECTOR,
    SUBORDINATE_CELLS,
)

EVERY = ("tccsd", "dang_bo_co_so", "chi_bo_co_so", "dang_bo_bo_phan", "chi_bo", "dang_vien")


def _type(code: str, label: str, *sectors: str, parts: tuple[Criterion, ...] = (), rare: bool = False) -> Criterion:
    of = Slice(SECTOR, sectors)
    return Criterion(f"loai_{code}", label, of=of, parts=parts, adds_up=False, kept_at_zero=not rare)


def _untold(code: str, label: str, *parts: Criterion) -> Criterion:
    return national.crossed(f"loai_{code}", label, *parts, columns=EVERY)


_WITH_STATE_CAPITAL = _untold(
    "9a",
    "a) Có vốn Nhà nước",
    _untold("9a1", "- 100% vốn Nhà nước"),
    _untold("9a2", "- Vốn Nhà nước từ 50% trở lên"),
    _untold("9a3", "- Vốn Nhà nước dưới 50%"),
)
_OTHER_BUSINESS = _untold(
    "9b",
    "b) Ngoài khu vực Nhà nước",
    _untold("9b1", "- Công ty cổ phần"),
    _untold("9b2", "- Doanh nghiệp tư nhân"),
    _untold("9b3", "- Công ty trách nhiệm hữu hạn"),
    _untold("9b4", "- Công ty hợp danh"),
    _untold("9b5", "- Có vốn đầu tư nước ngoài", _untold("9b6", "Trong đó: 100% vốn nước ngoài")),
)

REPORT = Report(
    code="TK05",
    slug="bieu-5-to-chuc-dang-loai-hinh",
    name="Biểu số 5: tổ chức đảng và đảng viên trong các loại hình cơ sở",
    title="THỐNG KÊ TỔ CHỨC ĐẢNG VÀ ĐẢNG VIÊN TRONG CÁC LOẠI HÌNH CƠ SỞ",
    period_words="có đến ngày {day}",
    basis=national.BASIS,
    purpose="Tổ chức cơ sở đảng, tổ chức trực thuộc và đảng viên theo loại hình cơ sở.",
    rows=CriteriaRows(
        (
            _type("1", "1. Xã", "xa"),
            _type("2", "2. Phường", "phuong"),
            _type("3", "3. Thị trấn", "thi_tran"),
            _type(
                "45",
                "4, 5. Cơ quan hành chính",
                "hanh_chinh",
                parts=(_untold("4", "4. Cơ quan Đảng, MTTQ, đoàn thể"), _untold("5", "5. Cơ quan Nhà nước")),
            ),
            _type(
                "6",
                "6. Đơn vị sự nghiệp",
                "su_nghiep",
                parts=(_untold("6a", "- Công lập"), _untold("6b", "- Ngoài công lập")),
            ),
            _type(
                "78",
                "7, 8. Lực lượng vũ trang",
                "llvt",
                parts=(_untold("7", "7. Quân đội"), _untold("8", "8. Công an")),
            ),
            _type(
                "9",
                "9. Doanh nghiệp và hợp tác xã",
                "doanh_nghiep",
                parts=(_WITH_STATE_CAPITAL, _OTHER_BUSINESS, _untold("9c", "c) Hợp tác xã")),
            ),
            _untold("10", "10. Tổ chức đảng ở ngoài nước"),
            _type("11", "11. Loại hình khác (*)", "khac"),
            _type("", "Chưa ghi khối", "", rare=True),
        )
    ),
    row_title="Loại hình",
    number_title="",
    columns=(
        Group(
            "Số tổ chức cơ sở đảng",
            (
                Sum("tccsd", "Tổng số", plus=("dang_bo_co_so", "chi_bo_co_so"), mark="2 = (3)+(4)"),
                Column("dang_bo_co_so", "Đảng bộ cơ sở", GRASSROOTS_COMMITTEES, mark="3"),
                Column("chi_bo_co_so", "Chi bộ cơ sở", GRASSROOTS_CELLS, mark="4"),
            ),
        ),
        Group(
            "Trực thuộc đảng ủy cơ sở",
            (
                Column("dang_bo_bo_phan", "Đảng bộ bộ phận", PART_COMMITTEES, mark="5"),
                Column("chi_bo", "Chi bộ trực thuộc", SUBORDINATE_CELLS, mark="6"),
            ),
        ),
        Column("dang_vien", "Tổng số đảng viên", MEMBERS, mark="7"),
    ),
    numbered=True,
    total=Total.LAST,
    total_label="Cộng (1 + … + 11)",
    sheet=Sheet.FORM,
    form="Biểu số 5-BTCTW",
    valid_from=national.VALID_FROM,
    valid_to=national.VALID_TO,
    uncertain=national.UNCERTAIN,
    notes=(
        "(*) Loại hình khác: tổ chức cơ sở đảng thuộc khối khác của sổ.",
        "Sổ ghi khối của tổ chức cơ sở đảng, chưa ghi hình thức sở hữu hay ngành: các dòng đó đánh dấu X.",
    ),
)
