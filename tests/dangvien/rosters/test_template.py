"""The empty workbook: the columns of its form, lists to choose from, an example that says so, notes."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from dangvien import codes
from dangvien.rosters.fields import CLASS, EXAMPLE, FORMS, MEMBERS, Value
from dangvien.rosters.sheets import columns_of
from dangvien.rosters.template import RESULTS, choices_of, template_of

UNITS = ("Chi bộ Khu phố 1", "Chi bộ Khu phố 2")


def made(form, units=UNITS):
    return load_workbook(BytesIO(template_of(form, units=units, of="Đảng bộ phường Hòa An")))


def rule_of(sheet, letter):
    """The list that the cells of a column offer."""
    found = [rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(f"{letter}2:")]
    return found[0] if found else None


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.kind)
def test_the_first_row_is_exactly_the_labels_of_the_form(form):
    sheet = made(form)["Danh sách"]

    assert [cell.value for cell in sheet[1]] == [field.label for field in form.fields if field.template]
    assert sheet["A2"].value == EXAMPLE
    assert sheet.max_row == 2
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert (str(sheet.page_setup.paperSize), sheet.page_setup.orientation) == ("9", "landscape")


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.kind)
def test_every_column_but_numbers_keeps_what_is_typed(form):
    """Text in every cell: no zero is lost, no day turned round, no day made of a year."""
    sheet = made(form)["Danh sách"]

    for place, field in enumerate(columns_of(form)):
        letter = chr(65 + place)
        shape = "0" if field.value in (Value.COUNT, Value.YEAR) else "@"
        assert sheet.column_dimensions[letter].number_format == shape, field.key
        assert sheet[f"{letter}2"].number_format == shape


def test_units_and_codes_are_offered_from_the_sheet_of_lists():
    book = made(MEMBERS)
    sheet, lists = book["Danh sách"], book["Danh mục"]

    offered = {}
    for place, field in enumerate(columns_of(MEMBERS)):
        rule = rule_of(sheet, chr(65 + place))
        if rule is not None and rule.type == "list":
            column = rule.formula1.split("!")[1].split(":")[0].strip("$").split("$")[0]
            words = [cell.value for cell in lists[column] if cell.value]
            assert words[0] == field.label
            offered[field.key] = words[1:]
    assert offered["chi_bo"] == list(UNITS)
    assert offered["gioi_tinh"] == ["Nam", "Nữ"]
    assert offered["dan_toc"] == [line.label for line in codes.of("ethnicity")]
    assert {"Đại học", "Trung học phổ thông"} <= set(offered["trinh_do"])


def test_only_what_is_on_no_list_is_refused_by_excel():
    sheet = made(MEMBERS)["Danh sách"]
    keys = [field.key for field in columns_of(MEMBERS)]

    strict = [
        key for place, key in enumerate(keys) if (rule := rule_of(sheet, chr(65 + place))) and rule.showErrorMessage
    ]
    assert strict == ["gioi_tinh", "chi_bo"]


def test_a_class_offers_results_and_cells():
    assert choices_of(CLASS.field("ket_qua"), UNITS) == RESULTS
    assert choices_of(CLASS.field("don_vi"), UNITS) == UNITS
    assert choices_of(CLASS.field("so_gcn"), UNITS) == ()


def test_a_name_that_begins_like_a_formula_stays_text():
    lists = made(MEMBERS, ("=Chi bộ 1", "Chi bộ 2"))["Danh mục"]

    found = [cell for row in lists.iter_rows() for cell in row if cell.value == "=Chi bộ 1"]
    assert [cell.data_type for cell in found] == ["s"]


def test_notes_tell_every_column():
    lines = [row[0].value for row in made(MEMBERS)["Hướng dẫn"].iter_rows()]

    told = {line.removeprefix("– ").partition(":")[0] for line in lines if line.startswith("– ")}
    assert told == {field.label for field in columns_of(MEMBERS)} - {"STT"}
    assert any("Đảng bộ phường Hòa An" in line for line in lines)


def test_no_units_make_no_list():
    assert rule_of(made(MEMBERS, ())["Danh sách"], "O").type is None
