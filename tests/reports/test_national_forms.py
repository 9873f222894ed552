"""The national forms on a small register counted by hand, line by line."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import (
    FOREVER,
    Candidate,
    Introduction,
    Kind,
    Mandate,
    Matter,
    MemberStatus,
    OrganizationKind,
    Placement,
    SourceSurvey,
    Standing,
    StatusKind,
    Step,
    StepKind,
)
from dangvien.models.record import Badge, Reward
from dangvien.period import Period
from reports.catalog import reports
from reports.engine.computing import compute
from reports.engine.listing import behind
from tests.worlds import City

pytestmark = pytest.mark.django_db

YEAR = Period.year(2023)
BEFORE, DAY = date(2020, 5, 1), date(2023, 5, 1)
FORMS = [code for code in (report.code for report in reports().values()) if code.startswith("TK")]


@pytest.fixture
def city():
    return City()


def person(city, *, born=date(1990, 1, 1), gender="nam", ethnicity="01", religion="00", **standing):
    """Somebody with these properties; `standing` holds since 2000."""
    member = city.member()
    someone = member.person
    someone.birth_date, someone.gender, someone.ethnicity, someone.religion = born, gender, ethnicity, religion
    someone.save()
    if standing:
        Standing.objects.create(person=someone, since=date(2000, 1, 1), **standing)
    return member


def enter(city, member, cell, kind=Kind.DAU_SO, day=BEFORE, *, admitted=None, official=None, **more):
    member.admitted_on, member.official_on = admitted or day, official
    member.save()
    return city.line(member, cell, kind, day, **more)


def move(city, member, start, end, day, out=Kind.CHUYEN_DI, into=Kind.CHUYEN_DEN):
    city.line(member, start, out, day, counterpart=city[end])
    city.line(member, end, into, day, counterpart=city[start])


def column(table, code="ky_nay"):
    """Row's key → what stands in a column, of rows that count something."""
    place = table.columns.index(code)
    return {row.key: row.cells[place].value for row in table.all_rows if row.cells[place].value}


def ask(city, code, period=YEAR, **more):
    return compute(city.ask(code, period, **more))


def test_form_1_counts_gains_and_losses_and_leaves_moves_inside_out(city):
    stock = [person(city) for _ in range(12)]
    for member in stock:
        enter(city, member, "p1c1", official=date(2021, 5, 1))
    newcomer, mistaken = person(city), person(city)
    enter(city, newcomer, "p1c1", Kind.KET_NAP, DAY)
    city.reverse(enter(city, mistaken, "p1c1", Kind.KET_NAP, DAY))
    enter(city, person(city), "p2c1", Kind.CHUYEN_DEN, DAY)
    enter(city, person(city), "p2c2", Kind.PHUC_HOI, DAY)
    probationer = person(city)
    enter(city, probationer, "p1c2")
    for member, kind in zip(
        [probationer, *stock], [Kind.XOA_TEN, Kind.XOA_TEN, Kind.TU_TRAN, Kind.KHAI_TRU, Kind.XIN_RA, Kind.CHUYEN_DI],
        strict=False,
    ):  # fmt: skip
        city.line(member, "p1c2" if member is probationer else "p1c1", kind, DAY)
    move(city, stock[8], "p1c1", "p1c2", DAY)
    move(city, stock[9], "p1c1", "p2c1", DAY)
    move(city, stock[10], "p1c1", "p2c2", DAY, Kind.DI_NOI_BO, Kind.DEN_NOI_BO)
    enter(city, person(city), "p1c1", Kind.KET_NAP, date(2022, 3, 1))
    enter(city, person(city), "p1c1", Kind.KET_NAP, date(2024, 1, 1))

    whole = ask(city, "TK01")
    assert column(whole) == {
        "A": 14, "B": 3, "B1": 1, "B2": 1, "B2c": 1, "B3": 1,
        "C": 6, "C1": 1, "C2": 1, "C3": 2, "C3a": 1, "C4": 1, "C5": 1, "C5c": 1, "D": 11,
    }  # fmt: skip
    assert column(whole, "cung_ky") == {"A": 13, "B": 1, "B1": 1, "D": 14}
    assert whole.cell("B1", "so_sanh").text == "100,00"
    assert whole.holds
    ward = ask(city, "TK01", place="p1")
    assert column(ward) == {
        "A": 14, "B": 1, "B1": 1, "C": 8, "C1": 1, "C2": 1, "C3": 2, "C3a": 1, "C4": 1, "C5": 2, "C5b": 1, "C5c": 1,
        "C6": 1, "D": 7,
    }  # fmt: skip
    assert column(ask(city, "TK01", place="p2")) == {"B": 4, "B2": 2, "B2b": 1, "B2c": 1, "B3": 1, "B4": 1, "D": 4}
    assert len(behind(city.ask("TK01", YEAR), "C3", "ky_nay").things) == 2


def test_in_a_register_of_a_province_whoever_leaves_it_goes_to_another(city):
    city.add("tinh", OrganizationKind.TINH, None)
    Placement.objects.filter(organization=city["tp"]).update(parent=city["tinh"])
    member = person(city)
    enter(city, member, "p1c1")
    city.line(member, "p1c1", Kind.CHUYEN_DI, DAY)

    found = column(ask(city, "TK01", place="tinh"))
    assert found == {"A": 1, "C": 1, "C5": 1, "C5a": 1}


def test_this_period_opens_with_what_the_one_before_ended_with(city):
    for month in range(1, 13):
        member = person(city)
        enter(city, member, "p1c1", Kind.KET_NAP, date(2023, month, 28))
        if month % 3 == 0:
            city.line(member, "p1c1", Kind.TU_TRAN, date(2023, month, 28))
    ends = [
        (column(table).get("A", 0), column(table).get("D", 0))
        for table in (ask(city, "TK01", Period.quarter(2023, quarter)) for quarter in (1, 2, 3, 4))
    ]
    assert ends == [(0, 2), (2, 4), (4, 6), (6, 8)]


def test_form_2_divides_admissions_by_what_people_were_on_the_day(city):
    pupil = person(
        city, born=date(2005, 5, 1), gender="nu", ethnicity="02", religion="02", occupation="hoc_sinh",
        general_education="thcs",
    )  # fmt: skip
    manager = person(
        city, born=date(1962, 5, 2), occupation="doanh_nghiep_quan_ly", general_education="thpt", professional="dai_hoc"
    )
    unknown = person(city, born=date(1990, 5, 1), ethnicity="55")
    cases = []
    for member, cell in ((pupil, "p1c1"), (manager, "p1c2"), (unknown, "p1c2")):
        case = Candidate.objects.create(person=member.person, organization=city[cell], opened_on=BEFORE)
        enter(city, member, cell, Kind.KET_NAP, DAY, candidate=case)
        cases.append(case)
    Introduction.objects.create(candidate=cases[0], body="doan_thanh_nien")
    Introduction.objects.create(candidate=cases[1], body="cong_doan")
    for case, matter in ((cases[1], Matter.CHU_DOANH_NGHIEP), (cases[2], Matter.HON_NHAN_NUOC_NGOAI)):
        Step.objects.create(
            candidate=case, kind=StepKind.DAC_BIET, matter=matter, occurred_on=DAY, number="1", rules_key="x"
        )
    Step.objects.create(
        candidate=cases[2], kind=StepKind.DAC_BIET, matter=Matter.KET_NAP_LAI, occurred_on=DAY, rules_key="x"
    )
    Standing.objects.create(person=pupil.person, since=date(2023, 9, 1), occupation="sinh_vien")
    SourceSurvey.objects.create(organization=city["p2c1"], year=2023, surveyed_on=DAY, none_reason="hết")
    SourceSurvey.objects.create(organization=city["p2c2"], year=2023, surveyed_on=DAY, none_reason="hết")
    SourceSurvey.objects.create(organization=city["p1c1"], year=2023, surveyed_on=DAY, none_reason="hết")

    table = ask(city, "TK02")
    assert column(table) == {
        "I": 3, "nu": 1, "dan_toc": 1, "doan_vien": 1, "chu_doanh_nghiep": 1, "hon_nhan": 1, "ket_nap_lai": 1,
        "nghe_hoc_sinh": 1, "nghe_doanh_nghiep": 1, "nghe_doanh_nghiep_quan_ly": 1, "nghe_chua_ro": 1,
        "tuoi_18_30": 1, "tuoi_31_35": 1, "tuoi_56_60": 1, "tuoi_binh_quan": "37.0",
        "pho_thong_thcs": 1, "pho_thong_thpt": 1, "pho_thong_chua_ro": 1, "chuyen_mon_dai_hoc": 1,
        "III": 2, "dang_bo": 2, "dang_bo_ket_nap": 1, "dang_bo_het_nguon": 1,
    }  # fmt: skip
    assert table.cell("ke_hoach_hoa", "ky_nay").text == table.cell("hoc_ham_giao_su", "so_sanh").text == "X"
    assert table.holds
    peoples = ask(city, "TK02B")
    assert column(peoples, "tong") == {
        "dan_toc": 3, "dan_toc_01": 1, "dan_toc_02": 1, "dan_toc_nuoc_ngoai": 1, "ton_giao": 1, "ton_giao_02": 1,
    }  # fmt: skip
    assert column(peoples, "nu") == {"dan_toc": 1, "dan_toc_02": 1, "ton_giao": 1, "ton_giao_02": 1}
    assert peoples.cell("dan_toc_02", "ty_le").text == "33,33"
    assert len(peoples.rows) == 2 + 56 + 7
    assert peoples.holds


def test_form_3_divides_the_stock_by_what_people_are_at_the_end(city):
    veteran = person(
        city, born=date(1930, 1, 1), religion="13", occupation="khac", general_education="tieu_hoc", theory="cu_nhan",
        professional="tien_si",
    )  # fmt: skip
    enter(city, veteran, "p1c1", admitted=date(1954, 7, 20), official=date(1955, 7, 20))
    young = person(city, born=date(1992, 12, 31), gender="nu", ethnicity="05", occupation="sinh_vien", theory="so_cap")
    enter(city, young, "p1c2", Kind.KET_NAP, date(2022, 12, 31), official=date(2023, 12, 31))
    Standing.objects.create(person=young.person, since=date(2023, 12, 31), occupation="can_bo_xa", theory="trung_cap")
    Standing.objects.create(person=young.person, since=date(2024, 1, 1), occupation="khac")
    enter(city, gone := person(city), "p1c1")
    city.line(gone, "p1c1", Kind.TU_TRAN, DAY)
    MemberStatus.objects.create(member=veteran, kind=StatusKind.MIEN, since=BEFORE)

    table = ask(city, "TK03")
    assert column(table) == {
        "I": 2, "nu": 1, "dan_toc": 1, "ton_giao": 1, "nghe_can_bo_xa": 1, "nghe_khac": 1, "mien": 1,
        "tuoi_31_35": 1, "tuoi_tren_60": 1, "tuoi_binh_quan": "62.0", "ket_nap_1945_1954": 1, "ket_nap_tu_1975": 1,
        "pho_thong_tieu_hoc": 1, "pho_thong_chua_ro": 1, "chuyen_mon_tien_si": 1,
        "ly_luan_trung_cap": 1, "ly_luan_cao_cap": 1,
    }  # fmt: skip
    last_year = column(table, "cung_ky")
    assert {"I": 3, "du_bi": 2, "nghe_sinh_vien": 1, "ly_luan_so_cap": 1}.items() <= last_year.items()
    assert {key for key in last_year if key.startswith("tuoi_")} == {
        "tuoi_18_30", "tuoi_31_35", "tuoi_tren_60", "tuoi_binh_quan",
    }  # fmt: skip
    assert table.cell("nghi_huu", "ky_nay").text == "X"
    assert table.holds


def test_a_late_recognition_changes_who_was_on_probation_then(city):
    member = person(city)
    enter(city, member, "p1c1", Kind.KET_NAP, date(2022, 3, 1))
    assert column(ask(city, "TK03"))["du_bi"] == 1

    member.official_on = date(2023, 3, 1)
    member.save()

    table = ask(city, "TK03")
    assert "du_bi" not in column(table)
    assert column(table, "cung_ky")["du_bi"] == 1


def test_form_4_and_5_hold_everybody_once(city):
    city.add("cq", OrganizationKind.CHI_BO_CO_SO, "tp", sector="hanh_chinh")
    city.add("bp", OrganizationKind.DANG_BO_BO_PHAN, "p1")
    city.add("bpc1", OrganizationKind.CHI_BO, "bp")
    city.add("la", OrganizationKind.CHI_BO, "tp")
    for cell, people in (("p1c1", ["01", "01"]), ("bpc1", ["02"]), ("cq", ["56"]), ("la", ["zz"])):
        for ethnicity in people:
            enter(city, person(city, ethnicity=ethnicity, gender="nu"), cell)

    peoples = ask(city, "TK04")
    assert column(peoples, "tong") == {"dan_toc": 5, "dan_toc_01": 2, "dan_toc_02": 1, "dan_toc_khac": 2}
    assert peoples.period_words == "có đến ngày 31/12/2023"
    types = ask(city, "TK05")
    assert column(types, "dang_vien") == {"loai_2": 3, "loai_45": 1, "loai_": 1, "tong": 5}
    assert column(types, "tccsd") == {"loai_2": 2, "loai_45": 1, "tong": 3}
    assert column(types, "chi_bo") == {"loai_2": 5, "loai_": 1, "tong": 6}
    assert column(types, "dang_bo_bo_phan") == {"loai_2": 1, "tong": 1}
    assert types.cell("loai_7", "dang_vien").text == types.cell("loai_9b6", "tccsd").text == "X"
    assert ask(city, "TK01").holds


def test_what_an_absorbed_ward_held_counts_with_its_heir(city):
    enter(city, person(city), "p2c1")
    for code in ("p2", "p2c1", "p2c2"):
        placement = Placement.objects.get(organization=city[code])
        placement.valid_to = date(2023, 7, 1)
        placement.save()
        Placement.objects.create(
            organization=city[code], parent=city["p1"], name="Lưu trữ", kind=OrganizationKind.LUU_TRU,
            valid_from=date(2023, 7, 1),
        )  # fmt: skip

    types = ask(city, "TK05")
    assert column(types, "dang_vien") == {"loai_2": 1, "tong": 1}
    assert column(types, "tccsd") == {"loai_2": 1, "tong": 1}
    assert types.holds


def test_form_7_counts_badges_rewards_and_cards_of_the_period(city):
    for years, given in ((30, DAY), (30, BEFORE), (55, DAY)):
        member = person(city)
        enter(city, member, "p1c1")
        Badge.objects.create(member=member, years=years, awarded_on=given)
        Reward.objects.create(person=member.person, title="GIẤY KHEN của Đảng ủy", awarded_on=given)
    Reward.objects.create(person=member.person, title="Bằng khen của Tỉnh ủy", awarded_on=DAY)
    for line in ("died", "death taken back"):
        late = person(city)
        enter(city, late, "p1c1")
        Badge.objects.create(member=late, years=90, awarded_on=DAY)
        Reward.objects.create(person=late.person, title="Bằng khen", awarded_on=DAY)
        death = city.line(late, "p1c1", Kind.TU_TRAN, date(2023, 11, 20))
        if line == "death taken back":
            city.reverse(death)
    long_gone = person(city)
    enter(city, long_gone, "p1c1")
    city.line(long_gone, "p1c1", Kind.TU_TRAN, BEFORE)
    Reward.objects.create(person=long_gone.person, title="Bằng khen", awarded_on=DAY)
    city.line(member, "p1c1", Kind.CHUYEN_DI, date(2023, 12, 31))
    Step.objects.create(
        probationer=member, kind=StepKind.PHAT_THE, occurred_on=DAY, organization=city["p1c1"], rules_key="x"
    )
    member.organization = city["p1c1"]
    member.save()

    table = ask(city, "TK07")
    assert column(table) == {
        "bang_khen": 2, "giay_khen": 1, "huy_hieu_30": 1, "huy_hieu_90": 2, "the_phat": 1, "chinh_thuc_di": 1,
    }  # fmt: skip
    assert table.cell("khen_co_so_1", "ky_nay").text == "X"
    assert table.holds


def test_form_10_counts_the_work_of_admission(city):
    for member, kind in ((person(city), Kind.CONG_NHAN), (person(city), Kind.XOA_TEN)):
        enter(city, member, "p1c1")
        city.line(member, "p1c1", kind, DAY)
    enter(city, person(city), "p1c1", Kind.KET_NAP, DAY)
    Mandate.objects.create(
        organization=city["p2"], kind=Mandate.Kind.UY_QUYEN, valid_from=BEFORE, valid_to=FOREVER, document="1",
        issued_on=BEFORE,
    )  # fmt: skip
    case = Candidate.objects.create(person=person(city).person, organization=city["p1c1"], opened_on=BEFORE)
    Step.objects.create(candidate=case, kind=StepKind.VAO_DANH_SACH, occurred_on=DAY, rules_key="x")

    assert column(ask(city, "TK10")) == {
        "chinh_thuc": 1, "khong_cong_nhan": 1, "khong_ket_nap": 1, "giao_quyen": 1, "cam_tinh": 1,
    }  # fmt: skip


@pytest.mark.parametrize("code", FORMS)
def test_every_form_opens_into_as_many_things_as_it_says(city, code):
    for cell, ethnicity in (("p1c1", "01"), ("p1c2", "03"), ("p2c2", "02")):
        enter(city, person(city, ethnicity=ethnicity, religion="01", occupation="khac"), cell, Kind.KET_NAP, DAY)

    table = compute(city.ask(code, YEAR), with_evidence=True)

    assert table.holds
    for row in table.all_rows:
        for drawn in row.cells:
            assert not drawn.opens or drawn.things == drawn.value, (row.key, drawn)


@pytest.mark.parametrize("code", FORMS)
def test_every_form_of_an_empty_register_is_drawn_and_holds(city, code):
    assert ask(city, code).holds


@pytest.mark.parametrize("code", FORMS)
def test_a_form_carries_its_mark_and_the_days_of_its_version(code):
    report = next(report for report in reports().values() if report.code == code)
    assert report.form.startswith("Biểu số")
    assert report.valid_from is not None
    assert report.valid_to is not None
    assert report.valid_from < report.valid_to
    assert report.uncertain
