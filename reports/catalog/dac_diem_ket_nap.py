"""R06: what those admitted are like: characteristics that overlap, beside the same period of last year (layout L12)."""

from __future__ import annotations

from reports.definition import (
    SAME_LAST_YEAR,
    Base,
    Change,
    Column,
    CriteriaRows,
    Criterion,
    Group,
    Report,
    Share,
    Sum,
    Trait,
)
from reports.indicators import ADMISSION_DAY, ADMITTED, BELIEVERS, MASS, MINORITY, WOMEN, YOUTH, aged

TRAITS: tuple[tuple[str, str, Trait], ...] = (
    ("doan_vien", "Đoàn viên Đoàn TNCS Hồ Chí Minh", YOUTH),
    ("hoi_vien", "Do tổ chức chính trị - xã hội khác giới thiệu", MASS),
    ("nu", "Nữ", WOMEN),
    ("dan_toc", "Dân tộc thiểu số", MINORITY),
    ("ton_giao", "Theo tôn giáo", BELIEVERS),
    ("18_30", "Từ 18 đến 30 tuổi", aged(18, 30)),
)

REPORT = Report(
    code="R06",
    slug="dac-diem-ket-nap",
    name="Đặc điểm của đảng viên mới kết nạp",
    title="đặc điểm của đảng viên mới kết nạp",
    basis="Hướng dẫn số 12-HD/BTCTW, ngày 18/01/2022 của Ban Tổ chức Trung ương",
    purpose="Bao nhiêu người là đoàn viên, nữ, dân tộc thiểu số, từ 18 đến 30 tuổi, và so với cùng kỳ năm trước.",
    rows=CriteriaRows(
        (
            Criterion(
                "ket_nap",
                "Tổng số kết nạp",
                parts=tuple(Criterion(code, label, only=trait) for code, label, trait in TRAITS),
                adds_up=False,
            ),
        )
    ),
    row_title="Đặc điểm",
    columns=(
        Column("ky_nay", "Kỳ này", ADMITTED),
        Share("ty_le", "Tỷ lệ trong số kết nạp (%)", of="ky_nay", base=Base.FIRST),
        Column("cung_ky", "Cùng kỳ năm trước", ADMITTED, when=SAME_LAST_YEAR),
        Group(
            "Tăng, giảm so với cùng kỳ",
            (
                Sum("chenh_lech", "Số lượng", plus=("ky_nay",), minus=("cung_ky",)),
                Change("tang_giam", "%", now="ky_nay", before="cung_ky"),
            ),
        ),
    ),
    options=(ADMISSION_DAY,),
    notes=("Một người có thể có nhiều đặc điểm; các dòng không cộng lại thành tổng số.",),
    uncertain="Sổ tay không quy định mẫu của bảng này; các dòng lấy theo những bảng tương tự đã công bố.",
)
