"""Decisions in the browser: the list and one decision."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Kind
from tests import factories
from tests.dangvien.reading import heads, page_of, queries_of

LIST = "/quyet-dinh/"


@pytest.fixture
def papers(world):
    """One decision of the city about a member of ward A, one about ward B, one of ward A itself."""
    for cell, number, name in ((world.a1, 11, "Trần Thị A"), (world.b1, 12, "Lê Văn B")):
        paper = factories.decision(world.city, date(2023, 5, number), number=number, signer="Trần Văn Ký")
        member = factories.member(cell, name)
        factories.movement(member, cell, Kind.CONG_NHAN, date(2023, 5, 19), decision=paper)
    own = factories.decision(world.ward_a, date(2021, 2, 1), number=3, subject="khac", symbol="ĐU")
    return {"own": own, **{paper.number: paper for paper in world.city.issued_decisions.all()}}


def test_a_ward_sees_its_own_decisions_and_those_about_its_members(papers, as_an, as_binh, as_chi):
    assert heads(as_an.get(LIST)) == ["11-QĐ/TU", "03-QĐ/ĐU"]
    assert heads(as_binh.get(LIST)) == ["12-QĐ/TU"]
    assert heads(as_chi.get(LIST)) == ["12-QĐ/TU", "11-QĐ/TU", "03-QĐ/ĐU"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("nam=2023", ["11-QĐ/TU"]),
        ("so=3", ["03-QĐ/ĐU"]),
        ("so=12", []),
        ("viec=khac", ["03-QĐ/ĐU"]),
        ("viec=ket_nap", ["11-QĐ/TU"]),
    ],
)
def test_the_list_can_be_narrowed(papers, as_an, asked, found):
    assert heads(as_an.get(f"{LIST}?{asked}")) == found


def test_the_list_can_be_narrowed_to_an_issuer_that_was_seen(world, papers, as_an):
    assert heads(as_an.get(f"{LIST}?co_quan={world.city.pk}")) == ["11-QĐ/TU"]
    assert as_an.get(f"{LIST}?co_quan={world.ward_b.pk}").context["filter_form"].errors


@pytest.mark.parametrize("asked", ["nam=abc", "so=0", "so=1%002", "viec=x", "co_quan=%00", "so=99999999999999999"])
def test_nonsense_gets_a_sentence_and_no_rows(papers, as_an, asked):
    answer = as_an.get(f"{LIST}?{asked}")

    assert heads(answer) == []
    assert answer.context["filter_form"].errors


def test_the_page_lists_whom_it_is_about(papers, as_an, as_chi):
    page = page_of(as_an.get(f"{LIST}{papers[11].pk}/"))

    assert page.texts("h1") == ["Quyết định 11-QĐ/TU"]
    assert page.texts("th", scope="row") == ["Trần Thị A"]
    assert "Đảng bộ thành phố" in page.texts("dd")


def test_a_member_who_has_moved_away_is_named_without_a_link(world, papers, as_an):
    line = world.a1.movements.get(decision=papers[11])
    line.member.organization = world.b1
    line.member.save()

    page = page_of(as_an.get(f"{LIST}{papers[11].pk}/"))

    assert page.texts("th", scope="row") == ["Trần Thị A"]
    assert not page.all("a", href=f"/dang-vien/{line.member_id}/")


def test_strangers_do_not_find_it(papers, as_binh):
    assert as_binh.get(f"{LIST}{papers[11].pk}/").status_code == 404
    assert as_binh.get(f"{LIST}{papers['own'].pk}/").status_code == 404


def test_the_same_queries_for_one_and_for_fifty(world, as_an):
    factories.decision(world.ward_a, date(2022, 1, 1))
    alone = queries_of(as_an, LIST)
    for _ in range(49):
        factories.decision(world.ward_a, date(2022, 1, 1))

    assert queries_of(as_an, LIST) == alone <= 15
    assert len(heads(as_an.get(LIST))) == 50
