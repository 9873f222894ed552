"""Figures of sentences with what stands around them: unit, qualifier, brackets, the clause they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from reports.figure_check import papers, times
from reports.figure_check.findings import Figure, Span
from reports.figure_check.reading import bounds
from reports.figure_check.sentences import Sentence
from reports.figure_check.wording import PLACE_NOUNS, UNIT, canonical, kind_of, tokens
from reports.figure_check.words_for_numbers import in_words

_NUMBER = re.compile(
    r"(?<![\w.,/])(?<![^\W\d_]-)(?:\d+\.\d{1,2}(?=\s?(?:%|phần trăm))|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
    r"(?!\d)(?![,.]\d)"
)
_PERCENT = re.compile(r"\s?(?:điểm\s?%|điểm phần trăm|%\s?điểm|%|phần trăm)")
_PAIR = re.compile(r"\s?/\s?(\d{1,3}(?:\.\d{3})+|\d+)(?!\d)(?!\s?/)")
_ORDINAL = re.compile(
    r"(?<!\w)(?:điều|khoản|điểm|mục|chương|phần|quý|lần thứ|thứ|khóa|(?<!vũ )trang|mẫu|biểu|bảng|phụ lục|hội nghị|"
    r"trung ương|lớp|hạng|loại|cấp|đại hội|số|vùng|version|phiên bản|tầng|đợt|câu|tiết|bước|nhóm|khối lớp)\s*$"
)
_NAMED = re.compile(
    r"(?<!\w)(?:phường|quận|khu phố|tổ dân phố|tổ|thôn|bản|khu|xã|huyện|khóm|ấp|tiểu khu|đội|chi bộ|buôn)"
    r"\s*(?:số\s*)?$"
)
_AFTER_NAME = re.compile(r"\s*(?:,|và|;)\s*$")
_LIST_MARK = re.compile(r"\(\s*\d{1,2}\s*\)|(?<!\S)\d{1,2}[.)](?=\s)|(?<!\S)\d{1,2}(?:\.\d{1,2})+\.?(?=\s)")
_HEADING = re.compile(r"^\s*(?:[-+]\s*)?(?:\d{1,2}(?:\.\d{1,2})+[.)]?|\d{1,2}[.)])\s")
_RANGE = re.compile(r"(?<![\w/.,])\d{1,3}\s?(?:-|đến)\s?\d{1,3}(?!\d|[.,/]\d|\s?%)")
_BEFORE = re.compile(
    r"(?:^|[\s(:,;])(từ|đạt từ|hơn|trên|gần|khoảng|ước đạt|ước|xấp xỉ|dưới|không quá|tối đa|tối thiểu|ít nhất|"
    r"chưa đến|ít nhất từ|không dưới|vượt quá)\s*$"
)
_UPWARDS = re.compile(r"[\w\s]{0,16}?\s?trở lên")
_DOWNWARDS = re.compile(r"[\w\s]{0,16}?\s?trở xuống")
_CLAUSE = re.compile(r"[;:()]|[,.](?!\d)|\s-\s")
_NAMES_BY_NUMBER = re.compile(
    rf"(?:các |những |lớp |{'|'.join(sorted(PLACE_NOUNS))} )(?:số )?"
    r"\d{1,2}(?:(?:, | và |; )\d{1,2})*(?:, | và |; )$"
)
_OPERATORS = {
    "hơn": ">", "trên": ">", "vượt quá": ">", "gần": "<~", "chưa đến": "<", "dưới": "<", "khoảng": "~", "ước đạt": "~",
    "ước": "~", "xấp xỉ": "~", "không quá": "<=", "tối đa": "<=", "tối thiểu": ">=", "ít nhất": ">=",
    "ít nhất từ": ">=", "không dưới": ">=",
}  # fmt: skip
_AIMS = re.compile(
    r"phấn đấu|mục tiêu|chỉ tiêu|tối thiểu|ít nhất|trở lên|kế hoạch|dự kiến|nhiệm vụ năm|đề ra|"
    r"nghiên cứu bố trí|yêu cầu"
)


@dataclass(frozen=True)
class Mention:
    """A figure where it stands. `of` is the second number of "62/62"; `places` its decimals; `operator` what its
    qualifier means (>, >=, <, <=, ~, <~)."""

    sentence: Sentence
    start: int
    end: int
    value: Fraction
    places: int
    percent: bool = False
    points: bool = False
    operator: str = ""
    qualifier: str = ""
    unit: str = ""
    unit_end: int = 0
    of: Fraction | None = None
    in_words: bool = False

    @property
    def bracket(self) -> int:
        """Which bracket it stands in."""
        return self.sentence.depths[self.start]

    @property
    def kind(self) -> str:
        """The kind of what is counted; empty when no noun follows."""
        return kind_of(self.unit)

    @property
    def printed(self) -> str:
        """As it stands in the draft."""
        return self.sentence.text[self.start : self.end]

    @property
    def span(self) -> Span:
        """Its place in the draft."""
        return self.sentence.span(self.start, self.end)

    @cached_property
    def left(self) -> str:
        """The clause before it, in small letters: back to the last comma, colon or bracket."""
        told = self.sentence.low[: self.start]
        cut = 0
        for match in _CLAUSE.finditer(told):
            cut = match.end()
        return told[cut:]

    @cached_property
    def right(self) -> str:
        """The clause after it."""
        told = self.sentence.low[self.end :]
        match = _CLAUSE.search(told)
        return told[: match.start()] if match else told

    @cached_property
    def words(self) -> frozenset[str]:
        """What it is about, by the words of its clause."""
        return tokens(f"{self.left} {self.right}")

    @property
    def counts(self) -> bool:
        """Whether it counts things: no percentage, no length of time, no amount of money."""
        return not self.percent and self.kind not in {"gio", "tien"} and not self.unit.endswith("tuổi")

    @cached_property
    def is_aim(self) -> bool:
        """Whether it is something to be reached rather than something counted."""
        if self.operator in {">=", "<="}:
            return True
        return bool(_AIMS.search(self.left))

    def figure(self) -> Figure:
        """As the screens know it."""
        piece, start, end = self.span
        around = f"{self.left.strip()} … {self.right.strip()}"
        when = [one.printed for one in times.periods(self.sentence.text)]
        when += [one.printed for one in times.moments(self.sentence.text)]
        return Figure(
            piece, start, end, self.printed, self.value, canonical(self.unit), self.percent, self.qualifier,
            around[:300], when[0] if when else "",
        )  # fmt: skip


def mentions(sentence: Sentence) -> list[Mention]:
    """The figures of a sentence, in order. Numbers of documents, days, names, lists and ranges are none."""
    if not any(map(str.isdigit, sentence.text)) and not in_words(sentence.low):
        return []
    hidden = _hidden(sentence)
    found = [mention for match in _NUMBER.finditer(sentence.low) if (mention := _mention(sentence, match, hidden))]
    taken = hidden + [(mention.start, mention.end) for mention in found]
    for start, end, value in in_words(sentence.low):
        unit = _unit_after(sentence, end)
        if unit and not _overlaps(start, end, taken):
            found.append(
                Mention(sentence, start, end, Fraction(value), 0, unit=unit[0], unit_end=unit[1], in_words=True)
            )
    return sorted(found, key=lambda mention: mention.start)


def _hidden(sentence: Sentence) -> list[tuple[int, int]]:
    text = sentence.text
    spans = papers.masked(text) + times.masked(text)
    spans += [match.span() for match in _LIST_MARK.finditer(text)]
    spans += [match.span() for match in _RANGE.finditer(sentence.low)]
    if heading := _HEADING.match(text):
        spans.append(heading.span())
    return spans


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in spans)


def _mention(sentence: Sentence, match: re.Match[str], hidden: list[tuple[int, int]]) -> Mention | None:
    start, end = match.span()
    if end - start > bounds.LONGEST_NUMBER or _overlaps(start, end, hidden) or _is_name(sentence, start, match[0]):
        return None
    value, places = value_of(match[0])
    percent = _PERCENT.match(sentence.low, end)
    of = None
    if percent:
        end = percent.end()
    elif (pair := _PAIR.match(sentence.low, end)) and len(pair[1]) <= bounds.LONGEST_NUMBER:
        of, end = value_of(pair[1])[0], pair.end()
    made = Mention(
        sentence, start, end, value, places, percent is not None, percent is not None and "điểm" in percent[0], of=of
    )
    unit = None if percent else _unit_after(sentence, end)
    if unit:
        made = replace(made, unit=unit[0], unit_end=unit[1])
    return _qualified(made)


def value_of(printed: str) -> tuple[Fraction, int]:
    """The number of its printed form, and how many decimals it has: 1.703 and 36,9."""
    if "," not in printed and re.fullmatch(r"\d+\.\d{1,2}", printed):
        return Fraction(printed), len(printed.partition(".")[2])
    whole, _, rest = printed.replace(".", "").partition(",")
    return Fraction(f"{whole}.{rest}" if rest else whole), len(rest)


def _is_name(sentence: Sentence, start: int, printed: str) -> bool:
    """A number that belongs to a name: Phường 5, lớp 11, khóa 12. One that counts something or is large does not."""
    before = sentence.low[max(0, start - 24) : start]
    follows = UNIT.match(sentence.low[start + len(printed) :].lstrip())
    counts = bool(follows) and kind_of(follows[0] if follows else "") not in {"gio", "viec"}
    if _ORDINAL.search(before) and not _counted_after_colon(before):
        return printed.isdigit() and not counts and not _is_count_word(before)
    named = _NAMED.search(before)
    if named:
        capital = sentence.text[start - (len(before) - named.start())].isupper()
        led = before[: named.start()].rstrip().endswith(("khối", "số", "loại hình", "nông", "toàn", "cả", "khu vực"))
        return printed.isdigit() and not counts and (capital or not (led or printed.startswith("0")))
    listed = _AFTER_NAME.search(before)
    return bool(listed and printed.isdigit() and len(printed) <= 2 and _names_before(sentence, start))


def _counted_after_colon(before: str) -> bool:
    return before.rstrip().endswith((":", "là"))


def _is_count_word(before: str) -> bool:
    return before.rstrip().endswith(("tổng số", "con số", "quân số", "sĩ số", "dân số", "thiểu số", "một số"))


def _names_before(sentence: Sentence, start: int) -> bool:
    """A list of names by number, such as "các phường 1, 2, 3" or "lớp 11 và 12", of which this is not the first."""
    before = sentence.low[max(0, start - 60) : start]
    return bool(_NAMES_BY_NUMBER.search(before)) and not UNIT.match(sentence.low[start:].lstrip("0123456789 "))


def _unit_after(sentence: Sentence, end: int) -> tuple[str, int] | None:
    gap = re.compile(r"\s+(?:\([^()]{1,40}\)\s+)?(?:chi, )?").match(sentence.low, end)
    if not gap:
        return None
    found = UNIT.match(sentence.low, gap.end())
    return (found[0], found.end()) if found else None


def _qualified(made: Mention) -> Mention:
    before = _BEFORE.search(made.sentence.low[max(0, made.start - 20) : made.start])
    after = made.sentence.low[made.end : made.end + 40]
    if _UPWARDS.match(after):
        return replace(made, operator=">=", qualifier="từ … trở lên")
    if _DOWNWARDS.match(after):
        return replace(made, operator="<=", qualifier="từ … trở xuống")
    if before and before[1] in _OPERATORS:
        return replace(made, operator=_OPERATORS[before[1]], qualifier=before[1])
    return made


def within(mention: Mention, exact: Fraction) -> bool:
    """Whether an exact value is what the mention prints: rounded half up, cut off, or as its qualifier says."""
    step = Fraction(1, 10**mention.places)
    value = mention.value
    holds = {
        ">": value <= exact + step / 2,
        ">=": value <= exact + step / 2,
        "<": exact < value + step / 2,
        "<=": exact <= value + step / 2,
        "<~": value * Fraction(4, 5) <= exact <= value + step / 2,
        "~": abs(exact - value) <= max(value * Fraction(1, 20), step),
    }
    if mention.operator in holds:
        return holds[mention.operator]
    return value - step / 2 <= exact < value + step / 2 or value <= exact < value + step


def all_mentions(found: list[Sentence]) -> Iterator[list[Mention]]:
    """The figures of each sentence."""
    return (mentions(sentence) for sentence in found)
