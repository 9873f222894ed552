"""Whatever a sheet holds, there is a verdict: nothing is raised, and what goes in comes back the same from JSON."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from dangvien.rosters.fields import FORMS
from dangvien.rosters.grid import Row, Sheet
from dangvien.rosters.issues import Severity
from dangvien.rosters.judge import judge
from dangvien.rosters.layout import Layout, recognize
from tests.dangvien.rosters.sheets_made import AS_OF, USUAL, Ward, person

_WORDS = st.sampled_from(
    [
        *USUAL, "Nam", "Nữ", "x", "Họ và đệm", "Tên", "Họ và tên\nNgày sinh", "Xếp loại", "Số giấy chứng nhận",
        "Ngày cấp", "Tổ chức", "Chỉ số", "2015", "Năm", "(1)", "*", "I", "Tổng cộng", "Chi bộ Khu phố 1",
        "T/M ĐẢNG ỦY", "25/3/1970", "31/02/1970", "3/1985", "1985", "NGUYỄN VĂN AN", "Nguyễn Văn An\n1/2/1980",
        "=cmd|x!A1", "-", "\u00a0", "043", "4\n2", "00/00/0000", "1/1/0001", "99/99/9999", "Nguyễn Thị Hòa",
        "NguyÔn V¨n An", "\ud800", "H\u043e\u0300",
    ]
)  # fmt: skip
_NUMBERS = st.one_of(
    st.integers(-5, 10**13), st.floats(allow_nan=True, allow_infinity=True), st.sampled_from([1985, 31127, 5000997])
)
_CELLS = st.one_of(
    st.none(),
    _WORDS,
    st.text(max_size=12),
    _NUMBERS.map(lambda number: {"n": number, "t": str(number)}),
    st.dates().map(lambda day: {"d": day.isoformat(), "t": f"{day.day}/{day.month}/{day.year}", "o": "mmm-yy"}),
    st.dates().map(lambda day: {"d": day.isoformat(), "t": f"{day.day}/{day.month}/{day.year}"}),
    st.booleans().map(lambda truth: {"b": truth}),
    st.just({"e": "#N/A"}),
    st.just({"f": "=A1"}),
)
_ROWS = st.lists(st.lists(_CELLS, max_size=17), max_size=9)
_MERGES = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(1, 12), st.integers(0, 14)), max_size=3)


def verdict(rows, merges, form):
    sheet = Sheet("Chi bộ", rows=[Row(number, cells) for number, cells in enumerate(rows, start=1)], merges=merges)
    layout = recognize(sheet, form)
    assert Layout.from_json(json.loads(json.dumps(layout.as_json()))) == layout
    return judge(sheet, layout, form, as_of=AS_OF, units=Ward())


@given(_ROWS, _MERGES, st.sampled_from(list(FORMS.values())))
def test_any_cells_have_a_verdict(rows, merges, form):
    for row in verdict(rows, merges, form):
        grave = any(issue.severity is Severity.ERROR for issue in row.issues)
        assert not (grave and row.record is not None)
        assert json.loads(json.dumps(row.record)) == row.record
        assert all(issue.message and issue.code for issue in row.issues)


@given(st.lists(st.tuples(st.integers(0, 14), _CELLS), max_size=4), st.integers(1, 3))
def test_any_cells_among_those_of_somebody_have_a_verdict(changes, times):
    row = person()
    cells = [value if isinstance(value, str | None) else str(value) for value in row]
    for place, value in changes:
        cells[place] = value

    judged = verdict([list(USUAL), *[cells] * times], [], FORMS["dang_vien"])

    assert all(judged_row.number >= 1 for judged_row in judged)
