"""Finding people by the words of their names."""

from __future__ import annotations

import pytest

from dangvien.models import Person
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = ("Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Anh", "An Văn Nguyên", "Đặng Thị Hòa")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nguyen van an", {"Nguyễn Văn An", "Nguyễn Văn Anh", "An Văn Nguyên"}),
        ("Nguyễn Văn Bình", {"Nguyễn Văn Bình"}),
        ("binh nguyen", {"Nguyễn Văn Bình"}),
        ("hoà dang", {"Đặng Thị Hòa"}),
        ("oa", set()),
        ("", set(NAMES)),
    ],
)
def test_every_word_begins_a_word_of_the_name(words, found):
    for name in NAMES:
        factories.person(name)

    assert {person.full_name for person in Person.objects.matching(words)} == found
