"""K05, K06: general education and the lower floors."""

from __future__ import annotations

import pytest

from dangvien.models import Matter, StepKind
from dangvien.procedure.problem import Level
from tests.dangvien.checks.cases import E1, E3, E5, case_of, consent, finding, judge, note, weighs

MEETING = StepKind.NQ_CHI_BO


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K05_refuses_below_lower_secondary_school(day):
    assert weighs("K05", case_of(schooling="tieu_hoc"), MEETING, day) is Level.REFUSE
    assert weighs("K05", case_of(schooling="thcs"), MEETING, day) is None


def test_K05_cites_the_text_of_the_day():
    sources = [finding("K05", case_of(schooling="thcs"), MEETING, day).found.source for day in (E1, E3, E5)]

    assert ["24-QĐ" in sources[0], "1.2.1" in sources[1], "208-QĐ" in sources[2]] == [True, True, True]


def test_K05_asks_to_fill_in_what_is_not_known():
    assert weighs("K05", case_of(schooling=""), MEETING, E3) is Level.WARN


def test_K05_takes_the_lower_floor_of_a_hard_place():
    zone = note(Matter.VUNG, body="Xã A Dơi")

    assert weighs("K05", case_of(zone, schooling="tieu_hoc"), MEETING, E3) is None
    assert weighs("K05", case_of(zone, schooling="biet_doc_biet_viet"), MEETING, E3) is Level.REFUSE


def test_K05_lets_people_of_standing_pass_with_consent_alone():
    standing, paper = note(Matter.UY_TIN), consent(Matter.TRINH_DO)

    assert weighs("K05", case_of(standing, schooling="biet_doc_biet_viet"), MEETING, E3) is Level.REFUSE
    assert weighs("K05", case_of(standing, paper, schooling="biet_doc_biet_viet"), MEETING, E3) is Level.INFORM
    assert weighs("K05", case_of(paper, schooling="tieu_hoc"), MEETING, E3) is Level.REFUSE


def test_K06_warns_when_the_address_is_elsewhere():
    zone = note(Matter.VUNG, body="Xã A Dơi")

    there = case_of(zone, schooling="tieu_hoc", residence="Thôn Prin C, xã A Dơi, tỉnh Quảng Trị")
    elsewhere = case_of(zone, schooling="tieu_hoc", residence="Phường Nam Đông Hà")
    unnamed = case_of(note(Matter.VUNG), schooling="tieu_hoc", residence="Xã A Dơi")
    assert weighs("K06", there, MEETING, E3) is None
    assert weighs("K06", elsewhere, MEETING, E3) is Level.WARN
    assert weighs("K06", unnamed, MEETING, E3) is Level.WARN


def test_K06_is_silent_when_the_lower_floor_is_not_needed():
    assert judge("K06", case_of(note(Matter.VUNG, body="Xã A Dơi"), schooling="thcs"), MEETING, E3) is None
    assert judge("K06", case_of(schooling="tieu_hoc"), MEETING, E3) is None
