"""The parts of pages: each says what it should, to eyes and to screen readers, and nothing comes from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from dangvien.forms.base import HouseForm
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import DayField, TextField
from dangvien.procedure.problem import Level, Problem
from tests.dangvien.pages import Page, faults

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static/css").glob("*.css"))
LIMIT = 31 * 1024
"""Bytes of all style sheets of the screen together (design: 25 KB; charts and issuing asked for three more, checked
drafts and reports in words for three that only their pages load)."""


class SampleForm(HouseForm):
    name = TextField(label="Họ và tên")
    day = DayField(label="Ngày quyết định", help_text="Ví dụ: 03/02/1990")
    remark = TextField(label="Ghi chú", required=False, multiline=True)
    source = forms.ChoiceField(
        label="Nguồn",
        widget=forms.RadioSelect,
        choices=[("a", "Nông thôn"), ("b", "Học sinh")],
        error_messages={"required": "Chọn một nguồn."},
    )
    seen = forms.BooleanField(label="Đã đối chiếu", required=False)


class Warned(ConfirmedForm):
    name = TextField(label="Họ và tên")

    def clean(self):
        self.confirm([Problem("name", "Tên trùng với một người khác.", Level.WARN)])
        return self.cleaned_data


def shown(part: str, path: str = "/", **context: object) -> str:
    return render_to_string(f"_components/{part}.html", context, RequestFactory().get(path))


# Forms ------------------------------------------------------------------------------------------------------------


def test_a_form_draws_labels_hints_and_optional_marks():
    html = shown("form", form=SampleForm(), submit="Lưu", submit_more="Lưu và thêm tiếp", cancel_url="/nguon/")
    page = Page(html)

    assert faults(html) == []
    assert page.texts("label")[:3] == ["Họ và tên", "Ngày quyết định", "Ghi chú (không bắt buộc)"]
    assert page.texts("legend") == ["Nguồn"]
    assert page.all("input", name="day")[0].attributes["aria-describedby"] == "id_day_helptext"
    assert page.texts("button") == ["Lưu", "Lưu và thêm tiếp"]
    assert page.texts("a") == ["Hủy"]
    assert "novalidate" in page.all("form")[0].attributes
    assert len(page.all("input", name="csrfmiddlewaretoken")) == 1


def test_every_mistake_stands_at_its_box_and_in_the_summary_with_the_same_words():
    form = SampleForm({"day": "31/11/2026"})
    html = shown("error_summary", form=form) + shown("form", form=form, submit="Lưu")
    page = Page(html)

    assert faults(html) == []
    assert {link.attributes["href"]: " ".join(link.text.split()) for link in page.all("a")} == {
        "#id_name": "Nhập họ và tên.",
        "#id_day": "Ngày quyết định: tháng 11 chỉ có 30 ngày.",
        "#id_source_0": "Chọn một nguồn.",
    }
    assert page.texts("p", class_="field-error") == [
        "Lỗi: Nhập họ và tên.",
        "Lỗi: Ngày quyết định: tháng 11 chỉ có 30 ngày.",
        "Lỗi: Chọn một nguồn.",
    ]
    assert page.all("input", name="day")[0].attributes["aria-describedby"] == "id_day_helptext id_day_error"
    assert page.all("input", name="day")[0].attributes["aria-invalid"] == "true"
    assert page.all("fieldset")[0].attributes["aria-describedby"] == "id_source_error"


def test_the_summary_takes_the_focus_and_is_absent_without_mistakes():
    form = SampleForm({})
    form.add_error(None, "Quyết định này đã dùng cho người khác.")
    summary = Page(shown("error_summary", form=form)).all("div")[0].attributes

    assert summary["tabindex"] == "-1"
    assert "autofocus" in summary
    assert "<li>Quyết định này đã dùng cho người khác.</li>" in shown("error_summary", form=form)
    assert shown("error_summary", form=SampleForm()).strip() == ""


def test_the_token_is_sent_once_whether_field_or_plain_value():
    plain = SimpleNamespace(token="7f3a", is_multipart=False)

    assert len(Page(shown("form", form=SampleForm(), submit="Lưu")).all("input", name="token")) == 1
    assert Page(shown("form", form=plain, submit="Lưu")).all("input", name="token")[0].attributes["value"] == "7f3a"
    assert len(Page(shown("confirm", form=SampleForm(), submit="Có", question="?")).all("input", name="token")) == 1


def test_warnings_are_listed_above_the_tick_that_confirms_them():
    form = Warned({"name": "Nguyễn Văn An"})
    assert not form.is_valid()
    html = shown("form", form=form, submit="Lưu")
    page = Page(html)

    assert faults(html) == []
    assert page.texts("li") == ["Tên trùng với một người khác."]
    assert page.all("input", type="checkbox")[0].inside[-1] == "label"
    assert "(không bắt buộc)" not in html


def test_a_filter_marks_nothing_as_optional():
    html = shown("filter_form", filter_form=SampleForm(), clear_url="/dang-vien/")

    assert faults(html) == []
    assert "(không bắt buộc)" not in html
    assert Page(html).all("form")[0].attributes["method"] == "get"
    assert "csrfmiddlewaretoken" not in html
    assert "csrfmiddlewaretoken" in shown("filter_form", filter_form=SampleForm(), method="post")


def test_text_from_people_is_escaped():
    form = SampleForm({"name": "<b>An</b>", "day": "<script>", "source": "a"})

    html = shown("error_summary", form=form) + shown("form", form=form, submit="Lưu")

    assert "<b>" not in html
    assert "<script" not in html
    assert "&lt;b&gt;An&lt;/b&gt;" in html


# Tables -----------------------------------------------------------------------------------------------------------


def table(source: str, path: str = "/") -> str:
    request = RequestFactory().get(path)
    return Template("{% load components %}" + source).render(Context({"request": request}))


def test_a_table_scrolls_in_a_named_box():
    body = '<tbody><tr><th scope="row">An</th></tr></tbody>{% endtable %}'
    html = table('{% table "Đảng viên" "report" %}' + body + '{% table "Lớp <1>" quiet=True %}' + body)
    page = Page(html)

    assert faults(html) == []
    assert page.texts("caption") == ["Đảng viên", "Lớp <1>"]
    assert [box.attributes["aria-labelledby"] for box in page.all("div")] == ["bang-dang-vien", "bang-lop-1"]
    assert [element.attributes.get("class") for element in page.all("table")] == ["report", None]
    assert page.all("caption")[1].attributes["class"] == "hidden-text"


@pytest.mark.parametrize(
    ("path", "url", "direction"),
    [
        ("/?tt=1&trang=3", "?tt=1&xep=ten", None),
        ("/?tt=1&xep=ten", "?tt=1&xep=-ten", "ascending"),
        ("/?xep=-ten", "?xep=ten", "descending"),
        ("/?xep=%22%3E%3Cb%3E", "?xep=ten", None),
    ],
)
def test_a_header_sorts_and_says_how_the_list_is_sorted(path, url, direction):
    html = table('{% sort_header "ten" "Họ và tên" number=True %}', path)
    header, link = Page(html).elements

    assert link.attributes["href"] == url
    assert header.attributes.get("aria-sort") == direction
    assert header.attributes["scope"] == "col"
    assert header.attributes["class"] == "number"


def test_pages_keep_what_was_asked():
    page = Paginator(range(1703), 50).get_page(2)
    html = shown("pagination", "/dang-vien/?to_chuc=7&trang=2", page=page, noun="người")

    assert faults(html) == []
    assert Page(html).texts("p") == ["Trang 2 / 35 · 1.703 người"]
    assert [link.attributes["href"] for link in Page(html).all("a")] == ["?to_chuc=7&trang=1", "?to_chuc=7&trang=3"]


def test_one_page_has_no_neighbours_and_an_empty_list_no_pages():
    assert Page(shown("pagination", page=Paginator(range(3), 50).get_page(1))).all("a") == []
    assert shown("pagination", page=Paginator([], 50).get_page(1)).strip() == ""


# Smaller parts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "kind", "word"),
    [
        (levels.SUCCESS, "good", "Xong."),
        (levels.WARNING, "warn", "Chú ý."),
        (levels.ERROR, "wrong", "Chưa làm được."),
        (levels.INFO, "", "Thông báo."),
    ],
)
def test_a_message_says_its_kind_in_words(level, kind, word):
    html = shown("messages", messages=[Message(level, "Đã ghi.")])

    assert Page(html).all("div", role="status")
    assert Page(html).texts("p") == [f"{word} Đã ghi."]
    assert Page(html).all("p")[0].attributes["class"] == f"notice {kind}"


def test_progress_asks_again_until_it_is_done():
    going = shown("progress", id="viec", percent=38, text="Đang in: 38 / 100 trang.", poll_url="/viec/1/")
    waiting = shown("progress", id="viec", percent=0, text="Đang chờ.", poll_url="/viec/1/")
    done = shown("progress", id="viec", percent=100, text="Xong.", poll_url="/viec/1/", done=True)

    assert faults(going) == faults(waiting) == faults(done) == []
    assert Page(going).all("div")[0].attributes["hx-get"] == "/viec/1/?hen_gio=1"
    assert Page(going).all("progress")[0].attributes["value"] == "38"
    assert "value" not in Page(waiting).all("progress")[0].attributes
    assert "hx-get" not in done
    assert Page(done).texts("p") == ["Xong."]
    assert 'http-equiv="refresh"' in shown("progress_refresh", done=False)
    assert 'http-equiv="refresh"' not in shown("progress_refresh", done=True)


def test_small_parts_are_whole():
    parts = [
        shown("empty", why="Chưa có lớp nào.", url="/lop/mo/", action="Mở lớp mới"),
        shown("tag", text="Dự bị", tone="warn"),
        shown("notice", text="Chưa đủ điều kiện.", heading="Chú ý", tone="warn", url="/", action="Xem"),
        shown("confirm", question="Đính chính dòng này?", submit="Đính chính", cancel_url="/", consequences=["Một."]),
    ]

    assert [faults(part) for part in parts] == [[], [], [], []]
    assert Page(parts[1]).texts("span") == ["Dự bị"]


# The source of all templates and sheets ---------------------------------------------------------------------------

FOREIGN = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE)
INLINE = re.compile(
    r"""<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:|hx-on|hx-vars|js:""", re.IGNORECASE
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_brings_no_inline_code_and_nothing_from_elsewhere(path):
    source = path.read_text(encoding="utf-8")
    on_paper = "print" in path.relative_to(ROOT / "templates").parts  # sheets for WeasyPrint never reach a browser

    assert FOREIGN.findall(source) == []
    assert on_paper or INLINE.findall(source) == []


def test_sheets_scripts_and_pictures_ask_nothing_from_elsewhere():
    files = [path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"}]
    found = {
        path.name: hits
        for path in files
        if (hits := re.findall(r"@import|url\(|https?://(?!www\.w3\.org/2000/svg)", path.read_text(encoding="utf-8")))
    }

    assert len(files) >= 11
    assert found == {}


def test_the_style_sheets_stay_small_and_are_all_loaded():
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    linked = {name for page in pages for name in re.findall(r"static 'css/([a-z-]+\.css)'", page)}

    assert sorted(linked) == [path.name for path in STYLES]
    assert sum(path.stat().st_size for path in STYLES) <= LIMIT


def test_every_token_that_is_used_is_defined():
    sheets = "".join(path.read_text(encoding="utf-8") for path in STYLES)

    assert set(re.findall(r"var\((--[a-z-]+)", sheets)) == set(re.findall(r"^\s+(--[a-z-]+):", sheets, re.MULTILINE))
