"""A text cut into marked stretches: nothing lost, every finding found from the text and back. No database."""

from __future__ import annotations

from reports.figure_check.findings import Piece
from reports.marked_text import anchor, blocks

TEXT = "Có 17 và 31, cộng 49."
A, B, C = (0, 3, 5), (0, 9, 11), (0, 18, 20)


def test_the_text_is_whole_and_each_finding_has_its_places():
    (block,) = blocks([Piece("doan", TEXT, "Đoạn 1")], [A, B, C], {1: [C, A], 2: [A]})

    assert "".join(bit.text for bit in block.bits) == TEXT
    marked = {bit.text: (bit.of, bit.main, bit.anchors, bit.ends) for bit in block.bits if bit.is_figure}
    assert marked == {
        "17": ((1, 2), True, (anchor(1, 1), anchor(2, 0)), (1, 2)),
        "31": ((), False, (), ()),
        "49": ((1,), True, (anchor(1, 0),), (1,)),
    }


def test_places_that_overlap_or_run_past_the_end_lose_nothing():
    (block,) = blocks([Piece("doan", TEXT, "Đoạn 1")], [A], {1: [(0, 0, 12)], 2: [(0, 9, 999)]})

    assert "".join(bit.text for bit in block.bits) == TEXT
    assert {number for bit in block.bits for number in bit.of} == {1, 2}
    assert [bit.anchors for bit in block.bits if bit.anchors] == [(anchor(1, 0),), (anchor(2, 0),)]


def test_cells_stand_in_their_table_again():
    cells = [
        Piece("o", text, "", 1, row, column)
        for row, line in enumerate([("TT", "Phường", "Số"), ("1", "Phường 1", "93")], start=1)
        for column, text in enumerate(line, start=1)
    ]
    before, table, after = blocks([Piece("doan", "Phụ lục", ""), *cells, Piece("chu_thich", "Ghi chú", "")], [], {})

    assert [before.kind, table.kind, after.kind] == ["doan", "bang", "chu_thich"]
    assert [["".join(bit.text for bit in cell) for cell in row] for row in table.rows] == [
        ["TT", "Phường", "Số"],
        ["1", "Phường 1", "93"],
    ]
