"""Help pages: one a screen, short, linked from everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from dangvien.models import User
from dangvien.procedure.way import DEFINITIONS
from dangvien.views.help import HELP_PAGES
from tests.dangvien.pages import Page, faults

TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.fixture
def reader(client, db):
    client.force_login(User.objects.create_user("an", full_name="Nguyễn Văn An"))
    return client


@pytest.mark.parametrize("slug", HELP_PAGES)
def test_a_help_page_is_short_and_whole(reader, slug):
    html = reader.get(f"/tro-giup/{slug}/").content.decode()
    page = Page(html)
    lines = [element for element in page.elements if element.tag in {"p", "li"} and "main" in element.inside]
    words = [line for line in lines if "nav" not in line.inside]

    assert faults(html) == []
    assert page.texts("h1") == [HELP_PAGES[slug]]
    assert page.texts("a", aria_current="page") == [HELP_PAGES[slug]]
    assert 5 <= len(words) <= 12


def test_the_index_lists_every_page(reader):
    html = reader.get("/tro-giup/").content.decode()

    assert faults(html) == []
    assert [link.text for link in Page(html).all("a") if "main" in link.inside] == list(HELP_PAGES.values())


def test_an_unknown_page_is_not_found(reader):
    assert reader.get("/tro-giup/khong-co/").status_code == 404


def test_help_is_for_those_inside(client, db):
    assert client.get("/tro-giup/lop/")["Location"] == "/dang-nhap/?next=/tro-giup/lop/"


def test_every_screen_links_to_a_help_page_that_exists():
    blocks = {
        path.relative_to(TEMPLATES): slug
        for path in TEMPLATES.rglob("*.html")
        for slug in re.findall(r"{% block help %}(.*?){% endblock", path.read_text(encoding="utf-8"))
    }

    steps = {"{{ help }}", "{{ asked.help }}"}  # the step's own page, see below
    assert {name: slug for name, slug in blocks.items() if slug not in HELP_PAGES and slug not in steps} == {}
    assert blocks[Path("base.html")] == "bat-dau"


def test_every_step_has_a_help_page_with_its_forms(reader):
    assert {kind: item.help for kind, item in DEFINITIONS.items() if item.help not in HELP_PAGES} == {}

    page = Page(reader.get("/tro-giup/buoc-chi-bo-xet/").content.decode())

    assert "6-KNĐ" in page.texts("th", scope="row")
    assert "2/3" in " ".join(page.texts("td"))
