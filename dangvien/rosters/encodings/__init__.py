"""Old encodings of Vietnamese: told per column by which reading gives syllables, and turned into Unicode cell by cell.

A word speaks for an old encoding when it is no syllable as it stands and is one when decoded; it speaks for Unicode
when it is a syllable and would cease to be one, or holds a letter that no 8-bit text can hold. Words of plain letters
say nothing, nor do names of other peoples: "Brôih" is no syllable either way.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from dangvien.rosters.encodings import tcvn3, vni
from dangvien.rosters.encodings.suspects import invisible, lookalikes
from dangvien.rosters.encodings.syllables import is_syllable

__all__ = ["Encoding", "convert", "detect", "detect_columns", "invisible", "lookalikes"]


class Encoding(StrEnum):
    """How the letters of a text are stored."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


_DECODERS: dict[Encoding, Callable[[str], str]] = {Encoding.TCVN3: tcvn3.decode, Encoding.VNI: vni.decode}
_STORED: dict[Encoding, Callable[[str], bool]] = {Encoding.TCVN3: tcvn3.is_stored, Encoding.VNI: vni.is_stored}
_WORDS = re.compile(r"[^\x00-\x40\x5b-\x60\x7b-\x7f\xa0\u2000-\u206f]+")
"""Whatever stands between ASCII marks and spaces: the characters of old encodings are no letters by themselves."""

_ENOUGH = 2
"""Words that must speak for an old encoding, and one more than a quarter as many for Unicode."""
_CERTAIN = 8
"""So many decide even in a column where as many others are good: people retype half of an old list."""
_SAMPLE = 20_000
"""Words looked at in one column."""


def detect(texts: Iterable[str]) -> Encoding:
    """How the texts of one column are stored; Unicode unless enough words say otherwise."""
    votes, _ = _votes(texts)
    encoding, words = _best(votes, votes)
    return encoding if words >= _ENOUGH else Encoding.UNICODE


def detect_columns(columns: Sequence[Iterable[str]]) -> list[Encoding]:
    """The same for the columns of one sheet (give headings along): one word decides where other columns are certain,
    and what reads well either way is read as the others are: "Khoâng" is a syllable in VNI and in TCVN3, "Chi bé" of
    TCVN3 could be Unicode."""
    votes = [_votes(texts) for texts in columns]
    all_of_them: Counter[Encoding] = Counter()
    for one, _ in votes:
        all_of_them.update(one)
    found = [_best(one, all_of_them) for one, _ in votes]
    sure = Counter(encoding for encoding, words in found if words >= _ENOUGH)
    usual = next(iter(sure)) if len(sure) == 1 else Encoding.UNICODE
    return [
        usual if undecided > 4 * one.total() else encoding if words >= _ENOUGH or sure[encoding] else Encoding.UNICODE
        for (encoding, words), (one, undecided) in zip(found, votes, strict=True)
    ]


def _votes(texts: Iterable[str]) -> tuple[Counter[Encoding], int]:
    """How many words speak for each encoding, and how many read well in an old one and in Unicode."""
    votes: Counter[Encoding] = Counter()
    seen = undecided = 0
    for text in texts:
        if text.isascii():
            continue
        for word in _words(text):
            told = _speaks_for(word)
            votes.update(told)
            undecided += not told and _reads_either_way(word)
            seen += 1
        if seen > _SAMPLE:
            break
    return votes, undecided


def _best(votes: Counter[Encoding], elsewhere: Counter[Encoding]) -> tuple[Encoding, int]:
    """The old encoding that most words speak for, of equals the one of the other columns, and how many do; none when
    Unicode has more weight."""
    encoding = max(_DECODERS, key=lambda old: (votes[old], elsewhere[old]))
    gain, against = votes[encoding], votes[Encoding.UNICODE]
    if gain > 4 * against or (gain >= _CERTAIN and 2 * gain > against):
        return encoding, gain
    return Encoding.UNICODE, 0


def _words(text: str) -> list[str]:
    return [word for word in _WORDS.findall(text) if not word.isascii()]


@lru_cache(maxsize=65_536)
def _speaks_for(word: str) -> tuple[Encoding, ...]:
    good = is_syllable(word)
    if any(ord(char) > 0xFF for char in word):
        return (Encoding.UNICODE,)
    decoded = {old: _STORED[old](word) and is_syllable(decode(word)) for old, decode in _DECODERS.items()}
    if good:
        return () if any(decoded.values()) else (Encoding.UNICODE,)
    return tuple(old for old, syllable in decoded.items() if syllable)


@lru_cache(maxsize=65_536)
def _reads_either_way(word: str) -> bool:
    """Whether a word is a syllable as it stands and another one when decoded."""
    return is_syllable(word) and any(_STORED[old](word) and is_syllable(read(word)) for old, read in _DECODERS.items())


def convert(text: str, encoding: Encoding) -> str:
    """The text in Unicode letters (NFC where it was changed). In a column of an old encoding, a cell that somebody
    typed anew stays as it is: it holds letters that the encoding does not store, or reads worse decoded."""
    if encoding is Encoding.UNICODE or text.isascii() or not _STORED[encoding](text):
        return text
    decoded = _DECODERS[encoding](text)
    if decoded == text:
        return text
    words = _words(text)
    before = sum(is_syllable(word) for word in words)
    after = sum(is_syllable(_DECODERS[encoding](word)) for word in words)
    return text if after < before else unicodedata.normalize("NFC", decoded)
