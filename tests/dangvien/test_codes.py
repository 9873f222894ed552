"""Code lists: every file is sound, every code fits its column, texts of rosters find their codes."""

from pathlib import Path

import pytest

from dangvien import codes

COLUMN = 30
"""Longest code a column of the register takes."""

EXPECTED_SIZES = {
    "target_tier": 2,
    "academic_title": 2,
    "cell_area": 8,
    "document_type": 14,
    "education_general": 4,
    "education_professional": 6,
    "ethnicity": 56,
    "gender": 2,
    "discipline": 4,
    "exemption_ground": 6,
    "post": 13,
    "rating": 4,
    "removal_ground": 7,
    "indicator": 5,
    "introducing_body": 7,
    "leaving_reason": 6,
    "occupation": 14,
    "organization_kind": 6,
    "political_theory": 5,
    "religion": 18,
    "sector": 8,
    "social_group": 11,
    "source": 6,
    "unit_type": 15,
}


def test_the_lists_are_those_we_know():
    assert {name: len(codes.of(name)) for name in codes.names()} == EXPECTED_SIZES


@pytest.mark.parametrize("name", EXPECTED_SIZES)
def test_every_list_is_sound(name):
    code_list = codes.of(name)

    assert code_list.title
    assert code_list.source
    assert code_list.choices == [(line.code, line.label) for line in code_list]
    for place, line in enumerate(code_list, start=1):
        assert len(line.code) <= COLUMN
        assert line.code in code_list
        assert (code_list.label(line.code), code_list.order(line.code)) == (line.label, place)
        for text in (line.code, line.label, line.label.upper(), *line.synonyms):
            assert code_list.find(text) == line.code, f"{text} means {code_list.find(text)}"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("ethnicity", "kinh", "01"),
        ("ethnicity", "Khmer", "05"),
        ("ethnicity", "H’Mông", "08"),
        ("ethnicity", "mông", "08"),
        ("ethnicity", "Vân Kiều", "23"),
        ("ethnicity", "BRU - VÂN KIỀU", "23"),
        ("ethnicity", "Pa Cô", "31"),
        ("ethnicity", "Stiêng", "22"),
        ("ethnicity", "Êđê", "12"),
        ("religion", "Không", "00"),
        ("religion", "thiên chúa giáo", "02"),
        ("religion", "Hoà Hảo", "03"),
        ("gender", "Nữ", "nu"),
        ("education_general", "12/12", "thpt"),
        ("introducing_body", "Đoàn Thanh niên", "doan_thanh_nien"),
        ("document_type", "qđ", "QĐ"),
        ("ethnicity", "Sao Hỏa", None),
        ("ethnicity", "", None),
    ],
)
def test_texts_find_their_codes_whatever_the_marks(name, text, code):
    assert codes.of(name).find(text) == code


def test_attributes_tell_what_reports_count():
    ethnicity = codes.of("ethnicity")

    assert codes.of("introducing_body").having("youth") == {"doan_thanh_nien"}
    assert codes.of("introducing_body").having("mass") == {
        "cong_doan",
        "hoi_phu_nu",
        "hoi_nong_dan",
        "hoi_cuu_chien_binh",
        "mat_tran",
    }
    assert ethnicity.having("minority") == {f"{number:02d}" for number in range(2, 55)}
    assert codes.of("cell_area").having("residential") == {"khu_dan_cu"}
    assert "00" not in codes.of("religion").having("believer")


def test_blocks_stand_in_the_order_of_reports():
    assert [line.code for line in codes.of("sector")] == [
        "phuong", "xa", "thi_tran", "hanh_chinh", "su_nghiep", "llvt", "doanh_nghiep", "khac",
    ]  # fmt: skip


def test_unknown_codes_and_lists_are_key_errors():
    with pytest.raises(KeyError):
        codes.of("ethnicity").label("99")
    with pytest.raises(KeyError):
        codes.of("ethnicity").order("1")
    with pytest.raises(KeyError, match="no_such_list"):
        codes.of("no_such_list")
    with pytest.raises(KeyError):
        codes.of("../rules/terms")


def test_a_text_that_means_two_codes_means_none(tmp_path: Path):
    path = tmp_path / "rivers.toml"
    path.write_text(
        'title = "Sông"\nsource = "ví dụ"\ncertainty = "certain"\n'
        '[[code]]\ncode = "a"\nlabel = "Lự"\n[[code]]\ncode = "b"\nlabel = "Lư"\n',
        encoding="utf-8",
    )

    assert codes.read(path).find("Lự") is None


HEAD = 'title = "T"\nsource = "S"\ncertainty = "certain"\n'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("title = ", "Invalid value"),
        ('title = "T"\ncertainty = "certain"\n', "source is missing"),
        ('title = "T"\nsource = "S"\ncertainty = "sure"\n', "certainty must be one of"),
        (HEAD, "the list has no codes"),
        (HEAD + '[[code]]\ncode = 1\nlabel = "Một"\n', "code is missing or is not text"),
        (HEAD + '[[code]]\ncode = "1"\nlabel = " "\n', "label is missing or is not text"),
        (HEAD + '[[code]]\ncode = "1"\nlabel = "A"\n[[code]]\ncode = "1"\nlabel = "B"\n', "stands twice"),
        (HEAD + '[[code]]\ncode = "1"\nlabel = "A"\nname = "x"\n', "unknown key name"),
        (HEAD + '[[code]]\ncode = "1"\nlabel = "A"\nsynonyms = [1]\n', "synonyms of 1 must be text"),
    ],
)
def test_a_malformed_file_stops_with_its_name(tmp_path: Path, content, fault):
    path = tmp_path / "broken.toml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(codes.CodeFileError, match=rf"^broken\.toml: .*{fault}"):
        codes.read(path)
