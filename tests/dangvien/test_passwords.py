"""Passwords: long, not to be guessed, and each refusal says what to do."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError

from dangvien.models import User
from dangvien.passwords import HINT, LONGEST, SHORTEST

AN = User(username="thi.an", full_name="Nguyễn Thị Kim An")


def objection(password, user=AN):
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return refused.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "thuyenxanhbanghecau",
        "Ghế đá mưa rào 7",
        "kqm4-x7wd-9hjp-tt2v",
        "phượng vĩ đỏ sân trường",
        "x" * 4 + "yzabcdefg 12",
    ],
)
def test_long_and_unusual_passwords_are_taken(password):
    assert objection(password) == []


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("ngan qua", "Mật khẩu có 8 ký tự; cần ít nhất 12. Gõ thêm một, hai từ nữa."),
        ("ab1 " * 40, "Mật khẩu dài quá 128 ký tự. Bớt đi một số từ."),
        ("aaaaaaaabbbbbbbb", "Mật khẩu chỉ gồm vài ký tự lặp lại. Ghép bốn, năm từ khác nhau."),
        ("031990041985", "Mật khẩu chỉ gồm chữ số, dễ bị dò ra. Thêm vài từ."),
        ("matkhau123456", "Mật khẩu này nhiều người dùng"),
        ("Mật khẩu 2026!", "Mật khẩu này nhiều người dùng"),
        ("Chi bộ phường 1 2026", "Mật khẩu này nhiều người dùng"),
        ("DangVien@20262026", "Mật khẩu này nhiều người dùng"),
        ("1qaz2wsx3edc", "Mật khẩu này nhiều người dùng"),
        ("nguyễn thị kim an 1990", "Mật khẩu có chứa tên của đồng chí"),
        ("xx thi.an 19900203", "Mật khẩu có chứa tên của đồng chí"),
    ],
)
def test_weak_passwords_are_refused_with_one_sentence(password, sentence):
    found = objection(password)

    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_the_limits_are_included():
    word = "bánh chưng xanh lá dong thơm khói bếp " * 4

    assert len(objection(word[: SHORTEST - 1])) == 1
    assert objection(word[:SHORTEST]) == []
    assert objection(word[:LONGEST]) == []
    assert len(objection(word[: LONGEST + 1])) == 1


def test_a_short_name_is_no_reason_and_nobody_has_no_name():
    assert objection("an cư lạc nghiệp 77", User(username="an", full_name="An")) == []
    assert objection("nguyễn thị kim an 1990", None) == []


def test_the_hint_is_the_rule():
    assert [validator.get_help_text() for validator in get_default_password_validators()] == [HINT]
    assert str(SHORTEST) in HINT
