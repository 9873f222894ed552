"""Code lists: what a stored code means, read once from fixtures/codes/*.toml.

A file holds one list: `title`, `source` (the document it comes from), `certainty` (certain, probable or uncertain), and
`[[code]]` tables with `code`, `label`, and if needed `synonyms` (other spellings met in papers) and `attributes`.
The order of the file is the official order. Codes are text: 01 is not 1.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dangvien.text import search_key

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "codes"
CERTAINTIES = ("certain", "probable", "uncertain")

_LIST_KEYS = {"title", "source", "certainty", "code"}
_CODE_KEYS = {"code", "label", "synonyms", "attributes"}


class CodeFileError(ValueError):
    """A code file that cannot be used; the message names the file and the fault."""


@dataclass(frozen=True)
class Code:
    """One line of a list. `order` starts at 1; `attributes` are facts about it, such as youth = true."""

    code: str
    label: str
    order: int
    synonyms: tuple[str, ...]
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class CodeList:
    """One list in its official order, with where it comes from and how sure that is."""

    name: str
    title: str
    source: str
    certainty: str
    codes: tuple[Code, ...]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Code:
        """The line of a code. Raises KeyError for a code that is not in the list."""
        return self._by_code[code]

    def label(self, code: str) -> str:
        """What a reader sees for the code. Raises KeyError for a code that is not in the list."""
        return self[code].label

    def order(self, code: str) -> int:
        """Place of the code in the official order, from 1. Raises KeyError for a code that is not in the list."""
        return self[code].order

    def having(self, attribute: str) -> frozenset[str]:
        """The codes whose attribute is true: codes.of("introducing_body").having("youth")."""
        return frozenset(line.code for line in self.codes if line.attributes.get(attribute) is True)

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """Pairs of code and label in order, for forms and columns."""
        return [(line.code, line.label) for line in self.codes]

    def find(self, text: str) -> str | None:
        """The code meant by a text: the code itself, its label or a synonym, whatever the marks, case and spaces;
        None when nothing or more than one is meant."""
        return self._by_text.get(_folded(text)) or None

    @cached_property
    def _by_code(self) -> dict[str, Code]:
        return {line.code: line for line in self.codes}

    @cached_property
    def _by_text(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in self.codes:
            for text in (line.code, line.label, *line.synonyms):
                folded = _folded(text)
                # Two codes under one spelling without marks (Lự, Lư) mean neither.
                found[folded] = line.code if found.get(folded, line.code) == line.code else ""
        return found


def _folded(text: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in search_key(text))
    return "".join(words.split())


@cache
def of(name: str) -> CodeList:
    """The list of that name (the file's name without ending). Raises KeyError for an unknown list."""
    path = FOLDER / f"{name}.toml"
    if name not in names():
        raise KeyError(name)
    return read(path)


@cache
def names() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def read(path: Path) -> CodeList:
    """Reads one file. Raises CodeFileError, naming the file, when it is not a list of codes."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return _list_of(path.stem, content)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CodeFileError(f"{path.name}: {error}") from error


def _list_of(name: str, content: dict[str, Any]) -> CodeList:
    _refuse_others(content, _LIST_KEYS)
    for key in ("title", "source"):
        _require_text(content, key)
    if content.get("certainty") not in CERTAINTIES:
        raise ValueError(f"certainty must be one of {', '.join(CERTAINTIES)}")
    if not content.get("code"):
        raise ValueError("the list has no codes")
    codes = tuple(_code_of(order, line) for order, line in enumerate(content["code"], start=1))
    if len({line.code for line in codes}) < len(codes):
        raise ValueError("the same code stands twice")
    return CodeList(name, content["title"], content["source"], content["certainty"], codes)


def _code_of(order: int, line: dict[str, Any]) -> Code:
    _refuse_others(line, _CODE_KEYS)
    for key in ("code", "label"):
        _require_text(line, key)
    synonyms = tuple(line.get("synonyms", ()))
    if not all(isinstance(synonym, str) for synonym in synonyms):
        raise ValueError(f"synonyms of {line['code']} must be text")
    return Code(line["code"], line["label"], order, synonyms, MappingProxyType(dict(line.get("attributes", {}))))


def _refuse_others(table: dict[str, Any], known: set[str]) -> None:
    if others := sorted(table.keys() - known):
        raise ValueError(f"unknown key {', '.join(others)}")


def _require_text(table: dict[str, Any], key: str) -> None:
    if not isinstance(table.get(key), str) or not table[key].strip():
        raise ValueError(f"{key} is missing or is not text")
