"""An overview as a PDF: the same drawings and numbers as on the page, A4, tagged, letters as letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from dangvien.text import day_short
from reports.dashboard.panels import Overview
from reports.fonts import FontError, by_address, font_files
from reports.pictures.of_table import for_paper
from reports.press import Openable
from reports.render import html
from reports.render.pdf import SCHEME


@dataclass(frozen=True)
class Mark:
    """Whose copy it is and of when: stands at the end, so that a printed overview is not taken for an issued report."""

    who: str
    moment: datetime

    @property
    def in_words(self) -> str:
        moment = localtime(self.moment)
        return (
            f"{self.who} in từ sổ lúc {moment:%H:%M}, ngày {day_short(moment.date())}. Số liệu để tham khảo, "
            "không thay báo cáo đã chốt."
        )


def title_of(overview: Overview) -> str:
    """ "Tổng quan phát triển đảng viên năm 2026: Đảng bộ Phường 1"."""
    return f"Tổng quan phát triển đảng viên năm {overview.asked.year}: {overview.asked.name}"


def render(overview: Overview, mark: Mark) -> bytes:
    """The overview as a PDF file; the same content gives the same bytes. Raises FontError when the letters are
    missing."""
    pictures = {
        f"{SCHEME}{picture.slug}": for_paper(picture) for panel in overview.panels for picture in panel.pictures
    }
    source = render_to_string(
        "print/overview.html",
        {
            "title": title_of(overview),
            "asked": overview.asked,
            "panels": overview.panels,
            "mark": mark.in_words,
            "author": overview.asked.name,
            "moment": localtime(mark.moment).isoformat(timespec="seconds"),
            "scheme": SCHEME,
        },
    )
    files = font_files()
    fetch, fonts = Openable(by_address(files), pictures), FontConfiguration()
    own = (Path(settings.BASE_DIR) / "templates" / "print" / "overview.css").read_text(encoding="utf-8")
    rules = "\n".join([*(file.rule for file in files), html.stylesheet(), own])
    try:
        sheet = CSS(string=rules, font_config=fonts, url_fetcher=fetch)
        document = HTML(string=source, url_fetcher=fetch).render(
            stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
        )
        drawn: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_identifier(overview))
    except FatalURLFetchingError as error:
        raise FontError(f"Không đọc được phông chữ để in PDF ({error}).") from error
    return drawn


def _identifier(overview: Overview) -> bytes:
    return f"tong-quan-{overview.asked.organization.pk}-{overview.asked.last:%Y%m%d}".encode()
