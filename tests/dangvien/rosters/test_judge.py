"""Every wrong cell shown at once, with cell, sentence and mend; nothing invented, nothing refused that can be taken."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from dangvien.rosters.answer import answer_of, refusal_of
from dangvien.rosters.fields import CANDIDATES, CLASS, MEMBERS
from dangvien.rosters.judge import Judge, judge, judge_file, with_more
from tests.dangvien.rosters.sheets_made import (
    AS_OF,
    GOOD,
    RECORD,
    Ward,
    people,
    person,
    record_of,
    sheet_of,
    told,
    understood,
    verdicts,
)

LETTERS = dict(zip(GOOD, "ABCDEFGHIJKLMNO", strict=True))


def judged(**others):
    """The verdict on somebody with these cells."""
    (row,) = verdicts(people(person(**others)))
    return row


def test_a_good_row_goes_in_as_it_stands():
    row = judged()

    assert (row.record, row.issues, row.number) == (RECORD, (), 2)


@pytest.mark.parametrize(
    ("field", "value", "key", "code", "severity", "taken"),
    [
        ("Họ_và_tên", None, "ho_ten", "required", "error", None),
        ("Họ_và_tên", "  \u00a0", "ho_ten", "required", "error", None),
        ("Họ_và_tên", "12345", "ho_ten", "name_invalid", "error", None),
        ("Họ_và_tên", 12345, "ho_ten", "name_invalid", "error", None),
        ("Họ_và_tên", "Tổng cộng", "ho_ten", "name_invalid", "error", None),
        ("Họ_và_tên", "Nguyễn Văn An 2", "ho_ten", "name_invalid", "error", None),
        ("Họ_và_tên", "Chi bộ Khu phố 1", "ho_ten", "name_invalid", "error", None),
        ("Họ_và_tên", "NGUYỄN THỊ HÒA", "ho_ten", "name_capitals", "warning", "Nguyễn Thị Hòa"),
        ("Họ_và_tên", "Y BLIĂ NIÊ", "ho_ten", "name_capitals", "warning", "Y Bliă Niê"),
        ("Họ_và_tên", "K'BRÔIH", "ho_ten", "name_capitals", "warning", "K'Brôih"),
        ("Họ_và_tên", "Nguyễn Thị Hоa", "ho_ten", "look_alike", "warning", "Nguyễn Thị Hoa"),
        ("Họ_và_tên", "=cmd|' /C calc'!A0", "ho_ten", "formula_text", "error", None),
        ("Ghi_chú", "=1+1", "ghi_chu", "formula_text", "warning", "=1+1"),
        ("Ghi_chú", "@SUM(A1)", "ghi_chu", "formula_text", "warning", "@SUM(A1)"),
        ("Ngày_sinh", None, "ngay_sinh", "required", "error", None),
        ("Ngày_sinh", "không rõ", "ngay_sinh", "date_unreadable", "error", None),
        ("Ngày_sinh", "31/02/1970", "ngay_sinh", "date_invalid", "error", None),
        ("Ngày_sinh", "12/3/20130", "ngay_sinh", "date_invalid", "error", None),
        ("Ngày_sinh", "12/111/1970", "ngay_sinh", "date_invalid", "error", None),
        ("Ngày_sinh", "12/3/198", "ngay_sinh", "date_invalid", "error", None),
        ("Ngày_sinh", "3/25/1970", "ngay_sinh", "date_invalid", "error", None),
        ("Ngày_sinh", "15/3/2099", "ngay_sinh", "date_future", "error", None),
        ("Ngày_sinh", date(2025, 7, 1), "ngay_sinh", "date_future", "error", None),
        ("Ngày_sinh", "1980", "ngay_sinh", "date_year_only", "warning", "1980"),
        ("Ngày_sinh", 1980, "ngay_sinh", "date_year_only", "warning", "1980"),
        ("Ngày_sinh", "Năm 1980", "ngay_sinh", "date_year_only", "warning", "1980"),
        ("Ngày_sinh", "00/00/1980", "ngay_sinh", "date_year_only", "warning", "1980"),
        ("Ngày_sinh", "3/1980", "ngay_sinh", "date_year_only", "warning", "1980-03"),
        ("Ngày_sinh", "Tháng 3/1980", "ngay_sinh", "date_year_only", "warning", "1980-03"),
        (
            "Ngày_sinh",
            {"d": "1980-03-01", "t": "Mar-80", "o": "[$-en-US]mmm-yy"},
            "ngay_sinh",
            "date_year_only",
            "warning",
            "1980-03",
        ),
        (
            "Ngày_vào_Đảng",
            {"d": "2005-01-01", "t": "2005", "o": "yyyy"},
            "ngay_vao_dang",
            "date_incomplete",
            "error",
            None,
        ),
        ("Ngày_sinh", "25/3/80", "ngay_sinh", "date_two_digit_year", "warning", "1980-03-25"),
        ("Ngày_sinh", "25/3/20", "ngay_sinh", "date_two_digit_year", "error", None),
        ("Ngày_sinh", 29305, "ngay_sinh", "date_serial_number", "warning", "1980-03-25"),
        ("Ngày_sinh", "29305", "ngay_sinh", "date_serial_number", "warning", "1980-03-25"),
        ("Ngày_sinh", 7, "ngay_sinh", "date_unreadable", "error", None),
        ("Giới_tính", None, "gioi_tinh", "required", "error", None),
        ("Giới_tính", "Nsm", "gioi_tinh", "gender_unknown", "error", None),
        ("Giới_tính", "x", "gioi_tinh", "gender_unknown", "error", None),
        ("Giới_tính", "Năm", "gioi_tinh", "gender_unknown", "error", None),
        ("Giới_tính", "NỮ", "gioi_tinh", "gender_unknown", "warning", "Nữ"),
        ("Giới_tính", "nu", "gioi_tinh", "gender_unknown", "warning", "Nữ"),
        ("Dân_tộc", "Kinhh", "dan_toc", "code_unknown", "error", None),
        ("Tôn_giáo", "Đạo lạ", "ton_giao", "code_unknown", "error", None),
        ("Ngày_vào_Đảng", None, "ngay_vao_dang", "required", "error", None),
        ("Ngày_vào_Đảng", "2005", "ngay_vao_dang", "date_incomplete", "error", None),
        ("Ngày_vào_Đảng", 2005, "ngay_vao_dang", "date_incomplete", "error", None),
        ("Ngày_vào_Đảng", "5/2005", "ngay_vao_dang", "date_incomplete", "error", None),
        ("Ngày_vào_Đảng", date(1998, 3, 24), "ngay_vao_dang", "age_under_18", "error", None),
        ("Ngày_chính_thức", date(2005, 4, 19), "ngay_chinh_thuc", "date_order", "error", None),
        ("Ngày_chính_thức", date(2006, 5, 18), "ngay_chinh_thuc", "official_under_12_months", "warning", "2006-05-18"),
        ("Số_thẻ_đảng", "4300012", "so_the", "card_format", "error", None),
        ("Số_thẻ_đảng", "43.000.999", "so_the", "card_format", "warning", "43000999"),
        ("Số_thẻ_đảng", "43 000 999", "so_the", "card_format", "warning", "43000999"),
        ("Số_thẻ_đảng", "43O00998", "so_the", "card_format", "error", None),
        ("Số_thẻ_đảng", "045085001234", "so_the", "card_12_digits", "warning", "045085001234"),
        ("Số_thẻ_đảng", 5000997, "so_the", "card_leading_zero", "error", None),
        ("Chi_bộ", None, "chi_bo", "required", "error", None),
        ("Chi_bộ", "Chi bộ Khu phố 99", "chi_bo", "unit_unknown", "error", None),
        ("Chi_bộ", "CB KP 2", "chi_bo", "unit_unknown", "warning", "Chi bộ Khu phố 2"),
        ("Trình_độ", date(2025, 12, 12), "trinh_do", "text_became_date", "warning", "12/12/2025"),
        ("Ngày_sinh", {"e": "#N/A"}, "ngay_sinh", "formula_error", "error", None),
        ("Họ_và_tên", {"e": "#REF!"}, "ho_ten", "formula_error", "error", None),
        ("Số_thẻ_đảng", {"f": "=A1&B1"}, "so_the", "formula_without_value", "error", None),
    ],
)
def test_a_wrong_cell_is_shown_with_its_place_and_what_to_do(field, value, key, code, severity, taken):
    row = judged(**{field: value})
    letter = LETTERS[field.replace("_", " ")]

    assert told(row) == [(letter, code, severity)]
    (issue,) = row.issues
    assert issue.field == key
    assert issue.message.startswith(f"Trang “Danh sách”, ô {letter}2: ")
    assert issue.message.endswith((".", "?"))
    assert issue.mend.endswith(".")
    assert row.record == (None if severity == "error" else RECORD | {key: taken})


@pytest.mark.parametrize(
    ("field", "value", "key", "taken"),
    [
        ("Họ_và_tên", "  Nguyễn\u00a0 Thị  Hòa ", "ho_ten", "Nguyễn Thị Hòa"),
        ("Họ_và_tên", "\ufeffNguyễn\u200b Thị Hòa", "ho_ten", "Nguyễn Thị Hòa"),
        ("Họ_và_tên", unicodedata.normalize("NFD", "Nguyễn Thị Hòa"), "ho_ten", "Nguyễn Thị Hòa"),
        ("Họ_và_tên", "Nguyê\u0303n Thi\u0323 Ho\u0300a", "ho_ten", "Nguyễn Thị Hòa"),
        ("Họ_và_tên", "Nguyễn Thị Hoà", "ho_ten", "Nguyễn Thị Hoà"),
        ("Họ_và_tên", "Ðặng Thị Hòa", "ho_ten", "Đặng Thị Hòa"),
        ("Họ_và_tên", "Đoàn Phượng Linh", "ho_ten", "Đoàn Phượng Linh"),
        ("Họ_và_tên", "Phong Văn An", "ho_ten", "Phong Văn An"),
        ("Họ_và_tên", "K'Brôih", "ho_ten", "K'Brôih"),
        ("Họ_và_tên", "Hồ A Dơm", "ho_ten", "Hồ A Dơm"),
        ("Ngày_sinh", "25/3/1980", "ngay_sinh", "1980-03-25"),
        ("Ngày_sinh", "\u00a025/03/1980", "ngay_sinh", "1980-03-25"),
        ("Ngày_sinh", "25-3-1980", "ngay_sinh", "1980-03-25"),
        ("Ngày_sinh", "25.3.1980", "ngay_sinh", "1980-03-25"),
        ("Ngày_sinh", "1980-03-25 00:00:00", "ngay_sinh", "1980-03-25"),
        ("Ngày_sinh", "ngày 25 tháng 3 năm 1980", "ngay_sinh", "1980-03-25"),
        ("Giới_tính", "nữ ", "gioi_tinh", "Nữ"),
        ("Giới_tính", "Nu\u031b\u0303", "gioi_tinh", "Nữ"),
        ("Dân_tộc", "KINH", "dan_toc", "Kinh"),
        ("Dân_tộc", "H'Mông", "dan_toc", "H'Mông"),
        ("Dân_tộc", "Tà Ôi", "dan_toc", "Tà Ôi"),
        ("Tôn_giáo", "Thiên Chúa giáo", "ton_giao", "Thiên Chúa giáo"),
        ("Tôn_giáo", None, "ton_giao", None),
        ("Quê_quán", "P. Trần Phú, TP. Hà Tĩnh\n", "que_quan", "P. Trần Phú, TP. Hà Tĩnh"),
        ("Ngày_chính_thức", None, "ngay_chinh_thuc", None),
        ("Ngày_chính_thức", "-", "ngay_chinh_thuc", None),
        ("Số_thẻ_đảng", 43000001, "so_the", "43000001"),
        ("Số_thẻ_đảng", "'43000001", "so_the", "43000001"),
        ("Số_thẻ_đảng", "chưa có", "so_the", None),
        ("Số_thẻ_đảng", {"n": 5000997, "t": "05000997", "o": "00000000"}, "so_the", "05000997"),
        ("Chi_bộ", "Chi\u00a0bộ\u00a0Khu\u00a0phố\u00a01", "chi_bo", "Chi bộ Khu phố 1"),
        ("Trình_độ", "12/12", "trinh_do", "12/12"),
        ("Ghi_chú", "- Đảng viên miễn sinh hoạt", "ghi_chu", "- Đảng viên miễn sinh hoạt"),
        ("Ghi_chú", "-5", "ghi_chu", "-5"),
    ],
)  # fmt: skip
def test_a_cell_typed_in_another_way_is_good(field, value, key, taken):
    row = judged(**{field: value})

    assert (told(row), row.record) == ([], RECORD | {key: taken})


def test_all_that_is_wrong_is_told_at_once():
    row = judged(Họ_và_tên="12", Ngày_sinh="không rõ", Giới_tính=None, Số_thẻ_đảng="1", Chi_bộ="Chi bộ 7")

    assert told(row) == [
        ("B", "name_invalid", "error"),
        ("C", "date_unreadable", "error"),
        ("J", "card_format", "error"),
        ("L", "unit_unknown", "error"),
        ("D", "required", "error"),
    ]


def test_capitals_may_be_kept():
    (row,) = verdicts(people(person(Họ_và_tên="LÊ VĂN SỸ")), mend_capitals=False)

    assert (record_of(row)["ho_ten"], told(row)) == ("LÊ VĂN SỸ", [("B", "name_capitals", "warning")])


def test_cells_that_hold_each_others_values_are_told_as_such():
    swapped = [
        judged(Họ_và_tên="Chi bộ Khu phố 1", Chi_bộ="Nguyễn Thị Hòa"),
        judged(Giới_tính="Kinh", Dân_tộc="Nữ"),
        judged(Số_thẻ_đảng="200001 QT", Số_lý_lịch="43000001"),
        judged(Ngày_sinh=date(2005, 5, 19), Ngày_vào_Đảng=date(1980, 3, 25)),
    ]

    assert [told(row)[:2] for row in swapped] == [
        [("B", "cells_swapped", "error"), ("L", "cells_swapped", "error")],
        [("D", "cells_swapped", "error"), ("E", "cells_swapped", "error")],
        [("J", "cells_swapped", "error"), ("K", "cells_swapped", "error")],
        [("C", "cells_swapped", "error"), ("H", "cells_swapped", "error")],
    ]
    turned = judged(Ngày_vào_Đảng=date(2006, 5, 19), Ngày_chính_thức=date(2005, 5, 19))
    assert ("H", "cells_swapped", "error") in told(turned)
    assert ("I", "cells_swapped", "error") in told(turned)


def test_somebody_who_is_admitted_on_the_birthday_is_of_age():
    assert told(judged(Ngày_vào_Đảng=date(1998, 3, 25), Ngày_chính_thức=date(1999, 3, 25))) == []
    assert told(judged(Ngày_sinh="1987")) == [("C", "date_year_only", "warning")]
    assert ("H", "age_under_18", "error") in told(judged(Ngày_sinh="1988"))


def test_the_same_person_twice():
    rows = verdicts(
        people(
            person(),
            person(STT=2, Họ_và_tên="Nguyễn Thị Hoà"),
            person(STT=3, Họ_và_tên="Nguyễn Thị Hoa", Số_thẻ_đảng="43000003"),
            person(STT=4, Họ_và_tên="NGUYỄN THỊ HÒA", Số_thẻ_đảng="43000004"),
        )
    )

    assert [told(row) for row in rows] == [
        [("B", "duplicate_person", "warning")],
        [("B", "duplicate_person", "error")],
        [],
        [("B", "name_capitals", "warning"), ("B", "duplicate_person", "warning")],
    ]
    assert [row.record is None for row in rows] == [False, True, False, False]
    assert "trang “Danh sách”, dòng 2" in rows[1].issues[0].message


def test_the_same_card_on_two_people():
    rows = verdicts(
        people(person(), person(STT=2, Họ_và_tên="Trần Văn Dũng")), sheet_of([["Họ và tên", "Số thẻ", "Ngày sinh"],
        ["Lê Văn Bảo", "43000001", "1/2/1980"]], name="Trang 2"),
    )  # fmt: skip

    assert [told(row) for row in rows] == [
        [("J", "card_duplicate", "warning")],
        [("J", "card_duplicate", "error")],
        [("B", "card_duplicate", "error")],
    ]


CLASS_HEADER = ["STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Xếp loại", "Số GCN", "Ngày cấp", "Ghi chú"]


def learner(name="Hoàng Công Thắng", result="Giỏi", number="001/K12", day="20/5/2024"):
    return [1, name, "10/10/1997", "Đoàn phường", result, number, day, None]


@pytest.mark.parametrize(
    ("row", "issues", "result"),
    [
        (learner(), [], "Giỏi"),
        (learner(result="giỏi"), [], "Giỏi"),
        (learner(result="GIỎI"), [], "Giỏi"),
        (learner(result="Hoàn thành"), [], "Hoàn thành"),
        (learner(result="Tốt"), [], "Tốt"),
        (learner(result="8,5"), [], "8,5"),
        (learner(result=8.5), [], "8.5"),
        (learner(result="Không đạt", number=None, day=None), [], "Không đạt"),
        (learner(result="4", number=None, day=None), [], "4"),
        (learner(result="gioi"), [("E", "result_unknown", "warning")], "Giỏi"),
        (learner(result="TB"), [("E", "result_unknown", "warning")], "Trung bình"),
        (learner(result="Ổn"), [("E", "result_unknown", "error")], None),
        (learner(result="11"), [("E", "result_unknown", "error")], None),
        (learner(result=None), [("E", "required", "error")], None),
        (learner(number=None), [("F", "certificate_missing", "warning")], "Giỏi"),
        (learner(day=None), [("G", "certificate_missing", "warning")], "Giỏi"),
        (learner(result="Không đạt"), [("F", "certificate_unexpected", "warning")], "Không đạt"),
        (learner(day="2024"), [("G", "date_incomplete", "error")], None),
        (learner(day="1/1/1990"), [("C", "cells_swapped", "error"), ("G", "cells_swapped", "error")], None),
    ],
)
def test_results_and_certificates(row, issues, result):
    (judged_row,) = verdicts(sheet_of([CLASS_HEADER, row]), form=CLASS)

    assert told(judged_row) == issues
    assert (judged_row.record or {}).get("ket_qua") == result


def test_the_same_certificate_on_two_people():
    rows = verdicts(sheet_of([CLASS_HEADER, learner(), learner("Trần Trọng Trữ")]), form=CLASS)

    assert [told(row) for row in rows] == [
        [("F", "certificate_duplicate", "warning")],
        [("F", "certificate_duplicate", "error")],
    ]


def test_a_class_record_has_the_keys_of_its_kind_and_more_only_if_the_list_has_them():
    (plain,) = verdicts(sheet_of([CLASS_HEADER[:3] + CLASS_HEADER[4:], learner()[:3] + learner()[4:]]), form=CLASS)
    (more,) = verdicts(sheet_of([[*CLASS_HEADER, "Giới tính"], [*learner(), "Nam"]]), form=CLASS)

    assert list(record_of(plain)) == ["ho_ten", "ngay_sinh", "don_vi", "ket_qua", "so_gcn", "ngay_cap", "ghi_chu"]
    assert record_of(plain)["don_vi"] is None
    assert record_of(more)["gioi_tinh"] == "Nam"


@pytest.mark.parametrize(
    ("value", "issues", "taken"),
    [
        ("045080001234", [], "045080001234"),
        ("045.080.001.234", [("I", "citizen_format", "warning")], "045080001234"),
        (45080001234, [("I", "citizen_leading_zero", "error")], None),
        ("45080001234", [("I", "citizen_leading_zero", "error")], None),
        ("191234567", [("I", "citizen_format", "error")], None),
        ("04508000123X", [("I", "citizen_format", "error")], None),
        (None, [], None),
    ],
)
def test_numbers_of_citizens_are_never_padded(value, issues, taken):
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Ngày vào Đảng", "Ngày chính thức", "Số thẻ", "Chi bộ",
              "CCCD"]  # fmt: skip
    row = [1, "Trần Văn Dũng", "1/2/1980", "Nam", "1/3/2005", "1/3/2006", "43000001", "Chi bộ Cơ quan", value]

    (judged_row,) = verdicts(sheet_of([header, row]))

    assert told(judged_row) == issues
    assert (judged_row.record or {"so_cccd": None})["so_cccd"] == taken
    if issues and "leading_zero" in issues[0][1]:
        assert "045080001234" in judged_row.issues[0].mend


def test_cards_have_twelve_digits_from_the_day_of_the_new_card():
    (before,) = verdicts(people(person(Số_thẻ_đảng="045085001234")), as_of=date(2025, 9, 1))
    (after,) = verdicts(people(person(Số_thẻ_đảng="045085001234")), as_of=date(2025, 9, 2))

    assert told(before) == [("J", "card_12_digits", "warning")]
    assert told(after) == []


def test_several_codes_of_one_cell_are_a_list():
    header = ["Họ và tên", "Ngày sinh", "Giới tính", "Chi bộ", "Ngày vào danh sách", "Đoàn thể giới thiệu"]
    row = ["Trần Văn Dũng", "1/2/2001", "Nam", "Chi bộ Cơ quan", "1/3/2025", "Đoàn thanh niên"]

    (judged_row,) = verdicts(sheet_of([header, row]), form=CANDIDATES)

    assert isinstance((judged_row.record or {}).get("gioi_thieu", []), list)
    assert {code for _, code, _ in told(judged_row)} <= {"code_unknown"}


def test_an_american_column_offers_both_readings():
    days = [date(1970, 5, 3), *(f"{day}/03/1971" for day in (13, 14, 15, 16, 17, 18, 19))]
    rows = [
        person(STT=n, Họ_và_tên=f"Nguyễn Văn {chr(65 + n)}", Ngày_sinh=day, Số_thẻ_đảng=f"4300001{n}")
        for n, day in enumerate(days)
    ]

    first, *others = verdicts(people(*rows))

    assert told(first) == [("C", "date_day_month_swapped", "error")]
    assert first.issues[0].value == "03/05/1970"
    assert all(told(row) == [] for row in others)


def test_judging_in_steps_gives_the_same_as_judging_at_once():
    sheet = people(person(), person(STT=2, Họ_và_tên="Trần Văn Dũng"))
    layout = understood(sheet)
    judging = Judge(MEMBERS, as_of=AS_OF, units=Ward())
    rows = list(judging.rows(sheet, layout))
    across = judging.across()

    stepwise = [with_more(row, across.get((0, row.number), ())) for row in rows]

    assert stepwise == judge(sheet, layout, MEMBERS, as_of=AS_OF, units=Ward())
    assert [row.part for row in stepwise] == ["header", "data", "data"]


def test_the_answer_has_the_shape_of_expected_results():
    sheet = sheet_of([["DANH SÁCH"], list(GOOD), person(), person(STT=2, Họ_và_tên="LÊ VĂN SỸ", Số_thẻ_đảng="1")])
    layout = understood(sheet)
    (rows,) = judge_file([(sheet, layout)], MEMBERS, as_of=AS_OF, units=Ward())

    answer = answer_of("ds.xlsx", MEMBERS, [(layout, rows)])

    assert (answer["file"], answer["subject"], answer["accept"]) == ("ds.xlsx", "members", "open")
    assert answer["totals"] == {"rows": 2, "clean": 1, "warning": 0, "error": 1}
    (told_sheet,) = answer["sheets"]
    assert (told_sheet["name"], told_sheet["state"], told_sheet["header_rows"]) == ("Danh sách", "visible", [2])
    assert told_sheet["skip_rows"] == [{"row": 1, "kind": "title"}]
    assert told_sheet["rows"][0] == {"row": 3, "record": RECORD, "issues": []}
    assert [(i["column"], i["code"], i["severity"]) for i in told_sheet["rows"][1]["issues"]] == [
        ("B", "name_capitals", "warning"),
        ("J", "card_format", "error"),
    ]
    refused = refusal_of("ds.xlsx", MEMBERS, "Tệp có mật khẩu.")
    assert (refused["accept"], refused["message"], refused["sheets"]) == ("refuse", "Tệp có mật khẩu.", [])
