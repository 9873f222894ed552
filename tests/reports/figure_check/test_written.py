"""Reports as provinces, districts and communes write them, none of whose wordings the rules were written from.

Everything in `written/*.txt` holds, so nothing may be reported; then one figure at a time is changed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports.figure_check.checking import check
from reports.figure_check.findings import Checked
from reports.figure_check.reading import text_draft

FOLDER = Path(__file__).parent / "written"

PLANTED = [
    ("province_half_year", "287 đảng bộ cơ sở", "278 đảng bộ cơ sở", "SUM"),
    ("province_half_year", "chiếm 38,2%", "chiếm 32,8%", "RATIO"),
    ("province_half_year", "bằng 99,3%", "bằng 93,9%", "RATIO"),
    ("province_half_year", "tăng 44 đồng chí", "tăng 54 đồng chí", "GROWTH"),
    ("province_half_year", "tức tăng 5,0%", "tức tăng 8,0%", "GROWTH"),
    ("province_half_year", "nữ 431 (46,9%)", "nữ 431 (49,6%)", "RATIO"),
    ("province_half_year", "96/150 đồng chí (64,0%)", "96/150 đồng chí (46,0%)", "RATIO"),
    ("province_half_year", "chiếm 6,3% số chi bộ", "chiếm 9,3% số chi bộ", "RATIO"),
    ("province_half_year", "3 nhóm việc", "4 nhóm việc", "COUNT"),
    ("province_half_year", "đạt 48,3% chỉ tiêu", "đạt 43,8% chỉ tiêu", "RATIO"),
    ("district_year", "gồm 05 đảng bộ và 01", "gồm 04 đảng bộ và 01", "SUM"),
    (
        "district_year",
        "có 38 chi bộ thôn, khu phố, 21 chi bộ cơ quan",
        "có 38 chi bộ thôn, khu phố, 31 chi bộ cơ quan",
        "SUM",
    ),
    ("district_year", "là 17 người", "là 27 người", "GROWTH"),
    ("district_year", "hoàn thành 101,5%", "hoàn thành 105,1%", "RATIO"),
    ("district_year", "có 40 đồng chí ở thôn", "có 42 đồng chí ở thôn", "SUM"),
    ("district_year", "bằng 45,6%", "bằng 54,6%", "RATIO"),
    ("district_year", "tăng 5 đồng chí (8,6%)", "tăng 5 đồng chí (6,8%)", "GROWTH"),
    ("district_year", "Cả ba năm kết nạp 189", "Cả ba năm kết nạp 198", "SUM"),
    ("district_year", "trung bình 63,0", "trung bình 66,0", "AVERAGE"),
    ("district_year", "trong đó 07 chi bộ thôn", "trong đó 09 chi bộ thôn", "SUM"),
    ("district_year", "517\t18\t18", "517\t18\t19", "SUM"),
    ("district_year", "20\t21\t105,0%", "20\t21\t110,0%", "RATIO"),
    ("enterprises", "đạt 4,0%", "đạt 6,0%", "RATIO"),
    ("enterprises", "7 chi bộ năm 2023", "9 chi bộ năm 2023", "SUM"),
    ("enterprises", "đạt 104,6%", "đạt 109,6%", "RATIO"),
    ("enterprises", "vượt 16 đảng viên", "vượt 26 đảng viên", "GROWTH"),
    ("enterprises", "năm 2022 là 84", "năm 2022 là 94", "SUM"),
    ("enterprises", "203 người (55,5%)", "203 người (50,5%)", "RATIO"),
    ("enterprises", "Có ba bài học", "Có bốn bài học", "COUNT"),
    ("enterprises", "74 đảng viên (60,7%)", "84 đảng viên (60,7%)", "RATIO|SUM"),
    ("university", "352 đồng chí (chiếm 72,4%)", "342 đồng chí (chiếm 72,4%)", "SUM|RATIO"),
    ("university", "tương đương tăng 9,9%", "tương đương tăng 11,9%", "GROWTH"),
    ("university", "97 sinh viên, 21 cán bộ", "97 sinh viên, 31 cán bộ", "SUM"),
    ("university", "Khoa Kinh tế 22", "Khoa Kinh tế 32", "SUM"),
    ("university", "68 đồng chí (70,1%)", "68 đồng chí (71,0%)", "RATIO"),
    ("commune_nine_months", "7 chi bộ thôn", "8 chi bộ thôn", "SUM"),
    ("commune_nine_months", "kết nạp 9, chuyển đến 12", "kết nạp 9, chuyển đến 15", "SUM"),
    ("commune_nine_months", "còn 418 đảng viên", "còn 428 đảng viên", "STOCK-FLOW"),
    ("commune_nine_months", "61\t4\t3\t62", "61\t4\t3\t64", "STOCK-FLOW|SUM"),
    ("commune_nine_months", "trong đó 14 người đủ điều kiện", "trong đó 16 người đủ điều kiện", "SUM"),
    ("police", "là 87,8%", "là 78,8%", "RATIO"),
    ("police", "tổng cộng 121", "tổng cộng 131", "SUM"),
    ("police", "đạt 109,5%", "đạt 105,9%", "RATIO"),
    ("police", "hạ sĩ quan 57", "hạ sĩ quan 75", "SUM"),
    ("police", "2.241 đồng chí (77,8%)", "2.141 đồng chí (77,8%)", "SUM|RATIO"),
    ("police", "cảnh cáo 2", "cảnh cáo 3", "SUM"),
    ("district_quarter", "bằng 22,7%", "bằng 27,2%", "RATIO"),
    ("district_quarter", "nông thôn 15 (chiếm 44,1%)", "nông thôn 17 (chiếm 44,1%)", "SUM|RATIO"),
    ("district_quarter", "còn 8 xã", "còn 9 xã", "COUNT"),
    ("city_five_years", "214,4", "241,4", "AVERAGE"),
    ("city_five_years", "vượt 72", "vượt 82", "GROWTH"),
    ("city_five_years", "cao hơn 0,35", "cao hơn 0,53", "GROWTH"),
    ("city_five_years", "2022\t7.498\t214", "2022\t7.498\t241", "SUM"),
    ("city_five_years", "760 đồng chí (70,9%)", "750 đồng chí (70,9%)", "RATIO|SUM"),
    ("medical_centre", "(41,8%)", "(48,1%)", "RATIO"),
    ("medical_centre", "điều dưỡng có 6", "điều dưỡng có 9", "SUM"),
    ("medical_centre", "(75,0%)", "(57,0%)", "RATIO"),
    ("medical_centre", "(28,6%)", "(26,8%)", "RATIO"),
    ("medical_centre", "Chi bộ đề nghị 2 việc", "Chi bộ đề nghị 3 việc", "COUNT"),
    ("hamlets", "thôn: 902", "thôn: 920", "SUM"),
    ("hamlets", "tỷ lệ 78,0%", "tỷ lệ 87,0%", "RATIO"),
    ("hamlets", "chiếm 41,5%", "chiếm 45,1%", "RATIO"),
    ("hamlets", "544 (8,6%)", "544 (6,8%)", "GROWTH"),
    ("hamlets", "(giảm 3,0%)", "(giảm 5,0%)", "GROWTH"),
    ("hamlets", "An Phú 75", "An Phú 57", "SUM"),
    ("hamlets", "214 ý kiến, 71,3%", "214 ý kiến, 73,1%", "RATIO"),
    ("district_with_stock", "tương ứng tăng 14,3%", "tương ứng tăng 12,5%", "GROWTH"),
    ("district_with_stock", "88 (47,8%)", "88 (47,1%)", "RATIO"),
    ("district_with_stock", "lớp thứ ba 68", "lớp thứ ba 86", "SUM"),
    ("district_with_stock", "79 nữ (42,9%)", "79 nữ (49,2%)", "RATIO"),
    ("district_with_stock", "tăng 92 đảng viên (1,5%)", "tăng 92 đảng viên (1,9%)", "GROWTH"),
    ("table_of_a_part", "Cộng các xã, thị trấn", "Toàn huyện", "LABEL"),
]
"""Report, as it is written, as it is changed, the classes one of which must be reported."""


@cache
def written(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def told(text: str) -> list[str]:
    return [f"{one.klass}: {one.sentence} ({one.quote[:80]})" for one in check(text_draft(text)).findings]


def test_reports_in_which_everything_holds_are_silent():
    found = {path.stem: told(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.txt"))}

    assert len(found) == 21
    assert {name: alarms for name, alarms in found.items() if alarms} == {}


def test_one_changed_figure_is_found():
    missed = []
    for name, before, after, classes in PLANTED:
        assert before in written(name), (name, before)
        found = {one.klass.value for one in check(text_draft(written(name).replace(before, after, 1))).findings}
        if not found & set(classes.split("|")):
            missed.append((name, after, classes, found))

    assert missed == []


# One rule each ------------------------------------------------------------------------------------------------------


def checked(text: str) -> Checked:
    return check(text_draft(text))


def classes(text: str) -> list[tuple[str, str, str]]:
    return [(one.klass.value, one.printed, one.computed) for one in checked(text).findings]


def test_what_is_left_over_is_a_share_of_the_second_number_of_a_pair():
    told = "Có 118/124 chi bộ kết nạp được đảng viên (95,2%); còn 06 chi bộ chưa kết nạp được đảng viên ({share})."

    assert classes(told.format(share="4,8%")) == []
    assert classes(told.format(share="8,4%")) == [("RATIO", "8,4%", "4,8%")]


def test_a_share_whose_count_follows_in_brackets_is_supported():
    head = "Năm 2024, toàn huyện kết nạp 1.104 đảng viên.\n\nTrên 40% đảng viên mới là nữ"

    assert classes(f"{head} (459 đồng chí).") == []
    assert [one[0] for one in classes(f"{head}.")] == ["UNSUPPORTED"]


def test_a_percentage_cut_off_is_a_note_and_no_finding():
    one = checked("Năm 2019, khối phường kết nạp 147/120 đảng viên, đạt 122%; khối xã kết nạp 333/250, đạt 133%.")

    assert one.findings == ()
    assert one.notes == (
        "Đoạn 1: 122% cắt chữ số, không làm tròn; 147 trên 120 là 122,5%, làm tròn được 123%.",
    )  # fmt: skip


def test_a_paper_that_cuts_everywhere_is_told_so_once():
    cut = "; ".join(f"xã {number} kết nạp 2/3 đảng viên, đạt 66%" for number in "ABCDEFGHIK")
    notes = checked(f"Năm 2019: {cut}.").notes

    assert len(notes) == 9
    assert notes[-1] == "Còn 2 tỷ lệ khác cắt chữ số, không làm tròn."


TWICE = (
    "I. Tổng số quần chúng ưu tú được bồi dưỡng nhận thức về Đảng trong 6 tháng đầu năm 2025 là 412 người.\n\n"
    "II. {led}: trong 6 tháng đầu năm {year} đã bồi dưỡng nhận thức về Đảng cho {many} quần chúng ưu tú{of}."
)


def test_one_figure_of_one_time_said_with_two_numbers():
    def said(led: str = "Kết quả cụ thể", year: int = 2025, many: int = 421, of: str = "") -> list[str]:
        return [one[0] for one in classes(TWICE.format(led=led, year=year, many=many, of=of))]

    assert said() == ["TEXT"]
    assert said(many=412) == []
    assert said(year=2024) == []
    assert said(led="Xã Hòa An") == []
    assert said(of=" là nữ") == []


def test_a_bare_percentage_in_brackets_may_be_a_share():
    told = "Số đảng viên nữ tăng từ 2.100 đồng chí lên 2.310 đồng chí ({share})."

    assert classes(told.format(share="10,0%")) == []
    assert classes(told.format(share="35,9%")) == []
    assert classes(told.format(share="11,0%")) == [("GROWTH", "11,0%", "10,0%")]


def test_years_are_added_up_only_for_the_same_scope():
    years = "Năm 2022 kết nạp 84 đảng viên, năm 2023 kết nạp 90 đảng viên, năm 2024 kết nạp {last} đảng viên."

    def said(total: str, last: int) -> list[str]:
        return [one[0] for one in classes(f"{total}\n\n{years.format(last=last)}")]

    assert said("Giai đoạn 2022-2024, toàn huyện kết nạp 270 đảng viên.", 96) == []
    assert said("Giai đoạn 2022-2024, toàn huyện kết nạp 270 đảng viên.", 106) == ["SUM"]
    assert said("Giai đoạn 2022-2024, khối xã kết nạp 260 đảng viên.", 96) == []
    assert said("Giai đoạn 2021-2024, toàn huyện kết nạp 290 đảng viên.", 96) == []


def test_a_net_change_is_no_side_of_the_balance():
    told = (
        "Đầu năm có 803 đảng viên, cuối năm có 846 đảng viên, tăng 43 đảng viên; kết nạp 29, chuyển đến nhiều hơn "
        "chuyển đi 20, từ trần {died}."
    )

    assert classes(told.format(died=6)) == []
    assert [one[0] for one in classes(told.format(died=9))] == ["STOCK-FLOW"]


def test_items_in_words_are_counted_up_to_the_next_list():
    told = (
        "Có {many} nguyên nhân: một là nguồn ít; hai là việc xa; ba là thiếu lớp. Có 2 việc: một là mở lớp; hai là dự."
    )

    assert classes(told.format(many=3)) == []
    assert [one[0] for one in classes(told.format(many=4))] == ["COUNT"]
