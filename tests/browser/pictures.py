"""The pictures of README.md, taken from a new demo register: `python -m tests.browser.pictures`."""

from __future__ import annotations

import os
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.browser.chromium import chromium
from tests.browser.serving import SETTINGS, Server, serving
from tests.browser.visitor import DESK, Judge, Visitor
from tests.processes import manage
from tests.reports.reading import picture

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 150 * 1024
"""Bytes: the README is read over slow lines too."""

PASSWORD = "ghe-go-ben-cua-so"
R01 = "/bao-cao/phu-luc-khu-dan-cu/?to_chuc=thanh-pho-dong-ha&tu=01/01/2012&den=20/5/2022"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
        os.environ["DATA_DIR"] = str(folder / "data")
        for variable in ("DATABASE_URL", "BROKER_URL"):
            os.environ.pop(variable, None)
        for command in (("migrate", "--verbosity", "0"), ("demo", "--password", PASSWORD)):
            subprocess.run(manage(*command), check=True, stdout=subprocess.DEVNULL)
        with serving(os.environ, folder / "serve.log") as server:
            take(server)


def take(server: Server) -> None:
    """Visit the four places and keep what is seen."""
    PICTURES.mkdir(exist_ok=True)
    with chromium() as browser:
        for account, path, name, whole in (
            ("bithu.phuong1", "/", "trang-chu.png", False),
            ("bithu.phuong1", "/viec-den-han/", "viec-den-han.png", False),
            ("bantochuc", R01, "bao-cao.png", True),
        ):
            visitor = Visitor(browser, server.url, Judge(), size=DESK)
            visitor.go("/dang-nhap/")
            visitor.sign_in(account, PASSWORD)
            visitor.go(path)
            keep(name, visitor.page.screenshot(full_page=whole))
        visitor.press("Chốt số liệu, lập bản thảo")
        visitor.until(lambda: visitor.page.get_by_role("link", name="Tải PDF").is_visible(), "the paper")
        _, paper = visitor.download("Tải PDF")
        keep("phu-luc-pdf.png", picture(paper, 80))
        assert visitor.faults == []


def keep(name: str, content: bytes) -> None:
    content = fewer_colours(content)
    assert len(content) < LARGEST, f"{name}: {len(content)} bytes"
    (PICTURES / name).write_bytes(content)
    print(f"{name}: {len(content) // 1024} KB")


def fewer_colours(content: bytes) -> bytes:
    """The same picture in a palette: a page of text needs no more, and takes a third of the room."""
    made = BytesIO()
    Image.open(BytesIO(content)).convert("RGB").quantize(64).save(made, "png", optimize=True)
    return made.getvalue()


if __name__ == "__main__":
    main()
