"""What a file is, by its content: three doors, and for everything else one sentence that says how to save it."""

from __future__ import annotations

import pytest

from dangvien.limited import Unreadable
from dangvien.rosters.reading import bounds, read_roster
from dangvien.rosters.reading.doors import Door, door_of
from tests.dangvien.rosters import workbooks_made as made
from tests.dangvien.rosters.reading.inside import sheets_of
from tests.dangvien.rosters.xls_made import OldSheet, old_workbook

OLD = old_workbook(OldSheet("Danh sách", {(0, 0): "Họ và tên"}))


@pytest.mark.parametrize(
    ("content", "door"),
    [
        (made.plain(), Door.XLSX),
        (made.with_macros(), Door.XLSX),
        (OLD, Door.XLS),
        ("Họ và tên;Ngày sinh".encode(), Door.TEXT),
        ("Họ và tên;Ngày sinh".encode("utf-16"), Door.TEXT),
        (b"a", Door.TEXT),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv", "a", "~$.jpg"])
def test_the_name_opens_no_door(content, door, name):
    assert door_of(content, name) is door


SENTENCES = [
    ([b"", b"\xef\xbb\xbf", b" \r\n\t", b"\xff\xfe"], bounds.EMPTY_FILE),
    ([b"\x00" * 5000], bounds.ONLY_ZEROS),
    ([made.lock_file()], bounds.LOCK_FILE),
    ([b"%PDF-1.7 ..."], bounds.PDF),
    ([b"{\\rtf1 ...", made.old_word(), made.other_office("word/document.xml")], bounds.WORD),
    ([made.other_office("ppt/presentation.xml")], bounds.SLIDES),
    ([made.other_office("xl/workbook.bin")], bounds.XLSB),
    (
        [made.zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=b"<x/>")],
        bounds.ODS,
    ),
    ([made.zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_dot_xml=b"<x/>")], bounds.OTHER_OFFICE),
    (
        [made.zipped(danh__sach_dot_xlsx=b"PK"), b"Rar!\x1a\x07\x00...", b"7z\xbc\xaf\x27\x1c...", b"\x1f\x8b\x08.."],
        bounds.ARCHIVE,
    ),
    ([b"\x89PNG\r\n\x1a\n...", b"\xff\xd8\xff\xe0...", b"GIF89a..."], bounds.PICTURE),
    ([b"MIME-Version: 1.0\r\nX-Document-Type: Workbook"], bounds.WEB_ARCHIVE),
    (
        [
            b"\xef\xbb\xbf<html><table><tr><td>a",
            b"\r\n  <!DOCTYPE html PUBLIC",
            b"<table border=1><tr><td>a</td>",
            "<meta http-equiv='Content-Type'><table>".encode("utf-16"),
            b"<!-- made by a system --><html><table>",
            b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">',
        ],
        bounds.HTML,
    ),
    (
        [
            b'<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n<Workbook xmlns="urn:schemas-...">',
            b'\xef\xbb\xbf<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
        ],
        bounds.XML_2003,
    ),
    ([made.encrypted(), old_workbook(OldSheet("a", {(0, 0): "x"}), encrypted=True)], bounds.LOCKED),
    ([bytes(range(1, 256)) * 3, b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", b"Nguy\x00n"], bounds.UNKNOWN),
    ([OLD[:512] + b"\xff" * 9000], bounds.OTHER_OFFICE),
    ([OLD[:1024], OLD[:2048]], bounds.BROKEN),
]


@pytest.mark.parametrize(
    ("content", "sentence"), [(content, sentence) for contents, sentence in SENTENCES for content in contents]
)
def test_what_is_not_read_gets_its_sentence(content, sentence):
    for name in ("danh sách.xls", "danh sách.csv"):
        with pytest.raises(Unreadable) as told:
            sheets_of(content, name)

        assert str(told.value) == sentence


def test_the_sentence_comes_through_the_child():
    with pytest.raises(Unreadable) as told:
        read_roster(b"%PDF-1.7", "a.xlsx")

    assert str(told.value) == bounds.PDF


def test_a_lock_file_by_its_name():
    with pytest.raises(Unreadable) as told:
        door_of(b"\x09An Nguyen" + b" " * 100, "~$Danh sách.xlsx")

    assert str(told.value) == bounds.LOCK_FILE
