"""Percentages as they stand on real papers, and every other one by brute force."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.figure_check.percentages import Verdict, judged, verdict, wholes_for

PAPERS = [
    # A city in 2019 that cut off: 1.988 admitted against plans of its districts.
    ("160", 241, 150, Verdict.TRUNCATED),
    ("133", 333, 250, Verdict.EXACT),
    ("126", 126, 100, Verdict.EXACT),
    ("122", 147, 120, Verdict.TRUNCATED),
    ("113", 17, 15, Verdict.EXACT),
    ("102", 123, 120, Verdict.TRUNCATED),
    # A province at the end of 2019.
    ("10.75", 4976, 46265, Verdict.TRUNCATED),
    ("9.79", 4531, 46265, Verdict.EXACT),
    # The report of June 2022: right for the sum of its parts, wrong for the total beside them.
    ("80.6", 490, 608, Verdict.EXACT),
    ("80.6", 490, 585, Verdict.WRONG),
    ("36.9", 585, 1587, Verdict.EXACT),
    # A national figure of 2011.
    ("48.57", 43752, 88029, Verdict.WRONG),
]


@pytest.mark.parametrize(("printed", "part", "whole", "expected"), PAPERS)
def test_papers(printed, part, whole, expected):
    assert verdict(Decimal(printed), part, whole) is expected


def test_another_whole_is_found():
    told = judged(Decimal("80.6"), 490, 585, [608, 1587, 0])

    assert told.fitting == (608,)
    assert told.between == (608, 608)
    assert told.sentences == [
        "Không khớp: hai số này cho 83,8 %.",
        "Tỷ lệ in khớp với tổng khác: 608.",
        "Để ra tỷ lệ in, số tổng phải bằng 608.",
    ]


def test_a_cut_off_percentage_is_told_apart_from_a_wrong_one():
    assert judged(Decimal(160), 241, 150).sentences == [
        "Bản in đã cắt bỏ phần lẻ thay vì làm tròn; làm tròn được 161 %."
    ]
    assert judged(Decimal("36.9"), 585, 1587).sentences == ["Đúng: làm tròn theo quy tắc nửa lên được 36,9 %."]


def test_bounds_of_the_seed():
    assert wholes_for(Decimal("36.9"), 585) == (1584, 1587)
    assert wholes_for(Decimal("0.0"), 5) is None
    assert wholes_for(Decimal("12.5"), 0) is None


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 400), st.integers(1, 600), st.integers(0, 2))
def test_bounds_are_those_that_trying_every_whole_gives(part, whole, places):
    printed = judged(Decimal(1).scaleb(-places), part, whole).right
    fitting = [other for other in range(1, 3000) if verdict(printed, part, other) is Verdict.EXACT]
    found = wholes_for(printed, part)

    if found is None:
        assert printed <= Decimal(1).scaleb(-places) / 2
    elif found[1] < 3000:
        assert fitting == list(range(found[0], found[1] + 1))


TYPED = {"in_ra": "80,6 %", "phan": "490", "tong": "585", "tong_khac": "608; 1.587"}


@pytest.mark.django_db
class TestThePage:
    def test_it_tells_and_keeps_what_was_typed(self, as_an):
        page = as_an.get("/bao-cao/soat-ty-le/", TYPED).content.decode()

        assert "Tỷ lệ in khớp với tổng khác: 608." in page
        assert 'value="80,6 %"' in page

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"in_ra": "tám mươi"}, "Nhập tỷ lệ như in trên giấy, ví dụ 80,6."),
            ({"tong": "0"}, "phải từ 1 trở lên"),
            ({"phan": "4,5"}, "bằng số nguyên"),
            ({"tong_khac": "608, 1587"}, "không phải số nguyên"),
        ],
    )
    def test_what_is_no_number_is_said_at_its_field(self, as_an, typed, sentence):
        page = as_an.get("/bao-cao/soat-ty-le/", {**TYPED, **typed}).content.decode()

        assert sentence in page
        assert f'value="{next(iter(typed.values()))}"' in page
        assert "Tỷ lệ in khớp" not in page

    def test_an_untouched_form_accuses_nobody(self, as_an):
        assert 'class="error' not in as_an.get("/bao-cao/soat-ty-le/").content.decode()
