"""COUNT: "06 bài học kinh nghiệm sau: (1) … (6)", names after a number, and places against the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.figure_check.case import Case, is_total, shown
from reports.figure_check.findings import Finding, Klass, Span, Verdict
from reports.figure_check.mentions import Mention
from reports.figure_check.wording import ITEMS, PLACE_NOUNS, low

_NUMBERED = re.compile(r"(?<![\w.])\((\d{1,2})\)")
_ITEM = re.compile(r"\s*(?:\(?(\d{1,2})[.)](?!\d)|(\d{1,2})[.\-]\s|([a-zđ])[.)]|[-–+•*])\s*")
_NAMES = re.compile(
    r"\s*(?:\(|:|(?:gồm có|bao gồm|gồm|đó là|là)(?!\w)(?: các [^\W\d]+(?=:))?)\s*:?\s*(?P<names>[^.;:()]+)"
)
_FURTHEST = 160
_MOST_NAMES, _LONGEST_NAME, _LEAST_ROWS, _FEWEST, _MOST = 40, 45, 3, 2, 40
_OPEN = re.compile(r"\.\.\.|…|v\.v|vân vân|như ")
_UNITS_WITH_NAMES = frozenset(PLACE_NOUNS) | {
    "đơn vị", "đảng bộ", "chi bộ", "tổ chức đảng", "địa phương", "doanh nghiệp", "cơ quan", "trường", "đảng bộ cơ sở",
    "tổ chức cơ sở đảng", "chi bộ cơ sở", "đảng ủy",
}  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """What was counted: how many, where the last one stands."""

    count: int
    spans: tuple[Span, ...]
    names: tuple[str, ...] = ()


def find(case: Case) -> Iterator[Finding]:
    """Numbers of things that are not as many as the things listed."""
    for sentence in case.sentences:
        for mention in case.of(sentence):
            if mention.percent or mention.operator or mention.of or mention.value.denominator != 1:
                continue
            listed = _listed(case, mention)
            if listed and listed.count != mention.value and 0 < mention.value <= _MOST:
                yield _finding(case, mention, listed)
    yield from _rows(case)


def _listed(case: Case, mention: Mention) -> Listed | None:
    if mention.unit in ITEMS:
        return _inline(case, mention) or _in_words(case, mention) or _following(case, mention)
    if mention.unit in _UNITS_WITH_NAMES:
        return _named(mention)
    return None


def _inline(case: Case, mention: Mention) -> Listed | None:
    """(1) … (2) … in the same piece, after the number, counted as far as they go up by one."""
    piece, _, end = mention.span
    text = low(case.draft.pieces[piece].text)
    announced = re.match(r"[^.;(]{0,80}?(?:sau đây|như sau|dưới đây|sau|gồm|cụ thể|đó là|là|:)[^.;(]{0,20}", text[end:])
    again = re.match(
        rf"[^(]{{0,80}}\.\s*(?:các|những) {re.escape(mention.unit)}[^(.]{{0,40}}(?:gồm|là|:)[^(.]{{0,20}}", text[end:]
    )
    if not announced and not again:
        return None
    expected, spans = 1, []
    for found in _NUMBERED.finditer(text, end):
        number = int(found[1])
        if number == 1 and expected > 1:
            break
        if number != expected:
            if number < expected:
                break
            expected = number
        spans.append((piece, *found.span()))
        expected += 1
    first = next(iter(spans), None)
    if len(spans) < _FEWEST or first is None or first[1] - end > _FURTHEST:
        return None
    return Listed(len(spans), tuple(spans[-1:]))


def _in_words(case: Case, mention: Mention) -> Listed | None:
    """ "3 nhóm việc: một là …; hai là …; ba là …", "Thứ nhất, … Thứ hai, …", in the piece or each in one of its own."""
    piece, _, end = mention.span
    pieces = case.draft.pieces
    text = low(pieces[piece].text)
    for words in _ORDINALS:
        marks = [re.compile(rf"(?:^|[;.:,(+-])\s*{word}(?!\w)") for word in words]
        first = marks[0].search(text, end)
        if first is None or first.start() - end > _FURTHEST:
            continue
        again = marks[0].search(text, first.end())
        at, count = first.start(), 0
        for mark in marks:
            found = mark.search(text, at, again.start() if again else len(text))
            if found is None:
                break
            at, count = found.end(), count + 1
        if _FEWEST <= count < len(words):
            return Listed(count, ((piece, at - 1, at),))
    return None


_ORDINALS = (
    ("một là", "hai là", "ba là", "bốn là", "năm là", "sáu là", "bảy là", "tám là", "chín là", "mười là"),
    ("thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "thứ tám", "thứ chín", "thứ mười"),
)


def _following(case: Case, mention: Mention) -> Listed | None:
    """Paragraphs of a list under a line that ends in a colon: 1., 2. … or dashes."""
    piece, _, end = mention.span
    pieces = case.draft.pieces
    rest = low(pieces[piece].text)[end:]
    if not re.fullmatch(r"[^.;:]{0,80}:", rest.strip()) and not (
        re.fullmatch(r"[^.;:]{0,60}(?:sau đây|như sau|sau)[.:]?", rest.strip())
    ):
        return None
    style, count, last = "", 0, None
    for place in range(piece + 1, min(piece + 1 + 3 * _MOST, len(pieces))):
        text = pieces[place].text
        if pieces[place].kind != "doan":
            break
        found = _ITEM.match(text)
        kind = _style(found) if found else ""
        if not style:
            if not kind:
                return None
            style = kind
        if kind == style:
            number = found[1] or found[2] if found else None
            if number and int(number) != count + 1:
                break
            count += 1
            last = (place, 0, min(len(text), 80))
        elif (style in {"-", "a"} and not kind) or (
            kind == "" and re.match(r"\s*(?:[IVX]+\s?[.\-)]|nơi nhận)", text, re.IGNORECASE)
        ):
            break
    return Listed(count, (last,) if last else ()) if count >= _FEWEST else None


def _style(found: re.Match[str]) -> str:
    if found[1] or found[2]:
        return "1"
    return "a" if found[3] else found[0].strip()[:1]


def _named(mention: Mention) -> Listed | None:
    """ "03 đơn vị: Phường 1, Phường 2 và Phường 3": names after a number."""
    sentence = mention.sentence
    after = max(mention.end, mention.unit_end)
    found = re.compile(r"[^.;:()]{0,60}?" + _NAMES.pattern).match(sentence.low, after)
    if not found or _OPEN.search(found["names"]) or re.search(r"%|trong đó", found["names"]):
        return None
    start = found.start("names")
    original = sentence.text[start : found.end("names")]
    names = [name.strip() for name in re.split(r",|;| và ", original) if name.strip()]
    if not _FEWEST <= len(names) <= _MOST_NAMES or any(len(name) > _LONGEST_NAME for name in names):
        return None
    capital = [bool(lead) and _is_name(name) for name in names if (lead := name)]
    if not all(capital):
        return None
    # Numbers with units are parts of a sum, not names
    if any(re.match(r"\d", name) for name in names[:1]) or re.search(
        r"\d+\s+(?:đảng viên|đồng chí|chi bộ|người)", original.lower()
    ):
        return None
    return Listed(len(names), (sentence.span(start, start + len(original)),), tuple(names))


def _is_name(name: str) -> bool:
    told = re.sub(
        r"^(?:các |đảng ủy |đảng bộ |chi bộ |ủy ban |xã |phường |thị trấn |huyện |thành phố |thị xã |thôn |khu "
        r"phố |khối )*",
        "",
        name,
    )
    return told[:1].isupper() or told[:1].isdigit()


def _finding(case: Case, mention: Mention, listed: Listed) -> Finding:
    told = f" ({', '.join(listed.names)})" if listed.names else ""
    noun = mention.unit or "mục"
    return case.finding(
        Klass.COUNT,
        Verdict.WRONG,
        f"Văn bản ghi {mention.printed} {noun}, sau đó liệt kê {listed.count}{told}.",
        (mention.span, *listed.spans),
        printed=mention.printed,
        computed=str(listed.count),
        arithmetic=f"đếm được {listed.count} mục; ghi {shown(mention.value)}",
        repairs=(f"Sửa {mention.printed} thành {listed.count:02d}", "Bổ sung hoặc bỏ bớt mục liệt kê"),
    )


def _rows(case: Case) -> Iterator[Finding]:
    """ "khối phường 09" against a table of all wards: every row but the total begins with the same noun."""
    for table in case.tables:
        labels = [low(table.label(row)) for row in table.rows if table.label(row)]
        totals = [label for label in labels if is_total(label)]
        rows = [label for label in labels if not is_total(label)]
        noun = next(
            (noun for noun in sorted(PLACE_NOUNS, key=len, reverse=True) if rows and rows[0].startswith(noun + " ")), ""
        )
        if not noun or len(rows) < _LEAST_ROWS or not totals or not all(row.startswith(noun + " ") for row in rows):
            continue
        told = [mention for mention in case.mentions if _counts_all(mention, noun)]
        if not told or any(mention.value == len(rows) for mention in told):
            continue
        mention = told[0]
        span = next(cell.span for cell in table.cells.values() if cell.row_label)
        yield case.finding(
            Klass.COUNT,
            Verdict.DOUBTFUL,
            f"Văn bản ghi {mention.printed} {noun}, bảng có {len(rows)} dòng {noun}.",
            (mention.span, span),
            printed=mention.printed,
            computed=str(len(rows)),
            arithmetic=f"bảng {table.number}: {len(rows)} dòng",
            repairs=(f"Sửa {mention.printed} thành {len(rows):02d}", "Bổ sung dòng còn thiếu của bảng"),
        )


def _counts_all(mention: Mention, noun: str) -> bool:
    """A figure that says how many of the noun there are in all: "khối phường 09", "có 9 phường"."""
    if mention.percent or mention.of is not None or mention.operator or mention.is_aim:
        return False
    if mention.left.rstrip().endswith(f"khối {noun}"):
        return True
    return (
        mention.unit == noun
        and bool(re.search(r"(?:toàn|cả|gồm|hiện có|có)[^,;:]*$", mention.left))
        and not re.search(r"chưa|không|đạt|hoàn thành|trong đó|kết nạp", mention.left + mention.right[:30])
    )
