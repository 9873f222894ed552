"""Letters that look right and are not, and what nobody sees."""

from __future__ import annotations

import pytest

from dangvien.rosters.encodings import invisible, lookalikes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ðặng Thị Dung", [("Ð", "Đ")]),
        ("Nguyễn Vаn Аn", [("а", "a"), ("А", "A")]),
        ("Νguyễn", [("Ν", "N")]),
        ("Nguyễn АН", [("А", "A"), ("Н", "H")]),
        ("Ｎguyễn", [("Ｎ", "N")]),
        ("Vǎn", [("ǎ", "ă")]),
        ("Đặng Thị Dung", []),
        ("Nguyê\u0303n", []),
        ("K'Brôih Bliă", []),
        ("Москва", []),
        ("东京 Nguyễn", []),
        ("", []),
    ],
)
def test_letters_of_other_alphabets_inside_a_word(text, found):
    assert lookalikes(text) == found


@pytest.mark.parametrize(
    "text", ["An\u200b", "\ufeffAn", "A\u00adn", "An\u202e", "A\x00n", "An\ue000", "An\ufe0f", "\ud800"]
)
def test_unseen(text):
    assert invisible(text)


@pytest.mark.parametrize("text", ["", "An", "Nguyễn\u00a0Văn", "a\tb\r\nc", "Nguyê\u0303n", "“An” – 5", "Bliă"])
def test_seen(text):
    assert not invisible(text)
