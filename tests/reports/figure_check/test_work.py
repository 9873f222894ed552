"""Whatever a pasted text holds, reading it is work that grows as the text does, and testing it has an end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dangvien.limited import TOO_HEAVY, Unreadable
from reports.figure_check import apart
from reports.figure_check.checking import check
from reports.figure_check.reading import bounds, pasted_draft, text_draft
from reports.figure_check.reading.text_tables import TextTables

HOSTILE = {
    "tabs without figures": ["a\tb"],
    "gaps without figures": ["a    b"],
    "gaps with an empty line": ["a    b", ""],
    "one cell a line": ["\tx"],
    "one cell a line, nothing after": ["\tx", "\tx", "", "\tx", ""],
    "rules of bars": ["|-|-|"],
    "tabs alone": ["\t"],
    "tabs of many widths": ["a\tb", "a\tb\tc"],
    "empty": [""],
}


class Counting(list[str]):
    """Lines that count how often one of them is taken."""

    taken = 0

    def __getitem__(self, place: Any) -> Any:
        self.taken += 1
        return super().__getitem__(place)

    def __iter__(self) -> Iterator[str]:
        self.taken += len(self)
        return super().__iter__()


def looks(lines: list[str], times: int) -> int:
    """How often a line was looked at to find the tables of a text."""
    counting = Counting(lines * times)
    laid, place = TextTables(counting), 0
    while place < len(counting):
        rows, after = laid.at(place)
        place = after if rows else place + 1
    return counting.taken


def test_twice_as_many_lines_are_twice_the_work():
    work = {name: (looks(lines, 100), looks(lines, 200)) for name, lines in HOSTILE.items()}

    assert {name: found for name, found in work.items() if found[1] > 2.1 * found[0]} == {}


def test_a_table_under_lines_of_words_in_its_form_is_still_found():
    words = "".join(f"Mục {place}\tchưa ghi\n" for place in range(6))
    figures = "".join(f"Phường {place}\t{place}\n" for place in range(11, 15))

    cells = [piece.text for piece in text_draft(words + figures).pieces if piece.kind == "o"]

    assert cells[-8:] == [text for place in range(11, 15) for text in (f"Phường {place}", str(place))]


def test_a_rule_said_often_leaves_one_mark():
    draft = text_draft("Kết nạp 3 đảng viên.\n" + "---\n" * 50)

    assert len(draft.pieces) == 1
    assert len(draft.pieces[0].text) < 30


ONES = "1" * 9_000


@pytest.mark.parametrize("text", [ONES, f"{ONES} đảng viên", f"5/{ONES}", f"A\t5\nB\t{ONES}"])
def test_a_number_longer_than_any_is_no_figure(text: str):
    assert all(len(figure.printed) < 50 for figure in check(text_draft(text)).figures)


def test_a_pasted_text_is_read_and_tested_in_children_of_its_own():
    text = "Toàn Đảng bộ có 49 tổ chức cơ sở đảng (gồm 17 đảng bộ và 31 chi bộ)."

    draft = pasted_draft(text.encode())

    assert draft == text_draft(text)
    assert apart.check_apart(draft) == check(draft)


def test_a_test_that_takes_too_much_says_what_to_do(monkeypatch):
    def ended(*args: Any, **bound: Any) -> Any:
        assert bound == {"memory": bounds.MEMORY, "seconds": bounds.CHECK_SECONDS}
        raise Unreadable(TOO_HEAVY)

    monkeypatch.setattr(apart, "run_limited", ended)

    with pytest.raises(Unreadable, match="Chia nhỏ văn bản"):
        apart.check_apart(text_draft("17 + 31 = 48"))


@pytest.mark.parametrize("told", [{}, [], {"figures": [{}], "findings": [], "partial": [], "notes": []}])
def test_what_a_child_says_is_not_trusted(monkeypatch, told: Any):
    monkeypatch.setattr(apart, "run_limited", lambda *args, **bound: told)

    with pytest.raises(Unreadable, match="Chia nhỏ văn bản"):
        apart.check_apart(text_draft("17 + 31 = 48"))
