"""Ugly workbooks, one for each point, made anew for each test; and files that want to do harm."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.dangvien.rosters.xls_made import compound

HEADERS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính")
AN = (1, "Nguyễn Văn An", date(1985, 3, 20), "Nam")
BINH = (2, "Trần Thị Bình", date(1990, 12, 1), "Nữ")
SHEET1 = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Changes = dict[str, bytes | Callable[[bytes], bytes] | None]
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def book(*rows: Iterable[Any], title: str = "Danh sách") -> Workbook:
    """A workbook with one sheet of these rows; a row of None is left empty."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, column).value = value
    return made


def plain(*rows: Iterable[Any]) -> bytes:
    return saved(book(HEADERS, *(rows or (AN, BINH))))


def repacked(content: bytes, changes: Changes) -> bytes:
    """The same zip with parts put in the place of others, changed, added, or left out (None)."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            change = changes.get(entry.filename, b"")
            if callable(change):
                new.writestr(entry.filename, change(old.read(entry.filename)))
            elif entry.filename not in changes:
                new.writestr(entry.filename, old.read(entry.filename))
        for name, data in changes.items():
            if isinstance(data, bytes):
                new.writestr(name, data)
    return out.getvalue()


def as_excel(content: bytes) -> bytes:
    """The same workbook with its texts in a part that all sheets share, as Excel itself writes them."""
    texts: list[bytes] = []

    def shared(sheet: bytes) -> bytes:
        def number(found: re.Match[bytes]) -> bytes:
            texts.append(b"<si>" + found[1] + b"</si>")
            return b't="s"><v>%d</v>' % (len(texts) - 1)

        return re.sub(rb't="inlineStr"><is>(.*?)</is>', number, sheet, flags=re.DOTALL)

    def related(rels: bytes) -> bytes:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        one = f'<Relationship Type="{kind}" Target="sharedStrings.xml" Id="rId99"/>'
        return rels.replace(b"</Relationships>", one.encode() + b"</Relationships>")

    def typed(types: bytes) -> bytes:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        one = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/>'
        return types.replace(b"</Types>", one.encode() + b"</Types>")

    names = zipfile.ZipFile(BytesIO(content)).namelist()
    changed = repacked(content, {name: shared for name in names if "/sheet" in name and name.endswith(".xml")})
    part = f'<sst xmlns="{MAIN}">'.encode() + b"".join(texts) + b"</sst>"
    parts: Changes = {"[Content_Types].xml": typed, "xl/_rels/workbook.xml.rels": related, "xl/sharedStrings.xml": part}
    return repacked(changed, parts)


def with_sheet(xml: str, *, around: str = "", after: str = "", root: str = f'<worksheet xmlns="{MAIN}">') -> bytes:
    """A workbook whose first sheet has these rows, written by hand."""
    tag = root[1:].partition(" ")[0]
    prefix = tag.rpartition(":")[0]
    name = f"{prefix}:sheetData" if prefix else "sheetData"
    sheet = f"<?xml version='1.0' encoding='UTF-8'?>{root}{around}<{name}>{xml}</{name}>{after}</{tag}>"
    return repacked(plain(), {SHEET1: sheet.encode()})


# One for each point.


def letterhead() -> bytes:
    """Title rows above a header of two merged rows, group rows, a total and signatures."""
    made = book(
        ("ĐẢNG BỘ PHƯỜNG HÒA AN", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"),
        (),
        ("DANH SÁCH ĐẢNG VIÊN",),
        ("STT", "Họ và tên", "Ngày, tháng, năm", None),
        (None, None, "Sinh", "Vào Đảng"),
        ("Chi bộ Khu phố 1",),
        (1, "Nguyễn Văn An", date(1985, 3, 20), date(2010, 5, 19)),
        ("Chi bộ Khu phố 2",),
        (1, "Trần Thị Bình", date(1990, 12, 1), date(2015, 2, 3)),
        ("Tổng số: 02 đồng chí",),
        (),
        (None, None, None, "T/M ĐẢNG ỦY"),
    )
    for merge in ("A4:A5", "B4:B5", "C4:D4", "A6:D6", "A8:D8"):
        made.worksheets[0].merge_cells(merge)
    return saved(made)


def hidden_things() -> bytes:
    """A hidden row, a hidden column, a hidden sheet and one that only a programmer can show."""
    made = book(HEADERS, AN, BINH)
    sheet = made.worksheets[0]
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    made.create_sheet("Bản cũ").append(AN)
    made.create_sheet("Mã").append(["x"])
    made.worksheets[1].sheet_state, made.worksheets[2].sheet_state = "hidden", "veryHidden"
    return saved(made)


def formulas() -> bytes:
    """A formula with a value, one without, one worked out to nothing, one to a text and one to an error."""
    return with_sheet(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1+1</f><v></v></c>'
        '<c r="C1" t="str"><f>IF(A1=2,"","x")</f><v></v></c><c r="D1" t="str"><f>"An"</f><v>An</v></c>'
        '<c r="E1" t="e"><f>VLOOKUP(1,A:A,2)</f><v>#N/A</v></c><c r="F1"><f t="shared" si="0"/></c></row>'
    )


def commented() -> bytes:
    made = book(HEADERS, AN, BINH)
    made.worksheets[0]["B2"].comment = Comment("Kiểm tra lại\nngày sinh", "Văn phòng")
    made.worksheets[0]["D3"].comment = Comment("Hỏi chi bộ", "Văn phòng")
    made.worksheets[0]["E3"].comment = Comment("Ô trống", "Văn phòng")
    return saved(made)


def counted_from_1904() -> bytes:
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.worksheets[0].append(HEADERS)
    made.worksheets[0].append(AN)
    return saved(made)


def many_days() -> bytes:
    """Days and numbers in one column: formats of days, times, none; before March 1900; below zero; an hour."""
    made = book()
    sheet = made.worksheets[0]
    cells: list[tuple[Any, str]] = [
        (31126, "dd/mm/yyyy"),
        (31126, "mm-dd-yy"),
        (31126, "m/d/yyyy"),
        (31126, "mm/yyyy"),
        (31126, "General"),
        (31126.604166666668, "dd/mm/yyyy hh:mm"),
        (1, "dd/mm/yyyy"),
        (59, "dd/mm/yyyy"),
        (60, "dd/mm/yyyy"),
        (61, "dd/mm/yyyy"),
        (0, "dd/mm/yyyy"),
        (-3, "dd/mm/yyyy"),
        (3_000_000, "dd/mm/yyyy"),
        (0.5, "h:mm"),
    ]
    for number, (value, shape) in enumerate(cells, start=1):
        sheet.cell(number, 1).value = value
        sheet.cell(number, 1).number_format = shape
    return saved(made)


def long_numbers() -> bytes:
    return with_sheet(
        '<row r="1"><c r="A1"><v>43000001</v></c><c r="B1"><v>4.5085001234E10</v></c><c r="C1"><v>0.5</v></c>'
        '<c r="D1"><v>45.299999999999997</v></c><c r="E1"><v>79085001234.0</v></c><c r="F1"><v>1E+16</v></c></row>'
    )


def padded_numbers() -> bytes:
    """Zeros that only the format shows."""
    made = book((5_000_997, 79085001234, 200001, 1703))
    for column, shape in zip("ABCD", ("00000000", "000000000000", '000000" QT"', "#,##0"), strict=True):
        made.worksheets[0][f"{column}1"].number_format = shape
    return saved(made)


def odd_texts() -> bytes:
    """Texts that must come through untouched: tổ hợp, NFD, spaces of all kinds, line breaks, a formula as text."""
    made = book(ODD_TEXTS)
    for cell in made.worksheets[0][1]:
        cell.data_type = "s"
    return saved(made)


ODD_TEXTS = (
    "Nguyê\u0303n Văn An",
    "Nguye\u0302\u0303n Va\u0306n An",
    "  Trần\u00a0Thị  Bình ",
    "Lê Văn Cường\n20/3/1985",
    "=HYPERLINK(1)",
    "Ðặng\u200b Dung",
    "K'Brôih",
    "Tr\u00ad­¬ng",
)


def rich_text() -> bytes:
    text = CellRichText("Nguyễn ", TextBlock(InlineFont(b=True), "Văn"), " An")
    return saved(book((text, "x")))


def escaped_text() -> bytes:
    return with_sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>Nguyễn_x000D_Văn An</t></is></c></row>')


def far_used_range() -> bytes:
    """Borders down to row 3.000 and out to column IV, data in three rows."""
    made = book(HEADERS, AN, BINH)
    sheet = made.worksheets[0]
    for row in range(4, 3001):
        sheet.cell(row, 2).number_format = "0"
    for column in range(5, 257):
        sheet.cell(2, column).number_format = "0"
    sheet.cell(2, 230).value = "   "
    return saved(made)


def million_empty_rows(with_data: bool = True) -> bytes:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Họ và tên</t></is></c></row>' if with_data else ""
    return with_sheet(rows + "".join(f'<row r="{row}" ht="15"/>' for row in range(2, 1_048_577)))


def strict_form() -> bytes:
    """The stricter form of the standard, with another name space."""
    content = plain()
    swap = {
        MAIN: STRICT,
        "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    }

    def strict(data: bytes) -> bytes:
        for old, new in swap.items():
            data = data.replace(old.encode(), new.encode())
        return data

    names = zipfile.ZipFile(BytesIO(content)).namelist()
    return repacked(content, {name: strict for name in names if name.endswith((".xml", ".rels"))})


def prefixed() -> bytes:
    """Every name with a prefix, as some programs write it."""
    return with_sheet(
        '<x:row r="1" hidden="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Họ và tên</x:t></x:is></x:c></x:row>',
        root=f'<x:worksheet xmlns:x="{MAIN}">',
        after='<x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells>',
    )


def with_macros() -> bytes:
    return repacked(plain(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 a program"})


# Files that want to do harm, and files of other kinds.


def merge_bomb() -> bytes:
    """Each row of a sheet merged over its whole width."""
    refs = "".join(f'<mergeCell ref="A{row}:XFD{row}"/>' for row in range(2, 60_000))
    after = f"</sheetData><mergeCells>{refs}</mergeCells>".encode()
    return repacked(plain(), {SHEET1: lambda xml: xml.replace(b"</sheetData>", after)})


def far_cell(address: str = "XFD1048576") -> bytes:
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return with_sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Họ và tên</t></is></c></row>'
        f'<row r="{row}"><c r="{address}"><v>1</v></c></row>'
    )


def zip_bomb_sheet() -> bytes:
    return with_sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>' + "A" * 300_000_000 + "</t></is></c></row>")


def zip_bomb_part() -> bytes:
    """The bomb lies in a part that nobody opens."""
    return repacked(plain(), {"xl/media/image1.bin": b"\0" * 300_000_000})


def zip_bomb_lying() -> bytes:
    """A sheet that says it is small."""
    content = bytearray(zip_bomb_sheet())
    with zipfile.ZipFile(BytesIO(content)) as whole:
        entry = whole.getinfo(SHEET1)
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(SHEET1.encode()))
    struct.pack_into("<I", content, entry.header_offset + 22, 1000)
    struct.pack_into("<I", content, place + 24, 1000)
    return bytes(content)


_ASKING = (
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row></sheetData>'
    "</worksheet>"
)


def billion_laughs(part: str = SHEET1) -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return repacked(as_excel(plain()), {part: f"<!DOCTYPE worksheet [{entities}]>{_ASKING % '&a11;'}".encode()})


def external_entity(where: str) -> bytes:
    entity = f'<!ENTITY x SYSTEM "{where}">'
    return repacked(plain(), {SHEET1: f"<!DOCTYPE worksheet [{entity}]>{_ASKING % '&x;'}".encode()})


def bad_checksum() -> bytes:
    """One byte of the sheet's packed data changed."""
    content = bytearray(plain())
    with zipfile.ZipFile(BytesIO(content)) as whole:
        entry = whole.getinfo(SHEET1)
    content[entry.header_offset + 30 + len(SHEET1) + entry.compress_size // 2] ^= 0xFF
    return bytes(content)


def encrypted() -> bytes:
    return compound({"EncryptionInfo": b"\x04\0\x04\0" + b"\0" * 60, "EncryptedPackage": zlib.compress(plain())})


def old_word() -> bytes:
    return compound({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 5000, "1Table": b"\0" * 100})


def zipped(**parts: bytes) -> bytes:
    """A zip of other parts; `__` in a name is a slash, `_dot_` a dot."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def other_office(main: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", b"<Types/>")
        made.writestr(main, b"<x/>")
    return out.getvalue()


def lock_file() -> bytes:
    """What Excel leaves beside an open file."""
    name = "Văn phòng"
    short = name.encode("ascii", "replace")
    wide = name.encode("utf-16-le")
    first = bytes([len(short)]) + short.ljust(54, b" ")
    return first + struct.pack("<H", len(name)) + wide + b" \0" * ((165 - 57 - len(wide)) // 2)
