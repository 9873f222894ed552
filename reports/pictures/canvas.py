"""What every drawing shares: letters measured with the font of our papers, colours, bars, and the way to clean SVG.

ReportLab draws the charts. What it writes is turned upright and rid of style attributes (the content policy of our
pages forbids them), so that browsers, WeasyPrint, Word and LibreOffice are given nothing they could read differently.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String, UserNode
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from resvg_py import svg_to_bytes

from dangvien.text import nfc
from reports.fonts import FontError, FontFile, font_files
from reports.picture import POINTS_WIDE, Picture

PAPER_FAMILY = "Times New Roman, Liberation Serif, Tinos, serif"
"""The letters that were measured: the same widths under each of these names."""

INK = HexColor("#1b1b1b")
SOFT = HexColor("#474c52")
RULE = HexColor("#6d7278")
BLUE = HexColor("#1b4a75")
RED = HexColor("#8a1217")
WHITE = HexColor("#ffffff")
"""Contrast with white: ink 17, soft 8, rule 4.7, blue 9, red 9 to 1. Two kinds of bars never differ in colour alone."""

SIZE, SMALL = 13.0, 11.5
"""Letters in units of the drawing: 360 units across a telephone of 360 pixels they are as large there as here."""

DOTS = 4
"""Dots for each unit of the drawing in a PNG: some 280 to the inch at the width on paper."""

_SPECK = 0.01
"""Bars smaller than this are not drawn: ReportLab gives a bar of nothing a hair's breadth."""
_REGULAR, _BOLD = "Van-ban", "Van-ban-dam"
_LOOKS = {
    "rect": ("fill", "stroke", "stroke-width"),
    "line": ("stroke", "stroke-width"),
    "text": ("fill", "font-size"),
}
"""What a drawing may hold, and which of its looks are kept."""

_STRAIGHT = re.compile(r"M ([-\d.]+),([-\d.]+) L ([-\d.]+),([-\d.]+) Z")
_MOVED = re.compile(r"matrix\(1,0,0,1,([-\d.]+),([-\d.]+)\)")
_TURNED = re.compile(r"scale\(1,-1\) translate\(0,-[\d.]+\)")


@cache
def fonts() -> tuple[FontFile, ...]:
    """Makes the letters known to ReportLab. Raises FontError (a sentence for the operator) when they are missing."""
    files = font_files()
    try:
        for name, weight in ((_REGULAR, "normal"), (_BOLD, "bold")):
            path = next(file.path for file in files if (file.style, file.weight) == ("normal", weight))
            pdfmetrics.registerFont(TTFont(name, str(path)))
    except TTFError as error:
        raise FontError(f"Không đọc được phông chữ để vẽ hình ({error}).") from error
    return files


def width_of(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """How wide a text is, in units of the drawing."""
    fonts()
    return float(pdfmetrics.stringWidth(text, _BOLD if bold else _REGULAR, size))


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """The text, cut at a word and ended with "…" where it is wider than the room."""
    if width_of(text, size) <= room:
        return text
    words = text.split()
    while words and width_of(f"{' '.join(words)}…", size) > room:
        words.pop()
    if words:
        return f"{' '.join(words)}…"
    while text and width_of(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text}…"


def two_lines(text: str, room: float) -> tuple[str, ...]:
    """The text on one line, or where it is wider than the room on two of smaller letters, the second cut if need be."""
    if width_of(text) <= room:
        return (text,)
    first, rest = "", text.split()
    while rest and width_of(f"{first} {rest[0]}".strip(), SMALL) <= room:
        first = f"{first} {rest.pop(0)}".strip()
    if not first:
        return (fitted(text, room, SMALL),)
    return (first, fitted(" ".join(rest), room, SMALL)) if rest else (first,)


def font_name(*, bold: bool = False) -> str:
    """The name of the letters for a chart's own labels."""
    fonts()
    return _BOLD if bold else _REGULAR


class Canvas:
    """A sheet of the common width on which charts and texts are put; `y` counts down from the upper edge."""

    def __init__(self, height: float) -> None:
        fonts()
        self.height = height
        self.drawing = Drawing(POINTS_WIDE, height)

    def up(self, y: float) -> float:
        """The same place counted up from the lower edge, as ReportLab counts."""
        return self.height - y

    def text(
        self, x: float, y: float, text: str, size: float = SIZE, *, bold: bool = False, anchor: str = "start",
        color: Any = INK,
    ) -> None:  # fmt: skip
        """A line of text whose letters stand on `y`."""
        named = {"fontName": font_name(bold=bold), "fontSize": size, "textAnchor": anchor, "fillColor": color}
        self.drawing.add(String(x, self.up(y), nfc(text), **named))

    def legend(self, y: float, marks: list[tuple[UserNode | Rect, str]]) -> None:
        """What the kinds of bars mean, on one line: a small bar, then its words."""
        x = 2.0
        for mark, words in marks:
            mark.x, mark.y, mark.width, mark.height = x, self.up(y), 18, 10
            self.drawing.add(mark)
            self.text(x + 23, y, words, SMALL)
            x += 23 + width_of(words, SMALL) + 14

    def picture(self, slug: str, title: str, description: str, *, with_png: bool = False) -> Picture:
        """The finished drawing; the same content gives the same bytes."""
        title, description = nfc(title), nfc(description)
        svg = cleaned(renderSVG.drawToString(self.drawing), slug, title, description)
        png = dots_of(svg) if with_png else b""
        return Picture(slug, title, description, svg, POINTS_WIDE, self.height, png)


class Solid(UserNode):  # type: ignore[misc]  # ReportLab publishes no types
    """A bar in one colour."""

    def __init__(self, color: Any) -> None:
        self.color = color
        self.x = self.y = self.width = self.height = 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, lower, right and upper edge; a bar to the left has a negative width."""
        left, right = sorted((self.x, self.x + self.width))
        return left, self.y, right, self.y + self.height

    @property
    def is_seen(self) -> bool:
        """Whether it has any size: a bar of nothing has none."""
        left, lower, right, upper = self.box
        return min(right - left, upper - lower) > _SPECK

    def provideNode(self) -> Group:  # noqa: N802 - ReportLab's word
        """The shapes it consists of, as ReportLab asks for them."""
        left, lower, right, upper = self.box
        bar = Rect(left, lower, right - left, upper - lower, fillColor=self.color, strokeColor=None)
        return Group(bar) if self.is_seen else Group()


class Hatched(Solid):
    """A bar of slanted lines in a frame: told from a solid one without its colour.

    The lines are lines and not a pattern: Word draws no patterns of an SVG.
    """

    STEP = 5.0

    def provideNode(self) -> Group:  # noqa: N802 - ReportLab's word
        left, lower, right, upper = self.box
        if not self.is_seen:
            return Group()
        group = Group(
            Rect(left, lower, right - left, upper - lower, fillColor=WHITE, strokeColor=self.color, strokeWidth=1)
        )
        across = left + self.STEP
        while across < right + (upper - lower):
            x1, y1 = (across, lower) if across <= right else (right, lower + across - right)
            x2, y2 = across - (upper - lower), upper
            if x2 < left:
                x2, y2 = left, lower + across - left
            group.add(Line(x1, y1, x2, y2, strokeColor=self.color, strokeWidth=1))
            across += self.STEP
        return group


class Hollow(Solid):
    """An empty frame: what was to be reached."""

    def provideNode(self) -> Group:  # noqa: N802 - ReportLab's word
        left, lower, right, upper = self.box
        frame = Rect(
            left, lower, right - left, upper - lower, fillColor=WHITE, strokeColor=self.color, strokeWidth=1.25
        )
        return Group(frame) if self.is_seen else Group()


# From what ReportLab writes to what we keep -----------------------------------------------------------------------


def cleaned(written: str, slug: str, title: str, description: str) -> bytes:
    """The drawing upright, with attributes for looks, a role, a title and a description. Raises ValueError when it
    holds a shape that nobody here draws."""
    source = ET.fromstring(written)  # noqa: S314 - see above
    height = float(source.attrib["height"])
    names = {name: f"{slug}-{name}" for name in ("ten", "ta")}
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_number(float(source.attrib['width']))} {_number(height)}",
            "width": source.attrib["width"],
            "height": _number(height),
            "role": "img",
            "aria-labelledby": f"{names['ten']} {names['ta']}",
            "lang": "vi",
            "font-family": PAPER_FAMILY,
        },
    )
    for tag, name, words in (("title", names["ten"], title), ("desc", names["ta"], description)):
        ET.SubElement(root, tag, {"id": name}).text = words
    for shape in _together(_upright(shape, height) for shape in _shapes(source)):
        root.append(shape)
    content: bytes = ET.tostring(root, encoding="utf-8")
    return content


def _together(shapes: Iterable[ET.Element]) -> Iterator[ET.Element]:
    """Lines that follow each other and look alike as one path: a hatched bar is dozens of them."""
    path: ET.Element | None = None
    for shape in shapes:
        if shape.tag != "line":
            path = None
            yield shape
            continue
        look = {name: shape.attrib[name] for name in _LOOKS["line"]}
        stretch = "M{x1} {y1}L{x2} {y2}".format(**shape.attrib)
        if path is not None and look.items() <= path.attrib.items():
            path.set("d", path.attrib["d"] + stretch)
        else:
            path = ET.Element("path", {"d": stretch} | look)
            yield path


@dataclass(frozen=True)
class _Shape:
    """A shape of the written drawing, and how far the groups around it move it."""

    node: ET.Element
    right: float
    up: float


def _shapes(source: ET.Element, right: float = 0.0, up: float = 0.0) -> Iterator[_Shape]:
    """The shapes of a drawing in their order, out of their groups."""
    for child in source:
        kind = child.tag.rpartition("}")[2]
        if kind == "g":
            transform = child.attrib.get("transform", "").strip()
            moved = _MOVED.fullmatch(transform)
            if transform and not moved and not _TURNED.fullmatch(transform):
                raise ValueError(f"hình có phép biến đổi {transform} chưa biết cách giữ")
            by = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
            yield from _shapes(child, right + by[0], up + by[1])
        elif kind not in {"title", "desc", "clipPath"}:
            yield _Shape(child, right, up)


def _upright(shape: _Shape, height: float) -> ET.Element:
    node = shape.node
    kind = node.tag.rpartition("}")[2]
    look = dict(_looks(node.attrib["style"]))
    if kind == "path":
        straight = _STRAIGHT.fullmatch(node.attrib["d"])
        if straight is None:
            raise ValueError(f"hình có nét {node.attrib['d'][:60]} chưa biết cách giữ")
        kind, given = "line", dict(zip(("x1", "y1", "x2", "y2"), map(float, straight.groups()), strict=True))
    elif kind in _LOOKS:
        given = {name: float(node.attrib[name]) for name in ("x", "y", "width", "height") if name in node.attrib}
    else:
        raise ValueError(f"hình có nét {kind} chưa biết cách giữ")
    for name in given:
        if name.startswith("x"):
            given[name] += shape.right
        elif name.startswith("y"):
            given[name] = height - given[name] - shape.up - given.get("height", 0.0)
    kept = {name: look[name] for name in _LOOKS[kind] if name in look}
    if kept.get("stroke") == "none":
        del kept["stroke"]
        kept.pop("stroke-width", None)
    if kind == "text" and look.get("font-family", "").strip("'\" ") == _BOLD:
        kept["font-weight"] = "bold"
    made = ET.Element(kind, {name: _number(value) for name, value in given.items()} | kept)
    made.text = node.text
    return made


def _looks(style: str) -> list[tuple[str, str]]:
    pairs = (part.partition(":")[::2] for part in style.split(";") if ":" in part)
    return [(name.strip(), _plain(value.strip())) for name, value in pairs]


def _plain(value: str) -> str:
    """A colour as six digits, a length without its unit, anything else as it is."""
    if value.startswith("rgb("):
        shares = [float(part.strip().rstrip("%")) for part in value[4:-1].split(",")]
        return "#" + "".join(f"{round(share * 2.55):02x}" for share in shares)
    return _number(float(value.removesuffix("px"))) if value[:1].isdigit() else value


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def dots_of(svg: bytes) -> bytes:
    """The drawing in dots, with our letters and no others."""
    return svg_to_bytes(
        svg_string=svg.decode(),
        zoom=DOTS,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(file.path) for file in fonts()],
        font_family="Liberation Serif",
        serif_family="Liberation Serif",
    )
