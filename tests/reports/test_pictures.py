"""Drawings: what they say to eyes and to screen readers, in which shapes, and the same every time."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
from PIL import Image

from reports.fonts import FontError
from reports.picture import POINTS_WIDE, DataRow, DataTable, Datum, Picture
from reports.pictures import against, canvas, funnel, pyramid, years
from reports.pictures.against import Against
from reports.pictures.funnel import Stage
from reports.pictures.pyramid import Band
from reports.pictures.years import YearBar

SVG = "{http://www.w3.org/2000/svg}"

YEARS = [YearBar(2017 + place, value, place == 9) for place, value in enumerate([36, 0, 93, 85, 1234, 101, 8, 6, 1, 4])]
STAGES = [Stage("Học lớp", 200), Stage("Được cấp giấy chứng nhận", 150, "75,0%"), Stage("Đã kết nạp", 0, "0,0%")]
LINES = [Against("Phường 1", 8, 6), Against("Đảng bộ <Trường & Sở>", 4, 5), Against("Phường 3", None, 2)]
BANDS = [Band("Dưới 26", 3, 5), Band("26–30", 12, 0), Band("Trên 80", 0, 1)]


def drawn(*, with_png: bool = False) -> list[Picture]:
    """One of each kind."""
    return [
        years.draw("Kết nạp theo năm", "đảng viên", YEARS, with_png=with_png),
        funnel.draw("Từ lớp đến thẻ", "lượt người", STAGES, with_png=with_png),
        *against.draw("Chỉ tiêu & kết quả", LINES, with_png=with_png),
        pyramid.draw("Tháp tuổi", "đảng viên", BANDS, with_png=with_png),
    ]


def shapes(picture: Picture) -> list[ET.Element]:
    return list(ET.fromstring(picture.svg))


def texts(picture: Picture) -> list[str]:
    return [shape.text or "" for shape in shapes(picture) if shape.tag == f"{SVG}text"]


def bars_of(picture: Picture, fill: str) -> list[tuple[float, float]]:
    """Width and height of the bars of one colour."""
    return [
        (float(shape.attrib["width"]), float(shape.attrib["height"]))
        for shape in shapes(picture)
        if shape.tag == f"{SVG}rect" and shape.attrib["fill"] == fill
    ]


BLUE, WHITE = "#1a4a73", "#ffffff"


@pytest.mark.parametrize("picture", drawn(), ids=lambda picture: picture.slug)
def test_a_drawing_names_itself_to_who_does_not_see_it(picture: Picture):
    root = ET.fromstring(picture.svg)

    assert root.attrib["role"] == "img"
    assert root.attrib["lang"] == "vi"
    title, description = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert description is not None
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], description.attrib["id"]]
    assert title.text == picture.title
    assert description.text == picture.description
    assert picture.alternative == f"{picture.title}. {picture.description}"
    assert list(root)[:2] == [title, description]


def test_names_inside_drawings_of_one_page_differ():
    ids = [shape.attrib["id"] for picture in drawn() for shape in shapes(picture) if "id" in shape.attrib]

    assert len(ids) == len(set(ids)) == 8


@pytest.mark.parametrize("picture", drawn(), ids=lambda picture: picture.slug)
def test_a_drawing_holds_nothing_that_a_page_or_a_paper_would_refuse(picture: Picture):
    """No style, script, pattern, clipping, group, picture or address: only plain shapes with plain looks."""
    root = ET.fromstring(picture.svg)
    kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
    attributes = {name for element in root.iter() for name in element.attrib}

    assert kinds <= {"svg", "title", "desc", "rect", "path", "text"}
    assert attributes <= {
        "viewBox", "width", "height", "role", "aria-labelledby", "lang", "font-family", "id",
        "x", "y", "d", "fill", "stroke", "stroke-width", "font-size", "font-weight",
    }  # fmt: skip
    assert b"http" not in picture.svg.replace(b"http://www.w3.org/2000/svg", b"")
    assert not picture.svg.startswith(b"<!")


@pytest.mark.parametrize("picture", drawn(), ids=lambda picture: picture.slug)
def test_everything_stands_inside_the_sheet(picture: Picture):
    for shape in shapes(picture):
        if shape.tag == f"{SVG}rect":
            x, y, width, height = (float(shape.attrib[name]) for name in ("x", "y", "width", "height"))
            assert x >= -0.01
            assert y >= -0.01
            assert x + width <= POINTS_WIDE + 0.01
            assert y + height <= picture.height + 0.01
        elif shape.tag == f"{SVG}text":
            size, bold = float(shape.attrib["font-size"]), "font-weight" in shape.attrib
            x, y = float(shape.attrib["x"]), float(shape.attrib["y"])
            assert x >= -0.01, shape.text
            assert x + canvas.width_of(shape.text or "", size, bold=bold) <= POINTS_WIDE + 0.01, shape.text
            assert size * 0.7 <= y <= picture.height, shape.text


def test_text_is_text_and_escaped():
    [picture] = against.draw("Chỉ tiêu & kết quả", LINES)

    assert "Đảng bộ <Trường & Sở>" in texts(picture)
    assert "&lt;Trường &amp; Sở&gt;" in picture.svg.decode()
    assert "Được cấp giấy chứng nhận" in texts(funnel.draw("Phễu", "lượt", STAGES))


def test_the_same_content_gives_the_same_bytes():
    assert [picture.svg for picture in drawn()] == [picture.svg for picture in drawn()]
    assert [picture.png for picture in drawn(with_png=True)] == [picture.png for picture in drawn(with_png=True)]


def test_dots_are_drawn_only_when_asked_for_and_show_the_same():
    assert all(not picture.png for picture in drawn())
    for picture in drawn(with_png=True):
        image = Image.open(BytesIO(picture.png)).convert("RGB")
        assert image.size == (POINTS_WIDE * canvas.DOTS, round(picture.height * canvas.DOTS))
        colours: set[tuple[int, ...]] = {colour for _, colour in image.getcolors(1 << 24) or []}  # type: ignore[misc]
        assert (255, 255, 255) in colours
        assert (26, 74, 115) in colours, "the bars"
        assert any(max(colour) < 60 for colour in colours), "the letters"


def test_bars_are_as_long_as_their_numbers():
    picture = funnel.draw("Phễu", "lượt", STAGES)
    assert [round(width, 1) for width, _ in bars_of(picture, BLUE)] == [270, 360]

    [picture] = against.draw("Chỉ tiêu", [Against("A", 8, 6), Against("B", 4, 4)])
    (other, _), (target, _) = bars_of(picture, WHITE)[1:]  # the legend first, then from the lowest line up
    (reached, _), (result, _) = bars_of(picture, BLUE)[1:]
    assert result / target == pytest.approx(6 / 8, abs=0.01)
    assert other == reached

    columns = bars_of(years.draw("Năm", "đảng viên", YEARS[2:5]), BLUE)
    assert [round(height, 1) for _, height in columns] == [11.3, 10.3, 150]


def test_kinds_of_bars_are_told_by_their_form_and_not_by_colour_alone():
    """Without colours a hatched bar is lines in a frame, a solid one is full, a target an empty frame."""
    half_year = years.draw("Năm", "đảng viên", [YearBar(2025, 5), YearBar(2026, 5, partial=True)])
    kinds = [shape.tag.removeprefix(SVG) for shape in shapes(half_year)]

    assert len(bars_of(half_year, BLUE)) == 2, "the whole year and its mark in the legend"
    assert len(bars_of(half_year, WHITE)) == 2
    assert kinds.count("path") >= 3, "lines of two hatched bars and the base line"
    assert "năm chưa đủ 12 tháng" in texts(half_year)
    assert "năm chưa đủ 12 tháng" not in texts(years.draw("Năm", "đảng viên", YEARS[:3]))


def test_a_reached_target_is_bold_and_one_that_was_not_given_a_dash():
    [picture] = against.draw("Chỉ tiêu", LINES)
    bold = [shape.text for shape in shapes(picture) if shape.attrib.get("font-weight") == "bold"]

    assert bold == ["5/4"]
    assert {"6/8", "2/–"} <= set(texts(picture))
    assert "Đạt chỉ tiêu 1/2 tổ chức được giao." in picture.description
    assert "Phường 3: 2 (chưa giao chỉ tiêu)" in picture.description


def test_without_any_target_there_is_nothing_to_compare():
    [picture] = against.draw("Kết quả", [Against("Phường 1", None, 6), Against("Phường 2", None, 3)])

    assert texts(picture) == ["Phường 1", "6", "Phường 2", "3"]
    assert bars_of(picture, WHITE) == []
    assert "chưa có chỉ tiêu để so" in picture.description


def test_many_organizations_make_several_drawings_on_one_scale():
    found = against.draw("Chỉ tiêu", [Against(f"Phường {number}", 10, number) for number in range(1, 46)])

    assert [picture.slug for picture in found] == ["chi-tieu", "chi-tieu-2", "chi-tieu-3"]
    assert [picture.title for picture in found][1] == "Chỉ tiêu (hình 2/3)"
    assert sum(len(bars_of(picture, BLUE)) - 1 for picture in found) == 45
    lengths = [width for picture in found for width, _ in sorted(bars_of(picture, BLUE)[1:])]
    assert [round(length / lengths[0], 1) for length in lengths] == [float(number) for number in range(1, 46)]
    assert against.draw("Chỉ tiêu", []) == []


def test_a_long_name_takes_two_lines_and_is_never_wider_than_its_room():
    long = "Đảng bộ Trung tâm Giáo dục nghề nghiệp và Giáo dục thường xuyên thành phố"
    [picture] = against.draw("Chỉ tiêu", [Against(long, 3, 1), Against("Nguyễn" * 12, 3, 1)])

    first, second = texts(picture)[2:4]
    assert long.startswith(first)
    assert second.endswith("…")
    assert all(canvas.width_of(words, 11.5) <= 150 for words in texts(picture))


def test_large_numbers_grow_smaller_before_they_touch():
    picture = years.draw("Năm", "đảng viên", [YearBar(2017 + place, 123_456) for place in range(10)])
    sizes = {shape.attrib["font-size"] for shape in shapes(picture) if shape.text == "123.456"}

    assert len(sizes) == 1
    assert canvas.width_of("123.456", float(sizes.pop())) <= 36


def test_descriptions_say_the_numbers():
    column, way, _, ages = drawn()

    assert "Nhiều nhất năm 2021: 1.234; ít nhất năm 2018: 0." in column.description
    assert "Năm 2026 chưa đủ 12 tháng: 4." in column.description
    assert "Được cấp giấy chứng nhận: 150, bằng 75,0% bước trước" in way.description
    assert "Tổng số 21 đảng viên: nam 15, nữ 6." in ages.description
    assert "Đông nhất là nhóm 26–30: 12." in ages.description
    assert "Không năm nào có." in years.draw("Năm", "đảng viên", [YearBar(2025, 0), YearBar(2026, 0)]).description


def test_men_stand_left_and_women_right_of_one_line_the_oldest_on_top():
    picture = pyramid.draw("Tháp tuổi", "đảng viên", BANDS)
    found = {shape.text: float(shape.attrib["x"]) for shape in shapes(picture) if shape.tag == f"{SVG}text"}
    rows = [text for text in texts(picture) if text in {band.label for band in BANDS}]

    assert rows == ["Trên 80", "26–30", "Dưới 26"]
    assert found["12"] < found["Nam"] < found["Nữ"] < found["5"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: years.draw("Năm", "đảng viên", []),
        lambda: funnel.draw("Phễu", "lượt", []),
        lambda: pyramid.draw("Tháp", "đảng viên", []),
    ],
)
def test_nothing_to_draw_is_said_at_once(draw):
    with pytest.raises(ValueError, match="to draw"):
        draw()


@pytest.mark.parametrize(
    "strange",
    [
        '<g transform="rotate(30)"><rect x="1" y="1" width="1" height="1" style="fill: none"/></g>',
        '<circle cx="1" cy="1" r="1" style="fill: none"/>',
        '<path d="M 1,1 C 2,2 3,3 4,4" style="fill: none"/>',
    ],
)
def test_a_shape_that_nobody_here_draws_stops_the_drawing(strange):
    written = f'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">{strange}</svg>'

    with pytest.raises(ValueError, match="chưa biết cách giữ"):
        canvas.cleaned(written, "thu", "Thử", "Thử")


def test_missing_letters_are_told_to_the_operator(settings, tmp_path):
    canvas.fonts.cache_clear()
    settings.REPORT_FONT_DIR = tmp_path
    try:
        with pytest.raises(FontError, match="fonts-liberation2"):
            funnel.draw("Phễu", "lượt", STAGES)
    finally:
        canvas.fonts.cache_clear()


def test_a_table_gives_its_values_by_row_and_column():
    table = DataTable("Năm", (("ket_nap", "Kết nạp"),), (DataRow("2026", "2026", (Datum("5", opens=True),)),))

    assert table.text("2026", "ket_nap") == "5"
    for row, column in (("2025", "ket_nap"), ("2026", "khong")):
        with pytest.raises(KeyError):
            table.text(row, column)
