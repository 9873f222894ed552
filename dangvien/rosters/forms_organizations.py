"""The list of organizations: what is founded, and what the register is compared with."""

from __future__ import annotations

from dangvien.rosters.form import REMARK, SERIAL, Field, RosterForm, Value

ORGANIZATIONS = RosterForm(
    kind="to_chuc",
    command="organizations",
    label="Tổ chức",
    identity=("ten_to_chuc",),
    fields=(
        SERIAL,
        Field(
            "ma",
            "Mã tổ chức",
            Value.TEXT,
            ("Mã", "Mã số", "Mã TCĐ", "Mã tổ chức đảng"),
            note="Chữ thường không dấu, chữ số, gạch nối; để trống thì sổ tự đặt mã.",
        ),
        Field(
            "ten_to_chuc",
            "Tên tổ chức",
            Value.TEXT,
            ("Tên tổ chức đảng", "Tổ chức đảng", "Tên chi bộ", "Tên đảng bộ", "Tên đơn vị", "Tổ chức"),
            required=True,
        ),
        Field("ten_ngan", "Tên gọi tắt", Value.TEXT, ("Tên tắt", "Tên ngắn", "Viết tắt")),
        Field(
            "loai",
            "Loại",
            Value.CODE,
            ("Loại tổ chức", "Loại hình", "Loại tổ chức đảng", "Loại hình tổ chức"),
            required=True,
            codes="organization_kind",
        ),
        Field(
            "truc_thuoc",
            "Trực thuộc",
            Value.TEXT,
            ("Cấp trên", "Cấp trên trực tiếp", "Tổ chức cấp trên", "Trực thuộc đảng bộ", "Đảng bộ cấp trên", "Thuộc"),
            required=True,
            note="Tên hoặc mã của tổ chức cấp trên, trong sổ hoặc ở một dòng khác của tệp.",
        ),
        Field("khoi", "Khối", Value.CODE, ("Thuộc khối",), codes="sector"),
        Field("dia_ban", "Địa bàn", Value.CODE, ("Loại địa bàn", "Địa bàn chi bộ"), codes="cell_area"),
        Field(
            "ngay_thanh_lap",
            "Ngày thành lập",
            Value.DAY,
            ("Thành lập ngày", "Từ ngày", "Ngày hoạt động", "Hoạt động từ ngày"),
            required=True,
        ),
        Field(
            "so_quyet_dinh",
            "Số quyết định",
            Value.TEXT,
            ("Quyết định số", "Số QĐ", "QĐ số", "Quyết định", "Quyết định thành lập", "Số quyết định thành lập"),
            note="Ví dụ: 12-QĐ/ĐU",
        ),
        Field("ngay_quyet_dinh", "Ngày quyết định", Value.DAY, ("Ngày QĐ", "Ngày ký", "Ngày ký quyết định")),
        Field(
            "co_quan",
            "Cơ quan ban hành",
            Value.TEXT,
            ("Nơi ban hành", "Cấp ra quyết định", "Cơ quan ra quyết định", "Cấp ban hành"),
        ),
        REMARK,
    ),
)
