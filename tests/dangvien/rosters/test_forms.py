"""The kinds of lists as they are described: every kind has a form, codes exist, headings do not contradict."""

from __future__ import annotations

import pytest

from dangvien import codes
from dangvien.models import Indicator, OrganizationKind, RosterKind, Tier
from dangvien.rosters.fields import FORMS, Value, form_of_command


def test_every_kind_of_list_has_its_form():
    assert sorted(FORMS) == sorted(RosterKind.values)
    assert {form.label for form in FORMS.values()} == set(RosterKind.labels)


def test_the_command_line_calls_each_form_by_its_own_word():
    words = [form.command for form in FORMS.values()]

    assert len(set(words)) == len(words)
    assert form_of_command("candidates") is FORMS["nguon"]


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.command)
def test_fields_are_told_apart_and_their_code_lists_exist(form):
    keys = [field.key for field in form.fields]

    assert len(set(keys)) == len(keys)
    assert set(form.identity) <= set(keys)
    for field in form.fields:
        assert not field.codes or field.codes in codes.names(), field.key
        assert bool(field.codes) == (field.value in (Value.CODE, Value.CODES)), field.key


def test_the_words_for_indicators_and_kinds_are_those_of_the_models():
    assert codes.of("indicator").choices == [(item.value, str(item.label)) for item in Indicator]
    assert codes.of("target_tier").choices == [(item.value, str(item.label)) for item in Tier]
    founded = [(item.value, str(item.label)) for item in OrganizationKind if item is not OrganizationKind.LUU_TRU]
    assert codes.of("organization_kind").choices == founded


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("indicator", "Kết nạp đảng viên", "ket_nap"),
        ("indicator", "TỔNG SỐ ĐẢNG VIÊN", "dang_vien"),
        ("indicator", "công nhận chính thức", "cong_nhan"),
        ("organization_kind", "chi bộ", "chi_bo"),
        ("organization_kind", "Đảng bộ CS", "dang_bo_co_so"),
        ("organization_kind", "Đảng bộ xã", None),
    ],
)
def test_what_offices_write_is_understood(name, text, code):
    assert codes.of(name).find(text) == code
