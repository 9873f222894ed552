"""The national forms agree with each other, with somebody who replays the lives, and with the figures of the seeds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dangvien.dates import full_years
from dangvien.models import Kind, OrganizationKind, Standing
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.catalog import by_code, reports
from reports.engine.computing import compute
from reports.engine.question import Question
from tests.worlds import City

YEAR = Period.year(2023)
FORMS = [report.code for report in reports().values() if report.code.startswith("TK")]
CELLS = ["p1c1", "p1c2", "p2c1", "p2c2"]
ENTERING = [Kind.DAU_SO, Kind.KET_NAP, Kind.CHUYEN_DEN, Kind.PHUC_HOI]
LEAVING = [Kind.TU_TRAN, Kind.KHAI_TRU, Kind.XOA_TEN, Kind.XIN_RA, Kind.CHUYEN_DI]
OCCUPATIONS = ["", "sinh_vien", "doanh_nghiep_gian_tiep", "khac"]

people = st.fixed_dictionaries(
    {
        "born": st.dates(date(1930, 1, 1), date(2004, 12, 31)),
        "gender": st.sampled_from(["nam", "nu"]),
        "ethnicity": st.sampled_from(["01", "02", "55", "56", "zz"]),
        "religion": st.sampled_from(["00", "02", "16", "99"]),
        "occupations": st.lists(st.tuples(st.dates(date(2021, 1, 1), date(2024, 6, 1)), st.sampled_from(OCCUPATIONS)),
                                max_size=2, unique_by=lambda item: item[0]),
        "entry": st.sampled_from(ENTERING),
        "enters": st.dates(date(2021, 1, 1), date(2024, 3, 1)),
        "official_after": st.one_of(st.none(), st.integers(300, 500)),
        "cell": st.sampled_from(CELLS),
        "moves": st.lists(st.tuples(st.integers(0, 500), st.sampled_from(CELLS), st.booleans()), max_size=3),
        "leaves": st.one_of(st.none(), st.tuples(st.integers(0, 400), st.sampled_from(LEAVING), st.booleans())),
    }
)  # fmt: skip


def live(city, life):
    """Writes one life into the ledger; gives the stays [(cell, from, to or None)] as somebody would note them."""
    member = city.member()
    someone = member.person
    someone.birth_date, someone.gender = life["born"], life["gender"]
    someone.ethnicity, someone.religion = life["ethnicity"], life["religion"]
    someone.save()
    for since, occupation in life["occupations"]:
        Standing.objects.create(person=someone, since=since, occupation=occupation)
    day, here, after = life["enters"], life["cell"], life["official_after"]
    member.admitted_on, member.official_on = day, day + timedelta(days=after) if after else None
    member.save()
    city.line(member, here, life["entry"], day)
    stays = [[here, day, None]]
    for wait, there, rearranged in life["moves"]:
        day += timedelta(days=wait)
        out, into = (Kind.DI_NOI_BO, Kind.DEN_NOI_BO) if rearranged else (Kind.CHUYEN_DI, Kind.CHUYEN_DEN)
        city.line(member, here, out, day, counterpart=city[there])
        city.line(member, there, into, day, counterpart=city[here])
        stays[-1][2] = day
        stays.append([there, day, None])
        here = there
    if life["leaves"]:
        wait, kind, undone = life["leaves"]
        line = city.line(member, here, kind, day + timedelta(days=wait))
        if undone:
            city.reverse(line)
        else:
            stays[-1][2] = line.occurred_on
    return stays


def place_on(stays, day):
    """The cell somebody counts in at the end of a day; empty when in none."""
    return next((cell for cell, since, to in stays if since <= day and (to is None or to > day)), "")


def number(table, row, column="ky_nay"):
    try:
        return table.cell(row, column).value or 0
    except KeyError:  # a line that counts nothing and is left out
        return 0


class RandomRegisters(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(people, max_size=6))
    def test_forms_balance_and_count_what_somebody_would_count(self, lives):
        city = City()
        stays = [live(city, life) for life in lives]
        whole = {code: compute(city.ask(code, YEAR)) for code in FORMS}
        ward = compute(city.ask("TK01", YEAR, place="p1"))
        earlier = compute(city.ask("TK01", Period.year(2022)), related=False)

        for code, table in [*whole.items(), ("TK01 p1", ward), ("TK01 2022", earlier)]:
            assert table.holds, (code, [check.sentence for check in table.checks if not check.holds])
        there = [(life, place_on(stay, YEAR.last)) for life, stay in zip(lives, stays, strict=True)]
        here = [life for life, cell in there if cell]
        assert number(whole["TK01"], "D") == number(whole["TK03"], "I") == len(here)
        assert number(whole["TK01"], "A") == number(earlier, "D")
        assert number(ward, "D") == sum(1 for _, cell in there if cell.startswith("p1"))
        admitted = [life for life in lives if life["entry"] == Kind.KET_NAP and life["enters"] in YEAR]
        assert number(whole["TK01"], "B1") == number(whole["TK02"], "I") == len(admitted)
        for flow, subjects, day_of in (
            ("TK02", admitted, lambda life: life["enters"]),
            ("TK03", here, lambda _: YEAR.last),
        ):
            table = whole[flow]
            assert number(table, "nu") == sum(life["gender"] == "nu" for life in subjects)
            assert number(table, "dan_toc") == sum(life["ethnicity"] == "02" for life in subjects)
            ages = [full_years(life["born"], day_of(life)) for life in subjects]
            assert number(table, "tuoi_18_30") == sum(18 <= age <= 30 for age in ages)
            assert number(table, "tuoi_tren_60") == sum(age > 60 for age in ages)
            for occupation in OCCUPATIONS:
                expected = sum(occupation_on(life, day_of(life)) == occupation for life in subjects)
                assert number(table, f"nghe_{occupation or 'chua_ro'}") == expected
        assert number(whole["TK04"], "dan_toc_khac", "tong") == sum(life["ethnicity"] in {"56", "zz"} for life in here)
        assert number(whole["TK04"], "ton_giao_khac", "tong") == sum(life["religion"] in {"16", "99"} for life in here)
        assert number(whole["TK03"], "du_bi") == sum(
            life["official_after"] is None or life["enters"] + timedelta(days=life["official_after"]) > YEAR.last
            for life in here
        )


def occupation_on(life, day):
    known = sorted((since, occupation) for since, occupation in life["occupations"] if since <= day)
    return known[-1][1] if known else ""


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", FORMS)
def test_a_form_is_a_handful_of_queries_however_large_the_register(code):
    city = City(wards=1, cells=1)
    with CaptureQueriesContext(connection) as few:
        compute(city.ask(code, YEAR), related=False)
    for ward in range(2, 8):
        city.add(f"p{ward}", OrganizationKind.DANG_BO_CO_SO, "tp", sector="phuong")
        city.add(f"p{ward}c1", OrganizationKind.CHI_BO, f"p{ward}")
        for _ in range(3):
            city.line(city.member(), f"p{ward}c1", Kind.KET_NAP, date(2023, 5, ward))
    with CaptureQueriesContext(connection) as many:
        compute(city.ask(code, YEAR), related=False)
    assert len(many) == len(few) <= 18


def of_demo(demo, code, period):
    report = by_code(code)
    scope = Scope.whole(demo.city, [Permission.VIEW_REPORTS])
    return Question(report, scope, demo.city, period, report.chosen({}))


def test_the_forms_of_the_demo_balance_and_hold_the_figures_of_the_seed(dong_ha):
    for code in FORMS:
        table = compute(of_demo(dong_ha, code, Period.year(2021)))
        assert table.holds, (code, [check.sentence for check in table.checks if not check.holds])
    for year, admitted in zip(range(2012, 2022), (200, 163, 175, 170, 152, 214, 190, 117, 85, 93), strict=True):
        table = compute(of_demo(dong_ha, "TK01", Period.year(year)), related=False)
        assert table.cell("B1", "ky_nay").value == admitted
    partial = Period(date(2022, 1, 1), date(2022, 5, 20))
    assert compute(of_demo(dong_ha, "TK02", partial), related=False).cell("I", "ky_nay").value == 28
    stock = compute(of_demo(dong_ha, "TK05", partial), related=False)
    assert [stock.cell("tong", code).value for code in ("tccsd", "dang_bo_co_so", "chi_bo_co_so", "chi_bo")] == [
        48, 17, 31, 188,
    ]  # fmt: skip
    assert stock.cell("tong", "dang_vien").value == 6913
    types = {key: stock.cell(f"loai_{key}", "tccsd").value for key in ("2", "45", "6", "78", "9")}
    assert types == {"2": 9, "45": 6, "6": 8, "78": 2, "9": 23}
    assert stock.cell("loai_2", "chi_bo").value == 136
