"""A reader of HTML for tests: what a page says about itself, and where it contradicts itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
LABELLED = {"input", "select", "textarea"}
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    inside: list[str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """The elements of a piece of HTML in order, each with its text."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.unbalanced: list[str] = []
        self.feed(self.source)
        self.close()
        self.unbalanced += [element.tag for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), [parent.tag for parent in self._open])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), [parent.tag for parent in self._open]))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1].tag == tag:
            self._open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of a tag with these attributes (class_ for class; aria_label for aria-label)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """The words of these elements, spaces joined."""
        return [" ".join(element.text.split()) for element in self.all(tag, **attributes)]


def faults(source: str) -> list[str]:
    """What is wrong with a piece of HTML: tags left open, ids used twice, references to nothing, boxes unnamed…"""
    page = Page(source)
    ids = [str(element.attributes["id"]) for element in page.elements if "id" in element.attributes]
    found = [f"left open or closed twice: {tag}" for tag in page.unbalanced]
    found += [f"id used twice: {name}" for name in sorted({name for name in ids if ids.count(name) > 1})]
    for element in page.elements:
        found += [f"{element.tag}: {fault}" for fault in _faults_of(element, page, set(ids))]
    return found


def _faults_of(element: Element, page: Page, ids: set[str]) -> list[str]:
    given = element.attributes
    found = [
        f"{name} points to nothing: {target}"
        for name in REFERENCES
        for target in (given.get(name) or "").split()
        if target not in ids
    ]
    href = given.get("href") or ""
    if href.startswith("#") and len(href) > 1 and href[1:] not in ids:
        found.append(f"link to nothing: {href}")
    if element.tag == "label" and given.get("for") not in ids:
        found.append(f"label for nothing: {given.get('for')}")
    if element.tag in LABELLED and given.get("type") not in ("hidden", "submit") and "hidden" not in given:
        named = "label" in element.inside or page.all("label", for_=str(given.get("id"))) or "aria-label" in given
        found += [] if named else [f"box without label: {given.get('name')}"]
    if element.tag == "th" and "scope" not in given:
        found.append("th without scope")
    if element.tag == "img" and "alt" not in given:
        found.append("picture without alt")
    if element.tag == "button" and "type" not in given:
        found.append("button without type")
    found += [
        f"not allowed by the content policy: {name}" for name in given if name == "style" or name.startswith("on")
    ]
    return found
