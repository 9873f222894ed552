"""What each layout shows of the small register, counted by hand: running number, label, cells as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dangvien.period import Period

WHOLE = Period.year(2024)
DAY = Period.day(date(2024, 12, 31))
TERM = Period(date(2022, 1, 1), date(2024, 12, 31))


@dataclass(frozen=True)
class Case:
    """A question and its answer. `rest` is what every row shows that is not written out."""

    period: Period
    lines: tuple[str, ...]
    place: str = "tp"
    choices: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""

    @property
    def rows(self) -> list[list[str]]:
        return [[cell.strip() for cell in line.split("|")] for line in self.lines]


CASES = {
    # Learners and admissions of khu phố cells: not Dũng's and Sen's school, not the office, not Mai's mistake.
    "L01": Case(TERM, (
        "1. | Tên p1 | 4 | 3",
        "2. | Tên p2 | 2 | 2",
        "3. | Toàn thành phố | 6 | 5",
    )),
    # 2024 up to June: Chi and Dũng, who is no resident; the average is that of 2022 and 2023.
    "L02": Case(Period(date(2022, 1, 1), date(2024, 6, 30)), (
        "1. | 2022 | 2 | | 2 | 100,0",
        "2. | 2023 | 2 | 0,0 | 1 | 50,0",
        "3. | 6 tháng đầu năm 2024 | 2 | | 1 | 50,0",
        " | Bình quân các năm đủ 12 tháng | 2,0 | | 1,5 | 75,0",
        " | Tổng cộng | 6 | | 4 | 66,7",
    )),
    "L03": Case(WHOLE, (
        "A | Đảng viên cuối kỳ trước chuyển sang | 8 | 6 | 133,3",
        "B | Tăng | 5 | 2 | 250,0",
        "1 | Kết nạp | 4 | 2 | 200,0",
        "2 | Chuyển đến | 1 | 0 |",
        "3 | Phục hồi đảng tịch | 0 | 0 |",
        "C | Giảm | 2 | 0 |",
        "1 | Từ trần | 1 | 0 |",
        "2 | Khai trừ | 0 | 0 |",
        "3 | Xóa tên | 0 | 0 |",
        " | Trong đó: đảng viên dự bị | 0 | 0 |",
        "4 | Xin ra khỏi Đảng | 0 | 0 |",
        "5 | Chuyển đi | 1 | 0 |",
        "D | Đảng viên trong danh sách cuối kỳ | 11 | 8 | 137,5",
    )),
    "L04": Case(DAY, (
        "I | Dân tộc | 11 | 6 | 100,00",
        "1 | Kinh | 9 | 4 | 81,82",
        "2 | Tày | 2 | 2 | 18,18",
        "II | Tôn giáo | 11 | 6 | 100,00",
        "1 | Không | 9 | 5 | 81,82",
        "2 | Phật giáo | 1 | 0 | 9,09",
        "3 | Công giáo | 1 | 1 | 9,09",
    ), rest="0 | 0 | 0,00"),
    "L05": Case(DAY, (
        "1 | Phường | 2 | 2 | - | 6 | 9",
        "2 | Xã, thị trấn | - | - | - | - | -",
        "3 | Khu vực khác | 2 | 1 | 1 | 1 | 2",
        "a | Cơ quan, đơn vị | 1 | - | 1 | - | 1",
        "- | Hành chính | 1 | - | 1 | - | 1",
        "- | Sự nghiệp | - | - | - | - | -",
        "b | Doanh nghiệp | 1 | 1 | - | 1 | 1",
        " | Cộng (1 + 2 + 3) | 4 | 3 | 1 | 7 | 11",
    )),
    "L06": Case(WHOLE, (
        "I | Đảng viên được xếp loại | 5 | 100,0 | 4 | 0 | 0 | 1 | 0 | 0 | 0 | 0",
        "1 | Hoàn thành xuất sắc nhiệm vụ | 2 | 40,0 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        "2 | Hoàn thành tốt nhiệm vụ | 2 | 40,0 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        "3 | Hoàn thành nhiệm vụ | 1 | 20,0 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0",
        "4 | Không hoàn thành nhiệm vụ | 0 | 0,0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        "II | Đảng viên được miễn đánh giá | 1 | X | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
    )),
    "L07": Case(WHOLE, (
        " | Phát triển đảng viên | | | |",
        "1 | Dự lớp bồi dưỡng nhận thức | lượt | 5 | 4 | 125,0",
        "2 | Kết nạp | đảng viên | 4 | 2 | 200,0",
        "3 | Tổ chức cơ sở đảng có đến cuối năm | TCCSĐ | 4 | 4 | 100,0",
        " | Chuyển sinh hoạt | | | |",
        "1 | Chuyển đến | lượt | 1 | 0 |",
        "2 | Chuyển đi | lượt | 1 | 0 |",
    )),
    "L08": Case(WHOLE, (
        "1. | 30 năm | 1 | 2",
        "2. | 40 năm | 0 | 0",
        "3. | 50 năm | 0 | 0",
        " | Cộng | 1 | 2",
    )),
    "L09": Case(WHOLE, (
        "1. | Tên p1c1 | 1 | 2 | 1 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 1 | 0 | 0",
        "2. | Tên p1c2 | 0 | 1 | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        "3. | Tên p1s | 0 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        "4. | Tên p2c1 | 2 | 4 | 2 | 0 | 1 | 2 | 1 | 1 | 0 | 0 | 0 | 1 | 0",
        "5. | Tên p2c2 | 0 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        "6. | Tên p2s | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        "7. | Tên cq | 0 | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 1 | 0 | 1 | 0 | 0",
        "8. | Tên dnc1 | 0 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        " | Tổng cộng | 3 | 11 | 6 | 2 | 4 | 2 | 2 | 2 | 1 | 0 | 2 | 1 | 0",
    ), choices={"sinh_hoat": "khong"}),
    "L10": Case(DAY, (
        "I | 10 năm tuổi Đảng: 1 người | | | |",
        "1. | Lê Oanh | 06/6/2014 | 06/6/2015 | | Tên p2c2",
        "II | 15 năm tuổi Đảng: 0 người | | | |",
        "III | 20 năm tuổi Đảng: 0 người | | | |",
        "IV | 25 năm tuổi Đảng: 0 người | | | |",
        "V | 30 năm tuổi Đảng: 1 người | | | |",
        "1. | Lê Khánh | 01/12/1994 | 01/12/1995 | | Tên p2c1",
        "VI | 35 năm tuổi Đảng: 0 người | | | |",
        "VII | 40 năm tuổi Đảng: 0 người | | | |",
        "VIII | 45 năm tuổi Đảng: 0 người | | | |",
        "IX | 50 năm tuổi Đảng: 0 người | | | |",
        "X | 55 năm tuổi Đảng: 0 người | | | |",
        "XI | 60 năm tuổi Đảng: 0 người | | | |",
        "XII | 65 năm tuổi Đảng: 0 người | | | |",
        "XIII | 70 năm tuổi Đảng: 0 người | | | |",
        " | Tổng cộng: 2 người | | | |",
    )),
    # Ward 2 reached half of its target, the office had none.
    "L11": Case(WHOLE, (
        "1. | Tên p1 | 2 | 2 | 100,0 | 0,0",
        "2. | Tên dn | 1 | 1 | 100,0 | 0,0",
        " | Các đơn vị khác (2 đơn vị) | 2 | 1 | 50,0 | -50,0",
        " | Toàn đảng bộ | 5 | 4 | 80,0 | -20,0",
    )),
    # 2024: Chi, Dũng, Giang, Ích; 2023: Bình, Hà.
    "L12": Case(WHOLE, (
        "1. | Tổng số kết nạp | 4 | 100,0 | 2 | 2 | 100,0",
        " | Đoàn viên Đoàn TNCS Hồ Chí Minh | 3 | 75,0 | 1 | 2 | 200,0",
        " | Do tổ chức chính trị - xã hội khác giới thiệu | 0 | 0,0 | 1 | -1 | -100,0",
        " | Nữ | 2 | 50,0 | 2 | 0 | 0,0",
        " | Dân tộc thiểu số | 1 | 25,0 | 1 | 0 | 0,0",
        " | Theo tôn giáo | 2 | 50,0 | 0 | 2 |",
        " | Từ 18 đến 30 tuổi | 3 | 75,0 | 1 | 2 | 200,0",
    )),
    # Ích has no candidate in the register: not classified.
    "L13": Case(WHOLE, (
        "1. | Tên p1 | 2|2|100,0 | 1|0|0,0 | |0| | 1|2|200,0 | |0| | |0| | |0|",
        "2. | Tên p2 | 2|1|50,0 | 1|0|0,0 | 1|1|100,0 | |0| | |0| | |0| | |0|",
        "3. | Tên cq | |0| | |0| | |0| | |0| | |0| | |0| | |0|",
        "4. | Tên dn | 1|1|100,0 | |0| | 1|0|0,0 | |0| | |0| | |0| | |1|",
        " | Tổng cộng | 5|4|80,0 | 2|0|0,0 | 2|1|50,0 | 1|2|200,0 | |0| | |0| | |1|",
    )),
    # From September to August: the class of March 2024 and Dũng's admission in June.
    "L14": Case(Period(date(2023, 9, 1), date(2024, 8, 31)), (
        "I | Tên p1 | 2 | 1 | 1 | 0",
        "1. | Tên p1s | 2 | 1 | 1 | 0",
        "II | Tên p2 | 1 | 1 | 0 | 1",
        "1. | Tên p2s | 1 | 1 | 0 | 1",
        " | Tổng cộng | 3 | 2 | 1 | 1",
    )),
    "L15": Case(WHOLE, (
        "1. | Tăng trên 20% | 1 | Tên p1 (100,0 %)",
        "2. | Tăng từ 10 đến 20% | 0 |",
        "3. | Giữ nguyên hoặc tăng dưới 10% | 0 |",
        "4. | Giảm | 1 | Tên cq (-100,0 %)",
        "5. | Không xếp được (thiếu số để so) | 2 | Tên p2; Tên dn",
        " | Cộng | 4 |",
    )),
    "L16": Case(DAY, (
        "1. | Lê An LÊ AN | Nam Kinh Không | | | | 10/3/2022 10/3/2023 | Thẻ: Lý lịch: Huy hiệu: | | | | | |",
        "2. | Lê Bình LÊ BÌNH | Nữ Kinh Không | | | | 20/5/2023 20/5/2024 | Thẻ: Lý lịch: Huy hiệu: | | | | | |",
    ), place="p1c1"),
    "L17": Case(WHOLE, (
        "I | tháng 5 năm 2024: 3 lượt | | | | | |",
        "1. | Lê Oanh | | | | 05/5/2024 | | ngoài sổ",
        "2. | Lê Lan | 20/5/2024 | Tên p2c1 | | | |",
        "3. | Lê Lan | | | | 20/5/2024 | Tên p2c2 |",
        " | Cộng tháng | | 1 | 0 | | 1 | 1",
        "II | tháng 8 năm 2024: 1 lượt | | | | | |",
        "4. | Lê Quý | 08/8/2024 | | ngoài sổ | | |",
        " | Cộng tháng | | 0 | 1 | | 0 | 0",
        " | Tổng cộng: 4 lượt | | 1 | 1 | | 1 | 1",
    )),
    # On the list: Nga, Sen, and Mai again. Days: Chi 365, Dũng and Giang 366; Bình and Hà 366.
    "L18": Case(WHOLE, (
        "1. | Quần chúng được theo dõi | 3 | 2 | | X",
        "2. | Dự lớp bồi dưỡng | X | 5 | 250,0 | X",
        "3. | Được cấp giấy chứng nhận | X | 4 | 80,0 | X",
        "4. | Kết nạp, dự bị | 4 | 4 | 100,0 | 366",
        "5. | Công nhận chính thức | 7 | 2 | 50,0 | 366",
    )),
    "L19": Case(WHOLE, (
        "I | Đã nhận: 1 hồ sơ | |",
        "1. | Lê Dũng | 20/5/2024 |",
        "II | Trả lại để bổ sung: 1 hồ sơ | |",
        "2. | Lê Sen | 20/5/2024 | Lý lịch của người xin vào Đảng",
        "III | Chưa trả lời: 1 hồ sơ | |",
        "3. | Lê Mai | 20/5/2024 |",
        " | Cộng: 3 hồ sơ | |",
    )),
    # Ward 2 missed three years running; ward 1 reached 2024; a year without a target ends a run.
    "L20": Case(TERM, (
        "1. | Tên p1 | 2|1|50,0 | 2|1|50,0 | 2|2|100,0 | 6|4|66,7 | 0",
        "2. | Tên p2 | 2|1|50,0 | 1|0|0,0 | 2|1|50,0 | 5|2|40,0 | 3",
        "3. | Tên cq | |0| | 1|1|100,0 | |0| | 1|1|100,0 | 0",
        "4. | Tên dn | |0| | |0| | 1|1|100,0 | 1|1|100,0 | 0",
        " | Tổng cộng | 4|2|50,0 | 4|2|50,0 | 5|4|80,0 | 13|8|61,5 |",
    )),
}  # fmt: skip
