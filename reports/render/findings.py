"""What was found in a draft as a Word document: a table of the findings, one of the register's own numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO

import docx
from docx.oxml import parse_xml
from docx.shared import Mm

from dangvien.text import day_full, nfc
from reports.render.docx import LANGUAGE, set_defaults, strip
from reports.render.packing import repacked
from reports.render.wordml import NAMESPACE, WordCell, paragraph, row, run
from reports.render.wordml import table as word_table

_TITLE, _TEXT, _SMALL = 14, 12, 10
_WIDTH, _HEIGHT, _LEFT, _OTHER = 297.0, 210.0, 20.0, 15.0
_FOUND = (
    ("Điểm", 14.0),
    ("Chỗ trong văn bản", 62.0),
    ("Điều thấy, phép tính", 84.0),
    ("Cách sửa có thể", 52.0),
    ("Trả lời", 50.0),
)
_BESIDE = (("Nội dung", 82.0), ("Của", 70.0), ("Thời gian", 56.0), ("In trong văn bản", 27.0), ("Trong sổ", 27.0))
"""Heads and widths in millimetres; a landscape page holds 262."""


@dataclass(frozen=True)
class Finding:
    """One finding in words."""

    number: str
    where: str
    klass: str
    quote: str
    sentence: str
    arithmetic: str
    base: str
    repairs: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Findings:
    """Everything the file says."""

    title: str
    organization: str
    checked: str
    made_by: str
    made_on: date
    unread: tuple[str, ...]
    findings: tuple[Finding, ...]
    compared: tuple[tuple[str, str, str, str, str], ...]


def render_findings(found: Findings) -> bytes:
    """The file as bytes; the same findings give the same bytes."""
    document = docx.Document()
    strip(document)
    set_defaults(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(_WIDTH), Mm(_HEIGHT)
    section.left_margin, section.right_margin = Mm(_LEFT), Mm(_OTHER)
    section.top_margin, section.bottom_margin = Mm(_OTHER), Mm(_OTHER)
    moment = datetime.combine(found.made_on, time(0), UTC)
    properties = document.core_properties
    properties.title = nfc(f"Kết quả kiểm tra số liệu: {found.title}")[:255]
    properties.author = properties.last_modified_by = nfc(found.made_by)[:255]
    properties.comments, properties.language, properties.revision = "", LANGUAGE, 1
    properties.created = properties.modified = moment.replace(tzinfo=None)
    body = document.element.body
    for element in parse_xml(f"<w:body {NAMESPACE}>{''.join(_text(found))}</w:body>"):
        body.insert_element_before(element, "w:sectPr")
    written = BytesIO()
    document.save(written)
    return repacked(written.getvalue(), moment)


def _text(found: Findings) -> Iterator[str]:
    yield paragraph(run("KẾT QUẢ KIỂM TRA SỐ LIỆU", _TITLE, bold=True), align="center", heading=True)
    yield paragraph(run(nfc(found.title), _TEXT, bold=True), align="center", after=6)
    yield paragraph(
        run(
            f"Số liệu của {nfc(found.organization)}; kiểm tra ngày {found.checked}. Máy chỉ nêu chỗ phải xem; "
            "đúng hay sai do người soạn văn bản quyết định.",
            _TEXT,
        ),
        after=6,
    )
    for sentence in found.unread:
        yield paragraph(run(nfc(sentence), _TEXT, italic=True), after=3)
    if found.findings:
        yield _table(_FOUND, [_line(each) for each in found.findings], "Các điểm phải xem")
    else:
        yield paragraph(run("Không thấy chỗ nào lệch nhau.", _TEXT))
    if found.compared:
        yield paragraph(run("Số trong sổ", _TEXT, bold=True), before=12, after=4, keep=True, heading=True)
        yield _table(_BESIDE, [[(text,) for text in line] for line in found.compared], "Số trong sổ")
    yield paragraph(run(f"{nfc(found.made_by)} xuất ngày {day_full(found.made_on)}.", _SMALL, italic=True), before=8)


def _line(found: Finding) -> list[tuple[str, ...]]:
    said = [found.klass, found.sentence, found.arithmetic, *([found.base] if found.base else [])]
    return [
        (found.number,),
        tuple(filter(None, (found.where, f"“{found.quote}”" if found.quote else ""))),
        tuple(filter(None, said)),
        tuple(f"- {repair}" for repair in found.repairs),
        (found.answer,),
    ]


def _table(heads: tuple[tuple[str, float], ...], lines: list[list[tuple[str, ...]]], caption: str) -> str:
    widths = [width for _, width in heads]
    head = row((_cell((text,), width, bold=True) for text, width in heads), header=True)
    body = [row(_cell(texts, width) for texts, width in zip(line, widths, strict=True)) for line in lines]
    return word_table([head, *body], widths, framed=True, padding=1.5, caption=caption)


def _cell(texts: tuple[str, ...], width: float, *, bold: bool = False) -> WordCell:
    filled = [paragraph(run(nfc(text), _SMALL, bold=bold), before=1, after=1) for text in texts if text]
    return WordCell("".join(filled) or paragraph(empty_line=_SMALL), width)
