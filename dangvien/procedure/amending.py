"""What an administrator may add to the regulations: reading a typed value, and reasons against it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dangvien import holidays, rules
from dangvien.models import Amendment, Holiday, Organization
from dangvien.procedure.problem import Level, Problem
from dangvien.text import day_full, day_short, join_vi, nfc, search_key, thousands

MOST = 9999
"""The largest number a rule may be given."""

LONGEST = 200
"""Characters of the longest text, as the column holds it."""

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class ValueFault(ValueError):
    """A typed value that the rule cannot take; the text is the sentence for whoever typed it."""


@dataclass(frozen=True)
class AmendmentFacts:
    """What a text gives a rule: its value as typed, from which day, where (None: everywhere), and by which point."""

    rule: str
    value: str
    since: date
    organization: Organization | None
    document: str
    point: str = ""
    checked: bool = False


@dataclass(frozen=True)
class HolidayFacts:
    """A weekday off or a day worked, and the text that says so."""

    day: date
    kind: holidays.DayKind
    name: str
    document: str


def read_value(rule: str, typed: str) -> str:
    """The value in the form in which it is kept. Raises ValueFault; KeyError for a rule that does not exist."""
    name, text = rules.names()[rule], nfc(typed)
    if not text:
        raise ValueFault("Nhập giá trị.")
    by_words = {search_key(words): code for code, words in name.words.items()}
    text = by_words.get(search_key(text), text)
    if rules.RULE_TYPES[rule] is int:
        return _number(rule, text)
    if name.words:
        if text not in name.words:
            raise ValueFault(f"Quy định này chỉ nhận: {join_vi(name.words.values())}. Gõ một trong các cách ấy.")
        return text
    if name.shape == "share":
        return _share(text)
    if name.shape == "days":
        return _days(text)
    if name.shape == "years":
        return _years(text)
    if name.shape == "rounds":
        return _rounds(text)
    if name.shape == "rates":
        return _rates(text)
    if len(text) > LONGEST:
        raise ValueFault(f"Giá trị dài {len(text)} ký tự; viết lại không quá {LONGEST} ký tự.")
    return text


def amend_problems(facts: AmendmentFacts) -> list[Problem]:
    """Reasons against an amendment: value not of the rule's kind, day before every rule, no text, entered before."""
    problems = []
    if facts.rule not in rules.RULE_TYPES:
        return [Problem("rule", "Chọn quy định trong danh sách.")]
    try:
        read_value(facts.rule, facts.value)
    except ValueFault as fault:
        problems.append(Problem("value", str(fault)))
    first = rules.eras()[0].since
    if facts.since < first:
        problems.append(
            Problem("since", f"Ngày bắt đầu phải từ {day_full(first)}: trước ngày ấy sổ không có quy định nào.")
        )
    if not facts.document:
        problems.append(Problem("document", "Ghi văn bản cho phép giá trị này, ví dụ Hướng dẫn 02-HD/BTCTU."))
    if facts.organization and not facts.organization.placements.filter(valid_to__gt=facts.since).exists():
        problems.append(Problem("organization", "Tổ chức này đã thôi hoạt động trước ngày bắt đầu. Chọn nơi khác."))
    same = Amendment.objects.standing().filter(
        rule=facts.rule, since=facts.since, organization=facts.organization and facts.organization.pk
    )
    if there := same.first():
        sentence = (
            f"Quy định này đã có bổ sung “{there.written}” từ ngày {day_short(there.since)} cho cùng nơi áp dụng. "
            "Cho thôi áp dụng bổ sung ấy trước, hoặc đổi ngày bắt đầu."
        )
        problems.append(Problem("since", sentence))
    return problems


def withdraw_problems(amendment: Amendment, on: date) -> list[Problem]:
    """Reasons against ending an amendment on a day: ended already, or a day before it began."""
    if amendment.withdrawn_on is not None:
        return [Problem("", f"Bổ sung này đã thôi áp dụng từ ngày {day_full(amendment.withdrawn_on)}.")]
    if on < amendment.since:
        began = day_full(amendment.since)
        sentence = f"Bổ sung này áp dụng từ {began}; ngày thôi không thể sớm hơn. "
        return [Problem("on", f"{sentence}Ghi nhầm cả thì nhập chính ngày {began}.")]
    return []


def holiday_problems(facts: HolidayFacts) -> list[Problem]:
    """Reasons against a day off or worked, and what should be compared with the text first."""
    problems = []
    if not facts.document:
        problems.append(Problem("document", "Ghi văn bản về ngày nghỉ này, ví dụ Thông báo 6150/TB-BLĐTBXH."))
    there = Holiday.objects.filter(day=facts.day).first()
    if there and (there.kind, there.name, there.document) == (facts.kind, facts.name, facts.document):
        problems.append(Problem("day", f"Ngày {day_full(facts.day)} đã được ghi đúng như vậy."))
    off, weekday = facts.kind is holidays.DayKind.OFF, WEEKDAYS[facts.day.weekday()]
    shipped = holidays.calendar().is_working_day(facts.day)
    if off and facts.day.weekday() >= holidays.SATURDAY:
        problems.append(
            Problem(
                "day",
                f"Ngày {day_full(facts.day)} là {weekday}, vốn đã nghỉ: ghi vào cũng không làm thời hạn dài thêm. "
                "Nếu văn bản cho nghỉ bù thì ghi ngày nghỉ bù.",
                Level.WARN,
            )
        )
    elif not off and facts.day.weekday() > holidays.SATURDAY:
        problems.append(
            Problem("day", f"Ngày {day_full(facts.day)} là Chủ nhật. Xem lại ngày làm bù trong văn bản.", Level.WARN)
        )
    elif not off and facts.day.weekday() < holidays.SATURDAY:
        already = "vốn đã là ngày làm việc" if shipped else "sổ đang tính là ngày nghỉ; ghi vào thì thành ngày làm việc"
        problems.append(Problem("day", f"Ngày {day_full(facts.day)} là {weekday}, {already}.", Level.WARN))
    return problems


def _number(rule: str, text: str) -> str:
    """A whole number, its unit left out. Nothing at all (0) is taken only where 0 is a value the rule has had."""
    unit = search_key(rules.names()[rule].unit)
    found = re.fullmatch(r"(\d{1,4}|\d\.\d{3})(?: (.+))?", text)
    if not found or (found[2] and search_key(found[2]) != unit):
        raise ValueFault(f"Nhập giá trị bằng số nguyên, ví dụ {rules.values()[rule][-1].value or 5}.")
    number = int(found[1].replace(".", ""))
    if number == 0 and all(line.value for line in rules.values()[rule]):
        raise ValueFault("Giá trị phải từ 1 trở lên.")
    if number > MOST:
        raise ValueFault(f"Giá trị không quá {thousands(MOST)}.")
    return str(number)


def _share(text: str) -> str:
    found = re.fullmatch(r"(\d{1,3}) ?/ ?(\d{1,3})", text)
    if not found or not 0 < int(found[1]) <= int(found[2]):
        raise ValueFault("Nhập tỷ lệ dạng phân số, ví dụ 2/3.")
    return f"{int(found[1])}/{int(found[2])}"


def _days(text: str) -> str:
    parts = re.split(r"[,; ]+", text)
    if not all(re.fullmatch(r"\d{1,3}", part) and int(part) for part in parts):
        raise ValueFault("Nhập các số ngày cách nhau bằng dấu phẩy, ví dụ 90, 60, 30, 15, 7.")
    return ",".join(str(number) for number in sorted({int(part) for part in parts}, reverse=True))


def _years(text: str) -> str:
    parts = re.split(r"[,; ]+", text)
    if not all(re.fullmatch(r"\d{1,3}", part) and int(part) for part in parts):
        raise ValueFault("Nhập các số năm cách nhau bằng dấu phẩy, ví dụ 30, 40, 45, 50.")
    return ",".join(str(number) for number in sorted({int(part) for part in parts}))


def _rounds(text: str) -> str:
    days = set()
    for part in re.split(r"[,; ]+", text):
        found = re.fullmatch(r"(\d{1,2})/(\d{1,2})", part)
        try:
            days.add(date(2023, int(found[2]), int(found[1])) if found else None)  # a year without 29 February
        except ValueError:
            days.add(None)
    if None in days:
        raise ValueFault("Nhập các ngày trong năm cách nhau bằng dấu phẩy, ví dụ 3/2, 19/5, 2/9, 7/11.")
    return ",".join(f"{day.day}/{day.month}" for day in sorted(day for day in days if day))


def _rates(text: str) -> str:
    parts = [part for part in re.split(r"[; %]+", text) if part]
    if not parts or not all(re.fullmatch(r"\d{1,2}([.,]\d{1,2})?", part) for part in parts):
        raise ValueFault("Nhập các tỷ lệ phần trăm cách nhau bằng dấu chấm phẩy, ví dụ 3; 3,5.")
    return ";".join(dict.fromkeys(part.replace(".", ",") for part in parts))


def planned_year(year: int) -> list[HolidayFacts]:
    """The shipped days of a year that nobody has recorded yet, as facts without a text of their own."""
    recorded = set(Holiday.objects.filter(day__year=year).values_list("day", flat=True))
    shipped = [special for known in holidays.years() if known.year == year for special in known.days]
    return [HolidayFacts(item.day, item.kind, item.name, "") for item in shipped if item.day not in recorded]
