"""What is recognized of ugly sheets: headers of several rows, groups, totals, signatures, facts in odd places."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dangvien.rosters.encodings import Encoding
from dangvien.rosters.fields import CLASS, DATA_SHEET, FORMS, MEMBERS, TARGETS
from dangvien.rosters.form import RosterForm
from dangvien.rosters.headings import Meant, likely, meaning
from dangvien.rosters.layout import HIDDEN, NO_HEADER, NO_ROWS, OF_OURS, Layout
from dangvien.rosters.sheets import columns_of
from tests.dangvien.rosters.sheets_made import (
    USUAL,
    people,
    person,
    record_of,
    sheet_of,
    skipped,
    told,
    understood,
    verdicts,
)


def meant_by(text: str, form: RosterForm) -> Meant:
    found = meaning(text, form)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Họ và tên", "ho_ten"),
        ("HỌ VÀ TÊN ", "ho_ten"),
        ("ho va ten", "ho_ten"),
        ("Họ, tên\nđảng viên", "ho_ten"),
        ("Họ tên *", "ho_ten"),
        ("Năm sinh\n(Ghi rõ ngày tháng năm sinh)", "ngay_sinh"),
        ("Ngày vào\nĐảng", "ngay_vao_dang"),
        ("Số thẻ Đảng* (12 số)", "so_the"),
        ("Số thẻ theo QĐ 85", "so_the"),
        ("Sinh ngày*", "ngay_sinh"),
        ("Tổ chức đảng đang SH*", "chi_bo"),
        ("LLCT", "ly_luan"),
        ("Nam", "nam"),
        ("Nữ", "nu"),
        ("Năm", None),
        ("Nữa", None),
        ("Chỗ ở hiện nay", "thuong_tru"),
        ("Số CCCD", "so_cccd"),
        ("Mô tả", None),
        ("", None),
    ],
)
def test_a_heading_is_known_without_marks_case_and_brackets(heading, key):
    meant = meaning(heading, MEMBERS)

    assert (meant.key if meant else None) == key


def test_a_heading_of_several_lines_may_name_several_fields():
    assert meant_by("Họ và tên\nNgày sinh", MEMBERS).keys == ("ho_ten", "ngay_sinh")
    assert meant_by("Giới tính, dân tộc, tôn giáo", MEMBERS).keys == ("gioi_tinh", "dan_toc", "ton_giao")
    assert meant_by("Số thẻ\nSố lý lịch", MEMBERS).keys == ("so_the", "so_ly_lich")


def test_a_heading_nobody_knows_is_offered_what_it_resembles_and_never_taken():
    sheet = sheet_of([(*USUAL[:11], "Chi bộo", *USUAL[12:]), person()])

    layout = understood(sheet)

    assert "chi_bo" not in layout.columns
    assert layout.unknown == ((11, "Chi bộo"),)
    assert layout.likely == {11: "chi_bo"}
    assert likely("Xyz", MEMBERS) == ""


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.kind)
def test_our_own_template_is_known_whole(form):
    labels = [field.label for field in columns_of(form)]
    layout = understood(sheet_of([labels, ["Ví dụ", *("Nguyễn Văn Mẫu" for _ in labels[1:])]]), form)

    assert layout.known == "Mẫu của sổ này"
    assert (layout.unknown, layout.missing) == ((), ())
    assert skipped(layout) == {2: "note"}
    assert not layout.taken
    assert layout.why == NO_ROWS


def test_the_table_of_33_columns_is_known_whole():
    header = [
        "STT", "ID", "Họ và tên*", "Tên gọi khác", "Giới tính*", "Sinh ngày*\n(dd/mm/yyyy)", "Dân tộc*", "Tôn giáo*",
        "Số định danh*", "Số thẻ Đảng* (12 số)", "Nơi cấp thẻ", "Ngày cấp thẻ", "Số thẻ theo QĐ 85",
        "Tổ chức đảng đang SH*", "ĐKKS (Quốc gia)*", "ĐKKS (Tỉnh)*", "ĐKKS (Chi tiết)*", "Quê quán (Quốc gia)*",
        "Quê quán (Tỉnh)*", "Quê quán (Chi tiết)*", "Thường trú (Quốc gia)*", "Thường trú (Tỉnh)*",
        "Thường trú (Chi tiết)*", "Ngày vào Đảng*", "Ngày chính thức*", "Số CMND cũ", "Trạng thái hoạt động",
        "Ngày rời khỏi/mất/miễn", "Đề nghị xóa",
    ]  # fmt: skip
    row = [
        1, "7", "Nguyễn Văn Lâm", None, "Nam", "20/3/1980", "Kinh", "Không", "045080001234", None, None, None,
        "43000001", "Chi bộ Khu phố 1", "Việt Nam", "Quảng Trị", "xã Gio Mỹ", "Việt Nam", "Quảng Trị",
        "xã Gio Mỹ", "Việt Nam", "Quảng Trị", "phường Hòa An", "19/5/2005", "19/5/2006", None, "Đang sinh hoạt",
    ]  # fmt: skip
    sheet = sheet_of([header, row])

    layout = understood(sheet)
    (judged,) = verdicts(sheet)

    assert layout.known == "Bảng 33 cột của cơ sở dữ liệu đảng viên"
    assert layout.unknown == ()
    assert told(judged) == []
    assert record_of(judged)["so_the"] == "43000001"
    assert record_of(judged)["que_quan"] == "xã Gio Mỹ, Quảng Trị"
    assert record_of(judged)["thuong_tru"] == "phường Hòa An, Quảng Trị"
    assert record_of(judged)["so_cccd"] == "045080001234"


def test_the_list_of_8_columns_is_known_whole():
    header = ["Họ và tên", "Số thẻ", "Số CCCD", "Ngày sinh", "Ngày kết nạp", "Chi bộ đang sinh hoạt",
              "Chi bộ nơi cư trú", "Trạng thái"]  # fmt: skip
    row = ["Nguyễn Văn Lâm", "43000001", "045080001234", "20/3/1980", "19/5/2005", "Chi bộ Khu phố 1", "x", "Đang SH"]
    sheet = sheet_of([header, row])

    layout = understood(sheet)

    assert layout.known == "Danh sách 8 cột của phần mềm đảng viên"
    assert (layout.unknown, layout.missing) == ((), ("gioi_tinh",))
    assert [told(judged) for judged in verdicts(sheet)] == [[]]


OFFICE = [
    ["ĐẢNG BỘ PHƯỜNG HÒA AN", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
    ["ĐẢNG ỦY", None, None, "Hòa An, ngày 12 tháng 5 năm 2025"],
    ["*"],
    None,
    ["DANH SÁCH HỌC VIÊN\nLớp bồi dưỡng nhận thức về Đảng khóa 12"],
    ["(Kèm theo Công văn số 45-CV/ĐU)"],
    ["STT", "Họ và tên", "Năm sinh\n(Ghi rõ)", "Xếp loại", "Số giấy chứng nhận", "Ngày cấp", "Ghi chú"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ["I", "Chi bộ Khu phố 1 (02 đồng chí)"],
    [1, "Hoàng Công Thắng", "10/10/1997", "Giỏi", "001/K12", "20/5/2024"],
    [2, "Trần Trọng Trữ", "24/4/1993", "Không đạt"],
    ["Cộng: 2"],
    ["II. Đoàn phường:"],
    [1, "Lý Công Hưởng", "27/01/1997", "Khá", "003/K12", "20/5/2024", "Lớp trưởng"],
    [4],
    [5],
    ["Danh sách này có 03 đồng chí./."],
    None,
    ["NGƯỜI LẬP BIỂU", None, None, "T/M ĐẢNG ỦY\nBÍ THƯ"],
    ["(Ký, ghi rõ họ tên)", None, None, "(Ký tên, đóng dấu)"],
    None,
    ["Phan Bá Hưởng", None, None, "Lê Văn Bảo"],
]


def test_an_office_list_has_its_letterhead_groups_totals_and_signatures():
    sheet = sheet_of(OFFICE)

    layout = understood(sheet, CLASS)
    rows = verdicts(sheet, form=CLASS)

    assert layout.header_rows == (7,)
    assert skipped(layout) == {
        1: "title", 2: "title", 3: "title", 5: "title", 6: "title", 8: "numbers", 9: "group", 12: "total", 13: "group",
        17: "closing", 19: "signature", 20: "signature", 22: "signature",
    }  # fmt: skip
    assert layout.groups == {9: "Chi bộ Khu phố 1", 13: "Đoàn phường"}
    assert [(row.number, record_of(row)["don_vi"], told(row)) for row in rows] == [
        (10, "Chi bộ Khu phố 1", []),
        (11, "Chi bộ Khu phố 1", []),
        (14, "Đoàn phường", []),
    ]


def test_members_stand_in_the_cell_of_their_group():
    header = USUAL[:11] + USUAL[12:]
    good = person()[:11] + person()[12:]
    other = [*good[:1], "Trần Văn Dũng", *good[2:9], "43000002", *good[10:]]
    sheet = sheet_of([header, ["CHI BỘ KHU PHỐ 2"], good, ["Chi bộ Khu phố 99"], other])

    rows = verdicts(sheet)

    assert record_of(rows[0])["chi_bo"] == "Chi bộ Khu phố 2"
    assert rows[1].record is None
    assert told(rows[1]) == [("", "unit_unknown", "error")]


def test_a_sheet_per_cell_tells_the_cell_by_its_name_or_its_title():
    header = USUAL[:11] + USUAL[12:]
    good = person()[:11] + person()[12:]
    other = [*good[:1], "Trần Văn Dũng", *good[2:9], "43000002", *good[10:]]

    rows = verdicts(
        sheet_of([header, good], name="Chi bộ Khu phố 2"), sheet_of([["CHI BỘ CƠ QUAN"], header, other], name="Trang 2")
    )

    assert [record_of(row)["chi_bo"] for row in rows] == ["Chi bộ Khu phố 2", "Chi bộ Cơ quan"]


def test_a_header_of_two_rows_is_read_from_its_lower_words():
    rows = [
        ["Số TT", "Họ và tên", "Ngày, tháng, năm sinh", None, "Quê quán", None, None, "Ngày vào Đảng", None, "Chi bộ"],
        [None, None, "Nam", "Nữ", "Xã", "Huyện", "Tỉnh", "Dự bị", "Chính thức", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"],
        [1, "Trần Văn Dũng", "20/3/1980", None, "xã Gio Mỹ", "Gio Linh", "Quảng Trị", "19/5/2005", "19/5/2006",
         "Chi bộ Cơ quan"],
        [2, "Lê Thị Kim Yến", None, "1982", "xã Gio Mỹ", None, "Quảng Trị", "20/5/2005", "20/5/2006",
         "Chi bộ Cơ quan"],
        [3, "Phạm Đức Bảo", None, None, None, None, None, "20/5/2005", "20/5/2006", "Chi bộ Cơ quan"],
        [4, "Võ Ngọc Ánh", "1980", "1980", None, None, None, "20/5/2005", "20/5/2006", "Chi bộ Cơ quan"],
    ]  # fmt: skip
    merges = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 6), (1, 7, 1, 8), (1, 9, 2, 9)]
    for sheet in (sheet_of(rows, merges=merges), sheet_of(rows)):
        layout = understood(sheet)
        judged = verdicts(sheet)

        assert layout.header_rows == (1, 2)
        assert skipped(layout) == {3: "numbers"}
        assert layout.columns == {
            "stt": (0,), "ho_ten": (1,), "nam": (2,), "nu": (3,), "que_quan": (4, 5, 6), "ngay_vao_dang": (7,),
            "ngay_chinh_thuc": (8,), "chi_bo": (9,),
        }  # fmt: skip
        assert [(row.record or {}).get("gioi_tinh") for row in judged] == ["Nam", "Nữ", None, None]
        assert [(row.record or {}).get("ngay_sinh") for row in judged] == ["1980-03-20", "1982", None, None]
        assert record_of(judged[0])["que_quan"] == "xã Gio Mỹ, Gio Linh, Quảng Trị"
        assert [told(row) for row in judged] == [
            [],
            [("D", "date_year_only", "warning")],
            [("C", "required", "error"), ("C", "required", "error")],
            [("C", "gender_unknown", "error"), ("C", "required", "error")],
        ]


def test_a_header_of_three_rows_and_a_name_in_two_columns():
    rows = [
        ["TT", "Thông tin đảng viên", None, None, None, "Đảng", None, None, "Chi bộ"],
        [None, "Họ và tên", None, "Năm sinh", "Giới tính", "Ngày vào Đảng", None, "Số thẻ", None],
        [None, "Họ và đệm", "Tên", None, None, "Dự bị", "Chính thức", None, None],
        [1, "Nguyễn Thị Hồng", "Loan", "12/9/1985", "Nữ", "19/5/2010", "19/5/2011", "43000003", "Chi bộ Cơ quan"],
        [2, "TRẦN VĂN", "AN", "12/9/1986", "Nam", "19/5/2010", "19/5/2011", "43000004", "Chi bộ Cơ quan"],
        [3, "Trần Văn", None, "12/9/1987", "Nam", "19/5/2010", "19/5/2011", "43000005", "Chi bộ Cơ quan"],
    ]
    merges = [(1, 0, 3, 0), (1, 1, 1, 4), (2, 1, 2, 2), (2, 3, 3, 3), (2, 4, 3, 4), (1, 5, 1, 7), (2, 5, 2, 6),
              (2, 7, 3, 7), (1, 8, 3, 8)]  # fmt: skip
    sheet = sheet_of(rows, merges=merges)

    layout = understood(sheet)
    judged = verdicts(sheet)

    assert layout.header_rows == (1, 2, 3)
    assert layout.columns == {
        "stt": (0,), "ho_dem": (1,), "ten": (2,), "ngay_sinh": (3,), "gioi_tinh": (4,), "ngay_vao_dang": (5,),
        "ngay_chinh_thuc": (6,), "so_the": (7,), "chi_bo": (8,),
    }  # fmt: skip
    assert [(row.record or {}).get("ho_ten") for row in judged] == ["Nguyễn Thị Hồng Loan", "Trần Văn An", None]
    assert [told(row) for row in judged] == [
        [],
        [("B", "name_capitals", "warning"), ("C", "name_capitals", "warning")],
        [("C", "required", "error")],
    ]


def test_sex_may_be_an_x_or_only_women_may_be_marked():
    header = ["STT", "Họ và tên", "Ngày sinh", "Nam", "Nữ", "Ngày vào Đảng", "Chi bộ"]
    rest = ["19/5/2010", "Chi bộ Cơ quan"]
    rows = verdicts(
        sheet_of(
            [
                header,
                [1, "Trần Văn An", "12/9/1985", "x", None, *rest],
                [2, "Lê Thị Hoa", "12/9/1986", None, "X", *rest],
                [3, "Lê Thị Hồng", "12/9/1986", None, "rồi", *rest],
            ]
        )
    )
    assert [(row.record or {}).get("gioi_tinh") for row in rows] == ["Nam", "Nữ", None]
    assert told(rows[2]) == [("E", "gender_unknown", "error")]

    only = [*header[:3], *header[4:]]
    women = verdicts(
        sheet_of([only, [1, "Trần Văn An", "12/9/1985", None, *rest], [2, "Lê Thị Hoa", "12/9/1986", "N", *rest]])
    )
    assert [record_of(row)["gioi_tinh"] for row in women] == ["Nam", "Nữ"]


def test_several_facts_in_one_cell_are_taken_apart():
    header = ["TT", "Họ và tên\nNgày sinh", "Giới tính\nDân tộc\nTôn giáo", "Ngày kết nạp\nNgày chính thức", "Chi bộ"]
    rows = verdicts(
        sheet_of(
            [
                header,
                [1, "Trần Văn An\n12/9/1985", "Nam\nKinh\nKhông", "19/5/2010\n19/5/2011", "Chi bộ Cơ quan"],
                [2, "Lê Thị Hoa, sinh năm 1986", "Nữ, Tày, Không", "19/5/2010", "Chi bộ Cơ quan"],
                [3, "Lê Thị Yến\n31/02/1986", "Nữ\nKinh\nKhông", "19/5/2010", "Chi bộ Cơ quan"],
            ]
        )
    )

    assert [told(row) for row in rows] == [
        [],
        [("B", "date_year_only", "warning")],
        [("B", "date_invalid", "error")],
    ]
    assert record_of(rows[0])["ho_ten"] == "Trần Văn An"
    assert record_of(rows[0])["ngay_sinh"] == "1985-09-12"
    assert (record_of(rows[0])["ngay_vao_dang"], record_of(rows[0])["ngay_chinh_thuc"]) == ("2010-05-19", "2011-05-19")
    assert [record_of(rows[1])[key] for key in ("ho_ten", "ngay_sinh", "gioi_tinh", "dan_toc", "ton_giao")] == [
        "Lê Thị Hoa", "1986", "Nữ", "Tày", "Không",
    ]  # fmt: skip
    assert record_of(rows[1])["ngay_chinh_thuc"] is None


def test_a_birth_below_the_name_is_seen_without_a_heading():
    header = ["TT", "Họ và tên", "Giới tính", "Ngày vào Đảng", "Chi bộ"]
    rows = verdicts(
        sheet_of(
            [
                header,
                [1, "TRẦN VĂN AN\n12/9/1985", "Nam", "19/5/2010", "Chi bộ Cơ quan"],
                [2, "LÊ THỊ HOA\n1986", "Nữ", "19/5/2010", "Chi bộ Cơ quan"],
            ]
        )
    )

    assert [(record_of(row)["ho_ten"], record_of(row)["ngay_sinh"]) for row in rows] == [
        ("Trần Văn An", "1985-09-12"),
        ("Lê Thị Hoa", "1986"),
    ]


def test_a_line_break_within_a_name_stays_a_space():
    (row,) = verdicts(people(person(Họ_và_tên="Nguyễn\nThị Hòa")))

    assert (record_of(row)["ho_ten"], told(row)) == ("Nguyễn Thị Hòa", [])


def test_cards_and_files_one_digit_a_column():
    header = ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Ngày vào Đảng", "Chi bộ", "Số thẻ\nSố lý lịch", *[None] * 7]
    first = [
        f"{card}\n{number}" for card, number in zip("43000001", ["2", "0", "0", "0", "3", "0", "Q", "T"], strict=True)
    ]
    alone = [2, 0, 0, 0, 3, 1, "Q", "T"]
    rest = ["12/9/1985", "Nam", "19/5/2010", "Chi bộ Cơ quan"]
    sheet = sheet_of(
        [header, [1, "Trần Văn An", *rest, *first], [2, "Lê Văn Hòa", *rest, *alone]], merges=[(1, 6, 1, 13)]
    )

    rows = verdicts(sheet)

    assert [(record_of(row)["so_the"], record_of(row)["so_ly_lich"]) for row in rows] == [
        ("43000001", "200030 QT"),
        (None, "200031 QT"),
    ]
    assert [told(row) for row in rows] == [[], []]


def test_a_birth_in_three_columns():
    header = ["TT", "Họ và tên", "Ngày sinh", None, None, "Giới tính", "Ngày vào Đảng", "Chi bộ"]
    below = [None, None, "Ngày", "Tháng", "Năm", None, None, None]
    rows = verdicts(
        sheet_of(
            [
                header,
                below,
                [1, "Trần Văn An", 12, 9, 1985, "Nam", "19/5/2010", "Chi bộ Cơ quan"],
                [2, "Lê Văn Hòa", None, None, 1986, "Nam", "19/5/2010", "Chi bộ Cơ quan"],
            ]
        )
    )

    assert [record_of(row)["ngay_sinh"] for row in rows] == ["1985-09-12", "1986"]


def test_a_list_without_a_header_is_told_by_its_cells():
    rows = [
        person(),
        person(STT=2, Họ_và_tên="Trần Văn Dũng", Giới_tính="Nam", Số_thẻ_đảng="43000002", Số_lý_lịch="200002 QT"),
        person(STT=3, Họ_và_tên="Lê Đức Bảo", Giới_tính="Nam", Số_thẻ_đảng="43000003", Số_lý_lịch="200003 QT"),
    ]
    sheet = sheet_of(rows)

    layout = understood(sheet)
    judged = verdicts(sheet)

    assert layout.header_rows == ()
    assert layout.columns == {
        "stt": (0,), "ho_ten": (1,), "ngay_sinh": (2,), "gioi_tinh": (3,), "dan_toc": (4,), "ton_giao": (5,),
        "que_quan": (6,), "ngay_vao_dang": (7,), "ngay_chinh_thuc": (8,), "so_the": (9,), "so_ly_lich": (10,),
        "chi_bo": (11,), "trinh_do": (12,), "nghe_nghiep": (13,),
    }  # fmt: skip
    assert [row.number for row in judged] == [1, 2, 3]
    assert [told(row) for row in judged] == [[], [], []]


def test_serial_numbers_below_the_last_person_are_nobody():
    sheet = people(person(), [2], [3], [None, "  "], [4])

    assert [row.number for row in verdicts(sheet)] == [2]
    assert understood(sheet).rows == 1


def test_a_header_printed_again_is_a_header():
    sheet = people(person(), USUAL, person(STT=2, Họ_và_tên="Trần Văn Dũng", Số_thẻ_đảng="43000002"))

    assert skipped(understood(sheet)) == {3: "header"}
    assert [row.number for row in verdicts(sheet)] == [2, 4]


def test_the_name_of_a_total_among_facts_of_a_person_is_a_wrong_name():
    (row,) = verdicts(people(person(Họ_và_tên="Tổng cộng")))

    assert told(row) == [("B", "name_invalid", "error")]


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (["Tổng cộng", None, None, 12], "total"),
        ([None, "Cộng", None, 12], "total"),
        ([None, "Tổng số", 12], "total"),
        (["Tổng số: 12 đồng chí"], "total"),
        (["Tổng số danh sách có 12 đồng chí./."], "closing"),
        (["(Danh sách có 12 người)"], "closing"),
        (["Ghi chú: cột 5 ghi theo hồ sơ."], "note"),
        (["(*) Theo hồ sơ đảng viên"], "note"),
        ([None, None, None, None, None, "Hòa An, ngày 12 tháng 5 năm 2025"], "signature"),
        ([None, None, None, None, "TM. CHI ỦY"], "signature"),
        (["Người lập biểu", None, None, None, "Bí thư"], "signature"),
        ([None, "NGƯỜI LẬP BIỂU", None, None, None, None, None, "T/M ĐẢNG ỦY"], "signature"),
        (["1", "2", "3", "4", "5"], "numbers"),
        (["(*)", "(*)", "(*)", "(*)"], "numbers"),
        (["A", "B", "1", "2", "3"], "numbers"),
    ],
)
def test_rows_that_tell_of_nobody_are_named(row, part):
    assert skipped(understood(people(person(), row))) == {3: part}


def test_hidden_sheets_and_lists_of_codes_are_not_taken_by_themselves():
    copy = people(person())
    copy.state = "hidden"
    assert (understood(copy).taken, understood(copy).why) == (False, HIDDEN)
    assert understood(copy, taken=True).taken
    assert understood(sheet_of([["Dân tộc"], ["Kinh"]], name="Danh mục")).why == OF_OURS
    assert understood(sheet_of([["Một bài thơ"]])).why == NO_HEADER
    assert understood(sheet_of([])).why == NO_HEADER
    assert understood(people()).why == NO_ROWS
    assert understood(people(person()), name=DATA_SHEET).taken


def test_hidden_rows_are_counted_and_may_be_left_out():
    sheet = people(person(), person(STT=2, Họ_và_tên="Trần Văn Dũng", Số_thẻ_đảng="43000002"))
    hidden = sheet.rows[2]
    sheet.rows[2] = type(hidden)(hidden.number, hidden.cells, hidden=True)

    assert understood(sheet).hidden_rows == 1
    assert [row.number for row in verdicts(sheet)] == [2, 3]
    assert [row.number for row in verdicts(sheet, hidden_rows=False)] == [2]


def test_what_the_user_corrects_goes_over_what_was_found():
    sheet = sheet_of([["Tên", "Sinh", "Khác", "Ngày", "Tổ"], ["Trần Văn An", "1985", "Nam", "19/5/2010", "Cơ quan"]])
    corrected = {"ho_ten": [0], "ngay_sinh": [1], "gioi_tinh": [2], "ngay_vao_dang": [3], "chi_bo": [4], "la": [1]}

    layout = understood(sheet, header_rows=[1], columns=corrected)

    assert layout.columns == {key: (columns[0],) for key, columns in corrected.items() if key != "la"}
    assert (layout.missing, layout.unknown) == ((), ())


def test_the_signature_stays_for_other_rows_and_goes_with_the_headings():
    one, other = understood(people(person())), understood(people(person(STT=7), person()))
    turned = understood(sheet_of([USUAL[::-1], person()[::-1]]))

    assert one.signature == other.signature != turned.signature
    assert one.signature != understood(people(person()), CLASS).signature


def test_a_layout_is_kept_as_plain_json():
    for layout in (understood(sheet_of(OFFICE), CLASS), understood(people(person()))):
        kept = json.loads(json.dumps(layout.as_json()))

        assert Layout.from_json(kept) == layout


def test_old_letters_are_told_for_each_column_and_read():
    header = ["STT", "Hä vµ tªn", "Ngµy sinh", "Giíi tÝnh", "Ngµy vµo §¶ng", "Chi bé"]
    rows = [
        [1, "NguyÔn V¨n An", "12/9/1985", "Nam", "19/5/2010", "Chi bé C¬ quan"],
        [2, "TrÇn ThÞ Hßa", "12/9/1986", "N÷", "19/5/2010", "Chi bé Khu phè 1"],
        [3, "Lª V¨n Th­ëng", "12/9/1987", "Nam", "19/5/2010", "Chi bé Khu phè 2"],
    ]
    sheet = sheet_of([header, *rows])

    layout = understood(sheet)
    judged = verdicts(sheet)

    assert layout.encodings[1] is Encoding.TCVN3
    assert layout.samples[1] == ("Lª V¨n Th\xadëng", "Lê Văn Thưởng") or layout.samples[1][1] == "Lê Văn Thưởng"
    assert [record_of(row)["ho_ten"] for row in judged] == ["Nguyễn Văn An", "Trần Thị Hòa", "Lê Văn Thưởng"]
    assert [record_of(row)["gioi_tinh"] for row in judged] == ["Nam", "Nữ", "Nam"]
    assert [record_of(row)["chi_bo"] for row in judged] == ["Chi bộ Cơ quan", "Chi bộ Khu phố 1", "Chi bộ Khu phố 2"]
    assert [told(row) for row in judged] == [[], [], []]


def test_figures_stand_in_columns_of_years():
    sheet = sheet_of(
        [
            ["STT", "Tổ chức", "Chỉ số", 2022, 2023, 2024],
            [1, "Chi bộ Khu phố 1", "Kết nạp", 3, 4, None],
            [2, "Chi bộ Khu phố 2", "Kết nạp", "x", 4, 5],
        ]
    )

    layout = understood(sheet, TARGETS)
    rows = verdicts(sheet, form=TARGETS)

    assert layout.columns["cac_nam"] == (3, 4, 5)
    assert record_of(rows[0])["cac_nam"] == {"2022": 3, "2023": 4}
    assert ("D", "number_invalid", "error") in told(rows[1])


def test_a_day_that_excel_turned_round_is_seen_in_the_whole_column():
    days = [
        date(1970, 5, 3),
        "25/03/1971",
        date(1972, 8, 12),
        "13/9/1973",
        "30/10/1974",
        date(1975, 4, 4),
        "28/02/1976",
    ]
    rows = [
        person(STT=n, Họ_và_tên=f"Nguyễn Văn {chr(65 + n)}", Ngày_sinh=day, Số_thẻ_đảng=f"4300001{n}")
        for n, day in enumerate(days)
    ]

    judged = verdicts(people(*rows))

    assert [told(row) for row in judged] == [
        [("C", "date_day_month_swapped", "error")], [], [("C", "date_day_month_swapped", "error")], [], [], [], [],
    ]  # fmt: skip
    assert "05/03/1970 hay 03/05/1970" in judged[0].issues[0].message
    assert record_of(judged[5])["ngay_sinh"] == "1975-04-04"


def test_a_mixed_column_with_one_late_real_day_is_taken_at_its_word():
    days = [date(1970, 5, 3), "25/03/1971", date(1972, 8, 12), "13/9/1973", date(1974, 5, 20), "28/02/1976"]
    rows = [
        person(STT=n, Họ_và_tên=f"Nguyễn Văn {chr(65 + n)}", Ngày_sinh=day, Số_thẻ_đảng=f"4300001{n}")
        for n, day in enumerate(days)
    ]

    assert all(told(row) == [] for row in verdicts(people(*rows)))


def test_texts_written_month_first_are_seen_in_the_whole_column():
    days = ["03/25/1970", "04/05/1971", "12/31/1972", "02/14/1973"]
    rows = [
        person(STT=n, Họ_và_tên=f"Nguyễn Văn {chr(65 + n)}", Ngày_sinh=day, Số_thẻ_đảng=f"4300001{n}")
        for n, day in enumerate(days)
    ]

    assert [told(row) for row in verdicts(people(*rows))] == [
        [("C", "date_invalid", "error")],
        [("C", "date_day_month_swapped", "error")],
        [("C", "date_invalid", "error")],
        [("C", "date_invalid", "error")],
    ]


def test_what_stands_in_brackets_counts_where_it_says_more():
    assert meant_by("Ngày vào Đảng (dự bị)", MEMBERS).key == "ngay_vao_dang"
    assert meant_by("Ngày vào Đảng (chính thức)", MEMBERS).key == "ngay_chinh_thuc"
    assert meant_by("Ngày, tháng, năm vào Đảng Cộng sản Việt Nam", MEMBERS).key == "ngay_vao_dang"
    assert meant_by("Nghề nghiệp của đồng chí hiện nay", MEMBERS).key == "nghe_nghiep"


def test_a_result_may_be_an_x_below_its_name():
    header = ["TT", "Họ tên", "Năm sinh", "Kết quả xếp loại", None, None, "Giấy chứng nhận", None]
    below = [None, None, None, "Giỏi", "Khá", "TB", "Số", "Ngày cấp"]
    merges = [(1, 3, 1, 5), (1, 6, 1, 7), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)]
    rows = verdicts(
        sheet_of(
            [
                header,
                below,
                [1, "Trần Văn Dũng", "1/2/1990", None, None, "x", "01/GCN", "20/5/2024"],
                [2, "Lê Thị Lợi", "1/2/1991", "x", None, None, "02/GCN", "20/5/2024"],
                [3, "Lê Thị Yến", "1/2/1992", "x", "x", None, "03/GCN", "20/5/2024"],
            ],
            merges=merges,
        ),
        form=CLASS,
    )

    assert [(row.record or {}).get("ket_qua") for row in rows] == ["Trung bình", "Giỏi", None]
    assert [told(row) for row in rows] == [[], [], [("D", "result_unknown", "error")]]


def test_a_hidden_column_is_an_old_copy_of_one_that_is_seen():
    header, row = [*USUAL, "Ngày sinh"], [*person(), "1/1/1900"]
    first = sheet_of([[header[-1], *header[:-1]], [row[-1], *row[:-1]]], hidden_columns=[0])

    assert understood(first).columns["ngay_sinh"] == (3,)
    assert told(verdicts(first)[0]) == []
    alone = people(person())
    alone.hidden_columns = [2]
    assert understood(alone).columns["ngay_sinh"] == (2,)


def test_american_columns_of_a_sheet_speak_together():
    rows = [
        person(Ngày_sinh=date(1970, 5, 3), Ngày_vào_Đảng="19/5/2005", Ngày_chính_thức=date(2006, 7, 5)),
        person(STT=2, Họ_và_tên="Trần Văn Dũng", Ngày_sinh="25/3/1971", Ngày_vào_Đảng=date(2001, 5, 3),
               Ngày_chính_thức="20/5/2006", Số_thẻ_đảng="43000002"),
        person(STT=3, Họ_và_tên="Lê Đức Bảo", Ngày_sinh="26/3/1971", Ngày_vào_Đảng=date(2001, 5, 4),
               Ngày_chính_thức="20/5/2006", Số_thẻ_đảng="43000003"),
    ]  # fmt: skip

    assert [told(row) for row in verdicts(people(*rows))] == [
        [("C", "date_day_month_swapped", "error"), ("I", "date_day_month_swapped", "error")],
        [("H", "date_day_month_swapped", "error")],
        [("H", "date_day_month_swapped", "error")],
    ]


def test_groups_and_totals_are_known_in_old_letters_too():
    header = ["STT", "Hä vµ tªn", "Ngµy sinh", "Giíi tÝnh", "Ngµy vµo §¶ng"]
    sheet = sheet_of(
        [
            ["§¶NG Bé PH¦êNG HßA AN"],
            header,
            ["Chi bé Khu phè 1"],
            [1, "NguyÔn V¨n An", "12/9/1985", "Nam", "19/5/2010"],
            [2, "TrÇn ThÞ Hßa", "12/9/1986", "N÷", "19/5/2010"],
            ["Tæng céng"],
            ["Ng\u00adêi lËp biÓu"],
        ]
    )

    assert skipped(understood(sheet)) == {1: "title", 3: "group", 6: "total", 7: "signature"}
    assert [record_of(row)["chi_bo"] for row in verdicts(sheet)] == ["Chi bộ Khu phố 1"] * 2


def test_the_cells_of_the_party_register_are_taken_apart_even_when_a_line_is_missing():
    header = ["STT", "Họ và tên khai sinh\nHọ và tên đang dùng\nNgày sinh", "Nam, nữ\nDân tộc\nTôn giáo",
              "Quê quán\nNơi ở hiện nay", "Ngày vào Đảng\nNgày chính thức", "Chi bộ"]  # fmt: skip
    rest = ["Nam\nKinh\nKhông", "xã Gio Mỹ\nKhu phố 1", "19/5/2000\n19/5/2001", "Chi bộ Cơ quan"]
    rows = verdicts(
        sheet_of(
            [
                header,
                [1, "Nguyễn Văn An\nNguyễn Văn Ánh\n12/9/1970", *rest],
                [2, "Lê Văn Hòa\n25/3/1975", *rest],
                [3, "Lê Văn Bảo\nkhông rõ", *rest],
                [4, "Lê Văn Cường", *rest],
            ]
        )
    )

    assert [(row.record or {}).get("ho_ten") for row in rows] == ["Nguyễn Văn An", "Lê Văn Hòa", None, None]
    assert [(row.record or {}).get("ten_khac") for row in rows] == ["Nguyễn Văn Ánh", None, None, None]
    assert [(row.record or {}).get("ngay_sinh") for row in rows] == ["1970-09-12", "1975-03-25", None, None]
    assert record_of(rows[0])["thuong_tru"] == "Khu phố 1"
    assert [told(row) for row in rows[2:]] == [[("B", "date_unreadable", "error")], [("B", "required", "error")]]


def test_letters_that_nobody_can_see_are_told_once_for_the_sheet():
    sheet = people(person(Họ_và_tên="\ufeffNguyễn\u200b Thị Hòa"), person(STT=2, Họ_và_tên="Ðặng Thị\u00a0Hòa"))

    assert understood(sheet).notes == (
        "1 ô có ký tự không nhìn thấy được; sổ bỏ các ký tự ấy.",
        "1 ô dùng chữ “Ð” của tiếng nước ngoài; sổ ghi là “Đ”.",
    )
    assert understood(people(person())).notes == ()
