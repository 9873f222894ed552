"""Totals with what is listed under them: "48 tổ chức (gồm 17 đảng bộ và 31 chi bộ)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.figure_check.case import Case
from reports.figure_check.mentions import Mention
from reports.figure_check.sentences import Sentence
from reports.figure_check.wording import UNIT, characteristics, tokens

_CUE = re.compile(
    r"(?<!\w)(?P<all>gồm có|bao gồm|gồm|cụ thể(?: như sau| là)?|chia ra|chia theo|phân theo|phân ra|trong đó "
    r"chia|(?:bằng|với|theo) (?:các )?hình thức)(?!\w)|"
    r"(?<!\w)(?P<some>trong đó(?:,? có)?|trong số đó|trong số này|riêng)(?!\w)"
)
_COMPARED = re.compile(
    r"(?<!\w)(?:tăng|giảm|vượt|hụt|thiếu|so với|cùng kỳ|kế hoạch|chỉ tiêu|mục tiêu|nghị quyết|năm trước|bình "
    r"quân|trung bình|"
    r"đạt tỷ lệ|bằng|chiếm)(?!\w)[^,;:()]*$"
)
_ENDS_LIST = re.compile(r"còn lại (?:là )?(?:thuộc )?(?:các|ở)|\.\.\.|…|v\.v|và một số|và các .{0,20} khác")
_ACTIONS = re.compile(
    r"(?<!\w)(?:kết nạp|chuyển đến|chuyển đi|công nhận|xóa tên|khai trừ|từ trần|qua đời|xin ra|giới thiệu|cử|mở|"
    r"tổ chức được|"
    r"bồi dưỡng|tham gia|cấp|trao|phát thẻ|tặng|kỷ luật|khiển trách|cảnh cáo|cách chức|đạt|tăng|giảm)(?!\w)"
)
_SEPARATOR = re.compile(r"[,;(:]|\sva\s|\svà\s|\s-\s")
_SOURCES = frozenset({"hoc_sinh", "ngoai", "cong_chuc", "nong_thon", "bo_doi"})
_PARALLEL = frozenset({"từ", "khối", "thuộc", "ở", "tại", "năm", "phường", "xã", "loại", "quý", "ngành", "xếp", "số"})
_OF_SO_MANY = re.compile(
    r"(?<!\w)trong (?:tổng số |tổng |số )?(?P<number>\d{1,3}(?:\.\d{3})*|\d+) [^\d,;:()]{2,50}?(?:,|,? có|:)(?=\s)"
)
_MOST_GAP = 30
_LEAST_LISTED = 3
_SUM_TOLERANCE = Fraction(1, 10)


@dataclass(frozen=True)
class Part:
    """One of what is listed, with its label and the percentage printed with it."""

    mention: Mention
    label: str
    share: Mention | None


@dataclass(frozen=True)
class Listing:
    """A total and its parts. `totals`: the most likely first, then others that the words allow. `all`: the words say
    that the parts are the whole ("gồm"), not that they are some of it ("trong đó")."""

    sentence: Sentence
    totals: tuple[Mention, ...]
    parts: tuple[Part, ...]
    all: bool
    told: bool = True
    """False: no word says that it is a list of parts, only its form."""

    @property
    def total(self) -> Mention:
        """What the parts are most likely of."""
        return self.totals[0]

    @property
    def sum(self) -> Fraction:
        """What the parts add up to."""
        return sum((part.mention.value for part in self.parts), Fraction(0))

    @property
    def shares(self) -> Fraction | None:
        """What the percentages add up to; None when a part has none."""
        if any(part.share is None for part in self.parts):
            return None
        return sum((part.share.value for part in self.parts if part.share), Fraction(0))

    @property
    def shares_make_a_whole(self) -> bool:
        """Whether the percentages say that the parts are the whole: 100 up to rounding."""
        told = self.shares
        if told is None or len(self.parts) < 2:
            return False
        step = max(Fraction(1, 10**part.share.places) for part in self.parts if part.share)
        return abs(told - 100) <= step * (len(self.parts) - 1)

    @property
    def overlaps(self) -> bool:
        """Whether somebody may be in two parts: they are named by different characteristics."""
        traits = {characteristics(part.label) - _SOURCES for part in self.parts}
        if traits <= {frozenset()} or len(traits) == 1:
            return False
        first = {_first_word(part.label) for part in self.parts}
        return not (len(first) == 1 and first <= _PARALLEL)

    @property
    def is_alike(self) -> bool:
        """Whether the parts are plainly of one kind, so that they should not exceed the whole."""
        return not self.overlaps


def _first_word(label: str) -> str:
    return next(iter(re.findall(r"[^\W\d_]+", label)), "")


def listings(case: Case) -> Iterator[Listing]:
    """Every total with parts in the draft."""
    for sentence in case.sentences:
        found = case.of(sentence)
        if len(found) > 1:
            yield from _of(sentence, found)


def _of(sentence: Sentence, found: Sequence[Mention]) -> Iterator[Listing]:
    cues = list(_CUE.finditer(sentence.low))
    for cue in cues:
        totals = _totals(sentence, found, cue.start())
        following = next(
            (other.start() for other in cues if other.start() >= cue.end() and _same(sentence, cue, other)), None
        )
        parts = _parts(sentence, found, cue.end(), totals, following or len(sentence.text)) if totals else ()
        if parts:
            yield Listing(sentence, totals, parts, all=cue["all"] is not None)
    yield from _of_so_many(sentence, found)
    yield from _in_brackets(sentence, found, cues)
    yield from _after_colon(sentence, found, cues)


def _of_so_many(sentence: Sentence, found: Sequence[Mention]) -> Iterator[Listing]:
    """ "Trong 68 đảng viên mới có 40 đồng chí ở thôn và 28 đồng chí ở cơ quan": up to the next semicolon."""
    for match in _OF_SO_MANY.finditer(sentence.low):
        total = next((mention for mention in found if mention.start == match.start("number")), None)
        if total is None or not total.counts or total.is_aim or total.bracket or total.operator:
            continue
        stop = sentence.low.find(";", match.end())
        parts = _parts(sentence, found, match.end(), (total,), stop if stop > 0 else len(sentence.text))
        if len(parts) > 1:
            yield Listing(sentence, (total,), parts, all=False)


def _after_colon(sentence: Sentence, found: Sequence[Mention], cues: Sequence[re.Match[str]]) -> Iterator[Listing]:
    """ "… cho 286 quần chúng ưu tú: lớp thứ nhất 72, lớp thứ hai 70, …": three parts or more named in one form.

    They go on up to the end of the sentence, with nothing but their labels and percentages between them."""
    for match in re.finditer(r":\s", sentence.text):
        if sentence.depths[match.start()] or any(cue.end() > match.start() - _MOST_GAP for cue in cues):
            continue
        totals = _totals(sentence, found, match.start())
        if not totals or match.start() - max(totals[0].end, totals[0].unit_end) > _MOST_GAP:
            continue
        parts = _parts(sentence, found, match.end(), totals[:1], len(sentence.text))
        listed = [mention for mention in found if mention.start > match.start() and mention.counts]
        kinds = {part.mention.unit for part in parts}
        if len(parts) < _LEAST_LISTED or len(listed) != len(parts) or len(kinds - {totals[0].unit}) > 1:
            continue
        if len({_first_word(part.label) for part in parts}) == 1 and _first_word(parts[0].label):
            yield Listing(sentence, totals, parts, all=True, told=False)


def _same(sentence: Sentence, one: re.Match[str], other: re.Match[str]) -> bool:
    return sentence.depths[one.start()] == sentence.depths[other.start()]


def _in_brackets(sentence: Sentence, found: Sequence[Mention], cues: Sequence[re.Match[str]]) -> Iterator[Listing]:
    """ "41 tổ chức cơ sở đảng (24 đảng bộ, 17 chi bộ)": brackets right after the total, without a word."""
    for match in re.finditer(r"\(", sentence.text):
        bracket = sentence.depths[match.start()]
        inside = [mention for mention in found if mention.bracket == bracket]
        if len(inside) < 2 or any(sentence.depths[cue.start()] == bracket for cue in cues):
            continue
        totals = _totals(sentence, found, match.start() + 1)
        if not totals or match.start() - max(totals[0].end, totals[0].unit_end) > _MOST_GAP:
            continue
        parts = _parts(sentence, found, match.end(), totals, len(sentence.text))
        if len(parts) > 1:
            yield Listing(sentence, totals, parts, all=True)


def _totals(sentence: Sentence, found: Sequence[Mention], cue: int) -> tuple[Mention, ...]:
    """Figures before the cue that may be the total, the nearest first."""
    bracket = sentence.depths[cue]
    opened = next((at for at, depth in enumerate(sentence.depths) if depth == bracket), 0) if bracket else -1
    at_once = bracket and not sentence.text[opened + 1 : cue].strip(" ,:")
    if bracket and at_once:
        bracket = sentence.depths[opened - 1] if opened else 0
        if bracket and sentence.text[opened - 1 : opened] == ")":
            bracket = 0
    before = [
        mention
        for mention in found
        if mention.start < cue and mention.bracket == bracket and mention.counts and not mention.is_aim
        and not _is_compared(mention)
    ]  # fmt: skip
    return tuple(reversed(before[-4:]))


def _is_compared(mention: Mention) -> bool:
    """A figure that another one is compared with, or a difference: "so với 85", "tăng 8 đồng chí so với …"."""
    found = _COMPARED.search(mention.left)
    if not found:
        return False
    return not found[0].startswith(("tăng", "giảm", "đạt", "bằng")) or "so với" in mention.right


def _parts(
    sentence: Sentence, found: Sequence[Mention], start: int, totals: Sequence[Mention], end: int
) -> tuple[Part, ...]:
    bracket = sentence.depths[start - 1]
    inside = [mention for mention in found if start <= mention.start < end and mention.bracket == bracket]
    kept: list[Mention] = []
    first_acts = False
    for place, mention in enumerate(inside):
        if not mention.counts or mention.of is not None or mention.is_aim or _is_compared(mention):
            continue
        label = _label(mention, start)
        if kept and ";" in sentence.low[kept[-1].end : mention.start] and mention.value > totals[0].value:
            break
        if kept and not bracket and not first_acts and _new_statement(sentence, kept[-1], mention):
            break
        if mention.kind and totals[0].kind and mention.kind != totals[0].kind:
            if any(
                _in_one_segment(sentence, mention, other) and other.kind == totals[0].kind
                for other in inside[place + 1 :]
            ):
                continue
            break
        if kept and _in_one_segment(sentence, kept[-1], mention):
            continue
        if not kept:
            first_acts = bool(_ACTIONS.search(label))
        kept.append(mention)
    if not kept:
        return ()
    ends = [*(mention.start for mention in kept[1:]), end]
    return tuple(
        Part(mention, _label(mention, start), _share(found, mention, stop))
        for mention, stop in zip(kept, ends, strict=True)
    )


def _in_one_segment(sentence: Sentence, one: Mention, other: Mention) -> bool:
    between = sentence.low[one.end : other.start]
    flat = re.sub(r"\([^()]*\)", "", between)
    return not _SEPARATOR.search(flat)


def _new_statement(sentence: Sentence, before: Mention, mention: Mention) -> bool:
    """After a semicolon or comma something else is told: "…; chuyển đến 45 đảng viên"."""
    between = sentence.low[before.end : mention.start]
    cut = max(between.rfind(";"), between.rfind(","))
    if ";" not in between and cut < 0:
        return False
    led = between[cut + 1 :].strip()
    return bool(_ACTIONS.match(led)) or bool(re.match(r"(?:tổng số|toàn |tính đến|đến nay|hiện có|đã )", led))


def _label(mention: Mention, start: int) -> str:
    """The words of a part, from the separator before it to the one after it."""
    told = mention.sentence.low
    cut = start
    for match in _SEPARATOR.finditer(told, start, mention.start):
        if match[0] != ":":
            cut = match.end()
    after = _SEPARATOR.search(told, mention.end)
    return f"{told[cut : mention.start]} {told[mention.end : after.start() if after else len(told)]}".strip()


def _share(found: Sequence[Mention], mention: Mention, stop: int) -> Mention | None:
    """The percentage printed with a part: the first one before the next part."""
    depths = mention.sentence.depths
    if mention.bracket:
        stop = min(stop, len(depths) - depths[::-1].index(mention.bracket))
    for other in found:
        if mention.end <= other.start < stop and not other.percent and other.bracket == mention.bracket:
            return None
        if mention.end <= other.start < stop and other.percent:
            led = other.left.strip()
            if other.bracket == mention.bracket and ";" in mention.sentence.low[mention.end : other.start]:
                return None
            if not led and UNIT.match(mention.sentence.low[other.end :].lstrip()):
                return None  # "…, 100% chi bộ có kế hoạch": of something else
            if re.search(r"tăng|giảm|vượt|so với|kế hoạch|chỉ tiêu", led) or other.is_aim:
                return None
            return other
    return None


def is_open(listing: Listing) -> bool:
    """Whether the words say that not all parts are named ("…", "và một số đơn vị khác")."""
    last = listing.parts[-1].mention
    return bool(
        _ENDS_LIST.search(
            listing.sentence.low, listing.parts[0].mention.start, min(last.end + 60, len(listing.sentence.low))
        )
    )


def covers(phrase: frozenset[str], other: frozenset[str]) -> float:
    """Which share of the words of a phrase stand in another."""
    return len(phrase & other) / len(phrase) if phrase else 0.0


def about(mention: Mention) -> frozenset[str]:
    """The words of a figure and of the sentence it stands in."""
    return tokens(mention.sentence.text)
