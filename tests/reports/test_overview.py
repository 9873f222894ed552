"""The overview: its numbers are those of the reports, and each opens into as many people."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from dangvien.models import (
    Candidate,
    DeclaredFigure,
    Enrollment,
    Indicator,
    Kind,
    Movement,
    OrganizationKind,
    Person,
    Step,
    StepKind,
    TrainingClass,
    User,
)
from dangvien.models.declared import Tier
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.catalog import by_code
from reports.dashboard.asked import Asked, Part
from reports.dashboard.opening import opened
from reports.dashboard.panels import REST, TOTAL, Overview, Panel, overview
from reports.engine.computing import compute
from reports.engine.question import Question
from tests.worlds import City

TODAY = date(2026, 6, 15)


def asked(city: City, place: str = "tp", *, year: int = 2026, root: str = "tp", today: date = TODAY) -> Asked:
    scope = Scope.whole(city[root], [Permission.VIEW_REPORTS], today)
    return Asked(scope, city[place], year)


def panel(seen: Overview, part: Part) -> Panel:
    return next(panel for panel in seen.panels if panel.part is part)


def rows(found: Panel) -> dict[str, list[str]]:
    return {row.key: [datum.text for datum in row.data] for row in found.table.rows}


def every_number_opens(question: Asked) -> int:
    """Opens every number of an overview that can be opened and compares; gives how many there were."""
    count = 0
    for found in overview(question, drawn=False).panels:
        for row in found.table.rows:
            for (code, _), datum in zip(found.table.columns, row.data, strict=True):
                if datum.opens:
                    behind = opened(question, found.part, row.key, code)
                    assert f"{behind.value:,}".replace(",", ".") == datum.text, (found.part, row.key, code)
                    count += 1
    return count


def target(city: City, place: str, value: int, **more: object) -> DeclaredFigure:
    by, _ = User.objects.get_or_create(username="ghi", defaults={"full_name": "Lê Ghi"})
    facts = {
        "purpose": DeclaredFigure.Purpose.TARGET, "indicator": Indicator.ADMITTED, "first_year": 2026,
        "last_year": 2026, "document": "Kế hoạch số 01", "recorded_by": by,
    }  # fmt: skip
    return DeclaredFigure.objects.create(organization=city[place], value=value, **facts | more)


# On the demo: the numbers of reports that were printed ------------------------------------------------------------


@pytest.mark.parametrize(("username", "code"), [("bantochuc", "thanh-pho-dong-ha"), ("bithu.phuong1", "phuong-1")])
def test_the_demo_says_what_the_reports_say_and_every_number_opens(dong_ha, username, code):
    scope = Scope.of(dong_ha.user(username), date(2022, 5, 20))
    question = Asked(scope, dong_ha[code], 2022)
    seen = overview(question)

    series = compute(question.question(Part.YEARS))
    assert rows(panel(seen, Part.YEARS))[TOTAL][0] == series.cell("tong", "ket_nap").text
    overall = Question(by_code("R00"), scope, dong_ha[code], Period.day(date(2022, 5, 20)))
    assert rows(panel(seen, Part.AGES))["dang_vien"][2] == compute(overall).cell("dang_vien", "so_luong").text
    assert all(found.pictures for found in seen.panels)
    assert every_number_opens(question) > 60


def test_the_lines_of_a_ward_add_up_to_its_line_in_the_city(dong_ha):
    today = date(2026, 10, 31)
    board, ward = Scope.of(dong_ha.user("bantochuc"), today), Scope.of(dong_ha.user("bithu.phuong1"), today)
    city = rows(panel(overview(Asked(board, dong_ha.city, 2025), drawn=False), Part.TARGETS))
    own = rows(panel(overview(Asked(ward, dong_ha["phuong-1"], 2025), drawn=False), Part.TARGETS))

    cells = [int(values[1]) for key, values in own.items() if key != TOTAL]
    assert sum(cells) == int(own[TOTAL][1]) == int(city["phuong-1"][1]) > 0
    assert sum(int(values[1]) for key, values in city.items() if key != TOTAL) == int(city[TOTAL][1])


def test_all_of_it_takes_few_queries_however_many_organizations(dong_ha, django_assert_max_num_queries):
    scope = Scope.of(dong_ha.user("bantochuc"), date(2026, 10, 31))

    with django_assert_max_num_queries(15):
        overview(Asked(scope, dong_ha.city, 2026), drawn=False)


def test_after_a_reform_a_new_ward_shows_the_years_of_those_it_took_in(dong_ha_after_reform):
    scope = Scope.of(dong_ha_after_reform.user("bithu.dongha"), date(2026, 10, 31))
    ward = scope.organizations.get(pk=min(scope.roots))
    question = Asked(scope, ward, 2026)

    years = rows(panel(overview(question, drawn=False), Part.YEARS))
    assert sum(int(years[str(year)][0]) for year in range(2017, 2022)) > 0
    assert every_number_opens(question) > 60


# By hand ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_targets_stand_beside_results_and_the_rest_is_not_lost():
    city = City()
    city.add("ngoai", OrganizationKind.CHI_BO, "tp")  # a cell straight below the city is no grassroots organization
    for cell, day in (("p1c1", date(2026, 1, 3)), ("p1c2", date(2026, 6, 15)), ("ngoai", date(2026, 2, 2))):
        city.line(city.member(), cell, Kind.KET_NAP, day)
    city.reverse(city.line(city.member(), "p2c1", Kind.KET_NAP, date(2026, 3, 3)))
    city.line(city.member(), "p2c1", Kind.KET_NAP, date(2025, 12, 31))
    target(city, "p1", 2)
    target(city, "p2", 4)
    target(city, "tp", 10)

    found = panel(overview(asked(city)), Part.TARGETS)

    assert rows(found) == {
        "p1": ["2", "2", "100,0", "0"],
        "p2": ["4", "0", "0,0", "4"],
        REST: ["–", "1", "–", "–"],
        TOTAL: ["10", "3", "30,0", "7"],
    }
    assert found.says == "Tên tp: đã kết nạp 3 trên chỉ tiêu 10, đạt 30,0%."
    assert "Chỉ tiêu giao cho các tổ chức cộng lại là 6, chỉ tiêu của Tên tp là 10." in found.notes
    assert opened(asked(city), Part.TARGETS, REST, "ket_nap").value == 1
    assert every_number_opens(asked(city)) > 40


@pytest.mark.django_db
def test_which_targets_count():
    """Given ones of this very year; about everybody before those of sources; not what was taken back or pledged."""
    city = City(wards=4)
    target(city, "p1", 9)
    target(city, "p1", 3, source="nong_thon")
    target(city, "p1", 20, tier=Tier.PLEDGED)
    target(city, "p2", 3, source="nong_thon")
    target(city, "p2", 2, source="hoc_sinh")
    target(city, "p3", 5, first_year=2025, last_year=2030)
    target(city, "p3", 5, first_year=2025, last_year=2025)
    target(city, "p3", 6, indicator=Indicator.TRAINED)
    target(city, "p3", 7, purpose=DeclaredFigure.Purpose.RESULT)
    target(city, "p4", 8, voided_at="2026-01-01T00:00:00Z", void_reason="ghi nhầm")

    found = rows(panel(overview(asked(city), drawn=False), Part.TARGETS))

    assert {key: values[0] for key, values in found.items()} == {
        "p1": "9", "p2": "5", "p3": "–", "p4": "–", TOTAL: "–",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_year_without_admissions_is_a_column_of_nothing_and_a_year_that_runs_is_marked():
    city = City()
    city.line(city.member(), "p1c1", Kind.KET_NAP, date(2024, 5, 5))
    seen = overview(asked(city))

    years = rows(panel(seen, Part.YEARS))
    assert [years[str(year)] for year in (2024, 2025, 2026)] == [["1", "–"], ["0", "-100,0"], ["0", "–"]]
    [picture] = panel(seen, Part.YEARS).pictures
    assert "Năm 2026 chưa đủ 12 tháng: 0." in picture.description
    [whole] = panel(overview(asked(city, year=2025)), Part.YEARS).pictures
    assert "chưa đủ" not in whole.description
    assert panel(seen, Part.TARGETS).empty == "Năm 2026 chưa ghi chỉ tiêu kết nạp và chưa kết nạp ai."


@pytest.mark.django_db
def test_a_register_without_anybody_has_nothing_to_show():
    seen = overview(asked(City()))

    assert not seen.seen
    assert all(found.empty and not found.pictures for found in seen.panels)


@pytest.mark.django_db
def test_a_cell_of_three_is_its_own_line():
    city = City()
    for birth, gender in ((date(2000, 6, 15), "nam"), (date(2000, 6, 16), "nu"), (date(1945, 1, 1), "nu")):
        member = city.member()
        Person.objects.filter(pk=member.person_id).update(birth_date=birth, gender=gender)
        city.line(member, "p1c1", Kind.KET_NAP, date(2026, 2, 3))
    city.line(city.member(), "p1c2", Kind.KET_NAP, date(2026, 2, 3))
    target(city, "p1c1", 1)
    question = asked(city, "p1c1", root="p1c1")
    seen = overview(question)

    assert rows(panel(seen, Part.TARGETS)) == {"p1c1": ["1", "3", "300,0", "0"]}
    ages = rows(panel(seen, Part.AGES))
    assert ages["tu_26"] == ["1", "0", "1"], "26 that very day"
    assert ages["duoi_26"] == ["0", "1", "1"], "26 the day after"
    assert ages["tren_80"] == ["0", "1", "1"]
    assert ages["dang_vien"] == ["1", "2", "3"]
    assert every_number_opens(question) > 50


@pytest.mark.django_db
def test_bands_of_age_leave_nobody_out_and_count_nobody_twice():
    city, day = City(cells=1), date(2025, 12, 31)
    for age in range(16, 100):
        member = city.member()
        Person.objects.filter(pk=member.person_id).update(birth_date=date(2025 - age, 12, 31))
        city.line(member, "p1c1", Kind.KET_NAP, date(2025, 1, 1))

    ages = rows(panel(overview(asked(city, year=2025), drawn=False), Part.AGES))

    total = ages.pop("dang_vien")
    assert total == ["84", "0", "84"]
    assert [int(values[2]) for values in ages.values()] == [10, *([5] * 11), 19]
    assert compute(city.ask("R27", Period.day(day), today=TODAY)).holds


def learner(city: City, cell: str, starts_on: date, **more: object) -> Enrollment:
    """Somebody sent by a cell to a class of their own."""
    city.people += 1
    held = TrainingClass.objects.create(
        code=f"L{city.people}", name="Lớp", organizer=city["tp"], starts_on=starts_on, ends_on=starts_on
    )
    person = Person.objects.create(full_name=f"Trần Thị {city.people}", birth_date=date(1999, 1, 1), gender="nu")
    return Enrollment.objects.create(training_class=held, person=person, sent_by=city[cell], **more)


@pytest.mark.django_db
def test_the_way_from_the_class_to_the_card_stage_by_stage():
    city = City()
    passed = {"result": "dat", "certificate_on": date(2023, 3, 9)}
    lines = [
        learner(city, "p1c1", date(2023, 3, 2), **(passed | {"certificate_number": f"{n}/GCN"} if n else {}))
        for n in range(6)
    ]
    learner(city, "p1c1", date(2021, 12, 31))  # before the years that are followed
    dossier = Candidate.objects.create(person=lines[1].person, organization=city["p1c1"], opened_on=date(2023, 1, 1))
    Step.objects.create(
        candidate=dossier, organization=city["p1c1"], kind=StepKind.DUOC_LAM_THU_TUC, occurred_on=date(2023, 6, 1)
    )

    def admit(line: Enrollment, day: date, **more: object) -> Movement:
        member = city.member_of(line.person, **more)
        return city.line(member, "p2c1", Kind.KET_NAP, day)

    admit(lines[2], date(2024, 1, 2))
    admit(lines[3], date(2024, 1, 2), official_on=date(2025, 1, 2))
    admit(lines[4], date(2024, 1, 2), official_on=date(2025, 1, 2), card_number="001122334455")
    city.reverse(admit(lines[5], date(2024, 1, 2)))

    found = panel(overview(asked(city)), Part.WAY)

    assert rows(found) == {
        "hoc_lop": ["6", "–", "100,0"],
        "cap_giay": ["5", "83,3", "83,3"],
        "lam_ho_so": ["4", "80,0", "66,7"],
        "hoc_vien_ket_nap": ["3", "75,0", "50,0"],
        "hoc_vien_chinh_thuc": ["2", "66,7", "33,3"],
        "hoc_vien_co_the": ["1", "50,0", "16,7"],
    }
    assert found.table.rows[0].label == "Học lớp bồi dưỡng nhận thức về Đảng"
    earlier = rows(panel(overview(asked(city, year=2024), drawn=False), Part.WAY))
    assert [earlier[key][0] for key in ("hoc_vien_ket_nap", "hoc_vien_chinh_thuc")] == ["3", "0"]
    behind = opened(asked(city), Part.WAY, "hoc_vien_co_the", "so_luong")
    assert behind.things == {lines[4].person_id: 1}
    assert behind.place_of == {lines[4].person_id: city["p1c1"].pk}, "who sent them, not where they are now"


@pytest.mark.django_db
def test_an_admission_before_the_class_is_not_a_stage_of_its_way():
    city = City()
    line = learner(city, "p1c1", date(2023, 3, 2))
    city.line(city.member_of(line.person), "p1c1", Kind.KET_NAP, date(2022, 1, 1))

    assert rows(panel(overview(asked(city), drawn=False), Part.WAY))["hoc_vien_ket_nap"][0] == "0"


@pytest.mark.django_db
def test_nobody_is_counted_outside_of_the_organization_asked_for():
    city = City()
    for cell in ("p1c1", "p2c1", "p2c2"):
        city.line(city.member(), cell, Kind.KET_NAP, date(2026, 2, 3))
        learner(city, cell, date(2026, 1, 5))
        target(city, cell, 4)
    inside = overview(asked(city, "p1", root="p1"), drawn=False)

    assert rows(panel(inside, Part.AGES))["dang_vien"][2] == "1"
    assert rows(panel(inside, Part.WAY))["hoc_lop"][0] == "1"
    assert rows(panel(inside, Part.TARGETS)) == {
        "p1c1": ["4", "1", "25,0", "3"], "p1c2": ["–", "0", "–", "–"], TOTAL: ["–", "1", "–", "–"],
    }  # fmt: skip
    with pytest.raises(KeyError):
        opened(asked(city, "p1", root="p1"), Part.TARGETS, "p2c1", "ket_nap")


@pytest.mark.parametrize(
    ("part", "row", "column"),
    [
        (Part.TARGETS, "p9", "ket_nap"),
        (Part.TARGETS, "p1", "chi_tieu"),
        (Part.YEARS, "1999", "ket_nap"),
        (Part.YEARS, "2026", "tang_giam"),
        (Part.WAY, "khong", "so_luong"),
        (Part.WAY, "hoc_lop", "so_lop"),
        (Part.AGES, "tu_27", "nam"),
        (Part.AGES, "tu_26", "khac"),
    ],
)
@pytest.mark.django_db
def test_a_number_that_is_not_there_does_not_open(part, row, column):
    city = City()
    city.line(city.member(), "p1c1", Kind.KET_NAP, date(2026, 2, 3))

    with pytest.raises(KeyError):
        opened(asked(city), part, row, column)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.django_db
def test_random_registers_are_counted_as_by_hand(seed):
    dice, city = random.Random(seed), City(wards=3, cells=3)
    cells = [code for code in city.organizations if "c" in code]
    admitted: list[tuple[str, date]] = []
    for _ in range(60):
        member, cell = city.member(), dice.choice(cells)
        day = date(2016, 6, 1) + timedelta(days=dice.randrange(3650))
        line = city.line(member, cell, Kind.KET_NAP, day)
        if dice.random() < 0.15:
            city.reverse(line)
        else:
            admitted.append((cell, day))
    for place in ("tp", "p2", "p3c1"):
        question = asked(city, place)
        here = [day for cell, day in admitted if place == "tp" or cell.startswith(place)]
        found = rows(panel(overview(question, drawn=False), Part.YEARS))
        for year in range(2017, 2027):
            assert found[str(year)][0] == str(sum(day.year == year and day <= TODAY for day in here)), (place, year)
        every_number_opens(question)
