"""What a password must be: long and not to be guessed. No rules about kinds of characters, no forced changes."""

from __future__ import annotations

import re

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from dangvien.text import search_key

SHORTEST = 12
"""Fewest characters of a password."""

LONGEST = 128
"""Most characters: far above what anybody types, low enough that hashing stays cheap."""

HINT = f"Ít nhất {SHORTEST} ký tự. Dễ nhớ mà khó đoán: ghép bốn, năm từ không liên quan với nhau."

_EASY_WORDS = (
    "mat khau", "password", "pass", "admin", "quan tri", "dang cong san", "dang vien", "dang uy", "dang bo", "dang",
    "chi bo", "bi thu", "to chuc", "phat trien", "so", "thanh pho", "thanh uy", "tinh uy", "phuong", "xa", "tinh",
    "viet nam", "cong san", "ho chi minh", "ha noi", "xin chao", "qwerty", "asdf", "abc", "abcd", "welcome",
)  # fmt: skip
_EASY = re.compile(f"(?:{'|'.join(word.replace(' ', '') for word in _EASY_WORDS)})*")


class HousePasswordValidator:
    """One validator for the whole rule, with sentences in Vietnamese (Django's own have none)."""

    def __init__(self) -> None:
        self._common = CommonPasswordValidator()

    def validate(self, password: str, user: AbstractUser | None = None) -> None:
        """Raise ValidationError with a sentence that says what to do."""
        sentence = self._objection(password, user)
        if sentence:
            raise ValidationError(sentence, code="password_refused")

    def get_help_text(self) -> str:
        return HINT

    def _objection(self, password: str, user: AbstractUser | None) -> str:
        if len(password) < SHORTEST:
            return f"Mật khẩu có {len(password)} ký tự; cần ít nhất {SHORTEST}. Gõ thêm một, hai từ nữa."
        if len(password) > LONGEST:
            return f"Mật khẩu dài quá {LONGEST} ký tự. Bớt đi một số từ."
        bare = search_key(password).replace(" ", "")
        if len(set(bare)) < 5:
            return "Mật khẩu chỉ gồm vài ký tự lặp lại. Ghép bốn, năm từ khác nhau."
        if bare.isdigit():
            return "Mật khẩu chỉ gồm chữ số, dễ bị dò ra. Thêm vài từ."
        if _EASY.fullmatch(re.sub(r"[^a-z]", "", bare)) or self._is_common(bare):
            return "Mật khẩu này nhiều người dùng, dễ bị đoán. Ghép bốn, năm từ không liên quan với nhau."
        if any(name in bare for name in _names(user)):
            return "Mật khẩu có chứa tên của đồng chí, dễ bị đoán. Chọn những từ khác."
        return ""

    def _is_common(self, bare: str) -> bool:
        try:
            self._common.validate(bare)
        except ValidationError:
            return True
        return False


def _names(user: AbstractUser | None) -> list[str]:
    """Sign-in name and full name without marks and spaces; names of three letters or less are in too many words."""
    if user is None:
        return []
    names = [search_key(name).replace(" ", "") for name in (user.get_username(), user.get_full_name())]
    return [name for name in names if len(name) > 3]
