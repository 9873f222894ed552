"""The figures a text may ask for by name: each a cell of a report of the catalogue, or worked out of such cells.

A name means for ever what it means here: it stands in templates that lie on other people's machines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dangvien.text import decimal, two_digits

Number = Fraction | int | None


@dataclass(frozen=True)
class Named:
    """What every figure has: the name a template writes, a label, and in words what it counts."""

    name: str
    label: str
    meaning: str
    group: str


@dataclass(frozen=True)
class CellFigure(Named):
    """One counted cell of a report. `stock`: of the last day; otherwise of the whole period."""

    report: str
    row: str
    column: str
    stock: bool = False


@dataclass(frozen=True)
class WorkedFigure(Named):
    """Worked out of other figures, by name; `words` says how it is written, given their numbers as printed."""

    of: tuple[str, ...]
    words: Callable[[Sequence[Number]], str]


@dataclass(frozen=True)
class SeriesFigure(Named):
    """A counted column of a report of years, as a sentence: "năm 2012: 200; năm 2013: 163"."""

    report: str
    column: str


@dataclass(frozen=True)
class ListFigure(Named):
    """Several counted figures in one breath, those that count nothing left out: "khối phường 09, khối hành chính 06".

    `items` are (words, name of the figure); `after` puts the words behind the number; `lead` stands before the first.
    """

    items: tuple[tuple[str, str], ...]
    after: bool = False
    lead: str = ""


@dataclass(frozen=True)
class QuotedFigure(Named):
    """A percentage that no register counts: typed with the document that states it when the report is made."""


@dataclass(frozen=True)
class WordsFigure(Named):
    """Words about the report itself: names, days, the parts of the letterhead."""


AnyFigure = CellFigure | WorkedFigure | SeriesFigure | ListFigure | QuotedFigure | WordsFigure

NOTHING = "(chưa có số)"
"""Printed where there is no number: nothing to divide by, nothing quoted. Never an empty place."""


def percent(value: Number) -> str:
    """ "36,9%", as the body of a Party paper prints it."""
    return NOTHING if value is None else f"{decimal(value, 1)}%"


def _share(numbers: Sequence[Number]) -> str:
    part, whole = numbers
    return percent(None if part is None or not whole else Fraction(part) * 100 / Fraction(whole))


def _sum(numbers: Sequence[Number]) -> str:
    return two_digits(int(sum(number or 0 for number in numbers)))


def _share_of_sum(numbers: Sequence[Number]) -> str:
    part, other = numbers
    return _share([part, (part or 0) + (other or 0)])


def _points(numbers: Sequence[Number]) -> str:
    """The difference of two percentages: points, never "%". Of the percentages as printed, so that readers find it."""
    part, whole, before = numbers
    if part is None or not whole or before is None:
        return NOTHING
    now = Fraction(round_to_tenth(Fraction(part) * 100 / Fraction(whole)))
    return _more_or_less(now - before, lambda value: f"{decimal(value, 1)} điểm phần trăm")


def round_to_tenth(value: Fraction) -> Fraction:
    """Rounded half up to one decimal."""
    return Fraction(int(value * 10 + Fraction(1, 2)), 10)


def _against(numbers: Sequence[Number]) -> str:
    """ "tăng 12 (14,6%)", "giảm 03 (9,1%)", "bằng"."""
    now, before = (number or 0 for number in numbers)
    if now == before:
        return "bằng"
    rate = f" ({decimal(abs(Fraction(now) - before) * 100 / Fraction(before), 1)}%)" if before else ""
    return _more_or_less(Fraction(now) - before, lambda value: two_digits(int(value))) + rate


def _more_or_less(value: Fraction, written: Callable[[Fraction], str]) -> str:
    if not value:
        return "không tăng, không giảm"
    return f"{'tăng' if value > 0 else 'giảm'} {written(abs(value))}"


def _left(numbers: Sequence[Number]) -> str:
    """What is missing to a target, or by how much it is passed."""
    target, reached = numbers
    if target is None:
        return NOTHING
    missing = int(target) - int(reached or 0)
    if not missing:
        return "đạt đúng chỉ tiêu"
    return f"còn thiếu {two_digits(missing)}" if missing > 0 else f"vượt {two_digits(-missing)}"


_ORGANIZATIONS, _MEMBERS = "Tổ chức đảng (ngày cuối kỳ)", "Đảng viên"
_ADMITTED, _RESIDENTIAL = "Kết nạp trong kỳ", "Kết nạp ở địa bàn khu dân cư"
_LEARNERS, _TARGET, _SERIES = "Học lớp, công nhận", "Chỉ tiêu", "Dãy số theo năm"
_QUOTED, _ABOUT, _PAPER = "Số trích từ văn bản", "Đơn vị và kỳ báo cáo", "Thể thức"

_SECTORS = (
    ("phuong", "khối phường"),
    ("xa", "khối xã, thị trấn"),
    ("hanh_chinh", "khối hành chính"),
    ("su_nghiep", "khối sự nghiệp"),
    ("llvt", "lực lượng vũ trang"),
    ("doanh_nghiep", "khối doanh nghiệp"),
    ("khac", "khối khác"),
)
_CELL_SECTORS = (
    ("phuong", "các phường"),
    ("xa", "các xã, thị trấn"),
    ("hcsn", "các cơ quan hành chính, sự nghiệp"),
    ("llvt", "lực lượng vũ trang"),
    ("doanh_nghiep", "doanh nghiệp"),
    ("khac", "khác"),
)
_TRAITS = (
    ("doan", "do Đoàn Thanh niên giới thiệu", "có nghị quyết giới thiệu của Đoàn Thanh niên"),
    ("hoi_vien", "do tổ chức chính trị - xã hội khác giới thiệu", "được tổ chức chính trị - xã hội khác giới thiệu"),
    ("ca_hai", "do cả Đoàn và tổ chức khác giới thiệu", "vừa được Đoàn vừa được tổ chức khác giới thiệu"),
    ("nu", "là nữ", "là nữ"),
    ("dan_toc", "là người dân tộc thiểu số", "là người dân tộc thiểu số"),
    ("ton_giao", "theo tôn giáo", "theo tôn giáo"),
    ("18_30", "từ 18 đến 30 tuổi", "đủ 18 đến hết 30 tuổi vào ngày kết nạp"),
)


def _organizations() -> list[AnyFigure]:
    found: list[AnyFigure] = []

    def add(name: str, label: str, meaning: str) -> None:
        stands = f"{meaning}, đang hoạt động vào ngày cuối kỳ, thuộc đơn vị báo cáo."
        found.append(CellFigure(name, label, stands, _ORGANIZATIONS, "R00", name, "so_luong", stock=True))

    add("tccsd", "Tổ chức cơ sở đảng", "Đảng bộ cơ sở và chi bộ cơ sở")
    add("dang_bo_co_so", "Đảng bộ cơ sở", "Đảng bộ cơ sở")
    add("chi_bo_co_so", "Chi bộ cơ sở", "Chi bộ cơ sở")
    for code, words in _SECTORS:
        add(f"tccsd_{code}", f"Tổ chức cơ sở đảng, {words}", f"Tổ chức cơ sở đảng {words}")
    found.append(
        ListFigure(
            "tccsd_theo_khoi", "Tổ chức cơ sở đảng theo khối, trong một câu",
            "“khối phường 09, khối hành chính 06, …”: các khối có tổ chức cơ sở đảng, đủ mọi khối.",
            _ORGANIZATIONS, tuple((words, f"tccsd_{code}") for code, words in _SECTORS),
        )
    )  # fmt: skip
    add("chi_bo", "Chi bộ trực thuộc đảng ủy cơ sở", "Chi bộ trực thuộc đảng ủy cơ sở, không tính chi bộ cơ sở")
    for code, words in _CELL_SECTORS:
        add(f"chi_bo_{code}", f"Chi bộ trực thuộc đảng ủy {words}", f"Chi bộ trực thuộc đảng ủy {words}")
    found.append(
        ListFigure(
            "chi_bo_khoi_khac", "Chi bộ trực thuộc của các khối ngoài khối phường, trong một câu",
            "“, 31 chi bộ trực thuộc đảng ủy các cơ quan hành chính, sự nghiệp, …”: viết liền sau chi_bo_phuong.",
            _ORGANIZATIONS,
            tuple((f"chi bộ trực thuộc đảng ủy {words}", f"chi_bo_{code}") for code, words in _CELL_SECTORS[1:]),
            after=True, lead=", ",
        )
    )  # fmt: skip
    add(
        "khu_pho",
        "Khu phố, thôn có chi bộ trên tổng số",
        "Khu phố, thôn có chi bộ, viết n/N trên tổng số khu phố, thôn",
    )
    return found


def _members() -> list[AnyFigure]:
    found: list[AnyFigure] = [
        CellFigure(
            name, label, f"{label} trong danh sách hết ngày cuối kỳ.", _MEMBERS, "R00", name, "so_luong", stock=True
        )
        for name, label in (
            ("dang_vien", "Đảng viên"),
            ("chinh_thuc", "Đảng viên chính thức"),
            ("du_bi", "Đảng viên dự bị"),
        )
    ]
    for name, row, label in (
        ("dang_vien_dau_ky", "A", "Đảng viên cuối kỳ trước chuyển sang"),
        ("dang_vien_tang", "B", "Đảng viên tăng trong kỳ"),
        ("dang_vien_giam", "C", "Đảng viên giảm trong kỳ"),
        ("chuyen_den", "B2", "Đảng viên chuyển đến từ ngoài đơn vị"),
        ("phuc_hoi", "B3", "Phục hồi đảng tịch"),
        ("chuyen_di", "C5", "Đảng viên chuyển đi ngoài đơn vị"),
        ("tu_tran", "C1", "Đảng viên từ trần"),
        ("khai_tru", "C2", "Đảng viên bị khai trừ"),
        ("xoa_ten", "C3", "Đảng viên bị xóa tên"),
        ("xin_ra", "C4", "Đảng viên xin ra khỏi Đảng"),
    ):
        found.append(
            CellFigure(name, label, f"{label}, đếm như dòng {row} của biểu số 1.", _MEMBERS, "TK01", row, "ky_nay")
        )
    return found


def _admissions(group: str, row: str, name: str, label: str, where: str) -> list[AnyFigure]:
    meaning = f"Đảng viên được kết nạp {where}, theo ngày lễ kết nạp trong kỳ."
    found: list[AnyFigure] = [CellFigure(name, label, meaning, group, "R28", row, "ky_nay")]
    for code, words, told in _TRAITS:
        part = f"{name}_{code}"
        found.append(
            CellFigure(
                part, f"{label}, {words}", f"Như {name}, {told}. Không cộng các đặc điểm lại với nhau.",
                group, "R28", f"{row}_{code}", "ky_nay",
            )
        )  # fmt: skip
        if code != "ca_hai":
            found.append(
                WorkedFigure(
                    f"ty_le_{part}", f"Tỷ lệ {words} trong {label.lower()} (%)",
                    f"{part} chia cho {name}.", group, (part, name), _share,
                )
            )  # fmt: skip
    doan, others = f"{name}_doan", f"{name}_hoi_vien"
    found += [
        WorkedFigure(
            f"luot_gioi_thieu_{name}", f"Lượt giới thiệu của {label.lower()}",
            f"{doan} cộng {others}: người được cả hai nơi giới thiệu tính hai lượt.", group, (doan, others), _sum,
        ),
        WorkedFigure(
            f"ty_le_luot_doan_{name}", f"Tỷ lệ lượt giới thiệu của Đoàn, {label.lower()} (%)",
            f"{doan} chia cho số lượt giới thiệu.", group, (doan, others), _share_of_sum,
        ),
        WorkedFigure(
            f"ty_le_luot_hoi_vien_{name}", f"Tỷ lệ lượt giới thiệu của tổ chức khác, {label.lower()} (%)",
            f"{others} chia cho số lượt giới thiệu.", group, (others, doan), _share_of_sum,
        ),
        WorkedFigure(
            f"so_cung_ky_{name}", f"{label} so với cùng kỳ năm trước",
            f"“tăng 12 (14,6%)”, “giảm 03 (9,1%)” hoặc “bằng”: {name} so với {name}|cung_ky.",
            group, (name, f"{name}|cung_ky"), _against,
        ),
    ]  # fmt: skip
    return found


def _others() -> list[AnyFigure]:
    def cell(name: str, row: str, label: str, group: str, meaning: str) -> CellFigure:
        return CellFigure(name, label, meaning, group, "R28", row, "ky_nay")

    return [
        WorkedFigure(
            "ty_trong_khu_dan_cu", "Tỷ trọng kết nạp ở khu dân cư (%)",
            "ket_nap_khu_dan_cu chia cho ket_nap, cùng kỳ, cùng đơn vị.",
            _RESIDENTIAL, ("ket_nap_khu_dan_cu", "ket_nap"), _share,
        ),
        WorkedFigure(
            "chenh_lech_ty_trong", "Tỷ trọng kết nạp ở khu dân cư so với trước",
            "“tăng 24,3 điểm phần trăm”: ty_trong_khu_dan_cu trừ trich_ty_trong_truoc, hiệu của hai tỷ lệ.",
            _RESIDENTIAL, ("ket_nap_khu_dan_cu", "ket_nap", "trich_ty_trong_truoc"), _points,
        ),
        cell("hoc_lop", "hoc_lop", "Quần chúng học lớp bồi dưỡng", _LEARNERS,
             "Lượt người học lớp bồi dưỡng nhận thức về Đảng, theo ngày khai giảng trong kỳ."),
        cell("hoc_lop_khu_dan_cu", "hoc_lop_kdc", "Quần chúng học lớp bồi dưỡng, ở khu dân cư", _LEARNERS,
             "Như hoc_lop, do đảng ủy, chi bộ địa bàn khu dân cư cử."),
        cell("cap_giay", "cap_giay", "Được cấp giấy chứng nhận học lớp", _LEARNERS, "Giấy chứng nhận cấp trong kỳ."),
        cell("cong_nhan", "cong_nhan", "Đảng viên được công nhận chính thức", _LEARNERS,
             "Đảng viên dự bị được công nhận chính thức, theo ngày được công nhận."),
        cell("chi_tieu", "chi_tieu", "Chỉ tiêu kết nạp cả năm", _TARGET,
             "Chỉ tiêu giao cho chính đơn vị báo cáo, của năm có ngày cuối kỳ."),
        cell("luy_ke", "luy_ke", "Kết nạp lũy kế từ đầu năm", _TARGET, "Kết nạp từ 01/01 đến ngày cuối kỳ."),
        WorkedFigure("dat_chi_tieu", "Đạt chỉ tiêu (%)", "luy_ke chia cho chi_tieu.", _TARGET,
                     ("luy_ke", "chi_tieu"), _share),
        WorkedFigure("con_thieu", "Còn thiếu hoặc vượt chỉ tiêu", "“còn thiếu 09”, “vượt 03” hoặc “đạt đúng chỉ tiêu”.",
                     _TARGET, ("chi_tieu", "luy_ke"), _left),
        SeriesFigure("day_ket_nap", "Kết nạp từng năm", "“năm 2012: 200; năm 2013: 163; …”, năm chưa trọn nói rõ.",
                     _SERIES, "R02", "ket_nap"),
        SeriesFigure("day_khu_dan_cu", "Kết nạp ở khu dân cư từng năm", "Như day_ket_nap, ở địa bàn khu dân cư.",
                     _SERIES, "R02", "khu_dan_cu"),
        QuotedFigure("trich_ty_trong_truoc", "Tỷ trọng kết nạp ở khu dân cư trước đó (%)",
                     "Số văn bản nêu, sổ không đếm được; nhập khi lập báo cáo, kèm tên văn bản.", _QUOTED),
        WordsFigure("van_ban_trich_ty_trong_truoc", "Văn bản nêu tỷ trọng trước đó",
                    "Tên văn bản nhập cùng trich_ty_trong_truoc.", _QUOTED),
        *(
            WordsFigure(name, label, meaning, _ABOUT)
            for name, label, meaning in (
                ("ten_to_chuc", "Tên đơn vị báo cáo", "Tên vào ngày cuối kỳ."),
                ("ky", "Tên kỳ", "“năm 2025”, “6 tháng đầu năm 2025”, “giai đoạn 2012-2021”."),
                ("giai_doan", "Các năm của kỳ", "“giai đoạn 2012-2022”."),
                ("tu_ngay", "Ngày đầu kỳ", "01/01/2012."),
                ("den_ngay", "Ngày cuối kỳ", "20/5/2022."),
                ("nam", "Năm của ngày cuối kỳ", "2022."),
                ("nam_dau", "Năm của ngày đầu kỳ", "2012."),
                ("so_nam", "Số năm tròn của kỳ", "Kỳ 10 năm 4 tháng viết 10."),
            )
        ),
        *(
            WordsFigure(name, label, "Theo thể thức văn bản của đơn vị vào ngày lập.", _PAPER)
            for name, label in (
                ("co_quan_cap_tren", "Cơ quan cấp trên"),
                ("co_quan", "Cơ quan ban hành"),
                ("so_van_ban", "Số, ký hiệu (để trống chỗ ghi số)"),
                ("dia_danh_ngay", "Địa danh, ngày tháng năm"),
                ("quyen_han", "Quyền hạn ký"),
                ("chuc_vu", "Chức vụ người ký"),
                ("nguoi_ky", "Họ tên người ký"),
                ("noi_nhan", "Nơi nhận, mỗi nơi một dòng"),
            )
        ),
    ]  # fmt: skip


FIGURES: Mapping[str, AnyFigure] = {
    figure.name: figure
    for figure in (
        *_organizations(),
        *_members(),
        *_admissions(_ADMITTED, "ket_nap", "ket_nap", "Đảng viên kết nạp", "trong toàn đơn vị"),
        *_admissions(
            _RESIDENTIAL, "kdc", "ket_nap_khu_dan_cu", "Đảng viên kết nạp ở khu dân cư", "ở địa bàn khu dân cư"
        ),
        *_others(),
    )
}
"""Name → figure, in the order in which they are listed."""
