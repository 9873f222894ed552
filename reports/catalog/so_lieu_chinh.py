"""R28: the main figures of a period, from which reports in words are written."""

from __future__ import annotations

from django.db.models import Q

from dangvien.period import Period
from reports.definition import (
    SAME_LAST_YEAR,
    WHOLE_YEAR,
    YEAR_TO_DATE,
    Change,
    Choices,
    Column,
    CriteriaRows,
    Criterion,
    Group,
    Indicator,
    Report,
    Sheet,
    Sum,
    Trait,
)
from reports.indicators import (
    ADMISSION_DAY,
    ADMITTED,
    ADMITTED_RESIDENTIAL,
    BELIEVERS,
    CERTIFICATES,
    MASS,
    MINORITY,
    RECOGNIZED,
    TARGET,
    TIER,
    TRAINED,
    TRAINED_RESIDENTIAL,
    WOMEN,
    YOUTH,
    aged,
)


def _introduced_by_both(indicator: Indicator, period: Period, choices: Choices) -> Q:
    return YOUTH(indicator, period, choices) & MASS(indicator, period, choices)


_TRAITS: tuple[tuple[str, str, Trait], ...] = (
    ("doan", "Do Đoàn Thanh niên giới thiệu", YOUTH),
    ("hoi_vien", "Do tổ chức chính trị - xã hội khác giới thiệu", MASS),
    ("ca_hai", "Do cả Đoàn Thanh niên và tổ chức khác giới thiệu", _introduced_by_both),
    ("nu", "Nữ", WOMEN),
    ("dan_toc", "Dân tộc thiểu số", MINORITY),
    ("ton_giao", "Theo tôn giáo", BELIEVERS),
    ("18_30", "Từ 18 đến 30 tuổi", aged(18, 30)),
)


def _with_traits(code: str, label: str, indicator: Indicator) -> Criterion:
    parts = tuple(Criterion(f"{code}_{trait}", words, indicator, only=only) for trait, words, only in _TRAITS)
    return Criterion(code, label, indicator, parts=parts, adds_up=False)


REPORT = Report(
    code="R28",
    slug="so-lieu-chinh",
    name="Số liệu chính để viết báo cáo",
    title="số liệu chính về phát triển đảng viên",
    period_words="{label}",
    basis="Chỉ thị số 09-CT/TU, ngày 03/5/2012 của Ban Thường vụ Thành ủy",
    purpose="Kết nạp, nguồn giới thiệu, tuổi, học lớp, công nhận và chỉ tiêu của kỳ: các số mà báo cáo bằng lời dùng.",
    sheet=Sheet.DOCUMENT,
    rows=CriteriaRows(
        (
            _with_traits("ket_nap", "Đảng viên kết nạp", ADMITTED),
            _with_traits("kdc", "Đảng viên kết nạp ở địa bàn khu dân cư", ADMITTED_RESIDENTIAL),
            Criterion("hoc_lop", "Quần chúng học lớp bồi dưỡng nhận thức về Đảng (lượt)", TRAINED),
            Criterion("hoc_lop_kdc", "Học lớp bồi dưỡng, ở địa bàn khu dân cư (lượt)", TRAINED_RESIDENTIAL),
            Criterion("cap_giay", "Được cấp giấy chứng nhận học lớp", CERTIFICATES),
            Criterion("cong_nhan", "Đảng viên được công nhận chính thức", RECOGNIZED),
            Criterion("chi_tieu", "Chỉ tiêu kết nạp giao cả năm", TARGET, when=WHOLE_YEAR),
            Criterion("luy_ke", "Kết nạp lũy kế từ đầu năm", ADMITTED, when=YEAR_TO_DATE),
        )
    ),
    row_title="Nội dung",
    columns=(
        Column("ky_nay", "Kỳ này"),
        Column("cung_ky", "Cùng kỳ năm trước", when=SAME_LAST_YEAR),
        Group(
            "Tăng, giảm so với cùng kỳ",
            (
                Sum("chenh_lech", "Số lượng", plus=("ky_nay",), minus=("cung_ky",)),
                Change("tang_giam", "%", now="ky_nay", before="cung_ky"),
            ),
        ),
    ),
    options=(ADMISSION_DAY, TIER),
    notes=(
        "Một người có thể có nhiều đặc điểm, nhiều nơi giới thiệu; các dòng không cộng lại thành tổng số.",
        "Chỉ tiêu là số giao cho chính nơi xem báo cáo.",
    ),
    uncertain="Bảng này của sổ, không theo mẫu của văn bản nào; lập để viết báo cáo bằng lời.",
)
