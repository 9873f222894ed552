"""Biểu số 7-BTCTW of 2021: work with members (layout L07): sections whose lines have different units."""

from __future__ import annotations

from reports.catalog import _national as national
from reports.definition import CriteriaRows, Criterion, Report, Section, Sheet, by_dimension
from reports.indicators import (
    ARRIVALS,
    BADGE,
    CARDS,
    DEPARTURES,
    MEMBERS_WITH_DECEASED,
    SENT_FOR_A_TIME,
    TAKEN_FOR_A_TIME,
    rewarded,
)

_COMMENDED = {
    "cap_tren": ("a) Số tổ chức đảng cấp trên trực tiếp cơ sở được khen, chia ra:", ("Tặng cờ", "Tặng bằng khen")),
    "co_so": ("b) Số tổ chức cơ sở đảng được khen, chia ra:", ("Tặng cờ", "Tặng bằng khen", "Tặng giấy khen")),
    "bo_phan": (
        "c) Số đảng bộ bộ phận trực thuộc đảng ủy cơ sở được khen, chia ra:",
        ("Tặng bằng khen", "Tặng giấy khen"),
    ),
    "chi_bo": (
        "d) Số chi bộ trực thuộc đảng bộ cơ sở được khen, chia ra:",
        ("Tặng bằng khen", "Tặng giấy khen"),
    ),
}


def _commended(code: str) -> Criterion:
    label, ways = _COMMENDED[code]
    lines = (national.crossed(f"khen_{code}_{place}", f"- {way}") for place, way in enumerate(ways, start=1))
    return national.crossed(f"khen_{code}", label, *lines)


def _members_commended(code: str, label: str, words: str) -> Criterion:
    return Criterion(code, label, MEMBERS_WITH_DECEASED, only=rewarded(words), unit="đảng viên")


_BADGES = tuple(line for line in by_dimension("huy_hieu", BADGE, indicator=MEMBERS_WITH_DECEASED) if line.kept_at_zero)

REPORT = Report(
    code="TK07",
    slug="bieu-7-nghiep-vu-cong-tac-dang-vien",
    name="Biểu số 7: thống kê về nghiệp vụ công tác đảng viên",
    title="THỐNG KÊ VỀ NGHIỆP VỤ CÔNG TÁC ĐẢNG VIÊN",
    period_words="{label}",
    basis=national.BASIS,
    purpose="Khen thưởng, Huy hiệu Đảng, thẻ đảng viên và giới thiệu sinh hoạt đảng trong kỳ.",
    rows=CriteriaRows(
        (
            Section(
                "I. Khen thưởng tổ chức đảng và đảng viên trong năm",
                (
                    Section("1. Khen thưởng tổ chức đảng", tuple(_commended(code) for code in _COMMENDED)),
                    Section(
                        "2. Số đảng viên được khen, chia ra:",
                        (
                            _members_commended("bang_khen", "- Tặng bằng khen", "bằng khen"),
                            _members_commended("giay_khen", "- Tặng giấy khen", "giấy khen"),
                        ),
                    ),
                ),
            ),
            Section("II. Tặng Huy hiệu Đảng trong năm", _BADGES),
            Section(
                "III. Phát thẻ đảng viên trong năm",
                (
                    Criterion("the_phat", "1. Số thẻ đảng viên được phát cho đảng viên chính thức", CARDS),
                    national.crossed("the_cap_lai", "2. Số thẻ đảng viên được cấp lại cho đảng viên do mất"),
                    national.crossed("the_doi", "3. Số thẻ đảng viên được đổi lại cho đảng viên do bị hỏng"),
                ),
            ),
            Section(
                "IV. Giới thiệu sinh hoạt đảng trong năm",
                (
                    Section(
                        "1. Số lượt đảng viên chuyển sinh hoạt đảng tạm thời",
                        (
                            Criterion("tam_thoi_di", "- Giới thiệu chuyển đi", SENT_FOR_A_TIME),
                            Criterion("tam_thoi_den", "- Tiếp nhận chuyển đến", TAKEN_FOR_A_TIME),
                        ),
                    ),
                    Section(
                        "2. Số lượt đảng viên chuyển sinh hoạt đảng chính thức",
                        (
                            Criterion("chinh_thuc_di", "- Giới thiệu chuyển đi", DEPARTURES, unit="lượt"),
                            Criterion("chinh_thuc_den", "- Tiếp nhận chuyển đến", ARRIVALS, unit="lượt"),
                        ),
                    ),
                    Section(
                        "3. Một số nội dung liên quan đến giới thiệu sinh hoạt đảng",
                        (
                            national.crossed(
                                "den_sai", "- Số đảng viên nơi khác chuyển sinh hoạt đảng đến chưa đúng quy định"
                            ),
                            national.crossed(
                                "di_sai", "- Số đảng viên giới thiệu sinh hoạt đảng đi chưa đúng quy định"
                            ),
                            national.crossed(
                                "gia_mao", "- Số trường hợp phát hiện giả mạo qua giới thiệu sinh hoạt đảng"
                            ),
                        ),
                    ),
                ),
            ),
        )
    ),
    row_title="Tiêu chí",
    number_title="",
    columns=national.columns(),
    numbered=True,
    sheet=Sheet.FORM,
    form="Biểu số 7-BTCTW",
    valid_from=national.VALID_FROM,
    valid_to=national.VALID_TO,
    uncertain=national.UNCERTAIN,
    notes=(
        "Khen thưởng và Huy hiệu Đảng: của đảng viên có trong danh sách cuối kỳ và người từ trần trong kỳ. "
        "Giới thiệu sinh hoạt: ra, vào đơn vị.",
        national.CROSSED_NOTE,
    ),
    checks=(
        national.equal("Chuyển đi chính thức bằng dòng C5 biểu số 1", "chinh_thuc_di", "ky_nay", ["C5"], "TK01"),
        national.equal("Chuyển đến chính thức bằng dòng B2 biểu số 1", "chinh_thuc_den", "ky_nay", ["B2"], "TK01"),
    ),
)
