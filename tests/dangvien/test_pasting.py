"""A block copied from Excel is read line by line: nothing is guessed, nothing fails, everything unread is told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien.dates import PartialDate
from dangvien.forms.pasting import AWAITING, COLUMNS, MOST_LINES, Listed, read_block
from dangvien.text import nfc, search_key

TODAY = date(2024, 6, 3)
ROSTER = [
    Listed(11, 1, "Phan Học Ân", PartialDate(1998, 2, 3)),
    Listed(12, 2, "Lê Thị Hòa", PartialDate(1997, 5, 6)),
    Listed(13, 3, "Lê Thị Hoa", PartialDate(1999, 7, 8)),
    Listed(14, 4, "Trần Văn Bình", PartialDate(1990)),
    Listed(15, 5, "Trần Văn Bình", PartialDate(1991, 4)),
]


def read(*lines):
    return read_block("\n".join(lines), ROSTER, TODAY)


class TestReading:
    @pytest.mark.parametrize(
        "line",
        [
            "Phan Học Ân\t10\t8,5\tGiỏi\tĐạt\t01/GCN\t20/6/2023",
            "1\tPhan Học Ân\t10\t8,5\tGiỏi\tĐạt\t01/GCN\t20/6/2023",
            "1.\tphan hoc an\t03/02/1998\t10\t8,5\tGiỏi\tĐạt\t01/GCN\t20/6/2023",
            "PHAN HỌC ÂN\t1998\t10\t8,5\tGiỏi\tđạt\t01/GCN\t20/6/2023",
            "1\t10\t8,5\tGiỏi\tĐạt\t01/GCN\t20/6/2023",
            "\tPhan  Học Ân \t10\t8,5\tGiỏi\tĐạt\t01/GCN\t20/6/2023\t\tthừa",
        ],
    )
    def test_a_line_without_a_heading_in_every_usual_form(self, line):
        found = read(line)

        assert found.faults == ()
        assert found.rows == {
            11: {
                "attended": "10",
                "score": "8,5",
                "grade": "Giỏi",
                "result": "dat",
                "certificate_number": "01/GCN",
                "certificate_on": "20/6/2023",
            }
        }

    def test_a_heading_may_put_the_columns_in_any_order(self):
        found = read("STT\tĐiểm\tHọ và tên\tGhi chú\tKết quả", "1\t7\tPhan Học Ân\tvắng\tKhông đạt")

        assert found.faults == ()
        assert found.rows == {11: {"score": "7", "result": "khong_dat"}}

    def test_passed_without_a_number_waits_for_the_certificate(self):
        assert read("Phan Học Ân\t10\t8\tKhá\tĐạt").rows[11]["result"] == AWAITING

    def test_empty_cells_and_lines_say_nothing(self):
        found = read("", "Phan Học Ân\t\t\tKhá", "\t\t", "")

        assert (found.rows, found.faults) == ({11: {"grade": "Khá"}}, ())

    def test_marks_tell_namesakes_without_marks_apart(self):
        assert list(read("LÊ THỊ HOÀ\t9").rows) == [12]
        assert list(read("Lê Thị Hoa\t9").rows) == [13]
        assert list(read("le thi hoa\t06/05/1997\t9").rows) == [12]


class TestTelling:
    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            (
                "Vũ Không Học\t10",
                "Dòng 1: “Vũ Không Học” không có trong danh sách lớp mà đồng chí thấy. "
                "Sửa tên cho đúng danh sách, hoặc ghi danh người này trước.",
            ),
            (
                "Trần Văn Bình\t10",
                "Dòng 1: lớp có 2 người tên Trần Văn Bình (số 4 sinh 1990 và số 5 sinh 04/1991). "
                "Thêm cột ngày sinh vào sau cột họ tên rồi dán lại.",
            ),
            (
                "le thi hoa\t10",
                "Dòng 1: lớp có 2 người tên le thi hoa (số 2 sinh 06/05/1997 và số 3 sinh 08/07/1999). "
                "Thêm cột ngày sinh vào sau cột họ tên rồi dán lại.",
            ),
            ("9\t10", "Dòng 1: lớp không có người số thứ tự 9. Kiểm tra lại số."),
            ("\t\t8,5", "Dòng 1: không có họ tên hoặc số thứ tự. Thêm cột họ tên vào rồi dán lại."),
            (
                "Phan Học Ân\t01/01/1990\t10",
                "Dòng 1: Phan Học Ân trong danh sách lớp có ngày sinh khác. Đối chiếu lại người này.",
            ),
            (
                "Phan Học Ân\t31/2/1990\t10",
                "Dòng 1: không đọc được ngày sinh “31/2/1990” của Phan Học Ân. Sửa rồi dán lại.",
            ),
        ],
    )
    def test_a_line_that_names_nobody_or_two_is_told_with_its_number(self, line, sentence):
        found = read(line)

        assert (found.rows, found.faults) == ({}, (sentence,))

    def test_a_number_or_a_birth_tells_namesakes_apart(self):
        assert list(read("5\tTrần Văn Bình\t10").rows) == [15]
        assert list(read("Trần Văn Bình\t1990\t10").rows) == [14]

    def test_a_second_line_about_the_same_person_is_told(self):
        found = read("Phan Học Ân\t10", "1\t9")

        assert found.rows == {11: {"attended": "10"}}
        assert found.faults == ("Dòng 2: Phan Học Ân đã có ở dòng 1. Giữ lại một dòng rồi dán lại.",)

    def test_a_result_nobody_understands_is_told_and_the_rest_kept(self):
        found = read("Phan Học Ân\t10\t8\tKhá\tchắc là đạt")

        assert found.rows == {11: {"attended": "10", "score": "8", "grade": "Khá"}}
        assert found.faults == ("Dòng 1: không hiểu kết quả “chắc là đạt”. Chọn ở ô Kết quả của người này.",)

    def test_a_long_block_is_read_in_parts(self):
        found = read(*["Vũ Không Học\t1"] * (MOST_LINES + 5))

        assert found.faults[0] == "Chỉ đọc 100 dòng đầu. Lưu xong rồi dán tiếp từ dòng 101."
        assert len(found.faults) == MOST_LINES + 1


NAMES = st.sampled_from([learner.name for learner in ROSTER] + ["le thi hoa", "TRAN VAN BINH", "Vũ Không Học", ""])
CELLS = st.one_of(
    NAMES,
    st.sampled_from(["1", "5.", "10", "8,5", "1990", "03/02/1998", "Đạt", "không đạt", "01/GCN", "STT", "Họ và tên"]),
    st.text(max_size=12),
)
LINES = st.lists(CELLS, max_size=9).map("\t".join)
BLOCKS = st.one_of(st.text(), st.lists(LINES, max_size=12).map("\n".join))


class TestAnyBlock:
    @given(BLOCKS)
    def test_reading_never_fails_and_knows_only_learners_of_the_class(self, block):
        found = read_block(block, ROSTER, TODAY)

        assert set(found.rows) <= {learner.key for learner in ROSTER}
        assert all(set(words) <= set(COLUMNS) and all(words.values()) for words in found.rows.values())
        assert all(sentence.startswith(("Dòng ", "Chỉ đọc ")) for sentence in found.faults)

    @given(st.lists(LINES.filter(lambda line: "\n" not in line and "\r" not in line), max_size=8))
    def test_no_line_is_about_two_learners(self, lines):
        """Read one by one: each line gives one learner at most, and one that the line itself names or numbers."""
        for line in lines:
            if len(line.splitlines()) > 1:
                continue
            found = read_block(line, ROSTER, TODAY)
            assert len(found.rows) <= 1
            for key in found.rows:
                learner = next(item for item in ROSTER if item.key == key)
                cells = [nfc(cell).strip('"').strip() for cell in line.split("\t")]
                named = any(search_key(cell) == search_key(learner.name) for cell in cells)
                assert named or any(cell.rstrip(".").lstrip("0") == str(learner.number) for cell in cells)

    @given(st.permutations(ROSTER), st.data())
    def test_everybody_is_found_by_name_and_birth_in_any_order(self, people, data):
        lines = [f"{person.name}\t{person.birth}\t{place}" for place, person in enumerate(people)]

        found = read(*lines)

        assert found.faults == ()
        assert found.rows == {person.key: {"attended": str(place)} for place, person in enumerate(people)}
