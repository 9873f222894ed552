"""Old encodings: every letter and every syllable there and back, and no good text ever taken for one of them."""

from __future__ import annotations

import random
import unicodedata

import pytest

from dangvien.rosters.encodings import Encoding, convert, detect, detect_columns, syllables, tcvn3, vni
from dangvien.rosters.encodings.syllables import is_syllable

LETTERS = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
MARKED = "aăâeêioôơuưy"
BODIES = sorted(syllables._BODIES)
OLD = [(Encoding.TCVN3, tcvn3.LETTERS), (Encoding.VNI, vni.LETTERS)]


def stored(text, letters):
    """A text as an old encoding keeps it; TCVN3 has no capitals with a tone."""
    back = {letter.upper(): old.upper() for old, letter in letters.items()} if letters is vni.LETTERS else {}
    back |= {letter: old for old, letter in letters.items()}
    return "".join(back.get(char, char) for char in text)


def toned(body, tone):
    """A syllable with its tone on a vowel: on the last that has a shape, or else on the first but for qu and gi."""
    if not tone:
        return body
    start = 2 if body.startswith(("qu", "gi")) and len(body) > 2 and body[2] in MARKED else 0
    vowels = [place for place in range(start, len(body)) if body[place] in MARKED]
    shaped = [place for place in vowels if body[place] in "ăâêôơư"]
    place = shaped[-1] if shaped else vowels[0]
    return unicodedata.normalize("NFC", body[: place + 1] + tone + body[place + 1 :])


def every_syllable():
    for body in BODIES:
        if len(body) < 2:
            continue
        stopped = body.endswith(("c", "ch", "p", "t"))
        for tone in "\u0301\u0323" if stopped else ["", *sorted(syllables.TONES)]:
            yield toned(body, tone)


SYLLABLES = list(every_syllable())


def names(seed, count=40):
    """Columns of words put together at random."""
    pick = random.Random(seed)
    return [" ".join(pick.choice(SYLLABLES).capitalize() for _ in range(3)) for _ in range(count)]


def test_there_are_thousands_of_syllables_and_all_are_known():
    assert len(SYLLABLES) > 14_000
    assert [word for word in SYLLABLES if not is_syllable(word)] == []


@pytest.mark.parametrize("word", ["Nguyễn", "NGUYỄN", "hoà", "hòa", "quốc", "giếng", "gì", "yến", "khuỷu", "nghiêng"])
def test_words_that_are_syllables(word):
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["Brôih", "Bliă", "Vaên", "Nguyeãn", "a", "ư", "cắṕ", "cep", "ngê", "các2", "cap", ""])
def test_words_that_are_none(word):
    assert not is_syllable(word)


@pytest.mark.parametrize(("encoding", "letters"), OLD)
def test_every_letter_has_its_code(encoding, letters):
    assert set(LETTERS) <= set(letters.values())
    assert len(set(letters.values())) == len(letters)
    assert all(ord(char) < 0x100 for old in letters for char in old)
    decode = tcvn3.decode if encoding is Encoding.TCVN3 else vni.decode
    for letter in LETTERS:
        assert decode(f"x{stored(letter, letters)}") == f"x{letter}"


def test_codes_of_the_standard():
    known = {
        0xA8: "ă",
        0xA9: "â",
        0xAD: "ư",
        0xAE: "đ",
        0xB5: "à",
        0xC6: "ặ",
        0xD4: "ễ",
        0xDC: "ĩ",
        0xFE: "ỵ",
        0xA7: "Đ",
    }

    assert {code: tcvn3.LETTERS[chr(code)] for code in known} == known


@pytest.mark.parametrize(("encoding", "letters"), OLD)
def test_every_syllable_comes_back(encoding, letters):
    for word in SYLLABLES:
        old = stored(f"{word} xyz", letters)
        decoded = tcvn3.decode(old) if encoding is Encoding.TCVN3 else vni.decode(old)
        assert decoded == f"{word} xyz"


@pytest.mark.parametrize(("encoding", "letters"), OLD)
@pytest.mark.parametrize("seed", range(30))
def test_columns_of_an_old_encoding_are_told_and_come_back(encoding, letters, seed):
    good = names(seed)
    if letters is tcvn3.LETTERS:  # it has no capitals with a tone
        good = [
            "".join(char if char.isascii() or char in "ĂÂÊÔƠƯĐ" else char.lower() for char in name) for name in good
        ]
    old = [stored(name, letters) for name in good]

    assert detect(old) is encoding
    assert [convert(name, encoding) for name in old] == good


@pytest.mark.parametrize("form", ["NFC", "NFD", "windows"])
@pytest.mark.parametrize("seed", range(60))
def test_good_columns_are_never_taken_for_old(form, seed):
    good = names(seed, count=1 + seed % 20)
    texts = [composed(name, form) for name in good]

    assert detect(texts) is Encoding.UNICODE
    assert detect([text.upper() for text in texts]) is Encoding.UNICODE


def composed(text, form):
    """NFC, NFD, or letters with their shape and loose tones."""
    if form != "windows":
        return unicodedata.normalize(form, text)
    out = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(part for part in parts if part in syllables.TONES)
        out.append(unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else char)
    return "".join(out)


def test_each_syllable_by_itself_is_unicode():
    assert [word for word in SYLLABLES if detect([word, word, word]) is not Encoding.UNICODE] == []


@pytest.mark.parametrize(
    "texts",
    [
        ["K'Brôih", "Y Bliă Niê", "H'Hen Niê", "Ksor Blông", "Rơ Châm H'Ê", "Kpă Y Tôn", "Đinh Krôl", "Hồ Xa Cáoh"],
        ["Brôih", "Blông", "Krôl", "Niê", "Krông Ana"],
        ["Hoàng", "Toàn", "Hoà", "Đoàn", "Khoá"],
        ["Lôc"],
        ["Café", "Muñoz", "Söhne", "25°C", "m²", "±5", "1ª", "§ 5"],
        ["N÷"],
        ["­", "a­b", "© 2020", "®", "«Tin»", "¬"],
        ["Nam", "Nu", "", "123"],
        ["Tú", "Tú", "Lò"],
        [],
    ],
)
def test_other_good_texts_and_stray_characters(texts):
    assert detect(texts) is Encoding.UNICODE


def test_examples_that_everybody_knows():
    assert convert("NguyÔn V¨n An", Encoding.TCVN3) == "Nguyễn Văn An"
    assert convert("Tr\u00ad¬ng ThÞ H\u00ad¬ng", Encoding.TCVN3) == "Trương Thị Hương"
    assert convert("Nguyeãn Vaên Ñöùc", Encoding.VNI) == "Nguyễn Văn Đức"
    assert convert("NGUYEÃN THÒ LÖÏU", Encoding.VNI) == "NGUYỄN THỊ LỰU"


def test_a_capital_font_makes_capitals_where_all_plain_letters_are():
    assert convert("NGUYÔN V¡N T\u00ad", Encoding.TCVN3) == "NGUYỄN VĂN TƯ"
    assert convert("NGUYÔN V¨N AN", Encoding.TCVN3) == "NGUYỄN VĂN AN"
    assert convert("nguyÔn v¨n an", Encoding.TCVN3) == "nguyễn văn an"
    assert convert("Lª V¨n An", Encoding.TCVN3) == "Lê Văn An"
    assert convert("Lª", Encoding.TCVN3) == "Lê"


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
@pytest.mark.parametrize("text", ["Trần Thị Bình", "Nguyê\u0303n", "An", "", "Hoàng Hà", "K'Brôih Bliă"])
def test_cells_typed_anew_stay_in_an_old_column(encoding, text):
    assert convert(text, encoding) == text


def test_half_retyped_columns_are_told_by_the_old_half():
    good, old = names(1, 10), [stored(name, vni.LETTERS) for name in names(2, 10)]

    assert detect([*good, *old]) is Encoding.VNI
    assert [convert(text, Encoding.VNI) for text in [*good, *old]] == [*good, *names(2, 10)]


def test_one_word_is_enough_where_other_columns_are_certain():
    sexes, people = ["N÷", "Nam", "N÷", "Nam"][:1], ["Hä vµ tªn", "NguyÔn V¨n An", "TrÇn ThÞ B×nh"]

    assert detect_columns([sexes, people, ["Kinh", "1"]]) == [Encoding.TCVN3, Encoding.TCVN3, Encoding.UNICODE]
    assert detect_columns([sexes, ["Trần Thị Bình"]]) == [Encoding.UNICODE, Encoding.UNICODE]
    assert convert("N÷", Encoding.TCVN3) == "Nữ"
