"""Drafts in every kind of file become the same pieces; what cannot be read is said in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pikepdf
import pytest
import weasyprint
from openpyxl.worksheet.worksheet import Worksheet

from reports.figure_check.checking import check
from reports.figure_check.findings import Draft, Klass
from reports.figure_check.reading import Unreadable, bounds, read_draft, text_draft

ROWS = [
    ["TT", "Đơn vị", "Số đảng viên kết nạp"],
    ["1", "Phường Hòa An", "93"],
    ["2", "Phường Tân Lộc", "64"],
    ["3", "Xã Phú Hải", "85"],
    ["", "Tổng cộng", "252"],
]
"""A table whose total is wrong by ten."""
SENTENCE = "Toàn huyện có 48 tổ chức cơ sở đảng (gồm 17 đảng bộ cơ sở và 31 chi bộ cơ sở)."


def as_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    table = document.add_table(rows=0, cols=3)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf() -> bytes:
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ROWS)
    return bytes(weasyprint.HTML(string=f"<p>{SENTENCE}</p><table>{cells}</table>").write_pdf())


def as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append([SENTENCE])
    for row in ROWS:
        sheet.append([int(text) if text.isdigit() else text or None for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_bars() -> bytes:
    return "\n".join([SENTENCE, "", *(f"| {' | '.join(row)} |" for row in ROWS)]).encode()


def as_tabs() -> bytes:
    return "\n".join([SENTENCE, "", *("\t".join(row) for row in ROWS if row[0]), "\tTổng cộng\t252"]).encode()


def as_one_cell_a_line() -> bytes:
    rows = ["\n".join(f"\t{text or '-'}" for text in row) for row in ROWS]
    return f"{SENTENCE}\n\n{chr(10).join(f'{row}{chr(10)}' for row in rows)}".encode()


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (as_docx, "a.docx"),
        (as_pdf, "a.pdf"),
        (as_xlsx, "a.xlsx"),
        (as_bars, "a.txt"),
        (as_tabs, "b.txt"),
        (as_one_cell_a_line, "c.txt"),
    ],
)
def test_the_wrong_total_of_a_table_is_found_in_every_kind_of_file(make: Callable[[], bytes], name: str):
    draft = read_draft(make(), name)
    [finding] = check(draft).findings

    assert (finding.klass, finding.printed, finding.computed) == (Klass.SUM, "252", "242")
    piece = draft.pieces[finding.piece]
    assert piece.kind == "o"
    assert piece.row_label == "Tổng cộng"
    assert piece.column_label.endswith("Số đảng viên kết nạp")
    assert draft.pieces[0].text == SENTENCE
    assert draft.partial == ()


def test_footnotes_and_struck_out_words_of_word():
    content = as_docx()
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>bỏ qua</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>Năm 2012: 200; </w:t></w:r><w:del><w:r><w:delText>năm 2013: 1</w:delText>'
        "</w:r></w:del><w:r><w:t>năm 2014: 175.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    relation = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
        'Target="footnotes.xml"/></Relationships>'
    )
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as new:
        for entry in old.namelist():
            text = old.read(entry)
            if entry == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", relation.encode())
            new.writestr(entry, text)
        new.writestr("word/footnotes.xml", notes)

    [note] = [piece for piece in read_draft(out.getvalue(), "a.docx").pieces if piece.kind == "chu_thich"]
    assert note.text == "Năm 2012: 200; năm 2014: 175."
    assert note.place == "Chú thích 1"


def empty_pdf() -> bytes:
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.txt", bounds.NOTHING_INSIDE),
        (b"PK\x03\x04nothing", "a.docx", bounds.NOT_A_DOCX),
        ("Báo cáo".encode(), "a.docx", bounds.NOT_A_DOCX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.doc", bounds.OLD_WORD),
        (b"%PDF-1.4 cut off", "a.pdf", bounds.BROKEN_PDF),
        (b"\x89PNG\r\n", "a.png", bounds.PICTURE),
        (bytes(range(1, 9)) * 500, "a.bin", bounds.NOT_A_DRAFT),
        (b" " * (bounds.MOST_BYTES + 1), "a.txt", bounds.TOO_LARGE),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, name: str, sentence: str):
    with pytest.raises(Unreadable) as wrong:
        read_draft(content, name)

    assert str(wrong.value) == sentence


def test_a_pdf_without_text_is_said():
    with pytest.raises(Unreadable) as wrong:
        read_draft(empty_pdf(), "a.pdf")

    assert str(wrong.value) == bounds.PDF_WITHOUT_TEXT


def test_a_very_long_draft_is_checked_in_part_and_says_so():
    draft = text_draft(f"{SENTENCE}\n\n" * (bounds.MOST_CHARACTERS // len(SENTENCE) + 10))

    assert len(draft.partial) == 1
    assert "chỉ kiểm tra" in draft.partial[0]
    assert len(draft.pieces) < bounds.MOST_PIECES


def test_of_a_crowded_sentence_the_first_figures_are_checked_and_it_says_so():
    crowded = check(text_draft("Gồm " + ", ".join(f"{number} người" for number in range(10, 400))))

    assert len(crowded.figures) == bounds.MOST_OF_A_SENTENCE
    assert crowded.draft.partial == (bounds.CROWDED,)


def test_of_too_many_figures_the_first_are_checked_and_it_says_so():
    sentences = [f"Chi bộ số {number} kết nạp {number} đảng viên." for number in range(10, bounds.MOST_FIGURES + 20)]

    crowded = check(text_draft("\n\n".join(sentences)))

    assert len(crowded.figures) == bounds.MOST_FIGURES
    assert crowded.draft.partial == (bounds.TOO_MANY_FIGURES,)


def test_lines_broken_by_a_machine_become_paragraphs():
    path = Path(__file__).parent / "drafts" / "conclusion.txt"
    whole = [piece.text for piece in text_draft(path.read_text(encoding="utf-8")).pieces]
    broken = "\n\n".join("\n".join(_wrapped(text)) for text in whole)

    assert [piece.text for piece in text_draft(broken).pieces] == whole


def _wrapped(text: str, width: int = 90) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def test_old_encodings_and_marks_of_markdown():
    draft = text_draft("### **1. Kết quả**\n\nKết nạp được **53.800** đảng viên, *trong đó* nữ 20.000.")

    assert [piece.text for piece in draft.pieces] == [
        "1. Kết quả",
        "Kết nạp được 53.800 đảng viên, trong đó nữ 20.000.",
    ]


def test_nothing_typed_is_an_empty_draft():
    assert text_draft("  \n ") == Draft(())
