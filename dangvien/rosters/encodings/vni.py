"""VNI Windows: a plain vowel followed by a character that draws its marks: "Nguyeãn Vaên An".

In a workbook such a text stands as the Latin-1 characters of its bytes. A few letters are one character of their own.
"""

from __future__ import annotations

import re

_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
"""Sắc, huyền, hỏi, ngã, nặng on a vowel without another mark."""
_HAT = dict(zip("âáàåãä", "âấầẩẫậ", strict=True))
_BREVE = dict(zip("êéèúüë", "ăắằẳẵặ", strict=True))
_TONED = {
    "a": "áàảãạ",
    "e": "éèẻẽẹ",
    "o": "óòỏõọ",
    "u": "úùủũụ",
    "y": "ýỳỷỹ",
    "ô": "ớờởỡợ",
    "ö": "ứừửữự",
}
_HATTED = {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}
_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư", "ñ": "đ"}


def _pairs() -> dict[str, str]:
    pairs = {
        f"{vowel}{mark}": letter for vowel, toned in _TONED.items() for mark, letter in zip(_TONES, toned, strict=False)
    }
    pairs |= {
        f"{vowel}{mark}": letter for vowel, row in _HATTED.items() for mark, letter in zip(_HAT, row, strict=True)
    }
    return pairs | {f"a{mark}": letter for mark, letter in _BREVE.items()}


LETTERS: dict[str, str] = _pairs() | _ALONE
"""Small letters: characters as they are stored → letter. A capital has a capital vowel before either form of mark."""

_STORED = re.compile("|".join(sorted(LETTERS, key=len, reverse=True)), re.IGNORECASE)


def decode(text: str) -> str:
    """The letters behind stored characters."""
    return _STORED.sub(_letter, text)


def is_stored(text: str) -> bool:
    """Whether every letter beyond ASCII belongs to a letter that this encoding stores: there is no à without its a."""
    return all(char.isascii() or not char.isalpha() for char in _STORED.sub("", text))


def _letter(stored: re.Match[str]) -> str:
    letter = LETTERS[stored[0].lower()]
    return letter.upper() if stored[0][0].isupper() else letter
