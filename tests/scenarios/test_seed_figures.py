"""The figures of the four source documents: what must add up does, what does not is known not to.

The names S0-R01 and so on are those of the reconciliation the documents were read with.
"""

import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dangvien import codes
from dangvien.models.organization import OrganizationKind
from dangvien.period import Period
from dangvien.text import round_half_up

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "seeds"
FILES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def seed(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal)


CITY = seed("dong_ha_2022")
FIGURE = {figure["id"]: figure for figure in CITY["figure"]}
TREE = CITY["organization"]
INTRODUCED = {by: CITY["admissions"][f"wards_introduced_by_{by}"] for by in ("youth_only", "others_only", "both")}
WARDS = [row for row in TREE if row["sector"] == "phuong"]


def value(figure: str) -> Any:
    return FIGURE[figure]["value"]


def share(part: int, whole: int, places: int = 1) -> Decimal:
    return round_half_up(Fraction(100 * part, whole), places)


def total(rows: list[dict[str, Any]], key: str) -> int:
    return sum(row.get(key, 0) for row in rows)


def of_sector(*sectors: str) -> list[dict[str, Any]]:
    return [row for row in TREE if row["sector"] in sectors]


def of_kind(kind: str, rows: list[dict[str, Any]] = TREE) -> int:
    return sum(row["kind"] == kind for row in rows)


def test_every_figure_of_the_report_is_there_with_its_source():
    assert list(FIGURE) == [f"S0-{number:02d}" for number in range(1, 30)]
    assert all(figure["source"] and figure["unit"] and figure["scope"] for figure in FIGURE.values())


@pytest.mark.parametrize(
    ("figure", "counted"),
    [
        ("S0-01", len(TREE)),
        ("S0-02", of_kind("dang_bo_co_so")),
        ("S0-03", of_kind("chi_bo_co_so")),
        ("S0-04", len(of_sector("phuong"))),
        ("S0-05", len(of_sector("hanh_chinh"))),
        ("S0-06", len(of_sector("su_nghiep"))),
        ("S0-07", len(of_sector("llvt"))),
        ("S0-08", len(of_sector("doanh_nghiep"))),
        ("S0-09", total(TREE, "cells")),
        ("S0-10", total(WARDS, "cells")),
        ("S0-11", sum(row["cells_by_area"]["khu_dan_cu"] for row in WARDS)),
        ("S0-12", total(of_sector("hanh_chinh", "su_nghiep"), "cells")),
        ("S0-13", total(of_sector("llvt"), "cells")),
        ("S0-14", total(of_sector("doanh_nghiep"), "cells")),
        ("S0-15", total(TREE, "members")),
        ("S0-16", total(WARDS, "trained")),
        ("S0-17", total(WARDS, "admitted")),
        ("S0-20", INTRODUCED["youth_only"] + INTRODUCED["both"]),
        ("S0-22", INTRODUCED["others_only"] + INTRODUCED["both"]),
        ("S0-25", total(TREE, "admitted")),
        ("S0-25", sum(FIGURE["S0-26"]["values"].values())),
    ],
)  # fmt: skip
def test_the_tree_gives_every_printed_sum(figure, counted):
    assert counted == value(figure)


def test_sums_of_the_report_that_hold():
    assert value("S0-02") + value("S0-03") == value("S0-01"), "S0-R01"
    assert sum(value(f"S0-0{n}") for n in range(4, 9)) == value("S0-01"), "S0-R02"
    assert sum(value(f"S0-{n}") for n in (10, 12, 13, 14)) == value("S0-09"), "S0-R03"
    assert FIGURE["S0-11"]["whole"] == value("S0-11") == total(WARDS, "localities")
    assert sum(n for year, n in FIGURE["S0-26"]["values"].items() if year != "2022") == 1559, "S0-R07"


def test_the_appendix_is_as_printed():
    assert [(row["short_name"], row["trained"], row["admitted"]) for row in WARDS] == [
        ("Phường 1", 300, 93),
        ("Phường 2", 200, 64),
        ("Phường 3", 150, 85),
        ("Phường 4", 65, 34),
        ("Phường 5", 304, 74),
        ("Phường Đông Giang", 170, 60),
        ("Phường Đông Thanh", 160, 59),
        ("Phường Đông Lương", 184, 57),
        ("Phường Đông Lễ", 170, 59),
    ]


def test_the_share_of_residential_areas_holds_and_its_rise_is_in_points():
    assert share(value("S0-17"), value("S0-25")) == value("S0-18"), "S0-R08"
    assert value("S0-18") - value("S0-27") == value("S0-19"), "S0-R13, in points"
    relative = round_half_up(Fraction(value("S0-18") / value("S0-27") - 1) * 100, 1)
    assert relative == Decimal("192.9"), "S0-R13: not the growth that is printed"


def test_introductions_exceed_the_people_by_23_and_the_shares_rest_on_608():
    youth, others, people = value("S0-20"), value("S0-22"), value("S0-17")

    assert youth + others - people == 23 == INTRODUCED["both"], "S0-R09 fails as printed"
    assert (share(youth, 608), share(others, 608)) == (value("S0-21"), value("S0-23")), "S0-R10"
    assert (share(youth, people), share(others, people)) == (Decimal("83.8"), Decimal("20.2")), "S0-R10"
    assert FIGURE["S0-21"]["base_value"] == FIGURE["S0-23"]["base_value"] == youth + others
    assert sum(INTRODUCED.values()) == people


def test_more_than_nine_in_ten_are_aged_18_to_30():
    admissions = CITY["admissions"]

    assert (admissions["wards"], admissions["city"]) == (value("S0-17"), value("S0-25"))
    assert Fraction(admissions["wards_aged_18_30"], admissions["wards"]) > Fraction(9, 10), "S0-R19"
    assert Fraction(admissions["city_aged_18_30"], admissions["city"]) > Fraction(9, 10)


def test_the_period_is_longer_than_its_ten_years():
    document = CITY["document"]

    assert Period(document["first_day"], document["last_day"]).length == (10, 4, 20), "S0-R16"
    assert Period(document["directive_day"], document["last_day"]).length == (10, 0, 18), "S0-R16"


def test_the_flow_ratio_of_admitted_to_trained():
    assert share(value("S0-17"), value("S0-16")) == Decimal("34.4"), "S0-R18"
    assert [share(row["admitted"], row["trained"]) for row in WARDS] == [
        Decimal(text) for text in ("31.0", "32.0", "56.7", "52.3", "24.3", "35.3", "36.9", "31.0", "34.7")
    ]


@pytest.mark.parametrize("name", ["dong_ha_2022", "quang_ninh_style_2023"])
def test_a_tree_is_whole(name):
    tree = seed(name)["organization"]

    assert [row["position"] for row in tree] == list(range(1, len(tree) + 1))
    assert max(Counter(row["code"] for row in tree).values()) == 1
    assert max(Counter(row["name"] for row in tree).values()) == 1
    for row in tree:
        assert row["kind"] in OrganizationKind.values
        assert row["sector"] in codes.of("sector")
        assert row["unit_type"] in codes.of("unit_type")
        assert set(row.get("cells_by_area", {})) <= {code for code, _ in codes.of("cell_area").choices}
        assert (row["kind"] == "chi_bo_co_so") == ("area" in row) == (row["cells"] == 0)
        assert sum(row.get("cells_by_area", {}).values()) == row["cells"]
        assert row["members"] >= 3 * max(row["cells"], 1), "a cell has at least three members"
        assert row.get("localities", 0) == row.get("cells_by_area", {}).get("khu_dan_cu", 0)


def test_the_letterhead_is_the_city_s():
    head = CITY["letterhead"]

    assert (head["superior"], head["body"]) == ("ĐẢNG BỘ TỈNH QUẢNG TRỊ", "THÀNH ỦY ĐÔNG HÀ")
    assert (head["authority"], head["position"]) == ("T/M BAN THƯỜNG VỤ", "BÍ THƯ")
    assert head["organization"] == CITY["root"]["city_code"]
    assert head["signer"]
    assert head["recipients"][-1].startswith("Lưu")


def test_the_reform_leaves_no_organization_behind():
    reform = seed("dong_ha_reform_2025")
    absorbed = [code for heir in reform["heir"] for code in heir["absorbs"]]
    moved = [code for heir in reform["heir"] for code in heir["receives"]]
    moved += [code for move in reform["move"] for code in move["organizations"]]

    assert reform["event"]["day"] == date(2025, 7, 1)
    assert reform["event"]["checked"] is False
    assert sorted(absorbed) == sorted(row["code"] for row in WARDS)
    assert sorted(moved) == sorted(row["code"] for row in TREE if row not in WARDS)
    assert reform["city"]["code"] == CITY["root"]["city_code"]
    assert not {heir["code"] for heir in reform["heir"]} & {row["code"] for row in TREE}


def test_the_heirs_share_the_history_of_the_nine_wards():
    by_code = {row["code"]: row for row in WARDS}
    shares = {
        heir["short_name"]: tuple(
            total([by_code[code] for code in heir["absorbs"]], key) for key in ("trained", "admitted")
        )
        for heir in seed("dong_ha_reform_2025")["heir"]
    }

    assert shares == {"Phường Đông Hà": (845, 331), "Phường Nam Đông Hà": (858, 254)}


def test_the_tree_of_the_resolution_of_2024():
    city = seed("quang_ninh_style_2023")
    figure = {row["id"]: row for row in city["figure"]}
    tree = city["organization"]

    assert len(tree) == figure["S3-01"]["value"] == 41
    assert {kind: of_kind(kind, tree) for kind in figure["S3-01"]["parts"]} == figure["S3-01"]["parts"]
    assert total(tree, "cells") == figure["S3-02"]["value"] == 304
    assert total(tree, "members") == figure["S3-03"]["value"] == 7894
    assert share(304, 7894, 2) == Decimal("3.85"), "S3-R1: one admission a cell is more than the rate"
    assert -(-35 * 7894 // 1000) == 277, "3,5 % of the members on 1 January 2024, rounded up"


def test_the_conclusion_of_1997_to_2019():
    figure = {row["id"]: row for row in seed("province_1997_2019")["figure"]}
    admitted, average = figure["S1-01"]["value"], figure["S1-02"]["value"]

    assert Fraction(admitted, 22) > average > Fraction(admitted, 23), "S1-R1 holds for 22 years only"
    assert figure["S1-01"]["to"].year - figure["S1-01"]["from"].year + 1 == 23
    members = figure["S1-03"]["value"]
    implied = round(members / (1 + float(figure["S1-04"]["value"]) / 100))
    assert implied == 43306, "S1-R2"
    assert 1.9 < members / implied < figure["S1-05"]["value"]


def test_the_targets_of_the_directive_of_2023():
    directive = seed("hung_yen_2023")
    figure = {row["id"]: row for row in directive["figure"]}
    members = figure["S2-02"]["value"]
    targets = {row["year"]: row for row in directive["target"]}

    def three_percent(base: int) -> int:
        return -(-3 * base // 100)

    assert {str(year): row["value"] for year, row in targets.items()} == figure["S2-05"]["values"]
    assert three_percent(members) == 2110 != targets[2023]["value"] == three_percent(70400), "S2-R1"
    assert targets[2024]["base"] == members + targets[2023]["value"]
    assert three_percent(targets[2024]["base"]) == targets[2024]["value"], "S2-R2"
    assert targets[2025]["base"] == targets[2024]["base"] + targets[2024]["value"]
    assert three_percent(targets[2025]["base"]) == targets[2025]["value"], "S2-R3"
    assert [row["code"] for row in directive["source"]] == [line.code for line in codes.of("source")][:5]
    assert figure["S2-06"]["value"] == len(directive["source"])


@pytest.mark.parametrize("name", FILES)
def test_every_figure_says_what_it_is_and_where_it_stands(name):
    content = seed(name)

    for figure in content.get("figure", ()):
        assert figure.keys() >= {"id", "label", "unit", "scope", "source"}, figure
        if "from" in figure:
            assert Period(figure["from"], figure["to"]).days > 0
    for target in content.get("target", ()):
        assert target.keys() >= {"measure", "year", "value", "unit", "basis"}, target
