"""Terms of a committee: its own days before the generic ones, what contradicts is refused, mistakes are taken back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from dangvien.models import AuditEntry, CommitteeTerm
from dangvien.procedure.committee_terms import CommitteeTermFacts, committee_term_problems, term_on
from dangvien.procedure.facts import DecisionFacts
from tests import factories
from tests.dangvien.pages import faults


def test_without_its_own_terms_a_committee_has_the_generic_ones(world):
    term = term_on(world.ward_a, date(2025, 6, 30))

    assert (term.label, term.own, term.mark) == ("2020-2025", False, "chưa đối chiếu văn bản")
    assert term_on(world.ward_a, date(2025, 7, 1)).label == "2025-2030"


def test_the_committees_own_congress_decides(world):
    factories.committee_term(world.ward_a, "2025-2030", date(2025, 8, 16))

    assert [term_on(world.ward_a, date(2025, 8, day)).label for day in (15, 16)] == ["2020-2025", "2025-2030"]
    assert term_on(world.ward_a, date(2025, 8, 16)).mark == ""
    assert term_on(world.ward_b, date(2025, 8, 1)).label == "2025-2030", "another committee's"


def test_a_congress_before_the_generic_day_begins_the_term(world):
    factories.committee_term(world.ward_a, "2025-2030", date(2025, 5, 2))

    assert [term_on(world.ward_a, date(2025, 5, day)).label for day in (1, 2)] == ["2020-2025", "2025-2030"]


def test_decisions_take_their_term_from_the_same_rows(world):
    factories.committee_term(world.ward_a, "2025-2030", date(2025, 5, 2))

    assert DecisionFacts(world.ward_a, 5, "ĐU", date(2025, 5, 2)).term == "2025-2030"
    assert DecisionFacts(world.ward_b, 5, "ĐU", date(2025, 5, 2)).term == "2020-2025"


@pytest.mark.parametrize(
    ("label", "day", "document", "field", "words"),
    [
        ("2025", date(2025, 6, 1), "NQ", "label", "bằng hai năm"),
        ("2030-2025", date(2030, 6, 1), "NQ", "label", "bằng hai năm"),
        ("2030-2035", date(2025, 6, 1), "NQ", "first_day", "không hợp với nhiệm kỳ 2030-2035"),
        ("2030-2035", date(2030, 6, 1), " ", "document", "Nhập văn bản"),
        ("2025-2030", date(2025, 7, 9), "NQ", "label", "đã ghi từ ngày 21/6/2025"),
        ("2026-2031", date(2025, 6, 20), "NQ", "first_day", "Nhiệm kỳ 2025-2030 bắt đầu ngày 21/6/2025"),
        ("2024-2025", date(2025, 6, 21), "NQ", "first_day", "Nhiệm kỳ 2025-2030 bắt đầu ngày 21/6/2025"),
    ],
)
def test_what_contradicts_is_refused(world, label, day, document, field, words):
    factories.committee_term(world.ward_a)

    found = {
        problem.field: problem.sentence
        for problem in committee_term_problems(CommitteeTermFacts(world.ward_a, label, day, document))
    }
    assert list(found) == [field]
    assert words in found[field]


def test_on_the_screen_a_term_is_written_down_and_taken_back(world, as_an):
    address = reverse("nhiem-ky", args=[world.ward_a.code])
    first = as_an.get(address).content.decode()
    assert faults(first) == []
    assert "Chưa ghi nhiệm kỳ nào" in first
    typed = {"token": str(uuid4()), "label": "2020-2025", "first_day": "5/6/2020", "document": "Nghị quyết Đại hội"}

    as_an.post(address, typed)

    term = CommitteeTerm.objects.get()
    assert (term.label, term.first_day) == ("2020-2025", date(2020, 6, 5))
    assert "05/06/2020" in as_an.get(address).content.decode()
    back = reverse("nhiem-ky-lay-lai", args=[world.ward_a.code, term.pk])
    assert "Nhập lý do" in as_an.post(back, {"token": str(uuid4()), "reason": ""}).content.decode()
    as_an.post(back, {"token": str(uuid4()), "reason": "Ghi nhầm ngày"})
    assert term_on(world.ward_a, date(2020, 6, 5)).label == "2015-2020"
    assert [entry.verb for entry in AuditEntry.objects.order_by("sequence")] == ["ghi nhiệm kỳ", "lấy lại nhiệm kỳ"]


def test_a_wrong_day_keeps_what_was_typed(world, as_an):
    typed = {"label": "2020-2025", "first_day": "31/6/2020", "document": "Nghị quyết Đại hội"}
    page = as_an.post(reverse("nhiem-ky", args=[world.ward_a.code]), typed).content.decode()

    assert "Lỗi:" in page
    assert "31/6/2020" in page
    assert "Nghị quyết Đại hội" in page
