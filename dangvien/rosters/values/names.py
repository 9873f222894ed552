"""Names of people, whole or in two columns: what cannot be a name, capitals, letters that only look right."""

from __future__ import annotations

import re
from itertools import pairwise

from dangvien.rosters.encodings import lookalikes
from dangvien.rosters.encodings.tcvn3 import ONLY_SMALL
from dangvien.rosters.grid import Cell, CellKind, Raw
from dangvien.rosters.values.base import WARNING, Finding, Reader, Reading, shown, tidy, wrong
from dangvien.text import search_key, upper_first

_NOT_IN_A_NAME = re.compile(r"[^\w\s'’‘`´.\-–()]|[\d_]")
_LETTER = re.compile(r"[^\W\d_]")
_NO_NAMES = re.compile(
    r"(?:tong(?: cong| so)?|cong|ho (?:va )?ten|stt|nguoi lap.*|khong(?: ro| co)?|chua ro|none|null|n/a|"
    r"danh sach.*|ghi chu.*)[:.]*"
)
_UNITS = re.compile(
    r"(?:chi bộ|đảng bộ|đảng ủy|đảng uỷ|chi ủy|chi uỷ|khu phố|tổ dân phố|thôn|xóm|ấp|trạm y tế|bệnh viện|công ty|htx|"
    r"trường (?:th|thcs|thpt|ptth|tiểu học|mầm non|mn|trung học|cao đẳng|đại học|chính trị)|hợp tác xã|doanh nghiệp|"
    r"đoàn (?:phường|xã|thanh niên|trường|tncs)|liên đoàn|công đoàn|ubnd|hđnd|mttq|ủy ban|uỷ ban|mặt trận|văn phòng|"
    r"hội (?:phụ nữ|nông dân|cựu chiến binh|liên hiệp|lhpn|nd|ccb)|ban chỉ huy|ban xây dựng|cb kp|kp|"
    r"công an (?:phường|xã|thị trấn)|phòng (?:giáo dục|nội vụ|kinh tế|văn hóa|văn hoá|tài chính|tư pháp|y tế))\b.*"
)
_UNITS_WITHOUT_MARKS = re.compile(
    r"(?:chi bo|dang bo|dang uy|chi uy|khu pho|to dan pho|tram y te|cong ty|hop tac xa|ubnd|hdnd|uy ban|cb|kp)\b.*"
)
"""Without marks "Doan Phuong Linh" may be anybody."""
_PARTS = re.compile(r"(['’‘`´\-–.(\s])")
_SEXES = frozenset({"nam", "nữ"})
"""Words of the column of sexes; whoever is called Nam has a family name, too."""
_NO_NAME_LEADS = frozenset({"tổ", "to", "cộ", "co", "họ", "ho", "st", "ng", "kh", "ch", "no", "nu", "n/", "da", "gh"})
LONGEST = 120


def looks_like_a_unit(text: str) -> bool:
    """Whether a text names an organization rather than a person."""
    said = tidy(text).casefold()
    return bool(_UNITS_WITHOUT_MARKS.match(said) if said.isascii() else _UNITS.match(said))


def is_no_name(text: str) -> bool:
    """Whether a text of letters is a word of lists that stands where a name should: "Tổng cộng", "không có"."""
    return text[:2].casefold() in _NO_NAME_LEADS and bool(_NO_NAMES.fullmatch(search_key(text)))


def looks_like_a_name(text: str) -> bool:
    """Whether a text could be the name of a person: two to seven words of letters, each with a capital."""
    words = tidy(text).split()
    return (
        2 <= len(words) <= 7
        and not _NOT_IN_A_NAME.search(text)
        and all(word[0].isupper() for word in words)
        and not looks_like_a_unit(text)
        and not is_no_name(text)
    )


def proper(name: str) -> str:
    """A name with one capital a word: "LÊ VĂN SỸ" is "Lê Văn Sỹ", "K'BRÔIH" is "K'Brôih"."""
    return "".join(part[:1].upper() + part[1:].lower() for part in _PARTS.split(name))


def read_name(cell: Cell, *, mend_capitals: bool = True) -> Reading:
    """A whole name. Capitals are told; with `mend_capitals` the value has capitals and small letters."""
    name = tidy(cell.text)
    if cell.kind is not CellKind.TEXT or _NOT_IN_A_NAME.search(name) or not _LETTER.search(name) or len(name) > LONGEST:
        return _no_name(name)
    if is_no_name(name) or name.casefold() in _SEXES:
        return _no_name(name)
    if looks_like_a_unit(name) and not name[:1].islower():
        return wrong(
            "name_invalid", f"“{shown(name)}” là tên tổ chức, không phải họ tên.", "Ghi họ tên người vào ô này."
        )
    return with_letters(name, mend_capitals=mend_capitals)


def read_part(cell: Cell, *, mend_capitals: bool = True) -> Reading:
    """Half of a name, where family and given names stand in two columns."""
    name = tidy(cell.text)
    if cell.kind is not CellKind.TEXT or _NOT_IN_A_NAME.search(name) or not _LETTER.search(name) or len(name) > LONGEST:
        return _no_name(name)
    return with_letters(name, mend_capitals=mend_capitals)


def with_letters(name: str, *, mend_capitals: bool) -> Reading:
    """What is to be said about the letters of a name that is one."""
    findings: list[Finding] = []
    if strange := lookalikes(name):
        letters = ", ".join(dict.fromkeys(f"“{found}”" for found, _ in strange))
        for found, meant in strange:
            name = name.replace(found, meant)
        findings.append(
            Finding(
                "look_alike",
                WARNING,
                f"họ tên có ký tự chỉ trông giống chữ Việt: {letters}; sổ đọc là “{shown(name)}”.",
                "Gõ lại họ tên nếu đọc chưa đúng.",
            )
        )
    if len(name) > 1 and name.isupper():
        mended = proper(name)
        taken = f"sổ ghi “{shown(mended)}”" if mend_capitals else "sổ giữ nguyên"
        findings.append(
            Finding(
                "name_capitals",
                WARNING,
                f"họ tên viết toàn chữ hoa “{shown(name)}”; {taken}.",
                f"Muốn khác thì gõ lại, ví dụ “{shown(mended)}”.",
            )
        )
        name = mended if mend_capitals else name
    return Reading(name, tuple(findings))


def capitals_of_old_letters(text: str) -> str:
    """A name in which TCVN3, whose letters with tones have no capitals, left a small one: "Phạm Ngọc ánh"."""
    words = text.split()
    if text.isascii() or not any(word[0].isupper() for word in words):
        return text
    if all(word[0].isascii() or word[0].isupper() for word in words):
        return text
    return " ".join(word if word[0].isascii() else word[0].upper() + word[1:] for word in words)


def with_lost_capitals(read: Reader) -> Reader:
    """A reader of names that TCVN3 stored: a capital that it could not store is given back, and that is told."""

    def reader(raw: Raw) -> Reading:
        if not isinstance(raw, str) or (meant := capitals_of_old_letters(raw)) == raw:
            return read(raw)
        reading = read(meant)
        told = Finding(
            "capital_lost",
            WARNING,
            f"bảng mã TCVN3 không có chữ hoa mang dấu thanh nên “{shown(tidy(raw))}” viết thường; "
            f"sổ đọc là “{shown(tidy(meant))}”.",
            "Gõ lại họ tên nếu đọc chưa đúng.",
        )
        return reading if reading.value is None else Reading(reading.value, (told, *reading.findings))

    return reader


def with_doubtful_capitals(read: Reader) -> Reader:
    """A reader of texts that TCVN3 stored: "xã Triệu ái" may be Triệu Ái. The text stays as it is, and that is told."""

    def reader(raw: Raw) -> Reading:
        reading = read(raw)
        if not isinstance(raw, str) or raw.isascii() or not (words := _small_inside_names(tidy(raw))):
            return reading
        small = ", ".join(f"“{word}”" for word in words)
        large = ", ".join(f"“{upper_first(word)}”" for word in words)
        sentence = f"bảng mã TCVN3 không có chữ hoa mang dấu thanh: {small} có thể là {large}; sổ giữ như trong tệp."
        told = Finding("capital_lost", WARNING, sentence, "Là tên riêng thì gõ lại có chữ hoa.")
        return Reading(reading.value, (*reading.findings, told))

    return reader


def _small_inside_names(text: str) -> list[str]:
    """Words that begin with a letter TCVN3 has no capital of, right behind a word with a capital."""
    words = text.split()
    return [
        word.strip(" .,;:()")
        for before, word in pairwise(words)
        if before[0].isupper() and before[-1].isalnum() and word[0] in ONLY_SMALL
    ]


def _no_name(text: str) -> Reading:
    return wrong("name_invalid", f"“{shown(text)}” không phải họ tên người.", "Ghi đủ họ, chữ đệm và tên.")
