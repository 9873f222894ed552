"""Characters that look right and are not: letters of other alphabets inside a word, and what nobody sees."""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = dict(zip("АВЕІЈКМНОРСТУХЅԁаеіјорсухѕһԛԝ", "ABEIJKMHOPCTYXSdaeijopcyxshqw", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ", "ABEZHIKMNOPTYXaikvopux", strict=True))
_LATIN = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ", "ǎ": "ă", "Ǎ": "Ă", "ı": "i", "İ": "I", "ɑ": "a", "ɡ": "g", "ƣ": "ơ"}
_PROPOSED: dict[str, str] = _CYRILLIC | _GREEK | _LATIN

_OURS = frozenset(
    unicodedata.normalize("NFC", letter + tone)
    for letter in "aăâbcdđeêfghijklmnoôơpqrstuưvwxyzAĂÂBCDĐEÊFGHIJKLMNOÔƠPQRSTUƯVWXYZ"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    if len(unicodedata.normalize("NFC", letter + tone)) == 1
) | {chr(code) for code in range(0x80)}
"""ASCII, and the letters of the alphabet with every tone."""

_WORD = re.compile(r"[^\W\d_]+")
_SEEN = {"\t", "\n", "\r"}


def lookalikes(text: str) -> list[tuple[str, str]]:
    """Letters that do not belong into a Vietnamese word, each with the one that was meant, in their order.

    A letter of another alphabet counts inside a word with Latin letters, and in a word of which every letter has a
    Latin twin: a word that is wholly Greek or Russian is nobody's mistake.
    """
    if _OURS.issuperset(text):  # nearly every text
        return []
    found: list[tuple[str, str]] = []
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        if not word.isascii() and all(_twin(char) or _is_latin(char) for char in word):
            found.extend((char, twin) for char in word if (twin := _twin(char)))
    return found


def _twin(char: str) -> str:
    if char in _PROPOSED:
        return _PROPOSED[char]
    return unicodedata.normalize("NFKC", char) if "\uff21" <= char <= "\uff5a" else ""


def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith("LATIN ")


def invisible(text: str) -> bool:
    """Whether the text holds what nobody sees: zero-width characters, soft hyphens, marks of direction, controls.

    No-break spaces are not among them: they look like the spaces they are. Ask after old encodings were converted:
    the soft hyphen is the letter ư of TCVN3.
    """
    return any(_is_unseen(char) for char in text if not " " <= char <= "~")


def _is_unseen(char: str) -> bool:
    if "\ufe00" <= char <= "\ufe0f":
        return True  # picks a form of the character before it
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} and char not in _SEEN
