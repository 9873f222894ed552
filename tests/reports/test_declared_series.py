"""Years of which nobody is recorded show what documents state: marked, told under the table, replaced by people."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dangvien.models import DeclaredFigure, Kind, User
from dangvien.period import Period
from reports.dashboard.asked import Asked, Part
from reports.definition import Thing
from reports.engine.computing import compute
from reports.engine.listing import behind, entries
from reports.narrative.telling import About, Telling
from reports.render import xlsx
from reports.render.letterhead import Paper
from reports.table import Table
from tests import factories
from tests.worlds import City

pytestmark = pytest.mark.django_db

PERIOD = Period(date(2018, 1, 1), date(2021, 12, 31))
CONCLUSION = "Kết luận số 55-KL/TU, ngày 10/01/2020"


@pytest.fixture
def city():
    """Nobody is recorded before 2020; in 2020 one, in 2021 two were admitted in p1c1, a khu phố."""
    made = City()
    for year, count in ((2020, 1), (2021, 2)):
        for _ in range(count):
            made.line(made.member(), "p1c1", Kind.KET_NAP, date(year, 3, 3))
    return made


@pytest.fixture
def clerk():
    return User.objects.create_user("thu", full_name="Thư Thị Ký")


def state(city, clerk, value, first, last=None, *, place="tp", document=CONCLUSION):
    return DeclaredFigure.objects.create(
        organization=city[place],
        purpose=DeclaredFigure.Purpose.RESULT,
        indicator="ket_nap",
        first_year=first,
        last_year=last or first,
        value=value,
        document=document,
        recorded_by=clerk,
    )


def texts(table: Table) -> dict[str, list[str]]:
    return {row.key: [cell.text for cell in row.cells] for row in table.all_rows}


def test_without_documents_nothing_is_different(city):
    table = compute(city.ask("R02", PERIOD))

    assert [texts(table)[year][0] for year in ("2018", "2019", "2020", "2021", "tong")] == ["0", "0", "1", "2", "3"]
    assert not [note for note in table.notes if note.startswith("*")]


def test_a_stated_year_stands_in_the_series_with_its_mark(city, clerk):
    state(city, clerk, 1200, 2018)
    state(city, clerk, 4, 2019)
    table = compute(city.ask("R02", PERIOD), with_evidence=True)

    assert texts(table) == {
        "2018": ["1.200*", "", "1.200*", "", ""],
        "2019": ["4*", "-99,7*", "1.204*", "", ""],
        "2020": ["1", "-75,0*", "1.205*", "1", "100,0"],
        "2021": ["2", "100,0", "1.207*", "2", "100,0"],
        "tong": ["1.207*", "", "", "3", ""],
    }
    told = f"* Kết nạp, năm 2018, 2019: số theo văn bản, không đếm từ người trong sổ ({CONCLUSION})."
    assert told in table.notes
    assert "năm 2018: 1.200*; năm 2019: 4*; năm 2020: 1; năm 2021: 2." in table.notes[0]
    assert table.holds


def test_the_mark_is_kept_and_goes_into_the_workbook(city, clerk):
    state(city, clerk, 1200, 2018)
    table = compute(city.ask("R02", PERIOD))

    assert Table.from_json(table.to_json()).cell("2018", "ket_nap").text == "1.200*"
    [sheet] = load_workbook(BytesIO(xlsx.render(table, Paper()))).worksheets
    [cell] = [cell for row in sheet for cell in row if cell.value == 1200 and cell.number_format == '#,##0"*"'][:1]
    assert cell.value == 1200


def test_a_stated_number_opens_into_its_document_not_into_people(city, clerk):
    figure = state(city, clerk, 1200, 2018)
    question = city.ask("R02", PERIOD)
    found = behind(question, "2018", "ket_nap")
    cell = compute(question, with_evidence=True).cell("2018", "ket_nap")

    assert (found.value, found.thing, dict(found.things)) == (1200, Thing.FIGURE, {figure.pk: 1})
    assert cell.thing == Thing.FIGURE
    assert CONCLUSION in entries(found.thing, found.things, PERIOD.last)[0].name
    assert behind(question, "2021", "ket_nap").value == 2


def test_people_that_are_entered_take_the_place_of_the_document(city, clerk):
    state(city, clerk, 1200, 2020)
    state(city, clerk, 7, 2019)
    city.line(city.member(), "p2c1", Kind.KET_NAP, date(2019, 5, 19))

    table = compute(city.ask("R02", PERIOD))

    assert [texts(table)[year][0] for year in ("2019", "2020", "tong")] == ["1", "1", "4"]


def test_a_part_of_a_year_and_another_place_have_no_stated_number(city, clerk):
    state(city, clerk, 1200, 2018)
    half = Period(date(2018, 1, 1), date(2018, 6, 30))

    assert compute(city.ask("R02", half)).rows[0].cells[0].text == "0"
    assert texts(compute(city.ask("R02", PERIOD, place="p1")))["2018"][0] == "0"


def test_a_figure_of_a_span_stands_as_the_whole_where_no_year_is_known(city, clerk):
    state(city, clerk, 53800, 1997, 2019)
    known = compute(city.ask("R02", Period(date(1997, 1, 1), date(2019, 12, 31))))
    partly = compute(city.ask("R02", Period(date(1997, 1, 1), date(2020, 12, 31))))

    assert texts(known)["tong"][0] == "53.800*"
    assert texts(partly)["tong"][0] == "1"
    told = "Đảng viên mới kết nạp giai đoạn 1997–2019: 53.800: số theo văn bản, không đếm từ người trong sổ"
    assert [told in " ".join(table.notes) for table in (known, partly)] == [True, True]


def test_the_sentence_of_a_report_in_words_marks_it_and_names_the_document(city, clerk):
    state(city, clerk, 1200, 2018)
    about = About(city.ask("R02", PERIOD).scope, city["tp"], PERIOD)

    told = Telling(about, with_evidence=True).told("day_ket_nap")

    assert told.text == "năm 2018: 1.200*; năm 2019: 0; năm 2020: 1; năm 2021: 2"
    assert CONCLUSION in told.document


def test_pictures_count_people_only(city, clerk):
    state(city, clerk, 1200, 2018)
    asked = Asked(city.ask("R02", PERIOD).scope, city["tp"], 2021)

    assert compute(asked.question(Part.YEARS)).cell("2018", "ket_nap").text == "0"


def test_stated_and_counted_stand_beside_each_other(world, chi, client):
    factories.member(world.a1, "Lê Văn Bảy", date(2023, 2, 3), official=False)
    for year, value in ((2019, 12), (2023, 3)):
        factories.declared_figure(world.ward_a, chi, first_year=year, last_year=year, value=value)
    factories.declared_figure(world.ward_a, chi, indicator="dang_vien", first_year=2023, last_year=2023, value=1)
    client.force_login(chi)

    page = client.get("/bao-cao/so-van-ban/").content.decode()
    cells = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in page.split("<tr>")[2:]]

    source = "Báo cáo số 120-BC/TU ngày 15/12/2022"
    assert [cell.partition(" Chênh lệch = ")[0] for cell in cells] == [
        f"Đảng bộ Phường A Đảng viên mới kết nạp {source} 2019 12 0 -12 số theo văn bản, vì sổ chưa có ai",
        f"Đảng bộ Phường A Đảng viên cuối kỳ {source} 2023 1 1 0 số đếm, khớp văn bản",
        f"Đảng bộ Phường A Đảng viên mới kết nạp {source} 2023 3 1 -2 số đếm; văn bản khác",
    ]
    address = re.findall(r'href="(/bao-cao/so-lieu-chinh/[^"]+)"', page)[-1].replace("&amp;", "&")
    assert "Lê Văn Bảy" in client.get(address).content.decode()
