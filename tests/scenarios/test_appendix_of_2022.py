"""The appendix of June 2022, digit for digit: the document is the specification."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Organization
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.catalog import by_code
from reports.engine.computing import compute
from reports.engine.listing import behind
from reports.engine.question import Question
from reports.table import Table

DECADE = Period(date(2012, 1, 1), date(2022, 5, 20))

WARDS = [
    ("1.", "Phường 1", "300", "93"),
    ("2.", "Phường 2", "200", "64"),
    ("3.", "Phường 3", "150", "85"),
    ("4.", "Phường 4", "65", "34"),
    ("5.", "Phường 5", "304", "74"),
    ("6.", "Phường Đông Giang", "170", "60"),
    ("7.", "Phường Đông Thanh", "160", "59"),
    ("8.", "Phường Đông Lương", "184", "57"),
    ("9.", "Phường Đông Lễ", "170", "59"),
]
TOTAL = ("10.", "Toàn thành phố", "1.703", "585")

pytestmark = pytest.mark.django_db


def ask(code: str, organization: str, *, today: date, period: Period = DECADE, **more: str) -> Question:
    report, place = by_code(code), Organization.objects.get(code=organization)
    tree = more.pop("tree", "luc_do")
    scope = Scope.whole(place, [Permission.VIEW_REPORTS], today)
    return Question(report, scope, place, period, report.chosen(more), tree)


def printed(table: Table) -> list[tuple[str, ...]]:
    return [(row.number, row.label, *(cell.text for cell in row.cells)) for row in table.all_rows]


@pytest.mark.parametrize("organization", ["thanh-pho-dong-ha", "tinh-quang-tri"])
def test_the_tree_of_2022_prints_the_appendix_as_it_was(dong_ha, organization):
    table = compute(ask("R01", organization, today=date(2022, 6, 1)))

    assert printed(table) == [*WARDS, TOTAL]
    assert table.title == "công tác phát triển đảng viên ở địa bàn khu dân cư"
    assert table.period_words == "giai đoạn 2012-2022"
    assert [[cell.text for cell in line] for line in table.header] == [
        [
            "TT",
            "TCCSĐ",
            "Số lượng quần chúng tham gia lớp bồi dưỡng kết nạp đảng",
            "Số lượng đảng viên kết nạp",
        ]
    ]
    assert table.holds


@pytest.mark.parametrize("option", [{"ngay_ket_nap": "quyet_dinh"}, {"hoc_vien": "nguoi"}])
def test_the_readings_the_document_leaves_open_give_the_same_digits(dong_ha, option):
    assert printed(compute(ask("R01", "thanh-pho-dong-ha", today=date(2022, 6, 1), **option))) == [*WARDS, TOTAL]


def test_the_province_of_2026_prints_the_same_after_the_wards_were_absorbed(dong_ha_after_reform):
    table = compute(ask("R01", "tinh-quang-tri", today=date(2026, 3, 1)))

    assert printed(table) == [*WARDS, TOTAL]
    assert table.holds


def test_by_todays_organizations_the_two_new_wards_carry_their_parts(dong_ha_after_reform):
    table = compute(ask("R01", "tinh-quang-tri", today=date(2026, 3, 1), tree="hien_nay"))

    assert [row[2:] for row in printed(table)] == [("845", "331"), ("858", "254"), ("1.703", "585")]
    assert table.holds


def test_a_new_ward_prints_the_four_wards_it_absorbed(dong_ha_after_reform):
    south = ask("R01", "phuong-nam-dong-ha", today=date(2026, 3, 1))

    table = compute(south)

    absorbed = {"Phường 2", "Phường 5", "Phường Đông Lương", "Phường Đông Lễ"}
    assert {row[1:] for row in printed(table)[:-1]} == {row[1:] for row in WARDS if row[1] in absorbed}
    assert printed(table)[-1][2:] == ("858", "254")
    assert table.holds


def test_a_ward_prints_its_own_line_only(dong_ha):
    table = compute(ask("R01", "phuong-3", today=date(2022, 6, 1)))

    assert [row[1:] for row in printed(table)] == [("Phường 3", "150", "85"), ("Toàn thành phố", "150", "85")]


def test_every_number_opens_into_as_many_people_as_it_counts(dong_ha):
    question = ask("R01", "thanh-pho-dong-ha", today=date(2022, 6, 1))
    table = compute(question, with_evidence=True)

    for row in table.all_rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            found = behind(question, row.key, column)
            assert found.value == cell.value
            assert len(found.things) == cell.things == cell.value
            assert dict(found.things) == table.evidence[f"{row.key}|{column}"]


def test_counting_with_and_without_evidence_agrees(dong_ha):
    for code in ("R00", "R01", "R02"):
        question = ask(code, "thanh-pho-dong-ha", today=date(2022, 6, 1))
        fast, slow = compute(question), compute(question, with_evidence=True)
        assert printed(fast) == printed(slow)
        assert fast.checks == slow.checks


YEARS = [200, 163, 175, 170, 152, 214, 190, 117, 85, 93, 28]


def test_the_years_are_those_of_the_footnote(dong_ha):
    table = compute(ask("R02", "thanh-pho-dong-ha", today=date(2022, 6, 1)))

    assert [row.cells[0].value for row in table.rows] == YEARS
    assert [row.label for row in table.rows] == [*map(str, range(2012, 2022)), "5 tháng đầu năm 2022"]
    assert table.total is not None
    assert [cell.text for cell in table.total.cells] == ["1.587", "", "", "585", "36,9"]
    assert table.holds


def test_growth_and_running_sum_leave_the_partial_year_uncompared(dong_ha):
    rows = compute(ask("R02", "thanh-pho-dong-ha", today=date(2022, 6, 1))).rows

    assert [row.cells[1].text for row in rows] == [
        "", "-18,5", "7,4", "-2,9", "-10,6", "40,8", "-11,2", "-38,4", "-27,4", "9,4", "",
    ]  # fmt: skip
    assert [row.cells[2].value for row in rows] == [sum(YEARS[: n + 1]) for n in range(len(YEARS))]


def test_the_series_also_comes_as_a_sentence(dong_ha):
    sentence, mean, *_ = compute(ask("R02", "thanh-pho-dong-ha", today=date(2022, 6, 1))).notes

    assert "1.587" in sentence
    assert "năm 2012: 200; năm 2013: 163" in sentence
    assert sentence.endswith("5 tháng đầu năm 2022: 28.")
    assert "155,9" in mean


def test_the_overview_holds_every_figure_of_part_one(dong_ha):
    table = compute(ask("R00", "thanh-pho-dong-ha", today=date(2022, 6, 1), period=Period(DECADE.last, DECADE.last)))

    values = {row.key: row.cells[0].text for row in table.rows}
    assert values["tccsd"] == "48"
    assert (values["dang_bo_co_so"], values["chi_bo_co_so"]) == ("17", "31")
    sectors = ("phuong", "hanh_chinh", "su_nghiep", "llvt", "doanh_nghiep")
    assert [values[f"tccsd_{sector}"] for sector in sectors] == ["9", "6", "8", "2", "23"]
    assert values["chi_bo"] == "188"
    assert [values[f"chi_bo_{sector}"] for sector in ("phuong", "hcsn", "llvt", "doanh_nghiep")] == [
        "136", "31", "15", "6",
    ]  # fmt: skip
    assert values["khu_pho"] == "62/62"
    assert values["dang_vien"] == "6.913"
    assert table.holds
