"""The page "Căn cứ": every rule of a day with its text, its mark and its history."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dangvien import rules
from dangvien.procedure.bases import bases_on


def test_every_rule_has_a_name_and_a_value_in_words():
    bases = bases_on(date(2025, 8, 1))

    assert len(bases) == len(rules.RULE_TYPES)
    told = {basis.label: basis.in_force.text for basis in bases}
    assert told["Thời gian dự bị"] == "12 tháng"
    assert told["Trình độ học vấn thấp nhất"] == "trung học cơ sở"
    assert told["Cấp ủy xem xét, quyết định kết nạp"] == "45 ngày làm việc"
    assert told["Thời hạn tổ chức lễ tính từ khi quyết định"] == "được nhận"


def test_the_value_in_force_is_that_of_the_day():
    days = {day: {b.label: b for b in bases_on(day)} for day in (date(2024, 1, 1), date(2025, 8, 1), date(2026, 8, 1))}
    decision = [found["Cấp ủy xem xét, quyết định kết nạp"].in_force.text for found in days.values()]

    assert decision == ["60 ngày làm việc", "45 ngày làm việc", "45 ngày làm việc"]
    last = days[date(2026, 8, 1)]["Cấp ủy xem xét, quyết định kết nạp"].in_force
    assert last.mark == "chưa đối chiếu văn bản"


def test_no_code_is_shown_to_readers():
    for basis in bases_on(date(2026, 8, 1)):
        for value in basis.values:
            assert not re.search(r"[a-z]_[a-z]|\bthcs\b|\bnhan\b", value.text), value


@pytest.mark.django_db
class TestPage:
    def test_it_prints_the_day_that_was_asked_for(self, as_an):
        page = as_an.get("/can-cu/", {"ngay": "1/1/2024"}).content.decode()

        assert "Căn cứ, quy định ngày 01/01/2024" in page
        assert "60 ngày làm việc" in page
        assert "chưa đối chiếu văn bản" in page

    def test_nonsense_gets_a_sentence_and_todays_rules(self, as_an):
        page = as_an.get("/can-cu/", {"ngay": "31/11/2024"}).content.decode()

        assert "Lỗi:" in page
        assert "12 tháng" in page
