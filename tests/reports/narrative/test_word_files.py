"""Word files read into blocks and filled; what is refused, and with which sentence."""

from __future__ import annotations

import base64
from io import BytesIO

import docx
import pytest

from dangvien.limited import Unreadable
from reports.narrative import wordfile
from reports.narrative.ours import OWN, _built
from reports.narrative.wordfile import fill_template, read_template
from tests.reports.narrative.files import W, paragraph, word


def words_of(content: bytes) -> list[str]:
    return [item.text for item in docx.Document(BytesIO(content)).paragraphs]


def filled(content: bytes, values: dict[str, str]) -> list[str]:
    return words_of(base64.b64decode(fill_template(content, values, {})))


def test_a_placeholder_cut_into_runs_is_one():
    content = word(paragraph("Kết nạp {{ket", "_nap|", " Cung_Ky }} người", ", {{du_bi}}."))

    assert read_template(content)["asked"] == ["ket_nap|cung_ky", "du_bi"]
    assert filled(content, {"ket_nap|cung_ky": "12", "du_bi": "09"}) == ["Kết nạp 12 người, 09."]


def test_values_of_several_lines_become_real_lines():
    content = word("{{noi_nhan}}")

    assert filled(content, {"noi_nhan": "- Một,\n- Hai."}) == ["- Một,\n- Hai."]


def test_the_look_of_runs_is_read_with_the_styles_behind_it():
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Mau"><w:pPr><w:jc w:val="center"/></w:pPr>'
        "<w:rPr><w:b/></w:rPr></w:style></w:styles>"
    )
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Mau"/></w:pPr><w:r><w:t>Đậm </w:t></w:r>'
        '<w:r><w:rPr><w:b w:val="0"/><w:i/></w:rPr><w:t>{{ky}}</w:t></w:r></w:p>'
    )
    [block] = read_template(word(body, more={"word/styles.xml": styles}))["blocks"]

    assert block["p"]["align"] == "center"
    assert block["runs"] == [{"t": "Đậm ", "b": True}, {"f": "ky", "i": True}]


def test_a_table_stands_alone_and_is_put_in():
    content = word("trước", "{{bang R01}}", "sau")

    assert read_template(content)["blocks"][1] == {"bang": "bang R01"}
    table = f"<w:tbl {W}><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>93</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    document = docx.Document(BytesIO(base64.b64decode(fill_template(content, {}, {"bang R01": table}))))
    assert document.tables[0].cell(0, 0).text == "93"
    assert [item.text for item in document.paragraphs] == ["trước", "", "sau"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Có {{ket_nap} người", "thừa hay thiếu"),
        ("Có ket_nap}} người", "thừa hay thiếu"),
        ("Bảng: {{bang R01}}", "đứng riêng một đoạn"),
    ],
)
def test_what_is_typed_wrong_is_told_with_its_paragraph(text, said):
    [fault] = read_template(word(text))["faults"]

    assert said in fault
    assert text[:10] in fault


BAD = {
    "not a file of Word": (b"%PDF-1.7", wordfile.NOT_WORD),
    "an old one": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, wordfile.OLD_KIND),
    "half of one": (word("{{ket_nap}}")[:200], wordfile.BROKEN),
    "a workbook": (word(more={}).replace(b"word/document.xml", b"xlxx/document.xml"), wordfile.NOT_WORD),
    "macros": (word("a", more={"word/vbaProject.bin": "x"}), wordfile.WITH_MACROS),
    "something inside": (word("a", more={"word/embeddings/oleObject1.bin": "x"}), wordfile.WITH_MACROS),
    "a template elsewhere": (
        word(
            "a",
            more={
                "word/_rels/settings.xml.rels": '<Relationships xmlns="x"><Relationship Id="r" TargetMode="External" '
                'Type="http://x/attachedTemplate" Target="http://evil/x.dotm"/></Relationships>'
            },
        ),
        wordfile.LINKED,
    ),
    "a bomb of entities": (
        word("a", more={"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        wordfile.BROKEN,
    ),
    "a bomb of zeros": (word("a", more={"word/media/x.bmp": "0" * 45_000_000}), wordfile.SWOLLEN),
    "no end": (word(*(["a"] * 4001)), wordfile.TOO_LONG),
}


def test_what_is_no_template_is_refused_with_a_sentence():
    said = {}
    for name, (content, _) in BAD.items():
        with pytest.raises(Unreadable) as refused:
            read_template(content)
        said[name] = str(refused.value)

    assert said == {name: sentence for name, (_, sentence) in BAD.items()}


def test_a_file_too_large_is_not_even_given_to_the_child():
    with pytest.raises(Unreadable, match="2 MB"):
        wordfile.read_safely(b"P" * (wordfile.MOST_BYTES + 1))


def test_ours_pass_through_the_child_and_open_in_word():
    content = OWN["tong-ket-10-nam"].content
    found = wordfile.read_safely(content)
    again = wordfile.fill_safely(content, dict.fromkeys(found["asked"], "585"), {})

    assert found["faults"] == []
    assert list(found["notes"]) == ["1", "2"]
    assert "đã kết nạp 585 đảng viên" in "\n".join(words_of(again))
    assert b"{{" not in again


def test_ours_are_the_same_bytes_whenever_they_are_made():
    before = OWN["bao-cao-nam"].content
    _built.cache_clear()
    assert OWN["bao-cao-nam"].content == before
