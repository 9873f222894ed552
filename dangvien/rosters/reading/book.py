"""What a workbook says of itself: its sheets, the year its days are counted from, the number format of each style."""

from __future__ import annotations

from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS

from dangvien.limited import Unreadable
from dangvien.rosters.reading.bounds import BROKEN, MOST_SHEETS, TOO_MANY_SHEETS
from dangvien.rosters.reading.markup import Attributes, prefixless, walk
from dangvien.rosters.reading.package import Package, Relation
from dangvien.rosters.reading.shapes import GENERAL
from dangvien.rosters.reading.strings import Strings, read_strings

_TRUE = {"1", "true", "on"}
_STATES = {"hidden": "hidden", "veryHidden": "very_hidden"}
_MOST_STYLES = 100_000
"""Excel keeps 64.000."""
_LONGEST_FORMAT = 255
_MAIN, _STRINGS, _STYLES, _SHEET = "officeDocument", "sharedStrings", "styles", "worksheet"


@dataclass(frozen=True)
class SheetPart:
    """One sheet as the workbook lists it."""

    name: str
    state: str
    part: str


@dataclass(frozen=True)
class Book:
    """A workbook, opened."""

    package: Package
    sheets: list[SheetPart]
    from_1904: bool
    strings: Strings
    formats: list[str] = field(default_factory=list)
    """The number format of each style of a cell."""

    def format_of(self, style: int) -> str:
        """The number format of a style; General for one that is not there."""
        return self.formats[style] if 0 <= style < len(self.formats) else GENERAL


def is_true(attributes: Attributes, name: str) -> bool:
    """A flag of the standard: 1 or true."""
    return attributes.get(name, "") in _TRUE


def main_part(package: Package) -> str:
    """The part that lists the sheets."""
    for relation in package.relations("").values():
        if relation.type == _MAIN and relation.target in package:
            return relation.target
    return "xl/workbook.xml"


def open_book(package: Package) -> Book:
    """The workbook of a package. Raises `Unreadable`."""
    main = main_part(package)
    relations = package.relations(main)
    sheets, from_1904 = _sheets(package, main, relations)
    strings, formats = Strings(), [GENERAL]
    for relation in relations.values():
        if relation.target not in package:
            continue
        if relation.type == _STRINGS:
            with package.open(relation.target) as part:
                strings = read_strings(part)
        elif relation.type == _STYLES:
            formats = _formats(package, relation.target)
    return Book(package, sheets, from_1904, strings, formats)


def _sheets(package: Package, main: str, relations: dict[str, Relation]) -> tuple[list[SheetPart], bool]:
    sheets: list[SheetPart] = []
    from_1904 = False

    def starts(name: str, attributes: Attributes) -> None:
        nonlocal from_1904
        if name == "workbookPr":
            from_1904 = is_true(attributes, "date1904")
        elif name == "sheet":
            told = prefixless(attributes)
            relation = relations.get(told.get("id", ""))
            if relation is None:
                raise Unreadable(BROKEN)
            if relation.type != _SHEET:
                return  # a chart or an old macro sheet has no cells
            if len(sheets) == MOST_SHEETS:
                raise Unreadable(TOO_MANY_SHEETS)
            state = _STATES.get(told.get("state", ""), "visible")
            sheets.append(SheetPart(told.get("name", ""), state, relation.target))

    with package.open(main) as part:
        walk(part, starts, lambda _name, _text: None)
    return sheets, from_1904


def _formats(package: Package, styles: str) -> list[str]:
    """Styles say formats by number: those of Excel itself, and those that the workbook defines."""
    known = dict(BUILTIN_FORMATS)
    formats: list[str] = []
    inside = False

    def starts(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = True
        elif name == "numFmt" and not inside:
            known[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", GENERAL)[:_LONGEST_FORMAT]
        elif name == "xf" and inside and len(formats) < _MOST_STYLES:
            shape = known.get(_number(attributes.get("numFmtId", "0")), GENERAL)
            formats.append(GENERAL if shape.lower() == "general" else shape)

    def ends(name: str, _text: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    with package.open(styles) as part:
        walk(part, starts, ends)
    return formats or [GENERAL]


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Unreadable(BROKEN) from None
