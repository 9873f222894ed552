"""Lists of figures a document states: targets, and counts of past years. A row tells one figure, or one for each year
that has a column of its own."""

from __future__ import annotations

from dangvien.rosters.form import REMARK, SERIAL, Field, RosterForm, Value

_UNIT = Field(
    "to_chuc",
    "Tổ chức",
    Value.UNIT,
    (
        "Tổ chức đảng",
        "Đơn vị",
        "Tên đơn vị",
        "Tên tổ chức",
        "Đảng bộ",
        "Chi bộ",
        "Đảng bộ, chi bộ",
        "TCCSĐ",
        "Tên TCCSĐ",
    ),
    required=True,
)
_INDICATOR = Field(
    "chi_so",
    "Chỉ số",
    Value.CODE,
    ("Chỉ tiêu về", "Nội dung", "Tiêu chí", "Loại số liệu", "Chỉ tiêu thống kê"),
    codes="indicator",
    required=True,
)
_SOURCE = Field(
    "nguon",
    "Nguồn",
    Value.CODE,
    ("Nguồn kết nạp", "Thuộc nguồn", "Đối tượng"),
    codes="source",
    note="Để trống khi số không chia theo nguồn.",
)
_YEARS = Field(
    "cua_nam",
    "Năm",
    Value.YEARS,
    ("Năm thực hiện", "Năm số liệu", "Giai đoạn", "Từ năm đến năm", "Thời gian", "Của năm"),
    note="Một năm, ví dụ 2019; số chung của mấy năm liền thì ghi 2015-2020.",
)
_YEAR_COLUMNS = Field("cac_nam", "Các năm", Value.YEAR_COLUMNS, (), template=False)
_DOCUMENT = Field(
    "van_ban",
    "Văn bản",
    Value.TEXT,
    ("Theo văn bản", "Căn cứ", "Văn bản số", "Số văn bản", "Văn bản giao", "Nghị quyết", "Báo cáo"),
    note="Số, ký hiệu, ngày, cơ quan ban hành. Để trống thì lấy văn bản ghi khi đưa tệp lên.",
)

TARGETS = RosterForm(
    kind="chi_tieu",
    command="targets",
    label="Chỉ tiêu",
    identity=("to_chuc",),
    fields=(
        SERIAL,
        _UNIT,
        _SOURCE,
        _INDICATOR,
        Field(
            "loai",
            "Loại chỉ tiêu",
            Value.CODE,
            ("Giao hay phấn đấu", "Được giao hay phấn đấu"),
            codes="target_tier",
            note="Để trống khi là chỉ tiêu cấp trên giao.",
        ),
        _YEARS,
        Field(
            "so",
            "Chỉ tiêu",
            Value.COUNT,
            ("Chỉ tiêu giao", "Số", "Số lượng", "Số người", "Kế hoạch", "Chỉ tiêu được giao"),
        ),
        _YEAR_COLUMNS,
        _DOCUMENT,
        REMARK,
    ),
)

DECLARED = RosterForm(
    kind="so_lieu",
    command="declared",
    label="Số liệu các năm trước, theo văn bản",
    identity=("to_chuc",),
    fields=(
        SERIAL,
        _UNIT,
        _INDICATOR,
        _SOURCE,
        _YEARS,
        Field(
            "so",
            "Số",
            Value.COUNT,
            ("Số liệu", "Số lượng", "Số người", "Kết quả", "Thực hiện", "Tổng số", "Số đảng viên"),
        ),
        _YEAR_COLUMNS,
        _DOCUMENT,
        REMARK,
    ),
)
