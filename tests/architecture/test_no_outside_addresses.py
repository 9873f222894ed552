"""Pages ask nobody but their own server, and the repository depends on no index and on no machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = {
    "", ".cfg", ".conf", ".css", ".csv", ".html", ".ini", ".js", ".json", ".lock", ".md", ".py", ".sh", ".svg", ".toml",
    ".txt", ".yaml", ".yml",
}  # fmt: skip

OUTSIDE = re.compile(r"""(?:["'(=\s]|^)(?:https?:)?//(?!\{)[\w-]+(\.[\w-]+)+""", re.MULTILINE)
NAMESPACE = re.compile(r"""http://(?:www\.w3\.org|schemas\.openxmlformats\.org|purl\.org)/""")
INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|^\s*index-url\s*=", re.MULTILINE)
ADDRESS_OF_INDEX = re.compile(r"https?://[^\s\"']*(?:simple|pypi|npm|registry)[^\s\"']*", re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w./-])/(?:work|home|root|Users|mnt)/[\w.-]+")


def tracked() -> list[Path]:
    """The text files of the repository: those git knows and those it would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.suffix in TEXT and path.is_file() and path != Path(__file__)]


FILES = tracked()
PAGES = [path for path in FILES if path.relative_to(ROOT).parts[0] in ("templates", "static")]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_asks_no_other_host(path):
    source = NAMESPACE.sub("", read(path))
    assert [found.group() for found in OUTSIDE.finditer(source)] == []


def test_no_package_index_is_named():
    ours = [path for path in FILES if path.relative_to(ROOT).parts[0] != "tests"]  # tests name the words they look for
    found = [f"{named(path)}: {match.group()}" for path in ours for match in INDEX.finditer(read(path))]
    found += [
        f"{named(path)}: {match.group()}"
        for path in FILES
        if path.name.startswith("requirements") or path.name in ("pyproject.toml", "Dockerfile", "Makefile")
        for match in ADDRESS_OF_INDEX.finditer(read(path))
    ]
    assert found == []


def test_no_path_of_a_machine_is_named():
    assert [f"{named(path)}: {match.group()}" for path in FILES for match in MACHINE.finditer(read(path))] == []


@pytest.mark.parametrize(
    "source",
    [
        '<script src="https://cdn.example.com/a.js"></script>',
        "<img src=//example.com/a.png>",
        "@import url(https://example.com/a.css);",
    ],
)
def test_the_search_finds_another_host(source):
    assert OUTSIDE.search(source)


@pytest.mark.parametrize("source", ["// a comment", "{{ scheme }}://{{ host }}/", 'href="/dang-vien/"', "/* // */"])
def test_the_search_lets_our_own_pass(source):
    assert not OUTSIDE.search(source)
