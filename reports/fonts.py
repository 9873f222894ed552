"""The font files that PDF embeds: Liberation Serif 2.x, with the widths of Times New Roman and every Vietnamese letter.

The older package of the same family (1.x) lacks ơ, ư and every vowel with two marks; it is recognized and refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont, TTLibError

FAMILY = "Van ban"
"""The name under which the style sheet knows the files, so that no font of the machine can take their place."""

_FILES = {
    ("normal", "normal"): "LiberationSerif-Regular.ttf",
    ("normal", "bold"): "LiberationSerif-Bold.ttf",
    ("italic", "normal"): "LiberationSerif-Italic.ttf",
    ("italic", "bold"): "LiberationSerif-BoldItalic.ttf",
}
_PACKAGE = "fonts-liberation2"


class FontError(RuntimeError):
    """The fonts are missing or cannot print Vietnamese. The message is a Vietnamese sentence for the operator."""


@dataclass(frozen=True)
class FontFile:
    """One style of the family."""

    style: str
    weight: str
    path: Path

    @property
    def url(self) -> str:
        return self.path.as_uri()

    @property
    def rule(self) -> str:
        """The @font-face rule for this file."""
        return (
            f'@font-face {{ font-family: "{FAMILY}"; font-style: {self.style}; font-weight: {self.weight}; '
            f'src: url("{self.url}") }}'
        )


def vietnamese_letters() -> frozenset[str]:
    """Every letter of Vietnamese with every tone, small and capital, each as one character."""
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones}
    small.update("abcdđeghiklmnopqrstuvxyfjwz")
    return frozenset(small | {letter.upper() for letter in small})


def by_address(files: Iterable[FontFile]) -> dict[str, Path]:
    """Address → file, as whoever draws opens them."""
    return {file.url: file.path for file in files}


def font_files() -> tuple[FontFile, ...]:
    """The four styles in REPORT_FONT_DIR. Raises FontError when one is missing or lacks Vietnamese letters."""
    return _checked(Path(settings.REPORT_FONT_DIR))


@cache
def _checked(folder: Path) -> tuple[FontFile, ...]:
    files = tuple(FontFile(style, weight, folder / name) for (style, weight), name in _FILES.items())
    for file in files:
        missing = vietnamese_letters() - _letters_of(file.path)
        if missing:
            some = " ".join(sorted(missing)[:8])
            raise FontError(
                f"Phông chữ {file.path} thiếu {len(missing)} chữ tiếng Việt ({some} …): hãy cài gói {_PACKAGE} "
                "(không dùng fonts-liberation 1.x) hoặc đặt biến REPORT_FONT_DIR."
            )
    return files


def _letters_of(path: Path) -> set[str]:
    try:
        with path.open("rb") as stream, TTFont(stream, lazy=True) as font:
            return set(map(chr, font.getBestCmap()))
    except FileNotFoundError as error:
        raise FontError(
            f"Không thấy phông chữ {path} để in PDF: hãy cài gói {_PACKAGE} hoặc đặt biến REPORT_FONT_DIR."
        ) from error
    except (OSError, TTLibError) as error:
        raise FontError(f"Không đọc được phông chữ {path} ({error}): hãy cài lại gói {_PACKAGE}.") from error
