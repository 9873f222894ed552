"""COUNT, LABEL, PERIOD, DEFINITION, UNSUPPORTED, TEXT, SYMBOL: (true sentence, sentence with one error)."""

from __future__ import annotations

from random import Random

from tests.reports.figure_check.corpus.counted import table
from tests.reports.figure_check.corpus.numbers import PLACES, n

Pair = tuple[str, str]

_LESSONS = [
    "Cấp ủy phải quan tâm lãnh đạo", "Phát huy vai trò của các đoàn thể", "Coi trọng chất lượng hơn số lượng",
    "Thường xuyên kiểm tra, giám sát", "Biểu dương điển hình kịp thời", "Gắn với nhiệm vụ chính trị của địa phương",
    "Nắm chắc nguồn phát triển",
]  # fmt: skip


def _inline(frame: str):
    """`frame` has {k} and {list}."""

    def make(random: Random) -> Pair:
        count = random.randint(3, 6)
        told = "; ".join(f"({place}) {lesson}" for place, lesson in enumerate(_LESSONS[:count], start=1))
        return frame.format(k=n(count), list=told), frame.format(k=n(count + random.choice([1, -1])), list=told)

    return make


def _names(frame: str, nouns: str = "đơn vị"):
    def make(random: Random) -> Pair:
        names = random.sample(PLACES, random.randint(2, 5))
        told = ", ".join(names[:-1]) + f" và {names[-1]}"
        count = len(names)
        return frame.format(k=n(count), list=told), frame.format(k=n(count + 1), list=told)

    return make


def _below(frame: str, mark: str):
    def make(random: Random) -> Pair:
        count = random.randint(3, 6)
        marks = {
            "-": ["- "] * count,
            "1": [f"{place}. " for place in range(1, count + 1)],
            "a": [f"{letter}) " for letter in "abcdeg"],
        }
        told = "\n".join(f"{lead}{lesson}." for lead, lesson in zip(marks[mark], _LESSONS[:count], strict=False))
        after = "\n\nTrên cơ sở đó, cấp ủy tiếp tục chỉ đạo."
        return f"{frame.format(k=n(count))}\n{told}{after}", f"{frame.format(k=n(count - 1))}\n{told}{after}"

    return make


COUNT = [
    _inline("Qua thực tiễn rút ra {k} bài học kinh nghiệm sau: {list}."),
    _inline("Đảng bộ đề ra {k} nhiệm vụ trọng tâm như sau: {list}."),
    _inline("Ban Thường vụ yêu cầu thực hiện tốt {k} nội dung sau đây: {list}."),
    _inline("Có {k} nguyên nhân chủ yếu: {list}."),
    _inline("Nghị quyết xác định {k} nhóm giải pháp gồm: {list}."),
    _names("Có {k} đơn vị chưa hoàn thành kế hoạch: {list}."),
    _names("Biểu dương {k} đơn vị, gồm: {list}."),
    _names("Trong năm có {k} địa phương làm tốt công tác tạo nguồn ({list})."),
    _names("Đoàn giám sát đã làm việc với {k} đơn vị là {list}."),
    _below("Trong thời gian tới, tập trung thực hiện {k} nhiệm vụ sau:", "-"),
    _below("Đảng bộ rút ra {k} bài học kinh nghiệm:", "1"),
    _below("Cấp ủy đề ra {k} giải pháp như sau:", "a"),
]


def _label(text: str, narrow: str = "các xã, phường nêu trên"):
    """A table of some places called the whole, and the whole told in the text."""

    def make(random: Random) -> Pair:
        state = random.getstate()
        wrong = table(random, total_label=text)
        random.setstate(state)
        right = table(random, total_label="Cộng các đơn vị trong bảng")
        whole = random.randint(900, 2000)
        scope = text.lower().replace("toàn ", "toàn Đảng bộ ")
        told = (
            f"Năm 2022, {scope} kết nạp được {n(whole)} đảng viên.".replace("Năm 2022, ", "")
            if random.random() < 0.5
            else (f"Tính chung cả thời kỳ, {scope} đã kết nạp {n(whole)} đảng viên.")
        )
        told = told[0].upper() + told[1:]
        return f"{told}\n\n{right}", f"{told}\n\n{wrong}"

    return make


LABEL = [_label("Toàn huyện"), _label("Toàn tỉnh"), _label("Toàn thành phố"), _label("Toàn thị xã")]


def _period(right: str, wrong: str):
    def make(random: Random) -> Pair:
        start = random.randint(2008, 2014)
        length = random.randint(4, 7)
        values = {"a": start, "b": start + length - 1, "c": start + length + 1, "d": start + length + 2, "k": n(length)}
        values |= {"x": n(random.randint(300, 900)), "y": n(random.randint(300, 900)), "e": start + length}
        return right.format(**values), wrong.format(**values)

    return make


PERIOD = [
    _period("Trong {k} năm ({a} - {b}), Đảng bộ kết nạp {x} đảng viên.", "Trong {k} năm ({a} - {c}), Đảng bộ kết nạp {x} đảng viên."),
    _period("{k} năm qua, từ năm {a} đến năm {b}, toàn huyện kết nạp {x} đảng viên.", "{k} năm qua, từ năm {a} đến năm {d}, toàn huyện kết nạp {x} đảng viên."),
    _period("Giai đoạn {a}-{b} kết nạp {x} đảng viên, giai đoạn {e}-{d} kết nạp {y} đảng viên.", "Giai đoạn {a}-{b} kết nạp {x} đảng viên, giai đoạn {b}-{d} kết nạp {y} đảng viên."),
    _period("Từ năm {a} đến năm {b}, thành phố đã cử {x} quần chúng ưu tú đi học.", "Từ năm {b} đến năm {a}, thành phố đã cử {x} quần chúng ưu tú đi học."),
    _period("Tính đến ngày 30/6/{b}, toàn Đảng bộ có {x} chi bộ.", "Tính đến ngày 31/6/{b}, toàn Đảng bộ có {x} chi bộ."),
    _period(
        "Tổng kết {k} năm thực hiện Chỉ thị số 12-CT/TU ngày 05/01/{a}; từ năm {a} đến năm {b}, toàn tỉnh kết nạp {x} đảng viên.",
        "Tổng kết {k} năm thực hiện Chỉ thị số 12-CT/TU ngày 05/9/{a}; từ năm {a} đến năm {d}, toàn tỉnh kết nạp {x} đảng viên.",
    ),
    _period(
        "Từ năm {a} đến ngày 31/12/{b}, toàn huyện kết nạp {x} đảng viên. Giai đoạn {a}-{b}, đã mở {k} lớp.",
        "Từ năm {a} đến ngày 20/5/{b}, toàn huyện kết nạp {x} đảng viên. Giai đoạn {a}-{b}, đã mở {k} lớp.",
    ),
    _period(
        "- Từ nay đến hết năm {b}: mỗi chi bộ kết nạp ít nhất 01 đảng viên.\n- Giai đoạn {e} - {d}: mỗi chi bộ kết nạp ít nhất 02 đảng viên.",
        "- Từ nay đến hết năm {b}: mỗi chi bộ kết nạp ít nhất 01 đảng viên.\n- Giai đoạn {b} - {d}: mỗi chi bộ kết nạp ít nhất 02 đảng viên.",
    ),
    _period("Giai đoạn {a}-{b} ({k} năm), toàn Đảng bộ kết nạp {x} đảng viên.", "Giai đoạn {a}-{d} ({k} năm), toàn Đảng bộ kết nạp {x} đảng viên."),
    _period("Ngày 15/4/{a}, Ban Thường vụ ban hành kế hoạch với {k} nội dung.", "Ngày 31/4/{a}, Ban Thường vụ ban hành kế hoạch với {k} nội dung."),
    _period("Trong {k} năm, từ {a} đến {b}, đã có {x} quần chúng được bồi dưỡng.", "Trong {k} năm, từ {a} đến {c}, đã có {x} quần chúng được bồi dưỡng."),
    _period("Sau {k} năm ({a}-{b}), số chi bộ có đảng viên trẻ là {x} chi bộ.", "Sau {k} năm ({a}-{d}), số chi bộ có đảng viên trẻ là {x} chi bộ."),
]  # fmt: skip


def _texts(right: str, wrong: str):
    def make(random: Random) -> Pair:
        values = {
            "x": n(random.randint(200, 900)), "q": f"{random.randint(2, 9)},{random.randint(1, 9)}%",
            "s": f"{random.randint(31, 48)},{random.randint(1, 9)}%", "o": f"{random.randint(10, 19)},{random.randint(1, 9)}%",
            "y": n(random.randint(100, 190)), "z": n(random.randint(10, 60)),
        }  # fmt: skip
        values["d"] = (
            f"{float(values['s'].rstrip('%').replace(',', '.')) - float(values['o'].rstrip('%').replace(',', '.')):.1f}".replace(
                ".", ","
            )
        )
        return right.format(**values), wrong.format(**values)

    return make


DEFINITION = [
    _texts("Tỷ lệ kết nạp năm 2022 đạt {q} so với tổng số đảng viên đầu năm.", "Tỷ lệ kết nạp bình quân các năm 2019 - 2022 đạt {q}/năm so với tổng số đảng viên."),
    _texts("Tỷ lệ kết nạp đảng viên năm 2021 là {q} trên tổng số đảng viên đầu năm.", "Giai đoạn 2016-2020, tỷ lệ kết nạp đảng viên trung bình đạt {q}/năm."),
    _texts("Năm 2022 tỷ lệ kết nạp đạt {q}.", "Trong 5 năm 2018-2022, bình quân tỷ lệ kết nạp đạt {q} mỗi năm so với tổng số đảng viên."),
    _texts(
        "Trong 10 năm qua, tỷ lệ đảng viên kết nạp ở nông thôn chiếm {s} (tăng {d} điểm % so với 10 năm trước: {o}).",
        "Trong 10 năm qua, tỷ lệ đảng viên kết nạp ở nông thôn chiếm {s}, tăng {d} điểm % so với trước khi có nghị quyết. Trước khi có nghị quyết, hằng năm tỷ lệ này chỉ chiếm {o}.",
    ),
    _texts(
        "Năm 2022, toàn Đảng bộ hoàn thành chỉ tiêu kết nạp đảng viên do Tỉnh ủy giao.",
        "Năm 2022, toàn Đảng bộ hoàn thành chỉ tiêu kết nạp đảng viên. Tuy nhiên, tỷ lệ kết nạp đảng viên năm 2022 chưa đạt chỉ tiêu đề ra.",
    ),
    _texts(
        "Năm 2021 Đảng bộ thành phố hoàn thành sớm chỉ tiêu kết nạp; một số chi bộ không đạt chỉ tiêu kết nạp.",
        "Năm 2021 Đảng bộ thành phố hoàn thành sớm chỉ tiêu kết nạp đảng viên; công tác kết nạp đảng viên không đạt chỉ tiêu đại hội.",
    ),
    _texts(
        "Trong nhiệm kỳ, tỷ lệ nữ kết nạp chiếm {s}, nhiệm kỳ trước chiếm {o}.",
        "Cả giai đoạn 2015-2020, tỷ lệ nữ trong số kết nạp đạt {s}, tăng {d} điểm % so với trước năm 2015; trước năm 2015 bình quân mỗi năm tỷ lệ này đạt {o}.",
    ),
    _texts("Tỷ lệ kết nạp năm qua là {q}.", "Tỷ lệ kết nạp trung bình trong 4 năm đạt {q}/năm trên tổng số đảng viên toàn tỉnh."),
]  # fmt: skip

UNSUPPORTED = [
    _texts("Có {x} đảng viên mới ở độ tuổi 18-30.", "Trên 90% đảng viên mới kết nạp có tuổi đời từ 18 đến 30 tuổi."),
    _texts("Đến nay toàn tỉnh có {x} đảng viên nữ.", "Đến nay toàn tỉnh có {x} đảng viên nữ, tăng 47,5% so với năm 2005."),
    _texts("Năm 2020 kết nạp {y} đảng viên.", "Năm 2022 kết nạp {x} đảng viên, tăng 18,3% so với năm 2003."),
    _texts("Công tác kết nạp đảng viên được quan tâm.", "Công tác kết nạp đảng viên đạt kết quả tốt, năm sau cao hơn năm trước."),
    _texts("Tỷ lệ đảng viên nữ được kết nạp có tiến bộ.", "Tỷ lệ đảng viên nữ được kết nạp tăng dần qua các năm."),
    _texts("Số chi bộ sinh hoạt đúng kỳ được duy trì.", "Số chi bộ kết nạp được đảng viên liên tục tăng."),
    _texts("Gần đây, {z} đảng viên trẻ được giao việc.", "Hơn 80% đảng viên trẻ giữ chức vụ ở thôn, khu phố."),
    _texts("Chất lượng nguồn được nâng lên.", "Khoảng 70% quần chúng học lớp bồi dưỡng là đoàn viên ưu tú."),
    _texts("Có {z} hội viên được giới thiệu.", "Gần 60% hội viên ưu tú được giới thiệu cho Đảng."),
    _texts("Đảng viên trong doanh nghiệp là {y} đồng chí.", "Đảng viên trong doanh nghiệp là {y} đồng chí, tăng 35,2% so với đầu những năm đổi mới."),
    _texts("Số đảng viên xin ra khỏi Đảng là {z} đồng chí.", "Số đảng viên xin ra khỏi Đảng giảm dần qua từng năm."),
    _texts("Kết quả kết nạp được duy trì.", "Số đảng viên kết nạp tăng đều hằng năm."),
]  # fmt: skip


def _text_and_table(random: Random) -> Pair:
    told = table(random, total_label="Tổng cộng")
    admitted = told.rsplit("|", 2)[1].strip()
    value = int(admitted.replace(".", ""))
    frame = "Các xã, phường đã kết nạp {x} đảng viên (phụ lục kèm theo).\n\n{t}"
    return frame.format(x=n(value), t=told), frame.format(x=n(value + random.choice([6, 9, -7])), t=told)


TEXT = [
    _texts("Chỉ thị số 28-CT/TW ngày 21/01/2019 của Ban Bí thư Trung ương Đảng khóa XII được quán triệt.", "Chỉ thị số 28-CT/TW ngày 21/01/2019 của Ban Bí thư Trung ương Đảng khóa XI được quán triệt."),
    _texts("Thực hiện Nghị quyết số 21-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương Đảng khóa XIII.", "Thực hiện Nghị quyết số 21-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương Đảng khóa XII."),
    _texts("Thực hiện Nghị quyết số 22-NQ/TW, ngày 02/02/2008 của Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa X.", "Thực hiện Nghị quyết số 22-NQ/TW, ngày 02/02/2008 của Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa IX."),
    _texts("Đã cấp giấy cho 24 (hai mươi tư) quần chúng.", "Đã cấp giấy cho 24 (hai mươi lăm) quần chúng."),
    _texts("Có 105 (một trăm linh năm) đảng viên được tặng Huy hiệu.", "Có 105 (một trăm mười lăm) đảng viên được tặng Huy hiệu."),
    _texts("Kế hoạch số 35-KH/TU ngày 12/5/2020 được ban hành; qua 2 năm thực hiện Kế hoạch số 35-KH/TU ngày 12/5/2020, kết quả tốt.", "Kế hoạch số 35-KH/TU ngày 12/5/2020 được ban hành; qua 2 năm thực hiện Kế hoạch số 35-KH/TU ngày 15/5/2020, kết quả tốt."),
    _texts("Hướng dẫn số 12-HD/BTCTW ngày 06/7/2018 của Ban Tổ chức Trung ương; thực hiện Hướng dẫn số 12-HD/BTCTW ngày 06/7/2018.", "Hướng dẫn số 12-HD/BTCTW ngày 06/7/2018 của Ban Tổ chức Trung ương; thực hiện Hướng dẫn số 12-HD/BTCTW ngày 16/7/2018."),
    _texts("Quyết định số 58-QĐ/TW ngày 08/02/2022 của Bộ Chính trị khóa XIII.", "Quyết định số 58-QĐ/TW ngày 08/02/2022 của Bộ Chính trị khóa XII."),
    _texts("Có 12 (mười hai) chi bộ được công nhận.", "Có 12 (mười một) chi bộ được công nhận."),
    _texts("Nghị quyết số 25-NQ/TW ngày 25/7/2008 của Ban Chấp hành Trung ương khóa X được thực hiện.", "Nghị quyết số 25-NQ/TW ngày 25/7/2008 của Ban Chấp hành Trung ương khóa XI được thực hiện."),
    _texts("Kết luận số 21-KL/TW ngày 25/10/2021 của Ban Chấp hành Trung ương khóa XIII; tiếp tục thực hiện Kết luận số 21-KL/TW ngày 25/10/2021.", "Kết luận số 21-KL/TW ngày 25/10/2021 của Ban Chấp hành Trung ương khóa XIII; tiếp tục thực hiện Kết luận số 21-KL/TW ngày 25/10/2022."),
    _text_and_table,
]  # fmt: skip

SYMBOL = [
    _texts(right, wrong)
    for right, wrong in [
        ("Chương trình hành động số 27-CTr/TU của Ban Chấp hành Đảng bộ tỉnh được triển khai.", "Chương trình hành động số 27-CT/TU của Ban Chấp hành Đảng bộ tỉnh được triển khai."),
        ("Thực hiện Kế hoạch số 45-KH/TU ngày 10/3/2021 của Ban Thường vụ Tỉnh ủy.", "Thực hiện Kế hoạch số 45-NQ/TU ngày 10/3/2021 của Ban Thường vụ Tỉnh ủy."),
        ("Theo Kết luận số 18-KL/TU ngày 02/4/2020, các cấp ủy đã vào cuộc.", "Theo Kết luận số 18-TB/TU ngày 02/4/2020, các cấp ủy đã vào cuộc."),
        ("Chỉ thị số 05-CT/TW của Bộ Chính trị được học tập nghiêm túc.", "Chỉ thị số 05-CT/TU của Bộ Chính trị được học tập nghiêm túc."),
        ("Hướng dẫn số 01-HD/TW ngày 28/9/2021 của Ban Bí thư được quán triệt.", "Hướng dẫn số 01-QĐ/TW ngày 28/9/2021 của Ban Bí thư được quán triệt."),
        ("Nghị quyết số 08-NQ/TU ngày 15/8/2021 của Ban Chấp hành Đảng bộ tỉnh.", "Nghị quyết số 08-NQ/TW ngày 15/8/2021 của Ban Chấp hành Đảng bộ tỉnh."),
        ("Thông báo số 30-TB/TU ngày 20/6/2022 giao chỉ tiêu cho các đơn vị.", "Thông báo số 30-CV/TU ngày 20/6/2022 giao chỉ tiêu cho các đơn vị."),
        ("Quy chế số 06-QC/TU ngày 05/7/2019 về hoạt động của Tổ công tác.", "Quy chế số 06-CT/TU ngày 05/7/2019 về hoạt động của Tổ công tác."),
        ("Hướng dẫn số 24-HD/BTCTW ngày 20/9/2023 của Ban Tổ chức Trung ương.", "Hướng dẫn số 24-HD/TU ngày 20/9/2023 của Ban Tổ chức Trung ương."),
        ("Chỉ thị số 14-CT/TU, ngày 15/01/2013 của Ban Thường vụ Tỉnh ủy; sau khi có Chỉ thị số 14-CT/TU, ngày 15/01/2013, các huyện đã làm tốt.", "Chỉ thị số 14-CT/TU, ngày 15/01/2013 của Ban Thường vụ Tỉnh ủy; sau khi có Chỉ thị số 14-CT/HU, ngày 15/01/2013, các huyện đã làm tốt."),
        ("Quyết định số 399-QĐ/TU ngày 18/11/2016 của Ban Thường vụ Tỉnh ủy.", "Quyết định số 399-KH/TU ngày 18/11/2016 của Ban Thường vụ Tỉnh ủy."),
        ("Công văn số 996-CV/TU ngày 01/3/2022 về việc đẩy mạnh kết nạp.", "Công văn số 996-BC/TU ngày 01/3/2022 về việc đẩy mạnh kết nạp."),
    ]
]  # fmt: skip

OTHER = [
    "Thực hiện Nghị quyết số 15-NQ/TU ngày 08/10/2021 của Ban Thường vụ Tỉnh ủy về phát triển tổ chức đảng giai đoạn 2021-2025, các cấp ủy đã xây dựng kế hoạch.",
    "Năm học 2021-2022, Đảng bộ các trường tập trung bồi dưỡng học sinh lớp 11 và 12.",
    "Đại dịch Covid-19 làm việc đi lại, xác minh gặp khó khăn; nhiều nơi phải giãn cách từ 14 đến 21 ngày.",
    "100% chi bộ xây dựng kế hoạch; định kỳ 03 tháng một lần, cấp ủy họp đánh giá.",
    "Phấn đấu mỗi năm kết nạp từ 3% trở lên so với tổng số đảng viên đầu năm, mỗi chi bộ kết nạp ít nhất 01 đảng viên.",
    "Phường 1, Phường 2 và Phường 5 có nhiều cách làm hay trong tạo nguồn ở khu phố 3, khu phố 4.",
    "Tại Đại hội lần thứ XX, nhiệm kỳ 2020 - 2025, Đảng bộ đề ra 3 khâu đột phá và nhiều chỉ tiêu quan trọng.",
    "Nguồn quỹ chúng để bồi dưỡng còn ít; quân chúng ưu tú ở nông thôn đi làm ăn xa từ 6 tháng trở lên.",
    "Kết nạp 150 đảng viên, trong đó nữ 80 đồng chí, dân tộc thiểu số 15 đồng chí, đoàn viên 120 đồng chí.",
    "Trong số 90 đảng viên mới, có 12 đồng chí là chủ doanh nghiệp, 30 đồng chí là công nhân.",
    "Ngày 15/5/2021, Ban Thường vụ họp phiên thứ 12 để cho ý kiến về dự thảo lần 3.",
    "Căn cứ Điều 4, khoản 2 Điều lệ Đảng và mục 3.1 của hướng dẫn, chi bộ xét từng trường hợp.",
    "Toàn tỉnh có trên 120 doanh nghiệp ngoài nhà nước, gần 30 doanh nghiệp đã có tổ chức đảng.",
    "Kinh phí hỗ trợ các lớp là 250 triệu đồng, bình quân khoảng 25 triệu đồng một lớp.",
    "So với yêu cầu, nhiều đảng bộ không đạt chỉ tiêu kết nạp hằng năm; một số chi bộ 3 năm liền không kết nạp được đảng viên.",
    "Có 25 chi bộ, trong đó 3 chi bộ cơ quan, đã sinh hoạt theo mô hình mới.",
]  # fmt: skip
