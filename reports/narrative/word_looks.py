"""How a Word file says its paragraphs and runs look, in our few words; part of reading one (`wordfile.py`)."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as names of its elements begin."""
_MM_OF_TWIPS = 25.4 / 1440
_ALIGN = {"both": "justify", "center": "center", "right": "right", "end": "right", "distribute": "justify"}
_LOOKS = ("b", "i", "u", "s", "box")
_SWITCHES = {"b": "b", "i": "i", "pageBreakBefore": "break", "keepNext": "keep"}


class Styles:
    """What styles say of paragraphs and runs, as far as it is shown."""

    def __init__(self, tree: Any) -> None:
        self.known: dict[str, Any] = {}
        self.usual: dict[str, Any] = {}
        if tree is None:
            return
        self.known = {str(style.get(f"{W}styleId")): style for style in tree.findall(f"{W}style")}
        defaults = tree.find(f"{W}docDefaults")
        for place in ("pPrDefault/{w}pPr", "rPrDefault/{w}rPr"):
            found = None if defaults is None else defaults.find(f"{W}{place.format(w=W)}")
            self.usual |= _said(found)
        for style in self.known.values():
            if style.get(f"{W}default") == "1" and style.get(f"{W}type") == "paragraph":
                self.usual |= self._of_style(str(style.get(f"{W}styleId")))

    def _of_style(self, name: str, depth: int = 0) -> dict[str, Any]:
        style = self.known.get(name)
        if style is None or depth > 10:
            return {}
        below = style.find(f"{W}basedOn")
        found = self._of_style(str(below.get(f"{W}val")), depth + 1) if below is not None else {}
        return found | _said(style.find(f"{W}pPr")) | _said(style.find(f"{W}rPr"))

    def paragraph(self, paragraph: Any) -> dict[str, Any]:
        properties = paragraph.find(f"{W}pPr")
        named = None if properties is None else properties.find(f"{W}pStyle")
        styled = self._of_style(str(named.get(f"{W}val"))) if named is not None else {}
        return self.usual | styled | _said(properties)

    def run(self, node: Any, layout: dict[str, Any]) -> dict[str, Any]:
        run = node.getparent()
        properties = None if run is None else run.find(f"{W}rPr")
        named = None if properties is None else properties.find(f"{W}rStyle")
        styled = self._of_style(str(named.get(f"{W}val"))) if named is not None else {}
        found = {key: value for key, value in layout.items() if key in _LOOKS} | styled | _said(properties)
        return {key: value for key, value in found.items() if key in _LOOKS and value}


def _said(properties: Any) -> dict[str, Any]:
    """What a set of properties says, in our words."""
    if properties is None:
        return {}
    found: dict[str, Any] = {}
    for item in properties:
        name, value = str(item.tag).rpartition("}")[2], item.get(f"{W}val")
        if name in _SWITCHES:
            found[_SWITCHES[name]] = value not in ("0", "false", "off")
        elif name == "u":
            found["u"] = value not in (None, "none")
        elif name == "bdr":
            found["box"] = value not in (None, "nil", "none")
        elif name == "sz" and str(value).isdigit():
            found["s"] = min(int(str(value)) / 2, 72)
        elif name == "jc":
            found["align"] = _ALIGN.get(str(value), "left")
        elif name == "outlineLvl" and str(value).isdigit():
            found["level"] = int(str(value)) + 1
        elif name == "ind":
            found |= _indents(item)
        elif name == "spacing":
            found |= {word: _points(item.get(f"{W}{word}")) for word in ("before", "after") if item.get(f"{W}{word}")}
        elif name == "pBdr":
            found["rule"] = item.find(f"{W}top") is not None or item.find(f"{W}bottom") is not None
    return found


def _indents(item: Any) -> dict[str, Any]:
    found = {}
    for word, name in (("left", "left"), ("start", "left"), ("right", "right"), ("firstLine", "first")):
        if item.get(f"{W}{word}"):
            found[name] = millimetres(item.get(f"{W}{word}"))
    if item.get(f"{W}hanging"):
        found["first"] = -millimetres(item.get(f"{W}hanging"))
    return found


def millimetres(twips: Any) -> float:
    try:
        return max(-200.0, min(400.0, round(float(twips) * _MM_OF_TWIPS, 1)))
    except (TypeError, ValueError):
        return 0.0


def _points(twips: Any) -> float:
    try:
        return max(0.0, min(300.0, float(twips) / 20))
    except (TypeError, ValueError):
        return 0.0
