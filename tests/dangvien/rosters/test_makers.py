"""Lists as others make them: facts that stand where nobody would look for them, and cells that hold each other's."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.rosters.answer import answer_of
from dangvien.rosters.fields import CLASS, MEMBERS
from dangvien.rosters.judge import JudgedRow
from dangvien.rosters.layout import Part
from tests.dangvien.rosters.sheets_made import RECORD, USUAL, people, person, sheet_of, told, understood, verdicts

LEARNERS = ["STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Kết quả", "Số giấy chứng nhận", "Ngày cấp"]


def learner(**others):
    row = dict(
        zip(LEARNERS, [1, "Lê Văn Sỹ", "15/3/1990", "Chi bộ Cơ quan", "Giỏi", "01/K13", "20/5/2025"], strict=True)
    )
    return list((row | {key.replace("_", " "): value for key, value in others.items()}).values())


def judged(row, header=LEARNERS):
    (found,) = verdicts(sheet_of([header, row]), form=CLASS)
    return found


def swapped(*columns):
    return [(column, "cells_swapped", "error") for column in columns]


def test_a_sex_and_a_name_that_stand_in_each_others_cells():
    (row,) = verdicts(people(person(Họ_và_tên="Nam", Giới_tính="Trần Văn Sỹ")))

    assert told(row) == swapped("B", "D")
    assert row.record is None


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"Số_giấy_chứng_nhận": "20/5/2025", "Ngày_cấp": "01/K13-GCN"}, "FG"),
        ({"Số_giấy_chứng_nhận": date(2025, 5, 20), "Ngày_cấp": "01/K13-GCN"}, "FG"),
        ({"Kết_quả": "01/K13-GCN", "Số_giấy_chứng_nhận": "Giỏi"}, "EF"),
    ],
)
def test_a_certificate_in_the_place_of_another_fact(cells, columns):
    assert told(judged(learner(**cells))) == swapped(*columns)


def test_a_certificate_that_became_a_day_is_told():
    row = judged(learner(Số_giấy_chứng_nhận=date(2024, 1, 1)))

    assert told(row) == [("F", "text_became_date", "warning")]


def test_a_word_goes_before_the_score_it_was_given_for():
    header = [["STT", "Họ và tên", "Ngày sinh", "Kết quả học tập", None], [None, None, None, "Điểm", "Xếp loại"]]
    sheet = sheet_of([*header, [1, "Lê Văn Sỹ", "15/3/1990", 8.5, "Giỏi"], [2, "Lê Thị Ánh", "15/4/1990", 7, None]])
    sheet.merges = [(1, 3, 1, 4)]

    first, second = verdicts(sheet, form=CLASS)

    assert [row.record and row.record["ket_qua"] for row in (first, second)] == ["Giỏi", "7"]
    assert (first.issues, second.issues) == ((), ())


def test_schooling_and_degree_in_one_cell_are_one_fact():
    header = list(USUAL)
    header[USUAL.index("Trình độ")] = "Trình độ học vấn\nLý luận chính trị\nChuyên môn\nNgoại ngữ"
    rows = [
        person(Trình_độ="12/12\nSơ cấp\nCử nhân Luật\nAnh A"),
        person(Trình_độ="12/12\n-\n-\nAnh A", Họ_và_tên="Lê Văn Sỹ", Giới_tính="Nam", Số_thẻ_đảng="43000002"),
    ]

    first, second = verdicts(sheet_of([header, *rows]))

    assert first.record
    assert (first.record["trinh_do"], first.record["ly_luan"]) == ("12/12, Cử nhân Luật", "Sơ cấp")
    assert second.record
    assert (second.record["trinh_do"], second.record["ly_luan"]) == ("12/12", None)


def test_the_cell_of_a_sheet_is_told_by_the_end_of_its_title():
    place = USUAL.index("Chi bộ")
    header, row = list(USUAL), person()
    del header[place], row[place]

    (found,) = verdicts(sheet_of([["DANH SÁCH ĐẢNG VIÊN CHI BỘ KHU PHỐ 2"], header, row], name="Sheet1"))

    assert found.record
    assert found.record["chi_bo"] == "Chi bộ Khu phố 2"


@pytest.mark.parametrize("text", ["+1+cmd|'/c calc'!A1", "-2+3+cmd|' /C calc'!A0"])
def test_text_that_would_run_after_a_number_is_told(text):
    (row,) = verdicts(people(person(Nghề_nghiệp=text)))

    assert told(row) == [("N", "formula_text", "warning")]
    assert row.record
    assert row.record["nghe_nghiep"] == text


@pytest.mark.parametrize("text", ["+84 905 123 456", "-1/2 ngày", "- Đã chuyển"])
def test_a_number_with_a_sign_is_no_formula(text):
    (row,) = verdicts(people(person(Ghi_chú=text)))

    assert row.issues == ()


def test_letters_with_tones_get_their_capitals_back_in_old_letters():
    stored = [
        ("NguyÔn V¨n ¸nh", "Nguyễn Văn Ánh"),
        ("TrÇn Minh §øc", "Trần Minh Đức"),
        ("ph¹m thÞ ¸nh", "phạm thị ánh"),
    ]
    rows = [person(STT=n, Họ_và_tên=text, Số_thẻ_đảng=f"4300000{n}") for n, (text, _) in enumerate(stored, start=1)]

    found = verdicts(people(*rows))

    assert [row.record["ho_ten"] for row in found if row.record] == [name for _, name in stored]


def test_a_day_with_strokes_the_other_way():
    (row,) = verdicts(people(person(Ngày_sinh="15\\8\\1960")))

    assert row.record
    assert row.record["ngay_sinh"] == "1960-08-15"


def test_the_answer_keeps_what_few_lists_tell_beside_the_record():
    sheet = sheet_of([[*USUAL, "Điện thoại"], [*person(), "0905 123 456"]], state="very_hidden")
    layout = understood(sheet)

    (told_sheet,) = answer_of("ds.xlsx", MEMBERS, [(layout, verdicts(sheet))])["sheets"]

    (row,) = told_sheet["rows"]
    assert (list(row["record"]), row["more"]) == (list(RECORD), {"dien_thoai": "0905 123 456"})
    assert told_sheet["state"] == "veryHidden"


def test_a_row_of_which_nothing_was_found_is_not_told_in_the_answer():
    """A serial number that goes on below the last person."""
    sheet = people(person())
    layout = understood(sheet)
    rows = [*verdicts(sheet), JudgedRow(3, Part.NOTE)]

    assert answer_of("ds.xlsx", MEMBERS, [(layout, rows)])["sheets"][0]["skip_rows"] == []
