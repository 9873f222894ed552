"""Vietnamese text as the old fonts stored it, for files as offices kept them twenty years ago."""

from __future__ import annotations

from dangvien.rosters.encodings import tcvn3, vni

_TCVN3 = {letter: char for char, letter in tcvn3.LETTERS.items()}
_VNI = {letter: stored for stored, letter in vni.LETTERS.items()}


def in_tcvn3(text: str) -> str:
    """As .VnTime stores it; a capital with a tone becomes the small letter, for want of another."""
    return "".join(_TCVN3.get(char) or _TCVN3.get(char.lower(), char) for char in text)


def in_vni(text: str) -> str:
    """As VNI-Times stores it: the marks after their vowel, each a character of its own."""
    return "".join(_vni(char) for char in text)


def _vni(char: str) -> str:
    stored = _VNI.get(char.lower())
    if stored is None or char.isascii():
        return char
    return stored[0].upper() + stored[1:] if char.isupper() else stored
