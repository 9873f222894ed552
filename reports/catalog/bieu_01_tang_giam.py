"""Biểu số 1-BTCTW of 2021: gains and losses of members (layout L03)."""

from __future__ import annotations

from collections.abc import Iterator

from reports.catalog import _national as national
from reports.definition import (
    OPENING,
    Check,
    Computed,
    CriteriaRows,
    Criterion,
    Indicator,
    Report,
    Sheet,
    at_most,
)
from reports.indicators import (
    ADMISSIONS,
    ANNULLED,
    ARRIVALS,
    ARRIVALS_FROM_ELSEWHERE,
    ARRIVALS_FROM_NEAR,
    ARRIVALS_UNKNOWN,
    DEPARTURES,
    DEPARTURES_ELSEWHERE,
    DEPARTURES_NEAR,
    DEPARTURES_UNKNOWN,
    DIED,
    EXPELLED,
    HANDED_IN,
    HANDED_OUT,
    LEFT,
    MEMBERS,
    OPENED,
    RESTORED,
    STRUCK_OFF,
    STRUCK_OFF_ON_PROBATION,
)


def _rare(code: str, label: str, indicator: Indicator) -> Criterion:
    """A line that the form does not have: printed only where the ledger holds such a change."""
    return Criterion(code, label, indicator, kept_at_zero=False)


_GAINS = (
    Criterion("B1", "1. Kết nạp", ADMISSIONS),
    Criterion(
        "B2",
        "2. Chuyển đến",
        ARRIVALS,
        parts=(
            Criterion("B2a", "a) Từ tỉnh khác", ARRIVALS_FROM_ELSEWHERE),
            Criterion("B2b", "b) Từ huyện khác trong tỉnh", ARRIVALS_FROM_NEAR),
            _rare("B2c", "Từ ngoài sổ, chưa rõ trong hay ngoài tỉnh", ARRIVALS_UNKNOWN),
        ),
    ),
    Criterion("B3", "3. Phục hồi đảng tịch", RESTORED),
    _rare("B4", "Nhận do sắp xếp tổ chức (ngoài biểu)", HANDED_IN),
    _rare("B5", "Ghi đầu sổ trong kỳ (ngoài biểu)", OPENED),
)

_LOSSES = (
    Criterion("C1", "1. Từ trần", DIED),
    Criterion("C2", "2. Khai trừ", EXPELLED),
    Criterion(
        "C3",
        "3. Xóa tên",
        STRUCK_OFF,
        adds_up=False,
        parts=(Criterion("C3a", "Trong đó: đảng viên dự bị", STRUCK_OFF_ON_PROBATION),),
    ),
    Criterion("C4", "4. Xin ra khỏi Đảng", LEFT),
    Criterion(
        "C5",
        "5. Chuyển đi",
        DEPARTURES,
        parts=(
            Criterion("C5a", "a) Đi tỉnh khác", DEPARTURES_ELSEWHERE),
            Criterion("C5b", "b) Đi huyện khác trong tỉnh", DEPARTURES_NEAR),
            _rare("C5c", "Ra ngoài sổ, chưa rõ trong hay ngoài tỉnh", DEPARTURES_UNKNOWN),
        ),
    ),
    _rare("C6", "Giao do sắp xếp tổ chức (ngoài biểu)", HANDED_OUT),
    _rare("C7", "Hủy quyết định kết nạp (ngoài biểu)", ANNULLED),
)


def _across() -> Iterator[Check]:
    for column, words, mark in (("ky_nay", "kỳ này", "tong"), ("cung_ky", "cùng kỳ năm trước", "")):
        yield national.equal(f"Dòng D bằng mục I biểu số 3 ({words})", "D", column, ["I"], "TK03")
        yield national.equal(f"Dòng B1 bằng mục I biểu số 2 ({words})", "B1", column, ["I"], "TK02")
        if mark:
            peoples = national.PEOPLES
            yield national.equal("Dòng D bằng tổng các dân tộc của biểu số 4", "D", column, peoples, "TK04", "tong")
            yield national.equal("Dòng D bằng tổng đảng viên của biểu số 5", "D", column, ["tong"], "TK05", "dang_vien")
    yield at_most("Đảng viên dự bị bị xóa tên không quá số xóa tên", "C3a", "ky_nay", "C3")


REPORT = Report(
    code="TK01",
    slug="bieu-1-tang-giam-dang-vien",
    name="Biểu số 1: thống kê tăng, giảm đảng viên",
    title="THỐNG KÊ TĂNG, GIẢM ĐẢNG VIÊN",
    period_words="{label}",
    basis=national.BASIS,
    purpose="Đảng viên đầu kỳ, tăng, giảm và cuối kỳ; chuyển sinh hoạt trong nội bộ đơn vị không tính.",
    rows=CriteriaRows(
        (
            Criterion("A", "A. Tổng số đảng viên cuối kỳ trước chuyển sang", MEMBERS, when=OPENING),
            Computed("B", "B. Đảng viên tăng trong kỳ", plus=tuple(line.code for line in _GAINS), parts=_GAINS),
            Computed("C", "C. Đảng viên giảm trong kỳ", plus=tuple(line.code for line in _LOSSES), parts=_LOSSES),
            Computed("D", "D. Đảng viên trong danh sách cuối kỳ", plus=("A", "B"), minus=("C",), counted=MEMBERS),
        )
    ),
    row_title="Tiêu chí",
    number_title="",
    columns=national.columns(),
    numbered=True,
    sheet=Sheet.FORM,
    form="Biểu số 1-BTCTW",
    valid_from=national.VALID_FROM,
    valid_to=national.VALID_TO,
    uncertain=national.UNCERTAIN,
    notes=(
        "Kết nạp tính theo ngày lễ kết nạp. D = A + B − C.",
        "Nơi đi, nơi đến ngoài sổ chỉ là tỉnh khác khi sổ là sổ của cả tỉnh; nếu không, đứng ở dòng chưa rõ.",
    ),
    checks=tuple(_across()),
)
