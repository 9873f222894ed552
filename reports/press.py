"""Drawing pages: HTML and a style sheet become a PDF, here or in a child process that does nothing else.

Laying out a table takes most of the time of printing, and Python draws on one core only; children draw on the others.
A child knows neither Django nor the register: it is handed a page as text and hands back bytes, so it stays small. It
ends when its orders end, which is also what it sees when the process that started it is gone.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from dangvien.environment import handed_on

ROOT = Path(__file__).resolve().parent.parent

_CHILD = "from reports.press import child; child()"
_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space of a child, several times what a part needs: a page nobody foresaw ends the child, not the
machine."""
_FILE = 64 * 1024 * 1024
"""Bytes of the largest file a child may write: the library lays down the fonts."""
_SECONDS = 900
"""Seconds of work of a child, several times what the longest list takes."""

Anchors = list[tuple[str, float]]
"""The named lines of a page from top to bottom, with the place of their upper edge."""


ENDED = (
    "Tiến trình vẽ PDF dừng giữa chừng, có thể vì máy chủ thiếu bộ nhớ. Thử in lại; nếu vẫn dừng thì báo quản trị, "
    "hoặc chọn phạm vi hẹp hơn."
)


class PressError(RuntimeError):
    """A child ended before it had drawn its part; the message is a Vietnamese sentence."""

    def __init__(self) -> None:
        super().__init__(ENDED)


class Openable:
    """What WeasyPrint may open: these fonts and drawings and nothing else, no file of this machine and no address of
    another."""

    _fail_on_errors = True  # read by WeasyPrint: something refused stops the drawing instead of leaving a gap

    def __init__(self, fonts: Mapping[str, Path], pictures: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._paths, self._pictures = fonts, pictures

    def __call__(self, url: str) -> Any:
        """The contents of a font file or a drawing. Raises ValueError for any other address."""
        if url in self._pictures:
            return URLFetcherResponse(url, self._pictures[url], {"Content-Type": "image/svg+xml"})
        if url not in self._paths:
            raise ValueError(f"refused: {url[:200]}")
        return URLFetcherResponse(url, self._paths[url].read_bytes(), {"Content-Type": "font/ttf"})


@dataclass(frozen=True)
class Forme:
    """What all pages of one paper share: the style sheet, the font files by address, the file's identifier, and its
    drawings (SVG) by address."""

    style: str
    fonts: Mapping[str, Path]
    identifier: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)


class Press:
    """One paper, ready to have any of its parts laid out and drawn."""

    def __init__(self, forme: Forme) -> None:
        self._fetch = Openable(forme.fonts, forme.pictures)
        self._fonts = FontConfiguration()
        self._style = self._css(forme.style)
        self._identifier = forme.identifier.encode()

    def laid(self, source: str, numbering: str) -> Any:
        """The WeasyPrint document of a page's text; `numbering` are the rules of its page numbers."""
        document = HTML(string=source, url_fetcher=self._fetch)
        return document.render(
            stylesheets=[self._style, self._css(numbering)], font_config=self._fonts, pdf_variant="pdf/ua-1"
        )

    def drawn(self, laid: Any, pages: int | None = None) -> bytes:
        """The PDF of a laid document, or of its first pages."""
        kept = laid if pages is None else laid.copy(laid.pages[:pages])
        drawn: bytes = kept.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=self._identifier)
        return drawn

    def _css(self, rules: str) -> Any:
        return CSS(string=rules, font_config=self._fonts, url_fetcher=self._fetch)


def anchors_of(laid: Any) -> list[Anchors]:
    """The named lines of every page."""
    return [
        sorted(((name, float(place[1])) for name, place in page.anchors.items()), key=lambda line: (line[1], line[0]))
        for page in laid.pages
    ]


# The child and who speaks to it ------------------------------------------------------------------------------------


class Pressman:
    """A child process with a press, as its parent sees it. One order at a time: lay, hear of it, then draw or drop."""

    def __init__(self, forme: Forme) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dangvien-in-")  # the library lays the fonts down there
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=_surroundings() | {"TMPDIR": self._folder.name},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._orders, self._answers = self._process.stdin, self._process.stdout
        fonts = {url: str(path) for url, path in forme.fonts.items()}
        pictures = {url: svg.decode() for url, svg in forme.pictures.items()}
        self._send({"style": forme.style, "fonts": fonts, "identifier": forme.identifier, "pictures": pictures})

    @property
    def pid(self) -> int:
        return self._process.pid

    def fileno(self) -> int:
        """Where its answers can be waited for."""
        return self._answers.fileno()

    def lay(self, source: str, numbering: str) -> None:
        """Order a part to be laid out; `laid` is the answer."""
        self._send({"source": source, "numbering": numbering})

    def laid(self) -> list[Anchors]:
        """The named lines of every page of the part that was ordered.

        Raises PressError; FatalURLFetchingError, as drawing here would, when something could not be opened.
        """
        return [[(name, top) for name, top in page] for page in self._heard()["pages"]]

    def draw(self, pages: int) -> None:
        """Order the first pages of what is laid to be drawn; `drawn` is the answer. With 0 pages what is laid is
        forgotten, and there is no answer."""
        self._send({"pages": pages})

    def drawn(self) -> bytes:
        """The PDF of the pages that were ordered. Raises PressError."""
        size = int(self._heard()["size"])
        content = self._answers.read(size)
        if len(content) != size:
            raise PressError
        return content

    def end(self) -> None:
        """End the child, whatever it is doing."""
        self._process.kill()
        for pipe in (self._orders, self._answers):
            with suppress(BrokenPipeError):  # what was not sent yet needs no reader any more
                pipe.close()
        self._process.wait()
        self._folder.cleanup()

    def _send(self, order: dict[str, Any]) -> None:
        try:
            self._orders.write(json.dumps(order).encode() + b"\n")
            self._orders.flush()
        except BrokenPipeError as error:
            raise PressError from error

    def _heard(self) -> dict[str, Any]:
        line = self._answers.readline()
        if not line:
            raise PressError
        answer: dict[str, Any] = json.loads(line)
        if "fault" in answer:
            raise FatalURLFetchingError(answer["fault"])
        return answer


def _surroundings() -> dict[str, str]:
    """What a child is told of this process: where fonts are known from, and no secret."""
    kept = ("HOME", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")
    return {"PATH": os.defpath, "PYTHONUTF8": "1"} | handed_on(only=kept)


def child() -> None:
    """The child's whole life: a forme, then part after part."""
    for limit, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    orders, answers = sys.stdin.buffer, sys.stdout.buffer
    try:
        for answer in _answered(_read(orders)):
            answers.write(answer)
            answers.flush()
    except BrokenPipeError:
        sys.stderr.close()  # nobody is there to hear about it


def _answered(orders: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    try:
        said = next(orders)
        fonts = {url: Path(path) for url, path in said["fonts"].items()}
        pictures = {url: svg.encode() for url, svg in said["pictures"].items()}
        press = Press(Forme(said["style"], fonts, said["identifier"], pictures))
        for order in orders:
            laid = press.laid(order["source"], order["numbering"])
            yield _line({"pages": anchors_of(laid)})
            wanted = next(orders)["pages"]
            if wanted:
                content = press.drawn(laid, wanted)
                yield _line({"size": len(content)}) + content
            del laid
            gc.collect()  # boxes refer to each other; left alone, several parts would be in memory at once
    except StopIteration:
        return
    except FatalURLFetchingError as error:
        yield _line({"fault": str(error)})


def _read(orders: IO[bytes]) -> Iterator[dict[str, Any]]:
    for line in orders:
        yield json.loads(line)


def _line(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode() + b"\n"
