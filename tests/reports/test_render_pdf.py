"""The PDF: where things stand to the half millimetre, fonts, tags, pages, and the joining of long ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from reports import press
from reports.fonts import FontError, by_address, font_files, vietnamese_letters
from reports.press import Openable
from reports.render import html, layout, parts, pdf
from reports.render.guessing import Guess
from tests.reports import reading, tables
from tests.reports.reading import line_of

NEAR = 0.5  # millimetres
DOTS = 10  # of a rendered page, for each millimetre
BLACK = 128


@pytest.fixture(scope="module")
def document() -> bytes:
    """A report with its full heading."""
    return pdf.render(tables.appendix(sheet="van_ban"), tables.FROZEN)


@pytest.fixture(scope="module")
def appendix() -> bytes:
    """The appendix of 2022."""
    return pdf.render(tables.appendix(), tables.PAPER)


@pytest.fixture(scope="module")
def long_document() -> bytes:
    """A report of several pages."""
    return pdf.render(tables.long(120, sheet="van_ban"), tables.PAPER)


def middle(word: reading.Word) -> float:
    return (word.left + word.right) / 2


def test_the_heading_stands_where_papers_have_it(document):
    superior = line_of(document, "ĐẢNG", "BỘ", "TỈNH", "QUẢNG", "TRỊ")
    body = line_of(document, "THÀNH", "ỦY", "ĐÔNG", "HÀ")
    star = line_of(document, "*")
    number = line_of(document, "Số", "-BC/TU")
    state = line_of(document, "ĐẢNG", "CỘNG", "SẢN", "VIỆT", "NAM")
    day = line_of(document, "Đông", "Hà,", "ngày", "tháng", "6", "năm", "2022")

    assert [middle(line) for line in (superior, body, star, number)] == pytest.approx([68.5] * 4, abs=NEAR)
    assert [middle(line) for line in (state, day)] == pytest.approx([152.8] * 2, abs=NEAR)
    assert [line.top for line in (superior, body, star, number)] == pytest.approx([20.2, 25.9, 31.6, 37.3], abs=NEAR)
    assert (state.top, day.top) == pytest.approx((20.2, 29.3), abs=NEAR)
    assert state.right - state.left == pytest.approx(72.9, abs=NEAR)


def test_kind_title_and_dashes_follow_in_their_places(document):
    kind = line_of(document, "BÁO", "CÁO")
    title = line_of(document, "công", "tác", "phát", "triển")
    dashes = line_of(document, "-----")
    header = line_of(document, "TT")

    assert (kind.top, title.top, dashes.top) == pytest.approx((50.7, 56.4, 62.1), abs=NEAR)
    assert [middle(kind), middle(dashes)] == pytest.approx([112.5] * 2, abs=NEAR)
    assert header.top > 69.9 - NEAR


def test_a_rule_stands_below_the_title_of_the_party(document):
    page = pixels(document)

    down = [y for _, y in dark(page, ((1528, y) for y in range(255, 285)))]
    assert down
    assert min(down) / DOTS == pytest.approx(26.6, abs=NEAR)
    across = [x for x, _ in dark(page, ((x, down[len(down) // 2]) for x in range(1000, 2000)))]
    assert (min(across) / DOTS, max(across) / DOTS) == pytest.approx((117.7, 188.1), abs=NEAR)


def test_the_table_fills_the_text_from_30_to_195_mm(appendix):
    page = pixels(appendix)
    row = line_of(appendix, "Phường", "Đông", "Giang")
    across = [x for x, _ in dark(page, ((x, round((row.bottom + 0.2) * DOTS)) for x in range(page.width)))]

    assert (min(across) / DOTS, max(across) / DOTS) == pytest.approx((30, 195), abs=NEAR)


def test_recipients_left_and_signature_right(document):
    recipients = line_of(document, "Nơi", "nhận:")
    first = line_of(document, "-", "Ban", "Tổ")
    second = line_of(document, "-", "Đảng", "ủy", "các", "phường,")
    authority = line_of(document, "T/M", "BAN", "THƯỜNG", "VỤ")
    position = line_of(document, "BÍ", "THƯ")
    signer = line_of(document, "Nguyễn", "Văn", "An")

    assert (recipients.left, first.left) == pytest.approx((30, 30), abs=NEAR)
    assert second.top - first.top == pytest.approx(4.9, abs=0.2)
    assert [middle(line) for line in (authority, position, signer)] == pytest.approx([155] * 3, abs=NEAR)
    assert recipients.top == pytest.approx(authority.top, abs=NEAR)
    assert position.top - authority.top == pytest.approx(5.7, abs=0.2)
    assert 34 <= signer.top - position.top <= 42


def test_the_appendix_begins_with_its_name_and_has_no_heading(appendix):
    title = line_of(appendix, "PHỤ", "LỤC")
    text = reading.clean(reading.text(appendix))

    assert title.top == pytest.approx(20.1, abs=NEAR)
    assert middle(title) == pytest.approx(112.5, abs=NEAR)
    assert text.startswith(
        "PHỤ LỤC công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2012-2022 "
        "(Kèm theo Báo cáo số -BC/TU, ngày /6/2022 của BTV Thành ủy)"
    )
    assert "ĐẢNG CỘNG SẢN" not in text
    assert "mã kiểm" not in text


def test_room_is_left_for_number_and_day(appendix):
    number, symbol = line_of(appendix, "số"), line_of(appendix, "-BC/TU,")
    day, month = line_of(appendix, "ngày"), line_of(appendix, "/6/2022")

    space = 14 / 4 * reading.MM_PER_POINT
    assert symbol.left - number.right == pytest.approx(6 * space, abs=NEAR)
    assert month.left - day.right == pytest.approx(5 * space, abs=NEAR)


def test_pages_are_a4_and_numbered_from_the_second(long_document):
    sizes = reading.page_sizes(long_document)
    words = reading.words(long_document)

    assert len(sizes) > 3
    assert set(sizes) == {(210, 297)}
    for page in range(1, len(sizes) + 1):
        above = [word for word in words if word.page == page and word.top < 19]
        assert [word.text for word in above] == ([str(page)] if page > 1 else [])
        for number in above:
            assert number.top == pytest.approx(10, abs=NEAR)
            assert middle(number) == pytest.approx(112.5, abs=NEAR)
        body = [word for word in words if word.page == page and word.top >= 19]
        assert min(word.left for word in body) > 29.9
        assert max(word.right for word in body) < 195.1
        assert max(word.bottom for word in body) < 277.1


def test_a_landscape_sheet_is_bound_at_its_upper_edge():
    table = tables.long(60, landscape=True)
    drawn = pdf.render(table, tables.PAPER)
    words = reading.words(drawn)

    assert set(reading.page_sizes(drawn)) == {(297, 210)}
    number = next(word for word in words if word.page == 2)
    assert number.text == "2"
    assert number.top == pytest.approx(20, abs=NEAR)
    assert min(word.top for word in words if word.page == 1) == pytest.approx(30.1, abs=NEAR)
    assert min(word.left for word in words) > 19.9
    assert max(word.right for word in words) < 277.1


def test_the_header_repeats_and_no_row_is_cut(long_document):
    every = reading.pdf_tables(long_document)

    assert len(every) == len(reading.page_sizes(long_document))
    assert {tuple(table[0]) for table in every} == {tuple(cell.text for cell in tables.appendix().header[0])}
    numbers = [row[0] for row in reading.pdf_rows(long_document)]
    assert numbers == [f"{place}." for place in range(1, 121)]


@pytest.mark.parametrize("rows", range(24, 31))
def test_the_signature_never_stands_without_two_rows(rows):
    drawn = pdf.render(tables.long(rows, sheet="van_ban", notes=("Ghi chú.",)), tables.PAPER)

    last = reading.pdf_tables(drawn)[-1]
    signed = line_of(drawn, "T/M", "BAN", page=len(reading.pdf_tables(drawn)))
    assert len(last) >= 3  # the header and two rows
    assert signed.text


def test_the_total_is_bold(appendix):
    with pikepdf.open(BytesIO(appendix)) as opened:
        (page,) = opened.pages
        fonts = {name: str(font.BaseFont) for name, font in page.Resources.Font.items()}
        content = page.Contents.read_bytes().decode("latin-1")
    (bold,) = (name for name, font in fonts.items() if font.endswith("Van-ban-Bold"))

    used = re.findall(r"(/\S+) [\d.]+ Tf", content)
    # Below the header: nine rows in the ordinary font, then the total's four cells.
    assert used[-4:] == [bold] * 4
    assert bold not in used[-4 - 9 * 4 : -4]


def test_fonts_are_inside_and_every_vietnamese_letter_prints():
    letters = sorted(vietnamese_letters())
    labels = ["".join(letters[place : place + 20]) for place in range(0, len(letters), 20)]
    drawn = pdf.render(tables.appendix(tables.lines(labels)), tables.PAPER)

    listed = [line.split() for line in reading.poppler("pdffonts", file=drawn).splitlines()[2:]]
    assert {line[0].partition("+")[2] for line in listed} == {"Van-ban", "Van-ban-Bold", "Van-ban-Italic"}
    assert {tuple(line[-5:-2]) for line in listed} == {("yes", "yes", "yes")}
    assert [row[1] for row in reading.pdf_rows(drawn)[:-1]] == labels


def test_the_file_is_tagged_and_says_what_it_is(document):
    with pikepdf.open(BytesIO(document)) as opened:
        root = opened.Root
        assert str(root.Lang) == "vi"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(opened.docinfo.Title) == (
            "Báo cáo công tác phát triển đảng viên ở địa bàn khu dân cư giai đoạn 2012-2022"
        )
        assert str(opened.docinfo.Author) == "THÀNH ỦY ĐÔNG HÀ"
        assert str(opened.docinfo.Keywords) == tables.FROZEN.digest
        assert str(opened.docinfo.CreationDate) == "D:20220620080500+07'00"
        assert bytes(opened.trailer.ID[0]) == tables.FROZEN.digest.encode()
        metadata = opened.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        with opened.open_outline() as outline:
            assert [item.title.split()[:2] for item in outline.root] == [["BÁO", "CÁO"]]
    tags = [item for _, item in reading.structure(document)]
    assert [tags.count(tag) for tag in ("H1", "Table", "THead", "TR", "TH", "TD", "L", "LI")] == [
        1,
        1,
        1,
        11,
        4 + 10,
        3 * 10,
        1,
        3,
    ]


def test_headers_of_a_cell_are_named(appendix):
    raw = reading.poppler("pdfinfo", "-struct", file=appendix)

    headers = re.findall(r"/Headers \[(.*?)\]", raw)
    assert len(headers) == 30
    assert all(len(names.split()) == 2 for names in headers)  # its row's and its column's


def test_a_frozen_report_says_so_in_its_last_line(document):
    assert (
        reading.clean(reading.text(document))
        .strip("\f ")
        .endswith(f"Số liệu chốt lúc 08:05, ngày 20/6/2022; mã kiểm {tables.FROZEN.digest}")
    )


def test_a_draft_is_marked_and_moves_nothing(appendix):
    draft = pdf.render(tables.appendix(), replace(tables.PAPER, draft=True))

    mark = line_of(draft, "DỰ", "THẢO")
    assert (mark.left, mark.top) == pytest.approx((32.3, 20.5), abs=NEAR)
    rest = [word for word in reading.words(draft) if word.text not in {"DỰ", "THẢO"}]
    assert rest == reading.words(appendix)
    assert line_of(pdf.render(tables.criteria(), replace(tables.PAPER, draft=True)), "DỰ", "THẢO").top > 43


def test_very_long_words_are_broken_inside_their_cell():
    drawn = pdf.render(tables.appendix(tables.lines(["Ư" * 250, "x" * 120])), tables.PAPER)

    label = [row[1].replace(" ", "") for row in reading.pdf_rows(drawn)]
    assert label[:2] == ["Ư" * 250, "x" * 120]
    assert max(word.right for word in reading.words(drawn)) <= 195


# Long tables ------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_parts(monkeypatch):
    monkeypatch.setattr(pdf, "ROWS_IN_ONE_PIECE", 60)
    monkeypatch.setattr(pdf, "ROWS_IN_A_PART", 60)


LONG = tables.long(200, sheet="van_ban", notes=("Ghi chú dưới bảng.",))


@pytest.fixture(scope="module")
def in_one_piece() -> bytes:
    return pdf.render(LONG, tables.FROZEN)


def test_parts_joined_are_the_pages_of_one_piece(in_parts, in_one_piece):
    joined = pdf.render(LONG, tables.FROZEN)

    assert joined != in_one_piece
    assert reading.words(joined) == reading.words(in_one_piece)
    assert reading.structure(joined) == reading.structure(in_one_piece)
    assert reading.pdf_rows(joined)[-1][1] == "Toàn thành phố"


def test_a_joined_file_keeps_its_properties_and_tags(in_parts):
    joined = pdf.render(LONG, tables.FROZEN)

    with pikepdf.open(BytesIO(joined)) as opened:
        assert opened.check_pdf_syntax() == []
        assert str(opened.Root.Lang) == "vi"
        assert opened.open_metadata()["pdfuaid:part"] == "1"
        assert bytes(opened.trailer.ID[0]) == tables.FROZEN.digest.encode()
        assert "/Names" not in opened.Root
        with opened.open_outline() as outline:
            assert len(outline.root) == 1
        numbers = opened.Root.StructTreeRoot.ParentTree.Nums
        assert [int(number) for number in numbers[::2]] == list(range(len(opened.pages)))
        assert [int(page.obj.StructParents) for page in opened.pages] == list(range(len(opened.pages)))
        for page, elements in zip(opened.pages, numbers[1::2], strict=True):
            assert {element.Pg.objgen for element in elements} == {page.obj.objgen}
    names = re.findall(r"TH <(p?\d+-\S+-[1-9]\d*-1)>", reading.poppler("pdfinfo", "-struct", file=joined))
    assert len({name.partition("-")[0] for name in names if name.startswith("p")}) >= 2


def test_joining_gives_the_same_bytes_again_and_tells_how_far_it_is(in_parts):
    told: list[tuple[int, int]] = []

    first = pdf.render(LONG, tables.FROZEN, progress=lambda drawn, of: told.append((drawn, of)))

    assert pdf.render(LONG, tables.FROZEN) == first
    assert [of for _, of in told] == [200] * len(told)
    assert [drawn for drawn, _ in told] == sorted({drawn for drawn, _ in told})
    assert told[-1] == (200, 200)
    assert len(told) >= 3


def test_a_thousand_rows_are_all_there():
    table = tables.long(1000)

    words = reading.words(pdf.render(table, tables.PAPER))

    widths = layout.column_widths(table)
    edges = [layout.PORTRAIT.left + sum(widths[:place]) for place in range(5)]
    rows = table.all_rows
    for column, texts in (
        (0, [row.number for row in rows]),
        (2, [row.cells[0].text for row in rows]),
        (3, [row.cells[1].text for row in rows]),
    ):
        inside = [word for word in words if edges[column] < middle(word) < edges[column + 1]]
        below = [word.text for word in inside if re.fullmatch(r"[\d.]+", word.text) and word.top > 19]
        assert below == texts


@pytest.mark.parametrize("many", [1, 2])
def test_the_parts_do_not_depend_on_who_draws_or_on_guesses(monkeypatch, in_parts, many):
    """One child or two, every guess wrong or none tried: the same bytes."""
    usual = pdf.render(LONG, tables.FROZEN)
    monkeypatch.setattr(parts, "MOST_PROCESSES", many)
    monkeypatch.setattr(Guess, "next_start", lambda self, first_row, last_row: (last_row - 1, 1))

    assert pdf.render(LONG, tables.FROZEN) == usual


def test_where_the_next_part_begins_is_guessed_rightly(monkeypatch, in_parts):
    """Else two children would be no quicker than one."""
    wrong = []
    settled = parts._Shop.after

    def after(shop, start, pages):
        known, told = shop.guess.knows, shop.expected_after(start)
        own, following = settled(shop, start, pages)
        if known and told != following:
            wrong.append((told, following))
        return own, following

    monkeypatch.setattr(parts._Shop, "after", after)

    pdf.render(LONG, tables.FROZEN)

    assert wrong == []


def test_a_child_that_dies_ends_the_printing_with_a_sentence(monkeypatch, in_parts):
    monkeypatch.setattr(press, "_CHILD", "raise SystemExit")

    with pytest.raises(press.PressError, match="Tiến trình vẽ PDF dừng giữa chừng"):
        pdf.render(LONG, tables.FROZEN)


def test_a_child_ends_with_whoever_gave_it_orders():
    """Its orders end when that process is gone, however it went."""
    man = press.Pressman(press.Forme("", {}, "x"))
    man._orders.close()

    assert man._process.wait(timeout=20) == 0
    folder = man._folder.name
    man.end()
    assert not Path(folder).exists()


# What it may open -------------------------------------------------------------------------------------------------


def test_nothing_but_the_fonts_is_opened():
    fetch = Openable(by_address(font_files()))

    assert fetch(font_files()[0].url).read(4) == b"\x00\x01\x00\x00"
    for address in ("file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x", f"{font_files()[0].url}?x"):
        with pytest.raises(ValueError, match="refused"):
            fetch(address)


def test_something_else_to_open_stops_the_drawing(monkeypatch):
    leaking = f"{html.stylesheet()} body {{ background: url(http://127.0.0.1:9/x.png) }}"
    monkeypatch.setattr(html, "stylesheet", lambda: leaking)

    with pytest.raises(FontError):
        pdf.render(tables.appendix(), tables.PAPER)


def dark(page: Image.Image, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of the dots that are printed."""
    dots = page.tobytes()
    return [place for place in places if dots[place[1] * page.width + place[0]] < BLACK]


def pixels(file: bytes) -> Image.Image:
    """The first page in grey, ten dots a millimetre."""
    drawn = reading.picture(file, dots_per_inch=DOTS * 25.4)
    return Image.open(BytesIO(drawn)).convert("L")


def test_the_page_is_the_one_the_layout_knows():
    assert layout.PORTRAIT.text_width == 165
    assert layout.LANDSCAPE.text_width == 257
