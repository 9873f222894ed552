"""How the form of each step calls its boxes: one field of `StepFacts` means another paper at another step.

`labels` falls back on `PLAIN`. `optional` boxes may stay empty, `folded` ones stand under "Ghi thêm" at first, `series`
is the symbol after a number in the papers of whoever issues them, until the register has seen another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dangvien.models import StepKind


@dataclass(frozen=True)
class Words:
    """The words of one step's form."""

    day: str = "Ngày"
    labels: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    folded: frozenset[str] = frozenset()
    series: Mapping[str, str] = field(default_factory=dict)

    def label(self, name: str) -> str:
        return self.labels.get(name) or PLAIN[name]


PLAIN: Mapping[str, str] = {
    "number": "Số văn bản",
    "basis_number": "Số văn bản làm căn cứ",
    "basis_on": "Ngày văn bản làm căn cứ",
    "organization": "Tổ chức đảng",
    "body": "Cơ quan, tổ chức",
    "signer": "Người ký",
    "outcome": "Kết quả",
    "matter": "Về việc",
    "abroad": "Nơi được hỏi ở nước ngoài",
    "count": "Số lượng",
    "helper": "Đảng viên",
    "answers": "Trả lời cho",
    "vote": "Biểu quyết",
}


def _words(
    day: str,
    labels: Mapping[str, str] | None = None,
    *,
    hints: Mapping[str, str] | None = None,
    optional: tuple[str, ...] = (),
    folded: tuple[str, ...] = (),
    series: Mapping[str, str] | None = None,
) -> Words:
    return Words(day, labels or {}, hints or {}, frozenset(optional), frozenset(folded), series or {})


_CELL_RESOLUTION = {"number": "NQ/CB"}
_MEETING = "Ngày họp chi bộ"
_NUMBER_OF_RESOLUTION = {"number": "Số nghị quyết"}
_STRIKING = _words("Ngày quyết định", folded=("signer",))

WORDING: Mapping[StepKind, Words] = {
    StepKind.VAO_DANH_SACH: _words(
        _MEETING,
        {**_NUMBER_OF_RESOLUTION, "helper": "Đảng viên được phân công giúp đỡ"},
        hints={"helper": "Đảng viên chính thức, cùng công tác hoặc cư trú với người này"},
        series=_CELL_RESOLUTION,
    ),
    StepKind.DUOC_LAM_THU_TUC: _words(
        "Ngày cấp ủy đồng ý",
        {
            "number": "Số văn bản đồng ý",
            "organization": "Cấp ủy đồng ý",
            "basis_number": "Số nghị quyết chi bộ",
            "basis_on": "Ngày nghị quyết chi bộ",
        },
        series={"number": "TB/ĐU", "basis_number": "NQ/CB"},
    ),
    StepKind.DON: _words("Ngày viết đơn"),
    StepKind.LY_LICH: _words("Ngày khai lý lịch", {"count": "Số trang", "outcome": "Giáp lai"}),
    StepKind.GUI_THAM_TRA: _words(
        "Ngày gửi công văn",
        {
            "matter": "Thẩm tra về",
            "body": "Gửi đến",
            "number": "Số công văn",
            "helper": "Đảng viên đi thẩm tra (nếu cử người đi)",
        },
        hints={
            "body": "Ví dụ: Đảng ủy xã Vĩnh Thủy",
            "helper": "Đảng viên chính thức, không phải người thân của người xin vào Đảng",
        },
        optional=("helper",),
        folded=("abroad", "helper"),
        series={"number": "CV/ĐU"},
    ),
    StepKind.TRA_LOI_THAM_TRA: _words(
        "Ngày nhận trả lời",
        {"answers": "Trả lời cho công văn", "outcome": "So với lý lịch đã khai", "number": "Số văn bản trả lời"},
        hints={"outcome": "Chỉ ghi kết luận; không ghi nội dung thẩm tra vào sổ"},
        optional=("number",),
        folded=("number",),
    ),
    StepKind.MIEN_THAM_TRA: _words(
        "Ngày xác nhận",
        {
            "matter": "Không phải thẩm tra về",
            "outcome": "Vì",
            "body": "Nơi xác nhận",
            "answers": "Thay cho công văn đã gửi",
        },
        optional=("body", "answers"),
        folded=("answers",),
    ),
    StepKind.GIOI_THIEU_DANG_VIEN: _words(
        "Ngày viết giấy giới thiệu",
        {"helper": "Đảng viên giới thiệu", "count": "Số tháng cùng công tác, cư trú", "matter": "Trường hợp"},
        optional=("count", "matter"),
        folded=("matter",),
    ),
    StepKind.GIOI_THIEU_DOAN_THE: _words(
        "Ngày nghị quyết",
        {"body": "Đoàn thể giới thiệu", **_NUMBER_OF_RESOLUTION},
        series={"number": "NQ/ĐTN"},
    ),
    StepKind.Y_KIEN_DOAN_THE: _words(
        "Ngày có ý kiến", {"body": "Đoàn thể", "outcome": "Ý kiến"}, hints={"body": "Ví dụ: Hội Liên hiệp Phụ nữ"}
    ),
    StepKind.Y_KIEN_CU_TRU: _words("Ngày có ý kiến", {"body": "Chi ủy nơi cư trú", "outcome": "Ý kiến"}),
    StepKind.CHUNG_NHAN_LY_LICH: _words(
        "Ngày cấp ủy chứng nhận",
        {"basis_on": "Ngày chi ủy nhận xét", "outcome": "Kết luận", "signer": "Người ký chứng nhận"},
    ),
    StepKind.NQ_CHI_BO: _words(_MEETING, _NUMBER_OF_RESOLUTION, series=_CELL_RESOLUTION),
    StepKind.THAM_DINH_BO_PHAN: _words(
        "Ngày báo cáo", {"number": "Số báo cáo", "outcome": "Đảng ủy bộ phận"}, series={"number": "BC/ĐU"}
    ),
    StepKind.NQ_DANG_UY: _words("Ngày họp đảng ủy", _NUMBER_OF_RESOLUTION, series={"number": "NQ/ĐU"}),
    StepKind.TRINH: _words(
        "Ngày tờ trình", {"number": "Số tờ trình", "outcome": "Hồ sơ"}, series={"number": "TTr/BTC"}
    ),
    StepKind.QUYET_DINH_KET_NAP: _words("Ngày quyết định", {"outcome": "Cấp ủy có thẩm quyền"}, folded=("signer",)),
    StepKind.NHAN_QUYET_DINH: _words("Ngày chi bộ nhận quyết định"),
    StepKind.LE_KET_NAP: _words(
        "Ngày tổ chức lễ",
        {"helper": "Đảng viên giúp đỡ trong thời gian dự bị", "body": "Nơi tổ chức lễ"},
        optional=("body",),
        folded=("body",),
    ),
    StepKind.HO_SO_DANG_VIEN: _words(
        "Ngày lập", {"number": "Số lý lịch"}, hints={"number": "Như trên lý lịch đảng viên"}, optional=("number",)
    ),
    StepKind.PHAN_CONG_GIUP_DO: _words(
        _MEETING, {**_NUMBER_OF_RESOLUTION, "helper": "Đảng viên giúp đỡ"}, series=_CELL_RESOLUTION
    ),
    StepKind.TU_KIEM_DIEM: _words("Ngày viết bản tự kiểm điểm"),
    StepKind.NHAN_XET_GIUP_DO: _words("Ngày nhận xét", {"helper": "Đảng viên giúp đỡ"}),
    StepKind.NQ_CHI_BO_CONG_NHAN: _words(_MEETING, _NUMBER_OF_RESOLUTION, series=_CELL_RESOLUTION),
    StepKind.THAM_DINH_CONG_NHAN: _words(
        "Ngày báo cáo", {"number": "Số báo cáo", "outcome": "Đảng ủy bộ phận"}, series={"number": "BC/ĐU"}
    ),
    StepKind.NQ_DANG_UY_CONG_NHAN: _words("Ngày họp đảng ủy", _NUMBER_OF_RESOLUTION, series={"number": "NQ/ĐU"}),
    StepKind.QUYET_DINH_CONG_NHAN: _words(
        "Ngày quyết định",
        {"outcome": "Cấp ủy có thẩm quyền", "basis_on": "Ngày chính thức ghi trong quyết định"},
        hints={"basis_on": "Sổ đã tính sẵn từ ngày lễ kết nạp; đối chiếu với quyết định"},
        optional=("basis_on",),
        folded=("signer",),
    ),
    StepKind.CONG_BO: _words("Ngày công bố trước chi bộ"),
    StepKind.PHAT_THE: _words(
        "Ngày phát thẻ",
        {"number": "Số thẻ (12 số)", "body": "Cơ quan phát hành thẻ"},
        optional=("body",),
        folded=("body",),
    ),
    StepKind.VAN_BAN_DONG_Y: _words(
        "Ngày văn bản",
        {"matter": "Đồng ý về", "body": "Cơ quan đồng ý", "outcome": "Lý do kết nạp người quá tuổi"},
        hints={"outcome": "Chỉ chọn khi đồng ý về việc kết nạp người quá tuổi"},
        optional=("signer", "outcome"),
    ),
    StepKind.GIA_HAN: _words("Ngày văn bản gia hạn", {"matter": "Gia hạn", "body": "Cơ quan cho gia hạn"}),
    StepKind.DAC_BIET: _words(
        "Ngày ghi nhận",
        {
            "matter": "Trường hợp",
            "number": "Số văn bản (nếu có)",
            "body": "Cơ quan ra văn bản",
            "basis_on": "Ngày ra khỏi Đảng, ngày xóa án tích",
            "outcome": "Kết luận",
        },
        hints={"matter": "Chỉ ghi tên trường hợp; không ghi nội dung lý lịch, chính trị, kỷ luật vào sổ"},
        optional=("number", "body", "basis_on", "outcome"),
        folded=("basis_on",),
    ),
    StepKind.THOI_THEO_DOI: _words(
        "Thôi theo dõi từ ngày",
        {"outcome": "Lý do", "number": "Số nghị quyết (nếu có)"},
        optional=("number",),
        series=_CELL_RESOLUTION,
    ),
    StepKind.CHUYEN_NOI: _words(
        "Ngày quyết định chuyển",
        {
            "organization": "Chuyển đến chi bộ",
            "body": "Nơi đến, nếu ở ngoài sổ này",
            "number": "Số văn bản chuyển",
        },
        hints={"organization": "Chọn chi bộ nếu nơi đến có trong sổ; nếu không, ghi tên nơi đến ở ô dưới"},
        optional=("organization", "body", "number"),
    ),
    StepKind.CHUYEN_HO_SO: _words("Ngày gửi hồ sơ", {"number": "Số công văn"}, series={"number": "CV/ĐU"}),
    StepKind.TIEP_NHAN: _words(
        "Ngày tiếp nhận",
        {"organization": "Chi bộ tiếp nhận", "number": "Số văn bản tiếp nhận", "helper": "Đảng viên giúp đỡ ở nơi mới"},
        optional=("number", "helper"),
    ),
    StepKind.DE_NGHI_XEM_LAI: _words("Ngày đề nghị", {"number": "Số công văn"}, series={"number": "CV/ĐU"}),
    StepKind.KET_LUAN_XEM_LAI: _words(
        "Ngày kết luận",
        {"outcome": "Quyết định kết nạp", "number": "Số văn bản"},
        hints={"outcome": "Đồng ý: giữ nguyên"},
    ),
    StepKind.HUY_QUYET_DINH: _words("Ngày quyết định hủy", folded=("signer",)),
    StepKind.HUY_KET_NAP: _words("Ngày quyết định hủy", folded=("signer",)),
    StepKind.LAM_LAI_QUYET_DINH: _words(
        "Ngày quyết định lại",
        {"basis_on": "Ngày vào Đảng định lại"},
        hints={"basis_on": "Để trống nếu giữ ngày lễ đã ghi"},
        optional=("basis_on",),
        folded=("signer",),
    ),
    StepKind.NQ_CHI_BO_XOA_TEN: _words(_MEETING, _NUMBER_OF_RESOLUTION, series=_CELL_RESOLUTION),
    StepKind.NQ_DANG_UY_XOA_TEN: _words("Ngày họp đảng ủy", _NUMBER_OF_RESOLUTION, series={"number": "NQ/ĐU"}),
    StepKind.QUYET_DINH_XOA_TEN: _STRIKING,
}
"""Step → the words of its form; every step has its line."""
