"""What a list may tell: the fields of each kind of list, the headings by which they are known, what must be there.

The keys stand in files of expected results, in stored rows and in remembered layouts: they are Vietnamese without marks
and stay as they are.
"""

from __future__ import annotations

from dangvien.rosters.form import (
    CODES_SHEET,
    DATA_SHEET,
    EXAMPLE,
    NOTES_SHEET,
    REMARK,
    SERIAL,
    Field,
    RosterForm,
    Value,
)
from dangvien.rosters.forms_figures import DECLARED, TARGETS
from dangvien.rosters.forms_organizations import ORGANIZATIONS

__all__ = [
    "CANDIDATES",
    "CLASS",
    "CODES_SHEET",
    "DATA_SHEET",
    "DECLARED",
    "EXAMPLE",
    "FORMS",
    "MEMBERS",
    "NOTES_SHEET",
    "ORGANIZATIONS",
    "REMARK",
    "SERIAL",
    "TARGETS",
    "Field",
    "RosterForm",
    "Value",
    "form_of_command",
]

NAME = Field(
    "ho_ten",
    "Họ và tên",
    Value.NAME,
    (
        "Họ tên",
        "Họ, tên",
        "Họ và tên khai sinh",
        "Họ tên đảng viên",
        "Họ và tên đảng viên",
        "Tên đảng viên",
        "Họ và tên học viên",
        "Họ và chữ đệm, tên",
        "Họ, chữ đệm và tên",
    ),
    required=True,
)
NAME_PARTS = (
    Field(
        "ho_dem",
        "Họ và đệm",
        Value.NAME_FIRST,
        ("Họ đệm", "Họ và tên đệm", "Họ và chữ đệm", "Họ lót", "Họ"),
        template=False,
    ),
    Field("ten", "Tên", Value.NAME_LAST, (), template=False),
)
BIRTH = Field(
    "ngay_sinh",
    "Ngày sinh",
    Value.BIRTH,
    ("Sinh ngày", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "Năm sinh", "Ngày/tháng/năm sinh", "NTNS", "N.sinh"),
    required=True,
    note="Ngày/tháng/năm; chỉ biết tháng hoặc năm thì ghi 3/1945 hoặc 1945.",
)
GENDERS = (
    Field("gioi_tinh", "Giới tính", Value.GENDER, ("Giới", "Phái", "Nam/Nữ", "Nam, nữ"), required=True),
    Field("nam", "Nam", Value.MALE_MARK, (), template=False),
    Field("nu", "Nữ", Value.FEMALE_MARK, (), template=False),
)
CITIZEN = Field(
    "so_cccd",
    "Số căn cước",
    Value.CITIZEN,
    (
        "Số CCCD",
        "CCCD",
        "Căn cước công dân",
        "Số định danh",
        "Số định danh cá nhân",
        "Số căn cước công dân",
        "CCCD/CMND",
    ),
)

MEMBERS = RosterForm(
    kind="dang_vien",
    command="members",
    label="Đảng viên",
    identity=("ho_ten", "ten"),
    fields=(
        SERIAL,
        NAME,
        *NAME_PARTS,
        Field("ten_khac", "Tên gọi khác", Value.TEXT, ("Tên thường gọi", "Bí danh")),
        BIRTH,
        *GENDERS,
        Field("dan_toc", "Dân tộc", Value.CODE, (), codes="ethnicity"),
        Field("ton_giao", "Tôn giáo", Value.CODE, (), codes="religion"),
        Field("que_quan", "Quê quán", Value.TEXT, ("Quê quán (chi tiết)", "Nguyên quán", "Quê")),
        Field(
            "thuong_tru",
            "Nơi thường trú",
            Value.TEXT,
            ("Thường trú", "Hộ khẩu thường trú", "Nơi ở hiện nay", "Chỗ ở hiện nay", "Địa chỉ"),
        ),
        CITIZEN,
        Field(
            "ngay_vao_dang",
            "Ngày vào Đảng",
            Value.DAY,
            ("Ngày kết nạp", "Ngày vào đảng dự bị", "Vào Đảng", "Ngày vào ĐCSVN", "Ngày dự bị", "Ngày kết nạp Đảng"),
            required=True,
        ),
        Field(
            "ngay_chinh_thuc",
            "Ngày chính thức",
            Value.DAY,
            ("Chính thức", "Ngày công nhận chính thức", "Ngày vào Đảng chính thức", "Ngày CT"),
        ),
        Field(
            "so_the",
            "Số thẻ đảng",
            Value.CARD,
            ("Số thẻ đảng viên", "Số thẻ", "Thẻ đảng", "Số TĐV", "Số thẻ ĐV", "Số thẻ theo QĐ 85"),
        ),
        Field("so_ly_lich", "Số lý lịch", Value.FILE_NUMBER, ("Số LL", "Số hồ sơ", "Số lý lịch đảng viên")),
        Field(
            "chi_bo",
            "Chi bộ",
            Value.UNIT,
            (
                "Chi bộ sinh hoạt",
                "Đơn vị",
                "Tổ chức đảng đang sinh hoạt",
                "Chi bộ đang sinh hoạt",
                "Nơi sinh hoạt",
                "Sinh hoạt tại chi bộ",
                "Thuộc chi bộ",
            ),
            required=True,
        ),
        Field(
            "trinh_do",
            "Trình độ",
            Value.TEXT,
            (
                "Trình độ học vấn",
                "Trình độ chuyên môn",
                "Chuyên môn",
                "Học vấn",
                "Trình độ CM",
                "Trình độ VH",
                "Trình độ văn hóa",
            ),
        ),
        Field("ly_luan", "Lý luận chính trị", Value.TEXT, ("LLCT", "Trình độ LLCT", "Trình độ lý luận chính trị")),
        Field(
            "nghe_nghiep",
            "Nghề nghiệp",
            Value.TEXT,
            ("Nghề nghiệp hiện nay", "Công việc hiện nay", "Công tác", "Chức vụ, đơn vị công tác"),
        ),
        Field("dien_thoai", "Điện thoại", Value.TEXT, ("Số điện thoại", "SĐT", "ĐT", "Di động")),
        REMARK,
    ),
)

CLASS = RosterForm(
    kind="lop",
    command="class",
    label="Học viên và kết quả lớp",
    identity=("ho_ten", "ten"),
    fields=(
        SERIAL,
        NAME,
        *NAME_PARTS,
        BIRTH,
        Field("gioi_tinh", "Giới tính", Value.GENDER, ("Giới", "Phái", "Nam/Nữ", "Nam, nữ")),
        *GENDERS[1:],
        Field(
            "don_vi",
            "Đơn vị",
            Value.TEXT,
            (
                "Chi bộ",
                "Đơn vị công tác",
                "Đơn vị cử đi học",
                "Chi bộ giới thiệu",
                "Nơi công tác",
                "Đơn vị công tác, sinh hoạt",
            ),
        ),
        Field(
            "ket_qua",
            "Kết quả",
            Value.RESULT,
            ("Xếp loại", "Kết quả học tập", "Kết quả xếp loại", "Xếp loại học tập", "Kết quả kiểm tra"),
            required=True,
        ),
        Field(
            "so_gcn",
            "Số giấy chứng nhận",
            Value.CERTIFICATE,
            ("Số GCN", "Số chứng nhận", "Giấy chứng nhận số", "Số giấy CN"),
        ),
        Field(
            "ngay_cap", "Ngày cấp", Value.DAY, ("Ngày cấp giấy chứng nhận", "Ngày cấp GCN", "Cấp ngày", "Ngày cấp giấy")
        ),
        REMARK,
    ),
)

CANDIDATES = RosterForm(
    kind="nguon",
    command="candidates",
    label="Quần chúng ưu tú",
    identity=("ho_ten", "ten"),
    fields=(
        SERIAL,
        NAME,
        *NAME_PARTS,
        BIRTH,
        *GENDERS,
        Field("dan_toc", "Dân tộc", Value.CODE, (), codes="ethnicity"),
        Field("ton_giao", "Tôn giáo", Value.CODE, (), codes="religion"),
        Field("que_quan", "Quê quán", Value.TEXT, ("Quê quán (chi tiết)", "Nguyên quán", "Quê")),
        CITIZEN,
        Field(
            "chi_bo",
            "Chi bộ theo dõi",
            Value.UNIT,
            (
                "Chi bộ",
                "Chi bộ quản lý",
                "Chi bộ theo dõi, giúp đỡ",
                "Thuộc chi bộ",
                "Chi bộ đề nghị",
                "Chi bộ giới thiệu",
                "Đơn vị",
            ),
            required=True,
        ),
        Field(
            "nguon",
            "Nguồn",
            Value.CODE,
            ("Nguồn kết nạp", "Đối tượng", "Nguồn phát triển", "Thuộc nguồn", "Thuộc đối tượng"),
            codes="source",
        ),
        Field(
            "ngay_vao_danh_sach",
            "Ngày vào danh sách",
            Value.DAY,
            (
                "Ngày đưa vào danh sách",
                "Ngày vào nguồn",
                "Ngày đưa vào nguồn",
                "Theo dõi từ ngày",
                "Ngày theo dõi",
                "Ngày vào danh sách cảm tình Đảng",
                "Ngày công nhận cảm tình Đảng",
                "Ngày giới thiệu",
            ),
            required=True,
        ),
        Field(
            "gioi_thieu",
            "Đoàn thể giới thiệu",
            Value.CODES,
            ("Tổ chức giới thiệu", "Đơn vị giới thiệu", "Giới thiệu", "Đoàn thể", "Tổ chức đoàn thể giới thiệu"),
            codes="introducing_body",
            note="Nhiều đoàn thể thì ghi cách nhau bằng dấu phẩy.",
        ),
        Field(
            "hoc_van",
            "Giáo dục phổ thông",
            Value.CODE,
            ("Học vấn", "Trình độ học vấn", "Trình độ văn hóa", "Văn hóa", "GDPT"),
            codes="education_general",
        ),
        Field(
            "so_gcn",
            "Số giấy chứng nhận",
            Value.CERTIFICATE,
            ("Số GCN", "Số chứng nhận", "Giấy chứng nhận số", "Số giấy CN", "Số GCN lớp cảm tình Đảng"),
            note="Của lớp bồi dưỡng nhận thức về Đảng đã học; sổ đối chiếu với kết quả lớp.",
        ),
        Field(
            "ngay_cap",
            "Ngày cấp",
            Value.DAY,
            ("Ngày cấp giấy chứng nhận", "Ngày cấp GCN", "Cấp ngày", "Ngày cấp giấy"),
        ),
        REMARK,
    ),
)

FORMS: dict[str, RosterForm] = {
    form.kind: form for form in (MEMBERS, CANDIDATES, CLASS, ORGANIZATIONS, TARGETS, DECLARED)
}
"""`RosterKind` value → form."""


def form_of_command(name: str) -> RosterForm:
    """The form by the name the command line uses (members, class). Raises KeyError."""
    return {form.command: form for form in FORMS.values()}[name]
