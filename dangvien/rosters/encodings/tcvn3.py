"""TCVN3 (ABC): the 8-bit set of TCVN 5712:1993 (VN3) that fonts named .Vn draw.

In a workbook such a text stands as the Latin-1 characters of its bytes: "NguyÔn V¨n An". Letters with a tone exist as
small letters only; fonts ending in H draw every letter as a capital, so that what looks like "NGUYỄN" may be stored as
"NGUYÔN" or "nguyÔn".
"""

from __future__ import annotations

# Each row of the standard: first code, then the letters in the order of their codes; "·" where there is none.
_ROWS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ·ằẳẵắ"),
    (0xC6, "ặầẩẫấậè·ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ"),
)

LETTERS: dict[str, str] = {
    chr(first + place): letter for first, row in _ROWS for place, letter in enumerate(row) if letter != "·"
}
"""Character as it is stored → letter."""

ONLY_SMALL = frozenset("".join(row for _, row in _ROWS[1:]).replace("·", "").replace("Ĩ", ""))
"""Letters without a capital: those with a tone."""

_TABLE = str.maketrans(LETTERS)


def decode(text: str) -> str:
    """The letters behind stored characters. Capitals of a capital font are made capitals."""
    letters = text.translate(_TABLE)
    if letters == text:
        return text
    return letters.upper() if _in_capitals(text) else letters


def is_stored(text: str) -> bool:
    """Whether every letter beyond ASCII is one that this encoding stores."""
    return all(char.isascii() or char in LETTERS or not char.isalpha() for char in text)


def _in_capitals(text: str) -> bool:
    """Whether all plain letters are capitals, two of them in one word: then the font drew the others as capitals."""
    plain = [char for char in text if char.isascii() and char.isalpha()]
    if not plain or any(char.islower() for char in plain):
        return False
    return any(sum(char.isascii() and char.isupper() for char in word) > 1 for word in text.split())
