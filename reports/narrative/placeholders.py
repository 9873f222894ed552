"""How a figure is asked for inside a text: `{{ket_nap}}`, `{{ket_nap|cung_ky}}`, `{{bang R01}}`. Knows no register.

No language of templates stands behind this: there are no conditions, no loops and nothing that is carried out, so a
template that somebody sends can ask for named figures and for nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{\{([^{}]{1,200})\}\}")
"""Two braces, words, two braces."""

TABLE_WORD, WRITTEN_WORD = "bang", "ghi"
"""Begin what is not a figure: a table by its code, a text written when the report is made."""


@dataclass(frozen=True)
class Asked:
    """One thing a template asks for: its name, and the words after the bars that change its days or its form."""

    name: str
    changes: tuple[str, ...] = ()
    rest: str = ""
    """What follows `bang` or `ghi`: the code of a table, the label of a text."""

    @property
    def key(self) -> str:
        """One writing for everything that means the same."""
        return "|".join((f"{self.name} {self.rest}".strip(), *self.changes))


def asked_of(words: str) -> Asked:
    """What stands between the braces, whatever its case and its spaces."""
    first, *changes = (" ".join(unicodedata.normalize("NFC", part).split()) for part in words.split("|"))
    head, _, rest = first.partition(" ")
    told = tuple(change.lower() for change in changes if change)
    if head.lower() == TABLE_WORD:
        return Asked(TABLE_WORD, told, rest.upper())
    if head.lower() == WRITTEN_WORD:
        return Asked(WRITTEN_WORD, told, rest)
    return Asked(first.lower(), told)


def pieces_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the placeholders of a text stand (start, end), each with its key."""
    for match in PLACEHOLDER.finditer(text):
        yield match.start(), match.end(), asked_of(match.group(1)).key


def stray_braces(text: str) -> bool:
    """Whether braces are left that close nothing: a placeholder that was broken while typing."""
    rest = PLACEHOLDER.sub("", text)
    return "{{" in rest or "}}" in rest
