"""Vietnamese text: normal form, search key, sort key, numbers and days as Party papers print them.

Everything here is a pure function. Nothing depends on the locale of the machine or on the collation of the database:
`ORDER BY sort_key` gives the Vietnamese order of names on SQLite and on PostgreSQL alike, because the key is made of
the ten digits only, which every collation sorts the same way.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

SORT_KEY_LENGTH = 255
"""Longest sort key; a column of this size holds the key of every name."""

Number = int | Decimal | Fraction

# The order of the alphabet as printed in dictionaries and given by ICU for Vietnamese, with the four letters of foreign
# names (f j w z) where Latin order puts them.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_FIRST_LETTER = 11
_LETTERS = {letter: f"{_FIRST_LETTER + place:02d}" for place, letter in enumerate(_ALPHABET)}
_DIGITS = {str(digit): f"{1 + digit:02d}" for digit in range(10)}
_WEIGHTS = _DIGITS | _LETTERS
_END_OF_WORD = "00"
_OTHER_LETTER = "99"

# Combining marks: those that make another letter, then those that are tones (huyền, hỏi, ngã, sắc, nặng).
_SHAPES = {"\u0302": {"a": "â", "e": "ê", "o": "ô"}, "\u0306": {"a": "ă"}, "\u031b": {"o": "ơ", "u": "ư"}}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_NO_MORE_TONES = "0"

# Letters that do not decompose. Icelandic eth is in rosters where somebody's keyboard had no Đ.
_FOREIGN = str.maketrans({"ð": "đ", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})

# Every letter of the alphabet with every tone, ready made, without its marks.
_UNMARKED = str.maketrans({
    unicodedata.normalize("NFC", letter + tone): "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]
    for letter in _ALPHABET
    for tone in ("", *_TONES)
    if len(unicodedata.normalize("NFC", letter + tone)) == 1
})  # fmt: skip


def masked(number: str) -> str:
    """A number that names a person, all but its last three digits hidden."""
    return f"{'•' * max(len(number) - 3, 0)}{number[-3:]}"


def nfc(text: str) -> str:
    """One line of text in one normal form: NFC, single spaces, nothing invisible.

    Takes full NFD and the Windows form (ready-made ê, ơ with a loose tone) alike. No-break spaces, tabs and line ends
    count as spaces; zero-width characters, soft hyphens, NUL, control characters and lone surrogates vanish.
    Text in the old TCVN3 encoding must be converted before: there the soft hyphen is the letter ư.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):  # nearly every text; nothing in it can vanish
        return " ".join(text.split())
    return " ".join(_visible(text).split())


def nfc_lines(text: str) -> str:
    """Like `nfc`, keeping line breaks: for remarks of several lines. Blank lines at both ends go."""
    return "\n".join(nfc(line) for line in text.splitlines()).strip("\n")


def _visible(text: str) -> str:
    kept = (char for char in text if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept))


def search_key(text: str) -> str:
    """What a search compares: small letters without marks, đ as d, single spaces ("Đặng Thị Hòa" -> "dang thi hoa").

    Never longer than `nfc(text)`, so that a column sized for the text holds its key.
    """
    small = nfc(text).lower()
    plain = small.translate(_UNMARKED)
    if plain.isascii():  # nearly every text: nothing is left that could be marked
        return plain
    decomposed = unicodedata.normalize("NFD", small)
    bare = "".join("d" if char in "đð" else char for char in decomposed if not unicodedata.combining(char))
    return nfc(bare)


def sort_key(full_name: str, given: str | None = None) -> str:
    """A string of digits by which names sort as Vietnamese rosters do, under every collation.

    The given name is compared first and completely (its letters, then its tone), then family and middle names, word by
    word in the same way; a shorter name comes first. `given` overrides the last word, for names built otherwise.
    Both ways of placing a tone (hòa, hoà) and both cases give the same key. At most SORT_KEY_LENGTH characters.
    """
    words = nfc(full_name).split()
    called = nfc(given).split() if given else words[-1:]
    rest = words[: -len(called)] if called and words[-len(called) :] == called else words
    return "".join(_word_key(word) for word in [*called, *rest])[:SORT_KEY_LENGTH]


@lru_cache(maxsize=20_000)
def _word_key(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFKD", word.casefold().translate(_FOREIGN)):
        if char in _TONES:
            tones.append(_TONES[char])
        elif char in _SHAPES:
            if letters:
                letters[-1] = _SHAPES[char].get(letters[-1], letters[-1])
        elif char.isalnum():
            letters.append(char)
    # Hyphens, apostrophes and strange marks do not take part: H'Hen sorts as Hhen.
    weights = [_WEIGHTS.get(letter, f"{_OTHER_LETTER}{ord(letter[0]):07d}") for letter in letters]
    return "".join([*weights, _END_OF_WORD, *tones, _NO_MORE_TONES])


def thousands(number: int) -> str:
    """An integer with a dot every three digits: 1703 -> "1.703". Not for years."""
    return f"{number:,}".replace(",", ".")


def round_half_up(value: Number, places: int) -> Decimal:
    """`value` rounded as people round by hand, half away from zero; exact for fractions such as 585/1587."""
    scale = 10**places
    scaled = abs(Fraction(value)) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    rounded = Decimal(whole).scaleb(-places).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return -rounded if value < 0 and whole else rounded


def decimal(value: Number, places: int = 1) -> str:
    """A number with a decimal comma and dots for thousands, rounded half up: Decimal("36.862") -> "36,9"."""
    return f"{round_half_up(value, places):,}".translate(str.maketrans(",.", ".,"))


def two_digits(count: int) -> str:
    """A count in running text: one to nine take a leading zero ("09 phường"), others as `thousands`."""
    return f"0{count}" if 0 < count < 10 else thousands(count)


def join_vi(items: Iterable[str]) -> str:
    """A list in a sentence: "phường 1, phường 2 và phường 3"."""
    *head, last = [*items] or [""]
    return f"{', '.join(head)} và {last}" if head else last


def _month(day: date) -> str:
    # Party papers write 01 and 02 for January and February so that nobody can add a stroke; the others stand bare.
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


def day_short(day: date) -> str:
    """A day as Party papers print it: 03/5/2012, 15/01/2013, 18/11/2016."""
    return f"{day.day:02d}/{_month(day)}/{day.year:04d}"


def day_long(day: date) -> str:
    """A day in words: "ngày 03 tháng 5 năm 2012"."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year:04d}"


def day_full(day: date) -> str:
    """A day in two, two and four digits, as boxes and tables on the screen show it: 03/05/2012."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def lower_first(text: str) -> str:
    """The text with a small first letter, to stand inside a sentence; abbreviations (BTV, TCCSĐ) keep theirs."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text with a capital first letter, to begin a sentence."""
    return text[:1].upper() + text[1:]
