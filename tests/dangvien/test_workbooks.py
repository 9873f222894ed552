"""Workbooks somebody sent: read by their content, within bounds; each bad one gets one clear sentence."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from dangvien import workbooks
from dangvien.limited import Unreadable
from tests.reform_books import saved

HEADERS = ("Mã cũ", "Việc", "Ngày")


def made(*rows, headers=HEADERS, title="Phương án"):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.append(["Tiêu đề"])
    sheet.append(list(headers))
    for row in rows:
        sheet.append(list(row))
    return book


def read(content):
    return workbooks.read_workbook(content, {"Phương án": HEADERS})


def sentence_of(content, reader=read):
    with pytest.raises(Unreadable) as told:
        reader(content)
    return str(told.value)


def repacked(content, **changes):
    """The same zip with entries put in the place of others or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in changes:
                new.writestr(entry.filename, old.read(entry.filename))
        for name, data in changes.items():
            new.writestr(name, data)
    return out.getvalue()


class TestGood:
    def test_values_become_the_text_a_person_sees(self):
        book = made(("a-1", "chia", date(2025, 7, 1)), (None, None, None), (12.0, "  giải   thể ", 3.5))

        assert read(saved(book)) == {"Phương án": [[3, "a-1", "chia", "01/07/2025"], [5, "12", "giải thể", "3.5"]]}

    def test_headers_stand_in_any_order_whatever_their_case(self):
        book = made(("x", "sáp nhập", "ghi chú", "a-1"), headers=("NGÀY (nếu có)", "việc", "Khác", "Mã Cũ"))

        assert read(saved(book)) == {"Phương án": [[3, "a-1", "sáp nhập", "x"]]}

    def test_a_sheet_that_may_be_missing_is_empty(self):
        found = workbooks.read_workbook(saved(made()), {"Phương án": HEADERS, "Địa bàn": ("Tên",)}, ["Địa bàn"])

        assert found == {"Phương án": [], "Địa bàn": []}

    def test_formulas_are_not_worked_out(self):
        assert read(saved(made(("=1+1", "chia", "")))) == {"Phương án": [[3, "", "chia", ""]]}

    def test_the_name_of_the_file_does_not_matter_but_the_child_gives_the_same(self):
        content = saved(made(("a-1", "chia", "")))

        assert workbooks.read_safely(content, {"Phương án": HEADERS}) == read(content)


class TestBad:
    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7", "Mã cũ;Việc".encode(), b"\x00" * 100])
    def test_no_workbook(self, content):
        assert sentence_of(content) == workbooks.NOT_A_WORKBOOK

    def test_another_zip(self):
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("word/document.xml", "<a/>")

        assert sentence_of(out.getvalue()) == workbooks.NOT_A_WORKBOOK

    def test_the_old_kind_and_one_with_a_password(self):
        assert sentence_of(workbooks._OLD + b"\0" * 600) == workbooks.OLD_KIND
        assert sentence_of(workbooks._OLD + "EncryptedPackage".encode("utf-16-le")) == workbooks.LOCKED

    @pytest.mark.parametrize("part", [0.1, 0.5, 0.97])
    def test_a_truncated_one(self, part):
        content = saved(made(*[("a", "chia", "x")] * 50))

        assert sentence_of(content[: int(len(content) * part)]) == workbooks.BROKEN

    def test_damaged_content(self):
        content = bytearray(saved(made()))
        start = content.find(b"xl/workbook.xml") + 15
        content[start : start + 40] = b"\xff" * 40

        assert sentence_of(bytes(content)) == workbooks.BROKEN

    def test_a_sheet_that_is_no_xml(self):
        assert (
            sentence_of(repacked(saved(made()), **{"xl/worksheets/sheet1.xml": "<worksheet><a>"})) == workbooks.BROKEN
        )

    def test_macros(self):
        assert sentence_of(repacked(saved(made()), **{"xl/vbaProject.bin": "x"})) == workbooks.WITH_MACROS

    def test_a_bomb_by_its_ratio(self):
        assert sentence_of(repacked(saved(made()), **{"xl/media/a.bin": b"\0" * 30_000_000})) == workbooks.SWOLLEN

    def test_a_bomb_by_its_entries(self):
        many = {f"xl/media/{number}.bin": b"x" for number in range(600)}

        assert sentence_of(repacked(saved(made()), **many)) == workbooks.SWOLLEN

    def test_a_bomb_that_lies_about_its_size(self):
        """The size in the directory is small, the content is not: what comes out is cut there and then found wrong."""
        sheet = "xl/worksheets/sheet1.xml"
        content = bytearray(repacked(saved(made()), **{sheet: "<worksheet>" + " " * 3_000_000 + "</worksheet>"}))
        directory = content.rfind(b"PK\x01\x02", 0, content.rfind(sheet.encode()))
        content[directory + 24 : directory + 28] = struct.pack("<I", 1000)

        assert sentence_of(bytes(content)) == workbooks.BROKEN

    def test_entities_that_grow(self):
        lol = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><v>&b;</v></worksheet>'
        content = repacked(saved(made()), **{"xl/worksheets/sheet1.xml": lol})

        assert sentence_of(content) == workbooks.SWOLLEN

    def test_a_cell_at_the_end_of_the_world(self):
        book = made()
        book.worksheets[0]["XFD1048576"] = "x"

        assert sentence_of(saved(book)) == (
            "Trang tính “Phương án” có ô nằm ngoài 10.000 dòng, 40 cột đầu (A1:XFD1048576). "
            "Xóa các dòng, cột thừa ở dưới và bên phải rồi lưu lại."
        )

    def test_too_many_bytes(self):
        def safely(content):
            return workbooks.read_safely(content, {"Phương án": HEADERS})

        assert sentence_of(b"PK" + b"\0" * workbooks.MOST_BYTES, safely) == workbooks.TOO_LARGE

    def test_another_sheet(self):
        assert sentence_of(saved(made(title="Sheet1"))) == (
            "Tệp không có trang tính “Phương án” (chỉ có “Sheet1”). Dùng tệp mẫu tải ở trang này."
        )

    @pytest.mark.parametrize(
        ("headers", "sentence"),
        [
            (
                ("Mã cũ", "Ngày", "x"),
                "Trang tính “Phương án”, dòng 2: thiếu cột “Việc”. Dùng dòng tiêu đề của tệp mẫu.",
            ),
            (
                ("Mã cũ", "Việc", "Ngày", "việc"),
                "Trang tính “Phương án”, dòng 2: cột “Việc” có hai lần. Bỏ bớt một cột.",
            ),
            (
                ("A", "B", "C"),
                "Trang tính “Phương án” không có dòng tiêu đề trong 12 dòng đầu. Các cột phải có: Mã cũ, Việc, Ngày.",
            ),
        ],
    )
    def test_wrong_headers(self, headers, sentence):
        assert sentence_of(saved(made(headers=headers))) == sentence
