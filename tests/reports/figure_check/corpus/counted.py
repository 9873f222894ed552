"""SUM, RATIO, AVERAGE, GROWTH, STOCK-FLOW: each function gives (true sentence, sentence with one error)."""

from __future__ import annotations

from random import Random

from tests.reports.figure_check.corpus.numbers import PLACES, avg, n, off, pct, split

Pair = tuple[str, str]


def _sum(frame: str, low: int, high: int, count: int):
    """`frame` has places {T} and {0}…: in the error one part is another number."""

    def make(random: Random) -> Pair:
        total = random.randint(low, high)
        parts = split(total, count, random)
        wrong = list(parts)
        place = random.randrange(count)
        wrong[place] += random.choice([2, 3, 5]) if total < 400 else random.choice([7, 11, 15])
        return frame.format(*map(n, parts), T=n(total)), frame.format(*map(n, wrong), T=n(total))

    return make


SUM = [
    _sum("Đảng bộ thành phố hiện có {T} tổ chức cơ sở đảng (gồm {0} đảng bộ cơ sở và {1} chi bộ cơ sở).", 30, 80, 2),
    _sum("Toàn huyện có {T} chi bộ trực thuộc, trong đó: {0} chi bộ thôn, {1} chi bộ cơ quan, {2} chi bộ trường học, {3} chi bộ doanh nghiệp.", 120, 400, 4),
    _sum("Trong nhiệm kỳ đã kết nạp {T} đảng viên, bao gồm: khối xã, phường {0} đồng chí; khối cơ quan {1} đồng chí; khối doanh nghiệp {2} đồng chí.", 150, 700, 3),
    _sum("Kết nạp {T} đảng viên mới, cụ thể: quý I: {0}; quý II: {1}; quý III: {2}; quý IV: {3}.", 100, 300, 4),
    _sum("Đảng bộ tỉnh có {T} đảng bộ cấp trên cơ sở, gồm {0} đảng bộ huyện, {1} đảng bộ thị xã, thành phố và {2} đảng bộ khối.", 14, 22, 3),
    _sum("Trong năm đã xóa tên, khai trừ {T} đảng viên (xóa tên {0}, khai trừ {1}).", 20, 60, 2),
    _sum("Tổng số đảng viên được khen thưởng là {T} đồng chí, gồm: cấp tỉnh {0} đồng chí, cấp huyện {1} đồng chí, cấp cơ sở {2} đồng chí.", 90, 300, 3),
    _sum("Đã mở {T} lớp bồi dưỡng, trong đó có {0} lớp đối tượng kết nạp Đảng và {1} lớp đảng viên mới.", 15, 40, 2),
    _sum("Toàn Đảng bộ có {T} đảng viên dự bị, chia ra: nam {0} đồng chí, nữ {1} đồng chí.", 80, 250, 2),
    _sum("Giai đoạn này, huyện đã giới thiệu {T} quần chúng ưu tú đi học lớp nhận thức về Đảng (năm 2019: {0}; năm 2020: {1}; năm 2021: {2}).", 300, 900, 3),
    _sum("Có {T} chi bộ nông thôn, gồm có: {0} chi bộ ở xã đồng bằng, {1} chi bộ ở xã miền núi, {2} chi bộ ở xã ven biển.", 60, 190, 3),
    _sum("Đến nay toàn xã có {T} hội viên nông dân là đảng viên; cụ thể: thôn Thượng {0} người, thôn Trung {1} người, thôn Hạ {2} người.", 60, 190, 3),
    _sum("Số đảng viên mới kết nạp là {T} đồng chí, trong đó từ Đoàn Thanh niên {0} đồng chí, từ Công đoàn {1} đồng chí, từ Hội Nông dân {2} đồng chí.", 160, 400, 3),
]  # fmt: skip


def _ratio(frame: str, low: int = 80, high: int = 900, over: bool = False):
    """`frame` has places {a}, {b} and {p}."""

    def make(random: Random) -> Pair:
        whole = random.randint(low, high)
        part = random.randint(whole // 5, whole * 4 // 5)
        if over:
            part = random.randint(whole * 9 // 10, whole * 13 // 10)
        right = pct(part, whole)
        return frame.format(a=n(part), b=n(whole), p=right), frame.format(a=n(part), b=n(whole), p=off(right, random))

    return make


RATIO = [
    _ratio("Năm qua kết nạp {b} đảng viên, trong đó nữ {a} đồng chí, chiếm {p}."),
    _ratio("Trong tổng số {b} đảng viên mới kết nạp có {a} đồng chí là đoàn viên thanh niên (chiếm {p})."),
    _ratio("Toàn tỉnh có {a}/{b} thôn, tổ dân phố có chi bộ, đạt {p}."),
    _ratio("Có {a}/{b} chi bộ hoàn thành chỉ tiêu kết nạp ({p})."),
    _ratio("Chỉ tiêu giao năm 2022 là {b} đảng viên, kết quả thực hiện {a} đảng viên, đạt {p} kế hoạch.", over=True),
    _ratio("Toàn Đảng bộ huyện kết nạp được {b} đảng viên. Khối doanh nghiệp kết nạp {a} đảng viên, chiếm {p} trong tổng số đảng viên kết nạp toàn Đảng bộ huyện."),
    _ratio("Đã kết nạp {a} đảng viên, bằng {p} chỉ tiêu được giao ({b} đảng viên).", over=True),
    _ratio("Kiểm tra {b} tổ chức đảng, phát hiện {a} tổ chức đảng có thiếu sót, chiếm tỷ lệ {p}."),
    _ratio("Cử {b} quần chúng đi học, trong đó {a} quần chúng được cấp giấy chứng nhận, đạt tỷ lệ {p}."),
    _ratio("Kết nạp {b} đảng viên (trong đó {a} đảng viên có trình độ đại học trở lên, chiếm {p})."),
    _ratio("Số đảng viên là người dân tộc thiểu số {a}/{b} đồng chí, chiếm {p}."),
    _ratio("Tổng số đảng viên toàn huyện là {b} đồng chí; đảng viên nữ {a} đồng chí, chiếm {p}.", 2000, 9000),
    _ratio("Toàn ngành có {b} cán bộ, trong đó {a} cán bộ là đảng viên ({p})."),
]  # fmt: skip


def _average(frame: str, divisors: tuple[int, int], each: tuple[int, int], text=None):
    """`frame` has places {T}, {d} and {m}."""

    def make(random: Random) -> Pair:
        divisor = random.randint(*divisors)
        total = divisor * random.randint(*each) + random.randint(0, divisor - 1)
        right = avg(total, divisor)
        wrong = avg(total + divisor * max(2, each[0] // 10), divisor)
        named = text(divisor) if text else n(divisor)
        return frame.format(T=n(total), d=named, m=right), frame.format(T=n(total), d=named, m=wrong)

    return make


def _years(divisor: int) -> str:
    return f"{2021 - divisor}-2020"


AVERAGE = [
    _average("Trong {d} năm qua, toàn huyện kết nạp {T} đảng viên, bình quân mỗi năm {m} đảng viên.", (4, 9), (60, 300)),
    _average("Giai đoạn {d}, Đảng bộ kết nạp {T} đảng viên; trung bình mỗi năm kết nạp {m} đảng viên.", (4, 9), (60, 300), _years),
    _average("Toàn thành phố có {d} phường với {T} đảng viên, bình quân mỗi phường có {m} đảng viên.", (8, 20), (200, 600)),
    _average("Đảng bộ có {d} chi bộ trực thuộc với tổng số {T} đảng viên, bình quân {m} đảng viên/chi bộ.", (20, 90), (15, 40)),
    _average("Đã mở {d} lớp bồi dưỡng cho {T} quần chúng ưu tú, bình quân mỗi lớp {m} quần chúng.", (6, 20), (60, 110)),
    _average("Từ năm 2016 đến hết năm {d}, tỉnh đã kết nạp {T} đảng viên, mỗi năm bình quân {m} đảng viên.", (4, 6), (900, 2500), lambda d: str(2015 + d)),
    _average("Trong {d} tháng đầu năm, kết nạp {T} đảng viên, trung bình mỗi tháng {m} đảng viên.", (6, 9), (12, 40)),
    _average("{T} đảng viên sinh hoạt tại {d} đảng bộ cơ sở, bình quân mỗi đảng bộ cơ sở {m} đảng viên.", (10, 40), (100, 300)),
    _average("Các năm {d}, số quần chúng được cử đi học là {T} người, bình quân {m} người mỗi năm.", (4, 7), (150, 400), _years),
    _average("Trong {d} năm, đã kết nạp được {T} đảng viên (bình quân {m} đảng viên/năm).", (4, 9), (60, 300)),
    _average("Toàn huyện có {d} xã, kết nạp {T} đảng viên; tính bình quân mỗi xã kết nạp {m} đảng viên.", (9, 25), (8, 30)),
    _average("Nhiệm kỳ qua, từ năm 2015 đến năm {d}, kết nạp {T} đồng chí, trung bình một năm kết nạp {m} đồng chí.", (5, 6), (100, 300), lambda d: str(2014 + d)),
]  # fmt: skip


def _growth(frame: str, up: bool = True, low: int = 80, high: int = 900):
    """`frame` has places {new}, {old}, {p} (relative), {d} (difference)."""

    def make(random: Random) -> Pair:
        old = random.randint(low, high)
        change = random.randint(old // 10, old // 2)
        new = old + change if up else old - change
        right = pct(change, old)
        values = {"new": n(new), "old": n(old)}
        return (
            frame.format(**values, p=right, d=n(change)),
            frame.format(**values, p=off(right, random), d=n(change + random.choice([3, 5, -4]))),
        )

    return make


def _points(frame: str):
    """Shares {new} and {old}: right in points, wrong as a percentage."""

    def make(random: Random) -> Pair:
        old, new = random.randint(120, 260), random.randint(300, 480)
        values = {"new": f"{new // 10},{new % 10}%", "old": f"{old // 10},{old % 10}%"}
        difference = f"{(new - old) // 10},{(new - old) % 10}"
        return frame.format(**values, d=f"{difference} điểm %"), frame.format(**values, d=f"{difference}%")

    return make


GROWTH = [
    _growth("Năm 2022 kết nạp {new} đảng viên, tăng {p} so với năm 2021 ({old} đảng viên)."),
    _growth("Năm 2021 toàn tỉnh kết nạp {old} đảng viên; năm 2022 kết nạp {new} đảng viên, tăng {p} so với năm 2021."),
    _growth("Số quần chúng được cử đi học tăng từ {old} người lên {new} người, tăng {p}."),
    _growth("Khối doanh nghiệp có {new} đảng viên, tăng {d} đảng viên so với đầu nhiệm kỳ ({old} đảng viên)."),
    _growth("Năm 2022 kết nạp {new} đảng viên, giảm {p} so với năm 2021 ({old} đảng viên).", up=False),
    _growth("Kết nạp {new} đồng chí, giảm {d} đồng chí so với cùng kỳ năm trước ({old} đồng chí).", up=False),
    _points("Tỷ lệ đảng viên nữ được kết nạp đạt {new}, tăng {d} so với nhiệm kỳ trước ({old})."),
    _points("Tỷ lệ kết nạp ở khu dân cư là {new}, tăng {d} so với giai đoạn trước ({old})."),
    _growth("Số chi bộ có đảng viên trẻ tăng từ {old} chi bộ năm 2018 lên {new} chi bộ năm 2022 (tăng {p})."),
    _growth("6 tháng đầu năm kết nạp {new} đảng viên, tăng {p} so với cùng kỳ năm 2021 ({old} đảng viên)."),
    _growth("Toàn huyện có {new} hội viên, tăng {d} hội viên so với năm 2020 ({old} hội viên)."),
    _growth("Năm 2020 kết nạp {old} đảng viên. Năm 2021 kết nạp {new} đảng viên, tăng {p} so với năm 2020."),
]  # fmt: skip


def _stock(frame: str, ins: int = 2, outs: int = 3):
    """`frame` has places {o}, {c}, {i0}…, {x0}…, {I}, {X}."""

    def make(random: Random) -> Pair:
        opening = random.randint(3000, 9000)
        into = [random.randint(60, 400) for _ in range(ins)]
        out = [random.randint(10, 120) for _ in range(outs)]
        closing = opening + sum(into) - sum(out)
        values = {f"i{k}": n(v) for k, v in enumerate(into)} | {f"x{k}": n(v) for k, v in enumerate(out)}
        values |= {"o": n(opening), "I": n(sum(into)), "X": n(sum(out))}
        return frame.format(**values, c=n(closing)), frame.format(**values, c=n(closing + random.choice([13, 27, -18])))

    return make


STOCK_FLOW = [
    _stock("Đầu năm có {o} đảng viên; trong năm kết nạp {i0}, chuyển đến {i1}, chuyển đi {x0}, từ trần {x1}, xóa tên {x2}; cuối năm có {c} đảng viên."),
    _stock("Đầu kỳ: {o} đảng viên. Tăng trong kỳ {I} đảng viên (kết nạp {i0}, chuyển đến {i1}); giảm trong kỳ {X} đảng viên (chuyển đi {x0}, từ trần {x1}, khai trừ {x2}). Cuối kỳ: {c} đảng viên."),
    _stock("Đầu nhiệm kỳ, Đảng bộ có {o} đảng viên, tăng {I} đảng viên, giảm {X} đảng viên, đến nay có {c} đảng viên."),
    _stock("Số đảng viên đầu năm là {o} đồng chí, trong năm kết nạp mới {i0} đồng chí, tiếp nhận {i1} đồng chí, chuyển sinh hoạt đi {x0} đồng chí, từ trần {x1} đồng chí, cuối năm còn {c} đồng chí.", outs=2),
    _stock("Tổng số đảng viên đầu kỳ {o}, kết nạp {i0}, chuyển đến {i1}, chuyển đi {x0}, từ trần {x1}, đưa ra khỏi Đảng {x2}, tổng số đảng viên cuối kỳ {c}."),
    _stock("Đầu năm toàn huyện có {o} đảng viên. Trong năm kết nạp {i0} đảng viên, chuyển đến {i1} đảng viên, chuyển đi {x0} đảng viên, qua đời {x1} đảng viên. Đến cuối năm, toàn huyện có {c} đảng viên.", outs=2),
    _stock("Đầu tháng có {o} đảng viên, kết nạp {i0}, chuyển đến {i1}, chuyển đi {x0}; cuối tháng có {c} đảng viên.", outs=1),
    _stock("Có mặt đầu kỳ {o} đảng viên; kết nạp {i0} đảng viên; chuyển đến {i1} đảng viên; chuyển đi {x0} đảng viên; từ trần {x1} đảng viên; có mặt cuối kỳ {c} đảng viên.", outs=2),
    _stock("Đầu quý có {o} đảng viên, tăng {I}, giảm {X}, cuối quý có {c} đảng viên."),
    _stock("Đầu nhiệm kỳ có {o} đảng viên, đã kết nạp {i0} đảng viên, nâng tổng số đảng viên lên {c} đồng chí.", ins=1, outs=0),
    _stock("Đảng viên đầu năm: {o}; kết nạp: {i0}; phục hồi đảng tịch: {i1}; chuyển đi: {x0}; khai trừ: {x1}; đảng viên cuối năm: {c}.", outs=2),
    _stock("Đầu giai đoạn, toàn Đảng bộ có {o} đảng viên; cả giai đoạn kết nạp {i0}, chuyển đến {i1}, giảm do từ trần {x0}, xin ra khỏi Đảng {x1}; cuối giai đoạn có {c} đảng viên.", outs=2),
]  # fmt: skip


def table(random: Random, total_label: str = "Tổng cộng", wrong: bool = False) -> str:
    """An appendix: places with two columns and a row of totals."""
    rows = [(place, random.randint(100, 400), random.randint(20, 90)) for place in random.sample(PLACES, 5)]
    totals = [sum(row[1] for row in rows), sum(row[2] for row in rows)]
    if wrong:
        totals[random.randrange(2)] += random.choice([5, 8, 11])
    lines = ["| TT | Đơn vị | Quần chúng học lớp bồi dưỡng | Đảng viên kết nạp |", "|---|---|---|---|"]
    lines += [f"| {place} | {row[0]} | {n(row[1])} | {n(row[2])} |" for place, row in enumerate(rows, start=1)]
    lines.append(f"|  | {total_label} | {n(totals[0])} | {n(totals[1])} |")
    return "\n".join(lines)


def _table_sum(random: Random) -> Pair:
    state = random.getstate()
    right = table(random)
    random.setstate(state)
    return right, table(random, wrong=True)


SUM.append(_table_sum)
