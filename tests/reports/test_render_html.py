"""The table on the screen and the sheet as a page of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from reports.render import html
from reports.table import RowStyle
from tests.reports import tables


def on_screen(table, link=None, **options) -> str:
    return render_to_string("reports/_table.html", {"view": html.table_view(table, link, **options)})


def test_counted_cells_are_links_on_the_screen():
    page = on_screen(tables.yearly(), lambda row, column: f"/dong/{row}/{column}/")

    links = re.findall(r'<td class="number"><a href="(.*?)">(.*?)</a></td>', page)
    assert ("/dong/2013/ket_nap/", "163") in links
    assert ("/dong/tong/khu_dan_cu/", "178") in links
    assert len(links) == 3 * 3 + 2  # neither percentages nor blanks open


def test_without_links_a_number_is_plain_text():
    page = on_screen(tables.appendix())

    assert "<a " not in page
    assert '<td class="number">1.703</td>' in page


def test_header_cells_say_what_they_head():
    page = on_screen(tables.yearly())

    assert '<th scope="col" rowspan="2">Kết nạp</th>' in page
    assert '<th scope="colgroup" colspan="2">Trong đó ở địa bàn khu dân cư</th>' in page
    assert '<th scope="row">2013</th>' in page
    assert '<colgroup><col class="c5"><col class="c6"></colgroup>' in page


def test_rows_carry_their_style_and_level():
    page = on_screen(tables.criteria())

    assert page.count('<tr class="part">') == 2
    assert '<tr class="inner-heading">' in page
    assert '<th scope="row" class="level-2">Khối phường</th>' in page
    assert '<tr class="total">' in on_screen(tables.appendix())
    deep = replace(tables.criteria().rows[1], level=9)
    assert 'class="level-4"' in on_screen(replace(tables.criteria(), rows=(deep,)))
    assert set(html._CLASSES) == set(RowStyle)


def test_a_heading_runs_over_the_row_and_main_lines_are_marked():
    page = on_screen(tables.people())

    assert '<tr class="inner-heading main">' in page
    assert '<th scope="row" colspan="4">Chi bộ Khu phố 1: 2 đồng chí</th>' in page
    assert '<tr class="main">' in on_screen(tables.form())
    for style in ("static/css/report.css", "templates/print/report.css"):
        assert ".report .main > *" in (Path(settings.BASE_DIR) / style).read_text(encoding="utf-8")


def test_the_table_is_named():
    title = "Công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2012-2022"

    assert f'<caption id="bang-bao-cao" class="hidden-text">{title}</caption>' in on_screen(tables.appendix())
    shown = on_screen(tables.appendix(), caption="Số liệu", quiet=False, table_id="so-lieu")
    assert '<caption id="so-lieu">Số liệu</caption>' in shown
    assert 'aria-labelledby="so-lieu"' in shown


def test_nothing_carries_a_style_of_its_own():
    for table in (tables.appendix(), tables.yearly(), tables.criteria()):
        assert "style=" not in on_screen(table, lambda row, column: f"/{row}/{column}/")


def test_an_address_cannot_leave_its_attribute():
    page = on_screen(tables.appendix(), lambda row, column: f'/{row}/"><script>')

    assert "<script>" not in page


def test_the_sheet_is_one_file_with_its_styles():
    page = html.render(tables.appendix(), tables.FROZEN).decode()

    assert "<title>Phụ lục công tác phát triển đảng viên" in page
    assert '<html lang="vi">' in page
    assert "@page" in page
    assert ".c3 { width:" in page
    assert not re.search(r'(src|href)="|url\(|@import', page)
    assert "Số liệu chốt lúc 08:05, ngày 20/6/2022" in page
    assert "&nbsp;" not in page
    assert "số" + "\u00a0" * 6 + "-BC/TU" in page


def test_the_moment_is_that_of_freezing_or_the_papers_day_or_the_periods_last():
    table = tables.appendix()

    assert html.moment_of(table, tables.FROZEN) == datetime(2022, 6, 20, 1, 5, tzinfo=UTC)
    assert html.moment_of(table, replace(tables.PAPER, day=date(2022, 6, 3))).isoformat() == "2022-06-03T00:00:00+07:00"
    assert html.moment_of(table, tables.PAPER).isoformat() == "2022-05-20T00:00:00+07:00"


def test_the_author_without_a_letterhead_is_the_organization():
    assert html.author(tables.appendix(), replace(tables.PAPER, body="")) == "Đảng bộ thành phố Đông Hà"
