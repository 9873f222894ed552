"""Paper forms as dated data: every one walked; the guideline that prints a number on a day."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from dangvien import paper_forms, rules
from dangvien.paper_forms import catalogue, paper_form, paper_forms_on


@pytest.mark.parametrize("code", catalogue())
def test_every_form_has_a_name_a_text_and_its_place_in_time(code):
    printings = catalogue()[code]

    for form in printings:
        assert form.code == code
        assert form.name
        assert form.group
        assert form.since < form.until
        assert form.document.issued_on is None or form.document.issued_on <= form.since
        assert not form.checked or form.document.read == "full"
        assert bool(form.mark) is not form.checked
    for earlier, later in pairwise(printings):
        assert earlier.until == later.since


@pytest.mark.parametrize(
    ("day", "reference"),
    [
        (date(2016, 1, 1), "Mẫu 6-KNĐ, Hướng dẫn 09-HD/BTCTW ngày 05/6/2017"),
        (date(2022, 1, 17), "Mẫu 6-KNĐ, Hướng dẫn 09-HD/BTCTW ngày 05/6/2017"),
        (date(2022, 1, 18), "Mẫu 6-KNĐ, Hướng dẫn 12-HD/BTCTW ngày 18/01/2022"),
        (date(2025, 9, 28), "Mẫu 6-KNĐ, Hướng dẫn 12-HD/BTCTW ngày 18/01/2022"),
        (date(2025, 9, 29), "Mẫu 6-KNĐ, Hướng dẫn 38-HD/BTCTW ngày 29/9/2025"),
        (date(2026, 11, 21), "Mẫu 6-KNĐ, Hướng dẫn 38-HD/BTCTW ngày 29/9/2025"),
    ],
)
def test_the_guideline_of_the_day_prints_the_form(day, reference):
    assert paper_form("6-KNĐ", day).reference == reference


def test_the_whole_way_has_its_forms():
    codes = {form.code for form in paper_forms_on(date(2026, 1, 1))}

    assert {f"{number}-KNĐ" for number in range(1, 18)} <= codes
    assert {"CN-NTVĐ", "CN-ĐVM", "4A-KNĐ", "1-HSĐV", "2-HSĐV", "3-HSĐV", "SHĐ"} <= codes
    assert {f"{number}-TĐV" for number in range(1, 9)} <= codes
    assert {form.code for form in paper_forms_on(date(2026, 1, 1)) if form.handwritten} == {"1-KNĐ", "2-KNĐ"}
    assert paper_forms_on(date(2017, 6, 4)) == []


def test_letters_are_data_and_their_meaning_may_be_unknown():
    letters = paper_form("9-KNĐ", date(2026, 1, 1)).letters

    assert [letter.code for letter in letters] == ["9A-KNĐ", "9B-KNĐ", "9C-KNĐ", "9D-KNĐ", "9E-KNĐ"]
    assert letters[2].name == "kết nạp lại"
    assert [letter.name for letter in paper_form("12-KNĐ", date(2026, 1, 1)).letters] == ["", "", ""]


def test_an_unknown_number_is_a_mistake_of_the_code():
    with pytest.raises(KeyError):
        paper_form("99-KNĐ", date(2026, 1, 1))


FORM = '[[guideline]]\ndocument = "HD38"\nfrom = 2025-09-29\n'


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ('checked = ["NOPE"]', "checked against unknown texts: NOPE"),
        ('checked = []\ndocument = "NOPE"', "KeyError 'NOPE'"),
        ("checked = []\nuntil = 2020-01-01", "1-X is never printed"),
        ('checked = []\n[[form]]\ncode = "1-X"\nname = "n"\ngroup = "g"\nchecked = []', "1-X stands twice"),
    ],
)
def test_a_malformed_list_stops_with_its_file(tmp_path, monkeypatch, lines, fault):
    rules.documents()
    text = f'{FORM}[[form]]\ncode = "1-X"\nname = "n"\ngroup = "g"\n{lines}\n'
    (tmp_path / "forms.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(rules, "FOLDER", tmp_path)
    paper_forms.catalogue.cache_clear()

    with pytest.raises(rules.RuleFileError, match=f"forms.toml: .*{fault}"):
        catalogue()
    paper_forms.catalogue.cache_clear()
